# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import content_disposition, request

from .headers import FILE_HEADERS
from .leaver import PATH, ROUTE, LeaverController, leaver_page

GUIDE = f"{PATH}/guide"
PURPOSES = ("offer", "answer", "check", "outcome")


class LeaverGuideController(LeaverController):
    """The guide for who leaves, on the page and to print.

    Requirement: F-01.
    """

    @http.route(GUIDE, methods=["GET"], **ROUTE)
    @leaver_page(*PURPOSES)
    def read_guide(self, link, **form):
        """Show the guide; without one, the first page of the link."""
        blocks = link.case_id._get_guide_blocks()
        if not blocks:
            return self._redirect(self._get_home(link))
        return self._render(
            "exit_interview.leaver_guide",
            link,
            blocks=blocks,
            back=self._get_home(link),
            # It need not lead to itself.
            guide=False,
        )

    @http.route(f"{GUIDE}/guide.pdf", methods=["GET"], **ROUTE)
    @leaver_page(*PURPOSES)
    def keep_guide(self, link, **form):
        """Send the guide as a file, to print it."""
        if not link.case_id._get_guide_blocks():
            return self._redirect(self._get_home(link))
        report = link.env["report.exit_interview.report_guide"]
        content = report._make_for_case(link.case_id)
        headers = {
            **FILE_HEADERS,
            "Content-Type": "application/pdf",
            "Content-Length": len(content),
            "Content-Disposition": content_disposition("guide.pdf"),
        }
        return request.make_response(content, headers=list(headers.items()))
