# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .exit_interview_population_mixin import POPULATION


class ExitInterviewHouseholdDutyMixin(models.AbstractModel):
    """Owes something before there is a case: its duties go by the household.

    Word of what is late goes up within the fostering service: before anything is
    decided, the Agency Advisor learns nothing.
    """

    _name = "exit.interview.household.duty.mixin"
    _inherit = ["exit.interview.duty.mixin"]
    _description = "Record of a household that owes something"

    def _get_duty_household(self):
        """Return the household it is about.

        :rtype: ``res.partner``
        """
        self.ensure_one()
        return self.household_id

    def _get_duty_case(self):
        """Override of the duty mixin: there is no case yet."""
        return self.env["exit.interview"]

    def _get_duty_policy(self):
        """Override of the duty mixin: the policy in force; empty if there is none."""
        self.ensure_one()
        company = self._get_duty_household().foster_company_id
        Policy = self.env["exit.interview.policy"]
        return Policy._get_policies(POPULATION, company).get(company, Policy)

    def _get_duty_reference(self):
        """Override of the duty mixin: a reference that tells nothing."""
        self.ensure_one()
        return self.display_name

    def _get_duty_user(self, role, user=None):
        """Override of the duty mixin: whoever was named, else the household's own.

        Without a supervising social worker it is a manager of the service.
        """
        self.ensure_one()
        household = self._get_duty_household()
        for found in (user, household.foster_worker_id):
            if found and found.active:
                return found
        people = self._get_service_managers(excluded=self.env["res.users"])
        return people[0][1] if people else self.env["res.users"]

    def _get_service_managers(self, excluded):
        """Return who leads the service the household belongs to, the nearest first.

        :param excluded: ``res.users`` who are not asked
        :return: pairs of role and user
        :rtype: list[tuple]
        """
        self.ensure_one()
        team = self._get_duty_household().foster_team_id
        Role = self.env["exit.interview.policy.role"]
        policy = self._get_duty_policy()
        found = [
            (role, Role._find_user(policy, role, team, excluded=excluded))
            for role in ("team_manager", "service_manager", "head_of_service")
        ]
        return [(role, user) for role, user in found if user]

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: who leads the fostering service."""
        self.ensure_one()
        return self._get_service_managers(excluded=duty.user_id)[:1]
