# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError

from ..models.exit_interview_population_mixin import POPULATION

# What senior managers ask the officer, in this order: who moved and was asked, what
# young people say, what was recommended and answered, what was done, what was in time.
# How interviews themselves are run is in the review of the Children's Services Manager.
SECTIONS = (
    "uptake",
    "move",
    "reason",
    "score",
    "theme",
    "recommendation",
    "finding",
    "action",
    "timeliness",
)


class ExitInterviewMonitoringPdf(models.AbstractModel):
    """The reviewing officers' annual monitoring report to Joint Senior Managers.

    Nothing is counted here: it prints figures and approved words of a review of a year
    as they were published. Whoever may read the review may print it.

    Requirement: C-23, A-31, P-17, M-10.
    """

    _name = "report.exit_interview_children.report_monitoring"
    _inherit = ["report.exit_interview.report_review"]
    _description = "Annual monitoring report on young people who moved"

    def _get_title(self):
        return self.env._("Annual monitoring report")

    def _get_marking(self, review):
        """Override of `exit_interview`: for whom it is."""
        return self.env._(
            "For Joint Senior Managers: published figures and approved words only."
        )

    def _get_permitted(self, docids):
        """Override of `exit_interview`: of published years of children only."""
        reviews = super()._get_permitted(docids)
        for review in reviews:
            if (review.population, review.period, review.state) != (
                POPULATION,
                "year",
                "published",
            ):
                raise UserError(
                    self.env._(
                        "The annual monitoring report is made of a published review of "
                        "a whole year, about children and young people. “%s” is not "
                        "one.",
                        review.display_name,
                    )
                )
        return reviews

    def _get_facts(self, review):
        """Override of `exit_interview`: who gives the report, and when."""
        given = self.env._(
            "%(name)s, %(date)s", name=self.env.user.name, date=self._get_today()
        )
        return [*super()._get_facts(review), (self.env._("Report given by"), given)]

    def _prepare_documents(self, record):
        """Override of `exit_interview`: what senior managers read of the review.

        :rtype: list[dict]
        """
        paper = record.get_paper()
        shown = {part["code"]: part for part in paper["sections"]}
        sections = [shown[code] for code in SECTIONS if code in shown]
        titles = {
            section.title
            for section in record._get_review_sections()
            if section.code in SECTIONS
        }
        few = [title for title in paper["few"] if title in titles]
        return [
            {
                "title": paper["title"],
                "organisation": paper["organisation"],
                "symbol": paper["symbol"],
                "marking": self._get_marking(record),
                "facts": self._get_facts(record),
                "notes": paper["notes"],
                "headline": self._split_headline(record._get_headline(sections)),
                "tiles": 4,
                "sections": [self._prepare_section(part) for part in sections],
                "few": self._get_few_words(record, {"few": few}),
                "actions": [words.split("\n") for words in paper["actions"]],
            }
        ]
