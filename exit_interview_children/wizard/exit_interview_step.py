# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models.exit_interview_population_mixin import POPULATION


class ExitInterviewStep(models.TransientModel):
    """Asks besides why a young person is met in the home they leave.

    Requirement: C-16, D2.
    """

    _inherit = "exit.interview.step"

    is_home_left = fields.Boolean(compute="_compute_is_home_left")
    meeting_reason = fields.Text(
        string="Why in the home they leave",
        help="A young person talks more freely elsewhere. Say why it has to be there; "
        "it is kept with the case.",
    )

    @api.depends("step", "case_ids", "mode", "location")
    def _compute_is_home_left(self):
        for wizard in self:
            case = wizard.case_ids._origin
            wizard.is_home_left = (
                wizard.step in ("schedule", "held", "follow_up")
                and len(case) == 1
                and case.population == POPULATION
                and case._is_in_home(wizard.mode, wizard.location)
            )

    def action_apply(self):
        """Override of `exit_interview`: the reason comes before the plan.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        if self.is_home_left:
            self.case_ids._keep_meeting_reason(
                self.mode, self.location, self.meeting_reason
            )
        return super().action_apply()
