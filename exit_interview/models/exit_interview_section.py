# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .exit_interview_questionnaire import make_code


class ExitInterviewSection(models.Model):
    """A part of a questionnaire: a page, and what a leaver may permit or hold back."""

    _name = "exit.interview.section"
    _description = "Part of an exit interview questionnaire"
    _order = "questionnaire_id, sequence, id"

    questionnaire_id = fields.Many2one(
        comodel_name="exit.interview.questionnaire",
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
        help="Stays the same over versions. Made from the name if you leave it empty.",
    )
    introduction = fields.Text(
        translate=True, help="What the interviewer may say to open this part."
    )
    is_protected = fields.Boolean(
        string="Protected characteristics",
        help="Copies leave this part out unless the leaver ticks it separately.",
    )
    question_ids = fields.One2many(
        comodel_name="exit.interview.question",
        inverse_name="section_id",
        copy=True,
    )

    _code_uniq = models.Constraint(
        "UNIQUE(questionnaire_id, code)", "Each part has its own code."
    )

    @api.depends("name")
    def _compute_code(self):
        for section in self:
            if not section.code and section.name:
                taken = section.questionnaire_id.section_ids - section
                section.code = make_code(section.name, taken.mapped("code"))

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.questionnaire_id._check_draft()
        return records

    def write(self, vals):
        self.questionnaire_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.questionnaire_id._check_draft()

    def _get_note(self):
        """Return what the interviewer should know of this part; empty: nothing.

        Populations say it of parts of their own. A protected part without a note is
        one about protected characteristics, and says so.

        :rtype: str
        """
        self.ensure_one()
        return ""

    def _get_form(self):
        """Return the part for the renderers, prompts inside their questions.

        :rtype: dict
        """
        self.ensure_one()
        questions = self.question_ids.sorted(lambda q: (q.sequence, q.id))
        children = questions.grouped("parent_id")
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "introduction": self.introduction or "",
            "is_protected": self.is_protected,
            "note": self._get_note(),
            "questions": [
                {
                    **question._get_form(),
                    "children": [
                        child._get_form() for child in children.get(question, [])
                    ],
                }
                for question in questions
                if not question.parent_id
            ],
        }
