# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..report import disclosure
from ..report.linear_bounds import ContradictionError
from .test_review import QUARTER, ReviewFlowCase


@tagged("post_install", "-at_install")
class TestReviewSafe(ReviewFlowCase):
    """What one table prints, no other figure may give away (A-02, A-06, A-10)."""

    def setUp(self):
        super().setUp()
        # Marks every quarter, unless a test is about that.
        self.policy.marks_leavers = 0

    def _get_count(self, review, code):
        return review.line_ids.filtered(lambda line: line.code == code)

    # === WIDENING BY ITSELF === #

    def test_by_service_where_teams_are_too_small(self):
        for service, teams in (("Fieldwork", "NS"), ("Homes", "EA")):
            for team in teams:
                self._hear(4, date(2025, 4, 10), service, team)
        review = self._prepare()
        self.assertEqual(review.level_used, "service")
        self.assertIn("by service", review.widened)
        for service, teams in (("Fieldwork", "NS"), ("Homes", "EA")):
            for team in teams:
                self._hear(1, date(2025, 4, 11), service, team)
        self._refresh()
        review.with_user(self.cora).action_recompute()
        self.assertEqual(review.level_used, "team")

    def test_for_the_whole_where_services_are_too_small(self):
        for service in ("Fieldwork", "Homes", "Hub"):
            self._hear(4, date(2025, 4, 10), service, service)
        review = self._prepare()
        self.assertEqual(review.level_used, "whole")
        self.assertIn("whole organisation", review.widened)
        line = self._get_line(review, "score", "support")
        self.assertEqual(line.denominator, 12)

    # === QUERIES === #

    def test_computing_costs_the_same_for_any_number_of_people(self):
        self._hear(9, QUARTER)
        review = self._prepare()

        def count():
            review.with_user(self.cora).action_recompute()
            self._refresh()
            before = self.cr.sql_log_count
            review.with_user(self.cora).action_recompute()
            return self.cr.sql_log_count - before

        few = count()
        self._hear(30, QUARTER)
        self.assertLessEqual(count(), few + 2)
        self.assertLessEqual(few, 120)

    # === FEW LEAVERS === #

    def test_marks_wait_for_the_year_where_few_people_leave(self):
        """Both sides of the policy's number, by the year before (P-14)."""
        self._hear(19, date(2024, 5, 10))
        self._hear(10, date(2025, 5, 10))
        review = self._prepare()
        for number, is_shown in ((21, False), (20, True)):
            self.policy.marks_leavers = number
            review.with_user(self.cora).action_recompute()
            self._refresh()
            line = self._get_line(review, "score", "support")
            self.assertEqual(line.is_hidden, not is_shown, number)
            self.assertEqual(review.level_used == "year", not is_shown)
            # Uptake is no mark.
            self.assertFalse(self._get_line(review, "uptake", "offered").is_hidden)
            if not is_shown:
                self.assertIn("Where few people leave", review.widened)
        self.policy.marks_leavers = 1000
        year = self._prepare(date(2025, 1, 1), "year")
        self.assertFalse(self._get_line(year, "score", "support").is_hidden)

    # === TABLES TOGETHER === #

    def test_who_stayed_is_not_notices_minus_leavers(self):
        self._hear(9, QUARTER)
        for _number in range(4):
            self._create_raw_case(
                "Hub",
                "Hub",
                date_departure=QUARTER,
                state="cancelled",
                outcome="retained",
            )
        review = self._prepare()
        first = self._get_count(review, "stayed.first")
        self.assertTrue(first.is_hidden)
        self.assertIs(first.denominator, False)
        self.assertEqual(self._get_count(review, "stayed.second").value, 9)
        self._create_raw_case(
            "Hub", "Hub", date_departure=QUARTER, state="cancelled", outcome="retained"
        )
        self._refresh()
        review.with_user(self.cora).action_recompute()
        first = self._get_count(review, "stayed.first")
        self.assertEqual((first.value, first.denominator), (5, 14))

    def test_a_share_has_its_leavers_and_hides_with_their_table(self):
        """Rates stand against leavers; what hides a number hides its share, too."""
        self._hear(12, QUARTER)
        for reply, count in (("declined", 5), ("no_reply", 2)):
            for _number in range(count):
                self._create_raw_case(
                    "Fieldwork",
                    "North",
                    date_departure=QUARTER,
                    state="done",
                    outcome=reply,
                    reply=reply,
                    date_offered=QUARTER,
                )
        review = self._prepare()
        rate = self._get_line(review, "uptake", "accepted")
        reply = self._get_count(review, "reply.accepted")
        self.assertTrue(reply.is_hidden)
        self.assertTrue(rate.is_hidden)
        held = self._get_line(review, "uptake", "held")
        self.assertEqual((held.value, held.denominator), (63, 19))
        for _number in range(3):
            self._create_raw_case(
                "Fieldwork",
                "North",
                date_departure=QUARTER,
                state="done",
                outcome="no_reply",
                reply="no_reply",
                date_offered=QUARTER,
            )
        self._refresh()
        review.with_user(self.cora).action_recompute()
        rate = self._get_line(review, "uptake", "accepted")
        self.assertEqual((rate.value, rate.denominator), (55, 22))
        self.assertFalse(self._get_count(review, "reply.accepted").is_hidden)

    def test_a_group_of_one_voice_is_not_whole_minus_the_others(self):
        """A-13: its mark is hidden, so the others may not all be told."""
        self._hear(12, QUARTER, "Fieldwork", "North")
        self._hear(8, QUARTER, "Homes", "Elm House", score=0)
        review = self._prepare()
        lines = review.line_ids.filtered(
            lambda line: line.code == "support" and line.group_label
        )
        self.assertFalse(lines.filtered(lambda line: not line.is_hidden))
        self.assertFalse(self._get_line(review, "score", "support").is_hidden)

    # === THE YEAR === #

    def test_the_year_is_rounded_to_ten_beside_a_hidden_quarter(self):
        for month, count in ((1, 9), (4, 8), (7, 9), (10, 3)):
            self._hear(count, date(2025, month, 10))
        for month in (1, 4, 7, 10):
            self._publish(date(2025, month, 1))
        year = self._prepare(date(2025, 1, 1), "year")
        line = self._get_count(year, "reply.accepted")
        self.assertEqual(line.base, 10)
        self.assertEqual(line.denominator, 30)
        table = year._read_tables()["uptake", "reply"]
        self.assertEqual(table.total, disclosure.Cell(30, 10))
        # Year minus three quarters is the fourth, of three people.
        self.assertTrue(self._get_line(year, "score", "support").is_hidden)

    def test_the_year_is_rounded_to_five_beside_open_quarters(self):
        for month in (1, 4, 7, 10):
            self._hear(8, date(2025, month, 10))
            self._publish(date(2025, month, 1))
        year = self._prepare(date(2025, 1, 1), "year")
        line = self._get_count(year, "reply.accepted")
        self.assertEqual((line.base, line.denominator), (5, 30))
        self.assertFalse(self._get_line(year, "score", "support").is_hidden)

    def test_a_quarter_is_not_published_after_its_year(self):
        self._hear(9, QUARTER)
        quarter = self._approve(self._prepare())
        year = self._publish(date(2025, 1, 1), "year")
        with self.assertRaisesRegex(UserError, "is published already, and counts"):
            quarter.with_user(self.cora).action_publish()
        with self.assertRaisesRegex(UserError, "Only closed calendar"):
            self._prepare(date(2025, 7, 1))
        self.assertEqual(year.state, "published")

    def test_a_quarter_published_since_the_year_was_computed(self):
        self._hear(9, QUARTER)
        year = self._approve(self._prepare(date(2025, 1, 1), "year"))
        self._publish()
        with self.assertRaisesRegex(UserError, "a quarter of the year was published"):
            year.with_user(self.cora).action_publish()

    # === WHAT DOES NOT ADD UP === #

    def test_what_does_not_add_up_with_published_quarters_is_hidden(self):
        """Records were mended: nobody knows what the year would tell."""
        for month in (1, 4, 7, 10):
            self._hear(12, date(2025, month, 10))
            self._publish(date(2025, month, 1))
        cases = self.env["exit.interview"].search(
            [("company_id", "=", self.company.id)]
        )
        self.env.cr.execute(
            "UPDATE exit_interview SET state = 'cancelled' WHERE id = ANY(%s)",
            [cases.ids[:20]],
        )
        self._refresh()
        year = self._prepare(date(2025, 1, 1), "year")
        lines = year.line_ids.filtered(lambda line: line.table_code == "reply")
        self.assertEqual(set(lines.mapped("is_hidden")), {True})
        self.assertEqual(set(lines.mapped("denominator")), {False})
        # Of whom nothing is told, no share is told either.
        self.assertTrue(self._get_line(year, "uptake", "held").is_hidden)
        # What still adds up is told.
        self.assertFalse(self._get_line(year, "score", "support").is_hidden)
        self._approve(year).with_user(self.cora).action_publish()

    def test_publishing_what_does_not_add_up_is_refused(self):
        self._hear(9, QUARTER)
        review = self._approve(self._prepare())

        def contradict(*args):
            raise ContradictionError("They do not.")

        with (
            patch.object(disclosure, "audit", contradict),
            self.assertRaisesRegex(UserError, "do not add up with those of earlier"),
        ):
            review.with_user(self.cora).action_publish()
        review.with_user(self.cora).action_publish()

    # === THE POLICY CHANGES === #

    def test_a_published_review_is_read_by_the_policy_of_its_day(self):
        for month in (1, 4, 7, 10):
            self._hear(7, date(2025, month, 10))
        first = self._publish(date(2025, 1, 1))
        self.policy.write({"figure_people": 8, "words_people": 12})
        self.assertEqual((first.figure_people, first.words_people), (5, 10))
        self.assertEqual(first._get_rule().threshold, 5)
        second = self._prepare()
        self.assertEqual(second._get_rule().threshold, 8)
        self.assertTrue(self._get_line(second, "score", "support").is_hidden)
        self.assertFalse(self._get_line(first, "score", "support").is_hidden)
        self.assertIn("fewer than 5 people", first.get_paper()["notes"][0])
        self.assertIn("fewer than 8 people", second.get_paper()["notes"][0])

    def test_the_policy_changes_before_publication(self):
        self._hear(9, QUARTER)
        review = self._approve(self._prepare())
        self.policy.figure_people = 6
        with self.assertRaisesRegex(UserError, "The policy has changed since"):
            review.with_user(self.cora).action_publish()
        review.with_user(self.cora).action_take_back()
        review.with_user(self.cora).action_recompute()
        self._approve(review).with_user(self.cora).action_publish()
