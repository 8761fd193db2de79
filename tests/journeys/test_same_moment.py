# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same step several times at the same moment: one result (R-03, R-08, X-22)."""

from concurrent.futures import ThreadPoolExecutor

import odooly
import pytest

REFUSED = (odooly.Error, odooly.ServerError)
# A case that each of some people may take: none is in the leaver's line.
OFFERED_TO_OTHERS = """
    WITH RECURSIVE line AS (
        SELECT c.id AS case_id, e.id AS employee_id, e.parent_id, e.user_id
          FROM exit_interview c
          JOIN hr_employee e ON e.id = c.employee_id
         WHERE c.state = 'offered'
         UNION
        SELECT line.case_id, e.id, e.parent_id, e.user_id
          FROM line
          JOIN hr_employee e ON e.id = line.parent_id
    )
    SELECT case_id
      FROM line
     GROUP BY case_id
    HAVING NOT coalesce(bool_or(user_id IN (%s::int, %s::int)), false)
     ORDER BY case_id
     LIMIT 1
"""


@pytest.fixture
def at_once():
    """Return a function that calls functions at the same time, results in order.

    A refusal is a result like any other.
    """

    def call(functions):
        def outcome(function):
            try:
                return function()
            except REFUSED as error:
                return error

        with ThreadPoolExecutor(len(functions)) as pool:
            return [f.result() for f in [pool.submit(outcome, f) for f in functions]]

    return call


def _count(server, table, where, *parameters):
    [[count]] = server.query(f"SELECT count(*) FROM {table} WHERE {where}", *parameters)
    return count


def _find_share(server, state, role="service_manager"):
    [[share_id, case_id, login]] = server.query(
        "SELECT s.id, s.case_id, u.login FROM exit_interview_share s"
        " JOIN res_users u ON u.id = s.reader_id"
        " WHERE s.state = %s AND s.role = %s AND s.owes_response"
        " ORDER BY s.id LIMIT 1",
        state,
        role,
    )
    return share_id, case_id, login


def test_a_response_sent_five_times_is_one_response(server, api, at_once):
    share_id, case_id, reader = _find_share(server, "sent")
    users = dict(server.query("SELECT login, id FROM res_users"))
    clients = [api(reader).env for _number in range(5)]

    def submit(client):
        return lambda: client.execute(
            "exit.interview.share",
            "action_submit",
            ids=[share_id],
            response_action="Supervision every month",
            response_timescale="From January",
            response_monitoring="In the team meeting",
            actions=[
                {
                    "name": "Plan the supervision",
                    "owner_id": users[reader],
                    "date_due": "2027-02-26",
                }
            ],
        )

    before = _count(server, "exit_interview_action", "share_id = %s::int", share_id)
    results = at_once([submit(client) for client in clients])
    assert results.count(True) == 1, results
    for result in results:
        assert result is True or "cannot become" in str(result), result
    where = "case_id = %s::int AND event = 'submitted' AND subject = 'Service manager'"
    assert _count(server, "exit_interview_journal", where, case_id) == 1
    where = "share_id = %s::int"
    after = _count(server, "exit_interview_action", where, share_id)
    assert after == before + 1
    where = "res_model = 'exit.interview.share' AND res_id = %s::int AND state = 'open'"
    assert _count(server, "exit_interview_duty", where, share_id) == 1


def test_two_coordinators_assign_and_one_of_them_wins_whole(server, api, at_once):
    users = dict(server.query("SELECT login, id FROM res_users"))
    [[case_id]] = server.query(OFFERED_TO_OTHERS, users["ivy"], users["peg"])
    cora = [api("cora").env, api("cora").env]
    results = at_once(
        [
            lambda client=client, who=who: client.execute(
                "exit.interview", "action_assign", ids=[case_id], interviewer_id=who
            )
            for client, who in zip(cora, (users["ivy"], users["peg"]), strict=True)
        ]
    )
    assert results == [True, True]
    rows = server.query(
        "SELECT d.user_id, c.interviewer_id FROM exit_interview_duty d"
        " JOIN exit_interview c ON c.id = d.case_id"
        " WHERE d.case_id = %s::int AND d.kind = 'interview' AND d.state = 'open'",
        case_id,
    )
    assert len(rows) <= 1
    for owner, interviewer in rows:
        assert owner == interviewer
    where = "case_id = %s::int AND event = 'assigned'"
    assert _count(server, "exit_interview_journal", where, case_id) >= 2


def test_withdrawing_wins_over_answering_at_the_same_moment(server, api, at_once):
    share_id, case_id, reader = _find_share(server, "sent")
    cora, recipient = api("cora").env, api(reader).env
    texts = {
        "response_action": "a",
        "response_timescale": "b",
        "response_monitoring": "c",
    }
    at_once(
        [
            lambda: cora.execute(
                "exit.interview.share",
                "action_withdraw",
                ids=[share_id],
                reason="The leaver took it back",
            ),
            lambda: recipient.execute(
                "exit.interview.share", "action_submit", ids=[share_id], **texts
            ),
        ]
    )
    rows = server.query(
        "SELECT state, reader_id FROM exit_interview_share WHERE id = %s::int",
        share_id,
    )
    assert rows == [["withdrawn", None]]
    with pytest.raises(REFUSED):
        recipient.execute("exit.interview.share", "action_open", ids=[share_id])
    where = "case_id = %s::int AND event = 'copy_withdrawn'"
    assert _count(server, "exit_interview_journal", where, case_id) >= 1
