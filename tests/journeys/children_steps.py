# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Children's homes of their own for journeys, and what people do on their screens."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tools.config import LOGS

from . import fostering_steps as foster
from . import steps

MANAGER = "celia@homes.example"
HOME_MANAGER = "mona@homes.example"
SOCIAL_WORKER = "saul@homes.example"
OFFICER = "ira@homes.example"
SECOND_PERSON = "sena@homes.example"
HEAD = "hugh@homes.example"
SERVICE_MANAGER = "sabine@homes.example"
SCHOOLS = "esme@homes.example"
STRANGER = "stan@homes.example"
INTERVIEWER = "olu@advocates.example"
TABLET = {"width": 768, "height": 1024}

PEOPLE = (
    (MANAGER, "Celia Marsh", ["exit_interview_children.group_coordinator"]),
    (HOME_MANAGER, "Mona Ellis", ["exit_interview_children.group_home_manager"]),
    (SOCIAL_WORKER, "Saul Reid", ["exit_interview_children.group_social_worker"]),
    (OFFICER, "Ira Sen", ["exit_interview_children.group_officer"]),
    (SECOND_PERSON, "Sena Obi", ["exit_interview_children.group_interviewer"]),
    (HEAD, "Hugh Penrose", ["base.group_user"]),
    (SERVICE_MANAGER, "Sabine Falk", ["base.group_user"]),
    (SCHOOLS, "Esme Dunne", ["base.group_user"]),
    (STRANGER, "Stan Wood", ["base.group_user"]),
)
ROLES = (
    ("coordinator", MANAGER),
    ("second_person", SECOND_PERSON),
    ("head_of_service", HEAD),
    ("service_manager", SERVICE_MANAGER),
)
# Rows that name the homes' department, so that nobody else's are touched.
SET_UP = """
import json
from datetime import timedelta
from odoo.fields import Command, Date

people = json.loads({people!r})
users = {{}}
for login, name, groups in people:
    users[login] = env["res.users"].with_context(no_reset_password=True).create({{
        "name": name,
        "login": login,
        "email": login,
        "password": login,
        "tz": "Europe/London",
        "group_ids": [Command.link(env.ref(group).id) for group in groups],
    }})
homes = env["hr.department"].create({{"name": "Homes for children"}})
policy = env.ref("exit_interview_children.exit_interview_policy_child")
policy.write({{"active": True, "date_go_live": "2020-01-01"}})
policy.write({{
    "role_ids": [
        Command.create({{
            "role": role, "user_id": users[login].id, "department_id": homes.id,
        }})
        for role, login in {roles!r}
    ]
}})
Partner = env["res.partner"]
home = Partner.create({{
    "name": "Fennel House",
    "is_company": True,
    "street": "7 Fennel Way",
    "city": "Marlow",
    "is_child_home": True,
    "child_home_kind": "own",
    "child_home_company_id": policy.company_id.id,
    "child_home_department_id": homes.id,
    "child_home_manager_id": users[{home_manager!r}].id,
}})
authority = Partner.create({{
    "name": "Marlow Council", "is_company": True, "is_placing_authority": True,
}})
child = env["exit.interview.child"].create({{
    "name": {name!r},
    "date_birth": Date.today() - timedelta(days=9 * 365 + 100),
    "company_id": policy.company_id.id,
    "home_id": home.id,
    "authority_id": authority.id,
    "social_worker_id": users[{social_worker!r}].id,
    "officer_id": users[{officer!r}].id,
}})
env.cr.commit()
"""
INVITATION = re.compile(
    r"https?://[^\s\"'<>)\]]+/web/(?:signup|reset_password)\?[^\s\"'<>)\]]*"
)


def make_service(server, child):
    """Let the administrator enter homes, people and a child of nine.

    :param str child: initials or alias
    """
    server.shell(
        SET_UP.format(
            people=json.dumps(PEOPLE),
            roles=ROLES,
            home_manager=HOME_MANAGER,
            social_worker=SOCIAL_WORKER,
            officer=OFFICER,
            name=child,
        )
    )


class Story(foster.Story):
    """Who takes part, each in a browser of their own."""

    def take_child(self, name):
        """Find the case of a child, to be told of by its reference."""
        [[self.case_id, self.reference]] = self.server.query(
            "SELECT c.id, c.name FROM exit_interview c"
            " JOIN exit_interview_child y ON y.id = c.child_id WHERE y.name = %s",
            name,
        )

    def open_case(self, login=MANAGER):
        """Open the case as its Children's Services Manager; return the page."""
        return super().open_case(login)

    def get_invitation(self):
        """Return the link by which somebody from outside sets a password."""
        foster.run_job(self.admin, self.server, "mail.ir_cron_mail_scheduler_action")
        for mail in reversed(self.postbox.mails):
            body = mail.get_body(("html", "plain")).get_content()
            found = INVITATION.search(body.replace("&amp;", "&"))
            if found:
                return found.group()
        raise AssertionError("nobody was invited")

    @staticmethod
    def get_soon():
        """Return day and hour of a quarter of an hour from now, as on British clocks.

        :rtype: tuple[str, str]
        """
        moment = datetime.now(ZoneInfo("Europe/London")) + timedelta(minutes=15)
        return moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M")

    def device(self, **options):
        """Return a device that nobody has used yet."""
        return self._new_page(**options)

    @staticmethod
    def look(page, name):
        """Leave a picture in the log folder."""
        page.screenshot(path=LOGS / f"children-{name}.png", full_page=True)


# === STAFF === #


