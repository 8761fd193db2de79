# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The leaver's scripts alone, on pages as small as they can be: no server, no login."""

import pytest
from playwright.sync_api import expect

from tools.config import ROOT

STATIC = ROOT / "exit_interview" / "static" / "leaver"
QUESTIONS = """
<div id="drafts" hidden data-key="EXI-TEST-26" {marks}></div>
<div id="draft_note" hidden>
  <button type="button" class="take">Put it back in</button>
  <button type="button" class="drop">Throw it away</button>
</div>
<form class="questions" data-part="7" method="post">
  <div class="question" id="q1" data-question="1">
    <input type="hidden" class="shown" name="q1_shown" value="1">
    <input type="radio" name="q1_value" value="1" aria-label="Yes">
    <input type="radio" name="q1_value" value="0" aria-label="No" checked>
  </div>
  <div class="question" id="q2" data-depends="1" data-value="1" hidden>
    <input type="hidden" class="shown" name="q2_shown" value="">
    <input type="radio" name="q2_value" value="5" aria-label="Fifth">
  </div>
  <div class="question" id="q3" data-depends="2" data-value="5" data-parent="2" hidden>
    <input type="hidden" class="shown" name="q3_shown" value="">
    <textarea name="q3_text" aria-label="Words"></textarea>
  </div>
  <div class="question" id="q4" data-depends="99" data-value="1">
    <input type="hidden" class="shown" name="q4_shown" value="1">
    <textarea name="q4_text" aria-label="Elsewhere"></textarea>
  </div>
</form>
<a class="exit" href="#left">Leave this page</a>
<script src="/answers.js"></script>
"""
SIGNATURE = """
<div id="draw" hidden>
  <canvas id="draw_canvas" width="1200" height="360" style="width: 600px"></canvas>
  <input type="hidden" id="drawn" name="drawn">
  <button type="button" id="draw_clear">Clear the drawing</button>
</div>
<script src="/sign.js"></script>
"""


@pytest.fixture
def page(browser):
    """A page of an address that only this test serves."""
    context = browser.new_context(base_url="http://leaver.test")
    page = context.new_page()
    pages = {}

    def serve(route):
        path = route.request.url.removeprefix("http://leaver.test/")
        if path.endswith(".js"):
            route.fulfill(path=STATIC / path, content_type="text/javascript")
        else:
            body = f"<!DOCTYPE html>{pages.get(path, '')}"
            route.fulfill(body=body, content_type="text/html")

    page.route("**/*", serve)
    page.pages = pages
    yield page
    context.close()


def open_questions(page, marks=""):
    page.pages[f"part{len(page.pages)}"] = QUESTIONS.format(marks=marks)
    page.goto(f"/part{len(page.pages) - 1}")


def test_questions_open_one_after_the_other(page):
    open_questions(page)
    second, third = page.locator("#q2"), page.locator("#q3")
    expect(second).to_be_hidden()

    page.get_by_label("Yes").check()
    expect(second).to_be_visible()
    expect(third).to_be_hidden()
    page.get_by_label("Fifth").check()
    expect(third).to_be_visible()
    # what was asked is sent, what was not is known not to have been
    expect(page.locator("[name=q3_shown]")).to_have_value("1")

    # with the first answer taken back, what hangs on it closes to the last
    page.get_by_label("No").check()
    expect(second).to_be_hidden()
    expect(third).to_be_hidden()


def test_what_waits_for_another_page_stays_as_the_server_said(page):
    open_questions(page)
    page.get_by_label("Yes").check()
    expect(page.locator("#q4")).to_be_visible()


def test_a_draft_comes_back_and_opens_its_questions(page):
    open_questions(page)
    page.get_by_label("Yes").check()
    page.get_by_label("Fifth").check()
    page.get_by_label("Words").fill("Not saved yet")

    open_questions(page)
    expect(page.locator("#draft_note")).to_be_visible()
    page.get_by_role("button", name="Put it back in").click()
    expect(page.get_by_label("Words")).to_be_visible()
    expect(page.get_by_label("Words")).to_have_value("Not saved yet")
    expect(page.locator("#draft_note")).to_be_hidden()


@pytest.mark.parametrize("end", ["drop", "saved", "done", "left", "undone"])
def test_when_a_draft_is_forgotten(page, end):
    open_questions(page)
    page.get_by_label("Elsewhere").fill("Not saved yet")
    assert page.evaluate("sessionStorage.length") == 1
    if end == "drop":
        open_questions(page)
        page.get_by_role("button", name="Throw it away").click()
    elif end == "left":
        page.get_by_role("link", name="Leave this page").click()
    elif end == "undone":
        page.get_by_label("Elsewhere").fill("")
    else:
        open_questions(page, 'data-saved="7"' if end == "saved" else 'data-done="1"')
    assert page.evaluate("sessionStorage.length") == 0
    open_questions(page)
    expect(page.locator("#draft_note")).to_be_hidden()


def test_another_part_saved_keeps_the_draft(page):
    open_questions(page)
    page.get_by_label("Elsewhere").fill("Not saved yet")
    open_questions(page, 'data-saved="8"')
    expect(page.locator("#draft_note")).to_be_visible()


def test_a_drawing_is_sent_until_it_is_cleared(page):
    page.pages["sign"] = SIGNATURE
    page.goto("/sign")
    drawn = page.locator("#drawn")
    expect(page.locator("#draw")).to_be_visible()
    expect(drawn).to_have_value("")

    box = page.locator("#draw_canvas").bounding_box()
    # moving over it is not drawing
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.move(box["x"] + 90, box["y"] + 60)
    expect(drawn).to_have_value("")
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=4)
    page.mouse.up()
    assert drawn.input_value().startswith("data:image/png;base64,")

    page.get_by_role("button", name="Clear the drawing").click()
    expect(drawn).to_have_value("")
