# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Safe figures: what may be printed of counts of people, and what may not.

Pure functions of counts: nothing of the platform, nothing to install. Whoever
publishes a figure counts people (a household once), asks this module, stores
only what it returned, and writes the words. The order of a publication:

1. ``find_isolations`` compares who is counted with what was published before;
2. ``choose_level`` widens until there is something to show;
3. ``protect``, ``protect_rate``, ``protect_mean`` make one table, share or mean;
4. ``release`` hides what could be worked out from all publications together, and
   ``get_open_populations`` says of whom means and shares may then be shown;
5. ``audit``, the last check, must find nothing.

A person counts once, in the period in which they were published: who comes after a
report was frozen belongs to the next one, also in the year.

Requirement: P-12 to P-15, A-01 to A-19.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from .linear_bounds import find_bounds

#: A share of rounded counts is told from so many times the base on: of 20 people
#: rounded to tens, "50 %" could be anything from a third to two thirds.
ROUNDED_RATE_STEPS = Fraction(9, 2)

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
    """A printed count: a multiple of ``base``; ``value`` is None where hidden."""

    value: int | None = None
    base: int = 1

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
    """

    cells: Mapping[str, Cell]
    total: Cell
    additive: bool = True

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
    :param bool overlapping: the parts may share people, who count once here: themes
        raised in two quarters
    :param int threshold: that of the day it was published; by default the rule's
    """

    population: str
    breakdown: str
    table: Table
    parts: tuple[str, ...] = ()
    overlapping: bool = False
    threshold: int | None = None

    def get_rule(self, rule):
        """Return the rule that this one was published under."""
        return replace(rule, threshold=self.threshold) if self.threshold else rule

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

    It lies between ``low`` and ``high``; ``breakdown`` and ``key`` of a total are
    empty.
    """

    population: str
    breakdown: str
    key: str
    low: int
    high: int


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

    Hidden are counts below the threshold and, until nobody can work them out, the
    smallest others. If all have to go, zeros go with them. The total is shown from
    the threshold on. All keys are printed, and everything hidden looks the same.

    :param counts: people for each key of the fixed list
    :param rule: the policy's numbers
    :param respondents: where the keys are groups of people (teams, roles): how
        many of each answered; both must reach the threshold, and no zero is shown
    :param uniform: everybody, or all but one, in one cell tells something of each
        (reasons); False where it does not (teams)
    :param additive: False where one person may be in several cells (themes)
    :param base: people in all; needed where the cells do not make the total
    :raise ValueError: if the counts cannot be those of people
    """
    total = _check_counts(counts, additive, base)
    hidden_table = Table(dict.fromkeys(counts, Cell()), Cell(), additive)
    if total < rule.threshold:
        return hidden_table
    if respondents is not None and sum(respondents.values()) < rule.threshold:
        return hidden_table
    hidden = {
        key
        for key, value in counts.items()
        if _is_small(value, rule, respondents and respondents.get(key, 0))
        or (respondents is not None and not value)
    }
    if additive:
        hidden = _hide_more(counts, total, hidden, rule, uniform, respondents is None)
    else:
        if uniform:
            hidden |= {key for key, value in counts.items() if value >= total - 1}
        if hidden and total - 1 < rule.threshold:
            # From one to all: with zeros shown, that would be said too closely.
            hidden |= {key for key, value in counts.items() if not value}
    return Table(
        {
            key: Cell() if key in hidden else _print_count(value, rule)
            for key, value in counts.items()
        },
        _print_count(total, rule),
        additive,
    )


def _check_counts(counts, additive, base):
    """Return how many people there are in all."""
    if any(value < 0 for value in counts.values()):
        raise ValueError("Nobody can count fewer than 0 people.")
    made = sum(counts.values())
    if additive and base not in (None, made):
        raise ValueError("The cells do not make the total.")
    if not additive and (base is None or base < max(counts.values(), default=0)):
        raise ValueError(
            "Where people may be in several cells, say how many there are."
        )
    return made if base is None else base


