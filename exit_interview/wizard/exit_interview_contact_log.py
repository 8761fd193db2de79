# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewContactLog(models.TransientModel):
    """Asks what to note of a call or an attempt, then lets the case note it."""

    _name = "exit.interview.contact.log"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Note a contact with the leaver"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self._default_case_id(),
    )
    medium = fields.Selection(
        selection=lambda self: self.env["exit.interview.contact"]
        ._fields["medium"]
        ._description_selection(self.env),
        string="How",
        required=True,
        default="phone",
    )
    is_reached = fields.Selection(
        selection=[("yes", "Reached"), ("no", "Not reached")],
        string="Was the leaver there",
        required=True,
        default="yes",
    )
    date = fields.Datetime(
        string="When", required=True, default=lambda self: fields.Datetime.now()
    )
    note = fields.Char()
    agreed = fields.Char(string="What was agreed")

    @api.model
    def _default_case_id(self):
        if self.env.context.get("active_model") == "exit.interview":
            return self.env.context.get("active_id")
        return False

    def action_apply(self):
        """Note the contact.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self.case_id.action_record_contact(
            self.medium, self.is_reached == "yes", self.note, self.agreed, self.date
        )
        return {"type": "ir.actions.act_window_close"}
