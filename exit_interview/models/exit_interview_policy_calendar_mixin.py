# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

try:
    import holidays
except ImportError:  # the manifest asks for it; the registry must load to say so
    holidays = None

FIRST_YEAR, LAST_YEAR = 2000, 2100


class ExitInterviewPolicyCalendarMixin(models.AbstractModel):
    """Working days, and the public holidays they are counted without.

    A year nobody loaded looks like a year without a single holiday. So a calendar that
    keeps holidays says which years it lacks: what the system plans by itself goes on,
    because a leaver must always be registered, is shown as provisional, and is planned
    anew once the year is loaded; what is promised to a person for a day in such a year
    is refused until then (I-43). A calendar that never held any is left alone.
    """

    _name = "exit.interview.policy.calendar.mixin"
    _description = "Working calendar of a policy"

    resource_calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working calendar",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.company.resource_calendar_id,
        help="Working days and public holidays that deadlines are counted by.",
    )
    holiday_country_id = fields.Many2one(
        comodel_name="res.country",
        string="Public holidays of",
        ondelete="restrict",
        default=lambda self: self.env.ref("base.uk", raise_if_not_found=False),
        help="Whose public holidays the button “Load public holidays” brings in.",
    )
    holiday_subdivision = fields.Char(
        string="Part of the country",
        default="ENG",
        help="The short code of a part with holidays of its own. United Kingdom: ENG "
        "(England), WLS (Wales), SCT (Scotland), NIR (Northern Ireland). Empty: those "
        "of the whole country.",
    )
    holiday_notice_days = fields.Integer(
        string="Warn about next year",
        default=92,
        help="Days before the end of the year from which everybody concerned is told "
        "that next year's public holidays are missing. 92 days: from 1 October.",
    )
    holiday_years = fields.Char(string="Years loaded", compute="_compute_holidays")
    holiday_warning = fields.Char(compute="_compute_holidays")

    _holiday_notice_days = models.Constraint(
        "CHECK(holiday_notice_days BETWEEN 0 AND 365)",
        "The warning about missing public holidays comes 0 to 365 days before the end "
        "of the year.",
    )

    # === COMPUTES === #

    @api.depends("resource_calendar_id", "holiday_notice_days")
    def _compute_holidays(self):
        for policy in self:
            years = sorted(policy._get_holiday_years())
            policy.holiday_years = ", ".join(map(str, years)) or False
            missing = policy._get_missing_year()
            policy.holiday_warning = missing and self.env._(
                "The public holidays of %(year)s are not in the calendar "
                "“%(calendar)s” yet. Days that fall in %(year)s are provisional until "
                "they are loaded: Set-up, Policies, button Load public holidays.",
                year=missing,
                calendar=policy.resource_calendar_id.display_name,
            )

    @api.onchange("holiday_country_id")
    def _onchange_holiday_country_id(self):
        uk = self.env.ref("base.uk", raise_if_not_found=False)
        self.holiday_subdivision = "ENG" if self.holiday_country_id == uk else False

    # === CONSTRAINTS === #

    @api.constrains("holiday_country_id", "holiday_subdivision")
    def _check_holiday_region(self):
        for policy in self.filtered("holiday_country_id"):
            policy._find_holidays(2026)

    # === STEPS === #

    def action_load_holidays(self, year, last_year=False):
        """Bring in the public holidays of a year, or of several.

        Requirement: decision 5, I-43.

        :param int year: the first year, 2000 to 2100
        :param int last_year: the last one; the first if empty
        :return: True
        """
        self.check_access("write")
        first = self._read_year(year)
        last = self._read_year(last_year or year)
        if last < first:
            raise ValidationError(
                self.env._("The last year lies before the first. Exchange them.")
            )
        # The right to write the policy was checked; days of a calendar that belong to
        # nobody in particular are not for its user to write.
        self.sudo()._load_holidays(range(first, last + 1))
        return True

    def action_add_holiday(self, day, name):
        """Close the organisation on one more day, such as a day of mourning.

        :param day: the day
        :param str name: why
        :return: True
        """
        self.check_access("write")
        Version = self.env["exit.interview.policy.version"]
        Version._check_text(name, self.env._("what the day is called"))
        name = Version._read_line(name, self.env._("Name of the day"), 100)
        read = Version._read_date(day, self.env._("the day"))
        if not read:
            raise ValidationError(self.env._("Please give the day."))
        self._read_year(read.year)
        # As when loading a year.
        self.sudo()._close_days({read: name})
        return True

    @api.model
    def _read_year(self, value):
        """Return a year from outside.

        :raise ValidationError: if it is no year the holidays are known of
        """
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or not FIRST_YEAR <= value <= LAST_YEAR
        ):
            raise ValidationError(
                self.env._(
                    "Give a year from %(first)s to %(last)s, in four figures.",
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                )
            )
        return value

    # === PUBLIC HOLIDAYS === #

    def _find_holidays(self, year):
        """Return the public holidays of a year as the library knows them.

        :param int year: 2000 to 2100
        :return: {day: name}; substitute days are named as such
        :rtype: dict
        :raise UserError: if the library does not know the country or its part
        """
        self.ensure_one()
        country, part = self.holiday_country_id, self.holiday_subdivision or None
        if holidays is None:
            raise UserError(
                self.env._(
                    "The Python package “holidays” is not installed on this server. "
                    "Ask whoever runs it to install what requirements.txt lists."
                )
            )
        known = holidays.list_supported_countries()
        if country.code not in known:
            raise ValidationError(
                self.env._(
                    "The public holidays of %s are not known. Choose the country your "
                    "organisation works in.",
                    country.name or self.env._("no country"),
                )
            )
        if part and part not in known[country.code]:
            raise ValidationError(
                self.env._(
                    "“%(part)s” is no part of %(country)s with public holidays of its "
                    "own. Possible: %(parts)s.",
                    part=part,
                    country=country.name,
                    parts=", ".join(known[country.code]) or self.env._("none"),
                )
            )
        found = holidays.country_holidays(country.code, subdiv=part, years=year)
        substitute = self.env._("(substitute day)")
        return {
            day: name.replace("(observed)", substitute)
            for day, name in sorted(found.items())
            if day.year == year
        }

    def _load_holidays(self, years):
        """Put public holidays into the working calendars; what is there stays.

        Called as superuser. What is owed is planned anew.

        :param years: which
        """
        for policy in self:
            found = {}
            for year in years:
                found |= policy._find_holidays(year)
            policy._close_days(found)

    def _close_days(self, names):
        """Make days holidays in the working calendar, if they are not yet.

        :param dict names: {day: name}
        """
        to_create = []
        for policy in self:
            calendar = policy.resource_calendar_id
            zone = pytz.timezone(calendar.tz or "UTC")
            taken = policy._get_holidays()
            to_create += [
                {
                    "name": name,
                    "calendar_id": calendar.id,
                    "resource_id": False,
                    "time_type": "leave",
                    "date_from": policy._to_utc(zone, day, time.min),
                    "date_to": policy._to_utc(zone, day, time(23, 59, 59)),
                }
                for day, name in names.items()
                if day not in taken
            ]
        self.env["resource.calendar.leaves"].create(to_create)
        self.invalidate_recordset(["holiday_years", "holiday_warning"])
        self._get_policies_of_calendars()._replan()

    def _get_policies_of_calendars(self):
        """Return the policies that count by the same calendars."""
        return self.search(
            [("resource_calendar_id", "in", self.resource_calendar_id.ids)]
        )

    @api.model
    def _to_utc(self, zone, day, moment):
        local = zone.localize(datetime.combine(day, moment))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _replan(self):
        """Plan again whatever is owed under these policies; the calendar changed."""
        Duty = self.env["exit.interview.duty"]
        duties = Duty.search(
            [
                ("state", "=", "open"),
                ("company_id", "in", self.company_id.ids),
                ("population", "in", self.mapped("population")),
            ]
        )
        for model, rows in duties.grouped("res_model").items():
            self.env[model].browse(rows.mapped("res_id")).exists().duty_update()

    def _get_holidays(self):
        """Return the days on which nobody works, by the calendar's global leaves.

        :rtype: set[datetime.date]
        """
        self.ensure_one()
        zone = pytz.timezone(self.resource_calendar_id.tz or "UTC")
        days = set()
        for leave in self.env["resource.calendar.leaves"].search(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("calendar_id", "in", [self.resource_calendar_id.id, False]),
                ("company_id", "in", [self.company_id.id, False]),
            ]
        ):
            first = pytz.utc.localize(leave.date_from).astimezone(zone).date()
            last = pytz.utc.localize(leave.date_to).astimezone(zone).date()
            for number in range(min((last - first).days, 366) + 1):
                days.add(first + timedelta(days=number))
        return days

    def _get_holiday_years(self):
        """Return the years of which the calendar keeps public holidays.

        A day or two that spill over from Christmas do not make a year: three do.

        :rtype: set[int]
        """
        self.ensure_one()
        memo = self.env.context.get("exit_interview_day_memo", {})
        key = ("years", self.resource_calendar_id.id, self.company_id.id)
        if key not in memo:
            counts = {}
            for day in self._get_holidays():
                counts[day.year] = counts.get(day.year, 0) + 1
            memo[key] = {year for year, count in counts.items() if count > 2}
        return memo[key]

    def _is_year_missing(self, year):
        """Return whether the calendar keeps holidays, but not of `year`.

        Years before the first one that is kept are nobody's business any more.

        :param int year: calendar year
        :rtype: bool
        """
        self.ensure_one()
        years = self._get_holiday_years()
        return bool(years) and year > min(years) and year not in years

    def _get_missing_year(self):
        """Return the year that somebody should load by now, or False.

        Requirement: I-43.

        :rtype: int or bool
        """
        self.ensure_one()
        today = self._get_local_date()
        if self._is_year_missing(today.year):
            return today.year
        left = (date(today.year, 12, 31) - today).days
        if left < self.holiday_notice_days and self._is_year_missing(today.year + 1):
            return today.year + 1
        return False

    @api.model
    def _get_holiday_warnings(self):
        """Return in words which years of public holidays are missing.

        For the banner above the lists; only for those who may read the policies.

        Requirement: I-43.

        :rtype: list[str]
        """
        if not self.has_access("read"):
            return []
        warnings = self.search([]).mapped("holiday_warning")
        return sorted({warning for warning in warnings if warning})

    # === WORKING DAYS === #

    def _promise_working_days(self, days, start=None):
        """Return a date as :meth:`_plan_working_days`, to be told to somebody.

        :raise UserError: if it falls in a year whose holidays are missing (I-43)
        """
        self.ensure_one()
        due = self._plan_working_days(days, start)
        if self._is_year_missing(due.year):
            raise UserError(
                self.env._(
                    "The answer would be due in %(year)s, and the public holidays of "
                    "that year are not in the calendar “%(calendar)s” yet. Ask "
                    "whoever looks after the policy to load %(year)s holidays (Set-up, "
                    "Policies, Load public holidays), then do this step again.",
                    year=due.year,
                    calendar=self.resource_calendar_id.display_name,
                )
            )
        return due

    def _plan_working_days(self, days, start=None):
        """Return the date `days` working days after `start`, which does not count.

        Before it, if `days` is negative. Never fails because a year's holidays are
        missing: see :meth:`_promise_working_days`.

        Note: self.ensure_one()

        Requirement: L-23, decision 5, R-04.

        :param int days: working days by the policy's calendar, public holidays out
        :param start: date or UTC datetime to count from; today if empty
        :rtype: datetime.date
        :raise UserError: if the calendar holds no such day within its horizon
        """
        self.ensure_one()
        start = self._get_local_date(start)
        # Many cases of one batch count from one day: `duty_update` hands in a memo.
        # Keys are tuples, which no client can send in a context.
        memo = self.env.context.get("exit_interview_day_memo", {})
        key = (self.resource_calendar_id.id, days, start)
        if key not in memo:
            memo[key] = self._count_working_days(days, start)
        return memo[key]

    def _count_working_days(self, days, start):
        """Return the date `days` working days after the date `start`."""
        calendar = self.resource_calendar_id
        zone = pytz.timezone(calendar.tz or "UTC")
        day = start + timedelta(days=1) if days > 0 else start
        moment = zone.localize(datetime.combine(day, time.min))
        planned = calendar.plan_days(days, moment, compute_leaves=True)
        if not planned:
            raise UserError(
                self.env._(
                    "The working calendar “%s” has no working days to count by. Open "
                    "the policy and choose a calendar with working hours.",
                    calendar.display_name,
                )
            )
        return planned.astimezone(zone).date()

    def _get_start_of_day(self, day):
        """Return when a calendar date begins where the organisation works.

        :param datetime.date day: the date
        :return: naive UTC datetime
        :rtype: datetime.datetime
        """
        zone = pytz.timezone(self.resource_calendar_id.tz or "UTC")
        return self._to_utc(zone, day, time.min)

    def _get_local_date(self, moment=None):
        """Return the calendar date of `moment` where the organisation works.

        :param moment: date, naive UTC datetime, or empty for now
        :rtype: datetime.date
        """
        moment = moment or fields.Datetime.now()
        if not isinstance(moment, datetime):
            return moment
        zone = pytz.timezone(self.resource_calendar_id.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()
