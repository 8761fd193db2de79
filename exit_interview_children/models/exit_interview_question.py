# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewQuestion(models.Model):
    """A question that a child may know by its picture."""

    _inherit = "exit.interview.question"

    symbol = fields.Selection(
        selection=[
            ("home", "Home"),
            ("bed", "Bed"),
            ("food", "Food"),
            ("clothes", "Clothes"),
            ("adults", "Adults"),
            ("friends", "Friends"),
            ("family", "Family"),
            ("safe", "Safe"),
            ("school", "School"),
            ("play", "Play"),
            ("health", "Health"),
            ("listen", "Listening"),
            ("rules", "Rules"),
            ("move", "Moving"),
            ("best", "Best thing"),
            ("worst", "Worst thing"),
            ("change", "Change"),
            ("advice", "Advice"),
            ("help", "Help"),
            ("belief", "Belief"),
            ("keep", "Keep back"),
        ],
        help="The picture above the question on the child's pages and on paper.",
    )
    is_observation = fields.Boolean(
        related="section_id.is_observation",
        string="Interviewer's observation",
        help="What the interviewer saw; the child is not asked it.",
    )

    def _get_form(self):
        """Override of `exit_interview`: renderers draw the picture by its name."""
        return {
            **super()._get_form(),
            "symbol": self.symbol or "",
            "is_observation": self.is_observation,
        }
