# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewPolicyWaysMixin(models.AbstractModel):
    """The policy's part on how leavers become known and what each of them is offered.

    Requirement: L-04 to L-14, decisions 1, 18, 19.
    """

    _name = "exit.interview.policy.ways.mixin"
    _description = "Policy: ways in, and what is offered"

    contract_end_days = fields.Integer(
        string="Look ahead (days)",
        default=30,
        help="A contract that ends within this many calendar days, with nothing after "
        "it, counts as a departure that HR told us.",
    )
    decide_days = fields.Integer(
        string="Decide within",
        default=5,
        help="Working days to decide what somebody is offered, where the policy leaves "
        "it to a person: moves inside the organisation, for example.",
    )
    reorganisation_moves = fields.Integer(
        string="A reorganisation from",
        default=3,
        help="This many moves out of one department on one day are one question in the "
        "list of departures without a case, not a case each.",
    )
    agency_months = fields.Integer(
        string="Full interview from",
        default=9,
        help="Calendar months in post from which an agency worker is offered the full "
        "interview. Who stayed for less is sent the short survey.",
    )
    agency_employee_type = fields.Selection(
        selection=lambda self: self.env["hr.version"]
        ._fields["employee_type"]
        ._description_selection(self.env),
        string="Employee type",
        default="contractor",
        help="Employees of this type are agency workers. Leave it empty if the type "
        "does not tell.",
    )
    agency_contract_type_ids = fields.Many2many(
        comodel_name="hr.contract.type",
        relation="exit_interview_policy_agency_contract_rel",
        string="Contract types",
        help="Employees with a contract of one of these types are agency workers.",
    )
    agency_category_ids = fields.Many2many(
        comodel_name="hr.employee.category",
        relation="exit_interview_policy_agency_category_rel",
        string="Tags",
        help="Employees with one of these tags are agency workers.",
    )
    survey_subject = fields.Char(
        string="Subject of the survey",
        translate=True,
        help="Stands above the letter. Empty: the subject of the offer.",
    )
    survey_body = fields.Text(
        string="Text of the survey",
        translate=True,
        help="The words that go with the short survey, with the same placeholders as "
        "the offer. Empty: the text of the offer.",
    )

    _ways_positive = models.Constraint(
        "CHECK(contract_end_days >= 0 AND decide_days > 0 AND reorganisation_moves > 1"
        " AND agency_months >= 0)",
        "Decisions need one working day at least, a reorganisation two moves at least; "
        "months and days to look ahead are not negative.",
    )

    @api.constrains("survey_subject", "survey_body")
    def _check_survey_placeholders(self):
        """Refuse words in braces that would reach a leaver unfilled, or leak."""
        values = dict.fromkeys(self._get_offer_placeholders(), "")
        for text in self.mapped("survey_subject") + self.mapped("survey_body"):
            try:
                (text or "").format_map(values)
            except (KeyError, ValueError, IndexError, AttributeError) as error:
                raise ValidationError(
                    self.env._(
                        "The survey uses a placeholder that is not known: %(what)s. "
                        "You may use %(known)s.",
                        what=error,
                        known=", ".join(f"{{{key}}}" for key in values),
                    )
                ) from error

    # === AGENCY WORKERS === #

    def _is_agency(self, employee):
        """Return whether an employee is an agency worker under this policy.

        Requirement: decision 18.

        :param employee: ``hr.employee`` as superuser, may be empty
        :rtype: bool
        """
        self.ensure_one()
        return bool(
            employee
            and (
                (
                    self.agency_employee_type
                    and employee.employee_type == self.agency_employee_type
                )
                or employee.contract_type_id & self.agency_contract_type_ids
                or employee.category_ids & self.agency_category_ids
            )
        )

    def _get_agency_route(self, date_start, date_end):
        """Return what an agency worker is offered; calendar months count.

        Requirement: L-04, L-05, decision 1, I-28.

        :param date_start: first day of the assignment, or empty
        :param date_end: last working day, or empty
        :return: `interview`, `survey`, or `consider` where a day is missing
        :rtype: str
        """
        self.ensure_one()
        if not date_start or not date_end:
            return "consider"
        full = date_start + relativedelta(months=self.agency_months)
        return "interview" if date_end >= full else "survey"

    def _get_noon(self, date):
        """Return the middle of a day where the organisation works.

        :param datetime.date date: the day
        :return: naive UTC datetime
        :rtype: datetime.datetime
        """
        self.ensure_one()
        zone = pytz.timezone(self.resource_calendar_id.tz or "UTC")
        noon = zone.localize(datetime.combine(date, time(12)))
        return noon.astimezone(pytz.utc).replace(tzinfo=None)
