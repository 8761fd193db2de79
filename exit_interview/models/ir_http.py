# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import secrets

from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from odoo import models
from odoo.http import Response, request

from ..controllers.headers import LEAVER_HEADERS
from ..controllers.leaver import PATH

_logger = logging.getLogger(__name__)

PAGE = Markup(
    """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>Exit interview</title>
<link rel="stylesheet" href="/exit_interview/static/leaver/leaver.css"/></head>
<body><main class="page"><h1>{title}</h1><p>{text}</p>
<p><a href="{path}">Start again</a></p></main></body></html>"""
)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """Override of the platform: a form's field must not pass for an argument.

        The platform hands fields over by name; one called `self` would break the page
        before it could refuse (I-77).
        """
        if request.httprequest.path.startswith(PATH):
            request.params.pop("self", None)
        return super()._dispatch(endpoint)

    @classmethod
    def _handle_error(cls, exception):
        """Override of the platform: a leaver reads a sentence, never what broke.

        The page is made without the database, which may be what broke (SEC-16).
        """
        if not request.httprequest.path.startswith(PATH):
            return super()._handle_error(exception)
        if isinstance(exception, HTTPException):
            status = exception.code or 500
            title = "This page cannot be shown"
            text = (
                "The page was open too long, or its address is not complete. Nothing "
                "that was saved is lost. Please open the link from our message again, "
                "or type in the code from our letter."
            )
        else:
            status, number = 500, secrets.token_hex(3).upper()
            _logger.error(
                "Leaver's page, reference %s: %s", number, type(exception).__name__
            )
            title = "Something went wrong on our side"
            text = (
                "What was saved before is safe. Please try again in a few minutes. If "
                f"it happens again, ring us and give the number {number}."
            )
        html = PAGE.format(title=title, text=text, path=PATH)
        headers = {**LEAVER_HEADERS, "Content-Type": "text/html; charset=utf-8"}
        return Response(html, status=status, headers=list(headers.items()))
