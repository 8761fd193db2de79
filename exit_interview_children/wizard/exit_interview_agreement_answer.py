# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.exit_interview.models.local_date import get_today


class ExitInterviewAgreementAnswer(models.TransientModel):
    """Asks how the young person was asked, and what the interviewer will need."""

    _name = "exit.interview.agreement.answer"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Record what a young person says"

    agreement_id = fields.Many2one(
        comodel_name="exit.interview.agreement",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    step = fields.Selection(
        selection=[("feasible", "Feasibility"), ("agreement", "Agreement")],
        compute="_compute_step",
    )
    feasible = fields.Selection(
        selection=[("yes", "Yes, it is feasible"), ("no", "No, it is not feasible")],
        string="Is a conversation feasible?",
    )
    feasible_reason = fields.Text(
        string="Why",
        help="How they communicate, who knows them, what was tried.",
    )
    agreement = fields.Selection(
        selection=[("yes", "Yes, they would like to talk"), ("no", "No, thank you")],
        string="Would they like to talk?",
    )
    agreement_how = fields.Selection(
        selection=lambda self: self.env["exit.interview.agreement"]
        ._fields["agreement_how"]
        ._description_selection(self.env),
        string="How they were asked",
        default="talk",
    )
    date_agreement = fields.Date(string="Asked on", default=get_today)
    reason = fields.Text(
        string="Their reason",
        help="Only if they gave one. Nobody has to say why.",
    )
    wish = fields.Char(
        string="Whom they would like to talk to",
        help="Such as “a woman”, or “somebody who speaks Polish”.",
    )
    languages = fields.Char()
    needs = fields.Text(string="Communication needs")
    meeting_note = fields.Text(string="How and where they can be met")
    address = fields.Text(string="Address for the meeting")

    @api.depends("agreement_id.state")
    def _compute_step(self):
        for dialog in self:
            state = dialog.agreement_id.state
            dialog.step = "feasible" if state == "feasible" else "agreement"

    @api.model
    def default_get(self, fields):
        """Override of the ORM: what is known of the child already."""
        vals = super().default_get(fields)
        agreement = self.env["exit.interview.agreement"].browse(
            vals.get("agreement_id") or []
        )
        if agreement:
            agreement._check_asks()
            # Whoever asks a child knows how to reach them; they were checked.
            child_sudo = agreement.sudo().child_id
            vals |= {
                name: child_sudo[name]
                for name in self._get_child_fields()
                if name in fields
            }
        return vals

    @api.model
    def _get_child_fields(self):
        """Return what of the child's record can be told here, too."""
        return ("languages", "needs", "meeting_note", "address")

    def action_record(self):
        """Record the answer; keep what the interviewer will need.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        agreement = self.agreement_id
        agreement._check_asks()
        if self.step == "feasible":
            agreement.action_record_feasible(self.feasible or "", self.feasible_reason)
        else:
            agreement.action_record_agreement(
                self.agreement or "",
                self.agreement_how or "",
                self.date_agreement,
                self.reason,
                self.wish,
            )
            if self.agreement == "yes":
                # Who records this, about which child, was checked above.
                agreement.sudo().child_id.write(
                    {name: self[name] for name in self._get_child_fields()}
                )
        # The child's record alone keeps an address, and loses it (C-15, P-19).
        self.write(dict.fromkeys(self._get_child_fields(), False))
        return {"type": "ir.actions.act_window_close"}
