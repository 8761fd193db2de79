# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewCaseMixin(models.AbstractModel):
    """What every record below a case carries, so that rules compare its own columns.

    Record rules are cached per user and must not join (DESIGN, decision 10): company,
    population and interviewer are stored on each child. The conflict list is the one
    allowed subquery.
    """

    _name = "exit.interview.case.mixin"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Record of a case"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, precompute=True, index=True
    )
    population = fields.Selection(
        related="case_id.population", store=True, precompute=True
    )
    case_interviewer_id = fields.Many2one(
        string="Interviewer of the case",
        related="case_id.interviewer_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    conflict_user_ids = fields.Many2many(
        related="case_id.conflict_user_ids",
        string="Shut out",
        # Rules read it as superuser; nobody else needs to know who is shut out.
        groups=fields.NO_ACCESS,
    )

    @api.depends("case_id.name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = record.sudo().case_id.name or self.env._("New")

    def _is_actor(self, actor):
        self.ensure_one()
        if actor in ("coordinator", "interviewer"):
            # Who may read a record of the case may be told whether the case is theirs.
            case = self.sudo().case_id.with_env(self.env)
            return case._is_actor(actor)
        return super()._is_actor(actor)
