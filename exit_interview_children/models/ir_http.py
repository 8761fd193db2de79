# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class IrHttp(models.AbstractModel):
    """The scripts of the interviewer's pages speak the interviewer's language."""

    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Override of `http_routing`: pages outside the web client ask for these."""
        names = super()._get_translation_frontend_modules_name()
        return [*names, "exit_interview_children"]
