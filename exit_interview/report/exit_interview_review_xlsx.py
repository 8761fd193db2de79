# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
import tempfile
import textwrap

from odoo import models
from odoo.exceptions import AccessError

from .data_worksheet import DataWorksheet
from .exit_interview_review_chart import PALE, STACK
from .exit_interview_workbook_xlsx import COLOUR, FOLDER_KEY

# Excel allows no more in the name of a sheet, and none of these.
NAME_LENGTH = 31
# Letters of a sentence that runs over cells.
LINE = 90
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


class ExitInterviewReviewXlsx(models.AbstractModel):
    """The review as a workbook: the same safe figures, to count and to draw with.

    Requirement: L-21, L-22, P-17, SEC-12, M-10.
    """

    _name = "report.exit_interview.review_xlsx"
    _inherit = [
        "report.report_xlsx.abstract",
        "exit.interview.review.report.mixin",
    ]
    _description = "Exit interview review as a workbook"

    def get_workbook_options(self):
        """Override of `report_xlsx`: text stays text, rows are ours."""
        return {
            "constant_memory": True,
            "tmpdir": self.env.context.get(FOLDER_KEY),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }

    def create_xlsx_report(self, docids, data):
        """Override of `report_xlsx`: check, write in a private folder, note it."""
        if not all(type(review_id) is int for review_id in docids or []):
            raise AccessError(self.env._("These are no reviews."))
        reviews = self._get_reviews(docids)
        with tempfile.TemporaryDirectory(prefix="exit_interview_") as folder:
            report = self.with_context(
                **{FOLDER_KEY: folder, "active_model": reviews._name}
            )
            book = super(ExitInterviewReviewXlsx, report).create_xlsx_report(
                reviews.ids, {}
            )
        self.env["exit.interview.journal"]._log_review_taking(
            reviews, "exported", self.env._("Exit interview review")
        )
        return book

    def generate_xlsx_report(self, workbook, data, objs):
        """Override of `report_xlsx`: cover, summary, a sheet a section, all figures."""
        reviews = self._get_reviews(objs.ids)
        workbook.set_properties({"title": self.env._("Exit interview review")})
        formats = self._add_formats(workbook)
        taken = set()
        for review in reviews:
            paper = review.get_paper()
            self._write_cover(workbook, formats, taken, review, paper)
            self._write_summary(workbook, formats, taken, review, paper)
            for section in paper["sections"]:
                self._write_section(workbook, formats, taken, section)
            self._write_figures(workbook, formats, taken, review)

    def _add_formats(self, workbook):
        """Return {name: format}."""
        top = {"valign": "top", "font_size": 10}
        kinds = {
            "text": top,
            "long": {**top, "text_wrap": True},
            "label": {**top, "bold": True, "font_color": COLOUR, "text_wrap": True},
            "title": {"bold": True, "font_size": 18, "font_color": COLOUR},
            "heading": {"bold": True, "font_size": 13, "font_color": COLOUR},
            "pale": {**top, "font_color": "#555555", "text_wrap": True},
            "count": {**top, "num_format": "0", "align": "right"},
            "rate": {**top, "num_format": '0" %"', "align": "right"},
            "mean": {**top, "num_format": "0.0", "align": "right"},
            "date": {**top, "num_format": "dd mmm yyyy", "align": "left"},
            "header": {
                "bold": True,
                "font_color": "white",
                "bg_color": COLOUR,
                "valign": "vcenter",
                "text_wrap": True,
            },
        }
        return {name: workbook.add_format(vals) for name, vals in kinds.items()}

    def _add_sheet(self, workbook, taken, name):
        """Return a sheet of this name, or of a name like it."""
        base = NOT_IN_NAMES.sub(" ", name).strip()[:NAME_LENGTH] or "-"
        name, number = base, 1
        while name.lower() in taken:
            number += 1
            name = f"{base[: NAME_LENGTH - 3]} {number}"
        taken.add(name.lower())
        worksheet = workbook.add_worksheet(name, DataWorksheet)
        worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        return worksheet

    # === COVER AND SUMMARY === #

    def _write_cover(self, workbook, formats, taken, review, paper):
        worksheet = self._add_sheet(workbook, taken, self.env._("Cover"))
        worksheet.hide_gridlines(2)
        worksheet.set_column(0, 0, 24)
        worksheet.set_column(1, 1, 92)
        notes = self.env._("How to read it")
        rows = [
            ("title", self.env._("Exit interviews: review"), None, 30),
            ("heading", paper["title"], None, 24),
            ("fact", None, self._get_marking(review), 24),
            *(("fact", label, text, None) for label, text in self._get_facts(review)),
            ("fact", None, None, 8),
            *(
                ("fact", notes if not number else None, note, None)
                for number, note in enumerate(paper["notes"])
            ),
        ]
        for row, (kind, label, text, height) in enumerate(rows):
            first = formats["label"] if kind == "fact" else formats[kind]
            styles = worksheet.prepare_columns([first, formats["long"]])
            height = height or 14 * (len(text or "") // 90 + 1)
            worksheet.write_data_row(row, [label, text], styles, height)

    def _write_summary(self, workbook, formats, taken, review, paper):
        worksheet = self._add_sheet(workbook, taken, self.env._("In short"))
        worksheet.hide_gridlines(2)
        worksheet.set_column(0, 0, 34)
        worksheet.set_column(1, 1, 92)
        grew = {
            True: self.env._("up from %s"),
            False: self.env._("down from %s"),
        }
        few = self._get_few_words(review, paper)
        blocks = [
            [
                [one["label"], f"{one['figure']}   {one['detail']}".strip()]
                for one in paper["headline"]
            ],
            paper["words"],
            [
                [
                    change["label"],
                    f"{change['now']}, {grew[change['grew']] % change['before']}",
                ]
                for change in self._get_changes(paper)
            ],
            [[self.env._("What we will do"), words] for words in paper["actions"]],
            [[self.env._("What is not shown"), few]] if few else [],
        ]
        one = worksheet.prepare_columns([formats["heading"]])
        worksheet.write_data_row(0, [paper["title"]], one, 24)
        styles = worksheet.prepare_columns([formats["label"], formats["long"]])
        row = 1
        for block in blocks:
            for label, text in block:
                lines = sum(len(line) // 90 + 1 for line in text.split("\n"))
                worksheet.write_data_row(row, [label, text], styles, 14 * lines + 3)
                row += 1
            row += bool(block)

    # === SECTIONS === #

    def _write_section(self, workbook, formats, taken, section):
        """Write a sheet: the tables below each other, a chart of each at the right."""
        worksheet = self._add_sheet(workbook, taken, section["title"])
        worksheet.hide_gridlines(2)
        wide = max((len(table["columns"]) for table in section["tables"]), default=0)
        worksheet.set_column(0, 0, 44)
        # A column of people or answers beside the first figure; words need room.
        worksheet.set_column(1, wide + 1, 15 if wide else 100)
        one = worksheet.prepare_columns([formats["heading"]])
        worksheet.write_data_row(0, [section["title"]], one, 22)
        pale = worksheet.prepare_columns([formats["text"]])
        worksheet.write_data_row(1, [section["intro"]], pale)
        row = 3
        charts = []
        for table in section["tables"]:
            charts.append((table, row))
            row = self._write_table(worksheet, formats, table, row)
        row = self._write_texts(worksheet, formats, section, row)
        self._write_hidden(worksheet, formats, section["hidden"], row)
        for table, start in charts:
            chart = self._make_chart(workbook, worksheet.get_name(), table, start)
            if chart:
                worksheet.insert_chart(start, wide + 3, chart)
        worksheet.freeze_panes(2, 1)

    def _write_texts(self, worksheet, formats, section, row):
        """Write words under their headings and return the row after them."""
        # Beside tables the columns are narrow: there words run over empty cells.
        words = formats["text"] if section["tables"] else formats["long"]
        styles = worksheet.prepare_columns([formats["label"], words])
        for part in section["texts"]:
            for number, text in enumerate(part["texts"]):
                label = None if number else part["label"]
                text = text.replace("\n", ": ") if section["tables"] else text
                lines = max(len(label or "") // 42, len(text) // 98) + 1
                worksheet.write_data_row(row, [label, text], styles, 14 * lines)
                row += 1
        return row + 1

    def _write_hidden(self, worksheet, formats, names, row):
        """Write what is not shown as one sentence, and return the row after it."""
        if not names:
            return row
        styles = worksheet.prepare_columns([formats["text"]])
        # It runs over the empty cells beside it: in pieces, so that it fits the page.
        for words in textwrap.wrap(self._get_hidden_words(names), LINE):
            worksheet.write_data_row(row, [words], styles)
            row += 1
        return row + 1

    def _write_table(self, worksheet, formats, table, row):
        """Write a table and return the row after it.

        Numbers are numbers; what is hidden is its sign, which no sum counts. At least
        so many rows are left as its chart is high.
        """
        title = table["title"]
        if table["total"]:
            title = self.env._(
                "%(title)s (%(total)s %(unit)s)",
                title=title,
                total=table["total"],
                unit=table["unit"],
            )
        columns = [title or None, *table["columns"]]
        kinds = [formats["text"]] + [formats[table["kind"]]] * len(table["columns"])
        has_base = self._has_base(table)
        if has_base:
            columns.insert(2, self.env._("Of"))
            kinds.insert(2, formats["count"])
        header = worksheet.prepare_columns([formats["header"]] * len(columns))
        worksheet.write_data_row(row, columns, header, 30)
        styles = worksheet.prepare_columns(kinds)
        start = row
        for line in table["rows"]:
            row += 1
            values = [line["label"], *(self._get_value(cell) for cell in line["cells"])]
            if has_base:
                values.insert(2, line["cells"][0].get("base"))
            worksheet.write_data_row(row, values, styles)
        room = self._get_height(table) // 20 + 2 if self._is_drawn(table) else 0
        row = self._write_hidden(worksheet, formats, table["hidden"], row + 1)
        return max(row + 1, start + room)

    @staticmethod
    def _has_base(table):
        return any(line["cells"][0].get("base") for line in table["rows"])

    @staticmethod
    def _get_value(cell):
        value = cell.get("value")
        if value is None:
            return cell["text"] if cell["is_hidden"] else None
        return round(value, 1)

    @staticmethod
    def _get_height(table):
        return max(180, 80 + 26 * len(table["rows"]))

    def _make_chart(self, workbook, sheet, table, start):
        """Return a bar chart that reads the cells of the table, or None.

        What is hidden is text in its cell, so the chart has no bar for it either.
        """
        if not self._is_drawn(table):
            return None
        first, last = start + 1, start + len(table["rows"])
        kind = {"type": "bar", "subtype": "stacked"} if table["is_grid"] else {}
        chart = workbook.add_chart(kind or {"type": "bar"})
        for column, colour in self._get_series(table):
            chart.add_series(
                {
                    "name": [sheet, start, column],
                    "categories": [sheet, first, 0, last, 0],
                    "values": [sheet, first, column, last, column],
                    "fill": {"color": colour},
                    "gap": 50,
                    "data_labels": {"value": True}
                    if column == 1 and not table["is_grid"]
                    else {},
                }
            )
        if table["title"]:
            chart.set_title({"name": table["title"], "name_font": {"size": 11}})
        else:
            chart.set_title({"none": True})
        is_single = len(self._get_series(table)) == 1
        chart.set_legend({"none": True} if is_single else {"position": "bottom"})
        highest = {"mean": 10, "rate": 100}.get(table["kind"])
        axis = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
        chart.set_x_axis({**axis, "max": highest} if highest else axis)
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        chart.set_size({"width": 560, "height": self._get_height(table)})
        return chart

    def _get_series(self, table):
        """Return the columns that are drawn, and how.

        :return: (column, colour)
        :rtype: list[tuple[int, str]]
        """
        if table["is_grid"]:
            return list(zip(range(2, len(table["columns"]) + 1), STACK, strict=False))
        series = [(1, COLOUR)]
        if table["before"]:
            series.append((3 if self._has_base(table) else 2, PALE))
        return series

    # === ALL FIGURES === #

    def _write_figures(self, workbook, formats, taken, review):
        """Write every safe figure as a row, for those who count further."""
        worksheet = self._add_sheet(workbook, taken, self.env._("All figures"))
        lines = review.line_ids.filtered(lambda line: line.kind != "text")
        sections = dict(lines._fields["section"]._description_selection(self.env))
        levels = dict(lines._fields["level"]._description_selection(self.env))
        kinds = dict(lines._fields["kind"]._description_selection(self.env))
        columns = [
            (self.env._("From"), 13, "date"),
            (self.env._("Until"), 13, "date"),
            (self.env._("Section"), 26, "text"),
            (self.env._("Table"), 30, "text"),
            (self.env._("Figure"), 40, "text"),
            (self.env._("Level"), 18, "text"),
            (self.env._("Service or team"), 24, "text"),
            (self.env._("Kind"), 10, "text"),
            (self.env._("Value"), 10, "text"),
            (self.env._("Of"), 10, "count"),
            (self.env._("Answers"), 12, "text"),
            (self.env._("Hidden"), 9, "text"),
            (self.env._("Period before"), 12, "text"),
            (self.env._("Code"), 34, "text"),
        ]
        for number, (_label, width, _kind) in enumerate(columns):
            worksheet.set_column(number, number, width)
        header = worksheet.prepare_columns([formats["header"]] * len(columns))
        worksheet.write_data_row(0, [label for label, *_rest in columns], header, 30)
        row = 0
        for row, line in enumerate(lines, 1):
            figure = formats[line.kind if line.kind in formats else "text"]
            styles = worksheet.prepare_columns(
                [
                    figure if number in (8, 12) else formats[kind]
                    for number, (*_column, kind) in enumerate(columns)
                ]
            )
            values = [
                review.date_from,
                review.date_to,
                sections[line.section],
                line.table,
                line.label,
                levels[line.level],
                line.group_label,
                kinds[line.kind],
                _get_number(line.value),
                _get_number(line.denominator),
                line.band,
                self.env._("hidden") if line.is_hidden else None,
                _get_number(line.previous_value),
                line.code,
            ]
            worksheet.write_data_row(row, values, styles)
        worksheet.freeze_panes(1, 0)
        worksheet.autofilter(0, 0, max(row, 1), len(columns) - 1)
        worksheet.repeat_rows(0)


def _get_number(value):
    """Return a figure for its cell: nothing where nothing is shown, 0 where it is 0."""
    return None if value is False or value is None else round(value, 1)
