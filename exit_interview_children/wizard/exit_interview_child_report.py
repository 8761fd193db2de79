# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.exit_interview.models.local_date import get_today

from ..models.exit_interview_population_mixin import POPULATION


class ExitInterviewChildReport(models.TransientModel):
    """Tells that a young person moves; `register` decides who may.

    Requirement: C-11.
    """

    _name = "exit.interview.child.report"
    _inherit = ["exit.interview.dialog.mixin", "exit.interview.placement.mixin"]
    _description = "Tell that a young person moves"

    child_id = fields.Many2one(readonly=False, required=True, ondelete="cascade")
    # As whoever asks: where a young person lives is told to those around them only.
    home_id = fields.Many2one(
        related="child_id.home_id", string="Home", related_sudo=False
    )
    date_move_decided = fields.Date(readonly=False, required=True, default=get_today)
    moving_to = fields.Selection(readonly=False, required=True)
    date_departure = fields.Date(string="Day of the move")
    reason = fields.Char(
        string="Why they move",
        help="In a few words, as it was explained to the young person.",
    )
    told = fields.Boolean(string="They know that somebody will ask them to talk")

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the ORM: only of a young person whom the user may see."""
        dialogs = super().create(vals_list)
        dialogs._check_child()
        return dialogs

    def write(self, vals):
        """Override of the ORM: as at creation."""
        result = super().write(vals)
        self._check_child()
        return result

    def _check_child(self):
        """Check that the user may see whom the dialogs are about.

        :raise AccessError: in the words of `register`
        """
        if not self.child_id.has_access("read"):
            raise self.env["exit.interview.notice"]._make_register_error()

    def action_tell(self):
        """Register the notice; thank whoever told us.

        :return: a client action
        :rtype: dict
        """
        self.ensure_one()
        Notice = self.env["exit.interview.notice"]
        if not Notice._is_around_children():
            raise ValidationError(
                self.env._("This is for homes, social workers and their manager.")
            )
        Notice.register(
            [
                {
                    "population": POPULATION,
                    "source": "placement_decision",
                    "child_id": self.child_id.id,
                    "date_departure": self.date_departure,
                    "reason": self.reason,
                    "told": self.told,
                    **{name: self[name] for name in self._get_placement_fields()},
                }
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Thank you"),
                "message": self.env._(
                    "The social worker will ask whether they would like to talk with "
                    "somebody from outside."
                ),
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
