# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestWaysHr(ExitInterviewCommon):
    """HR writes a departure by any means: one case, one notice of HR (L-09, R-12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.soon = cls.today + timedelta(days=20)
        cls.ola = new_test_user(
            cls.env, "ola_officer", groups="base.group_user,hr.group_hr_user"
        )
        cls.lea.version_id.write({"contract_date_start": "2020-01-01"})
        cls.Notice = cls.env["exit.interview.notice"]

    def _reconcile(self):
        self._refresh()
        self.Notice._cron_reconcile()
        self._refresh()

    def _assert_one_case(self, employee=None, day=None, notices=1):
        self._refresh()
        case = self._get_cases(employee or self.lea)
        self.assertEqual(len(case), 1)
        self.assertEqual(len(case.notice_ids), notices)
        if day:
            self.assertEqual(case.date_departure, day)
        return case

    # === HOOKS === #

    def test_a_departure_date_on_the_version(self):
        self.lea.with_user(self.hal).version_id.write({"departure_date": self.soon})

        case = self._assert_one_case(day=self.soon)
        self.assertEqual(case.notice_ids.source, "hr_departure")
        self.assertEqual(case.notice_ids.informant, "Hal")

    def test_a_departure_date_on_the_employee_by_an_officer(self):
        self.lea.with_user(self.ola).write({"departure_date": self.soon})
        self._assert_one_case(day=self.soon)

    def test_an_import_of_departures(self):
        other = self._create_employee("Leo")
        result = (
            self.env["hr.employee"]
            .with_user(self.hal)
            .load(
                [".id", "departure_date"],
                [[str(one.id), str(self.soon)] for one in (self.lea, other)],
            )
        )
        self.assertFalse(result["messages"])
        self._assert_one_case(day=self.soon)
        self._assert_one_case(other, self.soon)

    def test_a_new_day_moves_the_open_case(self):
        version = self.lea.with_user(self.hal).version_id
        version.write({"departure_date": self.soon})
        version.write({"departure_date": self.soon})
        self._assert_one_case(day=self.soon)
        version.write({"departure_date": self.today})
        self._assert_one_case(day=self.today, notices=2)

    def test_a_correction_after_the_conversation_opens_no_second_case(self):
        self._create_case(until="confirmed")
        self.lea.with_user(self.hal).write({"departure_date": self.today})
        self._assert_one_case()

    def test_archiving_by_every_way(self):
        ways = {
            "action_archive": lambda one: one.with_user(self.hal).action_archive(),
            "write": lambda one: one.with_user(self.ola).write({"active": False}),
            "resource": lambda one: one.with_user(self.hal).resource_id.write(
                {"active": False}
            ),
        }
        for name, archive in ways.items():
            with self.subTest(name):
                employee = self._create_employee(f"Left by {name}")
                archive(employee)
                self._assert_one_case(employee, self.today)
                self.assertFalse(employee.active)
        self._reconcile()
        self.assertEqual(len(self.Notice.search([])), len(ways))

    def test_archiving_many_costs_the_same(self):
        def archive(count):
            people = self.env["hr.employee"].union(
                *(self._create_employee(f"P{number}") for number in range(count))
            )
            self._refresh()
            before = self.env.cr.sql_log_count
            self.Notice._register_hr_departures(dict.fromkeys(people.sudo(), False))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        archive(2)
        self.assertLess(archive(22) - archive(2), 20)

    def test_the_wizard_and_the_hooks_tell_once(self):
        self._depart(self.lea, date=str(self.soon))
        self._assert_one_case(day=self.soon)
        self.lea.with_user(self.hal).write({"departure_date": self.soon})
        self._reconcile()
        self._assert_one_case(day=self.soon)

    def test_the_wizard_with_the_end_of_the_contract_tells_once(self):
        self.env["hr.departure.wizard"].with_user(self.hal).with_context(
            employee_termination=True
        ).create(
            {
                "employee_ids": [fields.Command.set(self.lea.ids)],
                "departure_date": self.soon,
                "departure_reason_id": self.reason.id,
                "set_date_end": True,
            }
        ).action_register_departure()
        self._reconcile()
        self._assert_one_case(day=self.soon)

    def test_the_end_of_a_contract_within_the_days_of_the_policy(self):
        for days, cases in ((31, 0), (30, 1)):
            with self.subTest(days=days):
                day = self.today + timedelta(days=days)
                self.lea.with_user(self.hal).write({"contract_date_end": day})
                self._refresh()
                self.assertEqual(len(self._get_cases(self.lea)), cases)
        self.policy.contract_end_days = 40
        other = self._create_employee("Leo", contract_date_start="2020-01-01")
        other.with_user(self.hal).write(
            {"contract_date_end": self.today + timedelta(days=40)}
        )
        self._assert_one_case(other)

    def test_a_contract_that_is_followed_by_another_is_no_departure(self):
        self.lea.create_version(
            {
                "date_version": self.soon + timedelta(days=1),
                "contract_date_start": False,
                "contract_date_end": False,
            }
        )
        self.lea.version_id.with_user(self.hal).write({"contract_date_end": self.soon})
        self._reconcile()
        self.assertFalse(self._get_cases(self.lea))

    def test_before_the_go_live_date_a_departure_waits(self):
        self.lea.with_user(self.hal).write({"departure_date": "2025-12-31"})
        notice = self.Notice.search([("employee_id", "=", self.lea.id)])
        self.assertEqual(notice.state, "waiting")
        self.assertEqual(notice.waits_for, "before_go_live")

    # === THE NIGHTLY LOOK === #

    def _write_behind(self, table, column, value, record):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(table),
                SQL.identifier(column),
                value,
                record.id,
            )
        )
        self._refresh()

    def test_the_nightly_look_finds_what_passed_the_hooks_by(self):
        ann, bob = (self._create_employee(name) for name in ("Ann", "Bob"))
        leo = self._create_employee("Leo", contract_date_start="2020-01-01")
        self._write_behind(
            "hr_version", "departure_date", self.soon, self.lea.version_id
        )
        self._write_behind("hr_version", "contract_date_end", self.soon, leo.version_id)
        self._write_behind("hr_employee", "active", False, ann)
        self._write_behind("hr_version", "departure_date", "2025-12-31", bob.version_id)

        self._reconcile()
        self._reconcile()

        self._assert_one_case(self.lea, self.soon)
        self._assert_one_case(leo, self.soon)
        self._assert_one_case(ann)
        self.assertFalse(self.Notice.search([("employee_id", "=", bob.id)]))

    def test_the_nightly_look_leaves_alone_who_is_known(self):
        self.Notice.with_user(self.lin).register(
            [
                {
                    "source": "manager",
                    "employee_id": self.lea.id,
                    "date_departure": self.today,
                }
            ]
        )
        self._write_behind(
            "hr_version", "departure_date", self.soon, self.lea.version_id
        )
        self._reconcile()
        self._assert_one_case(day=self.today)

    def test_the_nightly_look_does_not_open_again_what_was_withdrawn(self):
        self.lea.with_user(self.hal).write({"departure_date": self.soon})
        case = self._get_cases(self.lea)
        case.with_user(self.cora).action_cancel("Entered by mistake")
        self._reconcile()
        self.assertEqual(self._get_cases(self.lea), case)

        self.lea.with_user(self.hal).write({"departure_date": self.today})
        self.assertEqual(len(self._get_cases(self.lea)), 2)

    def test_an_organisation_without_a_policy_waits(self):
        self.policy.active = False
        self.lea.with_user(self.hal).write({"departure_date": self.soon})
        self._reconcile()
        notice = self.Notice.search([("employee_id", "=", self.lea.id)])
        self.assertEqual(notice.waits_for, "no_policy")

    # === TAKEN BACK === #

    def test_taken_back_asks_the_coordinator(self):
        self.lea.with_user(self.hal).write({"departure_date": self.soon})
        case = self._assert_one_case()
        self.lea.with_user(self.hal).write({"departure_date": False})
        self._refresh()

        self.assertEqual(case.date_undone, self.today)
        self.assertIn("departure_undone", case.journal_ids.mapped("event"))
        duty = self._get_open_duties(case)
        self.assertEqual((duty.kind, duty.user_id), ("decide", self.cora))
        with self.assertRaisesRegex(UserError, "took the departure back"):
            case.with_user(self.cora).action_offer("told")
        mails = self.env["mail.mail"].search_count([])
        case.with_user(self.cora).action_cancel("She stays")
        self._refresh()
        self.assertFalse(self._get_open_duties(case))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_taken_back_by_bringing_the_employee_back(self):
        for archive, back in (
            (self.lea.action_archive, self.lea.action_unarchive),
            (
                lambda: self.lea.resource_id.write({"active": False}),
                lambda: self.lea.resource_id.write({"active": True}),
            ),
        ):
            archive()
            self._refresh()
            case = self._get_cases(self.lea).filtered(
                lambda case: case.state != "cancelled"
            )
            back()
            self._refresh()
            self.assertTrue(case.date_undone)
            case.with_user(self.cora).action_cancel("Stays")

    def test_the_case_is_kept_with_a_reason(self):
        self.lea.with_user(self.hal).write({"departure_date": self.soon})
        case = self._assert_one_case()
        with self.assertRaisesRegex(UserError, "stands as it was told"):
            case.with_user(self.cora).action_keep("No reason")
        self.lea.with_user(self.hal).write({"departure_date": False})
        with self.assertRaises(ValidationError):
            case.with_user(self.cora).action_keep(" ")
        case.with_user(self.cora).action_keep("HR cleared it by mistake")
        self._refresh()
        self.assertEqual(case.keep_reason, "HR cleared it by mistake")
        self.assertEqual(self._get_open_duties(case).kind, "offer")
        case.with_user(self.cora).action_offer("told")

    def test_a_new_contract_takes_the_end_of_the_old_one_back(self):
        self.lea.with_user(self.hal).write({"contract_date_end": self.soon})
        case = self._assert_one_case()
        self.lea.with_user(self.hal).create_version(
            {
                "date_version": self.soon + timedelta(days=1),
                "contract_date_start": self.soon + timedelta(days=1),
                "contract_date_end": False,
            }
        )
        self._refresh()
        self.assertTrue(case.date_undone)
        self._reconcile()
        self._assert_one_case()

    def test_a_longer_contract_takes_the_departure_back(self):
        self.lea.with_user(self.hal).write({"contract_date_end": self.soon})
        case = self._assert_one_case()
        self.lea.with_user(self.hal).write(
            {"contract_date_end": self.today + timedelta(days=300)}
        )
        self._refresh()
        self.assertTrue(case.date_undone)

    def test_somebody_reported_by_the_manager_stays_reported(self):
        """HR clears a date; the manager's word stands."""
        self.Notice.with_user(self.lin).register(
            [
                {
                    "source": "manager",
                    "employee_id": self.lea.id,
                    "date_departure": self.soon,
                }
            ]
        )
        self.lea.with_user(self.hal).write({"departure_date": False})
        self._refresh()
        self.assertFalse(self._get_cases(self.lea).date_undone)

    # === AN OFFICER WHO IS NO ADMINISTRATOR OF HR === #

    def test_the_platform_refuses_the_officer_the_wizard(self):
        """Why officers have a dialog of ours; docs/guide-hr.md says so."""
        with self.assertRaises(AccessError):
            self._depart(self.lea, user=self.ola)

    def test_an_officer_reports_without_archiving(self):
        report = (
            self.env["exit.interview.report"]
            .with_user(self.ola)
            .with_context(active_model="hr.employee", active_ids=self.lea.ids)
            .create(
                {"way": "hr", "source": "hr_departure", "date_departure": self.soon}
            )
        )
        action = report.action_apply()
        self.assertEqual(action["tag"], "display_notification")
        self.assertNotIn("EXI-", str(action))
        self._assert_one_case(day=self.soon)
        self.assertTrue(self.lea.active)
        # on the last day the platform's own way adds nothing
        self._depart(self.lea, date=str(self.soon))
        self._reconcile()
        self._assert_one_case(day=self.soon)
