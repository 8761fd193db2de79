# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A fostering service of its own for journeys, and what its people do on screens."""

import json
import re

from playwright.sync_api import expect

from tools.config import LOGS

from . import steps
from .postbox import LINK, Postbox
from .test_leaver_staff import Leaver

ADVISOR = "amina@placements.example"
WORKER = "wanda@placements.example"
OTHER_WORKER = "walid@placements.example"
TEAM_MANAGER = "tariq@placements.example"
SERVICE_MANAGER = "stella@placements.example"
HEAD = "hedy@placements.example"
SECOND_PERSON = "ines@placements.example"
SERVICE_PEOPLE = (WORKER, OTHER_WORKER, TEAM_MANAGER, SERVICE_MANAGER)

# The rows of roles name this service's departments, so that nobody else's are touched.
SET_UP = """
import json
from odoo.fields import Command

people = json.loads({people!r})
users = {{}}
for login, name, groups in people:
    users[login] = env["res.users"].with_context(no_reset_password=True).create({{
        "name": name,
        "login": login,
        "email": login,
        "password": login,
        "group_ids": [Command.link(env.ref(group).id) for group in groups],
    }})
Department = env["hr.department"]
service = Department.create({{"name": "Placements"}})
team = Department.create({{"name": "Placements West", "parent_id": service.id}})
Employee = env["hr.employee"]
boss = Employee.create({{
    "name": "Stella Bright", "user_id": users[{service_manager!r}].id,
    "department_id": service.id,
}})
lead = Employee.create({{
    "name": "Tariq Mahmood", "user_id": users[{team_manager!r}].id,
    "department_id": team.id, "parent_id": boss.id,
}})
for login in ({worker!r}, {other_worker!r}):
    Employee.create({{
        "name": users[login].name, "user_id": users[login].id,
        "department_id": team.id, "parent_id": lead.id,
    }})
service.manager_id, team.manager_id = boss, lead
policy = env.ref("exit_interview_fostering.exit_interview_policy_foster_carer")
policy.write({{
    "role_ids": [
        Command.create({{
            "role": role, "user_id": users[login].id, "department_id": service.id,
        }})
        for role, login in {roles!r}
    ]
}})
env.cr.commit()
"""
PEOPLE = (
    (ADVISOR, "Amina Noor", ["exit_interview_fostering.group_coordinator"]),
    (WORKER, "Wanda Garland", ["exit_interview_fostering.group_worker"]),
    (OTHER_WORKER, "Walid Khan", ["exit_interview_fostering.group_worker"]),
    (TEAM_MANAGER, "Tariq Mahmood", ["exit_interview_fostering.group_manager"]),
    (SERVICE_MANAGER, "Stella Bright", ["exit_interview_fostering.group_manager"]),
    (SECOND_PERSON, "Ines Costa", ["exit_interview_fostering.group_interviewer"]),
    (HEAD, "Hedy Lowe", ["base.group_user"]),
)
ROLES = (
    ("coordinator", ADVISOR),
    ("interviewer", ADVISOR),
    ("deputy_interviewer", SECOND_PERSON),
    ("team_manager", TEAM_MANAGER),
    ("service_manager", SERVICE_MANAGER),
    ("head_of_service", HEAD),
)


def make_service(server):
    """Let the administrator enter a fostering service: people, teams, roles."""
    server.shell(
        SET_UP.format(
            people=json.dumps(PEOPLE),
            roles=ROLES,
            worker=WORKER,
            other_worker=OTHER_WORKER,
            team_manager=TEAM_MANAGER,
            service_manager=SERVICE_MANAGER,
        )
    )


WAITING = """
    SELECT (SELECT count(*)
              FROM exit_interview_duty
             WHERE state = 'open' AND sweep_tries = 0
               AND date_check <= now() AT TIME ZONE 'UTC')
         + (SELECT count(*) FROM exit_interview_reminder WHERE state = 'queued')
"""


