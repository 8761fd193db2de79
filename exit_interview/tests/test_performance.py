# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestPerformance(ExitInterviewCommon):
    """Queries that must not grow. What the platform needs by itself is subtracted."""

    def _create_leavers(self, count):
        return self.env["hr.employee"].create(
            [
                {
                    "name": f"Leaver {number}",
                    "department_id": self.north.id,
                    "parent_id": self.lin_employee.id,
                    "private_email": f"leaver{number}@home.example",
                }
                for number in range(count)
            ]
        )

    def _register(self, employees):
        self.env["exit.interview.notice"].with_user(self.hal)._register_notices(
            [
                {
                    "population": "staff",
                    "source": "hr_departure",
                    "employee_id": employee.id,
                    "date_departure": fields.Date.to_date("2026-12-31"),
                }
                for employee in employees
            ]
        )
        self.env.flush_all()

    def _count(self, employees):
        self._refresh()
        before = self.env.cr.sql_log_count
        self._register(employees)
        return self.env.cr.sql_log_count - before

    def test_departure_costs_a_fraction_of_a_query_a_leaver(self):
        """Shows 5: sixty leavers in one wizard, and a thousand."""
        self._register(self._create_leavers(1))
        sixty = self._create_leavers(60)
        few = self._count(sixty)
        thousand = self._create_leavers(1000)
        many = self._count(thousand)

        # Each model below the case, a population's too, costs a query a batch.
        self.assertLessEqual(few, 76)
        self.assertLessEqual((many - few) / 940, 0.1)
        cases = self._get_cases(sixty + thousand)
        self.assertEqual(len(cases), 1060)
        self.assertEqual(len(cases.duty_ids), 1060)
        self.assertEqual(len(self._get_activities(cases.duty_ids)), 1060)
        self.assertEqual(len(cases.notice_ids), 1060)

    def test_sixty_leavers_in_the_wizard_once(self):
        leavers = self._create_leavers(60)
        cases = self._depart(leavers)
        self._depart(leavers)

        self.assertEqual(len(self._get_cases(leavers)), 60)
        self.assertEqual(cases.mapped("state"), ["new"] * 60)
        self.assertEqual(len(cases.duty_ids), 60)
        self.assertEqual(len(self._get_activities(cases.duty_ids)), 60)
        # HR said the same twice: that is one notice.
        self.assertEqual(len(cases.notice_ids), 60)
        self.assertFalse(
            self.env["mail.mail"].search([("subject", "like", "EXI-%")]),
            "an activity sends no mail",
        )

    def test_list_of_cases_costs_the_same_at_any_length(self):
        self._register(self._create_leavers(80))
        Case = self.env["exit.interview"].with_user(self.cora)
        specification = {
            "name": {},
            "leaver_name": {},
            "job_title": {},
            "team_name": {},
            "date_departure": {},
            "interviewer_id": {"fields": {"display_name": {}}},
            "is_overdue": {},
            "date_due": {},
            "state": {},
        }

        def count(limit):
            self._refresh()
            before = self.env.cr.sql_log_count
            Case.web_search_read([], specification, limit=limit)
            return self.env.cr.sql_log_count - before

        count(5)
        self.assertLessEqual(count(80), 15)
        self.assertEqual(count(80), count(40))

    def test_saving_one_answer(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids
        question = self._get_question(session, "support")
        self._answer(session, "improve", text="Warm")
        self._refresh()
        writer = session.with_user(self.ivy)
        before = self.env.cr.sql_log_count
        writer.action_save_answers(
            [{"question_id": question.id, "score": 6}], session.version
        )
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 12)

    def test_opening_the_interview_screen(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids.with_user(self.ivy)
        for question in session.questionnaire_id.sudo().question_ids:
            if question.kind == "scale":
                self._answer(case.session_ids, question.code, score=5)
        session.get_form()
        self._refresh()
        before = self.env.cr.sql_log_count
        session.get_form()
        self.env.flush_all()
        # One call opens the screen with all its answers; none of it grows with them.
        self.assertLessEqual(self.env.cr.sql_log_count - before, 36)
