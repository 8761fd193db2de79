# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.exit_interview.models.local_date import get_today


class ExitInterviewConsideration(models.Model):
    """What the independent reviewing officer makes of one young person's record.

    +----------------+--------------------------------------------------------------+
    | who            | may                                                          |
    +----------------+--------------------------------------------------------------+
    | officer        | read the copy beside it; recommend, or say that nothing is   |
    |                | needed; write the letter to the young person, and read it    |
    |                | again; leave somebody out of the circulation; raise a        |
    |                | concern                                                      |
    | Children's     | read the decision and what was recommended, once it is out   |
    | Services       |                                                              |
    | Manager        |                                                              |
    | social worker  | the same, unless taken out of the circulation                |
    | asked to act   | nothing of it: their own recommendation                      |
    | conflict list  | nothing, whatever else they are                              |
    +----------------+--------------------------------------------------------------+

    It opens by itself when the officer's copy goes out, and follows that copy: whoever
    may read the copy decides.

    Requirement: C-18 to C-22, decision 9.
    """

    _name = "exit.interview.consideration"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.state.mixin",
        "exit.interview.duty.mixin",
        "exit.interview.consideration.aside.mixin",
    ]
    _description = "Consideration by the reviewing officer"
    _order = "date_due desc, id desc"

    _state_steps = {
        "draft": {"decided"},
        "decided": {"decided", "closed"},
        "closed": {"decided"},
    }

    share_id = fields.Many2one(
        comodel_name="exit.interview.share",
        string="The officer's copy",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        related="share_id.reader_id",
        string="Reviewing officer",
        store=True,
        index="btree_not_null",
    )
    reference = fields.Char(
        related="case_id.name",
        store=True,
        precompute=True,
        index=True,
        help="To search by; whoever sees this record may not see the case.",
    )
    home_name = fields.Char(
        related="case_id.home_name", store=True, string="Home", readonly=True
    )
    copy_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Copy to the social worker",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Gets a copy of what is recommended. Empty: there is none, or they were "
        "taken out of the circulation of this conversation.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "To consider"),
            ("decided", "Decided"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    decision = fields.Selection(
        selection=[
            ("recommended", "Recommendations made"),
            ("no_action", "No action needed"),
        ],
        readonly=True,
    )
    reason = fields.Text(
        string="Why nothing is needed",
        help="Only where you recommend nothing. The Children's Services Manager and "
        "the social worker read it; the young person hears it in your letter.",
    )
    date_due = fields.Date(string="Consider by", readonly=True, required=True)
    date_decided = fields.Date(string="Decided on", readonly=True)
    decided_by = fields.Char(readonly=True)
    recommendation_ids = fields.One2many(
        comodel_name="exit.interview.recommendation",
        inverse_name="consideration_id",
        string="Recommendations",
    )
    # on the form: what is still drafted, and what went out
    draft_ids = fields.One2many(
        comodel_name="exit.interview.recommendation",
        inverse_name="consideration_id",
        string="Not sent yet",
        domain=[("state", "=", "draft")],
    )
    sent_ids = fields.One2many(
        comodel_name="exit.interview.recommendation",
        inverse_name="consideration_id",
        string="Sent",
        domain=[("state", "!=", "draft")],
        readonly=True,
    )
    # who got copies of the recommendations, and has read them
    date_read_coordinator = fields.Date(
        string="Read by the Children's Services Manager on", readonly=True
    )
    date_read_worker = fields.Date(string="Read by the social worker on", readonly=True)
    # for the form
    line_ids = fields.One2many(
        comodel_name="exit.interview.share.line",
        string="What was said",
        compute="_compute_line_ids",
    )
    age_text = fields.Char(string="Young person", compute="_compute_young_person")
    letter_state = fields.Char(
        string="Letter to the young person", compute="_compute_letter_state"
    )
    is_officer = fields.Boolean(compute="_compute_can")
    can_decide = fields.Boolean(compute="_compute_can")
    can_recommend = fields.Boolean(compute="_compute_can")
    can_write_letter = fields.Boolean(compute="_compute_can")
    can_read = fields.Boolean(compute="_compute_can")

    _share_uniq = models.Constraint(
        "UNIQUE(share_id)", "This copy is being considered already."
    )
    _decided_has_decision = models.Constraint(
        "CHECK(state = 'draft' OR decision IS NOT NULL)",
        "What was decided says what.",
    )
    _nothing_has_reason = models.Constraint(
        "CHECK(decision != 'no_action' OR (reason IS NOT NULL AND reason != ''))",
        "That nothing is needed has a reason.",
    )

    # === COMPUTES === #

    @api.depends("share_id")
    @api.depends_context("uid")
    def _compute_line_ids(self):
        nothing = self.env["exit.interview.share.line"]
        for consideration in self:
            # By the reader's own rights: others who see the decision have no copy.
            share = consideration.share_id.sudo(False)
            mine = consideration.user_id == self.env.user and share.has_access("read")
            lines = share.line_ids if mine else nothing
            # The head of the record is known here; the copy itself has it, too.
            consideration.line_ids = lines.filtered(
                lambda line, head=lines[:1].section: line.section != head
            )

    @api.depends("case_id")
    @api.depends_context("uid")
    def _compute_young_person(self):
        for consideration in self:
            if consideration.user_id != self.env.user:
                consideration.age_text = False
                continue
            # The copy names them; here it says to whom the letter is written.
            case_sudo = consideration.sudo().case_id
            consideration.age_text = case_sudo._describe_addressee()

    @api.depends("state", "recommendation_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_letter_state(self):
        for consideration in self:
            # Whoever reads the decision may know whether the young person heard of it.
            case_sudo = consideration.sudo().case_id
            is_decided = consideration.state != "draft"
            consideration.letter_state = is_decided and case_sudo._get_letter_state()

    @api.depends("state", "recommendation_ids.state", "user_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for consideration in self:
            officer = consideration._is_actor("officer")
            # As above: yes or no about this very user.
            sudo = consideration.sudo()
            is_open = sudo._is_open()
            consideration.is_officer = officer
            consideration.can_decide = (
                officer and is_open and (consideration.state == "draft")
            )
            consideration.can_recommend = officer and is_open
            consideration.can_write_letter = officer and (
                consideration.share_id.can_write_outcome
            )
            consideration.can_read = bool(consideration._get_unread_parts())

    def _is_open(self):
        """Return whether something can still be recommended.

        Note: self.ensure_one(), as superuser

        :rtype: bool
        """
        self.ensure_one()
        case = self.case_id
        return (
            case.state in ("confirmed", "shared")
            and not case.date_outcome_sent
            and bool(self.user_id)
        )

    # === ACCESS === #

    def _is_actor(self, actor):
        """Override of the case mixin: who reads the copy, and who gets the decision."""
        self.ensure_one()
        if actor == "officer":
            return bool(self.user_id) and self.user_id == self.env.user
        if actor == "worker":
            return bool(self.copy_user_id) and self.copy_user_id == self.env.user
        return super()._is_actor(actor)

    @api.model
    def _get_user_writable_fields(self):
        return super()._get_user_writable_fields() | {
            "reason",
            "recommendation_ids",
            "draft_ids",
        }

    def write(self, vals):
        """Override of the ORM: open to the officer, while something can be decided."""
        if not self.env.su:
            self._check_actor("officer")
            for consideration in self:
                self._check_open(consideration)
                if "reason" in vals and consideration.state != "draft":
                    raise UserError(
                        self.env._("%s is decided already.", consideration.display_name)
                    )
        return super().write(vals)

    @api.model
    def _check_open(self, considerations):
        """Check that something can still be recommended.

        :raise UserError: saying why not
        """
        for consideration in considerations:
            # The caller was checked; the case is closed to officers.
            if not consideration.sudo()._is_open():
                raise UserError(
                    self.env._(
                        "%s: the young person has been told what comes of it, or the "
                        "case has ended. Nothing more can be recommended here.",
                        consideration.display_name,
                    )
                )

    # === OPENED WITH THE COPY === #

    @api.model
    def _open_for(self, shares):
        """Open what the officer owes on a copy that just went out; idempotent.

        Requirement: C-18.

        :param shares: the officers' copies, as superuser
        :return: the considerations of these copies
        """
        known = self.search([("share_id", "in", shares.ids)])
        considerations = known | self.create(
            [share._prepare_consideration_vals() for share in shares - known.share_id]
        )
        considerations.duty_update()
        return considerations

    # === STEPS === #

    def action_recommend(self):
        """Send what is drafted to whoever is asked to act, with copies of all of it.

        Copies go to the Children's Services Manager and to the social worker. More can
        be recommended until the young person was told.

        Requirement: C-18 to C-20.

        :return: True
        :raise UserError: without a recommendation, or to somebody who cannot act
        """
        self._check_actor("officer")
        self._check_open(self)
        # The officer was checked; what they drafted goes out by this step only.
        for consideration in self.sudo():
            drafts = consideration.recommendation_ids.filtered(
                lambda one: one.state == "draft"
            )
            if not drafts:
                raise UserError(
                    self.env._(
                        "%s: write down what you recommend, and to whom. If nothing "
                        "is needed, say why.",
                        consideration.display_name,
                    )
                )
            consideration._settle("recommended", reason=False)
            drafts._send()
            consideration.write(
                {
                    **consideration._prepare_copy_vals(),
                    "date_read_coordinator": False,
                    "date_read_worker": False,
                }
            )
            consideration._follow()
        return True

    def action_no_action(self, reason=False):
        """Say that nothing needs to be done, and why.

        Requirement: C-18.

        :param str reason: why; as typed if empty
        :return: True
        :raise UserError: while recommendations are drafted, or once some are out
        """
        self._check_actor("officer")
        self._check_open(self)
        reason = self._read_line(reason, self.env._("the reason"), 5000)
        # The officer was checked; a decision has no other way in.
        for consideration in self.sudo():
            words = reason or consideration.reason
            self._check_text(words, self.env._("why nothing needs to be done"))
            if consideration.recommendation_ids:
                raise UserError(
                    self.env._(
                        "%s: there are recommendations. Send them, or delete those "
                        "that are not sent yet.",
                        consideration.display_name,
                    )
                )
            consideration._settle("no_action", reason=words)
            consideration.write(consideration._prepare_copy_vals())
            consideration._follow()
        return True

    def _settle(self, decision, **vals):
        """Keep the decision; whoever considered the copy has read it, too."""
        self.ensure_one()
        self._set_state(
            "decided",
            decision=decision,
            date_decided=self.date_decided or get_today(self),
            decided_by=self.env.user.name,
            **vals,
        )
        self.case_id.with_env(self.env)._log(
            "considered", self._get_decision_label(decision)
        )
        share = self.share_id
        if share.state == "sent":
            share._set_state(
                "submitted",
                responder_name=self.env.user.name,
                date_submitted=get_today(self),
            )
            share._set_state("approved")

    def _get_decision_label(self, decision):
        return dict(self._fields["decision"]._description_selection(self.env))[decision]

    def _prepare_copy_vals(self):
        """Return who gets copies of what was decided besides the manager (C-20)."""
        self.ensure_one()
        case = self.case_id
        limited = case.share_ids.filtered(
            lambda share: share.role == "social_worker" and share.is_limited
        )
        user = case._get_role_user("social_worker")
        return {"copy_user_id": False if limited else user.id}

    def _follow(self):
        """Let duties, copy and case follow a step; called as superuser."""
        self.duty_update()
        self.recommendation_ids.duty_update()
        self.share_id.duty_update()
        self.case_id._close_if_settled()
        self.case_id.duty_update()

    def action_read(self):
        """Confirm that the recommendations were read: the manager, the social worker.

        Requirement: C-19, C-20.

        :return: True
        """
        self._check_actor("coordinator", "worker")
        for consideration in self:
            parts = consideration._get_unread_parts()
            if not parts:
                raise UserError(
                    self.env._(
                        "%s: there is nothing new to read.", consideration.display_name
                    )
                )
            # Checked above: this very reader has not confirmed yet.
            consideration.sudo().write(dict.fromkeys(parts, get_today(self)))
            consideration.sudo().case_id.with_env(self.env)._log("recommendations_read")
        self.duty_update()
        return True

    def _get_unread_parts(self):
        """Return the fields in which the current user still has to confirm reading.

        :rtype: list[str]
        """
        self.ensure_one()
        return [
            name
            for name, actor in (
                ("date_read_coordinator", "coordinator"),
                ("date_read_worker", "worker"),
            )
            if self.decision == "recommended"
            and not self[name]
            and self._is_actor(actor)
        ]

    def action_write_letter(self):
        """Open the letter to the young person.

        Requirement: C-21.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("officer")
        return self.share_id.action_open_outcome()

    def action_open_copy(self):
        """Open the officer's copy: all of it, to read and to print.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("officer")
        return self.share_id._get_duty_action("respond")

    # === WHAT THE LETTER RESTS ON === #

    def _awaits(self):
        """Return whether the young person cannot be told yet what comes of it.

        A copy that was taken back is considered by nobody; what was recommended
        before is answered all the same.

        Note: as superuser

        :rtype: bool
        """
        return any(
            (one.state == "draft" and one.user_id)
            or one.recommendation_ids.filtered(lambda rec: rec._is_waiting())
            for one in self
        )

    def _get_settled_day(self):
        """Return the day on which the last answer came, or nothing was found needed.

        :rtype: datetime.date or bool
        """
        days = [
            *self.mapped("date_decided"),
            *self.recommendation_ids.mapped("date_answered"),
        ]
        return max(filter(None, days), default=False)

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of the duty mixin: consider; then let those who got copies read."""
        self.ensure_one()
        case = self.case_id
        if case.state == "cancelled":
            return []
        if self.state == "draft":
            if not self.user_id:
                return []
            officer = "reviewing_officer"
            return [
                self._prepare_duty("consider", officer, self.date_due, self.user_id)
            ]
        duties = []
        if self.decision == "recommended":
            due = case.policy_id._plan_working_days(
                case.policy_id.reading_days, self._get_sent_day()
            )
            if not self.date_read_coordinator:
                duties.append(self._prepare_duty("read_manager", "coordinator", due))
            if self.copy_user_id and not self.date_read_worker:
                duties.append(
                    self._prepare_duty(
                        "read_worker", "social_worker", due, self.copy_user_id
                    )
                )
        return duties

    def _get_sent_day(self):
        """Return the day on which the latest recommendation went out."""
        days = self.recommendation_ids.mapped("date_sent")
        return max(filter(None, days), default=self.date_decided)

    def _is_duty_void(self, kind):
        """Override of the duty mixin: what nobody considers any more, or reads."""
        self.ensure_one()
        if kind == "consider":
            return self.state == "draft"
        return self.case_id.state == "cancelled"

    def _pass_on_duty(self, duty, user, reason):
        """Override of the duty mixin: another officer, or another social worker."""
        self.ensure_one()
        if duty.kind == "consider":
            # The copy goes with it, and is closed for whoever had it.
            self.share_id._check_can_pass_to(user)
            self.share_id._delegate(user)
            return
        if duty.kind == "read_worker":
            self._check_can_be_asked(user, self.share_id._get_barred_readers())
            self.write({"copy_user_id": user.id})
            self.case_id._log("delegated", f"{duty.display_name} → {user.name}")
            self.duty_update()
            return
        super()._pass_on_duty(duty, user, reason)

    def _check_can_be_asked(self, user, barred=()):
        """Check that somebody may have to do with this case; words tell nothing.

        :param user: ``res.users`` record
        :param barred: ``res.users`` who may not, besides those who are shut out
        :raise UserError: asking for somebody else
        """
        self.ensure_one()
        if (
            not user.active
            or user.share
            or user in self.case_id.conflict_user_ids
            or user in barred
            or self.company_id not in user.with_env(self.env).company_ids
        ):
            raise UserError(
                self.env._(
                    "%(reference)s: %(user)s cannot take this on. Choose somebody "
                    "else.",
                    reference=self.display_name,
                    user=user.name,
                )
            )
