# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models


class ExitInterviewPolicy(models.Model):
    """The numbers that only fostering knows."""

    _inherit = "exit.interview.policy"

    approval_end_days = fields.Integer(
        string="Approval ends after",
        default=28,
        help="Calendar days from the day on which a letter of resignation arrives to "
        "the end of the approval (Fostering Services Regulations 2011, regulation 28).",
    )
    notify_days = fields.Integer(
        string="Agency Advisor told within",
        default=7,
        help="Calendar days from the letter, or from the decision, until the fostering "
        "service has told the Agency Advisor.",
    )
    reflection_days = fields.Integer(
        string="Time for reflection",
        default=14,
        help="Calendar days from the letter, or from the decision, before which no "
        "conversation is proposed. The carer may wish for an earlier one.",
    )

    _fostering_days_positive = models.Constraint(
        "CHECK(approval_end_days >= 0 AND notify_days > 0 AND reflection_days >= 0)",
        "Days are not negative, and the service has at least one to tell.",
    )

    def _get_approval_end(self, date_letter):
        """Return the day on which an approval ends after a letter of resignation.

        Requirement: D3, regulation 28(13).

        :param datetime.date date_letter: the day on which the letter arrived
        :rtype: datetime.date
        """
        self.ensure_one()
        return date_letter + timedelta(days=self.approval_end_days)
