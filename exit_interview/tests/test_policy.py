# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged, users

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestHolidays(ExitInterviewCommon):
    def _load(self, *years):
        for year in years:
            self.policy.with_user(self.adm).action_load_holidays(year)
        self._refresh()

    def _get_leaves(self, year):
        return self.env["resource.calendar.leaves"].search(
            [
                ("calendar_id", "=", self.calendar.id),
                ("date_from", ">=", f"{year}-01-01"),
                ("date_from", "<=", f"{year}-12-31 23:59:59"),
            ]
        )

    def test_a_year_is_loaded_once_with_its_substitute_days(self):
        """Decision 5: England and Wales, whole local days, idempotent."""
        self._load(2027)
        self._load(2027)
        leaves = self._get_leaves(2027)
        names = {str(leave.date_from.date()): leave.name for leave in leaves}
        self.assertEqual(names["2027-12-28"], "Boxing Day (substitute day)")
        self.assertEqual(len(leaves), 10)
        # 3 May is summer time: midnight in London is 23:00 UTC the day before.
        may = leaves.filtered(lambda leave: leave.name == "May Day")
        self.assertEqual(str(may.date_from), "2027-05-02 23:00:00")
        self.assertEqual(str(may.date_to), "2027-05-03 22:59:59")
        self.assertEqual(self.policy.holiday_years, "2027")

    def test_scotland_keeps_other_days(self):
        self.policy.with_user(self.adm).holiday_subdivision = "SCT"
        self._load(2026)
        self.assertIn(
            "Saint Andrew's Day", " ".join(self._get_leaves(2026).mapped("name"))
        )

    def test_first_and_last_year(self):
        self._load(2000, 2100)
        self.assertTrue(self._get_leaves(2000))
        self.assertTrue(self._get_leaves(2100))
        for year in (1999, 2101, "2027", True, None, -1, 2027.0):
            with self.assertRaises(ValidationError):
                self._load(year)

    def test_unknown_part_of_a_country(self):
        with self._assertRefused(ValidationError, "ENG, NIR, SCT, WLS"):
            self.policy.holiday_subdivision = "Kent"

    def test_a_day_of_mourning(self):
        self._load(2027)
        self.policy.with_user(self.adm).action_add_holiday("2027-02-03", "Mourning")
        self._refresh()
        self.assertEqual(
            self.policy._plan_working_days(1, date(2027, 2, 2)), date(2027, 2, 4)
        )

    @users("cora", "ivy", "emp", "hal")
    def test_nobody_else_loads(self):
        with self.assertRaises(AccessError):
            self.policy.with_env(self.env).action_load_holidays(2027)
        with self.assertRaises(AccessError):
            self.policy.with_env(self.env).action_add_holiday("2027-02-03", "Party")

    def test_warning_from_the_first_of_october(self):
        """I-43: both sides of the boundary."""
        self._load(2025, 2026)
        for day, expected in (("2026-09-30", False), ("2026-10-01", True)):
            with freeze_time(f"{day} 12:00"):
                self.policy.invalidate_recordset()
                self.assertEqual(bool(self.policy.holiday_warning), expected, day)
                warnings = self.policy.with_user(self.cora)._get_holiday_warnings()
                self.assertEqual(len(warnings), int(expected), day)
                banner = self.env["exit.interview.heartbeat"].with_user(self.cora)
                self.assertEqual(
                    bool(warnings and warnings[0] in banner.get_banner()), expected
                )
        with freeze_time("2026-10-01 12:00"):
            self.assertEqual(
                self.policy.with_user(self.emp)._get_holiday_warnings(), []
            )
            self._load(2027)
            self.policy.invalidate_recordset()
            self.assertFalse(self.policy.holiday_warning)

    def test_a_calendar_without_holidays_is_left_alone(self):
        with freeze_time("2026-12-30 12:00"):
            self.assertFalse(self.policy.holiday_warning)
            self.assertTrue(self.policy._promise_working_days(15, date(2026, 12, 30)))

    def test_a_leaver_is_registered_and_planned_anew(self):
        """I-43: never a wrong date silently, never a lost leaver."""
        self._load(2025, 2026)
        with freeze_time("2026-12-23 12:00"):
            case = self._create_case()
            duty = self._get_open_duties(case)
            # 24, 29, 30, 31 December and, for want of better, New Year's Day
            self.assertEqual(duty.date_due, date(2027, 1, 1))
            self.assertIn("2027", case.with_user(self.cora).holiday_warning)
            self._load(2027)
            self.assertEqual(duty.date_due, date(2027, 1, 4))
            self.assertFalse(case.with_user(self.cora).holiday_warning)

    def test_what_is_promised_waits_for_the_holidays(self):
        """I-43: a copy with a wrong answer date is not sent."""
        self._load(2025, 2026)
        with freeze_time("2026-12-15 12:00"):
            case = self._create_case(until="confirmed")
            with self.assertRaises(UserError) as caught:
                case.with_user(self.cora).action_share()
            self.assertIn("load 2027 holidays", str(caught.exception))
            self._load(2027)
            case.with_user(self.cora).action_share()
            share = self._get_share(case, "service_manager")
            self.assertEqual(share.date_due, date(2027, 1, 8))


