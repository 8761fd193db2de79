# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import re
import secrets
import smtplib
import traceback
from contextlib import suppress
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import email_normalize

_logger = logging.getLogger(__name__)

# Between the tries; together more than the three days of X-10.
PAUSES = (
    timedelta(minutes=15),
    timedelta(hours=2),
    timedelta(hours=12),
    timedelta(hours=60),
)
MAX_TRIES = len(PAUSES) + 1


class DeliveryError(Exception):
    """A mail did not go out.

    :param str reason: a value of ``exit.interview.message`` ``error``
    :param bool is_final: trying again would not help
    :param bool is_unsure: the mail may have arrived all the same
    """

    def __init__(self, reason, is_final=False, is_unsure=False):
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final
        self.is_unsure = is_unsure


class ExitInterviewDeliveryMixin(models.AbstractModel):
    """Hands messages to the mail server, each in a transaction of its own.

    The link is made and kept (as a hash) before the mail server sees it; a row that is
    found in ``sending`` died in between and is sent once more, marked as possibly sent
    twice. What opens the link passes through here and stands nowhere.

    Requirement: R-09, X-02, X-03, X-10, X-11, SEC-20, A-41.
    """

    _name = "exit.interview.delivery.mixin"
    _description = "Message that is delivered"

    state = fields.Selection(
        selection=[
            ("queued", "Waiting"),
            ("sending", "On its way"),
            ("sent", "Sent"),
            ("failed", "Not delivered"),
            ("dropped", "Not needed any more"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Selection(
        selection=[
            ("no_address", "There is no e-mail address"),
            ("work_mailbox", "Only a work mailbox, and the last day is over"),
            ("shared_address", "Two people share the address"),
            ("server_down", "The mail server cannot be reached"),
            ("server_busy", "The mail server asks to try later"),
            ("no_sender", "The organisation has no address to send from"),
            ("refused", "The address was refused"),
            ("rejected", "The mail was rejected"),
            ("bounced", "The mail came back"),
            ("broken", "Something went wrong here; the log says where"),
            ("letter", "A letter was printed instead"),
            ("settled", "Reached in another way"),
        ],
        string="Why",
        readonly=True,
    )
    tries = fields.Integer(readonly=True)
    date_next = fields.Datetime(
        string="Next try", readonly=True, default=fields.Datetime.now
    )
    date_sent = fields.Datetime(string="Sent on", readonly=True)
    date_failed = fields.Datetime(string="Not delivered since", readonly=True)
    is_possibly_twice = fields.Boolean(
        string="Possibly sent twice",
        readonly=True,
        help="The connection or the server broke off at the moment of sending, so the "
        "mail was sent once more. Only the link in the newer one works.",
    )
    message_ref = fields.Char(
        string="Message-ID",
        readonly=True,
        index="btree_not_null",
        help="By which a mail that comes back is recognised.",
    )
    link_id = fields.Many2one(
        comodel_name="exit.interview.link",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    _queue_next = models.Index("(date_next) WHERE state IN ('queued', 'sending')")

    # === QUEUE === #

    @api.model
    def _trigger_send(self, at=None):
        """Wake the job that sends, after this transaction or at a moment.

        :param datetime at: naive UTC; at once if empty
        """
        self.env.ref("exit_interview.ir_cron_message_send")._trigger(at)

    @api.model
    def _get_due_domain(self):
        return [
            ("state", "in", ("queued", "sending")),
            ("date_next", "<=", fields.Datetime.now()),
        ]

    @api.model
    def _cron_send(self):
        """Send what waits; one message a transaction, oldest first."""
        domain = self._get_due_domain()
        messages = self.search(domain, order="id")
        self._keep(remaining=len(messages))
        for message in messages:
            message = message.try_lock_for_update().filtered_domain(domain)
            if message:
                message._deliver()
            if not self._keep(1):
                return
        self._keep(remaining=0)

    @api.model
    def _keep(self, processed=0, remaining=None):
        """Commit, if a job runs this; see the sweep."""
        Duty = self.env["exit.interview.duty"]
        return Duty._commit_progress(processed, remaining=remaining)

    # === ONE MESSAGE === #

    def _deliver(self):
        """Send one locked message; whatever happens is noted on it."""
        self.ensure_one()
        if self._get_needless():
            self._drop()
            return
        if self.state == "sending":
            # Whoever began with it died before saying how it ended.
            self.write({"state": "queued", "is_possibly_twice": True})
        try:
            self._deliver_mail()
        except DeliveryError as error:
            self._note_failure(error)
        except (LockError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            # Somebody works on it at this moment: the next run comes back to it.
            return
        except Exception as error:  # noqa: BLE001  pylint: disable=broad-except
            # No message of the exception: it could hold the link (P-18, A-41).
            _logger.error(
                "%s: a message failed with %s.\n%s",
                self.case_id.name,
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )
            self._note_failure(DeliveryError("broken"))

    def _deliver_mail(self):
        """Make the link, keep it, hand the mail over, keep that.

        :raise DeliveryError: if it did not go out
        """
        obstacle = self.participant_id._get_mail_obstacle()
        if obstacle:
            raise DeliveryError(obstacle, is_final=True)
        sender = self._get_sender()
        if not sender:
            raise DeliveryError("no_sender")
        # First the connection: while the server is down, links sent before still work.
        session = self._connect(sender)
        try:
            with self.env.cr.savepoint():
                mail = self._start(sender)
            self._keep()
            # The commit let go of the row; without it another job may take it.
            self.lock_for_update()
            self._hand_over(session, mail)
        finally:
            if session:
                # What the server accepted is accepted, however it takes leave.
                with suppress(smtplib.SMTPException, OSError):
                    session.quit()
        self.write(
            {"state": "sent", "date_sent": fields.Datetime.now(), "error": False}
        )
        self._log_message(self.env._("sent"))

    def _start(self, sender):
        """Note that the mail is on its way, with a new link, before it leaves (X-03).

        :param str sender: address it comes from
        :return: the mail; what opens the link stands in it and nowhere else
        :rtype: ``email.message.EmailMessage``
        """
        link, secret = self.env["exit.interview.link"]._issue(
            self.participant_id, self._get_purpose(self.kind), "mail"
        )
        domain = (email_normalize(sender) or "").partition("@")[2]
        self.write(
            {
                "state": "sending",
                "tries": self.tries + 1,
                "link_id": link.id,
                "message_ref": f"<{secrets.token_hex(16)}@{domain or 'localhost'}>",
            }
        )
        return self._build_mail(sender, secret)

    # === MAIL SERVER === #

    def _get_sender(self):
        """Return the address that the mail comes from, or an empty text."""
        company = self.case_id.company_id
        if company.email:
            return company.email_formatted
        return self.env["ir.mail_server"]._get_default_from_address() or ""

    def _connect(self, sender):
        """Return an open connection to the mail server.

        :raise DeliveryError: if there is none
        """
        try:
            session = self.env["ir.mail_server"]._connect__(smtp_from=sender)
        except smtplib.SMTPResponseException as error:
            raise DeliveryError("server_busy") from error
        except (OSError, smtplib.SMTPException, UserError) as error:
            raise DeliveryError("server_down") from error
        if session:
            # A server set to debugging would write the whole mail into the log.
            session.set_debuglevel(False)
        return session

    def _hand_over(self, session, mail):
        """Give the mail to the mail server.

        :raise DeliveryError: saying whether it makes sense to try again
        """
        try:
            self.env["ir.mail_server"].send_email(mail, smtp_session=session)
        except Exception as error:
            # The platform puts an exception of its own around what was said.
            cause = error
            while cause and not isinstance(cause, (smtplib.SMTPException, OSError)):
                cause = cause.__cause__ or cause.__context__
            if cause is None:
                raise
            raise self._judge(cause) from None

    @api.model
    def _judge(self, error):
        """Return what an answer of the mail server means for the message.

        :param Exception error: of ``smtplib``, or of the network
        :rtype: DeliveryError
        """
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            codes = [code for code, _words in error.recipients.values()]
            if all(code >= 500 for code in codes):
                return DeliveryError("refused", is_final=True)
            return DeliveryError("server_busy")
        if isinstance(error, smtplib.SMTPSenderRefused):
            return DeliveryError("server_busy")
        if isinstance(error, smtplib.SMTPResponseException):
            if error.smtp_code >= 500:
                return DeliveryError("rejected", is_final=True)
            return DeliveryError("server_busy")
        # Broken off in the middle: perhaps the mail went out.
        return DeliveryError("server_down", is_unsure=True)

    def _build_mail(self, sender, secret):
        """Return the mail: text and simple HTML, in the participant's language.

        :param str sender: address it comes from
        :param str secret: what opens the link
        :rtype: ``email.message.EmailMessage``
        """
        lang = self.participant_id.lang or self.env.lang or "en_US"
        message = self.with_context(lang=lang)
        case = message.case_id
        template = case.policy_id._get_message_template(self.kind)
        url = self.env["exit.interview.link"]._get_url(secret)
        expires = case.policy_id._get_local_date(self.link_id.date_expires)
        needs_pin = self.link_id.needs_pin
        subject, text = template._fill(case, url, expires, needs_pin)
        html = message.env["ir.qweb"]._render(
            "exit_interview.message_mail",
            {
                "page_lang": lang.replace("_", "-"),
                "subject": subject,
                "url": url,
                "paragraphs": [
                    part.strip().split(url)
                    for part in re.split(r"\n\s*\n", text)
                    if part.strip()
                ],
            },
        )
        headers = {
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        if case.company_id.bounce_email:
            headers["Return-Path"] = case.company_id.bounce_email
        return self.env["ir.mail_server"]._build_email__(
            email_from=sender,
            email_to=[self.participant_id.email],
            subject=subject,
            body=f"<!DOCTYPE html>\n{html}",
            subtype="html",
            body_alternative=text,
            reply_to=case.coordinator_id.email_formatted or sender,
            message_id=self.message_ref,
            headers=headers,
        )

    # === WHAT BECAME OF IT === #

    def _note_failure(self, error):
        """Try again later, or give up and ask for another way.

        :param DeliveryError error: why it did not go out
        """
        self.ensure_one()
        now = fields.Datetime.now()
        # A try that ended before the link was made counts as well.
        tries = self.tries + (self.state != "sending")
        vals = {
            "error": error.reason,
            "tries": tries,
            "date_failed": self.date_failed or now,
            "is_possibly_twice": self.is_possibly_twice or error.is_unsure,
        }
        if error.is_final or tries >= MAX_TRIES:
            self.write({**vals, "state": "failed", "date_next": False})
            self._log_message(self.env._("not delivered"))
            self.duty_update()
            return
        after = now + PAUSES[tries - 1]
        self.write({**vals, "state": "queued", "date_next": after})
        self._trigger_send(after)

    def _drop(self, reason=False):
        """Put messages away that nobody needs any more.

        :param reason: a value of ``error``, if one explains it
        """
        if not self:
            return
        self.write({"state": "dropped", "date_next": False})
        if reason:
            self.write({"error": reason})
        self._log_message(self.env._("not needed any more"))
        self.duty_update()

    @api.model
    def _note_bounce(self, references):
        """Note that mails came back, and close links that travelled back with them.

        Requirement: X-11.

        :param list[str] references: Message-IDs of what came back, from anywhere
        :return: the messages
        """
        references = [one for one in references or [] if isinstance(one, str)]
        if not references:
            return self.browse()
        # A mail from outside: nobody is logged in, and only its own row is touched.
        messages = self.sudo().search(
            [("message_ref", "in", references), ("state", "in", ("sending", "sent"))]
        )
        messages.write(
            {
                "state": "failed",
                "error": "bounced",
                "date_failed": fields.Datetime.now(),
                "date_next": False,
            }
        )
        links = messages.link_id
        links.filtered(
            lambda link: link.state == "open" and not link.date_opened
        )._revoke()
        messages._log_message(self.env._("came back"))
        needless = messages.filtered(lambda message: message._get_needless())
        needless._drop()
        (messages - needless).duty_update()
        return messages
