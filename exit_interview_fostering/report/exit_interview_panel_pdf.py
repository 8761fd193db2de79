# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError

from ..models.exit_interview_population_mixin import POPULATION

# What panel asks: who left and why, what they say, who stayed. How the interviews
# themselves are run, and what is asked of the leadership, is for the leadership.
SECTIONS = ("uptake", "leaving", "reason", "score", "theme", "finding")
STAYED = ("retention", "kept")


class ExitInterviewPanelPdf(models.AbstractModel):
    """An extract of a published review for the fostering panel.

    Nothing is counted here: it prints figures and approved words of the review as
    they were published, and what the public page says. Whoever may read the review
    may print it.

    Requirement: F-04, F-26, S-26, P-17.
    """

    _name = "report.exit_interview_fostering.report_panel"
    _inherit = ["report.exit_interview.report_review"]
    _description = "Extract of a review for the fostering panel"

    def _get_title(self):
        return self.env._("Report to the fostering panel")

    def _get_marking(self, review):
        """Override of `exit_interview`: for whom it is."""
        return self.env._(
            "For the fostering panel: published figures and approved words only."
        )

    def _get_permitted(self, docids):
        """Override of `exit_interview`: of published reviews of carers only."""
        reviews = super()._get_permitted(docids)
        for review in reviews:
            if review.population != POPULATION or review.state != "published":
                raise UserError(
                    self.env._(
                        "The fostering panel gets published reviews of foster carers. "
                        "“%s” is not one.",
                        review.display_name,
                    )
                )
        return reviews

    def _prepare_documents(self, record):
        """Override of `exit_interview`: what panel reads of the review.

        :rtype: list[dict]
        """
        paper = record.get_paper()
        own = (*SECTIONS, *STAYED)
        sections = [part for part in paper["sections"] if part["code"] in own]
        titles = {
            section.title
            for section in record._get_review_sections()
            if section.code in own
        }
        few = [title for title in paper["few"] if title in titles]
        return [
            {
                "title": paper["title"],
                "symbol": paper["symbol"],
                "marking": self._get_marking(record),
                "facts": self._get_facts(record),
                "notes": paper["notes"],
                "headline": self._split_headline(record._get_headline(sections)),
                "tiles": 4,
                "sections": [self._prepare_section(part) for part in sections],
                "few": self._get_few_words(record, {"few": few}),
                "changes": self._get_public_changes(record),
                "pairs": self._get_pairs(record),
            }
        ]

    def _get_public_changes(self, review):
        """Return what changes, in words that a second person approved for everybody.

        :rtype: list[str]
        """
        lines = review.line_ids.filtered(
            lambda line: (line.section, line.table_code) == ("action", "public")
        )
        return list(dict.fromkeys(lines.mapped("text")))

    def _get_pairs(self, review):
        """Return what the public page says of this period: said and did.

        :rtype: list[dict]
        """
        # Approved, and of a published review: everybody may read it.
        publications = self.env["exit.interview.publication"].sudo()
        found = publications.search(
            [("review_id", "=", review.id), ("state", "=", "approved")], order="id"
        )
        return [{"said": one.said, "did": one.did} for one in found]
