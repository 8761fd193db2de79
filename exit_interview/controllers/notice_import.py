# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from .report import HEADERS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExitInterviewImportController(http.Controller):
    """The rows of an extract that could not be read, for whoever read it in."""

    @http.route(
        "/exit_interview/import/<int:import_id>/mend",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_rows_to_mend(self, import_id):
        """Answer with the workbook, as long as the dialog is open (SEC-15, P-18).

        :param int import_id: the dialog
        """
        wizard = request.env["exit.interview.notice.import"].browse(import_id)
        try:
            wizard = wizard.exists()
            wizard.check_access("read")
        except AccessError as error:
            raise NotFound() from error
        if not wizard.mend_file:
            raise NotFound()
        day = fields.Date.context_today(wizard)
        name = content_disposition(f"Rows to mend {day}.xlsx")
        return request.make_response(
            base64.b64decode(wizard.mend_file),
            headers=[
                *HEADERS.items(),
                ("Content-Type", XLSX),
                ("Content-Disposition", name),
            ],
        )
