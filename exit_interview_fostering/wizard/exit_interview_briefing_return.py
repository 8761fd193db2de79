# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewBriefingReturn(models.TransientModel):
    """Asks what the Agency Advisor misses, then lets the briefing go back."""

    _name = "exit.interview.briefing.return"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Ask for more of a briefing"

    briefing_id = fields.Many2one(
        comodel_name="exit.interview.briefing",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    note = fields.Text(string="What is missing", required=True)

    def action_return(self):
        """Give the briefing back to the fostering service.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self.briefing_id.action_return(self.note)
        return {"type": "ir.actions.act_window_close"}
