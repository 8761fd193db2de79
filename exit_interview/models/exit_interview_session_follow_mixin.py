# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .local_date import get_today


class ExitInterviewSessionFollowMixin(models.AbstractModel):
    """A first conversation and its follow-up: two versions, both kept.

    The follow-up takes over what was said the first time when somebody begins to write
    in it; from then on the first stays as it is, for ever. The state of the case does
    not change: the follow-up carries its own confirmation.

    Requirement: S-23, S-24, F-08 to F-10, decision 7.
    """

    _name = "exit.interview.session.follow.mixin"
    _description = "Session with a follow-up"

    previous_id = fields.Many2one(
        comodel_name="exit.interview.session",
        string="Follows",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The first conversation, from whose answers this one starts.",
    )
    follow_up_ids = fields.One2many(
        comodel_name="exit.interview.session",
        inverse_name="previous_id",
        string="Follow-ups",
        readonly=True,
    )
    date_begun = fields.Datetime(
        string="Answers taken over",
        readonly=True,
        help="When the follow-up took over the answers of the first conversation, "
        "which has not changed since.",
    )
    confirm_how = fields.Selection(
        selection=lambda self: self.env["exit.interview"]._selection_confirm_how(),
        string="How this version was confirmed",
        readonly=True,
    )
    date_confirmed = fields.Date(string="This version confirmed on", readonly=True)
    follow_up_mode = fields.Selection(
        selection=lambda self: self._get_meeting_modes(),
        string="Would like the follow-up",
        readonly=True,
        help="How the leaver would rather talk again.",
    )
    date_follow_up_declined = fields.Date(
        string="Wants no follow-up since",
        readonly=True,
        help="The leaver does not wish to talk again.",
    )
    follow_up_reason = fields.Char(
        string="Why no follow-up",
        readonly=True,
        help="Only if the leaver said why; nobody asks.",
    )

    # === WHERE IT STANDS === #

    def _get_follow_up(self):
        """Return the follow-up of a conversation, planned or held, if there is one."""
        self.ensure_one()
        if self.state != "held":
            return self.browse()
        return self.follow_up_ids.filtered(lambda one: one.state != "cancelled")[:1]

    def _has_begun_follow_up(self):
        """Return whether a follow-up took the answers over: they change no more.

        One that was cancelled counts: it is taken up again as it was left.
        """
        self.ensure_one()
        return self.state == "held" and any(self.follow_up_ids.mapped("date_begun"))

    def _owes_follow_up(self):
        """Return whether the follow-up of this conversation is still to be planned.

        :rtype: bool
        """
        self.ensure_one()
        return bool(
            self.kind == "first"
            and self.state == "held"
            and not self.date_follow_up_declined
            and self.case_id.policy_id._asks_follow_up()
            and not self._get_follow_up()
        )

    def _get_follow_up_window(self):
        """Return the days from which and until which the follow-up is to take place.

        Requirement: F-10, decision 6.

        :rtype: tuple[datetime.date, datetime.date]
        """
        self.ensure_one()
        policy = self.case_id.policy_id
        day = policy._get_local_date(self.date_start)
        return (
            day + timedelta(days=policy.follow_up_from_days),
            day + timedelta(days=policy.follow_up_to_days),
        )

    def _is_unconfirmed(self):
        """Return whether the record of a conversation held waits to be confirmed.

        :rtype: bool
        """
        self.ensure_one()
        case = self.case_id
        if self.state != "held":
            return False
        if self.kind == "follow_up":
            is_open = case._is_followable()
        elif self.apart_id:
            # The others may still be to be heard.
            is_open = case.state in ("offered", "scheduled", "interviewed")
        else:
            is_open = case.state == "interviewed"
        return is_open and not self.date_confirmed

    def _is_latest(self):
        """Return whether no later conversation took the place of this one."""
        self.ensure_one()
        return self.state == "held" and not self.follow_up_ids.filtered(
            lambda one: one.state == "held"
        )

    def _get_confirmation(self):
        """Return how and when this version of the record was confirmed.

        :return: value of ``confirm_how`` and day; both empty if it was not
        :rtype: tuple
        """
        self.ensure_one()
        case = self.case_id
        if self.date_confirmed:
            return self.confirm_how, self.date_confirmed
        # What the case says is said of the version that it was confirmed by.
        if self._is_latest() and self.kind != "follow_up":
            return case.confirm_how, case.date_confirmed
        return False, False

    def _note_confirmation(self, how, date):
        """Keep on each version how it was confirmed.

        :param str how: a value of ``confirm_how``, or False
        :param datetime.date date: the day, or False
        """
        self.write({"confirm_how": how, "date_confirmed": date})

    # === ANSWERS === #

    def _begin(self):
        """Take over what was said the first time, once, before anything is changed.

        Requirement: S-24, decision 7.
        """
        self.ensure_one()
        if self.kind != "follow_up" or self.date_begun:
            return
        # Nobody changes the first while it is taken over.
        self._lock_version()
        self.previous_id._lock_version()
        first = self.previous_id.answer_ids
        first.create([answer._prepare_follow_vals(self) for answer in first])
        self.write({"date_begun": fields.Datetime.now()})

    def _get_shown_answers(self):
        """Return the answers that stand in the form: those of the first, to begin with.

        :rtype: ``exit.interview.answer``
        """
        self.ensure_one()
        if self.kind == "follow_up" and not self.date_begun:
            return self.previous_id.answer_ids
        return self.answer_ids

    def _prepare_shown_answers(self):
        """Return the answers for the screen, by question.

        :rtype: dict[int, dict]
        """
        self.ensure_one()
        # The first one's versions count changes of another record.
        own = {} if self.date_begun or self.kind != "follow_up" else {"version": 0}
        return {
            answer.question_id.id: answer._get_form() | own
            for answer in self._get_shown_answers()
        }

    def _prepare_first_answers(self):
        """Return what was said the first time, by question; empty for a first one.

        :rtype: dict[int, dict]
        """
        self.ensure_one()
        return {
            answer.question_id.id: answer._get_form() | {"said": answer._get_text()}
            for answer in self.previous_id.answer_ids
        }

    def _get_first_texts(self):
        """Return what was said the first time where the follow-up says something else.

        :return: {question id: text}, empty where nothing was said then
        :rtype: dict[int, str]
        """
        self.ensure_one()
        if not self.previous_id:
            return {}
        now, then = (
            {answer.question_id.id: answer._get_text() for answer in answers}
            for answers in (self._get_shown_answers(), self.previous_id.answer_ids)
        )
        return {
            question_id: then.get(question_id, "")
            for question_id in {**then, **now}
            if now.get(question_id, "") != then.get(question_id, "")
        }

    # === STEPS === #

    def action_plan_follow_up(
        self, date_start=False, mode="phone", location=False, companion=False
    ):
        """Plan the follow-up of a conversation, or plan it anew.

        Requirement: S-23, F-09, F-10.

        :param date_start: UTC datetime, or its text ``YYYY-MM-DD HH:MM:SS``
        :param str mode: `in_person`, `video` or `phone`, as the leaver prefers
        :param str location: where, or how to reach each other
        :param str companion: who comes with the leaver
        :return: id of the follow-up
        :rtype: int
        :raise UserError: before the first conversation, or after the case ended
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer", "writer")
        # The caller was checked; sessions are made by the server only.
        first_sudo = self.sudo()
        planned = first_sudo._plan_follow_up(
            self._read_moment(date_start, self.env._("the follow-up")),
            mode,
            self._read_line(location, self.env._("the place"), 300),
            self._read_line(companion, self.env._("the companion"), 300),
        )
        case = first_sudo.case_id
        case.with_env(self.env)._log("scheduled", self.env._("Follow-up"))
        if planned.date_start > fields.Datetime.now():
            case._queue_for("planned", planned.participant_ids)
        case.duty_update()
        return planned.id

    def _plan_follow_up(self, date_start, mode, location, companion):
        """Plan after the caller's checks; one that was dropped is taken up again."""
        self.ensure_one()
        self._check_value("mode", mode)
        self._check_meeting_mode(mode)
        first, case = self.previous_id or self, self.case_id
        first._check_followable()
        if not date_start:
            raise UserError(self.env._("Say when the follow-up takes place."))
        if date_start <= (first.date_end or first.date_start):
            raise UserError(
                self.env._(
                    "%s: the follow-up comes after the first conversation. Choose a "
                    "later time.",
                    case.name,
                )
            )
        if not case.interviewer_id:
            raise UserError(
                self.env._("%s has no interviewer yet. Assign one first.", case.name)
            )
        vals = {
            "date_start": date_start,
            "mode": mode,
            "location": location,
            "companion": companion,
            "interviewer_id": case.interviewer_id.id,
        }
        planned = first._get_follow_up()
        dropped = first.follow_up_ids.filtered("date_begun")[:1]
        if planned:
            if planned.date_start != date_start:
                vals["times_planned"] = planned.times_planned + 1
                vals["date_reconfirmed"] = False
            planned.write(vals)
        elif dropped:
            planned = dropped
            planned._set_state("planned", **vals, **planned._prepare_revived_vals())
        else:
            planned = self.create(first._prepare_follow_up_vals(vals))
        first.write({"date_follow_up_declined": False, "follow_up_reason": False})
        return planned

    def _prepare_revived_vals(self):
        """Return what a cancelled session forgets when it is taken up again."""
        return {
            "date_end": False,
            "cancelled_by": False,
            "cancel_reason": False,
            "date_cancelled": False,
        }

    def _prepare_follow_up_vals(self, vals):
        """Return the values of a follow-up: the same people, the same questions."""
        self.ensure_one()
        return {
            "case_id": self.case_id.id,
            "kind": "follow_up",
            "previous_id": self.id,
            "participant_ids": [Command.set(self._get_talking_again().ids)],
            "apart_id": self.apart_id.id,
            "questionnaire_id": self.questionnaire_id.id,
            **vals,
        }

    def _get_talking_again(self):
        """Return who takes part in the follow-up: everybody who did not decline.

        If all declined and one is planned all the same, they said so to somebody.
        """
        people = self.participant_ids
        return people.filtered(lambda one: one.follow_up_reply != "declined") or people

    def _check_followable(self):
        """Check that a conversation can have a follow-up that is still to come.

        :raise UserError: saying why not
        """
        self.ensure_one()
        case = self.case_id
        if self.kind != "first" or self.state != "held":
            raise UserError(
                self.env._(
                    "%s: a follow-up comes after a first conversation that took place.",
                    case.name,
                )
            )
        if not case.policy_id._asks_follow_up() and not self._get_follow_up():
            raise UserError(
                self.env._(
                    "%s: the policy asks for no follow-up. The deadlines of the policy "
                    "say whether there is one, and when.",
                    case.name,
                )
            )
        if not case._is_followable():
            raise UserError(
                self.env._(
                    "%s has ended: there is nothing to follow up any more.", case.name
                )
            )
        if self._get_follow_up().state == "held":
            raise UserError(
                self.env._("%s: the follow-up has taken place already.", case.name)
            )

    def action_wish_follow_up(self, mode=False):
        """Record how the leaver would like to talk again; empty: no preference.

        Requirement: S-23.

        :param str mode: `in_person`, `video` or `phone`
        :return: True
        """
        self._check_actor("coordinator", "interviewer", "writer")
        if mode:
            self._check_value("follow_up_mode", mode)
        # The caller was checked; people hold no right to write into sessions.
        for session in self.sudo():
            session._check_followable()
            session.write({"follow_up_mode": mode})
        return True

    def action_decline_follow_up(self, reason=False):
        """Record that the leaver does not wish to talk again. Nobody asks why.

        A follow-up that was planned is called off; a later one can be planned still.

        Requirement: S-23, F-10.

        :param str reason: only if the leaver gave one
        :return: True
        """
        self._check_actor("coordinator", "interviewer", "writer")
        reason = self._read_line(reason, self.env._("the reason"), 300)
        # The caller was checked, as above.
        sessions_sudo = self.sudo()
        for session in sessions_sudo:
            session._check_followable()
            session._decline_follow_up(reason)
        cases_sudo = sessions_sudo.case_id
        cases_sudo.with_env(self.env)._log("reply", self.env._("Wants no follow-up"))
        cases_sudo._close_if_settled()
        cases_sudo.duty_update()
        return True

    def _decline_follow_up(self, reason):
        """Keep that nobody wishes to talk again, and call off what was planned.

        :param str reason: only if one was given
        """
        self.ensure_one()
        label = self.env._("Wants no follow-up")
        self._get_follow_up()._cancel(reason or label, "leaver")
        self.write(
            {
                "date_follow_up_declined": get_today(self.case_id),
                "follow_up_reason": reason,
            }
        )

    def action_open_cancel(self):
        """Open the dialog that cancels this very conversation.

        Requirement: F-11, F-12.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer", "writer")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "exit_interview.exit_interview_step_action_cancel_session"
        )
        return {
            **action,
            "context": {
                "active_model": "exit.interview",
                "active_ids": self.case_id.ids,
                "default_step": "cancel_session",
                "default_session_id": self.id,
                "dialog_size": "medium",
            },
        }

    def _cancel_follow_up(self, reason, cancelled_by, rebook_date):
        """Cancel a planned follow-up, and plan another in the same step if known."""
        self.ensure_one()
        self._cancel(reason, cancelled_by)
        if rebook_date:
            self._plan_follow_up(rebook_date, self.mode, self.location, self.companion)
        if cancelled_by == "us":
            self.case_id._queue_for("cancelled", self.participant_ids)
        self.case_id.duty_update()

    def _check_held_after_first(self, start):
        """Check that a follow-up is not said to have come before the first."""
        self.ensure_one()
        first = self.previous_id
        if first and start <= (first.date_end or first.date_start):
            raise UserError(
                self.env._(
                    "%s: the follow-up comes after the first conversation. Choose a "
                    "later time.",
                    self.case_id.name,
                )
            )
