# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import traceback

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .exit_interview_message import INTERVIEWER_KINDS
from .local_date import get_today

_logger = logging.getLogger(__name__)


class ExitInterviewMessageCaseMixin(models.AbstractModel):
    """What the case knows of messages: sending, reminding, and when silence is a no.

    Requirement: R-09, X-11, I-22, decision 14.
    """

    _name = "exit.interview.message.case.mixin"
    _description = "Messages of an exit interview case"

    failed_message_count = fields.Integer(
        string="Messages not delivered", compute="_compute_failed_message_count"
    )

    @api.depends("leaver_message_ids.state")
    def _compute_failed_message_count(self):
        counts = dict(
            self.env["exit.interview.message"]._read_group(
                [("case_id", "in", self.ids), ("state", "=", "failed")],
                ["case_id"],
                ["__count"],
            )
        )
        for case in self:
            case.failed_message_count = counts.get(case._origin, 0)

    def _get_failed_messages(self):
        """Return the messages of these cases that did not arrive, as superuser."""
        # Whether the leaver was reached decides what may be done; nothing is shown.
        return (
            self.env["exit.interview.message"]
            .sudo()
            .search([("case_id", "in", self.ids), ("state", "=", "failed")])
        )

    @api.private
    def duty_update(self):
        """Override of the duty mixin: what failed asks for nothing once it is moot."""
        result = super().duty_update()
        failed = self._get_failed_messages()
        failed.filtered(lambda message: message._get_needless())._drop()
        return result

    # === SEND === #

    def action_send_message(self, kind=False):
        """Send a message to everybody of these cases who has a mailbox of their own.

        Requirement: R-09, X-11.

        :param str kind: a value of ``exit.interview.message`` ``kind``
        :return: True
        :raise UserError: if it does not fit, or no mail would arrive
        """
        Message = self.env["exit.interview.message"]
        of_interviewer = isinstance(kind, str) and kind in INTERVIEWER_KINDS
        also = ["interviewer"] if of_interviewer else []
        self._check_actor("coordinator", *also)
        Message._check_value("kind", kind)
        if kind == "check":
            # The record goes out by a step of its own, which looks at corrections.
            return self.action_send_check()
        # The caller was checked; contacts stay with the server.
        for participant in self.sudo().participant_ids:
            Message._check_needed(participant, kind)
        for case in self.sudo():
            if not case._queue_where_mailable(kind):
                case.participant_ids[:1]._check_mailable()
        labels = dict(Message._selection_kind())
        self._log("message", self.env._("%s: to be sent", labels[kind]))
        return True

    def _queue_messages(self, participants, kind):
        """Ask for a mail to each of these people; private part of several steps.

        :param participants: ``exit.interview.participant``, as superuser
        :param str kind: a value of ``exit.interview.message`` ``kind``
        :raise UserError: if one of them cannot be reached by mail
        """
        return self.env["exit.interview.message"]._queue(participants, kind)

    def _queue_where_mailable(self, kind, people=None):
        """Ask for a mail to whoever can be reached by one; the rest get letters.

        Called as superuser, by steps that have checked their caller.

        :param str kind: a value of ``exit.interview.message`` ``kind``
        :param people: those of a conversation of one alone; else everybody
        :return: the messages
        """
        everybody = self.participant_ids
        if people and any(self.mapped("is_apart")):
            everybody = people
        participants = everybody.filtered(lambda one: one._is_mailable())
        return self._queue_messages(participants, kind)

    def _queue_for(self, kind, people):
        """Ask for a mail to those of these people who can be reached by one.

        :param str kind: a value of ``exit.interview.message`` ``kind``
        :param people: ``exit.interview.participant``, as superuser
        :return: the messages
        """
        reached = people.filtered(lambda one: one._is_mailable())
        return self._queue_messages(reached, kind)

    # === REMIND, AND SILENCE === #

    @api.model
    def _cron_remind_leavers(self):
        """Remind leavers of what lies with them; after the last time silence is a no.

        One case a transaction; one that cannot be handled stops no other (R-07).
        """
        keep = self.env["exit.interview.message"]._keep
        cases = self.search(
            [
                "|",
                ("state", "=", "interviewed"),
                "&",
                ("state", "=", "offered"),
                "&",
                ("offer_channel", "=", "mail"),
                ("reply", "=", False),
            ]
        )
        keep(remaining=len(cases))
        for case in cases:
            case = case.try_lock_for_update()
            if case:
                case._remind_safely()
            if not keep(1):
                return
        keep(remaining=0)

    def _remind_safely(self):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._remind_of_offer()
                self._remind_of_check()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # Somebody works on it at this moment: the next run comes back to it.
            return
        except Exception as error:  # noqa: BLE001  pylint: disable=broad-except
            # No message of the exception: it could hold content (P-18).
            _logger.error(
                "%s: reminding the leaver failed with %s.\n%s",
                self.name,
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )

    def _remind_of_offer(self):
        """Remind of an offer sent by mail, or take the silence for a no."""
        self.ensure_one()
        policy = self.policy_id
        if self.state != "offered" or self.offer_channel != "mail" or self.reply:
            return
        messages = self.leaver_message_ids.filtered(
            lambda one: (
                one.kind in ("offer", "offer_reminder")
                and policy._get_local_date(one.date_queued) >= self.date_offered
            )
        )
        sent = messages.filtered(lambda one: one.state == "sent")
        if (
            not sent
            or self._get_failed_messages()
            or messages.filtered(lambda one: one.state in ("queued", "sending"))
            or not self._is_reminder_due(sent, policy.offer_reminder_days)
        ):
            return
        silent = sent.participant_id.filtered(lambda one: not one.reply)
        reminded = sent.filtered(lambda one: one.kind == "offer_reminder")
        to_remind = silent.filtered(
            lambda one: (
                one._is_mailable()
                and len(reminded.filtered(lambda row: row.participant_id == one))
                < policy.offer_reminder_count
            )
        )
        if to_remind:
            self._queue_messages(to_remind, "offer_reminder")
        elif policy.auto_no_reply and self._is_silence(sent):
            self._close_as_silent()

    def _is_reminder_due(self, sent, days):
        """Return whether the working days since the last mail are over.

        :param sent: messages that went out
        :param int days: how many, by the policy
        :rtype: bool
        """
        policy = self.policy_id
        last = policy._get_local_date(max(sent.mapped("date_sent")))
        due = policy._plan_working_days(days, last)
        return fields.Datetime.now() >= policy._get_reminder_moment(due)

    def _is_silence(self, sent):
        """Return whether everybody was reached by mail and nobody has answered.

        :param sent: messages about the offer that went out
        :rtype: bool
        """
        everybody = self.participant_ids
        letters = self.link_ids.filtered(
            lambda link: (
                link.purpose == "offer"
                and link.channel == "letter"
                and link.state == "open"
            )
        )
        return (
            not letters
            and sent.participant_id == everybody
            and all(one._is_mailable() and not one.reply for one in everybody)
        )

    def _close_as_silent(self):
        """Close the case as no reply; a late yes opens it again."""
        self._record_no({"reply": "no_reply", "date_replied": get_today(self)})
        self._log("reply", self.env._("No reply, after the last reminder"))
        self.duty_update()

    def _remind_of_check(self):
        """Remind once of the record that was sent to be checked."""
        self.ensure_one()
        if self.state != "interviewed":
            return
        checks = self.leaver_message_ids.filtered(
            lambda one: one.kind in ("check", "check_reminder")
        )
        sent = checks.filtered(lambda one: one.kind == "check" and one.state == "sent")
        later = checks.filtered(lambda one: one.id > max(sent.ids, default=0))
        if (
            sent
            and not later
            and self._is_reminder_due(sent, self.policy_id.check_reminder_days)
        ):
            people = sent.participant_id.filtered(lambda one: one._is_mailable())
            self._queue_messages(people, "check_reminder")
