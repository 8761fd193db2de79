# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The story of a quarter: from closed figures to what everybody may read."""

import io
import re
from datetime import date

import odooly
import openpyxl
import pypdf
import pytest
from playwright.sync_api import expect

from . import steps

PUBLIC_PAGE = "/exit-interview/you-said-we-did"
DRAFT = """
    SELECT id, to_char(date_from, 'YYYY-MM-DD'), to_char(date_to, 'YYYY-MM-DD')
      FROM exit_interview_review
     WHERE state = 'draft' AND period = 'quarter'
     ORDER BY date_from DESC LIMIT 1
"""
# The sample's coordinator has begun the review already: she begins once more.
FORGET = (
    "DELETE FROM exit_interview_publication WHERE review_id = %s",
    "DELETE FROM exit_interview_review_action WHERE review_id = %s",
    "DELETE FROM exit_interview_duty"
    " WHERE res_model = 'exit.interview.review' AND res_id = %s",
    "DELETE FROM exit_interview_review WHERE id = %s",
)
# Words for everybody need ten people: more of them leave in this quarter.
MORE_LEAVERS = """
    UPDATE exit_interview SET date_departure = %s
     WHERE id IN (SELECT id FROM exit_interview
                   WHERE population = 'staff' AND state IN ('new', 'offered')
                   ORDER BY id LIMIT 8)
"""
OPEN_ACTION = """
    SELECT a.name, u.login FROM exit_interview_review_action a
      JOIN exit_interview_review r ON r.id = a.review_id
      JOIN res_users u ON u.id = a.owner_id
     WHERE a.state = 'open' AND r.state = 'published'
     ORDER BY r.date_to DESC LIMIT 1
"""
WORDS = {
    "works": "Shadowing in the first weeks is what people remember.",
    "worries": "Whoever wishes to move up sees no way to.",
    "done": "The duty rota was tried in more teams.",
    "asks": "Please decide on a second progression panel.",
}
AGREED = "Hold a second progression panel in spring"
SAID = "Supervision was often put off when things got busy."
DID = "A supervision that is put off is held within the same week."


@pytest.fixture
def quarter(server):
    """Return first and last day of a closed quarter that nobody has reviewed."""
    [[review_id, date_from, date_to]] = server.query(DRAFT)
    for statement in FORGET:
        server.query(statement, review_id)
    server.query(MORE_LEAVERS, date_to)
    return date.fromisoformat(date_from), date.fromisoformat(date_to)


def open_work(page, reference, what):
    """Open a line of "My work" that belongs to no case."""
    page.goto("/odoo/exit-my-work")
    row = page.locator(".o_data_row", has_text=reference).filter(has_text=what)
    row.first.locator("td[name=reference]").click()
    expect(page.locator(".o_form_view")).to_be_visible()


def press(page, name):
    """Press a button of the form that is open."""
    page.locator(".o_form_view .o_statusbar_buttons").get_by_role(
        "button", name=name, exact=True
    ).click()


def fill_dialog(page, button, **values):
    """Fill text fields of the dialog that is open, and confirm it."""
    dialog = page.locator(".modal-dialog")
    for name, words in values.items():
        dialog.locator(f"div[name={name}]").locator("textarea, input").first.fill(words)
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_have_count(0)


def choose_of_list(dialog, field, label):
    """Choose from a list of a dialog that offers everything there is."""
    dialog.locator(f"div[name={field}] input").click()
    dialog.page.locator(".o_select_menu_item", has_text=label).first.click()


def choose_period(page, label):
    """Open the dialog that begins a review, and choose from its list."""
    page.goto("/odoo/exit-reviews")
    page.get_by_role("button", name="Prepare a review").click()
    dialog = page.locator(".modal-dialog")
    expect(dialog).to_contain_text("can be prepared from")
    choose_of_list(dialog, "choice", label)
    dialog.get_by_role("button", name="Prepare", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".o_exit_review [data-section]").first).to_be_visible()


def report_done(page, what, outcome):
    """Report as its owner, out of "My work", what came of an action of a review."""
    open_work(page, "Exit interview review", "Carry out the action")
    expect(page.locator(".o_form_view h1")).to_contain_text(what)
    press(page, "Report as done")
    fill_dialog(page, "Confirm", text=outcome)
    steps.expect_state(page, "Done")


def read_pdf(download):
    """Return the words of a PDF that was downloaded."""
    pages = pypdf.PdfReader(io.BytesIO(download.path().read_bytes())).pages
    return "\n".join(page.extract_text() for page in pages)


def take_paper(page, name):
    """Print the review on the form; return the download."""
    page.locator(".o_cp_action_menus button").first.click()
    page.locator(".o-dropdown--menu .dropdown-toggle", has_text="Print").focus()
    page.keyboard.press("ArrowRight")
    with page.expect_download() as download:
        page.locator(".o-dropdown-item").get_by_text(name, exact=True).click()
    return download.value


