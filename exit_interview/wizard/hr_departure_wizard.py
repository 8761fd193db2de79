# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


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
        self.env["exit.interview.notice"]._register_notices(
            [
                {
                    "population": "staff",
                    "source": "hr_departure",
                    "employee_id": employee.id,
                    "date_departure": self.departure_date,
                    "reason": self.departure_reason_id.name,
                    "leaving_kind": self.departure_reason_id.leaving_kind,
                }
                for employee in self.employee_ids
            ]
        )
        return super().action_register_departure()
