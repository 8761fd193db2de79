# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewReviewStep(models.TransientModel):
    """Asks what a step on a review needs, and calls the step."""

    _name = "exit.interview.review.step"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Step of a review"

    step = fields.Selection(
        selection=[
            ("return", "Give back"),
            ("add", "Add an action"),
            ("done", "Report an action"),
            ("drop", "Give an action up"),
        ],
        required=True,
        readonly=True,
    )
    review_id = fields.Many2one(
        comodel_name="exit.interview.review", readonly=True, ondelete="cascade"
    )
    action_id = fields.Many2one(
        comodel_name="exit.interview.review.action", readonly=True, ondelete="cascade"
    )
    text = fields.Text(string="In words")
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    date_due = fields.Date(string="By")

    def action_confirm(self):
        """Take the step.

        :return: action that closes the dialog
        :rtype: dict
        """
        self.ensure_one()
        if self.step == "return":
            self.review_id.action_return(self.text)
        elif self.step == "add":
            self.review_id.action_add(self.text, self.owner_id.id, self.date_due)
        elif self.step == "done":
            self.action_id.action_done(self.text)
        else:
            self.action_id.action_drop(self.text)
        return {"type": "ir.actions.act_window_close"}
