# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestCirculation(ExitInterviewCommon):
    """One recipient of one case out of the circulation (P-09, C-27)."""

    def test_out_before_anything_is_sent(self):
        case = self._create_case(until="confirmed")
        share = self._get_share(case, "head_of_service")
        share.with_user(self.cora).action_limit("She applied for the same post")
        case.with_user(self.cora).action_share()
        self._refresh()
        self.assertEqual(share.state, "draft")
        self.assertFalse(share.with_user(self.hana).has_access("read"))
        # whoever is out does not approve what the others answer either
        sam = self._get_share(case, "service_manager")
        self.assertEqual((sam.state, sam.approver_id), ("sent", self.cora))
        with self.assertRaisesRegex(UserError, "taken out of the circulation"):
            share.with_user(self.cora).action_send()
        share.with_user(self.cora).action_include("She did not get the post")
        share.with_user(self.cora).action_send()
        self.assertEqual(share.reader_id, self.hana)
        # the reason is kept, and not for whom it is about
        share.invalidate_recordset()
        why = share.with_user(self.cora).include_reason
        self.assertEqual(why, "She did not get the post")
        with self.assertRaises(AccessError):
            share.with_user(self.hana).read(["include_reason"])

    def test_a_role_that_was_not_asked_about_does_not_hold_up_the_others(self):
        case = self._create_case(until="interviewed")
        for role in ("service_manager", "head_of_service"):
            self._get_share(case, role).with_user(self.ivy).action_record_permission(
                "full"
            )
        case.with_user(self.ivy).action_confirm("agreed")
        with self.assertRaisesRegex(UserError, "Team manager"):
            case.with_user(self.cora).action_share()
        team = self._get_share(case, "team_manager")
        team.with_user(self.cora).action_limit("The record is about the team")
        self.assertTrue(case.with_user(self.cora).action_share())

    def test_out_after_sending_closes_at_once(self):
        case = self._create_case(until="shared")
        share = self._get_share(case, "service_manager")
        self.assertTrue(share.with_user(self.sam).line_ids.read(["answer"]))
        share.with_user(self.cora).action_limit("Named in another matter")
        self._refresh()
        with self.assertRaises(AccessError):
            share.with_user(self.sam).read(["state"])
        self.assertFalse(self._get_open_duties(share))
        events = case.with_user(self.cora).journal_ids.mapped("event")
        self.assertIn("limited", events)
        self.assertIn("copy_withdrawn", events)

    def test_only_the_coordinator_and_only_with_a_reason(self):
        case = self._create_case(until="shared")
        share = self._get_share(case, "service_manager")
        for user in (self.ivy, self.sam):
            with self.assertRaises(AccessError):
                share.with_user(user).action_limit("No")
        with self.assertRaisesRegex(UserError, "the reason"):
            share.with_user(self.cora).action_limit("  ")
        with self.assertRaisesRegex(UserError, "is in the circulation"):
            share.with_user(self.cora).action_include("Why not")
