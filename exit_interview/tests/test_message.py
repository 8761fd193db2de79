# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails to leavers against a real mail server: R-09, X-02, X-03, X-10, X-11, SEC-20."""

import ast
import contextlib
import email
import email.policy
import logging
import re
import socket
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ExitInterviewCommon

try:
    from aiosmtpd.controller import Controller
except ImportError:  # pragma: no cover  (only developers send mails to themselves)
    Controller = None

LINK = re.compile(r"/exit-interview/l/([\w-]+)")
DSN = """\
From: MAILER-DAEMON@mx.example
To: bounce@council.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <dsn-{action}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="XX"

--XX
Content-Type: text/plain

Your mail could not be delivered.

--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; lea@home.example
Action: {action}
Status: 5.1.1

--XX
Content-Type: text/rfc822-headers

Message-ID: {reference}
Subject: A message for you
To: lea@home.example

--XX--
"""


class Mailbox:
    """What the mail server does with a mail."""

    def __init__(self):
        self.mails = []
        self.rcpt_answer = self.data_answer = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data_answer:
            return self.data_answer
        self.mails.append(
            email.message_from_bytes(envelope.content, policy=email.policy.SMTP)
        )
        return "250 OK"


@tagged("post_install", "-at_install")
class MessageCase(ExitInterviewCommon):
    """A mail server of our own, and the job that sends."""

    def setUp(self):
        super().setUp()
        if not Controller:
            self.skipTest("aiosmtpd is not installed")
        self.company.email = "council@council.example"
        self.cora.phone = "01632 960001"
        # Nothing of the sample organisation is sent or asked for.
        self.env["exit.interview.message"].search([])._drop()
        self.Message = self.env["exit.interview.message"]
        self.mailbox = Mailbox()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {
                "name": "Test",
                "smtp_host": "127.0.0.1",
                "smtp_port": self.port,
                "smtp_encryption": "none",
                "smtp_debug": True,
            }
        )
        MailServer = type(self.env["ir.mail_server"])
        self.patch(MailServer, "_disable_send", classmethod(lambda cls: False))

    def _start_server(self):
        # What the server here writes down is not what is tested.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        server = Controller(self.mailbox, hostname="127.0.0.1", port=self.port)
        server.start()
        self.addCleanup(server.stop)
        return server

    def _send(self, moment=None):
        with freeze_time(moment) if moment else contextlib.nullcontext():
            self.Message._cron_send()
        self._refresh()

    def _offer(self, moment=None):
        """Offer the interview by mail; return the message that waits."""
        with freeze_time(moment) if moment else contextlib.nullcontext():
            case = self._depart(self.lea)
            case.with_user(self.cora).action_offer("mail")
        self._refresh()
        return case.leaver_message_ids

    def _get_secret(self, number=-1):
        text = self.mailbox.mails[number].get_body(("plain",)).get_content()
        return LINK.search(text)[1]

    def _find(self, secret):
        return self.env["exit.interview.link"]._find(secret)


