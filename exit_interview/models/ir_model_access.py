# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class IrModelAccess(models.Model):
    """An access line that is added or changed opens a whole model (SEC-18)."""

    _inherit = "ir.model.access"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["exit.interview.policy.log"]._note_protection(records)
        return records

    def write(self, vals):
        log = self.env["exit.interview.policy.log"]
        # It may be moved off our models, or onto them.
        if "model_id" in vals:
            log._note_protection(self)
        result = super().write(vals)
        log._note_protection(self)
        return result

    def unlink(self):
        self.env["exit.interview.policy.log"]._note_protection(self)
        return super().unlink()
