# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lets the children's homes of the sample organisation live through a year."""

from odoo.addons.exit_interview.demo.life import Life
from odoo.addons.exit_interview.demo.reviews import Reviews

from .homes import Homes
from .moving import Moving


class ChildReviews(Reviews):
    """Besides the quarters the last closed year, on which officers report (C-23)."""

    def run(self):
        """Make everything."""
        result = super().run()
        Review = self.make.act(self.env["exit.interview.review"], self.make.coordinator)
        drafts = Review.search([("state", "!=", "published")])
        # A quarter that is still a draft could not follow its year.
        years = [
            found
            for found in Review._get_closed_periods(self.make.policy)
            if found.period == "year"
            and all(draft.date_from > found.date_to for draft in drafts)
        ]
        for found in years[-1:]:
            review = Review.browse(
                Review.prepare(self.make.policy.population, "year", found.date_from)
            )
            review.write(self.words[0])
            self._publish(review)
            self._date(review, found.date_ready, False)
            self._report(review)
        return result

    def _report(self, review):
        """Let the officer give the report, unless it is not due yet."""
        report = self.env["exit.interview.monitoring"].search(
            [("review_id", "=", review.id)]
        )
        # Owed since the day of the story, not since today.
        report.duty_update()
        due = report.date_due
        if due > self.make.today:
            return
        mine = self.make.act(report, self.make.user("ira"))
        mine.write(
            {
                "learned": "\n".join([review.works, review.worries]),
                "asks": review.asks,
                "given_to": "Joint Senior Managers",
                "date_given": due,
            }
        )
        mine.action_give()
        duty = self.env["exit.interview.duty"].search(
            [("res_model", "=", report._name), ("res_id", "=", report.id)]
        )
        duty.write({"date_start": review.date_published, "date_done": due})


class ChildGenerator(Life):
    """Makes the sample homes and young people; deterministic for a given day.

    :param env: environment of the superuser
    """

    module = "exit_interview_children"
    policy_name = "exit_interview_policy_child"
    staff = ("sue", "mia", "uma", "rhys", "saul", "sky", "ira", "ike")

    def __init__(self, env):
        super().__init__(env)
        self.words = self._read("stories")
        self.voices = self._read("voices")

    def run(self):
        """Make everything, once."""
        Child = self.env["exit.interview.child"].with_context(active_test=False)
        if Child.search_count([], limit=1):
            return
        mails = self.env["mail.mail"].search([])
        messages = self.env["exit.interview.message"].search([])
        self._welcome_staff()
        self._register_outsiders()
        homes = Homes(self)
        homes.enter()
        moves = [
            Moving(self, story, homes, number)
            for number, story in enumerate(self.words["moves"])
        ]
        for move in moves:
            move.plan()
        self._take_steps()
        ChildReviews(self).run()
        for move in moves:
            move.settle()
        Child._cron_delete_addresses()
        # Nobody gets a letter from a council that does not exist.
        (self.env["mail.mail"].search([]) - mails).unlink()
        self._settle_messages(messages)

    @property
    def coordinator(self):
        return self.user("sue")

    def _register_outsiders(self):
        """Enter whoever interviews, with the certificate seen, and let them in."""
        Outsider = self.act(self.env["exit.interview.outsider"], self.coordinator)
        for login, words in self.words["outsiders"].items():
            user = self.user(login)
            if "en_GB" in dict(self.env["res.lang"].get_installed()):
                user.partner_id.lang = "en_GB"
            outsider = Outsider.create(
                {
                    "user_id": user.id,
                    "phone": user.phone,
                    "date_checked": self.get_day(390),
                    **words,
                }
            )
            outsider.action_give_access()
