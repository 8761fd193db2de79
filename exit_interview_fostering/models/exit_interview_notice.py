# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .exit_interview_population_mixin import POPULATION
from .res_partner import FOSTERING


class ExitInterviewNotice(models.Model):
    """A household's letter, or the decision that it leaves: the notice to the advisor.

    Requirement: S-03, S-04, S-12, F-05, F-07, F-20.
    """

    _name = "exit.interview.notice"
    _inherit = ["exit.interview.notice", "exit.interview.leaving.mixin"]

    source = fields.Selection(
        selection_add=[("service_decision", "Decision of the service")],
        ondelete={"service_decision": "cascade"},
    )
    carer_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="exit_interview_notice_carer_rel",
        string="Carers who leave",
        readonly=True,
        help="Empty: all carers of the household.",
    )

    @api.model
    def _get_leaver_field(self, population):
        """Override of `exit_interview`: the household (decision 16)."""
        if population != POPULATION:
            return super()._get_leaver_field(population)
        return "household_id"

    @api.model
    def _get_register_fields(self):
        """Override of `exit_interview`: the household, who of it, and how."""
        return super()._get_register_fields() | {
            "household_id",
            "carer_ids",
            *self._get_leaving_fields(),
        }

    @api.model
    def _read_leaver(self, vals):
        """Override of `exit_interview`: a household, how it leaves and since when."""
        if vals["population"] != POPULATION:
            return super()._read_leaver(vals)
        groups = FOSTERING.split(",")
        if not any(self.env.user.has_group(group) for group in groups):
            # Whoever is not of the fostering service learns nothing of who fosters.
            raise self._make_register_error()
        household = self._read_record(
            "res.partner", vals.get("household_id"), self.env._("household")
        )
        if not household.is_foster_household:
            raise ValidationError(
                self.env._("Say who leaves: choose the fostering household.")
            )
        self._check_value("leaving_route", vals.get("leaving_route"))
        vals["date_decided"] = self._read_date(
            vals.get("date_decided"), self.env._("the day of the letter")
        )
        if not vals["date_decided"]:
            raise ValidationError(
                self.env._(
                    "Say when the letter arrived, or when it was decided that the "
                    "household leaves."
                )
            )
        carers = self._read_ids(
            "res.partner", vals.get("carer_ids") or [], self.env._("carers")
        )
        if carers - household.foster_carer_ids:
            raise ValidationError(
                self.env._("Choose among the approved carers of this household.")
            )
        if not household.foster_carer_ids:
            raise ValidationError(
                self.env._(
                    "Nobody is entered as an approved carer of this household. Enter "
                    "the carers first: each of them is offered a conversation."
                )
            )
        return None

    @api.model
    def _make_register_error(self):
        """Override of `exit_interview`: in words for the fostering service."""
        groups = FOSTERING.split(",")
        if not any(self.env.user.has_group(group) for group in groups):
            return super()._make_register_error()
        return AccessError(
            self.env._(
                "You can tell of the households that you supervise. For any other ask "
                "their supervising social worker, or a manager of the fostering "
                "service."
            )
        )

    @api.model
    def _get_household(self, vals):
        # Asked for who may report, before anything is shown; only yes or no goes back.
        return self.env["res.partner"].sudo().browse(vals.get("household_id") or 0)

    @api.model
    def _get_leaver_companies(self, vals):
        """Override of `exit_interview`: the organisation the household fosters for."""
        companies = super()._get_leaver_companies(vals)
        if vals["population"] != POPULATION:
            return companies
        return companies | self._get_household(vals).foster_company_id

    @api.model
    def _may_register(self, vals):
        """Override of `exit_interview`: the fostering service's own people.

        The supervising social worker of the household, and managers of the service.
        """
        if super()._may_register(vals):
            return True
        user, household = self.env.user, self._get_household(vals)
        if (
            vals["population"] != POPULATION
            or household.foster_company_id not in user.company_ids
        ):
            return False
        return user.has_group("exit_interview_fostering.group_manager") or (
            user.has_group("exit_interview_fostering.group_worker")
            and household.foster_worker_id == user
        )

    @api.model
    def _prepare_leaver_vals_list(self, vals_list):
        """Override of `exit_interview`: as the household's record stands today."""
        people = super()._prepare_leaver_vals_list(vals_list)
        households = self.env["res.partner"].browse(
            [vals.get("household_id") or 0 for vals in vals_list]
        )
        return [
            {**person, **self._prepare_household_vals(vals, household)}
            if vals["population"] == POPULATION
            else person
            for vals, person, household in zip(
                vals_list, people, households, strict=True
            )
        ]

    @api.model
    def _prepare_household_vals(self, vals, household):
        company = household.foster_company_id
        day = vals.get("date_departure")
        if not day and vals["leaving_route"] == "resignation":
            policies = self.env["exit.interview.policy"]._get_policies(
                POPULATION, company
            )
            if policies:
                day = policies[company]._get_approval_end(vals["date_decided"])
        return {
            "name": household.name,
            "household_id": household.id,
            "carer_ids": [fields.Command.set(vals.get("carer_ids") or [])],
            "department_id": household.foster_team_id.id,
            "company_id": company.id,
            "date_departure": day,
            **{name: vals.get(name) for name in self._get_leaving_fields()},
        }

    def _get_leaving_carers(self):
        """Return the adults whom the notice is about (decision 16).

        :rtype: ``res.partner``
        """
        self.ensure_one()
        return self.carer_ids or self.household_id.foster_carer_ids

    def _link(self, case):
        """Override of `exit_interview`: a second carer who leaves joins the case."""
        result = super()._link(case)
        if self.population == POPULATION:
            self._add_participants(case)
        return result

    @api.model
    def _register_notices(self, vals_list):
        """Override of `exit_interview`: what the service owed is told now (S-12)."""
        notices = super()._register_notices(vals_list)
        households = notices.filtered("household_id")
        if households:
            # The server's own follow-up; whoever told has no right on every talk.
            self.env["exit.interview.retention.talk"].sudo()._follow_notices(households)
        return notices

    def _open_cases(self, policies):
        """Override of `exit_interview`: each household's case has a briefing (S-13)."""
        cases = super()._open_cases(policies)
        self.env["exit.interview.briefing"]._open(
            cases.filtered(lambda case: case.population == POPULATION)
        )
        return cases

    def _add_participants(self, case):
        known = case.participant_ids.carer_id
        vals_list = [
            {**vals, "case_id": case.id}
            for vals in case._prepare_participant_vals(self)
            if vals["carer_id"] not in known.ids
        ]
        self.env["exit.interview.participant"].create(vals_list)
