# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import binascii
import hashlib
import io
import json
from collections import Counter

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..models.name_match import get_key, get_number
from ..report.data_worksheet import DataWorksheet
from . import leavers_extract as extract
from .leaver_finder import LeaverFinder

DATE_CELL = {"num_format": "dd/mm/yyyy"}


class ExitInterviewNoticeImport(models.TransientModel):
    """Reads an extract of leavers in: look first, then register the good rows once.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | read in leavers of their own organisations                      |
    +-------------+-----------------------------------------------------------------+

    The file is gone once the good rows are registered or the dialog is closed.

    Requirement: L-10, R-14, I-65 to I-74.
    """

    _name = "exit.interview.notice.import"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Read in an extract of leavers"

    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        selection=[
            ("upload", "Choose the file"),
            ("check", "Look at the rows"),
            ("done", "Registered"),
        ],
        default="upload",
        required=True,
        readonly=True,
    )
    sheet_ids = fields.One2many(
        comodel_name="exit.interview.notice.import.sheet",
        inverse_name="import_id",
        string="Sheets",
    )
    sheet_id = fields.Many2one(
        comodel_name="exit.interview.notice.import.sheet",
        domain="[('import_id', '=', id)]",
        help="The workbook has several sheets: choose the one with the leavers.",
    )
    column_ids = fields.One2many(
        comodel_name="exit.interview.notice.import.column",
        inverse_name="import_id",
        string="Columns",
    )
    line_ids = fields.One2many(
        comodel_name="exit.interview.notice.import.line",
        inverse_name="import_id",
        string="Rows",
        readonly=True,
    )
    count_rows = fields.Integer(string="Rows in the file", readonly=True)
    count_ready = fields.Integer(string="Ready", readonly=True)
    count_early = fields.Integer(string="Left before the go-live date", readonly=True)
    count_unsure = fields.Integer(string="Unsure who it is", readonly=True)
    count_known = fields.Integer(string="Already there", readonly=True)
    count_bad = fields.Integer(string="Cannot be read", readonly=True)
    count_new = fields.Integer(compute="_compute_count_new")
    mend_file = fields.Binary(attachment=False, readonly=True)

    @api.depends("count_ready", "count_early", "count_unsure")
    def _compute_count_new(self):
        for wizard in self:
            wizard.count_new = (
                wizard.count_ready + wizard.count_early + wizard.count_unsure
            )

    # === STEPS === #

    def action_check(self):
        """Read the file and show what each row would do; nothing is registered.

        Requirement: R-14.

        :return: the dialog again
        :rtype: dict
        """
        self._check_user()
        table = self._read_table()
        if table is None:
            return self._open()
        if [column.header for column in self.column_ids] != table.headers:
            self._guess_columns(table)
        rows = self._judge(table)
        self._show(rows)
        self.state = "check"
        return self._open()

    def action_import(self):
        """Register the good rows; what cannot be read comes back as a workbook.

        Requirement: R-14, L-10.

        :return: the dialog again, with the counts
        :rtype: dict
        :raise UserError: if nothing was looked at before
        """
        self._check_user()
        if self.state != "check":
            raise UserError(self.env._("Look at the rows first: “Check the file”."))
        table = self._read_table()
        rows = self._judge(table)
        self._show(rows)
        self.env["exit.interview.notice"]._register_notices(
            [row["vals"] for row in rows if row["status"] in NEW]
        )
        bad = [row for row in rows if row["status"] == "bad"]
        self.line_ids.filtered(lambda line: line.status != "bad").unlink()
        self.write(
            {
                "state": "done",
                "file": False,
                "mend_file": bad and base64.b64encode(self._make_workbook(table, bad)),
                "column_ids": [Command.clear()],
            }
        )
        return self._open()

    def action_start_again(self):
        """Take another file.

        :return: the dialog again
        :rtype: dict
        """
        self._check_user()
        self.write(
            {
                "state": "upload",
                "file": False,
                "file_name": False,
                "mend_file": False,
                "column_ids": [Command.clear()],
                "line_ids": [Command.clear()],
                "sheet_id": False,
                "sheet_ids": [Command.clear()],
            }
        )
        return self._open()

    def action_download(self):
        """Download the rows to mend.

        :return: address
        :rtype: dict
        """
        self._check_user()
        return {
            "type": "ir.actions.act_url",
            "url": f"/exit_interview/import/{self.id}/mend",
            "target": "download",
        }

    def action_close(self):
        """Close the dialog; nothing of the file is kept.

        :return: the list of departures without a case
        :rtype: dict
        """
        self._check_user()
        is_done = self.state == "done"
        self.unlink()
        if not is_done:
            return {"type": "ir.actions.act_window_close"}
        return self.env["ir.actions.actions"]._for_xml_id(
            "exit_interview.exit_interview_notice_action"
        )

    def _check_user(self):
        self.ensure_one()
        self.check_access("write")
        group = self.env["exit.interview.notice"]._get_coordinator_group("staff")
        if not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Extracts are read in by the exit interview coordinator.")
            )

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Read in an extract of leavers"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # === FILE === #

    def _read_table(self):
        """Return the table of the file, or None if a sheet must be chosen first.

        :rtype: leavers_extract.Extract or None
        :raise UserError: saying what is wrong with the file and what helps
        """
        if not self.file:
            raise UserError(self.env._("Choose the file first."))
        try:
            content = base64.b64decode(self.file, validate=False)
            table = extract.read_extract(content, self.sheet_id.name or None)
        except (binascii.Error, extract.ExtractError) as error:
            code = getattr(error, "code", "damaged")
            if code == "sheet":
                self._set_sheets(error.values["sheets"])
                return None
            raise UserError(self._get_file_words()[code]) from error
        return table

    def _set_sheets(self, names):
        self.write(
            {
                "state": "upload",
                "sheet_id": False,
                "sheet_ids": [
                    Command.clear(),
                    *(Command.create({"name": name}) for name in names),
                ],
            }
        )

    @api.model
    def _get_file_words(self):
        """Return what is wrong with a file, in words that say what to do."""
        return {
            "empty": self.env._("The file holds no rows. Choose the extract itself."),
            "size": self.env._(
                "The file is larger than %s MB. Save the columns about leavers only.",
                extract.MAX_BYTES // 2**20,
            ),
            "rows": self.env._(
                "The file has more than %s rows. An extract of leavers is much "
                "shorter: limit it to the period you need, or split it in parts.",
                f"{extract.MAX_ROWS:,}",
            ),
            "kind": self.env._(
                "This is neither CSV nor an Excel workbook (.xlsx). Open it in your "
                "spreadsheet program and save it as one of the two."
            ),
            "damaged": self.env._(
                "The file cannot be opened. Open it in your spreadsheet program, save "
                "it again as .xlsx or CSV, and choose it anew."
            ),
            "encoding": self.env._(
                "The letters of this file cannot be read. Save it as “CSV UTF-8”."
            ),
            "headers": self.env._(
                "There are no headings. The first row says what the columns hold, "
                "such as Staff number, Name, Team, Last day."
            ),
        }

    def _guess_columns(self, table):
        taken = set()
        commands = [Command.clear()]
        for position, header in enumerate(table.headers):
            holds = extract.guess_column(header)
            if holds in taken:
                holds = False
            taken.add(holds)
            samples = (extract.to_text(cells[position]) for _n, cells in table.rows)
            shown = list(dict.fromkeys(text for text in samples if text))[:3]
            commands.append(
                Command.create(
                    {
                        "position": position,
                        "header": header,
                        "sample": " · ".join(shown)[:120],
                        "holds": holds,
                    }
                )
            )
        self.write({"column_ids": commands})

    def _get_positions(self):
        """Return {what: column}.

        :raise UserError: if a column is chosen twice, or one that is needed is not
        """
        positions = {}
        for column in self.column_ids.filtered("holds"):
            if column.holds in positions:
                raise UserError(
                    self.env._(
                        "Two columns are said to hold the same: “%(one)s” and "
                        "“%(other)s”. Choose one.",
                        one=positions[column.holds].header,
                        other=column.header,
                    )
                )
            positions[column.holds] = column
        who = {"number", "name", "surname"} & set(positions)
        if not who or "date" not in positions:
            raise UserError(
                self.env._(
                    "Say which columns hold the last day, and the name or the staff "
                    "number. Nothing can be read without them."
                )
            )
        return positions

    # === ROWS === #

    def _judge(self, table):
        """Return what each row would do.

        :param leavers_extract.Extract table: the file
        :return: dictionaries: number, cells, status, faults, hint, name, date, vals
        :rtype: list[dict]
        """
        positions = self._get_positions()
        finder = self._make_finder()
        today = fields.Date.context_today(self)
        rows = []
        for number, cells in table.rows:
            row = {"line": number, "cells": cells, "faults": [], "hint": ""}
            self._read_row(row, positions, today)
            if not row["faults"]:
                self._find_leaver(row, positions, finder)
            rows.append(row)
        self._find_twins(rows, positions)
        self._find_known(rows)
        self._set_status(rows)
        return rows

    def _make_finder(self):
        # Coordinators hold no right on employees; only what tells a row's person leaves
        # here, for organisations that the user works in.
        companies = self.env.companies & self.env.user.company_ids
        domain = [("company_id", "in", companies.ids)]
        Employee = self.env["hr.employee"].sudo().with_context(active_test=False)
        Department = self.env["hr.department"].sudo()
        anywhere = ["|", ("company_id", "=", False), *domain]
        return LeaverFinder(
            Employee.search(domain, order="active desc, id"),
            Department.search(anywhere),
            self._get_staff_number_fields(),
        )

    @api.model
    def _get_staff_number_fields(self):
        """Return the fields of an employee in which a staff number may stand.

        Another addon that keeps it elsewhere appends its field.

        :rtype: list[str]
        """
        return ["barcode", "identification_id"]

    def _read_row(self, row, positions, today):
        """Read the cells of one row; what cannot be read goes into its faults."""
        texts = {}
        for holds, column in positions.items():
            cell = row["cells"][column.position]
            texts[holds] = extract.to_text(cell)
            problem = extract.find_problem(cell)
            if problem:
                self._add_fault(row, column, self._get_cell_words()[problem])
            elif holds == "date":
                self._read_day(row, column, cell, today)
        name = texts.get("name")
        if not name:
            name = f"{texts.get('forename', '')} {texts.get('surname', '')}".strip()
        row.update(texts, name=name)
        if not row["faults"] and not name and not texts.get("number"):
            column = positions.get("name") or positions.get("surname")
            column = column or positions["number"]
            self._add_fault(row, column, self.env._("Nobody is named here."))

    def _read_day(self, row, column, cell, today):
        if cell in (None, ""):
            self._add_fault(row, column, self.env._("The last day is missing."))
            return
        try:
            row["day"] = extract.read_day(cell, today)
        except extract.DayError as error:
            self._add_fault(row, column, self._get_day_words()[error.code])

    def _add_fault(self, row, column, reason):
        value = extract.to_text(row["cells"][column.position])
        row["faults"].append((column.header, value, reason))

    @api.model
    def _get_day_words(self):
        return {
            "words": self.env._("This is no day. Write it like 03/04/2026."),
            "impossible": self.env._(
                "There is no such day in the calendar. Days come first: 03/04/2026 is "
                "the 3rd of April."
            ),
            "far": self.env._("Nobody leaves on such a day: look at the year."),
        }

    @api.model
    def _get_cell_words(self):
        return {
            "error": self.env._("The spreadsheet shows an error here, no value."),
            "formula": self.env._("This is a formula, no value."),
            "address": self.env._("This is an address, no value; nothing is fetched."),
            "long": self.env._("Too long: shorten it to 200 characters."),
        }

    def _find_leaver(self, row, positions, finder):
        """Find who a row means, and the team where the row has to say it."""
        team_name = row.get("team") or ""
        teams = finder.find_team(team_name) if team_name else finder.find_team("")
        team = teams if len(teams) == 1 else teams.browse()
        employee, candidates, hint = finder.find(
            row.get("number") or "", row["name"], team
        )
        row["hint"] = hint and self._get_hint_words()[hint]
        if employee is None and candidates is None:
            reason = self.env._("Nobody has this staff number, and no name is given.")
            self._add_fault(row, positions["number"], reason)
            return
        if employee is None and team_name and not team:
            self._add_fault(
                row, positions["team"], self._describe_team(team_name, teams, finder)
            )
            return
        row["employee"] = employee
        row["vals"] = {
            "population": "staff",
            "source": "bi_extract",
            "employee_id": employee and employee.id,
            "name": row["name"] or (employee and employee.name),
            "department_id": team.id,
            "date_departure": row["day"],
            "reason": row.get("reason") or False,
            "informant": row.get("informant") or False,
            "candidates": candidates,
            "import_key": self._get_row_key(row),
        }

    def _describe_team(self, name, teams, finder):
        if teams:
            return self.env._(
                "There are several teams of this name: %s.",
                ", ".join(teams.mapped("complete_name")),
            )
        return self.env._(
            "There is no such team. Did you mean: %s?",
            ", ".join(finder.get_close_teams(name)),
        )

    @api.model
    def _get_hint_words(self):
        return {
            "zeros": self.env._(
                "The staff number has lost its leading zeros; it was found all the "
                "same."
            ),
            "other_name": self.env._("The staff number belongs to another name."),
            "unknown_number": self.env._("Nobody has this staff number."),
            "several": self.env._("Several people have this name."),
            "team": self.env._("Somebody of this name is in another team."),
            "alike": self.env._("Nobody has this name; somebody has one like it."),
            "nobody": self.env._("Nobody has this name."),
        }

    @api.model
    def _get_row_key(self, row):
        """Return what is the same each time this row is read in."""
        parts = [
            get_number(row.get("number")),
            get_key(row["name"]),
            get_key(row.get("team")),
            row["day"].isoformat(),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _find_twins(self, rows, positions):
        """Name the rows that stand twice, and those that contradict each other."""
        first = {}
        keys = {}
        for row in rows:
            if row["faults"]:
                continue
            key = row["vals"]["import_key"]
            if key in keys:
                row["known"] = self.env._("The same as row %s.", keys[key]["line"])
                continue
            keys[key] = row
            person = row["employee"] and row["employee"].id
            if not person:
                continue
            twin = first.setdefault(person, row)
            if twin is row:
                continue
            if twin["day"] == row["day"]:
                row["known"] = self.env._("The same person as row %s.", twin["line"])
            else:
                reason = self.env._(
                    "Row %(number)s gives another last day for the same person "
                    "(%(day)s). Keep the one that is right.",
                    number=twin["line"],
                    day=extract.to_text(twin["day"]),
                )
                self._add_fault(row, positions["date"], reason)

    def _find_known(self, rows):
        """Mark the rows that were read in before, however they are written now."""
        good = [row for row in rows if not row["faults"] and not row.get("known")]
        # Which rows are there already is all that is told of these notices.
        Notice = self.env["exit.interview.notice"].sudo()
        keys = Notice._find_notices([row["vals"]["import_key"] for row in good])
        there = Notice.search(
            [
                ("source", "=", "bi_extract"),
                ("employee_id", "in", [row["vals"]["employee_id"] for row in good]),
            ]
        )
        days = {(notice.employee_id.id, notice.date_departure) for notice in there}
        for row in good:
            vals = row["vals"]
            if vals["import_key"] in keys or (
                vals["employee_id"],
                vals["date_departure"],
            ) in (days if vals["employee_id"] else ()):
                row["known"] = self.env._("Read in before.")

    def _set_status(self, rows):
        # The go-live dates are configuration; a coordinator may read them.
        policies = self.env["exit.interview.policy"]._get_policies(
            "staff", self.env.companies
        )
        for row in rows:
            if row["faults"]:
                row["status"] = "bad"
            elif row.get("known"):
                row["status"], row["hint"] = "known", row["known"]
            elif row["vals"]["candidates"] is not None:
                row["status"] = "unsure"
            else:
                policy = policies.get(row["employee"].company_id)
                early = policy and row["day"] < policy.date_go_live
                row["status"] = "early" if early else "ready"
                if early:
                    row["hint"] = self.env._(
                        "Left before the go-live date (%s): waits in the list until "
                        "you open a case or say that none is needed.",
                        extract.to_text(policy.date_go_live),
                    )

    # === SHOW === #

    def _show(self, rows):
        counts = Counter(row["status"] for row in rows)
        self.line_ids.unlink()
        vals_list = []
        for row in rows:
            vals = {
                "import_id": self.id,
                "number": row["line"],
                "status": row["status"],
                "name": row["name"],
                "team_name": row.get("team"),
                "date": row.get("day"),
            }
            for column, value, reason in row["faults"] or [(False, False, row["hint"])]:
                vals_list.append(
                    {**vals, "column": column, "value": value, "message": reason}
                )
        self.env["exit.interview.notice.import.line"].create(vals_list)
        self.write(
            {
                "count_rows": len(rows),
                **{
                    f"count_{status}": counts[status]
                    for status in ("ready", "early", "unsure", "known", "bad")
                },
            }
        )

    # === ROWS TO MEND === #

    def _make_workbook(self, table, rows):
        """Return the bad rows as a workbook: as they came, and what to mend.

        Requirement: R-14, SEC-12.

        :rtype: bytes
        """
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        sheet = book.add_worksheet(self.env._("To mend")[:31], DataWorksheet)
        plain, day = book.add_format({}), book.add_format(DATE_CELL)
        bold = book.add_format({"bold": True})
        headers = [*table.headers, self.env._("Row"), self.env._("What to mend")]
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headers) - 2, 18)
        sheet.set_column(len(headers) - 1, len(headers) - 1, 70)
        head = DataWorksheet.prepare_columns([bold] * len(headers))
        sheet.write_data_row(0, headers, head)
        for place, row in enumerate(rows, start=1):
            reasons = "; ".join(
                f"{column}: {reason}" for column, _value, reason in row["faults"]
            )
            values = [*map(self._get_cell, row["cells"]), row["line"], reasons]
            formats = [day if hasattr(one, "year") else plain for one in values]
            columns = DataWorksheet.prepare_columns(formats)
            sheet.write_data_row(place, values, columns)
        book.close()
        return stream.getvalue()

    @api.model
    def _get_cell(self, value):
        if value is None or isinstance(value, str | int | float):
            return value
        return value if hasattr(value, "year") else str(value)


NEW = ("ready", "early", "unsure")
