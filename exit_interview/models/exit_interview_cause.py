# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .local_date import get_today


class ExitInterviewCause(models.Model):
    """The same cause again: several people, one theme, one service, within months.

    People are counted, not remarks. Only coordinators see the list; which people they
    are stands in the findings, as far as the coordinator may see those.

    Requirement: F-03, A-29.
    """

    _name = "exit.interview.cause"
    _inherit = [
        "exit.interview.population.mixin",
        "exit.interview.record.mixin",
        "exit.interview.state.mixin",
        "exit.interview.policy.duty.mixin",
    ]
    _description = "Same cause again"
    _order = "state, date_reached desc, id desc"

    _state_steps = {"open": {"seen"}, "seen": {"open"}}

    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="policy_id.company_id", store=True, precompute=True, index=True
    )
    theme_id = fields.Many2one(
        comodel_name="exit.interview.theme",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Service",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    people = fields.Integer(
        readonly=True,
        help="Different people with an approved worry of this theme; many remarks of "
        "one person count once.",
    )
    people_seen = fields.Integer(string="People when last seen", readonly=True)
    date_reached = fields.Date(string="Reached on", readonly=True, required=True)
    months = fields.Integer(related="policy_id.cause_months", string="Within months")
    state = fields.Selection(
        selection=[("open", "To look at"), ("seen", "Looked at")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    note = fields.Text(
        string="What follows from it",
        readonly=True,
        help="What will be done about the cause, or why it is left as it is.",
    )

    _cause_uniq = models.UniqueIndex(
        "(policy_id, theme_id, COALESCE(department_id, 0))",
        "This cause is on the list already.",
    )

    @api.depends("theme_id")
    def _compute_display_name(self):
        for cause in self:
            cause.display_name = cause.theme_id.display_name

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "coordinator":
            group = self._get_coordinator_group(self.sudo().population)
            return self.env.user.has_group(group)
        return super()._is_actor(actor)

    # === COUNT === #

    @api.model
    def _look_again(self, findings):
        """Count anew where these findings were approved or withdrawn.

        Called by steps that checked their caller, as superuser.

        :param findings: ``exit.interview.finding``
        """
        worries = findings.filtered(lambda finding: finding.kind == "worry")
        for key in dict.fromkeys(
            (finding.case_id.policy_id, finding.theme_id, finding.department_id)
            for finding in worries
        ):
            self.sudo()._count(*key)

    @api.model
    def _count(self, policy, theme, department):
        """Keep one cause up to date; open it when enough people, or more, said it."""
        people = self._count_people(policy, theme, department)
        cause = self.search(
            [
                ("policy_id", "=", policy.id),
                ("theme_id", "=", theme.id),
                ("department_id", "=", department.id),
            ]
        )
        is_reached = people >= policy.cause_people
        if not cause and is_reached:
            cause = self.create(
                {
                    "policy_id": policy.id,
                    "population": policy.population,
                    "theme_id": theme.id,
                    "department_id": department.id,
                    "people": people,
                    "date_reached": get_today(self),
                }
            )
        elif cause:
            vals = {"people": people}
            if is_reached and cause.state == "seen" and people > cause.people_seen:
                vals |= {"state": "open", "date_reached": get_today(self)}
            cause.write(vals)
        cause.duty_update()

    @api.model
    def _count_people(self, policy, theme, department):
        """Return how many different people said it within the policy's months.

        By departure, as reviews count: two adults of one household leave once.

        Requirement: A-29, A-30.

        :rtype: int
        """
        groups = self.env["exit.interview.finding"]._read_group(
            self._get_domain(policy, theme, department),
            [],
            ["case_id:count_distinct"],
        )
        return groups[0][0]

    @api.model
    def _get_domain(self, policy, theme, department):
        """Return the domain of the findings behind a cause.

        :rtype: ``odoo.fields.Domain``
        """
        since = get_today(self) - relativedelta(months=policy.cause_months)
        return Domain(
            [
                ("case_id.policy_id", "=", policy.id),
                ("theme_id", "=", theme.id),
                ("department_id", "=", department.id),
                ("kind", "=", "worry"),
                ("state", "=", "approved"),
                ("date_approved", ">=", since),
            ]
        )

    # === STEPS === #

    def action_settle(self, note):
        """Record what follows from a cause; it comes back when more people say it.

        :param str note: what will be done, or why not
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(note, self.env._("what follows from it"))
        note = self._read_line(note, self.env._("What follows from it"), 2000)
        self._check_step("seen")
        for cause in self.sudo():
            cause._set_state("seen", note=note, people_seen=cause.people)
        self.sudo().duty_update()
        return True

    def action_open_findings(self):
        """Open the findings behind the figure.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "exit_interview.exit_interview_finding_action"
        )
        domain = self._get_domain(self.policy_id, self.theme_id, self.department_id)
        return {**action, "domain": list(domain), "context": {}}

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of the duty mixin: a coordinator looks at what comes back."""
        self.ensure_one()
        policy = self.policy_id
        if self.state != "open" or self.people < policy.cause_people:
            return []
        due = policy._plan_working_days(policy.finding_days, self.date_reached)
        return [self._prepare_duty("cause", "coordinator", due)]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: fewer people than the policy asks for."""
        self.ensure_one()
        return self.state == "open"

    def _get_duty_reference(self):
        """Override of the duty mixin: words that tell nothing."""
        return self.env._("Findings")

    def _get_duty_user(self, role, user=None):
        """Override of the duty mixin: the coordinator of the service."""
        self.ensure_one()
        return self.env["exit.interview.policy.role"]._find_user(
            self.policy_id, "coordinator", self.department_id
        )

    def _log_duty(self, duty, event, user):
        """Override of the duty mixin: there is no case whose journal could tell."""
