# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewAssignCandidate(models.TransientModel):
    """One person who could interview, as the dialog shows them."""

    _name = "exit.interview.assign.candidate"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Possible interviewer"
    _order = "id"

    assign_id = fields.Many2one(
        comodel_name="exit.interview.assign",
        required=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Person", required=True, ondelete="cascade"
    )
    role = fields.Char()
    independence = fields.Text()
    state = fields.Selection(
        selection=[
            ("fine", "Independent"),
            ("issues", "Only with a reason"),
            ("never", "Not possible"),
        ],
        string="Possible",
    )
    open_count = fields.Integer(
        string="Open", help="Interviews this person has still to finish."
    )
    away = fields.Char(string="Away until")
    note = fields.Text(
        string="Good to know", help="What helps to choose: languages, skills."
    )
    is_current = fields.Boolean(string="Interviews now")

    def action_choose(self):
        """Assign this person to the cases of the dialog.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        dialog = self.assign_id
        dialog.case_ids.action_assign(self.user_id.id, dialog.independence_reason)
        return {"type": "ir.actions.act_window_close"}
