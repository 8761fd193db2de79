# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL


class Column(NamedTuple):
    """A column of a sheet; `kind` is `text`, `long`, `number`, `date`, `datetime`."""

    label: str
    kind: str = "text"
    width: int = 16
    wording: str = ""


class Sheet(NamedTuple):
    """A sheet: its columns, its one query, and how a row of it becomes values."""

    name: str
    columns: list
    query: SQL
    read: Callable


class ExitInterviewWorkbookMixin(models.AbstractModel):
    """What stands on the sheets of the workbook.

    Rows come by SQL, one query a sheet, and stream through, so that memory does not
    grow with them. SQL knows no record rules: every query here is limited to the ids
    of cases that the caller found under the user's own rules.
    """

    _name = "exit.interview.workbook.mixin"
    _description = "Sheets of the exit interview workbook"

    # Rows fetched at a time.
    _fetch_size = 500

    def _get_sheets(self, cases, tally):
        """Return the sheets of the workbook in order; other addons append theirs.

        :param cases: ``exit.interview`` that the user may export
        :param tally: counters of :func:`make_tally`, filled as rows are read
        :rtype: list[Sheet]
        """
        return [
            self._get_interviews_sheet(cases, tally),
            self._get_responses_sheet(cases),
            self._get_actions_sheet(cases),
            self._get_timeliness_sheet(cases, tally),
        ]

    def _stream(self, query):
        """Yield the rows of a query, a few hundred in memory at a time."""
        cr = self.env.cr
        cr.execute(SQL("DECLARE exit_interview_rows NO SCROLL CURSOR FOR %s", query))
        fetch = f"FETCH FORWARD {self._fetch_size} FROM exit_interview_rows"
        while True:
            cr.execute(SQL(fetch))
            rows = cr.fetchall()
            if not rows:
                break
            yield from rows
        cr.execute(SQL("CLOSE exit_interview_rows"))

    def _get_labels(self, model, name):
        """Return {value: label} of a selection field in the user's language."""
        return dict(self.env[model]._fields[name]._description_selection(self.env))

    def _get_days_late(self, due, done, today):
        """Return how many days after `due` something was done, or stands open."""
        return max(0, ((done or today) - due).days) if due else None

    # === INTERVIEWS === #

    def _get_interviews_sheet(self, cases, tally):
        roles = self._get_share_roles(cases)
        questions = AnswerColumns(self._get_questions(cases), self.env)
        questions.add_comments(self._get_commented_questions(cases, questions))
        before, after = self._get_case_columns()
        role_labels = self._get_labels("exit.interview.share", "role")
        permissions = self._get_labels("exit.interview.share", "permission")
        columns = [
            *before,
            *(
                Column(self.env._("Permission: %s", role_labels.get(role, role)))
                for role in roles
            ),
            *after,
            *questions.columns,
        ]
        translate = self._get_case_translator()
        confirm_labels = self._get_labels("exit.interview", "confirm_how")
        loss_labels = {
            name: self._get_labels("exit.interview", name)
            for name in self.env["exit.interview"]._get_loss_fields()
        }

        def read(row):
            *facts, state, outcome, shares, how, confirmed, loss, told, answers = row
            tally["state"][state] += 1
            if outcome:
                tally["outcome"][outcome] += 1
            for name, value in zip(loss_labels, loss, strict=True):
                if value and state != "cancelled":
                    tally[name][value] += 1
            shares = shares or {}
            return [
                *translate(facts, state, outcome),
                *(permissions.get(shares.get(role)) for role in roles),
                confirm_labels.get(how),
                confirmed,
                *(
                    labels.get(value)
                    for labels, value in zip(loss_labels.values(), loss, strict=True)
                ),
                told,
                *questions.get_values(answers or [], tally["reason"]),
            ]

        query = self._get_interviews_query(cases, questions)
        return Sheet(
            self.env._("Interviews"), columns, query, self._report_progress(read)
        )

    def _report_progress(self, read):
        """Return `read`, which now and then says how many rows it has read.

        A job that makes the workbook hands in whom to tell: a function, which no
        client can send in a context.
        """
        progress = self.env.context.get("exit_interview_progress")
        if not callable(progress):
            return read
        count = 0

        def read_and_tell(row):
            nonlocal count
            count += 1
            if count % self._fetch_size == 0:
                progress(count)
            return read(row)

        return read_and_tell

    def _get_case_columns(self):
        """Return the columns before and after the permissions."""
        return [
            Column(self.env._("Reference"), width=15),
            Column(self.env._("Leaver"), width=22),
            Column(self.env._("Role"), width=22),
            Column(self.env._("Team"), width=20),
            Column(self.env._("Service"), width=20),
            Column(self.env._("Manager"), width=20),
            Column(self.env._("Department"), width=20),
            Column(self.env._("Last day"), "date", 13),
            Column(self.env._("Notified"), "date", 13),
            Column(self.env._("Offered"), "date", 13),
            Column(self.env._("Channel"), width=12),
            Column(self.env._("Reply"), width=14),
            Column(self.env._("Interview date"), "datetime", 18),
            Column(self.env._("Mode"), width=12),
            Column(self.env._("Interviewer"), width=20),
            Column(self.env._("Independence exception"), "long", 26),
            Column(self.env._("Route"), width=12),
            Column(self.env._("State"), width=13),
            Column(self.env._("Outcome"), width=20),
        ], [
            Column(self.env._("Confirmed how"), width=20),
            Column(self.env._("Confirmed on"), "date", 13),
            Column(self.env._("Kind of departure"), width=14),
            Column(self.env._("Regretted loss"), width=11),
            Column(self.env._("Would employ again"), width=13),
            Column(self.env._("Outcome told on"), "date", 13),
        ]

    def _get_case_translator(self):
        """Return a function that puts words in place of ids and codes."""
        Case = "exit.interview"
        channels = self._get_labels(Case, "offer_channel")
        replies = self._get_labels(Case, "reply")
        modes = self._get_labels("exit.interview.session", "mode")
        routes = self._get_labels(Case, "route")
        states = self._get_labels(Case, "state")
        outcomes = self._get_labels(Case, "outcome")
        # Names of departments are no secret of a case; the case was checked.
        Department = self.env["hr.department"].sudo().with_context(active_test=False)
        departments = {
            department.id: department.name
            for department in Department.search_fetch([], ["name"])
        }

        def translate(facts, state, outcome):
            facts[6] = departments.get(facts[6])
            facts[10] = channels.get(facts[10])
            facts[11] = replies.get(facts[11])
            facts[13] = modes.get(facts[13])
            facts[16] = routes.get(facts[16])
            return [*facts, states.get(state), outcomes.get(outcome)]

        return translate

    def _get_interviews_query(self, cases, questions):
        """Return the one query of the sheet: a row a case, with its latest record."""
        return SQL(
            """
            SELECT c.name, COALESCE(person.name, leaver.names), c.job_title,
                   c.team_name, c.service_name,
                   c.manager_name, c.department_id, c.date_departure, c.date_notified,
                   c.date_offered, c.offer_channel, c.reply,
                   s.date_start AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s,
                   s.mode, interviewer.name, c.independence_reason, c.route,
                   c.state, c.outcome, permission.by_role, c.confirm_how,
                   c.date_confirmed,
                   ARRAY[c.leaving_kind, c.regretted, c.would_reemploy],
                   c.date_outcome_sent, answer.list
              FROM exit_interview c
              LEFT JOIN LATERAL (
                    SELECT string_agg(p.name, ', ' ORDER BY p.id) AS names
                      FROM exit_interview_participant p
                     WHERE p.case_id = c.id
                   ) leaver ON TRUE
              LEFT JOIN LATERAL (
                    -- one, or one for each person where each was heard alone
                    SELECT DISTINCT ON (held.apart_id)
                           held.id, held.date_start, held.mode, held.interviewer_id,
                           held.apart_id
                      FROM exit_interview_session held
                     WHERE held.case_id = c.id AND held.state = 'held'
                     ORDER BY held.apart_id, held.date_start DESC, held.id DESC
                   ) s ON TRUE
              LEFT JOIN exit_interview_participant person ON person.id = s.apart_id
              LEFT JOIN res_users u
                ON u.id = COALESCE(s.interviewer_id, c.interviewer_id)
              LEFT JOIN res_partner interviewer ON interviewer.id = u.partner_id
              LEFT JOIN LATERAL (
                    SELECT json_object_agg(share.role, share.permission) AS by_role
                      FROM exit_interview_share share
                     WHERE share.case_id = c.id
                       AND share.participant_id IS NOT DISTINCT FROM s.apart_id
                   ) permission ON TRUE
              LEFT JOIN LATERAL (
                    SELECT json_agg(json_build_array(
                               a.question_id, a.status, a.score, a.text, a.comment,
                               chosen.ids
                           )) AS list
                      FROM exit_interview_answer a
                      LEFT JOIN LATERAL (
                            SELECT array_agg(rel.exit_interview_choice_id) AS ids
                              FROM exit_interview_answer_choice_rel rel
                             WHERE rel.exit_interview_answer_id = a.id
                           ) chosen ON a.question_id = ANY(%(choice_ids)s)
                     WHERE a.session_id = s.id
                       AND a.question_id = ANY(%(question_ids)s)
                       AND a.is_protected IS NOT TRUE
                   ) answer ON TRUE
             WHERE c.id = ANY(%(case_ids)s)
             ORDER BY c.date_departure DESC NULLS FIRST, c.id DESC, s.id
            """,
            tz=str(self.env.tz),
            choice_ids=questions.choice_question_ids,
            question_ids=questions.question_ids,
            case_ids=cases.ids,
        )

    def _get_share_roles(self, cases):
        """Return the recipient roles of these cases, in the order of circulation."""
        rows = self.env.execute_query(
            SQL(
                "SELECT role FROM exit_interview_share WHERE case_id = ANY(%s)"
                " GROUP BY role ORDER BY min(sequence), role",
                cases.ids,
            )
        )
        return [role for (role,) in rows]

    def _get_questions(self, cases):
        """Return the questions that head columns, the newest version first.

        Answers about protected characteristics are never exported row by row: neither
        is their column (P-06, decision 15).

        :rtype: ``exit.interview.question``
        """
        # Coordinators take workbooks and have no right on policies.
        names = self.env["exit.interview.policy"]._get_questionnaire_fields()
        asked = [
            SQL(
                """
                UNION
                SELECT %(field)s FROM exit_interview_policy p
                  JOIN exit_interview c ON c.policy_id = p.id
                 WHERE c.id = ANY(%(ids)s) AND %(field)s IS NOT NULL
                """,
                field=SQL.identifier("p", name),
                ids=cases.ids,
            )
            for name in names["interview"]
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT questionnaire_id FROM exit_interview_session
                 WHERE case_id = ANY(%(ids)s) AND state != 'cancelled' %(asked)s
                """,
                ids=cases.ids,
                asked=SQL().join(asked),
            )
        )
        questionnaires = self.env["exit.interview.questionnaire"].browse(
            [questionnaire_id for (questionnaire_id,) in rows]
        )
        questions = self.env["exit.interview.question"]
        for questionnaire in questionnaires.sorted(
            lambda q: (q.kind != "interview", q.code, -q.version)
        ):
            questions += questionnaire._get_ordered_questions()
        return questions.filtered(lambda question: not question.is_protected)

    def _get_commented_questions(self, cases, questions):
        """Return ids of questions without a box for a comment that have one anyway."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT a.question_id
                  FROM exit_interview_answer a
                 WHERE a.question_id = ANY(%s) AND a.comment IS NOT NULL
                   AND a.case_id = ANY(%s)
                """,
                questions.uncommented_ids,
                cases.ids,
            )
        )
        return {question_id for (question_id,) in rows}

    # === RESPONSES === #

    def _get_responses_sheet(self, cases):
        roles = self._get_labels("exit.interview.share", "role")
        states = self._get_labels("exit.interview.share", "state")
        today = fields.Date.context_today(self)
        columns = [
            Column(self.env._("Reference"), width=15),
            Column(self.env._("Role"), width=18),
            Column(self.env._("Recipient"), width=22),
            Column(self.env._("Sent"), "date", 13),
            Column(self.env._("Due"), "date", 13),
            Column(self.env._("Submitted"), "date", 13),
            Column(self.env._("Approved"), "date", 13),
            Column(self.env._("Days late"), "number", 10),
            Column(self.env._("What will be done"), "long", 44),
            Column(self.env._("By when"), "long", 26),
            Column(self.env._("How it is followed up"), "long", 36),
            Column(self.env._("State"), width=13),
        ]

        def read(row):
            reference, role, name, sent, due, submitted, approved, *texts, state = row
            late = None
            if state != "withdrawn" or submitted:
                late = self._get_days_late(due, submitted, today)
            dates = (sent, due, submitted, approved)
            label = roles.get(role)
            return [reference, label, name, *dates, late, *texts, states.get(state)]

        query = SQL(
            """
            SELECT c.name, share.role, partner.name, share.date_sent, share.date_due,
                   share.date_submitted, share.date_approved, share.response_action,
                   share.response_timescale, share.response_monitoring, share.state
              FROM exit_interview_share share
              JOIN exit_interview c ON c.id = share.case_id
              LEFT JOIN res_users u ON u.id = share.user_id
              LEFT JOIN res_partner partner ON partner.id = u.partner_id
             WHERE c.id = ANY(%s) AND share.date_sent IS NOT NULL
             ORDER BY share.date_sent DESC, c.name, share.sequence, share.id
            """,
            cases.ids,
        )
        return Sheet(self.env._("Responses"), columns, query, read)

    # === ACTIONS === #

    def _get_actions_sheet(self, cases):
        states = self._get_labels("exit.interview.action", "state")
        columns = [
            Column(self.env._("Reference"), width=15),
            Column(self.env._("Action"), "long", 50),
            Column(self.env._("Owner"), width=22),
            Column(self.env._("Due"), "date", 13),
            Column(self.env._("State"), width=13),
            Column(self.env._("Done on"), "date", 13),
            Column(self.env._("Outcome"), "long", 50),
        ]

        def read(row):
            *facts, state, done, outcome = row
            return [*facts, states.get(state), done, outcome]

        query = SQL(
            """
            SELECT c.name, action.name, partner.name, action.date_due, action.state,
                   action.date_done, action.outcome
              FROM exit_interview_action action
              JOIN exit_interview c ON c.id = action.case_id
              LEFT JOIN res_users u ON u.id = action.owner_id
              LEFT JOIN res_partner partner ON partner.id = u.partner_id
             WHERE c.id = ANY(%s)
             ORDER BY action.date_due, action.id
            """,
            cases.ids,
        )
        return Sheet(self.env._("Actions"), columns, query, read)

    # === TIMELINESS === #

    def _get_timeliness_sheet(self, cases, tally):
        kinds = self._get_labels("exit.interview.duty", "kind")
        roles = self._get_labels("exit.interview.duty", "role")
        states = self._get_labels("exit.interview.duty", "state")
        today = fields.Date.context_today(self)
        columns = [
            Column(self.env._("Reference"), width=15),
            Column(self.env._("What"), width=28),
            Column(self.env._("Role"), width=18),
            Column(self.env._("Who"), width=22),
            Column(self.env._("Due"), "date", 13),
            Column(self.env._("Done"), "date", 13),
            Column(self.env._("Days late"), "number", 10),
            Column(self.env._("State"), width=13),
        ]

        def read(row):
            reference, kind, role, name, due, closed, state = row
            done = closed if state == "done" else None
            late = None if state == "void" else self._get_days_late(due, done, today)
            if late is not None and (done or late):
                timing = "late" if done and late else "in_time" if done else "open_late"
                tally["timing"][kind, timing] += 1
            who = (kinds.get(kind), roles.get(role), name)
            return [reference, *who, due, done, late, states.get(state)]

        query = SQL(
            """
            SELECT c.name, duty.kind, duty.role, partner.name, duty.date_due,
                   duty.date_done, duty.state
              FROM exit_interview_duty duty
              JOIN exit_interview c ON c.id = duty.case_id
              LEFT JOIN res_users u ON u.id = duty.user_id
              LEFT JOIN res_partner partner ON partner.id = u.partner_id
             WHERE c.id = ANY(%s)
             ORDER BY duty.date_due, duty.id
            """,
            cases.ids,
        )
        return Sheet(self.env._("Timeliness"), columns, query, read)


class AnswerColumns:
    """One column a question code, and one for its comment where there is a box.

    :param questions: ``exit.interview.question``, the newest version first
    """

    def __init__(self, questions, env):
        self.env = env
        self.question_ids = questions.ids
        self.choice_question_ids = questions.filtered(
            lambda question: question.kind in ("choice", "choices")
        ).ids
        self.by_code = questions.grouped("code")
        self.commented = {
            code
            for code, same in self.by_code.items()
            if any(same.mapped("comment_label"))
            or any(same.choice_ids.mapped("is_other"))
        }
        self.choices = {
            choice.id: (number, choice.name)
            for number, choice in enumerate(questions.choice_ids)
        }
        self.reason_ids = set(
            questions.filtered(lambda question: question.metric_id.code == "reason").ids
        )
        labels = dict(
            env["exit.interview.answer"]._fields["status"]._description_selection(env)
        )
        self.not_said = {
            status: labels[status] for status in ("not_applicable", "rather_not_say")
        }
        self.yes_no = {1: env._("Yes"), 0: env._("No")}

    @property
    def uncommented_ids(self):
        return [
            question.id
            for code, same in self.by_code.items()
            if code not in self.commented
            for question in same
        ]

    def add_comments(self, question_ids):
        """Settle the columns; these questions get one for comments too."""
        self.columns = []
        self.places = {}
        for code, same in self.by_code.items():
            newest = same[:1]
            place = len(self.columns)
            self.columns.append(
                Column(code, *self._get_shape(newest.kind), newest.name)
            )
            has_comment = code in self.commented or question_ids & set(same.ids)
            if has_comment:
                label = self.env._("%s: comment", code)
                wording = newest.comment_label or self.env._("Comment")
                self.columns.append(Column(label, "long", 40, wording))
            for question in same:
                self.places[question.id] = (question.kind, place, has_comment)

    @staticmethod
    def _get_shape(kind):
        return {
            "scale": ("number", 14),
            "yes_no": ("text", 14),
            "choice": ("text", 26),
            "choices": ("long", 32),
            "date": ("date", 14),
        }.get(kind, ("long", 44))

    def get_values(self, answers, reasons):
        """Return the values of one case.

        :param list answers: question id, status, score, text, comment, ids of choices
        :param Counter reasons: counts the reasons for leaving
        """
        values = [None] * len(self.columns)
        for question_id, status, score, text, comment, choice_ids in answers:
            kind, place, has_comment = self.places[question_id]
            if has_comment:
                values[place + 1] = comment
            if status in self.not_said:
                values[place] = self.not_said[status]
            elif kind == "scale":
                values[place] = score
            elif kind == "yes_no":
                values[place] = self.yes_no.get(score)
            elif kind == "date":
                values[place] = text and fields.Date.to_date(text)
            elif kind == "text":
                values[place] = text
            elif choice_ids:
                in_order = sorted(self.choices[choice_id] for choice_id in choice_ids)
                chosen = [name for _number, name in in_order]
                values[place] = "; ".join(chosen)
                if question_id in self.reason_ids:
                    reasons.update(chosen)
        return values


def make_tally():
    """Return empty counters for :meth:`ExitInterviewWorkbookMixin._get_sheets`."""
    names = ("state", "outcome", "reason", "timing")
    loss = ("leaving_kind", "regretted", "would_reemploy")
    return {name: Counter() for name in (*names, *loss)}
