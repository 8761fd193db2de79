# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewNoticeImportColumn(models.TransientModel):
    """A column of an extract, and what it holds."""

    _name = "exit.interview.notice.import.column"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Column of an extract"
    _order = "position"
    _rec_name = "header"

    import_id = fields.Many2one(
        comodel_name="exit.interview.notice.import",
        required=True,
        index=True,
        ondelete="cascade",
    )
    position = fields.Integer(required=True, readonly=True)
    header = fields.Char(string="Heading", readonly=True)
    sample = fields.Char(string="For example", readonly=True)
    holds = fields.Selection(
        selection=[
            ("number", "Staff number"),
            ("name", "Name"),
            ("forename", "First name"),
            ("surname", "Surname"),
            ("team", "Team or department"),
            ("date", "Last day"),
            ("reason", "Reason"),
            ("informant", "Who told us"),
        ],
        help="Leave it empty for columns that are not read.",
    )
