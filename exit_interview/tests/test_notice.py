# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestNotice(ExitInterviewCommon):
    def _register(self, user, **vals):
        return (
            self.env["exit.interview.notice"]
            .with_user(user)
            .register([{"source": "manager", "date_departure": "2026-12-31", **vals}])
        )

    def test_departure_opens_one_case_with_snapshot_and_duty(self):
        case = self._depart(self.lea)

        self.assertRecordValues(
            case,
            [
                {
                    "state": "new",
                    "route": "interview",
                    "population": "staff",
                    "job_title": "Social worker",
                    "team_name": "North",
                    "service_name": "Fieldwork",
                    "manager_name": "Lin",
                    "coordinator_id": self.cora.id,
                    "interviewer_id": self.ivy.id,
                    "date_departure": date(2026, 12, 31),
                }
            ],
        )
        self.assertEqual(case.participant_ids.email, "lea@home.example")
        self.assertFalse(case.participant_ids.is_work_email)
        duty = self._get_open_duties(case)
        self.assertEqual((duty.kind, duty.user_id), ("offer", self.cora))
        self.assertEqual(self._get_activities(duty).user_id, self.cora)

    def test_snapshot_is_taken_before_managers_are_archived(self):
        """Manager and team member leave in one wizard: the archive clears managers."""
        case = self._depart(self.lea + self.lin_employee).filtered(
            lambda case: case.employee_id == self.lea
        )

        self.assertFalse(self.lea.active)
        self.assertEqual(case.manager_name, "Lin")
        self.assertEqual(case.manager_user_id, self.lin)
        self.assertEqual(case.line_user_ids, self.lin + self.hana)

    def test_snapshot_stays_when_the_organisation_changes(self):
        case = self._depart(self.lea)

        self.north.name = "Renamed"
        self.lea.job_title = "Something else"
        self._refresh()

        self.assertEqual(case.team_name, "North")
        self.assertEqual(case.job_title, "Social worker")

    def test_many_notices_meet_in_one_case(self):
        case = self._depart(self.lea)

        self._register(self.lin, employee_id=self.lea.id, date_departure="2027-01-15")
        self._register(self.cora, employee_id=self.lea.id, source="leavers_form")
        self._refresh()

        self.assertEqual(self._get_cases(self.lea), case)
        self.assertEqual(len(case.notice_ids), 3)
        self.assertEqual(case.date_departure, date(2026, 12, 31))

    def test_one_call_with_the_same_leaver_twice_opens_one_case(self):
        vals = {"source": "bi_extract", "employee_id": self.lea.id}
        ids = (
            self.env["exit.interview.notice"]
            .with_user(self.cora)
            .register([vals, dict(vals, date_departure="2026-12-01")])
        )

        case = self._get_cases(self.lea)
        self.assertEqual(len(case), 1)
        self.assertEqual(sorted(case.notice_ids.ids), sorted(ids))

    def test_a_new_case_opens_after_the_earlier_one_was_confirmed(self):
        self._create_case(until="confirmed")

        self._register(self.cora, employee_id=self.lea.id)

        self.assertEqual(len(self._get_cases(self.lea)), 2)

    def test_departure_before_go_live_waits_until_it_is_opened(self):
        case = self._depart(self.lea, date="2025-12-31")
        self.assertFalse(case)
        notice = self.env["exit.interview.notice"].search([])
        self.assertEqual(notice.state, "waiting")

        notice.with_user(self.cora).action_open_case()

        self.assertEqual(self._get_cases(self.lea).notice_ids, notice)

    def test_departure_on_the_go_live_day_opens_a_case(self):
        self.assertTrue(self._depart(self.lea, date="2026-01-01"))

    def test_waiting_notices_are_dismissed_with_a_reason(self):
        self._depart(self.lea, date="2025-12-31")
        notice = self.env["exit.interview.notice"].search([]).with_user(self.cora)

        with self.assertRaisesRegex(ValidationError, "reason"):
            notice.action_dismiss(" ")
        notice.action_dismiss("Left a year ago")

        self.assertEqual(notice.state, "dismissed")

    def test_a_manager_reports_people_below_and_learns_nothing(self):
        self.assertIs(self._register(self.lin, employee_id=self.lea.id), True)
        self.assertIs(self._register(self.hana, employee_id=self.lea.id), True)
        with self.assertRaises(AccessError):
            self.env["exit.interview"].with_user(self.lin).search([])

    def test_others_cannot_report(self):
        for user in (self.emp, self.sam, self.lea_login):
            with self.assertRaises(AccessError):
                self._register(user, employee_id=self.lea.id)

    def test_a_leaver_without_employee_record(self):
        self._register(self.cora, name="Abe Away", department_id=self.north.id)

        case = self.env["exit.interview"].search([("leaver_name", "=", "Abe Away")])
        self.assertEqual(case.team_name, "North")
        self.assertEqual(case.service_name, "Fieldwork")
        self.assertEqual(case.manager_name, False)

    def test_bad_input_is_refused_in_words(self):
        for vals, words in (
            ({"name": "Only a name"}, "Say who leaves"),
            ({"employee_id": 10**6}, "no such employee"),
            ({"employee_id": self.lea.id, "source": "gossip"}, "not possible"),
            ({"employee_id": self.lea.id, "state": "linked"}, "no field"),
            ({"employee_id": self.lea.id, "population": "martians"}, "not possible"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                self._register(self.cora, **vals)

    def test_notices_are_not_written_by_hand(self):
        Notice = self.env["exit.interview.notice"]
        with self.assertRaises(UserError):
            Notice.with_user(self.cora).create({"name": "X", "source": "manager"})
        self._depart(self.lea)
        with self.assertRaises(UserError):
            Notice.search([]).with_user(self.cora).write({"name": "Y"})

    def test_hr_sees_one_word_and_nothing_else(self):
        def status():
            self._refresh()
            return self.lea.with_user(self.hal).exit_interview_status

        self.assertFalse(status())
        case = self._depart(self.lea)
        self.assertEqual(status(), "notified")
        case.with_user(self.cora).action_offer("told")
        self.assertEqual(status(), "offered")
        case.with_user(self.cora).action_record_reply("declined")
        self.assertEqual(status(), "closed")
        with self.assertRaises(AccessError):
            case.with_user(self.hal).read(["name"])
        with self.assertRaises(AccessError):
            self.lea.with_user(self.emp).read(["exit_interview_status"])

    def test_the_departure_stays_out_of_the_chatter(self):
        before = self.env["mail.message"].search_count([])
        self._depart(self.lea)
        texts = self.env["mail.message"].search([], order="id")[before:].mapped("body")
        self.assertFalse([text for text in texts if "EXI-" in text])

    def test_leaver_who_coordinates_never_sees_their_own_case(self):
        boss = self._create_employee("Cora", user_id=self.cora.id)
        self.peg.group_ids |= self.env.ref("exit_interview.group_coordinator")
        self._create_role("coordinator", self.peg, sequence=20)

        case = self._depart(boss)

        self.assertEqual(case.coordinator_id, self.peg)
        self.assertFalse(
            self.env["exit.interview"]
            .with_user(self.cora)
            .search([("id", "=", case.id)])
        )
        self._refresh()
        with self.assertRaises(AccessError):
            case.with_user(self.cora).read(["name"])
        with self.assertRaises(AccessError):
            case.with_user(self.cora).action_offer("told")
        self.assertFalse(
            self.env["exit.interview.notice"]
            .with_user(self.cora)
            .search([("case_id", "=", case.id)])
        )
        case.with_user(self.peg).action_offer("told")
        self.assertEqual(case.state, "offered")

    def test_leaver_who_interviews_is_not_their_own_interviewer(self):
        ivy = self._create_employee("Ivy", user_id=self.ivy.id)

        case = self._depart(ivy)

        self.assertEqual(case.interviewer_id, self.peg)
        with self.assertRaisesRegex(UserError, "nothing to do with"):
            case.with_user(self.cora).action_assign(self.ivy.id, "They asked for it")

    def test_reference_tells_neither_order_nor_person(self):
        others = self.env["hr.employee"]
        for number in range(5):
            others |= self._create_employee(f"Leaver {number}")
        cases = self._depart(others)

        names = cases.mapped("name")
        self.assertEqual(len(set(names)), 5)
        for name in names:
            self.assertRegex(name, r"^EXI-[2-9A-Z]{5}-\d\d$")
        self.assertNotEqual(cases.sorted("id").mapped("name"), sorted(names))
        self.assertEqual(cases.mapped("display_name"), names)

    def test_roles_by_department_dates_and_order(self):
        Role = self.env["exit.interview.policy.role"]
        today = fields.Date.today()

        def find(excluded=None):
            return Role._find_user(
                self.policy, "service_manager", self.north, excluded=excluded
            )

        self.assertEqual(find(), self.sam)
        near = self._create_role("service_manager", self.tess, self.north)
        self.assertEqual(find(), self.tess)
        near.date_to = fields.Date.add(today, days=-1)
        self.assertEqual(find(), self.sam)
        near.date_to = today
        self.assertEqual(find(), self.tess)
        near.write({"date_to": False, "date_from": fields.Date.add(today, days=1)})
        self.assertEqual(find(), self.sam)
        self._create_role("service_manager", self.peg, self.fieldwork, sequence=20)
        self.assertEqual(find(), self.sam)
        self.assertEqual(find(excluded=self.sam), self.peg)
        self.sam.active = False
        self.assertEqual(find(), self.peg)
