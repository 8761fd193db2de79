# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Nobody can keep these promises: what puts somebody at risk is passed on (P-10).
PROMISES = re.compile(
    r"\b(?:(?:completely|absolutely|totally|fully|entirely|strictly)\s+confidential"
    r"|anonym\w*)",
    re.IGNORECASE,
)


class ExitInterviewPolicyOfferMixin(models.AbstractModel):
    """What a policy says on the page on which leavers answer the offer."""

    _name = "exit.interview.policy.offer.mixin"
    _description = "Policy on the page of the offer"

    notice_wording = fields.Text(
        string="What happens with what you say",
        translate=True,
        default=lambda self: self._get_default_notice_wording(),
        help="Stands on the leaver's pages before anything is asked, and is kept as "
        "shown. Do not promise what cannot be kept. You may use the placeholders of "
        "the offer, {recipients} for those who may receive a copy, and "
        "{normal_circulation} for those of them who read every record unless the "
        "leaver keeps something back.",
    )
    offer_page_body = fields.Text(
        string="Welcome on the page of the offer",
        translate=True,
        default=lambda self: self._get_default_offer_page_body(),
        help="A few sentences above the notice. You may use the same placeholders.",
    )
    offer_names_interviewer = fields.Boolean(
        string="Name the interviewer",
        default=True,
        help="The page of the offer says who would interview. Otherwise it says "
        "“somebody independent”.",
    )
    later_days = fields.Integer(
        string="Ask again after",
        default=10,
        help="Working days after which leavers are asked again who said “not now” "
        "without a day of their own. Nobody reminds them before.",
    )
    proposal_days = fields.Integer(
        string="First proposal after",
        default=2,
        help="Working days between today and the first date that leavers can choose "
        "on their page.",
    )
    change_days = fields.Integer(
        string="See to changes within",
        default=1,
        help="Working days to look at what leavers changed or asked for on their page: "
        "a date, a cancellation, another interviewer.",
    )

    _offer_page_numbers = models.Constraint(
        "CHECK(later_days BETWEEN 1 AND 250 AND proposal_days BETWEEN 0 AND 60"
        " AND change_days BETWEEN 0 AND 60)",
        "Leavers are asked again after 1 to 250 working days; first proposals and "
        "changes take 0 to 60.",
    )

    @api.constrains("notice_wording", "offer_page_body")
    def _check_offer_page_words(self):
        """Refuse unknown placeholders, and promises nobody can keep (P-10)."""
        known = [
            *self._get_offer_placeholders(),
            "recipients",
            "normal_circulation",
        ]
        for policy in self:
            for text in (policy.notice_wording, policy.offer_page_body):
                policy._check_promises(text or "")
                try:
                    (text or "").format_map(dict.fromkeys(known, ""))
                except (KeyError, ValueError, IndexError, AttributeError) as error:
                    raise ValidationError(
                        self.env._(
                            "The leaver's page uses a placeholder that is not known: "
                            "%(what)s. You may use %(known)s.",
                            what=error,
                            known=", ".join(f"{{{key}}}" for key in known),
                        )
                    ) from error

    def _check_promises(self, text):
        found = PROMISES.search(text)
        if found:
            raise ValidationError(
                self.env._(
                    "“%s” promises leavers more than anybody can keep: what puts "
                    "somebody at risk must be passed on, and whoever knows the team "
                    "may guess who said it. Say instead who may read it.",
                    found.group(),
                )
            )

    @api.model
    def _get_default_notice_wording(self):
        """Return the notice a new policy starts with.

        Requirement: B-06, B-07, F-22, F-28, P-10.
        """
        return self.env._(
            "- You decide, person by person, who may read it: {recipients}. Anybody "
            "else hears only themes and comments without names.\n"
            "- You can read what was written, and have it put right at any time.\n"
            "- You can leave out any question, and stop whenever you like.\n"
            "- We cannot promise to keep everything confidential. If somebody may be "
            "at risk, or something is seriously wrong, we must pass it on. We tell "
            "you, unless there is good reason not to.\n"
            "- {complaints}"
        )

    @api.model
    def _get_default_offer_page_body(self):
        """Return the welcome a new policy starts with.

        Requirement: B-01, B-03, L-03.
        """
        return self.env._(
            "We understand that you are leaving {organisation}. Thank you for all you "
            "have done here. We would like to listen to you, before you go or "
            "afterwards: why you are leaving, what we do well, and what we could do "
            "better.\n\n"
            "It is entirely your choice. If you say no, nothing happens and nobody "
            "asks you why."
        )
