# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ground: Odoo's test classes work from the root of the repository."""

from odoo.tests import HttpCase, TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestGround(TransactionCase):
    def test_our_addons_are_installed(self):
        modules = self.env["ir.module.module"].search(
            [("name", "=like", "exit_interview%"), ("state", "=", "installed")]
        )

        self.assertIn("exit_interview", modules.mapped("name"))

    def test_no_demo_data(self):
        self.assertFalse(self.env["ir.module.module"].search([("demo", "=", True)]))


@tagged("post_install", "-at_install")
class TestGroundHttp(HttpCase):
    def test_login_page_is_served(self):
        response = self.url_open("/web/login")

        self.assertEqual(response.status_code, 200)
        self.assertIn('name="login"', response.text)

    def test_browser_runs_scripts(self):
        self.browser_js("/web/login", "console.log('test successful')")
