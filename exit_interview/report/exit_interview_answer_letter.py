# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewAnswerLetter(models.AbstractModel):
    """The questions to answer, on paper: the code opens them."""

    _name = "report.exit_interview.report_answer_letter"
    _inherit = ["exit.interview.message.letter.mixin"]
    _description = "Letter about the questions of an exit interview"

    _letter_kind = "answer"
    _letter_purpose = "answer"

    def _get_title(self):
        return self.env._("Letter about the questions")
