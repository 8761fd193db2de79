# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Compare what users see with all matrices: staff, carers and children together."""

from . import matrix
from .children_cast import GROUPS, ChildrenCastMixin
from .fostering_case import FosteringMatrixCase

# Whoever is the same to every young person.
EVERYBODY = {
    "sue": "csm",
    "ivo": "other_interviewer",
    "hana": "head_of_service",
    "ola": "asked",
    "ada": "agency_advisor",
    "wes": "fostering",
    "mo": "fostering",
    "cora": "staff_coordinator",
    "ivy": "staff_interviewer",
    "hal": "hr_officer",
    "dee": "leadership",
    "odd": "odoo_admin",
    "adm": "administrator",
    "emp": "employee",
    "pat": "portal",
    "anon": "public",
    "bea": "other_company",
}
# Whoever is something else to each of them.
ROLES = {
    "KIT": {
        **EVERYBODY,
        "ivan": "interviewer",
        "ines": "second_person",
        "mia": "home_manager",
        "max": "other_home_manager",
        "saul": "social_worker",
        "sky": "other_social_worker",
        "ira": "officer",
        "iain": "other_officer",
        "olu": "other_outside",
        "fern": "other_outside",
    },
    "NOA": {
        **EVERYBODY,
        "ivan": "other_interviewer",
        "ines": "other_interviewer",
        "mia": "other_home_manager",
        "max": "home_manager",
        "saul": "other_social_worker",
        "sky": "social_worker",
        "ira": "other_officer",
        "iain": "officer",
        "olu": "outside_interviewer",
        "fern": "other_outside",
    },
}
# The register of interviewers from outside is about no one young person.
ROLES["REG"] = ROLES["KIT"]
LOGINS = tuple(ROLES["KIT"])


class ChildrenMatrixCase(ChildrenCastMixin, FosteringMatrixCase):
    """Two young people, a household and a leaver of staff; everybody's view of all."""

    @classmethod
    def setUpMatrix(cls):
        super().setUpMatrix()
        cls.setUpChildren()
        # In which state Noa's case is while a test looks at Kit's.
        cls.noa_state = "told"

    def expected_in(self, login, state):
        """Return the canaries that a user sees while Kit's case is in a state."""
        others = self.expected_of(login, "told")
        return others | {
            token
            for leaver, its_state in (
                (self.kit, state),
                (self.noa, self.noa_state),
                (self.register, state),
            )
            for token, canary in leaver.canaries.items()
            if self.is_allowed_of_children(canary, login, its_state)
        }

    def role_of(self, login, leaver, scenario):
        """Override: whoever is around children is nobody to staff's cases."""
        if login in GROUPS:
            return "portal" if self.users[login].share else "employee"
        return super().role_of(login, leaver, scenario)

    def is_allowed_of_carers(self, canary, login, state):
        """Override: nor to a household."""
        if login in GROUPS:
            return False
        return super().is_allowed_of_carers(canary, login, state)

    def is_allowed_of_children(self, canary, login, state):
        """Return whether the matrix of children lets a user see a canary."""
        role = ROLES[canary.leaver][login]
        scope = matrix.CHILDREN.allowed(role, canary.group, canary.kind, state)
        if scope == "copy":
            return canary.in_copy
        if scope == "own":
            return canary.holder == login
        return scope == "live"

    def report_in(self, login, seen, state):
        """Return a line for each difference between what was seen and the matrices."""
        expected = self.expected_in(login, state)
        canaries = {
            token: canary
            for leaver in self.leavers.values()
            for token, canary in leaver.canaries.items()
        }

        def name(token):
            canary = canaries.get(token)
            if not canary:
                return f"{token} (whose?)"
            return f"{token} ({canary.leaver} {canary.group} {canary.kind})"

        return [
            *(
                f"{login} sees too much: {name(token)} through "
                f"{', '.join(sorted(seen.channels[token])[:4])}"
                for token in sorted(seen.canaries - expected)
            ),
            *(
                f"{login} does not see: {name(token)}"
                for token in sorted(expected - seen.canaries)
            ),
        ]
