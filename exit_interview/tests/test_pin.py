# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The second secret: SEC-06, X-12, A-55, I-22."""

import re
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from .common import ExitInterviewCommon

PIN = "/exit-interview/pin"
OFFER = "/exit-interview/offer"
TOKEN = re.compile(r'name="form_token"[^>]*value="(\w+)"')


class PinCommon(ExitInterviewCommon):
    def setUp(self):
        super().setUp()
        self.case = self._create_case(until="offered")
        self.participant = self.case.participant_ids
        self.Link = self.env["exit.interview.link"]

    def _issue(self, purpose="offer", channel="mail", participant=None):
        return self.Link._issue(participant or self.participant, purpose, channel)

    def _give(self, user=None):
        """Give a PIN as staff do; return its digits, as the dialog shows them."""
        action = self.participant.with_user(user or self.cora).action_issue_pin()
        self._refresh()
        self.assertEqual(action["tag"], "exit_interview.show_pin")
        self.assertRegex(action["params"]["pin"], r"^\d{3} \d{3}$")
        return action["params"]["pin"].replace(" ", "")

    def _get_kinds(self):
        return self._get_open_duties(self.case).mapped("kind")

    def _add_person(self, case=None, email="LEA@home.example "):
        return self.participant.sudo().create(
            {"case_id": (case or self.case).id, "name": "Fred", "email": email}
        )


