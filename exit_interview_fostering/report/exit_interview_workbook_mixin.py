# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from odoo.addons.exit_interview.report.exit_interview_workbook_mixin import (
    Column,
    Sheet,
)

from ..models.exit_interview_population_mixin import POPULATION


class Entry(NamedTuple):
    """An entry of the data collection form; `kind` as of a column, or of a value.

    `yes_no`: a truth; `score_yes`: 1 or 0; `choices` and `themes`: ids; a model and a
    field: the value of a selection.
    """

    part: str
    label: str
    value: SQL
    kind: str = "text"
    width: int = 16
    selection: tuple = ()


class ExitInterviewWorkbookMixin(models.AbstractModel):
    """The data collection forms of carers, collated: one row a household.

    The form on paper prints the very same row, so the two cannot differ.

    Requirement: F-01, F-02, D4, S-26, F-33.
    """

    _inherit = "exit.interview.workbook.mixin"

    def _get_sheets(self, cases, tally):
        """Override of `exit_interview`: the forms first, where there are carers."""
        sheets = super()._get_sheets(cases, tally)
        carers = cases.filtered(lambda case: case.population == POPULATION)
        return [self._get_form_sheet(carers), *sheets] if carers else sheets

    def _get_form_sheet(self, cases):
        """Return the sheet of the data collection forms of these cases.

        :param cases: ``exit.interview`` of carers that the user may export
        :rtype: Sheet
        """
        entries = self._get_form_entries()
        shapes = {
            **dict.fromkeys(("yes_no", "score_yes"), "text"),
            **dict.fromkeys(("choices", "themes"), "long"),
        }
        # The name of a part stands above its first column.
        above = dict.fromkeys(entry.part for entry in entries)
        columns = [
            Column(
                entry.label,
                shapes.get(entry.kind, entry.kind),
                entry.width,
                entry.part if above.pop(entry.part, True) is None else "",
            )
            for entry in entries
        ]
        return Sheet(
            self.env._("Data collection forms"),
            columns,
            self._get_form_query(cases, entries),
            self._get_form_reader(entries),
        )

    def _get_form_parts(self, case):
        """Return the form of one case, as paper prints it.

        :param case: ``exit.interview`` of carers that the user may read
        :return: {part: [(label, kind, value)]}
        :rtype: dict
        """
        entries = self._get_form_entries()
        [row] = self.env.execute_query(self._get_form_query(case, entries))
        parts = {}
        for entry, value in zip(
            entries, self._get_form_reader(entries)(row), strict=True
        ):
            parts.setdefault(entry.part, []).append((entry.label, entry.kind, value))
        return parts

    def _get_form_reader(self, entries):
        """Return a function that puts words in place of codes and ids of a row."""
        labels = [
            self._get_labels(*entry.selection) if entry.selection else {}
            for entry in entries
        ]
        words = {True: self.env._("Yes"), False: self.env._("No")}
        # Options and themes are configuration that readers of answers see.
        choices = self.env["exit.interview.choice"].search(
            [("question_id.metric_id.population", "=", POPULATION)]
        )
        themes = self.env["exit.interview.theme"].with_context(active_test=False)
        all_names = {
            "choices": {choice.id: choice.name for choice in choices},
            "themes": {
                theme.id: theme.display_name
                for theme in themes.search([("population", "=", POPULATION)])
            },
        }

        def translate(entry, selection, value):
            if value is None:
                return None
            if entry.kind == "yes_no":
                return words[bool(value)]
            if entry.kind == "score_yes":
                return words[value == 1]
            if entry.kind in all_names:
                names = all_names[entry.kind]
                return "; ".join(names[one] for one in names if one in value)
            return selection.get(value, value) if selection else value

        def read(row):
            return [
                translate(entry, selection, value)
                for entry, selection, value in zip(entries, labels, row, strict=True)
            ]

        return read

    # === ENTRIES === #

    def _get_form_entries(self):
        """Return the entries of the form in their order.

        :rtype: list[Entry]
        """
        return [
            *self._get_household_entries(self.env._("The household")),
            *self._get_leaving_entries(self.env._("How they leave")),
            *self._get_effort_entries(self.env._("What was done to keep them")),
            *self._get_session_entries(self.env._("The interviews")),
            *self._get_answer_entries(self.env._("What they said")),
            *self._get_result_entries(self.env._("What came of it")),
        ]

    def _get_household_entries(self, part):
        env, Case = self.env, "exit.interview"
        return [
            Entry(part, env._("Reference"), SQL("c.name")),
            Entry(part, env._("Carers"), SQL("person.names"), "text", 26),
            Entry(part, env._("Service"), SQL("c.service_name"), "text", 20),
            Entry(part, env._("Team"), SQL("c.team_name"), "text", 20),
            Entry(
                part,
                env._("Kind of approval"),
                SQL("c.approval_category"),
                selection=(Case, "approval_category"),
            ),
            Entry(part, env._("Approval"), SQL("c.approval_text"), "long", 34),
            Entry(
                part, env._("Fostering since"), SQL("c.date_start_service"), "date", 14
            ),
            Entry(
                part,
                env._("Years of fostering"),
                SQL(
                    "EXTRACT(YEAR FROM age(COALESCE(c.date_departure, c.date_notified),"
                    " c.date_start_service))::int"
                ),
                "number",
                11,
            ),
            Entry(
                part,
                env._("Others in the household"),
                SQL("c.composition_text"),
                "long",
                30,
            ),
            Entry(part, env._("Children cared for"), SQL("c.care_text"), "long", 34),
            Entry(
                part,
                env._("Children in the last year"),
                SQL("NULLIF(c.children_count, 0)"),
                "number",
                11,
            ),
        ]

    def _get_leaving_entries(self, part):
        env, Case = self.env, "exit.interview"
        return [
            Entry(
                part,
                env._("How they leave"),
                SQL("c.leaving_route"),
                width=24,
                selection=(Case, "leaving_route"),
            ),
            Entry(
                part,
                env._("Whose decision"),
                SQL("c.initiated_by"),
                selection=(Case, "initiated_by"),
            ),
            Entry(part, env._("Letter or decision"), SQL("c.date_decided"), "date", 13),
            Entry(part, env._("Advisor told"), SQL("c.date_notified"), "date", 13),
            Entry(part, env._("Approval ends"), SQL("c.date_departure"), "date", 13),
            Entry(
                part,
                env._("After an allegation"),
                SQL("COALESCE(c.is_after_allegation, FALSE)"),
                "yes_no",
                12,
            ),
            Entry(
                part,
                env._("A complaint played a part"),
                SQL("complaint.has_complaint = 'yes'"),
                "yes_no",
                12,
            ),
            Entry(
                part,
                env._("An allegation played a part"),
                SQL("complaint.has_allegation = 'yes'"),
                "yes_no",
                12,
            ),
        ]

    def _get_effort_entries(self, part):
        env = self.env
        return [
            Entry(part, env._("Talks about staying"), SQL("talk.number"), "number", 10),
            Entry(part, env._("Who talked with them"), SQL("talk.holders"), "long", 24),
            Entry(part, env._("What was offered"), SQL("talk.offers"), "long", 36),
            Entry(
                part,
                env._("How the case ended"),
                SQL("c.outcome"),
                width=20,
                selection=("exit.interview", "outcome"),
            ),
        ]

    def _get_session_entries(self, part):
        env, mode = self.env, ("exit.interview.session", "mode")
        return [
            Entry(part, env._("First interview"), SQL("first.day"), "date", 13),
            Entry(
                part, env._("First interview: how"), SQL("first.mode"), selection=mode
            ),
            Entry(part, env._("Where"), SQL("first.location"), "text", 20),
            Entry(part, env._("With them"), SQL("first.companion"), "text", 20),
            Entry(part, env._("Follow-up"), SQL("later.day"), "date", 13),
            Entry(part, env._("Follow-up: how"), SQL("later.mode"), selection=mode),
            Entry(
                part,
                env._("Follow-up: answers altered or added"),
                SQL("later.altered"),
                "number",
                13,
            ),
            Entry(part, env._("Interviewer"), SQL("first.interviewer"), "text", 20),
            Entry(
                part,
                env._("Independent interviewer"),
                SQL(
                    "CASE WHEN first.day IS NOT NULL"
                    " THEN COALESCE(c.independence_reason, '') = '' END"
                ),
                "yes_no",
                13,
            ),
        ]

    def _get_answer_entries(self, part):
        metrics = {
            metric.code: metric
            for metric in self.env["exit.interview.metric"].search(
                [("population", "=", POPULATION), ("code", "in", self._get_codes())]
            )
        }
        entries = []
        for code in self._get_codes():
            metric = metrics.get(code)
            if not metric:
                continue
            if metric.kind in ("choice", "choices"):
                value = SQL(
                    "(SELECT array_agg(one::int) FROM"
                    " json_array_elements_text(said.choices -> %s) one)",
                    code,
                )
                entries.append(Entry(part, metric.name, value, "choices", 32))
            else:
                value = SQL("(said.scores ->> %s)::int", code)
                kind = "number" if metric.kind == "scale" else "score_yes"
                entries.append(Entry(part, metric.name, value, kind, 14))
        return entries

    def _get_codes(self):
        """Return the codes of the metrics on the form, in its order.

        :rtype: list[str]
        """
        return [
            "reason",
            "reason_main",
            "expectations",
            "ssw_support",
            "wider_support",
            "children_sw_support",
            "recommend_fostering",
            "foster_again",
            "publication_consent",
        ]

    def _get_result_entries(self, part):
        env = self.env
        return [
            Entry(part, env._("Urgent issue"), SQL("finding.is_urgent"), "yes_no", 10),
            Entry(part, env._("Themes"), SQL("finding.themes"), "themes", 34),
            Entry(part, env._("Actions agreed"), SQL("action.names"), "long", 44),
            Entry(part, env._("Letter sent"), SQL("c.date_outcome_sent"), "date", 13),
            Entry(
                part,
                env._("Badges returned"),
                SQL("person.are_badges_back"),
                "yes_no",
                11,
            ),
        ]

    # === QUERY === #

    def _get_form_query(self, cases, entries):
        """Return the one query of the forms: a row a case.

        :param cases: ``exit.interview`` that the user may read
        :param list[Entry] entries: whose values are taken
        :rtype: SQL
        """
        return SQL(
            "SELECT %s FROM exit_interview c %s WHERE c.id = ANY(%s)"
            " ORDER BY c.date_departure DESC NULLS FIRST, c.id DESC",
            SQL(", ").join(entry.value for entry in entries),
            SQL(" ").join(self._get_form_joins()),
            cases.ids,
        )

    def _get_form_joins(self):
        """Return what the values of the entries are taken from.

        :rtype: list[SQL]
        """
        zone = str(self.env.tz)
        return [
            SQL(
                """
                LEFT JOIN LATERAL (
                    SELECT string_agg(p.name, ', ' ORDER BY p.id) AS names,
                           bool_and(p.date_badge_returned IS NOT NULL)
                           AS are_badges_back
                      FROM exit_interview_participant p WHERE p.case_id = c.id
                ) person ON TRUE
                LEFT JOIN LATERAL (
                    SELECT part.has_complaint, part.has_allegation
                      FROM exit_interview_briefing_part part
                     WHERE part.case_id = c.id AND part.code = 'complaints'
                ) complaint ON TRUE
                LEFT JOIN LATERAL (
                    SELECT count(*) AS number,
                           string_agg(DISTINCT partner.name, ', ') AS holders,
                           string_agg(NULLIF(t.offered, ''), E'\n'
                                      ORDER BY t.date, t.id) AS offers
                      FROM exit_interview_retention_talk t
                      JOIN res_users u ON u.id = t.holder_id
                      JOIN res_partner partner ON partner.id = u.partner_id
                     WHERE t.case_id = c.id
                ) talk ON TRUE
                """
            ),
            self._get_session_join(SQL("first"), SQL("IS NULL"), SQL("ASC"), zone),
            self._get_session_join(SQL("later"), SQL("IS NOT NULL"), SQL("DESC"), zone),
            self._get_said_join(),
            SQL(
                """
                LEFT JOIN LATERAL (
                    SELECT bool_or(f.triage = 'urgent') AS is_urgent,
                           array_agg(DISTINCT f.theme_id) FILTER (
                               WHERE f.state = 'approved'
                               AND f.is_protected IS NOT TRUE) AS themes
                      FROM exit_interview_finding f WHERE f.case_id = c.id
                ) finding ON TRUE
                LEFT JOIN LATERAL (
                    SELECT string_agg(a.name, E'\n' ORDER BY a.date_due, a.id) AS names
                      FROM exit_interview_action a
                     WHERE a.case_id = c.id AND a.state IN ('open', 'done')
                ) action ON TRUE
                """
            ),
        ]

    def _get_session_join(self, name, is_follow_up, order, zone):
        """Return the first conversation held, or the last follow-up."""
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT (s.date_start AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                       AS day, s.mode, s.location, s.companion,
                       s.interviewer_name AS interviewer,
                       -- what a follow-up takes over keeps version 0
                       (SELECT count(*) FROM exit_interview_answer a
                         WHERE a.session_id = s.id AND a.version > 0) AS altered
                  FROM exit_interview_session s
                 WHERE s.case_id = c.id AND s.state = 'held'
                   AND s.previous_id %(is_follow_up)s
                 ORDER BY s.date_start %(order)s LIMIT 1
            ) %(name)s ON TRUE
            """,
            zone=zone,
            is_follow_up=is_follow_up,
            order=order,
            name=name,
        )

    def _get_said_join(self):
        """Return what still stands of the answers; of two heard apart, both reasons."""
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT json_object_agg(one.code, one.score) AS scores,
                       json_object_agg(one.code, one.choices) AS choices
                  FROM (SELECT m.code,
                               (array_agg(a.score ORDER BY s.date_start DESC, a.id DESC)
                               )[1] AS score,
                               COALESCE(array_agg(DISTINCT rel.exit_interview_choice_id)
                                   FILTER (WHERE rel.exit_interview_choice_id
                                           IS NOT NULL), '{}') AS choices
                          FROM exit_interview_session s
                          JOIN exit_interview_answer a ON a.session_id = s.id
                          JOIN exit_interview_metric m ON m.id = a.metric_id
                          LEFT JOIN exit_interview_answer_choice_rel rel
                            ON rel.exit_interview_answer_id = a.id
                         WHERE s.case_id = c.id AND s.state = 'held'
                           AND a.status = 'answered' AND a.is_protected IS NOT TRUE
                           AND m.code = ANY(%s)
                           -- a follow-up holds all that still stands of the first
                           AND NOT EXISTS (
                               SELECT 1 FROM exit_interview_session next
                                WHERE next.previous_id = s.id AND next.state = 'held')
                         GROUP BY m.code) one
            ) said ON TRUE
            """,
            self._get_codes(),
        )
