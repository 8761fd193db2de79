# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A second authority decides otherwise, on the screens alone, beside the first one."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from . import steps

QUESTIONS = (
    ("Why do you leave?", "Own words"),
    ("How well were you supported?", "Scale from 0 to 10"),
    ("Would you come back?", "Yes or no"),
)
# What the platform's administrator enters in Settings, and HR in Employees.
SET_UP = """
company = env["res.company"].create({"name": "Otherwold Borough Council"})
users = {}
for login, group in (
    ("olive", "exit_interview.group_administrator"),
    ("owen", "exit_interview.group_coordinator"),
    ("oona", "exit_interview.group_interviewer"),
    ("otto", "base.group_user"),
    ("odile", "base.group_user"),
    ("otis", "hr.group_hr_manager"),
):
    users[login] = env["res.users"].create({
        "name": login.capitalize() + " Otherwold",
        "login": login,
        "password": login,
        "email": login + "@example.org",
        "tz": "Europe/London",
        "company_id": company.id,
        "company_ids": [(6, 0, company.ids)],
        "group_ids": [(6, 0, [env.ref("base.group_user").id, env.ref(group).id])],
    })
otis = env(user=users["otis"], context={"allowed_company_ids": company.ids})
team = otis["hr.department"].create({"name": "Team East", "company_id": company.id})
leaver = otis["hr.employee"].create({
    "name": "Lou Leaver", "company_id": company.id, "department_id": team.id,
})
reason = otis["hr.departure.reason"].search([], limit=1)
print(company.id, users["otto"].id, leaver.id, reason.id)
env.cr.commit()
"""


@pytest.fixture
def second(server):
    """A second organisation in the database: its people, a team, somebody to leave."""
    ids = map(int, server.shell(SET_UP).split()[-4:])
    return dict(zip(("company", "otto", "leaver", "reason"), ids, strict=True))


def pick(page, scope, field, text):
    """Choose a record in a field by typing."""
    box = scope.locator(f"div[name={field}] input, td[name={field}] input").first
    box.click()
    box.fill(text)
    page.locator(".o-autocomplete--dropdown-item", has_text=text).first.click()


def pick_selection(page, scope, field, label):
    """Choose a value of a selection by typing it.

    What the line before set off on the server draws the menu anew, so it is opened
    again until the value stays.
    """
    box = scope.locator(f"div[name={field}] input, td[name={field}] input").first
    found = page.get_by_role("menuitem", name=label, exact=True)
    for _attempt in range(5):
        page.wait_for_timeout(700)
        box.click()
        box.fill(label)
        page.wait_for_timeout(700)
        if found.is_visible():
            found.click()
            break
        page.keyboard.press("Escape")
    expect(box).to_have_value(label)


def save(page):
    page.locator(".o_form_button_save").first.click()
    expect(page.locator(".o_form_button_save:visible")).to_have_count(0)


