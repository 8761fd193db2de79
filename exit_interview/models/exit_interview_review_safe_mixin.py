# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter, defaultdict
from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ..report import disclosure
from ..report.linear_bounds import ContradictionError

WHOLE = ("whole", "")
QUARTER = "quarter"


class ExitInterviewReviewSafeMixin(models.AbstractModel):
    """Turns raw figures into safe lines: hides, widens, checks against what is out.

    The rules themselves are pure functions (``report/disclosure.py``); here stands
    which people they are asked about. Tables of counts are safe together
    (``exit.interview.review.tables.mixin``); marks and shares follow them.

    Requirement: P-12 to P-16, A-01 to A-19; DESIGN, disclosure control.
    """

    _name = "exit.interview.review.safe.mixin"
    _inherit = ["exit.interview.review.tables.mixin"]
    _description = "Safe figures of a review"

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
        tables, closed = self._protect_tables(figures)
        vals_list = []
        for figure in figures:
            prepare = getattr(self, f"_prepare_{figure['kind']}_lines")
            for vals in prepare(figure, level, tables, closed):
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
        if self.is_told_yearly:
            return "year"
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

    def _is_told_yearly(self):
        """Return whether marks wait for the review of the year.

        What few leavers said is told in the year: a quarter shown now and then would
        cost the year its own, because year minus quarters tells of the others. It goes
        by the leavers of the year before, or by those of this year so far.

        Requirement: P-14, A-06, A-15.
        """
        self.ensure_one()
        if self.period == "year":
            return False
        before, now = self._get_leavers_of_years()
        leavers = max(before, now * 12 / self.date_to.month)
        return leavers < self.policy_id.marks_leavers

    # === COUNTS === #

    def _prepare_count_lines(self, figure, level, tables, closed):
        """Return the lines of a table of counts; all keys, hidden ones as such.

        Where all of a table is hidden that is printed only where somebody is in it,
        it is left out: a table that is there tells of somebody (A-18, A-19).
        """
        table = tables[figure["section"], figure["code"]]
        if figure.get("is_occasional") and table.total.hidden:
            return []
        bases = {cell.base for cell in table.cells.values()} | {table.total.base}
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
                "base": max(bases),
            }
            for key, cell in table.cells.items()
        ]

    # === RATES AND MEANS === #

    def _prepare_rate_lines(self, figure, level, tables, closed):
        """Return a share for the whole, and by service where enough people are."""
        rule = self._get_figure_rule(figure, tables)

        def protect(answers):
            yes, people = answers[1], answers.total()
            rate = disclosure.protect_rate(yes, people, rule, figure["named"])
            return {
                "value": rate.percent,
                "denominator": None
                if rate.hidden
                else self._round_base(people, rule.round_base),
                "is_hidden": rate.hidden,
                "base": rule.round_base,
            }

        cells = {
            group: Counter({1: yes, 0: people - yes})
            for group, (yes, people) in figure["cells"].items()
        }
        level = "service" if level in ("team", "service") else "whole"
        return self._prepare_group_lines(figure, level, cells, protect, tables, closed)

    @staticmethod
    def _round_base(people, base):
        return base * int(people / base + 0.5)

    def _prepare_mean_lines(self, figure, level, tables, closed):
        """Return the mean of the whole, and of each group of the level used."""
        rule = self._get_rule()

        def protect(scores):
            mean = disclosure.protect_mean(scores, rule, scale=(0, 10))
            return {
                "value": mean.value,
                # A year does not tell how many marks a mean is made of.
                "denominator": mean.count,
                "band": "–".join(map(str, mean.band)) if mean.band else False,
                "is_hidden": mean.hidden,
            }

        cells = {group: Counter(scores) for group, scores in figure["cells"].items()}
        return self._prepare_group_lines(figure, level, cells, protect, tables, closed)

    def _get_figure_rule(self, figure, tables):
        """Return the rule of a share: rounded no finer than the tables beside it.

        Requirement: A-06.
        """
        rule = self._get_rule()
        if self.period != "year":
            return rule
        people = self._get_figure_people(figure["section"], figure["code"])
        bases = [
            table.total.base
            for key, table in tables.items()
            if self._get_figure_people(*key) == people
        ]
        quarters = self._get_quarters()
        if quarters and len(self._get_quarter_lines(figure)) < 4:
            bases.append(2 * rule.round_base)
        return replace(rule, round_base=max([rule.round_base, *bases]))

    def _prepare_group_lines(self, figure, level, cells, protect, tables, closed):
        """Return one line for the whole and one for each group of the fixed list.

        :param dict figure: a raw ``rate`` or ``mean``
        :param str level: at which groups are shown; ``whole``: none
        :param dict cells: {group: Counter of answers}
        :param protect: function of a Counter: safe values of a line
        :param dict tables: of :meth:`_protect_tables`
        :param set closed: people of whom nothing else is shown
        :rtype: list[dict]
        """
        whole = cells.get(WHOLE, Counter())
        vals = protect(whole)
        if self._is_closed(figure, tables, closed) or not self._is_year_open(
            figure, cells, protect
        ):
            vals.update(self._get_hidden_vals())
        line = {"code": figure["code"], "label": figure["label"]}
        lines = [{**line, "level": "whole", "group_label": "", **vals}]
        parts = {name: cell for (group, name), cell in cells.items() if group == level}
        if level == "whole" or not parts or vals["is_hidden"]:
            return lines
        groups = {
            name: protect(parts.get(name, Counter()))
            for name in self._get_group_names(level, parts)
        }
        for name in self._get_closed_groups(figure, tables) & set(groups):
            groups[name].update(self._get_hidden_vals())
        self._hide_rest(groups, whole, parts, protect)
        return lines + [
            {**line, "level": level, "group_label": name, **vals}
            for name, vals in groups.items()
        ]

    def _is_closed(self, figure, tables, closed):
        """Return whether a table, or the size of the council, closes a figure."""
        section, code = figure["section"], figure["code"]
        if self._get_figure_people(section, code) in closed:
            return True
        if section == "score" and self.is_told_yearly:
            return True
        same = figure.get("same_as")
        # The share would tell the number that its table hides.
        return bool(same and tables[same[:2]].cells[same[2]].hidden)

    def _get_closed_groups(self, figure, tables):
        """Return the groups whose number of people another table hides (A-02)."""
        if figure["section"] != "uptake" or ("uptake", "leavers") not in tables:
            return set()
        leavers = tables["uptake", "leavers"]
        return {name for name, cell in leavers.cells.items() if cell.hidden}

    def _hide_rest(self, groups, whole, parts, protect):
        """Hide so many groups that whole minus shown tells nothing of the others.

        Means and shares can be subtracted like counts (A-02, A-13, A-15).

        :param dict groups: {name: safe values}, changed in place
        :param Counter whole: all answers
        :param dict parts: {name: Counter}, those without a name included
        """
        while True:
            shown = [name for name, vals in groups.items() if not vals["is_hidden"]]
            if not shown or self._is_rest_open(whole, parts, shown, protect):
                return
            smallest = min(shown, key=lambda name: parts[name].total())
            groups[smallest].update(self._get_hidden_vals())

    def _is_rest_open(self, whole, parts, shown, protect):
        """Return whether what is left without the shown parts may be known.

        Nobody is left, or so many in two parts or more that a figure of them together
        could be printed.

        :rtype: bool
        """
        rest = Counter(whole)
        for name in shown:
            rest -= parts.get(name, Counter())
        if not rest.total():
            return True
        hidden = [name for name in parts if name not in shown and parts[name].total()]
        return len(hidden) > 1 and not protect(rest)["is_hidden"]

    @staticmethod
    def _get_hidden_vals():
        return {"value": None, "denominator": None, "band": False, "is_hidden": True}

    def _is_year_open(self, figure, cells, protect):
        """Return whether a figure of the year tells nothing of a hidden quarter.

        Requirement: A-06.
        """
        if self.period != "year":
            return True
        shown = {
            line.review_id._get_period_name()
            for line in self._get_quarter_lines(figure)
        }
        parts = {name: cell for (kind, name), cell in cells.items() if kind == QUARTER}
        whole = cells.get(WHOLE, Counter())
        return not shown or self._is_rest_open(whole, parts, shown, protect)

    def _get_quarter_lines(self, figure):
        """Return the figure as its quarters printed it, for the whole.

        :rtype: ``exit.interview.review.line``
        """
        return self._get_quarters().line_ids.filtered(
            lambda line: line.section == figure["section"]
            and line.code == figure["code"]
            and line.level == "whole"
            and line.kind == figure["kind"]
            and not line.is_hidden
        )

    def _prepare_text_lines(self, figure, level, tables, closed):
        """Return approved words, one line each.

        Words under a theme whose number is hidden would be counted (A-13).
        """
        themes = tables.get(("theme", "theme"))
        if figure["section"] == "finding" and themes:
            shown = set(themes.shown)
        else:
            shown = None
        return [
            {
                "code": f"{figure['code']}.{text['code']}",
                "label": text["label"],
                "level": "whole",
                "group_label": "",
                "text": text["text"],
            }
            for text in figure["texts"]
            if shown is None or text["code"].split(".")[0] in shown
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
        if self._get_thresholds() != self._get_policy_thresholds():
            raise UserError(
                self.env._(
                    "The policy has changed since “%s” was computed: figures stand for "
                    "another number of people now. Take it back to the draft and "
                    "compute the figures again.",
                    self.display_name,
                )
            )
        members = {part: self._get_members(part) for part in self._get_parts()}
        if self.period == "quarter":
            for part, case_ids in members.items():
                people = set(self._get_people(case_ids).values())
                self._check_isolation(part, people, rule)
        problems = self._audit_tables()
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

    def _audit_tables(self):
        """Return what the tables tell together with those of earlier reviews.

        :rtype: list[disclosure.Problem]
        :raise UserError: if they cannot all be true
        """
        earlier = self._get_earlier_publications()
        problems = []
        for tie, new in self._get_publications().items():
            try:
                problems += disclosure.audit(
                    [*earlier.get(tie, []), *new], self._get_rule()
                )
            except ContradictionError as error:
                raise UserError(
                    self.env._(
                        "The figures of “%s” do not add up with those of earlier "
                        "reviews: records were changed after they were published. "
                        "Take it back to the draft and compute the figures again; "
                        "what still does not add up is then hidden.",
                        self.display_name,
                    )
                ) from error
        return problems

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
