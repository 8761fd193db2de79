# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The staff's part of the leaver's story, by their screens; no secret shows there."""

import datetime
import io
import re

import pypdf
import pytest
from playwright.sync_api import Error, expect

from tools.config import LOGS

from . import steps
from .postbox import Postbox

WRONG = "newcombe.home@example.org"
RIGHT = "newcombe.new@example.org"
CODE = re.compile(r"\b(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}\b")
FIRST = "Supervision was cancelled four times."
WISH = "Supervision was cancelled five times."


class Watch:
    """Keeps every page and answer that browsers of staff are given."""

    def __init__(self):
        self.bodies = []
        self.secrets = set()

    def follow(self, page):
        page.on("response", self._keep)
        return page

    def _keep(self, response):
        kind = response.headers.get("content-type", "")
        if not kind.startswith(("text/html", "application/json")):
            return
        if 300 <= response.status < 400:
            return
        try:
            self.bodies.append((response.url, response.text()))
        except Error as error:
            # a page that was left has no body any more
            print(f"no body of {response.url}: {error}")

    def learn(self, secret):
        """Note what opens a page of the leaver, so that it is looked for."""
        self.secrets.add(secret.rsplit("/", 1)[-1])
        return secret

    def look(self, page, name):
        """Keep what the page shows now, and a picture of it."""
        self.bodies.append((page.url, page.content()))
        page.screenshot(path=LOGS / f"staff-{name}.png")

    def check(self, shown):
        """Fail if something that opens a page of the leaver stands anywhere.

        :param str shown: what does stand there, so that the search is known to find
        """
        assert any(shown in body for _url, body in self.bodies)
        assert len(self.secrets) > 5, "too few secrets to look for"
        assert any("/web/dataset/call_kw" in url for url, _body in self.bodies)
        found = {
            url
            for url, body in self.bodies
            for secret in self.secrets
            if secret in body
        }
        assert not found


class Leaver:
    """The leaver's telephone, without JavaScript."""

    def __init__(self, new_page):
        self._new_page = new_page
        self.page = None

    def follow(self, url):
        """Open a link in a browser that knows nothing."""
        if self.page:
            self.page.context.close()
        self.page = self._new_page(width=360, height=740, java_script_enabled=False)
        self.page.goto(url)

    def enter(self, url):
        """Open a link and go in."""
        self.follow(url)
        self.press("Open my page")

    def enter_code(self, code):
        """Type in the code of a letter."""
        self.follow("/exit-interview")
        self.page.get_by_label("Code").fill(code.lower().replace("-", " "))
        self.press("Open my page")

    def expect_closed(self, url):
        """Fail if a link still opens something."""
        self.follow(url)
        button = self.page.get_by_role("button", name="Open my page")
        if button.count():
            button.click()
        expect(
            self.page.get_by_text("This page cannot be opened").first
        ).to_be_visible()

    def press(self, name):
        button = self.page.get_by_role("button", name=name)
        if not button.count():
            button = self.page.get_by_role("link", name=name)
        button.first.click()
        self.page.wait_for_load_state()


@pytest.fixture
def postbox(server, api):
    box = Postbox(server, api("admin").env)
    yield box
    box.close()


@pytest.fixture
def case(server, api):
    """Return id and reference of the new case of a leaver."""
    employee_id, _name = steps.pick_leaver(server, email=WRONG)
    departure = datetime.date.today() + datetime.timedelta(days=20)
    api("hal").env.execute(
        "exit.interview.notice",
        "register",
        vals_list=[
            {
                "source": "leavers_form",
                "employee_id": employee_id,
                "date_departure": str(departure),
                "reason": "Resigned",
            }
        ],
    )
    return steps.get_case(server, employee_id)


def open_leavers_page(page, case_id):
    """Open the part of the case that tells of mails, letters and links."""
    steps.open_case(page, case_id)
    page.get_by_role("tab", name="Leaver's page").click()
    return page.locator(".o_form_view")


def take_letter(page, button):
    """Press a button that prints a letter; return the code that stands on it."""
    with page.expect_download() as download:
        button.click()
    data = download.value.path().read_bytes()
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    text = "\n".join(page.extract_text() for page in pages)
    return CODE.search(text).group()


def expect_states(page, *states):
    """Wait until the links of the case stand like that, newest first."""
    rows = page.locator("div[name=link_ids] .o_data_row")
    for at, state in enumerate(states):
        expect(rows.nth(at)).to_contain_text(state)


