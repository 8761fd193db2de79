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
        return self._prepare_letters(record, self._get_written(record))

    def _get_written(self, case, people=None):
        """Return to whom there are words: each alone, or all who were heard (S-27).

        Of letters to each alone, those that went out are not printed with the rest.

        :param case: ``exit.interview`` record
        :param people: ``exit.interview.participant``; everybody heard if empty
        :raise UserError: before there are words
        """
        people = people or case._get_interviewed()
        written = people.filtered(lambda one: one._get_letter().outcome_text)
        if not written:
            raise UserError(self.env._("%s: write the letter first.", case.name))
        ahead = written.filtered(lambda one: not one._get_letter().date_outcome_sent)
        return ahead or written

    def _prepare_words_for(self, participant, case, code):
        """Override of the letter mixin: as it was kept, on the day it was sent."""
        letter = participant._get_letter()
        return {
            "date": case._format_date(letter.date_outcome_sent) or self._get_today(),
            "subject": self.env._("What came of our conversation"),
            "paragraphs": case._split_paragraphs(letter.outcome_text),
        }
