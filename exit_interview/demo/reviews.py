# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The reviews of the sample: every closed quarter published, the last one a draft.

Words for everybody come out with the first review that has people enough behind it.
"""

from datetime import timedelta

from odoo.tools import SQL

from .timeline import to_utc


class Reviews:
    """Prepares, approves and publishes, as those who would.

    :param generator: the :class:`~.generator.Generator`
    """

    def __init__(self, generator):
        self.make = generator
        self.env = generator.env
        self.words = generator.voices["reviews"]
        self.public = generator.voices["publications"]

    def run(self):
        """Make everything."""
        Review = self.make.act(self.env["exit.interview.review"], self.make.coordinator)
        closed = [
            found
            for found in Review._get_closed_periods(self.make.policy)
            if found.period == "quarter"
            and found.date_from >= self.make.policy.date_go_live
        ]
        for number, found in enumerate(closed):
            review_id = Review.prepare(
                self.make.policy.population, "quarter", found.date_from
            )
            review = Review.browse(review_id)
            is_last = number == len(closed) - 1
            if is_last:
                # The coordinator has begun to write.
                review.works = self.words[-1]["works"]
            else:
                review.write(self.words[number % (len(self.words) - 1)])
                self._publish(review)
            self._date(review, found.date_ready, is_last)
        self._agree_actions(Review)
        self._tell_everybody(Review)

    def _publish(self, review):
        review.action_ask_approval()
        approver = review.sudo().approver_id
        self.make.act(review, approver).action_approve()
        review.action_publish()

    def _date(self, review, day, is_draft):
        """Give the steps the days on which they would have been taken."""
        self.env.flush_all()
        days = self.make.days
        asked, approved, published = (days.shift(day, number) for number in (4, 6, 7))
        vals = SQL("date_computed = %s", to_utc(day, 9, 30))
        if not is_draft:
            vals = SQL(
                "%s, date_asked = %s, date_approved = %s, date_published = %s,"
                " meeting_date = %s",
                vals,
                asked,
                approved,
                published,
                days.shift(published, 5),
            )
        # A published review is frozen: only here, its days are those of the story.
        self.env.cr.execute(
            SQL("UPDATE exit_interview_review SET %s WHERE id = %s", vals, review.id)
        )
        self.env.cr.execute(
            SQL(
                "UPDATE exit_interview_duty SET date_start = %s, date_done = %s"
                " WHERE res_model = 'exit.interview.review' AND res_id = %s"
                " AND state = 'done'",
                day,
                published,
                review.id,
            )
        )
        self.env.invalidate_all()

    def _agree_actions(self, Review):
        """Let the last published review have actions, one of them done."""
        review = Review.search([("state", "=", "published")], limit=1)
        if not review:
            return
        Action = self.env["exit.interview.review.action"]
        for words in self.words[-1]["actions"]:
            owner = self.make.user(words["owner"])
            due = self.make.today + timedelta(days=words["days"])
            action_id = review.action_add(words["name"], owner.id, due)
            if words.get("outcome"):
                action = self.make.act(Action.browse(action_id), owner)
                action.action_done(words["outcome"])
        draft = Review.search([("state", "=", "draft")], limit=1)
        if draft:
            draft.action_recompute()

    def _tell_everybody(self, Review):
        """Say what was said and done: most of it out, the rest a draft."""
        published = Review.search([("state", "=", "published")], order="date_from")
        Publication = self.env["exit.interview.publication"]
        review = published.filtered(Publication._has_base)[:1]
        Mine = self.make.act(Publication, self.make.coordinator)
        for number, words in enumerate(self.public, start=1):
            is_draft = number == len(self.public)
            chosen = published[-1:] if is_draft else review
            if not chosen:
                continue
            words_id = Mine.propose(chosen.id, words["said"], words["did"])
            if not is_draft:
                self._approve_words(Publication.browse(words_id))

    def _approve_words(self, publication):
        """Have the second person approve words, on days that fit their review."""
        mine = self.make.act(publication, self.make.coordinator)
        mine.action_ask_approval()
        self.make.act(publication, publication.approver_id).action_approve()
        day = publication.review_id.date_published
        publication.write(
            {
                "date_asked": min(self.make.days.shift(day, 1), self.make.today),
                "date_approved": min(self.make.days.shift(day, 3), self.make.today),
            }
        )