def _is_small(value, rule, answered=None):
    """Return whether a count is hidden for its own sake."""
    if not value:
        return False
    people = value if answered is None else min(value, answered)
    return people < rule.threshold or not _round(value, rule.round_base)


def _round(value, base):
    """Return the nearest multiple of base, a half up."""
    return (2 * value + base) // (2 * base) * base


def _print_count(value, rule):
    return Cell(_round(value, rule.round_base), rule.round_base)


def _hide_more(counts, total, hidden, rule, uniform, zeros_shown):
    """Return the keys to hide so that no hidden count can be worked out.

    :param bool zeros_shown: so the reader knows that what is hidden is not 0
    """
    if len(counts) < 2:
        return set()  # one line for all is the total
    if uniform and max(counts.values()) >= total - 1:
        return set(counts)
    hidden = set(hidden)
    is_safe = _is_line_safe if rule.round_base == 1 else _is_rounded_line_safe
    smallest_first = sorted(
        (key for key in counts if counts[key] and key not in hidden), key=counts.get
    )
    while hidden:
        if is_safe(counts, total, hidden, rule, int(zeros_shown)):
            return hidden
        if rule.round_base > 1 or not smallest_first:
            # The line says no more than its total.
            return set(counts)
        # Equal counts go together, or the order would tell which one is hidden.
        least = counts[smallest_first[0]]
        hidden.update(key for key in smallest_first if counts[key] == least)
        smallest_first = [key for key in smallest_first if counts[key] > least]
    return hidden


def _is_line_safe(counts, _total, hidden, rule, least):
    """Return whether the hidden counts of one line cover for each other.

    For those who only add up, for those who are or know all people of one cell,
    for those who know that what is hidden is not zero, and for those who know that
    it may all be below the threshold.
    """
    values = [counts[key] for key in hidden]
    made = sum(values)
    room = sum(rule.threshold - 1 - value for value in values)
    return (
        made - max(values) >= rule.threshold
        and made - least * len(values) >= rule.threshold
        and (max(values) >= rule.threshold or room >= rule.threshold)
    )


def _is_rounded_line_safe(counts, total, hidden, rule, least):
    """Return whether what is printed leaves each hidden count wholly open.

    It is judged by the printed numbers alone, so the judgement tells nothing.
    """
    shown = [_print_count(v, rule) for k, v in counts.items() if k not in hidden]
    ranges = [_get_range(cell, rule) for cell in shown]
    total_low, total_high = _get_range(_print_count(total, rule), rule)
    most = total_high - sum(low for low, _high in ranges)
    fewest = total_low - sum(high for _low, high in ranges)
    others = len(hidden) - 1
    return most - least * (
        others + 1
    ) >= rule.threshold and fewest <= least + others * (rule.threshold - 1)


def _get_range(cell, rule):
    """Return the lowest and highest count that is printed like this."""
    value, base = cell.value, cell.base
    if not value or base == 1:
        return value, value
    low = ceil(value - Fraction(base, 2))
    return max(low, rule.threshold), ceil(value + Fraction(base, 2)) - 1


def protect_rate(part: int, whole: int, rule: Rule, named: bool = True) -> Rate:
    """Return a share in percent, or nothing.

    Those of whom it is true and those of whom it is not must both reach the
    threshold. A rule that rounds counts computes the share of the rounded counts,
    so that it tells no more than they do; where they are too rough for that, there
    is no share.

    :param part: people of whom it is true
    :param whole: people who were asked
    :param named: of people who can be named; False for what the organisation did
        (offered in time), where 0 % and 100 % betray nobody
    """
    if not 0 <= part <= whole:
        raise ValueError("A part cannot be larger than its whole.")
    if whole < rule.rate_base:
        return Rate()
    for people in (part, whole - part):
        if people < rule.threshold and (people or named):
            return Rate()
    if part not in (0, whole):
        if rule.round_base > 1 and whole < ROUNDED_RATE_STEPS * rule.round_base:
            return Rate()
        part, whole = _round(part, rule.round_base), _round(whole, rule.round_base)
        if not 0 < part < whole:
            return Rate()
    return Rate(floor(Fraction(100 * part, whole) + Fraction(1, 2)))


