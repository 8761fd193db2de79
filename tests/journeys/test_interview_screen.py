# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nothing typed is lost: killed browsers, stopped servers, two windows."""

import contextlib
import os
import signal
import subprocess

import pytest
from playwright.sync_api import Error, expect

from tools import system

from . import conftest, steps

# A conversation that the sample organisation has planned, and nobody has begun.
PLANNED = """
    SELECT s.id, s.case_id
      FROM exit_interview_session s
      JOIN res_users u ON u.id = s.interviewer_id
     WHERE s.state = 'planned' AND u.login = 'ivy'
       AND NOT EXISTS (SELECT 1 FROM exit_interview_answer a WHERE a.session_id = s.id)
     ORDER BY s.id
"""


@pytest.fixture
def conversation(server):
    """Return id and case of a planned conversation of Ivy's without an answer."""
    return server.query(PLANNED)[0]


def open_conversation(page, case_id):
    steps.open_case(page, case_id)
    steps.take_step(page, "Open the conversation")
    expect(page.locator(".o_exit_interview .o_exit_part")).to_be_visible()


def count_answers(server, session_id):
    [[count]] = server.query(
        "SELECT count(*) FROM exit_interview_answer WHERE session_id = %s", session_id
    )
    return count


def test_a_killed_browser_loses_nothing(server, browser, login, conversation):
    session_id, case_id = conversation
    with killable(browser) as (other, process_id):
        page = other.new_page(base_url=server.url)
        page.set_default_timeout(conftest.TIMEOUT)
        page = login("ivy", page=page)
        open_conversation(page, case_id)
        steps.open_part(page, "support")
        questions = page.locator(".o_exit_question")
        expect(questions.first).to_be_visible()
        answered = 0
        for code in ("support", "induction", "workload", "value"):
            steps.open_part(page, code)
            for block in page.locator(".o_exit_question").all():
                if answered == 9:
                    break
                block.locator("[data-score='1']").first.click()
                answered += 1
        assert answered == 9
        steps.expect_saved(page)
        os.kill(process_id, signal.SIGKILL)

    assert count_answers(server, session_id) == 9
    page = login("ivy")
    open_conversation(page, case_id)
    steps.open_part(page, "support")
    expect(page.locator(".o_exit_question[data-status=answered]").first).to_be_visible()


def test_a_stopped_server_gets_the_words_later(make_server, login):
    server = make_server("stopped")
    session_id, case_id = server.query(PLANNED)[0]
    page = login("ivy", base_url=server.url)
    open_conversation(page, case_id)
    steps.open_part(page, "looking_back")
    server.kill()
    page.locator(".o_exit_question textarea").first.fill(
        "Typed while the line was dead"
    )
    page.locator(".o_exit_question textarea").nth(1).click()
    expect(page.locator(".o_exit_save_state")).not_to_have_attribute(
        "data-state", "saved"
    )
    server.start()
    steps.expect_saved(page)
    [[text]] = server.query(
        "SELECT text FROM exit_interview_answer WHERE session_id = %s", session_id
    )
    assert text == "Typed while the line was dead"


def test_two_windows_on_one_answer_keep_both_texts(server, login, conversation):
    session_id, case_id = conversation
    first, second = login("ivy"), login("ivy")
    for page in (first, second):
        open_conversation(page, case_id)
        steps.open_part(page, "looking_back")
    code = "improve"

    steps.answer(first, code, "text", "Written on the laptop")
    first.keyboard.press("Tab")
    steps.expect_saved(first)
    steps.answer(second, code, "text", "Written on the tablet")
    second.keyboard.press("Tab")

    conflict = steps.question(second, code).locator(".o_exit_conflict")
    expect(conflict).to_contain_text("Written on the laptop")
    expect(conflict).to_contain_text("Written on the tablet")
    [[refused]] = server.query(
        "SELECT wording FROM exit_interview_answer_revision"
        " WHERE session_id = %s AND is_refused",
        session_id,
    )
    assert refused == "Written on the tablet"
    conflict.locator("[data-keep=both]").click()
    expect(conflict).to_have_count(0)
    steps.expect_saved(second)
    [[text]] = server.query(
        "SELECT a.text FROM exit_interview_answer a"
        " JOIN exit_interview_question q ON q.id = a.question_id"
        " WHERE a.session_id = %s AND q.code = 'improve'",
        session_id,
    )
    assert "Written on the laptop" in text
    assert "Written on the tablet" in text


@pytest.mark.parametrize("width", [1280, 768])
def test_the_screen_fits(login, conversation, width):
    _session_id, case_id = conversation
    page = login("ivy", width=width, height=1024)
    open_conversation(page, case_id)
    steps.open_part(page, "support")
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0
    for button in page.locator(".o_exit_question [data-score]").all()[:11]:
        box = button.bounding_box()
        assert box["height"] >= 40, box


@contextlib.contextmanager
def killable(browser):
    """Give a browser of its own, and the id of its process, for a test to kill."""
    mark = "--exit-interview-killed"
    other = browser.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM") or system.browser(),
        headless=True,
        args=[*conftest.BROWSER_OPTIONS, mark],
    )
    command = ["pgrep", "--oldest", "--full", "--", mark]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    yield other, int(found.stdout)
    with contextlib.suppress(Error):  # it was killed, which is what the test is for
        other.close()
