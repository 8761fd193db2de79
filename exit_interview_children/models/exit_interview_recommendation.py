# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.exit_interview.models.local_date import get_today


class ExitInterviewRecommendation(models.Model):
    """What the reviewing officer recommends to one person, and what they answer.

    +----------------+--------------------------------------------------------------+
    | who            | may                                                          |
    +----------------+--------------------------------------------------------------+
    | officer        | draft, change and delete it until it is sent; read the answer|
    | asked to act   | read this one once it is sent, and the name of the home;     |
    |                | answer it. Never the record, nor another recommendation      |
    | Children's     | read all of them once they are sent                          |
    | Services       |                                                              |
    | Manager, social|                                                              |
    | worker         |                                                              |
    | conflict list  | nothing, whatever else they are                              |
    +----------------+--------------------------------------------------------------+

    Requirement: C-18 to C-20, C-22, decision 9.
    """

    _name = "exit.interview.recommendation"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.state.mixin",
        "exit.interview.duty.mixin",
    ]
    _description = "Recommendation of the reviewing officer"
    _order = "consideration_id desc, sequence, id"

    _state_steps = {
        "draft": {"sent"},
        "sent": {"answered"},
        "answered": set(),
    }

    case_id = fields.Many2one(
        related="consideration_id.case_id", store=True, precompute=True, required=True
    )
    consideration_id = fields.Many2one(
        comodel_name="exit.interview.consideration",
        required=True,
        index=True,
        ondelete="restrict",
    )
    officer_id = fields.Many2one(
        related="consideration_id.user_id",
        string="Recommended by",
        store=True,
        index="btree_not_null",
    )
    copy_user_id = fields.Many2one(
        related="consideration_id.copy_user_id", store=True, index="btree_not_null"
    )
    reference = fields.Char(
        related="case_id.name",
        store=True,
        precompute=True,
        index=True,
        help="To search by; whoever sees this record may not see the case.",
    )
    home_id = fields.Many2one(
        related="case_id.home_id", store=True, index="btree_not_null"
    )
    home_name = fields.Char(
        related="case_id.home_name", store=True, string="Home", readonly=True
    )
    sequence = fields.Integer(default=10)
    text = fields.Text(
        string="Recommendation",
        required=True,
        help="What should be done. Whoever is asked reads this and nothing of the "
        "conversation: write it so that it tells no more than they need.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who is asked",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Whoever can act on it. For a home of an agency without a login, ask the "
        "Children's Services Manager, who takes it up with the agency.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Not sent yet"),
            ("sent", "Waiting for an answer"),
            ("answered", "Answered"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    date_sent = fields.Date(string="Sent on", readonly=True)
    date_due = fields.Date(string="Answer due", readonly=True)
    answer = fields.Selection(
        selection=[
            ("accepted", "It will be done"),
            ("refused", "It will not be done"),
        ],
        string="Your answer",
    )
    reply = fields.Text(
        string="What will be done, or why not",
        help="The reviewing officer tells the young person, in their own words, what "
        "comes of it.",
    )
    date_planned = fields.Date(
        string="Done by", help="Only if it will be done: until when."
    )
    date_answered = fields.Date(string="Answered on", readonly=True)
    answered_by = fields.Char(readonly=True)
    can_answer = fields.Boolean(compute="_compute_can")
    can_edit = fields.Boolean(compute="_compute_can")

    _sent_has_due = models.Constraint(
        "CHECK(state = 'draft' OR (date_sent IS NOT NULL AND date_due IS NOT NULL))",
        "What was sent has a day by which it is answered.",
    )
    _answered_is_complete = models.Constraint(
        "CHECK(state != 'answered' OR (answer IS NOT NULL AND reply IS NOT NULL"
        " AND (answer = 'refused') = (date_planned IS NULL)))",
        "An answer says what will be done and by when, or why it will not be done.",
    )

    # === COMPUTES === #

    @api.depends("case_id.name")
    def _compute_display_name(self):
        for recommendation in self:
            # The reference tells nothing; whoever is asked may see it (decision 7).
            reference = recommendation.sudo().case_id.name
            recommendation.display_name = (
                self.env._("%s: recommendation", reference)
                if reference
                else self.env._("New recommendation")
            )

    @api.depends("state", "user_id", "officer_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for recommendation in self:
            recommendation.can_answer = (
                recommendation.state == "sent" and recommendation._is_actor("asked")
            )
            recommendation.can_edit = (
                recommendation.state == "draft" and recommendation._is_actor("officer")
            )

    # === ACCESS === #

    def _is_actor(self, actor):
        """Override of the case mixin: who recommends, and who is asked."""
        self.ensure_one()
        if actor == "officer":
            return bool(self.officer_id) and self.officer_id == self.env.user
        if actor == "asked":
            return self.state != "draft" and self.user_id == self.env.user
        return super()._is_actor(actor)

    # === CRUD: drafted by the officer; the answer typed by whoever is asked === #

    @api.model
    def _get_draft_fields(self):
        return {"text", "user_id", "sequence"}

    @api.model
    def _get_answer_fields(self):
        return {"answer", "reply", "date_planned"}

    @api.model
    def _get_user_writable_fields(self):
        return (
            super()._get_user_writable_fields()
            | self._get_draft_fields()
            | self._get_answer_fields()
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the record mixin: an officer drafts what they recommend."""
        if self.env.su:
            return super().create(vals_list)
        self.browse().check_access("create")
        allowed = self._get_draft_fields() | {"consideration_id"}
        considerations = self._read_ids(
            "exit.interview.consideration",
            [vals.get("consideration_id") for vals in vals_list],
            self.env._("consideration"),
        ).sudo(False)
        if any(
            set(vals) - allowed or not vals.get("consideration_id")
            for vals in vals_list
        ):
            raise AccessError(
                self.env._("What is recommended is written beside the officer's copy.")
            )
        considerations._check_actor("officer")
        considerations._check_open(considerations)
        # Checked: the officer, while something can be recommended.
        drafts = super(ExitInterviewRecommendation, self.sudo()).create(vals_list)
        drafts._check_draft()
        return drafts.sudo(False)

    def write(self, vals):
        """Override of the record mixin: drafts are the officer's, answers are not."""
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        draft, answer = self._get_draft_fields(), self._get_answer_fields()
        if set(vals) & draft:
            self._check_actor("officer")
            self._check_not_sent()
        if set(vals) & answer:
            self._check_actor("asked")
            self._check_step("answered")
        result = super().write(vals)
        if set(vals) & draft:
            # Checked above; the conflict list is read to refuse.
            self.sudo()._check_draft()
        return result

    def unlink(self):
        """Override of the ORM: the officer takes back what is not sent yet."""
        if self.env.su:
            return super().unlink()
        self.check_access("unlink")
        self._check_actor("officer")
        self._check_not_sent()
        # Checked: a draft that nobody but its author has seen.
        return super(ExitInterviewRecommendation, self.sudo()).unlink()

    def _is_removable(self):
        """Override of the record mixin: only a draft can be taken back."""
        return self.state == "draft"

    def _check_not_sent(self):
        """Check that nobody but the officer has seen these.

        :raise UserError: once they are sent
        """
        for recommendation in self:
            if recommendation.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is sent already, and stays as it is. Recommend what else "
                        "is needed in a new line.",
                        recommendation.display_name,
                    )
                )

    def _check_draft(self):
        """Check what an officer wrote: words, and somebody who can act on them."""
        for recommendation in self:
            self._check_text(recommendation.text, self.env._("what you recommend"))
            recommendation.consideration_id._check_can_be_asked(recommendation.user_id)
            if recommendation.user_id == recommendation.officer_id:
                raise UserError(
                    self.env._(
                        "%s: a recommendation goes to somebody else, who can act on "
                        "it.",
                        recommendation.display_name,
                    )
                )

    # === STEPS === #

    def _send(self):
        """Let whoever is asked read and answer; called as superuser by the officer."""
        self._check_draft()
        today = get_today(self)
        for recommendation in self:
            policy = recommendation.case_id.policy_id
            recommendation._set_state(
                "sent",
                date_sent=today,
                date_due=policy._promise_working_days(
                    policy.recommendation_days, today
                ),
            )
            recommendation.case_id._log("recommended", recommendation.user_id.name)

    def action_answer(self, reply=False, date_planned=False, answer=False):
        """Answer a recommendation: what will be done and by when, or why it will not.

        Requirement: C-22.

        :param str reply: what will be done, or why not; as typed if empty
        :param date_planned: until when; as typed if empty, and only if it will be done
        :param str answer: `accepted` or `refused`; as typed if empty
        :return: True
        :raise UserError: naming what is missing
        """
        self._check_actor("asked")
        reply = self._read_line(reply, self.env._("the answer"), 5000)
        day = self._read_date(date_planned, self.env._("what will be done"))
        if answer:
            self._check_value("answer", answer)
        # Whoever is asked was checked; an answer is given by this step only.
        for recommendation in self.sudo():
            recommendation._check_step("answered")
            recommendation._answer(reply, day, answer)
            recommendation.case_id.with_env(self.env)._log("recommendation_answered")
            recommendation.consideration_id._follow()
        return True

    def _answer(self, reply, day, answer):
        """Keep an answer, complete with what was typed before."""
        self.ensure_one()
        answer = answer or self.answer or (day and "accepted")
        reply = reply or (self.reply or "").strip()
        day = day or self.date_planned
        if not answer:
            raise UserError(
                self.env._("Please say whether it will be done, or will not.")
            )
        self._check_text(reply, self.env._("what will be done, or why not"))
        if answer == "accepted":
            self._check_planned(day)
        self._set_state(
            "answered",
            answer=answer,
            reply=reply,
            date_planned=day if answer == "accepted" else False,
            date_answered=get_today(self),
            answered_by=self.env.user.name,
        )

    def _check_planned(self, day):
        """Check the day until which it will be done."""
        self.ensure_one()
        if not day:
            raise UserError(self.env._("Please say by when it will be done."))
        if day < self.date_sent:
            raise UserError(
                self.env._(
                    "It cannot be done by %(day)s: it was recommended on %(sent)s.",
                    day=self.case_id._format_date(day),
                    sent=self.case_id._format_date(self.date_sent),
                )
            )

    def _is_waiting(self):
        """Return whether an answer is still to come, also of a draft.

        :rtype: bool
        """
        self.ensure_one()
        return self.state == "sent" or (self.state == "draft" and bool(self.officer_id))

    # === FOR THE LETTER === #

    def _get_letter_line(self):
        """Return what was answered in one line, for the officer to put into words.

        :rtype: str
        """
        self.ensure_one()
        words = " ".join((self.reply or "").split())
        if self.answer != "accepted":
            return words
        return self.env._(
            "%(words)s (by %(date)s)",
            words=words.rstrip("."),
            date=self.case_id._format_date(self.date_planned),
        )

    def _describe_answer(self):
        """Return recommendation and answer in words.

        :rtype: str
        """
        self.ensure_one()
        answers = dict(self._fields["answer"]._description_selection(self.env))
        return (
            f"{(self.text or '').strip()}\n"
            f"{answers[self.answer]}: {self._get_letter_line()}"
        )

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of the duty mixin: an answer is owed by whoever is asked."""
        self.ensure_one()
        if self.state != "sent" or self.case_id.state == "cancelled":
            return []
        kind, role = "answer_recommendation", "coordinator"
        return [self._prepare_duty(kind, role, self.date_due, self.user_id)]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: owed no more without an answer."""
        self.ensure_one()
        return self.state != "answered"

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: the officer hears of it, and the manager."""
        self.ensure_one()
        up = [("reviewing_officer", self.officer_id)]
        return [*up, *super()._get_escalation_people(duty)]

    def _pass_on_duty(self, duty, user, reason):
        """Override of the duty mixin: somebody else answers."""
        self.ensure_one()
        self.consideration_id._check_can_be_asked(user)
        if user == self.officer_id:
            raise UserError(
                self.env._(
                    "%s: the officer who recommends it does not answer it.",
                    self.display_name,
                )
            )
        former = self.user_id
        self.write({"user_id": user.id})
        self._check_draft()
        self.case_id._log("delegated", f"{former.name} → {user.name}")
        self.duty_update()
