# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A worksheet for many rows of data: safe for whatever people typed, and fast."""

import re
from datetime import date, datetime
from functools import lru_cache

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

EPOCH = date(1899, 12, 30)
# Excel miscounts the days before this one and knows none before 1900.
FIRST_DATE = date(1900, 3, 1)
# What XML cannot hold, what would be read back as something else, and text that
# looks like the escapes by which Excel writes such characters.
SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
KEEP = ' xml:space="preserve"'
NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "_": "_x005F_"}


def escape(text):
    """Return `text` for the XML of a sheet; readers get back the very same text."""
    return SPECIAL.sub(
        lambda match: NAMED.get(match[0]) or f"_x{ord(match[0]):04X}_", text
    )


class DataWorksheet(Worksheet):
    """Worksheet whose data rows are written straight to its file.

    XlsxWriter's own cells are too trusting for words that people typed: with
    ``constant_memory``, a text that begins with ``<r>`` and ends with ``</r>`` goes
    into the file as markup, formulas included. Here a text is a text (SEC-12), and the
    loop over the cells is the only work left, so that it takes a third of the time.

    Needs ``constant_memory``. All rows of the sheet are written here, in order.
    """

    @staticmethod
    def prepare_columns(formats):
        """Return how the cells of a row begin, for :meth:`write_data_row`.

        :param list formats: one ``Format`` a column
        :return: beginning, middle of a text, middle of a number; one a column
        :rtype: list[tuple[str, str, str]]
        """
        columns = []
        for number, format_ in enumerate(formats):
            style = f'" s="{format_._get_xf_index()}"'
            columns.append(
                (
                    f'<c r="{xl_col_to_name(number)}',
                    f'{style} t="inlineStr"><is><t',
                    f"{style}><v>",
                )
            )
        return columns

    def write_data_row(self, row, values, columns, height=None):
        """Write one row: text as text, numbers and days as what they are.

        :param int row: number of the row, from 0
        :param list values: str, int, float, date, datetime or None, one a column
        :param list columns: see :meth:`prepare_columns`
        :param float height: in points; left to the reader's program if empty
        """
        number = str(row + 1)
        size = f' ht="{height}"' if height else ""
        parts = [f'<row r="{number}"{size}>']
        # Every cell of every case goes through here.
        is_special = SPECIAL.search
        for (start, text, digits), value in zip(columns, values, strict=True):
            if value is None or value is False or value == "":
                continue
            if isinstance(value, date):
                value = _get_serial(value)
            if isinstance(value, str):
                # Spaces at the ends are dropped unless one asks to keep them.
                keep = KEEP if value[0] <= " " or value[-1] <= " " else ""
                if is_special(value):
                    value = escape(value)
                parts.append(f"{start}{number}{text}{keep}>{value}</t></is></c>")
            else:
                parts.append(f"{start}{number}{digits}{value!r}</v></c>")
        parts.append("</row>")
        self.row_data_fh.write("".join(parts))
        self._check_dimensions(row, len(columns) - 1)


@lru_cache(maxsize=4096)
def _get_serial(value):
    """Return a day as Excel counts it, or as text where Excel cannot count."""
    if isinstance(value, datetime):
        if value.date() < FIRST_DATE:
            return value.isoformat(" ", "minutes")
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return (value.date() - EPOCH).days + seconds / 86400
    return (value - EPOCH).days if value >= FIRST_DATE else value.isoformat()
