# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewCancellationLetter(models.AbstractModel):
    """The letter that tells the leaver why a conversation was cancelled, and when next.

    Its code opens the page on which another time can be chosen, as the link of the
    mail does.

    Requirement: F-11, F-12, B-01.
    """

    _name = "report.exit_interview.report_cancellation_letter"
    _inherit = ["exit.interview.letter.mixin"]
    _description = "Cancellation letter of an exit interview"

    _document_actors = ("coordinator", "interviewer")

    def _get_title(self):
        return self.env._("Cancellation letter")

    def _get_addressees(self, record):
        """Override of the letter mixin: those with whom the date had been agreed."""
        session = record._get_cancelled_session()
        if not session:
            raise UserError(
                self.env._("%s: no conversation was cancelled.", record.display_name)
            )
        return session.participant_ids or record.participant_ids

    def _prepare_words(self, case, code):
        """Override of the letter mixin: why, and when next."""
        subject, paragraphs = case._get_cancel_words(case._get_cancelled_session())
        return {"subject": subject, "paragraphs": paragraphs}

    def _prepare_code(self, participant, case):
        """Override of the letter mixin: a way in is the coordinator's to send.

        The interviewer's letter tells the same, and to ring.
        """
        # As the letters about the offer, which interviewers do not print.
        if not case._is_actor("coordinator"):
            return False
        return super()._prepare_code(participant, case)
