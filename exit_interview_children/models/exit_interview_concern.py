# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from .exit_interview_population_mixin import POPULATION

DETAILS = {"is_about_home", "section_ids"}


class ExitInterviewConcern(models.Model):
    """A concern about a home never reaches the home's manager by another way.

    Neither the concern itself, nor the parts of the record that it came up in. A child
    may have said it about the home without naming anybody: so it is about the home
    unless whoever raises it says that it is not.

    Requirement: C-06.
    """

    _inherit = "exit.interview.concern"

    is_about_home = fields.Boolean(
        string="About the home",
        readonly=True,
        help="The manager of the home sees nothing of it: not the concern, nor the "
        "parts of the record that it came up in.",
    )
    section_ids = fields.Many2many(
        comodel_name="exit.interview.section",
        relation="exit_interview_concern_section_rel",
        string="Parts it came up in",
        readonly=True,
        help="These parts stand in no copy for the manager of the home.",
    )

    @api.model
    def _read_concern_details(self, case, details):
        """Override of `exit_interview`: whether it is about the home, and where."""
        if case.population != POPULATION:
            return super()._read_concern_details(case, details)
        details = details or {}
        if not isinstance(details, dict) or set(details) - DETAILS:
            raise ValidationError(
                self.env._("Say whether it is about the home, and in which parts.")
            )
        about_home = details.get("is_about_home", True)
        sections = self._read_ids(
            "exit.interview.section", details.get("section_ids"), self.env._("part")
        )
        if sections - case.session_ids.questionnaire_id.section_ids:
            raise ValidationError(
                self.env._("Choose parts of this young person's record.")
            )
        return {
            "is_about_home": bool(about_home),
            "section_ids": [Command.set(sections.ids if about_home else [])],
        }

    def _get_lado_categories(self):
        """Override of `exit_interview`: what is dangerous in a home harms a child."""
        found = super()._get_lado_categories()
        if self.population != POPULATION:
            return found
        return found | {"practice"}

    @api.model
    def _raise(self, case, values, named, told):
        """Override of `exit_interview`: keep it from the home (C-06)."""
        concern = super()._raise(case, values, named, told)
        if concern.is_about_home:
            case._keep_concern_from_home(concern.section_ids)
        return concern
