# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do on the screens, in the words of the screens."""

import odooly
from playwright.sync_api import expect

TEAM = """
    SELECT d.id, e.parent_id
      FROM hr_department d
      JOIN hr_version v ON v.department_id = d.id
      JOIN hr_employee e ON e.current_version_id = v.id
     WHERE d.name ->> 'en_US' = %s AND e.active AND e.parent_id IS NOT NULL
     GROUP BY d.id, e.parent_id
     ORDER BY count(*) DESC
     LIMIT 1
"""
# One for each journey, so that none takes another's leaver.
NAMES = iter(
    f"{first} Newcombe"
    for first in (
        *("Alba", "Bryn", "Cleo", "Dilys", "Enid", "Fflur", "Gwen", "Hari"),
        *("Ifan", "Jess", "Kofi", "Lowri", "Mair", "Nia", "Owen", "Rhys"),
    )
)


def pick_leaver(server, team="Assessment Team North", email=""):
    """Let HR take on somebody in a team, who has no case; return id and name."""
    [[department_id, manager_id]] = server.query(TEAM, team)
    hal = odooly.Client(
        server.url, db=server.database, user="hal", api_key=server.api_key("hal")
    ).env
    name = next(NAMES)
    vals = {
        "name": name,
        "department_id": department_id,
        "parent_id": manager_id,
        "date_version": "2021-03-01",
        "contract_date_start": "2021-03-01",
        # A mailbox of their own: two who share one need a PIN.
        "private_email": email or f"{name.replace(' ', '.').lower()}@example.org",
    }
    [employee_id] = hal.execute("hr.employee", "create", vals_list=[vals])
    return employee_id, name


def get_case(server, employee_id):
    """Return id and reference of the case of an employee."""
    [[case_id, reference]] = server.query(
        "SELECT id, name FROM exit_interview WHERE employee_id = %s", employee_id
    )
    return case_id, reference


def register_departure(page, employee_id):
    """HR: register the departure from the employee's form."""
    page.goto(f"/odoo/employees/{employee_id}")
    page.locator(".o_cp_action_menus button").first.click()
    page.locator(".o-dropdown-item", has_text="Archive").click()
    dialog = page.locator(".modal-dialog")
    dialog.locator("button[name=action_register_departure]").click()
    expect(dialog).to_have_count(0)


def open_case(page, case_id):
    """Open the form of a case."""
    page.goto(f"/odoo/exit-interviews/{case_id}")
    expect(page.locator(".o_form_view")).to_be_visible()


def take_step(page, button, fill=None):
    """Press a button of the form; fill the dialog it opens, if any, and save.

    :param fill: function that gets the dialog
    """
    page.locator(".o_form_view header, .o_statusbar_buttons").get_by_role(
        "button", name=button, exact=True
    ).first.click()
    if fill:
        dialog = page.locator(".modal-dialog")
        fill(dialog)
        dialog.get_by_role("button", name="Save", exact=True).click()
        expect(dialog).to_have_count(0)


def assign(page, name):
    """Give the case on the form an interviewer, by the dialog that says who could."""
    page.get_by_role("button", name="More", exact=True).click()
    page.locator(".o-dropdown--menu").get_by_role(
        "button", name="Assign an interviewer", exact=True
    ).click()
    dialog = page.locator(".modal-dialog")
    row = dialog.locator(".o_data_row", has_text=name)
    row.get_by_role("button", name="Choose", exact=True).click()
    expect(dialog).to_have_count(0)


def fill_moment(dialog, field, words):
    """Type a day and time into a dialog, such as `now` or `-3d`."""
    block = dialog.locator(f"div[name={field}]")
    block.locator("input, button").first.click()
    entry = block.locator("input").first
    entry.fill(words)
    entry.press("Enter")


def choose(dialog, field, label):
    """Choose a radio button of a dialog by its label."""
    dialog.locator(f"div[name={field}]").get_by_label(label, exact=True).check()


def expect_state(page, label):
    """Wait until the form says that the record is in a state."""
    expect(
        page.locator(".o_statusbar_status .o_arrow_button_current").first
    ).to_contain_text(label)


# === THE INTERVIEW SCREEN === #


def open_part(page, code):
    """Go to a part of the interview."""
    entry = page.locator(f".o_exit_nav [data-section={code}]").first
    if entry.is_visible():
        entry.click()
    else:  # a tablet has a list to choose from instead
        page.locator(".o_exit_nav_select select").select_option(code)
    expect(page.locator(f".o_exit_part[data-part={code}]")).to_be_visible()


def question(page, code):
    """Return the block of a question."""
    return page.locator(f".o_exit_question[data-code={code}]")


def expect_saved(page):
    """Wait until the screen says that everything is saved."""
    expect(page.locator(".o_exit_save_state")).to_have_attribute("data-state", "saved")


def answer(page, code, kind, value, comment=None):
    """Answer one question as an interviewer does."""
    block = question(page, code)
    if kind in ("scale", "yes_no"):
        block.locator(f"[data-score='{value}']").first.click()
    elif kind == "choice":
        block.locator(f"[data-choice={value}]").click()
    elif kind == "choices":
        for one in value:
            block.locator(f"[data-choice={one}]").click()
    else:
        block.locator("textarea").first.fill(value)
    if comment:
        block.locator(".o_exit_comment textarea").fill(comment)


# === THE WORKBOOK === #


def read_row(sheet, reference):
    """Return the row of a case as {header: value}; headers stand above the data."""
    rows = list(sheet.iter_rows(values_only=True))
    header = next(row for row in rows if "Reference" in row)
    for row in rows[rows.index(header) + 1 :]:
        if reference in row:
            return dict(zip(header, row, strict=True))
    raise AssertionError(f"{reference} is not in the sheet")
