# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .exit_interview_population_mixin import POPULATION


class ExitInterviewSession(models.Model):
    """A conversation with a young person: on their own pages, in their own hands."""

    _name = "exit.interview.session"
    _inherit = [
        "exit.interview.session.strike.mixin",
        "exit.interview.session",
        "exit.interview.session.pages.mixin",
    ]

    @api.constrains("mode", "location")
    def _check_not_in_the_home(self):
        """Nobody meets in the home being left, unless they said why (C-16, D2).

        Here, and not in the dialogs: by whichever way somebody plans.
        """
        for session in self:
            case = session.case_id
            if (
                session.population == POPULATION
                and not case.meeting_reason
                and case._is_in_home(session.mode, session.location)
            ):
                raise case._make_home_error()
