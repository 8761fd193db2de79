# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a policy for carers brings: days, procedures, words."""

from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged, users

from .common import FosteringCommon


@tagged("post_install", "-at_install")
class TestContactInTime(FosteringCommon):
    """S-20, decision 5: within one week of the notice, seven calendar days."""

    def _get_offer_duty(self, case):
        duties = self.env["exit.interview.duty"].search(
            [("case_id", "=", case.id), ("kind", "=", "offer")]
        )
        self.assertEqual(len(duties), 1)
        return duties

    def _tell_at(self, moment):
        with freeze_time(moment):
            return self._tell(self.wes, date_decided=moment[:10])

    def _offer_at(self, case, moment):
        with freeze_time(moment):
            case.with_user(self.ada).action_offer("told")

    def test_week_ends_and_public_holidays_count(self):
        self.carer_policy.action_load_holidays(2026, 2027)
        case = self._tell_at("2026-12-23 10:00:00")
        self.assertEqual(self._get_offer_duty(case).date_due, date(2026, 12, 30))
        self.carer_policy.offer_unit = "working_days"
        case.duty_update()
        # Christmas Day, Boxing Day's substitute and New Year's Day do not.
        self.assertEqual(self._get_offer_duty(case).date_due, date(2027, 1, 6))

    def test_over_the_nights_in_which_the_clocks_change(self):
        for told, due in (
            ("2026-10-20 12:00:00", date(2026, 10, 27)),
            # Half past midnight of the 21st on the wall in London.
            ("2026-10-20 23:30:00", date(2026, 10, 28)),
            ("2026-10-24 22:59:59", date(2026, 10, 31)),
            ("2026-10-24 23:00:00", date(2026, 11, 1)),
            ("2027-03-27 23:59:59", date(2027, 4, 3)),
            ("2027-03-28 22:59:59", date(2027, 4, 4)),
            ("2027-03-28 23:00:00", date(2027, 4, 5)),
        ):
            household = self._create_household(f"Household {told}", "Gus")
            with freeze_time(told):
                case = self._tell(self.wes, household, date_decided=told[:10])
            self.assertEqual(self._get_offer_duty(case).date_due, due, told)

    def test_the_seventh_day_is_in_time_and_the_eighth_is_not(self):
        for offered, is_late in (
            ("2026-12-30 23:30:00", False),
            ("2026-12-31 00:30:00", True),
        ):
            household = self._create_household(f"Household {offered}", "Gus")
            with freeze_time("2026-12-23 10:00:00"):
                case = self._tell(self.wes, household, date_decided="2026-12-22")
            with freeze_time(offered):
                self.assertEqual(self._get_offer_duty(case).is_overdue, is_late)
            self._offer_at(case, offered)
            duty = self._get_offer_duty(case)
            self.assertEqual(duty.state, "done")
            self.assertEqual(duty.date_done > duty.date_due, is_late)

    def test_staff_are_counted_in_working_days_as_before(self):
        self.assertEqual(self.policy.offer_unit, "working_days")
        with freeze_time("2026-11-20 12:00:00"):
            case = self._depart(self.lea)
        self.assertEqual(self._get_offer_duty(case).date_due, date(2026, 11, 27))
        self.assertNotIn("calendar days", self.policy._describe())
        self.assertIn("Offer counted in: calendar days", self.carer_policy._describe())


@tagged("post_install", "-at_install")
class TestProcedure(FosteringCommon):
    def _open(self, policy):
        return self.env["exit.interview.policy.template"].new({"policy_id": policy.id})

    @users("adm")
    def test_each_population_is_offered_its_own(self):
        self.assertEqual(
            self._open(self.carer_policy).template_codes, ["south_gloucestershire"]
        )
        self.assertEqual(
            self._open(self.policy).template_codes, ["leicestershire_2021"]
        )

    @users("adm")
    def test_south_gloucestershire(self):
        policy = self.carer_policy.with_env(self.env)
        policy.write(
            {
                "offer_days": 99,
                "notify_days": 3,
                "approved_by": "Our panel",
                "date_approved": "2026-10-01",
                "legal_review_note": "Read by legal services",
            }
        )
        words = policy.offer_body
        wizard = self.env["exit.interview.policy.template"].create(
            {"policy_id": policy.id, "template": "south_gloucestershire"}
        )
        self.assertIn("Agency Advisor", wizard.description)
        wizard.action_apply()
        self.assertEqual((policy.offer_days, policy.offer_unit), (7, "calendar_days"))
        self.assertEqual(policy.notify_days, 7)
        self.assertEqual(policy.applies_to[:23], "All foster carers who l")
        # Silence and empty values clear nothing.
        self.assertEqual(policy.approved_by, "Our panel")
        self.assertEqual(policy.date_approved, date(2026, 10, 1))
        self.assertEqual(policy.legal_review_note, "Read by legal services")
        self.assertEqual(policy.offer_body, words)
        recipient = policy.recipient_ids
        self.assertEqual(recipient.role, "service_manager")
        self.assertEqual(recipient.basis, "normal_circulation")
        self.assertEqual(recipient.approver_role, "head_of_service")

    @users("adm")
    def test_not_for_others(self):
        for policy, template in (
            (self.policy, "south_gloucestershire"),
            (self.carer_policy, "leicestershire_2021"),
        ):
            wizard = self.env["exit.interview.policy.template"].create(
                {"policy_id": policy.id, "template": template}
            )
            with self._assertRefused(ValidationError, "another group of leavers"):
                wizard.action_apply()

    @users("adm")
    def test_a_procedure_that_says_little(self):
        policy = self.carer_policy.with_env(self.env)
        policy.approved_by = "Our panel"
        days, recipients = policy.offer_days, policy.recipient_ids
        Template = self.env["exit.interview.policy.template"]
        wizard = Template.create(
            {"policy_id": policy.id, "template": "south_gloucestershire"}
        )
        found = {"population": "foster_carer"}
        self.patch(type(Template), "_read_template", lambda self, code: found)
        self.assertFalse(wizard.description)
        wizard.action_apply()
        self.assertEqual(policy.approved_by, "Our panel")
        self.assertEqual((policy.offer_days, policy.recipient_ids), (days, recipients))


