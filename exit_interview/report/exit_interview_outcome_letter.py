# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewOutcomeLetter(models.AbstractModel):
    """Thanks, and what came of it, on paper: the words that the coordinator kept."""

    _name = "report.exit_interview.report_outcome_letter"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Outcome letter of an exit interview"

    _document_actors = ("coordinator",)

    def _get_title(self):
        return self.env._("Outcome letter")

    def _prepare_documents(self, record):
        """Override of the document mixin: a name stands on paper only (P-18)."""
        if not record.outcome_text:
            raise UserError(self.env._("%s: write the letter first.", record.name))
        letters = []
        for participant in record.participant_ids:
            lang = participant.lang or self.env.lang
            case = record.with_context(lang=lang)
            letters.append(
                {
                    "lang": lang,
                    "reference": case.name,
                    "name": participant.name,
                    "address": (participant.address or "").splitlines(),
                    "date": case._format_date(case.date_outcome_sent)
                    or self.with_context(lang=lang)._get_today(),
                    "subject": self.with_context(lang=lang).env._(
                        "What came of our conversation"
                    ),
                    "paragraphs": case._split_paragraphs(case.outcome_text),
                }
            )
        return letters
