# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""H-3 through the product: what an attacker reads on published reviews.

Takes lines as the leadership reads them, in the words of the paper, and writes down
everything that is known of how figures hang together. Nothing of it comes from the
models: who forgets there that two tables count the same people is found out here.
"""

from math import floor

from odoo.addons.exit_interview.report.disclosure import (
    Cell,
    Mean,
    Publication,
    Rule,
    Table,
)

from .attacker import History, _Attacker

# Each person is in one quarter, and said the same when the year was counted.
EXACT = ("uptake", "leaving", "reason", "retention", "independence", "score")
PEOPLE = {
    "uptake": "uptake",
    "leaving": "uptake",
    "retention": "notice",
    "independence": "heard",
    "process": "heard",
    "theme": "theme",
}


def attack(lines, people):
    """Return what can be worked out of lines of reviews.

    :param list[dict] lines: as ``search_read`` gives them, `when` added: 2025-Q1, 2025
    :param people: function of (population) -> the persons in it, the truth
    :rtype: attacker.Loot
    """
    reader = _Reader(lines)
    history = reader.read()
    history.people = {name: people(name) for name in reader.populations}
    return _ReviewAttacker(history, reader).run()


class _ReviewAttacker(_Attacker):
    def __init__(self, history, reader):
        super().__init__(history, Rule())
        self.printed |= reader.told
        self.overlaps = reader.overlaps

    def _read_more(self):
        """Override: what anybody may add up is not hidden."""
        super()._read_more()
        for number, parts in self.overlaps:
            if self.printed.issuperset(parts):
                self.printed.add(number)

    def _get_secrets(self):
        """Override: also of whom the mean was hidden though they were enough."""
        hidden = {name for name, mean, _parts in self.history.means if mean.hidden}
        shown = {name for name, mean, _parts in self.history.means if not mean.hidden}
        return [
            name
            for name, people in self.history.people.items()
            if 0 < len(people) < self.k or (people and name in hidden - shown)
        ]


class _Reader:
    def __init__(self, lines):
        self.lines = lines
        self.history = History()
        self.populations = set()
        # Numbers that are no secret, though no line is about them alone.
        self.told = set()
        self.overlaps = []

    def read(self):
        groups = {}
        for line in self.lines:
            if line["kind"] in ("count", "rate", "mean"):
                code = line["table_code"] if line["kind"] == "count" else line["code"]
                key = (line["when"], line["section"], line["kind"], code)
                groups.setdefault(key, []).append(line)
        # Nothing is known of what was never printed, so nothing follows from it.
        printed = {
            key[1:]
            for key, lines in groups.items()
            if any(not line["is_hidden"] or line["denominator"] for line in lines)
        }
        for (when, section, kind, code), lines in groups.items():
            if (section, kind, code) not in printed:
                continue
            getattr(self, f"_read_{kind}")(when, section, code, lines)
        for when in {line["when"] for line in self.lines}:
            self._tie(when)
        return self.history

    # === the words of the paper === #

    def _get_people(self, section, code):
        return PEOPLE.get(section, f"{section}/{code}")

    def _get_quarters(self, when, name):
        if "Q" in when:
            return ()
        return tuple(f"{when}-Q{number}/{name}" for number in (1, 2, 3, 4))

    def _publish(self, when, section, code, name, table, groups=()):
        population = f"{when}/{name}"
        self.populations |= {population, *groups}
        quarters = self._get_quarters(when, name)
        parts = groups or (quarters if section in EXACT else ())
        self.history.publications.append(Publication(population, code, table, parts))
        if quarters and section not in EXACT:
            for key in [None, *table.cells]:
                self._know_overlap(code, key, population, quarters)

    def _know_overlap(self, code, key, population, quarters):
        """Whoever is in two quarters counts once in the year."""

        def number(name):
            return ("count", name) if key is None else (code, key, name)

        rows = self.history.at_most
        parts = [number(quarter) for quarter in quarters]
        self.overlaps.append((number(population), parts))
        rows.append({number(population): 1, **dict.fromkeys(parts, -1)})
        rows += [{number(q): 1, number(population): -1} for q in quarters]

    def _read_cell(self, number, base):
        return Cell() if number is False else Cell(int(number), base)

    def _read_count(self, when, section, code, lines):
        first = lines[0]
        cells = {
            line["code"].removeprefix(f"{code}."): self._read_cell(
                line["value"], line["base"]
            )
            for line in lines
        }
        total = self._read_cell(first["denominator"], first["base"])
        table = Table(cells, total, first["is_additive"])
        name = self._get_people(section, code)
        # The main reason is what the attacker of the rules calls the reason.
        code = "reason" if code == "reason_main" else code
        self._publish(when, section, code, name, table)
        for key in cells if code == "leavers" else ():
            population = f"{when}/uptake/{key}"
            self.populations.add(population)
            self._know_equal((code, key, f"{when}/uptake"), ("count", population))
            if not cells[key].hidden:
                self.told.add(("count", population))

    def _know_equal(self, one, other):
        self.history.equal.append({one: 1, other: -1})

    def _get_groups(self, when, lines):
        """Return a population for each line, the whole first, and the groups."""
        name = self._get_people(lines[0]["section"], lines[0]["code"])
        names = {
            line["group_label"] or "": f"{name}/{line['group_label']}"
            if line["group_label"]
            else name
            for line in lines
        }
        groups = tuple(f"{when}/{own}" for label, own in names.items() if label)
        return names, groups

    def _read_rate(self, when, section, code, lines):
        names, groups = self._get_groups(when, lines)
        for line in lines:
            label = line["group_label"] or ""
            population = f"{when}/{names[label]}"
            table = self._read_share(line, (code, "yes", population))
            parts = () if label else groups
            if not line["is_hidden"]:
                # Whom it was not true of is the rest.
                self.told |= {(code, key, population) for key in ("yes", "no")}
            if not line["is_hidden"] and line["value"] in (0, 100):
                # What the organisation did for nobody, or for all, it did so for
                # each part: that betrays nobody, and only of such is it told.
                self.told |= {
                    (code, key, part)
                    for key in ("yes", "no")
                    for part in (*groups, *self._get_quarters(when, names[label]))
                }
            self._publish(when, section, code, names[label], table, parts)

    def _read_share(self, line, yes):
        """Return whom a share counts: of n people with p percent, mostly exactly."""
        if line["is_hidden"]:
            return Table({"yes": Cell(), "no": Cell()}, Cell())
        percent, people = int(line["value"]), int(line["denominator"])
        base = line["base"]
        found = [
            number
            for number in range(0, people + 1, base)
            if floor(100 * number / people + 0.5) == percent
        ]
        total = Cell(people, base)
        if len(found) == 1:
            no = Cell(people - found[0]) if base == 1 else Cell()
            return Table({"yes": Cell(found[0], base), "no": no}, total)
        count = ("count", yes[2])
        self.history.at_most += [
            {yes: 1, count: -(percent + 0.5) / 100},
            {yes: -1, count: (percent - 0.5) / 100},
        ]
        # Printed all the same, only not to one person.
        return Table({"yes": Cell(), "no": Cell()}, total)

    def _read_mean(self, when, section, code, lines):
        names, groups = self._get_groups(when, lines)
        for line in lines:
            mean = Mean()
            if not line["is_hidden"]:
                band = line["band"] and tuple(map(int, line["band"].split("–")))
                count = None if band else int(line["denominator"]) or None
                mean = Mean(line["value"], band or None, count)
            label = line["group_label"] or ""
            population = f"{when}/{names[label]}"
            parts = groups if not label else ()
            parts = parts or self._get_quarters(when, names[label])
            self.populations |= {population, *parts}
            self.history.means.append((population, mean, parts))

    def _tie(self, when):
        """Whoever did not stay has left; whoever said yes is among the replies."""
        left = ("stayed", "second", f"{when}/notice")
        self._know_equal(left, ("count", f"{when}/uptake"))
        yes = ("accepted", "yes", f"{when}/uptake")
        self._know_equal(("reply", "accepted", f"{when}/uptake"), yes)
