# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewReport(models.TransientModel):
    """Asks who leaves and when, then registers it as the user.

    One dialog for everybody who may tell: HR, line managers, resource co-ordinators
    and the coordinator. Whoever tells learns that it was noted, and nothing of a case.

    Requirement: L-06 to L-14, R-12.
    """

    _name = "exit.interview.report"
    _inherit = ["exit.interview.dialog.mixin", "exit.interview.loss.mixin"]
    _description = "Report that somebody leaves"

    source = fields.Selection(
        selection=lambda self: self.env["exit.interview.notice"]
        ._fields["source"]
        ._description_selection(self.env),
        string="How you know",
        required=True,
        default="manager",
    )
    way = fields.Selection(
        selection=[
            ("hr", "HR"),
            ("manager", "Line manager"),
            ("vacancy", "Vacancy"),
            ("coordinator", "Coordinator"),
        ],
        required=True,
        default="manager",
    )
    employee_ids = fields.Many2many(
        comodel_name="hr.employee.public",
        relation="exit_interview_report_employee_rel",
        column1="report_id",
        column2="employee_id",
        string="Who leaves",
        context={"active_test": False},
        default=lambda self: self._default_employee_ids(),
    )
    is_unknown = fields.Boolean(
        string="Not in the list of employees",
        help="Somebody who has no employee record.",
    )
    name = fields.Char()
    department_id = fields.Many2one(comodel_name="hr.department", string="Team")
    job_id = fields.Many2one(
        comodel_name="hr.job", string="Vacancy", readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(
        selection=[
            ("leaves", "Leaves the organisation"),
            ("moves", "Moves to another job here"),
        ],
        string="What happens",
        required=True,
        default="leaves",
    )
    transfer_reason = fields.Selection(
        selection=lambda self: self.env["exit.interview.notice"]
        ._fields["transfer_reason"]
        ._description_selection(self.env),
        string="Why the move",
    )
    date_departure = fields.Date(string="Last day")
    informant = fields.Char(string="Told by", default=lambda self: self.env.user.name)
    told = fields.Boolean(string="I have told them they will be offered a conversation")

    @api.model
    def _default_employee_ids(self):
        """Return the people whose record or list the dialog was opened from."""
        if self.env.context.get("active_model") not in (
            "hr.employee",
            "hr.employee.public",
        ):
            return False
        # A public employee has the id of the employee.
        return [fields.Command.set(self.env.context.get("active_ids") or [])]

    def action_apply(self):
        """Register the notice, as the user, and say so.

        :return: notification, then the dialog closes
        :rtype: dict
        :raise ValidationError: if it is not said who leaves
        """
        self.ensure_one()
        self.env["exit.interview.notice"].register(self._prepare_register_vals())
        names = ", ".join(self.employee_ids.mapped("name")) or self.name
        message = (
            self.env._(
                "It is noted that %s moves. Whether a conversation is offered is "
                "decided by the coordinator.",
                names,
            )
            if self.kind == "moves"
            else self.env._(
                "It is noted that %s leaves. They will hear about a conversation; "
                "there is nothing more for you to do.",
                names,
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Thank you"),
                "message": message,
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _prepare_register_vals(self):
        """Return what is registered.

        :return: dictionaries of ``exit.interview.notice.register``
        :rtype: list[dict]
        """
        self.ensure_one()
        if not self.date_departure:
            raise ValidationError(self.env._("Please give the last day."))
        shared = {
            "source": "transfer" if self.kind == "moves" else self.source,
            "date_departure": self.date_departure,
            "informant": self.informant,
            "told": self.told,
            **{name: self[name] for name in self._get_loss_fields()},
        }
        if self.kind == "moves":
            shared["transfer_reason"] = self.transfer_reason
        elif self.job_id:
            shared["reason"] = self.env._("Vacancy: %s", self.job_id.name)
        if self.is_unknown and self.way == "coordinator":
            return [
                {**shared, "name": self.name, "department_id": self.department_id.id}
            ]
        if not self.employee_ids:
            raise ValidationError(self.env._("Please say who leaves."))
        return [{**shared, "employee_id": one.id} for one in self.employee_ids]
