# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewChoice(models.Model):
    """An option that a child may know by its picture."""

    _inherit = "exit.interview.choice"

    symbol = fields.Selection(
        selection=[
            ("face_happy", "Happy face"),
            ("face_ok", "Face neither happy nor sad"),
            ("face_sad", "Sad face"),
            ("face_unsure", "Puzzled face"),
            ("yes", "Yes"),
            ("sometimes", "Sometimes"),
            ("no", "No"),
            ("unsure", "Not sure"),
        ],
        help="The picture beside the option on the child's pages and on paper.",
    )

    def _get_form(self):
        """Override of `exit_interview`: renderers draw the picture by its name."""
        return {**super()._get_form(), "symbol": self.symbol or ""}
