# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewRoleMixin(models.AbstractModel):
    """Adds whoever a looked-after child has around them (decision 9)."""

    _inherit = "exit.interview.role.mixin"

    role = fields.Selection(
        selection_add=[
            ("social_worker", "Social worker"),
            ("reviewing_officer", "Independent reviewing officer"),
            ("home_manager", "Manager of the home"),
        ],
        ondelete={
            "social_worker": "cascade",
            "reviewing_officer": "cascade",
            "home_manager": "cascade",
        },
    )
