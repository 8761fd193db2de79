# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When the sample cases took which step, counted from the day of the installation.

Cases that wait for somebody are planned backwards from the day their next step is due,
so that some are overdue, some due today and most in time, whenever they are installed.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytz

ZONE = pytz.timezone("Europe/London")

# Working days from today to the day the next step is due, case by case.
DUE = {
    "new": [-4, -1, 0, 0, 1, 2, 3, 4, 5, 5],
    "offered": [-3, -1, 0, 2, 4, 5],
    "accepted": [-2, 3, 8, 12],
    "scheduled": [2, -1, 0, 1, 3, 4, -3, 6, 8, 11],
    "interviewed": [-5, -1, 0, 2, 3, 4, 5, 7, 8, 9],
    "confirmed": [-2, -1, 0, 0, 1, 1, 2, 2, 3, 3],
}
# Calendar days since cases ended.
DONE_AGO = [
    *(190, 171, 150, 160, 121, 98, 80, 57, 33, 12),
    *(322, 311, 298, 304, 287, 276, 281, 262, 268, 251, 244, 256),
    *(233, 226, 214, 207, 199, 183, 142, 134, 110, 91, 69, 44),
]
CANCELLED_AGO = [317, 271, 228, 170, 133, 83, 61, 40, 16, 3]


class WorkingDays:
    """Days counted as the policy counts them, in plain Python and backwards too.

    :param holidays: dates on which nobody works
    """

    def __init__(self, holidays):
        self.holidays = set(holidays)

    def is_open(self, day):
        return day.weekday() < 5 and day not in self.holidays

    def shift(self, day, count):
        """Return the working day `count` working days after (before) `day`."""
        step = timedelta(days=1 if count >= 0 else -1)
        while not self.is_open(day):
            day += step
        for _i in range(abs(count)):
            day += step
            while not self.is_open(day):
                day += step
        return day


def to_utc(day, hour, minute=0):
    """Return a time of the day in London as naive UTC."""
    local = ZONE.localize(datetime.combine(day, time(hour, minute)))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


@dataclass
class Plan:
    """One sample case: who leaves, how far it has come, and the day of each step."""

    employee: str
    state: str
    index: int
    is_gone: bool
    outcome: str = "completed"
    last_step: str = ""
    scenario: dict = field(default_factory=dict)
    days: dict = field(default_factory=dict)
    steps_taken: int = 0

    def reaches(self, step):
        """Return whether the case takes `step`."""
        return step in self.days


