# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Leavers' extracts: what is read, asked and refused (L-10, R-12, R-14)."""

import base64
import csv
import io
import socket
import zipfile
from datetime import date, datetime
from unittest.mock import patch

from openpyxl import Workbook, load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, HttpCase, freeze_time, tagged

from odoo.addons.exit_interview.models import name_match
from odoo.addons.exit_interview.wizard import leavers_extract as extract

from .common import ExitInterviewCommon

HEADERS = ["Staff number", "Name", "Team", "Last day", "Reason"]
TODAY = date(2026, 11, 22)


def make_csv(*rows, headers=None, delimiter=",", encoding="utf-8"):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([headers or HEADERS, *rows])
    return stream.getvalue().encode(encoding)


def make_book(*sheets):
    """Return a workbook; a sheet is (title, state, rows)."""
    book = Workbook()
    book.remove(book.active)
    for title, state, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestLeaversExtract(BaseCase):
    """What stands in a file, before anybody is looked up."""

    def _refused(self, content, code, **options):
        with self.assertRaises(extract.ExtractError) as caught:
            extract.read_extract(content, **options)
        self.assertEqual(caught.exception.code, code)
        return caught.exception

    def test_encodings_and_separators(self):
        """I-65: code page, UTF-8, UTF-16, with mark and without; four separators."""
        row = ["1", "Zoë Ågren", "North; East", "01/12/2026", "a, b\r\nc"]
        for encoding in ("cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"):
            for delimiter in ",;\t|":
                content = make_csv(row, delimiter=delimiter, encoding=encoding)
                with self.subTest(encoding=encoding, delimiter=delimiter):
                    table = extract.read_extract(content)
                    self.assertEqual(table.headers, HEADERS)
                    self.assertEqual(table.rows, [(2, [*row[:4], "a, b c"])])

    def test_headings_below_a_title(self):
        content = make_csv(
            ["", "", "", "", ""],
            HEADERS,
            ["1", "Lea", "North", "1/12/2026", ""],
            headers=["Leavers in December"],
        )
        table = extract.read_extract(content)
        self.assertEqual(table.headers, HEADERS)
        self.assertEqual(table.rows[0][0], 4)

    def test_days(self):
        """I-67: day first, several ways to write it, serial numbers."""
        day = date(2026, 4, 3)
        for cell in (
            *("03/04/2026", "3.4.2026", "3-4-26", "2026-04-03", "3 April 2026"),
            *("Friday, 3rd Apr 2026", "03-Apr-26", "2026-04-03T09:30:00Z"),
            *("03/04/2026 00:00", "46115", 46115, 46115.75, datetime(2026, 4, 3, 8)),
        ):
            self.assertEqual(extract.read_day(cell, TODAY), day, cell)
        self.assertEqual(extract.read_day("29/02/2028", TODAY), date(2028, 2, 29))

    def test_days_that_are_none(self):
        for code, cells in (
            ("impossible", ("31/02/2026", "1900-01-00", "29/02/2027", "13/13/2026")),
            ("words", ("last week", "tbc", "3", 12, "Smarch 4 2026", "4 Smarch 2026")),
            ("far", ("03/04/1926", "03/04/2206", "03/04/2029", "29/02/1988")),
        ):
            for cell in cells:
                with self.assertRaises(extract.DayError, msg=cell) as caught:
                    extract.read_day(cell, TODAY)
                self.assertEqual(caught.exception.code, code, cell)

    def test_cells_that_hold_no_value(self):
        """I-70, I-73, SEC-12."""
        for problem, cells in (
            ("error", ("#REF!", "#N/A", "#DIV/0!", " #value! ")),
            ("formula", ('=HYPERLINK("http://x")', "@SUM(1)", "＝1+1", "+cmd|x")),
            ("address", ("https://x.example/a.png", "//x/a", "www.x.org", "data:x,y")),
            ("long", ("x" * 201,)),
            (False, ("x" * 200, "O'Brien", "-", "- 3", "+44 1632 960100", None, 7)),
        ):
            for cell in cells:
                self.assertEqual(extract.find_problem(cell), problem, cell)

    def test_files_that_are_none(self):
        self._refused(b"", "empty")
        self._refused(b"\n\n", "empty")
        self._refused(b"Name,Last day\n", "empty")
        self._refused(b"one\ntwo\nthree\n", "headers")
        self._refused(b"\xd0\xcf\x11\xe0 old Excel", "kind")
        self._refused(b"PK\x03\x04 no zip", "damaged")
        self._refused(b"x" * (extract.MAX_BYTES + 1), "size")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as parts:
            parts.writestr("word/document.xml", "<x/>")
        self._refused(stream.getvalue(), "kind")

    def test_a_workbook_that_defines_entities_is_refused(self):
        good = make_book(("A", "visible", [HEADERS, ["1", "L", "N", "1/1/2026", ""]]))
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(good)) as old,
            zipfile.ZipFile(stream, "w") as new,
        ):
            for name in old.namelist():
                part = old.read(name)
                if name.endswith("sheet1.xml"):
                    part = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/x">]>' + part
                new.writestr(name, part)
        self._refused(stream.getvalue(), "damaged")

    def test_too_many_rows(self):
        """I-68: the limit, from both sides."""
        row = ["1", "Lea", "North", "1/12/2026", ""]
        full = extract.read_extract(make_csv(*[row] * extract.MAX_ROWS))
        self.assertEqual(len(full.rows), extract.MAX_ROWS)
        self._refused(make_csv(*[row] * (extract.MAX_ROWS + 1)), "rows")

    def test_sheets(self):
        """I-70: hidden ones do not count, of several one is chosen; values only."""
        rows = [HEADERS, [1, "=A1", "North", datetime(2026, 12, 1), "#REF!"]]
        hidden = ("Hidden", "hidden", [["Pay", "Name"], [1, "x"]])
        table = extract.read_extract(make_book(("A", "visible", rows), hidden))
        self.assertEqual(table.sheets, ["A"])
        # A formula that was never computed has no value.
        self.assertEqual(
            table.rows, [(2, [1, None, "North", datetime(2026, 12, 1), "#REF!"])]
        )
        two = make_book(("A", "visible", rows), ("B", "visible", rows), hidden)
        error = self._refused(two, "sheet")
        self.assertEqual(error.values["sheets"], ["A", "B"])
        self.assertEqual(extract.read_extract(two, "B").sheet, "B")
        self._refused(two, "sheet", sheet="Hidden")

    def test_names(self):
        for one, other in (
            ("Lea Quill", "Quill, Lea"),
            ("Lea Quill", "  QUILL ,  Léa "),
            ("Lea Quill", "Ms. Lea Quill"),
            ("Seán O'Brien", "O\u2019Brien, Sean"),
            ("Anne Smith-Jones", "SMITH JONES, Anne"),
            ("Łukasz Weiß", "Weiss, Lukasz"),
        ):
            self.assertEqual(name_match.get_key(one), name_match.get_key(other))
        for one, other, alike in (
            ("Lea Quill", "Leah Quill", True),
            ("Lea Quill", "Lea Anne Quill", True),
            ("Lea Quill", "Lea Crane", False),
            ("Lea Quill", "Leo Quayle", False),
            ("Lea", "Lea Quill", False),
            ("", "Lea Quill", False),
        ):
            keys = name_match.get_key(one), name_match.get_key(other)
            self.assertEqual(name_match.is_alike(*keys), alike, (one, other))


