# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPublicationStep(models.TransientModel):
    """Asks for the words that a step of “You said, we did” needs."""

    _name = "exit.interview.publication.step"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Step of words for everybody"

    step = fields.Selection(
        selection=[
            ("propose", "Write"),
            ("change", "Change"),
            ("return", "Give back"),
            ("withdraw", "Withdraw"),
        ],
        required=True,
        default="propose",
    )
    publication_id = fields.Many2one(
        comodel_name="exit.interview.publication",
        default=lambda self: self._default_publication_id(),
        ondelete="cascade",
    )
    review_id = fields.Many2one(
        comodel_name="exit.interview.review",
        string="Comes out with",
        ondelete="cascade",
    )
    said = fields.Text(string="You said")
    did = fields.Text(string="We did")
    reason = fields.Text(string="Why")

    @api.model
    def _default_publication_id(self):
        if self.env.context.get("active_model") != "exit.interview.publication":
            return False
        return self.env.context.get("active_id")

    def action_confirm(self):
        """Take the step; it checks everything itself.

        :return: window action of the words, or to close the dialog
        :rtype: dict
        """
        self.ensure_one()
        publication = self.publication_id
        if self.step == "propose":
            publication = publication.browse(
                publication.propose(self.review_id.id, self.said, self.did)
            )
            return {
                "type": "ir.actions.act_window",
                "res_model": publication._name,
                "res_id": publication.id,
                "views": [(False, "form")],
            }
        if self.step == "change":
            publication.action_change(self.said, self.did)
        elif self.step == "return":
            publication.action_return(self.reason)
        else:
            publication.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