def tell_move(page, child, moving_to, reason):
    """Let somebody of the home tell that a child moves, on the child's record."""
    page.goto("/odoo/young-people")
    page.locator(".o_data_row", has_text=child).locator("td").nth(1).click()
    expect(page.locator(".o_form_view")).to_be_visible()
    page.get_by_role("button", name="This young person moves").click()
    dialog = page.locator(".modal-dialog")
    expect(dialog.locator("div[name=child_id] input")).to_have_value(re.compile(child))
    foster.select(dialog, "moving_to", moving_to)
    foster.fill_date(dialog, "date_departure", "+14d")
    dialog.locator("div[name=reason] input").fill(reason)
    dialog.locator("div[name=told] input").check()
    return dialog


def record_agreement(page, **texts):
    """Let a social worker record that a child would like to talk."""
    page.get_by_role("button", name="Record what they say").click()
    dialog = page.locator(".modal-dialog")
    steps.choose(dialog, "agreement", "Yes, they would like to talk")
    foster.select(dialog, "agreement_how", "In a talk")
    for field, text in texts.items():
        block = dialog.locator(f"div[name={field}]")
        block.locator("input, textarea").first.fill(text)
    return dialog


def enter_interviewer(page, email):
    """Let the manager enter somebody in the register, and give them access."""
    page.goto("/odoo/exit-outside-interviewers")
    page.get_by_role("button", name="New", exact=True).click()
    for field, text in (
        ("name", "Olu Adeyemi"),
        ("email", email),
        ("organisation", "Harbour Advocacy"),
        ("languages", "English, Makaton"),
        ("skills", "Young children, pictures"),
        ("availability", "Tuesdays and Thursdays"),
    ):
        page.locator(f"div[name={field}] input").first.fill(text)
    foster.fill_date(page, "date_checked", "-30d")
    foster.save_form(page)
    page.get_by_role("button", name="Give access").click()
    expect(page.locator(".o_notification", has_text="can sign in now")).to_be_visible()


# === THE INTERVIEWER'S PAGES === #


def set_password(page, link, password):
    """Follow the invitation, and set a password."""
    page.goto(link)
    for name in ("password", "confirm_password"):
        page.locator(f"input[name={name}]").fill(password)
    page.click("button[type=submit]:visible")
    page.wait_for_url(re.compile("/my"))


def sign_in_outside(page, login, password):
    """Sign somebody from outside in, on a device where nobody is."""
    page.goto("/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]:visible")
    page.wait_for_url(re.compile("/my"))


def open_conversation(page, reference):
    """Open a conversation from the list of the interviewer's own."""
    page.goto("/my")
    page.get_by_role("link", name="Conversations").first.click()
    page.locator(".list-group-item", has_text=reference).click()
    expect(page.locator("h1")).to_be_visible()


def fill_page(page, **texts):
    """Fill inputs and boxes of a page by their names."""
    for name, text in texts.items():
        page.locator(f"[name={name}]:visible").fill(text)


# === THE CHILD'S PAGES === #


class Child:
    """A child with a tablet, who touches what is there."""

    def __init__(self, page):
        self.page = page

    def press(self, name):
        """Touch a button or a link, and wait for what comes."""
        button = self.page.get_by_role("button", name=name, exact=True)
        if not button.count():
            button = self.page.get_by_role("link", name=name, exact=True)
        button.first.click()
        self.page.wait_for_load_state()

    def expect(self, question):
        expect(self.page.locator("h1")).to_have_text(question)

    def find(self, question):
        """Skip to a question."""
        for _number in range(60):
            if self.page.locator("h1").inner_text() == question:
                return
            before = self.page.url
            self.press("Skip this one")
            self.page.wait_for_url(lambda url, before=before: url != before)
        raise AssertionError(f"{question} is not asked")

    def choose(self, label, more=None):
        """Touch a picture by its words; write more if there is more to say."""
        card = self.page.locator(".card", has_text=re.compile(rf"^\s*{label}\s*$"))
        card.click()
        expect(card.locator("input")).to_be_checked()
        if more:
            box = self.page.locator("details.more textarea")
            if not box.is_visible():
                self.page.locator("details.more summary").click()
            box.fill(more)

    def write(self, text):
        self.page.locator("#talk textarea").first.fill(text)

    def take_away(self, question):
        """Take an answer away on the page of all that was said."""
        row = self.page.locator("li.answer", has_text=question)
        row.locator("summary").click()
        row.get_by_role("button", name="Yes, take it away").click()
        self.page.wait_for_load_state()


# === WHAT STANDS IN THE DATABASE === #

# Bytes that are no text are shown escaped: they match nothing.
FIND = """
    SELECT c.table_name || '.' || c.column_name
      FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'
       AND c.data_type IN ('character varying', 'text', 'json', 'jsonb', 'bytea',
                           'character', 'ARRAY', 'tsvector')
       AND xpath('string(/table/row/n)', query_to_xml(
               format(
                   'SELECT count(*) AS n FROM %%1$I WHERE strpos(lower(%%2$s), %%3$L)'
                   ' > 0',
                   c.table_name,
                   CASE WHEN c.data_type = 'bytea'
                        THEN format('encode(%%I, ''escape'')', c.column_name)
                        ELSE format('%%I::text', c.column_name) END,
                   lower(%s)
               ), true, false, ''
           ))::text[] <> '{0}'
     ORDER BY 1
"""


def find_words(server, words):
    """Return each column of text, JSON or bytes in which words stand.

    :param str words: to look for, in any letters
    :return: names such as `exit_interview_answer.text`
    :rtype: list[str]
    """
    return [name for [name] in server.query(FIND, words)]
