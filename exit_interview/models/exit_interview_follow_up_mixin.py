# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ExitInterviewFollowUpMixin(models.AbstractModel):
    """What a case owes for its follow-ups; its own state does not change by them.

    Requirement: S-23, S-24, F-08 to F-10.
    """

    _name = "exit.interview.follow.up.mixin"
    _description = "Case with follow-ups"

    can_plan_follow_up = fields.Boolean(compute="_compute_follow_up")
    is_follow_up_planned = fields.Boolean(compute="_compute_follow_up")
    is_follow_up_open = fields.Boolean(compute="_compute_follow_up")
    follow_up_note = fields.Char(
        string="Follow-up",
        compute="_compute_follow_up",
        help="How far the second conversation is.",
    )

    @api.depends(
        "state",
        "session_ids.state",
        "session_ids.date_start",
        "session_ids.date_follow_up_declined",
        "session_ids.date_confirmed",
    )
    @api.depends_context("uid", "lang")
    def _compute_follow_up(self):
        for case in self:
            # Interviewers see the case and have no right on the policy.
            case_sudo = case.sudo()
            followed = case_sudo._get_followed_sessions()
            planned = case_sudo._get_planned_follow_ups()
            open_ones = followed - planned.previous_id
            may = case._is_actor("coordinator") or case._is_actor("interviewer")
            asks = case_sudo.policy_id._asks_follow_up()
            case.is_follow_up_planned = bool(planned) and may
            case.is_follow_up_open = case_sudo._has_late_follow_up() and may
            case.can_plan_follow_up = bool(open_ones) and bool(asks) and may
            case.follow_up_note = case_sudo._get_follow_up_note()

    def _get_follow_up_note(self):
        """Return in a line how far the follow-up is, or False where there is none.

        :rtype: str or bool
        """
        self.ensure_one()
        notes = [
            self._get_session_note(session) for session in self._get_first_sessions()
        ]
        return "; ".join(filter(None, notes)) or False

    def _get_session_note(self, session):
        follow_up = session._get_follow_up()
        if follow_up:
            day = self._format_date(
                self.policy_id._get_local_date(follow_up.date_start)
            )
            if follow_up.state == "planned":
                return self.env._("Planned for %s", day)
            if follow_up.date_confirmed:
                return self.env._("Held on %s, confirmed", day)
            return self.env._("Held on %s, not confirmed yet", day)
        if session.date_follow_up_declined:
            return self.env._(
                "The leaver does not wish for one (%s)",
                self._format_date(session.date_follow_up_declined),
            )
        if not session._owes_follow_up() or not self._is_followable():
            return False
        first, last = session._get_follow_up_window()
        modes = dict(session._get_meeting_modes())
        wish = modes.get(session.follow_up_mode)
        return self.env._(
            "To be agreed, for %(first)s to %(last)s%(wish)s",
            first=self._format_date(first),
            last=self._format_date(last),
            wish=f" ({wish})" if wish else "",
        )

    # === WHERE IT STANDS === #

    def _is_followable(self):
        """Return whether a follow-up may take place: from the first one to the end.

        :rtype: bool
        """
        self.ensure_one()
        return self.state in ("interviewed", "confirmed", "shared") or (
            self.state == "done" and self.outcome == "completed"
        )

    def _get_first_sessions(self):
        """Return the conversations that took place, without their follow-ups."""
        return self.session_ids.filtered(
            lambda one: one.state == "held" and one.kind == "first"
        )

    def _get_followed_sessions(self):
        """Return the conversations whose follow-up has not taken place, if it may."""
        self.ensure_one()
        if not self._is_followable():
            return self.session_ids.browse()
        return self._get_first_sessions().filtered(
            lambda one: one._get_follow_up().state != "held"
        )

    def _get_planned_follow_ups(self):
        """Return the follow-ups that are planned.

        :rtype: ``exit.interview.session``
        """
        return self.session_ids.filtered(
            lambda one: one.state == "planned" and one.kind == "follow_up"
        )

    def _get_unconfirmed_follow_ups(self):
        """Return the follow-ups that were held and whose record is not confirmed.

        :rtype: ``exit.interview.session``
        """
        return self.session_ids.filtered(
            lambda one: one.kind == "follow_up" and one._is_unconfirmed()
        )

    def _has_held_follow_up(self):
        """Return whether a follow-up took place."""
        self.ensure_one()
        return self._get_held_session().kind == "follow_up"

    def _has_late_follow_up(self):
        """Return whether a follow-up waits to be confirmed after the first one was."""
        self.ensure_one()
        return self.state != "interviewed" and bool(self._get_unconfirmed_follow_ups())

    def _awaits_follow_up(self):
        """Return whether a follow-up is planned, owed or not finished.

        A case that waits for it is not closed.

        :rtype: bool
        """
        self.ensure_one()
        return bool(
            self._get_planned_follow_ups()
            or self._get_unconfirmed_follow_ups()
            or self._get_owed_follow_ups()
        )

    def _get_owed_follow_ups(self):
        """Return the conversations whose follow-up has yet to be planned."""
        if not self._is_followable():
            return self.session_ids.browse()
        return self._get_first_sessions().filtered(lambda one: one._owes_follow_up())

    def _check_followed(self):
        """Check that no follow-up is still to come.

        :raise UserError: saying what to do first
        """
        for case in self:
            if case._awaits_follow_up():
                raise UserError(
                    self.env._(
                        "%s: the follow-up is still to come, or its record to be "
                        "confirmed. Finish it first, or record that the leaver does "
                        "not wish for one.",
                        case.name,
                    )
                )

    # === DUTIES === #

    def _get_follow_up_duties(self):
        """Return what is owed for the follow-up: to plan, to hold, to have confirmed.

        Requirement: S-23, F-10.

        :return: dictionaries of ``_prepare_duty``
        :rtype: list[dict]
        """
        self.ensure_one()
        # Asked for case after case: only where there can be any.
        if not self._is_followable():
            return []
        duties = []
        planned = self._get_planned_follow_ups()
        if planned:
            due = min(one._get_due_date() for one in planned)
            duties.append(self._prepare_duty("follow_up", "interviewer", due))
        owed = self._get_owed_follow_ups() if self.state != "done" else planned.browse()
        if owed:
            due = min(one._get_follow_up_window()[0] for one in owed)
            duties.append(self._prepare_duty("plan_follow_up", "interviewer", due))
        held = self._get_unconfirmed_follow_ups()
        if held and self.state != "interviewed":
            plan = self.policy_id._plan_working_days
            due = min(plan(self.policy_id.check_days, one._get_end()) for one in held)
            duties.append(self._prepare_duty("confirm", "interviewer", due))
        return duties

    # === CONFIRM === #

    def _pass_on_follow_ups(self, sessions):
        """Let who has a copy of the first version read the follow-up's, too.

        What they may read does not change: the same recipients, parts and ticks.

        Requirement: S-24, S-25.

        :param sessions: the follow-ups just confirmed
        """
        self.ensure_one()
        if not any(session._get_first_texts() for session in sessions):
            return
        for share in self.share_ids.filtered("reader_id"):
            if not share._is_of(sessions):
                continue
            share._freeze_copy()
            words = self.env._("%s: with the follow-up", share.role_label)
            self._log("copy_sent", words)
