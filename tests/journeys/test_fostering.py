# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Households that leave a fostering service, and one that stays: each as who they are.

The service is this file's own, on a server of its own; the household is entered by a
manager in the browser.
"""

import re

import odooly
import pytest
from playwright.sync_api import expect

from . import fostering_steps as foster
from . import steps
from .fostering_steps import (
    ADVISOR,
    HEAD,
    OTHER_WORKER,
    SECOND_PERSON,
    SERVICE_MANAGER,
    SERVICE_PEOPLE,
    TEAM_MANAGER,
    WORKER,
)

REFUSED = (odooly.Error, odooly.ServerError)

# What both carers say at first: kind and value of each answer, and the comment.
FIRST = {
    "leaving": {
        "reason_story": ("text", "Four social workers in three years."),
        "reason": ("choices", ["lack_of_support", "burn_out"]),
        "reason_main": ("choice", "lack_of_support"),
    },
    "supervising": {"ssw_support": ("scale", 3, "Visits were called off.")},
    "wider_service": {"support_training": ("yes_no", 1)},
    "looking_back": {
        "improve": ("text", "Tell us when a worker leaves."),
        "recommend_fostering": ("scale", 6),
    },
}
# Five weeks later: two answers have changed, one is new.
SECOND = {
    "supervising": {"ssw_support": ("scale", 5, "The last one kept all visits.")},
    "looking_back": {"improve": ("text", "Tell us when a worker leaves, and why.")},
    "going_on": {"go_on": ("text", "Short breaks, before we were worn out.")},
}
CONCERN = "In a house on Elm Street a child is left alone at night."
STAYS = "The Okafor household"
APART = "The Lowther household"
SHARED = "home@lowther.example"
NADIA = "Nobody here may know what I write."
NADIA_WISH = "How it is at home"
PAUL = "The allowance came late."
CANNOT = "More short breaks this year: there is no money for them."
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
    hold(story)
    confirm(story, freda, colin)
    follow_up(story)
    pass_on_a_concern(story)
    finish_follow_up(story)
    answer_and_approve(story)
    write_the_letter(story, freda, colin)


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
    expect(page.locator(".o_form_view")).to_contain_text("Wanda Garland")
    story.look(page, "05-late")
    page = story.open_work(WORKER, "Complete the briefing")
    expect(page.locator(".o_form_view")).to_contain_text("One part is missing")
    foster.fill_part(
        page, "Complaints and allegations", has_complaint="No", has_allegation="No"
    )
    page.get_by_role("button", name="Hand in").click()
    page.locator(".modal-dialog .btn-primary").click()
    # which closes it to them: they are led away from it
    expect(page.get_by_text("No briefing is open")).to_be_visible()
    expect(page.locator(".modal-dialog")).to_have_count(0)
    story.look(page, "06-handed-in")
    page = story.sign_in(TEAM_MANAGER)
    page.goto("/odoo/exit-my-work")
    expect(page.locator(".o_list_view")).to_be_visible()
    expect(page.locator(".o_data_row", has_text=story.reference)).to_have_count(0)


def plan_as_wished(story, freda, colin):
    """The conversation is planned as Freda wished; both see it on their pages."""
    page = story.open_case()
    expect(page.locator(".o_form_view")).to_contain_text("Handed in by Wanda Garland")

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


def hold(story):
    """The conversation, in the library: the head is filled, the answers typed."""
    story.let_weeks_pass(1)
    page = story.open_case()
    steps.take_step(page, "Open the conversation")
    header = page.locator(".o_exit_header")
    for words in (
        *("Colin Trevail, Freda Trevail", "The library in Marlow", "My friend Ruth"),
        *("Fostering since", "1 March 2015", "Mainstream, 2 children, 0 to 11 years"),
        *("Own child", "2025: 2 aged 5 to 9", "Wanda Garland", "not returned yet"),
        *("Freda Trevail wants to speak about:", "our last two social workers"),
    ):
        expect(header).to_contain_text(words)
    # what the service said of them is not for the carers' eyes
    expect(header).not_to_contain_text("A placement ended")
    page.get_by_role("button", name="The briefing, for you alone").click()
    expect(header).to_contain_text("A placement ended")
    story.look(page, "10-interview")
    for part, answers in FIRST.items():
        steps.open_part(page, part)
        expect(header).not_to_contain_text("A placement ended")
        for code, answer in answers.items():
            steps.answer(page, code, *answer)
        steps.expect_saved(page)
    page.locator("[data-step=mark_held]").first.click()
    page.locator(".modal-dialog [data-step=held]").click()
    page.locator("[data-step=hand_in]").first.click()
    page.locator(".modal-dialog .btn-primary").click()
    page.locator("[data-step=send_check]").first.wait_for()
    story.look(page, "11-held")


def confirm(story, freda, colin):
    """Both carers read what was written and sign it; the copy goes its normal way."""
    page = story.open_case()
    steps.expect_state(page, "Interviewed")
    steps.take_step(page, "Send to check")
    expect(page.get_by_text("The leaver has the record to check")).to_be_visible()
    links = story.receive()
    for carer, who in ((freda, "Freda"), (colin, "Colin")):
        carer.enter(links[f"{who.lower()}@trevail.example"])
        body = carer.page.locator("body")
        expect(body).to_contain_text("Four social workers in three years.")
        # nothing of what the service said about them
        expect(body).not_to_contain_text("A placement ended")
        story.look(carer.page, f"12-record-{who.lower()}")
        carer.page.get_by_label("Your name").fill(f"{who} Trevail")
        carer.press("Everything is right: sign")
        expect(carer.page.get_by_text("You signed this record")).to_be_visible()
        page = story.open_case()
        # one signature is not the other's
        steps.expect_state(page, "Interviewed" if carer is freda else "Confirmed")
    steps.take_step(page, "Send the permitted copies")
    steps.expect_state(page, "Shared")


def follow_up(story):
    """Five weeks on, by telephone: two answers are altered, one is added."""
    page = story.open_case()

    def plan(dialog):
        expect(dialog.get_by_label("Telephone")).to_be_checked()
        expect(dialog).to_contain_text("unless the leaver wishes for another day")

    steps.take_step(page, "Plan the follow-up", plan)
    expect(page.get_by_role("button", name="Open the follow-up")).to_be_visible()
    story.let_weeks_pass(5)
    [[days]] = story.server.query(
        "SELECT f.date_start::date - o.date_start::date"
        "  FROM exit_interview_session f"
        "  JOIN exit_interview_session o ON o.id = f.previous_id"
        " WHERE f.case_id = %s",
        story.case_id,
    )
    assert 28 <= days <= 42
    page = story.open_case()
    steps.take_step(page, "Open the follow-up")
    header = page.locator(".o_exit_header")
    expect(header).to_contain_text("Nothing differs from the first conversation yet")
    for part, answers in SECOND.items():
        steps.open_part(page, part)
        for code, answer in answers.items():
            steps.answer(page, code, *answer)
        steps.expect_saved(page)
    expect(header).to_contain_text("Differs from the first conversation: 3")

    # both versions stand beside each other
    steps.open_part(page, "supervising")
    before = steps.question(page, "ssw_support").locator(".o_exit_first").first
    expect(before).to_have_attribute("data-standing", "changed")
    expect(before).to_contain_text("3 out of 10")
    expect(before).to_contain_text("Visits were called off.")
    story.look(page, "13-follow-up")
    steps.open_part(page, "going_on")
    before = steps.question(page, "go_on").locator(".o_exit_first").first
    expect(before).to_have_attribute("data-standing", "added")
    expect(before).to_contain_text("nothing")


def pass_on_a_concern(story):
    """What Freda says on the telephone cannot wait: the head of service has it."""
    page = story.sign_in(ADVISOR)
    page.locator("[data-step=concern]").first.click()
    dialog = page.locator(".modal-dialog")
    dialog.get_by_label("Safeguarding", exact=True).check()
    dialog.locator("div[name=text] textarea").fill(CONCERN)
    dialog.locator("div[name=reason] textarea").fill("A child is at risk")
    expect(dialog.locator("div[name=way]")).to_contain_text("Hedy Lowe")
    story.look(page, "14-concern")
    dialog.get_by_role("button", name="Pass on", exact=True).click()
    expect(dialog).to_have_count(0)

    page = story.open_work(SECOND_PERSON, "")
    expect(page.locator(".o_form_view")).to_contain_text(CONCERN)
    page.get_by_role("button", name="Pass it on", exact=True).click()
    page.locator(".modal-dialog .btn-primary").click()
    steps.expect_state(page, "Passed on")
    page = story.open_work(HEAD, "")
    expect(page.locator(".o_form_view")).to_contain_text(CONCERN)
    story.look(page, "15-head-of-service")
    page.get_by_role("button", name="I have it").click()
    steps.expect_state(page, "Taken on")
    # within 24 hours of this conversation, not of the first one, five weeks ago
    [[is_a_day, is_in_time, is_new]] = story.server.query(
        "SELECT date_due - date_start = interval '24 hours', date_taken <= date_due,"
        "       date_start > now() AT TIME ZONE 'UTC' - interval '1 hour'"
        "  FROM exit_interview_concern WHERE case_id = %s",
        story.case_id,
    )
    assert (is_a_day, is_in_time, is_new) == (True, True, True)

    # the service's own people find nothing of it, wherever they look
    for login in SERVICE_PEOPLE:
        page = story.sign_in(login)
        for path in ("exit-concerns", "exit-my-work"):
            page.goto(f"/odoo/{path}")
            expect(page.locator(".o_list_view, .modal-dialog").first).to_be_visible()
            expect(page.locator("body")).not_to_contain_text("left alone at night")
        client = story.api(login, password=login).env
        assert not count(client, "exit.interview.concern")


def finish_follow_up(story):
    """The second version is agreed on the telephone; the first stays as signed."""
    page = story.open_case()
    steps.take_step(page, "Open the follow-up")
    page.locator("[data-step=mark_held]").first.click()
    page.locator(".modal-dialog [data-step=held]").click()
    page.locator("[data-step=confirm]").first.click()
    dialog = page.locator(".modal-dialog")
    dialog.get_by_label("Agreed in the conversation").check()
    dialog.locator("[data-step=confirm]").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Read the first conversation").click()
    expect(page.locator(".o_exit_header")).to_contain_text("The library in Marlow")
    steps.open_part(page, "supervising")
    block = steps.question(page, "ssw_support")
    expect(block.locator("[data-score='3']").first).to_have_attribute(
        "aria-checked", "true"
    )
    expect(block.locator(".o_exit_comment")).to_contain_text("Visits were called off.")
    story.look(page, "16-first-stays")


def answer_and_approve(story):
    """The Service Manager reads what stands now, and answers; the head approves."""
    page = story.open_work(SERVICE_MANAGER, "Answer in writing")
    form = page.locator(".o_form_view")
    expect(form).to_contain_text("The last one kept all visits.")
    expect(form).to_contain_text("Tell us when a worker leaves, and why.")
    expect(form).to_contain_text("Short breaks, before we were worn out.")
    expect(form).not_to_contain_text("A placement ended")
    story.look(page, "17-copy")
    page.get_by_role("tab", name="Response").click()
    for name, text in (
        ("response_action", "Families are told before a worker changes"),
        ("response_timescale", "From January"),
        ("response_monitoring", "Looked at in supervision each month"),
    ):
        page.locator(f"div[name={name}] textarea").fill(text)
    page.get_by_role("button", name="Submit the response").click()
    steps.expect_state(page, "Answered")

    page = story.open_work(HEAD, "Approve")
    form = page.locator(".o_form_view")
    expect(form).to_contain_text("Families are told before a worker changes")
    expect(form).not_to_contain_text("kept all visits")
    page.get_by_role("button", name="Approve", exact=True).click()
    steps.expect_state(page, "Approved")


def write_the_letter(story, freda, colin):
    """The letter, as a page that both carers read on their telephones."""
    page = story.open_case()
    page.get_by_role("button", name="Write to the leaver").click()
    dialog = page.locator(".modal-dialog")
    letter = dialog.locator("div[name=text] textarea").first
    expect(letter).to_have_value(re.compile("Families are told before"))
    open_end = "[What we cannot change, and the reason: please complete.]"
    text = letter.input_value()
    assert open_end in text
    letter.fill(text.replace(open_end, CANNOT))
    steps.choose(dialog, "channel", "Mail with a link to it")
    story.look(page, "18-letter")
    dialog.get_by_role("button", name="Send the mail").click()
    expect(dialog).to_have_count(0)
    steps.expect_state(page, "Done")
    links = story.receive()
    for carer, who in ((freda, "freda"), (colin, "colin")):
        carer.enter(links[f"{who}@trevail.example"])
        for words in ("the home you have given to children", CANNOT, "Stella Bright"):
            expect(carer.page.get_by_text(words).first).to_be_visible()
        wide = "document.documentElement.scrollWidth - window.innerWidth"
        assert carer.page.evaluate(wide) <= 0
        story.look(carer.page, f"19-letter-{who}")


def count(client, model):
    """Return how many records somebody finds; nobody may look counts as none."""
    try:
        return client.execute(model, "search_count", domain=[])
    except REFUSED:
        return 0


# === JOURNEY 2: A HOUSEHOLD THAT STAYS === #


def test_a_household_that_stays(story):
    page = story.sign_in(TEAM_MANAGER)
    foster.make_household(
        page, STAYS, [("Ngozi Okafor", "ngozi@okafor.example", "+44 1632 960003")]
    )
    talk_with_worker(story)
    tell_of_letter(story)
    talk_with_team_manager(story)
    talk_with_service_manager(story)
    close_as_retained(story)
    count_the_retained(story)


def talk_with_worker(story):
    """The supervising social worker notes the first talk, and asks their manager."""
    page = story.sign_in(WORKER)
    foster.open_household(page, STAYS)
    page.get_by_role("button", name="Talks about staying").click()
    page.get_by_role("button", name="New", exact=True).click()
    form = page.locator(".o_form_view")
    foster.select(page, "worker_part", "Perhaps")
    expect(form).to_contain_text("A team manager should offer to speak to the carers")
    page.locator("div[name=said] textarea").fill("Nobody rings back.")
    page.locator("div[name=offered] textarea").fill("A call every Friday.")
    foster.save_form(page)
    story.look(page, "20-talk-worker")
    page.get_by_role("button", name="Ask the team manager").click()
    expect(page.locator("div[name=action_ids]")).to_contain_text("Tariq Mahmood")
    # what goes into the case system can be copied, and noted
    page.get_by_role("tab", name="Case system").click()
    expect(page.locator("div[name=extract]").last).to_contain_text("Nobody rings back.")
    foster.fill_date(page, "date_recorded", "today")
    foster.save_form(page)


def tell_of_letter(story):
    """A letter comes all the same, and the Agency Advisor is told."""
    page = story.sign_in(WORKER)
    foster.tell_advisor(page, STAYS)
    story.take_case(STAYS)
    page = story.open_case()
    expect(page.locator(".o_form_view .oe_title")).to_contain_text("Ngozi Okafor")


def talk_with_team_manager(story):
    """The team manager finds in their work that they are asked, and notes a talk."""
    page = story.sign_in(TEAM_MANAGER)
    page.goto("/odoo/exit-my-work")
    page.locator(".o_data_row", has_text="TALK-").first.locator(
        "td[name=reference]"
    ).click()
    form = page.locator(".o_form_view")
    said = page.locator("div[name=said] textarea")
    expect(said).to_have_value("Nobody rings back.")
    page.get_by_role("button", name="Note another talk").click()
    expect(page.locator("div[name=level] input")).to_have_value("Team manager")
    foster.select(page, "worker_part", "Yes")
    page.locator("div[name=is_closed_to_worker] input").check()
    said.fill("It does not work with Wanda.")
    page.locator("div[name=offered] textarea").fill("Another social worker.")
    expect(form).to_contain_text("a talk with the service manager may help")
    foster.save_form(page)
    story.look(page, "21-talk-team-manager")

    # what was said in confidence stays from the worker
    page = story.sign_in(WORKER)
    page.goto("/odoo/foster-talks")
    page.locator(".o_facet_remove").first.click()
    expect(page.locator(".o_data_row")).to_have_count(1)
    expect(page.locator("body")).not_to_contain_text("Team manager")


def talk_with_service_manager(story):
    """The service manager listens, too: they stay, and it is said what did it."""
    page = story.sign_in(SERVICE_MANAGER)
    page.goto("/odoo/foster-talks")
    page.locator(".o_facet_remove").first.click()
    page.locator(".o_data_row", has_text="Team manager").locator("td").nth(1).click()
    page.get_by_role("button", name="Note another talk").click()
    expect(page.locator("div[name=level] input")).to_have_value("Service manager")
    page.locator("div[name=said] textarea").fill("With somebody else they would stay.")
    foster.save_form(page)
    page.get_by_role("button", name="They stay", exact=True).click()
    dialog = page.locator(".modal-dialog")
    expect(dialog).to_contain_text("Say first what made the difference")
    dialog.locator(".btn-primary").click()
    foster.select(page, "retained_by", "Another supervising social worker")
    page.locator("div[name=retained_note] textarea").fill("Somebody listened.")
    page.get_by_role("button", name="They stay", exact=True).click()
    steps.expect_state(page, "They stay")
    story.look(page, "22-they-stay")


def close_as_retained(story):
    """The Agency Advisor is told that they stay, and closes the case as retained."""
    page = story.open_work(ADVISOR, "")
    form = page.locator(".o_form_view")
    expect(form).to_contain_text("The fostering service says that they stay.")
    expect(form).to_contain_text("Another supervising social worker")
    story.look(page, "23-said-to-stay")
    page.get_by_role("button", name="Close as retained").click()
    expect(page.get_by_role("button", name="Close as retained")).to_be_hidden()
    [[state, outcome]] = story.server.query(
        "SELECT state, outcome FROM exit_interview WHERE id = %s", story.case_id
    )
    assert outcome == "retained", state
    story.look(page, "24-retained")


def count_the_retained(story):
    """Managers see how many stayed, and what made the difference."""
    page = story.sign_in(SERVICE_MANAGER)
    page.goto("/odoo/foster-retained")
    pivot = page.locator("div.o_pivot")
    expect(pivot).to_contain_text("Another supervising social worker")
    story.look(page, "25-counted")


# === JOURNEY 2: EACH BY THEMSELVES === #


def test_a_household_heard_apart(story):
    page = story.sign_in(TEAM_MANAGER)
    carers = [(f"{name} Lowther", SHARED, "") for name in ("Nadia", "Paul")]
    foster.make_household(page, APART, carers)
    foster.tell_advisor(story.sign_in(WORKER), APART)
    story.take_case(APART)
    page = story.open_case()
    steps.take_step(page, "Offer the interview", lambda dialog: None)
    pins, links = give_pins(story)
    nadia = nadia_writes_alone(story, links, pins)
    paul_talks_on_the_tablet(story, links, pins)
    each_reads_their_own(story, nadia, pins)


def give_pins(story):
    """Two people share a mailbox: a link opens with the PIN of its person alone.

    :return: PIN and link of each
    """
    known = len(story.postbox.mails)
    story.postbox.let_leave()
    mails = story.postbox.mails[known:]
    assert [mail["to"] for mail in mails] == [SHARED] * 2
    page = story.open_case()
    pins = {name: foster.tell_pin(page, name) for name in ("Nadia", "Paul")}
    links = {}
    for mail in mails:
        text = mail.get_body(("plain",)).get_content()
        assert "Nadia" not in text and "Paul" not in text
        link = foster.get_link(mail)
        carer = story.carer()
        carer.enter(link)
        # before the PIN nothing tells whose page it is
        expect(carer.page.get_by_label("PIN", exact=True)).to_be_visible()
        expect(carer.page.locator("body")).not_to_contain_text("Lowther")
        links["Nadia" if foster.enter_pin(carer, pins["Nadia"]) else "Paul"] = link
    assert set(links) == {"Nadia", "Paul"}
    return pins, links


def nadia_writes_alone(story, links, pins):
    """Nadia wishes to be by herself, and writes; whoever goes back finds nothing.

    :return: Nadia's telephone
    """
    nadia = story.carer()
    nadia.enter(links["Nadia"])
    assert foster.enter_pin(nadia, pins["Nadia"])
    nadia.press("Yes, I would like to")
    nadia.page.locator("[name=preferred_mode][value=written]").check()
    nadia.page.locator("[name=wants_apart]").check()
    nadia.page.locator("[name=topics]").fill(NADIA_WISH)
    nadia.press("Send")
    nadia.press("Begin")
    nadia.page.locator("textarea:visible").first.fill(NADIA)
    nadia.press("Save and go on")
    page = story.open_case()
    expect(page.locator(".o_form_view")).to_contain_text("Each is heard alone.")

    # she leaves at once; Paul takes the telephone, goes back, and tries her link
    nadia.page.context.route(
        re.compile("gov.uk"), lambda route: route.fulfill(body="Everyday things")
    )
    nadia.page.get_by_role("link", name="Leave this page").click()
    expect(nadia.page.get_by_text("Everyday things")).to_be_visible()
    nadia.page.go_back()
    expect(nadia.page.locator("body")).not_to_contain_text(NADIA)
    expect(nadia.page.locator("body")).not_to_contain_text("Nadia")
    paul = story.carer()
    paul.enter(links["Nadia"])
    assert not foster.enter_pin(paul, pins["Paul"])
    expect(paul.page.locator("body")).not_to_contain_text("Nadia")
    return nadia


def paul_talks_on_the_tablet(story, links, pins):
    """Paul says yes on his page, and is interviewed: the tablet knows only him."""
    paul = story.carer()
    paul.enter(links["Paul"])
    assert foster.enter_pin(paul, pins["Paul"])
    paul.press("Yes, I would like to")
    paul.page.locator("[name=preferred_mode][value=in_person]").check()
    paul.press("Send")
    expect_nothing_of_nadia(paul.page)

    tablet = story.sign_in(ADVISOR, width=768, height=1024)
    steps.open_case(tablet, story.case_id)
    tablet.get_by_role("tab", name="Contact").click()
    row = tablet.locator("div[name=participant_ids] .o_data_row", has_text="Paul")
    row.get_by_role("button", name="Plan", exact=True).click()
    dialog = tablet.locator(".modal-dialog")
    expect(dialog).to_contain_text("Paul Lowther")
    steps.fill_moment(dialog, "date_start", "now")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_have_count(0)
    # nobody's is opened by chance
    button = tablet.get_by_role("button", name="Open the conversation")
    expect(button).to_have_count(0)
    tablet.get_by_role("tab", name="Conversations").click()
    story.look(tablet, "30-conversations")
    row = tablet.locator("div[name=session_ids] .o_data_row", has_text="Paul")
    row.get_by_role("button", name="Open", exact=True).click()
    expect(tablet.locator(".o_exit_header")).to_contain_text("Paul Lowther")
    expect_nothing_of_nadia(tablet)
    steps.open_part(tablet, "leaving")
    steps.answer(tablet, "reason_story", "text", PAUL)
    steps.expect_saved(tablet)
    expect_nothing_of_nadia(tablet)
    story.look(tablet, "31-tablet")
    tablet.locator("[data-step=mark_held]").first.click()
    tablet.locator(".modal-dialog [data-step=held]").click()
    tablet.locator("[data-step=hand_in]").first.click()
    tablet.locator(".modal-dialog .btn-primary").click()
    tablet.locator("[data-step=send_check]").first.click()
    note = tablet.locator(".o_notification", has_text="gets a link to read")
    expect(note).to_be_visible()


def each_reads_their_own(story, nadia, pins):
    """The record of Paul's words opens for Paul, and Nadia's for Nadia."""
    story.postbox.let_leave()
    # the newest: others that waited may have left with it
    carer = story.carer()
    carer.enter(foster.get_link(story.postbox.mails[-1]))
    assert not foster.enter_pin(carer, pins["Nadia"])
    assert foster.enter_pin(carer, pins["Paul"])
    expect(carer.page.get_by_text(PAUL)).to_be_visible()
    expect_nothing_of_nadia(carer.page)
    story.look(carer.page, "32-paul-reads")


def expect_nothing_of_nadia(page):
    """Fail if anything that is Nadia's stands on the page, shown or not."""
    text = page.content()
    for words in (NADIA, NADIA_WISH, "Nadia"):
        assert words not in text, words
