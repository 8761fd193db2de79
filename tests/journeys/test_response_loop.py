# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A question, an answer, an action that cannot be done: each as its own user."""

from playwright.sync_api import expect

from . import steps

LATEST_COPY = """
    SELECT s.id, s.reference
      FROM exit_interview_share s
      JOIN res_users u ON u.id = s.user_id
     WHERE u.login = 'sam' AND s.state = 'sent' AND s.owes_response
     ORDER BY s.date_due DESC
     LIMIT 1
"""


def open_work(page, reference, what):
    """Open a line of "My work" by its reference and what is owed."""
    page.goto("/odoo/exit-my-work")
    row = page.locator(".o_data_row", has_text=reference).filter(has_text=what)
    row.locator("td[name=reference]").first.click()
    expect(page.locator(".o_form_view")).to_be_visible()


def write(text):
    """Return a filler of the only text field of a dialog."""
    return lambda dialog: dialog.locator("textarea").first.fill(text)


def test_question_answer_action(server, login):
    [[share_id, reference]] = server.query(LATEST_COPY)

    # the manager asks; nobody but the coordinator reads it
    page = login("sam")
    open_work(page, reference, "Answer in writing")
    steps.take_step(page, "Ask the coordinator", write("Is the induction meant?"))
    login("hana", page=page).goto("/odoo/exit-my-work")
    expect(page.locator(".o_list_view, .o_view_nocontent").first).to_be_visible()
    expect(page.get_by_text("Is the induction meant?")).to_have_count(0)

    # the coordinator answers from the list of what is owed
    page = login("cora")
    open_work(page, reference, "Answer a question")
    expect(page.locator(".o_form_view")).to_contain_text("Is the induction meant?")
    steps.take_step(page, "Answer", write("Yes, the first two weeks"))
    steps.expect_state(page, "Answered")

    # the manager sees the answer, and responds with an action of Lin's
    page = login("sam")
    open_work(page, reference, "Answer in writing")
    page.get_by_role("tab", name="Questions").click()
    expect(page.locator("div[name=query_ids]")).to_contain_text("the first two weeks")
    page.get_by_role("tab", name="Response").click()
    for name, text in (
        ("response_action", "Induction is planned before the first day"),
        ("response_timescale", "From spring"),
        ("response_monitoring", "Asked after four weeks"),
    ):
        page.locator(f"div[name={name}] textarea").fill(text)
    add_action(page, "A buddy for everybody new", "Lin Chen", "+90d")
    page.get_by_role("button", name="Submit the response").click()
    steps.expect_state(page, "Answered")
    page.goto("/odoo/exit-past-answers")
    expect(page.locator(".o_data_row", has_text=reference)).to_be_visible()

    page = login("hana")
    open_work(page, reference, "Approve the response")
    page.get_by_role("button", name="Approve", exact=True).click()
    steps.expect_state(page, "Approved")

    # the owner reports how far it is, then that it cannot be done
    page = login("lin")
    open_work(page, reference, "Carry out the action")
    steps.take_step(page, "Report progress", write("Two people asked"))
    expect(page.locator("div[name=progress]")).to_contain_text("Two people asked")
    steps.take_step(page, "It cannot be done", write("Nobody has the time"))
    expect(page.locator(".alert-warning")).to_contain_text("Nobody has the time")

    # whoever approved it decides
    page = login("hana")
    open_work(page, reference, "Decide on an action")
    steps.take_step(page, "Accept and drop it")
    page.locator(".modal-dialog").get_by_role("button", name="Ok").click()
    steps.expect_state(page, "Dropped")


def test_the_board_reminds_once_a_day(server, login):
    page = login("cora")
    page.goto("/odoo/exit-board")
    group = page.locator(".o_group_header", has_text="Sam").first
    group.click()
    row = page.locator(".o_data_row").first
    row.get_by_role("button", name="Remind").click()
    expect(
        page.locator(".o_data_row").first.locator("[name=reminder_words]")
    ).to_contain_text("once")
    page.locator(".o_data_row").first.get_by_role("button", name="Remind").click()
    expect(page.locator(".modal-dialog")).to_contain_text("today already")


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
