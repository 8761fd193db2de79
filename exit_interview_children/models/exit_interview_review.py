# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter
from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.exit_interview.models.exit_interview_review_figures_mixin import (
    ReviewSection,
)

from .exit_interview_population_mixin import POPULATION

# The young people for whom something was recommended, among all who were heard.
RECOMMENDED = "content/recommended"


class ExitInterviewReview(models.Model):
    """What reviews say of children: who moved, who was asked, what officers did.

    A home has a handful of beds, so no figure is ever told of one home (A-31): the
    narrowest groups are all our own homes, and all homes of agencies.

    Requirement: C-03, C-08 to C-10, C-18, C-22, C-23, A-31.
    """

    _name = "exit.interview.review"
    _inherit = ["exit.interview.review", "exit.interview.review.officer.mixin"]

    @api.model
    def _get_review_sections(self):
        """Override of `exit_interview`: of young people, and how they were asked."""
        sections = super()._get_review_sections()
        if self.population != POPULATION:
            return sections
        uptake = self.env._(
            "Young people who moved out of a home in the period, as far as notices "
            "tell. Whoever moved twice counts twice."
        )
        texts = {
            "uptake": {
                "title": self.env._("Who moved, and who was heard"),
                "intro": uptake,
            },
            "reason": {"title": self.env._("What young people say")},
            "score": {"title": self.env._("What young people say, in marks")},
            "retention": {
                "title": self.env._("Who did not move after all"),
                "intro": self.env._("Young people whose move was called off."),
            },
        }
        found = []
        for section in sections:
            found.append(section._replace(**texts.get(section.code, {})))
            if section.code == "uptake":
                found.append(
                    ReviewSection(
                        "move",
                        self.env._("Where from, where to, and who was asked"),
                        uptake,
                        "_collect_moves",
                    )
                )
            elif section.code == "finding" and self.period == "year":
                found.append(self._get_recommendation_section())
        return found

    def _get_unit_words(self):
        """Override of `exit_interview`: who is counted are young people."""
        if self.population != POPULATION:
            return super()._get_unit_words()
        return self.env._("Young people"), self.env._("young people")

    def _get_left_words(self):
        """Override of `exit_interview`: young people move."""
        if self.population != POPULATION:
            return super()._get_left_words()
        return self.env._("young people moved")

    def _get_headline(self, sections):
        """Override of `exit_interview`: and for how many something was recommended."""
        found = super()._get_headline(sections)
        if self.population != POPULATION:
            return found
        return found + self._get_recommendation_headline(sections)

    def _prepare_reply_figure(self, row):
        """Override of `exit_interview`: young people are asked, and reply."""
        figure = super()._prepare_reply_figure(row)
        if self.population != POPULATION:
            return figure
        return {**figure, "label": self.env._("What young people replied")}

    @api.model
    def _get_figure_people(self, section, code):
        """Override of `exit_interview`: whose figures moves and recommendations are.

        Moves are told of all who moved; what was considered, of all who were heard.
        """
        if section == "move":
            return "uptake"
        if section == "recommendation":
            return "content" if code == "considered" else RECOMMENDED
        return super()._get_figure_people(section, code)

    @api.model
    def _get_row_people(self, section, code, key):
        """Override of `exit_interview`: whoever waits here has a table of their own.

        Of everybody heard, those with recommendations are the people of two tables;
        and whoever still waits is the same in both.
        """
        if section != "recommendation":
            return super()._get_row_people(section, code, key)
        if code == "considered":
            return RECOMMENDED if key == "recommended" else f"content/{key}"
        if key == "waiting":
            return f"{RECOMMENDED}/waiting"
        return f"{RECOMMENDED}/{code}/{key}"

    @api.model
    def _get_tie(self, section, code):
        """Override of `exit_interview`: of everybody heard, all tables together."""
        if section == "recommendation":
            return "content"
        return super()._get_tie(section, code)

    def _get_review_groups(self, level):
        """Override of `exit_interview`: our own homes, and those of agencies."""
        if self.population != POPULATION:
            return super()._get_review_groups(level)
        return list(self._get_home_words().values()) if level == "service" else []

    def _get_home_words(self):
        """Return the two kinds of homes in words.

        :rtype: dict
        """
        return {
            "own": self.env._("Our own homes"),
            "agency": self.env._("Homes of agencies"),
        }

    @api.model
    def _get_group_sql(self):
        """Override of `exit_interview`: never a home by itself (A-31)."""
        found = super()._get_group_sql()
        if self.population != POPULATION:
            return found
        words = self._get_home_words()
        return {
            **found,
            "service": SQL(
                "CASE WHEN c.is_agency_home THEN %s ELSE %s END",
                words["agency"],
                words["own"],
            ),
            "team": SQL("''"),
        }

    def _make_publication(self, section, code, people, table):
        """Override of `exit_interview`: what years alone tell has no quarters.

        Of recommendations no quarter prints anything that could be taken from the year.
        """
        item = super()._make_publication(section, code, people, table)
        if section != "recommendation" or people == "content":
            return item
        return replace(item, parts=())

    # === THE OFFICERS' ANNUAL REPORT === #

    def _is_monitored(self):
        """Return whether officers report on it: a published year of children (C-23).

        :rtype: bool
        """
        self.ensure_one()
        return (self.population, self.period, self.state) == (
            POPULATION,
            "year",
            "published",
        )

    def action_publish(self):
        """Override of `exit_interview`: a year's review makes officers owe theirs."""
        self._check_actor("coordinator")
        result = super().action_publish()
        # The caller was checked; reports are opened by the server.
        years = self.sudo().filtered(lambda review: review._is_monitored())
        years.env["exit.interview.monitoring"]._open_for(years)
        return result

    def action_open_monitoring(self):
        """Open the officers' report on this year, begun if there is none yet.

        Requirement: C-23.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        if not self._is_monitored():
            raise UserError(
                self.env._(
                    "The annual monitoring report is about a published review of a "
                    "whole year of children and young people."
                )
            )
        # Checked: the review is theirs to read; it may be older than such reports.
        report = self.env["exit.interview.monitoring"].sudo()._open_for(self.sudo())
        report = report.with_env(self.env)
        if not report.has_access("read"):
            raise UserError(
                self.env._(
                    "A reviewing officer writes the report on this year. You can open "
                    "it once it was given to the Joint Senior Managers."
                )
            )
        return report._get_duty_action("monitoring")

    # === AS IT IS READ === #

    def _get_widened_words(self):
        """Override of `exit_interview`: whole or not does not go by marks.

        Young people give no marks, by which the engine chooses how close to show.
        """
        if self.population != POPULATION:
            return super()._get_widened_words()
        return self.env._(
            "Figures are shown for the whole organisation. A home has a few beds, and "
            "none is ever told of by itself."
        )

    def get_paper(self):
        """Override of `exit_interview`: marks that nobody is asked for hide nobody."""
        paper = super().get_paper()
        if self.population != POPULATION or "score" in self.line_ids.mapped("section"):
            return paper
        marks = {
            one.title for one in self._get_review_sections() if one.code == "score"
        }
        few = [title for title in paper["few"] if title not in marks]
        return {**paper, "few": few}

    def _collect_actions(self):
        """Override of `exit_interview`: in the words of young people."""
        figures = super()._collect_actions()
        if self.population != POPULATION:
            return figures
        label = self.env._("Young people after whose conversation an action was …")
        return [
            {**one, "label": label} if one["code"] == "promised" else one
            for one in figures
        ]

    # === WHERE FROM, WHERE TO === #

    def _collect_moves(self):
        """Return young people by age, home, where to, and what came of asking them."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.moving_to, c.age_band,
                       CASE WHEN c.is_agency_home THEN 'agency' ELSE 'own' END,
                       CASE WHEN c.outcome = 'not_feasible' THEN 'not_feasible'
                            WHEN c.outcome = 'not_required' THEN 'not_required'
                            WHEN c.reply = 'accepted' THEN 'yes'
                            WHEN c.reply = 'declined' THEN 'no'
                            ELSE 'open' END,
                       count(DISTINCT %(person)s)
                  FROM exit_interview c
                 WHERE c.id = ANY(%(ids)s) AND c.state != 'cancelled'
                 GROUP BY 1, 2, 3, 4
                """,
                person=self._get_person_sql(),
                ids=self._get_members("uptake"),
            )
        )
        labels = self._get_move_labels()
        counts = {code: Counter() for code in labels}
        for moving_to, band, home, asked, people in rows:
            counts["asked"][asked] += people
            counts["home"][home] += people
            counts["age"][band or "unknown"] += people
            counts["moving_to"][moving_to or "unknown"] += people
        base = sum(counts["asked"].values())
        return [
            {
                "code": code,
                "kind": "count",
                "label": label,
                "keys": keys,
                "cells": {("whole", ""): {key: counts[code][key] for key in keys}},
                "base": {("whole", ""): base},
                "additive": True,
                "uniform": True,
            }
            for code, (label, keys) in labels.items()
        ]

    def _get_move_labels(self):
        """Return the tables of moves, and the words of their rows.

        :return: {code: (label, {key: label})}
        :rtype: dict
        """
        fields = self.env["exit.interview"]._fields
        unknown = {"unknown": self.env._("Not known")}
        return {
            "asked": (
                self.env._("What came of asking them"),
                {
                    "yes": self.env._("Would like to talk"),
                    "no": self.env._("Would rather not"),
                    "not_feasible": self.env._("A conversation was not feasible"),
                    "not_required": self.env._("Not asked, for a reason on record"),
                    "open": self.env._("Not asked yet, or not answered"),
                },
            ),
            "home": (self.env._("Where they lived"), self._get_home_words()),
            "age": (
                self.env._("Age"),
                {
                    **dict(fields["age_band"]._description_selection(self.env)),
                    **unknown,
                },
            ),
            "moving_to": (
                self.env._("Where they moved to"),
                {
                    **dict(fields["moving_to"]._description_selection(self.env)),
                    **unknown,
                },
            ),
        }
