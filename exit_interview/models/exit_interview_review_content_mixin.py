# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from collections import Counter, defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..report import disclosure

# At most one wording of a person under a theme; the order tells nothing.
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
    def _get_latest_answers(self, case_ids):
        """Return a query for the latest answer of each person to each metric.

        A follow-up replaces what was said before; what it did not ask again stays.

        :param list[int] case_ids: members of the part ``content``
        :rtype: ``odoo.tools.SQL``
        """
        groups = self._get_group_sql()
        return SQL(
            """
            SELECT DISTINCT ON (%(person)s, a.metric_id)
                   a.id, a.metric_id, a.score, m.kind, %(person)s AS person,
                   %(service)s AS service, %(team)s AS team
              FROM exit_interview_answer a
              JOIN exit_interview_session s ON s.id = a.session_id
              JOIN exit_interview c ON c.id = s.case_id
              JOIN exit_interview_metric m ON m.id = a.metric_id
             WHERE c.id = ANY(%(ids)s) AND s.state = 'held'
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
            service=groups["service"],
            team=groups["team"],
            ids=list(case_ids),
        )

    @api.model
    def _get_metrics(self, rows):
        """Return the metrics of rows whose first value is one, in a fixed order."""
        ids = {row[0] for row in rows}
        return self.env["exit.interview.metric"].browse(sorted(ids)).sorted("name")

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
                 WHERE latest.kind IN ('choice', 'choices')
                 GROUP BY GROUPING SETS ((latest.metric_id),
                                         (latest.metric_id, o.code))
                 ORDER BY latest.metric_id, max(o.sequence), o.code
                """,
                self._get_latest_answers(self._get_members("content")),
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
                "base": {("whole", ""): base[metric.id]},
                "additive": metric.kind == "choice",
                "uniform": True,
            }
            for metric in self._get_metrics(rows)
        ]

    def _get_fixed_choices(self, metric, seen):
        """Return every option that could be chosen, chosen or not (A-19).

        :param metric: ``exit.interview.metric``
        :param dict seen: {code: label} of what was chosen
        :rtype: dict
        """
        questions = (
            self.policy_id.questionnaire_id | self.policy_id.survey_questionnaire_id
        ).question_ids.filtered(lambda question: question.metric_id == metric)
        fixed = {choice.code: choice.name for choice in questions.choice_ids}
        return {
            **fixed,
            **{code: seen[code] for code in sorted(set(seen) - set(fixed))},
        }

    # === SCORES === #

    def _collect_scores(self):
        """Return the marks and the yes of each metric by group; one query."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH latest AS (%s)
                SELECT metric_id, kind, score, count(*), service, team,
                       GROUPING(service, team)
                  FROM latest
                 WHERE score IS NOT NULL AND kind IN ('scale', 'yes_no')
                 GROUP BY GROUPING SETS ((metric_id, kind, score),
                                         (metric_id, kind, score, service),
                                         (metric_id, kind, score, team))
                """,
                self._get_latest_answers(self._get_members("content")),
            )
        )
        scores = defaultdict(lambda: defaultdict(Counter))
        for metric_id, _kind, score, people, service, team, grouping in rows:
            group = {3: ("whole", ""), 1: ("service", service), 2: ("team", team)}
            scores[metric_id][group[grouping]][score] = people
        return [
            self._prepare_score_figure(metric, scores[metric.id])
            for metric in self._get_metrics(rows).sorted(
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
        if not base:
            return []
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
        by_theme = defaultdict(lambda: defaultdict(list))
        for person, theme_id, kind, wording in rows:
            by_theme[theme_id][person].append((kind, wording))
        rule = self._get_rule()
        Theme = self.env["exit.interview.theme"]
        Finding = self.env["exit.interview.finding"]
        kinds = dict(Finding._fields["kind"]._description_selection(self.env))
        texts = [
            {
                "code": f"{theme_id}.{kind}",
                "label": f"{Theme.browse(theme_id).name}: {kinds[kind]}",
                "text": wording,
            }
            for theme_id, authors in by_theme.items()
            if disclosure.may_show_comments(len(people), len(authors), rule)
            for kind, wording in (SHUFFLE.choice(said) for said in authors.values())
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
