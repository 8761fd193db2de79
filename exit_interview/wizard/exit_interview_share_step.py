# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models.local_date import get_today


class ExitInterviewShareStep(models.TransientModel):
    """Asks what a step of a copy needs, then lets the copy do it."""

    _name = "exit.interview.share.step"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Step of a copy"

    step = fields.Selection(
        selection=[
            ("permission", "Record the permission"),
            ("told", "Told in advance"),
            ("return", "Return the response"),
            ("withdraw", "Withdraw the copy"),
            ("limit", "Take out of the circulation"),
            ("include", "Take into the circulation again"),
        ],
        required=True,
        readonly=True,
    )
    share_id = fields.Many2one(
        comodel_name="exit.interview.share",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    reason = fields.Text()
    permission = fields.Selection(
        selection=[
            ("full", "The whole record"),
            ("parts", "Chosen parts"),
            ("none", "Themes only"),
        ],
        help="Nothing is chosen in advance: ask the leaver.",
    )
    available_section_ids = fields.Many2many(
        comodel_name="exit.interview.section", compute="_compute_available_section_ids"
    )
    section_ids = fields.Many2many(
        comodel_name="exit.interview.section",
        string="Parts",
        domain="[('id', 'in', available_section_ids), ('is_protected', '=', False)]",
    )
    allow_protected = fields.Boolean(related="share_id.allow_protected")
    protected = fields.Boolean(string="Protected answers too")
    how = fields.Char(string="How it was given")
    date = fields.Date(default=get_today)

    @api.depends("share_id", "step")
    def _compute_available_section_ids(self):
        for wizard in self:
            # An approver returns a response without any right on the case.
            is_asked = wizard.step == "permission"
            wizard.available_section_ids = is_asked and wizard.share_id._get_sections()

    def action_apply(self):
        """Do the step on the copy.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        getattr(self, f"_apply_{self.step}")()
        return {"type": "ir.actions.act_window_close"}

    def _apply_permission(self):
        self.share_id.action_record_permission(
            self.permission, self.section_ids.ids, self.protected, self.how, self.date
        )

    def _apply_told(self):
        self.share_id.action_record_told(self.how, self.date)

    def _apply_return(self):
        self.share_id.action_return(self.reason)

    def _apply_limit(self):
        self.share_id.action_limit(self.reason)

    def _apply_include(self):
        self.share_id.action_include(self.reason)

    def _apply_withdraw(self):
        self.share_id.action_withdraw(self.reason)
