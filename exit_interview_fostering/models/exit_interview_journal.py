# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ExitInterviewJournal(models.Model):
    """What happens around a household's briefing."""

    _inherit = "exit.interview.journal"

    @api.model
    def _selection_event(self):
        """Override of `exit_interview`: the briefing, and talks about staying."""
        return [
            *super()._selection_event(),
            ("briefing_filled", "Part of the briefing given"),
            ("briefing_handed_in", "Briefing handed in"),
            ("briefing_returned", "More asked for the briefing"),
            ("form_completed", "Data collection form completed"),
            ("stays_told", "Said to stay by the fostering service"),
            ("goes_on", "Goes on although they were said to stay"),
        ]
