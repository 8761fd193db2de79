# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .exit_interview_questionnaire import make_code


class ExitInterviewChoice(models.Model):
    """An option of a question."""

    _name = "exit.interview.choice"
    _description = "Option of an exit interview question"
    _order = "question_id, sequence, id"

    question_id = fields.Many2one(
        comodel_name="exit.interview.question",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        compute="_compute_code",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Stays the same over versions. Made from the option if left empty.",
    )
    is_other = fields.Boolean(
        string="Asks for words", help="The leaver may say what is meant."
    )
    prompts_concern = fields.Boolean(
        help="Where this option is chosen, the interviewer is asked to consider "
        "whether it is a concern. Nothing is passed on by itself.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(question_id, code)", "Each option of a question has its own code."
    )

    @api.depends("name")
    def _compute_code(self):
        for choice in self:
            if not choice.code and choice.name:
                taken = choice.question_id.choice_ids - choice
                choice.code = make_code(choice.name, taken.mapped("code"))

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.question_id.questionnaire_id._check_draft()
        return records

    def write(self, vals):
        self.question_id.questionnaire_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.question_id.questionnaire_id._check_draft()

    def _get_form(self):
        """Return the option for the renderers; populations add what they draw.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "is_other": self.is_other,
            "prompts_concern": self.prompts_concern,
        }
