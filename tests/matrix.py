# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The access matrix: read from ``access_matrix.csv``, printed as Markdown.

``python -m tests.matrix`` writes ``docs/access-matrix.md``.

One line of the file is one cell: what a role may see of a kind of record in a state.
The state ``any`` stands for all of them. What a cell may say:

========== ==================================================================
no         nothing
live       the record as it stands
copy       what stands in the frozen copy, no protected answers
parts      the permitted parts of the frozen copy, no protected answers
ticked     protected answers inside the copy, only with their own tick
own        only what is about this person, or theirs
approved   own, and what stands on the response they approve
========== ==================================================================
"""

import csv
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "access_matrix.csv"
PRINTED = ROOT / "docs" / "access-matrix.md"

ANY = "any"
SCOPES = {
    "no": "-",
    "live": "yes",
    "copy": "copy",
    "parts": "parts of the copy",
    "ticked": "if ticked separately",
    "own": "own",
    "approved": "own, and of the response they approve",
}
STATES = {
    "before": "Before sharing",
    "full": "Full permission",
    "partial_ticked": "Parts, this recipient ticked",
    "partial_not_ticked": "Parts, this recipient not ticked",
    "none": "No permission",
    "override": "No permission, concern passed on",
    "returned": "Response returned",
    "acting": "Response approved",
    "withdrawn": "Withdrawn",
    "conflict": "Somebody is shut out",
}
GROUPS = {
    "G0": "Reference, stage, due dates",
    "G1": "Who the leaver is",
    "G2": "Role, team, service, reports",
    "G3": "Closed answers",
    "G4": "Own words",
    "G5": "Protected characteristics",
    "G6": "Permissions",
    "G7": "Concerns",
    "G8": "Files",
    "G9": "Response and actions",
    "G10": "Journal",
    "G11": "What was learned",
}
KINDS = {
    "case": "case",
    "participant": "participant",
    "session": "session",
    "notice": "notice",
    "content": "answers",
    "earlier": "earlier wordings",
    "permission": "permission",
    "correction": "corrections asked for",
    "signature": "signature",
    "concern": "concern",
    "response": "response",
    "action": "actions",
    "question": "questions",
    "journal": "journal",
    "contact": "calls and attempts",
    "document": "name of a file",
    "file": "content of a file",
    "finding": "wordings handed on for approval",
    "finding_draft": "findings being written, and notes on urgent ones",
    "circulation": "why a recipient is in the circulation again",
    "review": "published reviews",
    "review_asked": "reviews and public words handed on for approval",
    "review_draft": "reviews and public words being written",
    "public": "words on the public page",
    "counted": "who was counted in a review",
    "export": "what was chosen for a workbook",
}
PUBLIC = ("G11", "public")
ROLES = {
    "coordinator": "Coordinator",
    "interviewer": "Interviewer of the case",
    "other_interviewer": "Interviewer of other cases",
    "second_person": "Second person, who approves wordings and reviews",
    "team_manager": "Team manager of the leaver",
    "service_manager": "Service manager",
    "head_of_service": "Head of service",
    "other_manager": "Manager elsewhere",
    "action_owner": "Owner of an action",
    "leaver": "The leaver's own login",
    "leaver_page": "The leaver on their own pages",
    "shut_out": "Whoever is shut out of the case",
    "hr_officer": "HR officer",
    "leadership": "Leadership",
    "odoo_admin": "Administrator of the platform",
    "administrator": "Policies and questionnaires",
    "employee": "Any employee",
    "portal": "Any portal user",
    "public": "Anybody without a login",
    "other_company": "Coordinator or interviewer of another organisation",
}


@cache
def load():
    """Return the cells.

    :return: {(role, field group, kind, state): (allowed, note)}
    :rtype: dict
    :raise ValueError: if a cell is missing, twice there, or says something unknown
    """
    cells = {}
    with SOURCE.open(newline="", encoding="utf-8") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            problem = _problem(row)
            states = list(STATES) if row["state"] == ANY else [row["state"]]
            for state in states:
                key = (row["role"], row["field_group"], row["kind"], state)
                if key in cells:
                    problem = "this cell stands there twice"
                cells[key] = (row["allowed"], row["note"])
            if problem:
                raise ValueError(f"access_matrix.csv, line {number}: {problem}")
    parts = {key[1:3] for key in cells}
    missing = [
        (role, *part, state)
        for role in ROLES
        for part in parts
        for state in STATES
        if (role, *part, state) not in cells
    ]
    if missing:
        raise ValueError(f"access_matrix.csv has no line for {missing[0]}")
    return cells


def _problem(row):
    for column, known in (
        ("role", ROLES),
        ("field_group", GROUPS),
        ("kind", KINDS),
        ("allowed", SCOPES),
        ("state", {**STATES, ANY: ANY}),
    ):
        if row[column] not in known:
            return f"{row[column]!r} is not a known {column}"
    return None


def allowed(role, group, kind, state):
    """Return what a cell allows."""
    return load()[role, group, kind, state][0]


def to_markdown():
    """Return the matrix for the administrator's guide."""
    cells = load()
    parts = list(dict.fromkeys(key[1:3] for key in cells))
    lines = [
        "# Who sees what",
        "",
        "Printed from `tests/access_matrix.csv`. The tests compare it with what each",
        "user really reaches, on every channel. Do not edit this page:",
        "`python -m tests.matrix` writes it.",
        "",
        "A dash is nothing, not even that a case exists. A column is the state of the",
        "sharing, a row is a kind of record.",
        "",
    ]
    for role, title in ROLES.items():
        table = {
            part: [cells[(role, *part, state)] for state in STATES] for part in parts
        }
        lines += [f"## {title}", ""]
        used = {part: row for part, row in table.items() if _says_something(row)}
        if not used:
            lines += ["Nothing, in every state.", ""]
        elif set(used) == {PUBLIC}:
            lines += ["Nothing but the words on the public page, in every state.", ""]
        else:
            lines += _table(used)
        notes = {
            f"- {GROUPS[part[0]]} ({KINDS[part[1]]}): {note}."
            for part, row in table.items()
            for _allowed, note in row
            if note
        }
        lines += [*sorted(notes), ""] if notes else []
    return "\n".join(lines).rstrip() + "\n"


def _says_something(row):
    return any(allowed != "no" for allowed, _note in row)


def _table(used):
    same = all(len({allowed for allowed, _note in row}) == 1 for row in used.values())
    heads = ["In every state"] if same else list(STATES.values())
    lines = [
        "| | " + " | ".join(heads) + " |",
        "|---|" + "---|" * len(heads),
    ]
    for (group, kind), row in used.items():
        shown = [SCOPES[allowed] for allowed, _note in row[: len(heads)]]
        label = f"{group} {GROUPS[group]} ({KINDS[kind]})"
        lines.append(f"| {label} | " + " | ".join(shown) + " |")
    return [*lines, ""]


if __name__ == "__main__":
    PRINTED.parent.mkdir(exist_ok=True)
    PRINTED.write_text(to_markdown(), encoding="utf-8")
