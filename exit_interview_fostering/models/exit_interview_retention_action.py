# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.exit_interview.models.local_date import get_today


class ExitInterviewRetentionAction(models.Model):
    """What was agreed in a talk about staying: who does what, by when.

    Written with the talk; whoever owes it sees this one line and reports it done.

    Requirement: S-06.
    """

    _name = "exit.interview.retention.action"
    _inherit = ["exit.interview.record.mixin", "exit.interview.household.duty.mixin"]
    _description = "Action of a talk about staying"
    _order = "date_due, id"

    talk_id = fields.Many2one(
        comodel_name="exit.interview.retention.talk",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="talk_id.company_id", store=True, index=True)
    reader_id = fields.Many2one(
        related="talk_id.reader_id", store=True, index="btree_not_null"
    )
    holder_id = fields.Many2one(
        related="talk_id.holder_id", store=True, index="btree_not_null"
    )
    case_id = fields.Many2one(
        related="talk_id.case_id", store=True, index="btree_not_null"
    )
    case_interviewer_id = fields.Many2one(
        related="talk_id.case_interviewer_id",
        string="Interviewer of the case",
        store=True,
        index="btree_not_null",
    )
    name = fields.Char(
        string="What", required=True, help="In words that name no child."
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
    date_done = fields.Date(string="Done on", readonly=True)

    @api.depends("talk_id.name")
    def _compute_display_name(self):
        for action in self:
            # A reference tells nothing, and whoever owes it may see it.
            reference = action.sudo().talk_id.name
            action.display_name = self.env._("%s: action", reference)

    def _describe(self):
        """Return the action in words: what, who, by when, done or not.

        :rtype: str
        """
        self.ensure_one()
        format_day = self.env["exit.interview"]._format_date
        vals = {
            "what": self.name,
            "who": self.sudo().owner_id.name,
            "day": format_day(self.date_done or self.date_due),
        }
        if self.date_done:
            return self.env._("%(what)s (%(who)s, done on %(day)s)", **vals)
        return self.env._("%(what)s (%(who)s, by %(day)s)", **vals)

    # === ACCESS === #

    def _is_actor(self, actor):
        """Override of the record mixin: who owes it, and who writes the talk."""
        self.ensure_one()
        if actor == "owner":
            return self.owner_id == self.env.user
        if actor == "service":
            return self.has_access("write")
        return super()._is_actor(actor)

    # === CRUD: written with the talk === #

    @api.model
    def _get_user_writable_fields(self):
        return super()._get_user_writable_fields() | {"name", "owner_id", "date_due"}

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the record mixin: whoever writes the talk agrees actions."""
        if self.env.su:
            actions = super().create(vals_list)
        else:
            self.browse().check_access("create")
            allowed = self._get_user_writable_fields() | {"talk_id"}
            if any(set(vals) - allowed for vals in vals_list):
                raise UserError(self.env._("Give what is done, by whom and by when."))
            talks = self._read_ids(
                "exit.interview.retention.talk",
                [vals.get("talk_id") for vals in vals_list],
                self.env._("talk"),
            )
            talks.sudo(False).check_access("write")
            # Checked: the talk is the user's to write, and so are these fields.
            actions = super(ExitInterviewRetentionAction, self.sudo()).create(vals_list)
            actions = actions.sudo(False)
        actions.duty_update()
        return actions

    def write(self, vals):
        """Override of the record mixin: another person or day moves the duty."""
        result = super().write(vals)
        if {"owner_id", "date_due"} & set(vals):
            self.duty_update()
        return result

    def unlink(self):
        """Override of the ORM: who writes the talk takes back what is not done yet."""
        if self.env.su:
            return super().unlink()
        self.check_access("unlink")
        actions_sudo = self.sudo()
        actions_sudo._get_open_duties()._close("void")
        # Checked: the talk is the user's to write; what is done stays.
        return super(ExitInterviewRetentionAction, actions_sudo).unlink()

    def _is_removable(self):
        """Override of the record mixin: what is done stays."""
        return not self.date_done

    # === STEPS === #

    def action_done(self):
        """Report actions as done.

        :return: True
        """
        self._check_actor("owner", "service")
        # Who owes it was checked; they have no right to write.
        for action in self.sudo().filtered(lambda action: not action.date_done):
            action.date_done = get_today(action)
        self.duty_update()
        return True

    # === DUTIES === #

    def _get_duty_household(self):
        """Override: the household of the talk."""
        return self.talk_id.household_id

    def _get_duty_reference(self):
        """Override: the reference of the talk."""
        return self.talk_id.name

    def _get_duty_action(self, kind):
        """Override: whoever reads the talk does what was agreed from there."""
        self.ensure_one()
        talk = self.talk_id
        if talk.has_access("read"):
            return talk._get_duty_action(kind)
        return super()._get_duty_action(kind)

    def _get_expected_duties(self):
        """Override of the duty mixin: owed by whoever took it on."""
        self.ensure_one()
        if self.date_done or not self._get_duty_policy():
            return []
        role = "supervising_social_worker"
        return [self._prepare_duty("act", role, self.date_due, self.owner_id)]
