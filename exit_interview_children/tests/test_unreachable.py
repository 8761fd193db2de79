# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody writes to a child: no address, no link, no form alone (P-19)."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import ChildrenCommon


@tagged("post_install", "-at_install")
class TestUnreachable(ChildrenCommon):
    def setUp(self):
        super().setUp()
        self.case = self._agree(self._register_move())
        self.person = self.case.participant_ids

    def test_no_way_to_reach_a_child_can_be_entered(self):
        for name, value in (
            ("email", "kit@example.org"),
            ("phone", "01632 960000"),
            ("address", "9 New Street"),
        ):
            with self.assertRaises(ValidationError):
                self.person.with_user(self.sue).write({name: value})
        self.person.with_user(self.sue).write({"needs": "Pictures"})
        self.assertEqual(self.person.needs, "Pictures")

    def test_no_link_or_code_is_issued(self):
        Link = self.env["exit.interview.link"]
        for purpose in ("offer", "answer", "check", "outcome"):
            for channel in ("mail", "letter"):
                with self.assertRaises(UserError):
                    Link._issue(self.person, purpose, channel)
        self.assertFalse(self.case.link_ids)

    def test_no_message_is_queued(self):
        for kind in ("offer", "planned"):
            with self.assertRaises(UserError):
                self.case.with_user(self.sue).action_send_message(kind)
        self.assertFalse(self.case.leaver_message_ids)

    def test_no_form_is_left_with_a_child(self):
        with self._assertRefused(UserError, "while somebody is with them"):
            self.case.with_user(self.sue).action_let_write()
        self.assertEqual(self.case.state, "offered")
        self.assertFalse(self.case.session_ids)

    def test_the_dialog_keeps_no_address(self):
        child = self._create_child("Noor")
        case = self._register_move(child)
        dialog = (
            self.env["exit.interview.agreement.answer"]
            .with_user(self.saul)
            .with_context(active_id=case.agreement_ids.id)
            .create({"agreement": "yes", "address": "3 Mill Lane", "needs": "Signs"})
        )
        dialog.action_record()
        self._refresh()
        self.assertEqual(child.address, "3 Mill Lane")
        self.assertFalse(dialog.address or dialog.needs)

    def test_who_reads_it_is_said_in_a_childs_words(self):
        words = self.person._get_notice_text()
        self.assertIn(
            "your reviewing officer, the manager of the home, your social worker", words
        )
        self.assertNotIn("Independent reviewing officer", words)
