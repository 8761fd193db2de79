# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-12 to P-15, H-3, H-7: safe figures under attack, and what is left to read."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.exit_interview.report.disclosure import (
    HIDDEN,
    Publication,
    Rule,
    audit,
    find_isolations,
    protect,
    protect_mean,
    protect_rate,
    protect_year,
    release,
)

from . import attacker

COUNCILS = 100
# Enough for every weakness to be found, each many times over.
WEAK_COUNCILS = 6

few = settings(max_examples=60, deadline=None, database=None, derandomize=True)
rules = st.builds(
    Rule, threshold=st.integers(5, 12), round_base=st.sampled_from((1, 1, 5, 10))
)
tables = st.lists(st.integers(0, 30), min_size=1, max_size=9)


@tagged("-at_install", "post_install")
class TestDisclosureProperties(BaseCase):
    @few
    @given(tables, rules, st.booleans())
    def test_no_small_count_is_printed(self, counts, rule, groups):
        """P-12, A-01."""
        counts = dict(enumerate(counts))
        table = protect(counts, rule, respondents=counts if groups else None)

        for cell in [*table.cells.values(), table.total]:
            if cell.value and rule.round_base == 1:
                self.assertGreaterEqual(cell.value, rule.threshold)
            if cell.value:
                self.assertFalse(cell.value % rule.round_base)
        for key, cell in table.cells.items():
            self.assertFalse(0 < counts[key] < rule.threshold and not cell.hidden)

    @few
    @given(tables, rules)
    def test_no_line_gives_its_hidden_counts_away(self, counts, rule):
        """P-13, A-02."""
        table = protect(dict(enumerate(counts)), rule)

        self.assertFalse(audit([Publication("Q1", "reason", table)], rule))
        hidden = [counts[key] for key, c in table.cells.items() if c.hidden]
        if hidden and not table.total.hidden and rule.round_base == 1:
            self.assertEqual(
                table.total.value - sum(c.value or 0 for c in table.cells.values()),
                sum(hidden),
            )
            self.assertGreaterEqual(sum(hidden), rule.threshold)

    @few
    @given(tables, rules, st.data())
    def test_groups_look_the_same_with_0_1_and_4(self, counts, rule, data):
        """A-18, A-19."""
        counts = dict(enumerate([*counts, 0]))
        small = data.draw(st.integers(0, rule.threshold - 1))
        counts[len(counts) - 1] = small

        table = protect(counts, rule, respondents=counts, uniform=False)

        self.assertEqual(str(table.cells[len(counts) - 1]), HIDDEN)
        self.assertEqual(list(table.cells), list(counts))

    @few
    @given(st.integers(0, 60), st.integers(1, 4), rules)
    def test_one_small_group_of_two_is_not_told(self, large, small, rule):
        """A-03."""
        counts = {"North": large, "South": small}
        if rule.round_base == 1:
            table = protect(counts, rule, respondents=counts, uniform=False)
            self.assertFalse(table.shown)

    @few
    @given(st.integers(0, 40), st.integers(1, 12), rules)
    def test_uniform_groups_are_hidden(self, odd, people, rule):
        """P-15, A-13, A-14: all, or all but one."""
        odd = min(odd, 1)
        if odd < people:
            table = protect({"pay": people, "move": odd, "health": 0}, rule)
            self.assertFalse(table.shown)
            self.assertTrue(protect_mean({7: people, 3: odd}, rule).hidden)
        self.assertTrue(protect_rate(people, people, rule).hidden)
        self.assertTrue(protect_rate(people, people + 1, rule).hidden)

    @few
    @given(st.integers(0, 60), st.integers(0, 60), rules)
    def test_a_share_stands_for_enough_people(self, part, others, rule):
        """P-15, A-17."""
        rate = protect_rate(part, part + others, rule)

        if not rate.hidden:
            self.assertGreaterEqual(min(part, others), rule.threshold)
            self.assertGreaterEqual(part + others, rule.rate_base)
            self.assertTrue(0 < rate.percent < 100)

    @few
    @given(st.lists(st.integers(0, 10), max_size=14), rules)
    def test_a_mean_stands_for_enough_scores(self, scores, rule):
        """P-15, A-15."""
        mean = protect_mean(Counter(scores), rule)

        if not mean.hidden:
            self.assertGreaterEqual(len(scores), rule.threshold)
            true = sum(scores) / len(scores)
            exact = len(scores) >= rule.mean_exact_base
            self.assertLessEqual(abs(mean.value - true), 0.0501 if exact else 0.2501)
            if not exact:
                self.assertIsNone(mean.count)

    @few
    @given(
        st.lists(st.sets(st.integers(0, 25)), max_size=4),
        st.sets(st.integers(0, 25)),
        rules,
    )
    def test_no_two_populations_isolate_anybody(self, earlier, new, rule):
        """P-14, A-09."""
        earlier = dict(enumerate(earlier))

        found = find_isolations({"new": new}, earlier, rule)

        small = range(1, rule.threshold)
        expected = len(new) in small or any(
            len(new - people) in small or len(people - new) in small
            for people in earlier.values()
        )
        if expected:
            self.assertTrue(found)
        if not found:
            inside = [people for people in earlier.values() if people < new]
            self.assertNotIn(len(new.difference(*inside)), small)

    @settings(few, max_examples=30)
    @given(st.lists(tables.map(lambda t: (t * 5)[:5]), min_size=2, max_size=4))
    def test_levels_and_year_are_safe_together(self, parts):
        """P-14, A-06, A-10."""
        rule = Rule()
        names = [f"part{i}" for i in range(len(parts))]
        whole = dict(enumerate(map(sum, zip(*parts, strict=True))))
        new = [
            Publication(name, "reason", protect(dict(enumerate(part)), rule))
            for name, part in zip(names, parts, strict=True)
        ]
        for table in (
            protect(whole, rule),
            protect_year(whole, rule, [item.table for item in new]),
        ):
            total = Publication("whole", "reason", table, tuple(names))

            self.assertFalse(audit(release([*new, total], [], rule), rule))
            [last] = release([total], new, rule)
            self.assertFalse(audit([*new, last], rule))


