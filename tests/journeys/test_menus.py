# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The menus: few words, the same for everybody, and nothing that does not fit."""

import pytest
from playwright.sync_api import expect

ON_TOP = {
    "cora": ["My work", "Cases", "Follow up", "Reporting", "Set-up"],
    "ivy": ["My work", "Cases", "Follow up", "Reporting"],
    "sam": ["My work", "Follow up"],
    "hana": ["My work", "Follow up"],
    "dee": ["Reviews", "Trends"],
    "rae": ["Vacancies: who left?"],
    "poppy": ["Set-up"],
    "ada": ["My work", "Cases", "Follow up", "Reporting", "Set-up"],
    "ida": ["My work", "Cases", "Follow up", "Reporting"],
    "wes": ["My work", "Follow up", "Households"],
    "mo": ["My work", "Follow up", "Households"],
}
# Where each of them is at home; the others in their own work.
HOMES = {
    "dee": "exit-published-reviews",
    "rae": "exit-vacancies",
    "poppy": "exit-policies",
}


@pytest.mark.parametrize("who", ON_TOP)
def test_menus_fit(login, who):
    page = login(who)
    page.goto(f"/odoo/{HOMES.get(who, 'exit-my-work')}")
    sections = page.locator(".o_menu_sections > *:visible")
    for width in (1280, 768):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator(".o_menu_sections_more:visible")).to_have_count(0)
        expect(sections).to_have_text(ON_TOP[who])
