# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import groupby


class ExitInterviewCopy(models.AbstractModel):
    """The released copy on paper: its frozen lines, for its reader, with their name.

    A print-out cannot be called back. What can be done is done: the reader's name
    stands on every page, and the journal says that it was printed (A-49).
    """

    _name = "report.exit_interview.report_copy"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Released copy of an exit interview"

    _document_model = "exit.interview.share"
    _document_actors = ("recipient",)
    _document_single = True

    def _get_title(self):
        return self.env._("Copy of an exit interview")

    def _log_printed(self, records):
        """Override of the document mixin: the case is closed to its recipients."""
        # Only the id of the case goes into the journal.
        return super()._log_printed(records.sudo().case_id)

    def _get_reference(self, share):
        # Recipients see the reference on everything they get; it tells nothing.
        return share.sudo().case_id.name

    def _get_watermark(self, share):
        return self.env._(
            "Copy for %(name)s, %(date)s, %(reference)s",
            name=self.env.user.name,
            date=self._get_today(),
            reference=self._get_reference(share),
        )

    def _get_marks(self, docids):
        """Override of the document mixin: the reader's name on and across each page."""
        mark = self._get_watermark(self.env["exit.interview.share"].browse(docids))
        return {
            "footer": self.env._("%s   Confidential: do not pass on", mark),
            "watermark": mark,
        }

    def _prepare_documents(self, record):
        return [
            {
                "reference": self._get_reference(record),
                "watermark": self._get_watermark(record),
                "role": record.role_label,
                "date_sent": self.env["exit.interview"]._format_date(record.date_sent),
                "sections": [
                    {
                        "name": name,
                        "lines": [
                            {"question": line.question, "answer": line.answer}
                            for line in lines
                        ],
                    }
                    for name, lines in groupby(
                        record.line_ids, lambda line: line.section
                    )
                ],
            }
        ]
