# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewHouseholdNote(models.Model):
    """What is known of complaints and allegations about a household.

    A line of its own, as the rest of the record: the contact is read by all of the
    fostering service, this by whoever supervises the household, and by managers.

    Requirement: S-18, S-42.
    """

    _name = "exit.interview.household.note"
    _inherit = ["exit.interview.household.mixin"]
    _description = "Complaints or allegations that are known"
    _order = "household_id, id"

    text = fields.Text(required=True)

    @api.depends("household_id")
    def _compute_display_name(self):
        for note in self:
            note.display_name = self.env._("Note on a household")
