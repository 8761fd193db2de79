# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewQuery(models.Model):
    """A question of a recipient to the coordinator, and its answer.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | recipient   | ask; read their own, as long as the copy is theirs              |
    | coordinator | read, answer, allow somebody else to answer the copy            |
    | anybody else| nothing                                                         |
    +-------------+-----------------------------------------------------------------+
    """

    _name = "exit.interview.query"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.state.mixin",
        "exit.interview.duty.mixin",
    ]
    _description = "Question about a copy"
    _order = "id desc"

    _state_steps = {"open": {"answered"}, "answered": set()}

    case_id = fields.Many2one(
        related="share_id.case_id", store=True, precompute=True, required=True
    )
    share_id = fields.Many2one(
        comodel_name="exit.interview.share",
        string="Copy",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    share_reader_id = fields.Many2one(
        related="share_id.reader_id",
        string="Reader of the copy",
        store=True,
        index="btree_not_null",
    )
    kind = fields.Selection(
        selection=[
            ("question", "Question"),
            ("delegate", "Somebody else should answer"),
        ],
        string="About",
        required=True,
        readonly=True,
        default="question",
    )
    text = fields.Text(string="Question", required=True, readonly=True)
    asker_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date_asked = fields.Datetime(
        string="Asked on", required=True, readonly=True, default=fields.Datetime.now
    )
    proposed_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who should answer instead",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    answer = fields.Text(readonly=True)
    answered_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Answered by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date_answered = fields.Datetime(string="Answered on", readonly=True)
    state = fields.Selection(
        selection=[("open", "Open"), ("answered", "Answered")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("case_id.name")
    def _compute_display_name(self):
        for query in self:
            # The reference and a neutral word only (decision 7).
            query.display_name = self.env._("%s: question", query.sudo().case_id.name)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for query in self:
            query.can_answer = query.state == "open" and query._is_actor("coordinator")

    # === STEPS === #

    def action_answer(self, text):
        """Answer; whoever asked is told that something waits for them.

        :param str text: the answer
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(text, self.env._("the answer"))
        text = self._read_line(text, self.env._("The answer"))
        self.sudo()._answer(text)
        return True

    def action_allow(self):
        """Let the proposed person answer the copy instead (kind `delegate`).

        :return: True
        """
        self._check_actor("coordinator")
        self._check_step("answered")
        for query in self.sudo().filtered(lambda query: query.kind == "delegate"):
            user = query._read_choice_of_user(
                query.proposed_user_id.id, self.env._("Who answers instead")
            )
            query.share_id._check_can_pass_to(user)
            query._answer(self.env._("Agreed."))
            query.share_id._delegate(user)
        return True

    def _answer(self, text):
        self._set_state(
            "answered",
            answer=text,
            answered_by_id=self.env.uid,
            date_answered=fields.Datetime.now(),
        )
        Reminder = self.env["exit.interview.reminder"]
        for query in self:
            query.case_id._log("answered", query.share_id.role_label)
            waiting = query.share_id._get_open_duties().filtered(
                lambda duty, asker=query.asker_id: duty.user_id == asker
            )
            for duty in waiting:
                Reminder._queue(duty, f"answer_{query.id}", query.date_answered)
        self.duty_update()

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of the duty mixin: an open question waits for the coordinator."""
        self.ensure_one()
        share = self.share_id
        if self.state != "open" or share.reader_id != self.asker_id:
            return []
        policy = self._get_duty_policy()
        due = policy._plan_working_days(policy.query_days, self.date_asked)
        return [self._prepare_duty("answer", "coordinator", due)]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: a copy that is closed asks nothing any more."""
        self.ensure_one()
        return self.state == "open"
