# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a departure to the exported workbook, each step as its own user."""

import io

import openpyxl
from playwright.sync_api import expect

from . import steps

# One value for each question, as an interviewer would enter it.
SCALE = {
    "support": (0, "Nobody had time"),
    "development": (7, "= good courses, +1 from me"),
    "induction": (10, None),
    "workload": (3, "Twenty-six children"),
    "value": (5, "Some weeks\nand not in others"),
}


def typed_value(question):
    """Return what the interviewer enters for a question, and what the comment is."""
    code, kind = question["code"], question["kind"]
    if kind == "scale":
        return SCALE.get(code, (6, None))
    comment = f"More on {code}: Cymraeg ŵ, <b>not bold</b>"
    comment = comment if question["comment_label"] else None
    if kind == "yes_no":
        return len(code) % 2, comment
    if kind == "choice":
        return question["choices"][0]["code"], comment
    if kind == "choices":
        return [choice["code"] for choice in question["choices"][:2]], comment
    return f"@ In my own words about {code}", comment


def expected_cell(question, value):
    """Return what the workbook shows for a value."""
    names = {choice["code"]: choice["name"] for choice in question["choices"]}
    if question["kind"] == "yes_no":
        return "Yes" if value else "No"
    if question["kind"] == "choice":
        return names[value]
    if question["kind"] == "choices":
        return "; ".join(names[code] for code in value)
    return value


def fill_interview(page, form):
    """Answer every question; return {code: (question, value, comment)}."""
    typed = {}
    for section in form["questionnaire"]["sections"]:
        steps.open_part(page, section["code"])
        for top in section["questions"]:
            for question in [top, *top["children"]]:
                value, comment = typed_value(question)
                if question["kind"] == "yes_no" and question["is_protected"]:
                    value = 1  # so that the question that hangs on it shows
                steps.answer(page, question["code"], question["kind"], value, comment)
                typed[question["code"]] = (question, value, comment)
        steps.expect_saved(page)
    return typed


def record_permission(page, role, label):
    """Choose what a recipient may read, and record it."""
    block = page.locator(f".o_exit_permission[data-role={role}]")
    expect(block.locator("input[type=radio]:checked")).to_have_count(0)
    block.get_by_label(label).check()
    block.locator("input[name=how]").fill("In the conversation")
    block.locator(".o_exit_permission_buttons .btn-primary").click()
    expect(block).to_contain_text("Recorded")


