# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-01: nobody sees a word of an interview unless the matrix says so (H-1)."""

from odoo.tests import BaseCase, TransactionCase, tagged

from . import matrix
from .matrix_case import MatrixCase
from .sweep import Clock

CLOCK = Clock()


@tagged("post_install", "-at_install")
class TestMatrixFile(BaseCase):
    def test_each_cell_is_there_once(self):
        self.assertTrue(matrix.load())

    def test_the_printed_matrix_agrees(self):
        self.assertEqual(
            matrix.PRINTED.read_text(encoding="utf-8"),
            matrix.to_markdown(),
            "Print it anew: python -m tests.matrix",
        )

    def test_nobody_without_a_part_sees_content(self):
        """A guard against a slip in the file itself: roles that never see content."""
        closed = set(matrix.ROLES) - {
            "coordinator",
            "interviewer",
            "team_manager",
            "service_manager",
            "head_of_service",
            "leaver_page",
        }

        for (role, group, kind, state), (scope, _note) in matrix.load().items():
            if group in ("G3", "G4", "G5") and role in closed:
                self.assertEqual(scope, "no", (role, group, kind, state))
            if group == "G5" and role == "team_manager":
                self.assertEqual(scope, "no", "P-06")

    def test_what_was_learned_is_closed_until_it_is_published(self):
        """P-17: leadership reads published reviews, everybody the public page."""
        writers = {"coordinator", "interviewer", "second_person"}
        for (role, group, kind, state), (scope, _note) in matrix.load().items():
            cell = (role, group, kind, state)
            if role == "leadership":
                is_open = kind in ("review", "public")
                self.assertEqual(scope, "live" if is_open else "no", cell)
            if kind == "counted":
                self.assertEqual(scope, "no", cell)
            if group == "G11" and kind != "public" and role not in writers:
                allowed = {"action_owner": "own", "leadership": "live"}
                self.assertIn(scope, ("no", allowed.get(role)), cell)


@tagged("post_install", "-at_install")
class TestAccessMatrix(MatrixCase, TransactionCase):
    """Each user, each state, each channel of the object layer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()
        cls.states = set()
        cls.addClassCleanup(cls._print_counts)

    @classmethod
    def _print_counts(cls):
        print("\n" + CLOCK.line(len(cls.users), len(cls.states)))

    def _sweep_everybody(self, scenario, **options):
        type(self).states.add(scenario)
        self.bring_to(self.lea, scenario)
        self._check_everybody(
            [(self.lea, scenario), *self.beside],
            **options,
        )

    def _check_everybody(self, scenarios, **options):
        lines = []
        for login in self.users:
            if login == "cody" and not options and not scenarios[0][0].login == "cody":
                continue  # a second coordinator, swept where it makes a difference
            seen = self.sweep(login, **options)
            CLOCK.add(seen)
            lines += self.report(login, seen, scenarios)

        self.assertFalse(lines, f"{scenarios[0][1]}:\n" + "\n".join(lines))

    def test_before_sharing(self):
        self._sweep_everybody("before")

    def test_full_permission(self):
        self._sweep_everybody("full")

    def test_parts_for_the_service_manager_only(self):
        self._sweep_everybody("partial", deep=True)

    def test_parts_for_the_head_of_service_only(self):
        self._sweep_everybody("partial_head")

    def test_no_permission(self):
        self._sweep_everybody("none")

    def test_concern_passed_on_without_permission(self):
        """G7, P-07, P-08: the team manager is named in it."""
        self.shut_out["LEA"] = {"lea", "lin"}
        self._sweep_everybody("override", deep=True)

    def test_response_returned(self):
        self._sweep_everybody("returned")

    def test_response_approved_and_actions_open(self):
        self._sweep_everybody("acting", deep=True)

    def test_withdrawn(self):
        self._sweep_everybody("withdrawn")

    def test_conflict_wins_over_every_role(self):
        """The deputy coordinator leaves; the head of service is shut out as well."""
        leaver = self._interviewed("CODY", self.north, user="cody", manager="lin")
        self.shut_out["CODY"] = {"cody", "hana"}
        type(self).states.add("conflict")
        self.bring_to(leaver, "conflict")

        self._check_everybody(
            [
                (leaver, "conflict"),
                (self.lea, "before"),
                *self.beside,
            ]
        )
