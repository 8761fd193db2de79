# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewRoleMixin(models.AbstractModel):
    """Adds whom carers know best: their supervising social worker."""

    _inherit = "exit.interview.role.mixin"

    role = fields.Selection(
        selection_add=[("supervising_social_worker", "Supervising social worker")],
        ondelete={"supervising_social_worker": "cascade"},
    )
