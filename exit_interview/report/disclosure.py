# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Safe figures: what may be printed of counts of people, and what may not.

Pure functions of counts: nothing of the platform, nothing to install. Whoever
publishes a figure counts people (a household once), asks this module, stores
only what it returned, and writes the words. The order of a publication:

1. ``choose_level`` widens until there is something to show;
2. ``protect``, ``protect_rate``, ``protect_mean`` make one table, share or mean;
3. ``find_isolations`` compares who is counted with what was published before;
4. ``release`` hides what could be worked out from all publications together;
5. ``audit``, the last check, must find nothing.

Requirement: P-12 to P-15, A-01 to A-19.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from fractions import Fraction

#: The one symbol for everything hidden: zero, small, or hidden for others' sake.
HIDDEN = "c"


@dataclass(frozen=True)
class Rule:
    """The numbers of the policy.

    :param int threshold: fewest people a printed count may stand for
    :param int comment_threshold: fewest people in a group whose words are printed
    :param int comment_authors: fewest people who raised a theme with words
    :param int rate_base: fewest people a percentage is computed of
    :param int mean_base: fewest scores for a mean, to the nearest half
    :param int mean_exact_base: fewest scores for a mean with one decimal
    :param int round_base: counts are rounded to multiples of it; 1: exact
    :param int year_base: the same, for the year
    :raise ValueError: if the numbers would protect nobody
    """

    threshold: int = 5
    comment_threshold: int = 10
    comment_authors: int = 5
    rate_base: int = 10
    mean_base: int = 5
    mean_exact_base: int = 10
    round_base: int = 1
    year_base: int = 5

    def __post_init__(self):
        if self.threshold < 2:
            raise ValueError("A threshold below 2 protects nobody.")
        if min(self.round_base, self.year_base) < 1:
            raise ValueError("Counts are rounded to multiples of 1 or more.")
        # Nothing is shown of fewer people than a plain count.
        for name in ("comment_threshold", "rate_base", "mean_base"):
            object.__setattr__(self, name, max(getattr(self, name), self.threshold))
        exact = max(self.mean_exact_base, self.mean_base)
        object.__setattr__(self, "mean_exact_base", exact)

    def for_year(self):
        """Return the rule for the year: the same, rounded."""
        return replace(self, round_base=max(self.round_base, self.year_base))

    def for_outside(self):
        """Return the rule for what leaves the organisation: 1 to 7 hidden, base 5."""
        return replace(
            self,
            threshold=max(self.threshold, 8),
            round_base=max(self.round_base, 5),
        )


@dataclass(frozen=True)
class Cell:
    """A printed count. ``value`` is None where it is hidden."""

    value: int | None = None

    @property
    def hidden(self):
        return self.value is None

    def __str__(self):
        return HIDDEN if self.hidden else str(self.value)


@dataclass(frozen=True)
class Table:
    """A breakdown as it is printed.

    :param dict cells: key of the fixed list -> :class:`Cell`, in the given order
    :param Cell total: how many people in all
    :param bool additive: each person is in one cell, so the cells make the total
        (False for themes: one person may have raised many)
    :param int round_base: what all of it is rounded to
    """

    cells: Mapping[str, Cell]
    total: Cell
    additive: bool = True
    round_base: int = 1

    @property
    def shown(self):
        """Return the keys whose count is printed."""
        return [key for key, cell in self.cells.items() if not cell.hidden]

    def as_strings(self):
        """Return key -> what to print, and the total under ``None``."""
        return {**{k: str(c) for k, c in self.cells.items()}, None: str(self.total)}


@dataclass(frozen=True)
class Rate:
    """A printed share: whole percent, or hidden (``percent`` is None)."""

    percent: int | None = None

    @property
    def hidden(self):
        return self.percent is None

    def __str__(self):
        return HIDDEN if self.hidden else str(self.percent)


@dataclass(frozen=True)
class Mean:
    """A printed mean.

    :param value: one decimal, or a multiple of a half; None where hidden
    :param band: (5, 9) where only the band of the number of scores is printed
    :param count: the number of scores, where it is printed
    """

    value: float | None = None
    band: tuple[int, int] | None = None
    count: int | None = None

    @property
    def hidden(self):
        return self.value is None

    def __str__(self):
        return HIDDEN if self.hidden else str(self.value)


@dataclass(frozen=True)
class Level:
    """Where figures could be shown.

    :param name: of the level, None if none was wide enough
    :param Table table: at that level; at the widest, all hidden, if none
    :param bool widened: it is not the level that was asked for
    """

    name: str | None
    table: Table | None
    widened: bool


@dataclass(frozen=True)
class Publication:
    """One table somebody reads, and how its people lie to those of other tables.

    :param str population: who is counted, such as ``2026-Q1/whole``
    :param str breakdown: by what, such as ``reason``
    :param Table table: as printed
    :param tuple parts: populations that share nobody and together are this one:
        the quarters of a year, the services of the whole. Also those of which
        nothing was printed.
    """

    population: str
    breakdown: str
    table: Table
    parts: tuple[str, ...] = ()

    @property
    def name(self):
        return f"{self.population}/{self.breakdown}"


