# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same step several times at the same moment: one result (R-03, R-08, X-22)."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import odooly
import pytest
import requests

from . import steps

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


LINKS = """
for case in env["exit.interview"].browse({cases}):
    _link, secret = env["exit.interview.link"]._issue(
        case.participant_ids, "offer", "letter"
    )
    print("CODE", secret)
env.cr.commit()
"""


def _accept(server, api):
    """Return the id of a new case of Ivy's, whose leaver has said yes."""
    employee_id, _name = steps.pick_leaver(server)
    day = datetime.date.today() + datetime.timedelta(days=20)
    vals = {
        "source": "leavers_form",
        "employee_id": employee_id,
        "date_departure": str(day),
        "reason": "Resigned",
    }
    api("hal").env.execute("exit.interview.notice", "register", vals_list=[vals])
    case_id, _reference = steps.get_case(server, employee_id)
    [[ivy]] = server.query("SELECT id FROM res_users WHERE login = 'ivy'")
    for method, arguments in (
        ("action_assign", {"interviewer_id": ivy}),
        ("action_offer", {"channel": "told"}),
        ("action_record_reply", {"reply": "accepted"}),
    ):
        api("cora").env.execute("exit.interview", method, ids=[case_id], **arguments)
    return case_id


class _Browser:
    """A leaver on the page on which a time is chosen."""

    def __init__(self, server, code):
        self._details = f"{server.url}/exit-interview/offer/details"
        self._session = requests.Session()
        url = f"{server.url}/exit-interview"
        self._session.post(url, data={"code": code}, timeout=60)

    def look(self):
        """Read the page; return the times that it proposes."""
        page = self._session.get(self._details, timeout=60).text
        self._token = re.search(r'name="form_token"[^>]*value="(\w+)"', page).group(1)
        return re.findall(r'name="proposal" value="([\d :-]+)"', page)

    def choose(self, moment):
        """Send the form with a time, and a wish that must not get lost."""
        data = {"form_token": self._token, "proposal": moment, "topics": moment}
        return self._session.post(
            self._details, data=data, allow_redirects=False, timeout=60
        )


def test_two_leavers_choose_the_same_time_and_one_has_it(server, api, at_once):
    """F-12, R-08: on two connections; whoever is second reads what to do."""
    cases = [_accept(server, api) for _number in range(2)]
    codes = re.findall(r"CODE (\S+)", server.shell(LINKS.format(cases=cases)))
    browsers = [_Browser(server, code) for code in codes]
    for _round in range(3):
        seen = [browser.look() for browser in browsers]
        moment = next(one for one in seen[0] if one in seen[1])

        pages = at_once([lambda b=b, m=moment: b.choose(m) for b in browsers])

        assert sorted(page.status_code for page in pages) == [303, 422], pages
        [second] = [page for page in pages if page.status_code == 422]
        words = " ".join(unescape(second.text).split())
        assert "This time is not free any more. What you wrote is kept" in words
        assert f'value="{moment}"' not in second.text, "it is not proposed again"
        assert re.search(r'name="proposal" value="\d', second.text), "others are"
        where = "state = 'planned' AND date_start = %s::timestamp AND case_id IN "
        where += f"({', '.join(map(str, cases))})"
        assert _count(server, "exit_interview_session", where, moment) == 1
        where = f"topics = %s AND case_id IN ({', '.join(map(str, cases))})"
        found = _count(server, "exit_interview_participant", where, moment)
        assert found == 2, "the wishes of both are kept"
