# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewOutcomeLetter(models.AbstractModel):
    """Thanks, and what came of it, on paper: the words that the coordinator kept."""

    _name = "report.exit_interview.report_outcome_letter"
    _inherit = ["exit.interview.letter.mixin"]
    _description = "Outcome letter of an exit interview"

    _letter_purpose = "outcome"

    def _get_title(self):
        return self.env._("Outcome letter")

    def _prepare_documents(self, record):
        """Override of the letter mixin: no code before there are words."""
        if not record.outcome_text:
            raise UserError(self.env._("%s: write the letter first.", record.name))
        return super()._prepare_documents(record)

    def _get_addressees(self, record):
        """Override of the letter mixin: everybody who was interviewed (S-27)."""
        return record._get_interviewed()

    def _prepare_words(self, case, code):
        """Override of the letter mixin: as it was kept, on the day it was sent."""
        return {
            "date": case._format_date(case.date_outcome_sent) or self._get_today(),
            "subject": self.env._("What came of our conversation"),
            "paragraphs": case._split_paragraphs(case.outcome_text),
        }
