# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewNoticeCandidate(models.Model):
    """Somebody whom an unsure notice could mean; gone once it is settled who it is."""

    _name = "exit.interview.notice.candidate"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Person a notice could mean"
    _order = "notice_id, id"

    notice_id = fields.Many2one(
        comodel_name="exit.interview.notice",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="notice_id.company_id", store=True, precompute=True
    )
    population = fields.Selection(
        related="notice_id.population", store=True, precompute=True
    )
    conflict_user_ids = fields.Many2many(
        related="notice_id.candidate_user_ids",
        string="Shut out",
        # Rules read it as superuser; nobody else needs to know who is shut out.
        groups=fields.NO_ACCESS,
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    likeness = fields.Selection(
        selection=[
            ("number", "Same staff number, another name"),
            ("name", "Same name"),
            ("team", "Same name, another team"),
            ("alike", "Name alike"),
        ],
        string="Why",
        required=True,
        readonly=True,
    )
    name = fields.Char(string="Person", compute="_compute_facts")
    team_name = fields.Char(string="Team", compute="_compute_facts")
    job_title = fields.Char(compute="_compute_facts")
    date_departure = fields.Date(string="Last day we know", compute="_compute_facts")

    @api.depends("notice_id")
    def _compute_display_name(self):
        for candidate in self:
            candidate.display_name = candidate.sudo().notice_id.display_name

    @api.depends("employee_id")
    def _compute_facts(self):
        """Show what tells two people of one name apart (I-23)."""
        # Coordinators hold no right on employees; these four facts are what they need.
        employees = self.sudo().employee_id
        cases = self.env["exit.interview"].sudo()
        cases = cases.search([("employee_id", "in", employees.ids)], order="id")
        last_days = {case.employee_id: case.date_departure for case in cases}
        for candidate in self:
            employee = candidate.sudo().employee_id
            candidate.name = employee.name
            candidate.team_name = employee.department_id.name
            candidate.job_title = employee.job_title or employee.job_id.name
            candidate.date_departure = (
                last_days.get(employee) or employee.departure_date
            )

    def action_choose(self):
        """Say that the notice is about this person.

        :return: True
        """
        for candidate in self:
            candidate.check_access("read")
            notice = candidate.notice_id
            notice.action_confirm_person(candidate.sudo().employee_id.id)
        return True

    def _is_removable(self):
        """Override of the record mixin: who was not meant is not kept."""
        return True