def write_questionnaire(page):
    """Write three questions and publish them."""
    page.goto("/odoo/exit-questionnaires/new")
    page.locator("div[name=name] input").first.fill("Otherwold: three questions")
    page.locator("div[name=section_ids] .o_field_x2many_list_row_add a").click()
    row = page.locator("div[name=section_ids] .o_selected_row")
    row.locator("td[name=name] input").fill("Your time with us")
    save(page)
    for name, kind in QUESTIONS:
        page.locator("div[name=question_ids] .o_field_x2many_list_row_add a").click()
        dialog = page.locator(".modal-dialog")
        pick_selection(page, dialog, "kind", kind)
        dialog.locator("div[name=name] textarea").fill(name)
        dialog.get_by_role("button", name="Save & Close").click()
        expect(dialog).to_have_count(0)
    save(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.locator(".modal-dialog .btn-primary").click()
    steps.expect_state(page, "Published")


def add_line(page, field, values):
    """Fill a line of an editable list: {field: (kind, text)}."""
    page.locator(f"div[name={field}] .o_field_x2many_list_row_add a").click()
    row = page.locator(f"div[name={field}] .o_selected_row")
    for name, (kind, text) in values.items():
        if kind == "tick":
            row.locator(f"td[name={name}] input[type=checkbox]").click()
        elif kind == "selection":
            pick_selection(page, row, name, text)
        else:
            pick(page, row, name, text)


def write_policy(page):
    """Decide otherwise: ten days, other people, two copies, own questions."""
    page.goto("/odoo/exit-policies/new")
    page.locator("div[name=name] input, div[name=name] textarea").first.fill(
        "Otherwold: leaving staff"
    )
    pick(page, page, "questionnaire_id", "Otherwold: three questions")
    page.locator(".nav-link[name=roles]").click()
    for role, person in (
        ("Coordinator", "Owen"),
        ("Interviewer", "Oona"),
        ("Service manager", "Otto"),
        ("Head of service", "Odile"),
    ):
        add_line(
            page,
            "role_ids",
            {"role": ("selection", role), "user_id": ("record", person)},
        )
    page.locator(".nav-link[name=recipients]").click()
    add_line(
        page,
        "recipient_ids",
        {
            "role": ("selection", "Service manager"),
            "owes_response": ("tick", None),
            "approver_role": ("selection", "Head of service"),
        },
    )
    add_line(page, "recipient_ids", {"role": ("selection", "Head of service")})
    page.locator(".nav-link[name=deadlines]").click()
    days = page.locator("div[name=response_days] input")
    days.fill("10")
    days.press("Tab")
    save(page)
    expect(page.locator("div[name=role_warning]:visible")).to_have_count(0)


def count_working_days(first, last):
    """Return how many week days lie after `first`, up to and with `last`."""
    days = (last - first).days
    return sum(
        (first + timedelta(days=number)).weekday() < 5 for number in range(1, days + 1)
    )


def get_rules(server, company_id):
    """Return what the policy of a company says."""
    return server.query(
        "SELECT p.response_days, p.questionnaire_id, p.write_date::text, count(r.id)"
        "  FROM exit_interview_policy p"
        "  LEFT JOIN exit_interview_policy_recipient r ON r.policy_id = p.id"
        " WHERE p.company_id = %s GROUP BY p.id",
        company_id,
    )


def test_second_authority(server, login, api, second):
    """Shows 6: another authority, another procedure, no code."""
    [[first_id]] = server.query("SELECT min(id) FROM res_company")
    before = get_rules(server, first_id)

    page = login("olive")
    write_questionnaire(page)
    write_policy(page)

    # a departure there runs by those rules
    otis, owen, oona = (api(who).env.execute for who in ("otis", "owen", "oona"))
    [wizard_id] = otis(
        "hr.departure.wizard",
        "create",
        vals_list=[
            {
                "employee_ids": [[6, 0, [second["leaver"]]]],
                "departure_date": str(date.today() + timedelta(days=60)),
                "departure_reason_id": second["reason"],
            }
        ],
        context={"employee_termination": True},
    )
    otis("hr.departure.wizard", "action_register_departure", ids=[wizard_id])
    case_id, _reference = steps.get_case(server, second["leaver"])
    ids = [case_id]
    owen("exit.interview", "action_offer", ids=ids, channel="told")
    owen("exit.interview", "action_record_reply", ids=ids, reply="accepted")
    session_id = oona(
        "exit.interview",
        "action_schedule",
        ids=ids,
        date_start=f"{date.today()} 00:00:01",
        mode="in_person",
        location="Room 2",
    )
    form = oona("exit.interview.session", "get_form", ids=[session_id])
    asked = [
        question["name"]
        for section in form["questionnaire"]["sections"]
        for question in section["questions"]
    ]
    assert asked == [name for name, _kind in QUESTIONS]

    oona("exit.interview.session", "action_mark_held", ids=[session_id])
    shares = server.query(
        "SELECT id, role FROM exit_interview_share WHERE case_id = %s ORDER BY role",
        case_id,
    )
    assert [role for _id, role in shares] == ["head_of_service", "service_manager"]
    for share_id, _role in shares:
        oona(
            "exit.interview.share",
            "action_record_permission",
            ids=[share_id],
            permission="full",
        )
    oona("exit.interview", "action_confirm", ids=ids, how="agreed")
    owen("exit.interview", "action_share", ids=ids)
    [[user_id, sent, due]] = server.query(
        "SELECT user_id, date_sent::text, date_due::text FROM exit_interview_share"
        " WHERE case_id = %s AND role = 'service_manager'",
        case_id,
    )
    assert user_id == second["otto"]
    sent, due = date.fromisoformat(sent), date.fromisoformat(due)
    assert count_working_days(sent, due) == 10

    # and the first authority goes on as before; nobody looks into the other
    assert get_rules(server, first_id) == before
    assert before[0][0] == 15
    [[other_case]] = server.query(
        "SELECT max(id) FROM exit_interview WHERE company_id = %s", first_id
    )
    for who, wanted in ((owen, other_case), (api("cora").env.execute, case_id)):
        domain = [["id", "=", wanted]]
        assert not who("exit.interview", "search_count", domain=domain)