class Story:
    """Who takes part, each in a browser of their own, and what they get by mail."""

    def __init__(self, server, api, login, new_page):
        self.server, self.api = server, api
        self._login, self._new_page = login, new_page
        self._pages = {}
        self.admin = api("admin").env
        self.postbox = Postbox(server, self.admin)
        self.case_id = self.reference = None

    def sign_in(self, login, **options):
        """Return the page of somebody, who stays signed in.

        :param options: of the page, such as its size; a device of its own
        """
        device = (login, *sorted(options.items()))
        if device not in self._pages:
            self._pages[device] = self._login(login, **options)
        return self._pages[device]

    def carer(self):
        """Return a telephone that nobody has used yet."""
        return Leaver(self._new_page)

    def take_case(self, household):
        """Find the case of a household, to be told of by its reference."""
        [[self.case_id, self.reference]] = self.server.query(
            "SELECT c.id, c.name FROM exit_interview c"
            " JOIN res_partner p ON p.id = c.household_id WHERE p.name = %s",
            household,
        )

    def receive(self):
        """Let the mails leave; return the link that each address got."""
        known = len(self.postbox.mails)
        self.postbox.let_leave()
        return {mail["to"]: get_link(mail) for mail in self.postbox.mails[known:]}

    def let_weeks_pass(self, weeks):
        let_weeks_pass(self.server, self.case_id, weeks)

    def remind(self):
        """Let the reminders go out, however often the job has to begin; return to whom.

        The sample organisation has a lot that waits, and a run ends after a while.
        """
        known = len(self.postbox.mails)
        for _run in range(20):
            run_job(self.admin, self.server, "exit_interview.ir_cron_duty_sweep")
            [[waiting]] = self.server.query(WAITING)
            if not waiting:
                break
        run_job(self.admin, self.server, "mail.ir_cron_mail_scheduler_action")
        return [str(mail["to"]) for mail in self.postbox.mails[known:]]

    def open_case(self, login=ADVISOR):
        """Open the case as its Agency Advisor; return the page."""
        page = self.sign_in(login)
        steps.open_case(page, self.case_id)
        return page

    def open_work(self, login, what, reference=None):
        """Open a line of somebody's work; return the page."""
        page = self.sign_in(login)
        page.goto("/odoo/exit-my-work")
        rows = page.locator(".o_data_row", has_text=reference or self.reference)
        rows.filter(has_text=what).first.locator("td[name=reference]").click()
        expect(page.locator(".o_form_view")).to_be_visible()
        return page

    @staticmethod
    def look(page, name):
        """Leave a picture in the log folder."""
        page.screenshot(path=LOGS / f"fostering-{name}.png", full_page=True)


# === THE HOUSEHOLD === #


def make_household(page, name, carers, worker="Wanda", notes=""):
    """Let a manager of the service enter a household on the form that is open.

    :param list carers: (name, e-mail, phone) of each
    """
    page.goto("/odoo/foster-households")
    page.get_by_role("button", name="New", exact=True).click()
    page.locator("div[name=name] input, div[name=name] textarea").first.fill(name)
    choose_record(page, "foster_team_id", "Placements West")
    choose_record(page, "foster_worker_id", worker)
    page.locator("div[name=street] input").fill("4 Quay Lane")
    page.locator("div[name=city] input").fill("Marlow")
    for carer, email, phone in carers:
        row = add_line(page, "foster_carer_ids")
        row.locator("td[name=name] input").fill(carer)
        row.locator("td[name=email] input").fill(email)
        row.locator("td[name=phone] input").fill(phone)
    page.get_by_role("tab", name="Approvals").click()
    row = add_line(page, "foster_approval_ids")
    select(row, "category", "Mainstream")
    fill_date(row, "date_from", "03/01/2015")
    row.locator("td[name=terms] input").fill("2 children, 0 to 11 years")
    page.get_by_role("tab", name="Others at home").click()
    row = add_line(page, "foster_member_ids")
    select(row, "relation", "Child")
    row.locator("td[name=year_of_birth] input").fill("2010")
    page.get_by_role("tab", name="Children cared for").click()
    row = add_line(page, "foster_care_ids")
    row.locator("td[name=year] input").fill("2025")
    select(row, "age_range", "5")
    row.locator("td[name=children] input").fill("2")
    if notes:
        page.get_by_role("tab", name="Complaints, allegations").click()
        page.locator("div[name=foster_notes] textarea").fill(notes)
    save_form(page)


def choose_record(scope, field, name):
    """Type a name into a field of one record, and choose it."""
    entry = scope.locator(f"div[name={field}] input, td[name={field}] input").first
    entry.fill(name)
    page = getattr(scope, "page", scope)
    page.locator(".o-autocomplete--dropdown-item", has_text=name).first.click()


def add_line(page, field):
    """Add a line to a list of the form; return the row to fill."""
    lines = page.locator(f"div[name={field}]")
    rows = lines.locator(".o_data_row")
    number = rows.count()
    lines.get_by_text("Add a line").click()
    # the row before stays open until the new one is there
    expect(rows).to_have_count(number + 1)
    expect(rows.nth(number)).to_have_class(re.compile("o_selected_row"))
    return rows.nth(number)


def select(scope, field, label):
    """Choose from a list of words."""
    box = scope.locator(f"[name={field}]").first
    if box.locator("select").count():
        box.locator("select").select_option(label=label)
        return
    page, shown = getattr(scope, "page", scope), box.locator("input").first
    chosen = re.compile(re.escape(label), re.IGNORECASE)
    for _attempt in range(3):
        shown.click()
        page.locator(".o_select_menu_item", has_text=label).first.click()
        # A list that was just drawn anew swallows the choice: then choose again.
        try:
            expect(shown).to_have_value(chosen, timeout=3000)
        except AssertionError:
            continue
        return
    expect(shown).to_have_value(chosen)


def fill_date(scope, field, words):
    """Type a day, such as `-6d`."""
    box = scope.locator(f"[name={field}]").first
    box.locator("input, button").first.click()
    box.locator("input").first.fill(words)
    box.locator("input").first.press("Tab")


