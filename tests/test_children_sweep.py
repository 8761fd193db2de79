# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-01 and SEC-03 with three populations: what everybody sees of a child's case.

One database holds the case of somebody who worked here, that of a household, and those
of two young people. Nobody sees more of any of them than the three matrices say.
"""

from unittest.mock import patch

from odoo.tests import BaseCase, TransactionCase, tagged

from . import matrix
from .children_case import LOGINS, ChildrenMatrixCase
from .sweep import Clock, our_models

READERS = {"home_manager", "social_worker", "officer"}
# Whoever has to know where they live, C-15; whoever writes the record, and whose it is.
TOLD_WHERE = {"csm", "social_worker", "outside_page"}
WRITERS = {"csm", "interviewer", "outside_page", "child_page"}


@tagged("post_install", "-at_install")
class TestChildrenMatrixFile(BaseCase):
    def test_nobody_without_a_part_sees_content(self):
        """A guard against a slip in the file itself."""
        for (role, group, kind, state), (scope, _note) in matrix.CHILDREN.cells.items():
            cell = (role, group, kind, state)
            if group in ("G3", "G4", "G5") and role not in WRITERS | READERS:
                self.assertEqual(scope, "no", cell)
            if kind in ("content", "concern_part") and role in READERS:
                self.assertIn(scope, ("no", "copy"), cell)
            if kind == "kept_back" and role in READERS:
                self.assertEqual(scope, "no", "C-25")
            if kind == "observation" and role in READERS - {"officer"}:
                self.assertEqual(scope, "no", "C-17")
            if role == "home_manager" and kind in ("concern_part", "concern"):
                self.assertEqual(scope, "no", "C-06")
            if kind == "observation" and role == "child_page":
                self.assertEqual(scope, "no", "the interviewer's own")
            if kind in ("address", "meeting") and role not in TOLD_WHERE:
                self.assertEqual(scope, "no", "C-15")

    def test_who_has_no_part_sees_nothing_at_all(self):
        nobody = {
            *("other_interviewer", "other_home_manager", "other_social_worker"),
            *("other_officer", "outside_interviewer", "other_outside"),
            *("agency_advisor", "fostering", "staff_coordinator"),
            *("staff_interviewer", "hr_officer", "leadership", "odoo_admin"),
            *("administrator", "employee", "portal", "public", "other_company"),
        }
        for (role, *cell), (scope, _note) in matrix.CHILDREN.cells.items():
            # C-23: about a year, and every officer's.
            if role == "other_officer" and cell[1].startswith("monitoring"):
                continue
            if role in nobody:
                self.assertEqual(scope, "no", (role, *cell))


# Whose view changes with the state; everybody else is swept at the end, when there is
# most to see, and these besides where a slip is likeliest.
INVOLVED = ("sue", "ivan", "ines", "mia", "saul", "ira", "hana", "ola")
OF_OTHERS = ("max", "sky", "iain")


@tagged("post_install", "-at_install")
class TestChildrenSweep(ChildrenMatrixCase, TransactionCase):
    """Each user, each state of a young person's case, each channel of the objects."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()
        cls.clock = Clock()
        cls.addClassCleanup(cls._print_counts)

    @classmethod
    def _print_counts(cls):
        print("\nchildren " + cls.clock.line(len(LOGINS), 5))

    def _check(self, state, logins, deep=()):
        self.env.flush_all()
        lines = []
        for login in logins:
            seen = self.sweep(login, deep=login in deep)
            self.clock.add(seen)
            lines += self.report_in(login, seen, state)
        self.assertFalse(lines, f"{state}:\n" + "\n".join(lines))

    def test_told(self):
        """It was told that they move; the social worker is to ask them."""
        logins = (*INVOLVED, *OF_OTHERS, "olu")
        self._check("told", logins, deep=("mia", "saul"))

    def test_agreed(self):
        """Kit would like to talk, and a conversation is planned."""
        self.agree_child()
        self._check("agreed", INVOLVED, deep=("ivan",))

    def test_heard(self):
        """The record is confirmed; a concern was passed on."""
        self.hear_child()
        logins = (*INVOLVED, "ivo", "cora", "ada")
        self._check("heard", logins, deep=("cora", "sue"))

    def test_shared(self):
        """Officer, home and social worker have their copies."""
        self.hear_child()
        self.circulate()
        self._check("shared", (*INVOLVED, *OF_OTHERS), deep=("ira", "max"))

    def test_answered(self):
        """What was recommended is answered; Kit has the officer's letter."""
        self.hear_child()
        self.circulate()
        self.recommend()
        self.answer_officer()
        self._check("answered", LOGINS, deep=("ada", "olu"))

    def test_every_model_of_the_addon_is_swept(self):
        """Whatever the addon keeps has rows here, so that a sweep says something."""
        self.hear_child()
        self.circulate()
        for name in our_models(self.env, transient=False):
            module = type(self.env[name])._original_module
            if module == "exit_interview_children":
                self.assertTrue(self.focus()[name], name)


