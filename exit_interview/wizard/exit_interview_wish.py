# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Command


class ExitInterviewWish(models.TransientModel):
    """Asks whom the leaver wishes to talk to, and whom not."""

    _name = "exit.interview.wish"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Wishes of a leaver about the interviewer"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    wished_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Wishes to talk to",
        domain="[('share', '=', False)]",
    )
    unwanted_user_ids = fields.Many2many(
        comodel_name="res.users",
        string="Does not wish to talk to",
        domain="[('share', '=', False)]",
    )
    note = fields.Char(
        string="In their words",
        help="Such as: somebody from another service, a woman, not on a Friday.",
    )

    @api.model
    def default_get(self, fields):
        """Override of the ORM: start from the wish that is recorded."""
        vals = super().default_get(fields)
        if self.env.context.get("active_model") == "exit.interview":
            case = self.env["exit.interview"].browse(self.env.context["active_id"])
            vals |= {
                "case_id": case.id,
                "wished_user_id": case.wish_user_id.id,
                "unwanted_user_ids": [Command.set(case.unwanted_user_ids.ids)],
                "note": case.wish_note,
            }
        return vals

    def action_apply(self):
        """Record the wish.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self.case_id.action_record_wish(
            self.wished_user_id.id, self.unwanted_user_ids.ids, self.note
        )
        return {"type": "ir.actions.act_window_close"}
