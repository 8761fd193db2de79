# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestOverview(ExitInterviewCommon):
    """The coordinator's figures: right, clickable, hers alone, and fast."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.env.user)

    def _get_overview(self, user=None):
        self._refresh()
        return self.env["exit.interview"].with_user(user or self.cora).get_overview()

    def _get_figures(self, user=None):
        overview = self._get_overview(user)
        return {figure["key"]: figure for figure in overview["figures"]}

    def _get_numbers(self, overview, quarter="this"):
        columns = [column["key"] for column in overview["uptake"]["columns"]]
        found = next(q for q in overview["uptake"]["quarters"] if q["key"] == quarter)
        totals = (
            dict(zip(columns, found["total"], strict=True)) if found["rows"] else {}
        )
        return found, totals

    def _count_all(self):
        """Set aside what the database holds already, such as the sample year."""
        return self._get_numbers(self._get_overview())[1]

    def test_only_coordinators_ask(self):
        for user in (self.ivy, self.sam, self.hal, self.adm, self.emp):
            with self.assertRaises(AccessError):
                self._get_overview(user)

    def test_uptake_by_service(self):
        before = self._count_all()
        people = [
            self._create_employee(f"Leaver {number}", department_id=self.north.id)
            for number in range(4)
        ]
        cases = [self._depart(person, self.today) for person in people]
        for case in cases[1:]:
            case.with_user(self.cora).action_offer("told")
        cases[2].with_user(self.cora).action_record_reply("declined")
        cases[3].with_user(self.cora).action_mark_retained("Four-day week")
        held = self._create_case(until="interviewed")
        held.date_departure = self.today

        overview = self._get_overview()
        quarter, after = self._get_numbers(overview)
        grown = {key: after[key] - before.get(key, 0) for key in after}
        self.assertEqual(
            grown,
            {
                "leavers": 4,
                "offered": 3,
                "accepted": 1,
                "declined": 1,
                "no_reply": 0,
                "held": 1,
                "retained": 1,
            },
        )
        self.assertIn("Fieldwork", [row["label"] for row in quarter["rows"]])

    def test_each_number_is_the_length_of_the_list_behind_it(self):
        for number in range(3):
            person = self._create_employee(f"L {number}", department_id=self.north.id)
            self._depart(person, self.today - timedelta(days=70 * number))
        self._create_case(until="shared")
        overview = self._get_overview()
        Case = self.env["exit.interview"].with_user(self.cora)
        for quarter in overview["uptake"]["quarters"]:
            for row in quarter["rows"]:
                for column, number in zip(
                    overview["uptake"]["columns"], row["numbers"], strict=True
                ):
                    domain = quarter["domain"] + column["domain"] + row["domain"]
                    self.assertEqual(Case.search_count(domain), number, domain)
        Duty = self.env["exit.interview.duty"].with_user(self.cora)
        for row in overview["timeliness"]["rows"]:
            for column, number in zip(
                overview["timeliness"]["columns"], row["numbers"], strict=True
            ):
                domain = row["domain"] + column["domain"]
                self.assertEqual(Duty.search_count(domain), number, domain)

    def test_timeliness_of_a_kind(self):
        def get_row():
            rows = self._get_overview()["timeliness"]["rows"]
            return next(
                (row for row in rows if row["kinds"] == ["offer"]),
                {"numbers": [0] * 4},
            )

        before = get_row()["numbers"]
        people = [self._create_employee(f"Leaver {number}") for number in range(4)]
        in_time, late, open_late, _open = (self._depart(person) for person in people)
        for case in (late, open_late):
            case.duty_ids.date_due = self.today - timedelta(days=1)
        for case in (in_time, late):
            case.with_user(self.cora).action_offer("told")
        row = get_row()
        grown = [
            number - old for number, old in zip(row["numbers"], before, strict=True)
        ]
        self.assertEqual(grown, [1, 1, 1, 1])
        self.assertIsNotNone(row["median"])

    def test_rules_hold_for_the_figures(self):
        """A case that the coordinator is shut out of does not count for her."""
        case = self._create_case(until="offered")
        case.date_departure = self.today
        before = self._count_all()
        figures = self._get_figures()
        case.conflict_user_ids += self.cora
        after = self._count_all().get("leavers", 0)
        self.assertEqual(after, before["leavers"] - 1)
        self.assertEqual(
            self._get_figures()["no_reply"]["count"],
            figures["no_reply"]["count"] - 1,
        )

    def test_queries_do_not_grow_with_cases(self):
        """Ten thousand cases cost as many queries as one."""

        def count():
            self._refresh()
            before = self.env.cr.sql_log_count
            self.env["exit.interview"].with_user(self.cora).get_overview()
            return self.env.cr.sql_log_count - before

        case = self._create_case(until="offered")
        count()
        few = count()
        columns = SQL(
            "company_id, population, policy_id, state, route, service_name,"
            " date_notified, date_departure, date_offered"
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO exit_interview (name, %s)"
                " SELECT 'MANY-' || n, %s FROM exit_interview,"
                " generate_series(1, 10000) n WHERE id = %s",
                columns,
                columns,
                case.id,
            )
        )
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 25)
