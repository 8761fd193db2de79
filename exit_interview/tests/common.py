# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import contextmanager

from odoo import fields
from odoo.tests import TransactionCase, new_test_user


class ExitInterviewCommon(TransactionCase):
    """The cast of the tests: a service, two teams, and everybody who has a part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.ref("base.main_company")
        cls._create_users()
        cls._create_organisation()
        cls._create_policy()
        cls.reason = cls.env["hr.departure.reason"].search([], limit=1)

    @classmethod
    def _create_users(cls):
        def user(login, *groups):
            return new_test_user(
                cls.env,
                login,
                groups=",".join(["base.group_user", *groups]),
                name=login.capitalize(),
                email=f"{login}@example.org",
            )

        cls.cora = user("cora", "exit_interview.group_coordinator")
        cls.ivy = user("ivy", "exit_interview.group_interviewer")
        cls.peg = user("peg", "exit_interview.group_interviewer")
        cls.adm = user("adm", "exit_interview.group_administrator")
        cls.hal = user("hal", "hr.group_hr_manager")
        for login in ("sam", "tess", "hana", "lin", "emp", "lea_login"):
            setattr(cls, login, user(login))

    @classmethod
    def _create_organisation(cls):
        Department = cls.env["hr.department"]
        cls.fieldwork = Department.create({"name": "Fieldwork"})
        cls.north = Department.create({"name": "North", "parent_id": cls.fieldwork.id})
        cls.hana_employee = cls._create_employee(
            "Hana", user_id=cls.hana.id, department_id=cls.fieldwork.id
        )
        cls.fieldwork.manager_id = cls.hana_employee
        cls.lin_employee = cls._create_employee(
            "Lin",
            user_id=cls.lin.id,
            department_id=cls.north.id,
            parent_id=cls.hana_employee.id,
        )
        cls.lea = cls._create_employee(
            "Lea Quill",
            user_id=cls.lea_login.id,
            department_id=cls.north.id,
            parent_id=cls.lin_employee.id,
            private_email="lea@home.example",
            job_title="Social worker",
        )

    @classmethod
    def _create_policy(cls):
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Office", "tz": "Europe/London", "company_id": cls.company.id}
        )
        # Policies of other populations, where installed, work by the same clock.
        cls.env["exit.interview.policy"].search(
            [("company_id", "=", cls.company.id)]
        ).resource_calendar_id = cls.calendar
        cls.policy = cls.env.ref("exit_interview.exit_interview_policy_staff")
        cls.policy.write(
            {
                "resource_calendar_id": cls.calendar.id,
                "date_go_live": "2026-01-01",
                "role_ids": [fields.Command.clear()],
            }
        )
        for role, user, department in (
            ("coordinator", cls.cora, False),
            ("interviewer", cls.ivy, False),
            ("deputy_interviewer", cls.peg, False),
            ("service_manager", cls.sam, cls.fieldwork),
            ("head_of_service", cls.hana, cls.fieldwork),
        ):
            cls._create_role(role, user, department)

    @classmethod
    def _create_role(cls, role, user, department=False, **vals):
        return cls.env["exit.interview.policy.role"].create(
            {
                "policy_id": cls.policy.id,
                "role": role,
                "user_id": user.id,
                "department_id": department and department.id,
                **vals,
            }
        )

    @classmethod
    def _create_employee(cls, name, **vals):
        return cls.env["hr.employee"].create(
            {"name": name, "company_id": cls.company.id, **vals}
        )

    @contextmanager
    def _assertRefused(self, exception, words):
        """Check that a step is refused in these words, and undo what it began."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertIn(words, str(caught.exception))

    # === STEPS, each as the person who takes it === #

    def _refresh(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def _depart(self, employees, date="2026-12-31", user=None):
        """Register departures as HR does, in the wizard."""
        wizard = (
            self.env["hr.departure.wizard"]
            .with_user(user or self.hal)
            .with_context(employee_termination=True)
            .create(
                {
                    "employee_ids": [fields.Command.set(employees.ids)],
                    "departure_date": date,
                    "departure_reason_id": self.reason.id,
                    "set_date_end": False,
                }
            )
        )
        wizard.action_register_departure()
        self._refresh()
        return self._get_cases(employees)

    def _get_cases(self, employees):
        return self.env["exit.interview"].search([("employee_id", "in", employees.ids)])

    def _create_case(self, employee=None, until="new"):
        """Bring a case to a state by the public steps, each as its own user."""
        case = self._depart(employee or self.lea)
        if until == "new":
            return case
        case.with_user(self.cora).action_offer("told")
        if until == "offered":
            return case
        case.with_user(self.cora).action_record_reply("accepted")
        session_id = case.with_user(self.ivy).action_schedule(
            fields.Datetime.now(), "in_person", "Room 4"
        )
        if until == "scheduled":
            return case
        session = self.env["exit.interview.session"].browse(session_id)
        session.with_user(self.ivy).action_mark_held()
        if until == "interviewed":
            return case
        self._permit(case)
        case.with_user(self.ivy).action_confirm("agreed")
        if until == "confirmed":
            return case
        case.with_user(self.cora).action_share()
        self._refresh()
        return case

    def _permit(self, case, **permissions):
        """Record permissions; by default everybody but the team manager reads all."""
        wanted = {
            "team_manager": "none",
            "service_manager": "full",
            "head_of_service": "full",
            **permissions,
        }
        for share in case.share_ids:
            share.with_user(self.ivy).action_record_permission(wanted[share.role])

    def _get_share(self, case, role):
        return case.share_ids.filtered(lambda share: share.role == role)

    def _get_question(self, session, code):
        return session.questionnaire_id.question_ids.filtered(
            lambda question: question.code == code
        )

    def _answer(self, session, code, user=None, version=None, **values):
        """Save one answer as an interviewer does."""
        return session.with_user(user or self.ivy).action_save_answers(
            [{"question_id": self._get_question(session, code).id, **values}],
            session.version if version is None else version,
        )

    def _get_open_duties(self, record):
        return self.env["exit.interview.duty"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "in", record.ids),
                ("state", "=", "open"),
            ]
        )

    def _get_activities(self, duties):
        return self.env["mail.activity"].search(
            [("res_model", "=", "exit.interview.duty"), ("res_id", "in", duties.ids)]
        )
