# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ground of the leaver's pages: who comes in, and what every answer looks like."""

import functools
import re
import time

from werkzeug.exceptions import BadRequest

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import consteq

from .headers import LEAVER_HEADERS

COOKIE = "exit_interview"
PATH = "/exit-interview"
PIN = f"{PATH}/pin"
# Fields that somebody writes sentences into, on any of the pages.
WRITTEN = re.compile(
    r"q\d+_(text|comment)|correction_\d+|topics|availability|needs|wish_words|reason"
    r"|times"
)
# No login, none of the platform's sessions, and a token of our own in each form.
ROUTE = {
    "type": "http",
    "auth": "none",
    "csrf": False,
    "save_session": False,
    "readonly": False,
}


def leaver_page(*purposes):
    """Open a page to whoever came in by a link for one of `purposes`.

    The page is called with the link first, as superuser in the participant's language,
    and with what the form holds. A ``UserError`` undoes what the page had begun and is
    shown as a sentence; pages that can keep what was typed catch it themselves.

    :param purposes: values of ``exit.interview.link`` ``purpose``
    """

    def decorate(page):
        @functools.wraps(page)
        def serve(self, **form):
            link = self._authenticate(purposes)
            if not link:
                waits = self._find_visit()._waits_for_pin()
                return self._redirect(PIN) if waits else self._refuse()
            form.pop("link", None)
            try:
                with request.env.cr.savepoint():
                    return page(self, link, **form)
            except UserError as error:
                return self._render(
                    "exit_interview.leaver_sorry",
                    link,
                    status=422,
                    message=str(error),
                    back=self._get_home(link),
                )

        return _return_refused_words(serve)

    return decorate


def _return_refused_words(serve):
    """Give back what somebody typed into a form that is not of this visit."""

    @functools.wraps(serve)
    def serve_or_return(self, **form):
        try:
            return serve(self, **form)
        except BadRequest:
            response = self._return_words(400)
            if response:
                return response
            raise

    return serve_or_return


