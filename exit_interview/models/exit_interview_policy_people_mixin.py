# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .local_date import get_today


class ExitInterviewPolicyPeopleMixin(models.AbstractModel):
    """Who plays which role, who may get a copy, and which part nobody plays today."""

    _name = "exit.interview.policy.people.mixin"
    _description = "People of a policy"

    recipient_ids = fields.One2many(
        comodel_name="exit.interview.policy.recipient",
        inverse_name="policy_id",
        string="Recipients",
    )
    role_ids = fields.One2many(
        comodel_name="exit.interview.policy.role",
        inverse_name="policy_id",
        string="Roles",
    )
    role_warning = fields.Text(compute="_compute_role_warning")

    @api.depends(
        "company_id",
        "recipient_ids.role",
        "recipient_ids.owes_response",
        "recipient_ids.approver_role",
        "role_ids.role",
        "role_ids.user_id",
        "role_ids.department_id",
        "role_ids.date_from",
        "role_ids.date_to",
    )
    def _compute_role_warning(self):
        for policy in self:
            policy.role_warning = "\n".join(policy._get_role_issues()) or False

    def _get_wanted_roles(self):
        """Return the roles that somebody must play for this policy to work.

        A team manager is found on the employee; deputies are welcome, not needed.

        Requirement: L-15 to L-18, decision 20.

        :return: role codes in the order of the roles
        :rtype: list[str]
        """
        self.ensure_one()
        wanted = {"coordinator", "interviewer"}
        for recipient in self.recipient_ids:
            wanted |= {recipient.role}
            if recipient.owes_response:
                wanted |= {recipient.approver_role}
        labels = self.role_ids._fields["role"]._description_selection(self.env)
        return [
            role for role, _label in labels if role in wanted - {"team_manager", False}
        ]

    def _get_role_issues(self):
        """Return in words which role nobody plays today, and where.

        :rtype: list[str]
        """
        self.ensure_one()
        labels = dict(self.role_ids._fields["role"]._description_selection(self.env))
        departments = self.env["hr.department"].search(
            [("company_id", "in", [self.company_id.id, False])]
        )
        today = get_today(self)
        issues = []
        for role in self._get_wanted_roles():
            rows = self.role_ids.filtered(
                lambda row, wanted=role: row.role == wanted
                and row.user_id
                and row._is_available(today)
            )
            if rows and any(not row.department_id for row in rows):
                continue
            vacant = self._get_vacant_departments(rows.department_id, departments)
            if not rows:
                issues.append(
                    self.env._("%s: nobody plays this role today.", labels[role])
                )
            elif vacant:
                issues.append(
                    self.env._(
                        "%(role)s: nobody today for %(departments)s.",
                        role=labels[role],
                        departments=", ".join(vacant.mapped("name")),
                    )
                )
        return issues + self._get_group_issues(today, labels)

    @api.model
    def _get_vacant_departments(self, covered, departments):
        """Return the topmost departments with nobody for them or any part of them.

        The head of a covered service is not listed: it would name everybody's own.

        :param covered: ``hr.department`` with somebody, and everything below them
        :param departments: ``hr.department`` of the organisation
        """
        covered_ids = set(covered.ids)

        def get_path(department):
            return {
                int(part) for part in (department.parent_path or "").split("/")[:-1]
            }

        above = set().union(*(get_path(department) for department in covered))
        vacant = departments.filtered(
            lambda department: not covered_ids & get_path(department)
            and department.id not in above
        )
        return vacant.filtered(lambda department: department.parent_id not in vacant)

    def _get_group_issues(self, today, labels):
        """Return who plays a role without the right that goes with it."""
        groups = {
            "coordinator": self._get_coordinator_group(self.population),
            "interviewer": self._get_interviewer_group(self.population),
            "deputy_interviewer": self._get_interviewer_group(self.population),
        }
        return [
            self.env._(
                "%(role)s: %(person)s has no login for this yet. Ask the "
                "administrator of the users for the group of this role.",
                role=labels[row.role],
                person=row.user_id.name,
            )
            for row in self.role_ids
            if row.role in groups
            and row.user_id
            and row._is_available(today)
            and not row.user_id.has_group(groups[row.role])
        ]
