# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ResGroups(models.Model):
    """A group may hold our people, or imply one of our groups (SEC-18)."""

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        with self.env["exit.interview.policy.log"]._watch_members():
            return super().create(vals_list)

    def write(self, vals):
        with self.env["exit.interview.policy.log"]._watch_members():
            return super().write(vals)

    def unlink(self):
        with self.env["exit.interview.policy.log"]._watch_members():
            return super().unlink()
