# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io
from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ExitInterviewCommon

SAID = "what somebody said"
EVERYTHING = {"date_from": "2026-01-01", "date_to": "2027-12-31", "states": "all"}


class ExportCommon(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Export = cls.env["exit.interview.export"]
        cls.policy.export_background_cases = 1
        cls.policy.export_days = 2
        cls.pia = new_test_user(
            cls.env,
            "pia",
            groups="base.group_user,exit_interview.group_coordinator",
            name="Pia",
            email="pia@example.org",
        )

    def _ask(self, user=None, **filters):
        """Ask for the workbook in its dialog, as a coordinator does."""
        wizard = self.env["exit.interview.workbook"].with_user(user or self.cora)
        wizard = wizard.create({**EVERYTHING, **filters})
        self.action = wizard.action_download()
        return self.Export.search([], limit=1)

    def _make(self):
        self._refresh()
        self.Export._cron_make()
        self._refresh()


@tagged("post_install", "-at_install")
class TestExport(ExportCommon):
    """Large workbooks: made by a job, as the person, for the person."""

    def test_few_cases_come_at_once_many_in_the_background(self):
        self._create_case()
        self.policy.export_background_cases = 100000
        self._ask()
        self.assertEqual(self.action["type"], "ir.actions.report")
        self.assertFalse(self.Export.search_count([("user_id", "=", self.cora.id)]))
        self.policy.export_background_cases = 1
        export = self._ask()
        self.assertEqual(self.action["res_model"], "exit.interview.export")
        self.assertEqual((export.state, export.user_id), ("queued", self.cora))
        self.assertEqual(self._ask(), export, "the same one waits already")

    def test_the_file_is_the_workbook(self):
        case = self._create_case(until="shared")
        export = self._ask()
        self.assertNotIn("Lea", export.name + export.display_name)
        self._make()
        self.assertEqual((export.state, export.tries), ("done", 1))
        self.assertEqual(export.progress, 100)
        content = export.with_user(self.cora)._get_content()
        book = load_workbook(io.BytesIO(content))
        references = [row[0].value for row in book["Interviews"].iter_rows()]
        self.assertIn(case.name, references)
        self.assertEqual(book["Cover"]["B6"].value, "Cora")
        self.assertEqual(
            export.date_expires, export.date_done + timedelta(days=2), "by the policy"
        )

    def test_nobody_else_has_it(self):
        self._create_case()
        export = self._ask()
        self._make()
        system = new_test_user(
            self.env,
            "odd_system",
            groups="base.group_system,exit_interview.group_coordinator",
        )
        others = (self.pia, self.ivy, self.sam, self.hal, self.adm, self.emp, system)
        for user in others:
            with self.assertRaises(AccessError):
                export.with_user(user).read(["name"])
            for step in ("_get_content", "action_download", "action_discard"):
                with self.assertRaises(AccessError):
                    getattr(export.with_user(user), step)()
            with self.assertRaises(AccessError):
                export.attachment_id.with_user(user).read(["raw"])
        self.assertFalse(export.attachment_id.access_token)
        self.assertFalse(self.Export.with_user(self.pia).search([]))
        for user in (self.ivy, self.sam, self.hal, self.adm, self.emp):
            with self.assertRaises(AccessError):
                self.Export.with_user(user)._request(EVERYTHING)

    def test_rules_of_the_moment_it_is_made(self):
        kept = self._create_case()
        shut = self._depart(self._create_employee("Max", department_id=self.north.id))
        export = self._ask()
        shut.sudo().conflict_user_ids |= self.cora
        self._make()
        self.assertIn(kept.id, export.sudo().case_ids_made)
        self.assertNotIn(shut.id, export.sudo().case_ids_made)

    def test_shut_out_after_it_was_made(self):
        case = self._create_case()
        export = self._ask()
        self._make()
        case.sudo().conflict_user_ids |= self.cora
        self._refresh()
        with self.assertRaises(AccessError):
            export.with_user(self.cora)._get_content()

    def test_no_coordinator_any_more(self):
        self._create_case()
        made = self._ask()
        self._make()
        waiting = self._ask(states="open")
        group = self.env.ref("exit_interview.group_coordinator")
        self.cora.sudo().group_ids -= group
        self._make()
        self.assertEqual((waiting.state, waiting.error), ("failed", "no_access"))
        with self.assertRaises(AccessError):
            made.with_user(self.cora)._get_content()

    def test_one_that_fails_stops_no_other(self):
        self._create_case()
        first = self._ask()
        second = self._ask(self.pia)
        Report = type(self.env["report.exit_interview.workbook_xlsx"])
        make_file = Report._make_file

        def make(report, cases, selection):
            if report.env.uid == self.cora.id:
                raise ZeroDivisionError(SAID)
            return make_file(report, cases, selection)

        with (
            patch.object(Report, "_make_file", make),
            self.assertLogs("odoo.addons.exit_interview", "ERROR") as caught,
        ):
            self._make()
        self.assertEqual((first.state, first.error), ("failed", "broken"))
        self.assertEqual(second.state, "done")
        self.assertNotIn(SAID, "".join(caught.output))

    def test_a_killed_run_is_taken_up_again_three_times(self):
        self._create_case()
        export = self._ask()
        Report = type(self.env["report.exit_interview.workbook_xlsx"])

        def die(report, cases, selection):
            raise SystemExit()

        for tries in (1, 2):
            with patch.object(Report, "_make_file", die), suppress(SystemExit):
                self.Export._cron_make()
                self.fail("the job was not killed")
            self._refresh()
            self.assertEqual((export.state, export.tries), ("running", tries))
        self._make()
        self.assertEqual((export.state, export.tries), ("done", 3))
        export.write({"state": "running", "tries": 3})
        self._make()
        self.assertEqual((export.state, export.error), ("failed", "broken_off"))

    def test_expiry_takes_the_file(self):
        self._create_case()
        export = self._ask()
        self._make()
        attachment = export.attachment_id
        export.write({"date_expires": fields.Datetime.now() - timedelta(minutes=1)})
        with self.assertRaises(UserError):
            export.with_user(self.cora)._get_content()
        self._make()
        self.assertFalse(attachment.exists())
        self.assertEqual(export.state, "expired")
        self.assertFalse(export.sudo().case_ids_made)
        with self.assertRaises(UserError):
            export.with_user(self.cora).action_download()

    def test_the_person_removes_it(self):
        self._create_case()
        export = self._ask()
        self._make()
        attachment = export.attachment_id
        export.with_user(self.cora).action_discard()
        self.assertFalse(attachment.exists())
        waiting = self._ask()
        waiting.with_user(self.cora).action_discard()
        self._make()
        self.assertEqual(waiting.state, "expired")

    def test_progress_is_told(self):
        self._create_case()
        self._depart(self._create_employee("Max", department_id=self.north.id))
        export = self._ask()
        told = []
        Report = type(self.env["report.exit_interview.workbook_xlsx"])
        with (
            patch.object(
                type(export), "_note_progress", lambda _self, n: told.append(n)
            ),
            patch.object(Report, "_fetch_size", 1),
        ):
            self._make()
        self.assertEqual(told, list(range(1, export.case_count + 1)))


@tagged("post_install", "-at_install")
class TestExportAddress(ExportCommon, HttpCase):
    def _open(self, export, login):
        self.authenticate(login, login.ljust(8, "x") if login != "cora" else "coraxxxx")
        return self.url_open(
            f"/exit_interview/workbook/{export.id}", allow_redirects=False
        )

    @mute_logger("odoo.http")
    def test_only_the_owner_downloads_and_it_is_noted(self):
        case = self._create_case()
        export = self._ask()
        self._make()
        answer = self._open(export, "cora")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertIn(".xlsx", answer.headers["Content-Disposition"])
        self.assertTrue(load_workbook(io.BytesIO(answer.content)))
        self._refresh()
        taken = case.journal_ids.filtered(lambda line: line.event == "exported")
        self.assertEqual(taken.mapped("user_id"), self.cora)
        self.assertTrue(export.date_taken)
        for login in ("pia", "ivy", "sam", "adm"):
            self.assertEqual(self._open(export, login).status_code, 404)
        self.authenticate(None, None)
        url = f"/exit_interview/workbook/{export.id}"
        self.assertEqual(self.url_open(url, allow_redirects=False).status_code, 303)

    @mute_logger("odoo.http")
    def test_gone_in_words(self):
        self._create_case()
        export = self._ask()
        answer = self._open(export, "cora")
        self.assertEqual(answer.status_code, 410)
        self.assertIn("Ask for a new one", answer.text)
