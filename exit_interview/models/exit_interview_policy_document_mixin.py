# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from itertools import chain

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .local_date import get_today

# What a published version says, and what only the step of publishing changes.
PUBLISHED = {"version", "approved_by", "date_approved", "date_published"}


class ExitInterviewPolicyDocumentMixin(models.AbstractModel):
    """The policy as a document: version, approval, review, and telling staff of it."""

    _name = "exit.interview.policy.document.mixin"
    # Inherited here and not by the policy: what stands below overrides it.
    _inherit = ["exit.interview.duty.mixin"]
    _description = "Document control of a policy"

    version = fields.Char(default="1", required=True, copy=False)
    purpose = fields.Text(translate=True)
    applies_to = fields.Char(
        string="Applies to",
        translate=True,
        help="Whom the policy is for, in the words of the document.",
    )
    responsible_id = fields.Many2one(
        comodel_name="res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="The person who answers for this policy, such as a head of service. They "
        "are asked for the review, and to tell staff about a new version.",
    )
    approved_by = fields.Char(
        string="Approved by",
        copy=False,
        help="The body or person that approved this version.",
    )
    date_approved = fields.Date(string="Approved on", copy=False)
    date_published = fields.Date(string="In force since", readonly=True, copy=False)
    date_legal_review = fields.Date(string="Legal review on", copy=False)
    legal_review_note = fields.Char(
        string="Legal review",
        copy=False,
        help="The outcome, or why there was none.",
    )
    date_review_due = fields.Date(string="Review due", copy=False)
    date_reviewed = fields.Date(string="Last reviewed on", readonly=True, copy=False)
    review_note = fields.Text(string="What the review found", readonly=True, copy=False)
    review_months = fields.Integer(
        string="Review every",
        default=12,
        help="Months from one review of the policy, and of how the interviews really "
        "go, to the next.",
    )
    review_notice_days = fields.Integer(
        string="Ask for the review",
        default=30,
        help="Days before the review is due from which it stands in the list of work "
        "of the person responsible.",
    )
    inform_days = fields.Integer(
        string="Tell staff within",
        default=10,
        help="Working days from a new version of this policy until staff have been "
        "told about it.",
    )
    version_ids = fields.One2many(
        comodel_name="exit.interview.policy.version",
        inverse_name="policy_id",
        string="Earlier versions",
        readonly=True,
    )
    process_review_ids = fields.One2many(
        comodel_name="exit.interview.policy.review",
        inverse_name="policy_id",
        string="Reviews of the process",
        readonly=True,
    )
    is_uninformed = fields.Boolean(compute="_compute_is_uninformed")
    is_told_apart = fields.Boolean(
        compute="_compute_is_told_apart",
        help="Those the policy is for are not staff, and are told besides.",
    )
    can_review = fields.Boolean(compute="_compute_can_review")

    _document_numbers = models.Constraint(
        "CHECK(review_months > 0 AND review_notice_days >= 0 AND inform_days > 0)",
        "A policy is reviewed every month or more seldom, and staff have at least one "
        "working day to be told.",
    )

    # === COMPUTES === #

    @api.depends("version_ids.date_informed", "version_ids.date_people_informed")
    def _compute_is_uninformed(self):
        for policy in self:
            policy.is_uninformed = bool(policy._get_untold())

    def _compute_is_told_apart(self):
        for policy in self:
            policy.is_told_apart = policy._is_told_apart()

    def _is_told_apart(self):
        """Return whether those the policy is for are told besides staff.

        Staff are both; other populations override this.

        Requirement: F-38.

        :rtype: bool
        """
        self.ensure_one()
        return False

    def _get_untold(self):
        """Return who has not been told of the version in force: `staff`, `people`.

        :rtype: list[str]
        """
        self.ensure_one()
        latest = self.version_ids[:1]
        if not latest:
            return []
        told = {"staff": latest.date_informed}
        if self._is_told_apart():
            told["people"] = latest.date_people_informed
        return [audience for audience, day in told.items() if not day]

    @api.depends_context("uid")
    @api.depends("responsible_id")
    def _compute_can_review(self):
        for policy in self:
            policy.can_review = policy._is_keeper()

    # === ACCESS === #

    def _is_keeper(self):
        """Return whether the user keeps the policy: set-up, or responsible for it."""
        self.ensure_one()
        return self.env.su or (
            self.env.user == self.responsible_id
            or self.env.user.has_group("exit_interview.group_administrator")
        )

    def _check_keeper(self):
        """Check that the user may see the policies and keeps every one.

        :raise AccessError: naming who does
        """
        self.check_access("read")
        for policy in self:
            if not policy._is_keeper():
                raise AccessError(
                    self.env._(
                        "“%s”: this step belongs to the person responsible for the "
                        "policy, or to whoever sets it up.",
                        policy.display_name,
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies.duty_update()
        return policies

    def write(self, vals):
        closed = PUBLISHED & set(vals)
        if closed and not self.env.su and any(self.mapped("version_ids")):
            raise UserError(
                self.env._(
                    "The version and its approval are changed together: use the "
                    "button “Publish a new version”."
                )
            )
        result = super().write(vals)
        if {"date_review_due", "review_notice_days", "responsible_id", "active"} & set(
            vals
        ):
            self.duty_update()
        if "resource_calendar_id" in vals:
            self.check_access("write")
            # Whoever may change the calendar may have the dates follow it.
            self.sudo()._replan()
        return result

    # === STEPS === #

    def action_publish_version(
        self, version, approved_by, date_approved, summary, date_review_due=False
    ):
        """Put a new version in force; the history keeps what it says today.

        Requirement: L-01, L-02, F-38.

        :param str version: how the version is called, such as ``3``
        :param str approved_by: body or person
        :param date_approved: day of the approval, not in the future
        :param str summary: what changed, in words for staff
        :param date_review_due: next review; by the policy's interval if empty
        :return: True
        :raise UserError: if the version stands in the history already
        """
        self._check_keeper()
        Version = self.env["exit.interview.policy.version"]
        Version._check_text(version, self.env._("the name of the version"))
        Version._check_text(approved_by, self.env._("who approved it"))
        Version._check_text(summary, self.env._("what changed, in words for staff"))
        version = Version._read_line(version, self.env._("Version"), 40)
        approved_by = Version._read_line(approved_by, self.env._("Approved by"), 200)
        summary = Version._read_line(summary, self.env._("What changed"))
        date_approved = self._read_past_day(
            date_approved, self.env._("the day of the approval")
        )
        review = Version._read_date(date_review_due, self.env._("the next review"))
        # The keeper was checked; the history is written by this step alone.
        for policy in self.sudo():
            if version in policy.version_ids.mapped("version"):
                raise UserError(
                    self.env._(
                        "Version %(version)s of “%(policy)s” was published already. "
                        "Give the new one another name.",
                        version=version,
                        policy=policy.name,
                    )
                )
            today = policy._get_local_date()
            policy.write(
                {
                    "version": version,
                    "approved_by": approved_by,
                    "date_approved": date_approved,
                    "date_published": today,
                    "date_reviewed": today,
                    "date_review_due": review or policy._get_next_review(today),
                }
            )
            Version.sudo().create(
                {
                    "policy_id": policy.id,
                    "version": version,
                    "approved_by": approved_by,
                    "date_approved": date_approved,
                    "summary": summary,
                    "snapshot": policy._describe(),
                    "published_by": self.env.user.name,
                    "date_published": today,
                }
            )
        self.invalidate_recordset(["version_ids"])
        self.duty_update()
        return True

    def action_record_review(
        self, note, date_review_due=False, conducted=False, planning=False
    ):
        """Record that policy and process were reviewed and stay as they are.

        Requirement: F-37, L-01.

        :param str note: what the review found
        :param date_review_due: next review; by the policy's interval if empty
        :param str conducted: whether interviews are conducted as they should be: `yes`,
            `partly`, `no`
        :param str planning: whether what people said reaches planning: the same
        :return: True
        :raise ValidationError: if one of the two questions is not answered
        """
        self._check_keeper()
        Review = self.env["exit.interview.policy.review"]
        Review._check_value("conducted", conducted)
        Review._check_value("planning", planning)
        Version = self.env["exit.interview.policy.version"]
        Version._check_text(note, self.env._("what the review found"))
        note = Version._read_line(note, self.env._("What the review found"))
        review = Version._read_date(date_review_due, self.env._("the next review"))
        # The keeper was checked; responsible people hold no right to write policies.
        for policy in self.sudo():
            today = policy._get_local_date()
            if review and review <= today:
                raise ValidationError(
                    self.env._("The next review lies in the past. Choose a later day.")
                )
            policy.write(
                {
                    "date_reviewed": today,
                    "review_note": note,
                    "date_review_due": review or policy._get_next_review(today),
                }
            )
            Review.sudo().create(
                {
                    "policy_id": policy.id,
                    "date": today,
                    "conducted": conducted,
                    "planning": planning,
                    "note": note,
                    "reviewed_by": self.env.user.name,
                }
            )
        self.invalidate_recordset(["process_review_ids"])
        return True

    def action_record_informed(self, how, date=False, audience="staff"):
        """Record how and when somebody was told about the version in force.

        Requirement: F-38.

        :param str how: mail to all teams, team meetings, intranet ...
        :param date: the day; today if empty
        :param str audience: ``staff``; ``people``: those the policy is for, where they
            are not staff
        :return: True
        :raise UserError: if there is nothing to tell them
        """
        self._check_keeper()
        if audience not in ("staff", "people"):
            raise ValidationError(
                self.env._(
                    "Say who was told: “staff”, or “people”, those the policy is for."
                )
            )
        Version = self.env["exit.interview.policy.version"]
        Version._check_text(how, self.env._("how staff were told"))
        how = Version._read_line(how, self.env._("How staff were told"), 500)
        day = self._read_past_day(
            date or self[:1]._get_local_date(), self.env._("the day they were told")
        )
        # The keeper was checked; the history is written by this step alone.
        for policy in self.sudo():
            if audience not in policy._get_untold():
                raise UserError(
                    self.env._(
                        "“%s”: there is no new version that they have not been told "
                        "about.",
                        policy.name,
                    )
                )
            infix = "people_" if audience == "people" else ""
            policy.version_ids[:1].write(
                {
                    f"date_{infix}informed": day,
                    f"{infix}informed_how": how,
                    f"{infix}informed_by": self.env.user.name,
                }
            )
        self.invalidate_recordset(["version_ids"])
        self.duty_update()
        return True

    @api.model
    def _read_past_day(self, value, what):
        """Return a day from outside that is not in the future."""
        day = self.env["exit.interview.policy.version"]._read_date(value, what)
        if not day:
            raise ValidationError(self.env._("Please give %s.", what))
        if day > get_today(self):
            raise ValidationError(self.env._("%s lies in the future.", day))
        return day

    def _get_next_review(self, today):
        self.ensure_one()
        return fields.Date.add(today, months=self.review_months)

    # === THE POLICY IN WORDS === #

    def _get_described_fields(self):
        """Return the fields that a version keeps in words; addons append theirs.

        Every number of the policy, whoever adds it.

        :rtype: list[str]
        """
        kinds = ("integer", "float", "boolean")
        left_out = {"active", "is_uninformed", "is_told_apart", "can_review", "id"}
        numbers = [
            name
            for name, field in self._fields.items()
            if field.type in kinds and field.store and name not in left_out
        ]
        return [
            "date_go_live",
            "resource_calendar_id",
            *chain(*self._get_questionnaire_fields().values()),
            *numbers,
            # Working days are what every other number means.
            *(["offer_unit"] if self.offer_unit == "calendar_days" else []),
        ]

    def _describe(self):
        """Return the policy as text: one line a number, then the recipients.

        :rtype: str
        """
        self.ensure_one()
        yes, no = self.env._("yes"), self.env._("no")
        lines = []
        for name in self._get_described_fields():
            field, value = self._fields[name], self[name]
            if field.type == "boolean":
                value = yes if value else no
            elif field.relational:
                value = value.display_name or no
            elif field.type == "selection":
                value = dict(field._description_selection(self.env))[value]
            label = field._description_string(self.env)
            lines.append(f"{label}: {value}")
        roles = dict(
            self.recipient_ids._fields["role"]._description_selection(self.env)
        )
        for recipient in self.recipient_ids:
            owes = recipient.owes_response and self.env._(
                "answers in writing, approved by %s",
                roles.get(recipient.approver_role, self.env._("the coordinator")),
            )
            line = self.env._("Copy: %s", roles[recipient.role])
            if recipient.basis == "normal_circulation":
                line = self.env._("%s, in the normal circulation", line)
            lines.append(f"{line} ({owes})" if owes else line)
        return "\n".join(lines)

    # === DUTIES === #

    def _get_duty_case(self):
        """Override of the duty mixin: a policy belongs to no case."""
        return self.env["exit.interview"]

    def _get_duty_policy(self):
        """Override of the duty mixin: it is the policy itself."""
        self.ensure_one()
        return self

    def _get_duty_reference(self):
        """Override of the duty mixin: the same words for every policy."""
        return self.env._("Exit interview policy")

    def _get_duty_user(self, role, user=None):
        """Override of the duty mixin: the person responsible, else the coordinator."""
        self.ensure_one()
        user = user or self.responsible_id
        if user.active:
            return user
        return self.env["exit.interview.policy.role"]._find_user(
            self, "coordinator", self.env["hr.department"]
        )

    def _get_expected_duties(self):
        """Override of the duty mixin: the review, and telling staff of a new version.

        Requirement: L-01, F-37, F-38.
        """
        self.ensure_one()
        if not self.active:
            return []
        duties = []
        if self.date_review_due:
            shown = self.date_review_due - timedelta(days=self.review_notice_days)
            if shown <= self._get_local_date():
                duties.append(
                    self._prepare_duty(
                        "review_policy", "head_of_service", self.date_review_due
                    )
                )
        if self.is_uninformed:
            due = self._plan_working_days(
                self.inform_days, self.version_ids[:1].date_published
            )
            duties.append(self._prepare_duty("inform", "head_of_service", due))
        return duties

    def _is_duty_void(self, kind):
        """Override of the duty mixin: a policy no longer in force owes nothing."""
        self.ensure_one()
        return not self.active or (kind == "review_policy" and not self.date_review_due)

    @api.model
    def _cron_review(self):
        """Ask for the reviews whose time has come (L-01, F-37)."""
        self.search(Domain("date_review_due", "!=", False)).duty_update()
