# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pages on which leavers answer the questions themselves: L-04, B-04, R-01, R-23."""

from odoo import http
from odoo.http import request
from odoo.tools import format_datetime

from . import answer_form
from .leaver import PATH, ROUTE, LeaverController, leaver_page

HOME = f"{PATH}/answer"
# How long a question takes, in seconds, for a guess that is rounded up generously.
SECONDS = {
    "scale": 20,
    "yes_no": 15,
    "choice": 25,
    "choices": 30,
    "date": 20,
    "text": 90,
}


class LeaverAnswerController(LeaverController):
    """The second renderer of the form; the first is the interview screen."""

    # === PAGES === #

    @http.route(HOME, methods=["GET", "POST"], **ROUTE)
    @leaver_page("answer")
    def show_answer_home(self, link, saved=None, **form):
        """Show what happens with the answers, then how far they are (P-10)."""
        participant = link.participant_id
        if request.httprequest.method == "POST":
            shown = self._read_notice_mark(link, form.get("notice_mark"))
            if not form.get("read") or not shown:
                return self._show_answer_notice(link, status=422)
            if not participant.date_notice:
                participant._acknowledge_notice(shown)
            return self._redirect(HOME)
        if not self._is_answerable(link):
            return self._show_answer_closed(link)
        if not participant.date_notice:
            return self._show_answer_notice(link)
        session, questionnaire = self._get_answer_form(link)
        parts = session._get_leaver_parts(questionnaire)
        next_part = next(
            (one for one in parts if one["answered"] < one["asked"]), parts[0]
        )
        can_write = link.case_id._can_leaver_write(link.participant_id)
        return self._render(
            "exit_interview.leaver_answer_home",
            link,
            introduction=self._get_answer_words(questionnaire, "introduction"),
            parts=self._describe_parts(parts),
            next_part=next_part,
            is_begun=any(one["answered"] for one in parts),
            is_done=all(one["answered"] == one["asked"] for one in parts),
            minutes=self._guess_minutes(parts),
            can_write=can_write,
            date_written=self._format_answer_moment(link, session.date_written),
            **self._prepare_answer_values(link, saved, parts),
        )

    @http.route(f"{HOME}/<int:section_id>", methods=["GET", "POST"], **ROUTE)
    @leaver_page("answer")
    def show_answer_part(self, link, section_id, saved=None, **form):
        """Show one part of the form, and save it.

        :param int section_id: from the address; checked against the leaver's own form
        """
        if not self._is_answerable(link):
            return self._show_answer_unsaved(link, closed=True)
        if not link.participant_id.date_notice:
            is_post = request.httprequest.method == "POST"
            return self._show_answer_notice(link, status=422 if is_post else 200)
        if not link.case_id._can_leaver_write(link.participant_id):
            if request.httprequest.method == "POST":
                return self._show_answer_unsaved(link, closed=True)
            return self._redirect(f"{HOME}/finish")
        session, questionnaire = self._get_answer_form(link)
        parts = session._get_leaver_parts(questionnaire)
        part = next((one for one in parts if one["id"] == section_id), None)
        if not part:
            return self._redirect(HOME)
        if request.httprequest.method == "POST":
            return self._save_answer_part(link, part)
        return self._show_answer_part(link, parts, part, session.version, saved=saved)

    @http.route(f"{HOME}/later", methods=["GET"], **ROUTE)
    @leaver_page("answer")
    def show_answer_later(self, link, saved=None, **form):
        """Say how to come back."""
        if not self._is_answerable(link):
            return self._show_answer_closed(link)
        session, questionnaire = self._get_answer_form(link)
        parts = session._get_leaver_parts(questionnaire)
        policy = link.case_id.policy_id
        return self._render(
            "exit_interview.leaver_answer_later",
            link,
            channel=link.channel,
            expires=link.case_id._format_date(
                policy._get_local_date(link.date_expires)
            ),
            hours=policy.visit_hours,
            asked=sum(one["asked"] for one in parts),
            answered=sum(one["answered"] for one in parts),
            **self._prepare_answer_values(link, saved, parts),
        )

    @http.route(f"{HOME}/finish", methods=["GET", "POST"], **ROUTE)
    @leaver_page("answer")
    def show_answer_finish(self, link, saved=None, **form):
        """Show all answers and what is left open, and take them as finished."""
        if not self._is_answerable(link):
            return self._show_answer_closed(link)
        if not link.participant_id.date_notice:
            return self._show_answer_notice(link)
        case = link.case_id
        if request.httprequest.method == "POST":
            if case._can_leaver_write(link.participant_id):
                session = case._take_up_writing(link.participant_id)
                session._hand_in_by_leaver(link.participant_id)
            return self._redirect(f"{HOME}/finish")
        session, questionnaire = self._get_answer_form(link)
        parts = session._get_leaver_parts(questionnaire)
        words = {one.question_id.id: one._get_text() for one in session.answer_ids}
        return self._render(
            "exit_interview.leaver_answer_finish",
            link,
            parts=self._describe_parts(parts),
            words=words,
            missing=sum(one["asked"] - one["answered"] for one in parts),
            can_write=case._can_leaver_write(link.participant_id),
            date_written=self._format_answer_moment(link, session.date_written),
            is_meeting_ahead=session.state == "planned" and bool(session.date_meeting),
            closing=self._get_answer_words(questionnaire, "closing"),
            **self._prepare_answer_values(link, saved, parts),
        )

    # === SAVE === #

    def _save_answer_part(self, link, part):
        """Save a page; show it again if something is open, else go on."""
        posted = request.httprequest.form
        typed, changed, twofold = answer_form.read_part(posted, part["questions"])
        session = link.case_id._take_up_writing(link.participant_id)
        version, refused = session._save_leaver_answers(
            link.participant_id,
            [{"question_id": one, **typed[one]} for one in changed],
            self._read_answer_version(posted, session),
        )
        for question_id in twofold:
            refused[question_id] = {"twofold": True}
        # What was refused is shown as it was typed.
        kept = {question_id: typed[question_id] for question_id in refused}
        parts = session._get_leaver_parts(session.questionnaire_id, kept)
        shown = next((one for one in parts if one["id"] == part["id"]), part)
        opened = [
            one["id"]
            for one in shown["questions"]
            if one["is_open"]
            and posted.get(answer_form.get_name(one["id"], "shown")) == ""
        ]
        if refused or (opened and posted.get("go") == "next"):
            status = 422 if refused else 200
            return self._show_answer_part(
                link, parts, shown, version, status, refused=refused, opened=opened
            )
        return self._redirect(self._get_answer_next(posted.get("go"), parts, part))

    def _read_answer_version(self, posted, session):
        """Return which version the page showed; what is no number is the oldest."""
        text = posted.get("version") or ""
        is_number = len(text) <= 9 and text.isascii() and text.isdecimal()
        return int(text) if is_number else 0

    def _get_answer_next(self, go, parts, part):
        """Return where to go after a part was saved."""
        ids = [one["id"] for one in parts]
        index = ids.index(part["id"]) if part["id"] in ids else 0
        place = {"later": "/later", "overview": ""}.get(go)
        if go == "back":
            place = f"/{ids[index - 1]}" if index else ""
        elif place is None:
            place = f"/{ids[index + 1]}" if index + 1 < len(ids) else "/finish"
        return f"{HOME}{place}?saved={part['id']}"

    # === SHOW === #

    def _is_answerable(self, link):
        """Return whether the pages show anything: own answers, until confirmed."""
        case = link.case_id
        can_write = case._can_leaver_write(link.participant_id)
        return can_write or case.state in ("scheduled", "interviewed")

    def _get_answer_form(self, link):
        """Return the session, empty before anything began, and its questionnaire."""
        case = link.case_id
        session = case._get_leaver_session(link.participant_id)
        kind = "survey" if case.route == "survey" else "first"
        return session, session.questionnaire_id or case._get_questionnaire(kind)

    def _show_answer_notice(self, link, status=200):
        return self._render(
            "exit_interview.leaver_answer_notice",
            link,
            status=status,
            is_refused=status != 200,
            notice_mark=self._make_notice_mark(link),
            notice=self._split_blocks(link.participant_id._get_notice_text()),
        )

    def _show_answer_closed(self, link):
        return self._render("exit_interview.leaver_answer_closed", link)

    def _show_answer_part(
        self,
        link,
        parts,
        part,
        version,
        status=200,
        refused=None,
        opened=(),
        saved=None,
    ):
        """Show one part with its answers, and why something was not saved."""
        number = [one["id"] for one in parts].index(part["id"]) + 1
        index = {one["id"]: one for each in parts for one in each["questions"]}
        questions = [
            self._describe_question(
                link, question, index, (refused or {}).get(question["id"])
            )
            for question in part["questions"]
        ]
        return self._render(
            "exit_interview.leaver_answer_part",
            link,
            status=status,
            part=part,
            questions=questions,
            wrong=[one for one in questions if one["refusal"]],
            opened=[one for one in questions if one["id"] in opened],
            number=number,
            total=len(parts),
            is_first=number == 1,
            version=version,
            introduction=self._split(part["introduction"]),
            **self._prepare_answer_values(link, saved, parts),
        )

    def _describe_question(self, link, question, index, refusal):
        """Return a question with the names of its fields and what they show."""
        answer, kind = question["answer"], question["kind"]
        names = {
            part: answer_form.get_name(question["id"], part)
            for part in (
                "value",
                "choice",
                "text",
                "comment",
                "aside",
                "seen",
                "shown",
            )
        }
        value = ""
        if answer["status"] in answer_form.ASIDES:
            value = answer["status"]
        elif kind == "choice":
            value = str(answer["choice_ids"][0]) if answer["choice_ids"] else ""
        elif answer["score"] is not False:
            value = str(answer["score"])
        conflict = (refusal or {}).get("conflict")
        if conflict:
            refusal = {
                "conflict": conflict,
                "moment": self._format_answer_moment(link, conflict["date"]),
            }
        depends = question["depends"] or {}
        return {
            **question,
            "names": names,
            "value": value,
            "seen": answer_form.get_seen(question["stored"]),
            "refusal": refusal,
            "has_comment": bool(
                question["comment_label"]
                or answer["comment"]
                or any(choice["is_other"] for choice in question["choices"])
            ),
            "depends_on": depends.get("question_id"),
            "depends_value": self._get_depends_value(depends, index),
        }

    def _get_depends_value(self, depends, index):
        """Return the value of the field that opens a question, for our script."""
        earlier = index.get(depends.get("question_id"))
        if not earlier:
            return ""
        if earlier["kind"] == "yes_no":
            return "1" if depends["value"] == "yes" else "0"
        codes = {choice["code"]: choice["id"] for choice in earlier["choices"]}
        return str(codes.get(depends["value"], ""))

    def _describe_parts(self, parts):
        total = len(parts)
        return [
            {**part, "number": number, "total": total}
            for number, part in enumerate(parts, start=1)
        ]

    def _prepare_answer_values(self, link, saved, parts):
        """Return what the pages share: what was saved, and what drafts are called."""
        part = next((one for one in parts if str(one["id"]) == saved), None)
        return {
            "home": HOME,
            "saved_part": part and part["name"],
            "saved_id": part and part["id"],
            "draft_key": link.case_id.name,
        }

    def _guess_minutes(self, parts):
        """Return how long the rest takes, rounded up to five minutes."""
        seconds = sum(
            SECONDS[question["kind"]]
            for part in parts
            for question in part["questions"]
            if question["is_open"] and not question["answer"]["status"]
        )
        return -(-seconds // 300) * 5

    def _format_answer_moment(self, link, moment):
        if not moment:
            return ""
        zone = link.case_id.policy_id._get_zone().zone
        return format_datetime(
            link.env, moment, tz=zone, dt_format="d MMMM yyyy, HH:mm"
        )

    def _get_answer_words(self, questionnaire, name):
        """Return words of a survey; those of an interview are spoken by somebody."""
        if questionnaire.kind != "survey":
            return []
        return self._split(questionnaire._get_form()[name])

    @staticmethod
    def _split(text):
        return [part.strip() for part in (text or "").split("\n\n") if part.strip()]

    # === TOO LATE === #

    def _show_answer_unsaved(self, link, closed):
        """Give typed words back where they cannot be saved any more."""
        words = self._get_posted_words()
        if not words:
            return self._show_answer_closed(link)
        return self._render(
            "exit_interview.leaver_unsaved",
            link,
            status=422,
            words=words,
            closed=closed,
        )
