# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestContact(ExitInterviewCommon):
    def _duty_day(self, case):
        return (
            self._get_open_duties(case)
            .filtered(lambda d: d.kind == "contact")[:1]
            .date_due
        )

    def test_one_click_notes_an_attempt_and_moves_the_day(self):
        with freeze_time("2026-11-02 10:00:00"):
            case = self._create_case(until="offered")
            self.assertEqual(str(self._duty_day(case)), "2026-11-09")
            self.assertEqual(str(case.date_ring), "2026-11-09")
        with freeze_time("2026-11-09 10:00:00"):
            case.with_user(self.cora).action_ring_no_reply()

        contact = case.contact_ids
        self.assertEqual(
            (contact.medium, contact.is_reached, contact.user_name),
            ("phone", False, "Cora"),
        )
        self.assertEqual((case.attempt_count, str(case.date_ring)), (1, "2026-11-11"))
        self.assertEqual(str(self._duty_day(case)), "2026-11-11")
        self.assertIn("contact", case.journal_ids.mapped("event"))

    def test_nobody_is_late_who_keeps_trying(self):
        with freeze_time("2026-11-02 10:00:00"):
            case = self._create_case(until="offered")
        for day in ("2026-11-09", "2026-11-11"):
            with freeze_time(f"{day} 16:00:00"):
                case.with_user(self.cora).action_ring_no_reply()
        with freeze_time("2026-11-12 10:00:00"):
            self._refresh()
            self.assertFalse(case.is_overdue)
        with freeze_time("2026-11-16 10:00:00"):
            self._refresh()
            self.assertTrue(case.is_overdue)

    def test_after_the_last_attempt_closing_is_suggested_and_never_done(self):
        case = self._create_case(until="offered")
        for _attempt in range(2):
            case.with_user(self.cora).action_ring_no_reply()
        self.assertFalse(case.suggests_no_reply)
        case.with_user(self.cora).action_ring_no_reply()
        self.assertTrue(case.suggests_no_reply)
        self.assertEqual(case.state, "offered")

        # Somebody who answers is not somebody who cannot be reached.
        case.with_user(self.cora).action_ring_reached()
        self.assertFalse(case.suggests_no_reply)

    def test_never_suggested_after_a_no_or_a_yes(self):
        case = self._create_case(until="offered")
        for _attempt in range(3):
            case.with_user(self.cora).action_ring_no_reply()
        case.with_user(self.cora).action_record_reply("declined")
        self.assertFalse(case.suggests_no_reply)
        self.assertFalse(case.date_ring)
        case.with_user(self.cora).action_record_reply("accepted")
        self.assertFalse(case.suggests_no_reply)
        self.assertEqual(case.ring_reason, "plan")

    def test_a_new_offer_counts_from_the_beginning(self):
        case = self._create_case(until="offered")
        case.with_user(self.cora).action_ring_no_reply()
        case.with_user(self.cora).action_record_contact(
            "phone", False, date=fields.Datetime.now() - timedelta(days=40)
        )
        self.assertEqual(case.attempt_count, 1, "before the offer it was no attempt")

    def test_the_list_of_those_to_ring(self):
        Case = self.env["exit.interview"]
        todo = [("is_to_ring", "=", True)]
        case = self._create_case(until="offered")
        self.assertNotIn(case, Case.with_user(self.cora).search(todo))
        case.date_ring = fields.Date.today()
        self._refresh()
        self.assertIn(case, Case.with_user(self.cora).search(todo))
        self.assertIn(case, Case.with_user(self.ivy).search(todo))
        self.assertFalse(Case.with_user(self.peg).search(todo))
        self.assertEqual(case.ring_reason, "reply")

        case.with_user(self.cora).action_record_reply("accepted")
        self._refresh()
        self.assertIn(case, Case.with_user(self.ivy).search(todo))
        self.assertEqual(case.ring_reason, "plan")

        case.with_user(self.ivy).action_schedule(
            fields.Datetime.now() + timedelta(days=1), "phone"
        )
        self._refresh()
        self.assertEqual(case.ring_reason, "confirm")
        self.assertIn(case, Case.with_user(self.ivy).search(todo))
        case.with_user(self.ivy).action_ring_reached()
        self._refresh()
        self.assertNotIn(case, Case.with_user(self.ivy).search(todo))
        self.assertTrue(case.session_ids.date_reconfirmed)

        # Another time is another promise.
        case.with_user(self.ivy).action_schedule(
            fields.Datetime.now() + timedelta(days=1, hours=1), "phone"
        )
        self.assertFalse(case.session_ids.date_reconfirmed)

    def test_only_coordinator_and_interviewer(self):
        case = self._create_case(until="offered")
        for user in (self.peg, self.sam, self.hal, self.adm, self.emp, self.lea_login):
            with self.assertRaises(AccessError):
                case.with_user(user).action_ring_no_reply()
        case.with_user(self.ivy).action_record_contact("letter", False, "Second letter")
        self._refresh()
        Contact = self.env["exit.interview.contact"]
        self.assertTrue(Contact.with_user(self.ivy).search([]))
        self.assertFalse(Contact.with_user(self.peg).search([]))
        for user in (self.sam, self.hal, self.emp):
            with self.assertRaises(AccessError):
                Contact.with_user(user).search([])

    def test_a_line_is_never_changed(self):
        case = self._create_case(until="offered")
        case.with_user(self.cora).action_ring_no_reply()
        contact = case.contact_ids.with_user(self.cora)
        with self.assertRaises(AccessError):
            contact.write({"note": "other"})
        with self.assertRaises(AccessError):
            contact.unlink()

    def test_what_cannot_be_is_refused(self):
        case = self._create_case(until="offered").with_user(self.cora)
        with self.assertRaisesRegex(ValidationError, "Choose one of"):
            case.action_record_contact("pigeon", True)
        with self.assertRaisesRegex(UserError, "lies ahead"):
            case.action_record_contact(
                "phone", True, date=fields.Datetime.now() + timedelta(hours=1)
            )
        with self.assertRaisesRegex(ValidationError, "shorten"):
            case.action_record_contact("phone", True, "x" * 301)
        case.action_cancel("By mistake")
        with self.assertRaisesRegex(UserError, "withdrawn"):
            case.action_ring_no_reply()

    def test_the_dialog_notes_a_contact(self):
        case = self._create_case(until="offered")
        self.env["exit.interview.contact.log"].with_user(self.ivy).with_context(
            active_model="exit.interview", active_id=case.id
        ).create({"is_reached": "yes", "agreed": "Rings back"}).action_apply()
        self.assertEqual(case.contact_ids.agreed, "Rings back")
        self.assertTrue(case.contact_ids.is_reached)
