# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from .headers import LEAVER_HEADERS


class ExitInterviewPublicationController(http.Controller):
    """You said, we did: for everybody."""

    @http.route(
        "/exit-interview/you-said-we-did",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=True,
        sitemap=False,
    )
    def publication(self, **_form):
        """Show what was said and what was done: approved words, and nothing else.

        The same for everybody: no session is kept and no cookie is set.

        Requirement: F-26.
        """
        public = request.env.ref("base.public_user")
        # The same words for everybody, whoever is logged in here.
        request.update_env(user=public.id, su=False)
        lang = self._get_lang()
        request.update_context(lang=lang)
        html = request.env["ir.qweb"]._render(
            "exit_interview.publication_page",
            {
                "page_lang": lang.replace("_", "-"),
                "groups": request.env["exit.interview.publication"]._get_public(),
            },
        )
        # Nothing here is secret: anybody may keep it and find it. But what is withdrawn
        # is gone at once, so a browser asks each time.
        headers = {
            name: value
            for name, value in LEAVER_HEADERS.items()
            if name not in ("Cache-Control", "X-Robots-Tag")
        }
        headers |= {
            "Cache-Control": "no-cache",
            "Content-Type": "text/html; charset=utf-8",
        }
        return request.make_response(
            f"<!DOCTYPE html>\n{html}", headers=list(headers.items())
        )

    def _get_lang(self):
        # The language of the organisation is no secret.
        return request.env.company.sudo().partner_id.lang or "en_US"
