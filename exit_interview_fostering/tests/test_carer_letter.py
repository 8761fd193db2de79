# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Service Manager writes to every interviewed carer: S-27, F-24, F-25."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_carer_pages import CarerPageCommon
from .test_sessions import FAY, FRED, LATER

WORDS = "Thank you.\n\nWhat changes\n\n- We ring back"
MARK = "please complete"


class CarerLetterCommon(CarerPageCommon):
    def _share(self):
        for share in self.case.share_ids:
            if share.permission == "undecided":
                share.with_user(self.ada).action_record_permission("full")
        self.case.with_user(self.ada).action_confirm("agreed")
        self.case.with_user(self.ada).action_share()
        self._refresh()

    def _respond(self, share, action="We ring back the same day."):
        share.with_user(self.mo).action_submit(action, "From January", "Counted")
        share.with_user(self.hana).action_approve()
        self._refresh()

    def _get_letter_duties(self):
        return self.env["exit.interview.duty"].search(
            [
                ("case_id", "=", self.case.id),
                ("kind", "=", "write"),
                ("state", "=", "open"),
            ]
        )

    def _open(self, share, user=None, **vals):
        action = share.with_user(user or self.mo).action_open_outcome()
        return (
            self.env["exit.interview.outcome"]
            .with_user(user or self.mo)
            .with_context(**action["context"])
            .create(vals)
        )


@tagged("post_install", "-at_install")
class TestLetterTogether(CarerLetterCommon):
    def setUp(self):
        super().setUp()
        self._talk()
        self._share()
        self.share = self.case.share_ids

    def test_not_before_the_answer_is_approved(self):
        self.assertFalse(self._get_letter_duties())
        self.assertFalse(self.share.with_user(self.mo).can_write_outcome)
        with self._assertRefused(UserError, "not yours"):
            self.share.with_user(self.mo).action_write_outcome(WORDS)
        with self._assertRefused(UserError, "not yours"):
            self.share.with_user(self.mo).action_send_outcome("told")

    def test_the_service_manager_owes_writes_and_sends(self):
        self._respond(self.share)
        duty = self._get_letter_duties()
        self.assertEqual(duty.user_id, self.mo)
        self.assertIn(duty, self.case.with_user(self.ada).duty_ids, "the advisor sees")
        self.assertTrue(self.share.with_user(self.mo).can_write_outcome)
        dialog = self._open(self.share)
        self.assertIn("We ring back the same day.", dialog.text, "F-24")
        self.assertIn("How else we use it", dialog.text, "S-27: has and will be")
        self.assertIn(MARK, dialog.text, "F-25")
        with self._assertRefused(UserError, "square brackets"):
            dialog.action_send()
        dialog.write({"text": WORDS, "channel": "mail"})
        dialog.action_send()
        self._refresh()
        self.assertEqual(self.case.outcome_text, WORDS)
        self.assertEqual(self.case.outcome_channel, "mail")
        self.assertTrue(self.case.date_outcome_sent)
        self.assertFalse(self._get_letter_duties())
        sent = self.case.leaver_message_ids.filtered(lambda one: one.kind == "outcome")
        self.assertEqual(sent.participant_id, self.one | self.two, "to both")
        for person in (self.one, self.two):
            self._enter(person, "outcome")
            self.assertIn("<li>We ring back</li>", self._show("outcome"))
        with self._assertRefused(UserError, "not yours"):
            self.share.with_user(self.mo).action_write_outcome("Other words")
        # The case stays closed to them, and the journal says who it was.
        with self.assertRaises(AccessError):
            self.case.with_user(self.mo).read(["outcome_text"])
        rows = self.case.journal_ids.filtered(lambda row: row.event == "outcome_told")
        self.assertEqual(rows.user_id, self.mo)

    def test_one_letter_addressed_to_both(self):
        self._respond(self.share)
        self.share.with_user(self.mo).action_write_outcome(WORDS)
        report = self.env["report.exit_interview.report_outcome_share_letter"]
        values = report.with_user(self.mo)._get_report_values(self.share.ids)
        names = [letter["name"] for letter in values["documents"]]
        self.assertEqual(sorted(names), [self.one.name, self.two.name])
        self.assertIn("4 Quay Lane", str(values["documents"]))
        for user in (self.wes, self.hana, self.ida, self.cora, self.sam):
            with self.assertRaises(AccessError):
                report.with_user(user)._get_report_values(self.share.ids)

    def test_nobody_else(self):
        self._respond(self.share)
        for user in (self.wes, self.ida, self.hana, self.cora, self.sam, self.ada):
            share = self.share.with_user(user)
            with self.assertRaises(AccessError):
                share.action_write_outcome(WORDS)
            with self.assertRaises(AccessError):
                share.action_send_outcome("told")
            with self.assertRaises(AccessError):
                share.action_open_outcome()
            with self.assertRaises(AccessError):
                self.env["exit.interview.outcome"].with_user(user).create(
                    {"share_id": self.share.id}
                )
        # Cora coordinates staff: the dialog is hers, this case is not.
        for user in (self.mo, self.wes, self.cora):
            with self.assertRaises(AccessError):
                self.env["exit.interview.outcome"].with_user(user).create(
                    {"case_id": self.case.id}
                )

    def test_odd_words_from_outside(self):
        self._respond(self.share)
        share = self.share.with_user(self.mo)
        for text in (False, "   ", 7, ["x"]):
            with self.assertRaises(ValidationError):
                share.action_write_outcome(text)
        for channel in (False, "pigeon", 7):
            with self.assertRaises(ValidationError):
                share.action_send_outcome(channel)
        with self.assertRaises(UserError):
            share.action_send_outcome("letter")
        share.action_write_outcome(WORDS)
        with self._assertRefused(UserError, "ahead"):
            share.action_send_outcome("letter", "2099-01-01")

    def test_the_advisor_can_step_in(self):
        self._respond(self.share)
        self.case.with_user(self.ada).action_write_outcome(WORDS)
        self.case.with_user(self.ada).action_send_outcome("told")
        self._refresh()
        self.assertFalse(self._get_letter_duties())

    def test_one_writes_and_the_other_sends(self):
        self.carer_policy.outcome_sender = "coordinator"
        self._respond(self.share)
        self.assertEqual(self._get_letter_duties().user_id, self.mo)
        with self._assertRefused(UserError, "not yours"):
            self.share.with_user(self.mo).action_send_outcome("told")
        dialog = self._open(self.share, text=WORDS)
        self.assertFalse(dialog.can_send)
        dialog.action_keep()
        self._refresh()
        self.assertEqual(self._get_letter_duties().user_id, self.ada)
        self.case.with_user(self.ada).action_send_outcome("letter")

    def test_the_other_way_round(self):
        self.carer_policy.outcome_writer = "coordinator"
        self._respond(self.share)
        self.assertEqual(self._get_letter_duties().user_id, self.ada)
        with self._assertRefused(UserError, "not yours"):
            self.share.with_user(self.mo).action_write_outcome(WORDS)
        self.case.with_user(self.ada).action_write_outcome(WORDS)
        self._refresh()
        self.assertEqual(self._get_letter_duties().user_id, self.mo)
        self._open(self.share, channel="mail").action_send()
        self._refresh()
        self.assertTrue(self.case.date_outcome_sent)

    def test_taken_back_the_letter_is_the_advisors(self):
        self._respond(self.share)
        self.share.with_user(self.ada).action_withdraw("The carer asked for it")
        self._refresh()
        self.assertEqual(self._get_letter_duties().user_id, self.ada)
        with self.assertRaises(AccessError):
            self.share.with_user(self.mo).action_write_outcome(WORDS)


