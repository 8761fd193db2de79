# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from .leaver import COOKIE, PATH, ROUTE, LeaverController


class LeaverEntryController(LeaverController):
    """The ways in: a link from a mail, a code from a letter; and the way out."""

    @http.route(f"{PATH}/l/<string:secret>", methods=["GET", "POST"], **ROUTE)
    def open_link(self, secret, **form):
        """Ask before anything opens: a mail scanner only ever looks (I-76).

        :param str secret: from the mail
        """
        self._be_public()
        link = request.env["exit.interview.link"]._find(secret)
        if not link:
            return self._refuse()
        if request.httprequest.method == "POST":
            return self._enter(link)
        link = self._translate(link)
        return self._render(
            "exit_interview.leaver_entry",
            page_lang=link.env.lang.replace("_", "-"),
            # Where a link is not enough, it tells nothing before the PIN.
            purpose="" if link._asks_for_pin() else link.purpose,
            expires=link.case_id._format_date(
                link.case_id.policy_id._get_local_date(link.date_expires)
            ),
        )

    @http.route(PATH, methods=["GET", "POST"], **ROUTE)
    def open_code(self, code=None, **form):
        """Ask for the code of a letter.

        :param str code: as typed
        """
        self._be_public()
        if request.httprequest.method != "POST":
            return self._render("exit_interview.leaver_code", code="", is_wrong=False)
        link = request.env["exit.interview.link"]._find((code or "").strip())
        if link:
            return self._enter(link)
        return self._refuse()

    @http.route(f"{PATH}/<path:other>", methods=["GET", "POST"], **ROUTE)
    def open_nothing(self, other, **form):
        """Answer for every other address as for a link that does not work.

        :param str other: whatever stands there
        """
        self._be_public()
        return self._refuse()

    @http.route(f"{PATH}/leave", methods=["GET"], **ROUTE)
    def leave(self, **form):
        """Leave at once: for an everyday website, with nothing left in the browser."""
        self._be_public()
        key = request.httprequest.cookies.get(COOKIE)
        visit = request.env["exit.interview.visit"]._find(key)
        policy = visit.link_id.case_id.policy_id
        url = policy.quick_exit_url or "https://www.gov.uk/"
        response = self._redirect(PATH)
        response.headers["Location"] = url
        response.headers["Clear-Site-Data"] = '"cache"'
        response.delete_cookie(COOKIE, path=PATH)
        return response
