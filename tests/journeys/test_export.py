# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The coordinator's workbook: a few cases at once, many in the background."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

LIMIT = "UPDATE exit_interview_policy SET export_background_cases = %s"
OVER = "UPDATE exit_interview_export SET date_expires = now() - interval '1 hour'"
JOB = "env['exit.interview.export']._cron_make()\nenv.cr.commit()\n"


@pytest.fixture
def many(server):
    """Let all cases of the sample be many, for as long as a test takes."""
    [[limit]] = server.query(
        "SELECT min(export_background_cases) FROM exit_interview_policy"
    )
    server.query(LIMIT, 5)
    yield
    server.query(LIMIT, limit)


def open_dialog(page):
    """Ask for the workbook by the menu; return the dialog and the cases found."""
    page.goto("/odoo/exit-my-work")
    page.locator(".o_menu_sections").get_by_role("button", name="Reporting").click()
    page.get_by_role("menuitem", name="Workbook", exact=True).click()
    dialog = page.locator(".modal-dialog")
    found = dialog.locator("div[name=case_count]")
    expect(found).to_have_text(re.compile(r"^\d+$"))
    return dialog, int(found.inner_text())


def read_cases(download):
    """Return how many cases a workbook holds."""
    book = openpyxl.load_workbook(io.BytesIO(download.path().read_bytes()))
    references = {
        str(cell)
        for row in book["Interviews"].iter_rows(values_only=True)
        for cell in row
        if re.fullmatch(r"EXI-\w{5}-\d\d", str(cell))
    }
    return len(references)


def test_few_cases_come_at_once(login):
    page = login("cora")
    dialog, count = open_dialog(page)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download the workbook").click()
    assert read_cases(download.value) == count
    expect(dialog).to_have_count(0)


def test_many_cases_are_made_in_the_background(server, login, many):
    page = login("cora")
    dialog, count = open_dialog(page)
    expect(dialog).to_contain_text("made in the background")
    dialog.get_by_role("button", name="Make the workbook").click()
    expect(dialog).to_have_count(0)
    row = page.locator(".o_data_row").first
    expect(row).to_contain_text("Waiting")

    # told when it is ready, wherever she is by then
    page.goto("/odoo/exit-my-work")
    expect(page.locator(".o_list_view")).to_be_visible()
    server.shell(JOB)
    expect(page.locator(".o_notification")).to_contain_text("Your workbook is ready")
    page.goto("/odoo/exit-workbooks")
    expect(row).to_contain_text("Ready")
    expect(row).to_contain_text("100")
    with page.expect_download() as download:
        row.get_by_role("button", name="Download").click()
    assert read_cases(download.value) == count

    # nobody else has the file, another coordinator of cases included
    [[export_id]] = server.query("SELECT max(id) FROM exit_interview_export")
    address = f"/exit_interview/workbook/{export_id}"
    assert page.request.get(address).ok
    for other in ("peg", "dee", "poppy", "admin"):
        stranger = login(other)
        assert not stranger.request.get(address).ok, other

    # gone after its days: the words say what to do
    server.query(OVER)
    row.get_by_role("button", name="Download").click()
    expect(page.locator(".modal-dialog")).to_contain_text(
        "Ask for a new one under Reporting > Workbook"
    )
    page.locator(".modal-dialog .o-default-button").click()
    server.shell(JOB)
    page.reload()
    expect(row).to_contain_text("Removed")
    expect(row.get_by_role("button", name="Download")).to_have_count(0)
