# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestWaysMoves(ExitInterviewCommon):
    """Moves inside the organisation: somebody decides (L-12 to L-14, decision 19)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        Department = cls.env["hr.department"]
        cls.south = Department.create({"name": "South", "parent_id": cls.fieldwork.id})
        cls.homes = Department.create({"name": "Homes"})
        cls.river = Department.create({"name": "River", "parent_id": cls.homes.id})
        cls.Notice = cls.env["exit.interview.notice"]

    def _move(self, employees, department):
        employees.with_user(self.hal).write({"department_id": department.id})
        self._refresh()

    def _team(self, count):
        return self.env["hr.employee"].union(
            *(
                self._create_employee(
                    f"Mover {number}",
                    department_id=self.north.id,
                    parent_id=self.lin_employee.id,
                )
                for number in range(count)
            )
        )

    def _waiting(self):
        return self.Notice.search([("state", "=", "waiting")])

    def test_a_move_to_another_service_is_a_case_to_consider(self):
        self._move(self.lea, self.river)

        case = self._get_cases(self.lea)
        self.assertRecordValues(
            case,
            [
                {
                    "route": "consider",
                    "is_transfer": True,
                    "team_name": "North",
                    "manager_name": "Lin",
                    "date_departure": self.today,
                }
            ],
        )
        duty = self._get_open_duties(case)
        self.assertEqual((duty.kind, duty.user_id), ("decide", self.cora))
        with self.assertRaisesRegex(UserError, "decide first"):
            case.with_user(self.cora).action_offer("told")

    def test_the_coordinator_decides_with_a_reason(self):
        for route, state in (("interview", "new"), ("none", "done")):
            with self.subTest(route):
                mover = self._team(1)
                self._move(mover, self.river)
                case = self._get_cases(mover).with_user(self.cora)
                with self.assertRaises(ValidationError):
                    case.action_decide_route(route, " ")
                case.action_decide_route(route, "Asked for it")
                self._refresh()
                self.assertEqual((case.route, case.state), (route, state))
                self.assertEqual(case.route_reason, "Asked for it")
                self.assertIn("route_decided", case.journal_ids.mapped("event"))
                kinds = self._get_open_duties(case).mapped("kind")
                self.assertEqual(kinds, ["offer"] if state == "new" else [])
        self.assertEqual(case.outcome, "not_required")

    def test_only_the_coordinator_decides(self):
        self._move(self.lea, self.river)
        case = self._get_cases(self.lea)
        for user in (self.ivy, self.hal, self.lin, self.emp, self.adm):
            with self.assertRaises(AccessError):
                case.with_user(user).action_decide_route("interview", "I like it")
        for route in ("consider", "maybe", None, 3):
            with self.assertRaises(ValidationError):
                case.with_user(self.cora).action_decide_route(route, "Why not")

    def test_it_is_decided_before_the_offer_only(self):
        case = self._create_case(until="offered")
        with self.assertRaisesRegex(UserError, "has been offered already"):
            case.with_user(self.cora).action_decide_route("none", "Too late")

    def test_moves_inside_a_service_are_one_question(self):
        movers = self._team(2)
        self._move(movers[0], self.south)
        self._move(movers[1], self.south)

        self.assertFalse(self._get_cases(movers))
        waiting = self._waiting()
        self.assertEqual(waiting.employee_id, movers)
        self.assertEqual(set(waiting.mapped("waits_for")), {"inside"})
        self.assertEqual(len(set(waiting.mapped("question"))), 1)
        duty = self._get_open_duties(waiting)
        self.assertEqual(len(duty), 1)
        self.assertEqual((duty.kind, duty.user_id), ("decide", self.cora))
        self.assertNotIn("Mover", duty.display_name)
        action = duty.with_user(self.cora).action_open()
        found = self.Notice.with_user(self.cora).search(action["domain"])
        self.assertEqual(found, waiting)

    def test_a_question_is_dismissed_in_bulk(self):
        self._move(self._team(2), self.south)
        waiting = self._waiting()
        waiting[0].with_user(self.cora).action_dismiss("Stays in the service")
        self._refresh()
        self.assertEqual(len(self._get_open_duties(waiting)), 1)
        waiting.with_user(self.cora).action_dismiss("Stay in the service")
        self._refresh()
        self.assertFalse(self._get_open_duties(waiting))
        self.assertEqual(set(waiting.mapped("state")), {"dismissed"})

    def test_a_question_is_opened_in_bulk(self):
        movers = self._team(2)
        self._move(movers, self.south)
        waiting = self._waiting()
        waiting.with_user(self.cora).action_open_case()
        self._refresh()
        cases = self._get_cases(movers)
        self.assertEqual(cases.mapped("route"), ["interview"] * 2)
        self.assertFalse(self._get_open_duties(waiting))
        self.assertEqual(set(self._get_open_duties(cases).mapped("kind")), {"offer"})

    def test_a_reorganisation_at_once_is_one_question(self):
        movers = self._team(3)
        self._move(movers, self.river)
        self.assertFalse(self._get_cases(movers))
        self.assertEqual(set(self._waiting().mapped("waits_for")), {"reorganisation"})
        self.assertEqual(len(self._get_open_duties(self._waiting())), 1)

    def test_one_move_less_is_no_reorganisation(self):
        movers = self._team(2)
        self._move(movers, self.river)
        self.assertEqual(len(self._get_cases(movers)), 2)
        self.assertFalse(self._waiting())

    def test_a_reorganisation_one_by_one_is_one_question_too(self):
        movers = self._team(4)
        for mover in movers:
            self._move(mover, self.river)
        self.assertEqual(self._waiting().employee_id, movers)
        self.assertEqual(
            self._get_cases(movers).mapped("state"), ["cancelled", "cancelled"]
        )
        duties = self._get_open_duties(self._waiting())
        self.assertEqual(len(duties), 1)
        self.assertFalse(self._get_open_duties(self._get_cases(movers)))

    def test_a_case_that_was_decided_stays_out_of_the_reorganisation(self):
        movers = self._team(3)
        self._move(movers[0], self.river)
        case = self._get_cases(movers[0])
        case.with_user(self.cora).action_decide_route("interview", "She asked")
        self._move(movers[1:], self.river)
        self.assertEqual(case.state, "new")
        self.assertEqual(self._waiting().employee_id, movers[1:])

    def test_the_policy_says_how_many_are_a_reorganisation(self):
        self.policy.reorganisation_moves = 2
        self._move(self._team(2), self.river)
        self.assertEqual(len(self._waiting()), 2)

    def test_a_move_planned_ahead_counts_on_its_day(self):
        day = self.today + timedelta(days=10)
        self.lea.version_id.date_version = "2020-01-01"
        self.lea.with_user(self.hal).create_version(
            {"date_version": day, "department_id": self.river.id}
        )
        self._refresh()
        self.Notice._cron_reconcile()
        self.assertFalse(self._get_cases(self.lea))

        # ten days later
        self.env.cr.execute(
            "UPDATE hr_version SET date_version = %s, create_date = %s"
            " WHERE employee_id = %s AND date_version = %s",
            (self.today, self.today - timedelta(days=10), self.lea.id, day),
        )
        self._refresh()
        self.Notice._cron_reconcile()
        self.Notice._cron_reconcile()
        case = self._get_cases(self.lea)
        self.assertEqual(len(case.notice_ids), 1)
        self.assertEqual((case.route, case.team_name), ("consider", "North"))

    def test_a_new_version_from_today_counts_once(self):
        self.lea.version_id.date_version = "2020-01-01"
        self.lea.with_user(self.hal).create_version(
            {"date_version": self.today, "department_id": self.river.id}
        )
        self._refresh()
        self.Notice._cron_reconcile()
        self.assertEqual(len(self._get_cases(self.lea).notice_ids), 1)

    def test_a_first_department_is_no_move(self):
        new = self._create_employee("New")
        self._move(new, self.river)
        self._move(new, self.river)
        self.assertFalse(self.Notice.search([]))

    def test_a_departure_after_a_move_turns_the_case(self):
        self._move(self.lea, self.river)
        case = self._get_cases(self.lea)
        self._depart(self.lea, date="2026-12-31")
        self.assertEqual(self._get_cases(self.lea), case)
        self.assertRecordValues(
            case,
            [
                {
                    "route": "interview",
                    "is_transfer": False,
                    "date_departure": date(2026, 12, 31),
                }
            ],
        )
        self.assertEqual(self._get_open_duties(case).kind, "offer")

    def test_a_move_does_not_change_the_last_day_of_a_leaver(self):
        case = self._depart(self.lea, date="2026-12-31")
        self.lea.active = True
        self._refresh()
        self._move(self.lea, self.river)
        self.assertEqual(case.date_departure, date(2026, 12, 31))
        self.assertEqual(case.route, "interview")
        self.assertEqual(self._get_cases(self.lea), case)

    def test_a_promotion_is_said_before(self):
        self.Notice.with_user(self.lin).register(
            [
                {
                    "source": "transfer",
                    "employee_id": self.lea.id,
                    "date_departure": self.today,
                    "transfer_reason": "promotion",
                }
            ]
        )
        case = self._get_cases(self.lea)
        step = (
            self.env["exit.interview.step"]
            .with_user(self.cora)
            .with_context(
                active_model="exit.interview",
                active_ids=case.ids,
                default_step="decide",
            )
            .create({})
        )
        self.assertEqual((step.route, step.reason), ("none", "Promotion"))
        step.action_apply()
        self.assertEqual((case.state, case.outcome), ("done", "not_required"))

    def test_hr_cannot_open_or_dismiss(self):
        self._move(self._team(2), self.south)
        for user in (self.hal, self.lin, self.ivy):
            with self.assertRaises(AccessError):
                self._waiting().with_user(user).action_dismiss("No")
            with self.assertRaises(AccessError):
                self._waiting().with_user(user).action_open_case()
