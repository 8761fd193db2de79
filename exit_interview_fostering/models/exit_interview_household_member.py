# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewHouseholdMember(models.Model):
    """Who else lives in a household, and how old they are; nobody is named.

    The carers themselves are contacts; fostered children are never listed.

    Requirement: S-15.
    """

    _name = "exit.interview.household.member"
    _inherit = ["exit.interview.household.mixin"]
    _description = "Member of a fostering household"
    _order = "household_id, year_of_birth, id"

    relation = fields.Selection(
        selection=[
            ("child", "Own child"),
            ("adopted", "Adopted child"),
            ("adult_child", "Grown-up child"),
            ("relative", "Relative"),
            ("lodger", "Lodger"),
            ("staying_put", "Young person staying put"),
            ("other", "Somebody else"),
        ],
        required=True,
    )
    year_of_birth = fields.Integer()

    _year_plausible = models.Constraint(
        "CHECK(year_of_birth = 0 OR year_of_birth > 1900)",
        "Give the year of birth with four digits, or leave it empty.",
    )

    @api.constrains("year_of_birth")
    def _check_year_of_birth(self):
        """Refuse somebody who is not born yet."""
        this_year = fields.Date.context_today(self).year
        for member in self:
            if member.year_of_birth > this_year:
                raise ValidationError(
                    self.env._(
                        "Nobody is born in %s yet: check the year.",
                        member.year_of_birth,
                    )
                )

    @api.depends("relation", "year_of_birth")
    def _compute_display_name(self):
        labels = dict(self._fields["relation"]._description_selection(self.env))
        for member in self:
            member.display_name = labels.get(member.relation, "")

    def _describe(self, year):
        """Return a member in words (S-15).

        :param int year: in which year the ages are told
        :rtype: str
        """
        self.ensure_one()
        if not self.year_of_birth:
            return self.display_name
        return self.env._(
            "%(who)s, about %(age)s",
            who=self.display_name,
            age=max(year - self.year_of_birth, 0),
        )
