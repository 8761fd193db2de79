# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

FOLDER = "exit_interview_children/data/policy_templates"


class ExitInterviewPolicyTemplate(models.TransientModel):
    """Adds procedures for children and young people."""

    _inherit = "exit.interview.policy.template"

    @api.model
    def _get_procedures(self):
        """Override of `exit_interview`: Nottinghamshire's (C-01 to C-31)."""
        return {
            **super()._get_procedures(),
            "nottinghamshire": (
                f"{FOLDER}/nottinghamshire.json",
                self.env._("Nottinghamshire, children's homes (13.8)"),
            ),
        }
