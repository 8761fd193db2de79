# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewLossMixin(models.AbstractModel):
    """What the organisation says of a departure: whether it is a loss.

    Said by HR or the manager with the notice, and by the coordinator on the case.
    """

    _name = "exit.interview.loss.mixin"
    _description = "Facts about a departure"

    leaving_kind = fields.Selection(
        selection=[
            ("voluntary", "Voluntary"),
            ("involuntary", "Involuntary"),
            ("other", "Other"),
        ],
        string="Kind of departure",
        help="Voluntary: the person decided. Involuntary: the organisation decided. "
        "Other: retirement, the end of a contract ... Proposed from HR's departure "
        "reason.",
    )
    regretted = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No")],
        string="Regretted loss",
        help="Would the organisation have liked this person to stay? Empty: nobody "
        "said.",
    )
    would_reemploy = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No"), ("depends", "It depends")],
        string="Would employ again",
        help="Would the organisation employ this person again? Empty: nobody said.",
    )

    @api.model
    def _get_loss_fields(self):
        """Return the names of the facts, in the order they are asked.

        :rtype: tuple[str]
        """
        return ("leaving_kind", "regretted", "would_reemploy")
