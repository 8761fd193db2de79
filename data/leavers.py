# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Extracts of leavers as they come out of other systems; nobody in them exists.

``python -m data.leavers`` writes the two sample files of this folder.
"""

import csv
import io
import random
from datetime import date, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent / "exit_interview" / "demo"
TODAY = date(2026, 11, 22)
REASONS = (
    "Resignation",
    "Retirement",
    "Career development",
    "Relocation",
    "End of fixed term contract",
    "Personal circumstances",
)
FIRST = (
    "Aisha Bram Chloé Dermot Efua Fiona Gethin Hamza Imogen Jürgen Keira Lowri Mateusz "
    "Niamh Oluwaseun Priya Quentin Rosa Siobhán Tomasz"
).split()
LAST = (
    "Amberley Birkwood Copperfold Dunmarsh Elderbank Foxcroft Gorseley Hazelmere "
    "Inglebrook Juniper-Holt Kettlewell O'Larkin"
).split()
HEADERS = ["Staff No", "Name", "Team", "Last Day", "Reason for Leaving", "Reported By"]
FAULT_KINDS = {
    "Last Day": [
        *("31/02/2026", "1900-01-00", "00/00/0000", "29/02/2027", "31/04/2026"),
        *("45/13/2026", "last week", "tbc", "asap", "end of month", "?"),
        *("", "", "", "", "#REF!", "03/04/2206", "03/04/1926", "12/12/2062"),
    ],
    "Team": ["Nrth", "Team that is not", "Southh", "Assessment"],
    "Name": [
        *("#N/A", "#VALUE!", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd"),
        *('=HYPERLINK("http://evil.example";"Lea")', "https://evil.example/lea.png"),
    ],
    "Reason for Leaving": ["x" * 201, "words " * 60, "//evil.example/pixel.gif"],
    "Reported By": ["#DIV/0!"],
    "nobody": ["", "", ""],
    "number only": ["99999"],
}


def make_people(count=200, seed=7):
    """Return invented employees.

    :return: dictionaries: number, name, team (North or South)
    :rtype: list[dict]
    """
    chance = random.Random(seed)
    names = [f"{first} {last}" for last in LAST for first in FIRST]
    chance.shuffle(names)
    return [
        {
            "number": f"{10_000 + place * 7:06d}",
            "name": name,
            "team": chance.choice(("North", "South")),
        }
        for place, name in enumerate(names[:count])
    ]


def write_name(name, way):
    """Return a name in another way to write it."""
    first, last = name.split(" ", 1)
    return (
        name,
        f"{last}, {first}",
        name.upper(),
        f"Ms  {first}  {last}",
        f"{last.upper()}, {first}",
        name.replace("é", "e").replace("ü", "u").replace("á", "a"),
    )[way % 6]


def write_day(day, way):
    """Return a day in another way to write it."""
    return (
        day.strftime("%d/%m/%Y"),
        day.strftime("%d-%b-%y"),
        day.isoformat(),
        f"{day.day}.{day.month}.{day:%Y}",
        str((day - date(1899, 12, 30)).days),
    )[way % 5]


def make_dirty(people, seed=11):
    """Return an extract of 200 rows, 37 of them with one fault each.

    :param list[dict] people: see :func:`make_people`, at least 200
    :return: rows as they should be, rows with the faults, and the faults
        {row number in a file with one line of headings: heading}
    :rtype: tuple
    """
    chance = random.Random(seed)
    right = []
    for place, person in enumerate(people[:200]):
        last_year = place % 12 == 0
        day = date(2025, 3, 2) if last_year else date(2026, 3, 2)
        day += timedelta(days=chance.randrange(240))
        right.append(
            [
                person["number"] if place % 4 else "",
                write_name(person["name"], place),
                person["team"] if place % 3 else "",
                write_day(day, place),
                chance.choice(REASONS),
                "Payroll" if place % 5 else "",
            ]
        )
    dirty = [list(row) for row in right]
    planted = {}
    places = chance.sample(range(200), 37)
    for column, values in FAULT_KINDS.items():
        for value in values:
            place = places.pop()
            _plant(dirty[place], column, value)
            planted[place + 2] = column
    return right, dirty, planted


def _plant(row, column, value):
    if column == "nobody":
        row[0] = row[1] = value
    elif column == "number only":
        row[0], row[1] = value, ""
    elif column == "Team":
        # The team counts where it is not clear who is meant.
        row[0], row[1], row[2] = "", "Zebedee Unknown", value
    else:
        row[HEADERS.index(column)] = value


def to_csv(headers, rows, delimiter=",", encoding="utf-8", end="\r\n"):
    """Return a table as the bytes of a text file."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerow(headers)
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)