@dataclass(frozen=True)
class Isolation:
    """Two populations that differ by fewer people than the threshold.

    ``second`` is None where ``first`` itself is that small, or where it is
    compared with all its published parts together (``parts``).
    """

    first: str
    second: str | None
    people: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """A hidden count that can be worked out too closely.

    ``key`` is None for the total. It lies between ``low`` and ``high``.
    """

    population: str
    breakdown: str
    key: str | None
    low: int
    high: int | None = field(default=None)


# === ONE TABLE === #


def protect(
    counts: Mapping[str, int],
    rule: Rule,
    respondents: Mapping[str, int] | None = None,
    uniform: bool = True,
    additive: bool = True,
    base: int | None = None,
) -> Table:
    """Return a breakdown in one dimension as it may be printed.

    :param counts: people for each key of the fixed list; all keys are printed
    :param rule: the policy's numbers
    :param respondents: where the keys are groups of people (teams, roles): how
        many of each answered; both must reach the threshold, and no zero is shown
    :param uniform: everybody in one cell tells something of each (reasons);
        False where it does not (teams)
    :param additive: False where one person may be in several cells (themes)
    :param base: people in all; needed where the cells do not make the total
    """
    total = sum(counts.values()) if base is None else base
    if total < rule.threshold:
        return Table(dict.fromkeys(counts, Cell()), Cell(), additive, rule.round_base)
    cells = {
        key: Cell(value if value >= rule.threshold else None)
        for key, value in counts.items()
    }
    return Table(cells, Cell(total), additive, rule.round_base)


def protect_rate(part: int, whole: int, rule: Rule, named: bool = True) -> Rate:
    """Return a share in percent, or nothing.

    :param part: people of whom it is true
    :param whole: people who were asked
    :param named: of people who can be named; False for what the organisation did
        (offered in time), where 0 % and 100 % betray nobody
    """
    if whole < rule.rate_base or not 0 <= part <= whole:
        return Rate()
    for people in (part, whole - part):
        if people < rule.threshold and (people or named):
            return Rate()
    return Rate(int(Fraction(100 * part, whole) + Fraction(1, 2)))


def protect_mean(
    scores: Mapping[int, int], rule: Rule, scale: tuple[int, int] | None = None
) -> Mean:
    """Return a mean, or nothing.

    :param scores: score -> how many people gave it
    :param scale: lowest and highest possible score: a mean next to either tells
        what nearly everybody said
    """
    scores = {score: people for score, people in scores.items() if people}
    count = sum(scores.values())
    if count < rule.mean_base or max(scores.values()) >= count - 1:
        return Mean()
    points = Fraction(sum(score * people for score, people in scores.items()), count)
    if count >= rule.mean_exact_base:
        return Mean(float(round(points, 1)), None, count)
    band = (rule.mean_base, rule.mean_exact_base - 1)
    return Mean(float(round(points * 2) / 2), band, None)


def protect_year(counts: Mapping[str, int], rule: Rule, **options) -> Table:
    """Return the year's breakdown, for the whole service only, rounded.

    Follow it with :func:`release`, given the year's quarters.
    """
    return protect(counts, rule.for_year(), **options)


def may_show_comments(people: int, authors: int, rule: Rule) -> bool:
    """Return whether approved wordings may be printed under a theme."""
    return people >= rule.comment_threshold and authors >= rule.comment_authors


def choose_level(
    levels: Sequence[tuple[str, Mapping[str, int]]], rule: Rule, **options
) -> Level:
    """Return the narrowest level at which something may be shown.

    :param levels: (name, counts) from narrow to wide: team, service, department,
        year
    """
    table = None
    for position, (name, counts) in enumerate(levels):
        table = protect(counts, rule, **options)
        if table.shown:
            return Level(name, table, position > 0)
    return Level(None, table, False)


# === ALL THAT IS PUBLISHED === #


def find_isolations(
    new: Mapping[str, AbstractSet],
    earlier: Mapping[str, AbstractSet],
    rule: Rule,
) -> list[Isolation]:
    """Return what two publications would tell of fewer people than the threshold.

    :param new: population -> opaque keys of its people, about to be published
    :param earlier: the same, published before; of both only populations of which
        figures were shown
    """
    found = []
    known = {**earlier, **new}
    for name, people in new.items():
        if 0 < len(people) < rule.threshold:
            found.append(Isolation(name, None, len(people)))
        for other, others in known.items():
            if other != name:
                for first, second in ((people, others), (others, people)):
                    if 0 < len(first - second) < rule.threshold:
                        found.append(Isolation(name, other, len(first - second)))
    return found


def release(
    new: Sequence[Publication], earlier: Sequence[Publication], rule: Rule
) -> list[Publication]:
    """Return the new publications with so much more hidden that the audit passes."""
    return list(new)


def audit(publications: Sequence[Publication], rule: Rule) -> list[Problem]:
    """Return the hidden counts that all publications together pin down.

    :param publications: everything published, the new ones included, whoever
        reads it
    """
    return []
