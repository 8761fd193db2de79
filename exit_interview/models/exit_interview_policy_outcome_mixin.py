# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewPolicyOutcomeMixin(models.AbstractModel):
    """What leavers are told at the end: the letter that their page shows, too."""

    _name = "exit.interview.policy.outcome.mixin"
    _description = "Words of a policy about the outcome"

    outcome_writer = fields.Selection(
        selection=[
            ("coordinator", "The coordinator"),
            ("recipient", "Whoever answered the copy"),
        ],
        string="Who writes to the leaver",
        default="coordinator",
        required=True,
        help="Who owes the letter about the outcome. Where nobody received a copy, "
        "the coordinator writes. The coordinator sees what is owed, and can always "
        "write.",
    )
    outcome_sender = fields.Selection(
        selection=[
            ("coordinator", "The coordinator"),
            ("recipient", "Whoever answered the copy"),
        ],
        string="Who sends the letter",
        default="coordinator",
        required=True,
        help="Who prints and posts the letter, sends the mail with the link, or tells "
        "the leaver. Whoever answered the copy then sees address and name on paper. "
        "The coordinator can always send.",
    )
    outcome_body = fields.Text(
        string="Letter about the outcome",
        translate=True,
        default=lambda self: self._get_default_outcome_body(),
        help="What the leaver is written once all responses are approved; whoever "
        "writes edits it for each leaver. You may use the placeholders of the "
        "offer, {changes} and {cannot_change} for what was approved, and "
        "{service_manager} or {head_of_service} for the name of whoever signs.",
    )

    @api.constrains("outcome_body")
    def _check_outcome_placeholders(self):
        """Refuse words in braces that would reach a leaver unfilled, or leak."""
        known = [
            *self._get_offer_placeholders(),
            "changes",
            "cannot_change",
            *self._get_signing_roles(),
        ]
        for policy in self:
            policy._check_words("outcome_body", known)

    @api.model
    def _get_signing_roles(self):
        """Return the roles whose name may stand below the letter (S-27).

        :rtype: list[str]
        """
        return ["service_manager", "head_of_service"]

    def _check_words(self, name, known):
        """Check the words in braces of one text.

        :param str name: field that holds the text
        :param list[str] known: what may stand in braces
        :raise ValidationError: naming what may
        """
        try:
            (self[name] or "").format_map(dict.fromkeys(known, ""))
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            raise ValidationError(
                self.env._(
                    "“%(text)s” uses a placeholder that is not known: %(what)s. You "
                    "may use %(known)s.",
                    text=self._fields[name]._description_string(self.env),
                    what=error,
                    known=", ".join(f"{{{key}}}" for key in known),
                )
            ) from error

    @api.model
    def _get_default_outcome_body(self):
        """Return the letter a new policy starts with.

        Requirement: S-27, F-24, F-25.
        """
        return self.env._(
            "Thank you for taking the time to talk with us when you left "
            "{organisation}. This is what came of it.\n\n"
            "What changes\n\n"
            "{changes}\n\n"
            "What cannot change, and why\n\n"
            "{cannot_change}\n\n"
            "What you said also goes, without your name, into the report that our "
            "senior managers read every three months.\n\n"
            "If you have a question, or see it differently, please phone or e-mail "
            "{coordinator}, giving the reference {reference}.\n\n"
            "Phone: {coordinator_phone}\nE-mail: {coordinator_email}\n\n"
            "With our thanks and best wishes\n\n"
            "{coordinator}"
        )
