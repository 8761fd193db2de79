# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.exit_interview.models.local_date import get_today


class ExitInterviewStrike(models.TransientModel):
    """Asks which answer a young person wants out of a finished record, and since when.

    Requirement: C-25, I-52.
    """

    _name = "exit.interview.strike"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Take an answer out"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    available_question_ids = fields.Many2many(
        comodel_name="exit.interview.question",
        compute="_compute_available_question_ids",
    )
    question_id = fields.Many2one(
        comodel_name="exit.interview.question",
        string="The answer to",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', available_question_ids)]",
        help="What is only asked because of this answer goes with it.",
    )
    date_asked = fields.Date(
        string="Asked by the young person on", required=True, default=get_today
    )
    reason = fields.Char(
        string="Why",
        required=True,
        help="Short, and without what they said: the reason stays in the journal.",
    )

    @api.depends("case_id")
    def _compute_available_question_ids(self):
        for dialog in self:
            dialog.case_id._check_actor("coordinator")
            dialog.available_question_ids = (
                dialog.case_id and dialog.case_id._get_finished_questions().ids
            )

    @api.constrains("case_id", "question_id", "reason")
    def _check_reason(self):
        """Check the reason before the dialog itself keeps the words for a while."""
        for dialog in self:
            dialog.case_id._check_actor("coordinator")
            # The Children's Services Manager was checked; the words are compared.
            case_sudo = dialog.case_id.sudo()
            answers = case_sudo.session_ids.answer_ids.filtered(
                lambda one, wanted=dialog.question_id: one.question_id == wanted
            )
            case_sudo._read_strike_reason(dialog.reason, answers)

    def action_apply(self):
        """Take the answer out.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self.case_id.action_take_out(self.question_id.id, self.date_asked, self.reason)
        return {"type": "ir.actions.act_window_close"}
