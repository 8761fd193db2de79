# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestHooks(ExitInterviewCommon):
    def test_uninstall_is_refused_while_there_are_cases(self):
        self.env["exit.interview"].search([]).invalidate_recordset()
        self._create_case()
        with self.assertRaisesRegex(UserError, "Removing the addon would delete"):
            uninstall_hook(self.env)

    def test_uninstall_of_an_empty_addon_is_allowed(self):
        self.env.cr.execute("SELECT count(*) FROM exit_interview")
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.assertIsNone(uninstall_hook(self.env))
