# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import tempfile

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .data_worksheet import DataWorksheet
from .exit_interview_workbook_mixin import make_tally

FOLDER_KEY = "exit_interview_workbook_folder"
COLOUR = "#1F4E5F"
PALE = "#E8F0F2"
# In time, late, overdue: dark, light and red, so that a print tells them apart too.
COLOURS = (COLOUR, "#E0A030", "#B03A2E")


def _get_height(values, wrapped):
    """Return how high a row must be for its long texts, in points; empty: one line.

    Not every program measures that itself when it opens a file. A very long text ends
    below the edge of its row, so that one case does not fill the screen.
    """
    lines = 1
    for number, width in wrapped:
        text = values[number]
        if isinstance(text, str) and (len(text) > width or "\n" in text):
            lines = max(lines, sum(len(line) // width + 1 for line in text.split("\n")))
    return min(lines * 13.5, 216) if lines > 1 else None


class ExitInterviewWorkbookXlsx(models.AbstractModel):
    """The coordinator's workbook: all answers, one row a case.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | export the cases of their population that they may read         |
    | others      | nothing, whatever they may read: interviewers, recipients, HR,  |
    |             | the administrator, the superuser                                |
    +-------------+-----------------------------------------------------------------+

    The menu is no lock: anybody can ask for a report by its address, with any ids,
    options and context (M-10). So the checks stand where the file is made.
    """

    _name = "report.exit_interview.workbook_xlsx"
    _inherit = ["report.report_xlsx.abstract", "exit.interview.workbook.mixin"]
    _description = "Exit interview workbook"

    # === WHO MAY === #

    def _get_own_populations(self):
        """Return the populations whose coordinator the user is.

        :rtype: list[str]
        :raise AccessError: if there is none
        """
        Case = self.env["exit.interview"]
        own = [
            population
            for population in self._get_labels("exit.interview", "population")
            if self.env.user.has_group(Case._get_coordinator_group(population))
        ]
        if self.env.su or not own:
            raise Case._make_access_error()
        return own

    def _get_permitted(self, cases):
        """Return the same cases, checked one and all.

        :param cases: ``exit.interview`` recordset from anywhere
        :raise AccessError: if there is one that the user may not export
        """
        own = self._get_own_populations()
        # Whoever calls: what counts is the right of the user, not of the caller.
        Case = self.env["exit.interview"].with_context(active_test=False)
        cases = Case.browse(cases.ids)
        cases.check_access("read")
        allowed = Case.search([("id", "in", cases.ids), ("population", "in", own)])
        if len(allowed) != len(set(cases.ids)):
            raise Case._make_access_error()
        return allowed

    def _get_cases(self, docids, data):
        """Return the cases that were chosen, or those of the wizard's filters.

        What the context says of models and ids does not count.

        :param list docids: ids of cases, or empty
        :param dict data: filters
        :rtype: ``exit.interview``
        """
        own = self._get_own_populations()
        Case = self.env["exit.interview"]
        if docids:
            if not all(type(case_id) is int for case_id in docids):
                raise AccessError(self.env._("These are no cases."))
            return Case.browse(docids)
        filters = self.env["exit.interview.workbook"]._read_filters(data or {})
        domain = self.env["exit.interview.workbook"]._get_domain(*filters)
        return Case.search(Domain(domain) & Domain("population", "in", own))

    # === THE FILE === #

    def get_workbook_options(self):
        """Override of `report_xlsx`: memory that does not grow, and text as text."""
        return {
            "constant_memory": True,
            "tmpdir": self.env.context.get(FOLDER_KEY),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }

    def create_xlsx_report(self, docids, data):
        """Override of `report_xlsx`: check, make the file, keep note."""
        cases = self._get_cases(docids, data)
        if not cases:
            raise UserError(
                self.env._(
                    "No case matches these filters. Choose an earlier first day, or "
                    "other states."
                )
            )
        wizard = self.env["exit.interview.workbook"]
        selection = wizard._describe_filters(False if docids else data or {})
        content = self._make_file(cases, selection)
        self.env["exit.interview.journal"]._log_taking(cases, "exported")
        return content, "xlsx"

    def _make_file(self, cases, selection):
        """Return the workbook of these cases.

        The rows lie in clear text on the disk while the file is made: in a folder that
        only the server's user can open and that is removed whatever happens.

        :param cases: ``exit.interview`` records, checked once more where they are read
        :param str selection: what was chosen, in words
        :rtype: bytes
        """
        with tempfile.TemporaryDirectory(prefix="exit_interview_") as folder:
            report = self.with_context(
                **{FOLDER_KEY: folder, "active_model": "exit.interview"}
            )
            content, _kind = super(
                ExitInterviewWorkbookXlsx, report
            ).create_xlsx_report(cases.ids, {"selection": selection})
        return content

    def generate_xlsx_report(self, workbook, data, objs):
        """Override of `report_xlsx`: the sheets, each from one query."""
        cases = self._get_permitted(objs)
        # SQL reads what is in the database.
        self.env.flush_all()
        workbook.set_properties({"title": self.env._("Exit interviews")})
        cover = workbook.add_worksheet(self.env._("Cover"), DataWorksheet)
        overview = workbook.add_worksheet(self.env._("Overview"), DataWorksheet)
        charts = workbook.add_worksheet(self.env._("Charts"), DataWorksheet)
        formats = self._add_formats(workbook)
        tally = make_tally()
        counts = [
            (sheet.name, self._write_sheet(workbook, sheet, formats))
            for sheet in self._get_sheets(cases, tally)
        ]
        self._write_cover(workbook, cover, counts, data)
        places = self._write_overview(
            workbook, overview, self._get_overview_tables(tally)
        )
        self._write_charts(workbook, charts, overview.name, places)

    def _add_formats(self, workbook):
        """Return {name: format} of the data sheets."""
        top = {"valign": "top", "font_size": 10}
        formats = {
            "text": top,
            "long": {**top, "text_wrap": True},
            "number": {**top, "align": "center"},
            "date": {**top, "num_format": "dd mmm yyyy", "align": "left"},
            "datetime": {**top, "num_format": "dd mmm yyyy hh:mm", "align": "left"},
            "header": {
                "bold": True,
                "font_color": "white",
                "bg_color": COLOUR,
                "valign": "vcenter",
                "text_wrap": True,
                "border": 1,
                "border_color": "#FFFFFF",
            },
            "wording": {
                "italic": True,
                "font_size": 9,
                "bg_color": PALE,
                "valign": "top",
                "text_wrap": True,
            },
        }
        return {name: workbook.add_format(vals) for name, vals in formats.items()}

    def _write_sheet(self, workbook, sheet, formats):
        """Write a sheet and return how many rows it holds.

        The header is frozen, with filters; where questions head the columns, their
        wording stands above.
        """
        worksheet = workbook.add_worksheet(sheet.name, DataWorksheet)
        columns = sheet.columns
        for number, column in enumerate(columns):
            worksheet.set_column(number, number, column.width)
        header = 0
        if any(column.wording for column in columns):
            styles = worksheet.prepare_columns([formats["wording"]] * len(columns))
            wordings = [column.wording for column in columns]
            height = 90 if len(max(wordings, key=len)) > 40 else 32
            worksheet.write_data_row(0, wordings, styles, height=height)
            header = 1
        styles = worksheet.prepare_columns([formats["header"]] * len(columns))
        labels = [column.label for column in columns]
        worksheet.write_data_row(header, labels, styles, height=32)
        styles = worksheet.prepare_columns([formats[column.kind] for column in columns])
        wrapped = [
            (number, column.width)
            for number, column in enumerate(columns)
            if column.kind == "long"
        ]
        row = header
        for row, values in enumerate(
            map(sheet.read, self._stream(sheet.query)), header + 1
        ):
            worksheet.write_data_row(row, values, styles, _get_height(values, wrapped))
        worksheet.freeze_panes(header + 1, 1)
        worksheet.autofilter(header, 0, max(row, header + 1), len(columns) - 1)
        worksheet.set_landscape()
        worksheet.repeat_rows(0, header)
        if len(columns) < 20:
            worksheet.fit_to_pages(1, 0)
        return row - header

    # === COVER AND OVERVIEW === #

    def _write_cover(self, workbook, worksheet, counts, data):
        """Write what this is, who took it, and how to read it."""
        worksheet.hide_gridlines(2)
        worksheet.set_column(0, 0, 26)
        worksheet.set_column(1, 1, 84)
        worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        base = {"valign": "top", "text_wrap": True, "align": "left"}
        label = workbook.add_format({**base, "bold": True, "font_color": COLOUR})
        title = workbook.add_format(
            {"bold": True, "font_size": 18, "font_color": COLOUR}
        )
        date = {**base, "num_format": "dd mmm yyyy hh:mm"}
        styles = {
            "title": worksheet.prepare_columns([title, title]),
            "fact": worksheet.prepare_columns([label, workbook.add_format(base)]),
            "date": worksheet.prepare_columns([label, workbook.add_format(date)]),
        }
        for row, (kind, *values, height) in enumerate(
            self._get_cover_rows(counts, data)
        ):
            worksheet.write_data_row(row, values, styles[kind], height)

    def _write_overview(self, workbook, worksheet, tables):
        """Write a few small tables, and return where each of them stands.

        :param list tables: heading, words above the numbers, rows; one a table
        :return: heading, words above the numbers, first and last row
        :rtype: list[tuple]
        """
        worksheet.hide_gridlines(2)
        worksheet.set_column(0, 0, 40)
        worksheet.set_column(1, 3, 14)
        worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        head = workbook.add_format(
            {"bold": True, "font_color": "white", "bg_color": COLOUR}
        )
        left = workbook.add_format({"align": "left"})
        places, row = [], 0
        for heading, labels, rows in tables:
            heads = worksheet.prepare_columns([head] * (len(labels) + 1))
            lines = worksheet.prepare_columns([left] * (len(labels) + 1))
            worksheet.write_data_row(row, [heading, *labels], heads)
            for line, values in enumerate(rows, row + 1):
                worksheet.write_data_row(line, list(values), lines)
            places.append((heading, labels, row + 1, row + len(rows)))
            row += len(rows) + 2
        return places

    def _write_charts(self, workbook, worksheet, source, places):
        """Draw one chart a table, two beside each other.

        :param str source: name of the sheet whose cells the charts read
        :param list places: what :meth:`_write_overview` returned
        """
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        row = below = 0
        for number, (heading, labels, first, last) in enumerate(places):
            if number % 2 == 0:
                row = below
            chart = self._make_chart(workbook, source, heading, labels, first, last)
            height = max(220, 100 + 26 * (last - first + 1))
            chart.set_size({"width": 600, "height": height})
            # A row is 20 pixels high, and ten columns are 640 wide.
            worksheet.insert_chart(row, 10 * (number % 2), chart)
            below = max(below, row + height // 20 + 2)

    def _get_cover_rows(self, counts, data):
        """Return the rows of the cover: kind, two values, height in points."""
        now = fields.Datetime.context_timestamp(
            self.with_context(tz=str(self.env.tz)), fields.Datetime.now()
        )
        organisations = ", ".join(self.env.companies.mapped("name"))
        empty = ("fact", None, None, 6)
        return [
            ("title", self.env._("Exit interviews"), None, 30),
            empty,
            (
                "fact",
                self.env._("What this is"),
                self.env._(
                    "Every exit interview of the selection, one row each, with the "
                    "managers' responses, the actions, and who was in time."
                ),
                32,
            ),
            (
                "date",
                self.env._("Generated"),
                now.replace(tzinfo=None, microsecond=0),
                None,
            ),
            ("fact", self.env._("Time zone"), str(self.env.tz), None),
            ("fact", self.env._("By"), self.env.user.name, None),
            ("fact", self.env._("Organisation"), organisations, None),
            ("fact", self.env._("Selection"), data["selection"], None),
            *(
                ("fact", self.env._("%s: rows", name), count, None)
                for name, count in counts
            ),
            empty,
            (
                "fact",
                self.env._("Confidential"),
                self.env._(
                    "Protected-characteristic answers are left out. Free text is "
                    "included: handle as confidential. Do not pass this file on, and "
                    "delete it when you have finished. The journal of each case says "
                    "who took it, and when."
                ),
                50,
            ),
            (
                "fact",
                self.env._("Interviews"),
                self.env._(
                    "One row a case, with its latest conversation. Each question has a "
                    "column, headed by its code, which stays the same over the years; "
                    "the wording stands above. A scale runs from 0 to 10, and 0 is a "
                    "mark like any other. An empty cell means “not answered”. “Does "
                    "not apply” and “Rather not say” are answers."
                ),
                66,
            ),
            (
                "fact",
                self.env._("Responses"),
                self.env._("One row for each copy that was sent."),
                None,
            ),
            (
                "fact",
                self.env._("Actions"),
                self.env._("One row for each action proposed."),
                None,
            ),
            (
                "fact",
                self.env._("Timeliness"),
                self.env._(
                    "One row for each thing somebody owed by a date. Days late count "
                    "on until today as long as it is open."
                ),
                32,
            ),
        ]

    def _get_overview_tables(self, tally):
        """Return the tables of the overview, those without any number left out.

        :return: heading, words above the numbers, rows; one a table
        :rtype: list[tuple[str, list, list]]
        """
        number = [self.env._("Number")]
        tables = [
            (heading, number, self._get_counts(name, tally[name]))
            for heading, name in (
                (self.env._("Cases by state"), "state"),
                (self.env._("How closed cases ended"), "outcome"),
                (self.env._("Kind of departure"), "leaving_kind"),
                (self.env._("Regretted loss"), "regretted"),
            )
        ]
        tables.append(
            (
                self.env._("Reasons for leaving (several are possible)"),
                number,
                tally["reason"].most_common(12),
            )
        )
        tables.append(self._get_timing_table(tally["timing"]))
        return [table for table in tables if table[2]]

    def _get_counts(self, name, counter):
        """Return pairs of word and number of a field of the case, in its order."""
        labels = self._get_labels("exit.interview", name)
        return [(labels[code], counter[code]) for code in labels if counter[code]]

    def _get_timing_table(self, counter):
        """Return how many of each kind of duty came in time, late, or not yet.

        :param Counter counter: {(kind, `in_time`, `late` or `open_late`): number}
        :rtype: tuple[str, list, list]
        """
        kinds = self._get_labels("exit.interview.duty", "kind")
        timings = ("in_time", "late", "open_late")
        return (
            self.env._("What was in time"),
            [
                self.env._("Done in time"),
                self.env._("Done late"),
                self.env._("Overdue"),
            ],
            [
                [label, *(counter[kind, timing] for timing in timings)]
                for kind, label in kinds.items()
                if any(counter[kind, timing] for timing in timings)
            ],
        )

    def _make_chart(self, workbook, name, heading, labels, first, last):
        """Return a bar chart over rows `first` to `last` of the sheet `name`."""
        is_single = len(labels) == 1
        chart = workbook.add_chart(
            {"type": "bar"} if is_single else {"type": "bar", "subtype": "stacked"}
        )
        for number, colour in enumerate(COLOURS[: len(labels)], 1):
            chart.add_series(
                {
                    "name": [name, first - 1, number],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, number, last, number],
                    "fill": {"color": colour},
                    "gap": 40,
                    "data_labels": {"value": is_single},
                }
            )
        chart.set_title({"name": heading, "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True} if is_single else {"position": "bottom"})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        return chart
