# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import secrets
import traceback
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# No model has this name, as for the files of a case: the platform refuses these files
# on each of its own addresses, and only our download leads to them.
FILE_MODEL = "exit.interview.export.file"
MAX_TRIES = 3
# Half of an advisory lock; the other half is the row's id.
LOCK = 1163413840


class ExitInterviewExport(models.Model):
    """A workbook made in the background, for the person who asked for it, alone.

    What was asked for is kept as filters, never as what they found: a job looks again,
    as that person and under the rules of that moment. The download looks once more, so
    that somebody who was shut out of a case meanwhile does not get it in a file.

    +----------------+--------------------------------------------------------------+
    | who            | may                                                          |
    +----------------+--------------------------------------------------------------+
    | who asked      | see how far it is, download it while it lasts, remove it     |
    | everybody else | nothing, other coordinators and the administrator included   |
    +----------------+--------------------------------------------------------------+
    """

    _name = "exit.interview.export"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Workbook made in the background"
    _order = "id desc"

    name = fields.Char(string="Selection", required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked for by",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    request = fields.Json(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Filters, organisations, language and time zone as they were asked for.",
    )
    case_ids_made = fields.Json(
        string="Ids of the cases in the file", readonly=True, groups=fields.NO_ACCESS
    )
    state = fields.Selection(
        selection=[
            ("queued", "Waiting"),
            ("running", "Being made"),
            ("done", "Ready"),
            ("failed", "Failed"),
            ("expired", "Removed"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    case_count = fields.Integer(string="Cases", readonly=True)
    cases_done = fields.Integer(string="Cases written", readonly=True)
    progress = fields.Float(compute="_compute_progress", help="Share of cases written.")
    tries = fields.Integer(readonly=True)
    error = fields.Selection(
        selection=[
            ("no_access", "These cases are not yours to export any more"),
            ("empty", "No case matches the filters any more"),
            ("broken_off", "It was broken off several times"),
            ("broken", "Something went wrong; the administrator's log says what"),
        ],
        string="Why it failed",
        readonly=True,
    )
    date_requested = fields.Datetime(
        string="Asked for on",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
    )
    date_done = fields.Datetime(string="Ready since", readonly=True)
    date_expires = fields.Datetime(
        string="Removed on",
        readonly=True,
        help="When the file is removed, whether or not it was fetched.",
    )
    date_taken = fields.Datetime(string="Last downloaded", readonly=True)
    size = fields.Integer(string="Size (bytes)", readonly=True)
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=fields.NO_ACCESS,
    )

    _queue = models.Index("(id) WHERE state IN ('queued', 'running')")

    @api.depends("date_requested")
    def _compute_display_name(self):
        """Override of the ORM: says nothing of what was chosen (decision 7)."""
        for export in self:
            export.display_name = self.env._("Workbook %s", export.id)

    @api.depends("case_count", "cases_done", "state")
    def _compute_progress(self):
        for export in self:
            export.progress = (
                100.0
                if export.state in ("done", "expired")
                else 100.0 * export.cases_done / (export.case_count or 1)
            )

    # === ACCESS === #

    def _is_actor(self, actor):
        """Override of the record mixin: the file is of whoever asked for it."""
        self.ensure_one()
        if actor == "owner":
            return self.sudo().user_id == self.env.user
        return super()._is_actor(actor)

    def _is_removable(self):
        """Override of the record mixin: when the person's login is deleted."""
        return True

    # === ASK === #

    @api.model
    def _request(self, filters):
        """Put a workbook into the queue, for the user who asks.

        The same workbook is not queued twice.

        :param dict filters: as the dialog of the workbook gives them to the report
        :return: the export
        :raise AccessError: to anybody who coordinates no population
        """
        report = self.env["report.exit_interview.workbook_xlsx"]
        cases = report._get_cases(False, filters)
        request = {
            "filters": filters,
            "company_ids": self.env.companies.ids,
            "lang": self.env.lang,
            "tz": str(self.env.tz),
        }
        # The user was checked by the report just now; nobody writes here by hand.
        exports_sudo = self.sudo()
        waiting = exports_sudo.search(
            [("user_id", "=", self.env.uid), ("state", "in", ("queued", "running"))]
        )
        export = waiting.filtered(lambda one: one.request == request)[:1]
        if not export:
            wizard = self.env["exit.interview.workbook"]
            export = exports_sudo.create(
                {
                    "name": wizard._describe_filters(filters),
                    "user_id": self.env.uid,
                    "company_id": self.env.company.id,
                    "request": request,
                    "case_count": len(cases),
                }
            )
        self._trigger_make()
        return export.with_env(self.env)

    @api.model
    def _trigger_make(self):
        """Wake the job that makes workbooks, after this transaction."""
        # The job itself checks again whose workbook it makes.
        self.env.ref("exit_interview.ir_cron_export").sudo()._trigger()

    # === MAKE: the job === #

    @api.model
    def _cron_make(self):
        """Make what waits, one at a time, and remove what has lasted long enough.

        A run that was killed left its row as running: it is taken up again. What fails
        is noted on its own row, and the next one is made all the same.
        """
        self._expire()
        self._keep()
        exports = self.search([("state", "in", ("queued", "running"))], order="id")
        self._keep(remaining=len(exports))
        for export in exports:
            export._make_safely()
            if not self._keep(1):
                return
        self._keep(remaining=0)

    @api.model
    def _keep(self, processed=0, remaining=None):
        """Commit, if a job runs this; see the sweep."""
        Duty = self.env["exit.interview.duty"]
        return Duty._commit_progress(processed, remaining=remaining)

    def _lock(self):
        """Return whether nobody else makes this one; the end of the transaction frees.

        Not a lock of the row: its progress is written meanwhile.

        :rtype: bool
        """
        self.ensure_one()
        [(is_free,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK, self.id)
        )
        return is_free

    def _make_safely(self):
        """Make one workbook; whatever happens is noted on it."""
        self.ensure_one()
        self = self.with_context(lang=self.user_id.lang)
        if not self._lock() or self.state not in ("queued", "running"):
            return
        if self.tries >= MAX_TRIES:
            self._note_failure("broken_off")
            return
        self.write({"state": "running", "tries": self.tries + 1, "cases_done": 0})
        self._keep()
        # The commit let go of the lock.
        if not self._lock():
            return
        try:
            with self.env.cr.savepoint():
                content, cases = self._make()
        except AccessError:
            self._note_failure("no_access")
        except (UserError, ValidationError):
            self._note_failure("empty")
        except Exception as error:  # noqa: BLE001  pylint: disable=broad-except
            # No message of the exception: it could hold what people said (P-18).
            _logger.error(
                "Workbook %s failed with %s.\n%s",
                self.id,
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )
            self._note_failure("broken")
        else:
            removed = self._get_removals(cases)
            # The progress was written beside this transaction: see it before writing.
            self._keep()
            self.env.invalidate_all()
            if self._get_removals(cases) != removed:
                # Words that were taken out meanwhile stand in this file: once more.
                self.write({"state": "queued"})
                self._trigger_make()
                return
            self._finish(content, cases)

    @api.model
    def _get_removals(self, cases):
        """Return what was taken out of the records so far; any two can be compared.

        A population in which words can be taken away says what that is.

        Requirement: C-25.

        :param cases: ``exit.interview`` in a file
        """
        return None

    def _make(self):
        """Make the file as the person who asked, under the rules of this moment.

        :return: the file and the cases in it
        :rtype: tuple[bytes, recordset]
        :raise AccessError: if the person may not export any more
        :raise UserError: if nothing is found any more
        """
        self.ensure_one()
        request, user = self.request, self.user_id
        if not user.active:
            raise self._make_access_error()
        companies = [
            company_id
            for company_id in request["company_ids"]
            if company_id in user.company_ids.ids
        ]
        if not companies:
            raise self._make_access_error()
        report = (
            self.env["report.exit_interview.workbook_xlsx"]
            .with_user(user)
            .with_context(
                allowed_company_ids=companies,
                lang=request["lang"],
                tz=request["tz"],
                exit_interview_progress=self._note_progress,
            )
        )
        cases = report._get_cases(False, request["filters"])
        selection = report.env["exit.interview.workbook"]._describe_filters(
            request["filters"]
        )
        return report._make_file(cases, selection), cases

    def _note_progress(self, cases_done):
        """Write down how far it is, beside the transaction that reads the cases."""
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "UPDATE exit_interview_export SET cases_done = %s"
                    " WHERE id = %s AND state = 'running'",
                    cases_done,
                    self.id,
                )
            )

    def _finish(self, content, cases):
        """Keep the file and tell the person.

        :param bytes content: the workbook
        :param cases: ``exit.interview`` in it
        """
        self.ensure_one()
        attachment = self.env["ir.attachment"].create(
            {
                "name": secrets.token_hex(16),
                "raw": content,
                "mimetype": "application/x-exit-interview",
                "res_model": FILE_MODEL,
                "res_id": self.id,
            }
        )
        report = self.env["report.exit_interview.workbook_xlsx"].with_user(self.user_id)
        _cases, days = self.env["exit.interview.policy"]._get_export_limits(
            cases.company_id, report._get_own_populations()
        )
        now = fields.Datetime.now()
        self.write(
            {
                "state": "done",
                "attachment_id": attachment.id,
                "size": len(content),
                "case_ids_made": cases.ids,
                "case_count": len(cases),
                "cases_done": len(cases),
                "date_done": now,
                "date_expires": now + timedelta(days=days),
                "error": False,
            }
        )
        self._tell(
            "success", self.env._("Your workbook is ready: Reporting > My workbooks.")
        )

    def _note_failure(self, error):
        """Keep why it failed, and tell the person.

        :param str error: a value of ``error``
        """
        self.ensure_one()
        self.write({"state": "failed", "error": error})
        self._tell(
            "warning",
            self.env._("Your workbook could not be made: Reporting > My workbooks."),
        )

    def _tell(self, kind, message):
        """Show the person a word on the screen, if they are there; no content."""
        self.user_id._bus_send(
            "simple_notification",
            {"type": kind, "message": message, "sticky": True},
        )

    # === TAKE AND REMOVE === #

    def action_download(self):
        """Return the way to the file; the download itself checks again.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("owner")
        # Said here in a dialog rather than by the download.
        self.sudo()._check_file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/exit_interview/workbook/{self.id}",
            "target": "download",
        }

    def action_discard(self):
        """Remove the file, or take back what waits.

        :return: True
        """
        self._check_actor("owner")
        # The owner was checked; nobody writes here by hand.
        exports_sudo = self.sudo()
        if any(export.state == "running" for export in exports_sudo):
            raise UserError(
                self.env._(
                    "This workbook is being made at this moment. Remove it when it is "
                    "ready."
                )
            )
        exports_sudo._remove_files()
        return True

    def _get_content(self):
        """Return the workbook for whoever asked for it, and note that it was taken.

        Requirement: SEC-14, P-18.

        :rtype: bytes
        :raise AccessError: if it is somebody else's, or holds a case that is not
            theirs any more
        :raise UserError: if it is not there, or not there any more
        """
        self.ensure_one()
        self._check_actor("owner")
        # The owner was checked; nobody reads the platform's file itself.
        export_sudo = self.sudo()
        export_sudo._check_file()
        report = self.env["report.exit_interview.workbook_xlsx"]
        cases = self.env["exit.interview"].browse(export_sudo.case_ids_made)
        cases = report._get_permitted(cases)
        content = export_sudo.attachment_id.raw
        export_sudo.write({"date_taken": fields.Datetime.now()})
        self.env["exit.interview.journal"]._log_taking(cases, "exported")
        return content

    def _check_file(self):
        """Check that there is a file to send.

        :raise UserError: if it is not ready, or was removed
        """
        self.ensure_one()
        expires = self.date_expires
        if self.state == "done" and self.attachment_id.raw:
            if expires and expires > fields.Datetime.now():
                return
        raise UserError(
            self.env._(
                "This workbook is not there: it is still being made, or was removed. "
                "Ask for a new one under Reporting > Workbook."
            )
        )

    def _expire(self):
        """Remove the files whose days are over."""
        old = self.search(
            [("state", "=", "done"), ("date_expires", "<=", fields.Datetime.now())]
        )
        old._remove_files()

    def _remove_files(self):
        """Remove the content; the line stays, as superuser."""
        self.attachment_id.unlink()
        self.write({"state": "expired", "case_ids_made": False, "size": 0})

    @api.ondelete(at_uninstall=False)
    def _unlink_files(self):
        self.attachment_id.unlink()
