# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The access matrices: read from ``access_matrix*.csv``, printed as Markdown.

One is about the case of somebody who worked here, one about a household's, one about
a young person's.

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
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "access_matrix.csv"
CARER_SOURCE = ROOT / "tests" / "access_matrix_fostering.csv"
CHILD_SOURCE = ROOT / "tests" / "access_matrix_children.csv"
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


CARER_STATES = {
    "told": "Reported, the briefing is filled in",
    "heard": "Heard, the briefing is handed in",
    "closed": "Answered, and written to",
}
CARER_KINDS = {
    "case": "case",
    "notice": "notice",
    "told": "what the service wrote with its word",
    "household": "the household's record",
    "other_household": "the record of another worker's household",
    "briefing": "parts of the briefing",
    "talk": "talks about staying",
    "talk_action": "action of a talk",
    "talk_confidence": "talks that managers keep to themselves",
    "confidence_action": "action of such a talk",
    "talk_alone": "talks of another worker, without a case",
    "talk_alone_action": "action of such a talk",
    "name": "names of the carers",
    "participant": "participant",
    "page": "what carers wrote on their pages",
    "session": "session",
    "content": "answers",
    "earlier": "answers that the follow-up changed",
    "correction": "corrections asked for",
    "signature": "signature",
    "permission": "how they were told",
    "contact": "calls and attempts",
    "document": "name of a file",
    "concern": "concern",
    "response": "response",
    "action": "actions",
    "question": "questions",
    "journal": "journal",
    "finding": "wordings handed on for approval",
    "finding_draft": "findings being written",
    "letter": "letter to the carers",
}
CARER_ROLES = {
    "advisor": "Agency Advisor",
    "interviewer": "Interviewer of the household",
    "other_interviewer": "Interviewer of other carers",
    "second_person": "Second person, of a concern and of wordings",
    "worker": "Supervising social worker of the household",
    "other_worker": "Supervising social worker of another household",
    "manager": "Fostering manager",
    "service_manager": "Service manager, who receives the copy",
    "head_of_service": "Head of service, who approves the answer",
    "action_owner": "Owner of an action",
    "carer": "A carer who works here, by their own login",
    "carer_page": "A carer who was heard alone, on their own pages",
    "staff_coordinator": "Coordinator of staff",
    "staff_interviewer": "Interviewer of staff",
    "hr_officer": "HR officer",
    "leadership": "Leadership",
    "odoo_admin": "Administrator of the platform",
    "administrator": "Policies and questionnaires",
    "employee": "Any employee",
    "portal": "Any portal user",
    "public": "Anybody without a login",
    "other_company": "Agency Advisor and manager of another organisation",
}

CHILD_STATES = {
    "told": "Told of, the young person is being asked",
    "agreed": "Would like to talk, the conversation is planned",
    "heard": "Heard, and the record confirmed",
    "shared": "Copies sent, recommendations being written",
    "answered": "Recommendations answered, letter sent",
}
CHILD_KINDS = {
    "case": "case",
    "child": "reference of the young person's record",
    "name": "initials or alias",
    "needs": "communication needs",
    "details": "languages",
    "meeting": "how and where they can be met",
    "address": "address",
    "home": "name of the home",
    "authority": "who placed them",
    "told": "what was written with the notice",
    "feasible": "why a conversation is feasible",
    "wish": "whom they would like to talk to",
    "session": "session",
    "content": "answers",
    "concern_part": "answers that a concern about the home came up in",
    "kept_back": "what the young person wants kept back",
    "observation": "what the interviewer observed",
    "permission": "how they were told",
    "circulation": "why a recipient is in the circulation again",
    "contact": "calls and attempts",
    "document": "name of a file",
    "concern": "concern",
    "outsider": "register of interviewers from outside",
    "journal": "journal",
    "finding": "wordings handed on for approval",
    "finding_draft": "findings being written",
    "recommendation": "recommendations sent",
    "recommendation_draft": "recommendations being written",
    "reply": "answers to recommendations",
    "letter_draft": "letter being written",
    "letter": "letter to the young person",
    "monitoring": "annual monitoring report that was given",
    "monitoring_draft": "annual monitoring report being written",
}
CHILD_ROLES = {
    "csm": "Children's Services Manager",
    "interviewer": "Employee who interviews the young person",
    "other_interviewer": "Employee who interviews others",
    "second_person": "Second person, of a concern and of wordings",
    "home_manager": "Manager of the home",
    "other_home_manager": "Manager of another home",
    "social_worker": "Social worker of the young person",
    "other_social_worker": "Social worker of others",
    "officer": "Independent reviewing officer",
    "other_officer": "Reviewing officer of others",
    "outside_interviewer": "Interviewer from outside, away from their pages",
    "other_outside": "Interviewer from outside, of others",
    "outside_page": "Interviewer from outside, on their pages",
    "child_page": "The young person, on the pages of the conversation",
    "head_of_service": "Head of service, who takes a concern on",
    "asked": "Whoever is asked to act on a recommendation",
    "agency_advisor": "Agency Advisor",
    "fostering": "Worker or manager of fostering",
    "staff_coordinator": "Coordinator of staff",
    "staff_interviewer": "Interviewer of staff",
    "hr_officer": "HR officer",
    "leadership": "Leadership",
    "odoo_admin": "Administrator of the platform",
    "administrator": "Policies and questionnaires",
    "employee": "Any employee",
    "portal": "Any portal user",
    "public": "Anybody without a login",
    "other_company": "Children's Services Manager of another organisation",
}


