# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an officer does beside considering: letter again, circulation, a concern."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .officer_case import OfficerCommon

WORDS = "Thank you, Kit. The gate is mended now."
SPOTTED = "Somebody locks the doors at night"


@tagged("post_install", "-at_install")
class TestOfficerAside(OfficerCommon):
    def setUp(self):
        super().setUp()
        self.consideration = self._consider()
        self.case = self.consideration.sudo().case_id
        self.others = self.ike | self.ned | self.mia | self.saul | self.sue

    def _give_letter(self):
        self.consideration.action_no_action("All is well")
        share = self.consideration.share_id
        share.action_write_outcome(WORDS)
        self._refresh()
        self.assertFalse(self.consideration.letter_text, "not given yet")
        share.action_send_outcome("handed")
        self._refresh()

    def test_the_letter_again(self):
        self._give_letter()
        self.assertEqual(self.consideration.letter_text, WORDS)
        action = self.consideration.action_print_letter()
        name = f"report.{action['report_name']}"
        share = self.consideration.share_id
        values = self.env[name].with_user(self.ira)._get_report_values(share.ids)
        self.assertIn("mended", str(values["documents"]))
        with self.assertRaises(UserError):
            share.with_user(self.ira).action_write_outcome("Other words")
        for user in self.others:
            theirs = self.consideration.with_user(user)
            with self.assertRaises(AccessError, msg=user.login):
                theirs.action_print_letter()
            with self.assertRaises(AccessError, msg=user.login):
                self.env[name].with_user(user)._get_report_values(share.ids)
        # Whoever reads the decision has the letter by no other right.
        self.assertFalse(self.consideration.with_user(self.saul).letter_text)

    def test_limits_the_circulation(self):
        home = self._get_share(self.case, "home_manager")
        self.assertTrue(home.with_user(self.mia).has_access("read"))
        self.assertIn("has a copy", self.consideration.circulation_text)
        with self.assertRaises(ValidationError):
            self.consideration.action_limit("home_manager", "  ")
        for user in self.others:
            with self.assertRaises(AccessError, msg=user.login):
                self.consideration.with_user(user).action_limit("home_manager", "So")
        self.consideration.action_limit("home_manager", "They know who said it")
        self._refresh()
        self.assertTrue(home.is_limited)
        self.assertEqual(home.limit_reason, "They know who said it")
        self.assertFalse(home.with_user(self.mia).has_access("read"))
        self.assertIn("left out", self.consideration.circulation_text)
        self.assertNotIn("know who said", self.consideration.circulation_text)
        with self.assertRaisesRegex(UserError, "left out of the circulation already"):
            self.consideration.action_limit("home_manager", "Again")
        with self.assertRaises(UserError):
            self.consideration.action_limit("reviewing_officer", "Myself")
        # Taking in again, and the copy itself, stay the manager's.
        for name in ("action_include", "action_limit"):
            with self.assertRaises(AccessError, msg=name):
                getattr(home.with_user(self.ira), name)("Now")
        home.with_user(self.sue).action_include("Decided otherwise")
        self.assertFalse(home.is_limited)

    def test_raises_a_concern_and_reads_none(self):
        Concern = self.env["exit.interview.concern"]
        for user in self.others:
            with self.assertRaises(AccessError, msg=user.login):
                self.consideration.with_user(user).action_raise_concern(
                    "safeguarding", SPOTTED
                )
        with self.assertRaises(ValidationError):
            self.consideration.action_raise_concern("safeguarding", " ")
        with self.assertRaises(ValidationError):
            self.consideration.action_raise_concern("anything", SPOTTED)
        dialog = (
            self.env["exit.interview.consideration.step"]
            .with_user(self.ira)
            .with_context(active_id=self.consideration.id, default_step="concern")
            .create({"category": "safeguarding", "text": SPOTTED})
        )
        dialog.action_apply()
        self._refresh()
        concern = Concern.search([("case_id", "=", self.case.id)])
        self.assertEqual(concern.extract, SPOTTED)
        self.assertEqual(concern.raised_by_id, self.ira)
        self.assertTrue(concern.is_about_home)
        self.assertGreater(concern.date_due, concern.date_start)
        home = self._get_share(self.case, "home_manager")
        self.assertFalse(home.with_user(self.mia).has_access("read"), "C-06")
        for user in (self.ira, self.mia):
            self.assertFalse(concern.with_user(user).has_access("read"), user.login)
        self.assertTrue(concern.with_user(self.sue).has_access("read"))
        with self.assertRaises(AccessError):
            Concern.with_user(self.ira).raise_concern(
                self.case.id, "safeguarding", SPOTTED
            )

    def test_another_case_is_nobodys_business(self):
        """The dialog of one officer does nothing on what another one considers."""
        dialog = (
            self.env["exit.interview.consideration.step"]
            .with_user(self.ike)
            .with_context(active_id=self.consideration.id, default_step="limit")
        )
        with self.assertRaises(AccessError):
            dialog.create({"role": "home_manager", "reason": "So"}).action_apply()
