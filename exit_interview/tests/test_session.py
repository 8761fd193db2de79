# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestSession(ExitInterviewCommon):
    def _accepted(self, employee=None):
        case = self._create_case(employee, until="offered")
        case.with_user(self.cora).action_record_reply("accepted")
        return case

    def _get_dialog(self, case, step, user=None, **vals):
        return (
            self.env["exit.interview.step"]
            .with_user(user or self.ivy)
            .with_context(
                active_model="exit.interview",
                active_ids=case.ids,
                active_id=case.id,
                default_step=step,
            )
            .create(vals)
        )

    def test_late_entry_keeps_the_true_date_and_the_day_of_entry(self):
        """S-33, R-21: typed in three days later, overdue counts from the interview."""
        with freeze_time("2026-11-02 10:00:00"):
            case = self._accepted()
        with freeze_time("2026-11-12 09:00:00"):
            case.with_user(self.ivy).action_record_held(
                "2026-11-09 14:00:00", "2026-11-09 15:00:00", "in_person", "Library"
            )
            session = case.session_ids
            self.assertEqual(session.date_start, datetime(2026, 11, 9, 14))
            self.assertEqual(session.date_recorded, datetime(2026, 11, 12, 9))
            self.assertTrue(session.is_late_entry)
            self.assertEqual((session.location, case.state), ("Library", "interviewed"))
            # ten working days from the conversation, not from the entry
            self.assertEqual(str(self._get_open_duties(case).date_due), "2026-11-23")
            form = session.with_user(self.ivy).get_form()
            self.assertEqual(form["session"]["date_recorded"], "2026-11-12 09:00:00")

    def test_entered_the_same_day_is_not_late(self):
        case = self._create_case(until="interviewed")
        self.assertFalse(case.session_ids.is_late_entry)

    def test_held_is_never_ahead(self):
        """I-38."""
        case = self._accepted()
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        with self.assertRaisesRegex(UserError, "lies in the future"):
            case.with_user(self.ivy).action_record_held(tomorrow, tomorrow)
        case.with_user(self.ivy).action_schedule(tomorrow, "phone")
        self.assertEqual(case.state, "scheduled")

    def test_who_cancelled_is_kept_and_rebooked_in_the_same_step(self):
        """F-11, F-12."""
        case = self._create_case(until="scheduled")
        session = case.session_ids.with_user(self.ivy)
        with self.assertRaisesRegex(ValidationError, "the leaver is told"):
            session.action_cancel(False)
        with self.assertRaisesRegex(ValidationError, "Choose one of"):
            session.action_cancel("Ill", cancelled_by="nobody")
        new = fields.Datetime.now().replace(microsecond=0) + timedelta(days=2)
        session.action_cancel("Ivy is ill", new)
        self.assertEqual((session.state, session.cancelled_by), ("cancelled", "us"))
        planned = case._get_planned_session()
        self.assertEqual((planned.date_start, case.state), (new, "scheduled"))
        self.assertTrue(case.owes_cancel_letter)

        planned.with_user(self.ivy).action_cancel(False, False, "absent")
        self.assertEqual(planned.cancelled_by, "absent")
        self.assertEqual(case.state, "offered")
        self.assertFalse(case.owes_cancel_letter, "nobody has to be told")

    def test_the_letter_tells_reason_and_new_date(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids
        session.with_user(self.ivy).action_cancel(
            "Ivy is ill {really}", datetime(2027, 2, 3, 10, 0)
        )
        report = self.env["ir.actions.report"].with_user(self.cora)
        html, _kind = report._render_qweb_html(
            "exit_interview.report_cancellation_letter", case.ids
        )
        text = html.decode()
        self.assertIn("Ivy is ill {really}", text)
        self.assertIn("3 February 2027, 10:00", text.replace("Wednesday, ", ""))
        self.assertIn("Lea Quill", text)
        for user in (self.peg, self.sam, self.emp):
            with self.assertRaises(AccessError):
                self.env["ir.actions.report"].with_user(user)._render_qweb_html(
                    "exit_interview.report_cancellation_letter", case.ids
                )

    def test_no_letter_without_a_cancellation(self):
        case = self._create_case(until="scheduled")
        with self.assertRaisesRegex(UserError, "no conversation was cancelled"):
            self.env["ir.actions.report"].with_user(self.cora)._render_qweb_html(
                "exit_interview.report_cancellation_letter", case.ids
            )

    def test_unknown_words_in_braces_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "placeholder"):
            self.policy.cancel_body = "Dear {leaver}"
        with self.assertRaisesRegex(ValidationError, "placeholder"):
            self.policy.cancel_subject = "{0.__class__}"

    def test_the_night_in_which_the_clocks_change(self):
        """I-40: twice is two moments, and each is named; a gap is shown as it is."""
        note = self.policy._get_clock_note
        # 25 October 2026: 01:30 BST is 00:30 UTC, 01:30 GMT is 01:30 UTC
        self.assertIn("first time, 01:30 BST", note(datetime(2026, 10, 25, 0, 30)))
        self.assertIn("second time, 01:30 GMT", note(datetime(2026, 10, 25, 1, 30)))
        self.assertTrue(self.policy._is_twice(datetime(2026, 10, 25, 0, 30)))
        self.assertFalse(self.policy._is_twice(datetime(2026, 10, 25, 1, 30)))
        # 28 March 2027: 01:30 does not exist; 01:30 UTC is shown as 02:30
        self.assertIn("this is 02:30 BST", note(datetime(2027, 3, 28, 1, 30)))
        self.assertFalse(note(datetime(2026, 11, 2, 10, 0)))

        case = self._accepted()
        dialog = self._get_dialog(
            case, "schedule", date_start="2026-10-25 00:30:00", mode="phone"
        )
        self.assertTrue(dialog.is_twice)
        dialog.is_second_hour = True
        self.assertIn("second time", dialog.clock_note)
        dialog.action_apply()
        self.assertEqual(case.session_ids.date_start, datetime(2026, 10, 25, 1, 30))

    @freeze_time("2026-11-02 09:00:00")
    def test_planning_proposes_a_free_time_and_warns_of_another_conversation(self):
        first = self._accepted()
        first.with_user(self.ivy).action_schedule("2026-11-04 10:00:00", "phone")
        case = self._accepted(self._create_employee("Second"))
        dialog = self._get_dialog(case, "schedule", mode="phone")
        # tomorrow at ten is 25 hours away, the day after at ten is taken
        self.assertEqual(dialog.date_start, datetime(2026, 11, 3, 10))
        self.assertNotIn("4 Nov 10:00", dialog.free_note)
        self.assertIn("4 Nov 14:00", dialog.free_note)
        self.assertFalse(dialog.clash_note)
        dialog.date_start = "2026-11-04 10:30:00"
        self.assertIn("Ivy has another conversation", dialog.clash_note)
        self.assertNotIn(first.name, dialog.clash_note)
        dialog.date_start = "2026-11-04 11:00:00"
        self.assertFalse(dialog.clash_note)

        self.env["exit.interview.absence"].with_user(self.ivy).create(
            {"date_from": "2026-11-10", "date_to": "2026-11-12"}
        )
        dialog.date_start = "2026-11-11 10:00:00"
        self.assertIn("Ivy is away", dialog.clash_note)

        own = self._get_dialog(first, "schedule", mode="phone")
        self.assertFalse(own.clash_note, "a date is no obstacle to itself")
        copy = self.env["exit.interview.step"].with_user(self.ivy).new(origin=own)
        self.assertFalse(copy.clash_note)

    def test_planning_anew_is_counted(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids
        sequence = session._get_ics()
        self.assertIn("SEQUENCE:1", sequence)
        case.with_user(self.ivy).action_schedule("2027-01-05 10:00:00", "phone")
        self.assertIn("SEQUENCE:2", session._get_ics())
        self.assertIn("STATUS:CONFIRMED", session._get_ics())
        session.with_user(self.ivy).action_cancel("Ill")
        self.assertIn("STATUS:CANCELLED", session._get_ics())

    def test_my_interviews_say_what_is_missing(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids.with_user(self.ivy)
        with freeze_time(fields.Datetime.now() + timedelta(hours=3)):
            session.invalidate_recordset(["missing"])
            self.assertEqual(session.missing, "Did it take place?")
            session.action_mark_held()
        self.assertEqual(session.missing, "Hand in, have it confirmed")
        session.action_hand_in()
        self.assertEqual(session.missing, "Have it confirmed")
        case.with_user(self.ivy).action_confirm("agreed")
        self._refresh()
        self.assertFalse(session.missing)