class LeaverController(http.Controller):
    """What the leaver's pages share. The pages themselves stand in their own files."""

    # === WHO === #

    def _be_public(self):
        """Let the request act as nobody, whoever is logged in here (SEC-07)."""
        user = request.env.ref("base.public_user")
        request.update_env(user=user.id, su=False)
        # The same words for everybody who is not in yet, whatever their browser says.
        request.update_context(lang=self._get_company().partner_id.lang or "en_US")

    def _get_company(self):
        # Name, telephone and language of the organisation are no secret.
        return request.env["res.company"].sudo().browse(request.env.company.id)

    def _authenticate(self, purposes):
        """Return the link by which this browser came in, if it is for this page.

        :raise BadRequest: if a form was not ours
        """
        self._be_public()
        visit = self._find_visit()
        link = visit.link_id
        if not link or link.purpose not in purposes or visit._waits_for_pin():
            return None
        if request.httprequest.method == "POST":
            self._check_form(visit)
            visit._extend()
        return self._translate(link)

    def _find_visit(self):
        """Return what this browser has open; empty if nothing."""
        key = request.httprequest.cookies.get(COOKIE)
        return request.env["exit.interview.visit"]._find(key)

    @staticmethod
    def _check_form(visit):
        """Check that a form stands on a page that we sent to this browser.

        :raise BadRequest: if not
        """
        key = request.httprequest.cookies.get(COOKIE)
        token = request.params.get("form_token") or ""
        if not consteq(token, visit._get_form_token(key)):
            raise BadRequest()

    @staticmethod
    def _translate(link):
        lang = link.participant_id.lang
        return link.with_context(lang=lang) if lang else link

    def _enter(self, link, location=None, is_proven=False):
        """Open a link in this browser, and go on to its page.

        :param link: ``exit.interview.link``, as superuser
        :param str location: another page than the link's first
        :param bool is_proven: whether the PIN was typed, or who it is known already
        """
        link._update_pin_need()
        key = request.env["exit.interview.visit"]._open(link, is_proven)
        response = self._redirect(location or self._get_home(link))
        response.set_cookie(
            COOKIE,
            key,
            path=PATH,
            httponly=True,
            samesite="Strict",
            secure=request.httprequest.scheme == "https",
            expires=None,
        )
        return response

    @staticmethod
    def _get_home(link):
        """Return the first page of a link."""
        return f"{PATH}/{link.purpose}"

    # === WHAT WAS SHOWN === #

    def _make_notice_mark(self, link):
        """Return what a form brings back of the notice on its page: when, which words.

        :param link: ``exit.interview.link``, as superuser
        :rtype: str
        """
        key = request.httprequest.cookies.get(COOKIE) or ""
        mark = f"{fields.Datetime.now()}.{link.participant_id._get_notice_digest()}"
        return f"{mark}.{request.env['exit.interview.visit']._sign(key, mark)}"

    def _read_notice_mark(self, link, mark):
        """Return when the notice was shown whose form came back.

        :param link: ``exit.interview.link``, as superuser
        :param str mark: from the form
        :return: naive UTC datetime; False if its words are not those that stand now
        :rtype: datetime.datetime or bool
        """
        key = request.httprequest.cookies.get(COOKIE) or ""
        mark, _dot, signature = (mark or "").rpartition(".")
        known = request.env["exit.interview.visit"]._sign(key, mark)
        moment, _dot, digest = mark.partition(".")
        if (
            not consteq(signature.encode(), known.encode())
            or digest != link.participant_id._get_notice_digest()
        ):
            return False
        return fields.Datetime.to_datetime(moment)

    # === ANSWERS === #

    def _render(self, template, link=None, status=200, **values):
        """Return a page of ours.

        :param str template: id of the QWeb template; it gets plain values, no records
        :param link: ``exit.interview.link``, as superuser; empty before one is known
        :param int status: of the answer
        :param values: for the template
        """
        key = request.httprequest.cookies.get(COOKIE)
        values = {
            "contact": self._prepare_contact(link),
            "page_lang": (link or request).env.lang.replace("_", "-"),
            "form_token": request.env["exit.interview.visit"]._get_form_token(key)
            if link and key
            else "",
            "is_inside": bool(link),
            "guide": bool(link and link.case_id.policy_id.leaving_guide),
            **values,
        }
        if link:
            # A population may draw a page of its own.
            values |= link.case_id._prepare_page_values(template, values)
            template = link.case_id._get_page_template(template)
        # Views are configuration; what they show was prepared after the check above.
        env = (link or request).env
        html = env["ir.qweb"].sudo()._render(template, values)
        return self._answer(f"<!DOCTYPE html>\n{html}", status)

    def _answer(self, html, status=200):
        headers = {**LEAVER_HEADERS, "Content-Type": "text/html; charset=utf-8"}
        return request.make_response(html, headers=list(headers.items()), status=status)

    def _redirect(self, location):
        """Go to another page of ours: a reload never sends a form again."""
        response = request.redirect(location, code=303, local=True)
        for name, value in LEAVER_HEADERS.items():
            response.headers[name] = value
        return response

    def _refuse(self):
        """Return the one page for every link that does not work (I-75, A-42)."""
        key = request.httprequest.cookies.get(COOKIE)
        # Whoever is in, and only went to a page of another link, stays in.
        is_inside = bool(request.env["exit.interview.visit"]._find(key))
        if not is_inside:
            # Also with words in the form: whoever guesses is answered later.
            self._keep_waiting()
        response = self._return_words()
        if response:
            return response
        response = self._render("exit_interview.leaver_closed", status=404)
        if key and not is_inside:
            response.delete_cookie(COOKIE, path=PATH)
        return response

    # === WORDS THAT CANNOT BE SAVED === #

    def _return_words(self, status=401):
        """Return a page with what was typed into a form that cannot be taken (R-01).

        The time of the page is over, or another link was opened in this browser
        meanwhile. Nothing is told that the browser did not just send itself; only a
        browser that was in before carries our cookie, which no other site can make it
        send.

        :param int status: of the answer
        :return: the page, or None if nothing was typed
        """
        http_request = request.httprequest
        if http_request.method != "POST" or not http_request.cookies.get(COOKIE):
            return None
        words = self._get_posted_words()
        if not words:
            return None
        return self._render(
            "exit_interview.leaver_unsaved", status=status, words=words, closed=False
        )

    def _get_posted_words(self):
        """Return the texts of a posted page, at most a page's worth."""
        form = request.httprequest.form
        names = [name for name in form if WRITTEN.fullmatch(name)]
        return [form[name] for name in names[:60] if form[name].strip()]

    # === TOO OFTEN === #

    def _keep_waiting(self):
        """Count a link that does not work; whoever tries on is answered later."""
        address = request.httprequest.remote_addr
        # A transaction of its own: nothing is held while the answer waits.
        with request.env.registry.cursor() as cr:
            # Nobody reads the table; only the server counts.
            attempts = request.env["exit.interview.attempt"].sudo()
            wait = attempts.with_env(attempts.env(cr=cr))._count(address)
        if wait:
            time.sleep(wait)

    def _prepare_contact(self, link):
        """Return whom to ring: a name and a telephone number stand on every page.

        :rtype: dict
        """
        if not link:
            # Who is not in yet hears of the organisation, not of a person.
            company = self._get_company()
            return {
                "organisation": company.name,
                "name": company.name,
                "phone": company.phone or "",
                "email": company.email or "",
                "reference": "",
            }
        case = link.case_id
        coordinator, company = case.coordinator_id, case.company_id
        return {
            "organisation": company.name,
            "name": coordinator.name or company.name,
            "phone": coordinator.phone or company.phone or "",
            "email": coordinator.email or company.email or "",
            "reference": case.name,
        }

    @staticmethod
    def _split_blocks(text, line_end=" "):
        """Return a text from the policy as paragraphs and lists.

        :param str line_end: what stands between the lines of a paragraph
        :rtype: list[dict]
        """
        blocks = []
        for part in (text or "").split("\n\n"):
            lines = [line.strip() for line in part.split("\n") if line.strip()]
            items = [line[2:] for line in lines if line.startswith("- ")]
            words = line_end.join(line for line in lines if not line.startswith("- "))
            if words:
                blocks.append({"text": words, "items": []})
            if items:
                blocks.append({"text": "", "items": items})
        return blocks
