# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every way in: four people tell of one leaver, each from where they work."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import expect

from . import steps

NOTICES = """
    SELECT n.source, n.case_id, n.date_told IS NOT NULL
      FROM exit_interview_notice n
     WHERE n.employee_id = %s
     ORDER BY n.source
"""


def report(page, button, fill=None):
    """Press the button that opens the dialog, fill it, and expect the thanks."""
    button.click()
    dialog = page.locator(".modal-dialog")
    day = dialog.locator("div[name=date_departure] input")
    day.fill("+14d")
    day.press("Tab")
    if fill:
        fill(dialog)
    dialog.get_by_role("button", name="Report", exact=True).click()
    expect(dialog).to_have_count(0)
    note = page.locator(".o_notification", has_text="Thank you")
    expect(note).to_be_visible()
    expect(note).not_to_contain_text("EXI-")


def choose_person(dialog, name):
    """Type a name into the field of people and choose it."""
    field = dialog.locator("div[name=employee_ids] input")
    field.fill(name)
    dialog.page.locator(".o-autocomplete--dropdown-item", has_text=name).first.click()
    expect(dialog.locator("div[name=employee_ids]")).to_contain_text(name)


def test_four_ways_two_at_once_one_case(server, login, api):
    employee_id, leaver = steps.pick_leaver(server)
    day = str(datetime.date.today() + datetime.timedelta(days=14))
    hal, rae = api("hal").env, api("rae").env

    # HR and the resource co-ordinator, at the same moment
    def tell(client, source):
        return client.execute(
            "exit.interview.notice",
            "register",
            vals_list=[
                {"source": source, "employee_id": employee_id, "date_departure": day}
            ],
        )

    with ThreadPoolExecutor(2) as pool:
        told = [
            pool.submit(tell, hal, "hr_departure"),
            pool.submit(tell, rae, "vacancy"),
        ]
        assert [one.result() for one in told] == [True, True]

    # the line manager, on a telephone
    page = login("lin", width=390, height=844)
    page.goto(f"/odoo/exit-team/{employee_id}")
    header = page.get_by_role("button", name="This person is leaving")
    report(page, header, lambda dialog: dialog.get_by_label("I have told them").check())

    # the coordinator, from the list of cases
    page = login("cora")
    page.goto("/odoo/exit-interviews")

    def by_letter(dialog):
        choose_person(dialog, leaver)

    report(page, page.get_by_role("button", name="Report a leaver").first, by_letter)

    rows = server.query(NOTICES, employee_id)
    assert [row[0] for row in rows] == ["hr_departure", "letter", "manager", "vacancy"]
    assert len({row[1] for row in rows}) == 1
    assert [row[2] for row in rows] == [False, False, True, False]
    case_id, _reference = steps.get_case(server, employee_id)
    steps.open_case(page, case_id)
    expect(page.locator("div[name=told_note]")).to_contain_text("Lin")
    page.get_by_role("tab", name="Notices").click()
    expect(page.locator("div[name=notice_ids] .o_data_row")).to_have_count(4)


def test_hr_and_the_resource_coordinator_report_in_the_browser(server, login):
    employee_id, leaver = steps.pick_leaver(server, "Safeguarding Team South")

    page = login("hal")
    page.goto(f"/odoo/employees/{employee_id}")
    report(page, page.get_by_role("button", name="Report a departure").first)

    page = login("rae")
    page.goto("/odoo/exit-vacancies")
    row = page.locator(".o_data_row").first

    def name_leaver(dialog):
        choose_person(dialog, leaver)

    report(page, row.get_by_role("button", name="Who left?"), name_leaver)

    rows = server.query(NOTICES, employee_id)
    assert [row[0] for row in rows] == ["hr_departure", "vacancy"]
    assert len({row[1] for row in rows}) == 1
    assert not server.query(
        "SELECT 1 FROM hr_employee WHERE id = %s AND NOT active", employee_id
    )
    # neither of them reaches a case
    page.goto("/odoo/exit-interviews")
    expect(page.locator("body")).not_to_contain_text(re.compile("EXI-"))


def test_a_move_is_decided(server, login):
    [[case_id, reference]] = server.query(
        "SELECT c.id, c.name FROM exit_interview c WHERE c.is_promotion"
        " AND c.state = 'new' AND c.route = 'consider' ORDER BY c.id LIMIT 1"
    )
    page = login("cora")
    steps.open_case(page, case_id)
    expect(page.locator(".alert-info")).to_contain_text("promotion")
    steps.take_step(page, "Decide what is offered", lambda dialog: None)
    steps.expect_state(page, "Done")
    [[outcome, reason]] = server.query(
        "SELECT outcome, route_reason FROM exit_interview WHERE name = %s", reference
    )
    assert (outcome, reason) == ("not_required", "Promotion")
