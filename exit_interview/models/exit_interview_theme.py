# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ExitInterviewTheme(models.Model):
    """What a finding is about: a list of two levels that everybody codes by."""

    _name = "exit.interview.theme"
    _inherit = ["exit.interview.population.mixin"]
    _description = "Theme of findings"
    _parent_name = "parent_id"
    _order = "population, path, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name used in exports.")
    description = fields.Char(
        string="What belongs here",
        translate=True,
        help="Helps people who code findings to choose the same theme.",
    )
    parent_id = fields.Many2one(
        comodel_name="exit.interview.theme",
        string="Part of",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('parent_id', '=', False), ('population', '=', population)]",
        help="A theme may belong to one larger theme, not deeper.",
    )
    child_ids = fields.One2many(
        comodel_name="exit.interview.theme",
        inverse_name="parent_id",
        string="Parts",
        context={"active_test": False},
    )
    sequence = fields.Integer(default=10)
    path = fields.Char(
        compute="_compute_path", store=True, precompute=True, recursive=True
    )
    active = fields.Boolean(
        default=True,
        help="An archived theme is not offered any more; findings keep it.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(population, code)", "Each theme of a group has its own code."
    )

    @api.depends("sequence", "code", "parent_id.path")
    def _compute_path(self):
        """Put parts below the theme they belong to."""
        for theme in self:
            own = f"{max(theme.sequence, 0):06d} {theme.code}"
            theme.path = f"{theme.parent_id.path}/{own}" if theme.parent_id else own

    @api.depends("name", "parent_id.name")
    def _compute_display_name(self):
        for theme in self:
            names = [theme.parent_id.name, theme.name]
            theme.display_name = ": ".join(name for name in names if name)

    @api.model
    def _search_display_name(self, operator, value):
        return ["|", ("name", operator, value), ("parent_id.name", operator, value)]

    @api.constrains("parent_id", "population")
    def _check_parent(self):
        """Keep the list at two levels, each within one group of leavers."""
        for theme in self:
            parent = theme.parent_id
            if parent and (parent.parent_id or theme.child_ids or parent == theme):
                raise ValidationError(
                    self.env._(
                        "“%s”: themes have two levels, a theme and its parts, so that "
                        "figures stay comparable. Choose a theme of the first level.",
                        theme.name,
                    )
                )
            others = (parent | theme.child_ids).mapped("population")
            if any(population != theme.population for population in others):
                raise ValidationError(
                    self.env._(
                        "“%s”: a theme and its parts belong to the same group of "
                        "leavers.",
                        theme.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # Only whether a theme is used is told, nothing of the findings.
        findings = self.env["exit.interview.finding"].sudo()
        if findings.search_count([("theme_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Findings use this theme. Archive it instead: it is not offered "
                    "any more, and what was coded keeps its meaning."
                )
            )
