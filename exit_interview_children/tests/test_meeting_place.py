# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody meets in the home being left without a reason, whoever plans (C-16, D2)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ChildrenCommon

MOMENT = "2030-12-16 15:00:00"


@tagged("post_install", "-at_install")
class TestMeetingPlace(ChildrenCommon):
    def setUp(self):
        super().setUp()
        self.case = self._agree(self._register_move())
        self.case.with_user(self.sue).action_assign(self.ivan.id, "Knows Makaton")

    def _open_dialog(self, user, place, step="schedule", **vals):
        """Fill in the dialog of the case as somebody does; return the form."""
        dialog = self.env["exit.interview.step"].with_user(user)
        form = Form(
            dialog.with_context(
                active_model="exit.interview",
                active_ids=self.case.ids,
                default_step=step,
            )
        )
        form.date_start = MOMENT
        form.mode = vals.get("mode", "in_person")
        form.location = place
        return form

    def test_the_call_is_refused(self):
        for user in (self.ivan, self.sue):
            with self._assertRefused(UserError, "the home they are leaving"):
                self.case.with_user(user).action_schedule(
                    MOMENT, "in_person", "Upstairs in Willow-House"
                )
        self.assertFalse(self.case.session_ids)
        self.case.with_user(self.ivan).action_schedule(MOMENT, "phone", "Willow House")
        self.assertEqual(self.case.state, "scheduled")

    def test_the_dialog_asks_for_the_reason_and_keeps_it(self):
        for user in (self.ivan, self.sue):
            form = self._open_dialog(user, "1 Willow Lane")
            self.assertTrue(form.is_home_left)
            with self.assertRaises(AssertionError, msg="the form wants a reason"):
                form.save()
            form.meeting_reason = "A broken leg"
            form.save().action_apply()
            self.assertEqual(self.case.meeting_reason, "A broken leg")
            self.assertEqual(self.case.session_ids.location, "1 Willow Lane")
            form = self._open_dialog(user, "The library")
            self.assertFalse(form.is_home_left)
            form.save().action_apply()
            self._refresh()
            self.assertFalse(self.case.meeting_reason)
            with self.assertRaises(UserError):
                self.case.with_user(user).action_schedule(
                    MOMENT, "in_person", "Willow House"
                )

    def test_a_talk_that_was_not_planned_needs_it_too(self):
        mine = self.case.with_user(self.ivan)
        with self.assertRaises(UserError):
            mine.action_record_held("2026-11-02 10:00:00", location="Willow House")
        form = self._open_dialog(self.ivan, "Willow House", "held")
        form.date_start = "2026-11-02 10:00:00"
        form.meeting_reason = "She asked for it"
        form.save().action_apply()
        self.assertEqual(self.case.state, "interviewed")
        self.assertEqual(self.case.meeting_reason, "She asked for it")

    def test_only_whoever_plans_says_why(self):
        for user in (self.mia, self.saul, self.ira):
            with self.assertRaises(UserError):
                self.case.with_user(user)._keep_meeting_reason(
                    "in_person", "Willow House", "Because"
                )
