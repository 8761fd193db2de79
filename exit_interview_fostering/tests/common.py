# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.tests import new_test_user

from odoo.addons.exit_interview.tests.common import ExitInterviewCommon

POPULATION = "foster_carer"


class FosteringCommon(ExitInterviewCommon):
    """The cast of the engine's tests, and a fostering service beside it.

    ada: Agency Advisor; wes: supervising social worker; wyn: another one;
    mo: manager of the service; ida: interviews carers; fay and fred: carers.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_fostering_users()
        cls._create_fostering_service()
        cls._create_fostering_policy()

    @classmethod
    def _create_fostering_users(cls):
        for login, group in (
            ("ada", "group_coordinator"),
            ("ida", "group_interviewer"),
            ("wes", "group_worker"),
            ("wyn", "group_worker"),
            ("mo", "group_manager"),
        ):
            user = new_test_user(
                cls.env,
                login,
                groups=f"base.group_user,base.group_partner_manager,"
                f"exit_interview_fostering.{group}",
                name=login.capitalize(),
                email=f"{login}@example.org",
            )
            setattr(cls, login, user)

    @classmethod
    def _create_fostering_service(cls):
        Department = cls.env["hr.department"]
        cls.fostering = Department.create({"name": "Fostering"})
        cls.east = Department.create(
            {"name": "Fostering East", "parent_id": cls.fostering.id}
        )
        cls.mo_employee = cls._create_employee(
            "Mo", user_id=cls.mo.id, department_id=cls.fostering.id
        )
        cls.fostering.manager_id = cls.mo_employee
        cls.wes_employee = cls._create_employee(
            "Wes",
            user_id=cls.wes.id,
            department_id=cls.east.id,
            parent_id=cls.mo_employee.id,
        )
        cls.household = cls._create_household("The Marlow household", "Fay", "Fred")
        cls.fay, cls.fred = cls.household.foster_carer_ids.sorted("name")

    @classmethod
    def _create_household(cls, name, *carers):
        household = cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_foster_household": True,
                "street": "4 Quay Lane",
                "city": "Marlow",
                "foster_team_id": cls.east.id,
                "foster_worker_id": cls.wes.id,
                "foster_approval_ids": [
                    fields.Command.create(
                        {
                            "category": "mainstream",
                            "date_from": "2015-03-01",
                            "terms": "2 children, 0 to 11 years",
                        }
                    ),
                    fields.Command.create(
                        {
                            "category": "short_break",
                            "date_from": "2012-05-01",
                            "date_to": "2015-02-28",
                        }
                    ),
                ],
                "foster_member_ids": [
                    fields.Command.create({"relation": "child", "year_of_birth": 2010})
                ],
                "foster_care_ids": [
                    fields.Command.create(
                        {"year": 2025, "age_range": "05_09", "children": 2}
                    )
                ],
            }
        )
        for carer in carers:
            cls.env["res.partner"].create(
                {
                    "name": carer,
                    "parent_id": household.id,
                    "is_foster_carer": True,
                    "email": f"{carer.lower().replace(' ', '.')}@home.example",
                }
            )
        return household

    @classmethod
    def _create_fostering_policy(cls):
        cls.carer_policy = cls.env.ref(
            "exit_interview_fostering.exit_interview_policy_foster_carer"
        )
        cls.carer_policy.write(
            {
                "resource_calendar_id": cls.calendar.id,
                "date_go_live": "2026-01-01",
                "role_ids": [fields.Command.clear()],
            }
        )
        for role, user in (
            ("coordinator", cls.ada),
            ("interviewer", cls.ada),
            ("deputy_interviewer", cls.ida),
            ("service_manager", cls.mo),
            ("head_of_service", cls.hana),
        ):
            cls.env["exit.interview.policy.role"].create(
                {"policy_id": cls.carer_policy.id, "role": role, "user_id": user.id}
            )

    # === STEPS, each as the person who takes it === #

    def _tell(self, user, household=None, **vals):
        """Tell the Agency Advisor that a household leaves, in the dialog."""
        household = household or self.household
        dialog = (
            self.env["exit.interview.household.report"]
            .with_user(user)
            .create(
                {
                    "household_id": household.id,
                    "leaving_route": "resignation",
                    "date_decided": "2026-11-02",
                    **vals,
                }
            )
        )
        dialog.action_tell()
        self._refresh()
        return self._get_household_cases(household)

    def _get_household_cases(self, household):
        return self.env["exit.interview"].search([("household_id", "=", household.id)])
