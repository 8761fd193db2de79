# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewStep(models.TransientModel):
    """Asks what a step of a case needs, then lets the case do it."""

    _name = "exit.interview.step"
    _description = "Step of an exit interview case"

    step = fields.Selection(
        selection=[
            ("offer", "Offer the interview"),
            ("reply", "Record the reply"),
            ("assign", "Assign an interviewer"),
            ("schedule", "Plan the conversation"),
            ("held", "Record that it took place"),
            ("cancel_session", "Cancel the conversation"),
            ("confirm", "Record how the record was confirmed"),
            ("outcome_sent", "Record that the leaver was told"),
            ("not_required", "No interview needed"),
            ("retained", "Stays after all"),
            ("cancel", "Withdraw the notice"),
            ("decide", "Decide what is offered"),
            ("keep", "Keep the case"),
            ("survey", "Record that the survey came back"),
        ],
        required=True,
        readonly=True,
    )
    case_ids = fields.Many2many(
        comodel_name="exit.interview",
        string="Cases",
        required=True,
        default=lambda self: self._default_case_ids(),
    )
    route = fields.Selection(
        selection=lambda self: [
            (value, label)
            for value, label in self._get_case_selection("route")
            if value != "consider"
        ],
        string="What is offered",
    )
    channel = fields.Selection(
        selection=lambda self: self._get_case_selection("offer_channel"),
        string="How",
        default="mail",
    )
    reply = fields.Selection(selection=lambda self: self._get_case_selection("reply"))
    interviewer_id = fields.Many2one(
        comodel_name="res.users",
        domain=lambda self: [
            (
                "all_group_ids",
                "in",
                self.env.ref("exit_interview.group_interviewer").ids,
            )
        ],
    )
    independence_reason = fields.Text(
        string="If not independent, why this person",
        help="Needed only if the person is in the leaver's line of management.",
    )
    date_start = fields.Datetime(string="Start")
    date_end = fields.Datetime(string="End")
    mode = fields.Selection(
        selection=lambda self: self.env["exit.interview.session"]
        ._fields["mode"]
        ._description_selection(self.env),
        string="In which way",
        default="in_person",
    )
    location = fields.Char(string="Where, or how to connect")
    companion = fields.Char(string="Who comes along")
    how = fields.Selection(
        selection=lambda self: self._get_case_selection("confirm_how"),
        string="Confirmed",
    )
    date = fields.Date(default=fields.Date.context_today)
    reason = fields.Text()
    rebook_date = fields.Datetime(string="New date")

    @api.model
    def _default_case_ids(self):
        if self.env.context.get("active_model") == "exit.interview":
            return self.env["exit.interview"].browse(self.env.context["active_ids"])
        return self.env["exit.interview"]

    @api.model
    def _get_case_selection(self, name):
        return self.env["exit.interview"]._fields[name]._description_selection(self.env)

    @api.model
    def default_get(self, fields):
        """Override of the ORM: start from what is planned already."""
        vals = super().default_get(fields)
        cases = self._default_case_ids()
        if len(cases) == 1:
            session = cases._get_planned_session()
            vals |= {
                name: session[name]
                for name in ("date_start", "mode", "location", "companion")
                if name in fields and session[name]
            }
            if "interviewer_id" in fields:
                vals["interviewer_id"] = cases.interviewer_id.id
            if vals.get("step") == "decide" and cases.is_promotion:
                # An interview may not be needed (L-13); the coordinator decides.
                vals |= {"route": "none", "reason": self.env._("Promotion")}
        return vals

    def action_apply(self):
        """Do the step on the cases.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        getattr(self, f"_apply_{self.step}")()
        return {"type": "ir.actions.act_window_close"}

    def _apply_offer(self):
        self.case_ids.action_offer(self.channel)

    def _apply_reply(self):
        self.case_ids.action_record_reply(self.reply, self.reason)

    def _apply_assign(self):
        self.case_ids.action_assign(self.interviewer_id.id, self.independence_reason)

    def _apply_schedule(self):
        self.case_ids.action_schedule(
            self.date_start,
            self.mode,
            self.location,
            self.interviewer_id.id,
            self.companion,
        )

    def _apply_held(self):
        sessions = self.case_ids._get_planned_session()
        sessions.action_mark_held(self.date_start, self.date_end)

    def _apply_cancel_session(self):
        sessions = self.case_ids._get_planned_session()
        sessions.action_cancel(self.reason, self.rebook_date)

    def _apply_confirm(self):
        self.case_ids.action_confirm(self.how, self.date)

    def _apply_outcome_sent(self):
        self.case_ids.action_outcome_sent(self.date)

    def _apply_not_required(self):
        self.case_ids.action_not_required(self.reason)

    def _apply_retained(self):
        self.case_ids.action_mark_retained(self.reason)

    def _apply_cancel(self):
        self.case_ids.action_cancel(self.reason)

    def _apply_decide(self):
        self.case_ids.action_decide_route(self.route, self.reason)

    def _apply_keep(self):
        self.case_ids.action_keep(self.reason)

    def _apply_survey(self):
        self.case_ids.action_record_survey(self.date)
