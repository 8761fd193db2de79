# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL


class ExitInterviewAnalysis(models.Model):
    """Where young people moved from and to, for their coordinator.

    The Children's Services Manager reads the cases anyway; reviews never cross tables.
    """

    _inherit = "exit.interview.analysis"
    _depends = {
        "exit.interview": ["age_band", "home_name", "is_agency_home", "moving_to"],
    }

    home_name = fields.Char(string="Home", readonly=True)
    is_agency_home = fields.Boolean(string="Home of an agency", readonly=True)
    moving_to = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "moving_to"),
        string="Where young people move",
        readonly=True,
    )
    age_band = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "age_band"),
        string="Age of young people",
        readonly=True,
    )

    def _select_additional_fields(self):
        """Override of `exit_interview`: what was copied onto the case."""
        return {
            **super()._select_additional_fields(),
            "home_name": SQL("c.home_name"),
            "is_agency_home": SQL("c.is_agency_home"),
            "moving_to": SQL("c.moving_to"),
            "age_band": SQL("c.age_band"),
        }