def protect_mean(
    scores: Mapping[int, int], rule: Rule, scale: tuple[int, int] = (0, 10)
) -> Mean:
    """Return a mean, or nothing; never a lowest or highest score.

    Hidden where all, or all but one, gave the same score, and where the mean lies
    so close to an end of the scale that it tells what nearly everybody said.

    :param scores: score -> how many people gave it
    :param scale: lowest and highest possible score
    """
    scores = {score: people for score, people in scores.items() if people}
    count = sum(scores.values())
    if count < rule.mean_base or max(scores.values()) >= count - 1:
        return Mean()
    points = sum(score * people for score, people in scores.items())
    low, high = scale
    if min(points - low * count, high * count - points) < rule.threshold:
        return Mean()
    mean = Fraction(points, count)
    if count >= rule.mean_exact_base:
        # Where counts are rounded, the number of scores is not told here either.
        told = count if rule.round_base == 1 else None
        return Mean(floor(mean * 10 + Fraction(1, 2)) / 10, None, told)
    band = (rule.mean_base, rule.mean_exact_base - 1)
    return Mean(floor(mean * 2 + Fraction(1, 2)) / 2, band, None)


def protect_year(
    counts: Mapping[str, int], rule: Rule, quarters: Sequence[Table] = (), **options
) -> Table:
    """Return the year's breakdown, for the whole service only, rounded.

    Cells and total are each rounded from the true count, and twice as roughly
    where a quarter's total is hidden: the year less three quarters is the fourth
    (A-06). Follow it with :func:`release`, given the year's quarters.

    :param quarters: the year's quarters, as they were printed
    """
    rule = rule.for_year()
    if any(quarter.total.hidden for quarter in quarters):
        rule = replace(rule, round_base=2 * rule.round_base)
    return protect(counts, rule, **options)


def may_show_comments(people: int, authors: int, rule: Rule) -> bool:
    """Return whether approved wordings may be printed under a theme.

    :param people: in the group whose words they are
    :param authors: different people who raised the theme
    """
    return people >= rule.comment_threshold and authors >= rule.comment_authors


def choose_level(
    levels: Sequence[tuple[str, Mapping[str, int]]], rule: Rule, **options
) -> Level:
    """Return the narrowest level at which something may be shown.

    :param levels: (name, counts) from narrow to wide: team, service, department,
        year; what :func:`protect` takes besides goes for each of them
    """
    table = None
    for position, (name, counts) in enumerate(levels):
        table = protect(counts, rule, **options)
        if any(cell.value for cell in table.cells.values()):
            return Level(name, table, position > 0)
    return Level(None, table, len(levels) > 1)


# === ALL THAT IS PUBLISHED === #


def find_isolations(
    new: Mapping[str, AbstractSet],
    earlier: Mapping[str, AbstractSet],
    rule: Rule,
) -> list[Isolation]:
    """Return what the difference of populations would tell of too few people.

    Two populations must differ by nobody or by the threshold, in both directions;
    so must a population and all its published parts together, or all but one.

    :param new: population -> opaque keys of its people (a household has one), about
        to be published
    :param earlier: the same, published before; of both only populations of which
        exact figures or means were shown. A rounded year is :func:`audit`'s matter
    """
    known = {**earlier, **new}
    found = [
        Isolation(name, None, len(people))
        for name, people in new.items()
        if 0 < len(people) < rule.threshold
    ]
    for name, people in known.items():
        for other, others in known.items():
            if name != other and (name in new or other in new):
                alone = len(people - others)
                if 0 < alone < rule.threshold:
                    found.append(Isolation(name, other, alone))
        parts = [other for other, others in known.items() if others < people and others]
        if name in new or any(part in new for part in parts):
            found += _find_left_over(name, parts, known, rule)
    return found


