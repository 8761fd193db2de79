# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The officer writes to the young person, and it is owed until they have it (C-21)."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .officer_case import OfficerCommon

WORDS = "Thank you, Kit. The gate is mended now."
DONE = "We mend it this week"
NOT = "The wall is listed"


@tagged("post_install", "-at_install")
class TestLetter(OfficerCommon):
    def setUp(self):
        super().setUp()
        self.consideration = self._consider()
        self.case = self.consideration.sudo().case_id
        self.share = self.consideration.share_id

    def _answer_all(self):
        gate, wall = self._recommend(
            self.consideration, (self.ned, "Mend the gate"), (self.nia, "Paint it")
        )
        gate.with_user(self.ned).action_answer(DONE, "2026-11-06")
        self._refresh()
        self.assertFalse(self.consideration.can_write_letter, "one is missing")
        self.assertFalse(self._get_duty(self.share, "write"))
        self._go_to("2026-11-09 10:00:00")
        wall.with_user(self.nia).action_answer(NOT, answer="refused")
        self._refresh()

    def _open(self, **vals):
        action = self.consideration.action_write_letter()
        self.assertEqual(action["name"], "Write to the young person")
        return (
            self.env["exit.interview.outcome"]
            .with_user(self.ira)
            .with_context(**action["context"])
            .create(vals)
        )

    def test_waits_for_every_answer_then_is_the_officers(self):
        self._answer_all()
        duty = self._get_duty(self.share, "write")
        self.assertEqual(duty.user_id, self.ira)
        expected = self.child_policy._plan_working_days(
            self.child_policy.outcome_days, date(2026, 11, 9)
        )
        self.assertEqual(duty.date_due, expected, "from the last answer")
        self.assertFalse(self._get_duty(self.case, "write"), "not the manager's")
        self.assertEqual(duty.with_user(self.ira).what, "Write to the young person")
        card = self.case.with_user(self.sue)
        self.assertEqual(card.departure_word, "moves")
        board = duty._get_board_labels("child")
        self.assertEqual(board["write"], "Write to the young person")
        # Nobody else's words changed.
        staff = duty._get_board_labels("staff")
        self.assertEqual(staff["write"], "Tell the leaver what came of it")
        self.assertTrue(self.consideration.can_write_letter)

    def test_not_before(self):
        with self.assertRaises(UserError):
            self.consideration.action_write_letter()
        self._recommend(self.consideration)
        for step in (
            lambda: self.share.with_user(self.ira).action_write_outcome(WORDS),
            lambda: self.share.with_user(self.ira).action_send_outcome("handed"),
            lambda: self.case.with_user(self.sue).action_write_outcome(WORDS),
            lambda: self.case.with_user(self.sue).action_close(),
        ):
            with self.assertRaises(UserError):
                step()

    def test_in_the_words_of_the_age_with_what_was_answered(self):
        self._answer_all()
        dialog = self._open()
        self.assertTrue(dialog.is_child)
        self.assertIn("Kit", dialog.young_person)
        self.assertIn("Thank you for talking to us.", dialog.text)
        self.assertIn(DONE, dialog.text)
        self.assertIn(NOT, dialog.text)
        self.assertLess(dialog.text.index(DONE), dialog.text.index(NOT))
        self.assertIn("From Ira", dialog.text)
        self.assertIn(DONE, dialog.answers_text)
        self.child_policy.young_letter_body = "Hello from {reviewing_officer}"
        self.case.age_band = "young"
        self._refresh()
        self.assertEqual(self._open().text, "Hello from Ira")

    def test_owed_also_where_nothing_was_recommended(self):
        self.consideration.action_no_action("It is mended already")
        self._refresh()
        self.assertEqual(self._get_duty(self.share, "write").user_id, self.ira)
        dialog = self._open()
        self.assertIn("It is mended already", dialog.answers_text)
        with self._assertRefused(UserError, "square brackets"):
            dialog.action_send()
        self.assertFalse(self.case.date_outcome_sent)

    def test_given_and_the_case_is_done(self):
        self._answer_all()
        dialog = self._open(text=WORDS)
        for channel, _label in dialog._fields["channel"]._description_selection(
            self.env
        ):
            with self.assertRaises(ValidationError):
                self.share.with_user(self.ira).action_send_outcome(channel)
        dialog.child_channel = "by_worker"
        dialog.action_send()
        self._refresh()
        self.assertRecordValues(
            self.case,
            [
                {
                    "outcome_text": WORDS,
                    "outcome_channel": "by_worker",
                    "date_outcome_sent": date(2026, 11, 9),
                    "state": "done",
                    "outcome": "completed",
                }
            ],
        )
        self.assertEqual(self.consideration.state, "closed")
        self.assertFalse(self._get_open_duties(self.share.sudo()))
        self.assertIn("By the social worker", self.consideration.letter_state)
        self.assertFalse(self.case.leaver_message_ids, "no mail to a child")
        self.assertFalse(self.case.link_ids, "no link, ever")
        with self.assertRaises(UserError):
            self._draft(self.consideration, self.ned, "One more")
        rows = self.case.journal_ids.filtered(lambda row: row.event == "outcome_told")
        self.assertEqual(rows.user_id, self.ira)

    def test_does_not_wait_for_who_has_not_opened_a_copy(self):
        self._answer_all()
        home = self._get_share(self.case, "home_manager")
        self.assertEqual(home.state, "sent")
        self._open(text=WORDS, child_channel="read_out").action_send()
        self._refresh()
        self.assertEqual(self.case.state, "done")
        self.assertTrue(self._get_duty(home, "acknowledge"), "still theirs to read")
        home.with_user(self.mia).action_acknowledge()
        self.assertFalse(self._get_open_duties(home))

    def test_printed_without_code_or_address(self):
        self._answer_all()
        self.share.with_user(self.ira).action_write_outcome(WORDS)
        report = self.env["report.exit_interview.report_outcome_share_letter"]
        values = report.with_user(self.ira)._get_report_values(self.share.ids)
        (letter,) = values["documents"]
        self.assertEqual(letter["name"], "Kit")
        self.assertEqual(letter["paragraphs"], [WORDS])
        self.assertFalse(letter["code"])
        self.assertFalse(letter["address"])
        self.assertFalse(self.case.link_ids)
        for user in (self.sue, self.mia, self.saul, self.ike, self.ned, self.ivan):
            with self.assertRaises(AccessError):
                report.with_user(user)._get_report_values(self.share.ids)
        self._open(child_channel="handed").action_print()

    def test_on_paper_for_a_child(self):
        self._answer_all()
        self.share.with_user(self.ira).action_write_outcome(WORDS)
        report = self.env["ir.actions.report"].with_user(self.ira)
        for band in ("young", "middle", "teenage"):
            self.case.age_band = band
            self._refresh()
            html, _type = report._render_qweb_html(
                "exit_interview.report_outcome_share_letter", self.share.ids
            )
            page = html.decode()
            self.assertIn("The gate is mended now.", page, band)
            self.assertIn(f"letter-{band}", page)
            self.assertNotIn("Our reference", page)

    def test_nobody_else_writes_or_sends(self):
        self._answer_all()
        for user in (self.mia, self.saul, self.ike, self.ned, self.ivan):
            share = self.share.with_user(user)
            for step in (
                lambda share=share: share.action_write_outcome(WORDS),
                lambda share=share: share.action_send_outcome("handed"),
                lambda share=share: share.action_open_outcome(),
            ):
                with self.assertRaises(AccessError):
                    step()
            with self.assertRaises(AccessError):
                self.consideration.with_user(user).action_write_letter()

    def test_manager_of_the_service_can_step_in(self):
        self._answer_all()
        case = self.case.with_user(self.sue)
        self.assertTrue(case.can_tell_outcome)
        with self._assertRefused(UserError, "written to"):
            case.action_outcome_sent()
        with self._assertRefused(UserError, "has not been told"):
            case.action_close()
        dialog = (
            self.env["exit.interview.outcome"]
            .with_user(self.sue)
            .with_context(active_id=self.case.id, active_model="exit.interview")
            .create({"text": WORDS, "child_channel": "handed"})
        )
        self.assertTrue(dialog.is_child)
        dialog.action_send()
        self._refresh()
        self.assertEqual(self.case.state, "done")

    def test_letter_goes_on_with_the_copy(self):
        self._answer_all()
        duty = self._get_duty(self.share, "write")
        duty.with_user(self.sue).action_pass_on(self.ike.id, "Ira is ill")
        self._refresh()
        self.assertEqual(self._get_duty(self.share, "write").user_id, self.ike)
        with self.assertRaises(AccessError):
            self.share.with_user(self.ira).action_write_outcome(WORDS)
        self.share.with_user(self.ike).action_write_outcome(WORDS)

    def test_other_leavers_are_told_as_before(self):
        staff = self._create_case(until="shared")
        self.assertFalse(staff.consideration_ids)
        for share in staff.share_ids.filtered("reader_id"):
            reader = share.with_user(share.reader_id)
            if share.owes_response:
                reader.action_submit("This", "Soon", "Asked")
                share.with_user(share.approver_id).action_approve()
            else:
                reader.action_acknowledge()
        self._refresh()
        case = staff.with_user(self.cora)
        case.action_write_outcome("Thank you.")
        with self.assertRaises(ValidationError):
            case.action_send_outcome("handed")
        dialog = self.env["exit.interview.outcome"].with_user(self.cora)
        values = [one for one, _label in dialog._selection_channel()]
        self.assertEqual(values, ["letter", "mail", "told"])
        case.action_send_outcome("told")
        self.assertTrue(staff.date_outcome_sent)
