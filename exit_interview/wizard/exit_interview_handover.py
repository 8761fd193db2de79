# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ExitInterviewHandover(models.TransientModel):
    """Passes work from one person to another: which duties, which conversations."""

    _name = "exit.interview.handover"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Pass on work in exit interviews"

    from_user_id = fields.Many2one(
        comodel_name="res.users", string="From", domain="[('share', '=', False)]"
    )
    to_user_id = fields.Many2one(
        comodel_name="res.users", string="To", domain="[('share', '=', False)]"
    )
    duty_ids = fields.Many2many(
        comodel_name="exit.interview.duty",
        string="What they owe",
        domain="[('state', '=', 'open'), ('user_id', '=', from_user_id)]",
    )
    case_ids = fields.Many2many(
        comodel_name="exit.interview",
        string="Cases they interview",
        domain="[('interviewer_id', '=', from_user_id), "
        "('state', 'in', ('new', 'offered', 'scheduled', 'interviewed'))]",
    )
    reason = fields.Text(
        string="If not independent, why this person",
        help="Needed only for an interviewer in the leaver's line of management.",
    )

    @api.model
    def default_get(self, fields):
        """Override of the ORM: start from what was ticked in the list."""
        vals = super().default_get(fields)
        ids = self.env.context.get("active_ids", [])
        model = self.env.context.get("active_model")
        if model == "exit.interview.duty":
            duties = (
                self.env[model].browse(ids).filtered_domain([("state", "=", "open")])
            )
            vals["duty_ids"] = [Command.set(duties.ids)]
            vals["from_user_id"] = duties.user_id[:1].id
        elif model == "exit.interview":
            cases = self.env[model].browse(ids)
            vals["case_ids"] = [Command.set(cases.ids)]
            vals["from_user_id"] = cases.interviewer_id[:1].id
        return vals

    @api.onchange("from_user_id")
    def _onchange_from_user_id(self):
        """List what that person has, if nothing was ticked before."""
        if not self.from_user_id:
            return
        if self.duty_ids.user_id | self.case_ids.interviewer_id == self.from_user_id:
            return
        duties = self.env["exit.interview.duty"].search(
            [
                ("state", "=", "open"),
                ("user_id", "=", self.from_user_id.id),
                ("kind", "not in", ("chase", "answer")),
            ]
        )
        cases = self.env["exit.interview"].search(
            [
                ("interviewer_id", "=", self.from_user_id.id),
                ("state", "in", ("new", "offered", "scheduled", "interviewed")),
            ]
        )
        self.duty_ids = duties.filtered(lambda duty: duty.role != "interviewer")
        self.case_ids = cases

    def action_apply(self):
        """Pass everything listed to the other person; the server checks each.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        if not self.to_user_id or not (self.duty_ids or self.case_ids):
            raise UserError(self.env._("Choose what to pass on, and to whom."))
        if self.case_ids:
            self.case_ids.action_assign(self.to_user_id.id, self.reason)
        # What went along with a case is the other person's already.
        left = self.duty_ids.filtered(lambda duty: duty.user_id != self.to_user_id)
        left.action_pass_on(self.to_user_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
