# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ground that journeys stand on."""

import odooly
import pytest
from playwright.sync_api import expect

from tools import addons


def test_administrator_sees_the_apps(login):
    page = login("admin")

    page.locator(".o_navbar_apps_menu button").click()

    expect(page.get_by_role("menuitem", name="Employees")).to_be_visible()


def test_api_with_password(api):
    client = api("admin", "admin")

    assert client.env["res.users"].search_count([("login", "=", "admin")]) == 1


def test_api_with_key(api):
    client = api("admin")

    assert client.env.user.login == "admin"


def test_api_refuses_a_wrong_password(api):
    with pytest.raises(odooly.Error):
        api("admin", "wrong").env["res.users"].search_count([])


def test_pdf_is_made_with_its_styles(server, login, pdf):
    page = login("admin")

    [[employee]] = server.query("SELECT min(id) FROM hr_employee WHERE active")
    response = page.request.get(f"/report/pdf/hr.print_employee_badge/{employee}")

    assert response.status == 200
    assert response.body().startswith(b"%PDF")
    assert "web.report_assets_common" in server.log.read_text()


def test_sample_organisation_is_there(server):
    assert server.query("SELECT demo FROM ir_module_module WHERE name = 'hr'") == [
        [True]
    ]


def test_every_fostering_login_has_work(server):
    names = [one.login for one in addons.logins() if "oster" in one.role]
    names += ["wes", "wyn"]
    found = server.query(
        "SELECT u.login, count(*) FROM exit_interview_duty d"
        " JOIN res_users u ON u.id = d.user_id"
        " WHERE d.state = 'open' GROUP BY u.login"
    )

    idle = set(names) - {login for login, _count in found}

    assert {"ada", "ida", "mo", "etta", "ned"} <= set(names)
    assert not idle, "an empty screen"


def test_sample_has_households_that_left_by_every_reason(server):
    [[households]] = server.query(
        "SELECT count(*) FROM res_partner WHERE is_foster_household"
    )
    routes = server.query(
        "SELECT DISTINCT leaving_route FROM exit_interview"
        " WHERE population = 'foster_carer'"
    )
    retained = server.query(
        "SELECT DISTINCT level FROM exit_interview_retention_talk WHERE is_retained"
    )

    assert households == 40
    assert {route for [route] in routes} == {
        "resignation",
        "deregistration",
        "special_guardianship",
        "adoption",
        "transfer",
        "retirement",
        "death",
        "other",
    }
    assert {level for [level] in retained} == {
        "worker",
        "team_manager",
        "service_manager",
    }


def test_sample_steps_were_taken_on_their_days(server):
    [[ahead]] = server.query(
        "SELECT count(*) FROM exit_interview_journal WHERE date > now()"
    )
    [[first, last]] = server.query(
        "SELECT min(j.date)::date::text, max(j.date)::date::text"
        " FROM exit_interview_journal j JOIN exit_interview c ON c.id = j.case_id"
        " WHERE c.population = 'foster_carer'"
    )

    assert ahead == 0
    assert first < last, "a year, not an afternoon"


def test_what_was_saved_survives_a_kill(make_server):
    server = make_server("killed")
    server.shell("env['res.partner'].create({'name': 'Survivor'}); env.cr.commit()")

    server.kill()
    server.start()

    found = server.query("SELECT count(*) FROM res_partner WHERE name = 'Survivor'")
    assert found == [[1]]
