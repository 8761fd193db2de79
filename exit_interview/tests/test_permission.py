# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a permission was given is not the approver's to read (TRUST 1.4.2)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestPermission(ExitInterviewCommon):
    def _share(self):
        """Return Sam's copy, whose response Hana has to approve."""
        case = self._create_case(until="interviewed")
        share = self._get_share(case, "service_manager")
        for one in case.share_ids:
            wanted = "parts" if one == share else "full"
            sections = one._get_sections().filtered(lambda part: not part.is_protected)
            one.with_user(self.ivy).action_record_permission(
                wanted, wanted == "parts" and sections[:2].ids, how="On the telephone"
            )
        case.with_user(self.ivy).action_confirm("agreed")
        case.with_user(self.cora).action_share()
        self._refresh()
        share.with_user(self.sam).action_submit("We listen", "In May", "In June")
        self._refresh()
        return share

    def test_the_approver_reads_the_response_and_not_the_permission(self):
        share = self._share()
        self.assertEqual(share.approver_id, self.hana)
        mine = share.with_user(self.hana)
        self.assertEqual(
            mine.read(["response_action"])[0]["response_action"], "We listen"
        )
        self.assertEqual(mine.read(["permission_ids"])[0]["permission_ids"], [])
        Permission = self.env["exit.interview.permission"].with_user(self.hana)
        own = self._get_share(share.case_id, "head_of_service")
        self.assertEqual(Permission.search([]).share_id, own)
        self._refresh()
        with self.assertRaises(AccessError):
            share.permission_ids.with_user(self.hana).read(["how"])
        self.assertFalse(Permission.search([("share_id.user_id", "=", self.sam.id)]))
        for name in ("permission_how", "date_permission", "section_ids"):
            self.assertNotIn(name, share._fields)

    def test_interviewer_coordinator_and_recipient_read_it(self):
        share = self._share()
        for user in (self.ivy, self.cora, self.sam):
            self._refresh()
            given = share.permission_ids.with_user(user).read(["how", "recorded_by"])
            self.assertEqual(given[0]["how"], "On the telephone", user.name)
            self.assertEqual(given[0]["recorded_by"], "Ivy", user.name)
        names = share.permission_ids.section_ids.mapped("name")
        self._refresh()
        self.assertEqual(
            share.permission_ids.with_user(self.sam).parts, ", ".join(names)
        )
        for user in (self.peg, self.lin, self.emp, self.hal, self.adm):
            self._refresh()
            with self.assertRaises(AccessError):
                share.permission_ids.with_user(user).read(["how"])

    def test_a_withdrawn_copy_closes_its_permission(self):
        share = self._share()
        permission = share.permission_ids
        share.with_user(self.cora).action_withdraw("The leaver asked")
        self._refresh()
        with self.assertRaises(AccessError):
            permission.with_user(self.sam).read(["how"])

    def test_recording_again_changes_the_one_there_is(self):
        case = self._create_case(until="interviewed")
        share = self._get_share(case, "service_manager").with_user(self.ivy)
        share.action_record_permission("none", how="By mail")
        permission = share.permission_ids
        share.action_record_permission("full", how="In the conversation")
        self.assertEqual(share.permission_ids, permission)
        self.assertEqual(permission.how, "In the conversation")
        self.assertEqual(share._get_form()["how"], "In the conversation")
        with self.assertRaises(UserError):
            permission.write({"how": "Made up"})
