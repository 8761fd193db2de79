# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who leaves, how far each case has come, and what becomes of its copies.

Leavers are numbered round the ten teams (hr.employee.csv), so the tenth case of a state
belongs to the tenth team and every service has a share of everything.
"""

from .timeline import Plan

STATES = (
    "new",
    "offered",
    "scheduled",
    "interviewed",
    "confirmed",
    "shared",
    "done",
    "cancelled",
)


def _numbers(prefix, first, last):
    return [f"{prefix}_{number:02d}" for number in range(first, last + 1)]


# The employees of each state: people who are still here, then people who have left.
LEAVERS = {
    "new": _numbers("employee", 11, 16) + _numbers("leaver", 49, 52),
    "offered": _numbers("employee", 17, 21) + _numbers("leaver", 39, 43),
    "scheduled": ["employee_sid", *_numbers("employee", 22, 25)]
    + _numbers("leaver", 44, 48),
    "interviewed": _numbers("leaver", 31, 38) + _numbers("employee", 26, 27),
    "confirmed": _numbers("leaver", 21, 30),
    "shared": _numbers("leaver", 1, 10),
    "done": _numbers("leaver", 11, 20) + _numbers("leaver", 53, 76),
    "cancelled": _numbers("employee", 1, 10),
}
DONE_OUTCOMES = {
    3: "declined",
    5: "no_reply",
    7: "declined",
    9: "not_required",
    13: "declined",
    16: "no_reply",
    18: "declined",
    21: "not_required",
    26: "declined",
    29: "no_reply",
}
# How far a departure had come before it was withdrawn, or before somebody stayed.
CANCELLED = [
    ("withdrawn", ""),
    ("retained", "offered"),
    ("withdrawn", ""),
    ("retained", "planned"),
    ("withdrawn", "offered"),
    ("retained", ""),
    ("withdrawn", "planned"),
    ("retained", "offered"),
    ("withdrawn", ""),
    ("retained", "planned"),
]

# Permission by role: the copy, and whether the separate tick was given.
ALL = {
    "team_manager": ("full", False),
    "service_manager": ("full", False),
    "head_of_service": ("full", False),
}
PROTECTED_TOO = {
    "team_manager": ("full", False),
    "service_manager": ("full", True),
    "head_of_service": ("full", True),
}
NOT_THE_TEAM = {**ALL, "team_manager": ("none", False)}
PARTS_FOR_THE_TEAM = {**ALL, "team_manager": ("parts", False)}
NOT_THE_HEAD = {**ALL, "head_of_service": ("none", False)}
PARTS = {
    "team_manager": ("none", False),
    "service_manager": ("parts", False),
    "head_of_service": ("parts", True),
}
THEMES_ONLY = dict.fromkeys(ALL, ("none", False))
PERMISSIONS = [
    PROTECTED_TOO,
    NOT_THE_TEAM,
    PARTS_FOR_THE_TEAM,
    ALL,
    PARTS,
    NOT_THE_HEAD,
    THEMES_ONLY,
]

# What is due next on the copies of each shared case, in working days from today;
# `unread` are the recipients who have not confirmed yet that they read theirs.
SHARED = [
    {"waits": "answer", "due": 0, "permissions": ALL, "unread": ["team_manager"]},
    {
        "waits": "answer",
        "due": -3,
        "permissions": NOT_THE_TEAM,
        "unread": ["head_of_service"],
    },
    {
        "waits": "approval",
        "due": 2,
        "permissions": PROTECTED_TOO,
        "unread": ["head_of_service"],
    },
    {"waits": "return", "due": 3, "permissions": PARTS_FOR_THE_TEAM, "unread": []},
    {"waits": "approval", "due": -2, "permissions": ALL, "unread": ["team_manager"]},
    {"waits": "letter", "due": 6, "permissions": NOT_THE_TEAM, "unread": []},
    {"waits": "approval", "due": 4, "permissions": PARTS, "unread": []},
    {
        "waits": "answer",
        "due": 7,
        "permissions": ALL,
        "unread": ["team_manager", "head_of_service"],
    },
    {
        "waits": "letter",
        "due": 1,
        "permissions": THEMES_ONLY,
        "unread": [],
        "is_themes_only": True,
    },
    {"waits": "letter", "due": -2, "permissions": NOT_THE_HEAD, "unread": []},
]

# Interviews that the coordinator gave to somebody else: {state: {index: login}}.
ASSIGNED = {
    "offered": {6: "peg"},
    "scheduled": {1: "peg", 6: "peg", 8: "peg"},
    "interviewed": {1: "peg", 3: "ivy", 8: "peg"},
    "confirmed": {2: "ivy"},
    "shared": {0: "ivy", 3: "peg"},
    "done": {1: "peg", 2: "ivy"},
}


def make_plans():
    """Return the cases of a year, without days yet.

    :rtype: list[Plan]
    """
    plans = []
    for state in STATES:
        for index, employee in enumerate(LEAVERS[state]):
            plan = Plan(employee, state, index, is_gone=employee.startswith("leaver"))
            if state == "done":
                plan.outcome = DONE_OUTCOMES.get(index, "completed")
            elif state == "cancelled":
                plan.outcome, plan.last_step = CANCELLED[index]
            elif state == "shared":
                plan.scenario = SHARED[index]
            plans.append(plan)
    return plans


def get_permissions(plan):
    """Return what the leaver decided, by role; roles left out were not asked about."""
    if plan.state == "shared":
        return plan.scenario["permissions"]
    if plan.state == "done":
        return (ALL, PROTECTED_TOO, NOT_THE_TEAM, ALL, NOT_THE_HEAD)[plan.index % 5]
    chosen = PERMISSIONS[plan.index % len(PERMISSIONS)]
    if plan.state == "interviewed":
        asked = (0, 3, 0, 2, 3, 0, 1, 3, 0, 3)[plan.index]
        return dict(list(chosen.items())[:asked])
    if plan.state == "confirmed" and plan.index in (1, 6):
        return dict(list(chosen.items())[:2])
    return chosen


def get_facts(number):
    """Return what the organisation says of a departure; not everybody says it.

    :param int number: place of the case among all
    :rtype: dict
    """
    kind = "voluntary"
    if number % 11 == 4:
        kind = "other"
    elif number % 19 == 9:
        kind = "involuntary"
    facts = {"leaving_kind": kind}
    if number % 4 != 3:
        is_loss = kind == "voluntary" and number % 5 not in (1, 3)
        facts["regretted"] = "yes" if is_loss else "no"
    if number % 3:
        again = (
            "no" if kind == "involuntary" else "depends" if number % 7 == 5 else "yes"
        )
        facts["would_reemploy"] = again
    return facts
