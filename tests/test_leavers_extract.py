# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""R-14: the dirty file of 200 rows, and the two sample files of ``data/``."""

import base64
import io
from collections import Counter

from openpyxl import load_workbook

from odoo.tests import TransactionCase, freeze_time, new_test_user, tagged

from data import leavers


@tagged("post_install", "-at_install")
class TestLeaversExtract(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.cora = new_test_user(
            cls.env, "cora.import", "base.group_user,exit_interview.group_coordinator"
        )
        policy = cls.env.ref("exit_interview.exit_interview_policy_staff")
        policy.date_go_live = "2026-01-01"
        policy.role_ids.unlink()
        cls.env["exit.interview.policy.role"].create(
            {"policy_id": policy.id, "role": "coordinator", "user_id": cls.cora.id}
        )
        cls.startClassPatcher(freeze_time("2026-11-22 10:00:00"))

    def _create_people(self, people):
        Department = self.env["hr.department"]
        teams = {
            name: Department.create({"name": name}).id
            for name in {person["team"] for person in people}
        }
        return self.env["hr.employee"].create(
            [
                {
                    "name": person["name"],
                    "barcode": person["number"] or False,
                    "department_id": teams[person["team"]],
                }
                for person in people
            ]
        )

    def _read_in(self, content):
        """Look, then register, as the coordinator; return what was looked at first."""
        wizard = self.env["exit.interview.notice.import"].with_user(self.cora)
        wizard = wizard.create({"file": base64.b64encode(content)})
        before = self._count()
        wizard.action_check()
        self.assertEqual(self._count(), before, "Looking writes nothing")
        lines = [
            (line.status, line.number, line.column, line.value, line.message)
            for line in wizard.line_ids
        ]
        wizard.action_import()
        return wizard, lines

    def _count(self):
        return self.env["exit.interview.notice"].search_count([])

    def test_200_rows_with_37_faults(self):
        people = leavers.make_people()
        self._create_people(people)
        right, dirty, planted = leavers.make_dirty(people)
        self.assertEqual(len(planted), 37)
        start = self._count()

        wizard, lines = self._read_in(leavers.to_csv(leavers.HEADERS, dirty))

        bad = [line for line in lines if line[0] == "bad"]
        self.assertEqual(sorted(line[1] for line in bad), sorted(planted))
        for _status, number, column, value, message in bad:
            wanted = planted[number]
            if wanted in leavers.HEADERS:
                self.assertEqual(column, wanted, number)
                cell = dirty[number - 2][leavers.HEADERS.index(wanted)]
                self.assertEqual(value or "", " ".join(cell.split()))
            self.assertTrue(message, number)
        self.assertEqual(wizard.count_bad, 37)
        self.assertEqual(wizard.count_new, 163)
        self.assertEqual(self._count() - start, 163)

        mended = self._mend(wizard, right)
        wizard, _lines = self._read_in(mended)
        self.assertEqual((wizard.count_new, wizard.count_bad), (37, 0))
        self.assertEqual(self._count() - start, 200)
        for content in (leavers.to_csv(leavers.HEADERS, dirty), mended):
            wizard, _lines = self._read_in(content)
            self.assertEqual(wizard.count_new, 0)
        self.assertEqual(wizard.count_known, 37)
        self.assertEqual(self._count() - start, 200)

    def _mend(self, wizard, right):
        """Return the workbook of bad rows with what should stand there."""
        book = load_workbook(io.BytesIO(base64.b64decode(wizard.mend_file)))
        sheet = book.active
        for row in sheet.iter_rows(min_row=2):
            values = right[row[len(leavers.HEADERS)].value - 2]
            for cell, value in zip(row, values, strict=False):
                cell.value = value or None
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def test_the_sample_files(self):
        """Their people are those of the sample organisation, made here if need be."""
        teams = leavers._read_demo("hr.department")
        people = [
            {
                "name": person["name"],
                "number": person["barcode"],
                "team": teams[person["department_id/id"]]["name"],
            }
            for person in leavers._read_demo("hr.employee").values()
        ]
        numbers = [person["number"] for person in people if person["number"]]
        Employee = self.env["hr.employee"].with_context(active_test=False)
        if not Employee.search([("barcode", "in", numbers)]):
            self._create_people(people)
        for file, sheet, expected in (
            ("leavers_payroll.csv", False, {"bad": 3, "known": 1, "early": 3}),
            ("leavers_intelligence.xlsx", "Leavers", {"bad": 1, "early": 2}),
        ):
            content = (leavers.HERE / file).read_bytes()
            wizard = self.env["exit.interview.notice.import"].with_user(self.cora)
            wizard = wizard.create({"file": base64.b64encode(content)})
            wizard.action_check()
            if sheet:
                self.assertEqual(wizard.sheet_ids.mapped("name"), ["Leavers", "Notes"])
                wizard.sheet_id = wizard.sheet_ids[0]
                wizard.action_check()
            counts = Counter(wizard.line_ids.mapped("status"))
            shown = [(x.number, x.status, x.message) for x in wizard.line_ids]
            self.assertGreater(counts["ready"], 10, shown)
            for status, count in expected.items():
                self.assertEqual(counts[status], count, shown)
            self.assertTrue(counts["unsure"] or file.endswith("csv"), shown)
            wizard.action_import()

    def test_the_files_are_what_the_generator_makes(self):
        rows = (leavers.HERE / "leavers_payroll.csv").read_bytes()
        self.assertIn("Zoë Brightwater".encode("cp1252"), rows)
