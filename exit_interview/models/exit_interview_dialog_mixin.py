# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ExitInterviewDialogMixin(models.AbstractModel):
    """A dialog: what somebody types before a step is done, for an hour at most.

    Every dialog needs two guards, which the platform has not: a record rule that shows
    a row to who made it and to nobody else, and links to readable records only.
    """

    _name = "exit.interview.dialog.mixin"
    _inherit = ["exit.interview.link.mixin"]
    _description = "Dialog of one user"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_links(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_links(vals)
        return super().write(vals)
