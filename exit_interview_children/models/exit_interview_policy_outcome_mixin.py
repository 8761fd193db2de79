# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPolicyOutcomeMixin(models.AbstractModel):
    """Adds the independent reviewing officer, who writes to young people (C-21)."""

    _inherit = "exit.interview.policy.outcome.mixin"

    outcome_writer = fields.Selection(
        selection_add=[("reviewing_officer", "The reviewing officer")],
        ondelete={"reviewing_officer": "set default"},
    )
    outcome_sender = fields.Selection(
        selection_add=[("reviewing_officer", "The reviewing officer")],
        ondelete={"reviewing_officer": "set default"},
    )

    @api.model
    def _get_signing_roles(self):
        """Override of `exit_interview`: {reviewing_officer} may sign, too."""
        return [*super()._get_signing_roles(), "reviewing_officer"]
