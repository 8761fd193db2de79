# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter, defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

# Narrow to wide; "whole" is always among them.
LEVELS = ("team", "service", "whole")


class ReviewSection(NamedTuple):
    """A section of a review.

    :param str code: a value of ``exit.interview.review.line`` `section`
    :param str title: its heading
    :param str intro: one sentence: who is counted, and when
    :param str collect: name of the method that returns its raw figures
    """

    code: str
    title: str
    intro: str
    collect: str


class ExitInterviewReviewFiguresMixin(models.AbstractModel):
    """Counts what a review tells, one query a section, before anything is hidden.

    A raw figure is a plain dictionary and lives in memory only:

    ``section``, ``code``, ``label``, and by ``kind``

    * ``count``: ``keys`` {key: label}, ``cells`` {group: {key: people}}, ``base``
      {group: people}, ``additive`` (each person in one cell), ``uniform`` (everybody
      in one cell tells something of each), ``is_groups`` (the keys are groups, and
      ``respondents`` says how many of each were heard), ``is_occasional`` (the table
      is there only if somebody is in it)
    * ``rate``: ``cells`` {group: (people of whom it is true, people)}, ``named``,
      ``same_as`` (section, code, key) of a count that is the same number
    * ``mean``: ``cells`` {group: {score: people}}
    * ``text``: ``texts`` [{``code``, ``label``, ``text``}], already safe, ``base``

    A group is ``(level, name)``; the whole is ``("whole", "")``. A year has no groups
    but its quarters, ``("quarter", "2026-Q1")``: what they hid it must not tell.

    Requirement: L-19, L-21, L-22, F-33, F-37, P-12.
    """

    _name = "exit.interview.review.figures.mixin"
    _inherit = ["exit.interview.review.members.mixin"]
    _description = "Figures of a review"

    @api.model
    def _get_review_sections(self):
        """Return the sections of a review in their order; other addons append theirs.

        Called for each review; a population answers for its own.

        Requirement: L-21, F-33.

        :rtype: list[ReviewSection]
        """
        return [
            ReviewSection(
                "uptake",
                self.env._("Who left, and who was heard"),
                self.env._(
                    "Everybody whose last day fell into the period, as far as notices "
                    "tell."
                ),
                "_collect_uptake",
            ),
            ReviewSection(
                "reason",
                self.env._("Why people leave"),
                self.env._("Of those whose interview was handed in during the period."),
                "_collect_reasons",
            ),
            ReviewSection(
                "score",
                self.env._("What people say of working here"),
                self.env._("Marks from 0 to 10, and the share of those who said yes."),
                "_collect_scores",
            ),
            ReviewSection(
                "theme",
                self.env._("Themes"),
                self.env._(
                    "How many people raised a theme, however often each of them spoke "
                    "of it."
                ),
                "_collect_themes",
            ),
            ReviewSection(
                "finding",
                self.env._("In approved words"),
                self.env._(
                    "Worded afresh, checked by a second person, in no order. Nothing "
                    "here says who said it, where or when."
                ),
                "_collect_findings",
            ),
            ReviewSection(
                "action",
                self.env._("What was promised, and what came of it"),
                self.env._(
                    "Actions out of responses approved in the period, and those of the "
                    "last review."
                ),
                "_collect_actions",
            ),
            ReviewSection(
                "retention",
                self.env._("Who stayed after all"),
                self.env._("People who took their notice back."),
                "_collect_retention",
            ),
            ReviewSection(
                "timeliness",
                self.env._("What was in time"),
                self.env._(
                    "By what fell due in the period: for how many leavers it was done "
                    "in time, late, or not yet. Whoever had to wait once counts as "
                    "late."
                ),
                "_collect_timeliness",
            ),
            ReviewSection(
                "cancellation",
                self.env._("Conversations that were cancelled"),
                self.env._("Of everybody with a conversation planned for the period."),
                "_collect_cancellations",
            ),
            ReviewSection(
                "independence",
                self.env._("Exceptions to the rules"),
                self.env._(
                    "Interviewers who were not independent, for a reason on record, "
                    "and extracts passed on without permission."
                ),
                "_collect_exceptions",
            ),
            ReviewSection(
                "process",
                self.env._("How the interviews themselves go"),
                self.env._("Of those whose interview was handed in during the period."),
                "_collect_process",
            ),
        ]

    def _collect_figures(self):
        """Return the raw figures of all sections; never stored, never shown.

        :rtype: list[dict]
        """
        self.ensure_one()
        self.env.flush_all()
        figures = []
        for section in self._get_review_sections():
            for figure in getattr(self, section.collect)():
                figures.append({"section": section.code, **figure})
        return figures

    # === GROUPS === #

    def _get_review_groups(self, level):
        """Return the fixed list of groups of a level: all are printed, or none (A-19).

        By default what leavers had; a population knows its own organisation.

        :param str level: ``service`` or ``team``
        :return: names in the order in which they are printed
        :rtype: list[str]
        """
        return []

    @api.model
    def _get_group_sql(self):
        """Return the columns of a case ``c`` that say in which group it was.

        :return: {level: SQL}
        :rtype: dict
        """
        return {
            "service": SQL("COALESCE(c.service_name, '')"),
            "team": SQL("COALESCE(c.team_name, '')"),
        }

    def _get_breakdown(self, part):
        """Return what marks and shares are broken down by, in a query on cases ``c``.

        :param str part: a key of :meth:`_get_parts`
        :return: ({level: column}, what to join)
        :rtype: tuple[dict, SQL]
        """
        if self.period != "year":
            return self._get_group_sql(), SQL()
        join = SQL(
            """
            LEFT JOIN (SELECT k.case_id, to_char(r.date_from, 'YYYY-"Q"Q') AS name
                         FROM exit_interview_review_counted k
                         JOIN exit_interview_review r ON r.id = k.review_id
                        WHERE r.company_id = %s AND r.population = %s AND k.part = %s
                          AND r.period = 'quarter' AND r.state = 'published') quarter
                   ON quarter.case_id = c.id
            """,
            self.company_id.id,
            self.population,
            part,
        )
        return {"quarter": SQL("COALESCE(quarter.name, '')")}, join

    def _get_group_names(self, level, seen):
        """Return the fixed list, with groups that are no more but were seen."""
        fixed = self._get_review_groups(level)
        return [*fixed, *sorted({name for name in seen if name} - set(fixed))]

    # === UPTAKE === #

    def _collect_uptake(self):
        """Return who left, was offered, replied and was heard, in one query."""
        columns, join = self._get_breakdown("uptake")
        level = "service" if "service" in columns else "quarter"
        person = self._get_person_sql()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(group)s, count(DISTINCT %(person)s),
                       count(DISTINCT %(person)s) FILTER (WHERE c.date_offered
                             IS NOT NULL),
                       count(DISTINCT %(person)s) FILTER (WHERE c.reply = 'accepted'),
                       count(DISTINCT %(person)s) FILTER (WHERE c.reply = 'declined'),
                       count(DISTINCT %(person)s) FILTER (WHERE c.reply = 'no_reply'),
                       count(DISTINCT %(person)s) FILTER (WHERE c.outcome = 'completed'
                             OR c.state IN ('interviewed', 'confirmed', 'shared')),
                       GROUPING(%(group)s)
                  FROM exit_interview c %(join)s
                 WHERE c.id = ANY(%(ids)s) AND c.state != 'cancelled'
                 GROUP BY GROUPING SETS ((), (%(group)s))
                """,
                person=person,
                group=columns[level],
                join=join,
                ids=self._get_members("uptake"),
            )
        )
        numbers = {
            ("whole", "") if is_whole else (level, name): row
            for name, *row, is_whole in rows
        }
        figures = [self._prepare_reply_figure(numbers[("whole", "")])]
        if level == "service":
            # A year is told for the whole only.
            seen = [name for group, name in numbers if group == level]
            names = self._get_group_names(level, seen)
            figures.append(self._prepare_leavers_figure(numbers, names))
        return figures + [
            self._prepare_uptake_rate(code, label, named, index, numbers)
            for code, label, named, index in (
                ("offered", self.env._("Were offered an interview"), False, 1),
                ("accepted", self.env._("Said yes"), True, 2),
                ("held", self.env._("Were heard"), True, 5),
            )
        ]

    def _prepare_reply_figure(self, row):
        leavers, _offered, accepted, declined, no_reply, _held = row
        replies = {"accepted": accepted, "declined": declined, "no_reply": no_reply}
        replies["open"] = leavers - sum(replies.values())
        return {
            "code": "reply",
            "kind": "count",
            "label": self.env._("What leavers replied"),
            "keys": {
                "accepted": self.env._("Yes"),
                "declined": self.env._("No, thank you"),
                "no_reply": self.env._("No reply"),
                "open": self.env._("Not asked, or not answered yet"),
            },
            "cells": {("whole", ""): replies},
            "base": {("whole", ""): leavers},
            "additive": True,
            "uniform": True,
        }

    def _prepare_leavers_figure(self, numbers, names):
        """Return the leavers by service; both leavers and answers must be enough."""
        return {
            "code": "leavers",
            "kind": "count",
            "label": self.env._("Leavers by service"),
            "keys": {name: name for name in names},
            "cells": {
                ("whole", ""): {
                    name: numbers.get(("service", name), [0])[0] for name in names
                }
            },
            "respondents": {
                name: numbers.get(("service", name), [0] * 6)[5] for name in names
            },
            "base": {("whole", ""): numbers[("whole", "")][0]},
            "additive": True,
            "uniform": False,
            "is_groups": True,
        }

    def _prepare_uptake_rate(self, code, label, named, index, numbers):
        figure = {
            "code": code,
            "kind": "rate",
            "label": label,
            "named": named,
            "cells": {group: (row[index], row[0]) for group, row in numbers.items()},
        }
        if code == "accepted":
            figure["same_as"] = ("uptake", "reply", "accepted")
        return figure

    # === TIMELINESS === #

    def _collect_timeliness(self):
        """Return for each kind of duty how many leavers waited too long; one query.

        People, not duties: somebody with four late copies is one. What only says that
        there is something to do is about concerns and left out (decision 3).
        """
        Duty = self.env["exit.interview.duty"]
        neutral = Duty._get_neutral_labels()
        labels = dict(Duty._fields["kind"]._description_selection(self.env))
        kinds = [kind for kind in labels if neutral[kind] != neutral["escalate"]]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT kind, worst, count(*)
                  FROM (SELECT d.kind, %(person)s AS person,
                               max(CASE WHEN d.timing = 'in_time' THEN 0
                                        WHEN d.timing = 'late' THEN 1
                                        ELSE 2 END) AS worst
                          FROM exit_interview_duty d
                          JOIN exit_interview c ON c.id = d.case_id
                         WHERE d.company_id = %(company)s
                           AND d.population = %(population)s
                           AND d.date_due BETWEEN %(date_from)s AND %(date_to)s
                           AND d.timing != 'dropped' AND d.kind = ANY(%(kinds)s)
                         GROUP BY 1, 2) waited
                 GROUP BY kind, worst
                """,
                person=self._get_person_sql(),
                kinds=kinds,
                company=self.company_id.id,
                population=self.population,
                date_from=self.date_from,
                date_to=self.date_to,
            )
        )
        counts = defaultdict(Counter)
        for kind, worst, people in rows:
            counts[kind][("in_time", "late", "open")[worst]] = people
        keys = {
            "in_time": self.env._("Done in time"),
            "late": self.env._("Done late"),
            "open": self.env._("Overdue and still open"),
        }
        return [
            {
                "code": kind,
                "kind": "count",
                "label": labels[kind],
                "keys": keys,
                "cells": {("whole", ""): {key: counts[kind][key] for key in keys}},
                "base": {("whole", ""): sum(counts[kind].values())},
                "additive": True,
                "uniform": False,
                "is_occasional": True,
            }
            for kind in kinds
            if counts[kind]
        ]

    # === RETENTION, CANCELLATIONS, EXCEPTIONS === #

    def _collect_retention(self):
        """Return how many took their notice back, of all who had given it."""
        ((stayed, people),) = self.env.execute_query(
            SQL(
                """
                SELECT count(DISTINCT %(person)s) FILTER (WHERE c.outcome = 'retained'),
                       count(DISTINCT %(person)s)
                  FROM exit_interview c
                 WHERE c.id = ANY(%(ids)s)
                """,
                person=self._get_person_sql(),
                ids=self._get_members("uptake"),
            )
        )
        return [
            self._prepare_split(
                "stayed",
                self.env._("People who had given notice"),
                (self.env._("Stayed after all"), stayed),
                (self.env._("Left"), people - stayed),
                uniform=True,
            )
        ]

    def _prepare_split(self, code, label, first, second, uniform=False):
        """Return a figure in two parts: `(words, people)` each."""
        return {
            "code": code,
            "kind": "count",
            "label": label,
            "keys": {"first": first[0], "second": second[0]},
            "cells": {("whole", ""): {"first": first[1], "second": second[1]}},
            "base": {("whole", ""): first[1] + second[1]},
            "additive": True,
            "uniform": uniform,
        }

    def _collect_cancellations(self):
        """Return whose conversation was cancelled, and by whom; one query."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT who, count(*)
                  FROM (SELECT %(person)s AS person,
                               max(CASE WHEN s.state != 'cancelled' THEN 0
                                        WHEN s.cancelled_by = 'leaver' THEN 1
                                        WHEN s.cancelled_by = 'absent' THEN 2
                                        ELSE 3 END) AS who
                          FROM exit_interview_session s
                          JOIN exit_interview c ON c.id = s.case_id
                         WHERE c.company_id = %(company)s
                           AND c.population = %(population)s
                           AND (s.date_start AT TIME ZONE 'UTC'
                                AT TIME ZONE %(zone)s)::date
                               BETWEEN %(date_from)s AND %(date_to)s
                         GROUP BY 1) planned
                 GROUP BY who
                """,
                person=self._get_person_sql(),
                zone=self._get_zone_name(),
                company=self.company_id.id,
                population=self.population,
                date_from=self.date_from,
                date_to=self.date_to,
            )
        )
        keys = {
            "none": self.env._("As planned"),
            "leaver": self.env._("The leaver asked to cancel"),
            "absent": self.env._("The leaver did not come"),
            "us": self.env._("We had to cancel"),
        }
        counts = {list(keys)[who]: people for who, people in rows}
        return [
            {
                "code": "cancelled",
                "kind": "count",
                "label": self.env._("Conversations planned"),
                "keys": keys,
                "cells": {("whole", ""): {key: counts.get(key, 0) for key in keys}},
                "base": {("whole", ""): sum(counts.values())},
                "additive": True,
                "uniform": False,
            }
        ]

    def _collect_exceptions(self):
        """Return who was heard by an exception, or overridden; one query."""
        ((heard, excepted, overridden),) = self.env.execute_query(
            SQL(
                """
                SELECT count(DISTINCT %(person)s),
                       count(DISTINCT %(person)s) FILTER (
                             WHERE COALESCE(c.independence_reason, '') != ''),
                       count(DISTINCT %(person)s) FILTER (WHERE EXISTS (
                             SELECT 1 FROM exit_interview_journal j
                              WHERE j.case_id = c.id AND j.event = 'override'))
                  FROM exit_interview c
                 WHERE c.id = ANY(%(ids)s)
                """,
                person=self._get_person_sql(),
                ids=self._get_members("content"),
            )
        )
        return [
            self._prepare_split(
                "independence",
                self.env._("People interviewed"),
                (self.env._("By somebody independent"), heard - excepted),
                (self.env._("By an exception, with its reason"), excepted),
            ),
            self._prepare_split(
                "override",
                self.env._("What people permitted"),
                (self.env._("Was kept to"), heard - overridden),
                (self.env._("Was overridden by a concern"), overridden),
            ),
        ]

    # === THE PROCESS === #

    def _collect_process(self):
        """Return whether interviews are done properly, and lead to something (F-37)."""
        columns, join = self._get_breakdown("content")
        person = self._get_person_sql()
        marks = self._get_process_marks()
        counts = [
            SQL("count(DISTINCT %s) FILTER (WHERE %s)", person, condition)
            for _label, condition in marks.values()
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(group)s, GROUPING(%(group)s), count(DISTINCT %(person)s),
                       %(counts)s
                  FROM exit_interview c %(join)s
                 WHERE c.id = ANY(%(ids)s)
                 GROUP BY GROUPING SETS ((), (%(group)s))
                """,
                # A quarter is told for the whole only.
                group=columns.get("quarter", SQL("c.population")),
                join=join,
                person=person,
                counts=SQL(", ").join(counts),
                ids=self._get_members("content"),
            )
        )
        numbers = {
            ("whole", "") if is_whole else ("quarter", name): row
            for name, is_whole, *row in rows
            if is_whole or "quarter" in columns
        }
        return [
            {
                "code": code,
                "kind": "rate",
                "label": label,
                "named": False,
                "cells": {
                    group: (row[position], row[0]) for group, row in numbers.items()
                },
            }
            for position, (code, (label, _condition)) in enumerate(
                marks.items(), start=1
            )
        ]

    def _get_process_marks(self):
        """Return what is told of how interviews go, with how a case is known by it.

        :return: {code: (label, condition on the case `c`)}
        :rtype: dict[str, tuple[str, SQL]]
        """
        marks = {
            "confirmed": (
                self.env._("The leaver confirmed the record"),
                SQL("c.confirm_how IN ('signed', 'signed_online', 'agreed')"),
            ),
            "asked": (
                self.env._("The leaver was asked who may read it"),
                SQL(
                    "EXISTS (SELECT 1 FROM exit_interview_share h"
                    " WHERE h.case_id = c.id AND h.permission != 'undecided')"
                ),
            ),
            "copied": (
                self.env._("Somebody who decides has read a copy"),
                SQL(
                    "EXISTS (SELECT 1 FROM exit_interview_share h"
                    " WHERE h.case_id = c.id AND h.date_sent IS NOT NULL)"
                ),
            ),
            "acted": (
                self.env._("An action was agreed"),
                SQL(
                    "EXISTS (SELECT 1 FROM exit_interview_action a"
                    " WHERE a.case_id = c.id AND a.state IN ('open', 'done'))"
                ),
            ),
            "told": (
                self.env._("The leaver was told what came of it"),
                SQL("c.date_outcome_sent IS NOT NULL"),
            ),
        }
        if self.policy_id._asks_follow_up():
            marks |= self._get_follow_up_marks()
        return marks

    def _get_follow_up_marks(self):
        """Return what is told of second conversations (S-24, F-09)."""
        return {
            "followed": (
                self.env._("They were heard a second time"),
                SQL(
                    "EXISTS (SELECT 1 FROM exit_interview_session s"
                    " WHERE s.case_id = c.id AND s.kind = 'follow_up'"
                    " AND s.state = 'held')"
                ),
            ),
            "altered": (
                self.env._("They then altered or added an answer"),
                # What a follow-up takes over keeps version 0.
                SQL(
                    "EXISTS (SELECT 1 FROM exit_interview_session s"
                    " JOIN exit_interview_answer a ON a.session_id = s.id"
                    " WHERE s.case_id = c.id AND s.kind = 'follow_up'"
                    " AND s.state = 'held' AND a.version > 0)"
                ),
            ),
        }
