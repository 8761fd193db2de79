# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a foster carer meets, page by page, on a telephone and on a desk.

The way from the letter to the outcome is another journey; here each page is looked at
for barriers, for what is too wide, and kept as a picture in the log folder.
"""

import json
import re

import pytest
from playwright.sync_api import expect

from tools.config import LOGS

from .test_leaver_pages import Visitor

PHONE = {"width": 390, "height": 844}
# One household at each point of the way; everything by the steps of its people.
PREPARE = """
import json
from datetime import timedelta
from odoo import fields

Users = env["res.users"].with_context(no_reset_password=True)
groups = {
    "ada": "group_coordinator", "wes": "group_worker", "mo": "group_manager",
    "hana": "group_manager",
}
people = {
    login: Users.search([("login", "=", f"{login}_pages")]) or Users.create({
        "name": login.capitalize(),
        "login": f"{login}_pages",
        "email": f"{login}@pages.example",
        "password": f"{login}_pages",
        "tz": "Europe/London",
        "group_ids": [
            (4, env.ref("base.group_user").id),
            (4, env.ref(f"exit_interview_fostering.{group}").id),
        ],
    })
    for login, group in groups.items()
}
people["ada"].partner_id.phone = "01632 960 077"
policy = env.ref("exit_interview_fostering.exit_interview_policy_foster_carer")
policy.write({"role_ids": [(5,)], "active": True, "date_go_live": "2020-01-01"})
for role, login in {
    "coordinator": "ada", "interviewer": "ada", "deputy_interviewer": "hana",
    "service_manager": "mo", "head_of_service": "hana",
}.items():
    env["exit.interview.policy.role"].create({
        "policy_id": policy.id, "role": role, "user_id": people[login].id,
    })
fostering = env["hr.department"].create({"name": "Fostering"})
east = env["hr.department"].create({"name": "East", "parent_id": fostering.id})
env["hr.employee"].create({
    "name": "Wes", "user_id": people["wes"].id, "department_id": east.id,
})
Partner, Link = env["res.partner"], env["exit.interview.link"]
links, today = {}, fields.Date.today()


def tell(name, *carers):
    household = Partner.create({
        "name": name, "is_company": True, "is_foster_household": True,
        "street": "4 Quay Lane", "city": "Marlow",
        "foster_team_id": east.id, "foster_worker_id": people["wes"].id,
        "foster_approval_ids": [(0, 0, {
            "category": "mainstream", "date_from": "2015-03-01",
            "terms": "2 children",
        })],
    })
    for carer in carers:
        Partner.create({
            "name": carer, "parent_id": household.id, "is_foster_carer": True,
            "email": carer.lower() + "@home.example",
        })
    env["exit.interview.household.report"].with_user(people["wes"]).create({
        "household_id": household.id, "leaving_route": "resignation",
        "date_decided": today - timedelta(days=40),
    }).action_tell()
    case = env["exit.interview"].search([("household_id", "=", household.id)])
    return case.with_user(people["ada"])


def link(name, case, purpose):
    person = case.sudo().participant_ids.sorted("name")[:1]
    _link, secret = Link._issue(person, purpose, "mail")
    links[name] = ["/exit-interview/l/" + secret, case.id]


def hear(case, moment, session=None):
    Session = env["exit.interview.session"].with_user(people["ada"])
    if session is None:
        session_id = case.action_schedule(moment, "in_person", "The library")
        session = Session.browse(session_id)
    questions = session.sudo().questionnaire_id.question_ids.filtered(
        lambda one: one.kind == "text" and not one.depends_question_id
    )
    words = "Enough visits since we spoke." if session.kind == "follow_up" else (
        "Too few visits, and nobody rang back in the evening."
    )
    session.action_save_answers(
        [{"question_id": questions[0].id, "text": words}], session.version
    )
    session.action_mark_held()
    session.action_hand_in()
    return session


now = fields.Datetime.now()
offered = tell("The Ashes", "Ash", "Asa")
offered.action_offer("told")
link("open", offered, "offer")
planned = tell("The Birches", "Bea", "Ben")
planned.action_offer("told")
planned.action_record_reply("accepted")
planned.action_schedule(
    now + timedelta(days=5), "in_person", "Your home", companion="Sue"
)
link("planned", planned, "offer")
talked = tell("The Cedars", "Cas", "Cal")
talked.action_offer("told")
talked.action_record_reply("accepted")
hear(talked, now - timedelta(hours=2))
link("talked", talked, "check")
twice = tell("The Dales", "Dee", "Don")
twice.action_offer("told")
twice.action_record_reply("accepted")
first = hear(twice, now - timedelta(hours=3))
first.sudo().write({
    "date_start": now - timedelta(days=30), "date_end": now - timedelta(days=29),
})
second = env["exit.interview.session"].with_user(people["ada"]).browse(
    first.action_plan_follow_up(now - timedelta(hours=1), "phone")
)
hear(twice, None, second)
link("twice", twice, "check")


