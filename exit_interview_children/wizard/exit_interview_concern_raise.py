# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models.exit_interview_population_mixin import POPULATION


class ExitInterviewConcernRaise(models.TransientModel):
    """Asks besides whether it is about the home that the young person leaves (C-06)."""

    _inherit = "exit.interview.concern.raise"

    is_child = fields.Boolean(compute="_compute_is_child")
    is_about_home = fields.Boolean(
        string="It is about the home, or somebody who works there",
        default=True,
        help="The manager of the home sees nothing of it: not this concern, nor the "
        "parts of the record that it came up in.",
    )
    available_section_ids = fields.Many2many(
        comodel_name="exit.interview.section",
        compute="_compute_is_child",
    )
    section_ids = fields.Many2many(
        comodel_name="exit.interview.section",
        relation="exit_interview_concern_raise_section_rel",
        string="Parts it came up in",
        domain="[('id', 'in', available_section_ids)]",
        help="The manager of the home does not get these parts. Leave it empty if you "
        "are not sure: then they get no copy of this record at all, until the "
        "Children's Services Manager decides otherwise.",
    )

    @api.depends("case_id")
    def _compute_is_child(self):
        for wizard in self:
            # Questions are configuration; the dialog itself checks who raises.
            case_sudo = wizard.case_id.sudo()
            is_child = case_sudo.population == POPULATION
            wizard.is_child = is_child
            wizard.available_section_ids = (
                is_child and case_sudo.session_ids.questionnaire_id.section_ids.ids
            )

    def _get_details(self):
        """Override of `exit_interview`: whether it is about the home, and where."""
        self.ensure_one()
        if not self.is_child:
            return super()._get_details()
        return {
            "is_about_home": self.is_about_home,
            "section_ids": self.section_ids.ids if self.is_about_home else [],
        }