class ImportSteps(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lea.barcode = "000421"
        cls.south = cls.env["hr.department"].create(
            {"name": "South", "parent_id": cls.fieldwork.id}
        )

    def _open(self, content, user=None):
        wizard = self.env["exit.interview.notice.import"].with_user(user or self.cora)
        return wizard.create({"file": base64.b64encode(content), "file_name": "x"})

    def _check(self, *rows, **options):
        wizard = self._open(make_csv(*rows, **options))
        wizard.action_check()
        return wizard

    def _import(self, *rows, **options):
        wizard = self._check(*rows, **options)
        wizard.action_import()
        self._refresh()
        return wizard

    def _judge(self, *row):
        """Return status and words of one row: number, name, team, last day, reason."""
        lines = self._check(list(row)).line_ids
        return lines[0].status, lines[0].message or ""

    def _notices(self):
        return self.env["exit.interview.notice"].search([])


@tagged("post_install", "-at_install")
class TestNoticeImport(ImportSteps):
    def test_a_good_row_opens_a_case_once(self):
        row = ["421", "Quill, Léa", "North", "31/12/2026", "Relocation"]
        wizard = self._check(row)
        self.assertEqual(wizard.count_ready, 1)
        self.assertIn("leading zeros", wizard.line_ids.message)
        self.assertFalse(self._notices(), "Looking registers nothing")
        wizard.action_import()
        self._refresh()

        case = self._get_cases(self.lea)
        notice = case.notice_ids
        self.assertEqual(notice.source, "bi_extract")
        self.assertEqual(notice.reason, "Relocation")
        self.assertEqual(case.date_departure, date(2026, 12, 31))
        self.assertFalse(wizard.file, "The file is gone")
        self.assertFalse(wizard.line_ids)
        for again in (row, ["", "LEA QUILL", "", "2026-12-31", ""]):
            wizard = self._import(again)
            self.assertEqual((wizard.count_new, wizard.count_known), (0, 1), again)
        self.assertEqual(self._get_cases(self.lea).notice_ids, notice)

    def test_a_new_last_day_is_a_new_notice_of_the_same_case(self):
        self._import(["000421", "Lea Quill", "North", "31/12/2026", ""])
        self._import(["000421", "Lea Quill", "North", "15/01/2027", ""])
        case = self._get_cases(self.lea)
        self.assertEqual(len(case.notice_ids), 2)
        self.assertEqual(case.date_departure, date(2027, 1, 15))

    def test_other_routes_meet_in_the_same_case(self):
        """R-12."""
        case = self._depart(self.lea)
        self._import(["", "Quill, Lea", "North", "30/12/2026", ""])
        self.assertEqual(self._get_cases(self.lea), case)
        self.assertEqual(
            sorted(case.notice_ids.mapped("source")), ["bi_extract", "hr_departure"]
        )

    def test_the_extract_of_next_month_reopens_nothing(self):
        case = self._create_case(until="confirmed")
        self._import(["", "Lea Quill", "North", "31/12/2026", ""])
        self.assertEqual(self._get_cases(self.lea), case)
        self.assertEqual(len(case.notice_ids), 2)

    def test_leavers_of_before_the_go_live_date_are_told_so(self):
        wizard = self._check(["421", "Lea Quill", "North", "31/12/2025", ""])
        self.assertEqual(wizard.count_early, 1)
        self.assertIn("01/01/2026", wizard.line_ids.message)
        wizard.action_import()
        self.assertEqual(self._notices().state, "waiting")
        self.assertFalse(self._get_cases(self.lea))
        # The day itself counts.
        self.assertEqual(
            self._judge("421", "Lea Quill", "North", "01/01/2026", "")[0], "ready"
        )

    def test_what_is_not_sure_is_asked(self):
        """I-23, R-12: number and name apart, two of a name, alike, unknown."""
        twin = self._create_employee("Max Mill", department_id=self.north.id)
        other = self._create_employee("Max Mill", department_id=self.south.id)
        day = "31/12/2026"
        for row, words, people in (
            (["421", "Max Mill", "", day, ""], "another name", self.lea + twin + other),
            (["7777", "Lea Quill", "", day, ""], "this staff number", self.lea),
            (["", "Max Mill", "", day, ""], "Several", twin + other),
            (["", "Max Mill", "South", day, ""], "Several", twin + other),
            (["", "Lea Quill", "South", day, ""], "another team", self.lea),
            (["", "Leah Quill", "North", day, ""], "like it", self.lea),
            (["", "Nobody Known", "North", day, ""], "Nobody has this", self.lea[:0]),
        ):
            wizard = self._import(row)
            self.assertEqual(wizard.count_unsure, 1, row)
            notice = self._notices()[:1]
            self.assertTrue(notice.is_unsure)
            self.assertEqual(notice.state, "waiting")
            self.assertEqual(notice.candidate_ids.employee_id, people, row)
            self.assertFalse(notice.employee_id)
            self.assertFalse(self._get_cases(people))
            self.assertIn(words, self._words_of(row))
        self.assertIn("Several", self._words_of(["", "Max Mill", "Fieldwork", day, ""]))

    def _words_of(self, row):
        """Return the hint of a row that is new again: another day."""
        return self._judge(*row[:3], "30/12/2026", "")[1]

    def test_sure_matches(self):
        day = "31/12/2026"
        for row in (
            ["421", "", "", day, ""],
            ["000421", "Lea Anne Quill", "Nowhere", day, ""],
            ["", "Lea Quill", "", day, ""],
            ["", "Lea Quill", "Fieldwork", day, ""],
            ["", "Lea Quill", "Fieldwork / North", day, ""],
        ):
            self.assertEqual(self._judge(*row)[0], "ready", row)

    def test_the_coordinator_says_who_it_is(self):
        self._import(["", "Leah Quill", "North", "31/12/2026", ""])
        notice = self._notices().with_user(self.cora)
        duty = self._get_open_duties(notice)
        self.assertEqual((duty.kind, duty.user_id), ("decide", self.cora))
        self.assertNotIn("Quill", duty.display_name)
        candidate = notice.candidate_ids
        self.assertEqual(candidate.team_name, "North")
        with self.assertRaisesRegex(UserError, "Say first who leaves"):
            notice.action_open_case()
        for user in (self.ivy, self.emp, self.hal):
            with self.assertRaises(AccessError):
                notice.with_user(user).action_confirm_person(self.lea.id)
            with self.assertRaises(AccessError):
                candidate.with_user(user).action_choose()

        candidate.action_choose()
        self._refresh()

        case = self._get_cases(self.lea)
        self.assertEqual(case.notice_ids, notice)
        self.assertEqual(notice.name, "Lea Quill")
        self.assertEqual(duty.state, "done")
        self.assertFalse(notice.candidate_ids)
        self.assertEqual(
            self._judge("", "Leah Quill", "North", "31/12/2026", "")[0], "known"
        )
        with self.assertRaisesRegex(UserError, "already settled"):
            notice.action_somebody_else()

    def test_somebody_else_gets_a_case_of_their_own(self):
        case = self._depart(self.lea)
        self._import(["", "Leah Quill", "North", "31/12/2026", ""])
        notice = self._notices().filtered("is_unsure").with_user(self.cora)
        notice.action_somebody_else()
        self._refresh()

        self.assertFalse(notice.is_unsure)
        self.assertNotEqual(notice.case_id, case)
        self.assertEqual(notice.case_id.sudo().leaver_name, "Leah Quill")
        self.assertEqual(notice.case_id.team_name, "North")

    def test_dismissing_an_unsure_notice_drops_the_duty(self):
        self._import(["", "Leah Quill", "North", "31/12/2026", ""])
        notice = self._notices().with_user(self.cora)
        duty = self._get_open_duties(notice)
        notice.action_dismiss("A student on placement")
        self.assertEqual(duty.state, "void")

    def test_whoever_could_be_meant_decides_nothing(self):
        """A coordinator of this name neither sees the notice nor settles it."""
        self._create_employee("Cora Crane", user_id=self.cora.id)
        self._create_role("coordinator", self.peg, sequence=20)
        self.peg.group_ids |= self.env.ref("exit_interview.group_coordinator")
        self._import(["", "Cora Crayne", "North", "31/12/2026", ""])
        notice = self._notices()
        self.assertEqual(self._get_open_duties(notice).user_id, self.peg)
        for record in (notice, notice.candidate_ids):
            self.assertFalse(record.with_user(self.cora).search([]))
            with self.assertRaises(AccessError):
                record.with_user(self.cora).read(["name"])
        me = notice.candidate_ids.employee_id
        with self.assertRaises(AccessError):
            notice.with_user(self.cora).action_confirm_person(me.id)
        notice.with_user(self.peg).action_confirm_person(me.id)
        self.assertEqual(self._get_cases(me).coordinator_id, self.peg)

    def test_people_of_another_organisation_are_not_found(self):
        elsewhere = self.env["res.company"].create({"name": "Council B"})
        bob = self._create_employee("Bob Bell", company_id=elsewhere.id)
        status, words = self._judge("", "Bob Bell", "North", "31/12/2026", "")
        self.assertEqual((status, words), ("unsure", "Nobody has this name."))
        self._import(["", "Bob Bell", "North", "31/12/2026", ""])
        notice = self._notices().with_user(self.cora)
        with self.assertRaisesRegex(UserError, "no such employee"):
            notice.action_confirm_person(bob.id)

    def test_rows_that_cannot_be_read(self):
        day = "31/12/2026"
        for row, column, words in (
            (["", "", "", day, ""], "Name", "Nobody is named"),
            (["7777", "", "", day, ""], "Staff number", "Nobody has this staff"),
            (["421", "", "", "", ""], "Last day", "is missing"),
            (["421", "", "", "31/02/2026", ""], "Last day", "no such day"),
            (["421", "", "", "last week", ""], "Last day", "is no day"),
            (["421", "#REF!", "", day, ""], "Name", "shows an error"),
            (["421", "=1+1", "", day, ""], "Name", "a formula"),
            (["421", "", "", day, "http://x.example"], "Reason", "nothing is fetched"),
            (["", "Nobody Known", "Nrth", day, ""], "Team", "North"),
        ):
            line = self._check(row).line_ids
            self.assertEqual((line.status, line.number), ("bad", 2), row)
            self.assertEqual(line.column, column, row)
            self.assertIn(words, line.message)
            self.assertEqual(line.value or "", row[HEADERS.index(column)])

    def test_an_unknown_team_is_never_created(self):
        """I-71: three names that are written like it."""
        before = self.env["hr.department"].search_count([])
        line = self._import(["", "No One", "Soth", "31/12/2026", ""]).line_ids
        names = line.message.split(": ")[1]
        self.assertEqual(len(names.split(", ")), 3)
        self.assertTrue(names.startswith("South"))
        self.assertEqual(self.env["hr.department"].search_count([]), before)

    def test_rows_that_stand_twice_are_named(self):
        """M-18: no last row wins silently."""
        row = ["421", "Lea Quill", "North", "31/12/2026", ""]
        lines = self._check(row, row, [*row[:3], "30/12/2026", ""]).line_ids
        by_row = {line.number: line for line in lines}
        self.assertEqual(by_row[2].status, "ready")
        self.assertEqual(by_row[3].status, "known")
        self.assertIn("row 2", by_row[3].message)
        self.assertEqual(by_row[4].status, "bad")
        self.assertIn("31/12/2026", by_row[4].message)

    def test_columns_can_be_changed(self):
        headers = ["Who", "When", "Where", "End date"]
        row = ["Lea Quill", "31/12/2026", "North", "01/01/2026"]
        wizard = self._open(make_csv(row, headers=headers))
        with self.assertRaisesRegex(UserError, "which columns hold"):
            wizard.action_check()
        wizard.column_ids.unlink()
        table = wizard._read_table()
        wizard._guess_columns(table)
        wizard.column_ids[0].holds = "name"
        wizard.column_ids[1].holds = "date"
        with self.assertRaisesRegex(UserError, "hold the same"):
            wizard.action_check()
        wizard.column_ids[3].holds = False
        wizard.action_check()
        self.assertEqual(wizard.line_ids.date, date(2026, 12, 31))

    def test_a_sheet_is_chosen(self):
        rows = [HEADERS, ["421", "Lea Quill", "North", datetime(2026, 12, 31), ""]]
        content = make_book(("A", "visible", rows), ("B", "visible", rows))
        wizard = self._open(content)
        wizard.action_check()
        self.assertEqual(wizard.state, "upload")
        self.assertEqual(wizard.sheet_ids.mapped("name"), ["A", "B"])
        wizard.sheet_id = wizard.sheet_ids[1]
        wizard.action_check()
        self.assertEqual(wizard.count_ready, 1)

    def test_files_are_refused_in_words(self):
        for content, words in (
            (b"\xd0\xcf\x11\xe0", "neither CSV nor"),
            (b"one\ntwo\n", "no headings"),
            (b"PK\x03\x04", "cannot be opened"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self._open(content).action_check()
        wizard = self._open(b"x")
        wizard.file = False
        with self.assertRaisesRegex(UserError, "Choose the file"):
            wizard.action_check()
        with self.assertRaisesRegex(UserError, "Look at the rows first"):
            wizard.action_import()

    def test_nothing_is_fetched(self):
        """SEC-22, I-73: no connection is made for what stands in a file."""
        address = "http://evil.example/x.png"
        rows = [HEADERS, ["421", "Lea Quill", address, "31/12/2026", address]]
        with patch.object(socket, "create_connection", side_effect=AssertionError):
            for content in (make_csv(rows[1]), make_book(("A", "visible", rows))):
                wizard = self._open(content)
                wizard.action_check()
                wizard.action_import()
                self.assertEqual(wizard.count_bad, 1)

    def test_rows_to_mend_hold_no_formula(self):
        """SEC-12: what looked like a formula comes back as text, word for word."""
        payloads = ['=HYPERLINK("http://x")', "@SUM(1)", "<r><f>1</f></r>", "#REF!"]
        rows = [["421", text, "North", "31/02/2026", ""] for text in payloads]
        wizard = self._import(*rows)
        book = load_workbook(io.BytesIO(base64.b64decode(wizard.mend_file)))
        sheet = book.active
        self.assertEqual([cell.value for cell in sheet[1]][:5], HEADERS)
        self.assertEqual([cell.value for cell in sheet["B"]][1:], payloads)
        types = {cell.data_type for row in sheet.iter_rows() for cell in row}
        self.assertNotIn("f", types)
        self.assertIn("Last day: There is no such day", sheet["G2"].value)

    def test_only_the_coordinator_reads_in_and_only_their_own(self):
        content = make_csv(["421", "Lea Quill", "North", "31/12/2026", ""])
        for user in (self.ivy, self.hal, self.emp, self.adm, self.lin):
            with self.assertRaises(AccessError):
                self._open(content, user)
        wizard = self._open(content)
        wizard.action_check()
        self.peg.group_ids |= self.env.ref("exit_interview.group_coordinator")
        self._refresh()
        for record in (wizard, wizard.line_ids, wizard.column_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.peg).read()

    def test_closing_leaves_nothing(self):
        wizard = self._check(["421", "Lea Quill", "North", "31/12/2026", ""])
        wizard.action_close()
        for name in ("import", "import.line", "import.column", "import.sheet"):
            model = self.env[f"exit.interview.notice.{name}"]
            self.assertFalse(model.sudo().search([]), name)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=like", "exit.interview.notice%")]
            )
        )


@tagged("post_install", "-at_install")
class TestMendDownload(ImportSteps, HttpCase):
    def test_download_is_for_whoever_read_it_in(self):
        wizard = self._import(["421", "Lea Quill", "North", "tbc", ""])
        self.env.flush_all()
        address = wizard.action_download()["url"]
        self.peg.group_ids |= self.env.ref("exit_interview.group_coordinator")
        for login, status in (("cora", 200), ("peg", 404), ("emp", 404)):
            self.authenticate(login, login.ljust(8, "x"))
            answer = self.url_open(address)
            self.assertEqual(answer.status_code, status, login)
            if status == 200:
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
                self.assertNotIn("Lea", answer.headers["Content-Disposition"])
        self.assertEqual(
            self.url_open("/exit_interview/import/999999/mend").status_code, 404
        )


@tagged("post_install", "-at_install")
class TestImportSize(ImportSteps):
    def test_thousands_of_rows_take_no_query_each(self):
        with freeze_time("2026-11-22"):
            people = self.env["hr.employee"].create(
                [
                    {
                        "name": f"{first} {last}",
                        "company_id": self.company.id,
                        "department_id": self.north.id,
                    }
                    for first in ("Ann", "Ben", "Col", "Dee", "Eve")
                    for last in ("Oak", "Elm", "Ash", "Yew", "Fir", "Box")
                ]
            )
            rows = [["", one.name, "North", "31/12/2026", ""] for one in people]
            self.env.flush_all()
            small = self._count(rows[:3])
            large = self._count(rows)
        self.assertLess(large - small, 3 * (len(rows) - 3))

    def _count(self, rows):
        wizard = self._check(*rows)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        wizard.action_import()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
