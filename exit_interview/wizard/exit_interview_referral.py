# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models.local_date import get_today


class ExitInterviewReferral(models.TransientModel):
    """Asks which other process the leaver was shown to."""

    _name = "exit.interview.referral"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Show the way to another process"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    kind = fields.Selection(
        selection=lambda self: list(
            self.env["exit.interview"]._get_referral_labels().items()
        ),
        string="Where to",
        required=True,
    )
    note = fields.Text(
        required=True, help="Where the leaver was shown to, how, and by whom."
    )
    date = fields.Date(default=get_today, required=True)
    words = fields.Text(compute="_compute_words")

    @api.depends("case_id")
    def _compute_words(self):
        for wizard in self:
            # Interviewers have no right on the policy; its words are for them.
            policy_sudo = wizard.case_id.sudo().policy_id
            words = [policy_sudo.complaints_wording, policy_sudo.advocacy_wording]
            wizard.words = "\n".join(filter(None, words))

    def action_apply(self):
        """Note the referral on the case.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self.case_id.action_refer(self.kind, self.note, self.date)
        return {"type": "ir.actions.act_window_close"}
