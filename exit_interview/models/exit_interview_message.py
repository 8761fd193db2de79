# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewMessage(models.Model):
    """One message to a participant: a reference and a link, nothing else.

    The link is made when the mail is handed to the mail server and stands nowhere
    before or after; so these rows hold no words, and mails do not go through the
    platform's mail table, which keeps them (SEC-20, A-41).

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | see what was sent and what was not delivered; send again        |
    | interviewer | the same, for their own cases                                   |
    +-------------+-----------------------------------------------------------------+

    Requirement: R-09, X-10, X-11, SEC-20.
    """

    _name = "exit.interview.message"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Message to a participant"
    _order = "id desc"

    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    case_id = fields.Many2one(
        related="participant_id.case_id", store=True, precompute=True, required=True
    )
    kind = fields.Selection(
        selection="_selection_kind", string="About", required=True, readonly=True
    )
    state = fields.Selection(
        selection=[
            ("queued", "Waiting"),
            ("sent", "Sent"),
            ("failed", "Not delivered"),
            ("dropped", "Not needed any more"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    date_queued = fields.Datetime(
        string="Asked for", required=True, readonly=True, default=fields.Datetime.now
    )
    date_sent = fields.Datetime(string="Sent on", readonly=True)

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
        are refused in words that say the way round.

        :param participants: ``exit.interview.participant`` recordset
        :param str kind: a value of :meth:`_selection_kind`
        :return: the messages
        :raise UserError: if a mail has nowhere to go (I-19)
        """
        for participant in participants:
            participant._check_mailable()
        # The caller was checked; nobody writes messages by hand.
        return self.sudo().create(
            [{"participant_id": one.id, "kind": kind} for one in participants]
        )
