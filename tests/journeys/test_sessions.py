# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Ringing, planning, cancelling, typing in later, files: on the screens."""

import re

import pytest
from playwright.sync_api import expect

from . import steps

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


# Cases of the sample organisation that Cora interviews herself, by how far they are.
CASES = """
    SELECT e.id, e.name
      FROM exit_interview e
      JOIN res_users u ON u.id = e.interviewer_id
     WHERE e.state = %s AND coalesce(e.reply, '') = %s AND u.login = 'cora'
       AND e.attempt_count = 0 AND e.route = 'interview'
     ORDER BY e.id
     LIMIT 1
"""


def open_sample_case(server, login, state, reply=""):
    """Open a case of the sample as its coordinator; return page, id and reference."""
    [[case_id, reference]] = server.query(CASES, state, reply)
    page = login("cora")
    steps.open_case(page, case_id)
    return page, case_id, reference


def plan_by_telephone(dialog):
    """Take the time that the dialog proposes."""
    dialog.get_by_label("Telephone").check()
    expect(dialog.locator("div[name=free_note]")).to_contain_text(
        re.compile(r"\d\d:00")
    )


@pytest.fixture
def interview(server):
    """Return session and case of a planned conversation of Ivy's."""
    [row, *_more] = server.query(
        "SELECT s.id, s.case_id FROM exit_interview_session s"
        " JOIN res_users u ON u.id = s.interviewer_id"
        " WHERE s.state = 'planned' AND u.login = 'ivy' ORDER BY s.id DESC"
    )
    return row


def open_interview(page, case_id):
    steps.open_case(page, case_id)
    steps.take_step(page, "Open the conversation")
    expect(page.locator(".o_exit_interview .o_exit_part")).to_be_visible()


def test_ringing_takes_one_click_on_a_tablet(server, login):
    [[case_id, _reference]] = server.query(CASES, "offered", "")
    page = login("cora", width=768, height=1024)
    page.goto("/odoo/exit-ring-list")
    page.locator(".o_facet_remove").first.click()
    [[name]] = server.query(
        "SELECT name FROM exit_interview_participant WHERE case_id = %s", case_id
    )
    row = page.locator(".o_data_row", has_text=name)
    button = row.get_by_role("button", name="No reply")
    expect(button).to_be_in_viewport()
    expect(row.get_by_role("button", name="Reply", exact=True)).to_be_in_viewport()
    button.click()
    expect(row).to_contain_text("1, last")
    for attempt in (2, 3):
        button.click()
        expect(row).to_contain_text(f"{attempt}, last")
    row.get_by_role("button", name="Close case").click()
    dialog = page.locator(".modal-dialog")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_have_count(0)
    [[outcome, count]] = server.query(
        "SELECT outcome, (SELECT count(*) FROM exit_interview_contact c"
        " WHERE c.case_id = e.id) FROM exit_interview e WHERE id = %s",
        case_id,
    )
    assert (outcome, count) == ("no_reply", 3)


def test_late_entry_keeps_the_true_date(server, login):
    page, case_id, _reference = open_sample_case(server, login, "offered", "accepted")

    def held(dialog):
        steps.fill_moment(dialog, "date_start", "-3d")
        steps.fill_moment(dialog, "date_end", "-3d")
        dialog.get_by_label("In person").check()
        dialog.locator("div[name=location] input").fill("Library")

    steps.take_step(page, "It took place", held)
    steps.expect_state(page, "Interviewed")
    steps.take_step(page, "Open the conversation")
    header = page.locator(".o_exit_header")
    expect(header).to_contain_text("Library")
    expect(header).to_contain_text("entered on")
    [[days]] = server.query(
        "SELECT date_recorded::date - date_start::date FROM exit_interview_session"
        " WHERE case_id = %s",
        case_id,
    )
    assert days == 3


