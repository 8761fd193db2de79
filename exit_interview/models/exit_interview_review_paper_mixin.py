# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..report.disclosure import HIDDEN


class ExitInterviewReviewPaperMixin(models.AbstractModel):
    """A review as it is read: sections, tables and words, out of its safe lines.

    Screen, PDF and workbook all print this, so they cannot say different things.
    """

    _name = "exit.interview.review.paper.mixin"
    _description = "Review as it is read"

    def get_paper(self):
        """Return the review as people read it.

        Requirement: L-21, L-22, A-18, A-19.

        :return: ``title``, ``notes`` (sentences), ``words`` (what it means, [label,
            text]), ``sections`` of :meth:`_get_paper_section`, ``actions``
        :rtype: dict
        :raise AccessError: to anybody who may not read the review
        """
        self.ensure_one()
        self.check_access("read")
        lines = self.line_ids.grouped("section")
        return {
            "title": self.name,
            "organisation": self.company_id.sudo().name,  # printed on everything
            "symbol": HIDDEN,
            "notes": self._get_paper_notes(),
            "words": [
                [self._fields[name]._description_string(self.env), self[name]]
                for name in ("works", "worries", "done", "asks")
                if self[name]
            ],
            "sections": [
                self._get_paper_section(section, lines[section.code])
                for section in self._get_review_sections()
                if section.code in lines
            ],
            "actions": [action._get_words() for action in self.sudo().action_ids],
        }

    def _get_paper_notes(self):
        """Return how to read the figures: what is hidden, and where more is shown."""
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
                    "nearest ten where a quarter of it is hidden."
                )
            )
        return notes

    def _get_paper_section(self, section, lines):
        """Return one section.

        :param section: its ``ReviewSection``
        :param lines: its ``exit.interview.review.line`` records
        :return: ``code``, ``title``, ``intro``, ``tables``, ``texts``
        :rtype: dict
        """
        tables = []
        counts = lines.filtered(lambda line: line.kind == "count")
        for _code, group in counts.grouped("table_code").items():
            tables.append(self._get_count_table(group))
        for kind in ("rate", "mean"):
            group = lines.filtered(lambda line, kind=kind: line.kind == kind)
            if group:
                tables.append(self._get_matrix(kind, group))
        return {
            "code": section.code,
            "title": section.title,
            "intro": section.intro,
            "tables": tables,
            "texts": [
                {"heading": line.table, "label": line.label, "text": line.text}
                for line in lines
                if line.kind == "text"
            ],
        }

    def _get_count_table(self, lines):
        """Return a table of people: a row a key."""
        first = lines[:1]
        return {
            "code": first.table_code,
            "kind": "count",
            "title": first.table,
            "total": HIDDEN
            if first.denominator is False
            else self._format_number(first.denominator),
            "is_additive": first.is_additive,
            "columns": [self.env._("People"), self.env._("Before")],
            **self._split_rows(
                [
                    {
                        "label": line.label,
                        "cells": [self._get_cell(line), self._get_previous_cell(line)],
                    }
                    for line in lines
                ],
                all(lines.mapped("is_hidden")),
            ),
        }

    @api.model
    def _split_rows(self, rows, is_hidden=None):
        """Return the rows to print, and the names of those in which all is hidden.

        Every row is named, whether it is hidden or not (A-19).

        :param list[dict] rows: all of them
        :param bool is_hidden: all rows or none; by default, row by row
        :return: ``rows``, ``hidden``
        :rtype: dict
        """

        def hides(row):
            if is_hidden is None:
                return all(cell["is_hidden"] for cell in row["cells"][:1])
            return is_hidden

        return {
            "rows": [row for row in rows if not hides(row)],
            "hidden": [row["label"] for row in rows if hides(row)],
        }

    def _get_matrix(self, kind, lines):
        """Return shares or marks: a row a figure, a column a group."""
        groups = list(
            dict.fromkeys(line.group_label for line in lines if line.group_label)
        )
        rows = []
        for _code, figure in lines.grouped("code").items():
            whole = figure.filtered(lambda line: line.level == "whole")
            by_group = {line.group_label: line for line in figure - whole}
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
            "columns": [self.env._("All"), self.env._("Before"), *groups],
            **self._split_rows(rows),
        }

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
        elif line.kind == "mean":
            of = line.band or self._format_number(line.denominator)
            if line.band or line.denominator is not False:
                cell["of"] = self.env._("%s answers", of)
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
