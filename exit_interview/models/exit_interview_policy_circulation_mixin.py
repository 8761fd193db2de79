# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPolicyCirculationMixin(models.AbstractModel):
    """Who reads every record, and whether the words tell leavers so.

    Requirement: S-25, F-22.
    """

    _name = "exit.interview.policy.circulation.mixin"
    _description = "Policy on the normal circulation"

    circulation_warning = fields.Char(compute="_compute_circulation_warning")

    @api.depends("recipient_ids.basis", "notice_wording")
    def _compute_circulation_warning(self):
        for policy in self:
            is_silent = "{normal_circulation}" not in (policy.notice_wording or "")
            policy.circulation_warning = (
                self.env._(
                    "The notice does not tell leavers who reads every record, so they "
                    "are all asked. Write {normal_circulation} where “What happens "
                    "with what you say” should name them."
                )
                if is_silent and policy._get_normal_recipients()
                else False
            )

    def _get_normal_recipients(self):
        """Return the recipients who read every record unless it is kept back.

        :rtype: ``exit.interview.policy.recipient``
        """
        return self.recipient_ids.filtered(
            lambda recipient: recipient.basis == "normal_circulation"
        )
