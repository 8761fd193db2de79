# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a child meets on a tablet or a telephone, in three ages; and the interviewer.

Without JavaScript, with a connection that is lost three times, and looked at for
barriers at three widths; a picture of each page is kept in the log folder.
"""

import json
import re

import pytest
from playwright.sync_api import expect

from tools.config import LOGS

from . import children_steps as kids

WIDTHS = (360, 768, 1024)
HOME = "/exit-interview/tablet"
WORDS = "My bed was by the window, and I could see the sea."
AGES = {"young": 5, "middle": 9, "teenage": 15}
# Targets that a finger finds: 44 pixels by the rules, more by ours.
TARGETS = {"young": 88, "middle": 48, "teenage": 48}
# A child of each age whose conversation begins now; by the steps of its people.
PREPARE = """
import json
from datetime import timedelta
from odoo import fields

Users = env["res.users"].with_context(no_reset_password=True)
today, found = fields.Date.today(), {}


def add(login, group):
    known = Users.search([("login", "=", f"{login}_kids")])
    return known or Users.create({
        "name": login.capitalize(), "login": f"{login}_kids",
        "password": f"{login}_kids", "email": f"{login}@kids.example",
        "tz": "Europe/London", "group_ids": [(6, 0, [
            env.ref("base.group_user").id,
            env.ref(f"exit_interview_children.{group}").id,
        ])],
    })


sue = add("sue", "group_coordinator")
mia, saul = add("mia", "group_home_manager"), add("saul", "group_social_worker")
ira, ivan = add("ira", "group_officer"), add("ivan", "group_interviewer")
olu = Users.create({
    "name": "Olu", "login": "olu_kids", "password": "olu_kids",
    "email": "olu_kids@kids.example", "tz": "Europe/London", "group_ids": [(6, 0, [
        env.ref("exit_interview_children.group_outside_interviewer").id,
    ])],
})
env["exit.interview.outsider"].create({"user_id": olu.id, "date_checked": today})
policy = env.ref("exit_interview_children.exit_interview_policy_child")
policy.write({"role_ids": [(5,)], "active": True, "date_go_live": "2020-01-01"})
env["exit.interview.policy.role"].create({
    "policy_id": policy.id, "role": "coordinator", "user_id": sue.id,
})
Partner = env["res.partner"]
home = Partner.create({
    "name": "Willow House", "is_company": True, "is_child_home": True,
    "child_home_kind": "own", "child_home_company_id": policy.company_id.id,
    "child_home_manager_id": mia.id,
})
authority = Partner.create({
    "name": "Marlow Council", "is_company": True, "is_placing_authority": True,
})
NAMES = NAMES_HERE
for name, age in NAMES.items():
    child = env["exit.interview.child"].create({
        "name": name.capitalize(),
        "date_birth": today - timedelta(days=age * 365 + 100),
        "home_id": home.id, "authority_id": authority.id,
        "social_worker_id": saul.id, "officer_id": ira.id,
    })
    env["exit.interview.child.report"].with_user(mia).create({
        "child_id": child.id, "moving_to": "foster", "date_move_decided": today,
        "date_departure": today + timedelta(days=21),
    }).action_tell()
    case = env["exit.interview"].search([("child_id", "=", child.id)])
    env["exit.interview.agreement.answer"].with_user(saul).with_context(
        active_id=case.agreement_ids.id
    ).create({"agreement": "yes"}).action_record()
    env.invalidate_all()
    case._assign(
        olu if name.startswith("outside") else ivan, "The young person asked for them."
    )
    session = case._schedule(
        fields.Datetime.now() + timedelta(hours=1), "in_person", "The library", False
    )
    found[name] = session.id
