# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models


class ExitInterviewPolicy(models.Model):
    """One organisation's rules for one population: every number and address it uses."""

    _name = "exit.interview.policy"
    _inherit = [
        "exit.interview.population.mixin",
        "exit.interview.policy.calendar.mixin",
        "exit.interview.policy.circulation.mixin",
        "exit.interview.policy.check.mixin",
        "exit.interview.policy.finding.mixin",
        "exit.interview.policy.concern.mixin",
        # before the document mixin, whose duties it adds to
        "exit.interview.policy.review.mixin",
        "exit.interview.policy.document.mixin",
        "exit.interview.policy.export.mixin",
        "exit.interview.policy.outcome.mixin",
        "exit.interview.policy.guide.mixin",
        "exit.interview.policy.link.mixin",
        "exit.interview.policy.offer.mixin",
        "exit.interview.policy.message.mixin",
        "exit.interview.policy.people.mixin",
        "exit.interview.policy.reminder.mixin",
        "exit.interview.policy.session.mixin",
        "exit.interview.policy.follow.up.mixin",
        "exit.interview.policy.ways.mixin",
        "exit.interview.policy.words.mixin",
        "exit.interview.policy.watch.mixin",
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
    offer_days = fields.Integer(
        string="Offer within",
        default=5,
        help="Days from the notice to the offer of an interview.",
    )
    offer_unit = fields.Selection(
        selection=[
            ("working_days", "working days"),
            ("calendar_days", "calendar days"),
        ],
        string="Offer counted in",
        default="working_days",
        required=True,
        help="Calendar days count week-ends and public holidays, too: one week is 7 of "
        "them.",
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
    # what is asked
    questionnaire_id = fields.Many2one(
        comodel_name="exit.interview.questionnaire",
        string="Interview questionnaire",
        ondelete="restrict",
        domain="[('population', '=', population), ('state', '=', 'published'),"
        " ('kind', '=', 'interview')]",
        help="The published questions of a full interview. Sessions that have started "
        "keep the version they started with.",
    )
    survey_questionnaire_id = fields.Many2one(
        comodel_name="exit.interview.questionnaire",
        string="Short survey",
        ondelete="restrict",
        domain="[('population', '=', population), ('state', '=', 'published'),"
        " ('kind', '=', 'survey')]",
        help="The published questions of the short survey, which is sent where this "
        "policy asks for no full interview.",
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

    @api.model
    def _get_questionnaire_fields(self):
        """Return the fields that hold questionnaires, by their kind.

        Populations with questions for several ages or needs append theirs.

        :return: {kind of the questionnaire: names of fields}
        :rtype: dict
        """
        return {
            "interview": ["questionnaire_id"],
            "survey": ["survey_questionnaire_id"],
        }

    def _get_questionnaires(self):
        """Return every questionnaire that these policies ask.

        :rtype: ``exit.interview.questionnaire``
        """
        found = self.env["exit.interview.questionnaire"]
        for names in self._get_questionnaire_fields().values():
            for name in names:
                found |= self.mapped(name)
        return found

    def _plan_offer(self, notified):
        """Return the last day on which an offer comes in time.

        The day of the notice does not count.

        Requirement: L-23, S-20, decision 5.

        :param notified: date or naive UTC datetime of the notice
        :rtype: datetime.date
        """
        self.ensure_one()
        if self.offer_unit == "working_days":
            return self._plan_working_days(self.offer_days, notified)
        return self._get_local_date(notified) + timedelta(days=self.offer_days)

    # === ACCESS, as the watch mixin notes it === #

    @api.model
    def _get_access_fields(self):
        """Override of the watch mixin: who answers for it, whose it is."""
        return {"responsible_id", "active", "company_id"}

    def _get_access_policy(self):
        """Override of the watch mixin."""
        self.ensure_one()
        return self

    def _describe_access(self):
        """Override of the watch mixin: the policy and who answers for it."""
        self.ensure_one()
        words = [self.name, self.responsible_id.name or self.env._("nobody answers")]
        if not self.active:
            words.append(self.env._("archived"))
        return ", ".join(words)