@tagged("post_install", "-at_install")
class TestPolicy(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.responsible_id = cls.hana

    def _publish(self, version="2", user=None, **vals):
        return self.policy.with_user(user or self.adm).action_publish_version(
            version,
            vals.get("approved_by", "Senior management team"),
            vals.get("date_approved", "2026-11-02"),
            vals.get("summary", "Managers answer within 10 days."),
        )

    # === DOCUMENT CONTROL === #

    @freeze_time("2026-11-16 12:00")
    def test_publish_keeps_what_the_policy_said(self):
        """L-01, L-02, R-11."""
        self.policy.response_days = 15
        self._publish("2")
        self.policy.with_user(self.adm).response_days = 10
        self._publish("3")
        newest, older = self.policy.version_ids
        self.assertEqual((newest.version, older.version), ("3", "2"))
        self.assertIn("Response within: 15", older.snapshot)
        self.assertIn("Response within: 10", newest.snapshot)
        self.assertIn("Service manager", older.snapshot)
        self.assertEqual(newest.published_by, "Adm")
        self.assertEqual(self.policy.date_published, date(2026, 11, 16))
        self.assertEqual(self.policy.date_review_due, date(2027, 11, 16))

    @freeze_time("2026-11-16 12:00")
    def test_publish_refuses(self):
        self._publish("2")
        with self._assertRefused(UserError, "published already"):
            self._publish("2")
        for vals in (
            {"summary": " "},
            {"approved_by": False},
            {"date_approved": "2026-11-17"},
            {"date_approved": "yesterday"},
            {"date_approved": False},
        ):
            with self.assertRaises(ValidationError, msg=vals):
                self._publish("4", **vals)
        with self._assertRefused(UserError, "Publish a new version"):
            self.policy.with_user(self.adm).version = "5"

    def test_the_history_is_not_rewritten(self):
        self._publish()
        version = self.policy.version_ids.with_user(self.adm)
        for step in (
            lambda: version.write({"summary": "Nothing"}),
            lambda: version.unlink(),
            lambda: version.create({"policy_id": self.policy.id, "version": "9"}),
        ):
            with self.assertRaises(UserError):
                step()
        with self.assertRaises(UserError):
            version.sudo().unlink()

    @users("cora", "ivy", "emp", "hal", "sam")
    def test_who_keeps_no_policy(self):
        policy = self.policy.with_env(self.env)
        for step in (
            lambda: policy.action_publish_version("9", "Me", "2026-01-01", "All"),
            lambda: policy.action_record_review("Fine", False, "yes", "yes"),
            lambda: policy.action_record_informed("Mail"),
        ):
            with self.assertRaises(AccessError):
                step()

    # === DUTIES === #

    def test_staff_are_told_by_whoever_is_responsible(self):
        """F-38: the duty stays until it is recorded how and when."""
        with freeze_time("2026-11-16 12:00"):
            self._publish()
            duty = self._get_open_duties(self.policy).filtered(
                lambda duty: duty.kind == "inform"
            )
            self.assertTrue(duty)
            self.assertEqual(duty.user_id, self.hana)
            self.assertEqual(duty.date_due, date(2026, 11, 30))
            self.assertFalse(duty.case_id)
            self.assertEqual(duty.display_name, "Exit interview policy: news")
            self.assertEqual(self._get_activities(duty).user_id, self.hana)
            self._refresh()
            # Hana is no administrator: the duty brings her to the policy.
            action = duty.with_user(self.hana).action_open()
            self.assertEqual(action["res_id"], self.policy.id)
            policy = self.policy.with_user(self.hana)
            with Form(policy) as form:
                self.assertTrue(form.is_uninformed)
            policy.action_record_informed("Mail to all teams", "2026-11-16")
            self.assertEqual(duty.state, "done")
            version = self.policy.version_ids
            self.assertEqual(version.informed_by, "Hana")
            with self._assertRefused(UserError, "no new version"):
                policy.action_record_informed("Again")
            # Staff are those the policy is for: nobody else is to be told.
            with self._assertRefused(UserError, "no new version"):
                policy.action_record_informed("Again", False, "people")
            with self.assertRaises(ValidationError):
                policy.action_record_informed("Again", False, "everybody")
            with self.assertRaises(AccessError):
                policy.write({"response_days": 99})

    def test_review_is_asked_for_in_time(self):
        """L-01, F-37: both sides of the notice."""
        with freeze_time("2026-10-31 12:00"):
            self.policy.with_user(self.adm).date_review_due = "2026-12-01"
            self.assertNotIn(
                "review_policy", self._get_open_duties(self.policy).mapped("kind")
            )
        with freeze_time("2026-11-01 12:00"):
            self.env["exit.interview.policy"]._cron_review()
            duty = self._get_open_duties(self.policy).filtered(
                lambda duty: duty.kind == "review_policy"
            )
            self.assertEqual(duty.date_due, date(2026, 12, 1))
            self._refresh()
            with self.assertRaises(ValidationError):
                self.policy.with_user(self.hana).action_record_review(
                    " ", False, "yes", "yes"
                )
            with self.assertRaises(ValidationError):
                self.policy.with_user(self.hana).action_record_review(
                    "Fine", "2026-11-01", "yes", "yes"
                )
            for answers in ((), ("yes",), ("yes", "perhaps")):
                with self.assertRaises(ValidationError):
                    self.policy.with_user(self.hana).action_record_review(
                        "Late answers", False, *answers
                    )
            self.policy.with_user(self.hana).action_record_review(
                "Late answers", False, "partly", "no"
            )
            self.assertEqual(duty.state, "done")
            self.assertEqual(self.policy.date_review_due, date(2027, 11, 1))
            self.assertEqual(self.policy.review_note, "Late answers")
            self._refresh()
            [review] = self.policy.with_user(self.hana).process_review_ids
            self.assertEqual((review.conducted, review.planning), ("partly", "no"))
            self.assertEqual(
                (review.reviewed_by, review.note), ("Hana", "Late answers")
            )
            self.assertEqual(review.date, date(2026, 11, 1))
            for step in (
                lambda: review.with_user(self.adm).write({"note": "Fine"}),
                lambda: review.with_user(self.adm).unlink(),
                lambda: review.sudo().unlink(),
            ):
                with self.assertRaises(UserError):
                    step()
            for user in (self.emp, self.ivy):
                with self.assertRaises(AccessError):
                    review.with_user(user).read(["note"])
            self.assertEqual(review.with_user(self.cora).note, "Late answers")

    def test_nobody_responsible_is_the_coordinator(self):
        self.policy.responsible_id = False
        self._publish()
        self.assertEqual(self._get_open_duties(self.policy).user_id, self.cora)

    def test_an_archived_policy_owes_nothing(self):
        self._publish()
        duties = self._get_open_duties(self.policy)
        self.assertIn("inform", duties.mapped("kind"))
        self.policy.with_user(self.adm).active = False
        self.assertEqual(set(duties.mapped("state")), {"void"})

    def test_only_the_own_policy_opens(self):
        """Hana answers for one policy; Sam, who owes answers too, for none."""
        self._publish()
        group = self.env.ref("exit_interview.group_responder")
        self.sam.group_ids += group
        self._refresh()
        Policy = self.env["exit.interview.policy"]
        self.assertEqual(Policy.with_user(self.hana).search([]), self.policy)
        self.assertFalse(Policy.with_user(self.sam).search([]))
        self.assertTrue(Policy.with_user(self.cora).search([]))

    # === ROLES === #

    def test_warning_about_empty_roles(self):
        """Decision 20: which role, and where."""
        policy = self.policy.with_user(self.adm)
        other = self.env["hr.department"].create({"name": "Fostering"})
        self.assertIn(
            "Service manager: nobody today for",
            policy.role_warning,
            policy.role_warning,
        )
        self.assertIn("Fostering", policy.role_warning)
        self.assertNotIn("Team manager", policy.role_warning)
        self.assertNotIn("North", policy.role_warning)
        self._create_role("service_manager", self.tess)
        self._create_role("head_of_service", self.hana)
        policy.invalidate_recordset()
        self.assertFalse(policy.role_warning)
        rows = self.policy.role_ids.filtered(lambda row: row.role == "coordinator")
        rows.date_to = "2026-01-31"
        policy.invalidate_recordset()
        self.assertIn("Coordinator: nobody plays this role", policy.role_warning)
        rows.date_to = False
        rows.user_id = self.emp
        policy.invalidate_recordset()
        self.assertIn("Emp has no login for this yet", policy.role_warning)
        self.assertTrue(other)

    @users("adm")
    def test_hr_sets_up_a_policy_alone(self):
        """No other right: people, departments, calendars and questionnaires."""
        self.policy.sudo().active = False
        with Form(self.env["exit.interview.policy"]) as form:
            form.name = "Another policy"
            form.response_days = 10
            form.questionnaire_id = self.env.ref(
                "exit_interview.questionnaire_staff_interview"
            )
            with form.role_ids.new() as line:
                line.role = "coordinator"
                line.user_id = self.cora
                line.department_id = self.north
            with form.recipient_ids.new() as line:
                line.role = "service_manager"
        policy = form.record
        self.assertEqual(policy.resource_calendar_id.company_id, self.env.company)
        self.assertIn("{complaints}", policy.offer_body)
        self.assertTrue(policy.permission_wording)

    @users("adm")
    def test_a_known_procedure_is_a_choice(self):
        """L-01: Leicestershire's facts, as data; people and words stay."""
        policy = self.policy.with_env(self.env)
        policy.response_days = 99
        words = policy.offer_body
        wizard = self.env["exit.interview.policy.template"].create(
            {"policy_id": policy.id, "template": "leicestershire_2021"}
        )
        self.assertIn("Principal Social Worker", wizard.description)
        wizard.action_apply()
        self.assertEqual(policy.response_days, 15)
        self.assertEqual(policy.date_approved, date(2021, 3, 25))
        self.assertEqual(policy.date_review_due, date(2023, 11, 30))
        self.assertEqual(policy.offer_body, words)
        self.assertEqual(
            policy.recipient_ids.mapped("role"),
            ["team_manager", "service_manager", "head_of_service"],
        )

    def test_the_survey_is_asked_by_the_policy(self):
        """L-04."""
        case = self._create_case()
        survey = case._get_questionnaire("survey")
        self.assertEqual(
            survey, self.env.ref("exit_interview.questionnaire_staff_agency_survey")
        )
        self.assertEqual(survey.kind, "survey")
        codes = set(survey.question_ids.mapped("code"))
        self.assertLessEqual(
            {
                "reason",
                "support",
                "induction",
                "workload",
                "valued",
                "would_return",
                "recommend",
                "done_well",
                "improve",
                "anything_else",
            },
            codes,
        )
        self.assertTrue(all(question.metric_id for question in survey.question_ids))

    def test_complaints_stand_in_the_offer(self):
        self.policy.complaints_wording = "Complaints: ring 01632 960999."
        case = self._create_case()
        self.assertIn("ring 01632 960999", "\n".join(case._get_offer_paragraphs()))
