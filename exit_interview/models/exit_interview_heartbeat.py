# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools.misc import format_datetime


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

    @api.model
    def get_banner(self):
        """Return what coordinators and administrators should know about the jobs.

        Worked out when a page is loaded, so it needs no job to say that a job is
        silent.

        Requirement: R-24, R-07, X-13.

        :return: sentences; none if all is well, or for anybody else
        :rtype: list[str]
        """
        return self._get_banner_lines() if self.has_access("read") else []

    @api.model
    def _get_banner_lines(self):
        """Return the sentences of :meth:`get_banner` for somebody who may see them."""
        # Jobs are the platform's; only their names and times are told.
        lines = [
            self.env._(
                "“%(job)s” has not come to its end since %(date)s. Nothing is lost: "
                "what is late still shows as late, and reminders are caught up with "
                "once it runs. Ask the person who runs the system to look at the "
                "scheduled actions.",
                job=beat.cron_id.name,
                date=format_datetime(self.env, beat.date),
            )
            for beat in self.sudo().search([])
            if beat._is_silent()
        ]
        Duty = self.env["exit.interview.duty"]
        if Duty.has_access("read"):
            parked = Duty.search_count(Duty._get_parked_domain())
            if parked:
                lines.append(
                    self.env._(
                        "%s duties could not be handled by the system three times. See "
                        "“Needs a person” under “Who owes what”.",
                        parked,
                    )
                )
        late = self.env["exit.interview.concern"]._get_banner_lines()
        return late + lines + self.env["exit.interview.policy"]._get_holiday_warnings()

    def _is_silent(self):
        """Return whether the job is switched off or missed two intervals."""
        self.ensure_one()
        job = self.cron_id
        interval = relativedelta(**{job.interval_type: 2 * job.interval_number})
        return not job.active or self.date + interval < fields.Datetime.now()
