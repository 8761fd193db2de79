# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page of the offer: reply, wishes, and the date of the conversation."""

from odoo import fields, http
from odoo.exceptions import UserError, ValidationError
from odoo.http import content_disposition, request
from odoo.tools import format_date

from .headers import FILE_HEADERS
from .leaver import PATH, ROUTE, LeaverController, leaver_page

OFFER = f"{PATH}/offer"
FOLLOW_UP = f"{PATH}/follow-up"
DETAILS = f"{OFFER}/details"
CANCEL = f"{OFFER}/cancel"
WISHES = (
    "preferred_mode",
    "preferred_place",
    "companion",
    "topics",
    "wish_words",
    "availability",
    "needs_words",
    "need_interpreter",
    "need_large_print",
    "need_time",
    "wants_apart",
    "wants_sooner",
)


class LeaverOfferController(LeaverController):
    """What invited participants see and answer. Rules stand on the participant."""

    # === PAGES === #

    @http.route(OFFER, methods=["GET", "POST"], **ROUTE)
    @leaver_page("offer")
    def offer(self, link, reply=None, **form):
        """Show the offer, and take one of three answers.

        :param str reply: `accepted`, `later` or `declined`; `written` goes on writing
        """
        participant = link.participant_id
        if request.httprequest.method != "POST":
            return self._render_offer(link)
        if reply == "written":
            return self._start_writing(link)
        shown = self._read_notice_mark(link, form.get("notice_mark"))
        if reply != "declined" and not (shown or participant._knows_notice()):
            # A yes is one to the words that stand now; a no needs none of them.
            return self._render_offer(link, 422, is_notice_new=True)
        if reply == "later":
            return self._answer_later(link, form.get("date_ask_again"), shown)
        participant._reply_from_page(reply, date_shown=shown)
        if reply == "accepted":
            if link.case_id.route == "survey":
                return self._start_writing(link)
            return self._redirect(DETAILS)
        return self._redirect(OFFER)

    def _answer_later(self, link, date, shown):
        """Take a "not now", with the day of asking again if there is one."""
        participant = link.participant_id
        try:
            with request.env.cr.savepoint():
                day = participant._read_ask_again(date)
                wishes = {"date_ask_again": day} if day else {}
                participant._reply_from_page("later", wishes, shown)
        except ValidationError as error:
            return self._render_offer(
                link, 422, date_typed=date, date_problem=str(error)
            )
        return self._redirect(OFFER)

    @http.route(DETAILS, methods=["GET", "POST"], **ROUTE)
    @leaver_page("offer")
    def details(self, link, proposal=None, **form):
        """Ask how, where, when, with whom and about what; all of it optional.

        :param str proposal: UTC datetime of a proposal, as the form held it
        """
        participant = link.participant_id
        if participant._get_offer_stage() != "agreed" or link.case_id.route == "survey":
            return self._redirect(OFFER)
        if request.httprequest.method != "POST":
            return self._render_details(link, self._get_wishes(participant))
        try:
            with request.env.cr.savepoint():
                wishes = participant._read_wishes(form)
                moment = participant._read_moment(proposal, link.env._("the time"))
                writes = wishes["preferred_mode"] == "written"
                problem = participant._details_from_page(
                    wishes, False if writes else moment
                )
        except UserError as error:
            problem = str(error)
        if problem:
            typed = {name: form.get(name) or "" for name in WISHES}
            return self._render_details(link, typed, problem)
        return self._start_writing(link) if writes else self._redirect(OFFER)

    @http.route(CANCEL, methods=["GET", "POST"], **ROUTE)
    @leaver_page("offer")
    def cancel(self, link, reason=None, proposal=None, **form):
        """Cancel the conversation, and choose another time if one suits.

        :param str reason: in the leaver's words, if they like
        :param str proposal: UTC datetime of a proposal, as the form held it
        """
        participant = link.participant_id
        if not participant._get_own_talk():
            return self._redirect(OFFER)
        if request.httprequest.method != "POST":
            return self._render_cancel(link)
        try:
            with request.env.cr.savepoint():
                participant._cancel_from_page(
                    participant._read_line(reason, link.env._("The reason"), 1000),
                    participant._read_moment(proposal, link.env._("the time")),
                )
        except UserError as error:
            return self._render_cancel(link, reason, str(error))
        return self._redirect(OFFER)

    @http.route(f"{OFFER}/meeting.ics", methods=["GET"], **ROUTE)
    @leaver_page("offer")
    def calendar_entry(self, link, **form):
        """Send the entry for the leaver's calendar; it names nobody (P-18)."""
        session = link.participant_id._get_own_talk()
        if not session:
            return self._redirect(OFFER)
        headers = {
            **FILE_HEADERS,
            "Content-Type": "text/calendar; charset=utf-8",
            "Content-Disposition": content_disposition("meeting.ics"),
        }
        return request.make_response(
            session._get_ics().encode(), headers=list(headers.items())
        )

    def _start_writing(self, link):
        """Go on to the questions, in the same browser."""
        answer = link.participant_id._write_from_page()
        if not answer:
            return self._redirect(OFFER)
        # Who has come in by one link need not prove it again for the next.
        return self._enter(answer, is_proven=True)

    # === WHAT THEY SHOW === #

    def _render_offer(self, link, status=200, **values):
        participant, case = link.participant_id, link.case_id
        policy = case.policy_id
        stage = participant._get_offer_stage()
        if stage == "over" and participant._get_follow_stage() != "none":
            return self._redirect(FOLLOW_UP)
        titles = {
            "agreed": link.env._("Thank you for saying yes"),
            "declined": link.env._("Thank you for telling us"),
            "later": link.env._("We ask again later"),
            "early": link.env._("Not quite yet"),
            "over": link.env._("Thank you"),
        }
        values = {
            "is_notice_new": False,
            "notice_mark": self._make_notice_mark(link),
            "date_typed": "",
            "date_problem": "",
            **self._prepare_session(link),
            **values,
        }
        return self._render(
            "exit_interview.leaver_offer",
            link,
            status=status,
            heading=titles.get(stage, link.env._("Would you like to talk to us?"))
            if case.route == "interview"
            else titles.get(stage, link.env._("Would you like to tell us?")),
            stage=stage,
            route=case.route,
            welcome=self._split_blocks(case._fill_offer_page(policy.offer_page_body)),
            notice=self._split_blocks(participant._get_notice_text()),
            interviewer=self._get_interviewer_name(link),
            minutes=policy.session_minutes,
            ask_again=self._format_day(link, participant.date_ask_again),
            wishes=self._get_wishes(participant),
            mode_label=self._get_mode_label(participant),
            needs=participant._get_own_needs_text(),
            needs_noted=participant.needs or "",
            **values,
        )

    def _prepare_session(self, link):
        """Return what was agreed, and what was cancelled before."""
        participant, case = link.participant_id, link.case_id
        session = participant._get_own_session()
        writes = session.mode == "written"
        cancelled = case._get_cancelled_session(participant)
        if participant not in cancelled.participant_ids:
            cancelled = cancelled.browse()
        labels = dict(session._fields["mode"]._description_selection(link.env))
        return {
            "is_writing": writes,
            "is_planned": bool(session) and not writes,
            "is_past": bool(session) and session.date_start <= fields.Datetime.now(),
            "when": self._format(link, session.date_start),
            "how": labels.get(session.mode, ""),
            "where": session.location or "",
            "companion": session.companion or "",
            "can_plan": participant._can_plan(),
            "cancelled_when": self._format(link, cancelled.date_start),
            "cancelled_reason": cancelled.cancel_reason or "",
            "cancelled_by": cancelled.cancelled_by or "",
        }

    def _render_details(self, link, wishes, problem=""):
        participant = link.participant_id
        session = participant._get_own_talk()
        return self._render(
            "exit_interview.leaver_offer_details",
            link,
            status=422 if problem else 200,
            problem=problem,
            wishes=wishes,
            modes=participant._fields["preferred_mode"]._description_selection(
                link.env
            ),
            words=link.case_id._get_page_words(),
            proposals=self._prepare_proposals(link),
            when=self._format(link, session.date_start),
            interviewer=self._get_interviewer_name(link),
            may_talk_alone=participant.wants_apart or link.case_id._may_hear_apart(),
            reflected=self._format_day(link, self._get_reflected_day(link)),
        )

    def _get_reflected_day(self, link):
        """Return the day until which they may think it over; False once it is over."""
        day = link.case_id._get_reflected_date()
        today = link.case_id.policy_id._get_local_date()
        return day if day and day > today else False

    def _render_cancel(self, link, reason="", problem=""):
        session = link.participant_id._get_own_talk()
        return self._render(
            "exit_interview.leaver_offer_cancel",
            link,
            status=422 if problem else 200,
            problem=problem,
            reason=reason or "",
            when=self._format(link, session.date_start),
            proposals=self._prepare_proposals(link),
        )

    def _prepare_proposals(self, link):
        return [
            {"value": str(moment), "label": self._format(link, moment)}
            for moment in link.participant_id._get_proposals()
        ]

    def _get_wishes(self, participant):
        return {name: participant[name] or "" for name in WISHES}

    def _get_mode_label(self, participant):
        field = participant._fields["preferred_mode"]
        labels = dict(field._description_selection(participant.env))
        return labels.get(participant.preferred_mode, "")

    def _get_interviewer_name(self, link):
        case = link.case_id
        if not case.policy_id.offer_names_interviewer:
            return ""
        return case.interviewer_id.name or ""

    def _format_day(self, link, day):
        return format_date(link.env, day, date_format="EEEE d MMMM yyyy") if day else ""

    def _format(self, link, moment):
        """Return day and hour where the organisation works, in the leaver's words."""
        case = link.case_id
        return case._format_day_and_hour(case.policy_id, moment) if moment else ""
