# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewContact(models.Model):
    """One attempt to reach the leaver, or one call. Only ever added to.

    A mistake is corrected by a further line, so that the list shows what was tried and
    when; there is no step that changes one.
    """

    _name = "exit.interview.contact"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Contact with the leaver"
    _order = "date desc, id desc"

    date = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    medium = fields.Selection(
        selection=[
            ("phone", "Telephone"),
            ("mail", "E-mail"),
            ("letter", "Letter"),
            ("in_person", "In person"),
        ],
        string="How",
        required=True,
        readonly=True,
    )
    is_reached = fields.Boolean(
        string="Reached",
        readonly=True,
        help="The leaver was there, or answered. Otherwise it was an attempt.",
    )
    note = fields.Char(readonly=True, help="In a few words; no answers to questions.")
    agreed = fields.Char(readonly=True, help="What was arranged, if anything.")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Login",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    user_name = fields.Char(
        string="By", required=True, readonly=True, help="Kept when the person leaves."
    )
