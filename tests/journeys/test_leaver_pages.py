# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every page of the leaver's side in every state that can be met, at two widths.

What happens on the way from the offer to the outcome is `test_leaver.py`; here are the
turns beside it: errors, time that is over, words that changed meanwhile. Each state is
looked at for barriers, for what is too wide, and kept as a picture in the log folder.
"""

import json
import re

import odooly
import pytest
from playwright.sync_api import expect

from tools.config import LOGS

WIDTHS = (320, 1280)
LONG = "It was a long time. " * 501
WORDS = "What I wrote on the bus."
# Plan the states that only staff can bring about, and print a link to each.
PREPARE = """
import json
from datetime import timedelta
from odoo import fields

Case, Link = env["exit.interview"], env["exit.interview.link"]
cora = env["res.users"].search([("login", "=", "cora")])
used, links = Case, {}


def pick(test=lambda case: True, **values):
    global used
    # Carers' pages have a journey of their own.
    values = {"population": "staff", **values}
    domain = [(name, "=", value) for name, value in values.items()]
    domain += [] if "route" in values else [("route", "=", "interview")]
    case = next(one for one in Case.search(domain) if one not in used and test(one))
    used |= case
    return case.with_user(cora)


def link(name, case, purpose):
    case = case.sudo()
    _link, secret = Link._issue(case.participant_ids[:1], purpose, "mail")
    links[name] = ["/exit-interview/l/" + secret, case.id]


def is_untouched(case):
    chosen = set(case.share_ids.mapped("permission"))
    return not case.link_ids and chosen <= {"undecided"}


def is_ahead(case):
    session = case._get_planned_session()
    return session.date_start > fields.Datetime.now() + timedelta(days=1)


early = pick(state="new")
link("early", early, "offer")
survey = pick(state="new", route="survey")
survey.action_offer("letter")
link("survey", survey, "offer")
link("open", pick(state="offered", reply=False), "offer")
link("undated", pick(state="offered", reply="accepted"), "offer")
link("planned", pick(is_ahead, state="scheduled"), "offer")
past = pick(is_ahead, state="scheduled")
past.sudo().session_ids.filtered(lambda one: one.state == "planned").date_start = (
    fields.Datetime.now() - timedelta(hours=2)
)
link("past", past, "offer")
lost = pick(is_ahead, state="scheduled")
session = lost.sudo()._get_planned_session()
session.with_user(session.interviewer_id).action_cancel("Your interviewer is ill.")
link("lost", lost, "offer")
link("over", pick(state="shared"), "offer")
for name in ("writes", "conflict", "expires", "closes"):
    writes = pick(state="offered", reply="accepted") if name == "writes" else pick(
        is_ahead, state="scheduled"
    )
    writes.sudo()._open_written_session()
    link(name, writes, "answer")
waits = pick(
    lambda case: not is_untouched(case) and not case.session_ids.date_handed_in,
    state="interviewed",
)
link("waits", waits, "check")
for name in ("undecided", "asks", "signs", "settles"):
    case = pick(is_untouched, state="interviewed")
    session = case.session_ids
    if not session.date_handed_in:
        session.with_user(session.interviewer_id).action_hand_in()
    link(name, case, "check")