env.cr.commit()
print(json.dumps(found))
"""
# A way in, as the interviewer's button makes it.
OPEN = """
session = env["exit.interview.session"].browse({session_id})
url = session.with_user(session.interviewer_id)._open_child_pages()
env.cr.commit()
print(url)
"""
# What stands in the database of a conversation.
READ = """
import json
session = env["exit.interview.session"].browse({session_id})
print(json.dumps({{
    "answers": {{
        one.question_id.code: [one.status, one.text or "", one.comment or ""]
        for one in session.answer_ids
    }},
    "revisions": len(session.answer_ids.revision_ids),
    "struck": session.struck_count,
    "written": bool(session.date_written),
    "asked": bool(session.case_id.date_advocate_asked),
}}))
"""
# Ways on that are not seen at the top of the page, and what has the focus without being
# seen: WCAG 2.2, 2.4.11.
HIDDEN = """() => {
    const seen = (one) => {
        const box = one.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        const top = document.elementFromPoint(x, y);
        return top && (one.contains(top) || top.contains(one));
    };
    const name = (one) => one.textContent.trim() || one.name;
    window.scrollTo(0, 0);
    const found = [...document.querySelectorAll("#talk .ways *, .begin .ways *")]
        .filter((one) => one.matches("button") && !seen(one)).map(name);
    for (const one of document.querySelectorAll("main :is(a, button, input, textarea)"))
    {
        one.focus();
        if (document.activeElement === one && !seen(one)) {
            found.push(`focus: ${name(one)}`);
        }
    }
    document.activeElement.blur();
    return found;
}"""
TALKS = {
    **{f"look_{band}": age for band, age in AGES.items()},
    **{f"plain_{band}": age for band, age in AGES.items()},
    "lost": AGES["middle"],
    "aloud": AGES["young"],
    "shared": AGES["teenage"],
    "odd": AGES["middle"],
    "outside_line": AGES["middle"],
    "outside_look": AGES["middle"],
}


@pytest.fixture(scope="module")
def talks(make_server):
    """The sample organisation, and {name: id of a conversation}."""
    server = make_server("children")
    script = PREPARE.replace("NAMES_HERE", repr(TALKS))
    return server, json.loads(server.shell(script).strip().splitlines()[-1])


@pytest.fixture
def hand_over(talks, new_page, check_barriers):
    """Return a function that puts a conversation into a child's hands."""
    server, sessions = talks

    def come(name, page=None, **options):
        session_id = sessions[name]
        url = server.shell(OPEN.format(session_id=session_id)).strip().split()[-1]
        page = page or new_page(base_url=server.url, **{"width": 768, **options})
        page.goto(url)

        def read():
            out = server.shell(READ.format(session_id=session_id))
            return json.loads(out.strip().splitlines()[-1])

        return Child(page, check_barriers, read)

    return come


class Child:
    """A child who looks at each page before going on."""

    def __init__(self, page, check, read):
        self.page, self._check, self.read = page, check, read

    def press(self, name):
        """Touch a button or a link, and see the page it leads to."""
        button = self.page.get_by_role("button", name=name, exact=True)
        link = self.page.get_by_role("link", name=name, exact=True)
        # A question is saved before the page is left, which takes its time.
        with self.page.expect_navigation():
            button.or_(link).first.click()

    def begin(self):
        self.press("I understand. Let us begin")

    def find(self, question):
        """Skip to a question."""
        for _number in range(60):
            if self.page.locator("h1").inner_text() == question:
                return
            self.press("Skip this one")
        raise AssertionError(f"{question} is not asked")

    def look(self, name, least=44, widths=WIDTHS):
        """Fail at a barrier, at what is too wide, and at what is too small to touch.

        Nor may the way on lie below the fold, or the focus below what is always there.
        """
        page = self.page
        assert page.locator("h1").count() == 1, f"{name}: not one heading"
        shown = page.locator("body").inner_text()
        odd = re.search(r"\b(False|undefined|None|NoneType|object at)\b", shown)
        assert not odd, f"{name}: {odd}"
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            hidden = page.evaluate(HIDDEN)
            assert not hidden, f"{name}: hidden at {width}: {hidden}"
            wide = "document.documentElement.scrollWidth - window.innerWidth"
            assert page.evaluate(wide) <= 0, f"{name}: too wide at {width}"
            # At the end nothing lies below the bar that is always there.
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            self._check(page)
            small = page.evaluate(
                """least => [...document.querySelectorAll(
                    "button, a.button, summary, .card, textarea"
                )].filter(one => {
                    const box = one.getBoundingClientRect();
                    return one.offsetParent && (box.height < least || box.width < 44);
                }).map(one => one.textContent.trim())""",
                least,
            )
            assert not small, f"{name}: too small at {width}: {small}"
            page.screenshot(
                path=LOGS / f"page-child-{name}-{width}.png", full_page=True
            )


