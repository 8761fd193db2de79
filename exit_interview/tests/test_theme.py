# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestTheme(ExitInterviewCommon):
    """The list that findings are coded by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workload = cls.env.ref("exit_interview.theme_workload")
        cls.caseload = cls.env.ref("exit_interview.theme_caseload")

    @users("adm")
    def test_administrators_keep_the_list(self):
        Theme = self.env["exit.interview.theme"]
        theme = Theme.create(
            {"name": "Driving", "code": "driving", "parent_id": self.workload.id}
        )
        theme.name = "Driving between offices"
        self.assertEqual(theme.display_name, "Workload: Driving between offices")
        theme.action_archive()
        self.assertNotIn(theme, Theme.search([]))
        theme.unlink()

    def test_nobody_else_writes_it(self):
        for user in (self.cora, self.ivy, self.hal, self.emp, self.hana):
            with self.assertRaises(AccessError):
                self.workload.with_user(user).write({"name": "Something else"})
        for user in (self.emp, self.hal):
            with self.assertRaises(AccessError):
                self.workload.with_user(user).read(["name"])

    @users("adm")
    def test_two_levels(self):
        Theme = self.env["exit.interview.theme"]
        with self._assertRefused(ValidationError, "two levels"):
            Theme.create({"name": "A", "code": "a", "parent_id": self.caseload.id})
        with self._assertRefused(ValidationError, "two levels"):
            self.workload.with_env(self.env).parent_id = self.env.ref(
                "exit_interview.theme_pay"
            )

    @users("adm")
    def test_code_once(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env["exit.interview.theme"].create(
                {"name": "Again", "code": "workload"}
            )

    def test_parts_stand_below_their_theme(self):
        themes = self.env["exit.interview.theme"].search([])
        for theme in themes.filtered("parent_id"):
            before = themes[: list(themes).index(theme)]
            tops = before.filtered(lambda one: not one.parent_id)
            self.assertEqual(tops[-1], theme.parent_id)

    def test_used_theme_stays(self):
        case = self._create_case(until="confirmed")
        case.with_user(self.cora).action_add_findings(
            [{"kind": "worry", "theme_id": self.caseload.id}]
        )
        with self._assertRefused(UserError, "Archive it instead"):
            self.caseload.with_user(self.adm).unlink()
