# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How closely whole numbers are pinned down by sums of them.

Exact arithmetic on plain Python numbers: reviews are small, and what is refused
must not hang on rounding. Where the sums do not form a ring, narrowing them in
turn is exact already; where they do, a simplex method in fractions finds out.
"""

from fractions import Fraction
from math import ceil, floor


class ContradictionError(ValueError):
    """No numbers fit all the sums."""


def find_bounds(rows, bounds, wanted, width, known=None):
    """Return the wanted numbers that are pinned down too closely.

    :param rows: sums, as (number -> 1 or -1, result)
    :param bounds: number -> (lowest, highest or None)
    :param wanted: numbers that must stay open
    :param width: how far apart their lowest and highest value must be
    :param dict known: answers of earlier calls, to be used again
    :return: number -> (lowest, highest) for those that are not
    :raise ContradictionError: if no numbers fit
    """
    found = {}
    for part in _split(rows, bounds):
        part_wanted = [name for name in part[1] if name in wanted]
        if not part_wanted:
            continue
        key = (
            tuple((tuple(sorted(row.items())), result) for row, result in part[0]),
            tuple(sorted(part[1].items())),
            tuple(sorted(part_wanted)),
        )
        answer = known.get(key) if known is not None else None
        if answer is None:
            answer = _find_in_part(*part, part_wanted, width)
            if known is not None:
                known[key] = answer
        found.update(answer)
    return found


def _find_in_part(rows, bounds, wanted, width):
    given, bounds = bounds, dict(bounds)
    settled = _narrow(rows, bounds)
    if settled and _is_tree(rows, bounds):
        return {
            name: bounds[name] for name in wanted if _is_narrow(bounds[name], width)
        }
    # Highest values that follow from the sums need not be told again.
    needed = {
        name: (low, None if given[name][1] is None else high)
        for name, (low, high) in bounds.items()
    }
    return _Simplex(rows, needed).find_narrow(wanted, width)


def _is_narrow(bound, width):
    low, high = bound
    return high is not None and high - low < width


def _split(rows, bounds):
    """Yield the parts that have no number in common, without fixed numbers."""
    parent = {name: name for name in bounds}

    def find(name):
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    reduced = []
    for row, result in rows:
        free = {}
        for name, sign in row.items():
            low, high = bounds[name]
            if low == high:
                result -= sign * low
            else:
                free[name] = sign
        if free:
            reduced.append((free, result))
            first, *others = free
            for other in others:
                parent[find(other)] = find(first)
        elif result:
            raise ContradictionError("The published figures contradict each other.")
    parts = {}
    for name, bound in bounds.items():
        if bound[0] != bound[1]:
            parts.setdefault(find(name), ([], {}))[1][name] = bound
    for row, result in reduced:
        parts[find(next(iter(row)))][0].append((row, result))
    yield from parts.values()


def _is_tree(rows, bounds):
    """Return whether no ring of sums goes through the numbers of one part."""
    return sum(len(row) for row, _result in rows) <= len(rows) + len(bounds) - 1


def _narrow(rows, bounds, rounds=60):
    """Narrow the bounds in place; return whether they came to rest."""
    for _round in range(rounds):
        changed = False
        for row, result in rows:
            changed |= _narrow_row(row, result, bounds)
        if not changed:
            return True
    return False


def _narrow_row(row, result, bounds):
    changed = False
    terms = {
        name: bounds[name] if sign > 0 else _negative(bounds[name])
        for name, sign in row.items()
    }
    lows = _total(low for low, _high in terms.values())
    highs = _total(high for _low, high in terms.values())
    for name, sign in row.items():
        low, high = terms[name]
        # What the others leave over for this one.
        least = _rest(result, highs, high)
        most = _rest(result, lows, low)
        if sign < 0:
            least, most = _negative((least, most))
        old_low, old_high = bounds[name]
        new_low = old_low if least is None else max(old_low, least)
        new_high = old_high
        if most is not None:
            new_high = most if old_high is None else min(old_high, most)
        if new_high is not None and new_high < new_low:
            raise ContradictionError("The published figures contradict each other.")
        if (new_low, new_high) != (old_low, old_high):
            bounds[name] = (new_low, new_high)
            changed = True
    return changed


def _negative(bound):
    low, high = bound
    return (None if high is None else -high, None if low is None else -low)


def _total(values):
    """Return (sum of the known, how many are unknown)."""
    known = unknown = 0
    for value in values:
        if value is None:
            unknown += 1
        else:
            known += value
    return known, unknown


def _rest(result, total, own):
    known, unknown = total
    if unknown > (own is None):
        return None
    return result - known + (own or 0)


class _Simplex:
    """Lowest and highest values under sums and bounds, exactly.

    Rows are sparse dictionaries; numbers stay int as long as they can.
    """

    def __init__(self, rows, bounds):
        self.names = list(bounds)
        self.index = {name: i for i, name in enumerate(self.names)}
        self.low = {name: bound[0] for name, bound in bounds.items()}
        self.rows, self.results, self.basis = [], [], []
        columns = len(self.names)
        for name, (low, high) in bounds.items():
            if high is not None:
                self._add({self.index[name]: 1, columns: 1}, high - low, columns)
                columns += 1
        self.first_artificial = columns
        for row, result in rows:
            terms = {self.index[name]: sign for name, sign in row.items()}
            result -= sum(sign * self.low[name] for name, sign in row.items())
            if result < 0:
                terms = {i: -sign for i, sign in terms.items()}
                result = -result
            self._add({**terms, columns: 1}, result, columns)
            columns += 1
        self._start()

    def _add(self, row, result, basic):
        self.rows.append(row)
        self.results.append(result)
        self.basis.append(basic)

    def _start(self):
        """Find numbers that fit at all, then forget the artificial ones."""
        first = self.first_artificial
        goal = {}
        for row, basic in zip(self.rows, self.basis, strict=True):
            if basic >= first:
                for column, value in row.items():
                    if column < first:
                        goal[column] = goal.get(column, 0) + value
        self._climb(goal)
        for i in range(len(self.rows)):
            if self.basis[i] >= first:
                if self.results[i]:
                    raise ContradictionError("The published figures contradict.")
                column = next(
                    (c for c, v in self.rows[i].items() if v and c < first), None
                )
                if column is not None:
                    self._pivot(i, column, {})
        keep = [i for i, basic in enumerate(self.basis) if basic < first]
        self.rows = [{c: v for c, v in self.rows[i].items() if c < first} for i in keep]
        self.results = [self.results[i] for i in keep]
        self.basis = [self.basis[i] for i in keep]

    def _pivot(self, i, column, goal):
        row = self.rows[i]
        pivot = row[column]
        if pivot != 1:
            row = {c: _divide(v, pivot) for c, v in row.items()}
            self.rows[i] = row
            self.results[i] = _divide(self.results[i], pivot)
        for j, other in enumerate(self.rows):
            if j != i and column in other:
                factor = other[column]
                self.results[j] -= factor * self.results[i]
                _subtract(other, row, factor)
        if column in goal:
            _subtract(goal, row, goal[column])
        self.basis[i] = column

    def _climb(self, goal, is_enough=lambda: False):
        """Raise the goal as far as it goes; return False if it has no end.

        Bland's rule: always the first column and row that will do, so that the
        many ties of small tables cannot make it run in circles.
        """
        first = self.first_artificial
        while not is_enough():
            column = min(
                (c for c, v in goal.items() if v > 0 and c < first), default=None
            )
            if column is None:
                return True
            chosen = None
            for i, row in enumerate(self.rows):
                value = row.get(column, 0)
                if value > 0:
                    step = (_divide(self.results[i], value), self.basis[i], i)
                    chosen = step if chosen is None else min(chosen, step)
            if chosen is None:
                return False
            self._pivot(chosen[2], column, goal)
        return True

    def _get_goal(self, column, sign):
        for row, basic in zip(self.rows, self.basis, strict=True):
            if basic == column:
                return {c: -sign * v for c, v in row.items() if c != column}
        return {column: sign}

    def _note_values(self, seen, width):
        """Note what the open numbers are now; drop those that are open enough.

        Any numbers that fit all sums are witnesses for all of them.
        """
        now = dict(zip(self.basis, self.results, strict=True))
        for column, (low, high) in list(seen.items()):
            value = now.get(column, 0)
            if value < low or value > high:
                low, high = min(low, value), max(high, value)
                if floor(high) - ceil(low) >= width:
                    del seen[column]
                else:
                    seen[column] = (low, high)

    def find_narrow(self, wanted, width):
        """Return those of the wanted that are too narrow, with their bounds."""
        now = dict(zip(self.basis, self.results, strict=True))
        columns = {self.index[name]: name for name in wanted}
        seen = {column: (now.get(column, 0),) * 2 for column in columns}
        found = {}
        for column, name in columns.items():

            def is_enough(column=column):
                self._note_values(seen, width)
                return column not in seen

            if column not in seen:
                continue
            if not self._climb(self._get_goal(column, 1), is_enough):
                seen.pop(column, None)  # it has no highest value
            elif not is_enough():
                self._climb(self._get_goal(column, -1), is_enough)
            if column in seen:
                low, high = seen[column]
                shift = self.low[name]
                found[name] = (ceil(low) + shift, floor(high) + shift)
                del seen[column]
        return found


def _divide(value, by):
    if by == 1:
        return value
    result = Fraction(value) / by
    return int(result) if result.denominator == 1 else result


def _subtract(row, other, factor):
    for column, value in other.items():
        new = row.get(column, 0) - factor * value
        if new:
            row[column] = new
        else:
            row.pop(column, None)
