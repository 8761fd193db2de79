# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-12 to P-15: safe figures, by example and by trying everything small.

``tests/test_disclosure_attack.py`` of the repository attacks whole histories.
"""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations_with_replacement
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..report import disclosure
from ..report.disclosure import (
    HIDDEN,
    Cell,
    Publication,
    Rule,
    Table,
    audit,
    choose_level,
    find_isolations,
    may_show_comments,
    protect,
    protect_mean,
    protect_rate,
    protect_year,
    release,
)
from ..report.linear_bounds import ContradictionError, find_bounds

RULE = Rule()


def get_tables(total, cells):
    """Yield every way to spread people over cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in get_tables(total - first, cells - 1):
            yield (first, *others)


def show(counts, rule=RULE, **options):
    """Return what is printed: the cells, then the total."""
    table = protect(dict(enumerate(counts)), rule, **options)
    return [*map(str, table.cells.values()), str(table.total)]


def publish(population, counts, parts=(), rule=RULE, breakdown="reason"):
    return Publication(population, breakdown, protect(counts, rule), parts)


@tagged("-at_install", "post_install")
class TestDisclosureTable(BaseCase):
    def test_rule_refuses_what_protects_nobody(self):
        for numbers in ({"threshold": 1}, {"round_base": 0}, {"year_base": -5}):
            with self.subTest(numbers), self.assertRaises(ValueError):
                Rule(**numbers)

    def test_no_number_of_a_rule_lies_below_its_threshold(self):
        rule = Rule(threshold=12)

        self.assertEqual(rule.comment_threshold, 12)
        self.assertEqual(rule.rate_base, 12)
        self.assertEqual(rule.mean_base, 12)
        self.assertEqual(rule.mean_exact_base, 12)

    def test_threshold_from_both_sides(self):
        self.assertEqual(show([4]), ["c", "c"])
        self.assertEqual(show([12, 5, 8]), ["12", "5", "8", "25"])
        self.assertEqual(show([12, 4, 8]), ["c", "c", "c", "24"])
        self.assertEqual(
            show([30, 2, 2, 3, 2, 12]), ["30", "c", "c", "c", "c", "12", "51"]
        )

    def test_one_small_count_takes_others_with_it(self):
        # 20 - 9 - 7 would be the hidden 4.
        self.assertEqual(show([9, 4, 7]), ["c", "c", "c", "20"])
        # 4 and 7: somebody who knows the seven would know the four.
        self.assertEqual(show([19, 4, 7, 9]), ["19", "c", "c", "c", "39"])

    def test_equal_counts_go_together(self):
        # Or the order would tell which of the two is hidden.
        self.assertEqual(show([5, 5, 1, 14]), ["c", "c", "c", "14", "25"])

    def test_hidden_looks_the_same_for_0_1_and_4(self):
        # A-18: with a base below the threshold; for groups of people always.
        for counts in ([0, 4], [1, 3], [4, 0], [0, 0]):
            with self.subTest(counts):
                self.assertEqual(show(counts), ["c", "c", "c"])
        for small in (0, 1, 4):
            counts = dict(enumerate([30, small, 20, 9]))
            with self.subTest(small):
                table = protect(counts, RULE, respondents=counts, uniform=False)
                self.assertEqual(str(table.cells[1]), HIDDEN)

    def test_zero_is_shown_where_the_base_is_large_enough(self):
        self.assertEqual(show([12, 0, 8]), ["12", "0", "8", "20"])
        self.assertEqual(show([2, 0, 2]), ["c", "c", "c", "c"])

    def test_all_keys_are_printed_or_none(self):
        # A-19: nothing is told by a line that is missing.
        shapes = {
            tuple(protect(dict(zip("abcd", counts, strict=True)), RULE).cells)
            for total in (0, 4, 5, 12)
            for counts in get_tables(total, 4)
        }

        self.assertEqual(shapes, {tuple("abcd")})

    def test_everybody_or_all_but_one_said_the_same(self):
        # A-13, A-14
        for counts in ([10, 0, 0], [9, 1, 0], [1, 29, 0]):
            with self.subTest(counts):
                self.assertEqual(show(counts)[:-1], ["c"] * 3)
        themes = protect(
            {"pay": 12, "safety": 11, "systems": 10, "training": 2, "career": 0},
            RULE,
            additive=False,
            base=12,
        )
        self.assertEqual([*map(str, themes.cells.values())], ["c", "c", "10", "c", "0"])

    def test_leavers_and_respondents_must_both_reach_the_threshold(self):
        # A-11
        leavers = {"North": 9, "South": 14, "East": 12, "West": 8}
        answered = {"North": 4, "South": 14, "East": 11, "West": 5}

        table = protect(leavers, RULE, respondents=answered, uniform=False)

        self.assertTrue(table.cells["North"].hidden)
        self.assertEqual(table.cells["South"].value, 14)
        nobody = protect(leavers, RULE, respondents={"North": 4}, uniform=False)
        self.assertTrue(nobody.total.hidden)

    def test_one_small_team_of_two_is_not_told_by_the_rest(self):
        # A-03: what is left is the service as a whole.
        counts = {"North": 12, "South": 3}

        table = protect(counts, RULE, respondents=counts, uniform=False)

        self.assertFalse(table.shown)
        self.assertEqual(table.total.value, 15)

    def test_counts_that_cannot_be_people_are_refused(self):
        with self.assertRaises(ValueError):
            protect({"a": -1, "b": 9}, RULE)
        with self.assertRaises(ValueError):
            protect({"a": 5, "b": 9}, RULE, base=13)
        with self.assertRaises(ValueError):
            protect({"a": 5, "b": 9}, RULE, additive=False, base=8)
        with self.assertRaises(ValueError):
            protect_rate(5, 4, RULE)

    def test_outside_the_organisation_is_rounded(self):
        outside = RULE.for_outside()

        self.assertEqual(outside.threshold, 8)
        self.assertEqual(show([8, 13, 17, 22], outside), ["10", "15", "15", "20", "60"])
        self.assertEqual(show([7, 23, 26, 6], outside), ["c", "25", "25", "c", "60"])

    def test_who_knows_the_method_recovers_nothing(self):
        """Every table of up to 4 cells and 23 people, sorted by what is printed.

        The reader knows this module. Behind each hidden cell at least three
        different counts remain possible, and they lie at least two apart.
        """
        for base, most in ((1, 20), (5, 23)):
            rule = Rule(round_base=base)
            for cells in (2, 3, 4):
                behind = defaultdict(list)
                for total in range(most):
                    for counts in get_tables(total, cells):
                        behind[tuple(show(counts, rule))].append(counts)
                for printed, tables in behind.items():
                    for i, text in enumerate(printed[:-1]):
                        values = {counts[i] for counts in tables}
                        if text == HIDDEN:
                            self.assertGreaterEqual(len(values), 3, printed)

    # === shares and means === #

    def test_share_needs_enough_people_on_both_sides(self):
        self.assertEqual(str(protect_rate(5, 10, RULE)), "50")
        for part, whole in ((0, 30), (30, 30), (29, 30), (4, 30), (26, 30), (5, 9)):
            with self.subTest(part=part, whole=whole):
                self.assertTrue(protect_rate(part, whole, RULE).hidden)
        # What the organisation did betrays nobody, if it did it for all or none.
        self.assertEqual(protect_rate(30, 30, RULE, named=False).percent, 100)
        self.assertEqual(protect_rate(0, 30, RULE, named=False).percent, 0)
        self.assertTrue(protect_rate(29, 30, RULE, named=False).hidden)
        self.assertTrue(protect_rate(9, 9, RULE, named=False).hidden)

    def test_share_of_who_answered_is_never_one_team(self):
        # A-17
        self.assertTrue(protect_rate(0, 1, RULE).hidden)
        self.assertTrue(protect_rate(5, 9, RULE).hidden)

    def test_rounded_share_tells_no_more_than_rounded_counts(self):
        rule = RULE.for_year()
        shares = defaultdict(set)
        for whole in range(10, 60):
            for part in range(whole + 1):
                rate = protect_rate(part, whole, rule)
                if not rate.hidden:
                    self.assertNotIn(rate.percent, (0, 100))
                    counts = show([part, whole - part], rule)
                    shares[counts[0], counts[2]].add(rate.percent)

        self.assertTrue(shares)
        for printed, percents in shares.items():
            self.assertEqual(len(percents), 1, printed)

    def test_a_share_of_rough_counts_would_say_more_than_it_knows(self):
        year, rough = RULE.for_year(), replace(RULE, round_base=10)
        self.assertTrue(protect_rate(11, 22, year).hidden)
        self.assertEqual(protect_rate(11, 23, year).percent, 40)
        self.assertTrue(protect_rate(22, 44, rough).hidden)
        self.assertEqual(protect_rate(20, 45, rough).percent, 40)
        # For all, or for none, nothing is rounded.
        self.assertEqual(protect_rate(20, 20, rough, named=False).percent, 100)

    def test_mean_grows_rougher_and_then_goes(self):
        self.assertTrue(protect_mean({2: 2, 8: 2}, RULE).hidden)
        few = protect_mean({2: 2, 7: 3}, RULE)
        self.assertEqual((few.value, few.band, few.count), (5.0, (5, 9), None))
        many = protect_mean({2: 5, 7: 6}, RULE)
        self.assertEqual((many.value, many.band, many.count), (4.7, None, 11))

    def test_mean_of_one_voice_is_hidden(self):
        self.assertTrue(protect_mean({0: 6}, RULE).hidden)
        self.assertTrue(protect_mean({5: 19, 9: 1}, RULE).hidden)
        # Nearly everybody said 0.
        self.assertTrue(protect_mean({0: 16, 1: 4}, RULE).hidden)
        self.assertTrue(protect_mean({10: 16, 9: 4}, RULE).hidden)

    def test_no_mean_betrays_its_scores(self):
        """A-15: every answer of 5 to 10 people, on a scale from 0 to 4."""
        for people in range(5, 11):
            behind = defaultdict(list)
            for answers in combinations_with_replacement(range(5), people):
                mean = protect_mean(Counter(answers), RULE, scale=(0, 4))
                if not mean.hidden:
                    behind[mean].append(answers)
            self.assertTrue(behind)
            for mean, possible in behind.items():
                with self.subTest(people=people, mean=mean):
                    # Nobody's place in the order is certain.
                    self.assertGreater(len(possible), 1)
                    lows, highs = zip(*((a[0], a[-1]) for a in possible), strict=True)
                    self.assertGreater(len({*lows}) + len({*highs}), 2)

    def test_words_need_people_and_authors(self):
        self.assertTrue(may_show_comments(10, 5, RULE))
        self.assertFalse(may_show_comments(9, 5, RULE))
        self.assertFalse(may_show_comments(10, 4, RULE))

    # === where to show === #

    def test_level_widens_until_something_shows(self):
        levels = [
            ("team", {"a": 2, "b": 1}),
            ("service", {"a": 4, "b": 4}),
            ("department", {"a": 9, "b": 6}),
            ("year", {"a": 30, "b": 26}),
        ]

        level = choose_level(levels, RULE)

        self.assertEqual((level.name, level.widened), ("department", True))
        self.assertFalse(choose_level(levels[3:], RULE).widened)
        nothing = choose_level(levels[:2], RULE)
        self.assertIsNone(nothing.name)
        self.assertFalse(nothing.table.shown)


