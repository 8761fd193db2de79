# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.exit_interview.models.local_date import get_today

from .exit_interview_child_people_mixin import ROLE_GROUPS


class ExitInterviewAgreement(models.Model):
    """Whether a young person can be asked, was asked, and what they said.

    The social worker decides on feasibility where there is a significant learning
    disability, and asks everybody; the Children's Services Manager may record both.

    Requirement: C-09, C-10, C-12, C-13.
    """

    _name = "exit.interview.agreement"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.duty.mixin",
        "exit.interview.state.mixin",
    ]
    _description = "Agreement of a young person"
    _order = "id desc"

    _state_steps = {
        "feasible": {"asked", "closed"},
        "asked": {"closed"},
        "closed": {"closed"},
    }

    child_id = fields.Many2one(
        related="case_id.child_id", store=True, precompute=True, index=True
    )
    social_worker_id = fields.Many2one(
        related="case_id.social_worker_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    state = fields.Selection(
        selection=[
            ("feasible", "Feasibility to be decided"),
            ("asked", "To be asked"),
            ("closed", "Answered"),
        ],
        default="asked",
        required=True,
        readonly=True,
        index=True,
    )
    case_state = fields.Selection(related="case_id.state", string="State of the case")
    feasible = fields.Selection(
        selection=[("yes", "Feasible"), ("no", "Not feasible")], readonly=True
    )
    feasible_reason = fields.Text(
        string="Why it is, or is not, feasible", readonly=True
    )
    date_feasible = fields.Date(string="Decided on", readonly=True)
    agreement = fields.Selection(
        selection=[("yes", "Would like to talk"), ("no", "Would rather not")],
        string="What the young person says",
        readonly=True,
    )
    agreement_how = fields.Selection(
        selection=[
            ("talk", "In a talk"),
            ("phone", "By telephone"),
            ("supported", "With somebody who helps them to communicate"),
            ("observed", "From how they show what they like"),
        ],
        string="How they were asked",
        readonly=True,
    )
    date_agreement = fields.Date(string="Asked on", readonly=True)
    date_read = fields.Date(
        string="Read on",
        readonly=True,
        help="When the Children's Services Manager learned that there will be no "
        "conversation.",
    )
    # what is needed to ask, from records that this reader may see
    leaver_name = fields.Char(string="Initials or alias", compute="_compute_move")
    age_at_notice = fields.Integer(string="Age", compute="_compute_move")
    home_name = fields.Char(string="Home", compute="_compute_move")
    date_departure = fields.Date(string="Day of the move", compute="_compute_move")
    can_answer = fields.Boolean(compute="_compute_can_answer")
    can_read = fields.Boolean(compute="_compute_can_answer")

    _case_uniq = models.Constraint(
        "UNIQUE(case_id)", "This young person is being asked already."
    )

    # === COMPUTES === #

    @api.depends_context("uid")
    @api.depends("case_id")
    def _compute_move(self):
        for agreement in self:
            # Who may read the agreement has to know whom to ask, before which day.
            case_sudo = agreement.sudo().case_id
            agreement.leaver_name = case_sudo.leaver_name
            agreement.age_at_notice = case_sudo.age_at_notice
            agreement.home_name = case_sudo.home_name
            agreement.date_departure = case_sudo.date_departure

    @api.depends_context("uid")
    @api.depends("state", "date_read", "case_state")
    def _compute_can_answer(self):
        for agreement in self:
            agreement.can_read = agreement._is_unread() and agreement._is_actor(
                "coordinator"
            )
            agreement.can_answer = agreement._is_open_to_answers() and (
                agreement._is_actor("social_worker")
                or agreement._is_actor("coordinator")
            )

    # === ACCESS === #

    def _is_actor(self, actor):
        """Override of the case mixin: the child's own social worker."""
        self.ensure_one()
        if actor == "social_worker":
            return self.social_worker_id == self.env.user
        return super()._is_actor(actor)

    def _check_asks(self):
        """Check that the user asks this young person, and that it is not over.

        Only then are the address and what else is on the young person's record theirs
        to read and to write, whoever worked for them before.

        Requirement: C-12, C-15, P-08.

        :raise AccessError: if it is somebody else's, or they are shut out
        :raise UserError: if nothing is to be asked any more
        """
        self._check_actor("social_worker", "coordinator")
        for agreement in self:
            # Compared to refuse; nothing of it is shown.
            agreement_sudo = agreement.sudo()
            if self.env.user in agreement_sudo.child_id.conflict_user_ids:
                raise self._make_access_error()
            if not agreement._is_open_to_answers():
                agreement_sudo._check_can_be_asked("yes")

    # === STEPS === #

    @api.model
    def _open(self, cases):
        """Open what new cases of children have to settle first; idempotent.

        :param cases: ``exit.interview`` records of children, as superuser
        """
        known = self.search([("case_id", "in", cases.ids)]).case_id
        return self.create(
            [
                {
                    "case_id": case.id,
                    "state": "feasible"
                    if case.child_id.has_learning_disability
                    else "asked",
                }
                for case in cases - known
            ]
        )

    def action_record_feasible(self, feasible="", reason=False):
        """Record whether a conversation is feasible; a no ends the case.

        Requirement: C-09.

        :param str feasible: `yes` or `no`
        :param str reason: why; kept with the case
        :return: True
        :raise UserError: if it is not to be decided any more
        """
        self._check_actor("social_worker", "coordinator")
        self._check_value("feasible", feasible)
        what = self.env._("the reason")
        self._check_text(reason, what)
        reason = self._read_line(reason, what, 2000)
        # The caller was checked; nobody writes into an agreement by hand.
        for agreement in self.sudo():
            if agreement.state != "feasible" or not agreement._is_waiting():
                raise UserError(
                    self.env._("%s: this is settled already.", agreement.display_name)
                )
            agreement._set_state(
                "asked" if feasible == "yes" else "closed",
                feasible=feasible,
                feasible_reason=reason,
                date_feasible=get_today(self),
            )
            if feasible == "no":
                agreement.case_id._end_not_feasible(reason)
        label = dict(self._fields["feasible"]._description_selection(self.env))
        cases = self.sudo().case_id
        cases._log("feasible_decided", label[feasible])
        cases.duty_update()
        return True

    def action_record_agreement(
        self, agreement="", how="", date=False, reason=False, wish=False
    ):
        """Record what the young person says; a yes lets an interviewer be found.

        A no that turns into a yes later opens the case again.

        Requirement: C-10, C-12, C-13.

        :param str agreement: `yes` or `no`
        :param str how: a value of ``agreement_how``
        :param date: the day they were asked; today if empty
        :param str reason: only if they gave one; nobody asks
        :param str wish: whom they would like to talk to, in their words
        :return: True
        :raise UserError: before it is feasible, or once they were interviewed
        """
        self._check_actor("social_worker", "coordinator")
        self._check_value("agreement", agreement)
        self._check_value("agreement_how", how)
        date = self._read_date(date, self.env._("the talk")) or get_today(self)
        reason = self._read_line(reason, self.env._("the reason"), 2000)
        wish = self._read_line(wish, self.env._("the wishes"), 300)
        if date > get_today(self):
            raise UserError(self.env._("The day of the talk lies ahead."))
        # The caller was checked; nobody writes into an agreement by hand.
        for record in self.sudo():
            record._check_can_be_asked(agreement)
            record._set_state(
                "closed", agreement=agreement, agreement_how=how, date_agreement=date
            )
            record.case_id._follow_agreement(agreement, date, reason, wish)
        label = dict(self._fields["agreement"]._description_selection(self.env))
        cases = self.sudo().case_id
        cases._log("agreement_recorded", label[agreement])
        cases.duty_update()
        return True

    def action_read(self):
        """Note that the Children's Services Manager knows: there is no conversation.

        Requirement: C-13.

        :return: True
        """
        self._check_actor("coordinator")
        # The caller was checked; nobody writes into an agreement by hand.
        self.sudo()._note_read()
        return True

    def _note_read(self):
        """Note that nobody has to be told any more; as superuser, after the checks."""
        unread = self.filtered(lambda agreement: agreement._is_unread())
        unread.write({"date_read": get_today(self)})
        unread.duty_update()

    def _is_unread(self):
        """Return whether it ended without a conversation, and the manager has not read.

        Requirement: C-13.

        :rtype: bool
        """
        self.ensure_one()
        # Whoever may read the agreement is told whether somebody has to.
        case_sudo = self.sudo().case_id
        return (
            not self.date_read
            and case_sudo.state == "done"
            and case_sudo.outcome in ("declined", "not_feasible")
        )

    def _is_waiting(self):
        """Return whether the case waits for what is recorded here."""
        self.ensure_one()
        case = self.case_id
        return case.state == "new" and case.route == "interview"

    def _is_open_to_answers(self):
        """Return whether an answer can be recorded, for the first time or anew."""
        self.ensure_one()
        # Whoever may read the agreement is told whether it is still open.
        agreement_sudo = self.sudo()
        if agreement_sudo.state != "closed":
            return agreement_sudo._is_waiting()
        return agreement_sudo.agreement == "no" and (
            agreement_sudo.case_id.outcome == "declined"
        )

    def _check_can_be_asked(self, answer):
        """Check that an answer can be recorded now.

        :param str answer: `yes` or `no`
        :raise UserError: saying what comes first
        """
        self.ensure_one()
        if self.state == "feasible" and self._is_waiting():
            raise UserError(
                self.env._(
                    "%s: say first whether a conversation is feasible.",
                    self.display_name,
                )
            )
        changes_mind = self.agreement == "no" and answer == "yes"
        if self.state == "closed" and not (changes_mind and self._is_open_to_answers()):
            raise UserError(
                self.env._(
                    "%s: the answer is recorded. A young person who changes their "
                    "mind tells the interviewer, or the Children's Services Manager.",
                    self.display_name,
                )
            )
        if self.state != "closed" and not self._is_waiting():
            raise UserError(
                self.env._(
                    "%s: nothing is to be asked here now. The Children's Services "
                    "Manager knows why.",
                    self.display_name,
                )
            )

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of the duty mixin: decide, then ask, each within its days."""
        self.ensure_one()
        case, policy = self.case_id, self.case_id.policy_id
        plan = policy._plan_working_days
        if self._is_unread():
            due = plan(policy.decide_days, case.date_closed or get_today(self))
            return [self._prepare_duty("no_talk", "coordinator", due)]
        if self.state == "closed" or not self._is_waiting():
            return []
        if self.state == "feasible":
            due = plan(policy.feasible_days, case.date_notified)
            return [self._prepare_duty("feasible", "social_worker", due)]
        due = plan(policy.agreement_days, self.date_feasible or case.date_notified)
        return [self._prepare_duty("agreement", "social_worker", due)]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: dropped where the case ended without it."""
        self.ensure_one()
        done = {"feasible": self.feasible, "no_talk": self.date_read}
        return not done.get(kind, self.agreement)

    def _pass_on_duty(self, duty, user, reason):
        """Override of the duty mixin: another social worker asks."""
        self.ensure_one()
        self.case_id._check_not_shut_out(user)
        self._check_can_ask(user)
        self.case_id.write({"social_worker_id": user.id})
        self.case_id._log("delegated", f"{duty.display_name} → {user.name}")
        self.duty_update()

    def _check_can_ask(self, user):
        """Check that somebody may ask this young person: a social worker.

        :param user: ``res.users`` record
        :raise UserError: asking for somebody else
        """
        self.ensure_one()
        case = self.case_id
        group = ROLE_GROUPS["social_worker_id"]
        if (
            not user.has_group(group)
            or user in case._get_home_managers() | case.officer_id
            or self.company_id not in user.with_env(self.env).company_ids
        ):
            raise UserError(
                self.env._(
                    "%(reference)s: %(user)s cannot ask this young person. Choose a "
                    "social worker who has nothing to do with the home.",
                    reference=self.display_name,
                    user=user.name,
                )
            )
