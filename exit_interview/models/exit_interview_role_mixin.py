# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewRoleMixin(models.AbstractModel):
    """The part a person plays towards a case; populations add theirs."""

    _name = "exit.interview.role.mixin"
    _description = "Role in exit interviews"

    role = fields.Selection(
        selection=[
            ("coordinator", "Coordinator"),
            ("interviewer", "Interviewer"),
            ("deputy_interviewer", "Deputy interviewer"),
            ("team_manager", "Team manager"),
            ("service_manager", "Service manager"),
            ("head_of_service", "Head of service"),
            ("second_person", "Second person"),
            ("outside_interviewer", "Impartial outsider"),
            ("resource_coordinator", "Resource co-ordinator"),
            ("monitoring_officer", "Monitoring officer"),
        ],
        required=True,
        index=True,
    )
