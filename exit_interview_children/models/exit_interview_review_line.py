# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewReviewLine(models.Model):
    """Figures of the sections that only children have."""

    _inherit = "exit.interview.review.line"

    section = fields.Selection(
        selection_add=[
            ("move", "Where from, where to, and who was asked"),
            ("recommendation", "What officers recommended"),
        ],
        ondelete={"move": "cascade", "recommendation": "cascade"},
    )
