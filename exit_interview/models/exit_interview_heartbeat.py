# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewHeartbeat(models.Model):
    """When a job last came to its end, so that its silence is seen (R-24)."""

    _name = "exit.interview.heartbeat"
    _description = "Heartbeat of an exit interview job"
    _order = "code"

    code = fields.Char(required=True, readonly=True)
    cron_id = fields.Many2one(
        comodel_name="ir.cron",
        string="Job",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    date = fields.Datetime(
        string="Last came to its end",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
    )

    _code_uniq = models.UniqueIndex("(code)", "There is one heartbeat a job.")

    @api.model
    def _beat(self, code):
        """Note that a job came to its end just now.

        :param str code: the job's code
        """
        self.search([("code", "=", code)]).write({"date": fields.Datetime.now()})
