# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..report.exit_interview_review_chart import draw_bar, draw_stack
from .common import ExitInterviewCommon

PDF = "exit_interview.report_review"
XLSX = "exit_interview.review_xlsx"
FORMULA = '=HYPERLINK("https://evil.example";"Team")'
SPREADSHEET = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class ReviewPaperCommon(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dora = new_test_user(
            cls.env,
            "dora",
            groups="base.group_user,exit_interview.group_leadership",
            name="Dora",
        )
        cls.review = cls._create_review(date(2019, 7, 1), date(2019, 9, 30))

    @classmethod
    def _create_review(cls, first, last):
        """Make a review as its steps leave it, long before the sample year."""
        review = cls.env["exit.interview.review"].create(
            {
                "company_id": cls.company.id,
                "policy_id": cls.policy.id,
                "population": "staff",
                "period": "quarter",
                "date_from": first,
                "date_to": last,
                "author_id": cls.cora.id,
                "author_name": "Cora",
                "level_used": "service",
                "date_computed": datetime(2019, 10, 21, 8, 30),
            }
        )
        review.write(
            {"works": "Supervision.", "worries": "Workload in <b>two</b> teams."}
        )
        rows = [
            # section, table, figure, level, group, kind, value, of, before
            ("uptake", "Uptake", "Left", "whole", False, "count", 42, 42, 37),
            ("uptake", "Uptake", "Heard", "whole", False, "count", 28, 42, 20),
            ("uptake", "Uptake", "Declined", "whole", False, "count", None, 42, None),
            ("reason", "Reasons", FORMULA, "whole", False, "rate", 61, 28, 48),
            ("reason", "Reasons", FORMULA, "service", "North", "rate", 70, 12, None),
            (
                "reason",
                "Reasons",
                FORMULA,
                "service",
                "South",
                "rate",
                None,
                None,
                None,
            ),
            ("reason", "Reasons", "Pay", "whole", False, "rate", 36, 28, 36),
            ("score", "Marks", "Support", "whole", False, "mean", 6.4, 28, 5.4),
            ("score", "Marks", "Workload", "whole", False, "mean", 3.25, 28, 4.0),
        ]
        cls.env["exit.interview.review.line"].create(
            [
                {
                    "review_id": review.id,
                    "sequence": number,
                    "section": section,
                    "table": table,
                    "table_code": table.lower(),
                    "code": f"{section}.{figure}",
                    "label": figure,
                    "level": level,
                    "group_label": group,
                    "kind": kind,
                    "value": value,
                    "denominator": of,
                    "previous_value": before,
                    "is_hidden": value is None,
                    "previous_hidden": value is None,
                }
                for number, (
                    section,
                    table,
                    figure,
                    level,
                    group,
                    kind,
                    value,
                    of,
                    before,
                ) in enumerate(rows)
            ]
        )
        return review

    def setUp(self):
        super().setUp()
        # Who printed is written by a cursor of its own.
        if not type(self)._registry_patched:
            self.registry_enter_test_mode()

    def _publish(self):
        """Publish as the steps do, once somebody else approved."""
        self.review.write(
            {
                "state": "published",
                "approver_name": "Peg",
                "publisher_name": "Cora",
                "date_approved": "2019-10-24",
                "date_published": "2019-10-25",
            }
        )
        self._refresh()

    def _get_document(self, user):
        self._refresh()
        report = self.env[f"report.{PDF}"].with_user(user)
        [document] = report._get_report_values(self.review.ids)["documents"]
        return document

    def _get_book(self, user):
        self._refresh()
        report = self.env[f"report.{XLSX}"].with_user(user)
        content, kind = report.create_xlsx_report(self.review.ids, {})
        self.assertEqual(kind, "xlsx")
        return content


@tagged("post_install", "-at_install")
class TestReviewPdf(ReviewPaperCommon):
    def _render(self, user):
        self._refresh()
        Report = self.env["ir.actions.report"].with_user(user)
        return Report._render_qweb_html(PDF, self.review.ids)[0].decode()

    def test_cover_says_what_when_who_and_which_suppression(self):
        facts = dict(self._get_document(self.cora)["facts"])
        self.assertIn("1 July 2019 to 30 September 2019", facts["Period"])
        self.assertEqual(facts["Prepared by"], "Cora")
        self.assertEqual(facts["Approved by"], "not approved yet")
        self.assertIn("below 5", facts["Suppression"])
        self._publish()
        facts = dict(self._get_document(self.dora)["facts"])
        self.assertIn("Peg", facts["Approved by"])
        self.assertIn("25 October 2019", facts["Published"])

    def test_a_draft_is_marked_on_every_page(self):
        report = self.env[f"report.{PDF}"].with_user(self.cora)
        self.assertEqual(report._get_marks(self.review.ids)["watermark"], "DRAFT")
        self.assertIn("DRAFT: nobody has approved", self._render(self.cora))
        self._publish()
        self.assertFalse(report._get_marks(self.review.ids)["watermark"])
        self.assertNotIn("DRAFT", self._render(self.dora))

    def test_the_page_holds_figures_words_and_bars(self):
        page = self._render(self.cora)
        for words in ("Supervision.", "Heard", "28", "of 28", "61 %", "6.4", "North"):
            self.assertIn(words, page)
        # What somebody typed is text.
        self.assertIn("Workload in &lt;b&gt;two&lt;/b&gt; teams.", page)
        self.assertIn("<svg", page)
        self.assertIn("period before", page)
        self.assertIn("Highest mark", page)

    def test_hidden_stays_hidden(self):
        document = self._get_document(self.cora)
        [uptake] = document["sections"][0]["tables"]
        declined = uptake["rows"][2]
        self.assertEqual([cell["text"] for cell in declined["cells"]], ["c", "c"])
        self.assertNotIn("value", declined["cells"][0])
        # The bar of the period and the one before; the hidden one has none.
        bars = [str(row["bar"]).count("<rect") for row in uptake["rows"]]
        self.assertEqual(bars, [2, 2, 0])

    def test_what_shows_nothing_is_a_sentence(self):
        """No empty table, no column of signs; each is named nevertheless (A-19)."""
        sections = {part["code"]: part for part in self._get_paper()["sections"]}
        [reasons] = sections["reason"]["tables"]
        self.assertEqual(reasons["columns"], ["All", "Before", "North"])
        self.assertEqual(reasons["hidden"], ["South"])
        self._hide("mean")
        self._hide("rate")
        paper = self._get_paper()
        self.assertEqual([part["code"] for part in paper["sections"]], ["uptake"])
        # Empty, or nothing but hidden: it looks the same.
        self.assertIn("Why people leave", paper["few"])
        self.assertIn("Themes", paper["few"])
        page = self._render(self.cora)
        self.assertIn("What is not shown", page)
        self.assertNotIn("Marks, 0 to 10", page)
        self._hide("count")
        page = self._render(self.cora)
        self.assertIn("no figure has enough people", page)
        self.assertIn("Supervision.", page)

    def test_a_period_without_one_before_has_no_such_column(self):
        self.review.line_ids.write({"previous_value": None, "previous_hidden": False})
        paper = self._get_paper()
        for section in paper["sections"]:
            for table in section["tables"]:
                self.assertNotIn("Before", table["columns"])
        self.assertNotIn("Before", str(paper["notes"]))

    def test_steps_stand_in_one_table(self):
        for code, hidden in (("offer", False), ("hold", False), ("correct", True)):
            self._add_step(code, hidden)
        [section] = [
            part
            for part in self._get_paper()["sections"]
            if part["code"] == "timeliness"
        ]
        [table] = section["tables"]
        self.assertEqual(table["columns"], ["People", "In time", "Late"])
        self.assertEqual([row["label"] for row in table["rows"]], ["offer", "hold"])
        texts = [cell["text"] for cell in table["rows"][0]["cells"]]
        self.assertEqual(texts, ["20", "15", "5"])
        self.assertEqual(table["hidden"], ["correct"])
        time = [
            one["figure"]
            for one in self._get_paper()["headline"]
            if one["label"] == "done in time"
        ]
        self.assertEqual(time, ["75 %"])

    def test_the_same_words_stand_once(self):
        values = [
            {
                "review_id": self.review.id,
                "section": "finding",
                "table": "Approved words",
                "table_code": "wording",
                "code": "wording",
                "label": "Team: Strength",
                "kind": "text",
                "text": text,
            }
            for text in ("We help.", "We listen.", "We help.")
        ]
        self.env["exit.interview.review.line"].create(values)
        section = self._get_paper()["sections"][-1]
        self.assertEqual(
            section["texts"],
            [{"label": "Team: Strength", "texts": ["We help.", "We listen."]}],
        )

    def test_a_mean_of_a_year_says_no_number(self):
        """Rounded, it would be 0 answers."""
        lines = self.review.line_ids.filtered(lambda line: line.kind == "mean")
        lines.write({"denominator": None})
        self.assertNotIn("answers", str(self._get_paper()["sections"][-1]))

    def _get_paper(self):
        self._refresh()
        return self.review.with_user(self.cora).get_paper()

    def _hide(self, kind):
        self.review.line_ids.filtered(lambda line: line.kind == kind).write(
            {"value": None, "is_hidden": True, "denominator": None}
        )

    def _add_step(self, code, hidden):
        self.env["exit.interview.review.line"].create(
            [
                {
                    "review_id": self.review.id,
                    "sequence": 20,
                    "section": "timeliness",
                    "table": code,
                    "table_code": code,
                    "code": f"{code}.{key}",
                    "label": label,
                    "kind": "count",
                    "value": None if hidden else people,
                    "denominator": None if hidden else 20,
                    "is_hidden": hidden,
                }
                for key, label, people in (("in", "In time", 15), ("late", "Late", 5))
            ]
        )

    def test_changes_are_those_that_both_periods_show(self):
        changes = self._get_document(self.cora)["changes"]
        self.assertEqual(
            [(one["label"], one["now"], one["before"]) for one in changes],
            [
                (FORMULA, "61 %", "48 %"),
                ("Support", "6.4", "5.4"),
                ("Workload", "3.2", "4.0"),
            ],
        )
        self.assertEqual([one["grew"] for one in changes], [True, True, False])

    def test_drafts_are_for_coordinator_and_second_person(self):
        report = self.env[f"report.{PDF}"]
        book = self.env[f"report.{XLSX}"]
        others = (self.dora, self.ivy, self.sam, self.hal, self.adm, self.emp)
        for user in (*others, self.peg):
            with self.assertRaises(AccessError):
                report.with_user(user)._get_report_values(self.review.ids)
            with self.assertRaises(AccessError):
                book.with_user(user).create_xlsx_report(self.review.ids, {})
        self.review.approver_id = self.peg
        self.peg.sudo().group_ids |= self.env.ref("exit_interview.group_responder")
        self._refresh()
        self.assertTrue(report.with_user(self.peg)._get_report_values(self.review.ids))
        self.assertTrue(self._get_book(self.peg))
        for model in (report, book):
            with self.assertRaises(AccessError):
                model._get_reviews(self.review.ids)

    def test_published_is_for_the_leadership_too(self):
        self._publish()
        self.assertTrue(self._get_document(self.dora))
        self.assertTrue(self._get_book(self.dora))
        for user in (self.ivy, self.sam, self.hal, self.adm, self.emp):
            with self.assertRaises(AccessError):
                self._get_document(user)
            with self.assertRaises(AccessError):
                self._get_book(user)

    def test_taking_it_away_is_in_the_journal(self):
        """Who, when, and which document; never what stands in it."""
        self._publish()
        Journal = self.env["exit.interview.journal"].with_user(self.cora)
        mine = [("review_id", "=", self.review.id)]
        self._get_document(self.dora)
        self._get_book(self.dora)
        self._get_document(self.cora)
        lines = Journal.search(mine, order="id")
        self.assertEqual(
            [(line.user_name, line.event) for line in lines],
            [("Dora", "printed"), ("Dora", "exported"), (self.cora.name, "printed")],
        )
        self.assertEqual(set(lines.mapped("subject")), {"Exit interview review"})
        self.assertEqual(lines[0].display_name, "July to September 2019")
        self.assertFalse(lines.case_id)
        self.assertEqual(self.review.with_user(self.cora).journal_ids, lines)
        for user in (self.dora, self.ivy, self.sam, self.hal, self.adm, self.emp):
            with self.assertRaises(AccessError):
                Journal.with_user(user).search(mine)
        with self.assertRaises(AccessError):
            self.review.with_user(self.dora).read(["journal_ids"])
        # Refused: nothing was taken.
        with self.assertRaises(AccessError):
            self._get_book(self.emp)
        self.assertEqual(Journal.search_count(mine), 3)

    def test_one_at_a_time(self):
        other = self._create_review(date(2019, 4, 1), date(2019, 6, 30))
        report = self.env[f"report.{PDF}"].with_user(self.cora)
        self._refresh()
        with self.assertRaises(UserError):
            report._get_report_values((self.review + other).ids)


@tagged("post_install", "-at_install")
class TestReviewWorkbook(ReviewPaperCommon):
    def setUp(self):
        super().setUp()
        self.content = self._get_book(self.cora)
        self.book = load_workbook(io.BytesIO(self.content))

    def _get_rows(self, name):
        return [[cell.value for cell in row] for row in self.book[name].iter_rows()]

    def test_numbers_are_numbers_and_days_are_days(self):
        head, *rows = self._get_rows("All figures")
        place = {label: number for number, label in enumerate(head)}
        by_figure = {row[place["Figure"]]: row for row in rows}
        left = by_figure["Left"]
        self.assertEqual(left[place["Value"]], 42)
        self.assertEqual(left[place["Of"]], 42)
        self.assertEqual(left[place["Period before"]], 37)
        self.assertEqual(left[place["From"]], datetime(2019, 7, 1))
        self.assertEqual(by_figure["Support"][place["Value"]], 6.4)
        declined = by_figure["Declined"]
        self.assertIsNone(declined[place["Value"]])
        self.assertEqual(declined[place["Hidden"]], "hidden")
        sheet = self.book["All figures"]
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertTrue(sheet.auto_filter.ref)

    def test_text_that_looks_like_a_formula_is_text(self):
        for sheet in self.book:
            for row in sheet.iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", cell.coordinate)
        labels = [row[4] for row in self._get_rows("All figures")]
        self.assertIn(FORMULA, labels)

    def test_the_cover_says_that_it_is_a_draft(self):
        cover = str(self._get_rows("Cover"))
        self.assertIn("DRAFT, not approved", cover)
        self.assertIn("Suppression", cover)
        self._publish()
        self.book = load_workbook(io.BytesIO(self._get_book(self.dora)))
        self.assertNotIn("DRAFT", str(self._get_rows("Cover")))

    def test_charts_read_the_cells_of_their_tables(self):
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            charts = [
                ElementTree.fromstring(archive.read(name))
                for name in archive.namelist()
                if name.startswith("xl/charts/chart")
            ]
        self.assertEqual(len(charts), 3)
        for chart in charts:
            for series in chart.iter(f"{SPREADSHEET}ser"):
                formula = series.find(f"{SPREADSHEET}val//{SPREADSHEET}f").text
                sheet, cells = formula.rsplit("!", 1)
                cells = self.book[sheet.strip("'")][cells.replace("$", "")]
                for (cell,) in cells:
                    self.assertIn(type(cell.value), (int, float, str, type(None)))
                    if isinstance(cell.value, str):
                        self.assertEqual(cell.value, "c")


@tagged("post_install", "-at_install")
class TestReviewChart(ReviewPaperCommon):
    def test_bars_are_drawing_and_hidden_ones_are_not_there(self):
        bar = draw_bar(5, 4, 10)
        ElementTree.fromstring(bar)
        self.assertEqual(bar.count("<rect"), 2)
        self.assertFalse(draw_bar(None, 4, 10))
        self.assertFalse(draw_bar(5, None, 0))
        ElementTree.fromstring(draw_stack([3, 0, 1]))
        self.assertEqual(draw_stack([3, 0, 1]).count("<rect"), 2)
        # A gap would tell how much is hidden.
        self.assertFalse(draw_stack([3, None, 1]))
        self.assertFalse(draw_stack([0, 0, 0]))
