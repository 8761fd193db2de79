# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .exit_interview_notice_hr_mixin import HANDLED


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    def write(self, vals):
        """Override of `resource`: an employee may be archived through the resource.

        Such a write never passes by the employee (I-25).
        """
        Notice = self.env["exit.interview.notice"]
        if "active" not in vals or Notice._is_hr_handled():
            return super().write(vals)
        self.check_access("write")
        # Whoever may archive a resource tells us; nothing read here goes back.
        employees = (
            self.env["hr.employee"]
            .sudo()
            .with_context(active_test=False)
            .search([("resource_id", "in", self.ids)])
        )
        changing = employees.filtered(lambda one: one.active != bool(vals["active"]))
        changing._tell_archive(vals["active"])
        return super(
            ResourceResource, self.with_context(exit_interview_hr=HANDLED)
        ).write(vals)