@pytest.mark.parametrize("band", AGES)
def test_every_page_of_an_age(hand_over, band):
    child = hand_over(f"look_{band}")
    page, least = child.page, TARGETS[band]
    child.look(f"{band}-hello", least)
    child.begin()
    child.look(f"{band}-question", least)
    page.locator(".card input").first.check(force=True)
    page.locator("details.more").evaluate("one => one.open = true")
    page.locator("details.more textarea").fill(WORDS)
    child.look(f"{band}-chosen", least)
    child.press("Next")
    child.press("I would rather not say")
    child.find(
        "What was the best thing about the home?"
        if band != "young"
        else ("What was the best thing?")
    )
    page.locator("textarea").first.fill("The dog. <script>alert(1)</script>")
    child.look(f"{band}-words", least)
    child.press("What I said")
    child.look(f"{band}-said", least)
    expect(page.locator("main")).to_contain_text(WORDS)
    expect(page.locator("main")).to_contain_text("You would rather not say.")
    expect(page.locator("main")).to_contain_text("<script>")
    child.press("Help")
    child.look(f"{band}-help", least)
    child.press("I would like an advocate")
    child.look(f"{band}-help-asked", least)
    child.press("Stop")
    child.look(f"{band}-stop", least)
    child.press("See what I said")
    child.press("Take everything away and start again")
    child.look(f"{band}-again", least)
    child.press("No, keep it")
    child.press("This is right. I am finished")
    child.look(f"{band}-end", least)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    found = child.read()
    assert found["written"] and found["asked"]
    # Nothing of it opens any more on this tablet.
    page.goto(f"{HOME}/said")
    child.look(f"{band}-over", least)
    expect(page.locator("main")).not_to_contain_text(WORDS)


@pytest.mark.parametrize("band", AGES)
def test_everything_works_without_javascript(hand_over, band):
    child = hand_over(f"plain_{band}", java_script_enabled=False, width=360)
    page = child.page
    expect(page.get_by_role("button", name="Read to me")).to_have_count(0)
    child.begin()
    first = page.locator("h1").inner_text()
    page.locator(".card input").first.check(force=True)
    child.press("Next")
    assert page.locator("h1").inner_text() != first
    child.press("Back")
    assert page.locator("h1").inner_text() == first
    expect(page.locator(".card input").first).to_be_checked()
    page.get_by_text("Tell me more").or_(
        page.get_by_text("Do you want to say more?")
    ).first.click()
    more = page.locator("details.more textarea")
    if not more.is_visible():
        page.locator("details.more summary").click()
    more.fill(WORDS)
    child.press("Stop")
    expect(page.locator("h1")).to_have_text("We stop here")
    child.press("Close this and give it back")
    assert WORDS in json.dumps(child.read()["answers"])

    # Another day: what was said is still there, and goes when it is taken away.
    again = hand_over(f"plain_{band}", java_script_enabled=False, width=360)
    page = again.page
    expect(page.locator("h1")).to_have_text("Hello again")
    again.press("Go on")
    again.press("What I said")
    expect(page.locator("main")).to_contain_text(WORDS)
    page.get_by_text("Take this away").first.click()
    again.press("Yes, take it away")
    expect(page.locator("main")).to_contain_text("It is gone")
    found = again.read()
    assert WORDS not in json.dumps(found)
    assert found["struck"] == 1

    again.press("Go on with the questions")
    page.locator(".card input").first.check(force=True)
    again.press("What I said")
    again.press("Take everything away and start again")
    again.press("Yes, take everything away")
    expect(page.locator("h1")).to_have_text("Gone. We start again.")
    assert not again.read()["answers"]


