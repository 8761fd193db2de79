# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL

# Enough to tell which theme earlier remarks like this one got.
SIMILAR = 60


class ExitInterviewFindingScreenMixin(models.AbstractModel):
    """What the screen draws on which answers become findings.

    Requirement: F-33 to F-36, B-09.
    """

    _name = "exit.interview.finding.screen.mixin"
    _description = "Case shown for learning"

    def get_finding_form(self):
        """Return the answers in words, the themes, and what is noted already.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        # Read as the user, so that it is noted in the journal who read answers.
        sessions = self.session_ids.filtered(lambda session: session.state == "held")
        # A follow-up holds all that still stands of the first.
        sessions -= sessions.previous_id
        answers = sessions.answer_ids
        answers.fetch(["text", "comment", "score"])
        self.env["exit.interview.journal"]._log_reading(self.sudo(), "record_read")
        # The caller was checked; departments and themes are plain lists.
        case_sudo = self.sudo()
        return {
            "case": {
                "id": self.id,
                "reference": self.name,
                "is_confirmed": bool(case_sudo.date_confirmed),
                "date_learned": fields.Date.to_string(case_sudo.date_learned) or "",
                "department_id": case_sudo._get_finding_department().id,
                "people": [
                    {"id": person.id, "name": person.name}
                    for person in case_sudo.participant_ids
                ],
            },
            "answers": [
                case_sudo._prepare_finding_answer(answer)
                for answer in case_sudo._get_answers_to_learn(answers.sudo())
            ],
            "themes": case_sudo._prepare_finding_themes(),
            "departments": case_sudo._prepare_finding_departments(),
            "findings": [
                finding._prepare_form()
                for finding in case_sudo._get_kept_findings().sorted("id")
            ],
        }

    def _get_answers_to_learn(self, answers):
        """Return the answers in the order of the questions, the latest session first.

        :param answers: ``exit.interview.answer``
        """
        return answers.sorted(
            lambda answer: (
                -answer.session_id.date_start.timestamp(),
                answer.session_id.id,
                answer.question_id.section_id.sequence,
                answer.question_id.section_id.id,
                answer.question_id.sequence,
                answer.question_id.id,
            )
        )

    def _prepare_finding_answer(self, answer):
        """Return one answer for the screen: what was said, and what was scored."""
        question = answer.question_id
        said = question.kind == "text" and answer.status == "answered"
        # The first line is the score, the option or the day; the comment follows.
        score = "" if said else answer._get_value_text()
        return {
            "id": answer.id,
            "section": question.section_id.name,
            "question": answer.question_text,
            "is_protected": answer.is_protected,
            "score": score,
            "texts": [text for text in (said and answer.text, answer.comment) if text],
        }

    def _prepare_finding_themes(self):
        """Return the themes to choose from."""
        themes = self.env["exit.interview.theme"].search(
            [("population", "=", self.population)]
        )
        return [
            {
                "id": theme.id,
                "name": theme.display_name,
                "description": theme.description or "",
            }
            for theme in themes
        ]

    def _prepare_finding_departments(self):
        """Return the services that a finding may concern."""
        departments = (
            self.env["hr.department"]
            .search([("company_id", "in", [self.company_id.id, False])])
            .sorted("complete_name")
        )
        return [
            {"id": department.id, "name": department.complete_name}
            for department in departments
        ]

    # === SUGGESTIONS === #

    def get_theme_suggestions(self, text):
        """Return ids of themes that fit, by what earlier findings were coded as.

        Words are compared in the organisation's own database; only ids leave.

        :param str text: the leaver's words, or a wording
        :return: ids, the most likely first
        :rtype: list[int]
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        text = self._read_line(text, self.env._("The words"))
        # Themes only leave: no word of another case.
        return self.sudo()._suggest_themes(text) if text else []

    def _suggest_themes(self, text):
        """Return ids of themes by similar findings, and by words of the themes."""
        self.ensure_one()
        self.env["exit.interview.finding"].flush_model()
        self.env["exit.interview.theme"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH question AS (
                    -- any word of it, not all
                    SELECT replace(plainto_tsquery('english', %(text)s)::text,
                                   '&', '|')::tsquery AS words
                ), hits AS (
                    (SELECT finding.theme_id,
                            ts_rank(to_tsvector('english', concat_ws(' ',
                                finding.wording, finding.source_text)), words) AS rank,
                            FALSE AS is_theme
                       FROM exit_interview_finding finding, question
                      WHERE finding.theme_id IS NOT NULL
                        AND finding.state IN ('submitted', 'approved')
                        AND finding.company_id = %(company)s
                        AND finding.population = %(population)s
                        AND to_tsvector('english', concat_ws(' ',
                                finding.wording, finding.source_text)) @@ words
                   ORDER BY rank DESC, finding.id DESC
                      LIMIT %(limit)s)
                    UNION ALL
                    -- a word of a theme's name says more than one of its description
                    SELECT theme.id, ts_rank(
                               setweight(to_tsvector('english',
                                   coalesce(theme.name->>'en_US', '')), 'B') ||
                               setweight(to_tsvector('english',
                                   coalesce(theme.description->>'en_US', '')), 'C'),
                               words), TRUE
                      FROM exit_interview_theme theme, question
                     WHERE theme.population = %(population)s
                ), best AS (
                    -- the likest finding counts, not how many say a common word
                    SELECT theme_id, max(rank) AS rank, is_theme
                      FROM hits
                  GROUP BY theme_id, is_theme
                )
                SELECT best.theme_id
                  FROM best JOIN exit_interview_theme theme ON theme.id = theme_id
                 WHERE theme.active
              GROUP BY best.theme_id
                HAVING sum(best.rank) > 0
              ORDER BY sum(best.rank) DESC, best.theme_id
                 LIMIT 6
                """,
                text=text,
                company=self.company_id.id,
                population=self.population,
                limit=SIMILAR,
            )
        )
        return [theme_id for (theme_id,) in rows]
