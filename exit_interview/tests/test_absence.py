# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody's absence, leaving or archiving stops anything."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestAbsence(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dora = new_test_user(
            cls.env,
            "dora",
            name="Dora",
            groups="base.group_user,exit_interview.group_coordinator",
        )
        cls.today = fields.Date.today()

    def _be_away(self, user, days=30, by=None, **vals):
        absence = (
            self.env["exit.interview.absence"]
            .with_user(by or user)
            .create(
                {
                    "user_id": user.id,
                    "date_from": self.today,
                    "date_to": self.today + timedelta(days=days),
                    **vals,
                }
            )
        )
        self.env["exit.interview.duty"]._cron_sweep()
        self._refresh()
        return absence

    # === ARCHIVING === #

    def test_archiving_the_interviewer_hands_over_the_same_minute(self):
        """R-10, X-17: by the button, by hand, by a departure; no sweep needed."""

        def depart():
            employee = self._create_employee("Ivy", user_id=self.ivy.id)
            self.env["hr.departure.wizard"].create(
                {
                    "employee_ids": [fields.Command.set(employee.ids)],
                    "departure_date": "2026-12-31",
                    "departure_reason_id": self.reason.id,
                    "set_date_end": False,
                }
            ).action_register_departure()
            self.ivy.active = False

        for number, archive in enumerate(
            (
                self.ivy.action_archive,
                lambda: self.ivy.write({"active": False}),
                depart,
            )
        ):
            planned = self._create_case(
                self._create_employee(f"A{number}"), until="scheduled"
            )
            waiting = self._create_case(
                self._create_employee(f"B{number}"), until="offered"
            )
            self.assertEqual((planned | waiting).interviewer_id, self.ivy)
            duty = self._get_open_duties(planned)
            due = duty.date_due
            archive()
            self.assertEqual((duty.state, duty.date_due), ("open", due))
            self.assertEqual(duty.user_id, self.cora)
            self.assertEqual(self._get_activities(duty).user_id, self.cora)
            self.assertEqual(waiting.interviewer_id, self.peg, "who plays the role now")
            self.ivy.active = True

    def test_archiving_the_coordinator_passes_cases_to_the_deputy(self):
        case = self._create_case()
        self._create_role("coordinator", self.dora, sequence=20)
        self.cora.action_archive()
        self.assertEqual(case.coordinator_id, self.dora)
        self.assertEqual(self._get_open_duties(case).user_id, self.dora)
        case.with_user(self.dora).action_offer("told")

    def test_the_last_coordinator_stays(self):
        """X-18: refused in words, nothing changed."""
        case = self._create_case()
        for archive in (
            self.cora.action_archive,
            lambda: self.cora.write({"active": False}),
        ):
            with self.assertRaisesRegex(UserError, "only coordinator"):
                archive()
        self.assertTrue(self.cora.active)
        self.assertEqual(self._get_open_duties(case).user_id, self.cora)
        self._create_role("coordinator", self.dora, sequence=20)
        with self.assertRaisesRegex(UserError, "only coordinator"):
            (self.cora | self.dora).action_archive()

    def test_archiving_the_approver_finds_another(self):
        case = self._create_case(until="shared")
        share = self._get_share(case, "service_manager")
        share.with_user(self.sam).action_submit("This", "Then", "So")
        self.assertEqual(share.approver_id, self.hana)
        self.hana.action_archive()
        self.assertEqual(share.approver_id, self.cora)
        self.assertIn(self.cora, self._get_open_duties(share).user_id)
        share.with_user(self.cora).action_approve()

    def test_archiving_the_recipient_is_a_duty_of_the_coordinator(self):
        case = self._create_case(until="shared")
        share = self._get_share(case, "service_manager")
        due = share.date_due
        self.sam.action_archive()
        duty = self._get_open_duties(share)
        self.assertEqual((duty.user_id, duty.date_due), (self.cora, due))

    def test_deleting_is_refused_in_words(self):
        self._create_case(until="shared")
        for user in (self.cora, self.ivy, self.sam):
            with self.assertRaisesRegex(UserError, "Archive the login instead"):
                user.unlink()
        self.emp.unlink()

    # === ABSENCE === #

    def test_the_next_one_plays_the_role(self):
        self._create_role("service_manager", self.tess, self.fieldwork, sequence=20)
        case = self._create_case()
        self.assertEqual(case._get_role_user("service_manager"), self.sam)
        absence = self._be_away(self.sam, by=self.cora)
        self.assertEqual(case._get_role_user("service_manager"), self.tess)
        self._be_away(self.tess, by=self.cora)
        self.assertEqual(
            case._get_role_user("service_manager"), self.sam, "nobody else"
        )
        absence.unlink()
        self.assertEqual(case._get_role_user("service_manager"), self.sam)

    def test_a_coordinator_away_is_stood_in_for_and_gets_it_back(self):
        case = self._create_case()
        absence = self._be_away(self.cora, deputy_id=self.dora.id)
        self.assertEqual(self._get_open_duties(case).user_id, self.dora)
        case.with_user(self.dora).check_access("read")
        absence.with_user(self.cora).unlink()
        self.env["exit.interview.duty"]._cron_sweep()
        self.assertEqual(self._get_open_duties(case).user_id, self.cora)

    def test_a_deputy_without_the_role_does_not_become_coordinator(self):
        case = self._create_case()
        self._be_away(self.cora, deputy_id=self.emp.id)
        self.assertEqual(self._get_open_duties(case).user_id, self.cora)
        self.assertFalse(case.with_user(self.emp).has_access("read"))

    def test_an_absence_opens_no_copy(self):
        """The deputy reads nothing; the coordinator hears of it in time."""
        case = self._create_case(until="shared")
        share = self._get_share(case, "service_manager")
        duty = self._get_open_duties(share)
        self._be_away(self.sam, days=60, deputy_id=self.tess.id)
        self.assertEqual(share.reader_id, self.sam)
        self.assertEqual(duty.user_id, self.cora)
        self.assertFalse(share.with_user(self.tess).has_access("read"))
        self.assertTrue(share.with_user(self.sam).has_access("read"))

    def test_back_in_time_keeps_the_duty(self):
        case = self._create_case(until="shared")
        duty = self._get_open_duties(self._get_share(case, "service_manager"))
        self._be_away(self.sam, days=2)
        self.assertEqual(duty.user_id, self.sam)

    def test_who_enters_and_sees_absences(self):
        self._create_case(until="shared")
        Absence = self.env["exit.interview.absence"]
        mine = self._be_away(self.sam)
        theirs = self._be_away(self.ivy, by=self.cora)
        self.assertEqual(Absence.with_user(self.sam).search([]), mine)
        self.assertEqual(Absence.with_user(self.ivy).search([]), theirs)
        self.assertLessEqual(mine | theirs, Absence.with_user(self.cora).search([]))
        with self.assertRaises(AccessError):
            self._be_away(self.ivy, by=self.sam)
        with self.assertRaises(AccessError):
            mine.with_user(self.sam).user_id = self.hana
        with self.assertRaises(AccessError):
            theirs.with_user(self.sam).date_to = self.today
        for user in (self.emp, self.hal):
            with self.assertRaises(AccessError):
                Absence.with_user(user).search([])
        with self.assertRaises(ValidationError):
            self.tess.active = False
            mine.with_user(self.sam).deputy_id = self.tess

    # === THE LEAVER HAS A PART === #

    def test_the_coordinator_leaves(self):
        """The deputy gets everything; the leaver sees nothing of the own case."""
        self._create_role("coordinator", self.dora, sequence=20)
        employee = self._create_employee("Cora", user_id=self.cora.id)
        case = self._depart(employee)
        self.assertEqual(case.coordinator_id, self.dora)
        self.assertEqual(case.duty_ids.user_id, self.dora)
        self.assertFalse(case.with_user(self.cora).has_access("read"))
        for model in ("exit.interview", "exit.interview.duty", "exit.interview.notice"):
            found = self.env[model].with_user(self.cora).search([])
            self.assertFalse(
                found.sudo().filtered(
                    lambda record: (record.case_id if "case_id" in record else record)
                    == case
                ),
                model,
            )
        case.with_user(self.dora).action_offer("told")
        self._be_away(self.dora, deputy_id=self.cora.id)
        self.assertNotIn(self.cora, case.duty_ids.user_id, "not even as a deputy")

    def test_the_interviewer_leaves(self):
        employee = self._create_employee("Ivy", user_id=self.ivy.id)
        case = self._depart(employee)
        self.assertEqual(case.interviewer_id, self.peg)
        self.assertFalse(case.with_user(self.ivy).has_access("read"))
        with self.assertRaisesRegex(UserError, "cannot interview"):
            case.with_user(self.cora).action_assign(self.ivy.id)

    # === HEARTBEAT === #

    def test_silence_is_seen_without_a_job(self):
        """R-24, X-13."""
        Beat = self.env["exit.interview.heartbeat"]
        beat = self.env.ref("exit_interview.exit_interview_heartbeat_sweep")
        self.env["exit.interview.duty"]._cron_sweep()
        self.assertFalse(Beat.with_user(self.cora).get_banner())
        beat.date = fields.Datetime.now() - timedelta(hours=3)
        for user in (self.cora, self.adm):
            self.assertIn(
                "has not come to its end", Beat.with_user(user).get_banner()[0]
            )
        for user in (self.sam, self.emp, self.ivy):
            self.assertEqual(Beat.with_user(user).get_banner(), [])
        self.env["exit.interview.duty"]._cron_sweep()
        self.assertFalse(Beat.with_user(self.cora).get_banner())
        beat.cron_id.active = False
        self.assertTrue(Beat.with_user(self.adm).get_banner())

    def test_what_was_parked_is_seen(self):
        duty = self._get_open_duties(self._create_case())
        duty.sweep_tries = 3
        banner = self.env["exit.interview.heartbeat"].with_user(self.cora).get_banner()
        self.assertIn("could not be handled", " ".join(banner))
