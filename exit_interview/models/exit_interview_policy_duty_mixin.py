# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewPolicyDutyMixin(models.AbstractModel):
    """A record that owes something by a policy's rules, and belongs to no case."""

    _name = "exit.interview.policy.duty.mixin"
    _inherit = ["exit.interview.duty.mixin"]
    _description = "Record of a policy that owes something"

    def _get_duty_case(self):
        """Override of the duty mixin: there is no case, or there are several."""
        return self.env["exit.interview"]

    def _get_duty_policy(self):
        """Override of the duty mixin: the record keeps its policy itself."""
        self.ensure_one()
        return self.policy_id

    def _get_duty_user(self, role, user=None):
        """Override of the duty mixin: whoever was named, else the coordinator."""
        self.ensure_one()
        return user if user and user.active else self.policy_id._find_reviewer()
