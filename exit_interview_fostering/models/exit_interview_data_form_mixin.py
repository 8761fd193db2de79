# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.exit_interview.models.local_date import get_today

from .exit_interview_population_mixin import POPULATION

# Whose decision it was, where the way they leave says so.
INITIATED_BY = {
    "resignation": "carer",
    "transfer": "carer",
    "retirement": "carer",
    "deregistration": "service",
}
# What the Agency Advisor gives where nothing is known.
FORM_FIELDS = ("initiated_by", "approval_category", "date_start_service")


class ExitInterviewDataFormMixin(models.AbstractModel):
    """The data collection form of a case: filled from what is known already.

    It is no record of its own but a way to look at the case, so that nothing is typed
    twice. Three facts the Agency Advisor adds where nobody knew them; they never
    replace what the household's record or the notice says.

    Requirement: F-01, F-02, D4.
    """

    _name = "exit.interview.data.form.mixin"
    _description = "Case with a data collection form"

    approval_category = fields.Selection(
        selection=lambda self: self.env["exit.interview.approval"]
        ._fields["category"]
        ._description_selection(self.env),
        string="Kind of approval",
        readonly=True,
        help="The approval they had when they left.",
    )
    children_count = fields.Integer(
        string="Children in the last year",
        readonly=True,
        help="How many children they cared for in the last year that their record "
        "tells of.",
    )
    initiated_by = fields.Selection(
        selection=[
            ("carer", "The carers"),
            ("service", "The service"),
            ("both", "Both together"),
            ("neither", "Neither"),
        ],
        string="Whose decision",
        compute="_compute_initiated_by",
        store=True,
        readonly=True,
        help="Known for most ways of leaving; the Agency Advisor says it for others.",
    )
    form_missing = fields.Char(
        string="Data form: to be added", compute="_compute_form_missing"
    )

    @api.depends("leaving_route")
    def _compute_initiated_by(self):
        for case in self:
            known = INITIATED_BY.get(case.leaving_route)
            case.initiated_by = known or case.initiated_by

    @api.depends(*FORM_FIELDS)
    @api.depends_context("lang")
    def _compute_form_missing(self):
        for case in self:
            names = case._get_form_missing()
            case.form_missing = ", ".join(map(case._get_form_label, names))

    def _get_form_label(self, name):
        """Return what a field is called on the form: carers are in no post."""
        if name == "date_start_service":
            return self.env._("Fostering since")
        return self._fields[name]._description_string(self.env)

    def _get_form_missing(self):
        """Return the fields of the form that nothing fills, for the advisor to give.

        :rtype: list[str]
        """
        self.ensure_one()
        if self.population != POPULATION:
            return []
        return [name for name in FORM_FIELDS if not self[name]]

    @api.model
    def _prepare_form_vals(self, household):
        """Return what the household's record says for the form when a case opens.

        :param household: ``res.partner``, as superuser
        :rtype: dict
        """
        approval, care = household.foster_approval_ids[:1], household.foster_care_ids
        last = max(care.mapped("year"), default=0)
        children = care.filtered(lambda row: row.year == last).mapped("children")
        return {
            "approval_category": approval.category,
            "children_count": sum(children),
        }

    def action_complete_form(
        self, initiated_by=False, approval_category=False, date_start_service=False
    ):
        """Add what nobody knew to the data collection form.

        Requirement: D4.

        :param str initiated_by: whose decision it was
        :param str approval_category: the approval when they left
        :param date_start_service: since when they fostered
        :return: True
        :raise UserError: if something is known already, or nothing was given
        """
        self._check_actor("coordinator")
        given = {}
        if initiated_by:
            self._check_value("initiated_by", initiated_by)
            given["initiated_by"] = initiated_by
        if approval_category:
            self._check_value("approval_category", approval_category)
            given["approval_category"] = approval_category
        day = self._read_date(date_start_service, self.env._("Fostering since"))
        if day and day > get_today(self):
            raise ValidationError(self.env._("%s lies in the future.", day))
        if day:
            given["date_start_service"] = day
        if not given:
            raise UserError(self.env._("Give what the form lacks."))
        # The coordinator was checked; people have no right to write cases.
        for case in self.sudo():
            known = set(given) - set(case._get_form_missing())
            if known:
                raise UserError(
                    self.env._(
                        "%(reference)s: %(fields)s is known already, or is not asked.",
                        reference=case.display_name,
                        fields=", ".join(sorted(map(case._get_form_label, known))),
                    )
                )
            case.write(given)
        self._log("form_completed")
        return True
