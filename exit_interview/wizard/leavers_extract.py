# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Read what business intelligence systems and spreadsheets give out: cells, days.

Nothing here knows the database, and nothing is fetched: a web address in a cell is a
text like any other (SEC-22).
"""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel

MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_BYTES = 10 * 2**20
MAX_UNPACKED = 200 * 2**20
# Where the headers are looked for: reports put their title above them.
HEADER_ROWS = 15
# Serial numbers of days between 1982 and 2064; smaller numbers are no days of ours.
SERIALS = range(30_000, 60_000)
EPOCH = datetime(1899, 12, 30)
FIRST_YEAR = 1990
YEARS_AHEAD = 2
ERRORS = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)", re.I)
ADDRESS = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:www\.|data:|file:)", re.I)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
NUMERIC_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
WORD_DAY = re.compile(
    r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ /-]([a-z]+)\.?,?[ /-](\d{4}|\d{2})", re.I
)
CLOCK = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?(Z|[+-]\d\d:?\d\d)?$")
# What the headers of a column are called, by what it holds; the first that fits wins.
HEADERS = {
    "number": (
        "staff number|staff no|staff id|employee number|employee no|employee id|emp no"
        "|emp id|payroll number|payroll no|payroll ref|personnel number|personnel no"
        "|person number|assignment number|pay number|badge id|staff ref|person ref"
    ),
    "forename": "forename|forenames|first name|given name|given names",
    "surname": "surname|last name|family name",
    "name": (
        "name|full name|employee name|staff name|employee|leaver|leaver name|known as"
        "|person|worker|worker name"
    ),
    "team": (
        "team|department|team name|department name|dept|org unit|organisation unit"
        "|business unit|section|service area|cost centre name|unit|service"
    ),
    "date": (
        "last day|leaving date|date of leaving|leave date|date left|termination date"
        "|last working day|end date|last day of service|actual termination date"
        "|contract end date|employment end date|finish date|leaver date|exit date"
    ),
    "reason": (
        "reason|leaving reason|reason for leaving|termination reason|leave reason"
        "|reason left"
    ),
    "informant": (
        "informant|reported by|submitted by|completed by|told by|form completed by"
        "|notified by"
    ),
}
KNOWN_HEADERS = {
    text: kind for kind, texts in HEADERS.items() for text in texts.split("|")
}


class ExtractError(Exception):
    """The file cannot be read; ``code`` says why, ``values`` with what."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code = code
        self.values = values


class DayError(Exception):
    """A cell holds no day; ``code`` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass
class Extract:
    """A table: its headers, and its rows with the numbers they have in the file."""

    headers: list
    rows: list = field(default_factory=list)  # (number, cells)
    sheets: list = field(default_factory=list)
    sheet: str = ""


def read_extract(content, sheet=None):
    """Return the table of a file.

    :param bytes content: a workbook (.xlsx) or a text with separated columns
    :param str sheet: which sheet of a workbook; needed where several hold something
    :rtype: Extract
    :raise ExtractError: `empty`, `size`, `rows`, `kind`, `sheet`, `damaged`,
        `headers`, `encoding`
    """
    if not content or not content.strip():
        raise ExtractError("empty")
    if len(content) > MAX_BYTES:
        raise ExtractError("size")
    if content[:4] == b"PK\x03\x04":
        return _read_workbook(content, sheet)
    # Old Excel and Word files, PDF, pictures: no text.
    if content[:4] in (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff\xe0"):
        raise ExtractError("kind")
    return _read_text(content)


# === WORKBOOK === #


def _read_workbook(content, sheet):
    try:
        _check_parts(content)
        # Values only: formulas are not computed, links not followed (I-70, SEC-22).
        book = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
    except ExtractError:
        raise
    except Exception as error:
        # Whatever is wrong in the file, the reader's words would not help anybody.
        raise ExtractError("damaged") from error
    try:
        return _read_sheets(book, sheet)
    except ExtractError:
        raise
    except Exception as error:
        raise ExtractError("damaged") from error
    finally:
        book.close()


def _check_parts(content):
    """Refuse what is no workbook, unpacks to too much or defines entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        if "[Content_Types].xml" not in names or not any(
            name.startswith("xl/") for name in names
        ):
            raise ExtractError("kind")
        if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
            raise ExtractError("size")
        for name in names:
            if not name.endswith((".xml", ".rels")):
                continue
            with parts.open(name) as stream:
                start = stream.read(4096).replace(b"\x00", b"").upper()
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise ExtractError("damaged")


def _read_sheets(book, wanted):
    tables = {}
    for sheet in book.worksheets:
        if getattr(sheet, "sheet_state", "visible") != "visible":
            continue
        sheet.reset_dimensions()
        rows = _limit(
            (number, [_clean_cell(cell) for cell in cells[:MAX_COLUMNS]])
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
        )
        if rows:
            tables[sheet.title] = rows
    if not tables:
        raise ExtractError("empty")
    if wanted is None and len(tables) > 1:
        raise ExtractError("sheet", sheets=list(tables))
    if wanted is not None and wanted not in tables:
        raise ExtractError("sheet", sheets=list(tables))
    chosen = wanted if wanted is not None else next(iter(tables))
    extract = _find_headers(tables[chosen])
    extract.sheets, extract.sheet = list(tables), chosen
    return extract


def _clean_cell(value):
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool):
        return str(value)
    return _clean_text(value) if isinstance(value, str) else value


# === TEXT === #


