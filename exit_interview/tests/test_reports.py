# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io
import json
import os
import re
import shutil
import tempfile
import unittest
import zipfile
from datetime import datetime
from unittest.mock import patch

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from pypdf import PdfReader

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

WORKBOOK = "exit_interview.workbook_xlsx"
LETTER = "exit_interview.report_offer_letter"
RECORD = "exit_interview.report_record"
FORM = "exit_interview.report_form"
COPY = "exit_interview.report_copy"
PROTECTED = "CanaryProtected"
# SEC-12: what spreadsheets have taken for a formula, a link or markup.
PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "+SUM(1,2)",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    '@IMPORTXML("http://x")',
    "|calc",
    "%0A=1+1",
    "  =1+1",
    "\t=1+1",
    "\n=1+1",
    "\r=1+1",
    "first line\n=1+1",
    "first line\r\n=1+1",
    "a;=1+1",
    "a,=1+1",
    '"=1+1"',
    "'=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1)",
    "{=1+1}",
    "http://example.org",
    "mailto:lea@example.org",
    "internal:Cover!A1",
    "0123",
    "1e5",
    "TRUE",
    "<r><t>x</t></r>",
    '<r></r></is></c><c r="A1"><f>1+1</f></c><c><is><r></r>',
    "_x000D_ and _x003D_1+1",
    "\u200b=1+1",
    "{{7*7}} ${7*7} %s <script>alert(1)</script>",
    "Ŵyn Łucja مرحبا 😀 \u202eabc",
]


