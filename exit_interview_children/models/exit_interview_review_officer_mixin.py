# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter

from odoo import models
from odoo.tools import SQL

from odoo.addons.exit_interview.models.exit_interview_review_figures_mixin import (
    ReviewSection,
)


class ExitInterviewReviewOfficerMixin(models.AbstractModel):
    """What reviews say of reviewing officers' recommendations, and of the answers.

    Requirement: C-18, C-22, C-23, A-31.
    """

    _name = "exit.interview.review.officer.mixin"
    _description = "Recommendations in reviews"

    def _get_recommendation_section(self):
        """Return the section of what officers recommended, which only years have.

        An answer that a quarter still waited for has come by the end of the year. The
        year would not add up with what its quarters printed, and year less quarters
        would tell whose answer was late (A-06). In a quarter the timeliness of officers
        and of answers is told, as that of all that is owed.

        :rtype: ReviewSection
        """
        return ReviewSection(
            "recommendation",
            self.env._("What reviewing officers recommended, and what came of it"),
            self.env._(
                "Of young people whose conversation was handed in during the year, as "
                "it stood when these figures were frozen."
            ),
            "_collect_recommendations",
        )

    def _get_recommendation_headline(self, sections):
        """Return for how many young people something was recommended, if it is shown.

        :param list[dict] sections: of ``_get_paper_section``
        :return: `figure`, `label`, `detail`
        :rtype: list[dict]
        """
        label = self._get_recommendation_labels()["considered"][1]["recommended"]
        return [
            {
                "figure": row["cells"][0]["text"],
                "label": self.env._("young people had something recommended for them"),
                "detail": "",
            }
            for section in sections
            for table in section["tables"]
            for row in table["rows"]
            if (section["code"], row["label"]) == ("recommendation", label)
            and row["cells"][0].get("value")
        ]

    def _collect_recommendations(self):
        """Return whose record was considered, and how that was answered; one query.

        Young people, not recommendations: whoever waits for one of three still waits.

        Requirement: C-18, C-22, C-23.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT considered, answered, promised, count(*)
                  FROM (SELECT %(person)s AS person,
                               CASE WHEN bool_or(k.decision = 'recommended')
                                    THEN 'recommended'
                                    WHEN bool_or(k.decision = 'no_action')
                                    THEN 'no_action' ELSE 'waiting' END AS considered,
                               CASE WHEN bool_or(r.state = 'sent') THEN 'waiting'
                                    WHEN bool_or(r.date_answered > r.date_due)
                                    THEN 'late' ELSE 'in_time' END AS answered,
                               CASE WHEN bool_or(r.state = 'sent') THEN 'waiting'
                                    WHEN bool_or(r.answer = 'refused') THEN 'no'
                                    ELSE 'yes' END AS promised
                          FROM exit_interview c
                          LEFT JOIN exit_interview_consideration k ON k.case_id = c.id
                          LEFT JOIN exit_interview_recommendation r
                                    ON r.consideration_id = k.id AND r.state != 'draft'
                         WHERE c.id = ANY(%(ids)s)
                         GROUP BY 1) heard
                 GROUP BY considered, answered, promised
                """,
                person=self._get_person_sql(),
                ids=self._get_members("content"),
            )
        )
        labels = self._get_recommendation_labels()
        counts = {code: Counter() for code in labels}
        for considered, answered, promised, people in rows:
            counts["considered"][considered] += people
            if considered == "recommended":
                counts["answered"][answered] += people
                counts["promised"][promised] += people
        return [
            {
                "code": code,
                "kind": "count",
                "label": label,
                "keys": keys,
                "cells": {("whole", ""): {key: counts[code][key] for key in keys}},
                "base": {("whole", ""): counts[code].total()},
                "additive": True,
                "uniform": True,
            }
            for code, (label, keys) in labels.items()
        ]

    def _get_recommendation_labels(self):
        """Return the tables of recommendations, and the words of their rows.

        :return: {code: (label, {key: label})}
        :rtype: dict
        """
        waiting = {"waiting": self.env._("Still waiting for an answer")}
        return {
            "considered": (
                self.env._("What officers made of what was said"),
                {
                    "recommended": self.env._("Recommendations made"),
                    "no_action": self.env._("No action needed"),
                    "waiting": self.env._("Not considered yet"),
                },
            ),
            "answered": (
                self.env._("Whether recommendations were answered"),
                {
                    "in_time": self.env._("All of them in time"),
                    "late": self.env._("Some of them late"),
                    **waiting,
                },
            ),
            "promised": (
                self.env._("What was answered"),
                {
                    "yes": self.env._("All of it will be done"),
                    "no": self.env._("Something will not be done"),
                    **waiting,
                },
            ),
        }
