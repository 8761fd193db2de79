# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPolicyGuideMixin(models.AbstractModel):
    """The guide for who leaves: what to do, whom to tell, where support comes from."""

    _name = "exit.interview.policy.guide.mixin"
    _description = "Policy on the guide for who leaves"

    leaving_guide = fields.Text(
        string="Guide for who leaves",
        translate=True,
        help="Stands on the leaver's page and can be printed: what to do, whom to "
        "tell, where to find support. Empty: there is none. A line that starts with # "
        "is a heading, one that starts with - stands in a list. You may use the "
        "placeholders of the offer.",
    )

    @api.constrains("leaving_guide")
    def _check_guide_words(self):
        """Refuse words in braces that would reach a leaver unfilled, or leak."""
        for policy in self:
            policy._check_words("leaving_guide", self._get_offer_placeholders())
