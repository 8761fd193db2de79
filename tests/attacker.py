# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""H-3: councils that publish for two years, and somebody who reads all of it.

The attacker takes every printed figure of a history as one linear system and asks a
solver for the lowest and highest value of each hidden count and of the scores of each
group too small to be shown. Nothing of it comes from the module under attack.
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from math import ceil, floor

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from odoo.addons.exit_interview.report.disclosure import (
    Cell,
    Mean,
    Publication,
    Rule,
    Table,
    find_isolations,
    get_open_populations,
    protect,
    protect_mean,
    protect_year,
    release,
)

REASONS = ("workload", "pay", "manager", "family", "health", "move", "career", "other")
ROLES = ("social worker", "senior", "manager", "support")
THEMES = ("caseload", "supervision", "pay", "systems", "safety", "training")
QUARTERS = tuple(f"{year}Q{quarter}" for year in "AB" for quarter in range(1, 5))
GUESSES = 12
#: What can be taken away from the rules, to see that each of them is needed.
WEAKNESSES = ("primary only", "no differencing guard", "uniform shown", "means of 4")


@dataclass
class Leaver:
    key: int
    quarter: int
    late: bool
    service: str
    team: str
    role: str
    reason: str
    themes: tuple
    score: int


def make_council(seed, leavers=None):
    """Return the leavers of two years; some teams agree, some come late."""
    chance = random.Random(seed)
    leavers = leavers or round(20 * 10 ** chance.random())
    services = "FGH"[: chance.choice((2, 2, 3))]
    teams = {s: [f"{s}{i}" for i in range(chance.randint(2, 4))] for s in services}
    reason_weights = [1 / (i + 1) ** chance.uniform(0.3, 1.5) for i in range(8)]
    weights = [chance.uniform(0.2, 1) for _service in services]
    # What a whole service says in one quarter, now and then.
    agreed = {
        (s, q): chance.choice(REASONS)
        for s in services
        for q in range(8)
        if chance.random() < 0.12
    }
    people = []
    for key in range(2 * leavers):
        quarter = chance.randrange(8)
        service = chance.choices(services, weights)[0]
        one_voice = agreed.get((service, quarter))
        reason = one_voice or chance.choices(REASONS, reason_weights)[0]
        people.append(
            Leaver(
                key,
                quarter,
                chance.random() < 0.06 and quarter < 7,
                service,
                chance.choice(teams[service]),
                chance.choices(ROLES, (6, 3, 1, 2))[0],
                reason,
                tuple(t for t in THEMES if chance.random() < 0.3),
                1 if one_voice else min(10, max(0, round(chance.gauss(5, 2.5)))),
            )
        )
    breakdowns = ("reason", chance.choice(("role", "team", "theme")))
    levels = services if chance.random() < 0.5 else ()
    return people, levels, [team for s in services for team in teams[s]], breakdowns


@dataclass
class History:
    """All that one council published, and what is true."""

    publications: list = field(default_factory=list)
    means: list = field(default_factory=list)  # (population, Mean, parts)
    people: dict = field(default_factory=dict)  # population -> leavers
    # What the reader knows besides: sums that are 0, or 0 at most (number -> factor).
    equal: list = field(default_factory=list)
    at_most: list = field(default_factory=list)
    refused: int = 0
    wrongly_allowed: int = 0


def publish(council, rule=None, weak=None):
    """Publish eight quarters and two years as a review would.

    :param str weak: a rule to leave out, one of ``WEAKNESSES``
    """
    return _Publisher(council, rule or Rule(), weak).run()


