# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models.exit_interview_policy_review import ANSWERS


class ExitInterviewPolicyStep(models.TransientModel):
    """Asks for what a step of the policy needs, and takes it."""

    _name = "exit.interview.policy.step"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Step of a policy"

    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    step = fields.Selection(
        selection=[
            ("publish", "Publish a new version"),
            ("review", "Record the review"),
            ("inform", "Record how staff were told"),
            ("holidays", "Load public holidays"),
            ("closing_day", "Add a single day"),
        ],
        required=True,
        default="publish",
    )
    # publish
    version = fields.Char()
    approved_by = fields.Char(string="Approved by")
    date_approved = fields.Date(string="Approved on", default=fields.Date.context_today)
    summary = fields.Text(string="What changes")
    date_review_due = fields.Date(string="Next review due")
    # review, inform
    review_note = fields.Text(string="What the review found")
    conducted = fields.Selection(
        selection=ANSWERS, string="Are interviews conducted as they should be?"
    )
    planning = fields.Selection(
        selection=ANSWERS, string="Does what people said reach planning?"
    )
    is_told_apart = fields.Boolean(related="policy_id.is_told_apart")
    audience = fields.Selection(
        selection=[("staff", "Staff"), ("people", "Those the policy is for")],
        string="Who was told",
        required=True,
        default="staff",
    )
    informed_how = fields.Char(string="How they were told")
    date_informed = fields.Date(string="Told on", default=fields.Date.context_today)
    # holidays
    year = fields.Integer()
    last_year = fields.Integer(string="Up to")
    holiday_years = fields.Char(related="policy_id.holiday_years")
    day = fields.Date()
    day_name = fields.Char(string="Why nobody works")

    @api.model
    def default_get(self, fields):
        """Override of the ORM: begin with the next review and the year that lacks."""
        values = super().default_get(fields)
        policy = self.env["exit.interview.policy"].browse(values.get("policy_id"))
        if policy:
            today = policy._get_local_date()
            year = today.year
            while year in policy._get_holiday_years():
                year += 1
            values |= {
                "year": year,
                "last_year": max(year, today.year + 1),
                "date_review_due": policy._get_next_review(today),
                "approved_by": policy.approved_by,
                "audience": (policy._get_untold() or ["staff"])[0],
            }
        return values

    def action_apply(self):
        """Take the step; the policy checks again who asks.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        policy = self.policy_id
        if self.step == "publish":
            policy.action_publish_version(
                self.version,
                self.approved_by,
                self.date_approved,
                self.summary,
                self.date_review_due,
            )
        elif self.step == "review":
            policy.action_record_review(
                self.review_note, self.date_review_due, self.conducted, self.planning
            )
        elif self.step == "inform":
            policy.action_record_informed(
                self.informed_how, self.date_informed, self.audience
            )
        elif self.step == "holidays":
            policy.action_load_holidays(self.year, self.last_year)
        else:
            policy.action_add_holiday(self.day, self.day_name)
        return {"type": "ir.actions.act_window_close"}
