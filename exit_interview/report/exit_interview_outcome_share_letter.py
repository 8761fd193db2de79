# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewOutcomeShareLetter(models.AbstractModel):
    """The same letter, printed by whoever answered the copy, if the policy says so.

    Requirement: S-27, decision 17.
    """

    _name = "report.exit_interview.report_outcome_share_letter"
    _inherit = ["report.exit_interview.report_outcome_letter"]
    _description = "Outcome letter, from whoever answered"

    _document_model = "exit.interview.share"
    _document_actors = ("recipient",)
    _document_single = True

    def _log_printed(self, records):
        """Override of the document mixin: the case is closed to its recipients."""
        # Only the id of the case goes into the journal.
        return super()._log_printed(records.sudo().case_id)

    def _prepare_documents(self, record):
        """Override of the letter mixin: for the sender, by the policy."""
        record._check_outcome_print()
        # The sender was checked: address and words of this one letter go on paper.
        share_sudo = record.sudo()
        case = share_sudo.case_id
        return self._prepare_letters(
            case, self._get_written(case, share_sudo.participant_id)
        )
