# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .exit_interview_outsider import OUTSIDE_GROUP


class ExitInterviewPolicyLog(models.Model):
    """Who becomes an outside interviewer, or stops being one, is noted and told."""

    _inherit = "exit.interview.policy.log"

    @api.model
    def _get_watched_groups(self):
        """Override of `exit_interview`: those who see young people's cases (SEC-18)."""
        groups = super()._get_watched_groups()
        # Groups are no secret; they are compared, and named in the log.
        own = self.env.ref(OUTSIDE_GROUP, raise_if_not_found=False)
        return groups | own.sudo() if own else groups
