# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
import unicodedata

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

# Interviewers read questions and no policy.
POLICY_READERS = (
    "exit_interview.group_administrator,exit_interview.group_case_coordinator"
)


def make_code(name, taken):
    """Return a code made from words that is not taken yet.

    :param str name: what people read
    :param taken: codes of the neighbours
    :rtype: str
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    stem = "_".join(words)[:40].strip("_") or "item"
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    return code


class ExitInterviewQuestionnaire(models.Model):
    """What is asked. A published version never changes; a change makes a new one."""

    _name = "exit.interview.questionnaire"
    _inherit = ["exit.interview.population.mixin", "exit.interview.state.mixin"]
    _description = "Exit interview questionnaire"
    _order = "code, version desc"

    _state_steps = {"draft": {"published"}, "published": {"retired"}, "retired": set()}

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        compute="_compute_code",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="The same for all versions of a questionnaire. Made from the name if you "
        "leave it empty.",
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
    guidance = fields.Text(
        string="For the interviewer",
        translate=True,
        help="How to hold this conversation. Leavers never see it.",
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
        copy=False,
    )
    policy_ids = fields.Many2many(
        comodel_name="exit.interview.policy",
        string="Asked by",
        compute="_compute_policies",
        groups=POLICY_READERS,
        help="The policies that ask these questions.",
    )
    outdated_policy_ids = fields.Many2many(
        comodel_name="exit.interview.policy",
        string="Still with another version",
        compute="_compute_policies",
        groups=POLICY_READERS,
        help="These policies still ask another version of this questionnaire.",
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

    @api.depends("name")
    def _compute_code(self):
        for record in self:
            if not record.code and record.name:
                taken = self.search([]).mapped("code")
                record.code = make_code(record.name, taken)

    @api.depends("code", "version", "state")
    def _compute_policies(self):
        for record in self:
            record.policy_ids = record._find_policies()
            record.outdated_policy_ids = (
                record.state == "published" and record._find_outdated_policies()
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
        result = super().write(vals)
        if {"section_ids", "question_ids"} & set(vals):
            self._renumber()
        return result

    def _renumber(self):
        """Number the questions through, so that one dragged finds its place."""
        for record in self:
            ordered = record._get_ordered_questions()
            for position, question in enumerate(ordered, start=1):
                if question.sequence != position:
                    question.sequence = position

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

        :return: True
        :raise ValidationError: saying all that is missing (I-83)
        """
        self.check_access("write")
        self._publish()
        return True

    def _publish(self):
        """Publish; the twin of :meth:`action_publish` for data files."""
        for record in self:
            issues = record._get_publish_issues()
            if issues:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” cannot be published yet:\n%(issues)s",
                        name=record.display_name,
                        issues="\n".join(f"- {issue}" for issue in issues),
                    )
                )
        self._renumber()
        self._set_state("published")

    def _get_publish_issues(self):
        """Return in words what keeps the questionnaire from being published.

        Two equal codes and circles are refused when they are written.

        Requirement: I-83.

        :rtype: list[str]
        """
        self.ensure_one()
        questions = self._get_ordered_questions()
        if not questions:
            return [self.env._("It has no question yet. Add at least one.")]
        issues = [
            self.env._("The part “%s” has no question.", section.name)
            for section in self.section_ids
            if not section.question_ids
        ]
        earlier = questions.browse()
        for question in questions:
            issues += question._get_publish_issues(earlier)
            earlier += question
        return issues

    def action_retire(self):
        """Offer the questionnaires no longer; interviews that used them keep them.

        :return: True
        :raise UserError: while a policy still asks one
        """
        self.check_access("write")
        # Also policies the user may not see would be left without questions.
        for record in self.sudo():
            policies = record._find_policies()
            if policies:
                raise UserError(
                    self.env._(
                        "“%(name)s” is still asked by: %(policies)s. Choose another "
                        "questionnaire there first.",
                        name=record.display_name,
                        policies=", ".join(policies.mapped("name")),
                    )
                )
        self._set_state("retired")
        return True

    def action_switch_policies(self):
        """Have the policies that ask another version ask this one from now on.

        Conversations that have begun keep the version they began with.

        :return: True
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "published":
            raise UserError(self.env._("Publish this version first."))
        # The right to write each policy is the caller's own.
        for name, policies in self._find_outdated().items():
            policies.write({name: self.id})
        return True

    def _get_policy_fields(self):
        """Return the fields by which a policy asks questionnaires of this kind.

        :rtype: list[str]
        """
        self.ensure_one()
        return self.env["exit.interview.policy"]._get_questionnaire_fields()[self.kind]

    def _find_policies(self):
        """Return the policies that ask this very version."""
        self.ensure_one()
        return self.env["exit.interview.policy"].search(
            Domain.OR([(name, "in", self.ids)] for name in self._get_policy_fields())
        )

    def _find_outdated(self):
        """Return the policies that ask another version of this questionnaire.

        :return: {field of the policy: policies}
        :rtype: dict
        """
        self.ensure_one()
        Policy = self.env["exit.interview.policy"]
        return {
            name: Policy.search(
                [
                    (f"{name}.code", "=", self.code),
                    (name, "not in", self.ids),
                    ("population", "=", self.population),
                ]
            )
            for name in self._get_policy_fields()
        }

    def _find_outdated_policies(self):
        """Return the policies of :meth:`_find_outdated`, whichever the field."""
        return self.env["exit.interview.policy"].union(*self._find_outdated().values())

    # === PREVIEW === #

    def get_preview(self):
        """Return what the interview screen draws, with nobody in it.

        :return: as ``exit.interview.session`` ``get_form``
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        policy = self.env["exit.interview.policy"]
        if policy.has_access("read"):
            policy = self._find_policies()[:1]
        return {
            "session": {
                "id": 0,
                "kind": "first",
                "state": "planned",
                "version": 0,
                "can_write": True,
                "can_mark_held": False,
                "can_hand_in": False,
                "can_confirm": False,
                "can_permit": False,
            },
            "case": {
                "id": 0,
                "facts": [],
                "briefing": [],
                "confirm_options": [],
                "concern_words": policy._get_concern_words(),
            },
            "participants": [],
            # A draft may change under a cached copy, so both are read afresh.
            "questionnaire": self._prepare_form(),
            "answers": {},
            "permissions": {"wording": policy.permission_wording or "", "shares": []},
        }

    def action_preview_interviewer(self):
        """Open the interview screen to try the questions; nothing is kept.

        :return: client action
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "exit_interview.preview",
            "name": self.display_name,
            "params": {"questionnaire_id": self.id},
            "context": {"active_id": self.id},
        }

    def action_preview_leaver(self):
        """Open the questions as they are printed for a leaver.

        :return: report action
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        report = self.env.ref("exit_interview.exit_interview_questionnaire_report")
        return report.report_action(self)

    # === VERSIONS === #

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
        draft._renumber()
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
            "guidance": self.guidance or "",
            "closing": self.closing or "",
            "sections": [section._get_form() for section in self.section_ids],
        }

    def _get_numbered_sections(self):
        """Return the sections of :meth:`_get_form` with their questions numbered.

        :rtype: list[dict]
        """
        number = 0
        sections = []
        for section in self._get_form()["sections"]:
            questions = []
            for question in section["questions"]:
                number += 1
                questions.append({**question, "number": number})
            sections.append({**section, "questions": questions})
        return sections

    def _get_leaver_sections(self):
        """Return what of :meth:`_get_numbered_sections` is printed for leavers.

        Populations leave out parts that nobody asks the leaver.

        :rtype: list[dict]
        """
        return self._get_numbered_sections()

    def _get_conditions(self):
        """Return in words when questions are asked that are not always asked.

        :return: {id of the question: words}
        :rtype: dict
        """
        return {
            question.id: question._get_condition()
            for question in self.question_ids
            if question.depends_question_id
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
