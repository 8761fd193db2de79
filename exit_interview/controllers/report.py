# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.http import content_disposition, request

from odoo.addons.report_xlsx.controllers.main import ReportController

from .headers import HEADERS


class ExitInterviewReportController(ReportController):
    """The addresses of our reports. Who may read is decided by the reports."""

    @http.route()
    def report_routes(self, reportname, docids=None, converter=None, **data):
        """Override of `report_xlsx`: what is no request of ours does not exist.

        A report comes in its own format only, for ids that are numbers, and nobody
        changes by options or context how it is made (SEC-13).
        """
        report = request.env["ir.actions.report"]._get_exit_interview_report(reportname)
        if not report:
            return super().report_routes(reportname, docids, converter, **data)
        if converter not in report._get_exit_interview_converters() or not all(
            part.isdecimal() and len(part) < 10
            for part in (docids.split(",") if docids else ())
        ):
            raise NotFound()
        data = self._clean_data(data)
        response = super().report_routes(reportname, docids, converter, **data)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if converter == "xlsx":
            # Neutral, and the same however many cases there are (P-18).
            day = fields.Date.context_today(report)
            response.headers["Content-Disposition"] = content_disposition(
                f"{report.name} {day}.xlsx"
            )
        return response

    def _clean_data(self, data):
        """Return the options and the companies chosen on the screen; nothing else."""
        try:
            options = json.loads(data.get("options") or "{}")
            context = json.loads(data.get("context") or "{}")
            companies = context.get("allowed_company_ids") or []
            known = {
                name: options[name]
                for name in ("date_from", "date_to", "states")
                if name in options
            }
        except (ValueError, TypeError, AttributeError) as error:
            raise NotFound() from error
        if not isinstance(options, dict) or not (
            isinstance(companies, list) and all(type(one) is int for one in companies)
        ):
            raise NotFound()
        cleaned = {"options": json.dumps(known)} if known else {}
        if companies:
            cleaned["context"] = json.dumps({"allowed_company_ids": companies})
        return cleaned
