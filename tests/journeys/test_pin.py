# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two people share a mailbox: a link and a PIN, on a telephone (A-55, I-22)."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from tools.config import LOGS

from . import steps
from .test_leaver import PHONE, Phone, postbox

assert postbox
SHARED = "one.mailbox@example.org"


def _offer_case(server, api):
    """Return the id of a new case whose leaver shares a mailbox with another one."""
    cora = api("cora").env
    day = datetime.date.today() + datetime.timedelta(days=20)
    for _person in range(2):
        employee_id, name = steps.pick_leaver(server)
        vals = {
            "source": "leavers_form",
            "employee_id": employee_id,
            "date_departure": str(day),
            "reason": "Resigned",
        }
        api("hal").env.execute("exit.interview.notice", "register", vals_list=[vals])
        case_id, _reference = steps.get_case(server, employee_id)
        [[person]] = server.query(
            "SELECT id FROM exit_interview_participant WHERE case_id = %s::int", case_id
        )
        cora.execute(
            "exit.interview.participant", "write", ids=[person], vals={"email": SHARED}
        )
    cora.execute("exit.interview", "action_offer", ids=[case_id], channel="mail")
    return case_id, name


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "scripts"])
def test_a_link_and_a_pin(
    server, api, new_page, login, postbox, check_barriers, scripts
):
    case_id, name = _offer_case(server, api)
    phone = Phone(new_page, scripts, check_barriers)
    link = postbox.open()
    phone.follow(link)
    mail = postbox.mails[-1].get_body(("plain",)).get_content()
    assert "PIN of six digits" in " ".join(mail.split())
    assert phone.page.url.endswith("/exit-interview/pin")
    expect(phone.page.get_by_text("You have no PIN yet")).to_be_visible()
    assert name.split()[0] not in phone.page.content()

    # the coordinator is told, rings, and reads the PIN from the dialog
    page = login("cora")
    steps.open_case(page, case_id)
    expect(page.get_by_text("cannot open their page yet")).to_be_visible()
    page.get_by_role("tab", name="Leaver's page").click()
    page.get_by_role("button", name="Tell the leaver their PIN").click()
    page.locator(".modal-dialog").get_by_role("button", name="Ok").click()
    shown = page.locator(".o_exit_pin")
    expect(shown).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    pin = shown.text_content()
    page.screenshot(path=LOGS / "pin-dialog.png", full_page=True)
    page.get_by_role("button", name="I have told them").click()
    expect(page.locator(".o_exit_pin")).to_have_count(0)
    expect(page.get_by_text("cannot open their page yet")).to_be_hidden()
    assert pin not in page.content()

    # the leaver types a wrong one first; what was open before the PIN has ended
    phone.follow(link, **PHONE)
    wrong = "000 000" if pin != "000 000" else "000 001"
    phone.page.get_by_label("PIN", exact=True).fill(wrong)
    phone.press("Go on")
    expect(phone.page.get_by_role("alert")).to_contain_text("does not open")
    phone.page.get_by_label("PIN", exact=True).fill(pin)
    phone.press("Go on")
    phone.press("Yes, I would like to")
    expect(phone.page.get_by_text("Your yes has reached us")).to_be_visible()
