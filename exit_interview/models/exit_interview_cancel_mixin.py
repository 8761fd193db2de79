# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import format_datetime


class ExitInterviewCancelMixin(models.AbstractModel):
    """What the leaver is told of a conversation that does not take place (F-11)."""

    _name = "exit.interview.cancel.mixin"
    _description = "Cancellation letter of an exit interview case"

    owes_cancel_letter = fields.Boolean(
        string="A cancellation to tell", compute="_compute_owes_cancel_letter"
    )

    @api.depends("state", "session_ids.state", "session_ids.cancelled_by")
    def _compute_owes_cancel_letter(self):
        for case in self:
            session = case._get_cancelled_session()
            is_open = case.state in ("offered", "scheduled")
            if session.kind == "follow_up":
                is_open = case._is_followable()
            case.owes_cancel_letter = is_open and session.cancelled_by == "us"

    def _get_cancelled_session(self, participant=None):
        """Return the conversation that was cancelled last, if any.

        :param participant: ``exit.interview.participant``, where each is heard alone
        """
        sessions = self._get_sessions_of(participant)
        cancelled = sessions.filtered(lambda one: one.state == "cancelled")
        return cancelled.sorted(lambda one: (one.date_cancelled or one.date_start))[-1:]

    def _get_cancel_words(self, session):
        """Return subject and paragraphs of the letter about a cancelled session.

        :param session: ``exit.interview.session`` record
        :rtype: tuple[str, list[str]]
        """
        self.ensure_one()
        # Interviewers print the letter and have no right on the policy.
        case_sudo = self.sudo()
        policy, coordinator = case_sudo.policy_id, case_sudo.coordinator_id
        company = case_sudo.company_id
        planned = case_sudo._get_planned_session(session.apart_id)
        if session.kind == "follow_up":
            planned = session.previous_id._get_follow_up()
        values = {
            "organisation": company.name,
            "reference": case_sudo.name,
            "coordinator": coordinator.name or company.name,
            "coordinator_phone": coordinator.phone or company.phone or "",
            "coordinator_email": coordinator.email or company.email or "",
            "old_date": self._format_day_and_hour(policy, session.date_start),
            "reason": self._get_cancel_reason(session),
            "new_date": self._get_new_date_sentence(policy, planned),
        }
        # A pair of braces that somebody typed into the reason stays as typed.
        text = (policy.cancel_body or "").format_map(values)
        paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
        return (policy.cancel_subject or "").format_map(values), paragraphs

    def _get_cancel_reason(self, session):
        """Return why a session was cancelled, as the letter says it."""
        labels = session._fields["cancelled_by"]._description_selection(self.env)
        reason = session.cancel_reason or dict(labels).get(session.cancelled_by, "")
        return reason.strip().rstrip(".")

    def _get_new_date_sentence(self, policy, planned):
        if not planned.date_meeting:
            return self.env._(
                "We would like to find a new date with you soon, and will contact you."
            )
        when = self._format_day_and_hour(policy, planned.date_start)
        where = planned.location
        if where:
            return self.env._(
                "We propose to talk on %(when)s instead. Where, or how: %(where)s.",
                when=when,
                where=where.rstrip("."),
            )
        return self.env._("We propose to talk on %s instead.", when)

    @api.model
    def _format_day_and_hour(self, policy, moment):
        return format_datetime(
            self.env,
            moment,
            tz=policy._get_zone().zone,
            dt_format="EEEE d MMMM yyyy, HH:mm",
        )
