# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    can_report_leaving = fields.Boolean(
        string="People I manage",
        compute="_compute_can_report_leaving",
        search="_search_can_report_leaving",
    )

    @api.depends_context("uid")
    def _compute_can_report_leaving(self):
        below = self._find_people_below()
        for employee in self:
            employee.can_report_leaving = employee.id in below

    def _search_can_report_leaving(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = (True in value) == (operator == "in")
        return [("id", "in" if wanted else "not in", list(self._find_people_below()))]

    @api.model
    def _find_people_below(self):
        """Return the ids of everybody below the user, by people and by departments.

        Requirement: L-07, L-08.

        :rtype: set[int]
        """
        # Who stands above whom is no secret; ids only are used, on public records.
        Employee = self.env["hr.employee"].sudo()
        mine = Employee.search([("user_id", "=", self.env.uid)])
        if not mine:
            return set()
        below = Employee.search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("id", "child_of", mine.ids),
            ]
        )
        teams = (
            self.env["hr.department"].sudo().search([("manager_id", "in", mine.ids)])
        )
        if teams:
            below |= Employee.search([("department_id", "child_of", teams.ids)])
        return set((below - mine).ids)