declines = pick(lambda case: not case.signature_ids, state="confirmed")
link("declines", declines, "check")
settled = Case.browse(links["settles"][1])
session = settled._get_held_session()
texts = session.answer_ids.filtered(lambda one: one.question_id.kind == "text")
settled.participant_ids._ask_corrections(
    {texts[0].question_id.id: "It was eleven years.", texts[1].question_id.id: "No."}
)
first, second = settled.correction_ids.sorted("id")
by_interviewer = session.with_user(session.interviewer_id)
by_interviewer.action_save_answers(
    [{"question_id": texts[0].question_id.id, "text": "Eleven years."}], session.version
)
first.with_user(session.interviewer_id).action_done()
second.with_user(session.interviewer_id).action_decline("That is how I heard it.")
link("read", pick(lambda case: "sent" in case.share_ids.mapped("state")), "check")
told = pick(lambda case: case.date_outcome_sent and case.outcome_text, state="done")
link("told", told, "outcome")
aloud = pick(lambda case: case.date_outcome_sent and case.outcome_text, state="done")
aloud.sudo().outcome_text = False
link("aloud", aloud, "outcome")
link("untold", pick(state="shared"), "outcome")
env.cr.commit()
print(json.dumps(links))
"""


@pytest.fixture(scope="module")
def organisation(make_server):
    """The sample organisation, and {name: (path of a link, id of its case)}."""
    server = make_server("pages")
    links = json.loads(server.shell(PREPARE).strip().splitlines()[-1])
    return server, links


@pytest.fixture
def visit(organisation, new_page, check_barriers):
    """Return a function that follows one of the links, or none."""
    server, links = organisation

    def come(name=None):
        page = new_page(width=WIDTHS[0], base_url=server.url)
        visitor = Visitor(page, check_barriers)
        if name:
            page.goto(links[name][0])
            visitor.press("Open my page")
        return visitor

    return come


class Visitor:
    """A leaver who looks at each page before going on."""

    def __init__(self, page, check):
        self.page, self._check = page, check

    def go(self, path):
        self.page.goto(f"/exit-interview{path}")

    def press(self, name):
        """Press a button or follow a link."""
        button = self.page.get_by_role("button", name=name)
        if not button.count():
            button = self.page.get_by_role("link", name=name)
        button.first.click()
        self.page.wait_for_load_state()

    def look(self, name, *texts):
        """Expect some words on a page that has no barriers and is not too wide."""
        page = self.page
        for text in texts:
            expect(page.locator("main")).to_contain_text(text)
        assert page.locator("h1").count() == 1, f"{name}: not one heading"
        shown = page.locator("main").inner_text()
        odd = re.search(r"\b(False|undefined|NoneType|object at)\b", shown)
        assert not odd, f"{name}: {odd}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wide = "document.documentElement.scrollWidth - window.innerWidth"
            assert page.evaluate(wide) <= 0, f"{name}: too wide at {width}"
            self._check(page)
            page.screenshot(path=LOGS / f"page-{name}-{width}.png", full_page=True)

    def look_at_error(self, name, *texts):
        """Look at a page that says what went wrong; the words have the focus."""
        alert = self.page.get_by_role("alert")
        expect(alert).to_have_count(1)
        expect(alert).to_be_focused()
        self.look(name, *texts)

    def force(self, selector, name, value):
        """Change an attribute that holds a browser back, and an old one would not."""
        self.page.locator(selector).first.evaluate(
            "(element, [name, value]) => element.setAttribute(name, value)",
            [name, value],
        )


def test_pages_of_those_who_are_not_in(visit):
    visitor = visit()
    visitor.go("")
    visitor.look("code", "Code")
    visitor.page.get_by_label("Code").fill("k7qp 3xmd 92hr tt4c")
    visitor.press("Open my page")
    visitor.look("code-wrong", "This page cannot be opened", "we send you a new link")
    visitor.go("/l/not-a-link-of-ours-at-all")
    visitor.look("link-wrong", "This page cannot be opened")
    visitor.go("/check")
    visitor.look("not-in", "This page cannot be opened")


@pytest.mark.parametrize("name", ["open", "writes", "asks", "told"])
def test_the_page_before_the_page(visit, organisation, name):
    visitor = visit()
    visitor.page.goto(organisation[1][name][0])
    visitor.look(f"entry-{name}", "You can use this link until")


def test_the_offer_before_a_date(visit):
    visitor = visit("open")
    visitor.look("offer-open", "What happens with what you say")
    visitor.press("Not now, ask me later")
    visitor.look("offer-later", "We ask you again on")
    visitor.page.get_by_label("Another day").fill("2001-01-01")
    visitor.press("Ask me on this day")
    visitor.look_at_error("offer-later-error", "choose a day after today")
    visitor.press("No, thank you")
    visitor.look("offer-declined", "You said no")
    visitor.press("I have changed my mind")
    visitor.look("offer-details", "Your yes has reached us")
    visitor.force("textarea[name=topics]", "maxlength", "20000")
    visitor.page.locator("textarea[name=topics]").fill(LONG)
    visitor.press("Send")
    visitor.look_at_error("offer-details-error", "What or whom")
    visitor.page.locator("textarea[name=topics]").fill("The rota")
    visitor.page.get_by_label("Would you rather talk to somebody").fill("Not Ann")
    visitor.page.get_by_label("Large print").check()
    visitor.page.locator("input[name=proposal]").last.check()
    visitor.press("Send")
    visitor.look("offer-agreed", "There is no date yet", "Large print")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("early", "Nothing has been offered yet"),
        ("survey", "a short list of questions"),
        ("undated", "There is no date yet"),
        ("past", "What is agreed"),
        ("lost", "Your interviewer is ill."),
        ("over", "There is nothing to answer here any more"),
    ],
)
def test_the_offer_at_other_times(visit, name, text):
    visit(name).look(f"offer-{name}", text)


def test_the_offer_with_a_date(visit):
    visitor = visit("planned")
    visitor.look("offer-planned", "What is agreed")
    visitor.press("Change something")
    visitor.look("offer-change", "Change what you like")
    visitor.go("/offer")
    visitor.press("Cancel this date")
    visitor.look("offer-cancel", "Choose a new date instead?")
    visitor.force("input[name=proposal]", "value", "2001-01-01 10:00:00")
    visitor.page.locator("input[name=proposal]").first.check()
    visitor.page.locator("textarea[name=reason]").fill(WORDS)
    visitor.press("Cancel this date")
    visitor.look_at_error("offer-cancel-error")
    expect(visitor.page.locator("textarea[name=reason]")).to_have_value(WORDS)


def test_answers_and_what_is_wrong_with_them(visit):
    visitor = visit("writes")
    visitor.look("answer-notice", "Before you begin")
    visitor.press("I have read this")
    visitor.look("answer-home", "You can leave out any question")
    visitor.press("Begin")
    visitor.look("answer-first", "Part 1 of")
    visitor.force("form textarea", "maxlength", "20000")
    visitor.page.locator("form textarea").first.fill(LONG)
    visitor.press("Save and go on")
    visitor.look_at_error("answer-too-long", "Your words are still here")
    visitor.page.locator("form textarea").first.fill(WORDS)
    visitor.page.locator(
        "form input[type=checkbox][value=rather_not_say]"
    ).first.check()
    visitor.press("Save and go on")
    visitor.look_at_error("answer-twofold", "take one of the two away")
    visitor.page.locator(
        "form input[type=checkbox][value=rather_not_say]"
    ).first.uncheck()
    visitor.press("Save and go on")
    visitor.look("answer-middle", "Saved:")
    visitor.page.get_by_label("Yes", exact=True).first.check()
    visitor.go("/answer")
    visitor.press("Support")
    visitor.force(".scale input", "value", "77")
    visitor.page.locator(".scale input").first.check()
    visitor.press("Save and go on")
    visitor.look_at_error("answer-number", "Not everything is saved yet")
    visitor.page.locator("textarea:visible").last.fill(WORDS)
    visitor.page.reload()
    visitor.go("/answer/later")
    visitor.look("answer-later", "How to come back")
    visitor.go("/answer/finish")
    visitor.look("answer-finish", "questions have no answer", WORDS)
    visitor.press("I am finished: hand in")
    visitor.look("answer-handed-in", "You handed in your answers on", WORDS)
    visitor.go("/answer")
    visitor.look("answer-home-after", "You handed in your answers on")


def test_a_draft_is_offered_again(visit):
    visitor = visit("closes")
    visitor.press("I have read this")
    visitor.press("Begin")
    visitor.page.locator("form textarea").first.fill(WORDS)
    visitor.page.goto(visitor.page.url)
    visitor.look("answer-draft", "typed something that was not saved")
    visitor.press("Put it back in")
    expect(visitor.page.locator("form textarea").first).to_have_value(WORDS)


def test_two_write_at_once(visit, organisation):
    server, links = organisation
    visitor = visit("conflict")
    visitor.press("I have read this")
    visitor.press("Begin")
    [[session_id, login]] = server.query(
        "SELECT s.id, u.login FROM exit_interview_session s"
        " JOIN res_users u ON u.id = s.interviewer_id"
        " WHERE s.case_id = %s AND s.state = 'planned'",
        links["conflict"][1],
    )
    staff = odooly.Client(
        server.url, db=server.database, user=login, password=login
    ).env
    question = visitor.page.locator(".question").first.get_attribute("data-question")
    staff.execute(
        "exit.interview.session",
        "action_save_answers",
        [session_id],
        answers=[{"question_id": int(question), "text": "As it was said on the phone"}],
        version=0,
    )
    visitor.page.locator("form textarea").first.fill(WORDS)
    visitor.press("Save and go on")
    visitor.look_at_error(
        "answer-conflict", "while you were writing", "said on the phone", WORDS
    )


def expire(server, case_id):
    server.query(
        "UPDATE exit_interview_visit SET date_expires = now() - interval '1 day'"
        " WHERE link_id IN (SELECT id FROM exit_interview_link WHERE case_id = %s)"
        " RETURNING id",
        case_id,
    )


def test_the_visit_ends_while_writing(visit, organisation):
    server, links = organisation
    visitor = visit("expires")
    visitor.press("I have read this")
    visitor.press("Begin")
    visitor.page.locator("form textarea").first.fill(WORDS)
    expire(server, links["expires"][1])
    visitor.press("Save and go on")
    visitor.look_at_error("answer-expired", "open too long", "What you typed")
    expect(visitor.page.locator("textarea").first).to_have_value(WORDS)


def test_the_record_is_asked_to_be_corrected(visit, organisation):
    server, links = organisation
    visitor = visit("asks")
    visitor.look("check-open", "This is what was written down")
    visitor.press("Please correct")
    visitor.look_at_error("check-empty", "Please write what should be put right")
    visitor.page.get_by_text("Something here is not right").first.click()
    visitor.page.locator("textarea[name^=correction_]:visible").first.fill(WORDS)
    visitor.page.get_by_label("Your name").fill("A. Leaver")
    visitor.press("Everything is right: sign")
    visitor.look_at_error("check-two-wishes", "pressed another button")
    visitor.press("Please correct")
    visitor.look("check-asked", "You have asked for corrections", WORDS)
    visitor.page.locator("#correction_0").fill(WORDS)
    expire(server, links["asks"][1])
    visitor.press("Please correct")
    visitor.look_at_error("check-expired", "open too long", "What you typed")
    expect(visitor.page.locator("textarea").first).to_have_value(WORDS)


def test_the_record_is_signed(visit):
    visitor = visit("signs")
    visitor.press("Everything is right: sign")
    visitor.look_at_error("check-nameless", "your name")
    visitor.page.get_by_label("Your name").fill("A. Leaver")
    box = visitor.page.locator("#draw_canvas").bounding_box()
    visitor.page.locator("#draw_canvas").scroll_into_view_if_needed()
    box = visitor.page.locator("#draw_canvas").bounding_box()
    mouse = visitor.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 20)
    mouse.down()
    mouse.move(box["x"] + 150, box["y"] + 60, steps=5)
    mouse.up()
    visitor.look("check-drawn", "Draw your signature too")
    visitor.press("Everything is right: sign")
    visitor.look("check-signed", "Thank you. You signed this record")


def test_the_record_at_other_times(visit):
    visit("waits").look("check-waits", "is not ready yet")
    visitor = visit("declines")
    visitor.press("I would rather not sign")
    visitor.look("check-declined", "rather not sign. That is fine.")
    visitor = visit("settles")
    visitor.look(
        "check-settled",
        "Changed since you last answered",
        "That is how I heard it.",
    )
    visitor.force("input[name=seen]", "value", "0" * 64)
    visitor.page.get_by_label("Your name").fill("A. Leaver")
    visitor.press("Everything is right: sign")
    visitor.look_at_error("check-changed", "look at it once more")
    visit("read").look("check-closed", "cannot be changed from here any more")


def test_who_may_read_it(visit):
    visitor = visit("undecided")
    visitor.go("/permission")
    visitor.look("permission-open", "You decide")
    group = visitor.page.get_by_role("group", name="May the Service manager read it?")
    group.get_by_label("Yes, but only the parts that I choose").check()
    visitor.press("Save what I decided")
    visitor.look_at_error("permission-no-part", "Service manager: tick at least one")
    group.get_by_role("checkbox").first.check()
    visitor.page.get_by_role("group", name="Team manager").get_by_label(
        "No, themes only"
    ).first.check()
    visitor.look("permission-chosen", "Only with")
    visitor.force("input[name=seen]", "value", "0" * 64)
    visitor.press("Save what I decided")
    visitor.look_at_error("permission-new-words", "read them once more")
    visitor.press("Save what I decided")
    visitor.look("permission-decided", "You decided on")


def test_who_has_read_it(visit):
    visitor = visit("read")
    visitor.go("/permission")
    visitor.look("permission-out", "Received a copy on")
    visitor.press("Take it back")
    visitor.look("permission-withdrawn", "Taken back.")
    visitor = visit("told")
    visitor.look("outcome-told", "Told on")
    visitor.press("See who received a copy")
    visitor.look("permission-after", "Received a copy on")


def test_the_outcome_at_other_times(visit):
    visit("aloud").look("outcome-aloud", "We told you in person")
    visit("untold").look("outcome-untold", "We are not ready to tell you yet")


def test_another_window_does_not_lose_what_was_typed(visit, organisation):
    visitor = visit("closes")
    visitor.go("/answer")
    if visitor.page.get_by_role("button", name="I have read this").count():
        visitor.press("I have read this")
    visitor.page.locator("ol.parts a").first.click()
    visitor.page.locator("form textarea").first.fill(WORDS)
    second = visitor.page.context.new_page()
    second.goto(organisation[1]["closes"][0])
    second.get_by_role("button", name="Open my page").click()
    visitor.press("Save and go on")
    visitor.look_at_error("answer-two-windows", "in another window", "What you typed")
    expect(visitor.page.locator("textarea").first).to_have_value(WORDS)


def test_leaving_leaves_nothing(visit):
    page = visit("read").page
    page.route("**/exit-interview/leave", lambda route: route.fulfill(body="News"))
    page.get_by_role("link", name="Leave this page").click()
    expect(page.get_by_text("News")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Your record")).to_have_count(0)
    answer = page.context.request.get("/exit-interview/leave", max_redirects=0)
    assert "/exit-interview" not in answer.headers["location"]
    paths = [cookie["path"] for cookie in page.context.cookies()]
    assert "/exit-interview" not in paths
