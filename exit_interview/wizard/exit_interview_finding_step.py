# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewFindingStep(models.TransientModel):
    """Asks what a step of findings needs, then lets the findings do it."""

    _name = "exit.interview.finding.step"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Step of a finding"

    step = fields.Selection(
        selection=[
            ("submit", "Submit for approval"),
            ("return", "Return the wording"),
            ("withdraw", "Withdraw"),
            ("urgent", "What was done"),
            ("cause", "What follows from it"),
        ],
        required=True,
        readonly=True,
    )
    finding_id = fields.Many2one(
        comodel_name="exit.interview.finding",
        default=lambda self: self._get_active("exit.interview.finding"),
        ondelete="cascade",
    )
    cause_id = fields.Many2one(
        comodel_name="exit.interview.cause",
        default=lambda self: self._get_active("exit.interview.cause"),
        ondelete="cascade",
        # Second persons have no right on causes.
        groups="exit_interview.group_case_coordinator",
    )
    flag_text = fields.Text(related="finding_id.flag_text", related_sudo=False)
    flag_statement = fields.Selection(
        selection=lambda self: self.env["exit.interview.finding"]
        ._fields["flag_statement"]
        ._description_selection(self.env)
    )
    urgent_done = fields.Selection(
        selection=lambda self: self.env["exit.interview.finding"]
        ._fields["urgent_done"]
        ._description_selection(self.env),
        string="What was done about it",
    )
    reason = fields.Text(string="In your words")

    def _get_active(self, model):
        if self.env.context.get("active_model") != model:
            return False
        return self.env.context.get("active_id")

    def action_apply(self):
        """Do the step.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        getattr(self, f"_apply_{self.step}")()
        return {"type": "ir.actions.act_window_close"}

    def _apply_submit(self):
        self.finding_id.action_submit(self.flag_statement, self.reason)

    def _apply_return(self):
        self.finding_id.action_return(self.reason)

    def _apply_withdraw(self):
        self.finding_id.action_withdraw(self.reason)

    def _apply_urgent(self):
        self.finding_id.action_settle_urgent(self.urgent_done, self.reason)

    def _apply_cause(self):
        self.cause_id.action_settle(self.reason)
