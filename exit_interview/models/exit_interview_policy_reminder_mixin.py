# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models


class ExitInterviewPolicyReminderMixin(models.AbstractModel):
    """When people are reminded of what they owe, and when word is passed up."""

    _name = "exit.interview.policy.reminder.mixin"
    _description = "Reminders of a policy"

    reminder_first_days = fields.Integer(
        string="First reminder",
        default=5,
        help="Working days before the last day. 0: none.",
    )
    reminder_last_days = fields.Integer(
        string="Second reminder",
        default=1,
        help="Working days before the last day. 0: none. On the day itself there is "
        "always one.",
    )
    reminder_every_days = fields.Integer(
        string="Then every",
        default=7,
        help="Calendar days between the reminders once something is late.",
    )
    reminder_max = fields.Integer(
        string="At most",
        default=5,
        help="Reminders once something is late. It stays on the lists after that.",
    )
    reminder_hour = fields.Integer(
        string="From the hour",
        default=8,
        help="Hour of the day from which reminders go out, where the organisation "
        "works.",
    )
    escalate_days = fields.Integer(
        string="Pass up after",
        default=5,
        help="Working days after the last day until the coordinator, and whoever "
        "approves the answer, are asked to see to it.",
    )
    query_days = fields.Integer(
        string="Questions answered within",
        default=2,
        help="Working days for the coordinator to answer what a recipient asks.",
    )

    _reminders_possible = models.Constraint(
        "CHECK(reminder_first_days >= 0 AND reminder_last_days >= 0 AND"
        " reminder_every_days > 0 AND reminder_max >= 0 AND escalate_days > 0 AND"
        " reminder_hour >= 0 AND reminder_hour < 24 AND query_days > 0)",
        "Reminders: days are not negative, the hour lies between 0 and 23; word is "
        "passed up and questions are answered after one working day at least.",
    )

    def _get_working_day(self, day):
        """Return `day`, or the next working day if nobody works on it (I-41).

        :param datetime.date day: what somebody typed
        :rtype: datetime.date
        """
        return self._plan_working_days(1, day - timedelta(days=1))

    def _get_day_stages(self, date_due, date_opened):
        """Return the stages of a duty that is due on a day.

        Reminders before the day only if the duty was there by then.

        Requirement: decision 3; TRUST 5.3.

        :param datetime.date date_due: last day in time
        :param datetime date_opened: naive UTC moment since when the duty is owed
        :return: (stage code, naive UTC datetime)
        :rtype: list[tuple]
        """
        self.ensure_one()
        stages = []
        for code, days in (
            ("first", self.reminder_first_days),
            ("last", self.reminder_last_days),
        ):
            if days:
                due = self._get_reminder_moment(
                    self._plan_working_days(-days, date_due)
                )
                if due >= date_opened:
                    stages.append((code, due))
        stages.append(("day", self._get_reminder_moment(date_due)))
        for number in range(1, self.reminder_max + 1):
            late = date_due + timedelta(days=self.reminder_every_days * number)
            stages.append((f"late_{number}", self._get_reminder_moment(late)))
        up = self._plan_working_days(self.escalate_days, date_due)
        stages.append(("escalate", self._get_reminder_moment(up)))
        return stages

    def _get_reminder_moment(self, day):
        """Return when on a day reminders go out, as naive UTC datetime."""
        zone = pytz.timezone(self.resource_calendar_id.tz or "UTC")
        local = zone.localize(datetime.combine(day, time(self.reminder_hour)))
        return local.astimezone(pytz.utc).replace(tzinfo=None)
