# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .local_date import get_today

# No vowels and nothing that reads like something else: no words, no mix-ups.
REFERENCE_ALPHABET = "2346789BCDFGHJKMPQRTVWXYZ"


class ExitInterview(models.Model):
    """The case: one departure, from the first notice to the closed loop.

    +--------------+----------------------------------------------------------------+
    | who          | may                                                            |
    +--------------+----------------------------------------------------------------+
    | coordinator  | see every case of the population; offer, record the reply,     |
    |              | assign, confirm, share, close, cancel                          |
    | interviewer  | see the cases assigned to them; schedule, record, confirm      |
    | recipients   | never the case: a frozen copy (``exit.interview.share``)       |
    | others, HR,  | nothing, not even that a case exists                           |
    | administrator|                                                                |
    | conflict list| nothing, whatever else they are                                |
    +--------------+----------------------------------------------------------------+
    """

    _name = "exit.interview"
    _inherit = [
        "exit.interview.population.mixin",
        "exit.interview.board.mixin",
        "exit.interview.overview.mixin",
        "exit.interview.outcome.mixin",
        "exit.interview.page.words.mixin",
        "exit.interview.record.mixin",
        "exit.interview.state.mixin",
        "exit.interview.contact.mixin",
        "exit.interview.document.case.mixin",
        "exit.interview.people.mixin",
        "exit.interview.permission.case.mixin",
        "exit.interview.cancel.mixin",
        "exit.interview.check.mixin",
        "exit.interview.message.case.mixin",
        "exit.interview.duty.mixin",
        "exit.interview.flow.mixin",
        "exit.interview.route.mixin",
        "exit.interview.written.mixin",
        "exit.interview.follow.up.mixin",
        "exit.interview.apart.mixin",
        "exit.interview.conflict.mixin",
        "exit.interview.concern.case.mixin",
        "exit.interview.reply.case.mixin",
        "exit.interview.finding.case.mixin",
        "exit.interview.finding.check.mixin",
        "exit.interview.finding.screen.mixin",
        "exit.interview.pin.case.mixin",
    ]
    _description = "Exit interview case"
    # What is due next comes first; closed cases owe nothing and come last (NULL).
    _order = "date_due, date_departure desc, id desc"
    _check_company_auto = True

    _state_steps = {
        "new": {"offered", "done", "cancelled"},
        "offered": {"scheduled", "interviewed", "done", "cancelled"},
        "scheduled": {"offered", "scheduled", "interviewed", "done", "cancelled"},
        "interviewed": {"confirmed", "cancelled"},
        "confirmed": {"interviewed", "shared", "done", "cancelled"},
        "shared": {"done", "cancelled"},
        "done": {"offered"},
        "cancelled": set(),
    }

    name = fields.Char(
        string="Reference",
        required=True,
        readonly=True,
        copy=False,
        default="/",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[
            ("new", "New"),
            ("offered", "Offered"),
            ("scheduled", "Scheduled"),
            ("interviewed", "Interviewed"),
            ("confirmed", "Confirmed"),
            ("shared", "Shared"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        default="new",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        group_expand=True,
    )
    outcome = fields.Selection(
        selection=[
            ("completed", "Interview completed"),
            ("declined", "Declined"),
            ("no_reply", "No reply"),
            ("not_required", "Not required"),
            ("not_feasible", "Not feasible"),
            ("retained", "Stayed after all"),
            ("withdrawn", "Notice withdrawn"),
        ],
        readonly=True,
        copy=False,
    )
    outcome_reason = fields.Text(readonly=True, copy=False)
    route = fields.Selection(
        selection=[
            ("interview", "Interview"),
            ("survey", "Short survey"),
            ("consider", "To be decided"),
            ("none", "None"),
        ],
        required=True,
        readonly=True,
        default="interview",
        help="What this leaver is offered under the policy.",
    )
    # the leaver, as they were when the case opened (snapshot)
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    leaver_name = fields.Char(
        string="Leaver",
        compute="_compute_leaver_name",
        search="_search_leaver_name",
    )
    date_notified = fields.Date(readonly=True, required=True)
    date_departure = fields.Date(string="Last day", readonly=True)
    date_start_service = fields.Date(string="In post since", readonly=True)
    department_id = fields.Many2one(
        comodel_name="hr.department",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    job_title = fields.Char(string="Role of the leaver", readonly=True)
    team_name = fields.Char(string="Team", readonly=True)
    service_name = fields.Char(string="Service", readonly=True)
    manager_name = fields.Char(string="Manager", readonly=True)
    manager_service_name = fields.Char(string="Manager's service", readonly=True)
    manager_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Manager's login",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    line_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_line_user_rel",
        string="Line of management",
        readonly=True,
        help="Everybody above the leaver at the time of the notice. They do not "
        "interview this leaver unless the leaver asks for them.",
    )
    # people of the case
    coordinator_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    interviewer_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    independence_reason = fields.Text(
        string="Why this interviewer all the same",
        readonly=True,
        help="Kept when somebody interviews who would not count as independent.",
    )
    conflict_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_conflict_user_rel",
        string="Shut out",
        readonly=True,
        help="These people see nothing of the case, whatever their role: the leaver "
        "themselves, and whoever a concern is about.",
    )
    # the offer and its answer
    date_offered = fields.Date(readonly=True, copy=False)
    offer_channel = fields.Selection(
        selection=[("mail", "Mail"), ("letter", "Letter"), ("told", "In person")],
        readonly=True,
        copy=False,
    )
    reply = fields.Selection(
        selection=[
            ("accepted", "Yes"),
            ("declined", "No, thank you"),
            ("no_reply", "No reply"),
        ],
        readonly=True,
        copy=False,
    )
    date_replied = fields.Date(readonly=True, copy=False)
    # the confirmed record
    confirm_how = fields.Selection(
        selection="_selection_confirm_how",
        string="How the record was confirmed",
        readonly=True,
        copy=False,
    )
    date_confirmed = fields.Date(readonly=True, copy=False)
    date_outcome_sent = fields.Date(
        string="Leaver told what came of it", readonly=True, copy=False
    )
    # parts
    participant_ids = fields.One2many(
        comodel_name="exit.interview.participant", inverse_name="case_id"
    )
    notice_ids = fields.One2many(
        comodel_name="exit.interview.notice",
        inverse_name="case_id",
        readonly=True,
        # Interviewers have no right on notices: the field would refuse them the case.
        groups="exit_interview.group_case_coordinator",
    )
    session_ids = fields.One2many(
        comodel_name="exit.interview.session", inverse_name="case_id", readonly=True
    )
    share_ids = fields.One2many(
        comodel_name="exit.interview.share", inverse_name="case_id", readonly=True
    )
    action_ids = fields.One2many(
        comodel_name="exit.interview.action", inverse_name="case_id", readonly=True
    )
    link_ids = fields.One2many(
        comodel_name="exit.interview.link", inverse_name="case_id", readonly=True
    )
    leaver_message_ids = fields.One2many(
        comodel_name="exit.interview.message", inverse_name="case_id", readonly=True
    )
    duty_ids = fields.One2many(
        comodel_name="exit.interview.duty", inverse_name="case_id", readonly=True
    )
    journal_ids = fields.One2many(
        comodel_name="exit.interview.journal",
        inverse_name="case_id",
        readonly=True,
        groups="exit_interview.group_case_coordinator",
    )
    # what is next, for lists
    date_due = fields.Date(
        string="Next due", compute="_compute_date_due", store=True, index=True
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_coordinator = fields.Boolean(compute="_compute_is_coordinator")
    holiday_warning = fields.Char(related="policy_id.holiday_warning")
    can_tell_outcome = fields.Boolean(compute="_compute_can_tell_outcome")

    _name_uniq = models.Constraint(
        "UNIQUE(name)", "This reference is taken; please try again."
    )
    _employee_open_uniq = models.UniqueIndex(
        "(employee_id) WHERE employee_id IS NOT NULL"
        " AND state IN ('new', 'offered', 'scheduled', 'interviewed')",
        "This leaver has an open case already.",
    )
    _outcome_when_closed = models.Constraint(
        "CHECK(state NOT IN ('done', 'cancelled') OR outcome IS NOT NULL)",
        "A closed case says how it ended.",
    )

    # === DEFAULTS AND SELECTIONS === #

    @api.model
    def _get_new_references(self, count):
        """Return references that tell neither order nor person (decision 7, A-47).

        :param int count: how many
        :rtype: list[str]
        """
        year = get_today(self).strftime("%y")
        names = set()
        while len(names) < count:
            names |= {
                "EXI-{}-{}".format(
                    "".join(secrets.choice(REFERENCE_ALPHABET) for _i in range(5)), year
                )
                for _j in range(count - len(names))
            }
            taken = self.search([("name", "in", list(names))])
            names -= set(taken.mapped("name"))
        return list(names)

    @api.model
    def _selection_confirm_how(self):
        return [
            ("signed", "Signed on paper"),
            ("signed_online", "Signed on their page"),
            ("agreed", "Agreed in the conversation or in writing"),
            ("declined", "Did not wish to sign"),
            ("not_returned", "Not returned in time"),
        ]

    # === COMPUTES === #

    @api.depends("participant_ids.name")
    def _compute_leaver_name(self):
        for case in self:
            case.leaver_name = ", ".join(case.participant_ids.mapped("name"))

    def _search_leaver_name(self, operator, value):
        return [("participant_ids.name", operator, value)]

    @api.depends("duty_ids.state", "duty_ids.date_due")
    def _compute_date_due(self):
        due = dict(
            self.env["exit.interview.duty"]._read_group(
                [("case_id", "in", self.ids), ("state", "=", "open")],
                ["case_id"],
                ["date_due:min"],
            )
        )
        for case in self:
            case.date_due = due.get(case, False)

    @api.depends("duty_ids.state", "duty_ids.date_due", "duty_ids.moment_due")
    def _compute_is_overdue(self):
        Duty = self.env["exit.interview.duty"]
        domain = Domain("case_id", "in", self.ids) & Duty._get_overdue_domain()
        late = {case for (case,) in Duty._read_group(domain, ["case_id"])}
        for case in self:
            case.is_overdue = case in late

    def _search_is_overdue(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        late = self.env["exit.interview.duty"]._get_overdue_domain()
        wanted = (True in value) == (operator == "in")
        return [("duty_ids", "any" if wanted else "not any", late)]

    def _compute_is_coordinator(self):
        for case in self:
            case.is_coordinator = case._is_actor("coordinator")

    @api.depends("state", "date_outcome_sent", "share_ids.state")
    def _compute_can_tell_outcome(self):
        for case in self:
            case.can_tell_outcome = (
                case.state == "shared"
                and not case.date_outcome_sent
                and not case._awaits_answer()
                and case._is_actor("coordinator")
            )

    # === ACCESS === #

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "coordinator":
            group = self._get_coordinator_group(self.sudo().population)
            return self.env.user.has_group(group)
        if actor == "interviewer":
            return self.sudo().interviewer_id == self.env.user
        return super()._is_actor(actor)

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        names = self._get_new_references(len(vals_list))
        cases = super().create(
            [
                {**vals, "name": name}
                for vals, name in zip(vals_list, names, strict=True)
            ]
        )
        cases._set_people()
        return cases

    def _set_people(self):
        """Find coordinator and interviewer; one write for those who share both."""
        people = defaultdict(self.browse)
        for case in self:
            coordinator = case._get_role_user("coordinator")
            people[coordinator, case._get_interviewer()] += case
        for (coordinator, interviewer), cases in people.items():
            cases.write(
                {"coordinator_id": coordinator.id, "interviewer_id": interviewer.id}
            )

    @api.model
    def _hand_over(self, users):
        """Give cases of people who stop working here to whoever plays the role now.

        Where a conversation is planned or was held, the coordinator decides who goes on
        with it: the duty is theirs at once, and who held it stays on the record.

        Requirement: R-10, X-17.

        :param users: ``res.users`` just archived
        """
        cases = self.search([("coordinator_id", "in", users.ids)])
        for coordinator, group in cases.grouped(
            lambda case: case._get_role_user("coordinator")
        ).items():
            group.write({"coordinator_id": coordinator.id})
        waiting = self.search(
            [
                ("interviewer_id", "in", users.ids),
                ("state", "in", ("new", "offered")),
            ]
        )
        for interviewer, group in waiting.grouped(
            lambda case: case._get_interviewer()
        ).items():
            group.write({"interviewer_id": interviewer.id})
            if interviewer:
                group._log("assigned", interviewer.name)
        (cases | waiting).duty_update()

    def _pass_on_duty(self, duty, user, reason):
        """Override of the duty mixin: another interviewer, or another coordinator."""
        self.ensure_one()
        if duty.role == "interviewer":
            self._assign(user, reason)
        else:
            group = self._get_coordinator_group(self.population)
            if user in self.conflict_user_ids or not user.has_group(group):
                raise UserError(
                    self.env._(
                        "%(reference)s: %(user)s cannot coordinate this case. Choose "
                        "another coordinator.",
                        reference=self.name,
                        user=user.name,
                    )
                )
            self.write({"coordinator_id": user.id})
            self._log("delegated", f"{duty.display_name} → {user.name}")
        self.duty_update()

    # === EXTENSION POINTS === #

    def _get_role_user(self, role):
        """Return who plays a role towards this case, by the policy.

        Recipients, approvers, interviewers and coordinators all go through here.
        Populations override it for roles that stand on their own records.

        Note: self.ensure_one()

        :param str role: a value of ``exit.interview.role.mixin`` ``role``
        :return: one active user, or empty if nobody plays the role
        :rtype: ``res.users``
        """
        self.ensure_one()
        # Roles and departments are configuration; the caller has a case to work on.
        case_sudo = self.sudo()
        user = case_sudo.env["exit.interview.policy.role"]._find_user(
            case_sudo.policy_id,
            role,
            case_sudo.department_id,
            excluded=case_sudo.conflict_user_ids,
        )
        return user.sudo(False)

    def _get_independence_issues(self, user):
        """Return why `user` may not interview this leaver; empty: may.

        Called when an interviewer is found, assigned, or a session is planned.
        Populations add their own rules.

        Requirement: decision 8, B-11, I-34, I-35.

        :param user: ``res.users`` record
        :rtype: list[str]
        """
        self.ensure_one()
        issues = []
        # The lists are read to refuse, they are not shown.
        case_sudo = self.sudo()
        if user in case_sudo.conflict_user_ids:
            issues.append(
                self.env._(
                    "%s has nothing to do with this case and cannot interview.",
                    user.name,
                )
            )
        if not self._has_interviewer_role(user):
            issues.append(
                self.env._("%s does not have the role of an interviewer.", user.name)
            )
        return issues

    def _get_route(self):
        """Return what this leaver is offered, a value of ``route``.

        Called when the case opens, and while it is new and nobody has decided, when
        something changes that the answer rests on. Populations override it.

        Requirement: L-03 to L-05, L-12 to L-14.

        :rtype: str
        """
        self.ensure_one()
        return "interview"

    def _get_reflected_date(self):
        """Return the day before which no conversation is proposed; empty: any day.

        Called when times are proposed, on the leaver's page and to staff. Populations
        whose policy gives time to think override it; a leaver may wish for less.

        Requirement: S-21, decision 6.

        :rtype: datetime.date or bool
        """
        self.ensure_one()
        return False

    @api.model
    def _prepare_snapshot_vals(self, notice):
        """Return what a new case keeps of the leaver as things stand today.

        Called as superuser, before the platform's own departure steps, which clear
        managers. Populations override it for their own notices and put the leaver's
        own login into ``conflict_user_ids`` (decision 10).

        Requirement: L-25 to L-29, R-11.

        :param notice: ``exit.interview.notice`` record
        :return: values of the case
        :rtype: dict
        """
        return {}

    @api.model
    def _prepare_participant_vals(self, notice):
        """Return who is interviewed: how addressed and how reached.

        :param notice: ``exit.interview.notice`` record
        :return: values, one dictionary a participant
        :rtype: list[dict]
        """
        return [{"name": notice.name}]

    def _get_questionnaire(self, kind, participant=None):
        """Return the published questionnaire for a session of `kind`.

        :param str kind: `first`, `follow_up` or `survey`
        :param participant: ``exit.interview.participant``, for age bands
        :rtype: ``exit.interview.questionnaire``
        """
        self.ensure_one()
        if kind == "survey":
            return self.policy_id.survey_questionnaire_id
        return self.policy_id.questionnaire_id

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of the duty mixin: what the case owes in its present state."""
        self.ensure_one()
        decisions = self._get_decision_duties()
        # Nothing is offered before it is decided what.
        stage = [] if decisions and self.state == "new" else self._get_stage_duties()
        interviewer = self._get_interviewer_duties() + self._get_reply_duties()
        late = self._get_check_duties() + self._get_pin_duties()
        findings = self._get_finding_duties() + self._get_follow_up_duties()
        return interviewer + decisions + stage + late + findings

    def _get_stage_duties(self):
        """Return what the case owes to come from its present state to the next."""
        self.ensure_one()
        policy = self.policy_id
        plan = policy._plan_working_days
        if self.state == "new":
            due = policy._plan_offer(self.date_notified)
            return [self._prepare_duty("offer", "coordinator", due)]
        if self.state == "offered" and self.reply != "accepted":
            due = self._get_contact_due()
            return [self._prepare_duty("contact", "coordinator", due)]
        if self.state in ("offered", "scheduled"):
            planned = self._get_planned_session()
            due = (
                planned._get_due_date()
                if planned
                else plan(policy.interview_days, self.date_replied)
            )
            # A survey goes to the coordinator, and so does asking for it.
            role = "coordinator" if planned.kind == "survey" else "interviewer"
            return [self._prepare_duty("interview", role, due)]
        if self.state == "interviewed":
            held = self._get_held_session()
            due = plan(policy.check_days, held.date_end or held.date_start)
            # A survey on paper came to the coordinator.
            role = "coordinator" if held.kind == "survey" else "interviewer"
            return [self._prepare_duty("confirm", role, due)]
        if self.state == "confirmed":
            due = plan(policy.share_days, self.date_confirmed)
            return [self._prepare_duty("share", "coordinator", due)]
        return self._get_outcome_duties()

    def _get_duty_case(self):
        """Override of the duty mixin: the case is its own."""
        return self

    def _is_duty_void(self, kind):
        """Override of the duty mixin: an ended case owes nothing any more."""
        self.ensure_one()
        if kind == "pin" and not self._is_pin_given():
            return True
        if kind == "follow_up" and not self._has_held_follow_up():
            return True
        return self.state == "cancelled" or (
            self.state == "done" and self.outcome != "completed"
        )

    def _get_duty_action(self, kind):
        """Override of the duty mixin: an interviewer lands in the conversation."""
        if kind == "learn":
            return self.action_open_findings()
        session = self._get_planned_session() or self._get_held_session()
        if kind == "follow_up":
            session = self._get_planned_follow_ups()[:1] or session
        if kind in ("interview", "confirm", "correct", "follow_up") and session:
            return session.action_open_interview()
        return super()._get_duty_action(kind)

    def _get_planned_session(self, participant=None):
        """Return the session that is planned, if any; follow-ups stand apart.

        :param participant: ``exit.interview.participant``, where each is heard alone;
            empty: the next one of any of them
        """
        planned = self._get_sessions_of(participant).filtered(
            lambda session: session.state == "planned" and session.kind != "follow_up"
        )
        return planned.sorted(lambda session: (session.date_start, session.id))[:1]

    def _get_held_session(self, participant=None):
        """Return the latest conversation that took place, if any.

        :param participant: ``exit.interview.participant``, where each is heard alone
        """
        sessions = self._get_sessions_of(participant)
        held = sessions.filtered(lambda session: session.state == "held")
        return held.sorted(lambda session: (session.date_start, session.id))[-1:]

    def _get_first_held_session(self, participant=None):
        """Return the latest conversation that took place and is no follow-up.

        :param participant: ``exit.interview.participant``, where each is heard alone
        """
        held = self._get_held_session(participant)
        return held.previous_id or held
