# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewBriefingPdf(models.AbstractModel):
    """The briefing on paper, for whoever prepares the conversation.

    Requirement: S-13 to S-19.
    """

    _name = "report.exit_interview_fostering.report_briefing"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Briefing about a household"

    _document_model = "exit.interview.briefing"
    _document_actors = ("coordinator", "interviewer")
    _document_single = True

    def _get_title(self):
        return self.env._("Briefing")

    def _log_printed(self, records):
        """Override of the document mixin: the case's journal notes it."""
        # Whoever prints may read the briefing, and with it its case.
        return super()._log_printed(records.sudo().case_id)

    def _get_marks(self, docids):
        """Override of the document mixin: whose paper this is, on each page."""
        briefing = self.env["exit.interview.briefing"].browse(docids)
        return {
            "footer": self.env._(
                "%(reference)s   Confidential   printed for %(name)s, %(date)s",
                reference=briefing.display_name,
                name=self.env.user.name,
                date=self._get_today(),
            )
        }

    def _prepare_documents(self, record):
        """Override of the document mixin: facts, then part by part."""
        case = record.case_id
        route = case._get_selection_label("leaving_route", case.leaving_route)
        return [
            {
                "reference": record.display_name,
                "status": record.missing_text,
                "facts": [
                    (self.env._("Carers"), case.leaver_name),
                    (self.env._("How they leave"), route),
                    (
                        self.env._("Letter or decision"),
                        case._format_date(case.date_decided),
                    ),
                    (self.env._("The notice"), record.notice_text),
                    (self.env._("Supervising social worker"), record.worker_id.name),
                ],
                "parts": [
                    {
                        "name": part._get_label(),
                        "text": part._get_full_text(),
                        "given": self._get_given_text(part),
                    }
                    for part in record.part_ids
                ],
            }
        ]

    def _get_given_text(self, part):
        """Return who gave a part and when, in words; empty if nobody did."""
        if not part.done_by or part.is_none:
            return False
        return self.env._(
            "Given by %(who)s, %(day)s",
            who=part.done_by,
            day=part._format_day(part.date_done),
        )
