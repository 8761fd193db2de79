# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestWaysPeople(ExitInterviewCommon):
    """Managers, resource co-ordinators and the coordinator tell (L-07 to L-11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.soon = cls.today + timedelta(days=30)
        cls.rae = new_test_user(
            cls.env,
            "rae",
            groups="base.group_user,exit_interview.group_resource_coordinator",
            name="Rae",
        )
        cls.job = cls.env["hr.job"].create({"name": "Social worker"})

    def _report(self, user, employee=None, **vals):
        way = vals.pop("way", "manager")
        employee = employee if employee is not None else self.lea
        return (
            self.env["exit.interview.report"]
            .with_user(user)
            .create(
                {
                    "way": way,
                    "source": "vacancy" if way == "vacancy" else "manager",
                    "employee_ids": [fields.Command.set(employee.ids)],
                    "date_departure": self.soon,
                    **vals,
                }
            )
            .action_apply()
        )

    def test_a_manager_reports_and_learns_nothing(self):
        action = self._report(self.lin, told=True)

        self.assertEqual(action["params"]["type"], "success")
        self.assertIn("Lea Quill", action["params"]["message"])
        self.assertNotIn("EXI-", str(action))
        self._refresh()
        case = self._get_cases(self.lea)
        self.assertRecordValues(
            case.notice_ids,
            [{"source": "manager", "informant": "Lin", "date_told": self.today}],
        )
        self.assertIn("Lin", case.with_user(self.cora).told_note)
        for model in ("exit.interview", "exit.interview.notice"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.lin).search([])

    def test_untold_is_not_told(self):
        self._report(self.lin)
        case = self._get_cases(self.lea)
        self.assertFalse(case.notice_ids.date_told)
        self.assertFalse(case.with_user(self.cora).told_note)

    def test_who_told_stays_with_the_coordinator(self):
        self._report(self.lin, told=True)
        case = self._get_cases(self.lea)
        with self.assertRaises(AccessError):
            case.with_user(self.ivy).read(["told_note"])

    def test_people_below_by_person_and_by_department(self):
        def below(user):
            people = self.env["hr.employee.public"].with_user(user)
            return people.search([("can_report_leaving", "=", True)]).mapped("name")

        self.assertEqual(below(self.lin), ["Lea Quill"])
        self.assertEqual(below(self.hana), ["Lea Quill", "Lin"])
        self.assertFalse(below(self.emp))
        self.assertFalse(below(self.lea_login))
        public = self.env["hr.employee.public"].browse(self.lea.id)
        self.assertTrue(public.with_user(self.lin).can_report_leaving)
        self._refresh()
        self.assertFalse(public.with_user(self.sam).can_report_leaving)

    def test_the_button_is_there_for_whom_the_server_lets(self):
        """The dialog offers exactly those whom `register` accepts."""
        for user in (self.lin, self.hana, self.emp, self.sam, self.lea_login):
            public = self.env["hr.employee.public"].with_user(user)
            offered = public.search([("can_report_leaving", "=", True)]).ids
            for employee in self.lea + self.lin_employee + self.hana_employee:
                may = (
                    self.env["exit.interview.notice"]
                    .with_user(user)
                    ._may_register(
                        {
                            "population": "staff",
                            "source": "manager",
                            "employee_id": employee.id,
                        }
                    )
                )
                self.assertEqual(
                    employee.id in offered, may, (user.login, employee.name)
                )

    def test_others_may_not_report(self):
        for user in (self.emp, self.sam, self.lea_login, self.ivy, self.adm):
            with self.assertRaises(AccessError):
                self._report(user)
        with self.assertRaises(AccessError):
            self._report(self.lin, self.hana_employee)

    def test_nobody_reads_the_dialog_of_another(self):
        report = (
            self.env["exit.interview.report"]
            .with_user(self.lin)
            .create({"employee_ids": [fields.Command.set(self.lea.ids)]})
        )
        self._refresh()
        with self.assertRaises(AccessError):
            report.with_user(self.emp).read(["employee_ids"])

    def test_the_dialog_asks_for_what_is_missing(self):
        with self.assertRaisesRegex(ValidationError, "last day"):
            self._report(self.lin, date_departure=False)
        with self.assertRaisesRegex(ValidationError, "who leaves"):
            self._report(self.lin, self.env["hr.employee"])

    def test_a_manager_reports_a_move(self):
        self._report(self.lin, kind="moves", transfer_reason="promotion")
        case = self._get_cases(self.lea)
        self.assertRecordValues(
            case, [{"route": "consider", "is_transfer": True, "is_promotion": True}]
        )
        duty = self._get_open_duties(case)
        self.assertEqual((duty.kind, duty.user_id), ("decide", self.cora))

    def test_vacancy_who_left(self):
        self._report(self.rae, way="vacancy", job_id=self.job.id)

        case = self._get_cases(self.lea)
        self.assertEqual(case.notice_ids.source, "vacancy")
        self.assertEqual(case.notice_ids.reason, "Vacancy: Social worker")
        self.assertEqual(case.notice_ids.informant, "Rae")
        for model in ("exit.interview", "exit.interview.notice", "hr.version"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.rae).search([])
        self.job.with_user(self.rae).read(["name"])
        with self.assertRaises(AccessError):
            self.job.with_user(self.rae).write({"name": "Mine"})

    def test_vacancy_names_somebody_archived(self):
        self.lea.active = False
        self.env["exit.interview"].search([])._set_state(
            "cancelled", outcome="withdrawn"
        )
        self._report(self.rae, way="vacancy")
        self.assertEqual(len(self._get_cases(self.lea)), 2)

    def test_a_resource_coordinator_tells_of_vacancies_only(self):
        for source in ("manager", "hr_departure", "transfer"):
            with self.assertRaises(AccessError):
                self._report(self.rae, source=source)
        with self.assertRaises(AccessError):
            self._report(self.emp, way="vacancy")

    def test_the_coordinator_reports_by_name(self):
        self._report(
            self.cora,
            self.env["hr.employee"],
            way="coordinator",
            source="letter",
            is_unknown=True,
            name="Abe Away",
            department_id=self.north.id,
        )
        case = self.env["exit.interview"].search([("leaver_name", "=", "Abe Away")])
        self.assertEqual(case.team_name, "North")
        self.assertEqual(case.notice_ids.source, "letter")
        self.assertEqual(case.route, "interview")

    def test_a_name_is_not_enough_for_a_manager(self):
        with self.assertRaises(ValidationError):
            self._report(
                self.lin,
                self.env["hr.employee"],
                is_unknown=True,
                name="Abe Away",
                department_id=self.north.id,
            )

    def test_four_ways_in_any_order_are_one_case(self):
        ways = [
            lambda: self._depart(self.lea, date=str(self.soon)),
            lambda: self._report(self.lin, date_departure=self.today),
            lambda: self._report(self.rae, way="vacancy"),
            lambda: self._report(self.cora, way="coordinator", source="letter"),
        ]
        for start in range(4):
            with self.subTest(start=start):
                lea = self.lea
                self.lea = self._create_employee(
                    f"Leaver {start}",
                    parent_id=self.lin_employee.id,
                    department_id=self.north.id,
                )
                for way in ways[start:] + ways[:start]:
                    way()
                self._refresh()
                case = self._get_cases(self.lea)
                self.assertEqual(len(case), 1)
                self.assertEqual(
                    sorted(case.notice_ids.mapped("source")),
                    ["hr_departure", "letter", "manager", "vacancy"],
                )
                self.lea = lea

    def test_grace_and_quiet_withdrawal(self):
        self.policy.grace_days = 2
        self._report(self.lin)
        case = self._get_cases(self.lea)
        with self.assertRaisesRegex(UserError, "can be offered from"):
            case.with_user(self.cora).action_offer("told")
        mails = self.env["mail.mail"].search_count([])
        case.with_user(self.cora).action_cancel("Entered by mistake")
        self.assertEqual((case.state, case.outcome), ("cancelled", "withdrawn"))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_bad_input_is_refused_in_words(self):
        register = self.env["exit.interview.notice"].with_user(self.lin).register
        vals = {"source": "manager", "employee_id": self.lea.id}
        with self.assertRaisesRegex(ValidationError, "not possible"):
            register([{**vals, "transfer_reason": "gossip"}])
        with self.assertRaisesRegex(ValidationError, "no such department"):
            register([{**vals, "department_to_id": 10**6}])