@tagged("-at_install", "post_install")
class TestDisclosureTogether(BaseCase):
    def test_late_interview_isolates_one_person(self):
        # P-14, A-05
        first = {"Q1": set(range(6))}

        found = find_isolations({"Q1 again": set(range(7))}, first, RULE)

        self.assertEqual([(i.people, i.second) for i in found], [(1, "Q1")])
        self.assertFalse(find_isolations({"Q1 again": set(range(6))}, first, RULE))
        self.assertFalse(find_isolations({"Q1 again": set(range(11))}, first, RULE))
        self.assertTrue(find_isolations({"Q1 again": set(range(5))}, first, RULE))

    def test_parts_together_isolate_who_is_left(self):
        parts = {"Q1": {*range(6)}, "Q2": {*range(6, 12)}, "Q3": {*range(12, 18)}}

        found = find_isolations({"year": {*range(20)}}, parts, RULE)

        self.assertEqual([(i.people, len(i.parts)) for i in found], [(2, 3)])
        self.assertFalse(find_isolations({"year": {*range(23)}}, parts, RULE))
        # The order does not matter: the last part would complete it.
        earlier = {"year": {*range(20)}, "Q1": parts["Q1"], "Q2": parts["Q2"]}
        self.assertTrue(find_isolations({"Q3": parts["Q3"]}, earlier, RULE))

    def test_a_population_may_not_be_small_itself(self):
        self.assertTrue(find_isolations({"Q1": {1, 2, 3, 4}}, {}, RULE))
        self.assertFalse(find_isolations({"Q1": {1, 2, 3, 4, 5}}, {}, RULE))
        self.assertFalse(find_isolations({"Q1": set()}, {}, RULE))

    def test_audit_finds_the_count_that_is_left(self):
        table = Table({"a": Cell(9), "b": Cell(7), "c": Cell()}, Cell(20))

        problem = audit([Publication("Q1", "reason", table)], RULE)[0]

        self.assertEqual((problem.key, problem.low, problem.high), ("c", 4, 4))

    def test_audit_catches_a_table_that_hides_too_little(self):
        """H-7: the last check does not trust the first."""
        counts = {"a": 9, "b": 7, "c": 4}
        self.assertFalse(audit([publish("Q1", counts)], RULE))

        def hide_only_small(counts, total, hidden, *args):
            return hidden

        with patch.object(disclosure, "_hide_more", hide_only_small):
            self.assertTrue(audit([publish("Q1", counts)], RULE))

    def test_audit_sees_the_ring_of_two_tables(self):
        # Each line has two hidden cells; only both directions together tell.
        def make(a, b, total):
            return Table({"x": Cell(a), "y": Cell(b)}, Cell(total))

        services = [
            Publication("F", "reason", make(None, None, 12)),
            Publication("G", "reason", make(None, None, 14)),
            Publication("all", "reason", make(23, 3, 26), ("F", "G")),
        ]

        problems = audit(services, RULE)

        found = {(p.population, p.key): (p.low, p.high) for p in problems}
        self.assertEqual(found["F", "y"], (0, 3))
        self.assertEqual(found["G", "y"], (0, 3))

    def test_audit_refuses_what_contradicts_itself(self):
        table = Table({"a": Cell(9), "b": Cell(7)}, Cell(20))

        with self.assertRaises(ContradictionError):
            audit([Publication("Q1", "reason", table)], RULE)

    def test_part_that_was_not_printed_is_not_told_by_the_rest(self):
        whole = publish("all", {"a": 20, "b": 15}, ("F", "G"))
        part = publish("F", {"a": 18, "b": 13})

        self.assertTrue(audit([whole, part], RULE))
        whole, part = release([whole, part], [], RULE)

        self.assertFalse(audit([whole, part], RULE))
        # The narrow table gives way.
        self.assertEqual(whole.table.shown, ["a", "b"])
        self.assertEqual(whole.table.total.value, 35)

    def test_the_year_less_three_quarters_is_not_the_fourth(self):
        # A-06
        counts = [
            {"pay": 9, "workload": 8},
            {"pay": 8, "workload": 7},
            {"pay": 6, "workload": 9},
            {"pay": 2, "workload": 1},
        ]
        names = tuple(f"Q{n}" for n in range(1, 5))
        quarters = [publish(n, c) for n, c in zip(names, counts, strict=True)]
        year = {key: sum(c[key] for c in counts) for key in counts[0]}
        exact = publish("year", year, names)
        self.assertEqual(audit([*quarters, exact], RULE)[0].high, 3)

        table = protect_year(year, RULE, [q.table for q in quarters])
        rounded = Publication("year", "reason", table, names)
        [released] = release([rounded], quarters, RULE)

        self.assertEqual(table.total.base, 10)
        self.assertFalse(audit([*quarters, released], RULE))
        self.assertTrue(
            any(
                not c.hidden
                for c in [released.table.total, *released.table.cells.values()]
            )
        )

    def test_a_hidden_quarter_is_known_to_be_small(self):
        # 15 to 24 in the year and 11 in three quarters: at least 4, and below 5.
        counts = [{"a": 5}, {"a": 6}, {"a": 0}, {"a": 4}]
        names = tuple(f"Q{n}" for n in range(1, 5))
        quarters = [publish(n, c) for n, c in zip(names, counts, strict=True)]
        table = protect_year({"a": 15}, RULE, [q.table for q in quarters])
        self.assertEqual((str(table.total), table.total.base), ("20", 10))
        quarters[2] = replace(
            quarters[2], table=replace(quarters[2].table, total=Cell(0))
        )
        year = Publication("year", "reason", table, names)

        problems = audit([*quarters, year], RULE)
        [released] = release([year], quarters, RULE)

        self.assertIn(("Q4", 4, 4), [(p.population, p.low, p.high) for p in problems])
        self.assertTrue(released.table.total.hidden)

    def test_what_printed_parts_add_up_to_is_no_secret(self):
        # The whole came last, and its second line was to cover for others.
        parts = [
            publish("F", {"a": 2, "b": 7, "c": 9, "d": 8}),
            publish("G", {"a": 6, "b": 10, "c": 5, "d": 8}),
        ]
        whole = publish("all", {"a": 8, "b": 17, "c": 14, "d": 16}, ("F", "G"))

        [released] = release([whole], parts, RULE)

        self.assertFalse(audit([*parts, released], RULE))
        self.assertEqual(released.table.total.value, 55)

    def test_release_changes_nothing_that_is_safe(self):
        new = [publish("Q1", {"a": 20, "b": 15, "c": 0})]

        self.assertEqual(release(new, [], RULE), new)

    def test_numbers_without_an_end_are_open(self):
        rows = [({"x": 1, "y": -1}, 0)]

        self.assertFalse(find_bounds(rows, {"x": (0, None), "y": (0, None)}, {"x"}, 5))
        found = find_bounds(rows, {"x": (0, None), "y": (2, 4)}, {"x"}, 5)
        self.assertEqual(found, {"x": (2, 4)})
