# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib

from odoo import api, models
from odoo.tools import SQL

from .local_date import get_today


class ExitInterviewReviewMembersMixin(models.AbstractModel):
    """Which cases count in a review: each once, those that came late in the next one.

    Uptake goes by the last day in post (or the notice, where no last day is known),
    what people said by the day their record was handed in. Each part of a review has
    its own people: somebody may leave in March and be interviewed in April.

    Requirement: P-14, A-05, A-06.
    """

    _name = "exit.interview.review.members.mixin"
    _description = "People counted in a review"

    @api.model
    def _get_person_sql(self):
        """Return what tells one person from another in a query on cases ``c``.

        A household is one case and counts once. A population whose cases can belong
        together (siblings) overrides this.

        Requirement: A-29, A-30.

        :rtype: ``odoo.tools.SQL``
        """
        return SQL("c.id")

    @api.model
    def _get_parts(self):
        """Return the parts of a review that count people, and the day they go by.

        :return: {part: SQL of (case_id, day)}; the zone is filled in
        :rtype: dict
        """
        zone = self._get_zone_name()
        return {
            "uptake": SQL(
                """SELECT c.id AS case_id,
                          COALESCE(c.date_departure, c.date_notified) AS day
                     FROM exit_interview c
                    WHERE c.state != 'cancelled' OR c.outcome = 'retained'"""
            ),
            "content": SQL(
                """SELECT c.id AS case_id,
                          MIN(s.date_handed_in AT TIME ZONE 'UTC'
                              AT TIME ZONE %(zone)s)::date AS day
                     FROM exit_interview c
                     JOIN exit_interview_session s ON s.case_id = c.id
                    WHERE c.state != 'cancelled' AND s.state = 'held'
                          AND s.date_handed_in IS NOT NULL
                    GROUP BY c.id""",
                zone=zone,
            ),
        }

    def _get_zone_name(self):
        return self.policy_id.resource_calendar_id.tz or "UTC"

    def _get_today(self):
        return get_today(self)

    def _get_members(self, part):
        """Return the cases that count in this review, for one of its parts.

        Those of the period, and those of a period whose review was published before
        they came in. None that a published review of the same kind counted already.

        :param str part: a key of :meth:`_get_parts`
        :return: ids of cases
        :rtype: list[int]
        """
        self.ensure_one()
        query = self._get_year_query if self.period == "year" else self._get_query
        # What counts does not depend on who prepares the review.
        rows = self.env.execute_query(query(part, self._get_parts()[part]))
        return [case_id for (case_id,) in rows]

    def _get_members_digest(self):
        """Return a fingerprint of everybody who counts now.

        :rtype: str
        """
        members = [[part, self._get_members(part)] for part in self._get_parts()]
        # What a year may tell depends on what its quarters told.
        members.append(self._get_quarters().ids if self.period == "year" else [])
        return hashlib.sha256(repr(members).encode()).hexdigest()

    def _get_query(self, part, days):
        """Return the query for a quarter."""
        return SQL(
            """
            SELECT day.case_id
              FROM (%(days)s) day
              JOIN exit_interview c ON c.id = day.case_id
             WHERE c.company_id = %(company)s AND c.population = %(population)s
               AND day.day <= %(date_to)s
               AND (day.day >= %(date_from)s OR EXISTS (
                    SELECT 1 FROM exit_interview_review r
                     WHERE r.company_id = %(company)s AND r.period = %(period)s
                       AND r.population = %(population)s AND r.state = 'published'
                       AND day.day BETWEEN r.date_from AND r.date_to))
               AND NOT EXISTS (
                    SELECT 1 FROM exit_interview_review_counted k
                      JOIN exit_interview_review r ON r.id = k.review_id
                     WHERE k.case_id = c.id AND k.part = %(part)s
                       AND r.period = %(period)s AND r.id != %(review)s)
             ORDER BY day.case_id
            """,
            days=days,
            part=part,
            **self._get_query_values(),
        )

    def _get_year_query(self, part, days):
        """Return the query for a year: whom its published quarters counted.

        So the year and its quarters together tell of nobody who came late. Quarters
        that were never published count by the day.
        """
        return SQL(
            """
            WITH quarter AS (
                SELECT r.id, r.date_from, r.date_to,
                       r.date_from >= %(date_from)s AND r.date_to <= %(date_to)s AS own
                  FROM exit_interview_review r
                 WHERE r.company_id = %(company)s AND r.period = 'quarter'
                   AND r.population = %(population)s AND r.state = 'published'),
            counted AS (
                SELECT k.case_id, quarter.own
                  FROM exit_interview_review_counted k
                  JOIN quarter ON quarter.id = k.review_id
                 WHERE k.part = %(part)s)
            SELECT case_id FROM counted WHERE own
             UNION
            SELECT day.case_id
              FROM (%(days)s) day
              JOIN exit_interview c ON c.id = day.case_id
             WHERE c.company_id = %(company)s AND c.population = %(population)s
               AND day.day BETWEEN %(date_from)s AND %(date_to)s
               AND NOT EXISTS (SELECT 1 FROM quarter
                                WHERE day.day BETWEEN quarter.date_from
                                                  AND quarter.date_to)
               AND NOT EXISTS (SELECT 1 FROM counted
                                WHERE counted.case_id = day.case_id)
             ORDER BY 1
            """,
            days=days,
            part=part,
            **self._get_query_values(),
        )

    def _get_query_values(self):
        return {
            "company": self.company_id.id,
            "population": self.population,
            "period": self.period,
            "review": self.id,
            "date_from": self.date_from,
            "date_to": self.date_to,
        }

    def _get_leavers_of_years(self):
        """Return how many left in the year before, and in this one until the last day.

        :rtype: tuple[int, int]
        """
        self.ensure_one()
        first = self.date_from.replace(month=1, day=1)
        ((before, now),) = self.env.execute_query(
            SQL(
                """
                SELECT count(DISTINCT %(person)s) FILTER (WHERE day.day < %(first)s),
                       count(DISTINCT %(person)s) FILTER (WHERE day.day >= %(first)s)
                  FROM (%(days)s) day
                  JOIN exit_interview c ON c.id = day.case_id
                 WHERE c.company_id = %(company)s AND c.population = %(population)s
                   AND c.state != 'cancelled'
                   AND day.day BETWEEN %(before)s AND %(date_to)s
                """,
                person=self._get_person_sql(),
                first=first,
                before=first.replace(year=first.year - 1),
                days=self._get_parts()["uptake"],
                company=self.company_id.id,
                population=self.population,
                date_to=self.date_to,
            )
        )
        return before, now

    def _get_late(self, part):
        """Return cases of this period that it did not count: they came too late.

        :param str part: a key of :meth:`_get_parts`
        :rtype: list[int]
        """
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT day.case_id
                  FROM (%(days)s) day
                  JOIN exit_interview c ON c.id = day.case_id
                 WHERE c.company_id = %(company)s AND c.population = %(population)s
                   AND day.day BETWEEN %(date_from)s AND %(date_to)s
                   AND NOT EXISTS (
                        SELECT 1 FROM exit_interview_review_counted k
                          JOIN exit_interview_review r ON r.id = k.review_id
                         WHERE k.case_id = c.id AND k.part = %(part)s
                           AND r.period = %(period)s)
                """,
                days=self._get_parts()[part],
                part=part,
                **{
                    name: value
                    for name, value in self._get_query_values().items()
                    if name != "review"
                },
            )
        )
        return [case_id for (case_id,) in rows]

    def _get_people(self, case_ids):
        """Return the keys of the people of cases, as text.

        :param list[int] case_ids: what :meth:`_get_members` returned
        :return: {case id: key}
        :rtype: dict
        """
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT c.id, (%s)::text FROM exit_interview c"
                    " WHERE c.id = ANY(%s)",
                    self._get_person_sql(),
                    list(case_ids),
                )
            )
        )
