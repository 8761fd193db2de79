# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models.exit_interview_population_mixin import POPULATION


class ExitInterviewConsiderationStep(models.TransientModel):
    """Asks what a step beside considering needs, and calls it (C-06, C-27)."""

    _name = "exit.interview.consideration.step"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Step of a reviewing officer"

    step = fields.Selection(
        selection=[
            ("limit", "Leave somebody out of the circulation"),
            ("concern", "Pass on a concern"),
        ],
        required=True,
        readonly=True,
    )
    consideration_id = fields.Many2one(
        comodel_name="exit.interview.consideration",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    role = fields.Selection(
        selection="_selection_role", string="Who gets no copy of this record"
    )
    reason = fields.Text(
        string="Why",
        help="The Children's Services Manager reads it. An open copy closes at once.",
    )
    category = fields.Selection(
        selection=lambda self: self._get_concern_selection("category"),
        string="What it is about",
    )
    severity = fields.Selection(
        selection=lambda self: self._get_concern_selection("severity"),
        string="How serious",
        default="significant",
        help="Immediate danger is passed on at once. If somebody is in danger now, "
        "phone first: this does not replace the call.",
    )
    text = fields.Text(
        string="What others must know",
        help="The least they must know to act: what, who, where, when.",
    )
    is_about_home = fields.Boolean(
        string="It is about the home, or somebody who works there",
        default=True,
        help="The manager of the home sees nothing of it, and has no copy of this "
        "record any more, until the Children's Services Manager decides otherwise.",
    )
    named_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_consideration_step_named_rel",
        string="Who it is about",
        domain="[('share', '=', False)]",
        help="They lose all access to this case and hear nothing of the concern.",
    )

    @api.model
    def _selection_role(self):
        """Return who gets copies of a child's record besides the officer."""
        labels = self.env["exit.interview.role.mixin"]._fields["role"]
        # Roles that policies name, no person and no case.
        recipients_sudo = self.env["exit.interview.policy.recipient"].sudo()
        known = recipients_sudo.search([("policy_id.population", "=", POPULATION)])
        roles = set(known.mapped("role")) - {"reviewing_officer"}
        return [
            pair for pair in labels._description_selection(self.env) if pair[0] in roles
        ]

    @api.model
    def _get_concern_selection(self, name):
        # Words of a choice; nothing is read of any concern.
        Concern = self.env["exit.interview.concern"]
        return Concern._fields[name]._description_selection(self.env)

    def action_apply(self):
        """Take the step.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        if self.step == "limit":
            self.consideration_id.action_limit(self.role, self.reason)
            return {"type": "ir.actions.act_window_close"}
        self.consideration_id.action_raise_concern(
            self.category,
            self.text,
            self.severity,
            self.is_about_home,
            self.named_user_ids.ids,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The concern is recorded. Those who must act have been told that "
                    "something waits for them."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
