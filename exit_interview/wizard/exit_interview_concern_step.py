# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..models.local_date import get_today


class ExitInterviewConcernStep(models.TransientModel):
    """Asks what a step of a concern needs, then lets the concern do it."""

    _name = "exit.interview.concern.step"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Step of a concern"

    step = fields.Selection(
        selection=[
            ("refuse", "Do not pass it on"),
            ("doubt", "It should have waited"),
            ("pass_now", "Pass it on now"),
            ("decide", "What is done"),
            ("return", "Give it back"),
            ("done", "Report as done"),
            ("tell", "The leaver was told"),
            ("do_not_tell", "Telling would not be safe"),
        ],
        required=True,
        readonly=True,
    )
    concern_id = fields.Many2one(
        comodel_name="exit.interview.concern",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    reason = fields.Text()
    decision = fields.Text(string="What is done")
    who = fields.Char(string="By whom")
    date_due = fields.Date(string="By when")
    outcome = fields.Text(string="What came of it")
    how = fields.Char()
    date = fields.Date(default=get_today)

    def action_apply(self):
        """Do the step on the concern.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        getattr(self, f"_apply_{self.step}")()
        return {"type": "ir.actions.act_window_close"}

    def _apply_refuse(self):
        self.concern_id.action_refuse(self.reason)

    def _apply_doubt(self):
        # The same decision, of a concern that was passed on at once.
        self.concern_id.action_refuse(self.reason)

    def _apply_pass_now(self):
        self.concern_id.action_pass_now(self.reason)

    def _apply_decide(self):
        self.concern_id.action_decide(self.decision, self.who, self.date_due)

    def _apply_return(self):
        self.concern_id.action_return(self.reason)

    def _apply_done(self):
        self.concern_id.action_report_done(self.outcome)

    def _apply_tell(self):
        self.concern_id.action_tell(self.how, self.date)

    def _apply_do_not_tell(self):
        self.concern_id.action_do_not_tell(self.reason)
