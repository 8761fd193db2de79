# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewDocumentWithdraw(models.TransientModel):
    """Asks why a file is withdrawn."""

    _name = "exit.interview.document.withdraw"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Withdraw a file"

    document_id = fields.Many2one(
        comodel_name="exit.interview.document",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self._default_document_id(),
    )
    reason = fields.Char(required=True)

    @api.model
    def _default_document_id(self):
        if self.env.context.get("active_model") == "exit.interview.document":
            return self.env.context.get("active_id")
        return False

    def action_apply(self):
        """Withdraw the file.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self.document_id.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
