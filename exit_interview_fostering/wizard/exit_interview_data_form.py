# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewDataForm(models.TransientModel):
    """Asks the Agency Advisor for what the data collection form lacks."""

    _name = "exit.interview.data.form"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Complete the data collection form"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    known_initiated_by = fields.Selection(
        related="case_id.initiated_by", string="Whose decision, as known"
    )
    known_approval_category = fields.Selection(
        related="case_id.approval_category", string="Approval, as known"
    )
    known_date_start_service = fields.Date(
        related="case_id.date_start_service", string="Fostering since, as known"
    )
    initiated_by = fields.Selection(
        selection=lambda self: self._selection_of("initiated_by"),
        string="Whose decision",
        help="Whose decision it was that they leave, as far as you know.",
    )
    approval_category = fields.Selection(
        selection=lambda self: self._selection_of("approval_category"),
        string="Kind of approval",
    )
    date_start_service = fields.Date(string="Fostering since")

    def _selection_of(self, name):
        return self.env["exit.interview"]._fields[name]._description_selection(self.env)

    def action_apply(self):
        """Take the step; the case checks again who asks.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self.case_id.action_complete_form(
            self.initiated_by, self.approval_category, self.date_start_service
        )
        return {"type": "ir.actions.act_window_close"}
