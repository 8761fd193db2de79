# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Print a link to a leaver's page of the sample organisation.

PURPOSE=answer REFERENCE=EXI-... make shell < tools/leaver_link.py

Both words may be left out: the questions, of a case that can be answered in writing.
"""

import os

purpose = os.environ.get("PURPOSE") or "answer"
reference = os.environ.get("REFERENCE")
domain = (
    [("name", "=", reference)]
    if reference
    else [("state", "in", ("scheduled", "offered")), ("reply", "=", "accepted")]
)
case = env["exit.interview"].search(domain, limit=1)  # noqa: F821
if not case:
    raise SystemExit("No such case in the sample organisation.")
if purpose == "answer" and case.state == "offered" and case.reply == "accepted":
    case._open_written_session()
Link = env["exit.interview.link"]  # noqa: F821
link, secret = Link._issue(case.participant_ids[:1], purpose, "mail")
env.cr.commit()  # noqa: F821
print(f"{case.name}: {link._get_url(secret)}")
