# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The whole thread through the external API, by a client library, no browser."""

import datetime
import io

import odooly
import openpyxl
import pytest
import requests

from . import steps

REFUSED = (odooly.Error, odooly.ServerError)


def test_from_departure_to_workbook(server, api):
    hal, cora, ivy = api("hal").env, api("cora").env, api("ivy").env
    sam, hana, lin = api("sam").env, api("hana").env, api("lin").env
    employee_id, leaver = steps.pick_leaver(server, "Safeguarding Team South")
    users = {
        login: user_id
        for user_id, login in server.query("SELECT id, login FROM res_users")
    }
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)

    # HR reports the departure; HR may not read cases and learns nothing but "true"
    told = hal.execute(
        "exit.interview.notice",
        "register",
        vals_list=[
            {
                "source": "leavers_form",
                "employee_id": employee_id,
                "date_departure": "2027-01-29",
                "reason": "Resigned",
            }
        ],
    )
    assert told is True
    with pytest.raises(REFUSED):
        hal.execute("exit.interview", "search_read", domain=[], fields=["name"])

    # the coordinator offers, records the yes, assigns
    [case] = cora.execute(
        "exit.interview",
        "search_read",
        domain=[["employee_id", "=", employee_id]],
        fields=["name", "state", "leaver_name", "coordinator_id"],
    )
    assert (case["state"], case["leaver_name"]) == ("new", leaver)
    ids = [case["id"]]
    call = cora.execute
    assert call("exit.interview", "action_offer", ids=ids, channel="told") is True
    assert call("exit.interview", "action_record_reply", ids=ids, reply="accepted")
    assert call("exit.interview", "action_assign", ids=ids, interviewer_id=users["ivy"])

    # the interviewer plans, writes, holds, records permission, confirms
    start = now - datetime.timedelta(hours=2)
    session_id = ivy.execute(
        "exit.interview",
        "action_schedule",
        ids=ids,
        date_start=start.strftime("%Y-%m-%d %H:%M:%S"),
        mode="phone",
        location="Calls the private number",
    )
    form = ivy.execute("exit.interview.session", "get_form", ids=[session_id])
    questions = {
        question["code"]: question
        for section in form["questionnaire"]["sections"]
        for top in section["questions"]
        for question in [top, *top["children"]]
    }
    typed = {}
    version = form["session"]["version"]
    for code, question in questions.items():
        value = {"question_id": question["id"], "comment": f"= why {code}"}
        if question["kind"] == "scale":
            value["score"] = len(typed) % 11
        elif question["kind"] == "yes_no":
            value["score"] = len(typed) % 2
        elif question["kind"] in ("choice", "choices"):
            value["choice_ids"] = [question["choices"][0]["id"]]
        else:
            value["text"] = f"@ said about {code} ŵ 😀"
        typed[code] = value
        version = ivy.execute(
            "exit.interview.session",
            "action_save_answers",
            ids=[session_id],
            answers=[value],
            version=version,
        )
    assert version == len(questions)
    with pytest.raises(REFUSED, match="another window"):
        ivy.execute(
            "exit.interview.session",
            "action_save_answers",
            ids=[session_id],
            answers=[{**typed["improve"], "text": "Written on an old page"}],
            version=0,
        )
    assert ivy.execute(
        "exit.interview.session",
        "action_mark_held",
        ids=[session_id],
        date_start=start.strftime("%Y-%m-%d %H:%M:%S"),
        date_end=now.strftime("%Y-%m-%d %H:%M:%S"),
    )
    for share in form["permissions"]["shares"]:
        refused = share["role"] == "team_manager"
        assert ivy.execute(
            "exit.interview.share",
            "action_record_permission",
            ids=[share["id"]],
            permission="none" if refused else "full",
            how="On the telephone",
        )
    assert ivy.execute("exit.interview", "action_confirm", ids=ids, how="agreed")
    assert call("exit.interview", "action_share", ids=ids) is True

    # the service manager reads the copy and answers; the team manager finds nothing
    [share] = sam.execute(
        "exit.interview.share",
        "search_read",
        domain=[["reference", "=", case["name"]]],
        fields=["display_name", "state", "line_ids", "date_due"],
    )
    lines = sam.execute(
        "exit.interview.share.line",
        "search_read",
        domain=[["share_id", "=", share["id"]]],
        fields=["question", "answer"],
    )
    text = "\n".join(line["answer"] for line in lines)
    assert "said about improve" in text
    assert "ethnicity" not in text
    assert sam.execute(
        "exit.interview.share",
        "action_submit",
        ids=[share["id"]],
        response_action="Supervision every month",
        response_timescale="From February",
        response_monitoring="Looked at in June",
        actions=[
            {
                "name": "Book supervision",
                "owner_id": users["sam"],
                "date_due": "2027-02-12",
            },
            {"name": "Look again", "owner_id": users["lin"], "date_due": "2027-06-30"},
        ],
    )
    for client in (lin, hal):
        for model in ("exit.interview.answer", "exit.interview"):
            with pytest.raises(REFUSED):
                client.execute(model, "search_read", domain=[], fields=["id"])

    # the head of service approves without reading what was said to somebody else
    assert not hana.execute(
        "exit.interview.share.line",
        "search_read",
        domain=[["share_id", "=", share["id"]]],
        fields=["answer"],
    )
    assert hana.execute("exit.interview.share", "action_approve", ids=[share["id"]])

    # the workbook says what was typed
    book = download_workbook(server, "cora", ids)
    row = steps.read_row(book["Interviews"], case["name"])
    assert row["Leaver"] == leaver
    labels = {
        code: [choice["name"] for choice in question["choices"]]
        for code, question in questions.items()
    }
    for code, value in typed.items():
        question = questions[code]
        if question["is_protected"]:
            assert code not in row
            continue
        expected = {
            "scale": lambda: value["score"],  # noqa: B023
            "yes_no": lambda: "Yes" if value["score"] else "No",  # noqa: B023
            "choice": lambda: labels[code][0],  # noqa: B023
            "choices": lambda: labels[code][0],  # noqa: B023
            "text": lambda: value["text"],  # noqa: B023
        }[question["kind"]]()
        assert row[code] == expected, code
        if question["comment_label"]:
            assert row[f"{code}: comment"] == value["comment"], code
    names = [sheet_row[1].value for sheet_row in book["Actions"].iter_rows()]
    assert "Book supervision" in names and "Look again" in names


def download_workbook(server, login, case_ids):
    """Return the workbook of some cases, downloaded as a user."""
    session = requests.Session()
    answer = session.post(
        f"{server.url}/web/session/authenticate",
        json={
            "jsonrpc": "2.0",
            "params": {"db": server.database, "login": login, "password": login},
        },
        timeout=60,
    )
    assert answer.json()["result"]["uid"]
    ids = ",".join(str(case_id) for case_id in case_ids)
    answer = session.get(
        f"{server.url}/report/xlsx/exit_interview.workbook_xlsx/{ids}", timeout=120
    )
    assert answer.status_code == 200, answer.text[:500]
    return openpyxl.load_workbook(io.BytesIO(answer.content))
