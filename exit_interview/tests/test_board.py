# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestBoard(ExitInterviewCommon):
    """What the coordinator sees first, and what is said of a departure."""

    # === WHAT IS NEXT === #

    def test_card_says_what_is_next_and_who_has_it(self):
        case = self._create_case()
        card = case.with_user(self.cora)
        self.assertEqual(card.next_step, "Offer the interview")
        self.assertEqual(card.next_user_id, self.cora)
        case.with_user(self.cora).action_offer("told")
        case.with_user(self.cora).action_record_reply("accepted")
        self._refresh()
        self.assertEqual(card.next_step, "Hold the interview")
        self.assertEqual(card.next_user_id, self.ivy)
        case.with_user(self.cora).action_cancel("Stays")
        self._refresh()
        self.assertFalse(card.next_step)
        self.assertFalse(card.next_user_id)

    def test_interviewer_is_not_told_that_nothing_is_owed(self):
        case = self._create_case()
        card = case.with_user(self.ivy)
        self.assertEqual(card.next_step, "With somebody else")
        self.assertFalse(card.next_user_id)

    def test_concerns_are_only_something_to_do_on_the_board(self):
        labels = self.env["exit.interview.duty"]._get_board_labels()
        self.assertEqual(labels["escalate"], "To do")
        self.assertEqual(labels["second"], "To do")
        self.assertEqual(labels["offer"], "Offer the interview")

    def test_due_first_closed_last(self):
        people = [self._create_employee(f"Leaver {number}") for number in range(3)]
        late, soon, closed = (self._create_case(person) for person in people)
        today = fields.Date.context_today(self.env.user)
        late.duty_ids.date_due = today - timedelta(days=2)
        soon.duty_ids.date_due = today + timedelta(days=2)
        closed.with_user(self.cora).action_not_required("Not needed")
        self._refresh()
        Case = self.env["exit.interview"].with_user(self.cora)
        found = Case.search([("id", "in", (late | soon | closed).ids)])
        self.assertEqual(found.ids, [late.id, soon.id, closed.id])
        self.assertEqual(closed.date_closed, today)
        self.assertFalse(late.date_closed)

    def test_late_yes_takes_the_day_of_closing_back(self):
        case = self._create_case(until="offered")
        case.with_user(self.cora).action_record_reply("no_reply")
        self._refresh()
        self.assertTrue(case.date_closed)
        case.with_user(self.cora).action_record_reply("accepted")
        self._refresh()
        self.assertFalse(case.date_closed)

    def test_planned_conversation(self):
        case = self._create_case(until="scheduled")
        planned = case.session_ids.date_start
        self.assertEqual(case.with_user(self.cora).date_planned, planned)
        case.session_ids.with_user(self.ivy).action_mark_held()
        self._refresh()
        self.assertFalse(case.with_user(self.cora).date_planned)

    # === FACTS ABOUT THE LOSS === #

    def test_kind_of_departure_comes_from_the_reason_of_hr(self):
        for name, kind in (
            ("departure_resigned", "voluntary"),
            ("departure_fired", "involuntary"),
            ("departure_retired", "other"),
        ):
            self.reason = self.env.ref(f"hr.{name}")
            case = self._depart(self._create_employee(name))
            self.assertEqual(case.leaving_kind, kind)

    def test_what_a_manager_says_is_kept_and_a_later_notice_does_not_change_it(self):
        self.reason = self.env.ref("hr.departure_resigned")
        vals = {
            "source": "manager",
            "employee_id": self.lea.id,
            "date_departure": "2026-12-31",
            "regretted": "yes",
            "leaving_kind": "other",
        }
        self.env["exit.interview.notice"].with_user(self.lin).register(vals)
        case = self._depart(self.lea)
        self.assertEqual(case.regretted, "yes")
        self.assertEqual(case.leaving_kind, "other")
        self.assertEqual(len(case.notice_ids), 2)
        with self.assertRaises(ValidationError):
            self.env["exit.interview.notice"].with_user(self.lin).register(
                {**vals, "regretted": ["yes"]}
            )

    def test_coordinator_states_the_facts_and_the_journal_notes_it(self):
        case = self._create_case()
        case.with_user(self.cora).write({"regretted": "yes", "would_reemploy": "no"})
        self._refresh()
        self.assertEqual(case.regretted, "yes")
        line = case.journal_ids[0]
        self.assertEqual(line.event, "loss_stated")
        self.assertEqual(line.subject, "Regretted loss, Would employ again")
        self.assertEqual(line.user_id, self.cora)

    def test_nobody_else_states_them(self):
        case = self._create_case()
        for user in (self.ivy, self.peg, self.lin, self.hal, self.adm, self.emp):
            with self.assertRaises(AccessError):
                case.with_user(user).write({"regretted": "no"})
        for vals in ({"state": "done"}, {"regretted": "no", "state": "done"}):
            with self.assertRaises(UserError):
                case.with_user(self.cora).write(vals)
        self.assertFalse(case.regretted)

    def test_contact_is_corrected_on_the_form_of_the_case(self):
        case = self._create_case()
        participant = case.participant_ids
        for user, phone in ((self.cora, "01632 1"), (self.ivy, "01632 2")):
            case.with_user(user).web_save(
                {"participant_ids": [[1, participant.id, {"phone": phone}]]}, {}
            )
            self._refresh()
            self.assertEqual(participant.phone, phone)
        for command in (
            [0, 0, {"name": "X"}],
            [2, participant.id],
            [3, participant.id],
        ):
            with self.assertRaises(UserError):
                case.with_user(self.cora).write({"participant_ids": [command]})

    # === TIMELINESS === #

    def test_duty_done_in_time_late_or_dropped(self):
        case = self._create_case()
        duty = case.duty_ids
        today = fields.Date.context_today(duty)
        self.assertEqual(duty.timing, "open")
        self.assertEqual(duty.date_start, today)
        duty.write({"date_due": today - timedelta(days=3)})
        duty.write({"date_start": today - timedelta(days=10)})
        case.with_user(self.cora).action_offer("told")
        self._refresh()
        self.assertEqual(duty.timing, "late")
        self.assertEqual(duty.days_late, 3)
        self.assertEqual(duty.days_taken, 10)
        contact = case.duty_ids - duty
        case.with_user(self.cora).action_cancel("Stays")
        self._refresh()
        self.assertEqual(contact.timing, "dropped")
        self.assertEqual(contact.days_late, 0)

    # === EMPLOYEE === #

    def test_hr_sees_one_word_and_hears_the_same_words(self):
        other = self._create_employee("Nobody leaves")
        self._create_case()
        hal = self.lea.with_user(self.hal)
        self.assertEqual(hal.exit_interview_status, "notified")
        self.assertFalse(other.with_user(self.hal).exit_interview_status)
        answers = [
            person.with_user(user).action_open_exit_interview()
            for person in (self.lea, other)
            for user in (self.hal, self.emp, self.lea_login, self.sam)
        ]
        self.assertEqual(answers, [answers[0]] * len(answers))
        self.assertEqual(answers[0]["tag"], "display_notification")

    def test_coordinator_opens_the_case_from_the_employee(self):
        case = self._create_case()
        action = self.lea.with_user(self.cora).action_open_exit_interview()
        self.assertEqual(action["res_id"], case.id)
        action = self.lea.with_user(self.peg).action_open_exit_interview()
        self.assertNotIn("res_id", action)

    def test_status_is_empty_to_whoever_is_shut_out(self):
        case = self._create_case()
        case.conflict_user_ids += self.hal
        self._refresh()
        self.assertFalse(self.lea.with_user(self.hal).exit_interview_status)
