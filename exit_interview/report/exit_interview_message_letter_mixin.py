# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewMessageLetterMixin(models.AbstractModel):
    """A letter in the words of a mail: the code stands in for the link."""

    _name = "exit.interview.message.letter.mixin"
    _inherit = ["exit.interview.letter.mixin"]
    _description = "Letter in the words of a mail"

    # Which mail, a value of ``exit.interview.message`` ``kind``.
    _letter_kind = False

    def _prepare_words(self, case, code):
        """Override of the letter mixin: the policy's words for the mail."""
        # The coordinator was checked; the words are configuration.
        case_sudo = case.sudo()
        template = case_sudo.policy_id._get_message_template(self._letter_kind)
        address = code["address"] if code else ""
        expires = code["expires"] if code else False
        needs_pin = bool(code and code["needs_pin"])
        subject, text = template._fill(case_sudo, address, expires, needs_pin)
        return {
            "subject": subject,
            "paragraphs": case._split_paragraphs(text),
            "greets": False,
        }