def get_events(server, case_id, event):
    """Return what the journal says about an event: by whom, about what."""
    return [
        tuple(row)
        for row in server.query(
            "SELECT j.user_name, j.subject FROM exit_interview_journal j"
            " WHERE j.case_id = %s AND j.event = %s ORDER BY j.id",
            case_id,
            event,
        )
    ]


def test_staff_by_the_screen(server, login, new_page, postbox, case, pdf):
    case_id, reference = case
    watch, leaver = Watch(), Leaver(new_page)
    cora = login("cora", page=watch.follow(new_page()))
    ivy = login("ivy", page=watch.follow(new_page()))

    def undelivered():
        cora.goto("/odoo/exit-not-delivered")
        expect(cora.locator(".o_list_view")).to_be_visible()
        return cora.locator(".o_data_row", has_text=reference)

    # the offer goes to an address that is wrong; it is corrected and sent again
    postbox.refused.add(WRONG)
    steps.open_case(cora, case_id)
    steps.take_step(
        cora,
        "Offer the interview",
        lambda dialog: steps.choose(dialog, "channel", "Mail"),
    )
    steps.expect_state(cora, "Offered")
    postbox.let_leave()
    form = open_leavers_page(cora, case_id)
    expect(form.get_by_role("alert")).to_contain_text("did not reach the leaver")
    watch.look(cora, "01-not-delivered")
    cora.get_by_role("tab", name="Contact").click()
    people = cora.locator("div[name=participant_ids]")
    people.locator("td[name=email]").click()
    people.locator("td[name=email] input").fill(RIGHT)
    cora.locator(".o_form_button_save").click()
    expect(cora.locator(".o_form_button_save")).to_be_hidden()
    expect(people).to_contain_text(RIGHT)
    row = undelivered()
    expect(row).to_contain_text("refused")
    watch.look(cora, "02-list")
    row.get_by_role("button", name="Send again").click()
    expect(row).to_have_count(0)
    first = watch.learn(postbox.open())
    leaver.enter(first)
    expect(
        leaver.page.get_by_role("button", name="Yes, I would like to")
    ).to_be_visible()

    # another mail closes the link of the first one; a link that is revoked is closed
    form = open_leavers_page(cora, case_id)
    expect(form.get_by_role("alert")).to_have_count(0)
    form.get_by_role("button", name="Mail the offer again").click()
    expect(form.locator("div[name=leaver_message_ids]")).to_contain_text("Waiting")
    second = watch.learn(postbox.open())
    leaver.expect_closed(first)
    form = open_leavers_page(cora, case_id)
    expect_states(cora, "Can be used", "Replaced")
    form.get_by_role("button", name="Revoke", exact=True).click()
    watch.look(cora, "03-revoke")
    cora.locator(".modal-dialog .btn-primary").click()
    expect_states(cora, "Revoked", "Replaced")
    leaver.expect_closed(second)
    form.get_by_role("button", name="Mail the offer again").click()
    expect(form.locator("div[name=leaver_message_ids]")).to_contain_text("Waiting")
    watch.look(cora, "04-links")
    leaver.enter(watch.learn(postbox.open()))
    leaver.press("Yes, I would like to")

    # the date: planned, mailed, then told by a letter and in another way
    steps.open_case(cora, case_id)
    steps.assign(cora, "Ivy")

    def plan(dialog):
        dialog.get_by_label("Telephone").check()
        expect(dialog.locator("div[name=free_note]")).to_contain_text(
            re.compile(r"\d\d:00")
        )

    steps.take_step(cora, "Plan the conversation", plan)
    steps.expect_state(cora, "Scheduled")

    def mail_the_date():
        form = open_leavers_page(cora, case_id)
        form.get_by_role("button", name="Mail the date").click()
        expect(form.locator("div[name=leaver_message_ids]")).to_contain_text("Waiting")

    mail_the_date()
    planned = watch.learn(postbox.open())
    leaver.enter(planned)
    watch.look(cora, "05-planned")
    expect(leaver.page.get_by_role("link", name="Cancel this date")).to_be_visible()
    postbox.refused.add(RIGHT)
    mail_the_date()
    postbox.let_leave()
    row = undelivered()
    code = watch.learn(take_letter(cora, row.get_by_role("button", name="Letter")))
    expect(undelivered()).to_have_count(0)
    leaver.expect_closed(planned)
    leaver.enter_code(code)
    expect(leaver.page.get_by_role("link", name="Cancel this date")).to_be_visible()
    mail_the_date()
    postbox.let_leave()
    row = undelivered()
    row.get_by_role("button", name="Reached").click()
    expect(row).to_have_count(0)
    postbox.refused.clear()
    open_leavers_page(cora, case_id)
    watch.look(cora, "06-settled")

    # Ivy holds the conversation today and sends the record; then a letter, too
    steps.open_case(ivy, case_id)
    steps.take_step(
        ivy, "Plan anew", lambda dialog: steps.fill_moment(dialog, "date_start", "now")
    )
    postbox.let_leave()
    steps.take_step(ivy, "Open the conversation")
    expect(ivy.locator(".o_exit_interview .o_exit_part")).to_be_visible()
    steps.open_part(ivy, "support")
    steps.answer(ivy, "support", "scale", 2, FIRST)
    steps.expect_saved(ivy)
    ivy.locator("[data-step=mark_held]").first.click()
    ivy.locator(".modal-dialog [data-step=held]").click()
    ivy.locator("[data-step=hand_in]").first.click()
    ivy.locator(".modal-dialog .btn-primary").click()
    ivy.locator("[data-step=send_check]").first.wait_for()
    steps.open_case(ivy, case_id)
    steps.take_step(ivy, "Send to check")
    expect(ivy.get_by_text("The leaver has the record to check")).to_be_visible()
    checked = watch.learn(postbox.open())
    leaver.enter(checked)
    expect(leaver.page.get_by_text(FIRST)).to_be_visible()
    form = open_leavers_page(cora, case_id)
    expect(form.get_by_text("The leaver has the record to check")).to_be_visible()
    watch.look(cora, "07-sent-to-check")
    button = form.get_by_role("button", name="Print the letter about the record")
    code = watch.learn(take_letter(cora, button))
    leaver.expect_closed(checked)
    leaver.enter_code(code)
    leaver.page.get_by_text("Something here is not right").first.click()
    leaver.page.locator("textarea[name^=correction_]:visible").first.fill(WISH)
    leaver.press("Please correct")
    steps.open_case(ivy, case_id)
    asked = ivy.get_by_text("The leaver asks for a correction.")
    expect(asked).to_be_visible()

    # the correction is made where it was asked for, and the record goes out again
    form = open_leavers_page(ivy, case_id)
    expect(form).to_contain_text(WISH)
    watch.look(ivy, "08-correction")
    form.get_by_role("button", name="Open the record").click()
    wish = ivy.locator(".o_exit_correction")
    expect(wish.first).to_contain_text(WISH)
    steps.open_part(ivy, "support")
    steps.question(ivy, "support").locator(".o_exit_comment textarea").fill(WISH)
    steps.expect_saved(ivy)
    form = open_leavers_page(ivy, case_id)
    row = form.locator("div[name=correction_ids] .o_data_row")
    row.get_by_role("button", name="Done", exact=True).click()
    expect(row).to_contain_text("Done")
    watch.look(ivy, "09-corrected")
    steps.take_step(ivy, "Send to check")
    expect(ivy.get_by_text("The leaver has the record to check")).to_be_visible()
    leaver.enter(watch.learn(postbox.open()))
    leaver.page.get_by_label("Your name").fill("A. Newcombe")
    leaver.press("Everything is right: sign")
    leaver.press("Who may read it")
    for group in leaver.page.get_by_role("group", name="May the").all():
        group.get_by_label("No, themes only").check()
    leaver.press("Save what I decided")

    # nobody reads it; the outcome goes out by mail
    steps.open_case(cora, case_id)
    steps.expect_state(cora, "Confirmed")
    watch.look(cora, "10-confirmed")
    steps.take_step(cora, "Send the permitted copies")
    watch.look(cora, "11-nothing-to-send")
    steps.open_case(cora, case_id)
    cora.get_by_role("button", name="Write to the leaver").click()
    dialog = cora.locator(".modal-dialog")
    dialog.locator("div[name=text] textarea").fill("Supervision stands in the diary.")
    steps.choose(dialog, "channel", "Mail with a link to it")
    watch.look(cora, "12-outcome")
    dialog.get_by_role("button", name="Send the mail").click()
    expect(dialog).to_have_count(0)
    leaver.enter(watch.learn(postbox.open()))
    expect(leaver.page.get_by_text("Supervision stands in the diary")).to_be_visible()
    open_leavers_page(cora, case_id)
    watch.look(cora, "13-done")
    cora.get_by_role("tab", name="Journal").click()
    watch.look(cora, "14-journal")

    # both letters stand in the journal; what opens a page stands nowhere
    printed = get_events(server, case_id, "printed")
    assert [user for user, _what in printed] == ["Cora Brightwater"] * 2
    watch.check(reference)
