# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The second secret, asked for before anything about a person is shown (A-55)."""

from odoo import http
from odoo.http import request

from .leaver import PIN, ROUTE, LeaverController


class LeaverPinController(LeaverController):
    """One page, the same whether a PIN was told, ended, or never made."""

    @http.route(PIN, methods=["GET", "POST"], **ROUTE)
    def ask_pin(self, pin=None, **form):
        """Ask for the PIN, and let in whoever knows it.

        :param str pin: as typed
        """
        self._be_public()
        visit = self._find_visit()
        if not visit:
            return self._refuse()
        link = visit.link_id
        if request.httprequest.method == "POST":
            self._check_form(visit)
        if not visit._waits_for_pin():
            return self._redirect(self._get_home(link))
        if request.httprequest.method != "POST":
            return self._render_pin(link)
        if link.participant_id._check_pin(pin):
            # The key from before the PIN opens nothing more.
            visit.unlink()
            return self._enter(link, is_proven=True)
        self._keep_waiting()
        return self._render_pin(link, is_wrong=True)

    def _render_pin(self, link, is_wrong=False):
        return self._render(
            "exit_interview.leaver_pin",
            self._translate(link),
            status=422 if is_wrong else 200,
            is_wrong=is_wrong,
        )
