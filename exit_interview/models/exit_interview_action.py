# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .local_date import get_today


class ExitInterviewAction(models.Model):
    """Something that will change: who, by when, how followed up, what came of it."""

    _name = "exit.interview.action"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.state.mixin",
        "exit.interview.action.loop.mixin",
        "exit.interview.duty.mixin",
    ]
    _description = "Exit interview action"
    _order = "date_due, id"

    _state_steps = {
        "proposed": {"open", "dropped"},
        "open": {"done", "dropped"},
        "done": set(),
        "dropped": set(),
    }

    case_id = fields.Many2one(
        related="share_id.case_id", store=True, precompute=True, required=True
    )
    reference = fields.Char(
        related="case_id.name",
        store=True,
        precompute=True,
        index=True,
        help="To search by; whoever sees this record may not see the case.",
    )
    share_id = fields.Many2one(
        comodel_name="exit.interview.share",
        required=True,
        index=True,
        ondelete="restrict",
    )
    share_reader_id = fields.Many2one(
        related="share_id.reader_id",
        string="Proposed by",
        store=True,
        index="btree_not_null",
    )
    share_approver_id = fields.Many2one(
        related="share_id.approver_id",
        string="Approved by",
        store=True,
        index="btree_not_null",
    )
    name = fields.Char(
        string="Action",
        required=True,
        help="What will be done, in words that name nobody.",
    )
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    date_due = fields.Date(string="By", required=True)
    state = fields.Selection(
        selection=[
            ("proposed", "Proposed"),
            ("open", "Open"),
            ("done", "Done"),
            ("dropped", "Dropped"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        index=True,
    )
    outcome = fields.Text(
        string="What came of it", readonly=True, help="What was done, and did it help?"
    )
    date_done = fields.Date(string="Done on", readonly=True)
    public_wording = fields.Text(
        readonly=True, help="Words for everybody, approved by a second person."
    )
    is_owner = fields.Boolean(compute="_compute_is_owner")

    @api.depends("case_id.name")
    def _compute_display_name(self):
        for action in self:
            reference = action.sudo().case_id.name
            action.display_name = self.env._("%s: action", reference)

    @api.depends("owner_id", "state")
    @api.depends_context("uid")
    def _compute_is_owner(self):
        for action in self:
            action.is_owner = action.owner_id == self.env.user

    @api.constrains("owner_id")
    def _check_owner(self):
        """Refuse owners who could never see the action (I-37)."""
        for action in self.sudo():
            owner = action.owner_id
            if not owner.active or owner.share:
                raise ValidationError(
                    self.env._("%s cannot take on an action here.", owner.name)
                )
            if owner in action.conflict_user_ids:
                raise ValidationError(
                    self.env._(
                        "%s cannot take on this action. Choose somebody else.",
                        owner.name,
                    )
                )

    # === CRUD: proposed by hand while the response is written === #

    @api.model
    def _get_user_writable_fields(self):
        return super()._get_user_writable_fields() | {"name", "owner_id", "date_due"}

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self.browse().check_access("create")
        allowed = self._get_user_writable_fields() | {"share_id"}
        shares = self.env["exit.interview.share"].browse(
            [vals.get("share_id") for vals in vals_list if vals.get("share_id")]
        )
        if len(shares) != len(vals_list) or any(
            set(vals) - allowed for vals in vals_list
        ):
            raise AccessError(
                self.env._("An action is proposed in the response to a copy.")
            )
        shares._check_actor("recipient")
        self._check_response_open(shares)
        # Checked: the author of the response, while it is being written.
        actions = super(ExitInterviewAction, self.sudo()).create(vals_list)
        actions._move_to_working_day()
        return actions.sudo(False)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        self._check_response_open(self.share_id)
        result = super().write(vals)
        # Checked: the author of the response; only the day just typed is moved.
        self.sudo()._move_to_working_day()
        return result

    def _move_to_working_day(self):
        """Move days on which nobody works to the next working day (I-41)."""
        for action in self:
            day = action.case_id.policy_id._get_working_day(action.date_due)
            if day != action.date_due:
                action.date_due = day

    @api.onchange("date_due")
    def _onchange_date_due(self):
        """Say so where a day is typed on which nobody works (I-41)."""
        # Recipients have no right on the policy; only its calendar is asked.
        policy = self.share_id.sudo().case_id.policy_id
        if not self.date_due or not policy:
            return None
        day = policy._get_working_day(self.date_due)
        if day == self.date_due:
            return None
        self.date_due = day
        return {
            "warning": {
                "title": self.env._("Not a working day"),
                "message": self.env._(
                    "Nobody works on that day: the action is due on the next working "
                    "day."
                ),
                "type": "notification",
            }
        }

    def unlink(self):
        if not self.env.su:
            self.check_access("unlink")
            self.share_id._check_actor("recipient")
            self._check_response_open(self.share_id)
            # Checked: a proposal that its author takes back before anybody saw it.
            return super(ExitInterviewAction, self.sudo()).unlink()
        return super().unlink()

    def _is_removable(self):
        """Override of the record mixin: only a proposal can be taken back."""
        return self.state == "proposed"

    @api.model
    def _check_response_open(self, shares):
        for share in shares:
            if not share.can_submit:
                raise UserError(
                    self.env._(
                        "%s: actions change only while the response is being written.",
                        share.display_name,
                    )
                )

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "owner":
            return self.owner_id == self.env.user
        if actor == "approver":
            return self.share_approver_id == self.env.user
        return super()._is_actor(actor)

    # === STEPS === #

    @api.model
    def _propose(self, share, actions):
        """Add the actions that came with a response.

        :param share: ``exit.interview.share`` record
        :param list[dict] actions: ``name``, ``owner_id``, ``date_due``
        """
        wanted = {"name", "owner_id", "date_due"}
        if not isinstance(actions, list) or any(
            not isinstance(values, dict) or set(values) != wanted for values in actions
        ):
            raise ValidationError(
                self.env._("An action has a name, an owner and a day.")
            )
        vals_list = []
        for values in actions:
            self._check_text(values["name"], self.env._("the action in words"))
            owner = self._read_choice_of_user(values["owner_id"], self.env._("Who"))
            date_due = self._read_date(values["date_due"], self.env._("the action"))
            if not date_due:
                raise ValidationError(self.env._("An action has a day to be done by."))
            vals_list.append(
                {
                    "name": self._read_line(values["name"], self.env._("Action"), 500),
                    "owner_id": owner.id,
                    "date_due": date_due,
                    "share_id": share.id,
                }
            )
        self.create(vals_list)._move_to_working_day()

    def _start(self):
        """Open proposed actions once their response is approved."""
        proposed = self.filtered(lambda action: action.state == "proposed")
        proposed._set_state("open")
        proposed.duty_update()

    def action_done(self, outcome):
        """Report an action as done.

        :param str outcome: what was done and whether it helped
        :return: True
        """
        self._check_actor("owner", "coordinator")
        self._check_text(outcome, self.env._("what came of it"))
        self._set_state("done", outcome=outcome, date_done=get_today(self))
        for action in self.sudo():
            action.case_id._log("action_closed")
        self.sudo().duty_update()
        return True

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of the duty mixin: owed by its owner, or to be decided on."""
        self.ensure_one()
        if self.state != "open":
            return []
        if self.cannot_reason:
            policy, share = self.case_id.policy_id, self.share_id
            due = policy._plan_working_days(policy.approval_days, self.date_cannot)
            role = share.approver_role or "coordinator"
            return [self._prepare_duty("reconsider", role, due, share.approver_id)]
        return [self._prepare_duty("act", "coordinator", self.date_due, self.owner_id)]

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: who approved the action sees to it."""
        self.ensure_one()
        share = self.share_id
        up = [(share.approver_role or "coordinator", share.approver_id)]
        return [*up, *super()._get_escalation_people(duty)]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: a dropped action was not done."""
        self.ensure_one()
        return self.state == "dropped"
