# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError


class ExitInterviewQuestionnaire(models.Model):
    """What is asked. A published version never changes; a change makes a new one."""

    _name = "exit.interview.questionnaire"
    _inherit = ["exit.interview.population.mixin", "exit.interview.state.mixin"]
    _description = "Exit interview questionnaire"
    _order = "code, version desc"

    _state_steps = {"draft": {"published"}, "published": {"retired"}, "retired": set()}

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="The same for all versions of a questionnaire."
    )
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    kind = fields.Selection(
        selection=[("interview", "Interview"), ("survey", "Short survey")],
        required=True,
        default="interview",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("published", "Published"),
            ("retired", "Retired"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    introduction = fields.Text(
        translate=True, help="Said to the leaver before the first question."
    )
    closing = fields.Text(translate=True, help="Said after the last question.")
    section_ids = fields.One2many(
        comodel_name="exit.interview.section",
        inverse_name="questionnaire_id",
        copy=True,
    )
    question_ids = fields.One2many(
        comodel_name="exit.interview.question",
        inverse_name="questionnaire_id",
        readonly=True,
        copy=False,
    )
    question_count = fields.Integer(compute="_compute_question_count")

    _code_version_uniq = models.Constraint(
        "UNIQUE(code, version)", "This version of the questionnaire exists already."
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._(
                "%(name)s, version %(version)s",
                name=record.name,
                version=record.version,
            )

    @api.depends("question_ids")
    def _compute_question_count(self):
        counts = dict(
            self.env["exit.interview.question"]._read_group(
                [("questionnaire_id", "in", self.ids)],
                ["questionnaire_id"],
                ["__count"],
            )
        )
        for record in self:
            record.question_count = counts.get(record, 0)

    # === CRUD === #

    def write(self, vals):
        if set(vals) - {"state"}:
            self._check_draft()
        elif "state" in vals and not self.env.su:
            raise UserError(self.env._("Use the buttons Publish and Retire."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._check_draft()

    def _check_draft(self):
        """Check that the questionnaires may still change.

        :raise UserError: if one was published, saying what to do instead
        """
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(name)s” is published: people have been asked these "
                        "questions, so it stays as it is. Use “New version” and "
                        "change the copy.",
                        name=record.display_name,
                    )
                )

    # === ACTIONS === #

    def action_publish(self):
        """Freeze the questionnaires so that interviews can use them.

        :raise ValidationError: if one has no question (I-83)
        """
        self.check_access("write")
        self._publish()
        return True

    def _publish(self):
        """Publish; the twin of :meth:`action_publish` for data files."""
        for record in self:
            if not record.section_ids.question_ids:
                raise ValidationError(
                    self.env._(
                        "“%s” has no question yet. Add at least one before you "
                        "publish it.",
                        record.display_name,
                    )
                )
        self._set_state("published")

    def action_retire(self):
        """Offer the questionnaires no longer; interviews that used them keep them."""
        self.check_access("write")
        self._set_state("retired")
        return True

    def action_new_version(self):
        """Copy a questionnaire as the draft of its next version.

        :return: action that opens the draft
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("create")
        latest = self.search([("code", "=", self.code)], order="version desc", limit=1)
        draft = self.copy(
            {"name": self.name, "code": self.code, "version": latest.version + 1}
        )
        draft._relink_questions(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def _relink_questions(self, source):
        """Point prompts and conditions of a copy at the copied questions.

        :param source: the questionnaire that was copied
        """
        self.ensure_one()
        copies = {question.code: question for question in self.question_ids}
        for question in source.question_ids:
            if question.parent_id or question.depends_question_id:
                copies[question.code].write(
                    {
                        "parent_id": copies[question.parent_id.code].id
                        if question.parent_id
                        else False,
                        "depends_question_id": copies[
                            question.depends_question_id.code
                        ].id
                        if question.depends_question_id
                        else False,
                        "depends_value": question.depends_value,
                    }
                )

    # === BUSINESS METHODS === #

    def _get_form(self):
        """Return the one description of the form that every renderer draws.

        Note: self.ensure_one(). The answer is shared: do not change it.

        :return: introduction, closing and sections with their questions in order
        :rtype: dict
        """
        self.ensure_one()
        if self.state == "draft":
            return self._prepare_form()
        return self._get_published_form()

    @tools.ormcache("self.id", "self.env.lang")
    def _get_published_form(self):
        """Return the form of a published version, which never changes."""
        return self._prepare_form()

    def _prepare_form(self):
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "version": self.version,
            "introduction": self.introduction or "",
            "closing": self.closing or "",
            "sections": [section._get_form() for section in self.section_ids],
        }

    def _get_ordered_questions(self):
        """Return the questions as they are asked, prompts after their question.

        :rtype: ``exit.interview.question``
        """
        ordered = self.env["exit.interview.question"]
        for section in self.section_ids:
            questions = section.question_ids.sorted(lambda q: (q.sequence, q.id))
            children = questions.grouped("parent_id")
            for question in questions:
                if not question.parent_id:
                    ordered += question
                    ordered += children.get(question, ordered.browse())
        return ordered
