# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .exit_interview_population_mixin import POPULATION


class ExitInterviewPublication(models.Model):
    """Carers are asked whether something they said may be published (F-26)."""

    _inherit = "exit.interview.publication"

    @api.model
    def _get_consent_metric(self, population):
        """Override of `exit_interview`: a question of the carers' questionnaires."""
        if population == POPULATION:
            return "publication_consent"
        return super()._get_consent_metric(population)