@dataclass
class Matrix:
    """Who may see what of the cases of one population."""

    source: Path
    roles: dict
    kinds: dict
    states: dict

    @cached_property
    def cells(self):
        """The cells.

        :return: {(role, field group, kind, state): (allowed, note)}
        :rtype: dict
        :raise ValueError: if a cell is missing, twice there, or says something unknown
        """
        cells = {}
        with self.source.open(newline="", encoding="utf-8") as stream:
            for number, row in enumerate(csv.DictReader(stream), start=2):
                problem = self._problem(row)
                states = list(self.states) if row["state"] == ANY else [row["state"]]
                for state in states:
                    key = (row["role"], row["field_group"], row["kind"], state)
                    if key in cells:
                        problem = "this cell stands there twice"
                    cells[key] = (row["allowed"], row["note"])
                if problem:
                    raise ValueError(f"{self.source.name}, line {number}: {problem}")
        parts = {key[1:3] for key in cells}
        missing = [
            (role, *part, state)
            for role in self.roles
            for part in parts
            for state in self.states
            if (role, *part, state) not in cells
        ]
        if missing:
            raise ValueError(f"{self.source.name} has no line for {missing[0]}")
        return cells

    def _problem(self, row):
        for column, known in (
            ("role", self.roles),
            ("field_group", GROUPS),
            ("kind", self.kinds),
            ("allowed", SCOPES),
            ("state", {**self.states, ANY: ANY}),
        ):
            if row[column] not in known:
                return f"{row[column]!r} is not a known {column}"
        return None

    def allowed(self, role, group, kind, state):
        """Return what a cell allows."""
        return self.cells[role, group, kind, state][0]

    def to_lines(self):
        """Return the matrix in lines of Markdown, a heading for each role."""
        cells = self.cells
        parts = list(dict.fromkeys(key[1:3] for key in cells))
        lines = []
        for role, title in self.roles.items():
            table = {
                part: [cells[(role, *part, state)] for state in self.states]
                for part in parts
            }
            lines += [f"### {title}", ""]
            used = {part: row for part, row in table.items() if _says_something(row)}
            if not used:
                lines += ["Nothing, in every state.", ""]
            elif set(used) == {PUBLIC}:
                lines += [
                    "Nothing but the words on the public page, in every state.",
                    "",
                ]
            else:
                lines += self._table(used)
            notes = {
                f"- {GROUPS[part[0]]} ({self.kinds[part[1]]}): {note}."
                for part, row in table.items()
                for _allowed, note in row
                if note
            }
            lines += [*sorted(notes), ""] if notes else []
        return lines

    def _table(self, used):
        same = all(
            len({allowed for allowed, _note in row}) == 1 for row in used.values()
        )
        heads = ["In every state"] if same else list(self.states.values())
        lines = ["| | " + " | ".join(heads) + " |", "|---|" + "---|" * len(heads)]
        for (group, kind), row in used.items():
            shown = [SCOPES[allowed] for allowed, _note in row[: len(heads)]]
            label = f"{group} {GROUPS[group]} ({self.kinds[kind]})"
            lines.append(f"| {label} | " + " | ".join(shown) + " |")
        return [*lines, ""]


STAFF = Matrix(SOURCE, ROLES, KINDS, STATES)
CARERS = Matrix(CARER_SOURCE, CARER_ROLES, CARER_KINDS, CARER_STATES)
CHILDREN = Matrix(CHILD_SOURCE, CHILD_ROLES, CHILD_KINDS, CHILD_STATES)


def load():
    """Return the cells of staff; see :attr:`Matrix.cells`."""
    return STAFF.cells


def allowed(role, group, kind, state):
    """Return what a cell of staff allows."""
    return STAFF.allowed(role, group, kind, state)


def to_markdown():
    """Return the matrices for the administrator's guide."""
    lines = [
        "# Who sees what",
        "",
        "Printed from `tests/access_matrix.csv`, `tests/access_matrix_fostering.csv`",
        "and `tests/access_matrix_children.csv`. The tests compare them with what each",
        "user really reaches, on every channel. Do not edit this page:",
        "`python -m tests.matrix` writes it.",
        "",
        "A dash is nothing, not even that a case exists. A column is the state of the",
        "case, a row is a kind of record.",
        "",
        "## Of somebody who worked here",
        "",
        *STAFF.to_lines(),
        "## Of a household that fosters",
        "",
        "Each of its carers was heard alone. “Own” is what is about this one person.",
        "",
        *CARERS.to_lines(),
        "## Of a young person who leaves a home",
        "",
        "Nobody who has to do with staff or carers sees anything of a young person;",
        "whoever has to do with one of them sees nothing of another.",
        "",
        *CHILDREN.to_lines(),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _says_something(row):
    return any(allowed != "no" for allowed, _note in row)


if __name__ == "__main__":
    PRINTED.parent.mkdir(exist_ok=True)
    PRINTED.write_text(to_markdown(), encoding="utf-8")
