# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

POPULATION = "child"


class ExitInterviewPopulationMixin(models.AbstractModel):
    """Children and young people are a population: their code and their two groups."""

    _inherit = "exit.interview.population.mixin"

    population = fields.Selection(
        selection_add=[(POPULATION, "Children and young people")],
        ondelete={POPULATION: "cascade"},
    )

    @api.model
    def _get_coordinator_group(self, population):
        """Override of `exit_interview`: the Children's Services Manager."""
        if population == POPULATION:
            return "exit_interview_children.group_coordinator"
        return super()._get_coordinator_group(population)

    @api.model
    def _get_interviewer_group(self, population):
        """Override of `exit_interview`: whoever interviews children."""
        if population == POPULATION:
            return "exit_interview_children.group_interviewer"
        return super()._get_interviewer_group(population)
