# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Print a link to a leaver's own page of the sample organisation, to look at it.

``make shell < tools/leaver_link.py``; PURPOSE=check (or offer, answer, outcome) and
CASE=reference choose another one. The link before stops working, as by any new one.
"""

import os

env = globals()["env"]
purpose = os.environ.get("PURPOSE", "check")
states = {
    "offer": ["offered"],
    "answer": ["offered", "scheduled"],
    "check": ["interviewed"],
    "outcome": ["done"],
}
domain = [("state", "in", states[purpose]), ("participant_ids", "!=", False)]
if purpose == "answer":
    domain.append(("reply", "=", "accepted"))
if purpose == "outcome":
    domain.append(("date_outcome_sent", "!=", False))
if purpose == "check":
    domain.append(("session_ids.date_handed_in", "!=", False))
if os.environ.get("CASE"):
    domain = [("name", "=", os.environ["CASE"])]
case = env["exit.interview"].search(domain, limit=1)
if case:
    if purpose == "answer":
        case._open_written_session()
    Link = env["exit.interview.link"]
    _link, secret = Link._issue(case.participant_ids[0], purpose, "mail")
    env.cr.commit()
    print(case.name, Link._get_url(secret))
else:
    print("No case of the sample is that far.")
