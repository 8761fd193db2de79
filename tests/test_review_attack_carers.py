# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-12 to P-16 for foster carers: the same attack on reviews with tables of their own.

How households left, as what they were approved and how long they fostered are three
more ways to cut the same leavers; what kept households is about others.
"""

from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.exit_interview_fostering.tests.test_review_fostering import (
    FosteringReviewFlowCase,
)

from . import attacker, test_review_attack

ROUTES = ("resignation", "resignation", "transfer", "retirement", "deregistration")
CATEGORIES = ("mainstream", "mainstream", "mainstream", "kinship", "short_break")
HOW = ("support", "breaks", "support", "money")


@tagged("post_install", "-at_install")
class TestReviewAttackCarers(
    FosteringReviewFlowCase, test_review_attack.TestReviewAttack
):
    reasons = dict(
        zip(
            attacker.REASONS,
            (
                *("burn_out", "lack_of_support", "cannot_afford", "retirement"),
                *("ill_health", "transfer", "other", "other"),
            ),
            strict=True,
        )
    )

    def _get_case_vals(self, person, day):
        """Override: ways to leave that hang together with what else is printed."""
        number = person.key
        if number % 4 == 1:
            for _number in range(2):
                self._create_raw_talk(
                    self._create_raw_household(),
                    day,
                    retained_by=HOW[number % 3 + _number],
                )
        return {
            "household_id": self._create_raw_household().id,
            "leaving_route": ROUTES[number % 5],
            "approval_category": CATEGORIES[number // 2 % 5],
            "date_start_service": day - timedelta(days=(200, 800, 2500)[number % 3]),
        }

    def test_nobody_recovers_anything_from_what_the_leadership_reads(self):
        """Override: one council that has figures to show."""
        self.policy.marks_leavers = 0
        loot = self._attack(2, 48)
        self.assertFalse(loot.wins, loot.examples[:5])
        self.assertGreater(loot.hidden, 200)
        self.assertTrue(self.shown >= {"route", "category", "length", "retained_by"})

    def test_each_rule_is_needed(self):
        """Override: whoever leaves one out is broken here, too."""
        self.policy.marks_leavers = 0
        loot = self._attack(1, 24, "primary only")
        self.assertTrue(loot.exact)

    def _read_as_dee(self):
        """Override: remember which of the carers' own tables showed something."""
        lines = super()._read_as_dee()
        self.shown = {line["table_code"] for line in lines if line["value"]}
        return lines