class TestSending(MessageCase):
    def test_accepted(self):
        self._start_server()
        message = self._offer()
        self.assertEqual(message.state, "queued")
        self._send()
        self.assertEqual((message.state, message.tries), ("sent", 1))
        self.assertTrue(message.date_sent)
        (mail,) = self.mailbox.mails
        self.assertEqual(mail["To"], "lea@home.example")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertEqual(mail["Message-ID"], message.message_ref)
        self.assertIn("cora@example.org", mail["Reply-To"])
        self.assertEqual(
            mail["Subject"], f"A message for you, reference {message.case_id.name}"
        )
        secret = self._get_secret()
        self.assertIn(secret, mail.get_body(("html",)).get_content())
        self.assertEqual(self._find(secret).participant_id, message.participant_id)
        self._send()
        self.assertEqual(len(self.mailbox.mails), 1, "once")

    def test_the_server_is_down_for_three_days_and_everything_goes_out_once(self):
        """X-10: back-off, the list shows it, recovery sends once."""
        message = self._offer("2026-11-02 10:00")
        tries = [
            ("2026-11-02 10:00", 1, "2026-11-02 10:15:00"),
            ("2026-11-02 10:14", 1, "2026-11-02 10:15:00"),
            ("2026-11-02 10:15", 2, "2026-11-02 12:15:00"),
            ("2026-11-02 12:15", 3, "2026-11-03 00:15:00"),
            ("2026-11-03 00:15", 4, "2026-11-05 12:15:00"),
            ("2026-11-05 12:14", 4, "2026-11-05 12:15:00"),
        ]
        for moment, count, following in tries:
            self._send(moment)
            self.assertEqual(
                (message.state, message.tries, str(message.date_next)),
                ("queued", count, following),
            )
            self.assertEqual(message.error, "server_down")
        self.assertFalse(message.link_id, "links that work are left alone meanwhile")
        action = self.env.ref("exit_interview.exit_interview_message_action")
        shown = self.Message.with_user(self.cora).search(
            ast.literal_eval(action.domain)
        )
        self.assertIn(message, shown)
        self._start_server()
        self._send("2026-11-05 12:15")
        self.assertEqual(message.state, "sent")
        self.assertFalse(message.is_possibly_twice)
        self._send("2026-11-09 12:15")
        self.assertEqual(len(self.mailbox.mails), 1)

    def test_five_tries_then_another_way_is_asked_for(self):
        message = self._offer("2026-11-02 10:00")
        for moment in ("02 10:00", "02 10:15", "02 12:15", "03 00:15"):
            self._send(f"2026-11-{moment}")
            self.assertFalse(self._get_open_duties(message))
        self._send("2026-11-05 12:15")
        self.assertEqual((message.state, message.tries), ("failed", 5))
        duty = self._get_open_duties(message)
        self.assertEqual((duty.kind, duty.user_id), ("deliver", self.cora))
        self.assertEqual(str(duty.date_due), "2026-11-06")
        self.assertEqual(message.case_id.with_user(self.cora).failed_message_count, 1)
        self._start_server()
        self._send("2026-11-08 12:15")
        self.assertFalse(self.mailbox.mails, "it waits for a person now")
        with freeze_time("2026-11-08 13:00"):
            message.with_user(self.cora).action_send_again()
            self.assertFalse(self._get_open_duties(message))
        self._send("2026-11-08 13:00")
        self.assertEqual((message.state, message.error), ("sent", False))
        self.assertEqual(len(self.mailbox.mails), 1)

    def test_asked_to_try_later(self):
        """4xx: a try like any other."""
        self._start_server()
        self.mailbox.rcpt_answer = "450 Greylisted"
        message = self._offer("2026-11-02 10:00")
        with mute_logger("odoo.addons.base.models.ir_mail_server"):
            self._send("2026-11-02 10:00")
        self.assertEqual((message.state, message.error), ("queued", "server_busy"))
        self.mailbox.rcpt_answer = None
        self._send("2026-11-02 10:15")
        self.assertEqual((message.state, message.tries), ("sent", 2))
        self.assertFalse(message.is_possibly_twice, "it was refused, not lost")
        self.assertEqual(len(self.mailbox.mails), 1)

    def test_refused_for_good(self):
        """5xx: nobody tries that address again by themselves."""
        self._start_server()
        self.mailbox.rcpt_answer = "550 No such user"
        message = self._offer()
        with mute_logger("odoo.addons.base.models.ir_mail_server"):
            self._send()
        self.assertEqual((message.state, message.error), ("failed", "refused"))
        self.assertEqual(self._get_open_duties(message).kind, "deliver")
        self.assertEqual(message.case_id.state, "offered", "the case stands")

    def test_rejected_mail_leaves_no_link_in_the_log(self):
        """A mail server may quote the address that it dislikes."""
        self._start_server()
        self.mailbox.data_answer = "554 Rejected http://x/exit-interview/l/SECRET-word"
        message = self._offer()
        self._send()
        self.assertEqual((message.state, message.error), ("failed", "rejected"))
        logger = logging.getLogger("odoo.addons.base.models.ir_mail_server")
        line = logger.makeRecord(
            logger.name, logging.INFO, "", 0, self.mailbox.data_answer, (), None
        )
        self.assertTrue(logger.filter(line))
        self.assertNotIn("SECRET-word", line.getMessage())
        self.assertIn("554 Rejected", line.getMessage())

    def test_killed_between_accepting_and_noting(self):
        """X-03: once more, and marked; the newer link works."""
        self._start_server()
        message = self._offer()
        MailServer = type(self.env["ir.mail_server"])
        send_email = MailServer.send_email

        def accept_and_die(server, *args, **kwargs):
            send_email(server, *args, **kwargs)
            raise KeyboardInterrupt

        with patch.object(MailServer, "send_email", accept_and_die):
            # Not assertRaises, which rolls back: what was kept before dying stays.
            with contextlib.suppress(KeyboardInterrupt):
                self.Message._cron_send()
        self._refresh()
        self.assertEqual(message.state, "sending")
        self._send()
        self.assertEqual(message.state, "sent")
        self.assertTrue(message.is_possibly_twice)
        self.assertEqual(len(self.mailbox.mails), 2)
        self.assertFalse(self._find(self._get_secret(0)))
        self.assertTrue(self._find(self._get_secret(1)))

    def test_the_row_is_kept_before_the_mail_server_sees_the_mail(self):
        """X-02, X-03: in this order, or a crash would lose or double silently."""
        self._start_server()
        message = self._offer()
        seen = []
        Message = type(self.Message)
        MailServer = type(self.env["ir.mail_server"])
        send_email = MailServer.send_email

        def keep(this, processed=0, remaining=None):
            seen.append(("keep", message.state))
            return float("inf")

        def send(server, *args, **kwargs):
            seen.append(("send", message.state))
            return send_email(server, *args, **kwargs)

        with (
            patch.object(Message, "_keep", keep),
            patch.object(MailServer, "send_email", send),
        ):
            self.Message._cron_send()
        self.assertEqual(
            seen,
            [
                ("keep", "queued"),
                ("keep", "sending"),
                ("send", "sending"),
                ("keep", "sent"),
                ("keep", "sent"),
            ],
        )

    def test_one_bad_message_stops_no_other(self):
        self._start_server()
        first = self._offer()
        ada = self._create_employee("Ada Byron", private_email="ada@home.example")
        case = self._depart(ada)
        case.with_user(self.cora).action_offer("mail")
        Message = type(self.Message)
        build = Message._build_mail

        words = "http://x/exit-interview/l/SECRET-word"

        def poison(message, *args):
            if message == first:
                raise ValueError(words)
            return build(message, *args)

        logger = "odoo.addons.exit_interview.models.exit_interview_delivery_mixin"
        with patch.object(Message, "_build_mail", poison):
            with self.assertLogs(logger, "ERROR") as log:
                self._send()
        self.assertNotIn("SECRET", "".join(log.output))
        self.assertEqual((first.state, first.error), ("queued", "broken"))
        self.assertFalse(first.link_id, "what was begun is undone")
        self.assertEqual(case.leaver_message_ids.state, "sent")

    def test_failing_stops_nobody_from_working(self):
        message = self._offer()
        self._send()
        case = message.case_id.with_user(self.cora)
        case.action_record_reply("accepted")
        self.assertEqual(case.reply, "accepted")
        self._send()
        self._send("2027-01-01 10:00")
        self.assertEqual(message.state, "dropped", "there is nothing to offer now")

    # === NOT SENT, ON PURPOSE === #

    def test_never_after_a_no(self):
        self._start_server()
        message = self._offer()
        message.case_id.with_user(self.cora).action_record_reply("declined")
        self._send()
        self.assertEqual(message.state, "dropped")
        self.assertFalse(self.mailbox.mails)
        with self.assertRaisesRegex(UserError, "does not fit"):
            message.case_id.with_user(self.cora).action_send_message("offer")

    def test_not_of_a_case_that_was_withdrawn(self):
        self._start_server()
        message = self._offer()
        message.case_id.with_user(self.cora).action_cancel("By mistake")
        self._send()
        self.assertEqual(message.state, "dropped")
        self.assertFalse(self.mailbox.mails)

    def test_work_mailbox_by_the_day_of_sending(self):
        """I-19: asked for on the last day, sent after midnight: not sent."""
        self._start_server()
        self.lea.write({"private_email": False, "work_email": "lea@work.example"})
        with freeze_time("2026-12-31 10:00"):
            case = self._depart(self.lea, date="2026-12-31")
            case.with_user(self.cora).action_offer("mail")
        message = case.leaver_message_ids
        self._send("2027-01-01 00:10")
        self.assertEqual((message.state, message.error), ("failed", "work_mailbox"))
        self.assertFalse(self.mailbox.mails)
        with (
            freeze_time("2027-01-01 09:00"),
            self.assertRaisesRegex(UserError, "work mailbox"),
        ):
            message.with_user(self.cora).action_send_again()
        with freeze_time("2026-12-31 23:50"):
            message.with_user(self.cora).action_send_again()
        self._send("2026-12-31 23:50")
        self.assertEqual(message.state, "sent")

    def test_an_address_taken_away_meanwhile(self):
        self._start_server()
        message = self._offer()
        message.participant_id.with_user(self.cora).email = False
        self._send()
        self.assertEqual((message.state, message.error), ("failed", "no_address"))
        message.participant_id.with_user(self.cora).email = "new@home.example"
        message.with_user(self.cora).action_send_again()
        self._send()
        self.assertEqual(self.mailbox.mails[0]["To"], "new@home.example")

    def test_two_people_with_one_address_get_letters(self):
        """I-22: where the policy wants no PIN; with one they get mails (test_pin)."""
        self.policy.pin_when = "never"
        case = self._depart(self.lea)
        first = case.participant_ids
        second = first.sudo().create(
            {"case_id": case.id, "name": "Fred", "email": "LEA@home.example "}
        )
        self.assertFalse(first._is_mailable())
        self.assertFalse(second._is_mailable())
        with self.assertRaisesRegex(UserError, "share one e-mail address"):
            case.with_user(self.cora).action_offer("mail")
        second.email = "fred@home.example"
        self.assertTrue(first._is_mailable())
        case.with_user(self.cora).action_offer("mail")
        self.assertEqual(len(case.leaver_message_ids), 2)

    def test_asked_for_twice_waits_once(self):
        message = self._offer()
        message.case_id.with_user(self.cora).action_send_message("offer")
        self.assertEqual(message.case_id.leaver_message_ids, message)

    # === BOUNCES === #

    def _bounce(self, reference, action="failed"):
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(
                None, DSN.format(reference=reference, action=action).encode()
            )
        self._refresh()

    def test_a_mail_that_comes_back(self):
        """X-11: shown, another way asked for, never closed as no reply."""
        self._start_server()
        message = self._offer("2026-11-02 10:00")
        self._send("2026-11-02 10:00")
        with freeze_time("2026-11-02 11:00"):
            self._bounce(message.message_ref)
            self.assertEqual((message.state, message.error), ("failed", "bounced"))
            self.assertEqual(message.link_id.state, "revoked")
            self.assertFalse(self._find(self._get_secret()))
            self.assertEqual(self._get_open_duties(message).kind, "deliver")
            case = message.case_id.with_user(self.cora)
            with self.assertRaisesRegex(UserError, "did not reach"):
                case.action_record_reply("no_reply")
        self._remind("2027-03-01 12:00")
        self.assertEqual(case.state, "offered")
        message.with_user(self.cora).action_settle()
        self.assertFalse(self._get_open_duties(message))
        case.action_record_reply("no_reply")
        self.assertEqual(case.outcome, "no_reply")

    def test_a_link_that_was_used_stays_open(self):
        self._start_server()
        message = self._offer()
        self._send()
        message.link_id.date_opened = fields.Datetime.now()
        self._bounce(message.message_ref)
        self.assertEqual(message.error, "bounced")
        self.assertTrue(self._find(self._get_secret()))

    def test_reports_that_tell_nothing_final(self):
        self._start_server()
        message = self._offer()
        self._send()
        for action in ("delayed", "delivered"):
            self._bounce(message.message_ref, action)
            self.assertEqual(message.state, "sent")
        self._bounce("<somebody@else.example>")
        self.assertEqual(message.state, "sent")

    # === SECRETS === #

    def test_no_usable_token_anywhere(self):
        """A-41, SEC-20: not in the database, not in the log."""
        self._start_server()
        records = []
        handler = logging.Handler(level=logging.DEBUG)
        handler.emit = lambda record: records.append(record.getMessage())
        root = logging.getLogger()
        level = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            message = self._offer()
            self._send()
            self._bounce(message.message_ref)
        finally:
            root.removeHandler(handler)
            root.setLevel(level)
        secret = self._get_secret()
        self.assertNotIn(secret, "\n".join(records))
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND"
            " (relname LIKE 'exit\\_interview%' OR relname LIKE 'mail\\_%'"
            "  OR relname LIKE 'ir\\_%' OR relname LIKE 'bus\\_%')"
        )
        tables = [name for (name,) in self.env.cr.fetchall()]
        self.assertIn("mail_mail", tables)
        self.assertIn("ir_logging", tables)
        for table in tables:
            self.env.cr.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE strpos(t::text, %s) > 0',
                [secret],
            )
            self.assertFalse(self.env.cr.fetchone()[0], table)

    def test_no_row_of_the_platforms_mail(self):
        self._start_server()
        before = self.env["mail.mail"].search_count([])
        known = self.env["mail.message"].search_count([])
        self._offer()
        self._send()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertEqual(self.env["mail.message"].search_count([]), known)

    # === WHO === #

    def test_who_may_see_and_send_again(self):
        message = self._offer()
        message._note_failure(self._make_error())
        self._refresh()
        for user in (self.peg, self.hal, self.sam, self.emp, self.adm):
            with self.assertRaises(AccessError):
                message.with_user(user).read(["kind"])
            with self.assertRaises(AccessError):
                message.with_user(user).action_send_again()
        message.with_user(self.ivy).read(["kind", "state"])
        with self.assertRaises(AccessError):
            message.with_user(self.ivy).action_send_again()
        with self.assertRaises(AccessError):
            message.with_user(self.ivy).action_settle()
        with self.assertRaises(AccessError):
            message.case_id.with_user(self.ivy).action_send_message("offer")
        message.with_user(self.cora).action_send_again()
        self.assertEqual(message.state, "queued")

    def _make_error(self):
        from ..models.exit_interview_delivery_mixin import DeliveryError

        return DeliveryError("refused", is_final=True)

    def test_the_interviewer_sends_the_record_to_be_checked(self):
        self._start_server()
        case = self._create_case(until="interviewed")
        case.session_ids.with_user(self.ivy).action_hand_in()
        case.with_user(self.ivy).action_send_message("check")
        self._send()
        link = self._find(self._get_secret())
        self.assertEqual(link.purpose, "check")
        with self.assertRaises(AccessError):
            case.with_user(self.peg).action_send_message("check")
        for odd in (False, [], {}, 3, "nonsense"):
            with self.assertRaises(ValidationError):
                case.with_user(self.cora).action_send_message(odd)

    # === REMINDERS === #

    def _remind(self, moment):
        with freeze_time(moment):
            self.env["exit.interview"]._cron_remind_leavers()
        self._refresh()

    def _get_kinds(self, case):
        return case.leaver_message_ids.sorted("id").mapped("kind")

    def test_reminded_twice_then_closed(self):
        """Both sides of each day; 5 working days each, from eight in the morning."""
        self._start_server()
        message = self._offer("2026-11-02 10:00")
        self._send("2026-11-02 10:00")
        case = message.case_id
        for before, after, kinds in (
            ("2026-11-09 07:59", "2026-11-09 08:00", ["offer", "offer_reminder"]),
            (
                "2026-11-16 07:59",
                "2026-11-16 08:00",
                ["offer"] + ["offer_reminder"] * 2,
            ),
        ):
            count = len(kinds) - 1
            self._remind(before)
            self.assertEqual(len(case.leaver_message_ids), count)
            self._remind(after)
            self.assertEqual(self._get_kinds(case), kinds)
            self._remind(after)
            self.assertEqual(self._get_kinds(case), kinds, "asked for once")
            self._send(after)
        self.assertEqual(len(self.mailbox.mails), 3)
        self.assertFalse(self._find(self._get_secret(0)))
        self._remind("2026-11-23 07:59")
        self.assertEqual(case.state, "offered")
        self._remind("2026-11-23 08:00")
        self.assertEqual((case.state, case.outcome), ("done", "no_reply"))
        line = case.journal_ids.filtered(lambda line: line.event == "reply")
        self.assertEqual(line.subject, "No reply, after the last reminder")
        case.with_user(self.cora).action_record_reply("accepted")
        self.assertEqual(case.state, "offered", "a late yes opens it again")

    def test_not_closed_where_the_policy_says_so(self):
        self.policy.write({"auto_no_reply": False, "offer_reminder_count": 0})
        self._start_server()
        message = self._offer("2026-11-02 10:00")
        self._send("2026-11-02 10:00")
        self._remind("2026-12-23 08:00")
        self.assertEqual(message.case_id.state, "offered")
        self.policy.auto_no_reply = True
        self._remind("2026-12-23 08:00")
        self.assertEqual(message.case_id.outcome, "no_reply")

    def test_no_reminder_after_an_answer_or_to_a_closed_mailbox(self):
        self._start_server()
        self.lea.write({"private_email": False, "work_email": "lea@work.example"})
        with freeze_time("2026-11-02 10:00"):
            case = self._depart(self.lea, date="2026-11-06")
            case.with_user(self.cora).action_offer("mail")
        self._send("2026-11-02 10:00")
        self._remind("2026-12-23 08:00")
        self.assertEqual(len(case.leaver_message_ids), 1)
        self.assertEqual(case.state, "offered", "silence of a closed mailbox is none")
        case.participant_ids.with_user(self.cora).write(
            {"email": "lea@home.example", "is_work_email": False}
        )
        with freeze_time("2026-12-23 08:00"):
            case.with_user(self.cora).action_record_reply("accepted")
        self._remind("2026-12-23 08:00")
        self.assertEqual(len(case.leaver_message_ids), 1)

    def test_a_letter_that_is_out_is_waited_for(self):
        self.policy.offer_reminder_count = 0
        self._start_server()
        message = self._offer("2026-11-02 10:00")
        self._send("2026-11-02 10:00")
        with freeze_time("2026-11-03 10:00"):
            self.env["exit.interview.link"]._issue(
                message.participant_id, "offer", "letter"
            )
        self._remind("2026-11-30 08:00")
        self.assertEqual(message.case_id.state, "offered")
        self._remind("2026-12-04 08:00")
        self.assertEqual(message.case_id.state, "done")

    def test_reminded_once_of_the_record(self):
        self._start_server()
        with freeze_time("2026-11-02 10:00"):
            case = self._create_case(until="interviewed")
            case.session_ids.with_user(self.ivy).action_hand_in()
            case.with_user(self.ivy).action_send_message("check")
        self._send("2026-11-02 10:00")
        self._remind("2026-11-09 07:59")
        self.assertEqual(self._get_kinds(case), ["check"])
        self._remind("2026-11-09 08:00")
        self._send("2026-11-09 08:00")
        self._remind("2026-12-21 08:00")
        self.assertEqual(self._get_kinds(case), ["check", "check_reminder"])
        self.assertEqual(len(self.mailbox.mails), 2)

    # === THE STEPS THAT WRITE === #

    def test_dates_and_cancellations_are_told(self):
        self._start_server()
        case = self._depart(self.lea)
        case.with_user(self.cora).action_offer("told")
        case.with_user(self.cora).action_record_reply("accepted")
        case.with_user(self.ivy).action_schedule("2027-01-11 10:00:00", "phone")
        self.assertEqual(self._get_kinds(case), ["planned"])
        self._send()
        session = case.session_ids.with_user(self.ivy)
        session.action_cancel("We are ill")
        self.assertEqual(self._get_kinds(case), ["planned", "cancelled"])
        self._send()
        self.assertEqual(len(self.mailbox.mails), 2)
        said = str(self.mailbox.mails)
        for word in ("ill", "2027", "Lea", "Quill", "telephone"):
            self.assertNotIn(word, said)

    def test_the_leavers_own_cancelling_is_not_told_back(self):
        case = self._depart(self.lea)
        case.with_user(self.cora).action_offer("told")
        case.with_user(self.cora).action_record_reply("accepted")
        case.with_user(self.ivy).action_schedule("2027-01-11 10:00:00", "phone")
        case.session_ids.with_user(self.ivy).action_cancel("", cancelled_by="leaver")
        self.assertEqual(self._get_kinds(case), ["planned"])

    def test_what_was_held_already_is_not_announced(self):
        case = self._create_case(until="scheduled")
        self.assertFalse(case.leaver_message_ids)
