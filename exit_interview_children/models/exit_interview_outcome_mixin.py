# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

# How a child gets a letter; nothing is sent to a child by mail or by post (P-19).
CHILD_CHANNELS = ("handed", "read_out", "by_worker")


class ExitInterviewOutcomeMixin(models.AbstractModel):
    """Adds how a young person got the reviewing officer's letter (C-21)."""

    _inherit = "exit.interview.outcome.mixin"

    outcome_channel = fields.Selection(
        selection_add=[
            ("handed", "Handed over"),
            ("read_out", "Read out together"),
            ("by_worker", "By the social worker"),
        ],
        ondelete={
            "handed": "set null",
            "read_out": "set null",
            "by_worker": "set null",
        },
    )
