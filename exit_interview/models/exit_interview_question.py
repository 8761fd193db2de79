# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .exit_interview_questionnaire import make_code


class ExitInterviewQuestion(models.Model):
    """One question, or a prompt of one."""

    _name = "exit.interview.question"
    _description = "Exit interview question"
    _order = "questionnaire_id, section_id, sequence, id"
    _rec_names_search = ["name", "code"]

    section_id = fields.Many2one(
        comodel_name="exit.interview.section",
        string="Part",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._get_default_section(),
    )
    questionnaire_id = fields.Many2one(
        related="section_id.questionnaire_id", store=True, index=True
    )
    # Through the whole questionnaire, once it was saved: see `_renumber`.
    sequence = fields.Integer(default=lambda self: self._get_default_sequence())
    code = fields.Char(
        compute="_compute_code",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Stays the same over versions; heads the export column. Made from the "
        "question if you leave it empty.",
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
    # the same condition, for people to choose
    depends_kind = fields.Selection(
        related="depends_question_id.kind", string="Kind of the earlier question"
    )
    depends_yes_no = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No")],
        string="and the answer was",
        compute="_compute_depends_choice",
        readonly=False,
    )
    depends_choice_id = fields.Many2one(
        comodel_name="exit.interview.choice",
        string="and the answer included",
        compute="_compute_depends_choice",
        readonly=False,
        domain="[('question_id', '=', depends_question_id)]",
    )
    condition = fields.Char(string="Asked only if", compute="_compute_condition")
    number = fields.Char(compute="_compute_number")
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

    # === COMPUTES === #

    @api.depends("name")
    def _compute_code(self):
        for question in self:
            if not question.code and question.name:
                taken = question.section_id.questionnaire_id.question_ids - question
                question.code = make_code(question.name, taken.mapped("code"))

    @api.depends("depends_question_id", "depends_value")
    def _compute_depends_choice(self):
        for question in self:
            value = question.depends_value
            question.depends_yes_no = value if value in ("yes", "no") else False
            question.depends_choice_id = (
                question.depends_question_id.choice_ids.filtered(
                    lambda choice, wanted=value: choice.code == wanted
                )[:1]
            )

    @api.onchange("depends_question_id", "depends_yes_no", "depends_choice_id")
    def _onchange_depends(self):
        """Put what was chosen from the lists into the condition."""
        earlier = self.depends_question_id
        if earlier.kind == "yes_no":
            self.depends_value = self.depends_yes_no or "yes"
        elif self.depends_choice_id in earlier.choice_ids:
            self.depends_value = self.depends_choice_id.code
        else:
            self.depends_value = earlier.choice_ids[:1].code or False

    @api.depends("depends_question_id", "depends_value")
    def _compute_condition(self):
        for question in self:
            question.condition = question._get_condition()

    def _get_condition(self):
        """Return in words when the question is asked; empty: always.

        :rtype: str or bool
        """
        self.ensure_one()
        earlier = self.depends_question_id
        if not earlier:
            return False
        labels = {"yes": self.env._("Yes"), "no": self.env._("No")} | {
            choice.code: choice.name for choice in earlier.choice_ids
        }
        return self.env._(
            "Only if the answer to “%(question)s” is: %(value)s",
            question=earlier.name,
            value=labels.get(self.depends_value, self.depends_value),
        )

    @api.depends("questionnaire_id.section_ids.question_ids.sequence", "parent_id")
    def _compute_number(self):
        """Number the questions as they are asked; a prompt hangs on its question."""
        for questionnaire, questions in self.grouped("questionnaire_id").items():
            number, part, found = 0, 0, {}
            for question in questionnaire._get_ordered_questions():
                if question.parent_id:
                    part += 1
                    label = f"{number}.{part}"
                else:
                    number, part = number + 1, 0
                    label = str(number)
                found[question._origin.id or question.id] = label
            for question in questions:
                question.number = found.get(question._origin.id or question.id, "")

    @api.model
    def _get_default_section(self):
        """Return the last part of the questionnaire that a question is added to."""
        questionnaire_id = self.env.context.get("default_questionnaire_id")
        if not questionnaire_id:
            return self.env["exit.interview.section"]
        return self.env["exit.interview.section"].search(
            [("questionnaire_id", "=", questionnaire_id)],
            order="sequence desc, id desc",
            limit=1,
        )

    @api.model
    def _get_default_sequence(self):
        """Return where a new question goes: behind all others."""
        questionnaire_id = self.env.context.get("default_questionnaire_id")
        if not questionnaire_id:
            return 10
        domain = [("questionnaire_id", "=", questionnaire_id)]
        return self.search_count(domain) + 1

    # === CONSTRAINTS === #

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

    @api.constrains(
        "kind", "section_id", "parent_id", "depends_question_id", "depends_value"
    )
    def _check_shape(self):
        """Refuse what could never be drawn: foreign questions, circles, deep prompts.

        Requirement: I-83.
        """
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
            parent = question.parent_id
            if parent and (
                parent.parent_id
                or parent.section_id != question.section_id
                or question.search_count([("parent_id", "=", question.id)], limit=1)
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” is a prompt: it stands right below a question of the "
                        "same part, and has no prompts of its own.",
                        question.name,
                    )
                )
        self._check_no_circle()

    def _check_no_circle(self):
        """Refuse questions that wait for each other."""
        for question in self:
            seen, waiting = self.browse(), question
            while waiting.depends_question_id:
                seen |= waiting
                waiting = waiting.depends_question_id
                if waiting in seen:
                    raise ValidationError(
                        self.env._(
                            "“%s” waits for an answer that in the end waits for this "
                            "question, so neither would ever be asked. Change one of "
                            "the conditions.",
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

    @api.depends("code", "name")
    @api.depends_context("exit_interview_words")
    def _compute_display_name(self):
        words = self.env.context.get("exit_interview_words")
        for question in self:
            question.display_name = question.name if words else question.code

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

    def _get_publish_issues(self, earlier):
        """Return in words what keeps this question from being published.

        :param earlier: questions that are asked before
        :rtype: list[str]
        """
        self.ensure_one()
        issues = []
        if self.kind in ("choice", "choices") and len(self.choice_ids) < 2:
            issues.append(self.env._("“%s” offers fewer than two options.", self.name))
        condition = self.depends_question_id
        if condition and condition not in earlier:
            issues.append(
                self.env._(
                    "“%(question)s” waits for the answer to “%(other)s”, which is "
                    "asked later. Change their order.",
                    question=self.name,
                    other=condition.name,
                )
            )
        elif condition and self.depends_value not in condition._get_condition_values():
            issues.append(
                self.env._(
                    "“%(question)s” waits for an answer that “%(other)s” does not "
                    "offer.",
                    question=self.name,
                    other=condition.name,
                )
            )
        return issues

    def _get_condition_values(self):
        """Return the answers to this question that another one can wait for.

        :rtype: set[str]
        """
        self.ensure_one()
        if self.kind == "yes_no":
            return {"yes", "no"}
        return set(self.choice_ids.mapped("code"))

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
