# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewPolicyLinkMixin(models.AbstractModel):
    """What a policy says of the leaver's own pages."""

    _name = "exit.interview.policy.link.mixin"
    _description = "Policy on the pages of leavers"

    link_days_offer = fields.Integer(
        string="Link to the offer",
        default=30,
        help="Days until the link to the offer ends; a new one can be sent any time.",
    )
    link_days_answer = fields.Integer(
        string="Link to the questions",
        default=30,
        help="Days until the link ends by which leavers answer the questions "
        "themselves.",
    )
    link_days_check = fields.Integer(
        string="Link to the record",
        default=14,
        help="Days until the link ends by which leavers check and sign the record and "
        "decide who may read it.",
    )
    link_days_outcome = fields.Integer(
        string="Link to the outcome",
        default=90,
        help="Days until the link ends by which leavers read what came of it, and can "
        "still withdraw a permission.",
    )
    visit_hours = fields.Integer(
        string="Page stays open",
        default=4,
        help="Hours after which an open page has to be opened again by the link, if "
        "nothing was saved meanwhile.",
    )
    pin_when = fields.Selection(
        selection=[
            ("never", "Never, unless a leaver wishes it"),
            ("shared", "When two people share a mailbox"),
            ("late", "The same, and by mail after the last day"),
            ("always", "Always, by mail and by letter"),
        ],
        string="Link and PIN",
        default="shared",
        required=True,
        help="Besides the link a leaver then types in a PIN of six digits, which the "
        "coordinator or interviewer tells them by telephone or in person. With “never” "
        "people who share a mailbox get letters instead of mails. A PIN can be given "
        "to anybody who wishes one.",
    )
    pin_max_tries = fields.Integer(
        string="A PIN ends after",
        default=30,
        help="Wrong tries after which a PIN opens nothing any more, so that nobody "
        "finds it by trying. A new one can be given any time.",
    )
    quick_exit_url = fields.Char(
        string="“Leave this page” goes to",
        default="https://www.gov.uk/",
        required=True,
        help="An everyday website that tells nothing about the visit before.",
    )

    _link_numbers = models.Constraint(
        "CHECK(link_days_offer BETWEEN 1 AND 365"
        " AND link_days_answer BETWEEN 1 AND 365"
        " AND link_days_check BETWEEN 1 AND 365"
        " AND link_days_outcome BETWEEN 1 AND 365"
        " AND visit_hours BETWEEN 1 AND 24)",
        "Links last 1 to 365 days, and a page stays open 1 to 24 hours.",
    )

    _pin_numbers = models.Constraint(
        "CHECK(pin_max_tries BETWEEN 10 AND 100)",
        "A PIN ends after 10 to 100 wrong tries.",
    )

    @api.constrains("quick_exit_url")
    def _check_quick_exit_url(self):
        """Refuse an address that a browser would not simply open."""
        for policy in self:
            if not (policy.quick_exit_url or "").startswith("https://"):
                raise ValidationError(
                    self.env._(
                        "“Leave this page” needs the whole address of a website, such "
                        "as https://www.gov.uk/."
                    )
                )

    def _get_link_days(self, purpose):
        """Return how many days a link lasts.

        :param str purpose: a value of ``exit.interview.link`` ``purpose``
        :rtype: int
        """
        self.ensure_one()
        name = f"link_days_{purpose}"
        # What a population adds is opened on the spot, and says so itself.
        return self[name] if name in self._fields else 1
