# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .exit_interview_review_chart import PALE, STACK, draw_bar, draw_stack

# More columns than these do not fit a page beside their labels.
MAX_COLUMNS = 6
MAX_TILES = 4


class ExitInterviewReviewPdf(models.AbstractModel):
    """The review as the leadership gets it on paper.

    Requirement: L-21, L-22, P-17, M-10.
    """

    _name = "report.exit_interview.report_review"
    _inherit = [
        "exit.interview.document.mixin",
        "exit.interview.review.report.mixin",
    ]
    _description = "Exit interview review"

    _document_model = "exit.interview.review"
    _document_single = True

    def _get_permitted(self, docids):
        """Override of the document mixin: who may read a review may print it."""
        reviews = self._get_reviews(docids)
        if len(reviews) > 1:
            # In the same words as for every other document.
            return super()._get_permitted(docids)
        return reviews

    def _log_printed(self, records):
        """Override of the document mixin: a review is about no case."""
        return self.env["exit.interview.journal"]._log_review_taking(
            records, "printed", self._get_title()
        )

    def _get_title(self):
        return self.env._("Exit interview review")

    def _prepare_documents(self, record):
        """Override of the document mixin: in short, sections, how to read it.

        :rtype: list[dict]
        """
        paper = record.get_paper()
        return [
            {
                "title": paper["title"],
                "symbol": paper["symbol"],
                "organisation": paper["organisation"],
                "is_draft": record.state != "published",
                "marking": self._get_marking(record),
                "facts": self._get_facts(record),
                "notes": paper["notes"],
                "words": paper["words"],
                "changes": self._get_changes(paper),
                "headline": self._split_headline(paper["headline"]),
                # Columns of the figures above, whether a row is full or not.
                "tiles": MAX_TILES,
                "sections": [self._prepare_section(part) for part in paper["sections"]],
                "few": self._get_few_words(record, paper),
                "actions": [words.split("\n") for words in paper["actions"]],
            }
        ]

    def _split_headline(self, headline):
        """Return the figures to begin with in rows."""
        return [
            headline[start : start + MAX_TILES]
            for start in range(0, len(headline), MAX_TILES)
        ]

    def _prepare_section(self, section):
        """Return a section with its tables cut to the page, and their bars."""
        return {
            **section,
            "hidden": self._get_hidden_words(section["hidden"]),
            "texts": [
                {**part, "texts": [words.split("\n") for words in part["texts"]]}
                for part in section["texts"]
            ],
            "tables": [
                self._draw_table(part)
                for table in section["tables"]
                for part in self._split_table(table)
            ],
        }

    def _split_table(self, table):
        """Return a wide table as several that fit a page, labels in each of them."""
        columns = table["columns"]
        if len(columns) <= MAX_COLUMNS:
            return [{**table, "is_first": True}]
        parts = []
        step = MAX_COLUMNS - 1
        # All and Before stand in the first part only.
        for start in range(0, len(columns), step):
            stop = start + step
            parts.append(
                {
                    **table,
                    "columns": columns[start:stop],
                    "rows": [
                        {**row, "cells": row["cells"][start:stop]}
                        for row in table["rows"]
                    ],
                    "hidden": [] if stop < len(columns) else table["hidden"],
                    "is_first": start == 0,
                }
            )
        return parts

    def _draw_table(self, table):
        """Return a table with a bar for each row, where there is room for one."""
        draw = self._choose_chart(table)
        before = table["before"]
        return {
            **table,
            "hidden": self._get_hidden_words(table["hidden"]),
            "has_bars": bool(draw),
            "legend": self._get_legend(table) if draw else [],
            "rows": [
                {
                    "label": row["label"],
                    "bar": draw(row) if draw else "",
                    "cells": [
                        {**cell, "is_before": bool(before and place == before)}
                        for place, cell in enumerate(row["cells"])
                    ],
                }
                for row in table["rows"]
            ],
        }

    def _choose_chart(self, table):
        """Return what draws the bar of a row, or None where there is no picture."""
        if table["is_grid"]:
            return lambda row: draw_stack(
                [cell.get("value") for cell in row["cells"][1:]]
            )
        if len(table["columns"]) > 2 or not self._is_drawn(table):
            return None
        highest = self._get_highest(table)
        place = table["before"]

        def draw(row):
            before = row["cells"][place].get("value") if place else None
            return draw_bar(row["cells"][0].get("value"), before, highest)

        return draw

    def _get_legend(self, table):
        """Return what the colours stand for.

        :return: (words, colour)
        :rtype: list[tuple[str, str]]
        """
        if table["is_grid"]:
            return list(zip(table["columns"][1:], STACK, strict=False))
        if any(row["cells"][-1].get("value") for row in table["rows"]):
            if table["before"]:
                return [(self.env._("period before"), PALE)]
        return []

    def _get_marks(self, docids):
        """Override of the document mixin: marking and number on every page."""
        review = self._get_reviews(docids)
        draft = review.state != "published"
        return {
            "footer": f"{review.name}   {self._get_marking(review)}",
            "watermark": self.env._("DRAFT") if draft else "",
        }
