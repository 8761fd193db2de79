# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ways in to the leaver's pages: SEC-06, SEC-07, SEC-10, SEC-15, SEC-16."""

import logging
import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import ExitInterviewCommon

PURPOSES = ("offer", "answer", "check", "outcome")


@tagged("post_install", "-at_install")
class TestLink(ExitInterviewCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.case = self._create_case()
        self.participant = self.case.participant_ids
        self.Link = self.env["exit.interview.link"]

    def _issue(self, purpose="offer", channel="mail"):
        return self.Link._issue(self.participant, purpose, channel)

    def _get(self, secret, **options):
        return self.url_open(f"/exit-interview/l/{secret}", **options)

    def _open(self, secret):
        return self.url_open(
            f"/exit-interview/l/{secret}", data={"x": "1"}, allow_redirects=False
        )

    def test_only_a_hash_is_kept(self):
        link, secret = self._issue()

        self.env.cr.execute(
            "SELECT * FROM exit_interview_link WHERE id = %s", [link.id]
        )
        self.assertNotIn(secret, str(self.env.cr.dictfetchall()))
        self.assertGreaterEqual(len(secret), 43, "256 bits")

    def test_nobody_reads_the_hash(self):
        link, _secret = self._issue()

        for user in (self.cora, self.ivy, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                link.with_user(user).read(["secret_hash"])
        self.assertEqual(link.with_user(self.cora).state, "open")

    def test_looking_changes_nothing(self):
        link, secret = self._issue()
        before = link.read()

        for _time in range(50):
            self.assertEqual(self._get(secret).status_code, 200)
        link.invalidate_recordset()
        self.assertEqual(link.read(), before)
        self.assertFalse(self.env["exit.interview.visit"].search([]))

    def test_opening_swaps_the_link_for_a_cookie(self):
        link, secret = self._issue()

        response = self._open(secret)

        self.assertEqual(response.status_code, 303)
        self.assertEqual(response.headers["Location"], "/exit-interview/offer")
        cookies = response.headers["Set-Cookie"]
        self.assertRegex(
            cookies, r"exit_interview=\S+; HttpOnly; Path=/exit-interview;"
        )
        self.assertIn("SameSite=Strict", cookies)
        self.assertNotIn(secret, cookies)
        self.assertNotIn("session_id", cookies)
        self.assertTrue(link.date_opened)

    def test_all_that_does_not_work_looks_the_same(self):
        _old, replaced = self._issue()
        revoked_link, revoked = self._issue("answer")
        revoked_link.with_user(self.cora).action_revoke()
        _link, secret = self._issue()
        expired_link, expired = self._issue("check")
        expired_link.date_expires = fields.Datetime.now() - timedelta(seconds=1)

        bodies = set()
        for wrong in (replaced, revoked, expired, secret[:-1], secret.swapcase(), "x"):
            response = self._get(wrong)
            self.assertEqual(response.status_code, 404)
            bodies.add(response.text)
        bodies.add(self.url_open("/exit-interview/offer").text)
        bodies.add(
            self.url_open("/exit-interview", data={"code": "K7QP-3XMD-92HR-TT4C"}).text
        )
        self.assertEqual(len(bodies), 1, "\n=====\n".join(bodies))
        self.assertNotIn(self.case.name, bodies.pop())

    def test_last_second_of_a_link(self):
        link, secret = self._issue()
        with freeze_time(link.date_expires - timedelta(seconds=1)):
            link.invalidate_recordset()
            self.assertEqual(self.Link._find(secret), link)
        with freeze_time(link.date_expires):
            link.invalidate_recordset()
            self.assertFalse(self.Link._find(secret))

    def test_code_from_a_letter_however_it_is_typed(self):
        link, code = self._issue(channel="letter")

        self.assertRegex(code, r"^([2-9A-Z]{4}-){3}[2-9A-Z]{4}$")
        for typed in (code, code.lower(), code.replace("-", " "), f" {code} "):
            response = self.url_open(
                "/exit-interview", data={"code": typed}, allow_redirects=False
            )
            self.assertEqual(response.status_code, 303, typed)

    def test_a_link_of_another_purpose_opens_nothing_else(self):
        _link, secret = self._issue("outcome")
        self._open(secret)
        for page in ("offer", "answer", "check"):
            self.assertEqual(self.url_open(f"/exit-interview/{page}").status_code, 404)

    def test_revoking_closes_what_is_open(self):
        link, secret = self._issue()
        key = self.env["exit.interview.visit"]._open(link)
        self.assertTrue(self.env["exit.interview.visit"]._find(key))

        with self.assertRaises(AccessError):
            link.with_user(self.ivy).action_revoke()
        link.with_user(self.cora).action_revoke()

        self.assertFalse(self.env["exit.interview.visit"]._find(key))
        self.assertFalse(self.Link._find(secret))
        events = self.case.with_user(self.cora).journal_ids.mapped("event")
        self.assertIn("link_issued", events)
        self.assertIn("link_revoked", events)

    def test_a_new_link_lets_go_on_who_is_inside(self):
        link, secret = self._issue()
        key = self.env["exit.interview.visit"]._open(link)
        self._issue()

        self.assertFalse(self.Link._find(secret))
        self.assertTrue(self.env["exit.interview.visit"]._find(key))

    def test_a_withdrawn_notice_closes_the_page(self):
        _link, secret = self._issue()
        self.case.with_user(self.cora).action_cancel("By mistake")
        self.assertFalse(self.Link._find(secret))

    def test_a_login_on_the_same_computer_stays_apart(self):
        self.authenticate("lin", "lin")
        _link, secret = self._issue()

        page = self._get(secret)

        self.assertNotIn("Lin", page.text)
        self.assertNotIn("session_id", page.headers.get("Set-Cookie", ""))
        self.assertEqual(self.session.uid, self.lin.id)

    def test_headers_and_nothing_from_elsewhere(self):
        _link, secret = self._issue()
        for response in (
            self._get(secret),
            self._get("wrong"),
            self.url_open("/exit-interview"),
            self.url_open("/exit-interview/nothing/here"),
        ):
            headers = response.headers
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(headers["X-Frame-Options"], "DENY")
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
            found = re.findall(r'(?:src|href)="([^"]+)"', response.text)
            for address in found:
                self.assertRegex(address, r"^(/|#|tel:|mailto:)")

    def test_the_log_does_not_hold_the_secret(self):
        _link, secret = self._issue()
        with self.assertLogs("werkzeug", logging.INFO) as log:
            logging.getLogger("werkzeug").info(
                f'"GET /exit-interview/l/{secret} HTTP/1.1" 200'
            )
            logging.getLogger("werkzeug").info(
                '"%s" 200', f"GET /exit-interview/l/{secret} HTTP/1.1"
            )
            self._get(secret)
        self.assertNotIn(secret, "\n".join(log.output))

    def test_wrong_tries_are_answered_later_never_refused(self):
        Attempt = self.env["exit.interview.attempt"]
        waits = [Attempt._count("192.0.2.7") for _try in range(30)]
        self.assertEqual(waits[:10], [0] * 10)
        self.assertEqual(waits[10], 0.25)
        self.assertEqual(waits[29], 3.0)
        self.assertEqual(Attempt._count("192.0.2.8"), 0)
        self.assertNotIn("192.0.2.7", Attempt.search([]).mapped("address_hash"))

    def test_leaving_takes_the_key_along(self):
        _link, secret = self._issue()
        self._open(secret)
        response = self.url_open("/exit-interview/leave", allow_redirects=False)
        self.assertEqual(response.headers["Location"], "https://www.gov.uk/")
        self.assertRegex(response.headers["Set-Cookie"], "exit_interview=;")
