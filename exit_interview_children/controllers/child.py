# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pages of a child or young person: one question at a time, nothing to remember.

They work without JavaScript; with it they save by themselves and read aloud.
"""

import json

from odoo import http
from odoo.http import request

from odoo.addons.exit_interview.controllers import answer_form
from odoo.addons.exit_interview.controllers.headers import LEAVER_HEADERS
from odoo.addons.exit_interview.controllers.leaver import (
    COOKIE,
    PATH,
    ROUTE,
    LeaverController,
    leaver_page,
)

from ..models.exit_interview_link import PURPOSE
from . import child_form

HOME = f"{PATH}/{PURPOSE}"
ASKED = {"advocacy": "date_advocate_asked", "complaint": "date_complaint_asked"}
# Where the buttons below each page lead, once what stands in it is saved.
PLACES = {"help": "/help", "said": "/said", "stop": "/stop"}


class ChildController(LeaverController):
    """Talk, see what was said, take it away, ask for help, stop.

    Requirement: C-16, C-24 to C-30, R-01, R-23, decision 11.
    """

    # === THE WAY IN === #

    @http.route(
        f"{HOME}/start/<string:secret>",
        methods=["GET"],
        **{**ROUTE, "save_session": True},
    )
    def child_start(self, secret, **form):
        """Sign out whoever is logged in, and open the pages; works once.

        :param str secret: from ``_open_child_pages``
        """
        self._be_public()
        link = request.env["exit.interview.link"]._find(secret)
        if not link or link.purpose != PURPOSE:
            return self._refuse()
        # From here on the screen is the young person's: no way leads back into what
        # the interviewer may read.
        request.session.logout(keep_db=True)
        response = self._enter(link)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    def _enter(self, link, location=None, is_proven=False):
        """Override of `exit_interview`: this way in opens one browser, once."""
        response = super()._enter(link, location, is_proven)
        if link.purpose == PURPOSE:
            link._use_up()
        return response

    @http.route(HOME, methods=["GET", "POST"], **ROUTE)
    @leaver_page(PURPOSE)
    def child_home(self, link, **form):
        """Say hello, and what happens with what is said, before the first question."""
        participant = link.participant_id
        session = self._get_child_session(link)
        if request.httprequest.method != "POST":
            return self._show_child_hello(link, session)
        shown = self._read_notice_mark(link, form.get("notice_mark"))
        if not form.get("read") or not shown:
            return self._show_child_hello(link, session, status=422)
        participant._acknowledge_notice(shown)
        steps = session._get_child_steps()
        return self._redirect(self._get_child_place(self._find_next(steps)))

    # === QUESTIONS === #

    @http.route(f"{HOME}/<int:question_id>", methods=["GET", "POST"], **ROUTE)
    @leaver_page(PURPOSE)
    def child_question(self, link, question_id, **form):
        """Show one question, and save what was said.

        :param int question_id: from the address; checked against what is asked
        """
        if not link.participant_id._knows_notice():
            return self._redirect(HOME)
        session = self._get_child_session(link)
        steps = session._get_child_steps()
        step = next((one for one in steps if one["id"] == question_id), None)
        if not step:
            return self._redirect(f"{HOME}/said")
        if request.httprequest.method == "POST":
            return self._save_child_step(link, session, steps, step)
        return self._show_child_step(link, session, steps, step)

    def _save_child_step(self, link, session, steps, step):
        """Save what was said, and go where the button leads."""
        posted = request.httprequest.form
        go = posted.get("go") or "next"
        typed = child_form.read_answer(posted, step)
        if go == "unsure":
            words = session.with_env(link.env)._get_unsure_text()
            typed = child_form.make_unsure(typed, step, words)
        seen = posted.get(answer_form.get_name(step["id"], "seen"))
        version, refused = session.version, {}
        if go == "rather":
            question = session.env["exit.interview.question"].browse(step["id"])
            version = session._decline_answer(link.participant_id, question)
        elif answer_form.get_seen(typed) != seen:
            version, refused = session._save_child_answer(
                link.participant_id, typed, self._read_child_version(posted, session)
            )
        if go == "save":
            return self._answer_child_script(session, typed, version, refused)
        if refused:
            return self._show_child_step(link, session, steps, step, typed, refused)
        steps = session._get_child_steps()
        return self._redirect(self._get_child_next(steps, step, go))

    @staticmethod
    def _read_child_version(posted, session):
        """Return which version the page showed; what is no number is the oldest."""
        text = posted.get("version") or ""
        is_number = len(text) <= 9 and text.isascii() and text.isdecimal()
        return int(text) if is_number else 0

    @staticmethod
    def _answer_child_script(session, typed, version, refused):
        """Tell our script what is saved now."""
        body = {
            "version": version,
            "seen": answer_form.get_seen(typed),
            "refused": bool(refused),
        }
        headers = {**LEAVER_HEADERS, "Content-Type": "application/json"}
        return request.make_response(json.dumps(body), headers=list(headers.items()))

    @staticmethod
    def _get_child_place(step):
        return f"{HOME}/{step['id']}" if step else f"{HOME}/said"

    @staticmethod
    def _find_next(steps):
        """Return the first question that waits for an answer; the last page if none."""
        return next((one for one in steps if not one["answer"]["status"]), None)

    def _get_child_next(self, steps, step, go):
        """Return where a button leads from a question."""
        if go in PLACES:
            return f"{HOME}{PLACES[go]}?from={step['id']}"
        ids = [one["id"] for one in steps]
        index = ids.index(step["id"]) if step["id"] in ids else 0
        if go == "back":
            return self._get_child_place(steps[index - 1]) if index else HOME
        return self._get_child_place(steps[index + 1] if index + 1 < len(ids) else None)

    # === WHAT YOU SAID === #

    @http.route(f"{HOME}/said", methods=["GET", "POST"], **ROUTE)
    @leaver_page(PURPOSE)
    def child_said(self, link, **form):
        """Show what was said, and take away what is not to be written down (C-25)."""
        if not link.participant_id._knows_notice():
            return self._redirect(HOME)
        session = self._get_child_session(link)
        steps = session._get_child_steps()
        if request.httprequest.method == "POST":
            ids = [one["id"] for one in steps]
            number = form.get("strike") or ""
            if number.isdecimal() and int(number) in ids:
                questions = session.env["exit.interview.question"]
                session._strike(questions.browse(int(number)))
                return self._redirect(f"{HOME}/said?gone={int(number)}")
            return self._redirect(f"{HOME}/said")
        answers = {one.question_id.id: one for one in session.answer_ids}
        told = [one for one in steps if one["answer"]["status"]]
        left = [one for one in steps if not one["answer"]["status"]]
        gone = form.get("gone") or ""
        return self._render(
            "exit_interview_children.child_said",
            link,
            told=[
                self._describe_told(one, answers[one["id"]].with_env(link.env))
                for one in told
            ],
            left=len(left),
            next_url=self._get_child_place(self._find_next(steps)) if left else "",
            gone=gone if gone.isdecimal() else "",
            back=self._read_child_back(form, steps),
        )

    def _describe_told(self, step, answer):
        """Return a question with what was said to it, for the last page."""
        symbols = {one["id"]: one.get("symbol") for one in step["choices"]}
        chosen = [symbols[one] for one in step["answer"]["choice_ids"] if symbols[one]]
        if step["kind"] == "yes_no" and step["answer"]["score"] is not False:
            chosen = ["yes" if step["answer"]["score"] else "no"]
        return {
            "id": step["id"],
            "name": step["name"],
            "symbol": step.get("symbol") or "",
            "chosen": chosen,
            "words": answer._get_value_text(),
            "comment": answer.comment or "",
            "is_declined": answer.status == "rather_not_say",
            "is_protected": step["is_protected"],
        }

    @http.route(f"{HOME}/again", methods=["GET", "POST"], **ROUTE)
    @leaver_page(PURPOSE)
    def child_again(self, link, **form):
        """Ask once, then take away everything and begin anew (C-25)."""
        if request.httprequest.method == "POST":
            self._get_child_session(link)._start_again()
            return self._redirect(f"{HOME}?gone=all")
        return self._render("exit_interview_children.child_again", link)

    # === HELP === #

    @http.route(f"{HOME}/help", methods=["GET", "POST"], **ROUTE)
    @leaver_page(PURPOSE)
    def child_help(self, link, **form):
        """Say what happens with what is said, and take a wish for help."""
        case = link.case_id
        if request.httprequest.method == "POST":
            if form.get("ask") in ASKED:
                case._ask_for(form["ask"])
            return self._redirect(f"{HOME}/help?asked=1")
        steps = self._get_child_session(link)._get_child_steps()
        return self._render(
            "exit_interview_children.child_help",
            link,
            notice=self._split_blocks(link.participant_id._get_notice_text()),
            asked={kind: bool(case[field]) for kind, field in ASKED.items()},
            is_new=bool(form.get("asked")),
            complaints=self._split_blocks(case._get_band_text("complaints")),
            advocacy=self._split_blocks(case._get_band_text("advocacy")),
            back=self._read_child_back(form, steps),
        )

    # === STOP AND END === #

    @http.route(f"{HOME}/stop", methods=["GET", "POST"], **ROUTE)
    @leaver_page(PURPOSE)
    def child_stop(self, link, **form):
        """Stop at once: what was said is kept, and can be gone on with."""
        if request.httprequest.method == "POST":
            return self._close_child_page("exit_interview_children.child_stopped", link)
        steps = self._get_child_session(link)._get_child_steps()
        return self._render(
            "exit_interview_children.child_stop",
            link,
            is_begun=any(one["answer"]["status"] for one in steps),
            back=self._read_child_back(form, steps),
        )

    @http.route(f"{HOME}/finish", methods=["POST"], **ROUTE)
    @leaver_page(PURPOSE)
    def child_finish(self, link, **form):
        """Take what stands there as what the young person wants to say; thank them."""
        session = self._get_child_session(link)
        session._hand_in_by_leaver(link.participant_id)
        return self._close_child_page("exit_interview_children.child_end", link)

    def _close_child_page(self, template, link):
        """Show the last page, and leave nothing open on this tablet."""
        response = self._render(template, link)
        self._find_visit().unlink()
        response.delete_cookie(COOKIE, path=PATH)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    # === SHOW === #

    @staticmethod
    def _get_child_session(link):
        return link.case_id._get_leaver_session(link.participant_id)

    def _read_child_back(self, form, steps):
        """Return the question that somebody came from, or where to go on."""
        known = [one for one in steps if str(one["id"]) == form.get("from")]
        return self._get_child_place(known[0]) if known else HOME

    def _show_child_hello(self, link, session, status=200):
        steps = session._get_child_steps()
        return self._render(
            "exit_interview_children.child_hello",
            link,
            status=status,
            is_refused=status != 200,
            is_begun=any(one["answer"]["status"] for one in steps),
            is_gone=request.params.get("gone") == "all",
            is_known=link.participant_id._knows_notice(),
            next_url=self._get_child_place(self._find_next(steps)),
            notice_mark=self._make_notice_mark(link),
            blocks=self._split_blocks(link.participant_id._get_notice_text()),
        )

    def _show_child_step(self, link, session, steps, step, typed=None, refused=None):
        """Show one question; what could not be saved stands as it was typed.

        :param dict typed: values that could not be saved
        :param dict refused: why, as ``_save_leaver_answers`` says
        """
        conflict = (refused or {}).get("conflict")
        index = [one["id"] for one in steps].index(step["id"])
        answer = typed or step["answer"]
        return self._render(
            "exit_interview_children.child_question",
            link,
            status=422 if refused else 200,
            step={
                **step,
                "answer": answer,
                "symbol": step.get("symbol") or "",
                "has_unsure": child_form.find_unsure(step),
                "names": {
                    part: answer_form.get_name(step["id"], part)
                    for part in (
                        "value",
                        "choice",
                        "text",
                        "comment",
                        "seen",
                        "aside",
                    )
                },
                "value": self._get_child_value(step, answer),
                # Once refused, the words in the page are new whatever they are.
                "seen": "" if refused else answer_form.get_seen(step["stored"]),
                "introduction": self._split_blocks(
                    step["part_words"] if self._opens_section(steps, index) else ""
                ),
            },
            message=(refused or {}).get("message", ""),
            conflict=conflict
            and {"author": conflict["author"], "words": conflict["their_text"]},
            path=[
                "now" if at == index else "done" if one["answer"]["status"] else "open"
                for at, one in enumerate(steps)
            ],
            number=index + 1,
            total=len(steps),
            version=session.version,
        )

    @staticmethod
    def _opens_section(steps, index):
        """Return whether a question is the first of its part."""
        return not index or steps[index - 1]["part_id"] != steps[index]["part_id"]

    @staticmethod
    def _get_child_value(step, answer):
        """Return the option that is chosen, as the form names it."""
        if step["kind"] == "choice":
            return str(answer["choice_ids"][0]) if answer["choice_ids"] else ""
        return "" if answer["score"] is False else str(answer["score"])

    # === NOT IN ANY MORE === #

    def _refuse(self):
        """Override of `exit_interview`: in words for children, on their pages."""
        path = request.httprequest.path
        if path != HOME and not path.startswith(f"{HOME}/"):
            return super()._refuse()
        if path.startswith(f"{HOME}/start/"):
            # Whoever guesses is answered later.
            self._keep_waiting()
        return self._return_words() or self._show_child_over()

    def _return_words(self, status=401):
        """Override of `exit_interview`: the same for words that cannot be saved."""
        path = request.httprequest.path
        if not path.startswith(f"{HOME}/") or request.httprequest.method != "POST":
            return super()._return_words(status)
        if request.params.get("go") == "save":
            # Our script keeps the words in the page by itself.
            return self._answer(json.dumps({"over": True}), status)
        has_cookie = request.httprequest.cookies.get(COOKIE)
        return self._show_child_over(self._get_posted_words() if has_cookie else [])

    def _show_child_over(self, words=()):
        """Say that the page is closed, and give back what was typed."""
        response = self._render(
            "exit_interview_children.child_over",
            status=401 if words else 404,
            words=list(words),
            closed=False,
            band="middle",
        )
        if not self._find_visit():
            response.delete_cookie(COOKIE, path=PATH)
        return response
