# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewNoticeDutyMixin(models.AbstractModel):
    """A notice without a case that asks somebody to decide."""

    _name = "exit.interview.notice.duty.mixin"
    _inherit = ["exit.interview.duty.mixin"]
    _description = "Notice that waits for a decision"

    def _get_notice_policy(self):
        """Return the policy in force for this notice, may be empty."""
        self.ensure_one()
        policies = self.env["exit.interview.policy"]._get_policies(
            self.population, self.company_id
        )
        return policies.get(self.company_id, self.env["exit.interview.policy"])

    def _get_people_meant(self):
        """Return the logins of whoever the notice may be about; they decide nothing.

        :rtype: ``res.users``
        """
        self.ensure_one()
        return self.leaver_user_id

    def _get_duty_policy(self):
        """Override of the duty mixin: a notice may have no case yet."""
        return self._get_notice_policy()

    def _get_duty_reference(self):
        """Override of the duty mixin: a word that names nobody."""
        self.ensure_one()
        return self.env._("Notice %s", self.id)

    def _get_duty_user(self, role, user=None):
        """Override of the duty mixin: a coordinator who is not meant themselves.

        Nobody left: whoever answers for the policy.
        """
        self.ensure_one()
        policy, meant = self._get_notice_policy(), self._get_people_meant()
        found = self.env["exit.interview.policy.role"]._find_user(
            policy, role, self.department_id, excluded=meant
        )
        return found or policy.responsible_id - meant