def test_pages_of_what_did_not_go_as_it_should(hand_over, talks):
    child, (server, sessions) = hand_over("odd"), talks
    page, least, widths = child.page, TARGETS["middle"], WIDTHS[:2]
    with page.expect_navigation():
        page.evaluate("document.querySelector('.begin').submit()")
    expect(page.locator("[role=alert]")).to_contain_text("Please read this first")
    child.look("middle-refused", least, widths)
    child.begin()
    page.locator(".card input").first.check(force=True)
    expect(page.locator("#save_state")).to_have_text("Kept safe")
    # The interviewer writes at the same time.
    server.query(
        "UPDATE exit_interview_answer SET participant_id = NULL, author_id = 2,"
        " comment = 'Said so twice.', version = version + 1 WHERE session_id = %s",
        sessions["odd"],
    )
    server.query(
        "UPDATE exit_interview_session SET version = version + 1 WHERE id = %s",
        sessions["odd"],
    )
    page.locator(".card input").nth(1).check(force=True)
    expect(page.locator("[role=alert]")).to_contain_text("Said so twice.")
    child.look("middle-conflict", least, widths)
    child.press("Next")
    child.press("Stop")
    with page.expect_navigation():
        page.get_by_role("button", name="Close this and give it back").click()
    child.look("middle-stopped", least, widths)

    # Closed while something was typed: the words come back on the page that says so.
    child = hand_over("odd", page=page)
    child.press("Go on")
    child.find("What was the best thing about the home?")
    page.locator("textarea").first.fill(WORDS)
    expect(page.locator("#save_state")).to_have_text("Kept safe")
    page.context.add_cookies(
        [
            one | {"value": "0" * 20}
            for one in page.context.cookies()
            if one["path"] == "/exit-interview"
        ]
    )
    with page.expect_navigation():
        page.evaluate("document.getElementById('talk').submit()")
    expect(page.locator("textarea").first).to_have_value(WORDS)
    child.look("middle-words-back", least, widths)


