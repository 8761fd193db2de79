# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL


class ExitInterviewAnalysis(models.Model):
    """How carers leave, and as what they were approved: reasons can be split by both.

    For the Agency Advisor, who reads the cases anyway; reviews never cross tables.

    Requirement: F-33.
    """

    _inherit = "exit.interview.analysis"
    _depends = {
        "exit.interview": ["approval_category", "initiated_by", "leaving_route"],
    }

    leaving_route = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "leaving_route"),
        string="How carers leave",
        readonly=True,
    )
    approval_category = fields.Selection(
        selection=lambda self: self._selection_of(
            "exit.interview", "approval_category"
        ),
        string="Kind of approval",
        readonly=True,
    )
    initiated_by = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "initiated_by"),
        string="Whose decision",
        readonly=True,
    )

    def _select_additional_fields(self):
        """Override of `exit_interview`: what was copied onto the case."""
        return {
            **super()._select_additional_fields(),
            "leaving_route": SQL("c.leaving_route"),
            "approval_category": SQL("c.approval_category"),
            "initiated_by": SQL("c.initiated_by"),
        }