class _Publisher:
    def __init__(self, council, rule, weak):
        self.leavers, self.services, self.teams, self.breakdowns = council
        self.rule, self.weak = rule, weak
        self.guarded = weak != "no differencing guard"
        fewest = 4 if weak == "means of 4" else self.rule.threshold
        self.guard_rule = replace(self.rule, threshold=fewest)
        self.history = History()
        self.exact = {}  # populations of which something exact was shown
        self.with_mean = {}

    def run(self):
        republished = {}
        for number, quarter in enumerate(QUARTERS):
            people = [p for p in self.leavers if self._get_quarter(p) == number]
            late = [p for p in self.leavers if p.late and p.quarter == number]
            self._publish_quarter(quarter, people)
            if late:
                republished[quarter] = self._republish(quarter, people, late)
            if number % 4 == 3:
                self._publish_year(QUARTERS[number - 3 : number + 1], republished)
        return self.history

    def _get_quarter(self, person):
        # Who comes late counts in the next report, unless nobody guards that.
        return person.quarter + (1 if person.late and self.guarded else 0)

    def _release(self, new):
        if self.weak in ("primary only", "no differencing guard"):
            return new
        # Years have no sums in common.
        year = new[0].population[0]
        earlier = [p for p in self.history.publications if p.population[0] == year]
        return release(new, earlier, self.rule)

    def _close_means(self, new, means):
        if not self.guarded or self.weak == "means of 4":
            return means
        known = {item.population for item in new}
        closed = known - get_open_populations(new)
        return {name: Mean() if name in closed else m for name, m in means.items()}

    # === one table === #

    def _protect(self, people, breakdown, year=None):
        counts = Counter()
        for person in people:
            if breakdown == "theme":
                counts.update(person.themes)
            else:
                counts[getattr(person, breakdown)] += 1
        keys = {
            "reason": REASONS,
            "role": ROLES,
            "team": self.teams,
            "theme": THEMES,
        }[breakdown]
        counts = {key: counts[key] for key in keys}
        options = {}
        if breakdown in ("team", "role"):
            options.update(uniform=False, respondents=counts)
        if breakdown == "theme":
            options.update(additive=False, base=len(people))
        if self.weak == "primary only":
            return self._protect_primary(counts, len(people), breakdown != "theme")
        if self.weak == "uniform shown":
            options["uniform"] = False
        if year:
            return protect_year(counts, self.rule, quarters=year, **options)
        return protect(counts, self.rule, **options)

    def _protect_primary(self, counts, total, additive):
        def cell(value):
            return Cell(value if value >= self.rule.threshold else None)

        return Table({k: cell(v) for k, v in counts.items()}, cell(total), additive)

    def _get_mean(self, people, rule=None):
        scores = Counter(person.score for person in people)
        if self.weak == "uniform shown":
            count = sum(scores.values())
            if count >= self.rule.mean_exact_base:
                points = sum(score * n for score, n in scores.items())
                return Mean(round(points / count, 1), None, count)
        if self.weak == "means of 4" and sum(scores.values()) >= 4:
            points = sum(score * n for score, n in scores.items())
            count = sum(scores.values())
            return Mean(round(points / count, 1), None, count)
        return protect_mean(scores, rule or self.rule)

    # === a report === #

    def _publish_quarter(self, quarter, people):
        whole = f"{quarter}/whole"
        groups = {whole: people}
        for service in self.services:
            groups[f"{quarter}/{service}"] = [p for p in people if p.service == service]
        parts = tuple(name for name in groups if name != whole)
        new = [
            Publication(whole, breakdown, self._protect(people, breakdown), parts)
            for breakdown in self.breakdowns
        ]
        new += [
            Publication(n, "reason", self._protect(groups[n], "reason")) for n in parts
        ]
        means = {name: self._get_mean(group) for name, group in groups.items()}
        self._publish(new, means, groups, parts)

    def _publish(self, new, means, groups, parts):
        keys = {
            name: {person.key for person in group}
            for name, group in groups.items()
            if not means[name].hidden
            or any(p.population == name and not p.table.total.hidden for p in new)
        }
        if self.guarded and find_isolations(keys, self.exact, self.guard_rule):
            # Not at this level: one service less than the whole is too small.
            new = [p for p in new if p.population not in parts]
            means = {n: m for n, m in means.items() if n not in parts}
            keys = {n: k for n, k in keys.items() if n not in parts}
            self.history.refused += 1
        new = self._release(new)
        means = self._close_means(new, means)
        self.exact.update(keys)
        self.with_mean.update({n: keys[n] for n, m in means.items() if not m.hidden})
        self.history.publications += new
        self.history.people.update(groups)
        for name, mean in means.items():
            self.history.means.append((name, mean, parts if name not in parts else ()))

    def _republish(self, quarter, people, late):
        """Try to publish a quarter again, now with who came late."""
        whole, again = f"{quarter}/whole", f"{quarter}b/whole"
        keys = {again: {p.key for p in [*people, *late]}}
        if self.guarded:
            if whole in self.exact and len(late) < self.rule.threshold:
                if find_isolations(keys, self.exact, self.rule):
                    self.history.refused += 1
                else:
                    self.history.wrongly_allowed += 1
            return whole
        everybody = [*people, *late]
        parts = (whole, f"{quarter}/late")
        self.history.publications.append(
            Publication(again, "reason", self._protect(everybody, "reason"), parts)
        )
        self.history.means.append((again, self._get_mean(everybody), parts))
        self.history.people.update({again: everybody, f"{quarter}/late": late})
        return again

    def _publish_year(self, quarters, republished):
        year = f"{quarters[0][0]}/whole"
        parts = tuple(republished.get(q, f"{q}/whole") for q in quarters)
        people = [person for part in parts for person in self.history.people[part]]
        new = []
        for breakdown in self.breakdowns:
            printed = [
                p.table
                for p in self.history.publications
                if p.population in parts and p.breakdown == breakdown
            ]
            table = self._protect(people, breakdown, printed)
            new.append(Publication(year, breakdown, table, parts))
        mean = self._get_mean(people, self.rule.for_year())
        new = self._release(new)
        mean = self._close_means(new, {year: mean})[year]
        if self.guarded:
            keys = {year: {p.key for p in people}}
            if not mean.hidden and find_isolations(
                keys, self.with_mean, self.guard_rule
            ):
                mean = Mean()
        self.history.publications += new
        self.history.means.append((year, mean, parts))
        self.history.people[year] = people


