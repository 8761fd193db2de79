# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from dataclasses import replace

from odoo import api, models

from ..report import disclosure
from ..report.disclosure import Cell, Publication, Table
from ..report.linear_bounds import ContradictionError

WHOLE = ("whole", "")
# Sections in which one person may be in several quarters of a year.
OVERLAPPING = ("theme", "action", "timeliness", "cancellation")


class ExitInterviewReviewTablesMixin(models.AbstractModel):
    """Tables of counts, so far hidden that all of them together tell of nobody.

    A table is about people; tables about the same people, or about people who make
    up others, are tied: what one prints, another must not hide. They are looked at
    together, with all that was published of the same year.

    Requirement: P-12 to P-14, A-01 to A-10.
    """

    _name = "exit.interview.review.tables.mixin"
    _inherit = ["exit.interview.review.content.mixin"]
    _description = "Safe tables of a review"

    # === THE RULE === #

    def _get_rule(self):
        """Return the thresholds that this review is held to, frozen with it.

        :rtype: disclosure.Rule
        """
        self.ensure_one()
        rule = self.policy_id._make_disclosure_rule(*self._get_thresholds())
        return rule.for_year() if self.period == "year" else rule

    def _get_thresholds(self):
        """Return the numbers of the day the figures were computed."""
        if self.figure_people:
            return self.figure_people, self.words_people
        return self._get_policy_thresholds()

    def _get_policy_thresholds(self):
        return self.policy_id.figure_people, self.policy_id.words_people

    # === WHO IS COUNTED === #

    @api.model
    def _get_figure_people(self, section, code):
        """Return whose figure it is; what is about the same people shares a name.

        By default a figure has people of its own: not everybody answers a question.

        :rtype: str
        """
        if (section, code) == ("retention", "stayed"):
            return "notice"
        return {
            "uptake": "uptake",
            "independence": "content",
            "process": "content",
            "theme": "theme",
        }.get(section, f"{section}/{code}")

    @api.model
    def _get_row_people(self, section, code, key):
        """Return the people that a row of a table is, None for a row of answers.

        Whoever gave notice and did not stay is a leaver, whom other tables count.
        """
        if (section, code) == ("uptake", "leavers"):
            return f"uptake/{key}"
        if (section, code) == ("retention", "stayed"):
            return "uptake" if key == "second" else "retained"
        return None

    @api.model
    def _is_overlapping(self, section):
        """Return whether somebody may be in several quarters of a section's year.

        :rtype: bool
        """
        return section in OVERLAPPING

    @api.model
    def _get_tie(self, section, code):
        """Return the name of the tables that are looked at together."""
        people = self._get_figure_people(section, code)
        return "uptake" if people == "notice" else people

    # === TABLES === #

    def _protect_tables(self, figures):
        """Return the tables of counts, so far hidden that all reviews together hold.

        :return: ({(section, code): disclosure.Table}, people of whom no mark and no
            share may be shown beside them)
        :rtype: tuple[dict, set]
        """
        tied = defaultdict(dict)
        printed = self._get_quarter_tables()
        for figure in figures:
            if figure["kind"] == "count":
                key = figure["section"], figure["code"]
                table = self._protect_table(figure, printed(*key))
                tied[self._get_tie(*key)][key] = table
        earlier = self._get_earlier_publications()
        tables, closed = {}, set()
        for tie, own in tied.items():
            new = self._release(
                [
                    item
                    for key, table in own.items()
                    for item in self._prepare_publications(*key, table)
                ],
                earlier.get(tie, []),
            )
            tables.update(self._join_tables(own, new))
            closed |= {item.population for item in new}
            closed -= disclosure.get_open_populations(new)
        period = f"{self._get_period_name()}/"
        return tables, {name.removeprefix(period) for name in closed}

    def _protect_table(self, figure, quarters):
        """Return one table as it may be printed if there were no other.

        :param list quarters: the tables of the year's quarters
        """
        counts, rule = figure["cells"][WHOLE], self._get_rule()
        base = figure["base"][WHOLE]
        options = {
            "respondents": figure.get("respondents"),
            "uniform": figure["uniform"],
            "additive": figure["additive"],
            "base": base,
        }
        if self.period == "year":
            table = disclosure.protect_year(counts, rule, quarters, **options)
        else:
            table = disclosure.protect(counts, rule, **options)
        if figure.get("is_groups"):
            # How many there are in all is told beside it.
            total = disclosure.protect({"all": base}, rule).total
            return replace(table, total=total)
        if (figure["section"], figure["code"]) == ("retention", "stayed"):
            # Leavers are told beside it: with them, the total would tell who stayed.
            left = disclosure.protect({"left": counts["second"]}, rule).total
            cells = {**table.cells, "second": left}
            total = Cell() if cells["first"].hidden else table.total
            return replace(table, cells=cells, total=total)
        return table

    @staticmethod
    def _hide_table(table):
        return Table(dict.fromkeys(table.cells, Cell()), Cell(), table.additive)

    def _release(self, new, earlier):
        """Return publications so far hidden that they hold with earlier ones.

        :rtype: list[disclosure.Publication]
        """
        try:
            return disclosure.release(new, earlier, self._get_rule())
        except ContradictionError:
            # Records were mended since a quarter was published. Nobody can say what
            # figures tell that do not add up, so the new ones are not told.
            return [replace(item, table=self._hide_table(item.table)) for item in new]

    def _join_tables(self, tables, publications):
        """Return tables as they were left by the publications made of them."""
        period = self._get_period_name()
        left = {(item.population, item.breakdown): item.table for item in publications}
        opened = disclosure.get_open_populations(publications)
        totals = {
            item.population: item.table.total
            for item in reversed(publications)
            if item.population in opened
        }
        joined = {}
        for (section, code), table in tables.items():
            people = f"{period}/{self._get_figure_people(section, code)}"
            cells = {}
            for key, cell in table.cells.items():
                row = self._get_row_people(section, code, key)
                if row is None:
                    cells[key] = left[people, code].cells[key]
                else:
                    shown = totals.get(f"{period}/{row}", Cell())
                    cells[key] = Cell() if cell.hidden else shown
            total = totals.get(people, Cell())
            joined[section, code] = Table(cells, total, table.additive)
        return joined

    # === PUBLICATIONS === #

    def _prepare_publications(self, section, code, table):
        """Return a table as the rules see it.

        A table whose rows are people is their totals.

        :rtype: list[disclosure.Publication]
        """
        people = self._get_figure_people(section, code)
        rows = {key: self._get_row_people(section, code, key) for key in table.cells}
        if not any(rows.values()):
            return [self._make_publication(section, code, people, table)]

        def make(people, cell):
            table = Table({}, cell, additive=False)
            return self._make_publication(section, code, people, table)

        whole = make(people, table.total)
        period = self._get_period_name()
        return [
            whole,
            replace(whole, parts=tuple(f"{period}/{row}" for row in rows.values())),
            *(
                make(row, table.cells[key])
                for key, row in rows.items()
                # Leavers have a table of their own.
                if row != "uptake"
            ),
        ]

    def _make_publication(self, section, code, people, table):
        parts = ()
        if self.period == "year":
            parts = tuple(f"{name}/{people}" for name in self._get_quarter_names())
        return Publication(
            f"{self._get_period_name()}/{people}",
            code,
            table,
            parts,
            self._is_overlapping(section),
            self._get_rule().threshold,
        )

    def _get_period_name(self):
        """Return the period in a way that sorts: 2026-Q1, 2026."""
        self.ensure_one()
        if self.period == "year":
            return str(self.date_from.year)
        return f"{self.date_from.year}-Q{(self.date_from.month + 2) // 3}"

    def _get_quarter_names(self):
        return [f"{self.date_from.year}-Q{number}" for number in (1, 2, 3, 4)]

    # === WHAT IS OUT === #

    def _get_published(self):
        """Return all published reviews of the same people, whoever reads them."""
        self.ensure_one()
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("population", "=", self.population),
                ("state", "=", "published"),
                ("id", "!=", self.id),
            ]
        )

    def _get_quarters(self):
        """Return the published reviews of the quarters of this year."""
        return self._get_published().filtered(
            lambda review: review.period == "quarter"
            and self.date_from <= review.date_from <= self.date_to
        )

    def _get_quarter_tables(self):
        """Return a function that returns the tables of the year's quarters.

        One that was not published is as good as hidden, if others were.
        """
        quarters = self._get_quarters() if self.period == "year" else self.browse()
        printed = {
            review._get_period_name(): review._read_tables() for review in quarters
        }
        nothing = Table({}, Cell())
        return lambda section, code: [
            printed.get(name, {}).get((section, code), nothing)
            for name in (self._get_quarter_names() if printed else ())
        ]

    def _get_publications(self):
        """Return the tables as printed, read back from their lines.

        :return: {tie: publications}
        :rtype: dict
        """
        publications = defaultdict(list)
        for key, table in self._read_tables().items():
            tie = self._get_tie(*key)
            publications[tie] += self._prepare_publications(*key, table)
        return publications

    def _get_earlier_publications(self):
        """Return the tables of all published reviews that this one is tied to.

        Quarters share nobody: only a year ties them together, and years are not tied.

        :return: {tie: publications}
        :rtype: dict
        """
        publications = defaultdict(list)
        reviews = self._get_published().filtered(
            lambda review: review.date_from.year == self.date_from.year
        )
        if "year" in (reviews | self).mapped("period"):
            for review in reviews:
                for tie, items in review._get_publications().items():
                    publications[tie] += items
        return publications

    def _read_tables(self):
        """Return the tables of counts as they are printed.

        :return: {(section, code): disclosure.Table}
        :rtype: dict
        """
        counts = self.line_ids.filtered(lambda line: line.kind == "count")
        groups = counts.grouped(lambda line: (line.section, line.table_code))
        return {key: lines._read_table() for key, lines in groups.items()}
