# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io

from odoo import api, models

from ..report.pdf_stamp import stamp


class IrActionsReport(models.Model):
    """How our PDFs are made: whole pages of their own, at once, marked on each page.

    The common build of wkhtmltopdf drops page headers and footers, refuses several
    documents in one go, and waits a second for scripts. Our pages need neither style
    sheets by HTTP nor scripts, and their marks are drawn on the finished pages.
    """

    _inherit = "ir.actions.report"

    @api.model
    def _get_exit_interview_report(self, reference):
        """Return the report if it is one of ours, else an empty recordset.

        :param reference: as in ``_get_report``
        """
        try:
            report = self._get_report(reference)
        except ValueError:
            return self.browse()
        return report if report._is_exit_interview() else self.browse()

    def _is_exit_interview(self):
        return (self.report_name or "").startswith("exit_interview")

    def _get_exit_interview_converters(self):
        """Return the formats in which the report may be asked for."""
        self.ensure_one()
        if self.report_type == "xlsx":
            return {"xlsx"}
        return set(self._get_rendering_context_model(self)._document_formats)

    def _prepare_html(self, html, report_model=False):
        """Override of `base`: our templates are whole pages already."""
        if not self._is_exit_interview():
            return super()._prepare_html(html, report_model=report_model)
        return [html.decode()], [], None, None, {}

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, *args, **kwargs):
        """Override of `base`: say if there are no scripts to wait for."""
        if report_ref and self._get_exit_interview_report(report_ref):
            self = self.with_context(exit_interview_no_scripts=True)
        return super()._run_wkhtmltopdf(bodies, report_ref, *args, **kwargs)

    @api.model
    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        """Override of `base`: do not wait for scripts where there are none."""
        command = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if self.env.context.get("exit_interview_no_scripts"):
            delay = command.index("--javascript-delay")
            command[delay : delay + 2] = ["--disable-javascript"]
        return command

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `base`: mark each page, where the report asks for it (A-49)."""
        streams = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        report = self._get_exit_interview_report(report_ref)
        marks = report and self._get_rendering_context_model(report)._get_marks(res_ids)
        if marks:
            for values in streams.values():
                if values["stream"]:
                    pdf = stamp(values["stream"].getvalue(), **marks)
                    values["stream"] = io.BytesIO(pdf)
        return streams
