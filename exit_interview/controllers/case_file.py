# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

from .headers import FILE_HEADERS


class ExitInterviewFileController(http.Controller):
    """What leaves the house as a file: documents of a case, and calendar entries."""

    @http.route(
        "/exit_interview/document/<int:document_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def document(self, document_id):
        """Send a file of a case: always to be saved, never to be shown (SEC-14).

        :param int document_id: id of the ``exit.interview.document``
        """
        document = self._get_record("exit.interview.document", document_id)
        try:
            content = document._get_content()
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            # Withdrawn, or lost by the disk: a sentence, not a crash.
            return self._say(str(error), 410)
        name = document._get_download_name()
        return self._send(content, "application/octet-stream", name)

    @http.route(
        "/exit_interview/workbook/<int:export_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def workbook(self, export_id):
        """Send a workbook that was made in the background to whoever asked for it.

        :param int export_id: id of the ``exit.interview.export``
        """
        export = self._get_record("exit.interview.export", export_id)
        try:
            content = export._get_content()
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            return self._say(str(error), 410)
        day = fields.Date.to_string(export.date_done)
        name = request.env._("Exit interviews %s.xlsx", day)
        return self._send(content, "application/octet-stream", name)

    @http.route(
        "/exit_interview/session/<int:session_id>/meeting.ics",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def calendar_entry(self, session_id):
        """Send a calendar entry that names nobody (A-43, P-18).

        :param int session_id: id of the ``exit.interview.session``
        """
        session = self._get_record("exit.interview.session", session_id)
        try:
            session._check_actor("coordinator", "interviewer", "writer")
        except AccessError as error:
            raise NotFound() from error
        content = session._get_ics().encode()
        return self._send(content, "text/calendar; charset=utf-8", "meeting.ics")

    def _get_record(self, model, record_id):
        # A number that the database cannot hold is no record either.
        if record_id >= 2**31:
            raise NotFound()
        return request.env[model].browse(record_id)

    def _send(self, content, kind, name):
        headers = {
            **FILE_HEADERS,
            "Content-Type": kind,
            "Content-Length": len(content),
            "Content-Disposition": content_disposition(name),
        }
        return request.make_response(content, headers=list(headers.items()))

    def _say(self, words, status):
        headers = {**FILE_HEADERS, "Content-Type": "text/plain; charset=utf-8"}
        return request.make_response(
            words, headers=list(headers.items()), status=status
        )
