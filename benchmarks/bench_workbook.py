# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long the workbook takes, beside a bare loop over SQL and XlsxWriter.

Run it in the database of `make run`, which it leaves as it was:

    make shell < benchmarks/bench_workbook.py

N=50000 in the environment sets the number of interviews (2,000 if unset); it is also
measured with a quarter of them, to see that time grows in line and memory does not.
"""

import os
import resource
import statistics
import tempfile
import time

N = int(os.environ.get("N", "2000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
TEXT = "I felt supported by the team, but the caseload was heavy. "


def fill(env, number):
    """Copy one case with all its answers `number` times, by SQL."""
    policy = env.ref("exit_interview.exit_interview_policy_staff")
    questionnaire = policy.questionnaire_id
    columns = (
        "name, company_id, population, policy_id, state, outcome, route, job_title,"
        " team_name, service_name, manager_name, date_notified, date_departure,"
        " date_offered, offer_channel, reply, confirm_how, date_confirmed"
    )
    env.cr.execute(
        f"""
        INSERT INTO exit_interview ({columns})
        SELECT 'BENCH-' || n, %(company)s, 'staff', %(policy)s, 'done', 'completed',
               'interview', 'Social worker', 'Team ' || n %% 40, 'Service ' || n %% 8,
               'Manager ' || n %% 40, DATE '2026-01-01' + n %% 300,
               DATE '2026-02-01' + n %% 300, DATE '2026-01-05', 'mail', 'accepted',
               'agreed', DATE '2026-03-01'
          FROM generate_series(1, %(number)s) n
     RETURNING id
        """,
        {"company": policy.company_id.id, "policy": policy.id, "number": number},
    )
    ids = [case_id for (case_id,) in env.cr.fetchall()]
    env.cr.execute(
        """
        INSERT INTO exit_interview_participant (case_id, company_id, population, name)
        SELECT id, company_id, population, 'Leaver ' || id FROM exit_interview
         WHERE id = ANY(%(ids)s);
        INSERT INTO exit_interview_session (
            case_id, company_id, population, kind, state, date_start, date_end, mode,
            questionnaire_id, version)
        SELECT id, company_id, population, 'first', 'held',
               TIMESTAMP '2026-02-01 10:00', TIMESTAMP '2026-02-01 11:00',
               'in_person', %(questionnaire)s, 1
          FROM exit_interview WHERE id = ANY(%(ids)s);
        INSERT INTO exit_interview_share (
            case_id, company_id, population, role, sequence, state, permission, basis,
            owes_response, date_sent, date_due, date_submitted, date_approved,
            response_action)
        SELECT id, company_id, population, 'service_manager', 20, 'approved', 'full',
               'permission', TRUE, DATE '2026-03-01', DATE '2026-03-20',
               DATE '2026-03-25', DATE '2026-03-27', %(text)s
          FROM exit_interview WHERE id = ANY(%(ids)s);
        INSERT INTO exit_interview_duty (
            case_id, company_id, population, res_model, res_id, kind, role, date_due,
            date_opened, date_check, date_done, state)
        SELECT id, company_id, population, 'exit.interview', id, kind, 'coordinator',
               DATE '2026-03-20', DATE '2026-03-02', DATE '2026-03-20',
               DATE '2026-03-22', 'done'
          FROM exit_interview,
               unnest(ARRAY['offer', 'interview', 'confirm', 'share']) kind
         WHERE id = ANY(%(ids)s);
        """,
        {"ids": ids, "questionnaire": questionnaire.id, "text": TEXT * 2},
    )
    env.cr.execute(
        """
        INSERT INTO exit_interview_answer (
            session_id, case_id, company_id, population, question_id, question_text,
            is_protected, status, score, text, comment, version)
        SELECT s.id, s.case_id, s.company_id, s.population, q.id, 'asked',
               q.is_protected, 'answered',
               CASE WHEN q.kind = 'scale' THEN (s.id + q.id) %% 11
                    WHEN q.kind = 'yes_no' THEN (s.id + q.id) %% 2 END,
               CASE WHEN q.kind = 'text' THEN %(text)s END,
               CASE WHEN q.kind = 'scale' THEN %(text)s END, 1
          FROM exit_interview_session s, exit_interview_question q
         WHERE s.case_id = ANY(%(ids)s) AND q.questionnaire_id = %(questionnaire)s;
        INSERT INTO exit_interview_answer_choice_rel
        SELECT a.id, (SELECT min(id) FROM exit_interview_choice c
                       WHERE c.question_id = a.question_id)
          FROM exit_interview_answer a
          JOIN exit_interview_question q ON q.id = a.question_id
         WHERE a.case_id = ANY(%(ids)s) AND q.kind IN ('choice', 'choices');
        ANALYZE exit_interview; ANALYZE exit_interview_answer;
        ANALYZE exit_interview_session; ANALYZE exit_interview_answer_choice_rel;
        ANALYZE exit_interview_share; ANALYZE exit_interview_duty;
        ANALYZE exit_interview_participant;
        """,
        {"ids": ids, "questionnaire": questionnaire.id, "text": TEXT * 3},
    )
    return ids


def make_bare(env, ids):
    """The physical limit: one query, a cursor on the server, XlsxWriter's rows."""
    import xlsxwriter

    env.cr.execute(
        """
        DECLARE bare NO SCROLL CURSOR FOR
        SELECT c.name, c.job_title, c.team_name, c.service_name, c.manager_name,
               c.state, c.outcome, answers.list
          FROM exit_interview c
          JOIN exit_interview_session s ON s.case_id = c.id
          JOIN LATERAL (
                SELECT json_agg(json_build_array(a.score, a.text, a.comment)
                                ORDER BY a.question_id) AS list
                  FROM exit_interview_answer a
                 WHERE a.session_id = s.id AND a.is_protected IS NOT TRUE
               ) answers ON TRUE
         WHERE c.id = ANY(%s)
        """,
        [ids],
    )
    with tempfile.TemporaryDirectory() as folder:
        workbook = xlsxwriter.Workbook(
            f"{folder}/bare.xlsx",
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
            },
        )
        sheet = workbook.add_worksheet()
        row = 0
        while True:
            env.cr.execute("FETCH FORWARD 500 FROM bare")
            rows = env.cr.fetchall()
            if not rows:
                break
            for *facts, answers in rows:
                values = facts
                for score, text, comment in answers:
                    values.append(text if score is None else score)
                    if comment:
                        values.append(comment)
                sheet.write_row(row, 0, values)
                row += 1
        workbook.close()
        size = os.path.getsize(f"{folder}/bare.xlsx")
    env.cr.execute("CLOSE bare")
    return size


