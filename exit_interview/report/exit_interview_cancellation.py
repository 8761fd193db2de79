# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewCancellationLetter(models.AbstractModel):
    """The letter that tells the leaver why a conversation was cancelled, and when next.

    Requirement: F-11, F-12.
    """

    _name = "report.exit_interview.report_cancellation_letter"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Cancellation letter of an exit interview"

    _document_actors = ("coordinator", "interviewer")

    def _get_title(self):
        return self.env._("Cancellation letter")

    def _prepare_documents(self, record):
        """Override of the document mixin: a name stands on paper only (P-18)."""
        session = record._get_cancelled_session()
        if not session:
            raise UserError(
                self.env._("%s: no conversation was cancelled.", record.display_name)
            )
        letters = []
        for participant in session.participant_ids or record.participant_ids:
            lang = participant.lang or self.env.lang
            case = record.with_context(lang=lang)
            subject, paragraphs = case._get_cancel_words(session)
            letters.append(
                {
                    "lang": lang,
                    "reference": case.name,
                    "name": participant.name,
                    "address": (participant.address or "").splitlines(),
                    "date": self.with_context(lang=lang)._get_today(),
                    "greets": True,
                    "subject": subject,
                    "paragraphs": paragraphs,
                }
            )
        return letters
