# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain


class ExitInterviewConcern(models.Model):
    """Something that cannot wait: passed on against the clock, outside the permissions.

    +----------------+--------------------------------------------------------------+
    | who            | may                                                          |
    +----------------+--------------------------------------------------------------+
    | interviewer    | raise it; afterwards see only where it stands, on the case   |
    | coordinator    | raise it, see all, pass on what cannot wait, tell the leaver |
    | second person  | read the extract; approve that it is passed on, or refuse    |
    | recipient      | read the extract once it is passed on; take on, decide       |
    | deputy, then   | the same, from their hour on, if nobody has taken it on      |
    | monitoring     |                                                              |
    | officer        |                                                              |
    | partner        | read it once a decision is proposed; agree, or give it back  |
    | whoever is     | nothing (conflict list, the global rule)                     |
    | named in it    |                                                              |
    +----------------+--------------------------------------------------------------+

    Whoever may read now is a matter of stored columns and the time of day, so no job
    need run for a deputy to step in (R-05).

    Requirement: S-28, S-29, L-20, C-06, decision 4; P-07, P-08.
    """

    _name = "exit.interview.concern"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.state.mixin",
        "exit.interview.concern.people.mixin",
        "exit.interview.concern.flow.mixin",
        "exit.interview.duty.mixin",
    ]
    _description = "Exit interview concern"
    _order = "date_due desc, id desc"

    _state_steps = {
        "pending": {"passed", "refused"},
        "passed": {"taken"},
        "taken": {"proposed"},
        "proposed": {"taken", "decided"},
        "decided": {"done"},
        "done": set(),
        "refused": set(),
    }

    category = fields.Selection(
        selection=[
            ("safeguarding", "Safeguarding"),
            ("whistleblowing", "Whistleblowing"),
            ("practice", "Dangerous or poor practice"),
            ("other", "Something else"),
        ],
        required=True,
        readonly=True,
    )
    severity = fields.Selection(
        selection=[
            ("significant", "Significant"),
            ("immediate", "Immediate danger"),
        ],
        required=True,
        readonly=True,
        default="significant",
    )
    state = fields.Selection(
        selection=[
            ("pending", "With the second person"),
            ("passed", "Passed on"),
            ("taken", "Taken on"),
            ("proposed", "Decision proposed"),
            ("decided", "Decided"),
            ("done", "Closed"),
            ("refused", "Not passed on"),
        ],
        required=True,
        readonly=True,
        default="pending",
        index=True,
    )
    # what is passed on, and why it may be
    # Not read along with other fields: whoever reads it stands in the journal.
    extract = fields.Text(
        required=True,
        readonly=True,
        prefetch=False,
        help="The least that others must know to act. Not the interview.",
    )
    reason = fields.Text(
        string="Why it is passed on",
        readonly=True,
        help="Why it cannot wait for the leaver's permission.",
    )
    rests_on = fields.Text(string="Rests on", readonly=True)
    basis = fields.Selection(
        selection=[
            ("permission", "The leaver's permission"),
            ("override", "Override by policy"),
        ],
        required=True,
        readonly=True,
    )
    is_urgent = fields.Boolean(
        string="Passed on by one person",
        readonly=True,
        help="It could not wait for the second person, who looks at it afterwards.",
    )
    urgent_reason = fields.Text(string="Why it could not wait", readonly=True)
    urgent_name = fields.Char(string="Passed on at once by", readonly=True)
    named_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_concern_named_rel",
        string="Who it is about",
        readonly=True,
        help="They are shut out of the whole case.",
    )
    # the clock
    raised_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    raised_by_name = fields.Char(string="Raised by", readonly=True)
    date_raised = fields.Datetime(
        string="Raised", required=True, readonly=True, default=fields.Datetime.now
    )
    date_start = fields.Datetime(
        string="Clock started",
        required=True,
        readonly=True,
        help="The end of the conversation, however late somebody entered the concern.",
    )
    date_due = fields.Datetime(
        string="Take on by", required=True, readonly=True, index=True
    )
    date_lado = fields.Date(
        string="Designated officer by", compute="_compute_date_lado"
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    # the second person
    second_id = fields.Many2one(
        comodel_name="res.users",
        string="Second person",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    second_decision = fields.Selection(
        selection=[
            ("waiting", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        string="The second person's decision",
        readonly=True,
    )
    second_name = fields.Char(string="Decided by", readonly=True)
    second_reason = fields.Text(string="Why not", readonly=True)
    date_second = fields.Datetime(string="Second decision on", readonly=True)
    # who takes it on
    recipient_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    recipient_role = fields.Selection(
        selection=lambda self: self._selection_role(),
        readonly=True,
    )
    reader_id = fields.Many2one(
        comodel_name="res.users",
        string="May read it now",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The recipient, once the concern has been passed on.",
    )
    deputy_id = fields.Many2one(
        comodel_name="res.users",
        string="Then",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="May read it and take it on from the hour beside, if nobody has by then.",
    )
    deputy_role = fields.Selection(
        selection=lambda self: self._selection_role(), readonly=True
    )
    moment_deputy = fields.Datetime(string="from", readonly=True)
    officer_id = fields.Many2one(
        comodel_name="res.users",
        string="When overdue",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="May read it and take it on if it is overdue.",
    )
    date_passed = fields.Datetime(string="Passed on at", readonly=True)
    handler_id = fields.Many2one(
        comodel_name="res.users",
        string="Taken on by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date_taken = fields.Datetime(string="Taken on at", readonly=True)
    # what is done
    decision = fields.Text(string="What is done", readonly=True)
    decision_who = fields.Char(string="By whom", readonly=True)
    decision_date = fields.Date(string="By when", readonly=True)
    decision_name = fields.Char(string="Proposed by", readonly=True)
    date_proposed = fields.Datetime(readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.users",
        string="Agrees with",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    partner_role = fields.Selection(
        selection=lambda self: self._selection_role(), readonly=True
    )
    partner_name = fields.Char(string="Agreed by", readonly=True)
    date_agreed = fields.Datetime(string="Agreed on", readonly=True)
    return_reason = fields.Text(string="Why it came back", readonly=True)
    outcome = fields.Text(string="What came of it", readonly=True)
    date_done = fields.Date(string="Done on", readonly=True)
    # the leaver
    tell_state = fields.Selection(
        selection=[
            ("owed", "Not yet"),
            ("told", "Told"),
            ("unsafe", "Not told: it would not be safe"),
        ],
        string="Leaver told",
        required=True,
        readonly=True,
        default="owed",
    )
    tell_how = fields.Char(string="How the leaver was told", readonly=True)
    tell_reason = fields.Text(string="Why the leaver is not told", readonly=True)
    date_told = fields.Date(string="Leaver told on", readonly=True)
    reader_ids = fields.One2many(
        comodel_name="exit.interview.concern.reader",
        inverse_name="concern_id",
        string="Who reads it",
        readonly=True,
    )
    # buttons
    can_second = fields.Boolean(compute="_compute_can")
    can_pass_now = fields.Boolean(compute="_compute_can")
    can_take_on = fields.Boolean(compute="_compute_can")
    can_decide = fields.Boolean(compute="_compute_can")
    can_agree = fields.Boolean(compute="_compute_can")
    can_report = fields.Boolean(compute="_compute_can")
    can_tell = fields.Boolean(compute="_compute_can")

    _due_after_start = models.Constraint(
        "CHECK(date_due > date_start)", "The clock ends before it starts."
    )
    _override_has_reason = models.Constraint(
        "CHECK(basis != 'override' OR (reason IS NOT NULL AND reason != ''))",
        "Without the leaver's permission there must be a reason.",
    )
    _reader_when_passed = models.Constraint(
        "CHECK(reader_id IS NULL OR state NOT IN ('pending', 'refused'))",
        "Nobody receives a concern before the second person has approved it.",
    )
    _second_is_another = models.Constraint(
        "CHECK(second_id IS NULL OR raised_by_id IS NULL OR second_id != raised_by_id)",
        "Nobody approves what they raised themselves.",
    )

    @api.model
    def _selection_role(self):
        return (
            self.env["exit.interview.role.mixin"]
            ._fields["role"]
            ._description_selection(self.env)
        )

    # === COMPUTES === #

    @api.depends("category", "date_start")
    def _compute_date_lado(self):
        for concern in self:
            # Recipients have no right on the policy; a day is all they get from it.
            policy_sudo = concern.sudo().case_id.policy_id
            shown = (
                policy_sudo.concern_lado
                and concern.category in concern._get_lado_categories()
            )
            concern.date_lado = shown and policy_sudo._plan_working_days(
                policy_sudo.concern_lado_days, concern.date_start
            )

    def _get_lado_categories(self):
        """Return what the designated officer of the local authority has to hear of.

        Populations whose practice can harm a child itself add to it.

        :return: values of ``category``
        :rtype: set[str]
        """
        self.ensure_one()
        return {"safeguarding"}

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for concern in self:
            waits = concern.state in ("pending", "passed")
            concern.is_overdue = waits and concern.date_due < now

    def _search_is_overdue(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = self._get_overdue_domain()
        return domain if (True in value) == (operator == "in") else ~domain

    @api.model
    def _get_overdue_domain(self):
        """Return the domain of concerns that nobody took on in time.

        :rtype: ``odoo.fields.Domain``
        """
        waits = Domain("state", "in", ("pending", "passed"))
        return waits & Domain("date_due", "<", fields.Datetime.now())

    @api.model
    def _get_banner_lines(self):
        """Return what the coordinators' banner says of overdue concerns, just now.

        By references only; nothing for whoever sees no concern.

        Requirement: R-05.

        :rtype: list[str]
        """
        if not self.has_access("read"):
            return []
        late = self.search(self._get_overdue_domain())
        late = late.filtered(lambda concern: concern._is_actor("coordinator"))
        if not late:
            return []
        return [
            self.env._(
                "Overdue, and nobody has taken it on: %s. Look under “Concerns” and "
                "phone whoever it is with.",
                ", ".join(sorted(set(late.mapped("display_name")))),
            )
        ]

    @api.depends(
        "state",
        "second_decision",
        "second_id",
        "reader_id",
        "deputy_id",
        "officer_id",
        "handler_id",
        "partner_id",
        "tell_state",
    )
    @api.depends_context("uid")
    def _compute_can(self):
        for concern in self:
            state, is_actor = concern.state, concern._is_actor
            concern.can_second = concern.second_decision == "waiting" and is_actor(
                "second"
            )
            concern.can_pass_now = state == "pending" and is_actor("coordinator")
            concern.can_take_on = state == "passed" and is_actor("recipient")
            concern.can_decide = state == "taken" and is_actor("handler")
            concern.can_agree = state == "proposed" and is_actor("partner")
            concern.can_report = state == "decided" and is_actor("handler")
            concern.can_tell = (
                concern.tell_state == "owed"
                and state not in ("pending", "refused")
                and is_actor("coordinator")
            )

    # === ACCESS === #

    def _is_actor(self, actor):
        self.ensure_one()
        user = self.env.user
        if actor == "second":
            return self.second_id == user
        if actor == "recipient":
            return user in self._get_recipients_now()
        if actor == "handler":
            return self.handler_id == user
        if actor == "partner":
            return self.partner_id == user
        return super()._is_actor(actor)

    def _fetch_query(self, query, fields):
        """Override of the ORM: who reads an extract stands in the journal (SEC-17)."""
        concerns = super()._fetch_query(query, fields)
        if not self.env.su and concerns and "extract" in {f.name for f in fields}:
            # The rows were read under the user's own rights just now.
            concerns_sudo = concerns.sudo()
            self.env["exit.interview.journal"]._log_reading(
                concerns_sudo.case_id, "concern_read"
            )
            concerns_sudo._note_readers()
        return concerns

    # === DUTIES === #

    def _get_duty_action(self, kind):
        """Override of the duty mixin: what is to be done stands on the one form."""
        return {
            **super()._get_duty_action(kind),
            "views": [
                (self.env.ref("exit_interview.exit_interview_concern_view_form").id,)
                + ("form",)
            ],
        }
