# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

FOLDER = "exit_interview_fostering/data/policy_templates"


class ExitInterviewPolicyTemplate(models.TransientModel):
    """Adds procedures for foster carers."""

    _inherit = "exit.interview.policy.template"

    @api.model
    def _get_procedures(self):
        """Override of `exit_interview`: South Gloucestershire's (S-01 to S-29)."""
        return {
            **super()._get_procedures(),
            "south_gloucestershire": (
                f"{FOLDER}/south_gloucestershire.json",
                self.env._("South Gloucestershire Council, fostering service"),
            ),
        }
