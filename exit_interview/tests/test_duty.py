# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestDuty(ExitInterviewCommon):
    def _close_holidays(self, *days):
        for day in days:
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Public holiday",
                    "calendar_id": self.calendar.id,
                    "date_from": f"{day} 00:00:00",
                    "date_to": f"{day} 23:59:59",
                }
            )

    def test_response_due_in_15_working_days_skips_bank_holidays(self):
        """R-04, first line of the golden table."""
        self._close_holidays("2026-12-25", "2026-12-28", "2027-01-01")
        with freeze_time("2026-12-17 10:00"):
            case = self._create_case(until="shared")
        share = self._get_share(case, "service_manager")
        self.assertEqual(share.date_sent, date(2026, 12, 17))
        self.assertEqual(share.date_due, date(2027, 1, 12))
        self.assertEqual(self._get_open_duties(share).date_due, date(2027, 1, 12))

    def test_the_day_it_is_sent_does_not_count(self):
        for start, due in (
            ("2026-11-20", date(2026, 11, 23)),
            ("2026-11-21", date(2026, 11, 23)),
            ("2026-11-22", date(2026, 11, 23)),
            ("2026-11-23", date(2026, 11, 24)),
        ):
            planned = self.policy._plan_working_days(1, date.fromisoformat(start))
            self.assertEqual(planned, due, start)

    def test_a_late_evening_counts_where_the_organisation_works(self):
        with freeze_time("2026-06-30 23:30"):
            self.assertEqual(self.policy._get_local_date(), date(2026, 7, 1))
        with freeze_time("2026-12-31 23:30"):
            self.assertEqual(self.policy._get_local_date(), date(2026, 12, 31))

    def test_a_calendar_without_hours_says_what_to_do(self):
        self.calendar.attendance_ids.unlink()
        with self.assertRaisesRegex(UserError, "choose a calendar"):
            self.policy._plan_working_days(5)

    def test_updating_twice_changes_nothing(self):
        case = self._create_case(until="offered")
        duties, activities = case.duty_ids, self._get_activities(case.duty_ids)
        case.duty_update()
        case.duty_update()
        self.assertEqual(case.duty_ids, duties)
        self.assertEqual(self._get_activities(case.duty_ids), activities)

    def test_activity_says_reference_and_a_neutral_word(self):
        case = self._create_case()
        activity = self._get_activities(case.duty_ids)
        self.assertEqual(activity.summary, f"{case.name}: offer")
        self.assertEqual(activity.res_name, f"{case.name}: offer")
        self.assertFalse(activity.note)
        self.assertFalse(
            self.env["mail.followers"].search(
                [("res_model", "=like", "exit.interview%")]
            )
        )
        self.assertFalse(
            self.env["mail.message"].search([("model", "=like", "exit.interview%")])
        )

    def test_ticking_is_not_doing(self):
        case = self._create_case()
        activity = self._get_activities(case.duty_ids).with_user(self.cora)
        for step in ("action_done", "action_feedback", "unlink", "action_cancel"):
            with self.assertRaisesRegex(UserError, "closes by itself", msg=step):
                getattr(activity, step)()
        for vals in ({"active": False}, {"summary": "Lea!"}, {"note": "Lea!"}):
            with self.assertRaisesRegex(UserError, "closes by itself"):
                activity.write(vals)
        case.with_user(self.cora).action_offer("told")
        self.assertFalse(activity.sudo().active)

    def test_nobody_schedules_activities_on_duties(self):
        case = self._create_case()
        duty = self._get_open_duties(case)
        with self.assertRaises(UserError):
            self.env["mail.activity"].with_user(self.cora).create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(duty._name),
                    "res_id": duty.id,
                    "user_id": self.emp.id,
                    "summary": "About Lea",
                }
            )

    def test_opening_from_the_activity_lands_in_the_work(self):
        case = self._create_case()
        activity = self._get_activities(case.duty_ids).with_user(self.cora)
        action = activity.action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), (case._name, case.id))

        scheduled = self._create_case(self._create_employee("Two"), until="scheduled")
        duty = self._get_open_duties(scheduled)
        action = self._get_activities(duty).with_user(self.ivy).action_open_document()
        self.assertEqual(action["tag"], "exit_interview.interview")
        self.assertEqual(action["params"]["session_id"], scheduled.session_ids.id)

        shared = self._create_case(
            self._create_employee("Three", department_id=self.north.id), until="shared"
        )
        duty = self._get_open_duties(self._get_share(shared, "service_manager"))
        action = self._get_activities(duty).with_user(self.sam).action_open_document()
        self.assertEqual(action["res_model"], "exit.interview.share")

    def test_archiving_the_interviewer_loses_no_deadline(self):
        """R-10, M-8: both ways of archiving; the sweep passes the work on."""
        for archive in (
            lambda user: user.action_archive(),
            lambda user: user.write({"active": False}),
        ):
            employee = self._create_employee("Leaver")
            case = self._create_case(employee, until="scheduled")
            duty = self._get_open_duties(case)
            due = duty.date_due
            archive(self.ivy)
            self.env["exit.interview.duty"]._cron_sweep()
            self._refresh()

            self.assertEqual(duty.state, "open")
            self.assertEqual(duty.date_due, due)
            self.assertEqual(duty.user_id, self.cora)
            self.assertEqual(self._get_activities(duty).user_id, self.cora)
            self.ivy.active = True

    def test_a_lost_activity_comes_back(self):
        case = self._create_case()
        self._get_activities(case.duty_ids).unlink()
        self.env["exit.interview.duty"]._cron_sweep()
        self.assertEqual(self._get_activities(case.duty_ids).user_id, self.cora)

    def test_nobody_in_a_role_is_a_duty_of_the_coordinator(self):
        self.policy.role_ids.filtered(
            lambda row: row.role in ("interviewer", "deputy_interviewer")
        ).unlink()
        case = self._create_case(until="offered")
        case.with_user(self.cora).action_record_reply("accepted")
        duties = self._get_open_duties(case)
        self.assertEqual(sorted(duties.mapped("kind")), ["assign", "interview"])
        self.assertEqual(duties.user_id, self.cora)

    def test_overdue_is_seen_without_a_job(self):
        with freeze_time("2026-11-02 09:00"):
            case = self._create_case()
        due = self._get_open_duties(case).date_due
        self.assertEqual(due, date(2026, 11, 9))
        Case = self.env["exit.interview"].with_user(self.cora)
        for day, overdue in (("2026-11-09", False), ("2026-11-10", True)):
            with freeze_time(f"{day} 09:00"):
                self.env.invalidate_all()
                self.assertEqual(case.is_overdue, overdue, day)
                found = Case.search([("is_overdue", "=", True), ("id", "=", case.id)])
                self.assertEqual(bool(found), overdue, day)
