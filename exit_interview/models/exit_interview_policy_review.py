# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

ANSWERS = [("yes", "Yes"), ("partly", "Partly"), ("no", "No")]


class ExitInterviewPolicyReview(models.Model):
    """A yearly look at the process: are interviews done properly, do they lead to
    something? Only ever added to, by the step of whoever keeps the policy.

    Requirement: F-37, L-01.
    """

    _name = "exit.interview.policy.review"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Review of the exit interview process"
    _order = "date desc, id desc"

    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # for the rules, which compare columns
    company_id = fields.Many2one(
        related="policy_id.company_id", store=True, index=True, precompute=True
    )
    responsible_id = fields.Many2one(
        related="policy_id.responsible_id", store=True, precompute=True
    )
    date = fields.Date(string="Reviewed on", required=True, readonly=True)
    conducted = fields.Selection(
        selection=ANSWERS,
        string="Interviews conducted as they should be",
        required=True,
        readonly=True,
        help="Offered to everybody, by somebody independent, in time, with respect.",
    )
    planning = fields.Selection(
        selection=ANSWERS,
        string="What was said reaches planning",
        required=True,
        readonly=True,
        help="What people said is heard where services plan and budget.",
    )
    note = fields.Text(string="What was found", required=True, readonly=True)
    reviewed_by = fields.Char(string="Reviewed by", readonly=True)

    def _compute_display_name(self):
        """Override of the ORM: says nothing of what was found."""
        for review in self:
            review.display_name = self.env._("Review of the process")

    def _is_removable(self):
        """Override of the record mixin: a history is not deleted."""
        return False
