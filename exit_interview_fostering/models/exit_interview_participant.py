# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewParticipant(models.Model):
    """A carer of the household; and whether the badge came back."""

    _inherit = "exit.interview.participant"

    carer_id = fields.Many2one(
        comodel_name="res.partner",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date_badge_returned = fields.Date(
        string="Badge returned on",
        help="The day on which this carer's identity badge came back; empty: not yet.",
    )

    def _get_user_writable_fields(self):
        """Override of `exit_interview`: the badge, too (S-39)."""
        return super()._get_user_writable_fields() | {"date_badge_returned"}
