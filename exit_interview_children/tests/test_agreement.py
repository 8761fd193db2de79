# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ChildrenCommon


@tagged("post_install", "-at_install")
class TestAgreement(ChildrenCommon):
    """Nobody is picked before the child was asked; a no ends it, a yes opens it."""

    def test_social_worker_is_asked_in_time(self):
        with freeze_time("2026-11-02 10:00:00"):
            agreement = self._register_move().agreement_ids
        duty = self._get_open_duties(agreement)
        self.assertRecordValues(
            duty,
            [{"kind": "agreement", "user_id": self.saul.id, "role": "social_worker"}],
        )
        # five working days after Monday the 2nd
        self.assertEqual(str(duty.date_due), "2026-11-09")

    def test_yes_lets_an_interviewer_be_found(self):
        case = self._register_move()
        self.assertFalse(self._get_open_duties(case))
        with self.assertRaises(UserError):
            case.with_user(self.sue).action_offer("told")
        self._agree(case, wish="A woman", needs="Uses pictures", address="2 Quay")
        self.assertRecordValues(
            case, [{"state": "offered", "reply": "accepted", "wish_note": "A woman"}]
        )
        self.assertEqual(self.kit.needs, "Uses pictures")
        self.assertEqual(self.kit.address, "2 Quay")
        kinds = self._get_open_duties(case).mapped("kind")
        self.assertIn("assign", kinds)
        self.assertFalse(self._get_open_duties(case.agreement_ids))

    def test_no_ends_it_and_is_counted(self):
        case = self._agree(self._register_move(), agreement="no")
        self.assertRecordValues(
            case, [{"state": "done", "outcome": "declined", "reply": "declined"}]
        )
        self.assertFalse(self._get_open_duties(case))

    def test_the_coordinator_learns_of_a_no(self):
        """C-13: under My work, until it was read."""
        with freeze_time("2026-11-02 10:00:00"):
            case = self._agree(self._register_move(), agreement="no")
        agreement = case.agreement_ids
        duty = self._get_open_duties(agreement)
        self.assertRecordValues(
            duty, [{"kind": "no_talk", "user_id": self.sue.id, "role": "coordinator"}]
        )
        self.assertEqual(str(duty.date_due), "2026-11-09")
        self.assertFalse(agreement.with_user(self.saul).can_read)
        with self.assertRaises(AccessError):
            agreement.with_user(self.saul).action_read()
        self._refresh()
        mine = agreement.with_user(self.sue)
        self.assertTrue(mine.can_read)
        mine.action_read()
        self.assertEqual(duty.state, "done")
        self.assertFalse(mine.can_read)
        # They change their mind, and change it once more: news again.
        self._agree(case)
        self.assertFalse(self._get_open_duties(agreement))
        case._assign(self.olu)
        self.env["exit.interview"]._find_outside_cases(self.olu)._cancel_from_outside(
            "stop", "", "", ""
        )
        self._refresh()
        self.assertEqual(self._get_open_duties(agreement).kind, "no_talk")

    def test_what_the_coordinator_noted_is_no_news_to_them(self):
        case = self._agree(self._register_move(), user=self.sue, agreement="no")
        self.assertFalse(self._get_open_duties(case.agreement_ids))

    def test_a_changed_mind_is_no_reading(self):
        case = self._agree(self._register_move(), agreement="no")
        duty = self._get_open_duties(case.agreement_ids)
        self._agree(case)
        self.assertEqual(duty.state, "void")

    def test_changed_mind_opens_it_again(self):
        case = self._agree(self._register_move(), agreement="no")
        self._agree(case)
        self.assertRecordValues(case, [{"state": "offered", "reply": "accepted"}])

    def test_yes_is_not_taken_back_here(self):
        case = self._agree(self._register_move())
        with self.assertRaises(UserError):
            self._agree(case, agreement="no")

    def test_not_feasible(self):
        child = self._create_child("Sam", has_learning_disability=True)
        case = self._register_move(child)
        agreement = case.agreement_ids
        self.assertEqual(self._get_open_duties(agreement).kind, "feasible")
        with self.assertRaises(UserError):
            agreement.with_user(self.saul).action_record_agreement("yes", "talk")
        agreement.with_user(self.saul).action_record_feasible("no", "Too ill")
        self.assertRecordValues(
            case,
            [
                {
                    "state": "done",
                    "outcome": "not_feasible",
                    "outcome_reason": "Too ill",
                }
            ],
        )
        duty = self._get_open_duties(agreement)
        self.assertRecordValues(duty, [{"kind": "no_talk", "user_id": self.sue.id}])
        agreement.with_user(self.sue).action_read()
        self.assertFalse(self._get_open_duties(agreement))

    def test_feasible_then_asked(self):
        child = self._create_child("Sam", has_learning_disability=True)
        with freeze_time("2026-11-02 10:00:00"):
            case = self._register_move(child)
        agreement = case.agreement_ids
        with freeze_time("2026-11-04 10:00:00"):
            agreement.with_user(self.saul).action_record_feasible("yes", "With signs")
        duty = self._get_open_duties(agreement)
        self.assertEqual(duty.kind, "agreement")
        self.assertEqual(str(duty.date_due), "2026-11-11")

    def test_others_may_not_record(self):
        agreement = self._register_move().agreement_ids
        for user in (self.mia, self.sky, self.ira, self.cora, self.emp):
            with self.assertRaises(AccessError):
                agreement.with_user(user).action_record_agreement("yes", "talk")

    def test_coordinator_may_record(self):
        case = self._agree(self._register_move(), user=self.sue)
        self.assertEqual(case.reply, "accepted")

    def test_without_social_worker_it_is_the_coordinator(self):
        child = self._create_child("Ray", social_worker_id=False)
        agreement = self._register_move(child).agreement_ids
        self.assertEqual(self._get_open_duties(agreement).user_id, self.sue)

    def test_withdrawn_case_asks_nobody(self):
        case = self._register_move()
        case.with_user(self.sue).action_cancel("Stays after all")
        duties = self.env["exit.interview.duty"].search(
            [("res_model", "=", "exit.interview.agreement")]
        )
        self.assertEqual(duties.filtered(lambda d: d.case_id == case).state, "void")
        with self.assertRaises(UserError):
            self._agree(case)