def _find_left_over(name, parts, known, rule):
    """Yield who is left when published parts are taken away together."""
    if len(parts) < 2:
        return
    for left_out in [None, *(parts if len(parts) > 2 else ())]:
        taken = tuple(part for part in parts if part != left_out)
        alone = len(known[name].difference(*(known[part] for part in taken)))
        if 0 < alone < rule.threshold:
            yield Isolation(name, None, alone, taken)


def audit(
    publications: Sequence[Publication], rule: Rule, known: dict | None = None
) -> list[Problem]:
    """Return the hidden counts that all publications together pin down.

    Every printed line is a sum, every population is the sum of its parts. The
    lowest and the highest value of each hidden count are exact; they must lie at
    least the threshold apart. Counts of parts that were not printed at all are
    hidden counts, too.

    :param publications: everything published, the new ones included, whoever
        reads it
    :param known: an empty dictionary, kept between calls that differ little
    :raise ContradictionError: if no counts fit the publications
    """
    rows, bounds, wanted = _read_publications(publications, rule)
    widths = {item.population: item.get_rule(rule).threshold for item in publications}
    widest = max([rule.threshold, *widths.values()])
    found = find_bounds(rows, bounds, wanted, widest, known)
    return [
        Problem(*name, low, high)
        for name, (low, high) in sorted(found.items(), key=lambda item: str(item))
        if high - low < widths.get(name[0], rule.threshold)
    ] + _find_quarters_left(publications, rule)


def _find_quarters_left(publications, rule):
    """Return the hidden totals of which a rounded year leaves fewer than three values.

    A quarter's total is hidden because it is below the threshold: whoever knows
    that knows an upper end, too.
    """
    totals, ranges, most = {}, {}, {}
    for item in publications:
        own = item.get_rule(rule)
        cell = totals.get(item.population)
        # A total that one table prints is not hidden by another.
        if cell is None or cell.hidden:
            totals[item.population] = cell = item.table.total
        ranges[item.population] = None if cell.hidden else _get_range(cell, own)
        most[item.population] = own.threshold - 1
    found = {}
    for item in publications:
        year = item.table.total
        if year.hidden or year.base == 1 or not set(item.parts) <= set(totals):
            continue
        hidden = [part for part in item.parts if totals[part].hidden]
        shown = [part for part in item.parts if not totals[part].hidden]
        rest = ranges[item.population][0] - sum(ranges[part][1] for part in shown)
        rest -= sum(most[part] for part in hidden[1:])
        if hidden and rest > most[hidden[0]] - 2:
            found[hidden[0]] = Problem(hidden[0], "", "", rest, most[hidden[0]])
    return list(found.values())


def _read_publications(publications, rule):
    """Return the sums, the bounds and the names of hidden counts.

    A count is named (population, breakdown, key); a total (population, "", "").
    """
    rows, bounds, wanted, shown = [], {}, set(), set()

    def note(name, cell, least=0, rule=rule):
        low, high = (least, None) if cell.hidden else _get_range(cell, rule)
        old_low, old_high = bounds.get(name, (0, None))
        highs = [value for value in (high, old_high) if value is not None]
        bounds[name] = (max(low, old_low), min(highs, default=None))
        (wanted if cell.hidden else shown).add(name)

    for item in publications:
        total = (item.population, "", "")
        own = item.get_rule(rule)
        note(total, item.table.total, rule=own)
        names = {
            key: (item.population, item.breakdown, key) for key in item.table.cells
        }
        # Where a zero is printed, what is hidden is not zero.
        least = int(any(cell.value == 0 for cell in item.table.cells.values()))
        for key, cell in item.table.cells.items():
            note(names[key], cell, least, own)
        if item.table.additive:
            rows.append(({**dict.fromkeys(names.values(), 1), total: -1}, 0))
        else:
            # No theme was raised by more people than there are.
            for name in names.values():
                others = (*name, "others")
                bounds.setdefault(others, (0, None))
                rows.append(({name: 1, others: 1, total: -1}, 0))
    sums = set()
    for item in publications:
        for key in [None, *item.table.cells] if item.parts else ():
            tail = ("", "") if key is None else (item.breakdown, key)
            names = tuple((part, *tail) for part in item.parts)
            sums.add(((item.population, *tail), names, item.overlapping))
    for name, parts, overlapping in sorted(sums):
        for part in parts:
            if part not in bounds:
                note(part, Cell())
        row = {**dict.fromkeys(parts, 1), name: -1}
        if overlapping:
            # Whoever is in two parts counts once, and nobody is in a part only.
            for other in ((*name, "again"), *((*part, "not in") for part in parts)):
                bounds.setdefault(other, (0, None))
            row[(*name, "again")] = -1
            rows += [({part: 1, (*part, "not in"): 1, name: -1}, 0) for part in parts]
        rows.append((row, 0))
        if shown.issuperset(parts):
            # Anybody may add up what is printed: no secret, and no cover for others.
            wanted.discard(name)
    # A total that one table prints is not hidden by another.
    return rows, bounds, wanted - shown


