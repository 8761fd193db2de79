# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ExitInterviewJournal(models.Model):
    """What happens before a child is met, and after."""

    _inherit = "exit.interview.journal"

    @api.model
    def _selection_event(self):
        """Override of `exit_interview`: agreement and recommendations."""
        return [
            *super()._selection_event(),
            ("feasible_decided", "Feasibility decided"),
            ("agreement_recorded", "Young person asked"),
            ("struck", "Answer taken away as the young person wished"),
            ("asked_for", "Help asked for by the young person"),
            ("considered", "Considered by the reviewing officer"),
            ("recommended", "Recommendation sent"),
            ("recommendation_answered", "Recommendation answered"),
            ("recommendations_read", "Recommendations read"),
        ]
