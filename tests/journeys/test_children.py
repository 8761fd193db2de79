# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A child of nine leaves a home: from the notice to the letter, each as who they are.

The homes are this file's own, on a server of its own. What a child meets without
JavaScript, or with a connection that is lost, is in ``test_child_pages``.
"""

import re

import odooly
import pytest
from playwright.sync_api import expect

from . import children_steps as kids
from . import fostering_steps as foster
from . import steps
from .children_steps import (
    HEAD,
    HOME_MANAGER,
    INTERVIEWER,
    MANAGER,
    OFFICER,
    SCHOOLS,
    SECOND_PERSON,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    STRANGER,
    TABLET,
)

REFUSED = (odooly.Error, odooly.ServerError)

CHILD = "Zephyr"
PASSWORD = "a-long-Password-4711"
WHY = "A family can look after the child now"
NEEDS = "Uses Makaton signs; likes a break after ten minutes"
ADDRESS = "41 Quinceberry Close, Marlow"
# What is said: to stay, to be struck, to be passed on, to be kept back, seen.
BEST = "The dog in the garden. He is called Biscuit."
STRUCK = "Barnaby my bear got wet, the roof leaks on my bed."
BEAR = "Barnaby"
WORRY = "At night the door was locked and I was scared."
KEPT = "That I still write to Aunt Petronella"
SEEN = "Held the tablet tight when the nights came up"
CONCERN = "Says the bedroom door was locked from outside at night, often."
ASKED = {
    HOME_MANAGER: ("Look after the dog when a child moves", "Photos of him are sent."),
    SERVICE_MANAGER: ("Have the bedrooms looked at", "All rooms are seen to in May."),
    SCHOOLS: ("A lift to the old school until summer", "There is no money for a taxi."),
}
CHANGES = "You get photos of the dog, and all the bedrooms are looked at."
CANNOT = "We cannot drive you to your old school. It is too far for us every day."
# Nobody writes to a child, follows one, or meets one in a calendar (P-19).
NEVER = {
    *("res_partner", "res_users", "res_company", "hr_employee", "hr_version"),
    *("calendar_event", "calendar_attendee", "calendar_alarm", "mail_activity"),
    *("mail_followers", "mail_message", "mail_mail", "mail_notification"),
    *("mail_tracking_value", "mail_guest", "discuss_channel", "bus_bus", "sms_sms"),
    *("portal_wizard_user", "ir_attachment", "exit_interview_message"),
}


@pytest.fixture(scope="module")
def server(make_server):
    """A server whose homes nobody else's tests see."""
    server = make_server("homes")
    kids.make_service(server, CHILD)
    return server


@pytest.fixture
def story(server, api, login, new_page):
    story = kids.Story(server, api, login, new_page)
    yield story
    story.postbox.close()


def test_a_child_of_nine_from_the_notice_to_the_letter(story):
    tell(story)
    ask(story)
    tablet = find_somebody(story)
    arrange(story, tablet)
    talk(story, tablet)
    pass_on_and_hand_in(story, tablet)
    take_concern_on(story)
    send_copies(story)
    recommend(story)
    answer(story)
    write_the_letter(story)
    expect_nothing_left(story)


def tell(story):
    """The manager of the home tells that a child moves, and sees no more of it."""
    page = story.sign_in(HOME_MANAGER)
    dialog = kids.tell_move(page, CHILD, "foster", WHY)
    story.look(page, "01-tell")
    dialog.get_by_role("button", name="Tell that they move").click()
    expect(page.locator(".o_notification", has_text="Thank you")).to_be_visible()
    expect(dialog).to_have_count(0)
    story.take_child(CHILD)
    page.goto(f"/odoo/exit-interviews/{story.case_id}")
    expect(page.locator("body")).not_to_contain_text(story.reference)