@tagged("post_install", "-at_install")
class TestLetterForAll(CarerLetterCommon):
    def test_owed_also_to_who_kept_everything_back(self):
        self._talk()
        self.case.share_ids.with_user(self.ada).action_record_permission("none")
        self.case.with_user(self.ada).action_confirm("agreed")
        self.case.with_user(self.ada).action_share()
        self._refresh()
        self.assertEqual(self.case.state, "shared", "S-27: every one")
        self.assertEqual(self._get_letter_duties().user_id, self.ada)

    def test_apart_a_letter_for_each(self):
        self.case.with_user(self.ada).action_hear_apart()
        self._talk(self.one)
        self._talk(self.two, FRED, moment=LATER)
        self._share()
        own, other = (self.case._get_shares_of(one) for one in (self.one, self.two))
        self._respond(own, "CNRY-FOR-FAY")
        self.assertEqual(self._get_letter_duties().res_id, own.id, "ready before")
        self._respond(other, "CNRY-FOR-FRED")
        self.assertEqual(len(self._get_letter_duties()), 2, "one for each")
        dialog = self._open(own)
        self.assertIn("CNRY-FOR-FAY", dialog.text)
        self.assertNotIn("CNRY-FOR-FRED", dialog.text)
        dialog.write({"text": f"{WORDS} {FAY}", "channel": "mail"})
        dialog.action_send()
        self._refresh()
        self.assertEqual(
            self.case.leaver_message_ids.filtered(
                lambda one: one.kind == "outcome"
            ).participant_id,
            self.one,
        )
        self.assertFalse(self.case.date_outcome_sent, "the other one waits")
        self.assertEqual(self._get_letter_duties().res_id, other.id)
        self._enter(self.two, "outcome")
        page = self._show("outcome")
        self.assertIn("not ready to tell you", page)
        self.assertNotIn(FAY, page)
        # The advisor sends the other one.
        with self._assertRefused(UserError, "to whom"):
            self.case.with_user(self.ada).action_write_outcome(WORDS)
        step = self.env["exit.interview.outcome"].with_user(self.ada)
        dialog = step.with_context(active_id=self.case.id).create({})
        self.assertEqual(dialog.participant_id, self.two)
        self.assertIn("CNRY-FOR-FRED", dialog.text)
        self.assertNotIn("CNRY-FOR-FAY", dialog.text)
        dialog.write({"text": f"{WORDS} {FRED}", "channel": "letter"})
        dialog.action_keep()
        report = self.env["report.exit_interview.report_outcome_letter"]
        values = report.with_user(self.ada)._get_report_values(self.case.ids)
        self.assertEqual([one["name"] for one in values["documents"]], [self.two.name])
        self.assertNotIn(FAY, str(values["documents"]))
        dialog.action_send()
        self._refresh()
        self.assertTrue(self.case.date_outcome_sent)
        self._enter(self.one, "outcome")
        page = self._show("outcome")
        self.assertIn(FAY, page)
        self.assertNotIn(FRED, page)
        foreign = self._tell(self.wes, self._create_household("The Poles", "Pia"))
        with self.assertRaises(ValidationError):
            foreign.with_user(self.ada).action_write_outcome(WORDS, self.one.id)

    def test_staff_letters_stay_with_the_coordinator(self):
        self.assertEqual(self.policy.outcome_writer, "coordinator")
        self.assertEqual(self.policy.outcome_sender, "coordinator")
