# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewShareLine(models.Model):
    """One line of a frozen copy: section, question and answer as text."""

    _name = "exit.interview.share.line"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Line of a copy"
    _order = "share_id, sequence, id"

    share_id = fields.Many2one(
        comodel_name="exit.interview.share",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    reader_id = fields.Many2one(
        related="share_id.reader_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(related="share_id.company_id", store=True)
    population = fields.Selection(related="share_id.population", store=True)
    conflict_user_ids = fields.Many2many(
        related="share_id.case_id.conflict_user_ids",
        string="Shut out",
        # Rules read it as superuser; nobody else needs to know who is shut out.
        groups=fields.NO_ACCESS,
    )
    sequence = fields.Integer(readonly=True)
    section = fields.Char(readonly=True)
    question = fields.Text(readonly=True)
    answer = fields.Text(readonly=True)

    @api.depends("share_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.sudo().share_id.display_name

    def _fetch_query(self, query, fields):
        """Override of the ORM: who reads a copy stands in the journal (SEC-17)."""
        lines = super()._fetch_query(query, fields)
        if not self.env.su and lines and "answer" in {field.name for field in fields}:
            # The rows were read under the user's own rights just now.
            for share in lines.sudo().share_id:
                self.env["exit.interview.journal"]._log_reading(
                    share.case_id, "copy_read", share.role_label
                )
        return lines

    def _is_removable(self):
        """Override of the record mixin: a new copy replaces a withdrawn one."""
        return True
