# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL

from .local_date import get_today

# Proposals lie within six weeks; somebody may look at them for a while.
HORIZON = timedelta(days=60)


class ExitInterviewPlanMixin(models.AbstractModel):
    """How a participant plans, changes and cancels the conversation on their page.

    As the replies: private, for whoever came in by a link, called as superuser.

    Requirement: F-11, F-12, F-30, B-10.
    """

    _name = "exit.interview.plan.mixin"
    _description = "Conversation planned by a participant"

    # === PROPOSALS === #

    def _can_plan(self):
        """Return whether this participant may choose a date.

        Where others have a conversation planned, a date is agreed by telephone: nobody
        moves somebody else's (I-22).

        :rtype: bool
        """
        self.ensure_one()
        case = self.case_id
        planned = case._get_planned_session(self)
        return bool(
            self._get_offer_stage() == "agreed"
            and case.route == "interview"
            and case.interviewer_id
            and (not planned or self in planned.participant_ids)
        )

    def _get_proposals(self, count=3):
        """Return the next times at which the interviewer is free.

        :param int count: how many
        :return: naive UTC datetimes; empty if nobody can plan here
        :rtype: list[datetime.datetime]
        """
        self.ensure_one()
        if not self._can_plan():
            return []
        policy, interviewer = self.case_id.policy_id, self.case_id.interviewer_id
        Session = self.env["exit.interview.session"]
        after = self._get_first_moment()
        return Session._find_free_times(policy, interviewer, after, count)

    def _get_first_moment(self):
        """Return the moment after which times are proposed."""
        policy = self.case_id.policy_id
        first = max(fields.Datetime.now(), self._get_reflected_moment())
        if not policy.proposal_days:
            return first
        day = policy._plan_working_days(policy.proposal_days, get_today(self.case_id))
        return max(first, policy._get_noon(day) - timedelta(hours=12))

    def _get_reflected_moment(self):
        """Return from when they are ready to talk: earlier if they wish so.

        Requirement: S-21, decision 6.

        :rtype: datetime.datetime
        """
        self.ensure_one()
        day = not self.wants_sooner and self.case_id._get_reflected_date()
        if not day:
            return fields.Datetime.now()
        return self.case_id.policy_id._get_noon(day) - timedelta(hours=12)

    def _is_proposal(self, moment):
        """Return whether a moment from a form could have been proposed, and is free."""
        ready = max(fields.Datetime.now(), self._get_reflected_moment())
        if not ready <= moment < ready + HORIZON or moment <= fields.Datetime.now():
            return False
        case = self.case_id
        free = self.env["exit.interview.session"]._find_free_times(
            case.policy_id, case.interviewer_id, moment - timedelta(seconds=1), 1
        )
        return free == [moment]

    def _lock_times(self, moment):
        """Let two leavers who choose one time at the same moment not both get it.

        The lock is per interviewer and lasts to the end of the transaction. What was
        planned since this one began is seen by a transaction of its own; this one
        would go on proposing it, so it begins again.

        :raise ConcurrencyError: if somebody is choosing now, or has just chosen it;
            the platform retries
        """
        interviewer = self.case_id.interviewer_id
        rows = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(%s, %s)",
                SQL("hashtext('exit_interview_times')"),
                interviewer.id,
            )
        )
        if not rows[0][0]:
            raise ConcurrencyError("Somebody else is choosing a time right now")
        minutes = self.case_id.policy_id.session_minutes
        own = self.case_id._get_planned_session(self)
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            clashes = env["exit.interview.session"]._get_clashes(
                interviewer.with_env(env), moment, minutes, own.with_env(env)
            )
            if clashes:
                raise ConcurrencyError("Somebody else has just chosen this time")

    # === STEPS === #

    def _details_from_page(self, wishes, moment=False):
        """Keep the wishes, and plan the conversation if a proposal was chosen.

        :param dict wishes: as ``_read_wishes`` returned them
        :param moment: naive UTC datetime of a proposal, or empty
        :return: why the time could not be had, in words; False if all is well
        :rtype: str or bool
        """
        self.ensure_one()
        self._reply_from_page("accepted", wishes)
        if not moment:
            return False
        try:
            with self.env.cr.savepoint():
                self._plan_from_page(moment)
        except UserError as error:
            # The wishes stay; only the time has to be chosen again.
            return str(error)
        return False

    def _plan_from_page(self, moment):
        """Plan the conversation, or move it, to a proposal that is still free.

        Requirement: F-12, F-30, B-04.

        :param moment: naive UTC datetime
        :return: the session
        :raise UserError: if the time is gone, or nothing can be planned here
        """
        self.ensure_one()
        case = self._get_staff_case()
        planned = self._get_own_session()
        if planned.date_start == moment and planned:
            return planned
        if not self._can_plan():
            raise UserError(
                self.env._(
                    "A date cannot be chosen here at the moment. Tell us which times "
                    "suit you, and we will contact you."
                )
            )
        if not self._is_proposal(moment):
            raise UserError(
                self.env._(
                    "This time is not free any more. What you wrote is kept; please "
                    "choose another time."
                )
            )
        self._lock_times(moment)
        session = case._schedule(
            moment,
            self._get_talk_mode(),
            planned.location or self.preferred_place,
            self.companion,
            self if case.is_apart else None,
        )
        self._tell_planned(session)
        return session

    def _tell_planned(self, session):
        """Let everybody know of a date: a duty for staff, a mail to who takes part."""
        case = self._get_staff_case()
        case._note_news()
        case._log("scheduled")
        reached = session.participant_ids.filtered(lambda one: one._is_mailable())
        case._queue_messages(reached, "planned")
        case.duty_update()

    def _get_talk_mode(self):
        """Return how they talk: as wished for, else as planned, else in person."""
        modes = self.env["exit.interview.session"]._fields["mode"].get_values(self.env)
        talks = [mode for mode in modes if mode != "written"]
        wished, planned = self.preferred_mode, self._get_own_session().mode
        return next((mode for mode in (wished, planned) if mode in talks), "in_person")

    def _cancel_from_page(self, reason, moment=False):
        """Cancel the conversation, and plan another at a proposal in the same step.

        Requirement: F-11, F-12.

        :param reason: in the leaver's words, or empty; nobody asks
        :param moment: naive UTC datetime of a proposal, or empty
        :return: True
        :raise UserError: if nothing can be cancelled, or the new time is gone
        """
        self.ensure_one()
        session = self._get_own_talk()
        if not session:
            return True  # the same form again
        if session.date_start <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "This conversation was to begin already. Please ring us, and we "
                    "find another time."
                )
            )
        case = self._get_staff_case()
        if moment:
            if not self._is_proposal(moment):
                raise UserError(
                    self.env._(
                        "This time is not free any more. Nothing was cancelled yet; "
                        "please choose another time."
                    )
                )
            self._lock_times(moment)
        mode, location = self._get_talk_mode(), session.location
        session.with_env(case.env)._cancel(reason, "leaver")
        if moment:
            person = self if case.is_apart else None
            planned = case._schedule(moment, mode, location, self.companion, person)
            self._tell_planned(planned)
        else:
            case._settle_plans()
            case._note_news()
            case.duty_update()
        return True

    # === IN WRITING === #

    def _write_from_page(self):
        """Let them answer in writing: open the questions, and a way in to them.

        A planned conversation is given up for it. A mail with the way in follows, so
        that they can go on elsewhere.

        Requirement: L-04.

        :return: ``exit.interview.link``; empty if there are no questions to answer here
        """
        self.ensure_one()
        Link = self.env["exit.interview.link"].sudo()
        self._reply_from_page("accepted", {"preferred_mode": "written"})
        case = self._get_staff_case()
        session = case._get_planned_session(self)
        is_new = session.mode != "written"
        if is_new:
            if session:
                self._cancel_from_page(False)
            session = case._open_written_session(self)
            case.duty_update()
        if not session:
            return Link
        if is_new and self._is_mailable():
            self.env["exit.interview.message"]._queue(self, "answer")
        # The one in their mail goes on working.
        link = Link.search(Link._get_live_domain(self, "answer"))
        if link.state != "open":
            link, _secret = Link._issue(self, "answer", "page")
        return link
