# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.exit_interview.models.local_date import get_today

OFFICER = "exit_interview_children.group_officer"


class ExitInterviewMonitoring(models.Model):
    """The reviewing officers' annual monitoring report to Joint Senior Managers.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | officers    | write it, and record that it was given; read it ever after      |
    | Children's  | read it once it was given; let another officer write it         |
    | Services    |                                                                 |
    | Manager     |                                                                 |
    | leadership  | print it with the review, once it was given                     |
    +-------------+-----------------------------------------------------------------+

    Opened with the publication of a year's review of children; the figures are those
    of the review, the words the officer's. Once given it does not change.

    Requirement: C-23, TRUST G11.
    """

    _name = "exit.interview.monitoring"
    _inherit = [
        "exit.interview.record.mixin",
        "exit.interview.state.mixin",
        "exit.interview.policy.duty.mixin",
    ]
    _description = "Annual monitoring report"
    _order = "date_from desc, id desc"

    _state_steps = {"draft": {"given"}, "given": set()}

    review_id = fields.Many2one(
        comodel_name="exit.interview.review",
        string="Review of the year",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="The published figures and approved words that the report rests on.",
    )
    policy_id = fields.Many2one(
        related="review_id.policy_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True, index=True
    )
    population = fields.Selection(
        related="review_id.population", store=True, precompute=True
    )
    date_from = fields.Date(
        related="review_id.date_from",
        string="First day of the year",
        store=True,
        precompute=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who writes it",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Any reviewing officer may write it. Named is who owes it: as the policy "
        "says, or whoever is the only officer, or began to write.",
    )
    date_due = fields.Date(string="Give it by", compute="_compute_date_due")
    state = fields.Selection(
        selection=[("draft", "To write"), ("given", "Given")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    learned = fields.Text(
        string="What was learned",
        help="In your words: what young people told in the year, what came of what you "
        "recommended, and what worries you. It goes to senior managers: name no young "
        "person and no home.",
    )
    asks = fields.Text(
        string="What you ask of senior managers",
        help="What they should decide or do. It stands in the printed report.",
    )
    given_to = fields.Char(
        string="To whom",
        help="Such as the meeting of Joint Senior Managers on 12 May, or their names.",
    )
    date_given = fields.Date(
        string="Given on", help="The day they got it. Empty: today."
    )
    given_by = fields.Char(string="Given by", readonly=True)
    can_write = fields.Boolean(compute="_compute_can_write")

    _review_uniq = models.Constraint(
        "UNIQUE(review_id)", "This year has its monitoring report already."
    )
    _given_is_complete = models.Constraint(
        "CHECK(state != 'given' OR (learned IS NOT NULL AND asks IS NOT NULL AND"
        " given_to IS NOT NULL AND date_given IS NOT NULL AND given_by IS NOT NULL))",
        "What was given says what was learned and asked, to whom it went, and when.",
    )

    # === COMPUTES === #

    @api.depends("review_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            # Whoever reads the report may know which year it is about.
            year = report.sudo().review_id.display_name
            report.display_name = self.env._("Monitoring report: %s", year or "")

    @api.depends("review_id.date_published")
    def _compute_date_due(self):
        for report in self:
            # A day, counted by the policy, on which officers have no right.
            report.date_due = report.sudo()._get_due_day()

    def _get_due_day(self):
        """Return by when the report is to be given; as superuser.

        :rtype: datetime.date or bool
        """
        self.ensure_one()
        policy, published = self.policy_id, self.review_id.date_published
        if not published:
            return False
        return policy._plan_working_days(policy.monitoring_days, published)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_write(self):
        for report in self:
            report.can_write = report.state == "draft" and report._is_actor("officer")

    # === ACCESS === #

    def _is_actor(self, actor):
        """Override of the record mixin: every officer of the organisation."""
        self.ensure_one()
        if actor == "officer":
            # The rules have let through the organisation's own officers only.
            return self.env.user.has_group(OFFICER)
        return super()._is_actor(actor)

    @api.model
    def _get_user_writable_fields(self):
        return super()._get_user_writable_fields() | {
            "learned",
            "asks",
            "given_to",
            "date_given",
        }

    def write(self, vals):
        """Override of the record mixin: officers write, until it is given."""
        if self.env.su:
            return super().write(vals)
        self._check_actor("officer")
        for report in self:
            if report.state != "draft":
                raise UserError(
                    self.env._(
                        "“%s” was given to the senior managers and does not change.",
                        report.display_name,
                    )
                )
        result = super().write(vals)
        # Whoever begins to write owes it, if nobody else does; checked above.
        unnamed = self.sudo().filtered(lambda report: not report.user_id)
        unnamed.write({"user_id": self.env.uid})
        unnamed.duty_update()
        return result

    # === OPENED WITH THE REVIEW === #

    @api.model
    def _open_for(self, reviews):
        """Open the report on each review of a year; idempotent.

        :param reviews: published reviews of a year of children, as superuser
        :return: the reports of these reviews, as superuser
        """
        known = self.search([("review_id", "in", reviews.ids)])
        reports = known | self.create(
            [
                {"review_id": review.id, "user_id": self._find_officer(review).id}
                for review in reviews - known.review_id
            ]
        )
        reports.duty_update()
        return reports

    @api.model
    def _find_officer(self, review):
        """Return who writes the report: as the policy names, or the only officer.

        :param review: ``exit.interview.review`` record, as superuser
        :return: ``res.users``; empty if there are several, or none
        """
        user = self.env["exit.interview.policy.role"]._find_user(
            review.policy_id, "reviewing_officer", self.env["hr.department"]
        )
        if user:
            return user
        officers = self.env.ref(OFFICER).all_user_ids.filtered(
            lambda user: user.active and review.company_id in user.company_ids
        )
        return officers if len(officers) == 1 else officers.browse()

    # === STEPS === #

    def action_give(self, given_to=False, date_given=False):
        """Record that the report was given to the Joint Senior Managers.

        Requirement: C-23.

        :param str given_to: to whom; as typed if empty
        :param date_given: when; as typed if empty, else today
        :return: True
        :raise UserError: naming what is missing
        """
        self._check_actor("officer")
        given_to = self._read_line(given_to, self.env._("to whom it was given"), 500)
        day = self._read_date(date_given, self.env._("the day it was given"))
        # The officer was checked; that it was given is recorded by this step only.
        for report in self.sudo():
            report._check_step("given")
            report._check_text(report.learned, self.env._("what was learned"))
            report._check_text(
                report.asks,
                self.env._("what you ask of senior managers, or that you ask nothing"),
            )
            to = given_to or (report.given_to or "").strip()
            report._check_text(to, self.env._("to whom the report was given"))
            report._set_state(
                "given",
                user_id=report.user_id.id or self.env.uid,
                given_to=to,
                date_given=report._read_given_day(day or report.date_given),
                given_by=self.env.user.name,
            )
            report.duty_update()
        return True

    def _read_given_day(self, day):
        """Return the day on which it was given: not before the review, not to come."""
        self.ensure_one()
        today = get_today(self)
        day = day or today
        if not self.review_id.date_published <= day <= today:
            raise UserError(
                self.env._(
                    "The report was given after the review was published, and not "
                    "after today. Please correct the day."
                )
            )
        return day

    def action_print(self):
        """Print the figures of the year with the officer's words.

        :return: action of the report
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        return self.env.ref(
            "exit_interview_children.exit_interview_monitoring_report"
        ).report_action(self.review_id, config=False)

    # === WHAT IS OWED === #

    def _get_duty_reference(self):
        """Override of the duty mixin: the same words for every year."""
        return self.env._("Exit interview review")

    def _get_expected_duties(self):
        """Override of the duty mixin: to be written and given (C-23)."""
        self.ensure_one()
        if self.state != "draft":
            return []
        due, officer = self._get_due_day(), "reviewing_officer"
        return [self._prepare_duty("monitoring", officer, due, self.user_id)]

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: whoever presents reviews, and answers for all."""
        self.ensure_one()
        return [
            ("coordinator", self.policy_id._find_reviewer()),
            ("head_of_service", self.policy_id.responsible_id),
        ]

    def _pass_on_duty(self, duty, user, reason):
        """Override of the duty mixin: another officer of the organisation."""
        self.ensure_one()
        if not user.has_group(OFFICER) or self.company_id not in user.company_ids:
            raise UserError(
                self.env._(
                    "The annual monitoring report is written by a reviewing officer. "
                    "Choose one of them."
                )
            )
        self.write({"user_id": user.id})
        self.duty_update()
