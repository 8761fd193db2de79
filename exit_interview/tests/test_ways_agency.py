# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestWaysAgency(ExitInterviewCommon):
    """Agency workers: nine calendar months decide (L-04, L-05, decisions 1, 18)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.survey = cls.env["exit.interview.questionnaire"].create(
            {
                "name": "Short survey",
                "code": "test_survey",
                "kind": "survey",
                "section_ids": [
                    fields.Command.create(
                        {
                            "name": "Why",
                            "code": "why",
                            "question_ids": [
                                fields.Command.create(
                                    {
                                        "name": "Why are you leaving?",
                                        "code": "test_why",
                                        "kind": "text",
                                    }
                                )
                            ],
                        }
                    )
                ],
            }
        )
        cls.survey.action_publish()
        cls.policy.write(
            {
                "survey_questionnaire_id": cls.survey.id,
                "date_go_live": "2020-01-01",
                "survey_subject": "A few questions, {reference}",
                "survey_body": "Please fill in the survey, {reference}.",
            }
        )

    def _agency(self, start=None, **vals):
        return self._create_employee(
            "Ada Agency",
            employee_type="contractor",
            department_id=self.north.id,
            private_email="ada@home.example",
            **({"contract_date_start": start, "date_version": start} if start else {}),
            **vals,
        )

    def _route(self, start, end):
        return self._depart(self._agency(start), date=end).route

    def test_nine_calendar_months_decide(self):
        for start, end, route in (
            ("2025-01-01", "2025-10-01", "interview"),  # exactly nine months
            ("2025-01-01", "2025-09-30", "survey"),
            ("2025-05-31", "2026-02-28", "interview"),  # there is no 31 February
            ("2025-05-31", "2026-02-27", "survey"),
            ("2023-05-31", "2024-02-29", "interview"),
            ("2023-05-31", "2024-02-28", "survey"),
            ("2020-03-01", "2026-02-01", "interview"),
        ):
            with self.subTest(start=start, end=end):
                self.assertEqual(self._route(start, end), route)

    def test_the_policy_says_how_many_months(self):
        self.policy.agency_months = 6
        self.assertEqual(self._route("2025-01-01", "2025-07-01"), "interview")
        self.assertEqual(self._route("2025-01-01", "2025-06-30"), "survey")

    def test_who_counts_as_agency_worker(self):
        contract = self.env["hr.contract.type"].create({"name": "Through an agency"})
        tag = self.env["hr.employee.category"].create({"name": "Agency"})
        self.policy.write(
            {
                "agency_employee_type": False,
                "agency_contract_type_ids": [fields.Command.set(contract.ids)],
                "agency_category_ids": [fields.Command.set(tag.ids)],
            }
        )
        for vals, is_agency in (
            ({"employee_type": "contractor"}, False),
            ({"contract_type_id": contract.id}, True),
            ({"category_ids": [fields.Command.set(tag.ids)]}, True),
            ({}, False),
        ):
            employee = self._create_employee("Ann", **vals)
            case = self._depart(employee)
            self.assertEqual(case.is_agency, is_agency, vals)
            self.assertEqual(case.route, "consider" if is_agency else "interview")

    def test_staff_employed_for_a_week_are_offered_the_interview(self):
        employee = self._create_employee("New", contract_date_start="2026-12-24")
        self.assertEqual(self._depart(employee).route, "interview")

    def test_without_a_start_somebody_is_asked(self):
        ada = self._agency()
        case = self._depart(ada)
        self.assertRecordValues(
            case, [{"route": "consider", "date_start_service": False}]
        )
        self.assertEqual(self._get_open_duties(case).kind, "decide")
        # HR knows the day: the question has its answer
        ada.with_user(self.hal).write({"exit_interview_start": "2026-06-01"})
        self._refresh()
        self.assertEqual(case.route, "survey")
        self.assertEqual(case.date_start_service, date(2026, 6, 1))
        self.assertEqual(self._get_open_duties(case).kind, "offer")

    def test_the_start_is_for_hr_only(self):
        ada = self._agency()
        for user in (self.emp, self.lin, self.cora):
            with self.assertRaises(AccessError):
                ada.with_user(user).read(["exit_interview_start"])

    def test_contracts_without_a_gap_are_one_assignment(self):
        ada = self._agency("2025-01-01", contract_date_end="2025-06-27")
        ada.create_version(
            {
                "date_version": "2025-06-30",
                "contract_date_start": "2025-06-30",
                "contract_date_end": False,
            }
        )
        self.assertEqual(self._depart(ada, date="2025-10-01").route, "interview")

    def test_a_gap_begins_a_new_assignment(self):
        ada = self._agency("2025-01-01", contract_date_end="2025-06-27")
        ada.create_version(
            {
                "date_version": "2025-08-01",
                "contract_date_start": "2025-08-01",
                "contract_date_end": False,
            }
        )
        self.assertEqual(self._depart(ada, date="2025-10-01").route, "survey")

    def test_a_later_last_day_turns_the_survey_into_an_interview(self):
        ada = self._agency("2025-05-31")
        case = self._depart(ada, date="2026-02-27")
        self.assertEqual(case.route, "survey")
        self.env["exit.interview.notice"].with_user(self.cora).register(
            [
                {
                    "source": "letter",
                    "employee_id": ada.id,
                    "date_departure": "2026-02-28",
                }
            ]
        )
        self.assertEqual(case.route, "interview")

    def test_a_decision_outlives_a_later_day(self):
        ada = self._agency("2025-05-31")
        case = self._depart(ada, date="2026-02-27")
        case.with_user(self.cora).action_decide_route("interview", "Asked for it")
        self.env["exit.interview.notice"].with_user(self.cora).register(
            [
                {
                    "source": "letter",
                    "employee_id": ada.id,
                    "date_departure": "2026-02-20",
                }
            ]
        )
        self.assertEqual(case.route, "interview")

    # === THE SURVEY === #

    def _offer_survey(self, channel="letter"):
        case = self._depart(self._agency("2026-01-01"), date="2026-05-01")
        case.with_user(self.cora).action_offer(channel)
        self._refresh()
        return case

    def test_by_mail_the_survey_is_offered_on_the_leavers_page(self):
        case = self._offer_survey("mail")
        self.assertEqual(case.leaver_message_ids.kind, "offer")
        self.assertEqual(
            case.leaver_message_ids.participant_id.email, "ada@home.example"
        )

    def test_without_a_survey_nothing_is_sent(self):
        self.policy.survey_questionnaire_id = False
        case = self._depart(self._agency("2026-01-01"), date="2026-05-01")
        with self.assertRaisesRegex(UserError, "no published short survey"):
            case.with_user(self.cora).action_offer("letter")
        other = self._depart(self._agency(), date="2026-05-01")
        with self.assertRaisesRegex(UserError, "no published short survey"):
            other.with_user(self.cora).action_decide_route("survey", "Short stay")

    def test_the_paper_comes_back_and_is_typed_in(self):
        case = self._offer_survey()
        session_id = case.with_user(self.cora).action_record_survey(self.today)
        session = self.env["exit.interview.session"].browse(session_id)
        self._refresh()

        self.assertRecordValues(
            session,
            [
                {
                    "kind": "survey",
                    "state": "held",
                    "questionnaire_id": self.survey.id,
                    "interviewer_id": self.cora.id,
                }
            ],
        )
        self.assertEqual(case.state, "interviewed")
        duty = self._get_open_duties(case)
        self.assertEqual((duty.kind, duty.user_id), ("confirm", self.cora))
        self._answer(session, "test_why", user=self.cora, text="A permanent post")
        case.with_user(self.cora).action_confirm("signed")
        for share in case.share_ids:
            share.with_user(self.cora).action_record_permission("none")
        case.with_user(self.cora).action_share()
        self.assertIn(case.state, ("shared", "done"))

    def test_the_true_day_is_kept_and_bounded(self):
        case = self._offer_survey()
        case.sudo().write({"date_offered": self.today - timedelta(days=5)})
        for day in (
            self.today + timedelta(days=1),
            self.today - timedelta(days=6),
        ):
            with self.assertRaisesRegex(UserError, "between the day"):
                case.with_user(self.cora).action_record_survey(day)
        with self.assertRaises(ValidationError):
            case.with_user(self.cora).action_record_survey("soon")
        true_day = self.today - timedelta(days=5)
        case.with_user(self.cora).action_record_survey(true_day)
        local = self.policy._get_local_date(case.session_ids.date_start)
        self.assertEqual(local, true_day)

    def test_only_the_coordinator_records_a_survey_that_is_out(self):
        case = self._offer_survey()
        for user in (self.ivy, self.hal, self.emp):
            with self.assertRaises(AccessError):
                case.with_user(user).action_record_survey()
        interview = self._create_case(until="offered")
        with self.assertRaisesRegex(UserError, "no short survey"):
            interview.with_user(self.cora).action_record_survey()

    def test_no_survey_comes_back(self):
        case = self._offer_survey()
        case.with_user(self.cora).action_record_reply("no_reply")
        self.assertEqual((case.state, case.outcome), ("done", "no_reply"))
