# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..models.local_date import get_today


class ExitInterviewStep(models.TransientModel):
    """Asks what a step of a case needs, then lets the case do it."""

    _name = "exit.interview.step"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Step of an exit interview case"

    step = fields.Selection(
        selection=[
            ("offer", "Offer the interview"),
            ("reply", "Record the reply"),
            ("schedule", "Plan the conversation"),
            ("held", "Record that it took place"),
            ("cancel_session", "Cancel the conversation"),
            ("confirm", "Record how the record was confirmed"),
            ("outcome_sent", "Record that the leaver was told"),
            ("not_required", "No interview needed"),
            ("retained", "Stays after all"),
            ("cancel", "Withdraw the notice"),
            ("decide", "Decide what is offered"),
            ("keep", "Keep the case"),
            ("survey", "Record that the survey came back"),
            ("follow_up", "Plan the follow-up"),
            ("no_follow_up", "No follow-up wished for"),
        ],
        required=True,
        readonly=True,
    )
    case_ids = fields.Many2many(
        comodel_name="exit.interview",
        string="Cases",
        required=True,
        default=lambda self: self._default_case_ids(),
    )
    route = fields.Selection(
        selection=lambda self: [
            (value, label)
            for value, label in self._get_case_selection("route")
            if value != "consider"
        ],
        string="What is offered",
    )
    channel = fields.Selection(
        selection=lambda self: self._get_case_selection("offer_channel"),
        string="How",
        default="mail",
    )
    reply = fields.Selection(selection=lambda self: self._get_case_selection("reply"))
    interviewer_id = fields.Many2one(
        comodel_name="res.users",
        domain=lambda self: [
            (
                "all_group_ids",
                "in",
                self.env.ref("exit_interview.group_case_interviewer").ids,
            )
        ],
    )
    date_start = fields.Datetime(string="Start")
    date_end = fields.Datetime(string="End")
    mode = fields.Selection(
        selection=lambda self: self.env["exit.interview.session"]._get_meeting_modes(),
        string="In which way",
        default="in_person",
    )
    location = fields.Char(string="Where, or how to connect")
    companion = fields.Char(string="Who comes along")
    how = fields.Selection(
        selection=lambda self: self.env["exit.interview"]._get_confirm_options(),
        string="Confirmed",
    )
    date = fields.Date(default=get_today)
    reason = fields.Text()
    cancelled_by = fields.Selection(
        selection=lambda self: self.env["exit.interview.session"]
        ._fields["cancelled_by"]
        ._description_selection(self.env),
        string="Why it does not take place",
        default="us",
    )
    rebook_date = fields.Datetime(string="New date")
    session_id = fields.Many2one(
        comodel_name="exit.interview.session",
        string="Follows",
        help="The first conversation that the follow-up belongs to.",
    )
    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="Whose conversation",
        help="Where each is heard alone.",
    )
    person_name = fields.Char(string="With", compute="_compute_person_name")
    # what to know of the chosen time
    clock_note = fields.Char(compute="_compute_notes")
    is_twice = fields.Boolean(compute="_compute_notes")
    is_second_hour = fields.Boolean(string="I mean the second time, an hour later")
    clash_note = fields.Char(compute="_compute_notes")
    free_note = fields.Char(compute="_compute_free_note")

    @api.model
    def _default_case_ids(self):
        if self.env.context.get("active_model") == "exit.interview":
            return self.env["exit.interview"].browse(self.env.context["active_ids"])
        return self.env["exit.interview"]

    @api.model
    def _get_case_selection(self, name):
        return self.env["exit.interview"]._fields[name]._description_selection(self.env)

    @api.model
    def default_get(self, fields):
        """Override of the ORM: start from what is planned already."""
        vals = super().default_get(fields)
        cases = self._default_case_ids()
        if len(cases) == 1:
            person = self.env["exit.interview.participant"].browse(
                vals.get("participant_id") or []
            )
            session = cases._get_planned_session(person)
            vals |= {
                name: session[name]
                for name in ("date_start", "mode", "location", "companion")
                if name in fields and session.date_meeting and session[name]
            }
            if "interviewer_id" in fields:
                vals["interviewer_id"] = cases.interviewer_id.id
            if vals.get("step") == "decide" and cases.is_promotion:
                # An interview may not be needed (L-13); the coordinator decides.
                vals |= {"route": "none", "reason": self.env._("Promotion")}
            if not session and vals.get("step") == "schedule":
                # The first free time, to be changed; better than an empty field.
                _policy, times = self._get_free_times()
                vals["date_start"] = times[:1] and times[0]
                # What the leaver asked for on their page; to be changed as well.
                wished = cases._prepare_wished_vals()
                vals |= {name: wished[name] for name in wished if name in fields}
            if vals.get("step") in ("follow_up", "no_follow_up"):
                vals |= self._default_follow_up(cases, vals.get("session_id"))
        return vals

    @api.model
    def _default_follow_up(self, case, session_id):
        """Return what a follow-up starts from: as planned, or as wished for."""
        # Who may open the case's dialog may know its sessions; policies are closed.
        case_sudo = case.sudo()
        first = case_sudo._get_followed_sessions()
        if session_id:
            first = first.filtered(lambda one: one.id == session_id)
        first = first[:1]
        if not first:
            return {}
        planned = first._get_follow_up()
        vals = {
            "session_id": first.id,
            "mode": planned.mode or first.follow_up_mode or "phone",
            "location": planned.location,
            "companion": planned.companion,
            "date_start": planned.date_start,
        }
        if not planned and case_sudo.policy_id._asks_follow_up():
            vals["date_start"] = self._get_follow_up_times(first)[:1][0]
        return vals

    @api.model
    def _get_follow_up_times(self, first):
        """Return free times from the first day of the follow-up's window on."""
        policy = first.case_id.policy_id
        noon = policy._get_noon(first._get_follow_up_window()[0])
        after = max(fields.Datetime.now(), noon - timedelta(hours=12))
        user = first.case_id.interviewer_id
        times = self.env["exit.interview.session"]._find_free_times(policy, user, after)
        return times or [False]

    @api.depends("participant_id")
    def _compute_person_name(self):
        for wizard in self:
            wizard.person_name = wizard.participant_id.name

    # === NOTES ON THE TIME === #

    @api.depends(
        "step", "date_start", "rebook_date", "interviewer_id", "is_second_hour"
    )
    def _compute_notes(self):
        for wizard in self:
            moment = wizard._get_planned_moment()
            wizard.clock_note = wizard.is_twice = wizard.clash_note = False
            if not moment or not wizard.case_ids:
                continue
            # The policy is configuration; the dialog is open to who may plan.
            policy = wizard.case_ids.sudo()[:1].policy_id
            plain = wizard._get_typed_moment()
            wizard.is_twice = policy._is_twice(plain)
            wizard.clock_note = policy._get_clock_note(moment)
            clash = wizard._get_clash_note(policy, moment)
            early = wizard._get_reflected_note(policy, moment)
            wizard.clash_note = " ".join(filter(None, [clash, early])) or False

    def _get_typed_moment(self):
        """Return the moment that the step plans, as it was typed."""
        self.ensure_one()
        if self.step == "cancel_session":
            return self.rebook_date
        plans = ("schedule", "held", "follow_up")
        return self.date_start if self.step in plans else False

    def _get_planned_moment(self):
        """Return the moment that the step plans; the second of two, if meant."""
        self.ensure_one()
        moment = self._get_typed_moment()
        return self._shift(moment)

    def _shift(self, moment):
        if moment and self.is_second_hour:
            return moment + timedelta(hours=1)
        return moment

    def _get_clash_note(self, policy, moment):
        """Return why the interviewer cannot be there: away, or with somebody else."""
        self.ensure_one()
        user = self.interviewer_id or self.case_ids[:1].interviewer_id
        if not user or self.step == "held":
            return False
        day = policy._get_local_date(moment)
        if self.env["exit.interview.absence"]._is_away(user, day):
            return self.env._("%s is away on this day.", user.name)
        Session = self.env["exit.interview.session"]
        case = self.case_ids._origin
        own = case._get_planned_session() | case._get_planned_follow_ups()
        clashes = Session._get_clashes(user, moment, policy.session_minutes, own)
        if not clashes:
            return False
        times = ", ".join(
            self._format_moment(policy, session.date_start) for session in clashes
        )
        return self.env._(
            "%(name)s has another conversation then: %(times)s.",
            name=user.name,
            times=times,
        )

    @api.depends("step", "interviewer_id", "case_ids", "session_id")
    def _compute_free_note(self):
        for wizard in self:
            wizard.free_note = False
            if wizard.step == "follow_up" and wizard.session_id:
                wizard.free_note = wizard._get_window_note()
            if wizard.step not in ("schedule", "cancel_session"):
                continue
            policy, times = wizard._get_free_times()
            wizard.free_note = " · ".join(
                wizard._format_moment(policy, moment) for moment in times
            )

    def _get_window_note(self):
        """Return for which days the policy asks a follow-up, and when somebody is free.

        :rtype: str or bool
        """
        self.ensure_one()
        # Configuration and times, as above.
        first = self.session_id._origin.sudo()
        policy = first.case_id.policy_id
        if not policy._asks_follow_up():
            return False
        case = self.env["exit.interview"]
        start, end = first._get_follow_up_window()
        times = " · ".join(
            self._format_moment(policy, moment)
            for moment in self._get_follow_up_times(first)
            if moment
        )
        return self.env._(
            "%(start)s to %(end)s, unless the leaver wishes for another day. %(times)s",
            start=case._format_date(start),
            end=case._format_date(end),
            times=times,
        )

    def _get_free_times(self):
        """Return the policy and the next times free for the interviewer."""
        case = self.case_ids[:1] or self._default_case_ids()[:1]
        # Configuration and times, as above.
        policy = case.sudo().policy_id
        user = self.interviewer_id or case.interviewer_id
        Session = self.env["exit.interview.session"]
        after = fields.Datetime.now() + timedelta(hours=24)
        if not policy:
            return policy, []
        after = max(after, *self._get_reflected_moments(case))
        return policy, Session._find_free_times(policy, user, after)

    @api.model
    def _get_reflected_moments(self, case):
        """Return from when those who take part are ready to talk (S-21).

        :rtype: list[datetime.datetime]
        """
        # Times, as above.
        people = case.sudo()._get_taking_part()
        now = fields.Datetime.now()
        return [now, *(person._get_reflected_moment() for person in people)]

    def _get_reflected_note(self, policy, moment):
        """Return why it may be too early to talk, or False."""
        self.ensure_one()
        ready = max(self._get_reflected_moments(self.case_ids._origin[:1]))
        if self.step != "schedule" or moment >= ready:
            return False
        return self.env._(
            "There is time to think it over until %s. Earlier only if the leaver "
            "wishes so.",
            self._format_moment(policy, ready),
        )

    @api.model
    def _format_moment(self, policy, moment):
        zone = policy._get_zone().zone
        return format_datetime(self.env, moment, tz=zone, dt_format="EEE d MMM HH:mm")

    # === APPLY === #

    def action_apply(self):
        """Do the step on the cases.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        getattr(self, f"_apply_{self.step}")()
        return {"type": "ir.actions.act_window_close"}

    def _apply_offer(self):
        self.case_ids.action_offer(self.channel)

    def _apply_reply(self):
        self.case_ids.action_record_reply(self.reply, self.reason)

    def _apply_schedule(self):
        self.case_ids.action_schedule(
            self._shift(self.date_start),
            self.mode,
            self.location,
            self.interviewer_id.id,
            self.companion,
            self.participant_id.id,
        )

    def _apply_held(self):
        self.case_ids.action_record_held(
            self._shift(self.date_start),
            self._shift(self.date_end),
            self.mode,
            self.location,
        )

    def _apply_cancel_session(self):
        sessions = self.session_id or self.case_ids._get_planned_session()
        sessions.action_cancel(
            self.reason, self._shift(self.rebook_date), self.cancelled_by
        )

    def _apply_confirm(self):
        self.case_ids.action_confirm(self.how, self.date)

    def _apply_outcome_sent(self):
        self.case_ids.action_outcome_sent(self.date)

    def _apply_not_required(self):
        self.case_ids.action_not_required(self.reason)

    def _apply_retained(self):
        self.case_ids.action_mark_retained(self.reason)

    def _apply_cancel(self):
        self.case_ids.action_cancel(self.reason)

    def _apply_decide(self):
        self.case_ids.action_decide_route(self.route, self.reason)

    def _apply_keep(self):
        self.case_ids.action_keep(self.reason)

    def _apply_survey(self):
        self.case_ids.action_record_survey(self.date)

    def _apply_follow_up(self):
        """Plan the follow-up; without a date, note how the leaver would like it."""
        session = self._get_followed()
        if not self.date_start:
            session.action_wish_follow_up(self.mode)
            return
        session.action_plan_follow_up(
            self._shift(self.date_start), self.mode, self.location, self.companion
        )

    def _get_followed(self):
        """Return the conversation that the follow-up belongs to.

        :rtype: ``exit.interview.session``
        :raise UserError: if there is none, rather than doing nothing in silence
        """
        self.ensure_one()
        if not self.session_id:
            raise UserError(
                self.env._(
                    "There is no conversation to follow up: a follow-up comes after a "
                    "first conversation that took place."
                )
            )
        return self.session_id

    def _apply_no_follow_up(self):
        self._get_followed().action_decline_follow_up(self.reason)