def release(
    new: Sequence[Publication], earlier: Sequence[Publication], rule: Rule
) -> list[Publication]:
    """Return the new publications with so much more hidden that the audit passes.

    What was published cannot be taken back, so only the new ones change: first the
    same count in a narrower or wider table, then the smallest of the line. Narrow
    tables give way to wide ones, which are of use to more people.

    :param new: about to be published
    :param earlier: published before
    :raise ContradictionError: if no counts fit the publications
    """
    known = {}
    new = list(new)
    while problems := audit([*earlier, *new], rule, known):
        near = _find_near(problems[0].population, [*earlier, *new])
        smaller = _hide_for(problems[0], new, near)
        if smaller is None:
            # What is wrong was so before: the audit will say so.
            break
        new = smaller
    return new


def get_open_populations(publications: Sequence[Publication]) -> set[str]:
    """Return the populations that may have means and shares.

    After :func:`release`: those whose total is printed. The number of scores, or
    its band, would tell a total that is hidden.
    """
    hidden = {item.population for item in publications if item.table.total.hidden}
    return {item.population for item in publications} - hidden


def _find_near(population, publications):
    """Return the populations that are tied to one by sums."""
    groups = [{item.population, *item.parts} for item in publications]
    near = {population}
    while more := [group for group in groups if group & near and group - near]:
        near.update(*more)
    return near


def _hide_for(problem, new, near):
    """Return the publications with one figure less, None if there is none to hide."""
    parts = {part for item in new for part in item.parts}
    # Each figure that could go, the one to go first with the lowest rank.
    choices = []
    for position, item in enumerate(new):
        if item.population not in near:
            continue
        here = item.population == problem.population
        wide = item.population not in parts
        if not item.table.total.hidden:
            rank = (0 if not problem.breakdown and not here else 3, wide)
            choices.append(((*rank, False), item.table.total.value, position, None))
        if problem.breakdown not in ("", item.breakdown):
            continue
        for key, cell in item.table.cells.items():
            if not cell.hidden:
                rank = (0 if key == problem.key else 1 if here else 2, wide)
                # A zero among hidden counts covers for little: the last to go.
                choices.append(((*rank, not cell.value), cell.value, position, key))
    if not choices:
        return None
    _rank, _value, position, key = min(choices, key=lambda c: (*c[0], c[1], c[2]))
    hidden = list(new)
    if key is None:
        population = new[position].population
        hide = _hide_all if population in parts else _hide_total
        hidden = [
            replace(item, table=hide(item.table))
            if item.population == population
            else item
            for item in new
        ]
    else:
        table = _hide_key(new[position].table, key)
        hidden[position] = replace(new[position], table=table)
    return hidden


def _hide_total(table):
    return replace(table, total=Cell())


def _hide_all(table):
    """Return the table of a part whose size would tell: its cells would, too."""
    return replace(table, cells=dict.fromkeys(table.cells, Cell()), total=Cell())


def _hide_key(table, key):
    """Return the table without a count; zeros go together, so that none tells."""
    value = table.cells[key].value
    return replace(
        table,
        cells={
            other: Cell() if other == key or (value == 0 == cell.value) else cell
            for other, cell in table.cells.items()
        },
    )