def _read_text(content):
    text = _decode(content)
    delimiter = _guess_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        # Lines, not rows, may be broken inside quotes: the number is the row's.
        rows = _limit(
            (number, [_clean_text(cell) for cell in cells[:MAX_COLUMNS]])
            for number, cells in enumerate(reader, start=1)
        )
    except csv.Error as error:
        raise ExtractError("damaged") from error
    if not rows:
        raise ExtractError("empty")
    return _find_headers(rows)


def _decode(content):
    """Return the text, in UTF-8, UTF-16 or the code page of Western Windows (I-65)."""
    if content[:3] == b"\xef\xbb\xbf":
        codes = ["utf-8-sig"]
    elif content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        codes = ["utf-16"]
    elif b"\x00" in content[:200]:
        # UTF-16 without its mark: every second byte of plain letters is empty.
        codes = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    else:
        codes = ["utf-8", "cp1252"]
    for code in codes:
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ExtractError("encoding")


def _guess_delimiter(text):
    lines = [line for line in text.splitlines() if line.strip()][:HEADER_ROWS]
    counts = {
        mark: max((len(_split(line, mark)) for line in lines), default=0)
        for mark in ",;\t|"
    }
    return max(counts, key=counts.get)


def _split(line, mark):
    return next(csv.reader([line], delimiter=mark), [])


def _clean_text(text):
    """Return a cell's text in one line, without what cannot be stored or seen."""
    text = unicodedata.normalize("NFC", text or "").replace("\x00", "")
    return " ".join(text.replace("\ufeff", "").replace("\u200b", "").split())


def _limit(rows):
    """Return the rows that hold something.

    :raise ExtractError: if there are too many; empty ones do not count
    """
    kept = []
    for number, cells in rows:
        if any(cell not in (None, "") for cell in cells):
            kept.append((number, cells))
            if len(kept) > MAX_ROWS + HEADER_ROWS:
                raise ExtractError("rows")
    return kept


# === HEADERS === #


def guess_column(header):
    """Return what a column holds by its header, or False.

    :param str header: as it stands in the file
    :rtype: str or bool
    """
    words = re.sub(r"[^a-z0-9]+", " ", str(header or "").casefold()).strip()
    return KNOWN_HEADERS.get(words, False)


def _find_headers(rows):
    """Return the table below the row that looks most like headers.

    :raise ExtractError: if a row with at least two headings is not there
    """
    best, known = None, 0
    for place, (_number, cells) in enumerate(rows[:HEADER_ROWS]):
        found = len({guess_column(cell) for cell in cells} - {False})
        if found > known:
            best, known = place, found
    if best is None:
        best = next(
            (
                place
                for place, (_number, cells) in enumerate(rows[:HEADER_ROWS])
                if len([cell for cell in cells if cell not in (None, "")]) > 1
            ),
            None,
        )
    if best is None:
        raise ExtractError("headers")
    headers = [str(cell if cell is not None else "") for cell in rows[best][1]]
    while headers and not headers[-1]:
        headers.pop()
    body = [
        (number, (cells + [None] * len(headers))[: len(headers)])
        for number, cells in rows[best + 1 :]
    ]
    body = [row for row in body if any(cell not in (None, "") for cell in row[1])]
    if not body:
        raise ExtractError("empty")
    if len(body) > MAX_ROWS:
        raise ExtractError("rows")
    return Extract(headers, body)


# === CELLS === #


def to_text(cell):
    """Return a cell as it is shown to people.

    :rtype: str
    """
    if cell is None or cell is False:
        return ""
    if isinstance(cell, datetime):
        whole = cell.time() == time.min
        return cell.strftime("%d/%m/%Y" if whole else "%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)


def find_problem(cell):
    """Return why a cell cannot be taken as words, or False.

    :return: `error` (a spreadsheet's own), `formula`, `address`, `long`
    :rtype: str or bool
    """
    text = to_text(cell)
    if ERRORS.fullmatch(text.strip()):
        return "error"
    if text[:1] in ("=", "@", "\uff1d", "\uff20") or re.match(r"[+-]\s*[^\d\s]", text):
        return "formula"
    if ADDRESS.search(text):
        return "address"
    return "long" if len(text) > 200 else False


def read_day(cell, today):
    """Return the day in a cell; 03/04/2026 is the 3rd of April (I-67).

    :param cell: text, number, date or datetime
    :param datetime.date today: to tell a slip from a day to come
    :rtype: datetime.date
    :raise DayError: `words` (no day), `impossible` (not in the calendar), `far`
    """
    day = _to_day(cell)
    if day.year < FIRST_YEAR or day.year > today.year + YEARS_AHEAD:
        raise DayError("far")
    return day


def _to_day(cell):
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(cell)
    text = CLOCK.sub("", to_text(cell).strip())
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _from_serial(float(text))
    for pattern, order in ((ISO_DAY, "ymd"), (NUMERIC_DAY, "dmy"), (WORD_DAY, "dmy")):
        found = pattern.fullmatch(text)
        if found:
            return _make_day(dict(zip(order, found.groups(), strict=True)))
    raise DayError("words")


def _make_day(parts):
    month = parts["m"]
    number = int(month) if month.isdecimal() else MONTHS.get(month.casefold())
    if number is None:
        raise DayError("words")
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000 if year < 70 else 1900
    try:
        return date(year, number, int(parts["d"]))
    except ValueError as error:
        raise DayError("impossible") from error


def _from_serial(number):
    if int(number) not in SERIALS:
        raise DayError("words" if number == int(number) else "impossible")
    return from_excel(number, EPOCH + timedelta(0)).date()