def ask(story):
    """The social worker asks the child, and says what the interviewer needs."""
    page = story.open_work(SOCIAL_WORKER, "")
    expect(page.locator(".o_form_view")).to_contain_text(CHILD)
    story.look(page, "02-to-be-asked")
    dialog = kids.record_agreement(
        page,
        wish="Somebody who signs",
        languages="English, Makaton",
        needs=NEEDS,
        meeting_note="After school on Thursdays, in the library",
        address=ADDRESS,
    )
    story.look(page, "03-agreement")
    dialog.get_by_role("button", name="Record it").click()
    expect(dialog).to_have_count(0)
    steps.expect_state(page, "Answered")


def find_somebody(story):
    """The manager enters somebody from outside, who sets a password, and is chosen.

    :return: the interviewer's tablet
    """
    page = story.sign_in(MANAGER)
    kids.enter_interviewer(page, INTERVIEWER)
    story.look(page, "04-register")
    page = story.open_case()
    story.look(page, "05-case")
    page.get_by_role("button", name="More", exact=True).click()
    page.locator(".o-dropdown--menu").get_by_role(
        "button", name="Assign an interviewer", exact=True
    ).click()
    dialog = page.locator(".modal-dialog")
    expect(dialog).to_contain_text("Somebody who signs")
    row = dialog.locator(".o_data_row", has_text="Olu Adeyemi")
    expect(row).to_contain_text("Harbour Advocacy")
    story.look(page, "06-assign")
    row.get_by_role("button", name="Choose", exact=True).click()
    expect(dialog).to_have_count(0)

    tablet = story.device(**TABLET)
    kids.set_password(tablet, story.get_invitation(), PASSWORD)
    return tablet


def arrange(story, tablet):
    """The interviewer finds what they need, and arranges it elsewhere than at home."""
    kids.open_conversation(tablet, story.reference)
    body = tablet.locator("#wrapwrap")
    for words in (CHILD, NEEDS, ADDRESS, "Somebody who signs", "Celia Marsh"):
        expect(body).to_contain_text(words)
    story.look(tablet, "07-conversation")
    tablet.get_by_role("link", name="Arrange a time").click()
    day, hour = story.get_soon()
    kids.fill_page(tablet, date=day, time=hour, place="In Fennel House")
    tablet.get_by_role("button", name="Save").click()
    expect(tablet.locator(".alert-danger")).to_contain_text("the home they are leaving")
    story.look(tablet, "08-not-at-home")
    kids.fill_page(tablet, place="The library in Marlow")
    tablet.get_by_role("button", name="Save").click()
    expect(tablet.locator(".alert-success")).to_contain_text("It is arranged")
    story.look(tablet, "09-arranged")


def talk(story, tablet):
    """The child answers with pictures, skips, keeps to itself, and takes one away."""
    tablet.get_by_role("button", name="Start the conversation").click()
    child = kids.Child(tablet)
    child.expect("Hello")
    # the social worker, the manager of the home and the officer normally get a copy
    expect(tablet.locator("main")).to_contain_text("These people normally get a copy")
    story.look(tablet, "10-hello")
    child.press("I understand. Let us begin")
    child.expect("How did you feel when you first came to the home?")
    child.choose("OK")
    story.look(tablet, "11-question")
    child.press("Next")
    child.expect("What was your bedroom like?")
    child.choose("Not good", STRUCK)
    expect(tablet.locator("#save_state")).to_have_text("Kept safe")
    child.press("Next")
    child.expect("What was the food like?")
    child.press("Skip this one")
    child.expect("Did you have the clothes you needed?")
    child.press("I would rather not say")
    child.expect("Did staff listen to you?")
    child.choose("Sometimes")
    child.press("Next")
    child.find("Did you feel safe in the home?")
    child.choose("No", WORRY)
    story.look(tablet, "12-safe")
    child.press("Next")
    child.find("What was the best thing about the home?")
    child.write(BEST)
    child.press("Next")
    child.find(
        "Is there anything you do not want us to write down or send to the home?"
    )
    child.write(KEPT)
    story.look(tablet, "13-kept-back")
    child.press("Next")
    child.expect("What you said")
    story.look(tablet, "14-said")
    expect(tablet.locator("main")).to_contain_text(STRUCK)
    assert kids.find_words(story.server, BEAR), "the search finds nothing"
    child.take_away("What was your bedroom like?")
    expect(tablet.locator("main")).to_contain_text("It is gone")
    expect(tablet.locator("main")).not_to_contain_text(BEAR)
    assert not kids.find_words(story.server, BEAR)
    story.look(tablet, "15-taken-away")
    child.press("This is right. I am finished")
    child.expect("Thank you")
    story.look(tablet, "16-end")
    # whoever holds the tablet now finds neither these words nor the interviewer's pages
    tablet.goto("/exit-interview/tablet/said")
    expect(tablet.locator("main")).not_to_contain_text("Biscuit")
    tablet.goto(f"/my/conversations/{story.reference}")
    expect(tablet.locator("input[name=password]")).to_be_visible()


