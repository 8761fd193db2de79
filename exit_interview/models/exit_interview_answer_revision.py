# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewAnswerRevision(models.Model):
    """A wording that no longer stands: replaced by another hand, or refused.

    Nothing that was typed is lost (R-02): whoever works on the record can look it up.
    """

    _name = "exit.interview.answer.revision"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Earlier wording of an answer"
    _order = "id desc"

    session_id = fields.Many2one(
        comodel_name="exit.interview.session",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    case_id = fields.Many2one(
        related="session_id.case_id", store=True, precompute=True, required=True
    )
    answer_id = fields.Many2one(
        comodel_name="exit.interview.answer",
        index="btree_not_null",
        readonly=True,
        ondelete="set null",
    )
    question_id = fields.Many2one(
        comodel_name="exit.interview.question",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="Written by the leaver",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    is_refused = fields.Boolean(
        string="Refused", readonly=True, help="Somebody else had saved just before."
    )
    wording = fields.Text(readonly=True)
    version = fields.Integer(readonly=True, help="When these words were saved.")
