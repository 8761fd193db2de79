# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools.misc import format_date

from .local_date import get_today


class ExitInterviewReviewAction(models.Model):
    """Something the leadership agreed on a review; it comes back in the next one.

    Unlike ``exit.interview.action`` it belongs to no leaver and no copy.
    """

    _name = "exit.interview.review.action"
    _inherit = [
        "exit.interview.record.mixin",
        "exit.interview.state.mixin",
        "exit.interview.policy.duty.mixin",
    ]
    _description = "Action of a review"
    _order = "review_id, date_due, id"

    _state_steps = {"open": {"done", "dropped"}, "done": set(), "dropped": set()}

    review_id = fields.Many2one(
        comodel_name="exit.interview.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
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
    review_state = fields.Selection(
        related="review_id.state",
        string="State of the review",
        store=True,
        precompute=True,
    )
    name = fields.Char(string="Action", required=True, readonly=True)
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date_due = fields.Date(string="By", required=True, readonly=True)
    state = fields.Selection(
        selection=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    outcome = fields.Text(string="What came of it", readonly=True)
    date_done = fields.Date(string="Closed on", readonly=True)
    can_close = fields.Boolean(compute="_compute_can_close")

    @api.depends("review_id")
    def _compute_display_name(self):
        for action in self:
            action.display_name = self.env._("Exit interview review: action")

    @api.depends("state", "owner_id")
    @api.depends_context("uid")
    def _compute_can_close(self):
        for action in self:
            action.can_close = action.state == "open" and (
                action._is_actor("owner") or action._is_actor("coordinator")
            )

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "owner":
            return self.sudo().owner_id == self.env.user
        if actor == "coordinator":
            group = self.env["exit.interview"]._get_coordinator_group(
                self.sudo().population
            )
            return self.env.user.has_group(group)
        return super()._is_actor(actor)

    # === STEPS === #

    def action_done(self, outcome):
        """Report what came of an action.

        :param str outcome: what was done, and whether it helped
        :return: True
        """
        return self._close("done", outcome)

    def action_drop(self, outcome):
        """Give an action up.

        :param str outcome: why
        :return: True
        """
        return self._close("dropped", outcome)

    def _close(self, state, outcome):
        self._check_actor("owner", "coordinator")
        self._check_text(outcome, self.env._("what came of it"))
        outcome = self._read_line(outcome, self.env._("What came of it"), 2000)
        self._set_state(state, outcome=outcome, date_done=get_today(self))
        self.sudo().duty_update()
        return True

    def _get_words(self):
        """Return what a review prints of an action.

        :rtype: str
        """
        self.ensure_one()
        words = [
            self.env._(
                "%(action)s (%(owner)s, by %(day)s)",
                action=self.name,
                owner=self.owner_id.name,
                day=format_date(self.env, self.date_due, date_format="d MMMM y"),
            )
        ]
        return "\n".join([*words, self.outcome or ""]).strip()

    # === WHAT IS OWED === #

    def _get_duty_reference(self):
        """Override of the duty mixin."""
        return self.env._("Exit interview review")

    def _get_expected_duties(self):
        """Override of the duty mixin: owed by its owner."""
        self.ensure_one()
        if self.state != "open":
            return []
        return [self._prepare_duty("act", "coordinator", self.date_due, self.owner_id)]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: given up is not done."""
        self.ensure_one()
        return self.state == "dropped"

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: the coordinator, who presents the next review."""
        self.ensure_one()
        return [("coordinator", self.policy_id._find_reviewer())]
