# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A concern in the browser: raise, second person, take on, decide, agree."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from . import steps

EXTRACT = "On nights a door of the home in Elm Street is locked from outside."


def prepare_case(server, api):
    """Return id, reference and leaver of a case whose conversation goes on."""
    employee_id, leaver = steps.pick_leaver(server)
    api("hal").env.execute(
        "exit.interview.notice",
        "register",
        vals_list=[
            {
                "source": "leavers_form",
                "employee_id": employee_id,
                "date_departure": "2027-01-29",
            }
        ],
    )
    case_id, reference = steps.get_case(server, employee_id)
    cora = api("cora").env.execute
    cora("exit.interview", "action_offer", ids=[case_id], channel="told")
    cora("exit.interview", "action_record_reply", ids=[case_id], reply="accepted")
    [[ivy_id]] = server.query("SELECT id FROM res_users WHERE login = 'ivy'")
    cora("exit.interview", "action_assign", ids=[case_id], interviewer_id=ivy_id)
    start = datetime.now(UTC) - timedelta(hours=1)
    api("ivy").env.execute(
        "exit.interview",
        "action_schedule",
        ids=[case_id],
        date_start=start.strftime("%Y-%m-%d %H:%M:%S"),
        mode="phone",
    )
    return case_id, reference, leaver


def open_duty(page, reference):
    """Open what waits from the list of the own work."""
    page.goto("/odoo/exit-my-work")
    row = page.locator(".o_data_row", has_text=reference)
    row.locator("td").nth(2).click()
    form = page.locator(".o_form_view")
    expect(form).to_be_visible()
    return form


def test_concern_from_the_conversation_to_the_decision(server, login, api):
    case_id, reference, leaver = prepare_case(server, api)

    # the interviewer writes, is asked to consider, and passes the concern on
    page = login("ivy")
    steps.open_case(page, case_id)
    steps.take_step(page, "Open the conversation")
    expect(page.locator(".o_exit_interview")).to_contain_text(leaver)
    steps.open_part(page, "support")
    expect(page.locator(".o_exit_concern_prompt")).to_have_count(0)
    steps.answer(page, "support", "scale", 3, "A child was locked in at night")
    prompt = page.locator(".o_exit_concern_prompt")
    expect(prompt).to_contain_text("Consider whether this is a concern")
    steps.expect_saved(page)
    prompt.get_by_role("button", name="Pass on a concern").click()
    dialog = page.locator(".modal-dialog")
    expect(dialog).to_contain_text("phone first")
    dialog.get_by_label("Safeguarding", exact=True).check()
    dialog.locator("div[name=text] textarea").fill(EXTRACT)
    expect(dialog.locator("div[name=way]")).to_contain_text("Hana")
    expect(dialog.locator("div[name=way]")).to_contain_text("Peg")
    dialog.get_by_role("button", name="Pass on", exact=True).click()
    expect(dialog.locator("div[name=reason]")).to_have_class(
        # nothing is passed on without a reason
        re.compile("o_field_invalid")
    )
    dialog.locator("div[name=reason] textarea").fill("Children are at risk")
    dialog.get_by_role("button", name="Pass on", exact=True).click()
    expect(dialog).to_have_count(0)

    # afterwards they see where it stands, and nothing more
    steps.open_case(page, case_id)
    form = page.locator(".o_form_view")
    expect(form.locator("div[name=my_concerns]")).to_contain_text("second person")
    expect(form).not_to_contain_text(EXTRACT)
    expect(page.get_by_role("tab", name="Concerns")).to_have_count(0)

    # the recipient has nothing yet; the second person reads it and approves
    page = login("hana")
    page.goto("/odoo/exit-my-work")
    expect(page.locator(".o_list_view")).to_be_visible()
    expect(page.locator(".o_data_row", has_text=reference)).to_have_count(0)
    page = login("peg")
    form = open_duty(page, reference)
    expect(form).to_contain_text(EXTRACT)
    expect(form).not_to_contain_text(leaver)
    page.get_by_role("button", name="Pass it on", exact=True).click()
    page.locator(".modal-dialog .btn-primary").click()
    steps.expect_state(page, "Passed on")

    # the head of service takes it on and says what is done
    page = login("hana")
    form = open_duty(page, reference)
    expect(form).to_contain_text(EXTRACT)
    page.get_by_role("button", name="I have it").click()
    steps.expect_state(page, "Taken on")

    def decide(dialog):
        dialog.locator("div[name=decision] textarea").fill("The lock comes off today")
        dialog.locator("div[name=who] input").fill("The registered manager")
        field = dialog.locator("div[name=date_due] input, div[name=date_due] button")
        field.first.click()
        field = dialog.locator("div[name=date_due] input").first
        field.fill("+3d")
        field.press("Enter")

    steps.take_step(page, "Say what is done", decide)
    steps.expect_state(page, "Decision proposed")

    # the service manager agrees; the coordinator sees all of it, and tells the leaver
    page = login("sam")
    form = open_duty(page, reference)
    expect(form).to_contain_text("The lock comes off today")
    page.get_by_role("button", name="I agree").click()
    steps.expect_state(page, "Decided")
    page = login("cora")
    steps.open_case(page, case_id)
    page.get_by_role("tab", name="Concerns").click()
    expect(page.locator("div[name=concern_ids] .o_data_row")).to_have_count(1)
    page.goto("/odoo/exit-concerns")
    page.locator(".o_data_row", has_text=reference).locator("td").nth(1).click()
    expect(page.locator("div[name=reader_ids]")).to_contain_text("Hana")
    steps.take_step(
        page,
        "The leaver was told",
        lambda dialog: dialog.locator("div[name=how] input").fill("By telephone"),
    )
    expect(page.locator("div[name=tell_state]")).to_contain_text("Told")

    # nobody else finds it
    for stranger in ("lin", "tess", "hugo"):
        page = login(stranger)
        page.goto("/odoo/exit-concerns")
        expect(page.locator("body")).not_to_contain_text(reference)
