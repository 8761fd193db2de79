# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

# So many words in a row are somebody's own, not a turn of phrase.
RUN = 6
# Shorter remarks count whole, if they are more than a word or two.
SHORTEST = 3


class ExitInterviewPublicationConsentMixin(models.AbstractModel):
    """Nobody's words are published who was asked and did not say yes.

    Populations that ask name the metric of the question; where nothing is asked,
    approved wordings without names stand as they are (L-19).

    Requirement: F-26.
    """

    _name = "exit.interview.publication.consent.mixin"
    _description = "Publication that respects who agreed to it"

    @api.model
    def _get_consent_metric(self, population):
        """Return the metric of the question whether words may be published.

        :param str population: code of a population
        :return: code of the metric; False where nobody is asked
        :rtype: str or bool
        """
        return False

    @api.model
    def _check_consent(self, review, texts, action):
        """Refuse the words of people who did not agree to have them published.

        Their own words, and wordings made of them, are looked for; so is the answer
        to them that an action is.

        :param review: ``exit.interview.review`` that the words come out with
        :param list[str] texts: words for everybody
        :param action: ``exit.interview.action`` they are about, may be empty
        :raise ValidationError: saying what to do instead, and nothing of whose they are
        """
        metric = self._get_consent_metric(review.population)
        if not metric:
            return
        if action and not self._may_be_public(action, metric):
            raise ValidationError(
                self.env._(
                    "The interview behind this action may not be published: they said "
                    "no, or were not asked. Write of something that others said, too."
                )
            )
        public = [f" {' '.join(self._get_tokens(text))} " for text in texts]
        for words in self._get_closed_words(review, metric):
            for run in self._get_runs(words):
                if any(f" {run} " in text for text in public):
                    raise ValidationError(
                        self.env._(
                            "“%s” stands in an interview that may not be published: "
                            "they said no, or were not asked. Say it in other words, "
                            "and only if others said it, too.",
                            run,
                        )
                    )

    @api.model
    def _may_be_public(self, action, metric):
        """Return whether everybody behind an action agreed to be published.

        :param action: ``exit.interview.action`` record
        :param str metric: code of the metric
        :rtype: bool
        """
        # Only a yes or no leaves; whoever publishes coordinates the cases.
        case = action.sudo().case_id
        person = action.sudo().share_id.participant_id
        sessions = case._get_latest_records()
        if person:
            sessions = sessions.filtered(lambda one: one.apart_id == person)
        return bool(sessions) and all(
            session.answer_ids.filtered(
                lambda answer: answer.metric_id.code == metric and answer.score == 1
            )
            for session in sessions
        )

    def _check_still_permitted(self):
        """Check, before a step to the public, that nobody has taken back their yes.

        :raise ValidationError: as :meth:`_check_consent`
        """
        self.ensure_one()
        texts = [self.said, self.did]
        self._check_consent(self.review_id, texts, self.action_id)

    def _is_permitted(self):
        """Return whether these words may still be shown to everybody.

        :rtype: bool
        """
        self.ensure_one()
        metric = self._get_consent_metric(self.population)
        return (
            not metric
            or not self.action_id
            or self._may_be_public(self.action_id, metric)
        )

    @api.model
    def _get_tokens(self, text):
        return re.findall(r"[\w'’]+", (text or "").casefold())

    @api.model
    def _get_runs(self, text):
        """Return the runs of words by which a text is recognised.

        :rtype: list[str]
        """
        tokens = self._get_tokens(text)
        length = min(RUN, len(tokens))
        if length < SHORTEST:
            return []
        return [
            " ".join(tokens[start : start + length])
            for start in range(len(tokens) - length + 1)
        ]

    @api.model
    def _get_closed_words(self, review, metric):
        """Return what was said, and worded, where nobody agreed to publish it.

        What was said last counts: in a follow-up people may think otherwise.

        :return: texts
        :rtype: list[str]
        """
        self.env.flush_all()
        # Compared with what was typed in; the coordinator sees the cases.
        rows = self.env.execute_query(
            SQL(
                """
                WITH latest AS (
                    SELECT s.id, s.case_id, s.apart_id,
                           COALESCE(s.previous_id, s.id) AS first_id
                      FROM exit_interview_session s
                     WHERE s.company_id = %(company)s AND s.population = %(population)s
                       AND (s.state = 'held'
                            OR (s.state = 'planned' AND s.previous_id IS NULL))
                       AND NOT EXISTS (SELECT FROM exit_interview_session f
                                        WHERE f.previous_id = s.id
                                          AND f.state = 'held')),
                closed AS (
                    SELECT l.* FROM latest l
                     WHERE NOT EXISTS (SELECT FROM exit_interview_answer a
                                         JOIN exit_interview_metric m
                                           ON m.id = a.metric_id
                                        WHERE a.session_id = l.id
                                          AND m.code = %(metric)s AND a.score = 1))
                SELECT a.text FROM exit_interview_answer a
                  JOIN closed c ON a.session_id IN (c.id, c.first_id)
                 UNION
                SELECT a.comment FROM exit_interview_answer a
                  JOIN closed c ON a.session_id IN (c.id, c.first_id)
                 UNION
                SELECT f.wording FROM exit_interview_finding f
                  JOIN closed c ON c.case_id = f.case_id
                   AND (c.apart_id IS NULL OR c.apart_id = f.participant_id)
                 UNION
                SELECT f.source_text FROM exit_interview_finding f
                  JOIN closed c ON c.case_id = f.case_id
                   AND (c.apart_id IS NULL OR c.apart_id = f.participant_id)
                """,
                company=review.company_id.id,
                population=review.population,
                metric=metric,
            )
        )
        return [text for (text,) in rows if text]
