# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pages of interviewers from outside: C-04, C-14 to C-16, C-25, SEC-08.

Nothing here goes around the rules: ``_find_outside_cases`` of the case does so once,
and every page starts there.
"""

import functools
import json

from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.exit_interview.controllers import answer_form
from odoo.addons.exit_interview.controllers.headers import HEADERS
from odoo.addons.exit_interview.controllers.leaver import LeaverController
from odoo.addons.portal.controllers.portal import CustomerPortal

HOME = "/my/conversations"
ROUTE = {"type": "http", "auth": "user", "website": True, "sitemap": False}
PAGE = {**ROUTE, "methods": ["GET", "POST"]}
ARRANGE = ("date", "time", "mode", "place", "companion", "reason")
MESSAGES = (
    "arranged",
    "cancelled",
    "saved",
    "struck",
    "held",
    "passed",
    "referred",
    "handed",
)


def own_conversation(page):
    """Open a page to whoever interviews in this very case now; 404 for all others.

    The page is called with the case first, as superuser in the interviewer's name.
    """

    @functools.wraps(page)
    def serve(self, reference, **form):
        cases = request.env["exit.interview"]._find_outside_cases(request.env.user)
        case = cases.filtered(lambda one: one.name == reference)
        if not case:
            raise NotFound()
        request.env["exit.interview.journal"]._log_reading(case, "record_read")
        return page(self, case, **form)

    return serve


class ExitInterviewPortal(CustomerPortal):
    """Lists, shows and takes what belongs to a conversation with a young person."""

    # === HOME OF THE PORTAL === #

    def _prepare_home_portal_values(self, counters):
        """Override of `portal`: a card for whoever interviews."""
        values = super()._prepare_home_portal_values(counters)
        user = request.env.user
        values["is_outside_interviewer"] = user.has_group(
            "exit_interview_children.group_outside_interviewer"
        )
        if "conversation_count" in counters:
            cases = request.env["exit.interview"]._find_outside_cases(user)
            values["conversation_count"] = len(cases)
        return values

    # === LIST === #

    @http.route(HOME, methods=["GET"], **ROUTE)
    def show_conversations(self, **_form):
        """List the interviewer's own conversations, and what is due when."""
        user = request.env.user
        if not user.has_group("exit_interview_children.group_outside_interviewer"):
            raise NotFound()
        cases = request.env["exit.interview"]._find_outside_cases(user)
        rows = [self._prepare_row(case) for case in cases]
        rows.sort(key=lambda row: (row["stage"] == "done", row["due_key"]))
        return self._show("portal_conversations", rows=rows, page_name="conversations")

    def _prepare_row(self, case):
        session = case._get_outside_session()
        duty = case._get_outside_duties()[:1]
        stage = case._get_outside_stage()
        return {
            "url": f"{HOME}/{case.name}",
            "reference": case.name,
            "name": case.leaver_name,
            "stage": stage,
            "when": case._format_outside(session.date_start) if stage == "meet" else "",
            "due": case._format_date(duty.date_due),
            "due_key": duty.date_due or fields.Date.to_date("2199-12-31"),
            "is_late": duty.is_overdue,
            "end": case._format_date(case._get_outside_end()),
        }

    # === ONE CONVERSATION === #

    @http.route(f"{HOME}/<string:reference>", methods=["GET"], **ROUTE)
    @own_conversation
    def show_conversation(self, case, done=None, **_form):
        """Show what the interviewer needs for one conversation, and what is next.

        :param str done: what was just done, one of a few words
        """
        session = case._get_outside_session()
        questions = self._prepare_questions(session)
        return self._show(
            "portal_conversation",
            case,
            done=done if done in MESSAGES else "",
            facts=case._get_outside_facts(),
            planned=self._prepare_planned(case, session),
            asked=len(questions),
            answered=sum(bool(one["answer"]["status"]) for one in questions),
            is_written=bool(session.date_written),
            can_open=bool(session) and session._is_writable(),
            referrals=case._get_outside_referrals(),
            risks=case._get_outside_risks(),
            concerns=case._get_outside_concerns(),
            end=case._format_date(case._get_outside_end()),
            handed_in=case._format_outside(session.date_handed_in),
        )

    def _prepare_planned(self, case, session):
        """Return when and how it is planned, or was held, in words."""
        if not session:
            return {}
        modes = dict(session._get_meeting_modes())
        return {
            "when": case._format_outside(session.date_start),
            "place": ": ".join(
                filter(None, [modes.get(session.mode), session.location])
            ),
            "companion": session.companion or "",
            "is_past": session.date_start <= fields.Datetime.now(),
        }

    # === ARRANGE === #

    @http.route(f"{HOME}/<string:reference>/arrange", **PAGE)
    @own_conversation
    def arrange(self, case, **form):
        """Arrange the conversation, or arrange it anew (C-16)."""
        if case._get_outside_stage() not in ("arrange", "meet"):
            return self._go(case)
        if request.httprequest.method != "POST":
            return self._show_arrange(case, self._get_planned_values(case))
        typed = {name: (form.get(name) or "").strip() for name in ARRANGE}
        problem = self._try(
            lambda: case._plan_from_outside(
                typed["date"],
                typed["time"],
                typed["mode"],
                typed["place"],
                typed["companion"],
                typed["reason"],
            )
        )
        if problem:
            return self._show_arrange(case, typed, problem)
        return self._go(case, "arranged")

    def _get_planned_values(self, case):
        session = case._get_planned_session()
        if not session:
            return dict.fromkeys(ARRANGE, "") | {"mode": "in_person"}
        local = case._get_outside_local(session.date_start)
        return {
            "date": local.strftime("%Y-%m-%d"),
            "time": local.strftime("%H:%M"),
            "mode": session.mode or "in_person",
            "place": session.location or "",
            "companion": session.companion or "",
            "reason": case.meeting_reason or "",
        }

    def _show_arrange(self, case, typed, problem=""):
        home = case.home_name or ""
        is_home = typed["mode"] == "in_person" and case._is_home_being_left(
            typed["place"]
        )
        return self._show(
            "portal_conversation_arrange",
            case,
            status=422 if problem else 200,
            problem=problem,
            typed=typed,
            home=home,
            asks_reason=bool(is_home or typed["reason"]),
            modes=request.env["exit.interview.session"]._get_meeting_modes(),
            facts=case._get_outside_facts(),
        )

    @http.route(f"{HOME}/<string:reference>/cancel", **PAGE)
    @own_conversation
    def cancel(self, case, **form):
        """Cancel or rebook; or end it, because they do not want to talk (C-10)."""
        if case._get_outside_stage() not in ("arrange", "meet"):
            return self._go(case)
        typed = {
            name: (form.get(name) or "").strip()
            for name in ("why", "reason", "date", "time")
        }
        problem = ""
        if request.httprequest.method == "POST":
            problem = self._try(lambda: case._cancel_from_outside(**self._as(typed)))
            if not problem:
                if typed["why"] == "stop":
                    return self._redirect(HOME)
                return self._go(case, "arranged" if typed["date"] else "cancelled")
        return self._show(
            "portal_conversation_cancel",
            case,
            status=422 if problem else 200,
            problem=problem,
            typed=typed,
            is_planned=bool(case._get_planned_session()),
            planned=self._prepare_planned(case, case._get_planned_session()),
        )

    @staticmethod
    def _as(typed):
        return {
            "why": typed["why"],
            "reason": typed["reason"],
            "day": typed["date"],
            "hour": typed["time"],
        }

    # === THE CONVERSATION === #

    @http.route(f"{HOME}/<string:reference>/questions", methods=["GET"], **ROUTE)
    @own_conversation
    def show_questions(self, case, **_form):
        """Show the blank questions, and what to say first (C-16, C-24, C-26)."""
        session = case._get_outside_session()
        questionnaire = session.questionnaire_id or case._get_questionnaire("first")
        form = questionnaire._get_form()
        parts = [
            {
                **section,
                "questions": [
                    one
                    for question in section["questions"]
                    for one in (question, *question["children"])
                ],
            }
            for section in form["sections"]
        ]
        words = case.participant_ids[:1]._get_notice_text()
        return self._show(
            "portal_conversation_questions",
            case,
            parts=parts,
            notice=LeaverController._split_blocks(words),
            guidance=LeaverController._split_blocks(form["guidance"]),
            introduction=LeaverController._split_blocks(form["introduction"]),
            closing=LeaverController._split_blocks(form["closing"]),
        )

    @http.route(f"{HOME}/<string:reference>/start", methods=["POST"], **ROUTE)
    @own_conversation
    def start(self, case, **_form):
        """Sign the interviewer out here, and open the young person's pages."""
        places = []
        problem = self._try(lambda: places.append(case._start_from_outside()))
        if problem:
            return self._show_problem(case, problem)
        # Whoever holds the device next is a young person: nothing of ours stays open.
        request.session.logout(keep_db=True)
        response = self._redirect(places[0])
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    @http.route(f"{HOME}/<string:reference>/record", **PAGE)
    @own_conversation
    def record(self, case, **form):
        """Take down the answers on one page, with the observations at the end."""
        try:
            session = case._check_outside_writable()
        except UserError:
            if form.get("go") == "save":
                return self._answer_script({"over": True}, 409)
            return self._show_record_closed(case)
        if request.httprequest.method != "POST":
            return self._show_record(case, session, done=form.get("done"))
        return self._save_record(case, session)

    def _save_record(self, case, session):
        posted = request.httprequest.form
        questions = self._prepare_questions(session)
        typed, changed, twofold = answer_form.read_part(posted, questions)
        version = posted.get("version") or ""
        is_number = len(version) <= 9 and version.isascii() and version.isdecimal()
        version, refused = case._save_from_outside(
            [{"question_id": one, **typed[one]} for one in changed],
            int(version) if is_number else 0,
        )
        for question_id in twofold:
            refused[question_id] = {"twofold": True}
        if posted.get("go") == "save":
            seen = {
                question_id: answer_form.get_seen(values)
                for question_id, values in typed.items()
                if question_id not in refused
            }
            return self._answer_script(
                {"version": version, "seen": seen, "refused": sorted(refused)}
            )
        if refused:
            kept = {question_id: typed[question_id] for question_id in refused}
            return self._show_record(case, session, kept, refused, status=422)
        if posted.get("go") == "more":
            return self._redirect(f"{HOME}/{case.name}/record?done=saved")
        return self._go(case, "saved")

    def _answer_script(self, values, status=200):
        headers = {**HEADERS, "Content-Type": "application/json"}
        return request.make_response(
            json.dumps(values), headers=list(headers.items()), status=status
        )

    def _prepare_questions(self, session, typed=None):
        """Return all questions of a conversation, in order, with their answers."""
        if not session:
            return []
        parts = session._get_leaver_parts(session.questionnaire_id, typed)
        return [one for part in parts for one in part["questions"]]

    def _show_record(
        self, case, session, typed=None, refused=None, status=200, done=None
    ):
        parts = session._get_leaver_parts(session.questionnaire_id, typed)
        for part in parts:
            part["questions"] = [
                self._describe(case, one, (refused or {}).get(one["id"]))
                for one in part["questions"]
            ]
        first = [part for part in parts if not part.get("is_observation")]
        last = [part for part in parts if part.get("is_observation")]
        form = session.questionnaire_id._get_form()
        return self._show(
            "portal_conversation_record",
            case,
            status=status,
            parts=first,
            observations=last,
            guidance=LeaverController._split_blocks(form["guidance"]),
            closing=LeaverController._split_blocks(form["closing"]),
            wrong=[
                one for part in parts for one in part["questions"] if one["refusal"]
            ],
            version=str(session.version),
            risks=case._get_outside_risks(),
            done=done if done in MESSAGES else "",
            is_planned=session.state == "planned",
        )

    def _describe(self, case, question, refusal):
        """Return a question with the names of its fields and what they show."""
        answer, kind = question["answer"], question["kind"]
        value = ""
        if answer["status"] in answer_form.ASIDES:
            value = answer["status"]
        elif kind == "choice":
            value = str(answer["choice_ids"][0]) if answer["choice_ids"] else ""
        elif answer["score"] is not False:
            value = str(answer["score"])
        conflict = (refusal or {}).get("conflict")
        if conflict:
            moment = fields.Datetime.to_datetime(conflict["date"])
            refusal = {"conflict": conflict, "moment": case._format_outside(moment)}
        return {
            **question,
            "names": {
                part: answer_form.get_name(question["id"], part)
                for part in ("value", "choice", "text", "comment", "aside", "seen")
            },
            "value": value,
            "seen": answer_form.get_seen(question["stored"]),
            "refusal": refusal,
            "is_answered": bool(question["stored"]["status"]),
            "by_leaver": question["stored"].get("by_leaver"),
        }

    def _show_record_closed(self, case):
        """Show the record for reading, once nothing can be added any more."""
        session = case._get_outside_session()
        if not session:
            return self._go(case)
        sections = session._get_record_sections()
        for line in (line for section in sections for line in section["lines"]):
            line["words"] = "\n".join(filter(None, [line["answer"], line["comment"]]))
        return self._show(
            "portal_conversation_closed",
            case,
            sections=sections,
            handed_in=case._format_outside(session.date_handed_in),
            end=case._format_date(case._get_outside_end()),
        )

    @http.route(f"{HOME}/<string:reference>/strike", methods=["POST"], **ROUTE)
    @own_conversation
    def strike(self, case, question=None, sure=None, **_form):
        """Take an answer out for good, as the young person wishes (C-25)."""
        is_number = (question or "").isdecimal() and len(question) < 10
        number = int(question) if is_number else 0
        session = case._get_outside_session()
        answer = session.answer_ids.filtered(lambda one: one.question_id.id == number)
        if not answer:
            return self._redirect(f"{HOME}/{case.name}/record")
        if not sure:
            return self._show(
                "portal_conversation_strike",
                case,
                question_id=number,
                question=answer.question_text,
                words=answer._get_text(),
            )
        problem = self._try(lambda: case._strike_from_outside(number))
        if problem:
            return self._show_problem(case, problem)
        return self._redirect(f"{HOME}/{case.name}/record?done=struck")

    @http.route(f"{HOME}/<string:reference>/held", **PAGE)
    @own_conversation
    def held(self, case, **form):
        """Note that the conversation took place (C-16, C-24)."""
        session = case._get_planned_session()
        if not session:
            return self._go(case)
        typed = self._get_held_values(case, session)
        problem = ""
        if request.httprequest.method == "POST":
            typed = {name: (form.get(name) or "").strip() for name in typed}
            problem = self._try(
                lambda: case._hold_from_outside(
                    typed["date"], typed["start"], typed["end"], bool(typed["told"])
                )
            )
            if not problem:
                return self._go(case, "held")
        return self._show(
            "portal_conversation_held",
            case,
            status=422 if problem else 200,
            problem=problem,
            typed=typed,
            readers=case._get_outside_readers(),
        )

    def _get_held_values(self, case, session):
        now = fields.Datetime.now()
        start = case._get_outside_local(min(session.date_start, now))
        end = case._get_outside_local(now)
        is_today = start.date() == end.date()
        person = session.participant_ids[:1]
        return {
            "date": start.strftime("%Y-%m-%d"),
            "start": start.strftime("%H:%M"),
            "end": end.strftime("%H:%M") if is_today else "",
            "told": "1" if person.date_notice else "",
        }

    # === CONCERN === #

    @http.route(f"{HOME}/<string:reference>/concern", **PAGE)
    @own_conversation
    def concern(self, case, **form):
        """Take something that cannot wait; it is never shown here again (C-06)."""
        posted = request.httprequest.form
        typed = {
            "category": form.get("category") or "safeguarding",
            "text": (form.get("text") or "").strip(),
            "danger": bool(form.get("danger")),
            "told": bool(form.get("told")),
            "about": posted.getlist("about"),
            # About the home unless they say that it is not.
            "home": not posted or bool(form.get("home")),
            "parts": [
                part.id
                for part in case._get_outside_parts()
                if str(part.id) in posted.getlist("part")
            ],
        }
        problem = ""
        if request.httprequest.method == "POST":
            problem = self._try(
                lambda: case._raise_from_outside(
                    typed["category"],
                    typed["text"],
                    typed["danger"],
                    typed["about"],
                    typed["told"],
                    typed["home"],
                    typed["parts"],
                )
            )
            if not problem:
                return self._go(case, "passed")
        manager = request.env._("Children's Services Manager")
        roles = dict(
            request.env["exit.interview.role.mixin"]
            ._fields["role"]
            ._description_selection(request.env)
        )
        return self._show(
            "portal_conversation_concern",
            case,
            status=422 if problem else 200,
            problem=problem,
            typed=typed,
            about=[
                (role, roles[role] if role != "coordinator" else manager)
                for role in case._get_outside_roles()
            ],
            parts=[(part.id, part.name) for part in case._get_outside_parts()],
            concerns=case._get_outside_concerns(),
        )

    # === COMPLAINT, ADVOCATE === #

    @http.route(f"{HOME}/<string:reference>/refer", **PAGE)
    @own_conversation
    def refer(self, case, kind="", note="", is_open="", **_form):
        """Show the way to complaints and advocacy, and note it (C-28 to C-30)."""
        is_posted = request.httprequest.method == "POST"
        typed = {
            "kind": kind if is_posted else "",
            "note": note.strip() if is_posted else "",
            # Nothing is lost unless they say that nothing is left to do.
            "is_open": bool(is_open) or not is_posted,
        }
        problem = ""
        if is_posted:
            problem = self._try(lambda: case._refer_from_outside(**typed))
            if not problem:
                return self._go(case, "referred")
        policy = case.policy_id
        return self._show(
            "portal_conversation_refer",
            case,
            status=422 if problem else 200,
            problem=problem,
            typed=typed,
            referrals=case._get_outside_referrals(),
            complaints=LeaverController._split_blocks(policy.complaints_wording),
            advocacy=LeaverController._split_blocks(policy.advocacy_wording),
        )

    # === HAND IN === #

    @http.route(f"{HOME}/<string:reference>/hand-in", **PAGE)
    @own_conversation
    def hand_in(self, case, how=None, **_form):
        """Hand the record in; from then on it is only read (C-16, C-25, C-27)."""
        if case._get_outside_stage() != "write":
            return self._go(case)
        readers = case._get_outside_readers()
        problem = ""
        if request.httprequest.method == "POST":
            readers = self._read_readers(readers)
            problem = self._try(lambda: case._hand_in_from_outside(how, readers))
            if not problem:
                return self._go(case, "handed")
        session = case._get_outside_session()
        questions = self._prepare_questions(session)
        return self._show(
            "portal_conversation_hand_in",
            case,
            status=422 if problem else 200,
            problem=problem,
            how=how or "",
            readers=readers,
            kept_back=case._get_kept_back_words(),
            risks=case._get_outside_risks(),
            missing=sum(
                one["is_open"] and not one["answer"]["status"] for one in questions
            ),
        )

    @staticmethod
    def _read_readers(readers):
        """Return readers with what was chosen for each of them on the page."""
        posted = request.httprequest.form
        return [
            {
                **one,
                "choice": posted.get(f"choice_{one['role']}") or one["choice"],
                "left_out": [
                    part_id
                    for part_id, _name in one["parts"]
                    if str(part_id) in posted.getlist(f"out_{one['role']}")
                ],
            }
            for one in readers
        ]

    # === SMALL HELPERS === #

    def _try(self, step):
        """Take a step; return in words why it is not possible, or an empty text."""
        try:
            with request.env.cr.savepoint():
                step()
        except UserError as error:
            return str(error)
        return ""

    def _show_problem(self, case, problem):
        return self._show(
            "portal_conversation_problem", case, status=422, problem=problem
        )

    def _show(self, template, case=None, status=200, **values):
        """Return a page: plain values, kept in no cache.

        :param str template: id of a template of this addon
        :param case: ``exit.interview`` record, as superuser
        """
        layout = self._prepare_portal_layout_values()
        # Without it a screen reader guesses the language.
        layout["html_data"] = {"lang": request.env.lang.replace("_", "-")}
        if case:
            layout |= {
                "page_name": "conversation",
                "reference": case.name,
                "url": f"{HOME}/{case.name}",
                "name": case.leaver_name,
                "age": case.child_id._get_age(case.policy_id._get_local_date()),
                "stage": case._get_outside_stage(),
                "due": case._format_date(case._get_outside_duties()[:1].date_due),
                "is_late": case._get_outside_duties()[:1].is_overdue,
                "contact": case._get_outside_contact(),
            }
        response = request.render(
            f"exit_interview_children.{template}", {**layout, **values}
        )
        response.status_code = status
        response.headers.update(HEADERS)
        return response

    def _go(self, case, done=""):
        return self._redirect(f"{HOME}/{case.name}" + (f"?done={done}" if done else ""))

    def _redirect(self, location):
        """Go to another page of ours: a reload never sends a form again."""
        response = request.redirect(location, code=303, local=True)
        response.headers.update(HEADERS)
        return response
