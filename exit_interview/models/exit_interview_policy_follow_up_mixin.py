# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewPolicyFollowUpMixin(models.AbstractModel):
    """Whether a policy asks for a second conversation, and when.

    Requirement: S-23, F-09, F-10, decision 6.
    """

    _name = "exit.interview.policy.follow.up.mixin"
    _description = "Policy on follow-ups"

    follow_up_from_days = fields.Integer(
        string="Follow-up planned within",
        help="Calendar days after the first conversation. By then a second one, in "
        "person or by telephone, is agreed with the leaver, or declined; it takes "
        "place from this day on, unless the leaver wishes for another. 0: no "
        "follow-up.",
    )
    follow_up_to_days = fields.Integer(
        string="Follow-up held within",
        help="Calendar days after the first conversation by which the second one takes "
        "place, unless the leaver wishes for another day. 0: no follow-up.",
    )

    _follow_up_days = models.Constraint(
        "CHECK((follow_up_from_days = 0 AND follow_up_to_days = 0)"
        " OR (follow_up_from_days > 0 AND follow_up_to_days >= follow_up_from_days))",
        "A follow-up is held on the day by which it is planned, or later. Enter 0 "
        "twice for no follow-up.",
    )

    def _asks_follow_up(self):
        """Return whether a second conversation is offered after the first.

        :rtype: bool
        """
        self.ensure_one()
        return bool(self.follow_up_to_days)