def pass_on_and_hand_in(story, tablet):
    """The interviewer comes back, passes one thing on, and hands the record in."""
    kids.sign_in_outside(tablet, INTERVIEWER, PASSWORD)
    kids.open_conversation(tablet, story.reference)
    expect(tablet.locator("#risks")).to_contain_text(WORRY)
    story.look(tablet, "17-back")
    tablet.get_by_role("link", name="Pass it on now").click()
    kids.fill_page(tablet, text=CONCERN)
    tablet.get_by_label("Feeling safe").check()
    tablet.get_by_label("They know that I pass it on").check()
    story.look(tablet, "18-concern")
    tablet.get_by_role("button", name="Pass it on").click()
    expect(tablet.locator(".alert-success")).to_contain_text("It is passed on")
    # a box to write into, and nothing to read in it
    for path in ("", "/concern", "/record"):
        tablet.goto(f"/my/conversations/{story.reference}{path}")
        assert CONCERN not in tablet.content(), path

    kids.open_conversation(tablet, story.reference)
    tablet.get_by_role("link", name="It has taken place").click()
    expect(tablet.get_by_text("who normally reads", exact=False).first).to_be_visible()
    story.look(tablet, "19-held")
    tablet.locator("main form button.btn-primary").click()
    expect(tablet.locator(".alert-success")).to_contain_text("you have talked")
    tablet.get_by_role("link", name="Answers and observations").click()
    story.look(tablet, "20-record")
    box = tablet.locator(".o_exit_question", has_text="How did the child seem to you?")
    box.locator("textarea").fill(SEEN)
    tablet.get_by_role("button", name="Save and close").click()
    expect(tablet.locator(".alert-success")).to_contain_text("saved")
    tablet.get_by_role("link", name="Hand in").click()
    tablet.get_by_label("Yes: they wrote it").check()
    story.look(tablet, "21-hand-in")
    tablet.get_by_role("button", name="Hand in").click()
    expect(tablet.locator(".alert-success")).to_contain_text("It is handed in")
    story.look(tablet, "22-handed-in")
    tablet.get_by_role("link", name="Read the record").click()
    expect(tablet.locator("#wrapwrap")).to_contain_text(BEST)
    expect(tablet.locator("#wrapwrap")).not_to_contain_text(BEAR)
    expect(tablet.get_by_role("button", name="Save and close")).to_have_count(0)