# === THE ATTACK === #


@dataclass
class Loot:
    """What the attacker got out of one history."""

    hidden: int = 0  # hidden counts attacked
    exact: int = 0  # recovered
    pinned: int = 0  # known more closely than the threshold
    sums: int = 0  # score sums of groups too small to show
    solved: int = 0  # recovered
    uniform: int = 0  # groups of which everybody's (or all but one's) reason is known
    narrowest_sum: float = float("inf")
    examples: list = field(default_factory=list)

    @property
    def wins(self):
        return bool(self.exact or self.pinned or self.solved or self.uniform)


def attack(history, rule=None):
    """Return what can be worked out of all that a council published."""
    return _Attacker(history, rule or Rule()).run()


class _Attacker:
    def __init__(self, history, rule):
        self.history, self.k = history, rule.threshold
        self.low, self.high = defaultdict(float), {}
        self.equal, self.at_most = [], []
        self.seen_numbers, self.hidden, self.printed = set(), set(), set()

    def run(self):
        self._read_tables()
        self._read_means()
        self._read_more()
        loot = Loot()
        needs = {name: self.k for name in self.hidden - self.printed}
        sums = {("sum", name) for name in self._get_secrets()} & self.seen_numbers
        needs.update(dict.fromkeys(sums, self.k))
        for name, (low, high) in self._get_ranges(needs).items():
            width = high - low
            if name in sums:
                loot.sums += 1
                loot.solved += floor(high + 1e-6) - ceil(low - 1e-6) < 1
                loot.narrowest_sum = min(loot.narrowest_sum, width)
            else:
                loot.hidden += 1
                loot.exact += width < 1 - 1e-6
                loot.pinned += width < self.k - 1e-6
            if width < needs[name] - 1e-6 and name not in sums:
                loot.examples.append((name, low, high))
        loot.uniform = self._count_uniform()
        return loot

    def _get_secrets(self):
        """Return the populations whose sum of scores nobody may know."""
        return [
            name
            for name, people in self.history.people.items()
            if 0 < len(people) < self.k
        ]

    # === what is printed === #

    def _read_more(self):
        for row in [*self.history.equal, *self.history.at_most]:
            for name in row:
                self._note(name)
        self.equal += self.history.equal
        self.at_most += self.history.at_most

    def _note(self, name, low=0, high=None):
        self.seen_numbers.add(name)
        self.low[name] = max(self.low[name], low)
        if high is not None:
            self.high[name] = min(self.high.get(name, high), high)

    def _note_cell(self, name, cell, least=0):
        if cell.hidden:
            self.hidden.add(name)
            self._note(name, least)
            return
        self.printed.add(name)
        if cell.base == 1 or not cell.value:
            self._note(name, cell.value, cell.value)
        else:
            fits = [
                n
                for n in range(self.k, cell.value + cell.base)
                if int(n / cell.base + 0.5) * cell.base == cell.value
            ]
            self._note(name, min(fits), max(fits))

    def _read_tables(self):
        sums = set()
        for item in self.history.publications:
            total = ("count", item.population)
            self._note_cell(total, item.table.total)
            has_zero = any(cell.value == 0 for cell in item.table.cells.values())
            names = []
            for key, cell in item.table.cells.items():
                names.append((item.breakdown, key, item.population))
                self._note_cell(names[-1], cell, int(has_zero))
                if item.parts:
                    parts = tuple((item.breakdown, key, part) for part in item.parts)
                    sums.add((names[-1], parts))
                if not item.table.additive:
                    self.at_most.append({names[-1]: 1, total: -1})
            if item.table.additive:
                self.equal.append({**dict.fromkeys(names, 1), total: -1})
            if item.parts:
                sums.add((total, tuple(("count", part) for part in item.parts)))
        for name, parts in sums:
            for part in parts:
                if part not in self.seen_numbers:
                    self.hidden.add(part)
                    self._note(part)
            self.equal.append({**dict.fromkeys(parts, 1), name: -1})
            if self.printed.issuperset(parts):
                # What anybody may add up is not hidden.
                self.hidden.discard(name)

    def _read_means(self):
        for population, mean, parts in self.history.means:
            for name in (population, *parts):
                total, points = ("count", name), ("sum", name)
                self._note(total)
                if points not in self.seen_numbers:
                    self._note(points)
                    self.at_most.append({points: 1, total: -10})
            points, total = ("sum", population), ("count", population)
            if parts:
                self.equal.append({**{("sum", p): 1 for p in parts}, points: -1})
                self.equal.append({**{("count", p): 1 for p in parts}, total: -1})
            if not mean.hidden:
                if mean.count:
                    self._note(total, mean.count, mean.count)
                elif mean.band:
                    self._note(total, *mean.band)
                half = 0.25 if mean.band else 0.05
                self.at_most.append({points: 1, total: -(mean.value + half)})
                self.at_most.append({points: -1, total: mean.value - half})

    # === working it out === #

    def _split(self):
        """Return number -> its part of the system; parts have nothing in common."""
        parent = {name: name for name in self.seen_numbers}

        def find(name):
            while parent[name] != name:
                parent[name] = parent[parent[name]]
                name = parent[name]
            return name

        for row in [*self.equal, *self.at_most]:
            free = [n for n in row if self.low[n] != self.high.get(n)]
            for name in free[1:]:
                parent[find(name)] = find(free[0])
        return {name: find(name) for name in parent}

    def _get_ranges(self, needs):
        """Return each number's lowest and highest value, or a range wide enough.

        One call of the solver asks one question in every part of the system.
        """
        names = sorted(self.seen_numbers, key=str)
        index = {name: i for i, name in enumerate(names)}

        def matrix(rows):
            if not rows:
                return None
            cells = [
                (v, r, index[n]) for r, row in enumerate(rows) for n, v in row.items()
            ]
            values, lines, columns = zip(*cells, strict=True)
            return csr_matrix((values, (lines, columns)), (len(rows), len(names)))

        system = {
            "A_eq": matrix(self.equal),
            "b_eq": numpy.zeros(len(self.equal)),
            "A_ub": matrix(self.at_most),
            "b_ub": numpy.zeros(len(self.at_most)),
            # Nobody expects thousands: an upper end keeps every question finite.
            "bounds": [(self.low[n], self.high.get(n, 2000)) for n in names],
            "method": "highs",
        }
        low, high = (
            numpy.full(len(names), numpy.inf),
            numpy.full(len(names), -numpy.inf),
        )
        need = numpy.zeros(len(names))
        for name, width in needs.items():
            need[index[name]] = width
        parts = defaultdict(list)
        for name, part in self._split().items():
            if name in needs:
                parts[part].append(index[name])
        chance = numpy.random.default_rng(0)
        for _guess in range(GUESSES):
            # Numbers that fit, found at random, answer most questions at once.
            still = numpy.array([*map(index.get, needs)], dtype=int)
            still = still[~(high[still] - low[still] >= need[still] - 1e-6)]
            if not still.size:
                break
            goal = numpy.zeros(len(names))
            goal[still] = chance.choice((0, 0, -1), still.size) * chance.random(
                still.size
            )
            answer = linprog(goal, **system)
            low, high = numpy.minimum(low, answer.x), numpy.maximum(high, answer.x)
        asked = {1: set(), -1: set()}
        while True:
            goal, sign = numpy.zeros(len(names)), None
            for members in parts.values():
                for i in members:
                    if high[i] - low[i] >= need[i] - 1e-6:
                        continue
                    sign = next((s for s in (1, -1) if i not in asked[s]), None)
                    if sign:
                        asked[sign].add(i)
                        goal[i] = -sign
                        break
            if not goal.any():
                break
            answer = linprog(goal, **system)
            assert answer.status == 0, answer.message
            low, high = numpy.minimum(low, answer.x), numpy.maximum(high, answer.x)
        return {n: (low[index[n]], high[index[n]]) for n in needs}

    def _count_uniform(self):
        """Return how many printed groups betray what everybody in them said."""
        found = 0
        for item in self.history.publications:
            if item.breakdown != "reason" or item.table.total.hidden:
                continue
            people = self.history.people[item.population]
            said = Counter(person.reason for person in people)
            found += any(
                cell.value and cell.base == 1 and said[key] >= len(people) - 1
                for key, cell in item.table.cells.items()
            )
        return found
