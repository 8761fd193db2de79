# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewQuestion(models.Model):
    """One question, or a prompt of one."""

    _name = "exit.interview.question"
    _description = "Exit interview question"
    _order = "questionnaire_id, section_id, sequence, id"

    section_id = fields.Many2one(
        comodel_name="exit.interview.section",
        string="Part",
        required=True,
        index=True,
        ondelete="cascade",
    )
    questionnaire_id = fields.Many2one(
        related="section_id.questionnaire_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(
        required=True, help="Stays the same over versions; heads the export column."
    )
    kind = fields.Selection(selection="_selection_kind", required=True, default="text")
    name = fields.Text(string="Question", required=True, translate=True)
    guidance = fields.Text(
        translate=True, help="For the interviewer: what to listen for, how to go on."
    )
    low_label = fields.Char(string="Meaning of 0", translate=True)
    high_label = fields.Char(string="Meaning of 10", translate=True)
    comment_label = fields.Char(
        translate=True, help="Heads a box for the leaver's own words. Empty: no box."
    )
    parent_id = fields.Many2one(
        comodel_name="exit.interview.question",
        string="Prompt of",
        index="btree_not_null",
        ondelete="cascade",
        copy=False,
    )
    depends_question_id = fields.Many2one(
        comodel_name="exit.interview.question",
        string="Asked after",
        index="btree_not_null",
        ondelete="cascade",
        copy=False,
    )
    depends_value = fields.Char(
        string="Asked if the answer is",
        copy=False,
        help="yes, no, or the code of an option.",
    )
    metric_id = fields.Many2one(
        comodel_name="exit.interview.metric",
        index="btree_not_null",
        ondelete="restrict",
    )
    is_protected = fields.Boolean(
        string="Protected characteristic",
        help="Never exported row by row; in a copy only with a tick of its own.",
    )
    choice_ids = fields.One2many(
        comodel_name="exit.interview.choice",
        inverse_name="question_id",
        string="Options",
        copy=True,
    )

    _code_uniq = models.Constraint(
        "UNIQUE(questionnaire_id, code)",
        "Each question of a questionnaire has its own code.",
    )
    _depends_value = models.Constraint(
        "CHECK((depends_question_id IS NULL) = (depends_value IS NULL))",
        "A condition needs both the earlier question and its answer.",
    )

    @api.model
    def _selection_kind(self):
        return [
            ("scale", "Scale from 0 to 10"),
            ("yes_no", "Yes or no"),
            ("choice", "One option"),
            ("choices", "Several options"),
            ("text", "Own words"),
            ("date", "Date"),
        ]

    @api.constrains("kind", "choice_ids", "parent_id", "depends_question_id")
    def _check_shape(self):
        for question in self:
            others = question.parent_id + question.depends_question_id
            if question in others or any(
                other.questionnaire_id != question.questionnaire_id for other in others
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” can only hang on another question of its questionnaire.",
                        question.name,
                    )
                )

    @api.constrains("section_id", "is_protected")
    def _check_protected(self):
        for question in self:
            if question.section_id.is_protected and not question.is_protected:
                raise ValidationError(
                    self.env._(
                        "“%s” stands in a part about protected characteristics and "
                        "must be marked as such.",
                        question.name,
                    )
                )

    @api.depends("code")
    def _compute_display_name(self):
        for question in self:
            question.display_name = question.code

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

    def _get_form(self):
        """Return the question for the renderers.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "id": self.id,
            "code": self.code,
            "kind": self.kind,
            "name": self.name,
            "guidance": self.guidance or "",
            "low_label": self.low_label or "",
            "high_label": self.high_label or "",
            "comment_label": self.comment_label or "",
            "is_protected": self.is_protected,
            "depends": {
                "question_id": self.depends_question_id.id,
                "value": self.depends_value,
            }
            if self.depends_question_id
            else False,
            "choices": [choice._get_form() for choice in self.choice_ids],
        }