def take_concern_on(story):
    """A second person reads it first; then who takes it on, with the clock."""
    page = story.open_work(SECOND_PERSON, "")
    expect(page.locator(".o_form_view")).to_contain_text(CONCERN)
    expect(page.locator(".o_form_view")).not_to_contain_text(CHILD)
    story.look(page, "23-second-person")
    page.get_by_role("button", name="Pass it on", exact=True).click()
    page.locator(".modal-dialog .btn-primary").click()
    steps.expect_state(page, "Passed on")
    page = story.open_work(HEAD, "")
    form = page.locator(".o_form_view")
    expect(form).to_contain_text(CONCERN)
    expect(form).to_contain_text("Designated officer by")
    story.look(page, "24-head-of-service")
    page.get_by_role("button", name="I have it").click()
    steps.expect_state(page, "Taken on")
    [[is_a_day, is_in_time]] = story.server.query(
        "SELECT date_due - date_start = interval '24 hours', date_taken <= date_due"
        "  FROM exit_interview_concern WHERE case_id = %s",
        story.case_id,
    )
    assert (is_a_day, is_in_time) == (True, True)

    # nobody of the home, or beside it, finds anything of it, wherever they look
    for login in (HOME_MANAGER, SOCIAL_WORKER, OFFICER, STRANGER):
        page = story.sign_in(login)
        for path in ("exit-concerns", "exit-my-work"):
            page.goto(f"/odoo/{path}")
            expect(page.locator(".o_list_view, .modal-dialog").first).to_be_visible()
            expect(page.locator("body")).not_to_contain_text("locked from outside")
        client = story.api(login, password=login).env
        assert not count(client, "exit.interview.concern"), login


def send_copies(story):
    """Three get copies, the home one without the part that was passed on."""
    page = story.open_case()
    steps.expect_state(page, "Confirmed")
    story.look(page, "25-confirmed")
    steps.take_step(page, "Send the permitted copies")
    steps.expect_state(page, "Shared")

    page = story.open_work(HOME_MANAGER, "")
    form = page.locator(".o_form_view")
    expect(form).to_contain_text(BEST)
    story.look(page, "26-copy-home")
    text = page.content()
    for words in (WORRY, "Did you feel safe", CONCERN, KEPT, SEEN, BEAR, "concern"):
        assert words not in text, words
    page = story.open_work(SOCIAL_WORKER, "")
    form = page.locator(".o_form_view")
    expect(form).to_contain_text(WORRY)
    text = page.content()
    for words in (KEPT, SEEN, BEAR, CONCERN):
        assert words not in text, words
    story.look(page, "27-copy-social-worker")


def recommend(story):
    """The officer considers what was said, and asks three people to act."""
    page = story.open_work(OFFICER, "")
    form = page.locator(".o_form_view")
    for words in (BEST, WORRY, SEEN):
        expect(form).to_contain_text(words)
    for words in (KEPT, BEAR):
        expect(form).not_to_contain_text(words)
    story.look(page, "28-to-consider")
    names = {login: name for login, name, _groups in kids.PEOPLE}
    for number, (login, (text, _reply)) in enumerate(ASKED.items()):
        lines = page.locator("div[name=draft_ids]")
        lines.get_by_text("Add a recommendation").click()
        row = lines.locator(".o_data_row").nth(number)
        expect(row).to_have_class(re.compile("o_selected_row"))
        row.locator("td[name=text] textarea").fill(text)
        foster.choose_record(row, "user_id", names[login])
    story.look(page, "29-recommendations")
    page.get_by_role("button", name="Send the recommendations").click()
    steps.expect_state(page, "Decided")
    story.look(page, "30-sent")


def answer(story):
    """Each of the three reads their own line, and answers it."""
    for login, (text, reply) in ASKED.items():
        page = story.open_work(login, "nswer")
        form = page.locator(".o_form_view")
        expect(form).to_contain_text(text)
        body = page.content()
        for words in (BEST, WORRY, CHILD):
            assert words not in body, words
        for other in set(ASKED) - {login}:
            assert ASKED[other][0] not in body, other
        refused = login == SCHOOLS
        steps.choose(
            page, "answer", "It will not be done" if refused else "It will be done"
        )
        page.locator("div[name=reply] textarea").fill(reply)
        if not refused:
            foster.fill_date(page, "date_planned", "+30d")
        story.look(page, f"31-answer-{login.split('@')[0]}")
        page.get_by_role("button", name="Send my answer").click()
        steps.expect_state(page, "Answered")
    # copies of what is recommended: the manager of the service, the social worker
    for login in (MANAGER, SOCIAL_WORKER):
        page = story.open_work(login, "recommend")
        expect(page.locator(".o_form_view")).to_contain_text(ASKED[SCHOOLS][0])
        story.look(page, f"32-read-{login.split('@')[0]}")
        page.get_by_role("button", name="I have read them").click()
        expect(page.get_by_role("button", name="I have read them")).to_be_hidden()