def test_from_departure_to_workbook(server, login, api):
    employee_id, leaver = steps.pick_leaver(server)

    # HR registers the departure, from the employee
    page = login("hal")
    steps.register_departure(page, employee_id)
    case_id, reference = steps.get_case(server, employee_id)

    # the coordinator finds it in the activity menu, offers, records yes, assigns
    page = login("cora")
    open_activities(page)
    row = page.locator(".o_data_row", has_text=reference)
    expect(row).to_be_visible()
    row.locator("td").nth(2).click()
    expect(page.locator(".o_form_view .oe_title")).to_contain_text(leaver)
    steps.take_step(
        page,
        "Offer the interview",
        lambda dialog: steps.choose(dialog, "channel", "In person"),
    )
    steps.expect_state(page, "Offered")
    steps.take_step(
        page, "Record the reply", lambda dialog: steps.choose(dialog, "reply", "Yes")
    )

    steps.assign(page, "Ivy")

    # the interviewer plans the conversation and logs every question
    page = login("ivy")
    steps.open_case(page, case_id)

    def plan(dialog):
        dialog.get_by_label("Telephone").check()
        field = dialog.locator(
            "div[name=date_start] input, div[name=date_start] button"
        )
        field.first.click()
        field = dialog.locator("div[name=date_start] input").first
        field.fill("now")
        field.press("Enter")
        dialog.locator("div[name=location] input").fill("She rings me")

    steps.take_step(page, "Plan the conversation", plan)
    steps.expect_state(page, "Scheduled")
    steps.take_step(page, "Open the conversation")
    expect(page.locator(".o_exit_interview")).to_contain_text(leaver)
    [[session_id]] = server.query(
        "SELECT id FROM exit_interview_session WHERE case_id = %s", case_id
    )
    form = api("ivy").env.execute(
        "exit.interview.session", "get_form", ids=[session_id]
    )
    typed = fill_interview(page, form)
    assert len(typed) == 35

    # and records permission for two of three recipients
    page.locator(".o_exit_nav [data-section=permissions]").first.click()
    record_permission(page, "service_manager", "The whole record")
    record_permission(page, "head_of_service", "The whole record")
    record_permission(page, "team_manager", "Themes only")
    page.locator("[data-step=mark_held]").first.click()
    page.locator(".modal-dialog [data-step=held]").click()
    page.locator("[data-step=confirm]").first.click()
    page.locator(".modal-dialog").get_by_label("Agreed in the conversation").check()
    page.locator(".modal-dialog [data-step=confirm]").click()
    expect(page.locator(".modal-dialog")).to_have_count(0)

    # the coordinator sends the copies
    page = login("cora")
    steps.open_case(page, case_id)
    steps.take_step(page, "Send the permitted copies")
    steps.expect_state(page, "Shared")

    # the service manager answers from the activity menu, with two actions
    page = login("sam")
    open_activities(page)
    page.locator(".o_data_row", has_text=reference).locator("td").nth(2).click()
    copy = page.locator(".o_form_view")
    expect(copy).to_contain_text("In my own words about improve")
    expect(copy).not_to_contain_text("ethnicity_impact")
    page.get_by_role("tab", name="Response").click()
    for name, text in (
        ("response_action", "Supervision goes into the diary"),
        ("response_timescale", "From February"),
        ("response_monitoring", "I look at it in June"),
    ):
        page.locator(f"div[name={name}] textarea").fill(text)
    for name, owner, days in (
        ("Book supervision for everybody", "Sam", "+60d"),
        ("Look at caseloads", "Lin Chen", "+200d"),
    ):
        add_action(page, name, owner, days)
    page.get_by_role("button", name="Submit the response").click()
    steps.expect_state(page, "Answered")

    # the team manager, whom the leaver did not want to read it, finds nothing
    page = login("lin")
    page.goto("/odoo/exit-copies")
    expect(page.locator(".o_list_view")).to_be_visible()
    expect(page.locator(".o_data_row", has_text=reference)).to_have_count(0)

    # the head of service approves
    page = login("hana")
    open_activities(page)
    row = page.locator(".o_data_row", has_text=reference)
    row.filter(has_text="Approve").locator("td").nth(2).click()
    expect(page.locator(".o_form_view")).to_contain_text("Supervision goes into")
    expect(page.locator(".o_form_view")).not_to_contain_text("In my own words")
    page.get_by_role("button", name="Approve", exact=True).click()
    steps.expect_state(page, "Approved")

    # the coordinator downloads the workbook; it says what was typed
    page = login("cora")
    page.goto("/odoo/exit-interviews")
    page.locator("button.o_switch_view.o_list").click()
    expect(page.locator(".o_list_view")).to_be_visible()
    page.locator(".o_searchview_input").fill(reference)
    # the list of proposals, not Enter: that comes to nothing before they are there
    page.locator(".o_searchview_autocomplete").get_by_text("Reference").first.click()
    expect(page.locator(".o_data_row")).to_have_count(1)
    page.locator(".o_data_row .o_list_record_selector input").check()
    page.get_by_role("button", name="Print").click()
    with page.expect_download() as download:
        page.locator(".o-dropdown-item", has_text="Exit interview workbook").click()
    path = download.value.path()
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    row = steps.read_row(book["Interviews"], reference)
    assert row["Leaver"] == leaver
    for code, (question, value, comment) in typed.items():
        if question["is_protected"]:
            assert code not in row
            continue
        assert row[code] == expected_cell(question, value), code
        if comment:
            assert row[f"{code}: comment"] == comment, code
    response = steps.read_row(book["Responses"], reference)
    assert "Supervision goes into the diary" in response.values()
    actions = "\n".join(
        str(cell)
        for line in book["Actions"].iter_rows(values_only=True)
        for cell in line
    )
    assert "Book supervision for everybody" in actions
    assert "Look at caseloads" in actions


def open_activities(page):
    """Open what is due later from the user's activity menu, and only that."""
    page.locator(".o_menu_systray .fa-clock-o").first.click()
    group = page.locator(".o-mail-ActivityGroup", has_text="Exit interview duty")
    group.locator("span", has_text="Future").click()
    expect(page.locator(".o_list_view")).to_be_visible()


def add_action(page, name, owner, days):
    """Add a line to the actions of a response."""
    lines = page.locator("div[name=action_ids]")
    lines.get_by_text("Add an action").click()
    row = lines.locator(".o_selected_row")
    row.locator("td[name=name] input").fill(name)
    row.locator("td[name=owner_id] input").fill(owner)
    page.locator(".o-autocomplete--dropdown-item", has_text=owner).first.click()
    field = row.locator("td[name=date_due] input, td[name=date_due] button")
    field.first.click()
    row.locator("td[name=date_due] input").first.fill(days)
    row.locator("td[name=name] input").click()
