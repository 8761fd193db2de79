# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import ValidationError


class ExitInterviewNotice(models.Model):
    """What staff need of a notice: the engine's hooks, answered as any addon would."""

    _inherit = "exit.interview.notice"

    @api.model
    def _get_leaver_field(self, population):
        """Override of `exit_interview`: an employee."""
        if population != "staff":
            return super()._get_leaver_field(population)
        return "employee_id"

    @api.model
    def _get_register_fields(self):
        """Override of `exit_interview`: the employee, the team, and where to."""
        return super()._get_register_fields() | {
            "employee_id",
            "department_id",
            "department_to_id",
            "transfer_reason",
        }

    @api.model
    def _read_leaver(self, vals):
        """Override of `exit_interview`: an employee, or a name, a day and a team."""
        if vals["population"] != "staff":
            return super()._read_leaver(vals)
        employee = self._read_record(
            "hr.employee", vals.get("employee_id"), self.env._("employee")
        )
        department = self._read_record(
            "hr.department", vals.get("department_id"), self.env._("department")
        )
        self._read_record(
            "hr.department", vals.get("department_to_id"), self.env._("department")
        )
        if vals.get("transfer_reason"):
            self._check_value("transfer_reason", vals["transfer_reason"])
        if not employee and not (
            vals["name"] and vals["date_departure"] and department
        ):
            raise ValidationError(
                self.env._(
                    "Say who leaves: choose the employee, or give the name, the last "
                    "day and the department."
                )
            )
        return None

    @api.model
    def _get_leaver_companies(self, vals):
        """Override of `exit_interview`: the employee's, else the team's."""
        companies = super()._get_leaver_companies(vals)
        if vals["population"] != "staff":
            return companies
        # Whoever reports a leaver may have no right on employees; nothing goes back.
        employee = self.env["hr.employee"].sudo().browse(vals.get("employee_id") or 0)
        team = self.env["hr.department"].sudo().browse(vals.get("department_id") or 0)
        return companies | (employee.company_id or team.company_id)

    @api.model
    def _may_register(self, vals):
        """Override of `exit_interview`: HR, and whoever manages the leaver.

        Requirement: L-06 to L-11.
        """
        if super()._may_register(vals):
            return True
        user = self.env.user
        if (
            vals["population"] != "staff"
            or self._get_leaver_companies(vals) - user.company_ids
        ):
            return False
        if user.has_group("hr.group_hr_user"):
            return True
        if vals["source"] == "vacancy" and user.has_group(
            "exit_interview.group_resource_coordinator"
        ):
            return True
        # The line of management decides; employees cannot read all of it themselves.
        employee = self.env["hr.employee"].sudo().browse(vals.get("employee_id") or 0)
        Case = self.env["exit.interview"].sudo()
        return bool(
            employee
            and employee.user_id != user
            and user in Case._get_line_users(employee, employee.department_id)
        )

    @api.model
    def _prepare_leaver_vals_list(self, vals_list):
        """Override of `exit_interview`: as HR's records know the employee today."""
        people = super()._prepare_leaver_vals_list(vals_list)
        employees = self.env["hr.employee"].browse(
            [vals.get("employee_id") or 0 for vals in vals_list]
        )
        return [
            {**person, **self._prepare_employee_vals(vals, employee)}
            if vals["population"] == "staff"
            else person
            for vals, person, employee in zip(vals_list, people, employees, strict=True)
        ]

    @api.model
    def _prepare_employee_vals(self, vals, employee):
        employee = employee if employee.id else employee.browse()
        department = employee.department_id or self.env["hr.department"].browse(
            vals.get("department_id") or []
        )
        company = employee.company_id or department.company_id or self.env.company
        if vals.get("department_to_id") and vals.get("department_id"):
            # A move that HR's records tell: the department they came from.
            department = self.env["hr.department"].browse(vals["department_id"])
        return {
            "name": employee.name or vals["name"].strip(),
            "employee_id": employee.id,
            "department_id": department.id,
            "leaver_user_id": employee.user_id.id,
            "company_id": company.id,
        }
