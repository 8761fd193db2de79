# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .exit_interview_population_mixin import POPULATION


class ExitInterviewAnswerRevision(models.Model):
    """An earlier wording of what a young person said."""

    _inherit = "exit.interview.answer.revision"

    def _is_removable(self):
        """Override of the record mixin: taken away is gone (C-25)."""
        return self.population == POPULATION or super()._is_removable()
