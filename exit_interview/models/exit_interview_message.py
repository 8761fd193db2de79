# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .local_date import get_today

# Who but the coordinator may send what: interviewers have their records checked.
INTERVIEWER_KINDS = {"answer", "check"}
LETTERS = {
    "offer": "offer_letter",
    "offer_reminder": "offer_letter",
    "planned": "planned_letter",
    "cancelled": "cancellation_letter",
    "answer": "answer_letter",
    "check": "check_letter",
    "check_reminder": "check_letter",
    "outcome": "outcome_letter",
}


class ExitInterviewMessage(models.Model):
    """One message to a participant: a reference and a link, nothing else.

    The link is made when the mail is handed to the mail server and stands nowhere
    before or after; so these rows hold no words, and mails do not go through the
    platform's mail table, which keeps them (SEC-20, A-41).

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | see what was sent and what was not delivered; send again; say   |
    |             | that the leaver was reached in another way                      |
    | interviewer | see that, for their own cases; send questions and records again |
    +-------------+-----------------------------------------------------------------+

    Requirement: R-09, X-10, X-11, SEC-20.
    """

    _name = "exit.interview.message"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.delivery.mixin",
        "exit.interview.duty.mixin",
    ]
    _description = "Message to a participant"
    _order = "id desc"

    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    # As the user: names are for whoever may see the person.
    person_name = fields.Char(
        related="participant_id.name", string="Whose", related_sudo=False
    )
    case_id = fields.Many2one(
        related="participant_id.case_id", store=True, precompute=True, required=True
    )
    kind = fields.Selection(
        selection="_selection_kind", string="About", required=True, readonly=True
    )
    date_queued = fields.Datetime(
        string="Asked for", required=True, readonly=True, default=fields.Datetime.now
    )

    @api.model
    def _selection_kind(self):
        """Return what messages are about; each has its words in the policy."""
        return [
            ("offer", "The offer"),
            ("offer_reminder", "Reminder of the offer"),
            ("planned", "The date of the conversation"),
            ("cancelled", "The conversation is cancelled"),
            ("answer", "Questions to answer"),
            ("check", "The record to check"),
            ("check_reminder", "Reminder of the record to check"),
            ("outcome", "What came of it"),
        ]

    @api.model
    def _get_purpose(self, kind):
        """Return which link a message holds.

        :param str kind: a value of :meth:`_selection_kind`
        :return: a value of ``exit.interview.link`` ``purpose``
        :rtype: str
        """
        purposes = {"planned": "offer", "cancelled": "offer"}
        return purposes.get(kind, kind.removesuffix("_reminder"))

    @api.model
    def _queue(self, participants, kind):
        """Ask for one mail to each participant; it leaves after this transaction.

        Called after the caller was checked. Participants who cannot be reached by mail
        are refused in words that say the way round. What waits already is not asked
        for twice, and what failed before gives way.

        :param participants: ``exit.interview.participant`` recordset
        :param str kind: a value of :meth:`_selection_kind`
        :return: the messages
        :raise UserError: if a mail has nowhere to go (I-19)
        """
        if not participants:
            return self.browse()
        for participant in participants:
            participant._check_mailable()
        # The caller was checked; nobody writes messages by hand.
        messages_sudo = self.sudo()
        earlier = messages_sudo.search(
            [
                ("participant_id", "in", participants.ids),
                ("kind", "=", kind),
                ("state", "in", ("queued", "failed")),
            ]
        )
        waiting = earlier.filtered(lambda one: one.state == "queued")
        waiting.write({"date_next": fields.Datetime.now(), "tries": 0})
        (earlier - waiting)._drop()
        known = waiting.participant_id
        messages = messages_sudo.create(
            [
                {"participant_id": one.id, "kind": kind}
                for one in participants
                if one.id not in known.ids
            ]
        )
        # What the platform precomputed the rows from must not count as one of them.
        participants.invalidate_recordset(["leaver_message_ids"])
        participants.case_id.invalidate_recordset(["leaver_message_ids"])
        self._trigger_send()
        return waiting + messages

    # === NEEDED? === #

    def _get_needless(self):
        """Return whether the message is not needed any more, as superuser."""
        self.ensure_one()
        return self._is_needless(self.participant_id, self.kind)

    @api.model
    def _is_needless(self, participant, kind):
        """Return whether the leaver would be written to for nothing.

        Never after a no, and nothing of a case that was withdrawn (decision 14).

        :param participant: ``exit.interview.participant``, as superuser
        :param str kind: a value of :meth:`_selection_kind`
        :rtype: bool
        """
        case = participant.case_id
        if case.state == "cancelled" or case.reply == "declined":
            return True
        replied = participant.reply
        if replied == "declined":
            return True
        if kind == "offer":
            return case.state != "offered" or "accepted" in (case.reply, replied)
        if kind == "offer_reminder":
            # "Not now" is an answer, too: nobody is pressed.
            return case.state != "offered" or bool(case.reply or replied)
        if kind == "planned":
            # Answering in writing has no date to tell.
            ahead = case._get_planned_session(participant).date_meeting
            return not ahead and participant._get_follow_stage() != "planned"
        if kind == "cancelled":
            is_open = participant._get_follow_stage() in ("open", "planned")
            return case.state not in ("offered", "scheduled") and not is_open
        if kind == "answer":
            return case.state not in ("offered", "scheduled", "interviewed")
        if kind == "check_reminder":
            return case.state != "interviewed"
        if kind == "check":
            is_early = case.state in ("new", "offered", "scheduled")
            # Where each is heard alone, others may be heard later.
            return is_early and not participant._get_check_session()
        return not participant._get_letter().outcome_text

    @api.model
    def _check_needed(self, participant, kind):
        """Check that a message still makes sense.

        :raise UserError: naming the case
        """
        if self._is_needless(participant, kind):
            raise UserError(
                self.env._(
                    "%s: this message does not fit where the case stands: the leaver "
                    "has answered already, or it is not its turn. Open the case, which "
                    "says what comes next.",
                    participant.case_id.name,
                )
            )

    # === STEPS === #

    def _check_sender(self):
        """Check that the user may send these kinds of messages."""
        mine = self.filtered(lambda message: message.kind in INTERVIEWER_KINDS)
        (self - mine)._check_actor("coordinator")

    def action_send_again(self):
        """Send messages once more that did not arrive.

        Requirement: R-09, X-10.

        :return: True
        :raise UserError: if it went out already, or has nowhere to go
        """
        self._check_actor("coordinator", "interviewer")
        self._check_sender()
        # The caller was checked; nobody writes messages by hand.
        messages_sudo = self.sudo()
        for message in messages_sudo:
            if message.state not in ("failed", "queued"):
                raise UserError(
                    self.env._(
                        "%s: this message is not among those that did not arrive. "
                        "To send a new one, open the case.",
                        message.case_id.name,
                    )
                )
            self._check_needed(message.participant_id, message.kind)
            message.participant_id._check_mailable()
        messages_sudo.write(
            {
                "state": "queued",
                "tries": 0,
                "error": False,
                "date_failed": False,
                "date_next": fields.Datetime.now(),
            }
        )
        self._trigger_send()
        self._log_message(self.env._("sent again"))
        messages_sudo.duty_update()
        return True

    def action_settle(self):
        """Say that the leaver was reached in another way; the mail is let go.

        Requirement: X-11.

        :return: True
        :raise UserError: if it is not among those that did not arrive
        """
        self._check_actor("coordinator")
        # The caller was checked; nobody writes messages by hand.
        messages_sudo = self.sudo()
        for message in messages_sudo:
            if message.state != "failed":
                raise UserError(
                    self.env._(
                        "%s: this message arrived, or was dealt with already. Load "
                        "the list again to see where it stands.",
                        message.case_id.name,
                    )
                )
        messages_sudo._drop("settled")
        return True

    def action_print_letter(self):
        """Print the letter that stands in for a mail, with a code for the page.

        :return: report action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator")
        # The kind says which letter; the report checks the user again.
        name = LETTERS[self.sudo().kind]
        report = self.env.ref(f"exit_interview.exit_interview_{name}_report")
        return report.report_action(self.sudo().case_id.ids, config=False)

    def action_open_case(self):
        """Open the case that the message belongs to.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "exit.interview",
            "res_id": self.sudo().case_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _settle_by_letter(self, participants, purpose):
        """Let mails go that a letter has taken the place of.

        Its code is the one way in now: a mail that still waits would close it.

        :param participants: ``exit.interview.participant`` recordset
        :param str purpose: a value of ``exit.interview.link`` ``purpose``
        """
        # Whoever may print the letter was checked by the report.
        self.sudo().search(
            [
                ("participant_id", "in", participants.ids),
                ("state", "in", ("queued", "failed")),
            ]
        ).filtered(lambda message: self._get_purpose(message.kind) == purpose)._drop(
            "letter"
        )

    # === DUTY AND JOURNAL === #

    def _get_expected_duties(self):
        """Override of the duty mixin: what did not arrive asks for another way."""
        self.ensure_one()
        if self.state != "failed" or self._get_needless():
            return []
        policy = self._get_duty_policy()
        due = policy._plan_working_days(1, get_today(self))
        known = self._get_open_duties().filtered(lambda duty: duty.kind == "deliver")
        return [self._prepare_duty("deliver", "coordinator", known.date_due or due)]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: dropped with the message it was about."""
        self.ensure_one()
        return self.state == "dropped" and self.error not in ("letter", "settled")

    def _get_duty_action(self, kind):
        """Override of the duty mixin: the list of what did not arrive."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "exit_interview.exit_interview_message_action"
        )

    def _log_message(self, words):
        """Add a line to the journal: about what, and what became of it.

        :param str words: what became of it
        """
        labels = dict(self._selection_kind())
        for kind, messages in self.sudo().grouped("kind").items():
            messages.case_id.with_env(self.env)._log(
                "message", f"{labels[kind]}: {words}"
            )
