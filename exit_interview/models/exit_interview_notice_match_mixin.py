# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class ExitInterviewNoticeMatchMixin(models.AbstractModel):
    """A notice that may not tell surely who leaves: people decide, never the machine.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | see who could be meant, say who it is, or that it is another    |
    | candidates  | never see the notice, nor who else could be meant               |
    +-------------+-----------------------------------------------------------------+

    Requirement: R-12, I-23.
    """

    _name = "exit.interview.notice.match.mixin"
    _inherit = ["exit.interview.notice.duty.mixin"]
    _description = "Notice that may be unsure"

    is_unsure = fields.Boolean(
        string="Unsure who it is",
        readonly=True,
        help="The notice fits several people, or nobody well. No case opens until you "
        "say who it is.",
    )
    candidate_ids = fields.One2many(
        comodel_name="exit.interview.notice.candidate",
        inverse_name="notice_id",
        string="Who could be meant",
        readonly=True,
    )
    candidate_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_notice_candidate_user_rel",
        string="Logins of those who could be meant",
        readonly=True,
        help="They do not see the notice: it may be about themselves.",
    )
    import_key = fields.Char(
        string="Row read in",
        readonly=True,
        copy=False,
        help="Tells a row of an extract that was read in before.",
    )

    # === REGISTER === #

    def _prepare_match_vals(self, vals):
        """Return what a notice keeps of an uncertain match.

        :param dict vals: as for ``_register_notices``, with ``import_key`` and, where
            it is not sure who is meant, ``candidates``: [(employee, how)]
        :rtype: dict
        """
        match_vals = {"import_key": vals.get("import_key")}
        candidates = vals.get("candidates")
        if candidates is None:
            return match_vals
        users = self.env["res.users"].union(*(one.user_id for one, _how in candidates))
        return {
            **match_vals,
            "is_unsure": True,
            "candidate_user_ids": [Command.set(users.ids)],
            "candidate_ids": [
                Command.create({"employee_id": employee.id, "likeness": how})
                for employee, how in candidates
            ],
        }

    def _attach_known(self):
        """Leave out unsure notices; put those of closed cases where they belong.

        An extract lists people for months: the same last day again is no second
        departure.

        :return: the notices that still look for their case
        """
        todo = self.filtered(lambda notice: not notice.is_unsure)
        rows = todo.filtered(lambda notice: notice.source == "bi_extract")
        known = self.env["exit.interview"].search(
            [
                ("employee_id", "in", rows.employee_id.ids),
                ("state", "in", ["confirmed", "shared", "done", "cancelled"]),
            ]
        )
        by_day = {(case.employee_id, case.date_departure): case for case in known}
        for notice in rows.filtered("date_departure"):
            case = by_day.get((notice.employee_id, notice.date_departure))
            if case:
                notice._link(case)
                todo -= notice
        return todo

    # === STEPS === #

    def action_confirm_person(self, employee_id):
        """Say which employee an unsure notice is about; it goes into their case.

        Requirement: R-12, I-23.

        :param int employee_id: an employee of the user's organisation
        :return: True
        :raise UserError: if it is not unsure who is meant
        """
        self._check_actor("coordinator")
        what = self.env._("employee")
        employee = self._read_record("hr.employee", employee_id, what)
        if not employee or employee.company_id not in self.env.user.company_ids:
            raise ValidationError(self.env._("There is no such %s to choose.", what))
        if employee.user_id == self.env.user:
            raise UserError(
                self.env._(
                    "You are not the one who decides on your own departure. Ask the "
                    "deputy coordinator."
                )
            )
        self._check_unsure()
        # The coordinator was checked; what is copied here stands on the notice anyway.
        self.sudo()._settle(employee)
        return True

    def action_somebody_else(self):
        """Say that an unsure notice is about nobody of those known: its own case.

        Requirement: R-12, I-23.

        :return: True
        :raise UserError: if it is not unsure who is meant
        """
        self._check_actor("coordinator")
        self._check_unsure()
        # The coordinator was checked; cases are opened by the server only.
        self.sudo()._settle(self.env["hr.employee"])
        return True

    def _check_unsure(self):
        for notice in self:
            if not notice.is_unsure or notice.state != "waiting":
                raise UserError(
                    self.env._(
                        "%s: it is already settled who leaves.", notice.display_name
                    )
                )

    def _settle(self, employee):
        for notice in self:
            notice.candidate_ids.unlink()
            notice.write(
                {
                    **notice._prepare_person_vals(employee),
                    "is_unsure": False,
                    "candidate_user_ids": [Command.clear()],
                }
            )
        self._attach()
        self.duty_update()

    def _prepare_person_vals(self, employee):
        self.ensure_one()
        if not employee:
            return {}
        return {
            "employee_id": employee.id,
            "name": employee.name,
            "department_id": (employee.department_id or self.department_id).id,
            "leaver_user_id": employee.user_id.id,
            "company_id": employee.company_id.id,
        }

    # === DUTIES === #

    def _get_people_meant(self):
        """Override of the notice: whoever could be meant."""
        return super()._get_people_meant() | self.candidate_user_ids

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: the next coordinator who is not meant."""
        self.ensure_one()
        coordinator = self.env["exit.interview.policy.role"]._find_user(
            self._get_notice_policy(),
            "coordinator",
            self.department_id,
            excluded=self.candidate_user_ids | duty.user_id,
        )
        return [("coordinator", coordinator)]

    def _get_expected_duties(self):
        """Override of the duty mixin: somebody says who is meant."""
        duties = super()._get_expected_duties()
        policy = self._get_notice_policy()
        if not self.is_unsure or self.state != "waiting" or not policy:
            return duties
        due = policy._plan_offer(self.date_received)
        return [*duties, self._prepare_duty("decide", "coordinator", due)]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: not needed is not decided."""
        self.ensure_one()
        return self.is_unsure and self.state == "dismissed"

    @api.model
    def _find_notices(self, keys):
        """Return which rows of an extract were read in before.

        :param list[str] keys: see :attr:`import_key`
        :rtype: set[str]
        """
        found = self.search([("import_key", "in", keys)])
        return set(found.mapped("import_key"))
