# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .leaver import PATH, ROUTE, LeaverController, leaver_page

LOCATION = f"{PATH}/follow-up"


class LeaverFollowUpController(LeaverController):
    """The second conversation: how and when, or not at all.

    Requirement: S-23, F-09, F-10.
    """

    @http.route(LOCATION, methods=["GET", "POST"], **ROUTE)
    @leaver_page("offer", "check", "outcome")
    def choose_follow_up(self, link, step=None, mode=None, times=None, **form):
        """Show what is agreed, and take the wish, or that there is to be none.

        :param str step: `wish` or `decline`
        :param str mode: how they would like to talk again
        :param str times: when it suits them, in their words
        """
        participant = link.participant_id
        if request.httprequest.method != "POST":
            return self._show_follow_up(link)
        try:
            with request.env.cr.savepoint():
                if step == "decline":
                    participant._decline_follow_up_from_page(form.get("reason"))
                elif step == "wish":
                    participant._follow_from_page(mode, times)
        except UserError as error:
            typed = {"mode": mode or "", "times": times or ""}
            return self._show_follow_up(link, str(error), typed)
        return self._redirect(LOCATION)

    def _show_follow_up(self, link, error=False, typed=None):
        page = link.participant_id._prepare_follow_page()
        return self._render(
            "exit_interview.leaver_follow_up",
            link,
            status=422 if error else 200,
            page={**page, **(typed or {})},
            error=error,
            back=self._get_home(link),
            purpose=link.purpose,
        )
