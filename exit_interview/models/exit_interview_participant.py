# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from .local_date import get_today


class ExitInterviewParticipant(models.Model):
    """A person of the departure who is interviewed, and how they are reached."""

    _name = "exit.interview.participant"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.reply.mixin",
        "exit.interview.told.mixin",
        "exit.interview.plan.mixin",
        "exit.interview.participant.check.mixin",
        "exit.interview.participant.apart.mixin",
        "exit.interview.participant.follow.mixin",
        "exit.interview.participant.outcome.mixin",
        "exit.interview.pin.mixin",
    ]
    _description = "Participant of an exit interview"
    _order = "case_id, id"

    name = fields.Char(required=True, readonly=True)
    email = fields.Char()
    is_work_email = fields.Boolean(
        string="Work mailbox",
        help="Nothing is sent to a work mailbox after the last day.",
    )
    phone = fields.Char()
    address = fields.Text()
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(), string="Language"
    )
    needs = fields.Text(
        string="Adjustments",
        help="What makes it easier to take part, as you know it: an interpreter, large "
        "print, more time, a place that can be reached. The leaver reads it on their "
        "page as noted by you.",
    )
    link_ids = fields.One2many(
        comodel_name="exit.interview.link",
        inverse_name="participant_id",
        string="Links",
        readonly=True,
    )
    leaver_message_ids = fields.One2many(
        comodel_name="exit.interview.message",
        inverse_name="participant_id",
        string="Messages",
        readonly=True,
    )

    @api.model
    def _get_user_writable_fields(self):
        return super()._get_user_writable_fields() | {
            "email",
            "is_work_email",
            "phone",
            "address",
            "lang",
            "needs",
        }

    @api.constrains("email")
    def _check_email(self):
        """Refuse what is not exactly one address (I-20)."""
        for participant in self:
            if (
                participant.email
                and tools.email_normalize(participant.email)
                != participant.email.strip().lower()
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” is not one e-mail address. Write it like "
                        "name@example.org, or leave it empty and send a letter.",
                        participant.email,
                    )
                )

    def _get_mail_obstacle(self):
        """Return why a mail would not reach this person, or would let others in too.

        :return: a value of ``exit.interview.message`` ``error``, or False
        :rtype: str or bool
        """
        self.ensure_one()
        address = tools.email_normalize(self.email or "")
        if not address:
            return "no_address"
        last_day = self.case_id.date_departure
        if self.is_work_email and (not last_day or last_day < get_today(self)):
            return "work_mailbox"
        # With a PIN others may read the mail: it opens nothing by itself.
        if not self._may_get_pin() and self._shares_mailbox():
            return "shared_address"
        return False

    def _is_mailable(self):
        """Return whether a mail reaches this person, and nobody else (I-19, I-22).

        :rtype: bool
        """
        self.ensure_one()
        return not self._get_mail_obstacle()

    def _check_mailable(self):
        """Check that a mail to this person reaches them, and nobody else.

        :raise UserError: telling the way round (I-19, I-22)
        """
        self.ensure_one()
        reference = self.case_id.name
        obstacle = self._get_mail_obstacle()
        if obstacle == "no_address":
            raise UserError(
                self.env._(
                    "%s: there is no e-mail address. Send the letter, or tell the "
                    "leaver in person.",
                    reference,
                )
            )
        if obstacle == "work_mailbox":
            raise UserError(
                self.env._(
                    "%s: only a work mailbox is known, and after the last day others "
                    "may read it. Send the letter, or enter a private address.",
                    reference,
                )
            )
        if obstacle == "shared_address":
            raise UserError(
                self.env._(
                    "%s: two people share one e-mail address, so each could open the "
                    "other's page. Give each a PIN, send letters, or enter an address "
                    "of their own.",
                    reference,
                )
            )