class ReportsCase(TransactionCase):
    """A small cast: two teams of one service, and three leavers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.ref("base.main_company")
        cls.cora = cls._create_user("rep_cora", "exit_interview.group_coordinator")
        cls.ivy = cls._create_user("rep_ivy", "exit_interview.group_interviewer")
        cls.hal = cls._create_user("rep_hal", "hr.group_hr_manager")
        cls.adm = cls._create_user("rep_adm", "exit_interview.group_administrator")
        cls.root = cls._create_user("rep_root", "base.group_system")
        cls.emp = cls._create_user("rep_emp")
        cls.sam = cls._create_user("rep_sam", name="Sam Ŵyn")
        cls.hana = cls._create_user("rep_hana", name="Hana Żak")
        cls._create_organisation()
        cls.cases = cls._depart(cls.lea | cls.mia | cls.noa)
        cls.lea_case, cls.mia_case, cls.noa_case = cls.cases
        cls._interview(cls.lea_case)

    @classmethod
    def _create_user(cls, login, *groups, **vals):
        return new_test_user(
            cls.env,
            login,
            groups=",".join(["base.group_user", *groups]),
            **{"name": login.capitalize(), "tz": "Europe/London", **vals},
        )

    @classmethod
    def _create_organisation(cls):
        Department = cls.env["hr.department"]
        cls.service = Department.create({"name": "Fieldwork"})
        cls.team = Department.create({"name": "North", "parent_id": cls.service.id})
        cls.policy = cls.env.ref("exit_interview.exit_interview_policy_staff")
        cls.policy.write(
            {"date_go_live": "2026-01-01", "role_ids": [fields.Command.clear()]}
        )
        for role, user in (
            ("coordinator", cls.cora),
            ("interviewer", cls.ivy),
            ("service_manager", cls.sam),
            ("head_of_service", cls.hana),
        ):
            cls.env["exit.interview.policy.role"].create(
                {"policy_id": cls.policy.id, "role": role, "user_id": user.id}
            )
        cls.lea, cls.mia, cls.noa = cls.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "department_id": cls.team.id,
                    "job_title": "=Social worker",
                    "private_email": f"{name[:3].lower()}@home.example",
                    "private_street": "7 Łąkowa Street",
                    "private_city": "Anytown",
                }
                for name in ("Léa Wójcik", "Mia =1+1", "Noa O'Neill")
            ]
        )

    @classmethod
    def _depart(cls, employees):
        wizard = cls.env["hr.departure.wizard"].with_user(cls.hal)
        wizard.with_context(employee_termination=True).create(
            {
                "employee_ids": [fields.Command.set(employees.ids)],
                "departure_date": fields.Date.today(),
                "departure_reason_id": cls.env["hr.departure.reason"]
                .search([], limit=1)
                .id,
                "set_date_end": False,
            }
        ).action_register_departure()
        cls._refresh()
        cases = cls.env["exit.interview"].search([("employee_id", "in", employees.ids)])
        return cases.sorted(lambda case: employees.ids.index(case.employee_id.id))

    @classmethod
    def _refresh(cls):
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _interview(cls, case):
        """Hold the interview: typed answers of every kind and status."""
        coordinator = case.with_user(cls.cora)
        coordinator.action_offer("told")
        coordinator.action_record_reply("accepted")
        session_id = case.with_user(cls.ivy).action_schedule(
            datetime(2026, 7, 1, 9, 30), "video", "=Room 4"
        )
        cls.talk = cls.env["exit.interview.session"].browse(session_id)
        cls.typed = cls._get_typed_answers()
        questions = {q.code: q for q in cls.talk.questionnaire_id.question_ids}
        answers = [
            {"question_id": questions[code].id, **values}
            for code, values in cls.typed.items()
        ]
        answers += [
            {"question_id": question.id, "text": f"{PROTECTED} {question.code}"}
            if question.kind == "text"
            else {"question_id": question.id, "score": 1}
            for question in questions.values()
            if question.is_protected and question.kind in ("text", "yes_no")
        ]
        cls.talk.with_user(cls.ivy).action_save_answers(answers, 0)
        cls.talk.with_user(cls.ivy).action_mark_held(
            datetime(2026, 7, 1, 9, 30), datetime(2026, 7, 1, 10, 30)
        )
        for share in case.share_ids:
            permission = "none" if share.role == "team_manager" else "full"
            share.with_user(cls.ivy).action_record_permission(permission)
        case.with_user(cls.ivy).action_confirm("agreed")
        coordinator.action_share()
        cls._refresh()
        cls.sam_share = case.share_ids.filtered(lambda s: s.role == "service_manager")

    @classmethod
    def _get_typed_answers(cls):
        questions = cls.talk.questionnaire_id.question_ids
        reason = questions.filtered(lambda q: q.code == "reason")
        main = questions.filtered(lambda q: q.code == "reason_main")
        cls.reasons = reason.choice_ids[:2]
        cls.main_reason = main.choice_ids[0]
        return {
            "reason": {"choice_ids": cls.reasons.ids, "comment": "=1+1"},
            "reason_main": {"choice_ids": cls.main_reason.ids, "comment": "no box"},
            "support": {"score": 0, "comment": "Nobody came.\n=2+2"},
            "induction": {"score": 10},
            "workload": {"status": "rather_not_say", "comment": "@why"},
            "next_job": {"score": 0},
            "supervision_case": {"score": 1},
            "team_meetings": {"status": "not_applicable"},
            "done_well": {"text": "Ŵyn, Łucja and مرحبا ☺"},
            "length_of_service": {"text": "-3 years"},
        }

    # === HELPERS === #

    def setUp(self):
        super().setUp()
        # What the journal writes in a transaction of its own stays in the test's.
        if not type(self)._registry_patched:
            self.registry_enter_test_mode()

    def _reports(self, user):
        return self.env["ir.actions.report"].with_user(user)

    def _export(self, user=None, cases=None, data=None):
        self._refresh()
        ids = (cases or self.cases).ids if data is None else None
        content, kind = self._reports(user or self.cora)._render_xlsx(
            WORKBOOK, ids, data or {}
        )
        self.assertEqual(kind, "xlsx")
        self.env.invalidate_all()
        return content

    def _open(self, content):
        return load_workbook(io.BytesIO(content))

    def _read_sheet(self, content, name, header=1):
        """Return {first cell: {label of the column: cell}} of a sheet."""
        sheet = self._open(content)[name]
        labels = [cell.value for cell in sheet[header]]
        self.assertEqual(len(set(labels)), len(labels))
        return {
            row[0].value: dict(zip(labels, row, strict=True))
            for row in sheet.iter_rows(min_row=header + 1)
        }

    def _get_journal(self, event):
        return self.env["exit.interview.journal"].search([("event", "=", event)])

    def _render(self, user, report, records):
        self._refresh()
        reports = self._reports(user).with_context(force_report_rendering=True)
        pdf, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        self.env.invalidate_all()
        return PdfReader(io.BytesIO(pdf))

    def _get_text(self, pdf):
        text = "\n".join(page.extract_text() for page in pdf.pages)
        return re.sub(r"[\t ]+", " ", text)


@tagged("post_install", "-at_install")
class TestWorkbook(ReportsCase):
    def test_every_typed_answer_stands_in_its_cell(self):
        rows = self._read_sheet(self._export(), "Interviews", header=2)

        row = {label: cell.value for label, cell in rows[self.lea_case.name].items()}

        self.assertEqual(row["Leaver"], "Léa Wójcik")
        self.assertEqual(row["Role"], "=Social worker")
        self.assertEqual(row["Team"], "North")
        self.assertEqual(row["Service"], "Fieldwork")
        self.assertEqual(row["Department"], "North")
        self.assertEqual(row["Channel"], "In person")
        self.assertEqual(row["Reply"], "Yes")
        self.assertEqual(row["Mode"], "Video call")
        self.assertEqual(row["Interviewer"], self.ivy.name)
        self.assertEqual(row["State"], "Shared")
        self.assertEqual(row["Permission: Team manager"], "Themes only")
        self.assertEqual(row["Permission: Service manager"], "The whole record")
        self.assertEqual(
            row["Confirmed how"], "Agreed in the conversation or in writing"
        )
        self.assertEqual(row["reason"], "; ".join(self.reasons.mapped("name")))
        self.assertEqual(row["reason: comment"], "=1+1")
        self.assertEqual(row["reason_main"], self.main_reason.name)
        self.assertEqual(row["reason_main: comment"], "no box")
        self.assertEqual(row["support"], 0)
        self.assertEqual(row["support: comment"], "Nobody came.\n=2+2")
        self.assertEqual(row["induction"], 10)
        self.assertEqual(row["workload"], "Rather not say")
        self.assertEqual(row["workload: comment"], "@why")
        self.assertEqual(row["next_job"], "No")
        self.assertEqual(row["supervision_case"], "Yes")
        self.assertEqual(row["team_meetings"], "Does not apply")
        self.assertEqual(row["done_well"], "Ŵyn, Łucja and مرحبا ☺")
        self.assertEqual(row["length_of_service"], "-3 years")
        self.assertIsNone(row["improve"], "not answered is empty, never 0")
        self.assertIsNone(row["development"], "not answered is empty, never 0")

    def test_dates_are_dates_and_scores_are_numbers(self):
        row = self._read_sheet(self._export(), "Interviews", 2)[self.lea_case.name]

        today = fields.Date.today()
        self.assertEqual(row["Last day"].value.date(), today)
        self.assertTrue(row["Last day"].is_date)
        # 9:30 UTC in July is 10:30 for somebody in London.
        self.assertEqual(row["Interview date"].value, datetime(2026, 7, 1, 10, 30))
        self.assertTrue(row["Interview date"].is_date)
        self.assertEqual(row["support"].data_type, "n")

    def test_cases_without_a_conversation_have_a_row_too(self):
        rows = self._read_sheet(self._export(), "Interviews", header=2)

        self.assertEqual(set(rows), set(self.cases.mapped("name")))
        row = rows[self.mia_case.name]
        self.assertEqual(row["Leaver"].value, "Mia =1+1")
        self.assertEqual(row["State"].value, "New")
        self.assertIsNone(row["support"].value)

    def test_answers_about_protected_characteristics_are_absent(self):
        content = self._export()

        archive = zipfile.ZipFile(io.BytesIO(content))
        for name in archive.namelist():
            self.assertNotIn(PROTECTED.encode(), archive.read(name), name)
        protected = self.talk.questionnaire_id.question_ids.filtered("is_protected")
        labels = [cell.value for cell in self._open(content)["Interviews"][2]]
        self.assertTrue(protected)
        self.assertFalse(set(labels) & set(protected.mapped("code")))

    def test_no_text_becomes_a_formula_a_link_or_markup(self):
        question = self.talk.questionnaire_id.question_ids.filtered(
            lambda question: question.code == "done_well"
        )
        answer = self.talk.answer_ids.filtered(
            lambda answer: answer.question_id == question
        )
        for payload in PAYLOADS:
            with self.subTest(payload):
                answer.write({"text": payload})
                content = self._export(cases=self.lea_case)
                workbook = self._open(content)
                for sheet in workbook:
                    for row in sheet.iter_rows():
                        for cell in row:
                            self.assertNotEqual(cell.data_type, "f", cell.coordinate)
                            self.assertFalse(cell.hyperlink)
                cell = self._read_sheet(content, "Interviews", 2)[self.lea_case.name][
                    "done_well"
                ]
                self.assertEqual(cell.data_type, "s")
                self.assertEqual(unescape(cell.value), payload)
                self.assertEqual(workbook["Interviews"].max_row, 3)

    def test_the_other_sheets(self):
        self.sam_share.with_user(self.sam).action_submit(
            "=We listen",
            "+Easter",
            "@monthly",
            [{"name": "-Review", "owner_id": self.sam.id, "date_due": "2027-03-01"}],
        )
        content = self._export()

        workbook = self._open(content)
        self.assertEqual(
            workbook.sheetnames,
            [
                "Cover",
                "Overview",
                "Charts",
                "Interviews",
                "Responses",
                "Actions",
                "Timeliness",
            ],
        )
        for name in workbook.sheetnames[3:]:
            sheet = workbook[name]
            self.assertTrue(sheet.freeze_panes, name)
            self.assertTrue(sheet.auto_filter.ref, name)
        responses = list(workbook["Responses"].iter_rows(min_row=2, values_only=True))
        mine = next(row for row in responses if row[2] == "Sam Ŵyn")
        self.assertEqual(len(responses), 2, "a copy that was not permitted has no row")
        self.assertEqual(
            mine[:2] + mine[7:],
            (
                self.lea_case.name,
                "Service manager",
                0,
                "=We listen",
                "+Easter",
                "@monthly",
                "Answered",
            ),
        )
        action = list(workbook["Actions"].iter_rows(min_row=2, values_only=True))
        self.assertEqual(len(action), 1)
        self.assertEqual(action[0][:3], (self.lea_case.name, "-Review", "Sam Ŵyn"))
        self.assertEqual(action[0][3], datetime(2027, 3, 1))
        duties = list(workbook["Timeliness"].iter_rows(min_row=2, values_only=True))
        self.assertEqual(len(duties), len(self.cases.duty_ids))
        cover = {row[0].value: row[1].value for row in workbook["Cover"].iter_rows()}
        self.assertEqual(cover["By"], self.cora.name)
        self.assertEqual(cover["Interviews: rows"], 3)
        self.assertIn("handle as confidential", cover["Confidential"])

    def test_late_days_are_counted_from_the_due_day(self):
        self.sam_share.write({"date_due": "2026-01-05", "date_submitted": "2026-01-09"})
        rows = self._open(self._export())["Responses"].iter_rows(
            min_row=2, values_only=True
        )

        self.assertIn(4, [row[7] for row in rows if row[2] == "Sam Ŵyn"])

    def test_a_question_that_became_protected_takes_its_answers_along(self):
        self.talk.answer_ids.filtered(
            lambda answer: answer.question_id.code == "done_well"
        ).write({"is_protected": True, "text": PROTECTED})

        row = self._read_sheet(self._export(), "Interviews", 2)[self.lea_case.name]
        self.assertIsNone(row["done_well"].value)

    # === WHO === #

    def test_only_coordinators_export(self):
        for user in (self.ivy, self.sam, self.hal, self.adm, self.root, self.emp):
            for ids in (self.lea_case.ids, self.cases.ids, []):
                with (
                    self.subTest(user=user.login, ids=ids),
                    self.assertRaises(AccessError),
                ):
                    self._reports(user)._render_xlsx(WORKBOOK, ids, {})

    def test_the_superuser_exports_nothing(self):
        report = self.env["report.exit_interview.workbook_xlsx"]
        for model in (report, report.with_user(self.cora).sudo()):
            with self.assertRaises(AccessError):
                model.create_xlsx_report(self.cases.ids, {})

    def test_one_closed_case_closes_the_whole_selection(self):
        self.mia_case.conflict_user_ids = self.cora
        self._refresh()

        for ids in (self.cases.ids, [*self.lea_case.ids, 2**30]):
            with self.assertRaises(AccessError):
                self._reports(self.cora)._render_xlsx(WORKBOOK, ids, {})
        data = {"date_from": False, "date_to": False}
        rows = self._read_sheet(self._export(data=data), "Interviews", 2)
        self.assertIn(self.lea_case.name, rows)
        self.assertNotIn(self.mia_case.name, rows)

    def test_the_context_opens_nothing(self):
        hostile = {
            "active_model": "res.users",
            "active_ids": self.cases.ids,
            "active_test": False,
            "exit_interview_workbook_folder": "/nowhere",
        }
        with self.assertRaises(AccessError):
            self._reports(self.ivy).with_context(**hostile)._render_xlsx(
                WORKBOOK, None, {"context": hostile}
            )
        self._reports(self.cora).with_context(**hostile)._render_xlsx(
            WORKBOOK, self.cases.ids, {"context": hostile}
        )

    def test_hostile_filters_are_refused_in_words(self):
        for data in (
            {"date_from": "x"},
            {"date_to": ["2026-01-01"]},
            {"states": "' OR 1=1"},
            {"states": ["done"]},
        ):
            with self.subTest(data), self.assertRaises(UserError):
                self._reports(self.cora)._render_xlsx(WORKBOOK, None, data)

    def test_each_export_stands_in_the_journal_of_each_case(self):
        before = self._get_journal("exported")
        self._export()
        self._export(cases=self.lea_case)

        lines = self._get_journal("exported") - before
        self.assertEqual(len(lines), 4)
        self.assertEqual(lines.user_id, self.cora)
        self.assertEqual(lines.case_id, self.cases)
        self.assertEqual(lines.company_id, self.company)
        self.assertEqual(set(lines.mapped("population")), {"staff"})

    def test_the_wizard_chooses_by_day_and_state(self):
        self.mia_case.date_departure = "2020-01-01"
        self._refresh()
        Wizard = self.env["exit.interview.workbook"].with_user(self.cora)
        wizard = Wizard.create({})
        self.assertEqual(wizard.date_from.year, fields.Date.today().year - 1)
        action = wizard.action_download()

        rows = self._read_sheet(self._export(data=action["data"]), "Interviews", 2)
        self.assertIn(self.lea_case.name, rows)
        self.assertNotIn(self.mia_case.name, rows)
        self.assertEqual(wizard.case_count, len(rows))
        for states, found in (
            ("open", {self.lea_case, self.noa_case}),
            ("new", {self.noa_case}),
            ("shared", {self.lea_case}),
        ):
            data = {**action["data"], "states": states}
            rows = self._read_sheet(self._export(data=data), "Interviews", 2)
            names = {case.name for case in self.cases} & set(rows)
            self.assertEqual(names, {case.name for case in found}, states)
        with self.assertRaises(UserError):
            self._export(data={"date_from": "1999-01-01", "date_to": "1999-01-02"})

    def test_only_coordinators_open_the_wizard(self):
        for user in (self.ivy, self.sam, self.hal, self.adm, self.emp):
            with self.assertRaises(AccessError):
                self.env["exit.interview.workbook"].with_user(user).create({})

    # === THE FILE === #

    def test_nothing_stays_on_the_disk(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        seen = []
        report = type(self.env["report.exit_interview.workbook_xlsx"])

        def stream(model, query):
            seen.extend(os.listdir(folder))
            raise ValueError("broken off")

        with patch.object(tempfile, "tempdir", folder):
            self._export()
            self.assertEqual(os.listdir(folder), [])
            with patch.object(report, "_stream", stream), self.assertRaises(ValueError):
                self._export()
        self.assertTrue(seen, "the rows lie in a folder of their own")
        self.assertEqual(os.listdir(folder), [])

    def test_the_queries_do_not_grow_with_the_cases(self):
        def count(cases):
            self._refresh()
            before = self.env.cr.sql_log_count
            self._reports(self.cora)._render_xlsx(WORKBOOK, cases.ids, {})
            return self.env.cr.sql_log_count - before

        count(self.cases)
        self.assertEqual(count(self.lea_case), count(self.cases))


@tagged("post_install", "-at_install")
@unittest.skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is missing")
class TestPapers(ReportsCase):
    def test_offer_letter_has_name_address_and_words(self):
        pdf = self._render(self.cora, LETTER, self.mia_case)
        text = self._get_text(pdf)

        for words in (
            "Mia =1+1",
            "7 Łąkowa Street",
            "Anytown",
            self.mia_case.name,
            self.company.name,
            "You decide, person by person, who may read it.",
        ):
            self.assertIn(words, text)
        self.assertNotIn("- You decide", text, "lines with a dash become a list")

    def test_letters_of_several_leavers_come_in_one_file(self):
        pdf = self._render(self.cora, LETTER, self.mia_case | self.noa_case)

        text = self._get_text(pdf)
        self.assertIn(self.mia_case.name, text)
        self.assertIn(self.noa_case.name, text)
        self.assertIn(self.mia_case.name, pdf.pages[0].extract_text())
        self.assertNotIn(self.noa_case.name, pdf.pages[0].extract_text())

    def test_record_has_all_answers_and_room_to_sign(self):
        text = self._get_text(self._render(self.ivy, RECORD, self.lea_case))

        for words in (
            "Léa Wójcik",
            self.lea_case.name,
            "0 out of 10",
            "Nobody came.",
            "Rather not say",
            "Ŵyn, Łucja",
            "☺",
            f"{PROTECTED} ",
            "Signature of the leaver",
            f"printed for {self.ivy.name}",
        ):
            self.assertIn(words, text)

    def test_form_asks_everything_and_names_nobody(self):
        case = self.noa_case
        case.with_user(self.cora).action_assign(self.ivy.id)
        text = self._get_text(self._render(self.ivy, FORM, case))
        flat = re.sub(r"\s+", " ", text)

        self.assertIn(case.name, text)
        self.assertNotIn("Neill", text)
        for question in self.policy.questionnaire_id.question_ids:
            self.assertIn(re.sub(r"\s+", " ", question.name), flat)

    def test_copy_carries_its_reader_on_every_page(self):
        pdf = self._render(self.sam, COPY, self.sam_share)

        mark = f"Copy for Sam Ŵyn, {self.lea_case._format_date(fields.Date.today())}"
        for page in pdf.pages:
            text = re.sub(r"\s+", " ", page.extract_text())
            self.assertIn(f"{mark}, {self.lea_case.name}", text)
            self.assertGreaterEqual(text.count("Copy for Sam"), 2)
        text = self._get_text(pdf)
        self.assertIn("0 out of 10", text)
        self.assertNotIn(PROTECTED, text)

    def test_text_is_text_and_the_file_is_small(self):
        self.talk.answer_ids.filtered("text")[:1].write({"text": PAYLOADS[-2]})
        self._refresh()
        reports = self._reports(self.ivy).with_context(force_report_rendering=True)
        pdf = reports._render_qweb_pdf(RECORD, self.lea_case.ids)[0]

        self.assertLess(len(pdf), 150_000)
        self.assertIn(
            "<script>alert(1)</script>", self._get_text(PdfReader(io.BytesIO(pdf)))
        )

    def test_printing_stands_in_the_journal(self):
        before = self._get_journal("printed")
        for user, report, records in (
            (self.cora, LETTER, self.mia_case),
            (self.ivy, RECORD, self.lea_case),
            (self.sam, COPY, self.sam_share),
        ):
            self._render(user, report, records)

        lines = (self._get_journal("printed") - before).sorted("id")
        self.assertEqual(
            [(line.case_id, line.user_id, line.subject) for line in lines],
            [
                (self.mia_case, self.cora, "Offer letter"),
                (self.lea_case, self.ivy, "Record of the exit interview"),
                (self.lea_case, self.sam, "Copy of an exit interview"),
            ],
        )

    def test_each_paper_has_its_readers_and_nobody_else(self):
        everybody = (
            self.cora | self.ivy | self.sam | self.hana | self.hal | self.adm
        ) | (self.root | self.emp)
        for report, records, readers in (
            (LETTER, self.lea_case, self.cora),
            (RECORD, self.lea_case, self.cora | self.ivy),
            (FORM, self.lea_case, self.cora | self.ivy),
            (COPY, self.sam_share, self.sam),
        ):
            for user in everybody - readers:
                for ids in (records.ids, [], [2**30]):
                    with self.subTest(report=report, user=user.login, ids=ids):
                        self._refresh()
                        with self.assertRaises(AccessError):
                            self._reports(user)._render_qweb_html(report, ids)
            for user in readers:
                self._refresh()
                self._reports(user)._render_qweb_html(report, records.ids)
            with self.assertRaises(AccessError):
                self._reports(self.env.ref("base.user_root"))._render_qweb_html(
                    report, records.ids
                )

    def test_a_withdrawn_copy_prints_no_more(self):
        self.sam_share.with_user(self.cora).action_withdraw("A mistake")
        self._refresh()

        with self.assertRaises(AccessError):
            self._reports(self.sam)._render_qweb_html(COPY, self.sam_share.ids)


@tagged("post_install", "-at_install")
class TestReportAddresses(ReportsCase, HttpCase):
    """SEC-13: each report, each user, by its address."""

    def setUp(self):
        super().setUp()
        # The journal opens a cursor of its own, which the tests' stand-in for a
        # read-only connection refuses; a real one does not mind.
        self.set_registry_readonly_mode(False)
        self.addCleanup(self.set_registry_readonly_mode, True)

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _addresses(self):
        cases = ",".join(map(str, self.cases.ids))
        for report in (LETTER, RECORD, FORM):
            yield from (
                f"/report/html/{report}/{self.lea_case.id}",
                f"/report/pdf/{report}/{cases}",
                f"/report/html/{report}",
            )
        yield f"/report/html/{COPY}/{self.sam_share.id}"
        yield f"/report/pdf/{COPY}"
        yield f"/report/xlsx/{WORKBOOK}/{cases}"
        yield f"/report/xlsx/{WORKBOOK}"
        hostile = json.dumps({"allowed_company_ids": [self.company.id], "uid": 1})
        yield f"/report/xlsx/{WORKBOOK}/{self.lea_case.id}?context={hostile}"
        yield f'/report/xlsx/{WORKBOOK}?options={{"states": "all", "docids": [1]}}'

    @mute_logger("odoo.http")
    def test_outsiders_get_nothing_at_any_address(self):
        for user in (self.emp, self.hal, self.adm, self.root, self.hana):
            self._login(user)
            for address in self._addresses():
                with self.subTest(user=user.login, address=address):
                    self.env.invalidate_all()
                    answer = self.url_open(address)
                    self.assertIn(answer.status_code, (403, 404))
                    for word in ("Wójcik", "Nobody came", PROTECTED):
                        self.assertNotIn(word, answer.text)

    @mute_logger("odoo.http")
    def test_what_is_no_address_of_ours_is_not_found(self):
        self._login(self.cora)
        case = self.lea_case.id
        for address in (
            f"/report/pdf/{WORKBOOK}/{case}",
            f"/report/text/{RECORD}/{case}",
            f"/report/xlsx/{RECORD}/{case}",
            f"/report/xlsx/{WORKBOOK}/x",
            f"/report/xlsx/{WORKBOOK}/{case};DROP",
            f"/report/xlsx/{WORKBOOK}/99999999999999999999",
            f"/report/xlsx/{WORKBOOK}?options=[1]",
            f"/report/xlsx/{WORKBOOK}?options={{",
            f"/report/xlsx/{WORKBOOK}?context=[]",
            f'/report/xlsx/{WORKBOOK}?context={{"allowed_company_ids": "x"}}',
        ):
            with self.subTest(address):
                self.assertEqual(self.url_open(address).status_code, 404)

    def test_coordinator_downloads_and_nothing_is_cached(self):
        self._login(self.cora)
        answer = self.url_open(f"/report/xlsx/{WORKBOOK}/{self.lea_case.id}")

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        name = answer.headers["Content-Disposition"]
        self.assertIn(f"Exit%20interview%20workbook%20{fields.Date.today()}", name)
        rows = self._read_sheet(answer.content, "Interviews", 2)
        self.assertEqual(list(rows), [self.lea_case.name])

        page = self.url_open(f"/report/html/{RECORD}/{self.lea_case.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertIn("Nobody came", page.text)

    def test_the_dialog_of_the_client_downloads_the_file(self):
        self._login(self.cora)
        options = json.dumps({"date_from": False, "date_to": False, "states": "all"})
        answer = self.url_open(
            "/report/download",
            data={
                "data": json.dumps(
                    [f"/report/xlsx/{WORKBOOK}?options={options}&context={{}}", "xlsx"]
                ),
                "context": "{}",
                "csrf_token": http.Request.csrf_token(self),
            },
        )

        self.assertEqual(answer.status_code, 200)
        self.assertIn(
            self.lea_case.name, self._read_sheet(answer.content, "Interviews", 2)
        )

    @mute_logger("odoo.http", "odoo.addons.report_xlsx.controllers.main")
    def test_the_download_address_tells_outsiders_nothing(self):
        self._login(self.ivy)
        answer = self.url_open(
            "/report/download",
            data={
                "data": json.dumps(
                    [f"/report/xlsx/{WORKBOOK}/{self.lea_case.id}", "xlsx"]
                ),
                "context": "{}",
                "csrf_token": http.Request.csrf_token(self),
            },
        )

        self.assertFalse(answer.content.startswith(b"PK"))
        self.assertNotIn("Wójcik", answer.text)
