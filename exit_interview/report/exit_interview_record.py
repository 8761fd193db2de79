# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError

from .pdf_stamp import stamp


class ExitInterviewRecord(models.AbstractModel):
    """The record of the latest conversation, for the leaver to read and sign.

    Requirement: B-12, B-13.
    """

    _name = "report.exit_interview.report_record"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Record of an exit interview"

    _document_actors = ("coordinator", "interviewer")
    _document_single = True

    def _get_title(self):
        return self.env._("Record of the exit interview")

    def _get_marks(self, docids):
        """Override of the document mixin: whose paper this is, on each page."""
        case = self.env["exit.interview"].browse(docids)
        return {
            "footer": self.env._(
                "%(reference)s   Confidential   printed for %(name)s, %(date)s",
                reference=case.display_name,
                name=self.env.user.name,
                date=self._get_today(),
            )
        }

    def _make_for_participant(self, participant):
        """Return the record as a PDF for the participant to keep.

        The leaver's page is no user who could be checked: it knows who came in, and
        asks for that person's own record only. So this does not go through the report
        addresses of the platform; template, paper and marks are the same.

        Requirement: B-12, SEC-07.

        :param participant: ``exit.interview.participant``, as superuser
        :rtype: bytes
        :raise UserError: as long as there is no record
        """
        session = participant._get_check_session()
        if not session:
            raise UserError(self.env._("The record is not ready to be read yet."))
        case = participant.case_id
        values = {
            "documents": [self._prepare_document(case, session)],
            "title": self._get_title(),
            "lang": (self.env.lang or "en_GB").replace("_", "-"),
            "company": self._prepare_company(case),
        }
        # Views and reports are configuration; the values were prepared for this person.
        html = (
            self.env["ir.qweb"].sudo()._render("exit_interview.report_record", values)
        )
        Report = self.env["ir.actions.report"].sudo()
        pdf = Report._run_wkhtmltopdf(
            [str(html)], report_ref="exit_interview.report_record"
        )
        self.env["exit.interview.journal"]._log_taking(
            case, "printed", self._get_title()
        )
        footer = self.env._(
            "%(reference)s   Confidential   printed for the leaver, %(date)s",
            reference=case.name,
            date=case._format_date(case.policy_id._get_local_date()),
        )
        return stamp(pdf, footer=footer)

    def _prepare_documents(self, record):
        session = record._get_latest_records() or record._get_planned_session()
        if len(session) > 1 or record.is_apart:
            # One paper with the words of two would be given to one of them.
            raise UserError(
                self.env._(
                    "%s: each was heard alone. Print each record beside its "
                    "conversation.",
                    record.display_name,
                )
            )
        if not session:
            raise UserError(
                self.env._("%s: there is no conversation yet.", record.display_name)
            )
        return [self._prepare_document(record, session)]

    def _prepare_document(self, case, session):
        """Return the texts of one record.

        :rtype: dict
        """
        return {
            "reference": case.name,
            "facts": session._get_record_facts(),
            "status": self._get_status(case, session),
            "sections": session._get_record_sections(),
            "signatures": [
                {"text": row._get_label(), "image": self._get_image(row)}
                for row in session.sudo().signature_ids.sorted("id")
            ],
        }

    def _get_image(self, signature):
        """Return the address of a drawn signature that holds its own bytes."""
        if not signature.image:
            return False
        return f"data:image/png;base64,{signature.image.decode()}"

    def _get_status(self, case, session):
        """Return in words how far the record is.

        :rtype: str
        """
        how, date = session.sudo()._get_confirmation()
        if how:
            return self.env._(
                "%(how)s, %(date)s",
                how=case._get_selection_label("confirm_how", how),
                date=case._format_date(date),
            )
        if session.date_handed_in:
            return self.env._("Handed in by the interviewer; not confirmed yet")
        return self.env._("Draft; not confirmed yet")
