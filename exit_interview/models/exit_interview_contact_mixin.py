# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from .local_date import get_today


class ExitInterviewContactMixin(models.AbstractModel):
    """What the case knows of reaching the leaver: attempts, and whom to ring today."""

    _name = "exit.interview.contact.mixin"
    _description = "Contacts of an exit interview case"

    contact_ids = fields.One2many(
        comodel_name="exit.interview.contact", inverse_name="case_id", readonly=True
    )
    attempt_count = fields.Integer(
        string="Attempts",
        readonly=True,
        copy=False,
        help="Attempts since the last offer in which the leaver was not reached.",
    )
    attempt_text = fields.Char(string="Tried", compute="_compute_attempt_text")
    date_last_contact = fields.Datetime(
        string="Last attempt", readonly=True, copy=False
    )
    date_ring = fields.Date(
        string="Ring on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="From this day on the case stands in the list of those to ring.",
    )
    leaver_phone = fields.Char(string="Telephone", compute="_compute_leaver_phone")
    ring_reason = fields.Selection(
        selection=[
            ("reply", "Ask for the reply"),
            ("plan", "Agree a date"),
            ("confirm", "Confirm the date"),
        ],
        string="Why ring",
        compute="_compute_ring_reason",
    )
    is_to_ring = fields.Boolean(
        string="To ring today",
        compute="_compute_ring_reason",
        search="_search_is_to_ring",
    )
    suggests_no_reply = fields.Boolean(
        string="Tried often enough", compute="_compute_suggests_no_reply"
    )

    # === COMPUTES === #

    @api.depends("participant_ids.phone")
    def _compute_leaver_phone(self):
        for case in self:
            phones = [phone for phone in case.participant_ids.mapped("phone") if phone]
            case.leaver_phone = ", ".join(phones)

    @api.depends("attempt_count", "date_last_contact")
    def _compute_attempt_text(self):
        for case in self:
            parts = [str(case.attempt_count)] if case.attempt_count else []
            if case.date_last_contact:
                moment = format_datetime(
                    case.env, case.date_last_contact, dt_format="d MMM"
                )
                parts.append(case.env._("last %s", moment))
            case.attempt_text = ", ".join(parts)

    @api.depends("state", "reply", "date_ring", "session_ids.date_reconfirmed")
    def _compute_ring_reason(self):
        for case in self:
            reason = False
            if case.state == "offered":
                reason = "plan" if case.reply == "accepted" else "reply"
            elif case.state == "scheduled":
                session = case._get_planned_session()
                if session.date_meeting and not session.date_reconfirmed:
                    reason = "confirm"
            case.ring_reason = reason
            today = get_today(case)
            case.is_to_ring = bool(
                reason and case.date_ring and case.date_ring <= today
            )

    def _search_is_to_ring(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = Domain("state", "in", ("offered", "scheduled"))
        domain &= Domain("date_ring", "<=", get_today(self))
        return domain if (True in value) == (operator == "in") else ~domain

    @api.depends("state", "reply", "attempt_count")
    def _compute_suggests_no_reply(self):
        for case in self:
            # Interviewers see the case and have no right on the policy.
            wanted = case.sudo().policy_id.contact_attempts
            case.suggests_no_reply = (
                case.state == "offered"
                and case.reply != "accepted"
                and case.attempt_count >= wanted
            )

    # === STEPS === #

    def action_record_contact(
        self, medium, is_reached, note=False, agreed=False, date=False
    ):
        """Note an attempt to reach the leaver, or a call.

        Requirement: decision 14; DESIGN, the word contact.

        :param str medium: `phone`, `mail`, `letter` or `in_person`
        :param bool is_reached: whether the leaver was there
        :param str note: in a few words
        :param str agreed: what was arranged
        :param date: UTC datetime; now if empty
        :return: True
        """
        self._check_actor("coordinator", "interviewer")
        Contact = self.env["exit.interview.contact"]
        Contact._check_value("medium", medium)
        vals = {
            "medium": medium,
            "is_reached": bool(is_reached),
            "note": self._read_line(note, self.env._("the note"), 300),
            "agreed": self._read_line(agreed, self.env._("what was agreed"), 300),
            "date": self._read_contact_moment(date),
            "user_id": self.env.uid,
            "user_name": self.env.user.name,
        }
        # The caller was checked; people hold no right to write contacts or cases.
        cases_sudo = self.sudo()
        cases_sudo._check_contactable()
        Contact.sudo().create([{"case_id": case.id, **vals} for case in self])
        for case in cases_sudo:
            case._after_contact(vals["is_reached"], vals["date"])
        labels = dict(Contact._fields["medium"]._description_selection(self.env))
        self._log("contact", labels[medium])
        self.duty_update()
        return True

    def action_ring_no_reply(self):
        """Note in one click that the leaver was rung and did not answer.

        :return: True
        """
        return self.action_record_contact("phone", False)

    def action_ring_reached(self):
        """Note in one click that the leaver was rung and answered.

        A planned conversation counts as confirmed by that.

        :return: True
        """
        return self.action_record_contact("phone", True)

    def _check_contactable(self):
        """Check that a case is one in which somebody may still be rung."""
        for case in self:
            if case.state == "cancelled":
                raise UserError(
                    self.env._("%s was withdrawn: there is nobody to reach.", case.name)
                )

    def _read_contact_moment(self, date):
        now = fields.Datetime.now()
        date = self._read_moment(date, self.env._("the call")) or now
        if date > now + timedelta(minutes=5):
            raise UserError(
                self.env._("A contact that lies ahead is not one yet; note it after.")
            )
        return date

    def _after_contact(self, is_reached, date):
        """Count the attempt, or take the leaver's word for the planned date."""
        self.ensure_one()
        vals = {"date_last_contact": max(self.date_last_contact or date, date)}
        session = self._get_planned_session()
        if is_reached and session:
            session.write({"date_reconfirmed": date})
        if is_reached:
            vals["attempt_count"] = 0
        elif self._is_since_offer(date):
            vals["attempt_count"] = self.attempt_count + 1
        self.write(vals)

    def _is_since_offer(self, moment):
        """Return whether a contact belongs to the offer that stands."""
        return bool(
            moment
            and self.date_offered
            and self.policy_id._get_local_date(moment) >= self.date_offered
        )

    # === DAYS === #

    @api.private
    def duty_update(self):
        """Override of the duty mixin: whom to ring follows from what is owed."""
        result = super().duty_update()
        self._update_ring_date()
        return result

    def _update_ring_date(self):
        # Called at the end of every step, which has checked its caller.
        for case in self.sudo():
            day = case._get_ring_date()
            if case.date_ring != day:
                case.write({"date_ring": day})

    def _get_ring_date(self):
        """Return from which day on the leaver is to be rung, or False.

        :rtype: datetime.date or bool
        """
        self.ensure_one()
        policy = self.policy_id
        if self.state == "offered":
            if self.reply == "accepted":
                return self.date_replied
            return self._get_contact_due()
        session = self._get_planned_session() if self.state == "scheduled" else False
        if not session or not session.date_meeting or session.date_reconfirmed:
            return False
        day = policy._get_local_date(session.date_start)
        first = policy._plan_days_before(policy.confirm_call_days, day)
        last = self.date_last_contact
        if last and policy._get_local_date(last) >= first:
            return policy._plan_working_days(1, last)
        return first

    def _get_contact_due(self):
        """Return until when somebody asks how the leaver decided (decision 14).

        Each attempt moves it on: nobody is late who keeps trying.

        :rtype: datetime.date
        """
        self.ensure_one()
        policy = self.policy_id
        first = policy._plan_working_days(policy.reply_days, self.date_offered)
        last = self.date_last_contact
        if self._is_since_offer(last):
            gap = policy._plan_working_days(policy.contact_gap_days, last)
            first = max(first, gap)
        # Who said "not now" is left alone until then.
        return max(first, self._get_later_date() or first)
