# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the officer recommends, who reads it, who answers by when (C-19 to C-22)."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .officer_case import OfficerCommon

GATE = "Mend the garden gate, CNRY-GATE"
NIGHT = "Leave a light on at night, CNRY-NIGHT"
DONE = "We mend it this week, CNRY-ANSWER"


@tagged("post_install", "-at_install")
class TestRecommendation(OfficerCommon):
    def setUp(self):
        super().setUp()
        self.consideration = self._consider()
        self.case = self.consideration.sudo().case_id

    def _recommend_both(self):
        gate, night = self._recommend(
            self.consideration, (self.ned, GATE), (self.nia, NIGHT)
        )
        return gate, night

    def test_due_in_fifteen_working_days(self):
        gate, _night = self._recommend_both()
        duty = self._get_duty(gate, "answer_recommendation")
        self.assertEqual(duty.user_id, self.ned)
        # Fifteen working days after Monday, 2 November.
        self.assertEqual(duty.date_due, date(2026, 11, 23))
        with freeze_time("2026-11-23 23:59:59"):
            self._refresh()
            self.assertFalse(duty.is_overdue)
        with freeze_time("2026-11-24 00:00:00"):
            self._refresh()
            self.assertTrue(duty.is_overdue)
        self.assertTrue(self.ned.has_group("exit_interview.group_responder"))

    def test_late_the_officer_and_the_manager_hear_of_it(self):
        self._recommend_both()
        with freeze_time("2026-12-02 12:00:00"):
            self.env["exit.interview.duty"]._cron_sweep()
            self._refresh()
        chased = self.env["exit.interview.duty"].search(
            [("kind", "=", "chase"), ("case_id", "=", self.case.id)]
        )
        self.assertLessEqual(self.ira | self.sue, chased.user_id)

    def test_each_sees_their_own_and_nothing_else(self):
        gate, night = self._recommend_both()
        mine = gate.with_user(self.ned)
        self.assertEqual(mine.text, GATE)
        self.assertEqual(mine.home_name, "Willow House")
        self.assertTrue(mine.can_answer)
        for record in (
            night,
            self.consideration,
            self.consideration.share_id,
            self.case,
            self.case.session_ids,
            self.case.share_ids.line_ids,
            self.case.participant_ids,
        ):
            self.assertFalse(record.with_user(self.ned).has_access("read"))
        found = self.env["exit.interview.recommendation"].with_user(self.ned)
        self.assertEqual(found.search([]), mine)
        with self.assertRaises(AccessError):
            night.with_user(self.ned).action_answer("No", answer="refused")
        for user in (self.mia, self.max, self.ike, self.emp, self.cora, self.ivan):
            self.assertFalse(gate.with_user(user).has_access("read"), user.login)
        words = str(mine.read()[0])
        self.assertNotIn("Kit", words)

    def test_manager_and_social_worker_read_all(self):
        draft = self._draft(self.consideration, self.ned, GATE)
        for user in (self.sue, self.saul, self.ned):
            self.assertFalse(draft.with_user(user).has_access("read"), "not sent yet")
        self._draft(self.consideration, self.nia, NIGHT)
        self.consideration.action_recommend()
        self._refresh()
        for user, kind in ((self.sue, "read_manager"), (self.saul, "read_worker")):
            seen = self.consideration.with_user(user)
            self.assertEqual(seen.recommendation_ids.mapped("text"), [GATE, NIGHT])
            duty = self._get_duty(self.consideration, kind)
            self.assertEqual(duty.user_id, user)
            self.assertTrue(seen.can_read)
            self.assertFalse(seen.line_ids, "the officer's copy stays theirs")
            with self.assertRaises(AccessError):
                seen.recommendation_ids[:1].write({"text": "Other words"})
            seen.action_read()
            self._refresh()
            self.assertFalse(self._get_duty(self.consideration, kind))
            with self._assertRefused(UserError, "nothing new"):
                seen.action_read()
        for user in (self.sky, self.ned, self.ike):
            with self.assertRaises(AccessError):
                self.consideration.with_user(user).action_read()

    def test_social_worker_out_of_the_circulation_gets_no_copy(self):
        self._get_share(self.case, "social_worker").with_user(self.sue).action_limit(
            "The child asked for it"
        )
        self._refresh()
        gate, _night = self._recommend_both()
        self.assertFalse(self.consideration.sudo().copy_user_id)
        self.assertFalse(gate.with_user(self.saul).has_access("read"))
        self.assertFalse(self._get_duty(self.consideration, "read_worker"))
        self.assertTrue(self._get_duty(self.consideration, "read_manager"))

    def test_answer_says_what_and_by_when(self):
        gate, _night = self._recommend_both()
        mine = gate.with_user(self.ned)
        with self._assertRefused(UserError, "will be done, or will not"):
            mine.action_answer(DONE)
        with self.assertRaises(ValidationError):
            mine.action_answer("  ", "2026-11-06")
        with self._assertRefused(UserError, "by when"):
            mine.action_answer(DONE, answer="accepted")
        with self._assertRefused(UserError, "recommended on"):
            mine.action_answer(DONE, "2026-10-30")
        for answer in ("maybe", 7):
            with self.assertRaises(ValidationError):
                mine.action_answer(DONE, "2026-11-06", answer)
        with self.assertRaises(ValidationError):
            mine.action_answer(DONE, "some day")
        mine.action_answer(DONE, "2026-11-06")
        self._refresh()
        self.assertRecordValues(
            gate.sudo(),
            [
                {
                    "state": "answered",
                    "answer": "accepted",
                    "reply": DONE,
                    "date_planned": date(2026, 11, 6),
                    "date_answered": date(2026, 11, 2),
                    "answered_by": "Ned",
                }
            ],
        )
        self.assertFalse(self._get_open_duties(gate.sudo()))
        with self.assertRaises(UserError):
            mine.action_answer("Something else", "2026-11-07")
        for user in (self.ira, self.sue, self.saul):
            self.assertEqual(gate.with_user(user).reply, DONE, user.login)

    def test_answer_typed_into_the_form(self):
        gate, _night = self._recommend_both()
        mine = gate.with_user(self.ned)
        mine.write({"answer": "refused", "reply": "The wall is listed."})
        mine.action_answer()
        self.assertEqual(mine.state, "answered")
        self.assertFalse(mine.date_planned)
        with self.assertRaises(UserError):
            mine.write({"reply": "Other words"})

    def test_nobody_answers_for_somebody_else(self):
        gate, _night = self._recommend_both()
        for user in (self.ira, self.sue, self.saul, self.nia, self.mia, self.emp):
            with self.assertRaises(AccessError):
                gate.with_user(user).action_answer(DONE, "2026-11-06")
            with self.assertRaises(UserError):
                gate.with_user(user).write({"reply": DONE})
        with self.assertRaises(AccessError):
            gate.with_user(self.ned).write({"text": "Do nothing"})

    def test_drafts_are_the_officers(self):
        draft = self._draft(self.consideration, self.ned, GATE)
        draft.write({"text": NIGHT, "user_id": self.nia.id})
        for vals in ({"state": "sent"}, {"date_due": "2030-01-01"}, {"case_id": 1}):
            with self.assertRaises(UserError):
                draft.write(vals)
        with self.assertRaises(UserError):
            draft.write({"reply": DONE})
        Recommendation = self.env["exit.interview.recommendation"]
        for user in (self.ike, self.ned, self.sue, self.mia):
            with self.assertRaises(UserError):
                Recommendation.with_user(user).create(
                    {
                        "consideration_id": self.consideration.id,
                        "text": GATE,
                        "user_id": self.ned.id,
                    }
                )
        for vals in (
            {"text": GATE, "user_id": self.ned.id},
            {
                "consideration_id": self.consideration.id,
                "text": GATE,
                "user_id": self.ned.id,
                "state": "answered",
            },
        ):
            with self.assertRaises(AccessError):
                Recommendation.with_user(self.ira).create(vals)
        draft.unlink()
        gate, _night = self._recommend_both()
        with self.assertRaises(UserError):
            gate.unlink()
        with self.assertRaises(UserError):
            gate.write({"text": NIGHT})

    def test_asked_is_somebody_who_can_act(self):
        for user in (self.olu, self.ira):
            with self.assertRaises(UserError):
                self._draft(self.consideration, user, GATE)
        with self.assertRaises(ValidationError):
            self._draft(self.consideration, self.ned, "   ")
        self.case.conflict_user_ids |= self.nia
        self._refresh()
        with self._assertRefused(UserError, "somebody else"):
            self._draft(self.consideration, self.nia, GATE)

    def test_passed_on_to_somebody_else(self):
        gate, _night = self._recommend_both()
        duty = self._get_duty(gate, "answer_recommendation")
        with self._assertRefused(UserError, "does not answer"):
            duty.with_user(self.sue).action_pass_on(self.ira.id, "Ned left")
        duty.with_user(self.sue).action_pass_on(self.emp.id, "Ned left")
        self._refresh()
        self.assertEqual(
            self._get_duty(gate, "answer_recommendation").user_id, self.emp
        )
        self.assertFalse(gate.with_user(self.ned).has_access("read"))
        gate.with_user(self.emp).action_answer(DONE, "2026-11-06")

    def test_shut_out_it_goes_to_the_manager_of_the_service(self):
        gate, _night = self._recommend_both()
        self.case._shut_out(self.ned | self.saul)
        self._refresh()
        self.assertEqual(gate.sudo().user_id, self.sue)
        self.assertEqual(
            self._get_duty(gate, "answer_recommendation").user_id, self.sue
        )
        for user in (self.ned, self.saul):
            self.assertFalse(gate.with_user(user).has_access("read"))
        self.assertFalse(self._get_duty(self.consideration, "read_worker"))

    def test_more_can_be_added_until_the_child_was_told(self):
        self._recommend(self.consideration, (self.ned, GATE))
        for user in (self.sue, self.saul):
            self.consideration.with_user(user).action_read()
        night = self._recommend(self.consideration, (self.nia, NIGHT))[-1]
        self.assertEqual(night.state, "sent")
        self.assertTrue(self._get_duty(self.consideration, "read_manager"))
        self.assertTrue(self._get_duty(self.consideration, "read_worker"))

    def test_no_content_in_words_that_travel(self):
        self._recommend_both()
        duties = self.env["exit.interview.duty"].search(
            [("case_id", "=", self.case.id)]
        )
        activities = self._get_activities(duties)
        self.assertIn(self.ned, activities.user_id)
        words = " ".join(activities.mapped("summary")) + " ".join(
            self.case.sudo().journal_ids.mapped(lambda row: row.subject or "")
        )
        for word in ("CNRY", "Kit", "gate"):
            self.assertNotIn(word, words)
