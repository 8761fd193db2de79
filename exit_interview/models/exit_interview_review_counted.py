# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ExitInterviewReviewCounted(models.Model):
    """Who was counted in which published review. Nobody reads this table.

    Without it a case that comes in late could be told by comparing two reviews.

    Requirement: P-14, A-05, A-09.
    """

    _name = "exit.interview.review.counted"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Case counted in a review"
    _log_access = False

    review_id = fields.Many2one(
        comodel_name="exit.interview.review",
        required=True,
        index=True,
        ondelete="restrict",
    )
    case_id = fields.Many2one(
        comodel_name="exit.interview",
        required=True,
        index=True,
        ondelete="restrict",
    )
    part = fields.Char(required=True)
    person = fields.Char(required=True)

    _case_uniq = models.UniqueIndex(
        "(review_id, part, case_id)", "A case counts once in a review."
    )

    def write(self, vals):
        """Override of the ORM: what was counted stays counted."""
        if vals:
            raise UserError(self.env._("A published review does not change."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A published review does not change."))
