# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewPolicyCheckMixin(models.AbstractModel):
    """What a policy says of the record that leavers check and sign."""

    _name = "exit.interview.policy.check.mixin"
    _description = "Policy on checking the record"

    correct_days = fields.Integer(
        string="Correct within",
        default=3,
        help="Working days for the interviewer to settle what the leaver asks to have "
        "corrected.",
    )
    auto_not_returned = fields.Boolean(
        string="Close the check when its time is over",
        default=True,
        help="A record that was sent to be checked and never answered is noted as “not "
        "returned in time” once its link has ended. That is silence, not agreement.",
    )

    _correct_days_positive = models.Constraint(
        "CHECK(correct_days > 0)", "Corrections take at least one working day."
    )
