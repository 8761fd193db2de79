# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class HrDepartureReason(models.Model):
    _inherit = "hr.departure.reason"

    leaving_kind = fields.Selection(
        selection=lambda self: self.env["exit.interview.loss.mixin"]
        ._fields["leaving_kind"]
        ._description_selection(self.env),
        string="Exit interviews: kind",
        help="What an exit interview case proposes for departures with this reason. "
        "The coordinator may change it on the case.",
    )
