# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io
import re
import zipfile
from datetime import datetime, timedelta

from openpyxl import load_workbook

from odoo import fields
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestWorkbookCharts(ExitInterviewCommon):
    """The kind of loss in the rows, and charts that read from cells."""

    def _export(self, cases):
        report = self.env["report.exit_interview.workbook_xlsx"].with_user(self.cora)
        return report.create_xlsx_report(cases.ids, {})[0]

    def test_charts_read_from_the_cells_of_the_overview(self):
        late = self._create_case(self._create_employee("Late"))
        late.duty_ids.date_due = fields.Date.today() - timedelta(days=2)
        case = self._create_case(until="offered")
        case.with_user(self.cora).write({"leaving_kind": "other", "regretted": "yes"})
        content = self._export(late | case)

        overview = load_workbook(io.BytesIO(content))["Overview"]
        rows = {row[0]: row[1:4] for row in overview.iter_rows(values_only=True)}
        self.assertEqual(rows["Offered"][0], 1)
        self.assertEqual(rows["Yes"][0], 1)
        self.assertEqual(rows["Offer the interview"], (1, 0, 1))
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            charts = [
                file.read(name).decode()
                for name in file.namelist()
                if name.startswith("xl/charts/chart")
            ]
        self.assertGreaterEqual(len(charts), 4)
        for chart in charts:
            references = re.findall(r"<c:f>([^<]+)</c:f>", chart)
            self.assertTrue(references)
            for reference in references:
                self.assertTrue(reference.startswith("Overview!"), reference)

    def test_rows_say_what_kind_of_loss_and_when_the_leaver_was_told(self):
        case = self._create_case()
        case.with_user(self.cora).write(
            {
                "leaving_kind": "voluntary",
                "regretted": "no",
                "would_reemploy": "depends",
            }
        )
        case.date_outcome_sent = "2026-05-04"
        self._refresh()
        sheet = load_workbook(io.BytesIO(self._export(case)))["Interviews"]
        heads = [cell.value for cell in sheet[2]]
        row = dict(zip(heads, [cell.value for cell in sheet[3]], strict=True))
        self.assertEqual(row["Kind of departure"], "Voluntary")
        self.assertEqual(row["Regretted loss"], "No")
        self.assertEqual(row["Would employ again"], "It depends")
        self.assertEqual(row["Outcome told on"], datetime(2026, 5, 4))
