# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The leaver reads what came of it: F-24, F-25."""

from odoo.tests import tagged

from .test_check_page import LeaverPageCommon


@tagged("post_install", "-at_install")
class TestOutcomePage(LeaverPageCommon):
    def _tell(self, text="What changes:\n- A second desk\n\nWhat cannot: <b>pay</b>."):
        self._permit(
            self.case,
            team_manager="none",
            service_manager="none",
            head_of_service="none",
        )
        self.case.with_user(self.ivy).action_confirm("agreed")
        self.case.with_user(self.cora).action_share()
        self.case.with_user(self.cora).action_write_outcome(text)
        self._refresh()

    def test_nothing_before_it_is_told(self):
        self._tell()
        self._enter("outcome")
        page = self._show("outcome").text
        self.assertIn("not ready to tell you yet", page)
        self.assertNotIn("A second desk", page)

    def test_the_words_as_they_were_kept(self):
        self._tell()
        self.case.with_user(self.cora).action_send_outcome("letter")
        self._refresh()
        link = self._enter("outcome")
        page = self._show("outcome")
        self.assertEqual(page.status_code, 200)
        self.assertIn("<li>A second desk</li>", page.text)
        self.assertIn("&lt;b&gt;pay&lt;/b&gt;", page.text)
        self.assertIn("/exit-interview/permission", page.text)
        self._refresh()
        self.assertTrue(link.date_opened)

    def test_told_in_person(self):
        self._tell()
        self.case.outcome_text = False
        self.case.with_user(self.cora).action_send_outcome("told")
        self._refresh()
        self._enter("outcome")
        self.assertIn("told you in person", self._show("outcome").text)

    def test_only_by_its_own_link(self):
        for purpose in ("offer", "answer", "check"):
            self._enter(purpose)
            self.assertEqual(self._show("outcome").status_code, 404, purpose)
