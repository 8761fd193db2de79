# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The leaver's own pages against the matrix: every page, by every purpose of a link."""

import re
from unittest.mock import patch

from odoo.tests import tagged

from . import matrix
from .sweep import Seen, quiet
from .test_http_sweep import PATH, PUBLIC_PAGE, HttpMatrixCase

FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


@tagged("post_install", "-at_install")
class TestPageSweep(HttpMatrixCase):
    def setUp(self):
        super().setUp()
        # A sweep opens hundreds of pages that are closed; how long they would be kept
        # waiting is tested elsewhere.
        patcher = patch("odoo.addons.exit_interview.controllers.leaver.time.sleep")
        patcher.start()
        self.addCleanup(patcher.stop)
        self.purposes = dict(self.env["exit.interview.link"]._selection_purpose())
        # Opened by a button for a child alone, and tried where there are children.
        self.purposes.pop("tablet", None)

    def _issue(self, leaver, purpose):
        participant = leaver.case.participant_ids.sudo()
        return self.env["exit.interview.link"]._issue(participant, purpose, "mail")

    def _enter(self, leaver, purpose):
        """Come in as the leaver, by a link, in a browser of their own."""
        self.enter("anon")
        self.opener.cookies.clear()
        _link, secret = self._issue(leaver, purpose)
        response = self.get(f"{PATH}/l/{secret}", data={"open": "1"})
        self.assertEqual(response.status_code, 303, purpose)

    def _pages(self):
        """Return every address of ours that answers to a leaver, from the routes."""
        sections = self.lea.case.session_ids.questionnaire_id.section_ids.ids
        shares = (self.lea.case | self.leo.case).share_ids
        return self.find_pages([*sections, *shares.ids])

    def _visit(self, leaver, purpose, pages):
        seen = Seen()
        self._enter(leaver, purpose)
        for page in pages:
            response = self.get(page)
            seen.add(f"{purpose} {page}", str(response.headers))
            seen.add(f"{purpose} {page}", response.content)
            self.assertLess(response.status_code, 500, page)
        return seen

    def test_pages_show_what_the_matrix_allows(self):
        """Another leaver's words never; of the own case what the matrix says."""
        self.bring_to(self.lea, "acting")
        self.publish_words(self.learned)
        self.leavers_words = {
            token: canary
            for leaver in (self.lea, self.leo, self.bob, self.learned)
            for token, canary in leaver.canaries.items()
        }
        pages, problems, reached = self._pages(), [], set()
        for leaver in (self.lea, self.leo, self.bob):
            for purpose in self.purposes:
                with quiet():
                    seen = self._visit(leaver, purpose, pages)
                problems += self._judge(leaver, seen)
                reached |= seen.canaries
        self.assertFalse(problems, "\n".join(problems))
        own = {
            token
            for token, canary in self.lea.canaries.items()
            if canary.kind == "content"
        } | {
            token
            for token, canary in self.learned.canaries.items()
            if canary.kind == "public"
        }
        self.assertTrue(own <= reached, f"not shown: {sorted(own - reached)}")

    def _judge(self, leaver, seen):
        for token in sorted(seen.canaries):
            canary = self.leavers_words.get(token)
            where = sorted(seen.channels[token])[:3]
            if not canary or canary.leaver not in (leaver.key, self.learned.key):
                yield f"{leaver.key} sees somebody else's {token} on {where}"
                continue
            scope = matrix.allowed("leaver_page", canary.group, canary.kind, "acting")
            if scope == "no":
                yield f"{leaver.key} sees {token} ({canary.kind}) on {where}"

    def test_no_page_without_a_link_and_none_of_another_purpose(self):
        first = {purpose: f"{PATH}/{purpose}" for purpose in self.purposes}
        self.enter("anon")
        self.opener.cookies.clear()
        for page in self._pages():
            if page not in (PATH, PUBLIC_PAGE):
                self.assertEqual(self.get(page).status_code, 404, page)
        for purpose in self.purposes:
            self._enter(self.lea, purpose)
            self.assertEqual(self.get(first[purpose]).status_code, 200, purpose)
            for other in set(self.purposes) - {purpose}:
                self.assertEqual(self.get(first[other]).status_code, 404)

    def test_a_form_without_our_token_changes_nothing(self):
        """SEC-10: 400 for a replay, 405 or nothing for another method."""
        count = self.env["exit.interview.journal"].search_count([])
        for purpose in self.purposes:
            self._enter(self.lea, purpose)
            for page in self._pages():
                for token in ("", "0" * 64):
                    data = {"form_token": token, "reply": "declined", "sign": "1"}
                    response = self.get(page, data=data)
                    self.assertIn(response.status_code, (400, 404, 405), page)
        issued = len(self.purposes)
        self.assertEqual(
            self.env["exit.interview.journal"].search_count([]), count + issued
        )

    def test_forms_of_ten_thousand_keys_and_of_others_change_nothing(self):
        """I-77: foreign ids and extra fields are as if they had not been sent."""
        before = self._snapshot()
        for purpose in self.purposes:
            self._enter(self.lea, purpose)
            page = self.get(f"{PATH}/{purpose}").text
            token = FORM_TOKEN.search(page)
            data = {f"key{number}": "1" for number in range(10_000)}
            data |= {
                "self": "1",
                "link": "1",
                "state": "done",
                "company_id": "1",
                "user_id": "1",
                "id": "1",
            }
            data["form_token"] = token.group(1) if token else ""
            response = self.get(f"{PATH}/{purpose}", data=data)
            self.assertLess(response.status_code, 500, purpose)
        self.assertEqual(self._snapshot(), before)

    def test_looking_with_words_in_the_address_changes_nothing(self):
        """SEC-10: GET and HEAD only ever look, whatever stands behind the address."""
        self.bring_to(self.lea, "full")
        share = self.lea.case.share_ids[:1]
        words = (
            f"?reply=declined&step=decline&sign_name=x&withdraw={share.id}&read=1"
            f"&permission_{share.id}=none&go=next&written=1&correction_0=x"
        )
        before = self._snapshot()
        for purpose in self.purposes:
            self._enter(self.lea, purpose)
            for page in self._pages():
                with quiet():
                    self.url_open(page + words, allow_redirects=False, timeout=60)
                    self.opener.head(self.base_url() + page + words, timeout=60)
        self.assertEqual(self._snapshot(), before)

    def _snapshot(self):
        self.env.invalidate_all()
        case = self.lea.case
        return (
            case.read(["state", "reply", "outcome", "confirm_how"]),
            case.share_ids.read(["state", "permission"]),
            len(case.session_ids.answer_ids),
            case.participant_ids.read(["reply", "topics", "notice_wording"]),
            len(case.participant_ids.correction_ids),
            len(case.participant_ids.signature_ids),
            self.leo.case.read(["state", "reply"]),
        )
