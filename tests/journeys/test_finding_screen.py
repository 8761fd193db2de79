# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An interview becomes findings in minutes, by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from . import steps

# A confirmed record of many answers that nobody has learned from yet.
UNREAD = """
    SELECT c.id, count(*)
      FROM exit_interview c
      JOIN exit_interview_answer a ON a.case_id = c.id
     WHERE c.date_confirmed IS NOT NULL AND c.date_learned IS NULL
       AND c.state IN ('confirmed', 'shared', 'done')
       AND NOT EXISTS (SELECT 1 FROM exit_interview_finding f WHERE f.case_id = c.id)
     GROUP BY c.id
    HAVING count(*) >= 20
     ORDER BY c.id
"""
FINDINGS = """
    SELECT kind, state, theme_id IS NOT NULL, source_text IS NOT NULL, wording
      FROM exit_interview_finding WHERE case_id = %s ORDER BY id
"""
# Sort by one letter, and what a coordinator writes instead of the leaver's words.
LEARNED = [
    ("w", "There was more to do than could be done well."),
    ("s", "People helped each other when it got busy."),
    ("i", "Forms that ask for each thing once."),
    ("w", "Decisions changed, and nobody said why."),
    ("s", "Learning from each other was part of the week."),
    ("w", "Supervision was about figures more than practice."),
]


class Keys:
    """The keyboard, counting what is pressed besides the words typed."""

    def __init__(self, page):
        self.page = page
        self.pressed = 0
        self.typed = 0

    def press(self, key):
        self.pressed += 1
        self.page.keyboard.press(key)

    def type(self, words):
        self.typed += len(words)
        self.page.keyboard.type(words)


@pytest.fixture
def unread(server):
    """Return id and number of answers of a record that waits to be learned from."""
    found = server.query(UNREAD)
    assert found, "the sample organisation has no record left to learn from"
    return found[0]


def open_findings(page, case_id):
    steps.open_case(page, case_id)
    steps.take_step(page, "Findings")
    expect(page.locator(".o_exit_lines")).to_be_focused()


def test_twenty_answers_by_keyboard(server, login, unread, check_barriers):
    case_id, answers = unread
    page = login("cora")
    open_findings(page, case_id)
    check_barriers(page)
    keys = Keys(page)
    expect(page.locator(".o_exit_line")).not_to_have_count(0)
    for number, (kind, words) in enumerate(LEARNED, 1):
        keys.press("Enter")
        expect(page.locator(".o_exit_kinds button:focus")).to_have_count(1)
        keys.press(kind)
        if number == 1:
            expect(page.locator("#exit_themes")).to_be_visible()
            check_barriers(page)
        keys.press("Enter")
        expect(page.locator("#exit_wording")).to_be_focused()
        keys.type(words)
        keys.press("Control+Enter")
        expect(page.locator(".o_exit_finding")).to_have_count(number)
        expect(page.locator(".o_exit_lines")).to_be_focused()
    keys.press("Control+Shift+Enter")
    expect(page.locator(".o_exit_finding[data-state=submitted]")).to_have_count(
        len(LEARNED)
    )
    check_barriers(page)
    print(
        f"\n{answers} answers, {len(LEARNED)} findings: {keys.pressed} keys pressed, "
        f"{keys.typed} letters typed"
    )
    # Four keys a finding, the letters of its wording, and one to send them all.
    assert keys.pressed <= 4 * len(LEARNED) + 1
    expect(page.get_by_text("Everything is noted")).to_be_visible()
    found = server.query(FINDINGS, case_id)
    kinds = {"w": "worry", "s": "strength", "i": "idea"}
    assert [tuple(row) for row in found] == [
        (kinds[kind], "submitted", True, True, words) for kind, words in LEARNED
    ]
    [[learned]] = server.query(
        "SELECT date_learned FROM exit_interview WHERE id = %s", case_id
    )
    assert learned


def test_flags_while_typing_on_a_tablet(server, login):
    [case_id, manager] = server.query(
        """
        SELECT c.id, c.manager_name FROM exit_interview c
         WHERE c.date_confirmed IS NOT NULL AND c.manager_name IS NOT NULL
           AND c.state IN ('confirmed', 'shared', 'done')
         ORDER BY c.id DESC
        """
    )[0]
    page = login("cora", width=768, height=1024)
    open_findings(page, case_id)
    before = page.locator(".o_exit_finding").count()
    page.keyboard.press("o")
    page.keyboard.press("w")
    page.keyboard.type("supervis")
    page.keyboard.press("Tab")
    first_name = manager.split()[0]
    page.keyboard.type(f"Supervision with {first_name} was often put off.")
    flags = page.locator(".o_exit_flags li")
    expect(flags).to_have_count(1)
    expect(flags).to_contain_text(first_name)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".o_exit_finding")).to_have_count(before + 1)
    page.keyboard.press("Control+Shift+Enter")
    refused = page.locator(".o_exit_refused")
    expect(refused).to_contain_text("Somebody could be recognised")
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    refused.get_by_label("Why it may stand").fill("No name of this team")
    refused.get_by_role("button", name="Send it like this").click()
    expect(refused).to_have_count(0)
