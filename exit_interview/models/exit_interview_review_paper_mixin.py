# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..report.disclosure import HIDDEN

# So many tables with the same rows are read more easily as one.
GRID = 3


class ExitInterviewReviewPaperMixin(models.AbstractModel):
    """A review as it is read: sections, tables and words, out of its safe lines.

    Screen, PDF and workbook all print this, so they cannot say different things. What
    shows nobody is not drawn as an empty table: its name stands in
    one sentence, always, so that a table that is missing tells nothing (A-19).
    """

    _name = "exit.interview.review.paper.mixin"
    _inherit = ["exit.interview.review.headline.mixin"]
    _description = "Review as it is read"

    def get_paper(self):
        """Return the review as people read it.

        Requirement: L-21, L-22, A-18, A-19.

        :return: ``title``, ``notes`` (sentences), ``headline`` (figures to begin with),
            ``words`` (what it means, [label, text]), ``sections`` of
            :meth:`_get_paper_section` that show something, ``few`` (titles of those
            that do not), ``actions``
        :rtype: dict
        :raise AccessError: to anybody who may not read the review
        """
        self.ensure_one()
        self.check_access("read")
        lines = self.line_ids.grouped("section")
        sections = [
            self._get_paper_section(section, lines.get(section.code, self.line_ids[:0]))
            for section in self._get_review_sections()
        ]
        shown = [part for part in sections if part["tables"] or part["texts"]]
        return {
            "title": self.name,
            "organisation": self.company_id.sudo().name,  # printed on everything
            "symbol": HIDDEN,
            "notes": self._get_paper_notes(shown),
            "headline": self._get_headline(shown),
            "words": [
                [self._fields[name]._description_string(self.env), self[name]]
                for name in ("works", "worries", "done", "asks")
                if self[name]
            ],
            "sections": shown,
            # Whether nobody was there or too few looks the same.
            "few": [part["title"] for part in sections if part not in shown],
            "actions": [action._get_words() for action in self.sudo().action_ids],
        }

    def _get_unit_words(self):
        """Return what is counted, as a heading and inside a sentence.

        :rtype: tuple[str, str]
        """
        return self.env._("People"), self.env._("people")

    def _get_paper_notes(self, sections):
        """Return how to read the figures: what is hidden, and where more is shown.

        :param list[dict] sections: those that show something
        """
        threshold = self.sudo()._get_rule().threshold
        notes = [
            self.env._(
                "“%(symbol)s” stands for every figure that would tell of fewer than "
                "%(threshold)s people, nobody among them, or that would let such a "
                "figure be worked out. It is the same sign for all of them.",
                symbol=HIDDEN,
                threshold=threshold,
            )
        ]
        if self.widened:
            notes.append(self.widened)
        if self.period == "quarter":
            notes.append(
                self.env._(
                    "What is hidden here counts in the review of the year, which has "
                    "more people to show."
                )
            )
        else:
            notes.append(
                self.env._(
                    "Counts of a year are rounded to the nearest five, or to the "
                    "nearest ten where a quarter of it is hidden, each by itself: they "
                    "need not add up."
                )
            )
        tables = [table for section in sections for table in section["tables"]]
        if any(table["before"] for table in tables):
            notes.append(
                self.env._(
                    "“Before” is the same figure in the period before; “–” stands "
                    "where there is none."
                )
            )
        return notes

    def _get_paper_section(self, section, lines):
        """Return one section.

        :param section: its ``ReviewSection``
        :param lines: its ``exit.interview.review.line`` records
        :return: ``code``, ``title``, ``intro``, ``tables`` that show something (their
            ``hidden`` are names of rows and groups that show nothing),
            ``hidden`` (titles of those that do not), ``texts`` of label and texts
        :rtype: dict
        """
        counts = lines.filtered(lambda line: line.kind == "count")
        groups = list(counts.grouped("table_code").values())
        rows = {tuple(group.mapped("label")) for group in groups}
        if len(groups) >= GRID and len(rows) == 1:
            tables = [self._get_grid(section, groups)]
        else:
            tables = [self._get_count_table(group) for group in groups]
        for kind in ("rate", "mean"):
            group = lines.filtered(lambda line, kind=kind: line.kind == kind)
            if group:
                tables.append(self._get_matrix(kind, group))
        return {
            "code": section.code,
            "title": section.title,
            "intro": section.intro,
            "tables": [
                self._drop_empty_before(table) for table in tables if table["rows"]
            ],
            "hidden": [
                name
                for table in tables
                if not table["rows"]
                for name in table["names"] or [table["title"]]
            ],
            "texts": self._get_paper_texts(lines),
        }

    @api.model
    def _get_paper_texts(self, lines):
        """Return words under their headings; the same words once.

        :return: ``label``, ``texts``
        :rtype: list[dict]
        """
        texts = lines.filtered(lambda line: line.kind == "text")
        return [
            {"label": label, "texts": list(dict.fromkeys(group.mapped("text")))}
            for label, group in texts.grouped("label").items()
        ]

    def _get_count_table(self, lines):
        """Return a table of people: a row a key; no row where nobody is shown."""
        first = lines[:1]
        rows = [
            {
                "label": line.label,
                "cells": [self._get_cell(line), self._get_previous_cell(line)],
            }
            for line in lines
        ]
        return {
            "code": first.table_code,
            "kind": "count",
            "title": first.table,
            "total": self._get_total(first),
            "unit": self._get_unit_words()[1],
            "is_additive": first.is_additive,
            "is_grid": False,
            "columns": [self._get_unit_words()[0], self.env._("Before")],
            "before": 1,
            # Zeros among hidden figures are no table to read.
            "rows": rows if any(lines.mapped("value")) else [],
            "hidden": [],
            "names": [],
        }

    def _get_grid(self, section, groups):
        """Return tables with the same rows as one: a row a table.

        :param section: their ``ReviewSection``
        :param list groups: lines of one table each
        """
        rows, hidden = [], []
        for lines in groups:
            if not any(lines.mapped("value")):
                hidden.append(lines[0].table)
                continue
            total = self._get_total(lines[:1])
            cells = [
                {"text": total, "is_hidden": False, "value": lines[0].denominator}
                if total
                else {"text": HIDDEN, "is_hidden": True}
            ]
            rows.append(
                {
                    "label": lines[0].table,
                    "cells": cells + [self._get_grid_cell(line) for line in lines],
                }
            )
        return {
            "code": section.code,
            "kind": "count",
            "title": "",
            "total": "",
            "is_additive": False,
            "is_grid": True,
            "columns": [self._get_unit_words()[0], *groups[0].mapped("label")],
            "before": 0,
            "rows": rows,
            "hidden": hidden if rows else [],
            "names": hidden,
        }

    def _get_grid_cell(self, line):
        cell = self._get_cell(line)
        before = self._get_previous_cell(line)
        if "value" in before:
            cell["of"] = self.env._("before: %s", before["text"])
        return cell

    def _get_matrix(self, kind, lines):
        """Return shares or marks: a row a figure, a column a group."""
        named = list(
            dict.fromkeys(line.group_label for line in lines if line.group_label)
        )
        shown = lines.filtered(lambda line: not line.is_hidden)
        groups = [name for name in named if name in shown.mapped("group_label")]
        rows, hidden = [], []
        for _code, figure in lines.grouped("code").items():
            whole = figure.filtered(lambda line: line.level == "whole")
            by_group = {line.group_label: line for line in figure - whole}
            if whole.is_hidden:
                hidden.append(whole.label)
                continue
            rows.append(
                {
                    "label": whole.label,
                    "cells": [
                        self._get_cell(whole),
                        self._get_previous_cell(whole),
                        *(
                            self._get_cell(by_group[group])
                            if group in by_group
                            else {"text": HIDDEN, "is_hidden": True}
                            for group in groups
                        ),
                    ],
                }
            )
        title = self.env._("Marks, 0 to 10") if kind == "mean" else self.env._("Shares")
        return {
            "code": kind,
            "kind": kind,
            "title": title,
            "total": "",
            "is_additive": False,
            "is_grid": False,
            "columns": [self.env._("All"), self.env._("Before"), *groups],
            "before": 1,
            "rows": rows,
            "hidden": [*hidden, *(name for name in named if name not in groups)]
            if rows
            else [],
            "names": hidden,
        }

    @api.model
    def _drop_empty_before(self, table):
        """Return a table without the period before, where nothing of it is shown."""
        place = table["before"]
        if not place or any("value" in row["cells"][place] for row in table["rows"]):
            return table
        columns = table["columns"]
        return {
            **table,
            "before": 0,
            "columns": columns[:place] + columns[place + 1 :],
            "rows": [
                {**row, "cells": row["cells"][:place] + row["cells"][place + 1 :]}
                for row in table["rows"]
            ],
        }

    @api.model
    def _get_total(self, line):
        """Return of how many people a table is, or nothing where that is hidden."""
        if line.denominator is False:
            return ""
        return self._format_number(line.denominator)

    def _get_cell(self, line):
        """Return what stands in a cell, with what a reader needs to weigh it."""
        if line.is_hidden:
            return {"text": HIDDEN, "is_hidden": True}
        cell = {
            "text": self._format_value(line.kind, line.value),
            "is_hidden": False,
            "value": line.value,
        }
        if line.kind == "rate" and line.denominator is not False:
            of = self._format_number(line.denominator)
            cell["of"] = self.env._("of %s", of)
            cell["base"] = line.denominator
        elif line.kind == "mean" and (line.band or line.denominator is not False):
            of = line.band or self._format_number(line.denominator)
            cell["of"] = self.env._("%s answers", of)
            cell["base"] = line.band or line.denominator
        return cell

    def _get_previous_cell(self, line):
        if line.previous_hidden:
            return {"text": HIDDEN, "is_hidden": True}
        if line.previous_value is False:
            return {"text": "–", "is_hidden": False, "is_nothing": True}
        text = self._format_value(line.kind, line.previous_value)
        return {"text": text, "is_hidden": False, "value": line.previous_value}

    def _format_value(self, kind, value):
        if kind == "mean":
            return f"{value:.1f}"
        number = self._format_number(value)
        return f"{number} %" if kind == "rate" else number

    @staticmethod
    def _format_number(value):
        return f"{value:.0f}"
