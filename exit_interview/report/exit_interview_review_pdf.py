# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .exit_interview_review_chart import draw_bars

# More columns than these do not fit a page beside their labels.
MAX_COLUMNS = 6
MAX_BARS = 14


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
        """Override of the document mixin: a review is about no case.

        It holds no figure that could tell of a person, and no journal to note it in.
        """
        return True

    def _get_title(self):
        return self.env._("Exit interview review")

    def _prepare_documents(self, record):
        """Override of the document mixin: cover, summary, sections.

        :rtype: list[dict]
        """
        paper = record.get_paper()
        first = paper["sections"][:1]
        return [
            {
                "title": paper["title"],
                "organisation": paper["organisation"],
                "is_draft": record.state != "published",
                "marking": self._get_marking(record),
                "facts": self._get_facts(record),
                "notes": paper["notes"],
                "words": paper["words"],
                "changes": self._get_changes(paper),
                "headline": [
                    table for section in first for table in section["tables"][:1]
                ],
                "sections": [
                    self._prepare_section(part, paper) for part in paper["sections"]
                ],
                "actions": [words.split("\n") for words in paper["actions"]],
                "symbol": paper["symbol"],
            }
        ]

    def _prepare_section(self, section, paper):
        """Return a section with its tables cut to the page, and their bars."""
        return {
            **section,
            "tables": [
                {**part, "chart": self._prepare_chart(part, paper)}
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
                    "is_first": start == 0,
                }
            )
        return parts

    def _prepare_chart(self, table, paper):
        """Return the bars of a table, or an empty text where there is no picture."""
        rows = table["rows"]
        if not table["is_first"] or len(rows) > MAX_BARS or not self._is_drawn(table):
            return ""
        now = [row["cells"][0] for row in rows]
        before = [row["cells"][1] for row in rows]
        values = [cell.get("value") for cell in now]
        known = [
            v for v in (*values, *(c.get("value") for c in before)) if v is not None
        ]
        highest = {"mean": 10, "rate": 100}.get(table["kind"], max(known))
        return draw_bars(
            [
                (row["label"], cell["text"], cell.get("value"), old.get("value"))
                for row, cell, old in zip(rows, now, before, strict=True)
            ],
            highest,
            paper["symbol"],
            self.env._("period before")
            if any(cell.get("value") is not None for cell in before)
            else "",
        )

    def _get_marks(self, docids):
        """Override of the document mixin: marking and number on every page."""
        review = self._get_reviews(docids)
        draft = review.state != "published"
        return {
            "footer": f"{review.name}   {self._get_marking(review)}",
            "watermark": self.env._("DRAFT") if draft else "",
        }
