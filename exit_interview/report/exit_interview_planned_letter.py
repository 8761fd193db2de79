# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewPlannedLetter(models.AbstractModel):
    """There is a date, on paper."""

    _name = "report.exit_interview.report_planned_letter"
    _inherit = ["exit.interview.message.letter.mixin"]
    _description = "Letter about the date of an exit interview"

    _letter_kind = "planned"

    def _get_title(self):
        return self.env._("Letter about the date")