def write_the_letter(story):
    """The officer writes in the words of the child's age, and says how they got it."""
    page = story.open_work(OFFICER, "")
    page.get_by_role("button", name="Write to the young person").click()
    dialog = page.locator(".modal-dialog")
    expect(dialog).to_contain_text(f"{CHILD}, 9 years old")
    letter = dialog.locator("div[name=text] textarea").first
    expect(letter).to_have_value(
        re.compile("Thank you for telling us what it was like to live in the home")
    )
    text = letter.input_value()
    assert "I wish you all the best in your new home." in text
    assert "Ira Sen" in text
    story.look(page, "33-letter-proposed")
    for _login, (_text, reply) in ASKED.items():
        assert reply.rstrip(".") in text, reply
    start, end = text.index("What is going to change"), text.index("What you said")
    letter.fill(
        f"{text[:start]}What is going to change\n\n{CHANGES}\n\n"
        f"What can't change, and why\n\n{CANNOT}\n\n{text[end:]}"
    )
    steps.choose(dialog, "child_channel", "Read out together")
    story.look(page, "34-letter")
    dialog.get_by_role("button", name="They have it").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("div[name=letter_state]")).to_contain_text("Read out together")
    story.look(page, "35-told")
    page = story.open_case()
    steps.expect_state(page, "Done")
    page.get_by_role("tab", name="Recommendations").click()
    story.look(page, "36-done")
    [[state, outcome, channel]] = story.server.query(
        "SELECT state, outcome, outcome_channel FROM exit_interview WHERE id = %s",
        story.case_id,
    )
    assert (state, outcome, channel) == ("done", "completed", "read_out")


def expect_nothing_left(story):
    """What was taken away is nowhere, the address goes, and no contact is made."""
    server = story.server
    for words in (STRUCK, BEAR):
        assert not kids.find_words(server, words)
        assert words not in server.log.read_text()
    # who has no business with the address does not get it from the API either
    for login in (HOME_MANAGER, OFFICER, STRANGER, HEAD):
        client = story.api(login, password=login).env
        with pytest.raises(REFUSED):
            client.execute(
                "exit.interview.child", "search_read", domain=[], fields=["address"]
            )

    cron = "exit_interview_children.ir_cron_delete_addresses"
    foster.run_job(story.admin, server, cron)
    assert kids.find_words(server, ADDRESS), "deleted on the day of the talk"
    story.let_weeks_pass(2)
    server.query(
        "UPDATE exit_interview_child SET date_address = date_address - 14"
        " WHERE name = %s",
        CHILD,
    )
    foster.run_job(story.admin, server, cron)
    assert kids.find_words(server, ADDRESS), "the fourteenth day is the last"
    story.let_weeks_pass(1)
    server.query(
        "UPDATE exit_interview_child SET date_address = date_address - 7"
        " WHERE name = %s",
        CHILD,
    )
    foster.run_job(story.admin, server, cron)
    assert not kids.find_words(server, ADDRESS)

    # P-19: the alias stands with the child and the case, and with nobody else
    found = kids.find_words(server, CHILD)
    assert "exit_interview_child.name" in found
    assert not {name for name in found if name.split(".")[0] in NEVER}
    strange = {name for name in found if not name.startswith("exit_interview")}
    assert not strange
    for mail in story.postbox.mails:
        for words in (CHILD, ADDRESS, "Quinceberry", BEST, WORRY, CONCERN):
            assert words not in mail.as_string(), words


def count(client, model):
    """Return how many records somebody finds; nobody may look counts as none."""
    try:
        return client.execute(model, "search_count", domain=[])
    except REFUSED:
        return 0
