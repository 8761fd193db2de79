# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..models.exit_interview_monitoring import OFFICER

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
    as they were published, and what officers wrote. Whoever may read the review may
    print it; what officers have not given yet is printed by them alone.

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
            if not review._is_monitored():
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
        """Override of `exit_interview`: who gave the report, to whom, and when."""
        printed = self.env._(
            "%(name)s, %(date)s", name=self.env.user.name, date=self._get_today()
        )
        facts = super()._get_facts(review)
        report = self._get_report(review)
        if report.state == "given":
            day = format_date(self.env, report.date_given, date_format="d MMMM y")
            given = self.env._(
                "%(name)s, %(date)s, to %(whom)s",
                name=report.given_by,
                date=day,
                whom=report.given_to,
            )
            facts = [*facts, (self.env._("Report given by"), given)]
        return [*facts, (self.env._("Report printed by"), printed)]

    def _get_report(self, review):
        """Return what officers wrote on a year, as far as the reader may know it.

        :param review: ``exit.interview.review`` record, which the reader may read
        :return: ``exit.interview.monitoring`` as superuser, or empty
        """
        # Whoever may read the review gets what was given; a draft goes by the rules.
        report_sudo = (
            self.env["exit.interview.monitoring"]
            .sudo()
            .search([("review_id", "=", review.id)])
        )
        if report_sudo.state == "given" or self.env.user.has_group(OFFICER):
            return report_sudo
        return report_sudo.browse()

    def _get_own_words(self, review):
        """Return what officers wrote, in paragraphs, under its headings.

        :rtype: list[dict]
        """
        report = self._get_report(review)
        pairs = (
            (self.env._("What was learned"), report.learned),
            (self.env._("What we ask of senior managers"), report.asks),
        )
        return [
            {"title": title, "lines": text.strip().split("\n")}
            for title, text in pairs
            if (text or "").strip()
        ]

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
                "own_words": self._get_own_words(record),
                "is_given": self._get_report(record).state == "given",
                "headline": self._split_headline(record._get_headline(sections)),
                "tiles": 4,
                "sections": [self._prepare_section(part) for part in sections],
                "few": self._get_few_words(record, {"few": few}),
                "actions": [words.split("\n") for words in paper["actions"]],
            }
        ]
