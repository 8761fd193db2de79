# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ExitInterviewReviewHeadlineMixin(models.AbstractModel):
    """The few figures a review begins with, for whoever reads no further.

    All of them are printed in its sections, too: nothing is counted here.

    Requirement: L-21, P-17.
    """

    _name = "exit.interview.review.headline.mixin"
    _description = "What a review says first"

    def _get_headline(self, sections):
        """Return what to begin with, out of what the sections show.

        :param list[dict] sections: of ``_get_paper_section``
        :return: ``figure``, ``label``, ``detail``
        :rtype: list[dict]
        """
        tables = {
            (section["code"], table["code"]): table
            for section in sections
            for table in section["tables"]
        }
        found = [
            *self._get_uptake_headline(tables),
            *self._get_top_headline(
                sections, "reason", self.env._("Most frequent reason")
            ),
            *self._get_mark_headline(tables.get(("score", "mean"))),
            *self._get_top_headline(
                sections, "theme", self.env._("Theme raised most"), "theme"
            ),
            *self._get_time_headline(tables.get(("timeliness", "timeliness"))),
        ]
        return [one for one in found if one]

    def _get_uptake_headline(self, tables):
        """Return how many left, and the shares that are shown of them."""
        replies = tables.get(("uptake", "reply")) or tables.get(("uptake", "leavers"))
        shares = tables.get(("uptake", "rate"))
        found = []
        if replies and replies["total"]:
            found.append(
                {
                    "figure": replies["total"],
                    "label": self._get_left_words(),
                    "detail": "",
                }
            )
        return found + [
            {
                "figure": row["cells"][0]["text"],
                "label": row["label"].lower(),
                "detail": self._get_before_words(shares, row),
            }
            for row in (shares["rows"][-2:] if shares else [])
        ]

    def _get_left_words(self):
        """Return what stands beside the number of those who left.

        Called for the first figure of a review; a population says how its people leave.

        :rtype: str
        """
        return self.env._("%s left", self._get_unit_words()[1])

    def _get_top_headline(self, sections, code, label, table_code=False):
        """Return the row of a section that most people stand behind, if one leads."""
        for section in sections:
            for table in section["tables"]:
                if section["code"] != code or table["kind"] != "count":
                    continue
                if table_code and table["code"] != table_code:
                    continue
                if not table_code and not self._is_reason(table):
                    continue
                rows = sorted(
                    (row for row in table["rows"] if row["cells"][0].get("value")),
                    key=lambda row: -row["cells"][0]["value"],
                )
                values = [row["cells"][0]["value"] for row in rows]
                if not rows or values.count(values[0]) > 1:
                    continue
                return [
                    {
                        "figure": rows[0]["cells"][0]["text"],
                        "label": rows[0]["label"],
                        "detail": label,
                    }
                ]
        return []

    @api.model
    def _is_reason(self, table):
        """Return whether a table of the reasons is about why people left."""
        return "reason" in table["code"]

    def _get_mark_headline(self, table):
        """Return the best and the worst mark."""
        rows = sorted(
            table["rows"] if table else [], key=lambda row: row["cells"][0]["value"]
        )
        if len(rows) < 2:
            return []
        words = (
            (rows[-1], self.env._("Highest mark, of 10")),
            (rows[0], self.env._("Lowest mark, of 10")),
        )
        return [
            {
                "figure": row["cells"][0]["text"],
                "label": row["label"],
                "detail": detail,
            }
            for row, detail in words
        ]

    def _get_time_headline(self, table):
        """Return how much was in time, of all steps whose figures are shown."""
        done = people = 0
        for row in table["rows"] if table else []:
            total, in_time = row["cells"][:2]
            if total.get("value") and in_time.get("value") is not None:
                people += total["value"]
                done += min(in_time["value"], total["value"])
        if not people:
            return []
        return [
            {
                "figure": f"{100 * done / people:.0f} %",
                "label": self.env._("done in time"),
                "detail": self.env._("of all steps that are shown"),
            }
        ]

    def _get_before_words(self, table, row):
        place = table["before"]
        if not place or "value" not in row["cells"][place]:
            return ""
        return self.env._("before: %s", row["cells"][place]["text"])
