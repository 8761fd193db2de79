# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import date_utils
from odoo.tools.misc import format_date

from .local_date import get_today

# How far back somebody may start to review, in quarters.
HORIZON = 8


class Period(NamedTuple):
    """A calendar quarter or year, and the day from which it may be reviewed."""

    policy_id: int
    period: str
    date_from: date
    date_to: date
    date_ready: date


class ExitInterviewReviewPeriodMixin(models.AbstractModel):
    """Which periods a review may be about: closed quarters and years, no other days.

    Requirement: A-07, L-21, TRUST 5.1.
    """

    _name = "exit.interview.review.period.mixin"
    _description = "Period of a review"

    period = fields.Selection(
        selection=[("quarter", "Quarter"), ("year", "Year")],
        required=True,
        readonly=True,
        default="quarter",
    )
    date_from = fields.Date(string="From", required=True, readonly=True, index=True)
    date_to = fields.Date(string="Until", required=True, readonly=True)

    _whole_period = models.Constraint(
        "CHECK(extract(day FROM date_from) = 1 AND extract(month FROM date_from)"
        " IN (1, 4, 7, 10) AND date_to = (date_from + CASE WHEN period = 'year' THEN"
        " interval '1 year' ELSE interval '3 months' END - interval '1 day')::date"
        " AND (period <> 'year' OR extract(month FROM date_from) = 1))",
        "A review is about a calendar quarter or a calendar year.",
    )

    @api.model
    def _get_period_label(self, period, date_from, date_to):
        """Return a period in words: July to September 2026, or the year 2026.

        :rtype: str
        """
        if period == "year":
            return self.env._("Year %s", date_from.year)
        months = [
            format_date(self.env, day, date_format="MMMM")
            for day in (date_from, date_to)
        ]
        return self.env._(
            "%(first)s to %(last)s %(year)s",
            first=months[0],
            last=months[1],
            year=date_from.year,
        )

    @api.model
    def _get_closed_periods(self, policy):
        """Return the periods that may be reviewed now, oldest first.

        Those that ended so many working days ago as the policy says, since the policy
        is in force, and have no review yet.

        :param policy: ``exit.interview.policy`` record
        :rtype: list[Period]
        """
        today = get_today(policy)
        first, _last = date_utils.get_quarter(policy.date_go_live)
        oldest, _last = date_utils.get_quarter(
            today - relativedelta(months=3 * HORIZON)
        )
        periods = []
        start = max(first, oldest)
        while start <= today:
            _start, end = date_utils.get_quarter(start)
            periods.append(self._prepare_period(policy, "quarter", start, end))
            if end.month == 12:
                # A year that began before the policy is one all the same.
                year = end.replace(month=1, day=1)
                periods.append(self._prepare_period(policy, "year", year, end))
            start = end + timedelta(days=1)
        taken = (
            self.env["exit.interview.review"]
            .sudo()  # that a period is taken is no secret
            .search(
                [
                    ("company_id", "=", policy.company_id.id),
                    ("population", "=", policy.population),
                ]
            )
        )
        years = {
            review.date_from.year
            for review in taken
            if (review.period, review.state) == ("year", "published")
        }
        taken = set(taken.mapped(lambda review: (review.period, review.date_from)))
        return [
            period
            for period in periods
            if period.date_ready <= today
            and (period.period, period.date_from) not in taken
            # A year that is out counts its quarters.
            and (period.period == "year" or period.date_from.year not in years)
        ]

    @api.model
    def _get_next_period(self, policy):
        """Return the quarter that is closed next: who asks too early learns the day.

        :param policy: ``exit.interview.policy`` record
        :rtype: Period
        """
        today = get_today(policy)
        start, end = date_utils.get_quarter(
            max(policy.date_go_live, today - relativedelta(months=6))
        )
        period = self._prepare_period(policy, "quarter", start, end)
        while period.date_ready <= today:
            start, end = date_utils.get_quarter(period.date_to + timedelta(days=1))
            period = self._prepare_period(policy, "quarter", start, end)
        return period

    @api.model
    def _get_waiting_words(self, period):
        """Return from which day a period may be reviewed, in words.

        :param Period period: as :meth:`_get_next_period` gives it
        :rtype: str
        """
        return self.env._(
            "“%(period)s” can be prepared from %(day)s.",
            period=self._get_period_label(
                period.period, period.date_from, period.date_to
            ),
            day=format_date(self.env, period.date_ready, date_format="d MMMM y"),
        )

    @api.model
    def _prepare_period(self, policy, period, date_from, date_to):
        ready = date_to
        if policy.review_wait_days:
            ready = policy._plan_working_days(policy.review_wait_days, date_to)
        return Period(policy.id, period, date_from, date_to, ready)
