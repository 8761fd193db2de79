# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewOfferLetter(models.AbstractModel):
    """The offer on paper: one letter a participant, in the participant's language."""

    _name = "report.exit_interview.report_offer_letter"
    _inherit = ["exit.interview.letter.mixin"]
    _description = "Offer letter of an exit interview"

    def _get_title(self):
        return self.env._("Offer letter")

    def _prepare_words(self, case, code):
        """Override of the letter mixin: the whole offer stands on paper."""
        return {
            "subject": case._get_offer_subject(),
            "paragraphs": case._get_offer_paragraphs(),
        }
