# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The reviewing officer considers a child's record (C-18)."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .officer_case import SAID, OfficerCommon

REASON = "The home has mended it already."


@tagged("post_install", "-at_install")
class TestOfficer(OfficerCommon):
    def test_opened_with_the_copy_and_due_in_ten_working_days(self):
        case = self._talk()
        self.assertFalse(case.sudo().consideration_ids)
        consideration = self._consider(self._share(case))
        self.assertEqual(consideration.state, "draft")
        self.assertEqual(consideration.user_id, self.ira)
        duty = self._get_duty(consideration, "consider")
        self.assertEqual(duty.user_id, self.ira)
        # Ten working days after Monday, 2 November.
        self.assertEqual(duty.date_due, date(2026, 11, 16))
        with freeze_time("2026-11-16 23:59:59"):
            self._refresh()
            self.assertFalse(duty.is_overdue)
        with freeze_time("2026-11-17 00:00:00"):
            self._refresh()
            self.assertTrue(duty.is_overdue)
        share = consideration.share_id.sudo()
        self.assertFalse(self._get_duty(share, "acknowledge"), "to consider is to read")

    def test_late_is_passed_up_to_the_manager_of_the_service(self):
        consideration = self._consider()
        duty = self._get_duty(consideration, "consider")
        with freeze_time("2026-11-25 12:00:00"):
            self.env["exit.interview.duty"]._cron_sweep()
            self._refresh()
        chased = self.env["exit.interview.duty"].search(
            [("kind", "=", "chase"), ("case_id", "=", consideration.case_id.id)]
        )
        self.assertIn(self.sue, chased.user_id)
        self.assertEqual(duty.state, "open")

    def test_only_the_officer_of_this_child(self):
        consideration = self._consider()
        self.assertIn(SAID, consideration.line_ids.mapped("answer"))
        others = (self.ike, self.mia, self.saul, self.ned, self.ivan, self.cora)
        for user in others:
            with self.assertRaises(AccessError):
                consideration.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                consideration.with_user(user).action_no_action(REASON)
            found = self.env["exit.interview.consideration"].with_user(user)
            if found.has_access("read"):
                self.assertFalse(found.search([]), user.login)
        # The manager of the service sees it, and decides nothing.
        manager = consideration.with_user(self.sue)
        self.assertEqual(manager.state, "draft")
        self.assertFalse(manager.line_ids, "the copy is the officer's")
        for step in (manager.action_recommend, manager.action_no_action):
            with self.assertRaises(AccessError):
                step()
        with self.assertRaises(AccessError):
            manager.write({"reason": REASON})

    def test_nothing_needed_has_a_reason(self):
        consideration = self._consider()
        for words in (False, "  "):
            with self.assertRaises(ValidationError):
                consideration.action_no_action(words)
        consideration.reason = REASON
        consideration.action_no_action()
        self._refresh()
        self.assertRecordValues(
            consideration.sudo(),
            [
                {
                    "state": "decided",
                    "decision": "no_action",
                    "reason": REASON,
                    "date_decided": date(2026, 11, 2),
                    "decided_by": "Ira",
                }
            ],
        )
        self.assertFalse(self._get_open_duties(consideration.sudo()))
        self.assertEqual(consideration.share_id.sudo().state, "approved")
        self.assertEqual(consideration.sudo().case_id.state, "shared")
        with self.assertRaises(UserError):
            consideration.write({"reason": "Other words"})

    def test_nothing_needed_not_beside_recommendations(self):
        consideration = self._consider()
        draft = self._draft(consideration, self.ned, "Mend the gate")
        with self._assertRefused(UserError, "there are recommendations"):
            consideration.action_no_action(REASON)
        draft.unlink()
        consideration.action_no_action(REASON)
        # On second thoughts, before the young person was told.
        self._recommend(consideration)
        self.assertEqual(consideration.decision, "recommended")
        self.assertFalse(consideration.reason)

    def test_recommending_needs_a_recommendation(self):
        consideration = self._consider()
        with self._assertRefused(UserError, "write down what you recommend"):
            consideration.action_recommend()

    def test_nothing_is_typed_in_past_the_steps(self):
        consideration = self._consider()
        for vals in (
            {"state": "decided"},
            {"decision": "no_action"},
            {"date_due": "2030-01-01"},
            {"copy_user_id": self.ned.id},
            {"share_id": 1},
        ):
            with self.assertRaises(UserError):
                consideration.write(vals)
        with self.assertRaises(AccessError):
            consideration.create({"share_id": consideration.share_id.id})
        with self.assertRaises(UserError):
            consideration.unlink()

    def test_taken_back_nobody_considers_it(self):
        consideration = self._consider()
        share = consideration.share_id.sudo()
        share.with_user(self.sue).action_withdraw("The child asked for it")
        self._refresh()
        self.assertFalse(consideration.sudo().user_id)
        with self.assertRaises(AccessError):
            consideration.read(["state"])
        self.assertFalse(self._get_open_duties(consideration.sudo()))
        case = consideration.sudo().case_id
        self.assertEqual(self._get_duty(case, "write").user_id, self.sue)
        # Sent again it is the same one.
        share.with_user(self.sue).action_send()
        self._refresh()
        self.assertEqual(case.consideration_ids, consideration.sudo())
        self.assertEqual(self._get_duty(consideration, "consider").user_id, self.ira)

    def test_another_officer_takes_over_with_the_copy(self):
        consideration = self._consider()
        duty = self._get_duty(consideration, "consider")
        duty.with_user(self.sue).action_pass_on(self.ike.id, "Ira is ill")
        self._refresh()
        self.assertEqual(consideration.sudo().user_id, self.ike)
        self.assertEqual(self._get_duty(consideration, "consider").user_id, self.ike)
        with self.assertRaises(AccessError):
            consideration.read(["state"])
        mine = consideration.with_user(self.ike)
        self.assertIn(SAID, mine.line_ids.mapped("answer"))
        self._recommend(mine)
        self.assertEqual(mine.decision, "recommended")

    def test_shut_out_the_officer_keeps_nothing(self):
        consideration = self._consider()
        recommendations = self._recommend(consideration)
        consideration.sudo().case_id._shut_out(self.ira)
        self._refresh()
        for record in (consideration, recommendations):
            with self.assertRaises(AccessError):
                record.with_user(self.ira).read(["state"])
        self.assertEqual(recommendations.sudo().state, "sent", "it is answered still")

    def test_the_duty_opens_what_is_to_be_decided(self):
        consideration = self._consider()
        duty = self._get_duty(consideration, "consider").with_user(self.ira)
        action = duty.action_open()
        self.assertEqual(action["res_model"], consideration._name)
        self.assertEqual(action["res_id"], consideration.id)
        action = consideration.share_id.with_user(self.ira).action_open_consideration()
        self.assertEqual(action["res_id"], consideration.id)
        with self.assertRaises(AccessError):
            consideration.share_id.with_user(self.mia).action_open_consideration()
        for activity in self._get_activities(duty):
            self.assertNotIn("Kit", activity.summary)

    def test_cancelled_case_owes_nothing(self):
        consideration = self._consider()
        case = consideration.sudo().case_id
        self.assertEqual(case.state, "shared")
        # As retention or a mistake ends it: the engine's own step.
        case._set_state("cancelled", outcome="withdrawn")
        case.duty_update()
        self._refresh()
        self.assertFalse(self._get_open_duties(consideration.sudo()))
        self.assertFalse(consideration.can_recommend)
        with self.assertRaises(UserError):
            consideration.action_no_action(REASON)
