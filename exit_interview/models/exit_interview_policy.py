# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ExitInterviewPolicy(models.Model):
    """One organisation's rules for one population: every number and address it uses."""

    _name = "exit.interview.policy"
    _inherit = [
        "exit.interview.population.mixin",
        "exit.interview.policy.outcome.mixin",
    ]
    _description = "Exit interview policy"
    _order = "company_id, population"
    _check_company_auto = True

    name = fields.Char(string="Title", required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    # document control (L-01, L-02)
    version = fields.Char(default="1", required=True)
    purpose = fields.Text(translate=True)
    responsible_id = fields.Many2one(
        comodel_name="res.users",
        ondelete="restrict",
        help="The person who answers for this policy, such as a head of service.",
    )
    approved_by = fields.Char(help="The body or person that approved this version.")
    date_approved = fields.Date(string="Approved on")
    date_legal_review = fields.Date(string="Legal review on")
    date_review_due = fields.Date(string="Review due")
    # when it starts
    date_go_live = fields.Date(
        string="Go-live date",
        required=True,
        default=fields.Date.context_today,
        help="Departures before this day open no case by themselves; they wait in the "
        "list of departures without a case.",
    )
    grace_days = fields.Integer(
        string="Grace period (days)",
        help="Nothing is sent to a leaver until this many calendar days after the "
        "notice, so that a departure entered by mistake can be withdrawn quietly.",
    )
    # deadlines
    resource_calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working calendar",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.company.resource_calendar_id,
        help="Working days and public holidays that deadlines are counted by.",
    )
    offer_days = fields.Integer(
        string="Offer within",
        default=5,
        help="Working days from the notice to the offer of an interview.",
    )
    reply_days = fields.Integer(
        string="Ask for a reply after",
        default=5,
        help="Working days from the offer until somebody asks how the leaver decided.",
    )
    interview_days = fields.Integer(
        string="Interview within",
        default=15,
        help="Working days from the leaver's yes to the interview.",
    )
    check_days = fields.Integer(
        string="Record checked within",
        default=10,
        help="Working days for the leaver to read, correct and confirm the record.",
    )
    share_days = fields.Integer(
        string="Share within",
        default=3,
        help="Working days from the confirmed record to the copies for its recipients.",
    )
    response_days = fields.Integer(
        string="Response within",
        default=15,
        help="Working days from the day the copy is sent to the manager's response.",
    )
    approval_days = fields.Integer(
        string="Approval within",
        default=5,
        help="Working days from the response to its approval, or from its return to "
        "the new response.",
    )
    outcome_days = fields.Integer(
        string="Outcome told within",
        default=10,
        help="Working days from the last approved response until the leaver is told "
        "what came of it.",
    )
    outcome_letter = fields.Boolean(
        string="Owe every interviewed leaver an outcome letter",
        default=True,
    )
    # questionnaire and circulation
    questionnaire_id = fields.Many2one(
        comodel_name="exit.interview.questionnaire",
        string="Interview questionnaire",
        ondelete="restrict",
        domain="[('population', '=', population), ('state', '=', 'published'),"
        " ('kind', '=', 'interview')]",
        help="The published questions of a full interview. Sessions that have started "
        "keep the version they started with.",
    )
    recipient_ids = fields.One2many(
        comodel_name="exit.interview.policy.recipient",
        inverse_name="policy_id",
        string="Recipients",
    )
    role_ids = fields.One2many(
        comodel_name="exit.interview.policy.role",
        inverse_name="policy_id",
        string="Roles",
    )
    # words
    permission_wording = fields.Text(
        translate=True,
        help="What the leaver is told when asked who may read the record. The words "
        "shown are kept with each permission.",
    )
    offer_subject = fields.Char(
        string="Subject of the offer",
        translate=True,
        help="Must not name the leaver: subjects show on locked telephones.",
    )
    offer_body = fields.Text(
        string="Text of the offer",
        translate=True,
        help="One text for the mail and the letter. You may use {organisation}, "
        "{reference}, {coordinator}, {coordinator_phone}, {coordinator_email} and "
        "{date_departure}; the name is added on paper only.",
    )

    _company_population_uniq = models.UniqueIndex(
        "(company_id, population) WHERE active IS TRUE",
        "There is one policy in force for each group of leavers in an organisation.",
    )
    _days_positive = models.Constraint(
        "CHECK(grace_days >= 0 AND offer_days > 0 AND reply_days > 0 AND"
        " interview_days > 0 AND check_days > 0 AND share_days > 0 AND"
        " response_days > 0 AND approval_days > 0 AND outcome_days > 0)",
        "Deadlines are at least one working day; the grace period may be 0.",
    )

    # === CONSTRAINTS === #

    @api.constrains("offer_subject", "offer_body")
    def _check_placeholders(self):
        """Refuse words in braces that would reach a leaver unfilled, or leak."""
        values = dict.fromkeys(self._get_offer_placeholders(), "")
        for policy in self:
            for text in (policy.offer_subject, policy.offer_body):
                try:
                    (text or "").format_map(values)
                except (KeyError, ValueError, IndexError, AttributeError) as error:
                    raise ValidationError(
                        self.env._(
                            "The offer uses a placeholder that is not known: %(what)s. "
                            "You may use %(known)s.",
                            what=error,
                            known=", ".join(f"{{{key}}}" for key in values),
                        )
                    ) from error

    @api.model
    def _get_offer_placeholders(self):
        """Return the names that may stand in braces in the offer (allow-list)."""
        return [
            "organisation",
            "reference",
            "coordinator",
            "coordinator_phone",
            "coordinator_email",
            "date_departure",
        ]

    # === BUSINESS METHODS === #

    @api.model
    def _get_policies(self, population, companies):
        """Return the policies in force, one a company.

        :param str population: whose rules
        :param companies: ``res.company`` recordset
        :return: {company: policy}; a company without a policy is absent
        :rtype: dict
        """
        policies = self.search(
            [("population", "=", population), ("company_id", "in", companies.ids)]
        )
        return {policy.company_id: policy for policy in policies}

    def _plan_working_days(self, days, start=None):
        """Return the date `days` working days after `start`, which does not count.

        Note: self.ensure_one()

        Requirement: L-23, decision 5, R-04.

        :param int days: working days by the policy's calendar, public holidays out
        :param start: date or UTC datetime to count from; today if empty
        :rtype: datetime.date
        :raise UserError: if the calendar holds no such day within its horizon
        """
        self.ensure_one()
        start = self._get_local_date(start)
        # Many cases of one batch count from one day: `duty_update` hands in a memo.
        # Keys are tuples, which no client can send in a context.
        memo = self.env.context.get("exit_interview_day_memo", {})
        key = (self.resource_calendar_id.id, days, start)
        if key not in memo:
            memo[key] = self._count_working_days(days, start)
        return memo[key]

    def _count_working_days(self, days, start):
        """Return the date `days` working days after the date `start`."""
        calendar = self.resource_calendar_id
        zone = pytz.timezone(calendar.tz or "UTC")
        day = start + timedelta(days=1)
        moment = zone.localize(datetime.combine(day, time.min))
        planned = calendar.plan_days(days, moment, compute_leaves=True)
        if not planned:
            raise UserError(
                self.env._(
                    "The working calendar “%s” has no working days to count by. Open "
                    "the policy and choose a calendar with working hours.",
                    calendar.display_name,
                )
            )
        return planned.astimezone(zone).date()

    def _get_local_date(self, moment=None):
        """Return the calendar date of `moment` where the organisation works.

        :param moment: date, naive UTC datetime, or empty for now
        :rtype: datetime.date
        """
        moment = moment or fields.Datetime.now()
        if not isinstance(moment, datetime):
            return moment
        zone = pytz.timezone(self.resource_calendar_id.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()
