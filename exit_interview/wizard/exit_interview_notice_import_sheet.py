# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewNoticeImportSheet(models.TransientModel):
    """A sheet of a workbook that is read in."""

    _name = "exit.interview.notice.import.sheet"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Sheet of an extract"

    import_id = fields.Many2one(
        comodel_name="exit.interview.notice.import",
        required=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(required=True)
