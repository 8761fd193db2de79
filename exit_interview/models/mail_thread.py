# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class MailThread(models.AbstractModel):
    """Mails to leavers that come back: they are in no table of the platform's."""

    _inherit = "mail.thread"

    def _routing_handle_bounce(self, email_message, message_dict):
        """Override of `mail`: find the message of ours that came back (X-11)."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        if self._is_final_report(email_message):
            self.env["exit.interview.message"]._note_bounce(
                message_dict.get("bounced_msg_ids")
            )
        return result

    def _is_final_report(self, email_message):
        """Return whether a report says that a mail will not arrive.

        Reports also say that a mail is late, or that it did arrive. A report that does
        not say counts as one of failure.

        :param email_message: ``email.message.EmailMessage`` that came in
        :rtype: bool
        """
        actions = [
            str(block["Action"]).strip().lower()
            for part in email_message.walk()
            if part.get_content_type() == "message/delivery-status"
            for block in part.get_payload()
            if block["Action"]
        ]
        return not actions or "failed" in actions
