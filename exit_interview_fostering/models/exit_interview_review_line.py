# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewReviewLine(models.Model):
    """Figures of the sections that only carers have."""

    _inherit = "exit.interview.review.line"

    section = fields.Selection(
        selection_add=[
            ("leaving", "Which households left, and how"),
            ("kept", "Who stayed after a talk"),
        ],
        ondelete={"leaving": "cascade", "kept": "cascade"},
    )
