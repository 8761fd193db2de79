# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..models.exit_interview_notice_hr_mixin import HANDLED


class HrDepartureWizard(models.TransientModel):
    """The trigger of HR departures, alone in its file: later versions change it."""

    _inherit = "hr.departure.wizard"

    def action_register_departure(self):
        """Override of `hr`: register the leavers once, from where HR works.

        Before the platform archives them, because that clears the managers of people
        below (R-11).

        Requirement: L-09, DESIGN "HR triggers the exit activity on departure".
        """
        self.ensure_one()
        self.employee_ids.check_access("write")
        # HR may not read what is known; it decides and is not shown.
        employees = self.employee_ids.sudo()
        self.env["exit.interview.notice"]._register_hr_departures(
            dict.fromkeys(employees, self.departure_date),
            self.departure_reason_id.sudo(),
        )
        # The hooks on HR's records would hear of the same departure again.
        handled = self.with_context(exit_interview_hr=HANDLED)
        return super(HrDepartureWizard, handled).action_register_departure()
