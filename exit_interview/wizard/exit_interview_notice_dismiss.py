# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewNoticeDismiss(models.TransientModel):
    """Asks why departures need no case."""

    _name = "exit.interview.notice.dismiss"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Dismiss departures without a case"

    notice_ids = fields.Many2many(
        comodel_name="exit.interview.notice",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Dismiss the notices.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self.notice_ids.action_dismiss(self.reason)
        return {"type": "ir.actions.act_window_close"}
