# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewSection(models.Model):
    """A part may hold what the interviewer saw, apart from what the child said.

    Such a part is protected as well: by that the engine offers it for no copy, and
    leaves it out of exports, reviews and analyses. The officer's copy has it (C-18).

    Requirement: decision 11, D2.
    """

    _inherit = "exit.interview.section"

    is_observation = fields.Boolean(
        string="Interviewer's observations",
        help="What the interviewer saw, apart from the child's words. It stands last. "
        "The child's pages leave it out; of the copies, only the reviewing officer's "
        "has it.",
    )

    @api.constrains("is_observation", "is_protected")
    def _check_observation(self):
        """Refuse observations that would go where the child's words go."""
        for section in self:
            if section.is_observation and not section.is_protected:
                raise ValidationError(
                    self.env._(
                        "“%s” holds the interviewer's observations. Mark it as "
                        "protected, too, so that it stays apart in copies and exports.",
                        section.name,
                    )
                )

    def _get_note(self):
        """Override of `exit_interview`: whose words these are, and who reads them."""
        if not self.is_observation:
            return super()._get_note()
        return self.env._(
            "What you saw, in your own words, apart from what the child said. Of the "
            "copies only the reviewing officer's has it, and the child's pages do not "
            "show it. A worry about somebody's safety does not wait here: raise it as "
            "a concern."
        )

    def _get_form(self):
        """Override of `exit_interview`: the child's pages leave observations out."""
        return {**super()._get_form(), "is_observation": self.is_observation}
