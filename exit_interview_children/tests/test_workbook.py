# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io

from openpyxl import load_workbook

from odoo.tests import tagged

from .common import ChildrenCommon

SHEET = "Moves"


@tagged("post_install", "-at_install")
class TestWorkbook(ChildrenCommon):
    """The coordinator's workbook has a row for each move, whatever came of it."""

    def _read_rows(self, cases, user):
        report = self.env["report.exit_interview.workbook_xlsx"].with_user(user)
        content, _kind = report.create_xlsx_report(cases.ids, {})
        book = load_workbook(io.BytesIO(content))
        if SHEET not in book.sheetnames:
            return None
        rows = [[cell.value for cell in row] for row in book[SHEET].iter_rows()]
        head = next(row for row in rows if row[0] == "Reference")
        return [
            dict(zip(head, row, strict=True))
            for row in rows[rows.index(head) + 1 :]
            if row[0]
        ]

    def test_each_move(self):
        refused = self._agree(self._register_move(), agreement="no")
        child = self._create_child(
            "Noor", home_id=self.harbour.id, has_learning_disability=True
        )
        external = self._register_move(child, self.saul)
        external.agreement_ids.with_user(self.saul).action_record_feasible("no", "Ill")
        rows = {
            row["Reference"]: row
            for row in self._read_rows(refused | external, self.sue)
        }
        row = rows[refused.name]
        self.assertEqual(row["Home"], "Willow House")
        self.assertEqual(row["Kind of home"], "Our own")
        self.assertEqual(row["What they say"], "Would rather not")
        self.assertEqual(row["How it ended"], "Declined")
        row = rows[external.name]
        self.assertEqual(row["Kind of home"], "Agency")
        self.assertEqual(row["Feasible"], "Not feasible")
        # Neither name nor date of birth nor address leaves the system.
        words = {str(value) for row in rows.values() for value in row.values()}
        self.assertFalse(words & {"Kit", "Noor", "2017-05-04", "9 New Street"})

    def test_a_workbook_of_staff_has_no_such_sheet(self):
        case = self._create_case()
        self.assertIsNone(self._read_rows(case, self.cora))
