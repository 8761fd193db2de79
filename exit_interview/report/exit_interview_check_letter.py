# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewCheckLetter(models.AbstractModel):
    """The record to check, on paper: the code opens it."""

    _name = "report.exit_interview.report_check_letter"
    _inherit = ["exit.interview.message.letter.mixin"]
    _description = "Letter about the record of an exit interview"

    _letter_kind = "check"
    _letter_purpose = "check"

    def _get_title(self):
        return self.env._("Letter about the record")
