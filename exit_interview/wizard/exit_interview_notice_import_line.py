# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewNoticeImportLine(models.TransientModel):
    """What a row of an extract would do, or what is wrong with it."""

    _name = "exit.interview.notice.import.line"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Row of an extract"
    _order = "status, number, id"

    import_id = fields.Many2one(
        comodel_name="exit.interview.notice.import",
        required=True,
        index=True,
        ondelete="cascade",
    )
    number = fields.Integer(string="Row", aggregator=False)
    status = fields.Selection(
        selection=[
            ("bad", "Cannot be read"),
            ("unsure", "Unsure who it is"),
            ("early", "Before go-live"),
            ("known", "Already there"),
            ("ready", "Ready"),
        ]
    )
    name = fields.Char()
    team_name = fields.Char(string="Team")
    date = fields.Date(string="Last day")
    column = fields.Char()
    value = fields.Char()
    message = fields.Char()
    note = fields.Text(string="What to know", compute="_compute_note")

    @api.depends("value", "message")
    def _compute_note(self):
        for line in self:
            parts = [line.value and f"“{line.value}”", line.message]
            line.note = ": ".join(part for part in parts if part)
