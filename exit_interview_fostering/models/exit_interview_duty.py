# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewDuty(models.Model):
    """What a fostering service owes the Agency Advisor, and what they owe it."""

    _inherit = "exit.interview.duty"

    kind = fields.Selection(
        selection_add=[
            ("notify", "Tell the Agency Advisor"),
            ("brief", "Complete the briefing"),
            ("retained", "Decide: they are said to stay"),
        ],
        ondelete={"notify": "cascade", "brief": "cascade", "retained": "cascade"},
    )

    @api.model
    def _get_neutral_labels(self):
        """Override of `exit_interview`: words that tell nothing of a household."""
        return {
            **super()._get_neutral_labels(),
            "notify": self.env._("notice"),
            "brief": self.env._("briefing"),
            "retained": self.env._("changes"),
        }

    @api.model
    def _get_responder_kinds(self):
        """Override of `exit_interview`: the service's own people owe these."""
        return super()._get_responder_kinds() | {"notify", "brief"}
