# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Compare what users see with both matrices: staff and carers in one database."""

from . import matrix
from .fostering_cast import FosteringCastMixin
from .matrix_case import MatrixCase

# What each user is to the case of the household; to the case of a member of staff
# those of the fostering service are employees like any other.
ROLES = {
    "ada": "advisor",
    "ida": "interviewer",
    "ian": "second_person",
    "ike": "other_interviewer",
    "wes": "worker",
    "wyn": "other_worker",
    "mo": "manager",
    "kim": "service_manager",
    "hana": "head_of_service",
    "ola": "action_owner",
    "fay": "carer",
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
# The household that nobody but its own worker and the managers talks with.
APART_KINDS = {"household": "other_household"}


class FosteringMatrixCase(FosteringCastMixin, MatrixCase):
    """A household and one leaver of staff, and everybody's view of both."""

    @classmethod
    def setUpMatrix(cls):
        cls.setUpCast()
        cls.team_managers, cls.shut_out = {}, {}
        cls.lea = cls._interviewed("LEA", cls.north, user="lea", manager="lin")
        cls.setUpFostering()
        cls.logins = tuple(ROLES)
        cls.env.flush_all()

    def expected_of(self, login, state):
        """Return the canaries that a user sees while the household is in a state."""
        staff = self.expected(login, [(self.lea, "before")])
        return staff | {
            token
            for leaver in (self.marlow, self.thame)
            for token, canary in leaver.canaries.items()
            if self.is_allowed_of_carers(canary, login, state)
        }

    def role_of(self, login, leaver, scenario):
        """Override: people of the fostering service are nobody to staff's cases."""
        if login not in self.logins or login in (
            *("hana", "ola", "cora", "ivy", "hal", "dee"),
            *("odd", "adm", "emp", "pat", "anon", "bea"),
        ):
            return super().role_of(login, leaver, scenario)
        return "employee"

    def is_allowed_of_carers(self, canary, login, state):
        """Return whether the matrix of carers lets a user see a canary."""
        kind = canary.kind
        if canary.leaver == self.thame.key:
            kind = APART_KINDS.get(kind, kind)
        scope = matrix.CARERS.allowed(ROLES[login], canary.group, kind, state)
        if scope == "copy":
            return canary.in_copy and canary.released
        if scope == "own":
            return canary.holder == login
        if scope == "approved":
            return canary.holder in (login, "kim")
        return scope == "live"

    def report_of(self, login, seen, state):
        """Return a line for each difference between what was seen and the matrices."""
        expected = self.expected_of(login, state)
        canaries = {
            token: canary
            for leaver in (self.lea, self.marlow, self.thame)
            for token, canary in leaver.canaries.items()
        }

        def name(token):
            canary = canaries.get(token)
            return f"{token} ({canary.group} {canary.kind})" if canary else token

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
