# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ExitInterviewConcernReader(models.Model):
    """Who could read the extract of a concern, since when and why. Only added to.

    Requirement: P-07, P-23, decision 4.
    """

    _name = "exit.interview.concern.reader"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Reader of a concern"
    _order = "id"

    case_id = fields.Many2one(
        related="concern_id.case_id", store=True, precompute=True, required=True
    )
    concern_id = fields.Many2one(
        comodel_name="exit.interview.concern",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Datetime(
        string="Since", required=True, readonly=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_name = fields.Char(string="Who", required=True, readonly=True)
    role = fields.Selection(
        selection=lambda self: self.env["exit.interview.role.mixin"]
        ._fields["role"]
        ._description_selection(self.env),
        readonly=True,
    )
    basis = fields.Selection(
        selection=[
            ("permission", "The leaver's permission"),
            ("override", "Override by policy"),
            ("second", "Asked for the second decision"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Text(readonly=True)
    approved_by = fields.Char(
        readonly=True,
        help="The second person. Empty if it could not wait: then the second person "
        "looked at it afterwards.",
    )

    _reader_uniq = models.UniqueIndex(
        "(concern_id, user_id)", "This reader is on the list already."
    )

    def write(self, vals):
        """Override of the ORM: nobody changes a line, the server included."""
        if vals:
            raise UserError(self.env._("This list is only ever added to."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("This list is only ever added to."))