def save_form(page):
    """Save the form that is open."""
    page.locator(".o_form_button_save").click()
    expect(page.locator(".o_form_button_save")).to_be_hidden()


def tell_advisor(page, household, route="Resignation", decided="-6d", said=""):
    """Let somebody of the service tell the Agency Advisor, on the household."""
    open_household(page, household)
    page.get_by_role("button", name="This household leaves").click()
    dialog = page.locator(".modal-dialog")
    select(dialog, "leaving_route", route)
    fill_date(dialog, "date_decided", decided)
    if said:
        dialog.locator("div[name=reason] input").fill(said)
    dialog.locator("div[name=told] input").check()
    dialog.get_by_role("button", name="Tell the Agency Advisor").click()
    expect(dialog).to_have_count(0)
    note = page.locator(".o_notification", has_text="Thank you")
    expect(note).to_be_visible()


def open_household(page, name):
    """Open a household from the list of those the user keeps."""
    page.goto("/odoo/foster-households")
    page.locator(".o_data_row", has_text=name).locator("td").nth(1).click()
    expect(page.locator(".o_form_view")).to_be_visible()


# === TIME === #

# What happened lies further back now, all of it alike; whole weeks, so that week-ends
# stay week-ends. The journal is only ever added to.
LATER = """
    DO $$
    DECLARE
        one record;
    BEGIN
        FOR one IN
            SELECT c.table_name,
                   string_agg(
                       format(
                           '%1$I = %1$I - interval ''{days} days''', c.column_name
                       ),
                       ', '
                   ) AS moves
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'
               AND c.column_name <> 'date_start_service'
               AND c.data_type IN ('date', 'timestamp without time zone')
               AND c.table_name <> 'exit_interview_journal'
               AND (c.table_name = 'exit_interview' OR EXISTS (
                    SELECT 1
                      FROM information_schema.columns r
                     WHERE r.table_name = c.table_name AND r.column_name = 'case_id'
                       AND c.table_name LIKE 'exit_interview%'))
             GROUP BY c.table_name
        LOOP
            EXECUTE format(
                'UPDATE %I SET %s WHERE %I = {case_id}',
                one.table_name, one.moves,
                CASE WHEN one.table_name = 'exit_interview' THEN 'id' ELSE 'case_id' END
            );
        END LOOP;
    END $$
"""


def let_weeks_pass(server, case_id, weeks):
    """Let time pass for one case: all that happened in it lies so much further back."""
    server.query(LATER.format(days=7 * weeks, case_id=int(case_id)))
    server.shell(
        f"env['exit.interview'].browse({int(case_id)}).duty_update()\nenv.cr.commit()\n"
    )


def run_job(admin, server, name):
    """Let a scheduled job run now, by its external id."""
    [[cron_id]] = server.query(
        "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
        *name.split("."),
    )
    admin["ir.cron"].browse(int(cron_id)).method_direct_trigger()


# === THE BRIEFING === #


def fill_part(page, part, text=None, button="Save", **answers):
    """Give one part of the briefing that is open, or say that there is none."""
    row = page.locator("div[name=part_ids] .o_data_row", has_text=part)
    row.get_by_role("button", name="Fill in").click()
    dialog = page.locator(".modal-dialog")
    if text:
        dialog.locator("div[name=text] textarea").fill(text)
    for field, label in answers.items():
        select(dialog, field, label)
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_have_count(0)


def add_letter(page, name, content):
    """Add the letter to the briefing that is open."""
    row = page.locator("div[name=part_ids] .o_data_row", has_text="Letter")
    row.get_by_role("button", name="Fill in").click()
    page.locator(".modal-dialog").get_by_role("button", name="Add a file").click()
    dialog = page.locator(".modal-dialog").last
    dialog.locator("#exit_file").set_input_files(
        {"name": name, "mimeType": "", "buffer": content}
    )
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.locator(".alert-success")).to_contain_text(name)
    dialog.get_by_role("button", name="Done").click()
    expect(page.locator(".modal-dialog")).to_have_count(0)


# === THE CARERS' PAGES === #


def get_link(mail):
    """Return the link that stands in a mail."""
    return LINK.search(mail.get_body(("plain",)).get_content()).group()


def tell_pin(page, name):
    """Let the Agency Advisor make a PIN on the case that is open, and read it out."""
    page.get_by_role("tab", name="Leaver's page").click()
    card = page.locator("div[name=participant_ids] .o_kanban_record", has_text=name)
    card.get_by_role("button", name="Tell the leaver their PIN").click()
    page.locator(".modal-dialog").get_by_role("button", name="Ok").click()
    shown = page.locator(".o_exit_pin")
    expect(shown).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    pin = shown.text_content()
    page.get_by_role("button", name="I have told them").click()
    expect(page.locator(".o_exit_pin")).to_have_count(0)
    return pin


def enter_pin(carer, pin):
    """Type a PIN into the page that asks for it; tell whether it opened."""
    carer.page.get_by_label("PIN", exact=True).fill(pin)
    carer.press("Go on")
    return not carer.page.url.endswith("/exit-interview/pin")
