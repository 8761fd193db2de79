# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewSession(models.Model):
    """A conversation with a young person: on their own pages, in their own hands."""

    _name = "exit.interview.session"
    _inherit = [
        "exit.interview.session.strike.mixin",
        "exit.interview.session",
        "exit.interview.session.pages.mixin",
    ]