class Timeline:
    """Plans the days of all sample cases.

    :param today: the day of the installation
    :param days: a :class:`WorkingDays`
    :param rng: a seeded ``random.Random``
    """

    def __init__(self, today, days, rng):
        self.today = today
        self.days = days
        self.rng = rng
        self.next_open = days.shift(today, 0)
        self.last_open = days.shift(today, 0)
        while self.last_open > today or not days.is_open(self.last_open):
            self.last_open -= timedelta(days=1)

    def fill(self, plan):
        """Give a plan its days."""
        getattr(self, f"_fill_{plan.state}")(plan)
        plan.days["departure"] = self._get_departure(plan)

    def _due(self, offset):
        return self.days.shift(self.next_open, offset)

    def _ago(self, count):
        """Return the working day on or before the day `count` days ago."""
        day = self.today - timedelta(days=count)
        while not self.days.is_open(day):
            day -= timedelta(days=1)
        return day

    def _before(self, day, low, high):
        return self.days.shift(day, -self.rng.randint(low, high))

    def _past(self, day):
        return min(day, self.last_open)

    def _back(self, plan, step, day):
        """Set the day of `step` and, going back, of everything before it."""
        gaps = {
            "sent": ("confirmed", 1, 3),
            "confirmed": ("held", 3, 9),
            "held": ("replied", 4, 11),
            "replied": ("offered", 1, 4),
            "offered": ("notified", 1, 4),
        }
        plan.days[step] = day
        while step in gaps:
            step, low, high = gaps[step]
            if self.rng.random() < 0.12:
                # Not everything was in time.
                low, high = high + 2, high + 5
            day = self._before(day, low, high)
            plan.days[step] = day

    def _fill_new(self, plan):
        day = self.days.shift(self._due(DUE["new"][plan.index]), -5)
        plan.days["notified"] = min(day, self.today)

    def _fill_offered(self, plan):
        unanswered = len(DUE["offered"])
        if plan.index < unanswered:
            due = self._due(DUE["offered"][plan.index])
            self._back(plan, "offered", self._past(self.days.shift(due, -5)))
        else:
            due = self._due(DUE["accepted"][plan.index - unanswered])
            self._back(plan, "replied", self._past(self.days.shift(due, -15)))

    def _fill_scheduled(self, plan):
        planned = self._due(DUE["scheduled"][plan.index])
        replied = self._past(self._before(planned, 8, 12))
        self._back(plan, "replied", replied)
        plan.days["planned"] = planned

    def _fill_interviewed(self, plan):
        due = self._due(DUE["interviewed"][plan.index])
        self._back(plan, "held", self.days.shift(due, -10))

    def _fill_confirmed(self, plan):
        due = self._due(DUE["confirmed"][plan.index])
        self._back(plan, "confirmed", self._past(self.days.shift(due, -3)))

    def _fill_shared(self, plan):
        due = self._due(plan.scenario["due"])
        waits = plan.scenario["waits"]
        if plan.scenario.get("is_themes_only"):
            self._back(plan, "sent", self.days.shift(due, -10))
            return
        days = {}
        if waits == "answer":
            sent = self.days.shift(due, -15)
        elif waits == "letter":
            days["approved"] = self._past(self.days.shift(due, -10))
            days["submitted"] = self._before(days["approved"], 1, 4)
            sent = self._before(days["submitted"], 4, 11)
        else:
            reviewed = self._past(self.days.shift(due, -5))
            days["submitted"] = reviewed
            if waits == "return":
                days["returned"] = reviewed
                days["submitted"] = self._before(reviewed, 1, 3)
            sent = self._before(days["submitted"], 4, 11)
        self._back(plan, "sent", self._past(sent))
        plan.days |= days

    def _fill_done(self, plan):
        end = self._ago(DONE_AGO[plan.index])
        if plan.outcome == "not_required":
            plan.days["ended"] = end
            plan.days["notified"] = self._before(end, 1, 3)
        elif plan.outcome in ("declined", "no_reply"):
            self._back(plan, "replied", end)
        else:
            approved = self._before(end, 2, 8)
            submitted = self._before(approved, 1, 4)
            # A few managers took longer than the fifteen days.
            low, high = (17, 19) if plan.index in (2, 14, 25) else (5, 13)
            self._back(plan, "sent", self._before(submitted, low, high))
            plan.days |= {"submitted": submitted, "approved": approved, "told": end}

    def _fill_cancelled(self, plan):
        end = self._ago(CANCELLED_AGO[plan.index])
        plan.days["ended"] = end
        day = self._before(end, 1, 4)
        if plan.last_step == "planned":
            plan.days["planned"] = self.days.shift(end, 3)
            self._back(plan, "replied", day)
        elif plan.last_step == "offered":
            self._back(plan, "offered", day)
        else:
            plan.days["notified"] = day

    def _get_departure(self, plan):
        """Return a last day that fits to what happened and to who is still here."""
        day = plan.days["notified"] + timedelta(days=self.rng.randint(21, 50))
        if plan.is_gone:
            day = min(day, self.today - timedelta(days=self.rng.randint(1, 6)))
        elif plan.state not in ("done", "cancelled"):
            day = max(day, self.today + timedelta(days=self.rng.randint(3, 30)))
        while day.weekday() >= 5:
            day -= timedelta(days=1)
        return day


def read_holidays(leaves):
    """Return the dates of public holidays.

    :param leaves: ``resource.calendar.leaves`` records
    :rtype: set[date]
    """
    found = set()
    for leave in leaves:
        day = pytz.utc.localize(leave.date_from).astimezone(ZONE).date()
        last = pytz.utc.localize(leave.date_to).astimezone(ZONE).date()
        while day <= last:
            found.add(day)
            day = date.fromordinal(day.toordinal() + 1)
    return found
