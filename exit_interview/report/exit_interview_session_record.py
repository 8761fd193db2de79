# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewSessionRecord(models.AbstractModel):
    """The record of one conversation: of one person, where each is heard alone.

    Requirement: B-12, B-13, decision 16, A-55.
    """

    _name = "report.exit_interview.report_session_record"
    _inherit = ["report.exit_interview.report_record"]
    _description = "Record of one conversation"

    _document_model = "exit.interview.session"
    _document_actors = ("coordinator", "interviewer", "writer")

    def _get_marks(self, docids):
        """Override of the record: the reference is that of the conversation's case."""
        session = self.env["exit.interview.session"].browse(docids)
        return {
            "footer": self.env._(
                "%(reference)s   Confidential   printed for %(name)s, %(date)s",
                reference=session.display_name,
                name=self.env.user.name,
                date=self._get_today(),
            )
        }

    def _log_printed(self, records):
        """Override of the document mixin: the journal is the case's."""
        return super()._log_printed(records.case_id)

    def _prepare_documents(self, record):
        return [self._prepare_document(record.case_id, record)]
