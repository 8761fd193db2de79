# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError

from ..report import disclosure
from ..report.linear_bounds import ContradictionError

WHOLE = ("whole", "")
# Sections in which each person is in one quarter: a year is the sum of its quarters.
PARTED = ("uptake", "reason", "retention", "independence")


class ExitInterviewReviewSafeMixin(models.AbstractModel):
    """Turns raw figures into safe lines: hides, widens, checks against what is out.

    The rules themselves are pure functions (``report/disclosure.py``); here stands
    which people and tables they are asked about.

    Requirement: P-12 to P-16, A-01 to A-19; DESIGN, disclosure control.
    """

    _name = "exit.interview.review.safe.mixin"
    _inherit = ["exit.interview.review.content.mixin"]
    _description = "Safe figures of a review"

    def _get_rule(self):
        """Return the thresholds that this review is held to.

        :rtype: disclosure.Rule
        """
        self.ensure_one()
        rule = self.policy_id._get_disclosure_rule()
        return rule.for_year() if self.period == "year" else rule

    def _get_levels(self):
        """Return the levels figures may be shown at, narrow to wide.

        A year is told for the whole only (A-06).
        """
        self.ensure_one()
        return ("whole",) if self.period == "year" else ("team", "service", "whole")

    # === LINES === #

    def _prepare_lines(self):
        """Return values of safe lines, and how far they had to be widened.

        Raw figures exist in here only.

        :return: (values of ``exit.interview.review.line``, narrowest level used)
        :rtype: tuple[list[dict], str]
        """
        self.ensure_one()
        figures = self._collect_figures()
        level = self._choose_level(figures)
        tables = self._protect_tables(figures)
        vals_list = []
        for figure in figures:
            prepare = getattr(self, f"_prepare_{figure['kind']}_lines")
            for vals in prepare(figure, level, tables):
                vals_list.append(
                    {
                        "section": figure["section"],
                        "kind": figure["kind"],
                        "table": figure["label"],
                        "table_code": figure["code"],
                        **vals,
                    }
                )
        self._add_previous(vals_list)
        for sequence, vals in enumerate(vals_list, start=1):
            vals["sequence"] = sequence
            vals["review_id"] = self.id
        return vals_list, level

    def _choose_level(self, figures):
        """Return the narrowest level at which the answers of all groups are enough.

        One level beside the whole is told, never two: their differences would tell
        of the groups between them (A-03). By the people who gave a mark.

        :rtype: str
        """
        groups = defaultdict(dict)
        for figure in figures:
            if figure["kind"] == "mean":
                for (level, name), scores in figure["cells"].items():
                    people = sum(scores.values())
                    known = groups[level].get(name, 0)
                    groups[level][name] = max(people, known)
        counts = []
        for level in self._get_levels():
            names = self._get_group_names(level, groups[level])
            if level == "whole":
                counts.append((level, groups[level]))
            elif len(names) > 1:
                people = {name: groups[level].get(name, 0) for name in names}
                counts.append((level, people))
        # Names of teams say nothing of anybody in them.
        found = disclosure.choose_level(counts, self._get_rule(), uniform=False)
        return found.name or "year"

    # === COUNTS === #

    def _protect_tables(self, figures):
        """Return the tables of counts, so far hidden that all reviews together hold.

        :return: {(section, code): disclosure.Table}
        :rtype: dict
        """
        rule = self._get_rule()
        earlier = self._get_earlier_publications()
        tables = {}
        for figure in figures:
            if figure["kind"] != "count":
                continue
            table = disclosure.protect(
                figure["cells"][WHOLE],
                rule,
                respondents=figure.get("respondents"),
                uniform=figure["uniform"],
                additive=figure["additive"],
                base=figure["base"][WHOLE],
            )
            key = figure["section"], figure["code"]
            new = self._prepare_publication(*key, table)
            tables[key] = self._release(new, earlier.get(key, []), rule).table
        return tables

    @api.model
    def _release(self, new, earlier, rule):
        """Return one publication so far hidden that it holds with earlier ones.

        :rtype: disclosure.Publication
        """
        try:
            return disclosure.release([new], earlier, rule)[0]
        except ContradictionError:
            # Records were mended since a quarter was published: what does not add up
            # cannot be subtracted either.
            return disclosure.release([replace(new, parts=())], [], rule)[0]

    def _prepare_publication(self, section, code, table):
        """Return a table with the people it is about, as the rules see it.

        Each table has people of its own: not everybody answered every question.
        """
        parts = ()
        if self.period == "year" and section in PARTED:
            parts = tuple(
                f"{quarter}/{section}/{code}" for quarter in self._get_quarter_names()
            )
        name = f"{self._get_period_name()}/{section}/{code}"
        return disclosure.Publication(name, code, table, parts)

    def _get_period_name(self):
        """Return the period in a way that sorts: 2026-Q1, 2026."""
        self.ensure_one()
        if self.period == "year":
            return str(self.date_from.year)
        return f"{self.date_from.year}-Q{(self.date_from.month + 2) // 3}"

    def _get_quarter_names(self):
        return [f"{self.date_from.year}-Q{number}" for number in (1, 2, 3, 4)]

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

    def _get_earlier_publications(self):
        """Return the tables of all published reviews, read back from their lines.

        :return: {(section, code): publications}
        :rtype: dict
        """
        publications = defaultdict(list)
        for review in self._get_published():
            for key, table in review._read_tables().items():
                publications[key].append(review._prepare_publication(*key, table))
        # Quarters share nobody: only a year ties them together.
        is_year = self.period == "year"
        return {
            key: tables
            for key, tables in publications.items()
            if is_year or any(table.parts for table in tables)
        }

    def _read_tables(self):
        """Return the tables of counts as they are printed.

        :return: {(section, code): disclosure.Table}
        :rtype: dict
        """
        counts = self.line_ids.filtered(lambda line: line.kind == "count")
        groups = counts.grouped(lambda line: (line.section, line.table_code))
        return {key: lines._read_table() for key, lines in groups.items()}

    def _prepare_count_lines(self, figure, level, tables):
        """Return the lines of a table of counts; all keys, hidden ones as such."""
        table = tables[figure["section"], figure["code"]]
        return [
            {
                "code": f"{figure['code']}.{key}",
                "label": figure["keys"][key],
                # In a table of groups the row is the group; the table is the whole's.
                "group_label": figure["keys"][key] if figure.get("is_groups") else "",
                "level": "service" if figure.get("is_groups") else "whole",
                "value": cell.value,
                "denominator": table.total.value,
                "is_hidden": cell.hidden,
                "is_additive": figure["additive"],
            }
            for key, cell in table.cells.items()
        ]

    # === RATES AND MEANS === #

    def _prepare_rate_lines(self, figure, level, tables):
        """Return a share for the whole, and by service where enough people are."""
        rule = self._get_rule()

        def protect(cell):
            rate = disclosure.protect_rate(*cell, rule, figure["named"])
            return {
                "value": rate.percent,
                "denominator": None
                if rate.hidden
                else self._round_base(cell[1], rule.round_base),
                "is_hidden": rate.hidden,
            }

        level = "service" if level in ("team", "service") else "whole"
        return self._prepare_group_lines(
            figure, level, (0, 0), lambda cell: cell[1], protect
        )

    @staticmethod
    def _round_base(people, base):
        return base * int(people / base + 0.5)

    def _prepare_mean_lines(self, figure, level, tables):
        """Return the mean of the whole, and of each group of the level used."""
        rule = self._get_rule()

        def protect(scores):
            mean = disclosure.protect_mean(scores, rule, scale=(0, 10))
            exact = mean.count is not None
            return {
                "value": mean.value,
                "denominator": self._round_base(mean.count, rule.round_base)
                if exact
                else None,
                "band": "–".join(map(str, mean.band)) if mean.band else False,
                "is_hidden": mean.hidden,
            }

        return self._prepare_group_lines(
            figure, level, {}, lambda scores: sum(scores.values()), protect
        )

    def _prepare_group_lines(self, figure, level, nothing, count, protect):
        """Return one line for the whole and one for each group of the fixed list.

        :param dict figure: a raw ``rate`` or ``mean``
        :param str level: at which groups are shown; ``whole``: none
        :param nothing: the raw cell of a group in which nobody is
        :param count: function of a raw cell: how many people
        :param protect: function of a raw cell: safe values of a line
        :rtype: list[dict]
        """
        cells = figure["cells"]
        whole = cells.get(WHOLE, nothing)
        lines = [
            {
                "code": figure["code"],
                "label": figure["label"],
                "level": "whole",
                "group_label": "",
                **self._hide_rest_of_year(figure, count(whole), protect(whole)),
            }
        ]
        names = [name for group, name in cells if group == level]
        if level == "whole" or not names or lines[0]["is_hidden"]:
            return lines
        people = {
            name: count(cells.get((level, name), nothing))
            for name in self._get_group_names(level, names)
        }
        groups = {name: protect(cells.get((level, name), nothing)) for name in people}
        self._hide_rest(groups, people, count(whole))
        return lines + [
            {
                "code": figure["code"],
                "label": figure["label"],
                "level": level,
                "group_label": name,
                **vals,
            }
            for name, vals in groups.items()
        ]

    def _hide_rest(self, groups, people, whole):
        """Hide so many groups that whole minus shown tells of nobody, or of enough.

        Means and shares can be subtracted like counts (A-02, A-15).

        :param dict groups: {name: safe values}, changed in place
        :param dict people: {name: how many}
        :param int whole: how many in all
        """
        threshold = self._get_rule().threshold
        while True:
            shown = [name for name, vals in groups.items() if not vals["is_hidden"]]
            rest = whole - sum(people[name] for name in shown)
            if not shown or not 0 < rest < threshold:
                return
            smallest = min(shown, key=lambda name: people[name])
            groups[smallest].update(self._get_hidden_vals())

    @staticmethod
    def _get_hidden_vals():
        return {"value": None, "denominator": None, "band": False, "is_hidden": True}

    def _hide_rest_of_year(self, figure, people, vals):
        """Hide a figure of the year that would tell of a hidden quarter (A-06)."""
        if self.period != "year" or vals["is_hidden"]:
            return vals
        quarters = self._get_published().filtered(
            lambda review: review.period == "quarter"
            and self.date_from <= review.date_from <= self.date_to
        )
        lines = quarters.line_ids.filtered(
            lambda line: line.section == figure["section"]
            and line.code == figure["code"]
            and line.level == "whole"
            and line.kind == figure["kind"]
        )
        if len(lines) == 4 and not any(lines.mapped("is_hidden")):
            return vals
        rule = self._get_rule()
        shown = lines.filtered(lambda line: not line.is_hidden)
        # Where only a band was printed, the most that it could be.
        known = sum(line.denominator or rule.mean_exact_base for line in shown)
        if shown and people - known < rule.threshold:
            return {**vals, **self._get_hidden_vals()}
        return vals

    def _prepare_text_lines(self, figure, level, tables):
        """Return approved words, one line each."""
        return [
            {
                "code": f"{figure['code']}.{text['code']}",
                "label": text["label"],
                "level": "whole",
                "group_label": "",
                "text": text["text"],
            }
            for text in figure["texts"]
        ]

    # === THE PERIOD BEFORE === #

    def _add_previous(self, vals_list):
        """Put beside each figure what the review before printed, hidden as it was."""
        before = {
            (line.section, line.code, line.level, line.group_label or ""): line
            for line in self.previous_id.line_ids
            if line.kind not in ("text", "date")
        }
        for vals in vals_list:
            key = (vals["section"], vals["code"], vals["level"], vals["group_label"])
            line = before.get(key)
            if line and vals["kind"] != "text":
                vals["previous_value"] = None if line.is_hidden else line.value
                vals["previous_hidden"] = line.is_hidden

    # === BEFORE PUBLISHING === #

    def _check_disclosure(self):
        """Check the review against everything published before it.

        :return: {part: ids of cases that it counts}
        :rtype: dict
        :raise UserError: saying what would be told, and what to do
        """
        self.ensure_one()
        rule = self._get_rule()
        members = {part: self._get_members(part) for part in self._get_parts()}
        if self.period == "quarter":
            for part, case_ids in members.items():
                people = set(self._get_people(case_ids).values())
                self._check_isolation(part, people, rule)
        earlier = self._get_earlier_publications()
        problems = [
            problem
            for key, table in self._read_tables().items()
            for problem in self._audit(
                self._prepare_publication(*key, table), earlier.get(key, []), rule
            )
        ]
        if problems:
            raise UserError(
                self.env._(
                    "“%(review)s” together with earlier reviews would tell too much "
                    "of too few people (%(count)s hidden figures could be worked out). "
                    "Take it back to the draft and compute the figures again: what "
                    "was published since is then taken into account.",
                    review=self.display_name,
                    count=len(problems),
                )
            )
        return members

    @api.model
    def _audit(self, new, earlier, rule):
        """Return what one publication tells together with earlier ones."""
        try:
            return disclosure.audit([*earlier, new], rule)
        except ContradictionError:
            # As above: what does not add up cannot be subtracted.
            return disclosure.audit([replace(new, parts=())], rule)

    def _check_isolation(self, part, people, rule):
        """Refuse a review whose people differ by too few from those of another."""
        if len(people) < rule.threshold:
            # Nothing of them is shown.
            return
        earlier = {
            review.display_name: set(
                review._get_counted()
                .filtered(lambda row: row.part == part)
                .mapped("person")
            )
            for review in self._get_published()
            if review.period == "quarter"
        }
        earlier = {
            name: others
            for name, others in earlier.items()
            if len(others) >= rule.threshold
        }
        found = disclosure.find_isolations({self.display_name: people}, earlier, rule)
        if found:
            raise UserError(self._get_isolation_words(found[0].people))

    def _get_isolation_words(self, people):
        if people == 1:
            return self.env._(
                "Publishing “%s” would isolate 1 person; it will count in the next "
                "review.",
                self.display_name,
            )
        return self.env._(
            "Publishing “%(review)s” would isolate %(people)s people; they will count "
            "in the next review.",
            review=self.display_name,
            people=people,
        )

    def _get_counted(self):
        """Return whom a published review counted; for the server only."""
        return self.env["exit.interview.review.counted"].search(
            [("review_id", "=", self.id)]
        )