def to_xlsx(headers, rows, title="Leavers"):
    """Return a table as the bytes of a workbook."""
    book = Workbook()
    book.active.title = title
    for row in [headers, *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# === SAMPLE FILES === #


def _read_demo(name):
    with (DEMO / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def _make_payroll(staff, teams):
    """Return the rows of the payroll system's extract."""
    rows = []
    for place, person in enumerate(staff[:24]):
        day = TODAY + timedelta(days=place * 5 - 60)
        if place % 8 == 7:
            day = day.replace(year=2025)
        rows.append(
            [
                (person["barcode"].lstrip("0") if place % 6 else ""),
                write_name(person["name"], place),
                teams[person["department_id/id"]]["name"],
                day.strftime("%d/%m/%Y" if place % 3 else "%d-%b-%y"),
                REASONS[place % len(REASONS)],
            ]
        )
    rows.insert(9, rows[4])
    rows.insert(14, ["", "Josef Nowhere", "Agency Desk", "30/11/2026", "Resignation"])
    rows.insert(17, [*rows[16][:3], "31/11/2026", "Retirement"])
    rows.append(["", "Zoë Brightwater", "Fostering Support Team", "last week", ""])
    return rows


def _make_intelligence(staff, teams):
    """Return a workbook with a title, two sheets to see and one hidden."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Leavers"
    sheet.append(["Leavers by last day of service"])
    sheet.append([f"Run on {TODAY:%d %B %Y}"])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    sheet.append(
        ["Employee Number", "Surname", "Forename", "Org Unit", "Termination Date"]
    )
    for place, person in enumerate(staff[24:44]):
        first, last = person["name"].split(" ", 1)
        day = TODAY + timedelta(days=place * 6 - 40)
        if place % 7 == 6:
            day = day.replace(year=2025)
        moment = datetime(day.year, day.month, day.day)
        sheet.append(
            [
                int(person["barcode"]) if place % 5 else None,
                last.upper() if place % 2 else last,
                first,
                teams[person["department_id/id"]]["name"],
                moment if place % 4 else f"{day:%d/%m/%Y}",
            ]
        )
    sheet.append([None, "Agency", "Abe", "Family Help Team", f"{TODAY:%d/%m/%Y}"])
    sheet.append([None, "#REF!", "Ada", "Family Help Team", f"{TODAY:%d/%m/%Y}"])
    for row in sheet.iter_rows(min_row=5, min_col=5, max_col=5):
        row[0].number_format = "dd/mm/yyyy"
    notes = book.create_sheet("Notes")
    notes.append(["Source", "Payroll, nightly"])
    hidden = book.create_sheet("Pay")
    hidden.append(["Surname", "Salary"])
    hidden.sheet_state = "hidden"
    # Always the same bytes for the same people.
    book.properties.created = book.properties.modified = datetime(2026, 11, 22)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def main():
    """Write the sample files."""
    teams = _read_demo("hr.department")
    staff = [
        person
        for key, person in _read_demo("hr.employee").items()
        if key.startswith(("employee_", "leaver_")) and not person["user_id/id"]
    ]
    headers = ["Payroll No", "Employee Name", "Team", "Leaving Date", "Leaving Reason"]
    (HERE / "leavers_payroll.csv").write_bytes(
        to_csv(headers, _make_payroll(staff, teams), ";", "cp1252")
    )
    (HERE / "leavers_intelligence.xlsx").write_bytes(_make_intelligence(staff, teams))


if __name__ == "__main__":
    main()
