# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import NO_ACCESS


class ExitInterviewPermission(models.Model):
    """How the leaver gave a permission: apart from the copy, whose approver reads less.

    +-------------+-----------------------------------------------------------------+
    | who         | may read                                                        |
    +-------------+-----------------------------------------------------------------+
    | interviewer | those of their cases                                            |
    | coordinator | all of their population                                         |
    | recipient   | their own, as long as their copy is open                        |
    | approver    | none: that there is one stands on the response they approve     |
    +-------------+-----------------------------------------------------------------+

    Requirement: TRUST 1.4.2, P-02.
    """

    _name = "exit.interview.permission"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Permission of the leaver"
    _order = "id"

    share_id = fields.Many2one(
        comodel_name="exit.interview.share",
        string="Copy",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    case_id = fields.Many2one(
        related="share_id.case_id", store=True, precompute=True, required=True
    )
    reader_id = fields.Many2one(
        comodel_name="res.users",
        related="share_id.reader_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    section_ids = fields.Many2many(
        comodel_name="exit.interview.section",
        relation="exit_interview_permission_section_rel",
        string="Permitted parts",
        readonly=True,
    )
    parts = fields.Char(string="What may be read", compute="_compute_parts")
    basis = fields.Selection(related="share_id.basis")
    # Who decided on their own page; recipients, who read this row, learn no names.
    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="Decided by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=NO_ACCESS,
    )
    how = fields.Char(
        string="How it was given",
        readonly=True,
        help="In the conversation, in writing, by telephone ...",
    )
    date = fields.Date(string="Given on", readonly=True)
    recorded_by = fields.Char(readonly=True)
    wording = fields.Text(string="Wording shown", readonly=True)

    _share_uniq = models.UniqueIndex(
        "(share_id)", "A copy has one permission, which is changed."
    )

    # Not on the parts themselves: reading this would fetch them as the recipient, who
    # holds no right on questionnaires, and the copy could not be opened.
    @api.depends("share_id.permission")
    def _compute_parts(self):
        for permission in self:
            # Recipients hold no right on questionnaires; the headings are in the copy.
            permission_sudo = permission.sudo()
            if permission_sudo.share_id.permission in ("full", "normal"):
                permission.parts = self.env._("The whole record")
                continue
            names = permission_sudo.section_ids.mapped("name")
            permission.parts = ", ".join(names)