def test_cancel_rebook_and_the_letter(server, login, pdf):
    page, case_id, reference = open_sample_case(server, login, "offered", "accepted")
    steps.take_step(page, "Plan the conversation", plan_by_telephone)
    steps.expect_state(page, "Scheduled")

    def cancel(dialog):
        steps.choose(dialog, "cancelled_by", "We had to cancel")
        dialog.locator("div[name=reason] textarea").fill("The interviewer is ill")
        steps.fill_moment(dialog, "rebook_date", "+7d")

    steps.take_step(page, "Cancel the conversation", cancel)
    steps.expect_state(page, "Scheduled")
    rows = server.query(
        "SELECT state, cancelled_by FROM exit_interview_session"
        " WHERE case_id = %s ORDER BY state",
        case_id,
    )
    assert [tuple(row) for row in rows] == [("cancelled", "us"), ("planned", None)]
    with page.expect_download() as download:
        steps.take_step(page, "Cancellation letter")
    assert download.value.suggested_filename == f"Letter {reference}.pdf"


def test_calendar_file_and_calendar_name_nobody(server, login, interview):
    _session_id, case_id = interview
    page = login("ivy")
    steps.open_case(page, case_id)
    row = page.locator("div[name=session_ids] .o_data_row").first
    with page.expect_download() as download:
        row.get_by_role("button", name="Calendar file").click()
    assert download.value.suggested_filename == "meeting.ics"
    with open(download.value.path(), encoding="utf-8") as stream:
        text = stream.read()
    [[reference, name]] = server.query(
        "SELECT e.name, p.name FROM exit_interview e"
        " JOIN exit_interview_participant p ON p.case_id = e.id WHERE e.id = %s",
        case_id,
    )
    assert "SUMMARY:Meeting" in text and reference in text
    assert name.split()[0] not in text

    page.goto("/odoo/exit-my-interviews")
    page.locator(".o_switch_view.o_calendar").click()
    expect(page.locator(".o_calendar_view .fc-event").first).to_contain_text("EXI-")


def test_the_paper_form_is_added_and_downloaded(server, login, interview):
    _session_id, case_id = interview
    page = login("ivy")
    open_interview(page, case_id)
    page.locator("[data-step=add_file]").click()
    dialog = page.locator(".modal-dialog")
    entry = dialog.locator("#exit_file")
    add = dialog.get_by_role("button", name="Add", exact=True)

    entry.set_input_files({"name": "f.pdf", "mimeType": "", "buffer": b"MZ\x00 no"})
    add.click()
    expect(dialog.locator(".alert-danger")).to_contain_text("not what its name says")
    entry.set_input_files({"name": "signed.pdf", "mimeType": "", "buffer": PDF})
    add.click()
    expect(dialog.locator(".alert-success")).to_contain_text("signed.pdf")
    dialog.get_by_role("button", name="Done").click()

    steps.open_case(page, case_id)
    page.get_by_role("tab", name="Files").click()
    row = page.locator("div[name=document_ids] .o_data_row", has_text="signed.pdf")
    with page.expect_download() as download:
        row.get_by_role("button", name="Download").click()
    with open(download.value.path(), "rb") as stream:
        assert stream.read() == PDF
    assert "signed" not in download.value.suggested_filename
    assert (
        server.query(
            "SELECT count(*) FROM exit_interview_journal"
            " WHERE case_id = %s AND event IN ('document_added', 'document_read')",
            case_id,
        )[0][0]
        == 2
    )


def test_words_not_yet_saved_hold_the_page(server, login, interview):
    _session_id, case_id = interview
    page = login("ivy")
    open_interview(page, case_id)
    steps.open_part(page, "looking_back")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    # The server takes its time, so that the words are still on their way.
    page.route("**/action_save_answers", lambda route: None)
    page.locator(".o_exit_question textarea").first.fill("Still on its way")
    page.reload()
    assert asked == ["beforeunload"]


def test_a_row_of_answers_goes_by_keyboard(server, login, interview):
    _session_id, case_id = interview
    page = login("ivy", width=768, height=1024)
    open_interview(page, case_id)
    phone = page.locator(".o_exit_phone")
    if phone.count():
        assert phone.first.get_attribute("href").startswith("tel:")
    steps.open_part(page, "support")
    row = page.locator(".o_exit_scale_row").first
    row.locator("button").first.focus()
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(row.locator("[data-score='10']")).to_have_attribute("aria-checked", "true")
    page.locator(".o_exit_next").click()
    steps.expect_saved(page)