@tagged("post_install", "-at_install")
class TestWords(FosteringCommon):
    def test_words_that_tell_households_apart(self):
        words = self.carer_policy._get_trait_words()
        for word in ("twin*", "sibling*", "baby", "unaccompanied", "disab*", "gay"):
            self.assertIn(word, words)
        staff = self.policy._get_trait_words()
        self.assertNotIn("twin*", staff)
        self.assertIn("disab*", staff)

    def test_typed_words_stay(self):
        self.carer_policy.active = False
        policy = self.env["exit.interview.policy"].create(
            {
                "name": "Another",
                "population": "foster_carer",
                "trait_words": "unicycl*",
                "date_go_live": fields.Date.today(),
            }
        )
        self.assertEqual(policy.trait_words, "unicycl*")

    def test_the_notice_names_who_reads_it(self):
        self.assertFalse(self.carer_policy.circulation_warning)
        case = self._tell(self.wes)
        text = case.participant_ids[0]._get_notice_text()
        self.assertIn("What you say normally goes to: Service manager.", text)


@tagged("post_install", "-at_install")
class TestChangesAreTold(FosteringCommon):
    """F-37, F-38: the yearly look at the process, and who hears of changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carer_policy.responsible_id = cls.hana

    def _get_kinds(self):
        self._refresh()
        duties = self.env["exit.interview.duty"].search(
            [
                ("res_model", "=", "exit.interview.policy"),
                ("res_id", "=", self.carer_policy.id),
                ("state", "=", "open"),
            ]
        )
        return duties.mapped("kind")

    def test_a_new_version_is_told_to_carers_and_to_staff(self):
        self.carer_policy.with_user(self.adm).action_publish_version(
            "2", "Fostering board", "2026-01-02", "A second interview by phone"
        )
        policy = self.carer_policy.with_user(self.hana)
        self.assertTrue(policy.is_told_apart)
        self.assertIn("inform", self._get_kinds())
        policy.action_record_informed("Team meetings")
        # Staff know, carers do not yet: the duty stays.
        self.assertTrue(policy.is_uninformed)
        self.assertIn("inform", self._get_kinds())
        with self.assertRaisesRegex(UserError, "no new version"):
            policy.action_record_informed("Team meetings")
        dialog = (
            self.env["exit.interview.policy.step"]
            .with_user(self.hana)
            .with_context(active_id=policy.id, default_step="inform")
            .create({"informed_how": "Letter to all carers"})
        )
        self.assertEqual(dialog.audience, "people")
        dialog.action_apply()
        self.assertFalse(policy.is_uninformed)
        self.assertNotIn("inform", self._get_kinds())
        version = self.carer_policy.version_ids
        self.assertEqual(version.informed_how, "Team meetings")
        self.assertEqual(version.people_informed_how, "Letter to all carers")
        self.assertEqual(version.people_informed_by, "Hana")

    def test_the_process_is_reviewed_every_year(self):
        """The duty comes in time; two questions are answered; the next is in a year."""
        day = fields.Date.add(self.carer_policy._get_local_date(), days=20)
        self.carer_policy.date_review_due = day
        self.assertIn("review_policy", self._get_kinds())
        with self.assertRaises(AccessError):
            self.carer_policy.with_user(self.wes).action_record_review(
                "Fine", False, "yes", "yes"
            )
        self.carer_policy.with_user(self.hana).action_record_review(
            "Two households waited too long", False, "partly", "yes"
        )
        self.assertNotIn("review_policy", self._get_kinds())
        [review] = self.carer_policy.process_review_ids.with_user(self.ada)
        self.assertEqual((review.conducted, review.planning), ("partly", "yes"))
        today = self.carer_policy._get_local_date()
        self.assertEqual(
            self.carer_policy.date_review_due, fields.Date.add(today, months=12)
        )

    def test_a_new_policy_owes_its_first_review_within_a_year(self):
        template = self.env.ref(
            "exit_interview_fostering.exit_interview_policy_foster_carer"
        )
        self.assertTrue(template.date_review_due)
