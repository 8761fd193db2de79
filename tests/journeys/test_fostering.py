# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Households that leave a fostering service, and one that stays: each as who they are.

The service is this file's own, on a server of its own; the household is entered by a
manager in the browser.
"""

import pytest
from playwright.sync_api import expect

from . import fostering_steps as foster
from . import steps
from .fostering_steps import (
    ADVISOR,
    OTHER_WORKER,
    TEAM_MANAGER,
    WORKER,
)

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def server(make_server):
    """A server whose fostering service nobody else's tests see."""
    server = make_server("fostering")
    foster.make_service(server)
    return server


@pytest.fixture
def story(server, api, login, new_page):
    story = foster.Story(server, api, login, new_page)
    yield story
    story.postbox.close()


# === JOURNEY 1 === #


def test_from_the_letter_to_the_letter(story):
    tell(story)
    brief_all_but_one(story)
    freda, colin = make_contact(story)
    chase_the_part(story)
    plan_as_wished(story, freda, colin)


def tell(story):
    """A manager enters the household; its worker tells the Agency Advisor in time."""
    page = story.sign_in(TEAM_MANAGER)
    foster.make_household(
        page,
        "The Trevail household",
        [
            ("Freda Trevail", "freda@trevail.example", "+44 1632 960001"),
            ("Colin Trevail", "colin@trevail.example", "+44 1632 960002"),
        ],
    )
    story.look(page, "01-household")

    # whoever supervises others knows that they foster, and nothing of their record
    page = story.sign_in(OTHER_WORKER)
    foster.open_household(page, "The Trevail household")
    page.get_by_role("tab", name="Approvals").click()
    expect(page.locator("div[name=foster_approval_ids] .o_data_row")).to_have_count(0)

    page = story.sign_in(WORKER)
    foster.tell_advisor(
        page, "The Trevail household", said="Too many changes of social worker"
    )
    story.take_case("The Trevail household")
    # who told sees no case, and learns no more of it
    page.goto(f"/odoo/exit-interviews/{story.case_id}")
    expect(page.locator("body")).not_to_contain_text("Freda")


def brief_all_but_one(story):
    """The worker gives what they have; one part waits."""
    page = story.open_work(WORKER, "Complete the briefing")
    form = page.locator(".o_form_view")
    expect(form).to_contain_text("Told in time, 6 days after")
    expect(form).to_contain_text("Fostering since 1 March 2015")
    foster.add_letter(page, "letter.pdf", PDF)
    foster.fill_part(page, "Conversations so far", "Rang on Monday, visit on Tuesday.")
    foster.fill_part(page, "What was done to keep them", button="There is none")
    foster.fill_part(page, "Issues that may play a part", "A placement ended.")
    foster.fill_part(page, "Other documents", button="There is none")
    expect(form).to_contain_text("One part is missing: Complaints and allegations.")
    expect(page.get_by_role("button", name="Hand in")).to_have_count(0)
    story.look(page, "02-one-part-missing")


def make_contact(story):
    """The Agency Advisor offers in time, by mail; both carers say yes on their page.

    :return: the carers' telephones
    """
    page = story.open_work(ADVISOR, "Offer the interview")
    form = page.locator(".o_form_view")
    expect(form).to_contain_text("One part is missing: Complaints and allegations.")
    steps.take_step(page, "Offer the interview", lambda dialog: None)
    steps.expect_state(page, "Offered")
    links = story.receive()
    assert set(links) == {"freda@trevail.example", "colin@trevail.example"}
    [[days]] = story.server.query(
        "SELECT date_offered - date_notified FROM exit_interview WHERE id = %s",
        story.case_id,
    )
    assert days <= 7

    freda, colin = story.carer(), story.carer()
    freda.enter(links["freda@trevail.example"])
    expect(
        freda.page.get_by_text("the home you have given to children")
    ).to_be_visible()
    story.look(freda.page, "03-offer")
    freda.press("Yes, I would like to")
    freda.page.locator("[name=preferred_mode][value=in_person]").check()
    for name, words in (
        ("availability", "Mornings, while the children are at school"),
        ("preferred_place", "The library in Marlow"),
        ("companion", "My friend Ruth, who fosters too"),
        ("topics", "How it went with our last two social workers"),
    ):
        freda.page.locator(f"[name={name}]").fill(words)
    story.look(freda.page, "04-wishes")
    freda.press("Send")
    expect(freda.page.get_by_text("My friend Ruth, who fosters too")).to_be_visible()
    colin.enter(links["colin@trevail.example"])
    colin.press("Yes, I would like to")
    colin.press("Leave it as it is")
    return freda, colin


def chase_the_part(story):
    """A fortnight later: the worker is reminded, their manager asked to see to it."""
    story.let_weeks_pass(2)
    assert WORKER in story.remind()
    page = story.open_work(TEAM_MANAGER, "See to what is late")
    expect(page.locator(".o_form_view")).to_contain_text("Wanda Worker")
    story.look(page, "05-late")
    page = story.open_work(WORKER, "Complete the briefing")
    expect(page.locator(".o_form_view")).to_contain_text("One part is missing")
    foster.fill_part(
        page, "Complaints and allegations", has_complaint="No", has_allegation="No"
    )
    page.get_by_role("button", name="Hand in").click()
    page.locator(".modal-dialog .btn-primary").click()
    note = page.locator(".o_notification", has_text="has the briefing now")
    expect(note).to_be_visible()
    expect(page.locator(".o_list_view")).to_be_visible()
    expect(page.locator(".modal-dialog")).to_have_count(0)
    story.look(page, "06-handed-in")
    page = story.sign_in(TEAM_MANAGER)
    page.goto("/odoo/exit-my-work")
    expect(page.locator(".o_list_view")).to_be_visible()
    expect(page.locator(".o_data_row", has_text=story.reference)).to_have_count(0)


def plan_as_wished(story, freda, colin):
    """The conversation is planned as Freda wished; both see it on their pages."""
    page = story.open_case()
    expect(page.locator(".o_form_view")).to_contain_text("Handed in by Wanda Worker")

    def plan(dialog):
        for name, words in (
            ("location", "The library in Marlow"),
            ("companion", "My friend Ruth, who fosters too"),
        ):
            expect(dialog.locator(f"div[name={name}] input")).to_have_value(words)
        expect(dialog.get_by_label("In person")).to_be_checked()

    steps.take_step(page, "Plan the conversation", plan)
    steps.expect_state(page, "Scheduled")
    page.get_by_role("tab", name="Leaver's page").click()
    page.get_by_role("button", name="Mail the date").click()
    messages = page.locator("div[name=leaver_message_ids]")
    expect(messages).to_contain_text("Waiting")
    # with two people it has to be seen whose link is whose
    expect(messages).to_contain_text("Freda Trevail")
    expect(page.locator("div[name=link_ids]")).to_contain_text("Colin Trevail")
    story.look(page, "07-planned")
    links = story.receive()
    for carer, who in ((freda, "freda"), (colin, "colin")):
        carer.enter(links[f"{who}@trevail.example"])
        expect(carer.page.get_by_text("The library in Marlow")).to_be_visible()
        expect(carer.page.get_by_role("link", name="Cancel this date")).to_be_visible()
    # what Freda wants to speak about is hers to tell
    expect(colin.page.locator("body")).not_to_contain_text("last two social workers")
    story.look(colin.page, "08-date")
