# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io
from datetime import datetime

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_sessions import SessionCommon

REPORT = "exit_interview_fostering.report_data_form"
SHEET = "Data collection forms"


@tagged("post_install", "-at_install")
class TestDataForm(SessionCommon):
    """The form of D4: filled by itself, printed, collated; completed by the advisor."""

    def _answer(self, session, answers):
        questions = {
            question.metric_id.code: question
            for question in session.questionnaire_id.question_ids
        }
        session.with_user(self.ada).action_save_answers(
            [
                {
                    "question_id": questions[code].id,
                    **(
                        {
                            "choice_ids": questions[code]
                            .choice_ids.filtered(
                                lambda one, value=value: one.code in value
                            )
                            .ids
                        }
                        if isinstance(value, tuple)
                        else {"score": value}
                    ),
                }
                for code, value in answers.items()
            ],
            session.version,
        )

    def _hear_everything(self):
        briefing = self.case.briefing_ids
        part = briefing._get_part("complaints").with_user(self.wes)
        part.write({"has_complaint": "yes", "has_allegation": "no", "text": "=SUM(1)"})
        self._talk()
        first = self._plan()
        self._answer(
            first,
            {
                "reason": ("burn_out", "lack_of_support"),
                "reason_main": ("burn_out",),
                "expectations": 4,
                "ssw_support": 8,
                "recommend_fostering": 6,
                "foster_again": ("elsewhere",),
            },
        )
        self._go_to("2026-11-18 12:00:00")
        first.with_user(self.ada).action_mark_held()
        first.with_user(self.ada).action_hand_in()
        return first

    def _talk(self):
        return (
            self.env["exit.interview.retention.talk"]
            .with_user(self.mo)
            .create(
                {
                    "household_id": self.household.id,
                    "date": "2026-11-05",
                    "offered": "Short breaks",
                }
            )
        )

    def _follow_up(self, first):
        follow_up_id = first.with_user(self.ada).action_plan_follow_up(
            "2026-12-17 10:00:00", "phone"
        )
        follow_up = self.env["exit.interview.session"].browse(follow_up_id)
        self._answer(follow_up, {"expectations": 7})
        self._go_to("2026-12-17 12:00:00")
        follow_up.with_user(self.ada).action_mark_held()
        follow_up.with_user(self.ada).action_hand_in()

    def _get_form(self, user=None, case=None):
        """Return the form as printed: {label: text}."""
        self._refresh()
        report = self.env[f"report.{REPORT}"].with_user(user or self.ada)
        [document] = report._get_report_values((case or self.case).ids)["documents"]
        return dict(entry for _part, entries in document["parts"] for entry in entries)

    def _get_rows(self):
        """Return the collated forms as the workbook has them: {label: value}."""
        self._refresh()
        report = self.env["report.exit_interview.workbook_xlsx"].with_user(self.ada)
        content, _kind = report.create_xlsx_report(self.case.ids, {})
        self.book = load_workbook(io.BytesIO(content))
        parts, labels, *rows = self.book[SHEET].iter_rows(values_only=True)
        # Each part of the form is named once, above its first column.
        self.assertEqual(len(list(filter(None, parts))), 6)
        return [dict(zip(labels, row, strict=True)) for row in rows]

    # === FILLED BY ITSELF === #

    def test_the_form_knows_what_the_system_knows(self):
        first = self._hear_everything()
        form = self._get_form()
        for label, text in {
            "Reference": self.case.name,
            "Carers": "Fay, Fred",
            "Team": "Fostering East",
            "Kind of approval": "Mainstream",
            "Fostering since": "1 May 2012",
            "Years of fostering": "14",
            "Children in the last year": "2",
            "How they leave": "Resignation",
            "Whose decision": "The carers",
            "Letter or decision": "2 November 2026",
            "Approval ends": "30 November 2026",
            "A complaint played a part": "Yes",
            "An allegation played a part": "No",
            "Talks about staying": "1",
            "Who talked with them": "Mo",
            "What was offered": "Short breaks",
            "First interview": "18 November 2026",
            "Where": "Library",
            "Interviewer": "Ada",
            "Independent interviewer": "Yes",
            "Expectations met": "4",
            "Would recommend fostering with us": "6",
            "Would foster again": "Yes, but with another service",
            "Follow-up": "",
        }.items():
            self.assertEqual(form[label], text, label)
        self.assertEqual(form["Main reason for leaving"], self._name("burn_out"))
        self.assertIn(self._name("lack_of_support"), form["Reasons for leaving"])
        self.assertIn(self._name("burn_out"), form["Reasons for leaving"])
        self.assertFalse(self.case.with_user(self.ada).form_missing)
        # What they say later stands; what was not asked again stays.
        self._follow_up(first)
        form = self._get_form()
        self.assertEqual(form["Expectations met"], "7")
        self.assertEqual(form["Support from the supervising social worker"], "8")
        self.assertEqual(form["Follow-up"], "17 December 2026")
        self.assertEqual(form["Follow-up: answers altered or added"], "1")

    def _name(self, code):
        choice = self.env.ref(
            f"exit_interview_fostering.choice_carer_reason_main_{code}"
        )
        return choice.name

    def test_a_form_without_any_interview(self):
        form = self._get_form()
        self.assertEqual(form["Reasons for leaving"], "")
        self.assertEqual(form["Independent interviewer"], "")
        self.assertEqual(form["Talks about staying"], "0")

    def test_on_paper(self):
        self._hear_everything()
        self._refresh()
        report = self.env[f"report.{REPORT}"].with_user(self.ada)
        values = report._get_report_values(self.case.ids)
        html = str(self.env["ir.qweb"]._render(REPORT, values))
        for words in ("Fay, Fred", "What they said", "Data collection form"):
            self.assertIn(words, html)

    # === WHO MAY === #

    def test_only_the_advisor_prints_it(self):
        for user in (self.wes, self.mo, self.ida, self.hana, self.cora, self.adm):
            with self.assertRaises(AccessError, msg=user.login):
                self._get_form(user)

    def test_staff_have_no_such_form(self):
        staff = self._depart(self.lea)
        with self.assertRaises(AccessError):
            self._get_form(self.ada, staff)
        self.ada.group_ids += self.env.ref("exit_interview.group_coordinator")
        with self.assertRaises(UserError):
            self._get_form(self.ada, staff)

    # === COLLATED === #

    def test_collated_with_numbers_and_dates(self):
        self._hear_everything()
        [row] = self._get_rows()
        self.assertEqual(row["Expectations met"], 4)
        self.assertEqual(row["Years of fostering"], 14)
        self.assertEqual(row["Letter or decision"], datetime(2026, 11, 2))
        self.assertEqual(row["First interview"], datetime(2026, 11, 18))
        self.assertEqual(row["A complaint played a part"], "Yes")
        self.assertEqual(self.book.sheetnames[3], SHEET)
        # The other sheets are those of everybody.
        self.assertIn("Interviews", self.book.sheetnames)

    def test_a_formula_stays_text(self):
        self.fay.name = "=1+1"
        self.case.participant_ids[0].sudo().name = "=1+1"
        [row] = self._get_rows()
        self.assertTrue(row["Carers"].startswith("=1+1") or "=1+1" in row["Carers"])
        sheet = self.book[SHEET]
        kinds = {cell.data_type for line in sheet.iter_rows() for cell in line}
        self.assertNotIn("f", kinds)

    def test_one_row_a_household_also_where_they_are_heard_apart(self):
        self.case.with_user(self.ada).action_hear_apart()
        one = self._plan(self.one)
        self._answer(one, {"reason": ("burn_out",), "expectations": 2})
        two = self._plan(self.two, "2026-11-19 10:00:00")
        self._answer(two, {"reason": ("cannot_afford",), "expectations": 9})
        self._go_to("2026-11-19 12:00:00")
        (one | two).with_user(self.ada).action_mark_held()
        [row] = self._get_rows()
        self.assertEqual(row["Expectations met"], 9)
        self.assertEqual(
            row["Reasons for leaving"].split("; "),
            [self._name("burn_out"), self._name("cannot_afford")],
        )

    def test_a_workbook_of_staff_has_no_such_sheet(self):
        staff = self._depart(self.lea)
        self._refresh()
        report = self.env["report.exit_interview.workbook_xlsx"].with_user(self.cora)
        content, _kind = report.create_xlsx_report(staff.ids, {})
        self.assertNotIn(SHEET, load_workbook(io.BytesIO(content)).sheetnames)

    # === COMPLETED === #

    def test_the_advisor_adds_what_nobody_knew(self):
        household = self._create_household("The Quay household", "Una")
        household.foster_approval_ids.unlink()
        case = self._tell(self.wes, household, leaving_route="adoption")
        mine = case.with_user(self.ada)
        self.assertEqual(
            mine.form_missing, "Whose decision, Kind of approval, Fostering since"
        )
        mine.action_complete_form("both", "kinship", "2020-02-01")
        self._refresh()
        form = self._get_form(case=case)
        self.assertEqual(form["Whose decision"], "Both together")
        self.assertEqual(form["Kind of approval"], "Family and friends")
        self.assertEqual(form["Fostering since"], "1 February 2020")
        self.assertFalse(mine.form_missing)

    def test_what_is_known_is_not_replaced(self):
        mine = self.case.with_user(self.ada)
        with self.assertRaisesRegex(UserError, "known already"):
            mine.action_complete_form("service")
        with self.assertRaisesRegex(UserError, "known already"):
            mine.action_complete_form(date_start_service="2020-01-01")
        with self.assertRaises(UserError):
            mine.action_complete_form()
        with self.assertRaises(ValidationError):
            mine.action_complete_form("nobody")
        with self.assertRaises(ValidationError):
            mine.action_complete_form(date_start_service="2999-01-01")

    def test_nobody_else_completes_it(self):
        for user in (self.wes, self.mo, self.ida, self.cora, self.hana, self.adm):
            with self.assertRaises(AccessError, msg=user.login):
                self.case.with_user(user).action_complete_form("both")

    def test_the_dialog(self):
        household = self._create_household("The Quay household", "Una")
        case = self._tell(self.wes, household, leaving_route="other")
        dialog = (
            self.env["exit.interview.data.form"]
            .with_user(self.ada)
            .create({"case_id": case.id, "initiated_by": "both"})
        )
        dialog.action_apply()
        self.assertEqual(case.initiated_by, "both")
