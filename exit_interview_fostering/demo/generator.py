# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lets the fostering service of the sample organisation live through a year."""

from odoo.addons.exit_interview.demo.life import Life
from odoo.addons.exit_interview.demo.reviews import Reviews

from .households import Households
from .leaving import Leaving
from .talks import HOLDERS, Talks


class CarerGenerator(Life):
    """Makes the sample households; deterministic for a given day.

    :param env: environment of the superuser
    """

    module = "exit_interview_fostering"
    policy_name = "exit_interview_policy_foster_carer"
    staff = ("ada", "ida", "mo", "etta", "ned", "wes", "wyn")

    def __init__(self, env):
        super().__init__(env)
        self.voices = self._read("voices")
        self.stories = self._read("stories")

    def run(self):
        """Make everything, once."""
        if self.env["exit.interview.approval"].search_count([], limit=1):
            return
        mails = self.env["mail.mail"].search([])
        messages = self.env["exit.interview.message"].search([])
        self._welcome_staff()
        leavers = self._plan()
        self._take_steps()
        Reviews(self).run()
        self._close_households(leavers)
        # Nobody gets a letter from a council that does not exist.
        (self.env["mail.mail"].search([]) - mails).unlink()
        self._settle_messages(messages)

    @property
    def coordinator(self):
        return self.user("ada")

    def get_worker(self, story):
        """Return who supervises the household of a story."""
        return self.user(HOLDERS[story["team"]]["worker"])

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

    def _close_households(self, leavers):
        """Archive who no longer fosters."""
        for case in (one.case for one in leavers):
            is_over = case.state == "done" and case.date_departure < self.today
            if is_over:
                self.households.close(case)
