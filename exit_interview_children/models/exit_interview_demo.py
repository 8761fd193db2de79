# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ExitInterviewDemo(models.AbstractModel):
    """The door to the sample of this addon; what is behind it is read on demand."""

    _inherit = "exit.interview.demo"

    @api.model
    def _generate_children(self):
        """Let the children's homes of the sample organisation live through a year."""
        # A database without demo data never reads this package.
        from ..demo.generator import ChildGenerator

        ChildGenerator(self.env).run()
