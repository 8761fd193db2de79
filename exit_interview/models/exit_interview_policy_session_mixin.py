# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewPolicySessionMixin(models.AbstractModel):
    """What a policy says of calls, conversations, files and the cancellation letter."""

    _name = "exit.interview.policy.session.mixin"
    _description = "Policy on conversations and files"

    contact_attempts = fields.Integer(
        string="Attempts to reach a leaver",
        default=3,
        help="After this many calls without an answer the list of those to ring "
        "suggests closing the case as “no reply”. Nobody closes it but a person.",
    )
    contact_gap_days = fields.Integer(
        string="Days between attempts",
        default=2,
        help="Working days from one attempt to the next.",
    )
    confirm_call_days = fields.Integer(
        string="Confirm the date",
        default=2,
        help="Working days before a planned conversation on which the list of those to "
        "ring asks to confirm it with the leaver.",
    )
    session_minutes = fields.Integer(
        string="Length of a conversation (minutes)",
        default=60,
        help="How long a planned conversation is taken to last, in calendars and when "
        "free times are looked for.",
    )
    written_days = fields.Integer(
        string="Time to answer in writing",
        default=10,
        help="Working days that a leaver has to answer the questions on their own "
        "page; afterwards somebody asks how far they are. Nothing closes by itself.",
    )
    document_max_mb = fields.Integer(
        string="Largest file (MB)", default=10, help="Larger files are refused."
    )
    document_max_count = fields.Integer(
        string="Files a case", default=20, help="How many files a case may hold."
    )
    cancel_subject = fields.Char(
        string="Subject of the cancellation letter",
        translate=True,
        default=lambda self: self.env._("Our conversation"),
    )
    cancel_body = fields.Text(
        string="Text of the cancellation letter",
        translate=True,
        default=lambda self: self._default_cancel_body(),
        help="You may use {organisation}, {coordinator}, {coordinator_phone}, "
        "{coordinator_email}, {reference}, {old_date}, {reason} and {new_date}, which "
        "is a whole sentence.",
    )

    _session_numbers = models.Constraint(
        "CHECK(contact_attempts > 0 AND contact_gap_days > 0 AND confirm_call_days > 0"
        " AND session_minutes BETWEEN 5 AND 600 AND written_days > 0"
        " AND document_max_mb BETWEEN 1 AND 100 AND document_max_count > 0)",
        "Attempts, days and files are at least 1, a conversation lasts 5 to 600 "
        "minutes, and a file holds at most 100 MB.",
    )

    @api.model
    def _default_cancel_body(self):
        return self.env._(
            "We are sorry that our conversation on {old_date} cannot take place as "
            "planned.\n\nThe reason: {reason}\n\n{new_date}\n\nWhat you have to say "
            "matters to us. If you have a question, or another time would suit you "
            "better, please contact {coordinator}: {coordinator_phone}, "
            "{coordinator_email}."
        )

    @api.constrains("cancel_subject", "cancel_body")
    def _check_cancel_placeholders(self):
        """Refuse words in braces that would reach a leaver unfilled, or leak."""
        known = self._get_cancel_placeholders()
        for policy in self:
            for text in (policy.cancel_subject, policy.cancel_body):
                try:
                    (text or "").format_map(dict.fromkeys(known, ""))
                except (KeyError, ValueError, IndexError, AttributeError) as error:
                    raise ValidationError(
                        self.env._(
                            "The cancellation letter uses a placeholder that is not "
                            "known: %(what)s. You may use %(known)s.",
                            what=error,
                            known=", ".join(f"{{{key}}}" for key in known),
                        )
                    ) from error

    @api.model
    def _get_cancel_placeholders(self):
        """Return the names that may stand in braces in the letter (allow-list)."""
        return [
            "organisation",
            "reference",
            "coordinator",
            "coordinator_phone",
            "coordinator_email",
            "old_date",
            "reason",
            "new_date",
        ]

    # === DAYS AND HOURS === #

    def _get_zone(self):
        """Return the time zone of the organisation's calendar."""
        self.ensure_one()
        return pytz.timezone(self.resource_calendar_id.tz or "UTC")

    def _plan_days_before(self, days, day):
        """Return the working day `days` working days before `day`.

        :param int days: working days by the policy's calendar
        :param datetime.date day: counted back from; does not count itself
        :rtype: datetime.date
        """
        self.ensure_one()
        zone = self._get_zone()
        moment = zone.localize(datetime.combine(day, time.min))
        planned = self.resource_calendar_id.plan_days(
            -days, moment, compute_leaves=True
        )
        if not planned:
            return fields.Date.subtract(day, days=days)
        return planned.astimezone(zone).date()

    def _is_twice(self, moment):
        """Return whether the local hour of `moment` comes again an hour later.

        :param moment: naive UTC datetime, may be empty
        :rtype: bool
        """
        self.ensure_one()
        if not moment:
            return False
        zone = self._get_zone()
        now, then = (
            pytz.utc.localize(moment + delta).astimezone(zone).utcoffset()
            for delta in (timedelta(0), timedelta(hours=1))
        )
        return then < now

    def _get_clock_note(self, moment):
        """Return what to say of a moment in a night in which the clocks change (I-40).

        :param moment: naive UTC datetime
        :return: a sentence, or False on every other night
        :rtype: str or bool
        """
        self.ensure_one()
        zone = self._get_zone()
        local = pytz.utc.localize(moment).astimezone(zone)
        hour = timedelta(hours=1)
        shifts = [
            pytz.utc.localize(moment + delta).astimezone(zone).utcoffset()
            for delta in (-hour, timedelta(0), hour)
        ]
        shown = local.strftime("%H:%M %Z")
        if shifts[1] > shifts[0]:
            return self.env._(
                "The clocks go forward in this night: the hour before does not exist, "
                "so this is %s.",
                shown,
            )
        if shifts[2] < shifts[1]:
            return self.env._(
                "The clocks go back in this night and this hour comes twice: this is "
                "the first time, %s.",
                shown,
            )
        if shifts[1] < shifts[0]:
            return self.env._(
                "The clocks go back in this night and this hour comes twice: this is "
                "the second time, %s.",
                shown,
            )
        return False