def write_review(page, approver):
    """Write what the figures mean, agree an action, hand it to the second person."""
    for name, words in WORDS.items():
        page.locator(f"div[name={name}] textarea").fill(words)
    page.locator("div[name=meeting_name] input").fill("Senior management team")
    press(page, "Add an action")
    dialog = page.locator(".modal-dialog")
    dialog.locator("div[name=owner_id] input").fill("Lin Chen")
    page.locator(".o-autocomplete--dropdown-item", has_text="Lin Chen").first.click()
    steps.fill_moment(dialog, "date_due", "+60d")
    fill_dialog(page, "Confirm", text=AGREED)
    expect(page.locator("div[name=action_ids]")).to_contain_text(AGREED)
    press(page, "Ask for approval")
    expect(page.locator(".alert-info")).to_contain_text(approver)


def write_for_everybody(page, title):
    """Write what was said and done, and hand it to the second person."""
    page.goto("/odoo/exit-publications")
    page.get_by_role("button", name="Write", exact=True).click()
    dialog = page.locator(".modal-dialog")
    choose_of_list(dialog, "review_id", title)
    fill_dialog(page, "Save", said=SAID, did=DID)
    press(page, "Ask for approval")
    steps.expect_state(page, "Waits for approval")


def test_the_story_of_a_quarter(server, login, api, new_page, quarter, pdf):
    first, last = quarter
    title = f"{first:%B} to {last:%B} {last.year}"

    # the owner of an action of the last review says what came of it
    [[action, owner]] = server.query(OPEN_ACTION)
    report_done(login(owner), action, "Two teams tried it, and keep it.")

    # an open quarter is refused in words that say from which day it can be reviewed
    cora = login("cora")
    today = date.today()
    begun = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    with pytest.raises(odooly.ServerError, match="can be prepared from"):
        api("cora").env.execute(
            "exit.interview.review",
            "prepare",
            population="staff",
            period="quarter",
            date_from=str(begun),
        )

    # a closed one: figures at once, and what became of the action agreed before
    choose_period(cora, title)
    expect(cora.locator("h1")).to_contain_text(title)
    review_id = int(cora.url.rsplit("/", 1)[1])
    paper = cora.locator(".o_exit_review")
    uptake = paper.locator("[data-section=uptake]")
    expect(uptake).to_contain_text(re.compile(r"Were offered an interview\s*\d+ %"))
    expect(paper.locator("[data-section=action]")).to_contain_text("keep it")
    write_review(cora, "Peg")
    write_for_everybody(cora, title)

    # nobody else reads it yet: the leadership finds neither a card nor the address
    dee = login("dee")
    cards = dee.locator(".o_kanban_record:not(.o_kanban_ghost)")
    dee.goto("/odoo/exit-published-reviews")
    expect(cards.first).to_be_visible()
    expect(cards.filter(has_text=title)).to_have_count(0)
    dee.goto(f"/odoo/exit-published-reviews/{review_id}")
    expect(dee.locator(".modal-dialog")).to_contain_text("does not exist")

    # the second person approves the review and the words for everybody
    peg = login("peg")
    open_work(peg, "Exit interview review", "Approve the review")
    expect(peg.locator(".o_exit_review")).to_contain_text(WORDS["worries"])
    press(peg, "Approve")
    steps.expect_state(peg, "Approved")
    open_work(peg, "You said, we did", "Approve")
    press(peg, "Approve")
    steps.expect_state(peg, "Approved")

    # approved is not yet out: it waits for its review
    reader = new_page()
    reader.goto(PUBLIC_PAGE)
    expect(reader.locator("h1")).to_have_text("You said, we did")
    expect(reader.get_by_text(DID)).to_have_count(0)
    open_work(cora, "Exit interview review", "Publish the review")
    press(cora, "Publish")
    cora.locator(".modal-dialog").get_by_role("button", name="Ok").click()
    steps.expect_state(cora, "Published")
    # Caches may keep the page for an hour: a reader who comes anew.
    reader = new_page(width=390)
    reader.goto(PUBLIC_PAGE)
    expect(reader.get_by_text(SAID)).to_be_visible()
    expect(reader.get_by_text(DID)).to_be_visible()
    assert not reader.context.cookies()

    read_as_leadership(dee, cards, title)

    # whoever was given the new action has it among their work
    report_done(login("lin"), AGREED, "Held in March; six people came.")
    cora.goto("/odoo/exit-review-actions")
    expect(cora.locator(".o_data_row", has_text=AGREED)).to_contain_text("Done")


def read_as_leadership(page, cards, title):
    """Find the review in the gallery, read it, take it along on paper."""
    page.goto("/odoo/exit-published-reviews")
    card = cards.filter(has_text=title)
    expect(card).to_contain_text(WORDS["asks"])
    card.click()
    paper = page.locator(".o_exit_review")
    for words in (*WORDS.values(), AGREED):
        expect(paper).to_contain_text(words)
    buttons = page.locator(".o_form_view .o_statusbar_buttons button")
    expect(buttons).to_have_count(0)
    words = read_pdf(take_paper(page, "Review"))
    assert title in words
    assert WORDS["worries"] in " ".join(words.split())
    path = take_paper(page, "Review as a workbook").path()
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    cells = [
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert any(title in cell for cell in cells)
    assert WORDS["worries"] in cells
