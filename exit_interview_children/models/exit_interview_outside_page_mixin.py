# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_datetime

from odoo.addons.exit_interview.models.local_date import get_today

from .exit_interview_population_mixin import POPULATION

# A case in which somebody talks with the young person, or has talked.
OPEN = ("offered", "scheduled", "interviewed", "confirmed", "shared")
# What the young person may have said about the written record (C-25).
CONFIRMS = ("agreed", "declined")


class ExitInterviewOutsidePageMixin(models.AbstractModel):
    """What an interviewer from outside finds on their own pages.

    They hold no right on any model. One finder goes around the rules, and returns the
    cases that are theirs now; all that follows is done on these, as superuser, in the
    name of the interviewer.

    Requirement: C-15, C-16, C-25, SEC-08, P-19.
    """

    _name = "exit.interview.outside.page.mixin"
    _description = "Case on the pages of an outside interviewer"

    meeting_reason = fields.Text(
        string="Why they meet in the home",
        readonly=True,
        copy=False,
        help="A young person talks more freely elsewhere than in the home they leave. "
        "Kept where the interviewer arranged it there all the same.",
    )

    # === FIND === #

    @api.model
    def _find_outside_cases(self, user):
        """Return the cases of an interviewer from outside: theirs, and only now.

        From the day they are assigned until some days after the hand-in.

        Requirement: C-15, SEC-08.

        :param user: ``res.users`` record, who is signed in
        :return: ``exit.interview`` as superuser, in the name of `user`
        """
        # The one way around the rules: nobody from outside has a right on any model.
        # The domain and the filter let through what was given to this very person.
        cases_sudo = self.with_user(user).sudo()
        if not user.active or not user.share:
            return cases_sudo.browse()
        ended = Domain("state", "=", "done") & Domain("outcome", "=", "completed")
        domain = (
            Domain("population", "=", POPULATION)
            & Domain("interviewer_id", "=", user.id)
            & Domain("conflict_user_ids", "not in", [user.id])
            & (Domain("state", "in", OPEN) | ended)
        )
        return cases_sudo.search(domain).filtered(
            lambda case: case._has_interviewer_role(user) and case._is_open_outside()
        )

    def _is_open_outside(self):
        """Return whether the interviewer's pages still show this case.

        :rtype: bool
        """
        self.ensure_one()
        end = self._get_outside_end()
        return self.reply == "accepted" and (not end or get_today(self) <= end)

    def _get_outside_end(self):
        """Return the last day on which the interviewer sees the case; False: open.

        :rtype: datetime.date or bool
        """
        self.ensure_one()
        policy, session = self.policy_id, self._get_outside_session()
        if self.state in ("offered", "scheduled"):
            return False
        if session.date_handed_in:
            day = policy._get_local_date(session.date_handed_in)
        elif self.date_confirmed:
            # Confirmed without them: nothing is left to do.
            day = self.date_confirmed
        else:
            return False
        return day + timedelta(days=policy.access_days)

    def _get_outside_session(self):
        """Return the conversation that the pages are about: planned, or held last.

        :rtype: ``exit.interview.session``
        """
        self.ensure_one()
        return self._get_planned_session() or self._get_held_session()

    def _get_outside_stage(self):
        """Return how far the interviewer is.

        :return: `arrange`, `meet`, `write` or `done`
        :rtype: str
        """
        self.ensure_one()
        session = self._get_outside_session()
        if not session:
            return "arrange"
        if session.state == "planned":
            return "meet"
        is_done = session.date_handed_in or not session._is_unconfirmed()
        return "done" if is_done else "write"

    def _get_outside_duties(self):
        """Return what the interviewer owes in these cases, the most urgent first.

        :rtype: ``exit.interview.duty``
        """
        duties = self.duty_ids.filtered(
            lambda duty: duty.state == "open" and duty.user_id == self.env.user
        )
        return duties.sorted(lambda duty: (duty.date_due, duty.id))

    def _get_outside_facts(self):
        """Return what the interviewer has to know to meet the young person; no more.

        Requirement: C-15.

        :return: pairs of label and text, none empty
        :rtype: list[tuple[str, str]]
        """
        self.ensure_one()
        if self._get_outside_stage() not in ("arrange", "meet"):
            # Nobody has to be found any more.
            return []
        child = self.child_id
        facts = [
            (self.env._("How and where to meet"), child.meeting_note),
            (self.env._("Address"), child.address),
            (self.env._("What makes talking easier"), child.needs),
            (self.env._("Languages"), child.languages),
            (self.env._("Their wishes"), self.wish_note),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_outside_contact(self):
        """Return whom to ring: the Children's Services Manager.

        :rtype: dict
        """
        self.ensure_one()
        manager, company = self.coordinator_id, self.company_id
        return {
            "name": manager.name or company.name,
            "phone": manager.phone or company.phone or "",
            "email": manager.email or company.email or "",
        }

    def _get_outside_roles(self):
        """Return who a concern may be about, among those the case knows: {role: user}.

        Logins are no business of outside interviewers: they tick a role.

        :rtype: dict
        """
        self.ensure_one()
        people = {
            "home_manager": self.home_manager_id,
            "social_worker": self.social_worker_id,
            "reviewing_officer": self.officer_id,
            "coordinator": self.coordinator_id,
        }
        return {role: user for role, user in people.items() if user}

    def _get_outside_parts(self):
        """Return the parts in which something may have come up.

        Requirement: C-06.

        :rtype: ``exit.interview.section``
        """
        self.ensure_one()
        form = self._get_outside_session().questionnaire_id
        return form.section_ids.filtered(lambda part: not part.is_observation)

    def _get_outside_concerns(self):
        """Return when the interviewer passed something on: moments, and no word of it.

        Requirement: S-28, C-06 (write-only).

        :rtype: list[str]
        """
        self.ensure_one()
        mine = self.concern_ids.filtered(
            lambda concern: concern.raised_by_id == self.env.user
        )
        return [
            self._format_outside(concern.date_raised)
            for concern in mine.sorted(lambda one: (one.date_raised, one.id))
        ]

    def _get_outside_risks(self):
        """Return the answers that sound as if somebody were not safe.

        A prompt, no decision: words of the policy, and options that ask for a thought.

        Requirement: C-06, I-16.

        :return: dictionaries with ``id``, ``question`` and ``answer``
        :rtype: list[dict]
        """
        self.ensure_one()
        session = self._get_outside_session()
        return [
            {
                "id": answer.question_id.id,
                "question": answer.question_text,
                "answer": answer._get_text(),
            }
            for answer in (session and session._get_risk_answers())
        ]

    def _format_outside(self, moment):
        """Return day and hour where the organisation works; empty without a moment."""
        if not moment:
            return ""
        zone = self.policy_id._get_zone().zone
        return format_datetime(
            self.env, moment, tz=zone, dt_format="EEEE d MMMM yyyy, HH:mm"
        )

    def _get_outside_local(self, moment):
        """Return a moment as it is on the clock where the organisation works."""
        zone = self.policy_id._get_zone()
        return pytz.utc.localize(moment).astimezone(zone)

    # === ARRANGE === #

    def _plan_from_outside(self, day, hour, mode, place, companion, reason):
        """Arrange the conversation, or arrange it anew.

        Requirement: C-16, F-11, D2 (never in the home being left).

        :param str day: ``YYYY-MM-DD``, as typed
        :param str hour: ``HH:MM``, as typed, on the clock of the organisation
        :param str mode: `in_person`, `video` or `phone`
        :param str place: where, or how to reach each other
        :param str companion: who comes along
        :param str reason: why in the home that they leave, where it is there
        :raise UserError: in words, if it cannot be so
        """
        self.ensure_one()
        moment = self._read_outside_moment(day, hour)
        if moment <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "This time is past. Choose one that is still to come; if you have "
                    "talked already, note it under “Record it myself”."
                )
            )
        modes = dict(self.env["exit.interview.session"]._get_meeting_modes())
        if mode not in modes:
            raise UserError(self.env._("Choose how you talk."))
        place = self._read_line(place, self.env._("The place"), 300)
        if mode == "in_person" and not place:
            raise UserError(self.env._("Say where you meet."))
        self._keep_meeting_reason(mode, place, reason)
        self.action_schedule(moment, mode, place, companion=companion or False)

    def _keep_meeting_reason(self, mode, place, reason):
        """Keep why a talk has to be in the home being left; refuse it without a reason.

        Requirement: C-16, D2 (never in the home being left).

        :param str mode: `in_person`, `video` or `phone`
        :param str place: where, as typed
        :param str reason: why there, may be empty
        :raise UserError: if it is there, and nobody says why
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        reason = self._read_line(reason, self.env._("The reason"), 500)
        is_home = self._is_in_home(mode, place)
        if is_home and not reason:
            raise self._make_home_error()
        # The caller was checked; nobody writes it by hand.
        self.sudo().write({"meeting_reason": reason if is_home else False})

    def _is_in_home(self, mode, place):
        """Return whether a talk would be in the home being left.

        :param str mode: `in_person`, `video` or `phone`
        :param str place: as typed
        :rtype: bool
        """
        self.ensure_one()
        # Whoever plans may not read every contact; only yes or no leaves.
        return mode == "in_person" and self.sudo()._is_home_being_left(place)

    def _make_home_error(self):
        self.ensure_one()
        return UserError(
            self.env._(
                "This looks like %s, the home they are leaving. Please choose "
                "another place, or say why it has to be there.",
                self.sudo().home_name,
            )
        )

    def _is_home_being_left(self, place):
        """Return whether a place is the home being left: by name, street or postcode.

        :param str place: as typed
        :rtype: bool
        """
        self.ensure_one()

        def plain(text):
            return "".join(filter(str.isalnum, (text or "").casefold()))

        home, typed = self.home_id, plain(place)
        known = (self.home_name, home.name, home.street, home.zip)
        return any(len(plain(one)) > 3 and plain(one) in typed for one in known)

    def _read_outside_moment(self, day, hour):
        """Return the moment that somebody typed on the clock of the organisation.

        :rtype: datetime.datetime
        :raise UserError: if it is no day, no hour, or an hour that does not exist
        """
        try:
            typed = datetime.strptime(f"{day} {hour}"[:16], "%Y-%m-%d %H:%M")
        except ValueError as error:
            raise UserError(self.env._("Give the day and the time.")) from error
        if not 2000 <= typed.year < 2200:
            raise UserError(self.env._("Give the day and the time."))
        zone = self.policy_id._get_zone()
        try:
            local = zone.localize(typed, is_dst=None)
        except pytz.NonExistentTimeError as error:
            raise UserError(
                self.env._("The clocks go forward in this night: choose another hour.")
            ) from error
        except pytz.AmbiguousTimeError:
            local = zone.localize(typed, is_dst=True)
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _cancel_from_outside(self, why, reason, day, hour):
        """Cancel what is planned, with a new date if there is one; or end it.

        Requirement: C-10, F-11, F-12.

        :param str why: `us`, `leaver`, `absent`, or `stop`: they do not want to talk
        :param str reason: in a few words
        :param str day: of the new date, may be empty
        :param str hour: of the new date
        """
        self.ensure_one()
        reason = self._read_line(reason, self.env._("The reason"), 500)
        if why == "stop":
            self.action_record_reply("declined", reason)
            return
        session = self._get_planned_session()
        if not session:
            raise UserError(self.env._("Nothing is planned that could be cancelled."))
        causes = dict(session._fields["cancelled_by"]._description_selection(self.env))
        if why not in causes:
            raise UserError(self.env._("Say why it does not take place."))
        moment = self._read_outside_moment(day, hour) if day or hour else False
        if moment and moment <= fields.Datetime.now():
            raise UserError(self.env._("The new time is past already."))
        session.action_cancel(reason, moment, why)

    # === THE CONVERSATION === #

    def _check_outside_writable(self):
        """Return the session that the interviewer may write into.

        :raise UserError: if there is none, or it is handed in
        """
        self.ensure_one()
        session = self._get_outside_session()
        if not session or session.date_handed_in or not session._is_writable():
            raise UserError(
                self.env._(
                    "The record is closed here. Ring us if something must be corrected."
                )
            )
        return session

    def _start_from_outside(self):
        """Open the young person's own pages for the device that is there.

        Requirement: C-16.

        :return: address to send the browser to
        :rtype: str
        :raise UserError: before it is arranged, or once it is handed in
        """
        if not self._get_outside_session():
            raise UserError(self.env._("Arrange the conversation first."))
        return self._check_outside_writable()._open_child_pages()

    def _save_from_outside(self, answers, version):
        """Save what the interviewer typed; nobody else is overwritten in silence.

        Of their own words the latest count: a tablet that lost its connection does not
        know what had arrived.

        Requirement: C-16, R-01, R-02.

        :param list[dict] answers: as for ``action_save_answers``
        :param int version: the version of the session that the page showed
        :return: the version to show next, and {question id: why it was not saved}
        :rtype: tuple[int, dict[int, dict]]
        """
        session = self._check_outside_writable()
        session._check_version(version)
        stored = session.answer_ids.filtered(lambda one: one.author_id == self.env.user)
        own_ids = set(stored.question_id.ids)
        own = [one for one in answers if one.get("question_id") in own_ids]
        others = [one for one in answers if one.get("question_id") not in own_ids]
        # The others first: what is the latest for them is what the page had shown.
        _version, refused = session._save_page_answers(others, version)
        version, refused_own = session._save_page_answers(own, session.version)
        return version, refused | refused_own

    def _strike_from_outside(self, question_id):
        """Take an answer out for good, because the young person wishes so.

        Requirement: C-25.

        :param int question_id: id of the question
        """
        session = self._check_outside_writable()
        questions = session.questionnaire_id.question_ids.filtered(
            lambda question: question.id == question_id
        )
        if not questions:
            raise UserError(self.env._("This question is not part of the record."))
        session._strike(questions)

    def _hold_from_outside(self, day, start, end, is_told):
        """Note that the conversation took place, and that they knew who reads it.

        Requirement: C-16, C-24, R-21.

        :param str day: ``YYYY-MM-DD``; as planned if empty
        :param str start: ``HH:MM``
        :param str end: ``HH:MM``; now if empty
        :param bool is_told: they were told beforehand who normally reads it
        """
        self.ensure_one()
        session = self._get_planned_session()
        if not session:
            raise UserError(self.env._("Arrange the conversation first."))
        begins = self._read_outside_moment(day, start) if day or start else False
        ends = self._read_outside_moment(day, end) if day and end else False
        session.action_mark_held(begins, ends)
        if is_told:
            self._note_told_from_outside(session)

    def _note_told_from_outside(self, session):
        """Keep that the young person was told, before it began, who reads it (C-24)."""
        waiting = self.share_ids.filtered(
            lambda share: share.is_normal
            and share.state == "draft"
            and share.permission == "undecided"
        )
        if waiting:
            day = self.policy_id._get_local_date(session.date_start)
            how = self.env._("By the interviewer, before the conversation began")
            waiting.action_record_told(how, day)

    def _hand_in_from_outside(self, how, decisions=(), date=False):
        """Hand the record in: from then on it can only be read here.

        Requirement: C-16, C-24, C-25, C-27.

        :param str how: `agreed` or `declined`: whether they went through it
        :param list[dict] decisions: what each reader gets, as they wish: see
            ``_decide_from_outside``; whoever is left out gets the copy as usual
        :param date: day of the confirmation; today if empty
        :raise UserError: also while nobody said whether a reader gets a copy
        """
        self.ensure_one()
        session = self._get_outside_session()
        if session.state != "held":
            raise UserError(self.env._("Note first that the conversation took place."))
        if session.date_handed_in:
            return
        is_open = session._is_unconfirmed()
        if is_open and how not in CONFIRMS:
            raise UserError(
                self.env._("Say whether they know what is written down, and agree.")
            )
        self._decide_from_outside(decisions)
        session.action_hand_in()
        if is_open:
            self.action_confirm(how, date)

    # === CONCERN === #

    def _raise_from_outside(
        self,
        category,
        text,
        is_immediate,
        roles,
        is_told,
        is_about_home=True,
        section_ids=(),
    ):
        """Pass on something that cannot wait; it is not shown here again.

        Requirement: C-06, S-28, decision 4.

        :param str category: a value of ``exit.interview.concern`` ``category``
        :param str text: the least that others must know to act
        :param bool is_immediate: somebody is in danger now
        :param list[str] roles: keys of :meth:`_get_outside_roles` it is about
        :param bool is_told: the young person knows that it is passed on
        :param bool is_about_home: the home's manager hears nothing of it
        :param section_ids: ids of the parts that it came up in
        """
        self.ensure_one()
        people = self._get_outside_roles()
        named = [people[role].id for role in roles if role in people]
        if not (text or "").strip():
            raise ValidationError(
                self.env._("Write what others must know so that they can act.")
            )
        self.env["exit.interview.concern"].raise_concern(
            self.id,
            category,
            text,
            severity="immediate" if is_immediate else "significant",
            named_ids=list(dict.fromkeys(named)),
            told=is_told,
            details={
                "is_about_home": is_about_home,
                "section_ids": list(section_ids) if is_about_home else [],
            },
        )
