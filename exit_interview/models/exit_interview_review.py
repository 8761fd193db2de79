# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ExitInterviewReview(models.Model):
    """The periodic report to the leadership: safe figures, and what they mean.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | prepare, compute afresh, write what it means, ask for approval, |
    |             | publish what somebody else approved                             |
    | approver    | read the draft handed to them; approve, return                  |
    | leadership  | read what is published; nothing else in all of this             |
    +-------------+-----------------------------------------------------------------+

    Requirement: L-21, L-22, F-33, F-37, P-17, decision 5.
    """

    _name = "exit.interview.review"
    _inherit = [
        "exit.interview.population.mixin",
        "exit.interview.review.period.mixin",
        "exit.interview.record.mixin",
        "exit.interview.state.mixin",
        "exit.interview.policy.duty.mixin",
        "exit.interview.review.safe.mixin",
        "exit.interview.review.flow.mixin",
        "exit.interview.review.paper.mixin",
    ]
    _description = "Exit interview review"
    _order = "date_to desc, period desc, id desc"

    _state_steps = {
        "draft": {"approved"},
        "approved": {"draft", "published"},
        "published": set(),
    }

    population = fields.Selection(readonly=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("published", "Published"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    name = fields.Char(string="Title", compute="_compute_name")
    previous_id = fields.Many2one(
        comodel_name="exit.interview.review",
        string="Review before",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    line_ids = fields.One2many(
        comodel_name="exit.interview.review.line",
        inverse_name="review_id",
        string="Figures",
        readonly=True,
    )
    action_ids = fields.One2many(
        comodel_name="exit.interview.review.action",
        inverse_name="review_id",
        string="What we will do",
        readonly=True,
        # The leadership has no right on actions: what was agreed stands on the paper.
        groups="exit_interview.group_case_coordinator,exit_interview.group_responder",
    )
    journal_ids = fields.One2many(
        comodel_name="exit.interview.journal",
        inverse_name="review_id",
        string="Printed and exported by",
        readonly=True,
        # Who took it away is for whoever answers for the interviews.
        groups="exit_interview.group_case_coordinator",
    )
    level_used = fields.Selection(
        selection=[
            ("team", "By team"),
            ("service", "By service"),
            ("whole", "For the whole organisation"),
            ("year", "In the review of the year only"),
        ],
        string="Shown",
        readonly=True,
        help="The narrowest level at which enough people answered.",
    )
    # The thresholds of the day: a policy that changes later changes no reading.
    figure_people = fields.Integer(
        string="Fewest people behind a figure",
        readonly=True,
        help="As the policy said when the figures were computed.",
    )
    words_people = fields.Integer(
        string="Fewest people behind approved words",
        readonly=True,
        help="As the policy said when the figures were computed.",
    )
    is_told_yearly = fields.Boolean(
        string="Marks in the year only",
        readonly=True,
        help="Fewer people leave in a year than the policy asks for marks in each "
        "quarter.",
    )
    widened = fields.Text(
        string="Why not closer", compute="_compute_widened", help="What was widened."
    )
    # what it means, in words
    works = fields.Text(
        string="What works", help="What people value, and we should keep."
    )
    worries = fields.Text(string="What worries", help="What drives people away.")
    done = fields.Text(
        string="What was done", help="What changed since the last review."
    )
    asks = fields.Text(
        string="What we ask of you",
        help="What the leadership is asked to decide or to do.",
    )
    meeting_name = fields.Char(
        string="Meeting", help="Where it is presented, such as SMT."
    )
    meeting_date = fields.Date(string="Presented on")
    # who
    author_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    author_name = fields.Char(string="Prepared by", readonly=True)
    approver_name = fields.Char(string="Approved by", readonly=True)
    publisher_name = fields.Char(string="Published by", readonly=True)
    members_digest = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Whom the figures count, as a fingerprint: nobody comes in between "
        "computing and publishing.",
    )
    date_computed = fields.Datetime(string="Computed at", readonly=True)
    date_asked = fields.Date(string="Approval asked on", readonly=True)
    date_approved = fields.Date(string="Approved on", readonly=True)
    date_published = fields.Date(string="Published on", readonly=True)
    return_reason = fields.Text(string="Why it came back", readonly=True)
    can_write = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")

    _period_uniq = models.UniqueIndex(
        "(company_id, population, period, date_from)",
        "There is a review of this period already.",
    )
    _published_approved = models.Constraint(
        "CHECK(state <> 'published' OR (date_approved IS NOT NULL AND date_published"
        " IS NOT NULL))",
        "A review is published after somebody else has approved it.",
    )

    # === COMPUTES === #

    @api.depends("period", "date_from", "date_to", "population")
    @api.depends_context("lang")
    def _compute_name(self):
        for review in self:
            review.name = review._get_period_label(
                review.period, review.date_from, review.date_to
            )

    @api.depends("period", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = review.name

    @api.depends("level_used", "period", "is_told_yearly")
    @api.depends_context("lang")
    def _compute_widened(self):
        for review in self:
            review.widened = review._get_widened_words()

    def _get_widened_words(self):
        """Return in words how far figures were widened, and where more is shown."""
        self.ensure_one()
        if self.level_used == "team":
            return False
        if self.level_used == "service":
            return self.env._(
                "Too few people in each team: the figures are shown by service."
            )
        if self.level_used == "year" and not self.is_told_yearly:
            return self.env._(
                "Too few people in this period to show what they said. It counts in "
                "the review of the year."
            )
        if self.level_used == "year":
            return self.env._(
                "Where few people leave, what they said is told in the review of the "
                "year only, which has more of them to show."
            )
        if self.period == "year":
            return self.env._("A year is shown for the whole organisation only.")
        return self.env._(
            "Too few people in each service: the figures are shown for the whole "
            "organisation."
        )

    @api.depends("state", "date_asked", "approver_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for review in self:
            is_coordinator = review._is_actor("coordinator")
            review.can_write = is_coordinator and review._is_open()
            review.can_approve = bool(review.date_asked) and review._is_actor(
                "approver"
            )

    # === ACCESS === #

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "coordinator":
            group = self.env["exit.interview"]._get_coordinator_group(
                self.sudo().population
            )
            return self.env.user.has_group(group)
        if actor == "approver":
            return self.sudo().approver_id == self.env.user
        return super()._is_actor(actor)

    def _is_open(self):
        """Return whether the words may be typed: a draft nobody is approving."""
        self.ensure_one()
        return self.state == "draft" and not self.date_asked

    # === CRUD === #

    @api.model
    def _get_user_writable_fields(self):
        return super()._get_user_writable_fields() | {
            "works",
            "worries",
            "done",
            "asks",
            "meeting_name",
            "meeting_date",
        }

    def write(self, vals):
        """Override of the ORM: published is published, for the server too."""
        if vals and (self.env.su or self.has_access("write")):
            for review in self:
                review._check_open(vals)
        return super().write(vals)

    def _check_open(self, vals):
        """Refuse changes of what is published, or lies with the approver."""
        if self.state == "published":
            raise UserError(
                self.env._(
                    "“%s” is published and does not change. What came in since counts "
                    "in the next review.",
                    self.display_name,
                )
            )
        if not self.env.su and not self._is_open():
            raise UserError(
                self.env._(
                    "“%s” lies with whoever approves it. Take it back to the draft to "
                    "change it.",
                    self.display_name,
                )
            )

    # === WHAT IS OWED === #

    def _get_duty_reference(self):
        """Override of the duty mixin: the same words for every review."""
        return self.env._("Exit interview review")

    def _get_expected_duties(self):
        """Override of the duty mixin: to be finished, approved, published (L-21)."""
        self.ensure_one()
        policy = self.policy_id
        if self.state == "draft" and not self.date_asked:
            due = policy._get_review_due(self.date_to)
            return [self._prepare_duty("review", "coordinator", due, self.author_id)]
        if self.state == "draft":
            due = policy._plan_working_days(
                policy.review_approval_days, self.date_asked
            )
            return [
                self._prepare_duty(
                    "approve_review", "second_person", due, self.approver_id
                )
            ]
        if self.state == "approved":
            due = policy._plan_working_days(
                policy.review_approval_days, self.date_approved
            )
            return [
                self._prepare_duty("publish_review", "coordinator", due, self.author_id)
            ]
        return []

    def _is_duty_void(self, kind):
        """Override of the duty mixin: what came back was not approved."""
        self.ensure_one()
        return kind in ("approve_review", "publish_review") and self._is_open()

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: whoever answers for the policy."""
        self.ensure_one()
        return [("head_of_service", self.policy_id.responsible_id)]
