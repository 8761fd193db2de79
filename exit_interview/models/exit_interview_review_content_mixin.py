# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from collections import Counter, defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..report import disclosure

# Which wording of a person is printed, and in which order, tells nothing.
SHUFFLE = random.SystemRandom()


class ExitInterviewReviewContentMixin(models.AbstractModel):
    """What a review says of answers, findings and actions; raw, in memory.

    Protected answers never count here: no quarter has enough of them.

    Requirement: L-19, L-22, L-65, F-33, A-13 to A-15, A-26, A-27, A-29.
    """

    _name = "exit.interview.review.content.mixin"
    _inherit = ["exit.interview.review.figures.mixin"]
    _description = "What people said, in figures"

    @api.model
    def _get_latest_answers(self, case_ids, kinds, columns=None, join=None):
        """Return a query for the latest answer of each person to each metric.

        A follow-up replaces what was said before; what it did not ask again stays.

        :param list[int] case_ids: members of the part ``content``
        :param list[str] kinds: of the metrics
        :param dict columns: of :meth:`_get_breakdown`
        :param SQL join: the same
        :rtype: ``odoo.tools.SQL``
        """
        columns = [
            SQL(", %s AS %s", column, SQL.identifier(level))
            for level, column in (columns or {}).items()
        ]
        return SQL(
            """
            SELECT DISTINCT ON (%(person)s, a.metric_id)
                   a.id, a.metric_id, a.score, m.kind, %(person)s AS person %(columns)s
              FROM exit_interview_answer a
              JOIN exit_interview_session s ON s.id = a.session_id
              JOIN exit_interview c ON c.id = s.case_id
              JOIN exit_interview_metric m ON m.id = a.metric_id %(join)s
             WHERE c.id = ANY(%(ids)s) AND m.kind = ANY(%(kinds)s)
               AND s.state = 'held'
               AND s.date_handed_in IS NOT NULL AND a.status = 'answered'
               -- a follow-up holds all that still stands of the first
               AND NOT EXISTS (
                   SELECT 1 FROM exit_interview_session later
                    WHERE later.previous_id = s.id AND later.state = 'held'
                      AND later.date_handed_in IS NOT NULL)
               AND a.is_protected IS NOT TRUE
             ORDER BY %(person)s, a.metric_id, s.date_handed_in DESC, a.id DESC
            """,
            person=self._get_person_sql(),
            columns=SQL().join(columns),
            join=join or SQL(),
            kinds=list(kinds),
            ids=list(case_ids),
        )

    def _get_metrics(self, rows, kinds):
        """Return what could be answered, and the metrics of rows, in a fixed order.

        Whether nobody answered or too few did must look the same (A-18, A-19).

        :param list rows: their first value is a metric
        :param list[str] kinds: of the metrics
        """
        metrics = self.env["exit.interview.metric"].browse({row[0] for row in rows})
        asked = self._get_questions().filtered(
            lambda question: question.metric_id.kind in kinds
            and not question.is_protected
        )
        return (metrics | asked.metric_id).sorted("name")

    def _get_questions(self):
        return self.policy_id._get_questionnaires().question_ids

    # === REASONS === #

    def _collect_reasons(self):
        """Return how many people chose each option, metric by metric; one query."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH latest AS (%s)
                SELECT latest.metric_id, o.code, count(DISTINCT latest.person),
                       max(o.id), GROUPING(o.code)
                  FROM latest
                  JOIN exit_interview_answer_choice_rel rel
                    ON rel.exit_interview_answer_id = latest.id
                  JOIN exit_interview_choice o ON o.id = rel.exit_interview_choice_id
                 GROUP BY GROUPING SETS ((latest.metric_id),
                                         (latest.metric_id, o.code))
                 ORDER BY latest.metric_id, max(o.sequence), o.code
                """,
                self._get_latest_answers(
                    self._get_members("content"), ("choice", "choices")
                ),
            )
        )
        Choice = self.env["exit.interview.choice"]
        base = {row[0]: row[2] for row in rows if row[4]}
        counts = defaultdict(dict)
        labels = defaultdict(dict)
        for metric_id, code, people, choice_id, is_base in rows:
            if not is_base:
                counts[metric_id][code] = people
                labels[metric_id][code] = Choice.browse(choice_id).name
        return [
            {
                "code": metric.code,
                "kind": "count",
                "label": metric.name,
                "keys": self._get_fixed_choices(metric, labels[metric.id]),
                "cells": {
                    ("whole", ""): {
                        code: counts[metric.id].get(code, 0)
                        for code in self._get_fixed_choices(metric, labels[metric.id])
                    }
                },
                "base": {("whole", ""): base.get(metric.id, 0)},
                "additive": metric.kind == "choice",
                "uniform": True,
            }
            for metric in self._get_metrics(rows, ("choice", "choices"))
        ]

    def _get_fixed_choices(self, metric, seen):
        """Return every option that could be chosen, chosen or not (A-19).

        :param metric: ``exit.interview.metric``
        :param dict seen: {code: label} of what was chosen
        :rtype: dict
        """
        questions = self._get_questions().filtered(
            lambda question: question.metric_id == metric
        )
        fixed = {choice.code: choice.name for choice in questions.choice_ids}
        return {
            **fixed,
            **{code: seen[code] for code in sorted(set(seen) - set(fixed))},
        }

    # === SCORES === #

    def _collect_scores(self):
        """Return the marks and the yes of each metric by group; one query."""
        columns, join = self._get_breakdown("content")
        names = [SQL.identifier(level) for level in columns]
        rows = self.env.execute_query(
            SQL(
                """
                WITH latest AS (%(latest)s)
                SELECT metric_id, score, count(*), GROUPING(%(names)s), %(names)s
                  FROM latest
                 WHERE score IS NOT NULL
                 GROUP BY GROUPING SETS ((metric_id, score), %(sets)s)
                """,
                latest=self._get_latest_answers(
                    self._get_members("content"), ("scale", "yes_no"), columns, join
                ),
                names=SQL(", ").join(names),
                sets=SQL(", ").join(
                    SQL("(metric_id, score, %s)", name) for name in names
                ),
            )
        )
        scores = defaultdict(lambda: defaultdict(Counter))
        for metric_id, score, people, grouping, *values in rows:
            group = ("whole", "")
            # One bit a column, the first one highest: 0 where it is grouped by.
            for bit, level, value in zip(
                range(len(columns))[::-1], columns, values, strict=True
            ):
                if not grouping >> bit & 1:
                    group = (level, value)
            scores[metric_id][group][score] = people
        return [
            self._prepare_score_figure(metric, scores[metric.id])
            for metric in self._get_metrics(rows, ("scale", "yes_no")).sorted(
                lambda metric: (metric.kind != "scale", metric.name)
            )
        ]

    @api.model
    def _prepare_score_figure(self, metric, by_group):
        figure = {"code": metric.code, "label": metric.name}
        if metric.kind == "scale":
            cells = {group: dict(scores) for group, scores in by_group.items()}
            return {**figure, "kind": "mean", "cells": cells}
        cells = {
            group: (scores.get(1, 0), sum(scores.values()))
            for group, scores in by_group.items()
            if group[0] != "team"
        }
        return {**figure, "kind": "rate", "named": True, "cells": cells}

    # === THEMES AND FINDINGS === #

    @api.model
    def _get_findings_query(self):
        """Return approved findings of the period: they count when they are approved.

        :return: query of person, theme of the first level, kind, wording
        :rtype: ``odoo.tools.SQL``
        """
        return SQL(
            """
            SELECT (%(person)s)::text AS person,
                   COALESCE(t.parent_id, t.id) AS theme_id, f.kind, f.wording
              FROM exit_interview_finding f
              JOIN exit_interview c ON c.id = f.case_id
              JOIN exit_interview_theme t ON t.id = f.theme_id
             WHERE c.company_id = %(company)s AND c.population = %(population)s
               AND f.state = 'approved' AND f.is_protected IS NOT TRUE
               AND f.date_approved BETWEEN %(date_from)s AND %(date_to)s
            """,
            person=self._get_person_sql(),
            company=self.company_id.id,
            population=self.population,
            date_from=self.date_from,
            date_to=self.date_to,
        )

    def _collect_themes(self):
        """Return how many people raised each theme, and each sort; one query."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH finding AS (%s)
                SELECT theme_id, kind, count(DISTINCT person), GROUPING(theme_id, kind)
                  FROM finding
                 GROUP BY GROUPING SETS ((), (theme_id), (kind))
                """,
                self._get_findings_query(),
            )
        )
        people = {"theme": {}, "kind": {}}
        base = 0
        for theme_id, kind, number, grouping in rows:
            if grouping == 3:
                base = number
            elif grouping == 1:
                people["theme"][str(theme_id)] = number
            else:
                people["kind"][kind] = number
        Finding = self.env["exit.interview.finding"]
        kinds = dict(Finding._fields["kind"]._description_selection(self.env))
        themes = self.env["exit.interview.theme"].search(
            [("parent_id", "=", False), ("population", "=", self.population)]
        )
        seen = themes.browse(int(key) for key in people["theme"])
        labels = {str(theme.id): theme.name for theme in themes | seen}
        return [
            {
                "code": code,
                "kind": "count",
                "label": label,
                "keys": keys,
                "cells": {
                    ("whole", ""): {key: people[code].get(key, 0) for key in keys}
                },
                "base": {("whole", ""): base},
                "additive": False,
                "uniform": True,
            }
            for code, label, keys in (
                ("kind", self.env._("What people spoke of"), kinds),
                ("theme", self.env._("People who raised it"), labels),
            )
        ]

    def _collect_findings(self):
        """Return approved wordings that may stand alone: enough people, shuffled."""
        rows = self.env.execute_query(self._get_findings_query())
        people = {person for person, *_rest in rows}
        authors = defaultdict(set)
        for person, theme_id, *_rest in rows:
            authors[theme_id].add(person)
        rule = self._get_rule()
        said = defaultdict(list)
        for person, *words in rows:
            if disclosure.may_show_comments(len(people), len(authors[words[0]]), rule):
                said[person].append(words)
        Theme = self.env["exit.interview.theme"]
        Finding = self.env["exit.interview.finding"]
        kinds = dict(Finding._fields["kind"]._description_selection(self.env))
        # One of each person, so that nobody's way of speaking links two.
        texts = [
            {
                "code": f"{theme_id}.{kind}",
                "label": f"{Theme.browse(theme_id).name}: {kinds[kind]}",
                "text": wording,
            }
            for theme_id, kind, wording in map(SHUFFLE.choice, said.values())
        ]
        SHUFFLE.shuffle(texts)
        texts.sort(key=lambda text: text["label"])
        return [
            {
                "code": "wording",
                "kind": "text",
                "label": self.env._("Approved words"),
                "texts": texts,
                "base": len(people),
            }
        ]

    # === ACTIONS === #

    def _collect_actions(self):
        """Return what became of what was promised, and of the last review's actions."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT CASE WHEN a.state = 'dropped' THEN 'dropped'
                            WHEN a.state = 'done' AND a.date_done <= a.date_due
                                 THEN 'in_time'
                            WHEN a.state = 'done' THEN 'late'
                            WHEN a.date_due < %(today)s THEN 'overdue'
                            ELSE 'open' END AS became,
                       count(DISTINCT %(person)s)
                  FROM exit_interview_action a
                  JOIN exit_interview_share h ON h.id = a.share_id
                  JOIN exit_interview c ON c.id = a.case_id
                 WHERE %(scope)s
                 GROUP BY ROLLUP (1)
                """,
                today=self._get_today(),
                person=self._get_person_sql(),
                scope=self._get_action_scope(),
            )
        )
        counts = dict(rows)
        base = counts.pop(None, 0)
        keys = {
            "in_time": self.env._("Done in time"),
            "late": self.env._("Done late"),
            "open": self.env._("Under way"),
            "overdue": self.env._("Overdue"),
            "dropped": self.env._("Dropped, with a reason"),
        }
        promised = {
            "code": "promised",
            "kind": "count",
            "label": self.env._("Leavers after whom an action was …"),
            "keys": keys,
            "cells": {("whole", ""): {key: counts.get(key, 0) for key in keys}},
            "base": {("whole", ""): base},
            "additive": False,
            "uniform": False,
        }
        return [promised, self._collect_public_words(base), self._collect_own_actions()]

    @api.model
    def _get_action_scope(self):
        return SQL(
            """c.company_id = %s AND c.population = %s AND a.state != 'proposed'
               AND h.date_approved BETWEEN %s AND %s""",
            self.company_id.id,
            self.population,
            self.date_from,
            self.date_to,
        )

    def _collect_public_words(self, base):
        """Return words on actions that a second person approved for everybody."""
        texts = []
        if disclosure.may_show_comments(base, base, self._get_rule()):
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT a.id, a.public_wording
                      FROM exit_interview_action a
                      JOIN exit_interview_share h ON h.id = a.share_id
                      JOIN exit_interview c ON c.id = a.case_id
                     WHERE %s AND COALESCE(a.public_wording, '') != ''
                    """,
                    self._get_action_scope(),
                )
            )
            texts = [
                {"code": "", "label": self.env._("What changes"), "text": words}
                for _action_id, words in rows
            ]
            SHUFFLE.shuffle(texts)
        return {
            "code": "public",
            "kind": "text",
            "label": self.env._("What changes"),
            "texts": texts,
            "base": base,
        }

    def _collect_own_actions(self):
        """Return the actions of the review before: nobody's answers, never hidden."""
        actions = self.previous_id.action_ids
        states = dict(actions._fields["state"]._description_selection(self.env))
        return {
            "code": "review",
            "kind": "text",
            "label": self.env._("Agreed at the last review"),
            "texts": [
                {
                    "code": str(number),
                    "label": states[action.state],
                    "text": action._get_words(),
                }
                for number, action in enumerate(actions, start=1)
            ],
            "base": 0,
        }
