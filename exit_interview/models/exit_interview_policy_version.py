# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewPolicyVersion(models.Model):
    """A version of a policy that was in force: approved by whom, what changed, when
    staff were told. Only ever added to, but for the telling."""

    _name = "exit.interview.policy.version"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Version of an exit interview policy"
    _order = "id desc"
    _rec_name = "version"

    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="policy_id.company_id", store=True, index=True, precompute=True
    )
    responsible_id = fields.Many2one(
        related="policy_id.responsible_id", store=True, precompute=True
    )
    version = fields.Char(required=True, readonly=True)
    approved_by = fields.Char(string="Approved by", readonly=True)
    date_approved = fields.Date(string="Approved on", readonly=True)
    summary = fields.Text(string="What changed", readonly=True)
    snapshot = fields.Text(
        string="The policy then",
        readonly=True,
        help="Numbers, recipients and questionnaires as they stood on that day.",
    )
    published_by = fields.Char(readonly=True)
    date_published = fields.Date(string="In force from", readonly=True)
    date_informed = fields.Date(string="Staff told on", readonly=True)
    informed_how = fields.Char(string="How staff were told", readonly=True)
    informed_by = fields.Char(string="Noted by", readonly=True)
    # Those the policy is for, where they are not staff.
    date_people_informed = fields.Date(string="They were told on", readonly=True)
    people_informed_how = fields.Char(string="How they were told", readonly=True)
    people_informed_by = fields.Char(string="Noted for them by", readonly=True)

    def _is_removable(self):
        """Override of the record mixin: a history is not deleted."""
        return False
