# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A part of the sample organisation lives through a year, one step after the other.

Every step is the public method that a person would call, called as that person, on
the day on which they would have called it: the clock runs from a year ago to today.
"""

import heapq
import itertools
import json
from datetime import timedelta

from odoo import fields
from odoo.tools import file_open

from .clock import Clock
from .timeline import WorkingDays, read_holidays, to_utc


class Life:
    """Takes planned steps in their order; deterministic for a given day.

    :param env: environment of the superuser
    """

    module = ""
    policy_name = ""
    # Logins of the staff who work with it.
    staff = ()

    def __init__(self, env):
        self.env = env(su=True, context={**env.context, "tracking_disable": True})
        self.policy = self._ref(self.policy_name)
        self.today = self.policy._get_local_date()
        self.now = fields.Datetime.now()
        leaves = self.policy.resource_calendar_id.leave_ids
        self.days = WorkingDays(read_holidays(leaves))
        self.clock = Clock()
        self.queue = []
        self.numbers = itertools.count()

    def _read(self, name):
        with file_open(f"{self.module}/demo/{name}.json") as stream:
            return json.load(stream)

    def _ref(self, name):
        return self.env.ref(f"{self.module}.{name}")

    def user(self, login):
        return self._ref(f"user_{login}")

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

    def _take_steps(self):
        with self.clock.running():
            while self.queue:
                self.clock.moment, _number, function, arguments = heapq.heappop(
                    self.queue
                )
                function(*arguments)
            self.clock.moment = None

    # === AROUND === #

    def _welcome_staff(self):
        """Let each login begin where its work is, in British English if there is."""
        my_work = self.env.ref("exit_interview.exit_interview_duty_action_mine")
        for login in self.staff:
            user = self.user(login)
            user.action_id = my_work.id
            if "odoobot_state" in user._fields:
                user.odoobot_state = "disabled"
            if "en_GB" in dict(self.env["res.lang"].get_installed()):
                user.partner_id.lang = "en_GB"

    def _settle_messages(self, others):
        """Say that mails of the past went out, and let the others go."""
        for message in self.env["exit.interview.message"].search([]) - others:
            vals = {"state": "dropped", "date_next": False}
            if message.date_queued < self.now - timedelta(days=1):
                vals |= {"state": "sent", "date_sent": message.date_queued}
            if message.state == "queued":
                message.write(vals)
