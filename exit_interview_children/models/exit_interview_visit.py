# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from .exit_interview_link import PURPOSE

# How long a device stays open: a lock, so no policy's to lengthen.
VISIT_HOURS = 1


class ExitInterviewVisit(models.Model):
    """A tablet in the hands of a young person: it may be somebody else's next."""

    _inherit = "exit.interview.visit"

    @api.model
    def _get_end(self, link):
        """Override of `exit_interview`: a tablet that lies about closes sooner."""
        end = super()._get_end(link)
        if link.purpose != PURPOSE:
            return end
        return min(end, fields.Datetime.now() + timedelta(hours=VISIT_HOURS))
