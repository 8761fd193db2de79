# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools.misc import format_date, format_datetime

# How many of the largest changes stand on the first page.
CHANGES = 6


class ExitInterviewReviewReportMixin(models.AbstractModel):
    """What PDF and workbook of a review share: who may, the cover, the summary.

    Everything is taken from ``get_paper``, which holds safe figures only: paper cannot
    say more than the screen (P-17). Who may read a review may print it: the rules give
    drafts to the coordinator and to whoever approves, and the leadership what is
    published.
    """

    _name = "exit.interview.review.report.mixin"
    _description = "Review on paper"

    @api.model
    def _get_reviews(self, docids):
        """Return the reviews of `docids`, if the user may read every one.

        :param list[int] docids: ids from anywhere
        :raise AccessError: in the same words whether they are closed or missing
        """
        # Whoever calls: what counts is the right of the user, not of the caller (M-10).
        reviews = self.sudo(False).env["exit.interview.review"].browse(docids or [])
        if reviews.env.su or not reviews:
            raise reviews._make_access_error()
        reviews.check_access("read")
        return reviews

    def _get_marking(self, review):
        """Return the words that stand on each page.

        :rtype: str
        """
        if review.state == "published":
            return self.env._("For the leadership. Please do not pass it on unasked.")
        return self.env._("DRAFT, not approved. Do not pass on.")

    def _get_facts(self, review):
        """Return what, when, who: pairs of label and text.

        :rtype: list[tuple[str, str]]
        """
        populations = dict(
            review._fields["population"]._description_selection(self.env)
        )
        states = dict(review._fields["state"]._description_selection(self.env))

        def day(value):
            return format_date(self.env, value, date_format="d MMMM y") or "–"

        rule = review.sudo()._get_rule()
        computed = format_datetime(
            self.env, review.date_computed, str(self.env.tz), "d MMMM y, HH:mm"
        )
        facts = [
            (self.env._("Organisation"), review.company_id.sudo().name),
            (self.env._("About"), populations[review.population]),
            (
                self.env._("Period"),
                self.env._(
                    "%(first)s to %(last)s",
                    first=day(review.date_from),
                    last=day(review.date_to),
                ),
            ),
            (self.env._("State"), states[review.state]),
            (
                self.env._("Figures frozen"),
                computed or "–",
            ),
            (self.env._("Prepared by"), review.author_name or "–"),
            (
                self.env._("Approved by"),
                f"{review.approver_name}, {day(review.date_approved)}"
                if review.date_approved
                else self.env._("not approved yet"),
            ),
            (
                self.env._("Published"),
                f"{day(review.date_published)}, {review.publisher_name}"
                if review.date_published
                else self.env._("not published"),
            ),
            (
                self.env._("Suppression"),
                self.env._(
                    "Counts below %(threshold)s are hidden, shares of fewer than "
                    "%(rate)s people and means of fewer than %(mean)s answers too; "
                    "further figures, so that nothing hidden can be worked out.",
                    threshold=rule.threshold,
                    rate=rule.rate_base,
                    mean=rule.mean_base,
                ),
            ),
        ]
        if review.meeting_name or review.meeting_date:
            words = ", ".join(
                part
                for part in (
                    review.meeting_name,
                    review.meeting_date and day(review.meeting_date),
                )
                if part
            )
            facts.append((self.env._("Presented at"), words))
        return facts

    @api.model
    def _is_drawn(self, table):
        """Return whether a table has a picture: at least two figures to compare.

        :param dict table: of ``get_paper``
        :rtype: bool
        """
        return sum(bool(row["cells"][0].get("value")) for row in table["rows"]) > 1

    @api.model
    def _get_highest(self, table):
        """Return the value of the longest bar: of what is shown, or of the scale."""
        known = [
            cell["value"]
            for row in table["rows"]
            for cell in row["cells"]
            if cell.get("value") is not None
        ]
        return {"mean": 10, "rate": 100}.get(table["kind"], max(known, default=0))

    @api.model
    def _get_hidden_words(self, names):
        """Return in one sentence what of a table or section is not shown.

        :param list[str] names: of rows, groups or tables
        :rtype: str
        """
        if not names:
            return ""
        return self.env._(
            "Not shown, so that nobody can be recognised: %s.", ", ".join(names)
        )

    def _get_few_words(self, review, paper):
        """Return in one sentence which sections are not shown, and why.

        :rtype: str
        """
        if not paper["few"]:
            return ""
        words = self.env._(
            "Not shown, so that nobody can be recognised: %s.",
            ", ".join(f"“{title}”" for title in paper["few"]),
        )
        if review.period == "year":
            return words
        later = self.env._("All of it counts in the review of the year.")
        return f"{words} {later}"

    @api.model
    def _get_changes(self, paper):
        """Return the largest changes since the period before, of what is shown.

        Only of figures that both periods show, which readers can see side by side.

        :param dict paper: of ``get_paper``
        :return: label, text now, text before, whether it grew; largest first
        :rtype: list[dict]
        """
        changes = []
        for section in paper["sections"]:
            for table in section["tables"]:
                # Marks run to 10, shares to 100: a point of one is ten of the other.
                weight = {"mean": 10, "rate": 1}.get(table["kind"])
                if not weight or not table["before"]:
                    continue
                for row in table["rows"]:
                    now, before = row["cells"][0], row["cells"][table["before"]]
                    if now.get("value") is None or before.get("value") is None:
                        continue
                    change = (now["value"] - before["value"]) * weight
                    if change:
                        changes.append(
                            (abs(change), change > 0, row["label"], now, before)
                        )
        changes.sort(key=lambda change: -change[0])
        return [
            {
                "label": label,
                "now": now["text"],
                "before": before["text"],
                "grew": grew,
            }
            for _size, grew, label, now, before in changes[:CHANGES]
        ]
