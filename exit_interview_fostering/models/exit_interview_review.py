# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.exit_interview.models.exit_interview_review_figures_mixin import (
    ReviewSection,
)

from .exit_interview_population_mixin import POPULATION

# Whole years of fostering from which each band begins.
BANDS = (0, 1, 2, 5, 10, 20)


class ExitInterviewReview(models.Model):
    """What reviews say of foster carers: households, how they leave, what keeps them.

    A household counts once, however many carers leave with it. No table crosses two
    breakdowns: reasons by route would be so few households each that nothing could be
    shown (the coordinator's analysis has both).

    Requirement: S-26, F-03, F-04, F-33, A-30.
    """

    _inherit = "exit.interview.review"

    # === SECTIONS === #

    @api.model
    def _get_review_sections(self):
        """Override of `exit_interview`: of carers, and two sections of their own."""
        sections = super()._get_review_sections()
        if self.population != POPULATION:
            return sections
        uptake = self.env._(
            "Households whose approval ended in the period, as far as notices tell. "
            "Each counts once, however many carers left with it."
        )
        texts = {
            "uptake": {"intro": uptake},
            "reason": {
                "title": self.env._("Why carers leave, and whether they would return")
            },
            "score": {"title": self.env._("What carers say of fostering with us")},
            "retention": {
                "intro": self.env._("Households that took their notice back.")
            },
            "process": {
                "intro": self.env._(
                    "Of households whose interview was handed in during the period."
                )
            },
        }
        found = []
        for section in sections:
            found.append(section._replace(**texts.get(section.code, {})))
            if section.code == "uptake":
                found.append(
                    ReviewSection(
                        "leaving",
                        self.env._("Which households left, and how"),
                        uptake,
                        "_collect_leaving",
                    )
                )
            elif section.code == "retention":
                found.append(
                    ReviewSection(
                        "kept",
                        self.env._("Who stayed after a talk"),
                        self.env._(
                            "Households that thought of leaving and stayed, before "
                            "any notice. Whoever took a notice back in the period is "
                            "counted there and not here."
                        ),
                        "_collect_kept",
                    )
                )
        return found

    def _get_unit_words(self):
        """Override of `exit_interview`: what is counted are households."""
        if self.population != POPULATION:
            return super()._get_unit_words()
        return self.env._("Households"), self.env._("households")

    @api.model
    def _get_figure_people(self, section, code):
        """Override of `exit_interview`: how households leave is told of all leavers."""
        if section == "leaving":
            return "uptake"
        return super()._get_figure_people(section, code)

    @api.model
    def _is_overlapping(self, section):
        """Override of `exit_interview`: households may stay twice in a year."""
        return section == "kept" or super()._is_overlapping(section)

    def _get_review_groups(self, level):
        """Override of `exit_interview`: the fostering teams, and their services.

        All teams that look after a household, whether or not anybody left.

        Requirement: A-19.
        """
        if self.population != POPULATION:
            return super()._get_review_groups(level)
        households = self.env["res.partner"].with_context(active_test=False)
        # Called as superuser by the steps of a review; only names of teams go out.
        teams = households._read_group(
            [
                ("is_foster_household", "=", True),
                ("foster_company_id", "=", self.company_id.id),
                ("foster_team_id", "!=", False),
            ],
            ["foster_team_id"],
        )
        departments = self.env["hr.department"].union(*(team for (team,) in teams))
        if level == "service":
            Case = self.env["exit.interview"]
            departments = departments.browse(
                {Case._get_service(team).id for team in departments}
            )
        return sorted(set(departments.mapped("name")))

    # === HOW THEY LEFT === #

    def _collect_leaving(self):
        """Return households by route, category and time fostering; one query."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.leaving_route, c.approval_category,
                       EXTRACT(YEAR FROM age(
                           COALESCE(c.date_departure, c.date_notified),
                           c.date_start_service))::int,
                       count(DISTINCT %(person)s)
                  FROM exit_interview c
                 WHERE c.id = ANY(%(ids)s) AND c.state != 'cancelled'
                 GROUP BY 1, 2, 3
                """,
                person=self._get_person_sql(),
                ids=self._get_members("uptake"),
            )
        )
        Case = self.env["exit.interview"]
        counts = {"route": Counter(), "category": Counter(), "length": Counter()}
        for route, category, years, households in rows:
            counts["route"][route or "unknown"] += households
            counts["category"][category or "unknown"] += households
            counts["length"][self._get_band(years)] += households
        labels = {
            "route": (
                self.env._("How they left"),
                dict(Case._fields["leaving_route"]._description_selection(self.env)),
            ),
            "category": (
                self.env._("Approved as"),
                dict(
                    Case._fields["approval_category"]._description_selection(self.env)
                ),
            ),
            "length": (self.env._("Time fostering"), self._get_band_labels()),
        }
        base = sum(households for *_keys, households in rows)
        return [
            {
                "code": code,
                "kind": "count",
                "label": label,
                "keys": {**keys, "unknown": self.env._("Not known")},
                "cells": {
                    ("whole", ""): {
                        key: counts[code][key] for key in [*keys, "unknown"]
                    }
                },
                "base": {("whole", ""): base},
                "additive": True,
                "uniform": True,
            }
            for code, (label, keys) in labels.items()
        ]

    @api.model
    def _get_band(self, years):
        """Return the key of a band of whole years, ``unknown`` if there are none."""
        if years is None or years < 0:
            return "unknown"
        return f"from_{max(start for start in BANDS if start <= years)}"

    @api.model
    def _get_band_labels(self):
        """Return the bands of time fostering in words.

        :rtype: dict
        """
        labels = {"from_0": self.env._("Under 1 year")}
        for start, end in zip(BANDS[1:], BANDS[2:], strict=False):
            labels[f"from_{start}"] = self.env._(
                "%(start)s years to under %(end)s", start=start, end=end
            )
        last = self.env._("%s years and more", BANDS[-1])
        return {**labels, f"from_{BANDS[-1]}": last}

    # === WHO STAYED === #

    def _collect_kept(self):
        """Return what made the difference for households that stayed; one query.

        Talks of a household with a case belong to the case, which is counted where
        notices are taken back: nobody is retained twice.

        Requirement: S-10, F-06.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT retained_by, count(*)
                  FROM (SELECT DISTINCT ON (t.household_id)
                               t.household_id, t.retained_by
                          FROM exit_interview_retention_talk t
                         WHERE t.company_id = %(company)s AND t.is_retained
                           AND t.briefing_id IS NULL
                           AND t.date_settled BETWEEN %(date_from)s AND %(date_to)s
                           AND NOT EXISTS (
                               SELECT 1 FROM exit_interview c
                                WHERE c.id = ANY(%(ids)s)
                                  AND c.outcome = 'retained'
                                  AND c.household_id = t.household_id)
                         ORDER BY t.household_id, t.date_settled DESC, t.id DESC) kept
                 GROUP BY retained_by
                """,
                company=self.company_id.id,
                date_from=self.date_from,
                date_to=self.date_to,
                ids=self._get_members("uptake"),
            )
        )
        Talk = self.env["exit.interview.retention.talk"]
        keys = dict(Talk._fields["retained_by"]._description_selection(self.env))
        counts = dict(rows)
        return [
            {
                "code": "retained_by",
                "kind": "count",
                "label": self.env._("What made the difference"),
                "keys": keys,
                "cells": {("whole", ""): {key: counts.get(key, 0) for key in keys}},
                "base": {("whole", ""): sum(counts.values())},
                "additive": True,
                "uniform": True,
            }
        ]