@tagged("-at_install", "post_install")
class TestDisclosureAttack(BaseCase):
    def _attack(self, councils, weak=None):
        """Return what the attacker got in all, and from how many councils."""
        loot, wins, history = attacker.Loot(), 0, None
        refused = allowed = 0
        for seed in range(councils):
            history = attacker.publish(attacker.make_council(seed), weak=weak)
            one = attacker.attack(history)
            wins += one.wins
            refused += history.refused
            allowed += history.wrongly_allowed
            for name in ("hidden", "exact", "pinned", "sums", "solved", "uniform"):
                setattr(loot, name, getattr(loot, name) + getattr(one, name))
            loot.narrowest_sum = min(loot.narrowest_sum, one.narrowest_sum)
            loot.examples += [(seed, *example) for example in one.examples]
        print(
            f"\n{weak or 'all rules'}: {councils} councils, {loot.hidden} hidden"
            f" counts, {loot.exact} recovered, {loot.pinned} pinned; {loot.sums}"
            f" score sums of too few, {loot.solved} recovered; {loot.uniform} of one"
            f" voice told; {refused} publications refused; {wins} councils broken"
        )
        self.assertFalse(allowed)
        return loot, wins

    def test_nobody_recovers_anything_from_two_years_of_reviews(self):
        loot, wins = self._attack(COUNCILS)

        self.assertFalse(wins, loot.examples[:5])
        self.assertGreater(loot.hidden, 10000)
        self.assertGreater(loot.sums, 100)
        self.assertGreaterEqual(loot.narrowest_sum, Rule().threshold - 0.001)

    def test_each_rule_is_needed(self):
        """H-7: whoever leaves one out is broken by the same attacker."""
        for weak, won in (
            ("primary only", "exact"),
            ("no differencing guard", "exact"),
            ("uniform shown", "uniform"),
            ("means of 4", "solved"),
        ):
            with self.subTest(weak):
                loot, wins = self._attack(WEAK_COUNCILS, weak)
                self.assertTrue(wins)
                self.assertTrue(getattr(loot, won))

    def test_a_small_council_has_something_to_read(self):
        """Of twenty leavers a year: the year, and whatever five people share."""
        shown, printed = Counter(), Counter()

        def note(*line, said, cell):
            printed[line] += said
            shown[line] += said * (not cell.hidden)

        for seed in range(30):
            council = attacker.make_council(seed, leavers=20)
            history = attacker.publish(council)
            for item in history.publications:
                where = self._get_level(item.population)
                people = history.people[item.population]
                note(where, "total", said=1, cell=item.table.total)
                if item.breakdown == "reason":
                    said = Counter(person.reason for person in people)
                    for key, cell in item.table.cells.items():
                        note(where, "leavers' reasons", said=said[key], cell=cell)
                        enough = said[key] >= Rule().threshold
                        note(where, "reasons of 5", said=enough, cell=cell)
            for population, mean, _parts in history.means:
                note(self._get_level(population), "mean", said=1, cell=mean)
        shares = {line: shown[line] / max(1, printed[line]) for line in sorted(printed)}
        for (where, what), share in shares.items():
            print(f"\n{where:8} {what:18} {share:4.0%}", end="")

        self.assertGreater(shares["year", "total"], 0.85)
        self.assertGreater(shares["year", "reasons of 5"], 0.9)
        self.assertGreater(shares["year", "leavers' reasons"], 0.3)
        self.assertGreater(shares["quarter", "total"], 0.4)

    @staticmethod
    def _get_level(population):
        if not population.endswith("whole"):
            return "service"
        return "quarter" if "Q" in population else "year"
