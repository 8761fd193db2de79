# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from ast import literal_eval
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestAnalysis(ExitInterviewCommon):
    """The coordinator's pivot and graph say what the cases say, and say it to her."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["hr.department"].create(
            {"name": "Analysed", "parent_id": cls.fieldwork.id}
        )
        cls.people = cls._create_employee("Ann Alder", department_id=cls.team.id)
        cls.people += cls._create_employee("Ben Birch", department_id=cls.team.id)

    def _get_lines(self, user=None):
        """Return the lines model as a user; set up outside the sample year."""
        self._refresh()
        return self.env["exit.interview.analysis"].with_user(user or self.cora)

    def _count(self, groupby, measures, domain=(), user=None):
        domain = [("department_id", "=", self.team.id), *domain]
        rows = self._get_lines(user)._read_group(domain, groupby, measures)
        return {row[: len(groupby)]: row[len(groupby) :] for row in rows}

    def _hear(self, person, **scores):
        case = self._create_case(person, until="interviewed")
        session = case.session_ids
        for code, score in scores.items():
            self._answer(session, code, status="answered", score=score)
        return case

    def _get_scales(self, case):
        questions = case.session_ids.questionnaire_id.question_ids
        return questions.filtered(
            lambda question: question.kind == "scale"
            and question.metric_id
            and not question.is_protected
        )

    def test_means_are_means_of_the_marks(self):
        first = self._hear(self.people[0])
        scale, other = self._get_scales(first)[:2]
        self._answer(first.session_ids, scale.code, status="answered", score=0)
        self._answer(first.session_ids, other.code, status="rather_not_say")
        second = self._hear(self.people[1], **{scale.code: 9})
        found = self._count(
            ["metric_id"],
            ["score:avg", "case_id:count_distinct"],
            [("line_kind", "=", "score"), ("score", "!=", False)],
        )
        # 0 is a mark; “rather not say” is none.
        metric = scale.metric_id.with_user(self.cora)
        self.assertEqual(found, {(metric,): (4.5, 2)})
        whole = self._count([], ["score:avg", "case_id:count_distinct"])
        self.assertEqual(whole, {(): (4.5, 2)}, "other kinds of lines change nothing")
        self.assertEqual(first.department_id, second.department_id)

    def test_the_latest_conversation_counts(self):
        case = self._hear(self.people[0])
        code = self._get_scales(case)[0].code
        self._answer(case.session_ids, code, status="answered", score=2)
        first = case.session_ids
        # A follow-up as the server holds one, later than the first.
        follow_up = (
            self.env["exit.interview.session"]
            .sudo()
            .create(
                {
                    "case_id": case.id,
                    "kind": "follow_up",
                    "state": "held",
                    "date_start": first.date_start + timedelta(days=3),
                    "questionnaire_id": first.questionnaire_id.id,
                    "interviewer_id": self.ivy.id,
                    "mode": "phone",
                }
            )
        )
        self._answer(follow_up, code, status="answered", score=8)
        found = self._count(["mode"], ["score:avg"], [("line_kind", "=", "score")])
        self.assertEqual(found, {("phone",): (8.0,)})

    def test_uptake_is_what_the_overview_says(self):
        heard = self._hear(self.people[0])
        asked = self._depart(self.people[1])
        asked.with_user(self.cora).action_offer("told")
        stayed = self._depart(
            self._create_employee("Cid Cedar", department_id=self.team.id)
        )
        stayed.with_user(self.cora).action_mark_retained("Four-day week")
        found = self._count(
            [],
            [
                "case_id:count_distinct",
                "offered_share:avg",
                "accepted_share:avg",
                "heard_share:avg",
            ],
            [("line_kind", "=", "case")],
        )
        self.assertEqual(found, {(): (3, 1.0, 0.5, 0.5)})
        self.assertEqual(len(heard + asked + stayed), 3)

    def test_days_come_from_the_steps(self):
        case = self._hear(self.people[0])
        today = fields.Date.context_today(self.env.user)
        case.write(
            {
                "date_notified": today - timedelta(days=20),
                "date_offered": today - timedelta(days=17),
            }
        )
        # Half past midnight in London is another day in UTC.
        case.session_ids.write(
            {
                "date_start": "2026-07-01 23:30:00",
                "date_handed_in": "2026-07-04 23:30:00",
            }
        )
        case.date_notified = "2026-06-30"
        case.date_offered = "2026-07-01"
        found = self._count(
            [], ["days_offer:avg", "days_interview:avg", "days_handed_in:avg"]
        )
        self.assertEqual(found, {(): (1.0, 2.0, 3.0)})

    def test_responses_count_by_role(self):
        case = self._create_case(self.people[0], until="shared")
        share = self._get_share(case, "service_manager")
        share.with_user(self.sam).action_submit("We ask.", "May", "Monthly", [])
        share.sudo().date_submitted = share.date_sent + timedelta(days=4)
        found = self._count(
            ["role"], ["days_response:avg", "__count"], [("line_kind", "=", "response")]
        )
        self.assertEqual(found[("service_manager",)], (4.0, 1))
        self.assertEqual(found[("head_of_service",)][0] or None, None)

    def test_reasons_count_once_each(self):
        case = self._hear(self.people[0])
        question = self._get_question(case.session_ids, "reason")
        chosen = question.choice_ids[:2]
        self._answer(
            case.session_ids, "reason", status="answered", choice_ids=chosen.ids
        )
        domain = [("line_kind", "=", "choice"), ("metric_id.code", "=", "reason")]
        found = self._count(["option"], ["case_id:count_distinct"], domain)
        self.assertEqual(found, {(choice.name,): (1,) for choice in chosen})
        lines = self._get_lines().search(
            [("case_id", "=", case.id), ("line_kind", "=", "choice")]
        )
        self.assertEqual(len(set(lines.ids)), 2)
        self.assertEqual(sorted(lines.mapped("option")), sorted(chosen.mapped("name")))

    def test_protected_answers_never_come_in(self):
        case = self._hear(self.people[0])
        questions = case.session_ids.questionnaire_id.question_ids
        protected = questions.filtered(
            lambda question: question.is_protected and question.kind == "yes_no"
        )
        self.assertTrue(protected)
        for question in protected:
            self._answer(case.session_ids, question.code, status="answered", score=1)
        lines = self._get_lines().search([("case_id", "=", case.id)])
        self.assertEqual(set(lines.mapped("line_kind")), {"case"})
        self.assertFalse(lines.metric_id & protected.metric_id)

    def test_nobody_else_counts(self):
        self._create_case(self.people[0], until="shared")
        for user in (self.ivy, self.sam, self.hal, self.adm, self.emp, self.lea_login):
            with self.assertRaises(AccessError):
                self._count([], ["__count"], user=user)
            with self.assertRaises(AccessError):
                self._get_lines(user).formatted_read_group(
                    [], ["service_name"], ["score:array_agg"]
                )
            with self.assertRaises(AccessError):
                self._get_lines(user).search_count([])

    def test_whoever_is_shut_out_counts_without_the_case(self):
        case = self._hear(self.people[0])
        self._depart(self.people[1])
        self.assertEqual(self._count([], ["case_id:count_distinct"]), {(): (2,)})
        case.sudo().conflict_user_ids |= self.cora
        self.assertEqual(self._count([], ["case_id:count_distinct"]), {(): (1,)})

    def test_another_organisation_counts_for_itself(self):
        self._depart(self.people[0])
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.cora.copy(
            {
                "login": "stranger",
                "company_id": other.id,
                "company_ids": [fields.Command.set(other.ids)],
            }
        )
        self.assertEqual(self._count([], ["__count"], user=stranger), {(): (0,)})

    def test_lines_are_read_and_noted_never_written(self):
        case = self._hear(self.people[0])
        code = self._get_scales(case)[0].code
        self._answer(case.session_ids, code, status="answered", score=3)
        lines = self._get_lines().search([("case_id", "=", case.id)], limit=10)
        noted = [("case_id", "=", case.id), ("user_id", "=", self.cora.id)]
        noted.append(("event", "=", "record_read"))
        Journal = self.env["exit.interview.journal"]
        self.assertFalse(Journal.search_count(noted))
        values = lines.read(["case_id", "score"])
        self.assertIn(3, [value["score"] for value in values])
        self.assertEqual(Journal.search_count(noted), 1)
        with self.assertRaises(AccessError):
            lines[:1].write({"score": 10})
        with self.assertRaises(UserError):
            lines.export_data(["score"])
        action = lines[:1].action_open_case()
        self.assertEqual((action["res_model"], action["res_id"]), (case._name, case.id))

    def test_counting_costs_the_same_however_many_cases(self):
        self._count([], ["__count"])
        counts = []
        for person in self.people:
            self._depart(person)
            self._refresh()
            self._count(["service_name"], ["case_id:count_distinct"])
            before = self.env.cr.sql_log_count
            self._count(["service_name"], ["case_id:count_distinct", "score:avg"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(set(counts)), 1, counts)

    def test_the_favourites_open(self):
        self._hear(self.people[0])
        for favourite in self.env["ir.filters"].search(
            [("model_id", "=", "exit.interview.analysis"), ("user_ids", "=", False)]
        ):
            domain = favourite._get_eval_domain()
            context = literal_eval(favourite.context)
            rows = self._get_lines().formatted_read_group(
                domain,
                context["pivot_row_groupby"] + context["pivot_column_groupby"],
                [
                    name if name == "__count" else f"{name}:count_distinct"
                    for name in context["pivot_measures"]
                ],
            )
            self.assertIsInstance(rows, list, favourite.name)
