# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# All that a mail to a leaver may hold; nothing of the case but its reference.
SUBJECT_PLACEHOLDERS = (
    "organisation",
    "reference",
    "coordinator",
    "coordinator_phone",
    "coordinator_email",
)
BODY_PLACEHOLDERS = (*SUBJECT_PLACEHOLDERS, "link", "expires", "access")


class ExitInterviewMessageTemplate(models.Model):
    """The words of one kind of message: a reference and a link, nothing else.

    One for each policy and kind; the letter that stands in for the mail uses the same
    words, with an address and a code in place of the link.

    Requirement: SEC-20, R-09.
    """

    _name = "exit.interview.message.template"
    _description = "Words of a message to participants"
    _order = "policy_id, sequence, id"
    _rec_name = "subject"

    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="policy_id.company_id", store=True, index=True, precompute=True
    )
    responsible_id = fields.Many2one(
        related="policy_id.responsible_id", store=True, precompute=True
    )
    sequence = fields.Integer(default=10, readonly=True)
    kind = fields.Selection(
        selection=lambda self: self.env["exit.interview.message"]._selection_kind(),
        string="About",
        required=True,
        readonly=True,
    )
    subject = fields.Char(
        required=True,
        translate=True,
        help="Must not name the leaver or say why they are written to: subjects show "
        "on locked telephones. You may use {organisation}, {reference}, {coordinator}, "
        "{coordinator_phone} and {coordinator_email}.",
    )
    body = fields.Text(
        string="Text",
        required=True,
        translate=True,
        help="Must hold {link}. You may also use {expires} (the last day of the link), "
        "{access} (that no password is needed, or that a PIN is), {organisation}, "
        "{reference}, {coordinator}, {coordinator_phone} and "
        "{coordinator_email}. Nothing else of a case goes into a mail: it is not a "
        "safe place.",
    )

    _policy_kind_uniq = models.UniqueIndex(
        "(policy_id, kind)", "A policy has one text for each kind of message."
    )

    @api.constrains("subject", "body")
    def _check_placeholders(self):
        """Refuse what would reach a leaver unfilled, leak, or lead nowhere (SEC-20)."""
        for template in self:
            template._check_words("subject", SUBJECT_PLACEHOLDERS)
            template._check_words("body", BODY_PLACEHOLDERS)
            if "{link}" not in template.body:
                raise ValidationError(
                    self.env._(
                        "The text needs {link}: without it nobody comes to the page."
                    )
                )

    def _check_words(self, name, known):
        """Check that no brace stands in a text but around a known word.

        :param str name: field that holds the text
        :param known: what may stand in braces
        :raise ValidationError: naming what may
        """
        rest = re.sub(rf"\{{({'|'.join(known)})\}}", "", self[name] or "")
        wrong = re.search(r"\{[^{}]*\}?|\}", rest)
        if wrong:
            raise ValidationError(
                self.env._(
                    "“%(text)s” uses a placeholder that is not known: %(what)s. You "
                    "may use %(known)s.",
                    text=self._fields[name]._description_string(self.env),
                    what=wrong.group(),
                    known=", ".join(f"{{{key}}}" for key in known),
                )
            )

    def _fill(self, case, link, expires, needs_pin=False):
        """Return subject and body with every placeholder filled.

        Values are put in once and never looked into, so that braces in somebody's name
        stay what they are.

        :param case: ``exit.interview``, as superuser in the reader's language
        :param str link: what stands where the link goes
        :param expires: last day on which it opens something
        :param bool needs_pin: whether the page asks for a PIN
        :return: subject, on one line, and body
        :rtype: tuple[str, str]
        """
        self.ensure_one()
        coordinator, company = case.coordinator_id, case.company_id
        values = {
            "organisation": company.name,
            "reference": case.name,
            "coordinator": coordinator.name or company.name,
            "coordinator_phone": coordinator.phone or company.phone or "",
            "coordinator_email": coordinator.email or company.email or "",
            "link": link,
            "expires": case._format_date(expires),
            "access": self._get_access_words(needs_pin),
        }

        def fill(text):
            return re.sub(r"\{(\w+)\}", lambda found: values[found[1]] or "", text)

        body = self.body
        if needs_pin and "{access}" not in body:
            body += "\n\n{access}"
        return " ".join(fill(self.subject).split()), fill(body)

    @api.model
    def _get_access_words(self, needs_pin):
        """Return what opens the page, besides what the message holds (A-55)."""
        if needs_pin:
            return self.env._(
                "The page is private and asks for a PIN of six digits, which we tell "
                "you by telephone or in person. If you have none yet, please ring us."
            )
        return self.env._("The page is private and needs no password.")
