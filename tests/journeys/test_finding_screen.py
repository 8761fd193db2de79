# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An interview becomes findings in minutes, by the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from . import steps

# A confirmed record of many answers, of the voice whose sentences are read here.
SPOKEN = """
    SELECT c.id
      FROM exit_interview c
      JOIN exit_interview_answer a ON a.case_id = c.id
     WHERE c.population = 'staff'
       AND c.date_confirmed IS NOT NULL
       AND c.state IN ('confirmed', 'shared', 'done')
     GROUP BY c.id
    HAVING count(*) >= 20
       AND bool_or(a.text LIKE %s OR a.comment LIKE %s)
     ORDER BY c.date_confirmed DESC, c.id
     LIMIT 1
"""
# Which of the sample's records wait to be learned from depends on the day.
FORGET = """
    WITH gone AS (DELETE FROM exit_interview_finding WHERE case_id = %s)
  UPDATE exit_interview SET date_learned = NULL WHERE id = %s
RETURNING id
"""
FINDINGS = """
    SELECT f.kind, f.state, p.name->>'en_US', t.name->>'en_US', f.wording
      FROM exit_interview_finding f
      JOIN exit_interview_theme t ON t.id = f.theme_id
      JOIN exit_interview_theme p ON p.id = t.parent_id
     WHERE f.case_id = %s AND f.source_text IS NOT NULL
     ORDER BY f.id
"""
# Twenty answers are left: those in words, and some of those that are only ticked.
TWENTY = """
    DELETE FROM exit_interview_answer
     WHERE case_id = %s
       AND id NOT IN (
               SELECT id FROM exit_interview_answer
                WHERE case_id = %s
                ORDER BY (coalesce(text, '') = '' AND coalesce(comment, '') = ''), id
                LIMIT 20)
 RETURNING id
"""
# How the sentence begins; sort by one letter; what is typed to find the theme, empty
# where the first proposal fits; the theme; what a coordinator writes instead.
LEARNED = [
    (
        "I would not have",
        "s",
        "",
        "Support in the team",
        "Colleagues prepare each other for the next step.",
    ),
    (
        "Supervision happened",
        "s",
        "",
        "Supervision",
        "Supervision took place as planned.",
    ),
    (
        "Somebody always",
        "s",
        "prog",
        "Progression",
        "Careers were talked about early and often.",
    ),
    (
        "Two weeks",
        "s",
        "first",
        "First weeks and shadowing",
        "New starters had protected time and a buddy.",
    ),
    (
        "The laptop",
        "w",
        "",
        "Case system and technology",
        "Equipment was late for new starters.",
    ),
    (
        "If there had been",
        "w",
        "prog",
        "Progression",
        "People leave where the next step is not open here.",
    ),
    (
        "Busy, and",
        "s",
        "casel",
        "Caseload",
        "Allocation was talked through, and a no was heard.",
    ),
    (
        "I was thanked",
        "s",
        "valu",
        "Being valued",
        "Thanks given in front of others were remembered.",
    ),
    (
        "Managers who",
        "s",
        "",
        "Support from the line manager",
        "Managers know the work from doing it.",
    ),
    (
        "Plan for people",
        "i",
        "prog",
        "Progression",
        "Plan ahead for people who are ready to move up.",
    ),
    (
        "Please tell",
        "s",
        "",
        "Support in the team",
        "Good business support makes good visits possible.",
    ),
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
    """Return the id of a record from which nobody has learned yet."""
    begins = f"%{LEARNED[0][0]}%"
    [[case_id]] = server.query(SPOKEN, begins, begins)
    server.query(FORGET, case_id, case_id)
    return case_id


def open_findings(page, case_id):
    steps.open_case(page, case_id)
    steps.take_step(page, "Findings")
    expect(page.locator(".o_exit_lines")).to_be_focused()


def go_down_to(page, keys, begins):
    """Press the arrow until the sentence is current, never faster than it is shown."""
    lines = page.locator(".o_exit_line")
    is_current = re.compile(r"\bo_exit_current\b")
    shown = [
        (text.strip(), bool(is_current.search(line.get_attribute("class"))))
        for text, line in zip(lines.all_inner_texts(), lines.all(), strict=True)
    ]
    [target] = [i for i, (text, _here) in enumerate(shown) if text.startswith(begins)]
    [here] = [number for number, (_text, is_here) in enumerate(shown) if is_here]
    assert here <= target, f"“{begins}” stands above"
    for number in range(here + 1, target + 1):
        keys.press("ArrowDown")
        expect(lines.nth(number)).to_have_class(is_current)


def test_twenty_answers_by_keyboard(server, login, unread):
    case_id = unread
    server.query(TWENTY, case_id, case_id)
    page = login("cora")
    open_findings(page, case_id)
    expect(page.locator(".o_exit_answer")).not_to_have_count(0)
    keys = Keys(page)
    for number, (begins, kind, theme, name, words) in enumerate(LEARNED, 1):
        if number == len(LEARNED) // 2:
            page.set_viewport_size({"width": 768, "height": 1024})
        go_down_to(page, keys, begins)
        keys.press("Enter")
        expect(page.locator(".o_exit_kinds button:focus")).to_have_count(1)
        keys.press(kind)
        proposed = page.locator("#exit_themes [role=option]").first
        expect(proposed).to_be_visible()
        if theme:
            keys.type(theme)
        expect(proposed).to_contain_text(name)
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
    [[left]] = server.query(
        "SELECT count(*) FROM exit_interview_answer WHERE case_id = %s", case_id
    )
    assert left == 20
    searched = sum(len(one[2]) for one in LEARNED)
    print(
        f"\n{left} answers, {len(LEARNED)} findings: {keys.pressed} keys pressed, "
        f"{searched} letters typed to find themes, {keys.typed - searched} letters of "
        "wordings"
    )
    # Four keys a finding, one for each sentence passed over, and one to send them all.
    assert keys.pressed <= 4 * len(LEARNED) + 12
    assert searched <= 3 * len(LEARNED)
    expect(page.get_by_text("Everything is noted")).to_be_visible()
    kinds = {"w": "worry", "s": "strength", "i": "idea"}
    found = [tuple(row) for row in server.query(FINDINGS, case_id)]
    assert [(kind, state, name, words) for kind, state, _top, name, words in found] == [
        (kinds[kind], "submitted", name, words)
        for _begins, kind, _theme, name, words in LEARNED
    ]
    [[learned]] = server.query(
        "SELECT date_learned IS NOT NULL FROM exit_interview WHERE id = %s", case_id
    )
    assert learned


def test_flags_while_typing_on_a_tablet(server, login):
    [case_id, manager] = server.query(
        """
        SELECT c.id, c.manager_name FROM exit_interview c
         WHERE c.population = 'staff'
           AND c.date_confirmed IS NOT NULL AND c.manager_name IS NOT NULL
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
