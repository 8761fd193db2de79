# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestOutcomeLetter(ExitInterviewCommon):
    """Thanks, what changes, what cannot and why: S-27, F-24, F-25."""

    def setUp(self):
        super().setUp()
        self.cora.phone = "01632 960001"
        self.case = self._create_case(until="shared")
        share = self._get_share(self.case, "service_manager")
        share.with_user(self.sam).action_submit(
            "Supervision is protected time now.",
            "This month",
            "Checked in my diary",
            [
                {
                    "name": "Protect supervision",
                    "owner_id": self.sam.id,
                    "date_due": "2026-12-24",
                }
            ],
        )
        self.share = share

    def _settle(self):
        self.share.with_user(self.hana).action_approve()
        head = self._get_share(self.case, "head_of_service")
        head.with_user(self.hana).action_acknowledge()
        self._refresh()
        return self.case.with_user(self.cora)

    def _open_dialog(self, case, **vals):
        return (
            self.env["exit.interview.outcome"]
            .with_user(self.cora)
            .with_context(active_id=case.id)
            .create(vals)
        )

    def test_dialog_proposes_what_was_approved_and_asks_for_the_rest(self):
        case = self._settle()
        text = self._open_dialog(case).text
        self.assertIn("- Supervision is protected time now.", text)
        self.assertIn("- Protect supervision, by ", text)
        self.assertIn("please complete", text)
        self.assertIn("01632 960001", text)
        for name in ("Sam", "Hana", "Lin", "Lea"):
            self.assertNotIn(name, text)

    def test_dropped_action_is_what_cannot_change(self):
        case = self._settle()
        self.case.action_ids.write({"state": "dropped", "outcome": "No money for it"})
        text = self._open_dialog(case).text
        self.assertIn("- Protect supervision: No money for it", text)
        self.assertNotIn("please complete", text)

    def test_unfinished_words_do_not_go_out(self):
        case = self._settle()
        with self.assertRaises(UserError):
            self._open_dialog(case).action_send()
        with self.assertRaises(ValidationError):
            case.action_write_outcome("   ")
        with self.assertRaises(UserError):
            case.action_send_outcome("letter")
        self.assertFalse(case.date_outcome_sent)

    def test_names_of_colleagues_are_pointed_out(self):
        case = self._settle()
        dialog = self._open_dialog(case, text="Sam will see to it, says Cora.")
        self.assertEqual(dialog.names_found, "Sam")
        dialog.text = "Everybody will see to the same thing."
        self.assertFalse(dialog.names_found)

    def test_letter_is_kept_as_sent_and_closes_the_case(self):
        case = self._settle()
        words = "Thank you.\n\nWhat changes\n\n- Supervision"
        self._open_dialog(case, text=words, channel="letter").action_send()
        self._refresh()
        self.assertEqual(case.outcome_text, words)
        self.assertEqual(case.outcome_channel, "letter")
        self.assertEqual(case.date_outcome_sent, fields.Date.context_today(case))
        self.assertEqual(case.state, "done")
        self.assertFalse(case.leaver_message_ids)
        events = case.journal_ids.mapped("event")
        self.assertIn("outcome_written", events)
        self.assertIn("outcome_told", events)
        self.assertNotIn("Supervision", str(case.journal_ids.mapped("subject")))
        with self.assertRaises(UserError):
            case.action_write_outcome("Later words")

    def test_by_mail_a_message_is_asked_for(self):
        """SEC-20: its words are those of test_message.py, and none of the letter."""
        case = self._settle()
        self._open_dialog(
            case, text="Supervision is protected.", channel="mail"
        ).action_send()
        self.assertEqual(case.leaver_message_ids.kind, "outcome")
        self.assertEqual(case.leaver_message_ids.state, "queued")
        self.assertEqual(case.outcome_channel, "mail")

    def test_told_in_person_needs_no_letter(self):
        case = self._settle()
        case.action_send_outcome("told")
        self.assertEqual(case.outcome_channel, "told")
        self.assertFalse(case.outcome_text)

    def test_not_before_the_answers_are_approved(self):
        case = self.case.with_user(self.cora)
        for step in (
            lambda: case.action_write_outcome("Words"),
            lambda: case.action_send_outcome("told"),
        ):
            with self.assertRaises(UserError):
                step()

    def test_only_the_coordinator_writes_and_prints(self):
        case = self._settle()
        case.action_write_outcome("Thank you.")
        report = self.env["report.exit_interview.report_outcome_letter"]
        for user in (self.ivy, self.peg, self.sam, self.hana, self.hal, self.emp):
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_write_outcome("Mine")
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_send_outcome("told")
            with self.assertRaises(AccessError):
                report.with_user(user)._get_report_values(case.ids)

    def test_letter_on_paper(self):
        case = self._settle()
        report = self.env.ref("exit_interview.exit_interview_outcome_letter_report")
        with self.assertRaises(UserError):
            report.with_user(self.cora)._render_qweb_html(report.report_name, case.ids)
        case.action_write_outcome("Thank you.\n\n- One thing\n- <b>Another</b>")
        html, _type = report.with_user(self.cora)._render_qweb_html(
            report.report_name, case.ids
        )
        page = html.decode()
        self.assertIn("Dear Lea Quill", page)
        self.assertIn("<li>One thing</li>", page)
        self.assertIn("&lt;b&gt;Another", page)

    def test_policy_refuses_unknown_placeholders(self):
        with self.assertRaises(ValidationError):
            self.policy.write({"outcome_body": "Dear {leaver}"})
        self.policy.write({"outcome_body": "{changes} {cannot_change} {reference}"})
