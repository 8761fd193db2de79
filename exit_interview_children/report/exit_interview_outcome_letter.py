# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..models.exit_interview_population_mixin import POPULATION


class ExitInterviewOutcomeLetter(models.AbstractModel):
    """The reviewing officer's letter to a young person, in letters of their size.

    It names no reference, holds no code and no address: it is given by hand.

    Requirement: C-21, P-19.
    """

    _inherit = "report.exit_interview.report_outcome_letter"

    def _prepare_words_for(self, participant, case, code):
        """Override of `exit_interview`: a page for the age of the young person."""
        words = super()._prepare_words_for(participant, case, code)
        if case.population != POPULATION:
            return words
        return {**words, "band": case.age_band or "teenage"}
