# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewPolicyWordsMixin(models.AbstractModel):
    """What leavers are told. A new policy starts with words that can be used as is."""

    _name = "exit.interview.policy.words.mixin"
    _description = "Words of a policy"

    permission_wording = fields.Text(
        translate=True,
        default=lambda self: self._get_default_permission_wording(),
        help="What the leaver is told when asked who may read the record. The words "
        "shown are kept with each permission.",
    )
    offer_subject = fields.Char(
        string="Subject of the offer letter",
        translate=True,
        default=lambda self: self.env._("An invitation, reference {reference}"),
        help="Stands above the letter.",
    )
    offer_body = fields.Text(
        string="Text of the offer",
        translate=True,
        default=lambda self: self._get_default_offer_body(),
        help="The letter, which the leaver's page shows, too; mails have words of "
        "their own. You may use {organisation}, "
        "{reference}, {coordinator}, {coordinator_phone}, {coordinator_email}, "
        "{date_departure} and {complaints} (the words on complaints below); the name "
        "is added on paper only.",
    )
    complaints_wording = fields.Text(
        string="Complaints go elsewhere",
        translate=True,
        default=lambda self: self.env._(
            "Complaints go another way, where somebody looks into them: ask us and we "
            "will show you, also after you have left."
        ),
        help="Where to go with a complaint, and that it is a way of its own. Stands in "
        "the offer as {complaints}.",
    )

    @api.constrains("offer_subject", "offer_body")
    def _check_placeholders(self):
        """Refuse words in braces that would reach a leaver unfilled, or leak."""
        values = dict.fromkeys(self._get_offer_placeholders(), "")
        for policy in self:
            for text in (policy.offer_subject, policy.offer_body):
                try:
                    (text or "").format_map(values)
                except (KeyError, ValueError, IndexError, AttributeError) as error:
                    raise ValidationError(
                        self.env._(
                            "The offer uses a placeholder that is not known: %(what)s. "
                            "You may use %(known)s.",
                            what=error,
                            known=", ".join(f"{{{key}}}" for key in values),
                        )
                    ) from error

    @api.model
    def _get_offer_placeholders(self):
        """Return the names that may stand in braces in the offer (allow-list)."""
        return [
            "organisation",
            "reference",
            "coordinator",
            "coordinator_phone",
            "coordinator_email",
            "date_departure",
            "complaints",
        ]

    @api.model
    def _get_default_offer_body(self):
        """Return the offer a new policy starts with.

        Requirement: B-01, B-06, B-07, B-10, B-11, L-03.
        """
        return self.env._(
            "We understand that you are leaving {organisation}. Thank you for all "
            "you have done here. Before you go, or afterwards if you prefer, we "
            "would like to listen to you.\n\n"
            "You are invited to a conversation, called an exit interview. It is "
            "entirely your choice. If you say no, nothing happens and nobody asks "
            "you why.\n\n"
            "You would talk with somebody independent, outside your line of "
            "management. If you would be more comfortable with a particular person,"
            " tell us, and we will try to arrange it.\n\n"
            "We would ask why you are leaving, how you were supported, about your "
            "induction, development and workload, and what we do well or could do "
            "better. You can leave out any question.\n\n"
            "What happens with what you say\n\n"
            "- You decide, person by person, who may read it. Anybody else hears "
            "only themes and comments without names.\n"
            "- You can read, correct and, if you wish, sign what was written.\n"
            "- We cannot promise to keep everything confidential. If somebody may "
            "be at risk, or something is seriously wrong, we must pass it on.\n"
            "- {complaints}\n\n"
            "How to reply\n\n"
            "Please phone or e-mail {coordinator}, giving the reference "
            "{reference}:\n\n"
            "Phone: {coordinator_phone}\n"
            "E-mail: {coordinator_email}\n\n"
            "It helps to know:\n\n"
            "- whether you would like to talk, or would rather not;\n"
            "- when it suits you, and where: in person, by video or by phone;\n"
            "- with whom, and whether you would like a colleague or friend beside "
            "you;\n"
            "- what would make it easier for you, such as extra time, large print "
            "or an interpreter.\n\n"
            "If this has reached you by mistake, please let us know.\n\n"
            "With our thanks and best wishes\n\n"
            "{coordinator}"
        )

    @api.model
    def _get_default_permission_wording(self):
        """Return what a new policy tells leavers about permission.

        Requirement: L-64, L-65, L-19, L-20.
        """
        return self.env._(
            "Who may read what you said?\n\n"
            "You decide for each person separately: your team manager, your service"
            " manager, your head of service. Nothing is ticked in advance, and "
            "nothing is shown until you choose.\n\n"
            "- Whole: they read all of it.\n"
            "- Chosen parts: they read only the parts you pick.\n"
            "- Themes only: they read none of it. Our three-monthly report uses "
            "themes and comments without names.\n\n"
            "Your answers about ethnic background and protected characteristics are"
            ' left out, even of "whole", unless you tick them separately. They '
            "never go to your team manager.\n\n"
            "You can change your mind at any time. We then close their copy, but "
            "cannot undo what was read.\n\n"
            "If somebody may be at risk, or our whistleblowing policy applies, we "
            "may have to pass that part on whatever you choose. We tell you, unless"
            " there is good reason not to."
        )
