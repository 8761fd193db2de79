# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools.misc import format_datetime


class ExitInterviewConcernRaise(models.TransientModel):
    """Asks what raising a concern needs, and says first what will happen."""

    _name = "exit.interview.concern.raise"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Pass on a concern"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    category = fields.Selection(
        selection=lambda self: self._get_concern_selection("category"),
        string="What it is about",
        required=True,
    )
    severity = fields.Selection(
        selection=lambda self: self._get_concern_selection("severity"),
        string="How serious",
        required=True,
        default="significant",
        help="Immediate danger is passed on at once. If somebody is in danger now, "
        "phone first: this does not replace the call.",
    )
    text = fields.Text(
        string="What others must know",
        required=True,
        help="The least they must know to act: what, who, where, when. Not the "
        "interview, and nothing the leaver said about anything else.",
    )
    named_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_concern_raise_named_rel",
        string="Who it is about",
        domain="[('share', '=', False)]",
        help="They lose all access to this case and hear nothing of the concern. "
        "Everything goes round them.",
    )
    reason = fields.Text(
        string="Why it is passed on",
        help="Why it cannot wait for the leaver's permission.",
    )
    rests_on = fields.Text(
        string="Rests on",
        compute="_compute_rests_on",
        store=True,
        readonly=False,
        precompute=True,
    )
    urgent = fields.Boolean(
        string="It cannot wait for a second person",
        help="You pass it on alone; the second person looks at it on the next working "
        "day.",
    )
    told = fields.Boolean(string="The leaver knows that I pass this on")
    date = fields.Datetime(
        string="When you learned of it",
        help="Only if it was not in the conversation: the clock counts from then.",
    )
    needs_reason = fields.Boolean(compute="_compute_way")
    way = fields.Text(string="What happens", compute="_compute_way")

    @api.model
    def _get_concern_selection(self, name):
        Concern = self.env["exit.interview.concern"]
        return Concern._fields[name]._description_selection(self.env)

    @api.depends("case_id")
    def _compute_rests_on(self):
        for wizard in self:
            # Interviewers have no right on the policy; its words are for them.
            wizard.rests_on = wizard.case_id.sudo().policy_id.concern_ground

    @api.depends("case_id", "named_user_ids", "severity", "urgent", "date", "told")
    def _compute_way(self):
        for wizard in self:
            way = wizard.case_id and wizard._get_way()
            wizard.needs_reason = way and way["basis"] == "override"
            wizard.way = way and "\n".join(way["lines"])

    def _get_way(self):
        """Return who will read it and what happens, as far as is known now.

        :return: ``basis`` and ``lines`` in words
        :rtype: dict
        """
        self.ensure_one()
        self.case_id._check_actor("coordinator", "interviewer")
        # Roles and permissions are looked up for whoever raises it; they see both.
        case = self.case_id.sudo()
        Concern = self.env["exit.interview.concern"].sudo()
        named = self.named_user_ids._origin
        policy = case.policy_id
        roles = [policy.concern_role, "monitoring_officer", "coordinator"]
        people = case._find_people(roles, named)
        if not people:
            return {"basis": "override", "lines": []}
        role, recipient = people[0]
        basis = Concern._get_basis(case, role)
        start = self.date or case._get_concern_start()
        moment = format_datetime(
            self.env,
            policy._plan_hours(policy.concern_hours, start),
            tz=policy.resource_calendar_id.tz,
            dt_format="EEEE d MMMM, HH:mm",
        )
        label = dict(Concern._selection_role())[role]
        lines = [
            self.env._(
                "It goes to %(name)s (%(role)s), who has to take it on by %(moment)s.",
                name=recipient.name,
                role=label,
                moment=moment,
            )
        ]
        if basis == "permission":
            lines.append(
                self.env._("The leaver lets this person read the record: it goes now.")
            )
        elif self.urgent or self.severity == "immediate":
            lines.append(
                self.env._(
                    "It goes now, on your word alone. A second person looks at it "
                    "afterwards."
                )
            )
        else:
            second = Concern._find_second(case, self.env.user | named, recipient)
            lines.append(
                self.env._(
                    "First %s reads it and says whether it may be passed on "
                    "without the leaver's permission.",
                    second.name or recipient.name,
                )
            )
        if not self.told:
            lines.append(
                self.env._(
                    "The leaver is told that something was passed on, unless that "
                    "would not be safe."
                )
            )
        return {"basis": basis, "lines": lines}

    def _get_details(self):
        """Return what a population asks besides, for ``raise_concern``.

        :rtype: dict
        """
        self.ensure_one()
        return {}

    def action_apply(self):
        """Raise the concern.

        :return: close the dialog and say so
        :rtype: dict
        """
        self.ensure_one()
        self.env["exit.interview.concern"].raise_concern(
            self.case_id.id,
            self.category,
            self.text,
            self.date,
            severity=self.severity,
            named_ids=self.named_user_ids.ids,
            reason=(self.reason or "") if self.needs_reason else None,
            rests_on=self.rests_on,
            urgent=self.urgent,
            told=self.told,
            details=self._get_details(),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The concern is recorded. Those who must act have been told that "
                    "something waits for them."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