def test_a_connection_lost_three_times_loses_nothing(hand_over):
    child = hand_over("lost")
    page, context = child.page, child.page.context
    child.begin()
    state = page.locator("#save_state")

    # The first time while typing: it waits, and saves by itself.
    context.set_offline(True)
    page.locator(".card input").first.check(force=True)
    page.locator("details.more").evaluate("one => one.open = true")
    page.locator("details.more textarea").fill(WORDS)
    expect(state).to_contain_text("no connection")
    expect(page.locator("details.more textarea")).to_have_value(WORDS)
    context.set_offline(False)
    expect(state).to_have_text("Kept safe")
    assert WORDS in json.dumps(child.read()["answers"])

    # The second time when going on: the page stays, and goes on by itself.
    first = page.locator("h1").inner_text()
    page.locator("details.more textarea").fill(f"{WORDS} And hear it.")
    context.set_offline(True)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(state).to_contain_text("no connection")
    expect(page.locator("h1")).to_have_text(first)
    context.set_offline(False)
    expect(page.locator("h1")).not_to_have_text(first)
    assert "And hear it." in json.dumps(child.read()["answers"])

    # The third time the answer got lost on its way back, and the page was closed.
    page.locator(".card input").nth(1).check(force=True)
    expect(state).to_have_text("Kept safe")
    lost = []

    def lose(route):
        if route.request.method != "POST":
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/tablet/*", lose)
    page.locator("details.more").evaluate("one => one.open = true")
    page.locator("details.more textarea").fill("It was very warm")
    expect(state).to_contain_text("no connection")
    page.locator("details.more textarea").fill("It was very warm in winter.")
    assert lost and lost[0] == 200
    page.unroute("**/tablet/*")
    page.reload()
    expect(page.locator("details.more textarea")).to_have_value(
        "It was very warm in winter."
    )
    expect(state).to_have_text("Kept safe")
    found = child.read()
    assert "It was very warm in winter." in json.dumps(found["answers"])
    assert not found["revisions"]
    assert not page.evaluate("Object.keys(sessionStorage).length")


def test_the_browser_reads_aloud_where_it_has_a_voice(hand_over, new_page, talks):
    child = hand_over("aloud")
    page = child.page
    # Headless browsers have no voice: no button that does nothing.
    expect(page.locator("#aloud")).to_be_hidden()
    page.add_init_script(
        """
        window.heard = [];
        const synth = {
            getVoices: () => [{lang: "en-GB", name: "Test"}],
            speak: (speech) => window.heard.push(speech.text),
            cancel: () => window.heard.push("(quiet)"),
            addEventListener: () => undefined,
        };
        Object.defineProperty(window, "speechSynthesis", {value: synth});
        window.SpeechSynthesisUtterance = class {
            constructor(text) { this.text = text; }
        };
        """
    )
    child.begin()
    question = page.locator("h1").inner_text()
    page.locator("#aloud").click()
    heard = page.evaluate("window.heard")
    assert question in heard
    assert page.locator(".card").first.inner_text().strip() in heard
    expect(page.locator("#aloud")).to_contain_text("Stop reading")
    page.locator("#aloud").click()
    assert page.evaluate("window.heard").pop() == "(quiet)"
    child.look("young-aloud", TARGETS["young"])


def test_a_shared_tablet_keeps_nobody_signed_in(hand_over, login, talks):
    server, _sessions = talks
    page = login("ivan_kids", base_url=server.url, width=1024)
    child = hand_over("shared", page=page)
    expect(page.locator("h1")).to_have_text("Hello")
    # The interviewer was signed out: no way leads back into what they may read.
    page.goto("/odoo")
    expect(page.locator("input[name=login]")).to_be_visible()
    page.goto(HOME)
    child.begin()
    page.locator(".card input").first.check(force=True)
    expect(page.locator("#save_state")).to_have_text("Kept safe")
    # Opened once more elsewhere, this page is closed, and says so.
    hand_over("shared")
    page.locator(".card input").nth(1).check(force=True)
    expect(page.locator("#save_state")).to_contain_text("open for a long time")
    page.goto(f"{HOME}/said")
    expect(page.locator("h1")).to_have_text("This page is closed")


# === THE INTERVIEWER FROM OUTSIDE === #


@pytest.fixture
def outside(talks, new_page, login):
    """Return a function that signs the interviewer in on a tablet of their own."""
    server, sessions = talks

    def come(name, path=""):
        page = new_page(base_url=server.url, **kids.TABLET)
        kids.sign_in_outside(page, "olu_kids", "olu_kids")
        [[reference]] = server.query(
            "SELECT c.name FROM exit_interview c JOIN exit_interview_session s"
            " ON s.case_id = c.id WHERE s.id = %s",
            sessions[name],
        )
        place = f"/my/conversations/{reference}"
        page.goto(f"{place}{path}")

        def read():
            out = server.shell(READ.format(session_id=sessions[name]))
            return json.loads(out.strip().splitlines()[-1])

        return page, place, read

    return come


def test_a_bad_line_loses_nothing_of_a_record(outside):
    page, place, read = outside("outside_line", "/record")
    context = page.context
    state, box = page.locator(".o_exit_saved"), page.locator("textarea").first
    count = "Object.keys(sessionStorage).filter(one => one.includes('draft')).length"

    # Typed before the script is there: saved all the same, and now it is there.
    box.fill("Zero.")
    expect(state).to_contain_text("Saved at")
    # Lost while writing: the words wait, and arrive by themselves.
    context.set_offline(True)
    box.fill("One.")
    expect(state).to_contain_text("no connection")
    context.set_offline(False)
    expect(state).to_contain_text("Saved at")
    assert not page.evaluate(count)

    # Lost on the way back: what arrived is their own, and no conflict with the next.
    answered = []

    def lose(route):
        if route.request.method != "POST":
            route.continue_()
            return
        answered.append(route.fetch().status)
        route.abort()

    page.route("**/record", lose)
    box.fill("One. Two.")
    expect(state).to_contain_text("no connection")
    assert answered[0] == 200
    box.fill("One. Two. Three.")
    page.unroute("**/record")
    page.reload()
    expect(box).to_have_value("One. Two. Three.")
    expect(state).to_contain_text("Saved at")

    # Lost when Save is pressed: no page of the browser's, and on as soon as it can.
    context.set_offline(True)
    box.fill("One. Two. Three. Four.")
    page.get_by_role("button", name="Save and close").click()
    expect(state).to_contain_text("no connection")
    context.set_offline(False)
    page.wait_for_url(f"**{place}?done=saved")
    assert "Three. Four." in json.dumps(read())

    # The login ends, and somebody signs in again in another window.
    page.goto(f"{place}/record")
    context.clear_cookies()
    box.fill("Five.")
    expect(state).to_contain_text("You were signed out")
    other = context.new_page()
    kids.sign_in_outside(other, "olu_kids", "olu_kids")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(state).to_contain_text("Saved at")
    # Once more, and in this window. The words are there before anybody presses Save.
    context.clear_cookies()
    box.fill("Five. Six.")
    state.get_by_role("link", name="Sign in again").click()
    page.fill("input[name=login]", "olu_kids")
    page.fill("input[name=password]", "olu_kids")
    page.click("button[type=submit]:visible")
    expect(box).to_have_value("Five. Six.")
    expect(state).to_contain_text("Saved at")
    found = read()
    assert "Five. Six." in json.dumps(found)
    assert not found["revisions"]
    assert not page.evaluate(count)

    # With words that wait the tablet is not given away, nor the login ended unasked.
    page.route("**/record", lambda route: route.abort())
    box.fill("Seven.")
    expect(state).to_contain_text("no connection")
    page.unroute("**/record")
    page.goto(place, wait_until="networkidle")
    page.get_by_role("button", name="Start the conversation").click()
    page.wait_for_url(f"**{place}/record")
    expect(state).to_contain_text("Saved at")
    assert "Seven." in json.dumps(read())
    page.route("**/record", lambda route: route.abort())
    box.fill("Eight.")
    expect(state).to_contain_text("no connection")
    page.evaluate("document.querySelector('#o_logout').click()")
    expect(page.locator(".modal")).to_contain_text("not saved yet")
    page.get_by_role("button", name="Sign out and lose it").click()
    page.wait_for_url(lambda url: "/record" not in url)
    assert not page.evaluate(count)