def answer(case):
    case.action_offer("told")
    case.action_record_reply("accepted")
    session = hear(case, now - timedelta(hours=2))
    session.action_decline_follow_up()
    share = case.sudo().share_ids
    share.with_user(people["ada"]).action_record_permission("full")
    case.action_confirm("agreed")
    case.action_share()
    share.with_user(people["mo"]).action_submit(
        "Somebody answers the telephone until ten at night.", "From January", "Counted"
    )
    share.with_user(people["hana"]).action_approve()
    env.invalidate_all()
    return share


owed = tell("The Firs", "Fia", "Fox")
links["copy"] = [f"/odoo/exit.interview.share/{answer(owed).id}", owed.id]
link("owed", owed, "outcome")
told = tell("The Elms", "Eve", "Eli")
share = answer(told)
letter = env["exit.interview.outcome"].with_user(people["mo"]).create({
    "share_id": share.id, "channel": "mail",
})
letter.text = letter.text.replace(
    told._get_outcome_marker(),
    "Longer visits for everybody: there are too few of us. We ask again in spring.",
)
letter.action_send()
link("told", told, "outcome")
env.cr.commit()
print(json.dumps(links))
"""


class Carer(Visitor):
    """A carer, who has a telephone as well."""

    def look(self, name, *texts):
        super().look(f"carer-{name}", *texts)
        self.page.set_viewport_size(PHONE)
        self.page.screenshot(path=LOGS / f"page-carer-{name}-390.png", full_page=True)


@pytest.fixture(scope="module")
def organisation(make_server):
    """The sample organisation, and {name: (path of a link, id of its case)}."""
    server = make_server("carers")
    return server, json.loads(server.shell(PREPARE).strip().splitlines()[-1])


@pytest.fixture
def visit(organisation, new_page, check_barriers):
    """Return a function that follows one of the links."""
    server, links = organisation

    def come(name):
        page = new_page(width=PHONE["width"], base_url=server.url)
        page.goto(links[name][0])
        visitor = Carer(page, check_barriers)
        visitor.press("Open my page")
        return visitor

    return come


def test_the_offer(visit):
    visitor = visit("open")
    visitor.look("offer", "Thank you for the home", "Four to six weeks later")
    visitor.press("Yes, I would like to")
    visitor.look("reply", "people or working relationships", "somewhere neutral")
    visitor.page.get_by_label("Who comes with you").fill("Another carer, Sue")
    visitor.press("Send")
    visitor.look("agreed", "Another carer, Sue")


def test_the_date(visit):
    visitor = visit("planned")
    visitor.look("planned", "Your home", "If we ever have to cancel")
    visitor.press("Cancel this date")
    visitor.look("cancel", "Choose a new date instead?")


def test_the_guide(visit, pdf):
    visitor = visit("open")
    visitor.press("Before you leave: a short guide")
    visitor.look("guide", "Whom to tell", "regulation 32")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Keep or print").click()
    download.value.save_as(LOGS / "page-carer-guide.pdf")
    visitor.press("Back to your page")


def test_the_second_conversation(visit):
    visitor = visit("talked")
    visitor.look("check", "Too few visits")
    visitor.press("Your second conversation")
    visitor.look("follow-up", "once more", "both count")
    visitor.page.get_by_label("Telephone").check()
    visitor.page.get_by_label("When does it suit you?").fill("After school")
    visitor.press("Send")
    visitor.look("follow-up-said", "Thank you")
    visitor.page.get_by_text("I do not want a second conversation").click()
    visitor.look("follow-up-no", "Nobody asks you why")
    visitor.press("No second conversation")
    # The other one of the two is still asked.
    visitor.look("follow-up-declined", "You do not wish to talk again")


def test_both_versions(visit):
    visitor = visit("twice")
    visitor.look("confirm", "Enough visits since", "Said at first", "Too few visits")
    visitor.press("Decide who may read it")
    visitor.look("permission", "Service manager")


def test_the_service_manager_writes(visit, organisation, login, new_page):
    server, links = organisation
    visit("owed").look("letter-early", "not ready to tell you yet")
    page = new_page(base_url=server.url)
    login("mo_pages", page=page)
    page.goto(links["copy"][0])
    page.get_by_role("button", name="Write to the leaver").click()
    dialog = page.get_by_role("dialog")
    text = dialog.locator("textarea")
    expect(text).to_have_value(re.compile("until ten at night"))
    page.screenshot(path=LOGS / "page-carer-letter-dialog-1280.png")
    words = text.input_value()
    text.fill(re.sub(r"\[.*?\]", "Pay: the council decides that in spring.", words))
    dialog.get_by_label("Mail with a link to it").check()
    dialog.get_by_role("button", name="Send the mail").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Write to the leaver")).to_have_count(0)
    page.screenshot(path=LOGS / "page-carer-letter-sent-1280.png")
    visit("owed").look("letter-own", "the council decides that in spring")


def test_the_letter(visit):
    visitor = visit("told")
    visitor.look("letter", "until ten at night", "there are too few of us")
