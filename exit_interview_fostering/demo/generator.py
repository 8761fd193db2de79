# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lets the fostering service of the sample organisation live through a year.

Every step is the public method that a person would call, called as that person, on
the day on which they would have called it: the clock runs from a year ago to today.
"""

import heapq
import itertools
import json
from datetime import timedelta

from odoo import fields
from odoo.tools import file_open

from odoo.addons.exit_interview.demo.reviews import Reviews
from odoo.addons.exit_interview.demo.timeline import WorkingDays, read_holidays, to_utc

from .clock import Clock
from .households import Households
from .leaving import Leaving
from .talks import HOLDERS, Talks

MODULE = "exit_interview_fostering"
STAFF = ("ada", "ida", "mo", "etta", "ned", "wes", "wyn")


class CarerGenerator:
    """Makes the sample households; deterministic for a given day.

    :param env: environment of the superuser
    """

    def __init__(self, env):
        self.env = env(su=True, context={**env.context, "tracking_disable": True})
        self.voices = self._read("voices")
        self.stories = self._read("stories")
        self.policy = self._ref("exit_interview_policy_foster_carer")
        self.today = self.policy._get_local_date()
        self.now = fields.Datetime.now()
        leaves = self.policy.resource_calendar_id.leave_ids
        self.days = WorkingDays(read_holidays(leaves))
        self.clock = Clock()
        self.queue = []
        self.numbers = itertools.count()

    def run(self):
        """Make everything, once."""
        if self.env["exit.interview.approval"].search_count([], limit=1):
            return
        mails = self.env["mail.mail"].search([])
        messages = self.env["exit.interview.message"].search([])
        self._welcome_staff()
        leavers = self._plan()
        with self.clock.running():
            self._take_steps()
        Reviews(self).run()
        self._close_households(leavers)
        # Nobody gets a letter from a council that does not exist.
        (self.env["mail.mail"].search([]) - mails).unlink()
        self._settle_messages(messages)

    def _read(self, name):
        with file_open(f"{MODULE}/demo/{name}.json") as stream:
            return json.load(stream)

    def _ref(self, name):
        return self.env.ref(f"{MODULE}.{name}")

    def user(self, login):
        return self._ref(f"user_{login}")

    @property
    def coordinator(self):
        return self.user("ada")

    def get_worker(self, story):
        """Return who supervises the household of a story."""
        return self.user(HOLDERS[story["team"]]["worker"])

    def act(self, record, user):
        """Return `record` as `user` sees it, rights and all."""
        return record.with_user(user)

    # === WHEN === #

    def get_day(self, ago):
        """Return the working day some days ago; ahead if that is negative.

        :param int ago: calendar days
        :rtype: datetime.date
        """
        day = self.today - timedelta(days=ago)
        while not self.days.is_open(day):
            day += timedelta(days=1 if ago < 0 else -1)
        return day

    def at(self, ago, hour, function, *arguments):
        """Plan a step; what lies ahead is not taken.

        :param int ago: calendar days
        :param int hour: hour of the day in London
        """
        day = self.get_day(ago)
        if day > self.today:
            return
        number = next(self.numbers)
        moment = min(to_utc(day, hour, number % 60), self.now)
        if self.clock.moment:
            moment = max(moment, self.clock.moment)
        heapq.heappush(self.queue, (moment, number, function, arguments))

    def _plan(self):
        households, talks = Households(self), Talks(self)
        leavers = []
        for number, story in enumerate(self.stories["leavers"]):
            household = households.enter(story)
            talks.plan(story, household)
            leavers.append(Leaving(self, story, household, number))
            leavers[-1].plan()
        for story in self.stories["stayers"]:
            talks.plan(story, households.enter(story))
        for carers in self.stories["others"]:
            households.enter({"carers": carers})
        self.households = households
        return leavers

    def _take_steps(self):
        while self.queue:
            self.clock.moment, _number, function, arguments = heapq.heappop(self.queue)
            function(*arguments)
        self.clock.moment = None

    # === AROUND === #

    def _welcome_staff(self):
        """Let each login begin where its work is, in British English if there is."""
        my_work = self.env.ref("exit_interview.exit_interview_duty_action_mine")
        for login in STAFF:
            user = self.user(login)
            user.action_id = my_work.id
            if "odoobot_state" in user._fields:
                user.odoobot_state = "disabled"
            if "en_GB" in dict(self.env["res.lang"].get_installed()):
                user.partner_id.lang = "en_GB"

    def _close_households(self, leavers):
        """Archive who no longer fosters."""
        for case in (one.case for one in leavers):
            is_over = case.state == "done" and case.date_departure < self.today
            if is_over:
                self.households.close(case)

    def _settle_messages(self, others):
        """Say that mails of the past went out, and let the others go."""
        for message in self.env["exit.interview.message"].search([]) - others:
            vals = {"state": "dropped", "date_next": False}
            if message.date_queued < self.now - timedelta(days=1):
                vals |= {"state": "sent", "date_sent": message.date_queued}
            if message.state == "queued":
                message.write(vals)