def test_every_page_of_an_interviewer(outside, check_barriers):
    page, place, _read = outside("outside_look")

    def look(name):
        for width in WIDTHS[:2]:
            page.set_viewport_size({"width": width, "height": 1024})
            wide = "document.documentElement.scrollWidth - window.innerWidth"
            assert page.evaluate(wide) <= 0, f"{name}: too wide at {width}"
            check_barriers(page)
        page.screenshot(path=LOGS / f"page-outside-{name}.png", full_page=True)

    page.goto("/my/conversations")
    look("list")
    for step in (
        "",
        "/arrange",
        "/cancel",
        "/questions",
        "/record",
        "/held",
        "/concern",
        "/refer",
    ):
        page.goto(f"{place}{step}")
        look(step.strip("/") or "conversation")
    page.goto(f"{place}/record")
    page.locator("textarea").first.fill("The garden.")
    expect(page.locator(".o_exit_saved")).to_contain_text("Saved at")
    page.reload()
    page.get_by_role("button", name="They do not want this written down").first.click()
    look("strike")
    page.goto(f"{place}/held")
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".alert-success")).to_be_visible()
    page.goto(f"{place}/hand-in")
    look("hand-in")
    page.locator("[name=how]").first.check()
    # Nobody had told them who reads it: the interviewer asks now.
    for yes in page.get_by_label("They say yes").all():
        yes.check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".alert-success")).to_contain_text("It is handed in")
    look("handed-in")
    page.goto(f"{place}/record")
    look("read")
