# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewReview(models.Model):
    """What staff need of a review: the organisation's own services and teams."""

    _inherit = "exit.interview.review"

    def _get_review_groups(self, level):
        """Override of `exit_interview`: departments, those on top being services.

        Names as they were copied onto cases: of the team, and of what is right above.

        Requirement: A-19.
        """
        if self.population != "staff":
            return super()._get_review_groups(level)
        departments = self.env["hr.department"].search(
            [("company_id", "in", [self.company_id.id, False])]
        )
        teams = departments.filtered(lambda department: not department.child_ids)
        if level == "service":
            services = {team.parent_id or team for team in teams}
            return sorted({service.name for service in services})
        return sorted(set(teams.mapped("name")))
