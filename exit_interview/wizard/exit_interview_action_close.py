# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewActionClose(models.TransientModel):
    """Asks what came of an action."""

    _name = "exit.interview.action.close"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Report an exit interview action as done"

    action_id = fields.Many2one(
        comodel_name="exit.interview.action",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    outcome = fields.Text(
        string="What came of it",
        required=True,
        help="What was done, and did it help?",
    )

    def action_apply(self):
        """Report the action as done.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self.action_id.action_done(self.outcome)
        return {"type": "ir.actions.act_window_close"}
