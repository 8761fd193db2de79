# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ExitInterviewDemo(models.AbstractModel):
    """The door through which demo data reaches Python; nothing else is in here.

    A demo file can only call a model's method, and demo data may also be loaded long
    after the installation, when hooks do not run. So this model without a table exists
    in every database, and the code and its texts are read from ``demo/`` on demand.
    """

    _name = "exit.interview.demo"
    _description = "Sample organisation"

    @api.model
    def _generate(self):
        """Let the sample organisation live through a year of departures."""
        # A database without demo data never reads this package.
        from ..demo.generator import Generator

        Generator(self.env).run()
