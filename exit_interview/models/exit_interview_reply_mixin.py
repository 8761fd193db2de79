# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ExitInterviewReplyMixin(models.AbstractModel):
    """What a participant was told before anything was asked, and when (P-10)."""

    _name = "exit.interview.reply.mixin"
    _description = "Reply of a participant"

    notice_wording = fields.Text(
        string="What was told before",
        readonly=True,
        help="What happens with what they say, as the participant read it.",
    )
    notice_lang = fields.Char(string="Told in", readonly=True)
    date_notice = fields.Datetime(string="Read on", readonly=True)

    def _get_notice_wording(self):
        """Return what is told before anything is asked, in the language of `self`.

        :rtype: str
        """
        self.ensure_one()
        return self.case_id.policy_id.notice_wording or ""

    def _acknowledge_notice(self):
        """Keep the words that were shown, their language and the time.

        Requirement: P-10.
        """
        for participant in self:
            participant.write(
                {
                    "notice_wording": participant._get_notice_wording(),
                    "notice_lang": participant.env.lang,
                    "date_notice": fields.Datetime.now(),
                }
            )

    def _is_mailable(self):
        """Return whether a mail to this person reaches them, and nobody else.

        :rtype: bool
        """
        self.ensure_one()
        try:
            self._check_mailable()
        except UserError:
            return False
        return True
