# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewLeavingMixin(models.AbstractModel):
    """How a household comes to leave: said with the notice, kept on the case.

    Requirement: S-03, S-04, F-05, F-07, F-20.
    """

    _name = "exit.interview.leaving.mixin"
    _description = "How a foster carer leaves"

    household_id = fields.Many2one(
        comodel_name="res.partner",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    leaving_route = fields.Selection(
        selection=[
            ("resignation", "Resignation"),
            ("deregistration", "Approval ended by the service"),
            ("special_guardianship", "Special guardianship order"),
            ("adoption", "Adoption order"),
            ("transfer", "Move to another fostering service"),
            ("retirement", "Retirement"),
            ("staying_put", "Staying put: the young person is grown up"),
            ("death", "Death of a carer"),
            ("other", "Another way"),
        ],
        string="How they leave",
        readonly=True,
        help="Whatever led to it, a conversation is offered.",
    )
    date_decided = fields.Date(
        string="Letter received, or decided",
        readonly=True,
        help="The day on which the letter of resignation arrived, or on which it was "
        "decided that the household leaves.",
    )
    is_after_allegation = fields.Boolean(
        string="After an allegation",
        readonly=True,
        help="Nobody contacts the household before somebody has checked with the "
        "designated officer that nothing speaks against it.",
    )

    @api.model
    def _get_leaving_fields(self):
        """Return the names of what is said of the way a household leaves.

        :rtype: tuple[str]
        """
        return ("leaving_route", "date_decided", "is_after_allegation")