def make_ours(env, ids):
    """The finished workbook: cover, charts, formats, filters, five sheets, journal."""
    user = env["res.users"].search([("login", "=", "bench")])
    report = env["report.exit_interview.workbook_xlsx"].with_user(user)
    return len(report.create_xlsx_report(ids, {})[0])


def measure(function, env, ids):
    """Return seconds, megabytes the process grew to, and the size of the file."""
    env.invalidate_all()
    started = time.monotonic()
    size = function(env, ids)
    seconds = time.monotonic() - started
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size


def main(env):
    from unittest.mock import patch

    user = env["res.users"].create(
        {
            "name": "Bench",
            "login": "bench",
            "group_ids": [
                (4, env.ref("base.group_user").id),
                (4, env.ref("exit_interview.group_coordinator").id),
            ],
        }
    )
    user.company_ids |= env.ref("exit_interview.exit_interview_policy_staff").company_id

    class OwnCursor:
        """The journal's own transaction would not see rows that are rolled back."""

        def __enter__(self):
            return env.cr

        def __exit__(self, *_error):
            return False

    started = time.monotonic()
    ids = fill(env, N)
    print(f"{N} interviews made in {time.monotonic() - started:.1f} s", flush=True)
    with patch.object(env.registry, "cursor", lambda *_a, **_k: OwnCursor()):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        quarter, small, _size = measure(make_ours, env, ids[: N // 4])
        times = {"ours": [], "bare": []}
        # Ours first: the mark of memory only ever rises.
        for _round in range(ROUNDS):
            seconds, peak, size = measure(make_ours, env, ids)
            times["ours"].append(seconds)
            if not _round:
                ours_peak = peak
            times["bare"].append(measure(make_bare, env, ids)[0])
    ours, bare = (statistics.median(times[name]) for name in ("ours", "bare"))
    print(f"workbook, {N // 4:6} interviews {quarter:7.2f} s   peak {small:5.0f} MB")
    print(f"workbook, {N:6} interviews {ours:7.2f} s   peak {ours_peak:5.0f} MB")
    print(f"bare loop, {N:5} interviews {bare:7.2f} s   (start {before:.0f} MB)")
    print(f"file {size / 1e6:.1f} MB, {ours / N * 1000:.2f} ms an interview")
    print(f"ratio {ours / bare:.2f} (goal: at most 1.2)")
    env.cr.rollback()


main(env)  # noqa: F821  (the shell's own)
