# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewCareYear(models.Model):
    """How many children a household cared for in a year, by age; no child is named.

    Requirement: S-16.
    """

    _name = "exit.interview.care.year"
    _inherit = ["exit.interview.household.mixin"]
    _description = "Children cared for in a year"
    _order = "household_id, year desc, age_range"

    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    age_range = fields.Selection(
        selection=[
            ("0_4", "0 to 4"),
            ("05_09", "5 to 9"),
            ("10_13", "10 to 13"),
            ("14_17", "14 to 17"),
            ("18", "18 and over"),
        ],
        string="Ages",
        required=True,
    )
    children = fields.Integer(required=True, default=1)

    _household_year_age_uniq = models.Constraint(
        "UNIQUE(household_id, year, age_range)",
        "This year and age are listed already: change the number there.",
    )
    _year_plausible = models.Constraint(
        "CHECK(year > 1900 AND year < 2200)", "Give the year with four digits."
    )
    _children_positive = models.Constraint(
        "CHECK(children > 0)", "At least one child; otherwise leave the line out."
    )

    def _describe(self):
        """Return what is known of the children cared for, a line a year (S-16).

        :rtype: str
        """
        labels = dict(self._fields["age_range"]._description_selection(self.env))
        lines = []
        for year, rows in self.sorted("year", reverse=True).grouped("year").items():
            ages = ", ".join(
                self.env._(
                    "%(number)s aged %(ages)s",
                    number=row.children,
                    ages=labels[row.age_range],
                )
                for row in rows.sorted("age_range")
            )
            lines.append(f"{year}: {ages}")
        return "\n".join(lines)
