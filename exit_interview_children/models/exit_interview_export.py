# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ExitInterviewExport(models.Model):
    """A workbook does not keep what a young person takes away while it is made."""

    _inherit = "exit.interview.export"

    @api.model
    def _get_removals(self, cases):
        """Override of `exit_interview`: which answers were taken away, and when.

        Requirement: C-25.
        """
        removals = super()._get_removals(cases)
        sessions = self.env["exit.interview.session"].search(
            [("case_id", "in", cases.ids)]
        )
        struck = {one.id: one.struck_versions for one in sessions}
        return (removals, struck)
