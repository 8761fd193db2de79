# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewOfferLetter(models.AbstractModel):
    """The offer on paper: one letter a participant, in the participant's language."""

    _name = "report.exit_interview.report_offer_letter"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Offer letter of an exit interview"

    _document_actors = ("coordinator",)

    def _get_title(self):
        return self.env._("Offer letter")

    def _prepare_documents(self, record):
        """Override of the document mixin: a name stands on paper only (P-18)."""
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
                    "date": self.with_context(lang=lang)._get_today(),
                    "subject": case._get_offer_subject(),
                    "paragraphs": case._get_offer_paragraphs(),
                }
            )
        return letters