@tagged("post_install", "-at_install")
class TestPin(PinCommon, TransactionCase):
    # === WHERE IT IS NEEDED === #

    def test_nobody_needs_one_by_default(self):
        for channel in ("mail", "letter", "page"):
            self.assertFalse(self._issue(channel=channel)[0].needs_pin)
        self.assertEqual(self.participant.with_user(self.cora).pin_state, "none")
        self.assertNotIn("pin", self._get_kinds())

    def test_two_people_of_a_case_with_one_mailbox(self):
        """I-22: mails with a PIN take the place of letters."""
        fred = self._add_person()
        self.assertTrue(self.participant._is_mailable())
        self.assertTrue(fred._is_mailable())
        for person in (self.participant, fred):
            self.assertTrue(self._issue(participant=person)[0].needs_pin)
            letter, _code = self._issue("check", "letter", person)
            self.assertFalse(letter.needs_pin, "a letter has a name on it")

    def test_two_open_cases_with_one_mailbox(self):
        other = self._create_employee("Fay", private_email="Lea@HOME.example")
        case = self._depart(other)
        self.assertTrue(self._issue()[0].needs_pin)
        case.with_user(self.cora).action_cancel("By mistake")
        self._refresh()
        self.assertFalse(self._issue()[0].needs_pin)

    def test_after_the_last_day_where_the_policy_says_so(self):
        link = self._issue()[0]
        self.assertFalse(link.needs_pin)
        self.policy.pin_when = "late"
        for day, is_needed in (("2026-12-31 12:00", False), ("2027-01-01 12:00", True)):
            with freeze_time(day):
                self.assertEqual(self._issue()[0].needs_pin, is_needed, day)

    def test_always_by_mail_and_by_letter(self):
        self.policy.pin_when = "always"
        for channel in ("mail", "letter"):
            self.assertTrue(self._issue(channel=channel)[0].needs_pin, channel)

    def test_never_leaves_letters_to_who_share_a_mailbox(self):
        self.policy.pin_when = "never"
        self._add_person()
        self.assertFalse(self.participant._is_mailable())
        self.assertFalse(self._issue()[0].needs_pin)
        # Whoever wishes a PIN has one, whatever the policy says.
        self._give()
        self.assertTrue(self.participant._is_mailable())
        self.assertTrue(self._issue()[0].needs_pin)

    def test_policy_keeps_the_tries_within_reason(self):
        for number in (0, 9, 101):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.policy.with_user(self.adm).pin_max_tries = number

    # === NOBODY WAITS === #

    def test_a_page_without_a_pin_is_a_duty_of_the_coordinator(self):
        self.policy.pin_when = "always"
        self._issue()
        self._refresh()

        duty = self._get_open_duties(self.case).filtered(lambda d: d.kind == "pin")
        self.assertEqual(duty.user_id, self.cora)
        self.assertNotIn("Lea", duty.display_name)
        self.assertEqual(self.participant.with_user(self.cora).pin_state, "missing")
        self.assertTrue(self.case.with_user(self.cora).lacks_pin)

        self._give()
        self.assertEqual(duty.state, "done")
        self.assertFalse(self.case.with_user(self.cora).lacks_pin)
        self.assertEqual(self.participant.with_user(self.cora).pin_state, "told")

    def test_a_link_that_is_over_asks_for_no_call(self):
        self.policy.pin_when = "always"
        link, _secret = self._issue()
        duty = self._get_open_duties(self.case).filtered(lambda d: d.kind == "pin")
        link.with_user(self.cora).action_revoke()
        self.case.duty_update()
        self.assertEqual(duty.state, "void")

    # === WHO GIVES IT === #

    def test_coordinator_and_own_interviewer_give_it_and_nobody_else(self):
        for user in (self.cora, self.ivy):
            self._give(user)
        for user in (self.peg, self.sam, self.hana, self.lin, self.hal, self.adm):
            with self.assertRaises(AccessError):
                self._give(user)
        for user in (self.emp, self.lea_login, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self._give(user)

    def test_not_for_a_case_that_was_withdrawn(self):
        self.case.with_user(self.cora).action_cancel("By mistake")
        with self._assertRefused(UserError, "withdrawn"):
            self._give()

    def test_it_stands_nowhere_but_in_the_dialog(self):
        with self.assertNoLogs("odoo.addons.exit_interview", "DEBUG"):
            pin = self._give()

        self.env.cr.execute(
            "SELECT * FROM exit_interview_participant WHERE id = %s",
            [self.participant.id],
        )
        [row] = self.env.cr.dictfetchall()
        found = row.pop("pin_hash")
        self.assertNotIn(pin, str(row))
        self.assertRegex(found, r"^\$pbkdf2-sha512\$\d+\$.{10}", "salted, slow")
        lines = self.case.with_user(self.cora).journal_ids
        self.assertIn("pin_issued", lines.mapped("event"))
        self.assertFalse([one for one in lines.mapped("subject") if pin in str(one)])
        self.env.cr.execute("SELECT * FROM mail_message ORDER BY id DESC LIMIT 50")
        self.assertNotIn(pin, str(self.env.cr.fetchall()))

    def test_nobody_reads_the_hash(self):
        self._give()
        for user in (self.cora, self.ivy, self.env.ref("base.user_admin")):
            for name in ("pin_hash", "pin_tries", "email_normalized"):
                with self.assertRaises(AccessError):
                    self.participant.with_user(user).read([name])
        with self.assertRaises(AccessError):
            self.env["exit.interview.participant"].with_user(self.cora).search(
                [("pin_hash", "like", "pbkdf2")]
            )

    def test_equal_pins_do_not_look_alike(self):
        context = self.participant._get_pin_context()
        self.assertNotEqual(context.hash("482913"), context.hash("482913"))

    # === THE WORDS === #

    def test_mail_and_letter_say_what_opens_the_page(self):
        template = self.policy._get_message_template("offer")
        template.body = "Hello, {link}\n\n{access} Until {expires}."
        day = self.case.date_departure
        _subject, plain = template._fill(self.case, "LINK", day)
        _subject, asked = template._fill(self.case, "LINK", day, True)
        self.assertIn("needs no password", plain)
        self.assertNotIn("PIN", plain)
        self.assertIn("PIN of six digits", asked)
        self.assertNotIn("needs no password", asked)
        # Words that an organisation wrote without it say so all the same.
        template.body = "Hello, {link}"
        self.assertEqual(template._fill(self.case, "LINK", day)[1], "Hello, LINK")
        _subject, asked = template._fill(self.case, "LINK", day, True)
        self.assertIn("LINK\n\nThe page is private and asks for a PIN", asked)


@tagged("post_install", "-at_install")
class TestPinPage(PinCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.cora.phone = "01632 960001"
        self.policy.pin_when = "always"
        self.waits = []
        patcher = patch(
            "odoo.addons.exit_interview.controllers.leaver.time.sleep",
            self.waits.append,
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def _open(self, channel="mail", purpose="offer"):
        """Come in as far as the link leads; return where to."""
        _link, secret = self._issue(purpose, channel)
        self.opener.cookies.clear()
        where = (f"/exit-interview/l/{secret}", {"x": "1"})
        if channel == "letter":
            where = ("/exit-interview", {"code": secret})
        response = self.url_open(where[0], data=where[1], allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self._refresh()
        return secret

    def _type(self, pin):
        token = TOKEN.search(self.url_open(PIN).text).group(1)
        response = self.url_open(
            PIN, data={"form_token": token, "pin": pin}, allow_redirects=False
        )
        self._refresh()
        return response

    def _get_wrong(self, pin):
        return "000000" if pin != "000000" else "000001"

    def _is_in(self):
        response = self.url_open(OFFER)
        return response.status_code == 200 and "What would you like?" in response.text

    def test_where_none_is_needed_nobody_is_asked(self):
        self.policy.pin_when = "never"
        self._open()
        self.assertTrue(self._is_in())
        self.assertEqual(self.url_open(PIN).url, f"{self.base_url()}{OFFER}")

    def test_the_right_pin_lets_in_however_it_is_typed(self):
        pin = self._give()
        for channel in ("mail", "letter"):
            for typed in (pin, f" {pin[:3]} {pin[3:]} ", "-".join(pin)):
                self._open(channel)
                self.assertFalse(self._is_in())
                response = self._type(typed)
                self.assertEqual(response.status_code, 303)
                self.assertEqual(response.headers["Location"], OFFER)
                self.assertTrue(self._is_in(), (channel, typed))
        self.assertFalse(self.waits)

    def test_nothing_of_the_person_before_the_pin(self):
        """A-55: not the name, not what it is about, not that there are answers."""
        self._give()
        secret = self._open()
        pages = [
            self.url_open(f"/exit-interview/l/{secret}").text,
            self.url_open(OFFER).text,
            self.url_open("/exit-interview/offer/details").text,
            self.url_open("/exit-interview/check").text,
            self._type("123").text,
        ]
        for page in pages:
            for words in ("Lea ", "Quill", "conversation", "interview with", "Ivy"):
                self.assertNotIn(words, page)
        for page in pages[1:]:
            self.assertIn("Type in your PIN", page)
            self.assertIn("01632 960001", page)
            self.assertIn(self.case.name, page)

    def test_a_form_sent_before_the_pin_does_nothing(self):
        self._give()
        self._open()
        token = TOKEN.search(self.url_open(PIN).text).group(1)
        response = self.url_open(
            OFFER,
            data={"form_token": token, "reply": "declined"},
            allow_redirects=False,
        )
        self.assertEqual(response.headers["Location"], PIN)
        self.assertFalse(self.participant.reply)
        for bad in ("", "0" * 64):
            response = self.url_open(PIN, data={"form_token": bad, "pin": "123456"})
            self.assertEqual(response.status_code, 400)
        self.assertEqual(self.participant.pin_tries, 0)

    def test_wrong_ones_look_alike_whether_there_is_a_pin_or_not(self):
        def get_page(response):
            self.assertEqual(response.status_code, 422)
            return TOKEN.sub("", response.text)

        self._open()
        pages = {get_page(self._type("123456"))}
        self.assertIn("tell you a PIN at once", pages.copy().pop())
        pin = self._give()
        self._open()
        for wrong in (self._get_wrong(pin), "", "x", "١٢٣٤٥٦", "1" * 5000, pin + "0"):
            pages.add(get_page(self._type(wrong)))
        self.assertEqual(len(pages), 1, "\n=====\n".join(pages))

    def test_wrong_ones_are_answered_later_and_later(self):
        pin = self._give()
        self._open()
        wrong = self._get_wrong(pin)
        for _try in range(10):
            self._type(wrong)
        self.assertFalse(self.waits)
        for _try in range(3):
            self._type(wrong)
        self.assertEqual(self.waits, [0.25, 0.5, 0.75])
        self.assertEqual(self._type(pin).status_code, 303, "slower, never shut out")
        self.assertEqual(self.participant.pin_tries, 0)

    def test_too_many_end_the_pin_and_ask_for_a_call(self):
        self.policy.pin_max_tries = 10
        pin = self._give()
        self._open()
        for _try in range(10):
            self._type(self._get_wrong(pin))
        self.assertEqual(self._type(pin).status_code, 422)
        self.assertFalse(self._is_in())
        self.assertIn("pin", self._get_kinds())
        events = self.case.with_user(self.cora).journal_ids.mapped("event")
        self.assertIn("pin_ended", events)
        new = self._give()
        self._open()
        self.assertEqual(self._type(new).status_code, 303)
        self.assertTrue(self._is_in())

    def test_a_new_pin_ends_the_old_one_and_what_it_had_opened(self):
        old = self._give()
        self._open()
        self._type(old)
        self.assertTrue(self._is_in())
        new = self._give()
        while new == old:
            new = self._give()
        self.assertFalse(self._is_in())
        self.assertEqual(self.url_open(OFFER).status_code, 404)
        self._open()
        self.assertEqual(self._type(old).status_code, 422)
        self.assertEqual(self._type(new).status_code, 303)

    def test_the_key_from_before_the_pin_opens_nothing_afterwards(self):
        pin = self._give()
        self._open()
        before = self.opener.cookies["exit_interview"]
        self._type(pin)
        self.assertNotEqual(self.opener.cookies["exit_interview"], before)
        self.assertFalse(self.env["exit.interview.visit"]._find(before))

    def test_the_pin_of_somebody_else_is_wrong(self):
        fred = self._add_person(email="fred@home.example")
        pin = self._give()
        action = fred.with_user(self.cora).action_issue_pin()
        other = action["params"]["pin"].replace(" ", "")
        self._open()
        if other != pin:
            self.assertEqual(self._type(other).status_code, 422)

    def test_a_mailbox_that_became_a_shared_one_since(self):
        self.policy.pin_when = "shared"
        link, secret = self._issue()
        self.assertFalse(link.needs_pin)
        self._add_person()
        self.opener.cookies.clear()
        page = self.url_open(f"/exit-interview/l/{secret}").text
        self.assertNotIn("conversation", page)
        self.url_open(f"/exit-interview/l/{secret}", data={"x": "1"})
        self._refresh()
        self.assertFalse(self._is_in())
        self.assertTrue(link.needs_pin)
        self.assertIn("pin", self._get_kinds())

    def test_going_on_to_the_questions_asks_only_once(self):
        pin = self._give()
        self._open()
        self._type(pin)
        page = self.url_open(OFFER).text
        data = dict(re.findall(r'type="hidden" name="(\w+)"[^>]*value="([^"]*)"', page))
        self.url_open(OFFER, data={**data, "reply": "accepted"})
        self.url_open(OFFER, data={**data, "reply": "written"})
        page = self.url_open("/exit-interview/answer")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("Type in your PIN", page.text)

    def test_the_pin_does_not_outlive_the_link(self):
        pin = self._give()
        link, secret = self._issue()
        link.date_expires = fields.Datetime.now() - timedelta(seconds=1)
        response = self.url_open(f"/exit-interview/l/{secret}", data={"pin": pin})
        self.assertEqual(response.status_code, 404)
