# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPlacementMixin(models.AbstractModel):
    """Who moves out of which home: said with the notice, kept on the case.

    Requirement: C-03, C-08, C-11.
    """

    _name = "exit.interview.placement.mixin"
    _description = "A child's move out of a home"

    child_id = fields.Many2one(
        comodel_name="exit.interview.child",
        string="Young person",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    home_id = fields.Many2one(
        comodel_name="res.partner",
        string="Home being left",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_move_decided = fields.Date(
        string="Move decided on",
        readonly=True,
        help="The day on which it was decided that the young person moves.",
    )
    moving_to = fields.Selection(
        selection=[
            ("home", "Another children's home"),
            ("foster", "A foster family"),
            ("family", "Their own family"),
            ("supported", "Supported accommodation"),
            ("independent", "A place of their own"),
            ("other", "Somewhere else"),
        ],
        string="Where they move",
        readonly=True,
        help="The kind of place, not the address.",
    )

    @api.model
    def _get_placement_fields(self):
        """Return the names of what is said of a move.

        :rtype: tuple[str]
        """
        return ("date_move_decided", "moving_to")
