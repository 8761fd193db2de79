# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewApproval(models.Model):
    """An approval of a household as foster carers: from when, as what, on which terms.

    Requirement: S-36 to S-38.
    """

    _name = "exit.interview.approval"
    _inherit = ["exit.interview.household.mixin"]
    _description = "Approval as foster carers"
    _order = "household_id, date_from desc, id desc"

    category = fields.Selection(
        selection=[
            ("mainstream", "Mainstream"),
            ("kinship", "Family and friends"),
            ("short_break", "Short breaks"),
            ("parent_child", "Parent and child"),
            ("emergency", "Emergency"),
            ("long_term", "Long term"),
            ("therapeutic", "Therapeutic"),
            ("remand", "Remand"),
            ("supported_lodgings", "Supported lodgings"),
            ("other", "Other"),
        ],
        required=True,
    )
    date_from = fields.Date(string="Approved from", required=True)
    date_to = fields.Date(string="Until")
    terms = fields.Char(
        help="How many children, of which ages, as the approval says: “2 children, 0 "
        "to 11 years”. No child is named here.",
    )
    service = fields.Char(
        string="Fostering service",
        help="Where this approval was with another service; empty: here.",
    )

    _to_after_from = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "An approval ends on its first day or later.",
    )

    @api.depends("category", "date_from")
    def _compute_display_name(self):
        labels = dict(self._fields["category"]._description_selection(self.env))
        for approval in self:
            approval.display_name = labels.get(approval.category, "")

    def _describe(self):
        """Return an approval in words, as a form's line says it (S-37, S-38).

        :rtype: str
        """
        self.ensure_one()
        # As everywhere in records: in words, so that nobody mistakes day and month.
        case = self.env["exit.interview"]
        days = [
            case._format_date(day) or self.env._("today")
            for day in (self.date_from, self.date_to)
        ]
        parts = [self.display_name, self.terms, self.service]
        words = ", ".join(part for part in parts if part)
        return self.env._(
            "%(what)s (%(start)s to %(end)s)", what=words, start=days[0], end=days[1]
        )
