# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

POPULATION = "foster_carer"


class ExitInterviewPopulationMixin(models.AbstractModel):
    """Adds foster carers, and says who coordinates and interviews them."""

    _inherit = "exit.interview.population.mixin"

    population = fields.Selection(
        selection_add=[(POPULATION, "Foster carers")],
        ondelete={POPULATION: "cascade"},
    )

    @api.model
    def _get_coordinator_group(self, population):
        """Override of `exit_interview`: the Agency Advisor (decision 17)."""
        if population == POPULATION:
            return "exit_interview_fostering.group_coordinator"
        return super()._get_coordinator_group(population)

    @api.model
    def _get_interviewer_group(self, population):
        """Override of `exit_interview`: whoever interviews foster carers."""
        if population == POPULATION:
            return "exit_interview_fostering.group_interviewer"
        return super()._get_interviewer_group(population)
