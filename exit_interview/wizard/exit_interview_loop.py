# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewLoop(models.TransientModel):
    """Asks what a step of an answer or an action needs, then lets that record do it."""

    _name = "exit.interview.loop"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Step of an answer or an action"

    step = fields.Selection(
        selection=[
            ("delegate", "Pass it to somebody else"),
            ("ask", "Ask the coordinator"),
            ("extend", "Give more time"),
            ("answer", "Answer the question"),
            ("progress", "Report progress"),
            ("cannot", "It cannot be done"),
            ("reschedule", "Another day"),
            ("insist", "Ask for it all the same"),
        ],
        required=True,
        readonly=True,
    )
    share_id = fields.Many2one(
        comodel_name="exit.interview.share", string="Copy", ondelete="cascade"
    )
    query_id = fields.Many2one(
        comodel_name="exit.interview.query", string="Question", ondelete="cascade"
    )
    action_id = fields.Many2one(
        comodel_name="exit.interview.action", string="Action", ondelete="cascade"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who answers instead",
        domain="[('share', '=', False)]",
    )
    date_due = fields.Date(string="New day")
    text = fields.Text(string="In your words")

    @api.model
    def default_get(self, fields):
        """Override of the ORM: act on the record that the dialog was opened from."""
        vals = super().default_get(fields)
        name = {
            "exit.interview.share": "share_id",
            "exit.interview.query": "query_id",
            "exit.interview.action": "action_id",
        }.get(self.env.context.get("active_model"))
        if name in fields:
            vals[name] = self.env.context.get("active_id")
        return vals

    def action_apply(self):
        """Do the step.

        :return: close the dialog; say so if the day was moved to a working day
        :rtype: dict
        """
        self.ensure_one()
        record = getattr(self, f"_apply_{self.step}")()
        close = {"type": "ir.actions.act_window_close"}
        if not record or not self.date_due or record.date_due == self.date_due:
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "Nobody works on that day: it is due on the next working day."
                ),
                "next": close,
            },
        }

    def _apply_delegate(self):
        self.share_id.action_delegate(self.user_id.id, self.text)

    def _apply_ask(self):
        self.share_id.action_ask(self.text)

    def _apply_extend(self):
        self.share_id.action_extend(self.date_due, self.text)
        return self.share_id

    def _apply_answer(self):
        self.query_id.action_answer(self.text)

    def _apply_progress(self):
        self.action_id.action_report_progress(self.text)

    def _apply_cannot(self):
        self.action_id.action_report_cannot(self.text)

    def _apply_reschedule(self):
        self.action_id.action_reschedule(self.date_due, self.text)
        return self.action_id

    def _apply_insist(self):
        self.action_id.action_insist(self.date_due, self.text)
        return self.action_id
