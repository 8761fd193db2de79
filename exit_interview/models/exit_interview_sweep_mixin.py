# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import traceback
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.misc import format_date

_logger = logging.getLogger(__name__)

# After so many failed runs a duty waits for a person.
MAX_TRIES = 3
# A duty that failed is not taken again by the same run.
RETRY = timedelta(minutes=30)


class ExitInterviewSweepMixin(models.AbstractModel):
    """The hourly sweep over open duties: mend, remind, pass up.

    Each duty stands in a transaction of its own, so that a job which dies has done what
    it did, and a duty that cannot be handled stops no other.

    Requirement: R-06, R-07, R-10, M-8, X-13 to X-15.
    """

    _name = "exit.interview.sweep.mixin"
    _description = "Duty that is swept"

    date_opened = fields.Datetime(
        string="Since", readonly=True, required=True, default=fields.Datetime.now
    )
    date_check = fields.Datetime(
        string="Next look",
        readonly=True,
        required=True,
        default=fields.Datetime.now,
        help="When the sweep looks at this duty again.",
    )
    sweep_tries = fields.Integer(string="Failed tries", readonly=True)
    sweep_error = fields.Char(
        string="Could not be reminded",
        readonly=True,
        help="What went wrong when the system wanted to remind. After three tries the "
        "duty waits here for a person.",
    )
    reminder_ids = fields.One2many(
        comodel_name="exit.interview.reminder", inverse_name="duty_id", readonly=True
    )

    reminder_words = fields.Char(
        string="Reminded",
        compute="_compute_reminder_words",
        help="How often and when last; or why no mail can go out.",
    )

    _open_check = models.Index("(date_check) WHERE state = 'open'")

    @api.depends("reminder_ids.state", "reminder_ids.date_sent", "user_id.email")
    def _compute_reminder_words(self):
        for duty in self:
            # Counts and days of the duty's own reminders, which its reader may know.
            sent = duty.sudo().reminder_ids.filtered(
                lambda row: row.state == "mailed" and not row.chase_role
            )
            words = []
            if sent:
                last = format_date(self.env, max(sent.mapped("date_sent")))
                words.append(
                    self.env._(
                        "%(times)s times, last %(day)s", times=len(sent), day=last
                    )
                    if len(sent) > 1
                    else self.env._("once, %s", last)
                )
            if duty.state == "open" and duty.user_id and not duty.sudo().user_id.email:
                words.append(self.env._("no e-mail address"))
            duty.reminder_words = "; ".join(words)

    @api.model
    def _get_sweep_domain(self, now):
        """Return the open duties to look at: their time has come, or they are broken.

        :param datetime now: naive UTC
        :rtype: ``odoo.fields.Domain``
        """
        broken = (
            Domain("user_id", "=", False)
            | Domain("user_id.active", "=", False)
            | (Domain("activity_ids", "=", False) & Domain("user_id.share", "=", False))
        )
        return (
            Domain("state", "=", "open")
            & Domain("sweep_tries", "<", MAX_TRIES)
            & (
                Domain("date_check", "<=", now)
                | (Domain("sweep_tries", "=", 0) & broken)
            )
        )

    @api.model
    def _get_parked_domain(self):
        """Return the open duties that the sweep gave up (R-07)."""
        return Domain("state", "=", "open") & Domain("sweep_tries", ">=", MAX_TRIES)

    @api.model
    def _cron_sweep(self):
        """Mend, remind and pass up what is owed; one mail a person and run."""
        progress = self._commit_progress
        domain = self._get_sweep_domain(fields.Datetime.now())
        duties = self.search(domain)
        progress(remaining=len(duties))
        for duty in duties:
            duty = duty.try_lock_for_update().filtered_domain(domain)
            if duty:
                duty._sweep_safely()
            if not progress(1):
                return
        self.env["exit.interview.reminder"]._send_queued()
        self.env["exit.interview.heartbeat"]._beat("sweep")
        progress(remaining=0)

    @api.model
    def _commit_progress(self, processed=0, remaining=None):
        """Keep what is done so far, if a job runs this; a test or shell keeps it all.

        :param int processed: how many more are done
        :param int remaining: how many are left
        :return: seconds that the job may go on
        :rtype: float
        """
        if not self.env.context.get("ir_cron_progress_id"):
            return float("inf")
        return self.env["ir.cron"]._commit_progress(processed, remaining=remaining)

    def _sweep_safely(self):
        """Sweep one duty; what goes wrong is noted, logged and tried again (R-07)."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._sweep()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # Somebody works on it at this moment: the next run comes back to it.
            return
        except Exception as error:  # noqa: BLE001  pylint: disable=broad-except
            self._note_failure(error)

    def _note_failure(self, error):
        """Keep that the sweep failed here. No message: it could hold content (P-18).

        :param Exception error: what was raised
        """
        name = type(error).__name__
        tries = self.sweep_tries + 1
        self.write(
            {
                "sweep_tries": tries,
                "sweep_error": name,
                "date_check": fields.Datetime.now() + RETRY,
            }
        )
        _logger.error(
            "%s: the sweep failed with %s, try %s of %s.\n%s",
            self.display_name,
            name,
            tries,
            MAX_TRIES,
            "".join(traceback.format_tb(error.__traceback__)),
        )

    def _sweep(self):
        """Mend one duty, then take the stages it has reached."""
        self.ensure_one()
        owner = self._get_owner()
        if not owner:
            self._close("void")
            return
        owner.duty_update()
        if self.state != "open":
            return
        now = fields.Datetime.now()
        stages = sorted(owner._get_reminder_stages(self), key=lambda stage: stage[1])
        for stage, due in self._get_stages_to_take(stages, now):
            self._take_stage(owner, stage, due)
        midnight = datetime.combine(now + timedelta(days=1), time.min)
        coming = [due for _stage, due in stages if due > now]
        self.write(
            {
                # Absences, roles and policies change from one day to the next.
                "date_check": min([*coming, midnight]),
                "sweep_tries": 0,
                "sweep_error": False,
            }
        )

    @api.model
    def _look_again(self, companies):
        """Let the sweep look at all open duties of some organisations, at once.

        :param companies: ``res.company`` recordset
        """
        self.search(
            [("company_id", "in", companies.ids), ("state", "=", "open")]
        ).write({"date_check": fields.Datetime.now()})
        self.env.ref("exit_interview.ir_cron_duty_sweep")._trigger()

    def _update_owners(self):
        """Let the records that owe these duties say anew what is owed, by whom."""
        for model, duties in self.grouped("res_model").items():
            self.env[model].browse(duties.mapped("res_id")).exists().duty_update()

    def _get_owner(self):
        """Return the record that owes this duty; empty if it is gone."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists()

    def _get_stages_to_take(self, stages, now):
        """Return what is to be done now: the latest reminder, and passing up.

        After a job that stood still only the latest stage counts, and a clock that was
        moved back brings none again.

        :param list stages: (code, moment) by moment
        :param datetime now: naive UTC
        :return: stages not taken yet
        :rtype: list[tuple]
        """
        taken = {(row.stage, row.due) for row in self.reminder_ids}
        latest = max(
            (row.due for row in self.reminder_ids if row.state != "noted"), default=None
        )
        passed = [stage for stage in stages if stage[1] <= now]
        up = [stage for stage in passed if stage[0].startswith("escalate")]
        to_take = [stage for stage in up if stage not in taken]
        reminders = [stage for stage in passed if stage not in up][-1:]
        if reminders and (latest is None or latest < reminders[0][1]):
            to_take[:0] = reminders
        return to_take

    def _take_stage(self, owner, stage, due):
        """Remind of one stage, or pass word up.

        :param owner: the record that owes the duty
        :param str stage: code of the stage
        :param datetime due: its moment
        """
        Reminder = self.env["exit.interview.reminder"]
        if not stage.startswith("escalate"):
            if Reminder._queue(self, stage, due):
                owner._log_duty(self, "reminded", self.user_id)
            return
        if Reminder._queue(self, stage, due, state="noted"):
            owner._escalate_duty(self)
