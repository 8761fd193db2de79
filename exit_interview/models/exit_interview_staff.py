# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .exit_interview_finding_check_mixin import RARE_ROLE


class ExitInterview(models.Model):
    """What staff need of the case: the engine's hooks, answered as any addon would."""

    _inherit = "exit.interview"

    def _get_role_user(self, role):
        """Override of `exit_interview`: a team manager is the leaver's own.

        Requirement: L-28, decision 20.
        """
        user = super()._get_role_user(role)
        case_sudo = self.sudo()
        if user or role != "team_manager" or case_sudo.population != "staff":
            return user
        manager = case_sudo.manager_user_id
        if manager.active and manager not in case_sudo.conflict_user_ids:
            return manager.sudo(False)
        return user

    def _get_independence_issues(self, user):
        """Override of `exit_interview`: nobody in the leaver's line of management.

        Requirement: decision 8, B-11, I-34.
        """
        issues = super()._get_independence_issues(user)
        if self.population == "staff" and user in self.sudo().line_user_ids:
            issues.append(
                self.env._(
                    "%s is in the leaver's line of management and not independent.",
                    user.name,
                )
            )
        return issues

    def _get_route(self):
        """Override of `exit_interview`: moves and agency workers are another matter.

        Requirement: L-03 to L-05, L-12 to L-14, decisions 1, 18.
        """
        route = super()._get_route()
        if self.population != "staff":
            return route
        if self.is_transfer:
            return "consider"
        if self.is_agency:
            return self.policy_id._get_agency_route(
                self.date_start_service, self.date_departure
            )
        return route

    def _update_route(self):
        """Override of `exit_interview`: see first who is an agency worker, since when.

        Requirement: decision 18, I-28.
        """
        for case in self:
            employee = case.employee_id
            if (
                case.population == "staff"
                and case.state == "new"
                and not case.route_reason
                and case.policy_id._is_agency(employee)
            ):
                start = self._get_start_of_assignment(employee)
                case.write({"is_agency": True, "date_start_service": start})
        return super()._update_route()

    def _is_outsider(self, user):
        """Override of `exit_interview`: no employee, or one of another service.

        Requirement: B-11.
        """
        case_sudo = self.sudo()  # where somebody works, to tell "from elsewhere"
        if case_sudo.population != "staff":
            return super()._is_outsider(user)
        departments = user.sudo().employee_ids.department_id
        services = {self._get_service(department) for department in departments}
        return self._get_service(case_sudo.department_id) not in services

    def _get_finding_department(self):
        """Override of `exit_interview`: the service, as reports look no closer."""
        department = super()._get_finding_department()
        if self.population != "staff":
            return department
        return self._get_service(department)

    def _get_colleagues(self):
        """Override of `exit_interview`: employees of the team and its service.

        Requirement: P-16.
        """
        names = super()._get_colleagues()
        if self.population != "staff" or not self.department_id:
            return names
        service = self._get_service(self.department_id)
        employees = self.env["hr.employee"].with_context(active_test=False)
        found = employees.search([("department_id", "child_of", service.ids)])
        return names + found.mapped("name")

    def _get_page_words(self):
        """Override of `exit_interview`: colleagues, the union, the last day (B-10)."""
        words = super()._get_page_words()
        if self.population != "staff":
            return words
        return {
            **words,
            "availability": self.env._(
                "Such as “Thursdays after 4”, or “after my last day”."
            ),
            "companion": self.env._(
                "A colleague, a friend, a trade union representative: as you like."
            ),
        }

    def _get_rare_role(self):
        """Override of `exit_interview`: a job title that only few colleagues have.

        Requirement: P-16.
        """
        if self.population != "staff" or not self.job_title:
            return super()._get_rare_role()
        holders = self.env["hr.employee"].search_count(
            [
                ("job_title", "=ilike", self.job_title),
                ("company_id", "=", self.company_id.id),
            ]
        )
        return self.job_title if holders < RARE_ROLE else ""

    @api.model
    def _prepare_snapshot_vals(self, notice):
        """Override of `exit_interview`: role, team, service and line of an employee.

        Requirement: L-25 to L-30, R-11.
        """
        vals = super()._prepare_snapshot_vals(notice)
        if notice.population != "staff":
            return vals
        employee, department = notice.employee_id, notice.department_id
        manager = employee.parent_id or department.manager_id
        if manager and manager == employee:
            manager = department.parent_id.manager_id
        return {
            **vals,
            "department_id": department.id,
            "job_title": employee.job_title or employee.job_id.name,
            "date_start_service": self._get_start_of_service(employee),
            "team_name": department.name,
            "service_name": self._get_service(department).name,
            "manager_name": manager.name,
            "manager_service_name": self._get_service(manager.department_id).name,
            "manager_user_id": manager.user_id.id,
            "conflict_user_ids": [fields.Command.set(employee.user_id.ids)],
            "line_user_ids": [
                fields.Command.set(self._get_line_users(employee, department).ids)
            ],
        }

    @api.model
    def _get_start_of_service(self, employee):
        """Return since when an employee is in post, as far as HR records tell.

        :param employee: ``hr.employee``, may be empty
        :rtype: datetime.date or bool
        """
        starts = [
            version.contract_date_start or version.date_version
            for version in employee.version_ids
        ]
        return min(starts, default=False)

    @api.model
    def _get_start_of_assignment(self, employee):
        """Return the first day of the current unbroken assignment of an agency worker.

        Contracts that follow each other within four days are one assignment, as the
        platform counts them. Without a contract, what HR typed in; never the day on
        which the record was made.

        Requirement: decisions 1 and 18, I-28.

        :param employee: ``hr.employee``
        :rtype: datetime.date or bool
        """
        contracts = {
            version.contract_date_start: version.contract_date_end
            for version in employee.version_ids
            if version.contract_date_start
        }
        start = False
        for first in sorted(contracts, reverse=True):
            end = contracts[first]
            if start and (not end or (start - end).days > 4):
                break
            start = first
        return start or employee.exit_interview_start

    @api.model
    def _get_service(self, department):
        """Return the service a team belongs to: the department right above it.

        :param department: ``hr.department`` of the team, may be empty
        :rtype: ``hr.department``
        """
        return department.parent_id or department

    @api.model
    def _get_line_users(self, employee, department):
        """Return the logins of everybody above a leaver, people and departments.

        :param employee: ``hr.employee``, may be empty
        :param department: ``hr.department``, may be empty
        :rtype: ``res.users``
        """
        seen = self.env["hr.employee"].sudo()
        manager = employee.parent_id
        while manager and manager not in seen and manager != employee:
            seen |= manager
            manager = manager.parent_id
        while department:
            seen |= department.manager_id
            department = department.parent_id
        return (seen - employee).user_id

    @api.model
    def _prepare_participant_vals(self, notice):
        """Override of `exit_interview`: one participant, reached privately first.

        A work mailbox is closed or read by others after the last day (I-19).
        """
        employee = notice.employee_id
        if notice.population != "staff" or not employee:
            return super()._prepare_participant_vals(notice)
        address = [
            employee.private_street,
            employee.private_street2,
            employee.private_city,
            employee.private_state_id.name,
            employee.private_zip,
        ]
        return [
            {
                "name": employee.name,
                "email": employee.private_email or employee.work_email,
                "is_work_email": not employee.private_email,
                "phone": employee.private_phone or employee.mobile_phone,
                "address": "\n".join(line for line in address if line),
                "lang": employee.user_id.lang or employee.company_id.partner_id.lang,
            }
        ]
