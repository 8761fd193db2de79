# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""SEC-02, SEC-08 and P-01 over HTTP, with three populations in the database.

Whoever has a login asks every address of the addons; interviewers from outside visit
their own pages, and a young person those of the conversation.
"""

import re
import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from . import matrix
from .children_case import ChildrenMatrixCase
from .sweep import Clock, Seen, quiet
from .test_http_sweep import HttpSweepCase

# Those around children, and some of whom the others are alike.
HTTP_LOGINS = ("sue", "mia", "sky", "ira", "ola", "olu", "cora", "ada", "bea")
CONVERSATIONS = "/my/conversations"
# Whoever is not the interviewer of this very young person.
STRANGERS = ("fern", "ivan", "sue", "mia", "cora", "ada", "odd", "pat", "anon")


class ChildrenHttpCase(ChildrenMatrixCase, HttpSweepCase, HttpCase):
    """Requests of each user, with all populations in the database."""

    def find_rules(self, start):
        """Return the rules of all addresses that begin so and may be looked at."""
        threading.current_thread().dbname = self.env.cr.dbname
        return sorted(
            {
                rule.rule
                for rule in self.env["ir.http"].routing_map()._rules
                if rule.rule.startswith(start)
                and (not rule.methods or "GET" in rule.methods)
            }
        )

    def judge(self, role, seen, state):
        """Return a line for each canary that a role has no right to on a page."""
        canaries = {
            token: canary
            for leaver in self.leavers.values()
            for token, canary in leaver.canaries.items()
        }
        lines = []
        for token in sorted(seen.canaries):
            canary = canaries.get(token)
            scope = "no"
            if canary and canary.leaver == self.noa.key:
                scope = matrix.CHILDREN.allowed(role, canary.group, canary.kind, state)
            if scope != "live":
                kind = canary.kind if canary else "whose?"
                where = sorted(seen.channels[token])[:3]
                lines.append(f"{role} sees {token} ({kind}) on {where}")
        return lines


@tagged("post_install", "-at_install")
class TestChildrenHttp(ChildrenHttpCase):
    def test_each_user_gets_what_the_matrix_allows(self):
        """Addresses ask for less than the object layer: nobody sees more there."""
        self.hear_child()
        self.circulate()
        self.recommend()
        self.answer_officer()
        self.document_id = self.kit.case.document_ids.id
        self.export = self.env["exit.interview.export"]
        self.keys = {login: self._new_key(login) for login in HTTP_LOGINS}
        self.env.flush_all()
        clock, lines = Clock(), []
        for login in HTTP_LOGINS:
            seen = self._sweep(login)
            clock.add(seen)
            lines += self.report_in(login, seen, "answered")
        print("\nchildren http " + clock.line(len(HTTP_LOGINS), 1))
        extra = [line for line in lines if "sees too much" in line]
        self.assertFalse(extra, "\n".join(extra))


@tagged("post_install", "-at_install")
class TestOutsidePages(ChildrenHttpCase):
    """SEC-08: own conversations, and only as long as they are needed."""

    def _visit(self, login, references):
        """Ask every address of the pages; return what was seen, and {url: status}."""
        seen, statuses = Seen(), {}
        self.enter(login)
        for rule in self.find_rules(CONVERSATIONS):
            for reference in references if "<" in rule else [""]:
                url = re.sub(r"<string:\w+>", reference, rule)
                self.assertNotIn("<", url)
                response = self.get(url)
                statuses[url] = response.status_code
                seen.add(url, str(response.headers))
                seen.add(url, response.content)
        for url in ("/my", "/my/home", "/my/counters"):
            seen.add(url, self.get(url).content)
        return seen, statuses

    def _get_words(self, *kinds):
        return {token for token, one in self.noa.canaries.items() if one.kind in kinds}

    def _check_strangers(self, state):
        """Nobody else gets anything, neither of this conversation nor of another."""
        reference = self.noa.case.name
        for login in STRANGERS:
            with quiet():
                seen, statuses = self._visit(login, [reference])
            expected = {reference.lower()}
            if login == "anon":
                # The way to the login page repeats the address that was asked for.
                self.assertLessEqual(set(statuses.values()), {303}, login)
                expected = seen.canaries
            else:
                closed = {url: one for url, one in statuses.items() if reference in url}
                self.assertEqual(set(closed.values()), {404}, (login, closed))
            self.assertLessEqual(seen.canaries, expected, (login, state))

    def test_before_and_after_the_agreement(self):
        references = [self.noa.case.name, self.kit.case.name]
        with quiet():
            seen, statuses = self._visit("olu", references)
        closed = [code for url, code in statuses.items() if url != CONVERSATIONS]
        self.assertEqual(set(closed), {404}, "C-14: nobody learns of them before")
        self.assertLessEqual(seen.canaries, {one.lower() for one in references})

        self.agree_child()
        self.agree_outside()
        with quiet():
            seen, statuses = self._visit("olu", references)
        theirs = {
            url: code for url, code in statuses.items() if self.kit.case.name in url
        }
        self.assertEqual(set(theirs.values()), {404}, "another's conversation")
        seen.channels.pop(self.kit.case.name.lower(), None)
        self.assertFalse(self.judge("outside_page", seen, "agreed"))
        needed = self._get_words("name", "needs", "details", "meeting", "address")
        self.assertLessEqual(needed, seen.canaries, "C-15")
        self._check_strangers("agreed")

    def test_recorded_and_handed_in(self):
        self.agree_outside()
        self.record_outside()
        with quiet():
            seen, _statuses = self._visit("olu", [self.noa.case.name])
        lines = self.judge("outside_page", seen, "agreed")
        self.assertFalse(lines, "\n".join(lines))
        said = self._get_words("content", "observation", "kept_back")
        self.assertLessEqual(said, seen.canaries)
        self.assertFalse(self._get_words("concern") & seen.canaries, "write-only")

        self.hand_in_outside()
        with quiet():
            seen, _statuses = self._visit("olu", [self.noa.case.name])
        lines = self.judge("outside_page", seen, "heard")
        self.assertFalse(lines, "\n".join(lines))
        self._check_strangers("heard")

        days = self.child_policy.access_days + 1
        session = self.noa.case.session_ids
        session.date_handed_in = session.date_handed_in - timedelta(days=days)
        self.env.flush_all()
        with quiet():
            seen, statuses = self._visit("olu", [self.noa.case.name])
        closed = [code for url, code in statuses.items() if url != CONVERSATIONS]
        self.assertEqual(set(closed), {404}, "SEC-08: not needed any more")
        self.assertLessEqual(seen.canaries, {self.noa.case.name.lower()})

    def test_whoever_lost_the_role_sees_nothing(self):
        self.agree_outside()
        outsider = self.env["exit.interview.outsider"].search(
            [("user_id", "=", self.users["olu"].id)]
        )
        self.as_user("sue", outsider).write({"active": False})
        self.env.flush_all()
        with quiet():
            self.assertFalse(self.as_outsider("olu", self.noa))


@tagged("post_install", "-at_install")
class TestChildPages(ChildrenHttpCase):
    """The young person's own screen: their words, and no way into anything else."""

    def setUp(self):
        super().setUp()
        patcher = patch("odoo.addons.exit_interview.controllers.leaver.time.sleep")
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_own_words_and_nothing_else(self):
        self.hear_child()
        self.agree_outside()
        self.record_outside()
        session = self.as_outsider("olu", self.noa)._get_outside_session()
        way_in = session._open_child_pages()
        # They have read what happens with what they say: the questions are open.
        person = self.noa.case.sudo().participant_ids
        person._acknowledge_notice(fields.Datetime.now())
        self.env.flush_all()
        self.enter("olu")
        response = self.get(way_in)
        self.assertEqual(response.status_code, 303)
        questions = session.questionnaire_id.question_ids.ids
        shares = (self.noa.case | self.kit.case | self.lea.case).share_ids.ids
        seen, said = Seen(), self._get_words("content", "concern_part", "kept_back")
        for url in self.find_pages([*questions, *shares]):
            with quiet():
                response = self.get(url)
            self.assertLess(response.status_code, 500, url)
            seen.add(url, str(response.headers))
            seen.add(url, response.content)
        lines = self.judge("child_page", seen, "agreed")
        self.assertFalse(lines, "\n".join(lines))
        self.assertLessEqual(said, seen.canaries)
        # Whoever started it is signed out of this browser.
        for url in (CONVERSATIONS, "/my", "/odoo"):
            self.assertIn(self.get(url).status_code, (303, 404), url)
        self.assertEqual(self.get(way_in).status_code, 404, "works once")

    def _get_words(self, *kinds):
        return {token for token, one in self.noa.canaries.items() if one.kind in kinds}
