# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewMetric(models.Model):
    """What a question measures, so that answers compare across versions and years."""

    _name = "exit.interview.metric"
    _inherit = ["exit.interview.population.mixin"]
    _description = "Exit interview metric"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name used in exports.")
    kind = fields.Selection(
        selection=lambda self: self.env["exit.interview.question"]._selection_kind(),
        required=True,
    )
    description = fields.Text(translate=True)

    _code_uniq = models.Constraint(
        "UNIQUE(population, code)", "Each metric of a group has its own code."
    )