@tagged("post_install", "-at_install")
class TestChildrenMutations(ChildrenMatrixCase, TransactionCase):
    """H-7: break one lock, and the sweep tells."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()

    def _told(self, login, state):
        self.env.registry.clear_all_caches()
        return self.report_in(login, self.sweep(login), state)

    def _assert_green(self, login, state):
        self.assertFalse(self._told(login, state), "unbroken, but red")

    def _assert_red(self, login, state, word):
        lines = self._told(login, state)
        self.assertTrue(
            any("sees too much" in line and word in line for line in lines),
            f"The sweep did not notice; it told {lines}",
        )

    def _switch_off(self, name):
        self.env.ref(f"exit_interview_children.{name}").active = False
        self.env.flush_all()

    def test_without_the_rule_that_parts_the_populations(self):
        self.hear_child()
        for login in ("cora", "sue"):
            self._assert_green(login, "heard")
        users = type(self.env["res.users"])
        every = ["staff", "foster_carer", "child"]
        with patch.object(users, "_get_populations", lambda self, part: every):
            self._assert_red("cora", "heard", "cnry-kit-best-")
            self._assert_red("sue", "heard", "cnry-lea-anything_else-")
            self._assert_red("sue", "heard", "cnry-hou-household_name-")
        self.env.registry.clear_all_caches()

    def test_without_the_rule_of_homes(self):
        self._assert_green("max", "told")
        self._switch_off("exit_interview_child_rule_home_manager")
        self._assert_red("max", "told", "cnry-kit-needs-")

    def test_without_the_rule_of_agreements(self):
        self._assert_green("sky", "told")
        self._switch_off("exit_interview_agreement_rule_social_worker")
        self._assert_red("sky", "told", "cnry-kit-feasible-")

    def test_with_a_home_that_reads_what_it_is_suspected_of(self):
        share = type(self.env["exit.interview.share"])
        self.hear_child()
        with patch.object(
            share,
            "_is_permitted",
            lambda share, question: question.code != "keep_back",
        ):
            self.circulate()
        self._assert_red("mia", "shared", self._get_word("concern_part"))
        self._assert_red("saul", "shared", self._get_word("observation"))

    def _get_word(self, kind):
        return next(
            token for token, one in self.kit.canaries.items() if one.kind == kind
        )

    def test_without_the_rule_of_recommendations(self):
        self.hear_child()
        self.circulate()
        self.recommend()
        self.answer_officer()
        self._assert_green("ola", "answered")
        self._switch_off("exit_interview_recommendation_rule_asked")
        self._switch_off("exit_interview_recommendation_rule_copy")
        self._switch_off("exit_interview_recommendation_rule_officer")
        self._assert_red("ola", "answered", "cnry-kit-rec_mia-")
