# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-01 and SEC-03 with two populations: what everybody sees of a household's case.

One database holds the case of somebody who worked here, and that of a household whose
carers were heard apart. Nobody sees more of either than the two matrices say.
"""

from unittest.mock import patch

from odoo.tests import BaseCase, HttpCase, TransactionCase, tagged

from . import matrix
from .fostering_case import ROLES, FosteringMatrixCase
from .sweep import Clock, Seen, our_models, quiet
from .test_http_sweep import PATH, HttpSweepCase

# Those of the fostering service, and some of whom the others are alike.
HTTP_LOGINS = ("ada", "ike", "wes", "wyn", "mo", "kim", "ola", "cora", "bea")


@tagged("post_install", "-at_install")
class TestFosteringMatrixFile(BaseCase):
    def test_nobody_without_a_part_sees_content(self):
        """A guard against a slip in the file itself."""
        readers = {"advisor", "interviewer", "service_manager", "carer_page"}
        service = {"worker", "manager"}
        for (role, group, kind, state), (scope, _note) in matrix.CARERS.cells.items():
            cell = (role, group, kind, state)
            if kind in ("content", "correction", "signature") and role not in readers:
                self.assertEqual(scope, "no", cell)
            if kind == "content" and role == "carer_page":
                self.assertIn(scope, ("no", "own"), "A-55")
            if kind == "briefing" and role in service:
                self.assertEqual(scope, "live" if state == "told" else "no", cell)
            if kind in ("participant", "name", "session", "concern"):
                self.assertFalse(role in service and scope != "no", cell)
            if kind == "talk_confidence" and role == "worker":
                self.assertEqual(scope, "no", cell)
            if kind == "talk_alone" and role not in ("other_worker", "manager"):
                self.assertEqual(scope, "no", "before anything is decided")

    def test_who_has_no_part_sees_nothing_at_all(self):
        nobody = {
            "carer",
            "staff_coordinator",
            "staff_interviewer",
            "other_interviewer",
            "hr_officer",
            "leadership",
            "odoo_admin",
            "administrator",
            "employee",
            "portal",
            "public",
            "other_company",
        }
        for (role, *cell), (scope, _note) in matrix.CARERS.cells.items():
            if role in nobody:
                self.assertEqual(scope, "no", (role, *cell))


@tagged("post_install", "-at_install")
class TestFosteringSweep(FosteringMatrixCase, TransactionCase):
    """Each user, each state of the household's case, each channel of the objects."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()
        cls.clock = Clock()
        cls.addClassCleanup(cls._print_counts)

    @classmethod
    def _print_counts(cls):
        print("\nfostering " + cls.clock.line(len(ROLES), 3))

    def _check_everybody(self, state, deep=()):
        self.env.flush_all()
        lines = []
        for login in ROLES:
            seen = self.sweep(login, deep=login in deep)
            self.clock.add(seen)
            lines += self.report_of(login, seen, state)
        self.assertFalse(lines, f"{state}:\n" + "\n".join(lines))

    def test_told(self):
        """The service fills in the briefing; another household only thinks of it."""
        self._check_everybody("told", deep=("wes", "wyn"))

    def test_heard(self):
        """Each carer was heard alone; a concern was passed on."""
        self.hear()
        self._check_everybody("heard", deep=("mo", "cora"))

    def test_closed(self):
        """The service manager has both copies, answered, and the carers have a letter.

        Every answer went out in the normal way, but what is protected.
        """
        self.hear()
        self.close()
        self._check_everybody("closed", deep=("kim",))

    def test_every_model_of_the_addon_is_swept(self):
        """Whatever the addon keeps has rows here, so that a sweep says something."""
        self.hear()
        self.close()
        for name in our_models(self.env, transient=False):
            module = type(self.env[name])._original_module
            if module == "exit_interview_fostering":
                self.assertTrue(self.focus()[name], name)


@tagged("post_install", "-at_install")
class TestFosteringMutations(FosteringMatrixCase, TransactionCase):
    """H-7: break one lock, and the sweep tells."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()

    def _told(self, login, state):
        self.env.registry.clear_all_caches()
        return self.report_of(login, self.sweep(login), state)

    def _assert_green(self, login, state):
        self.assertFalse(self._told(login, state), "unbroken, but red")

    def _assert_red(self, login, state, word):
        lines = self._told(login, state)
        self.assertTrue(
            any("sees too much" in line and word in line for line in lines),
            f"The sweep did not notice; it told {lines}",
        )

    def test_without_the_rule_that_parts_the_populations(self):
        self.hear()
        for login in ("cora", "ada"):
            self._assert_green(login, "heard")
        users = type(self.env["res.users"])
        both = ["staff", "foster_carer"]
        with patch.object(users, "_get_populations", lambda self, part: both):
            self._assert_red("cora", "heard", "cnry-hou-fred_anything_else-")
            self._assert_red("ada", "heard", "cnry-lea-anything_else-")
        self.env.registry.clear_all_caches()

    def test_without_the_rule_of_talks(self):
        self._assert_green("wes", "told")
        self._switch_off("exit_interview_retention_talk_rule_worker")
        self._assert_red("wes", "told", "cnry-hou-confidence_said-")

    def test_without_the_rule_of_briefings(self):
        self._assert_green("wyn", "told")
        self._switch_off("exit_interview_briefing_part_rule_worker")
        self._assert_red("wyn", "told", "cnry-hou-part_issues-")

    def test_with_notes_that_stand_on_the_contact(self):
        self._assert_green("wyn", "told")

        def read_all(partners):
            notes = partners.env["exit.interview.household.note"].sudo()
            for partner in partners:
                found = notes.search([("household_id", "=", partner.id)])
                partner.foster_notes = "".join(found.mapped("text"))

        partners = type(self.env["res.partner"])
        with patch.object(partners, "_compute_foster_notes", read_all):
            self._assert_red("wyn", "told", "cnry-hou-notes-")

    def _switch_off(self, name):
        self.env.ref(f"exit_interview_fostering.{name}").active = False
        self.env.flush_all()


class FosteringHttpCase(FosteringMatrixCase, HttpSweepCase, HttpCase):
    """Requests of each user, with both populations in the database."""


@tagged("post_install", "-at_install")
class TestFosteringHttp(FosteringHttpCase):
    def test_each_user_gets_what_the_matrix_allows(self):
        self.hear()
        self.close()
        document = self.marlow.case.document_ids
        self.document_id = document.id
        self.export = self.env["exit.interview.export"]
        self.keys = {login: self._new_key(login) for login in HTTP_LOGINS}
        self.env.flush_all()
        clock, lines = Clock(), []
        for login in HTTP_LOGINS:
            seen = self._sweep(login)
            clock.add(seen)
            lines += self.report_of(login, seen, "closed")
        print("\nfostering http " + clock.line(len(HTTP_LOGINS), 1))
        # Addresses ask for less than the object layer: nobody sees more there.
        extra = [line for line in lines if "sees too much" in line]
        self.assertFalse(extra, "\n".join(extra))


@tagged("post_install", "-at_install")
class TestCarerPages(FosteringHttpCase):
    """A-55: whoever opens the tablet, neither carer sees the other's words."""

    def setUp(self):
        super().setUp()
        patcher = patch("odoo.addons.exit_interview.controllers.leaver.time.sleep")
        patcher.start()
        self.addCleanup(patcher.stop)
        self.purposes = dict(self.env["exit.interview.link"]._selection_purpose())
        # Opened by a button for a child alone, and tried where there are children.
        self.purposes.pop("tablet", None)

    def _visit(self, person, purpose, pages):
        seen = Seen()
        self.enter("anon")
        self.opener.cookies.clear()
        _link, secret = self.env["exit.interview.link"]._issue(
            person.sudo(), purpose, "mail"
        )
        response = self.get(f"{PATH}/l/{secret}", data={"open": "1"})
        self.assertEqual(response.status_code, 303, purpose)
        for page in pages:
            response = self.get(page)
            seen.add(f"{purpose} {page}", str(response.headers))
            seen.add(f"{purpose} {page}", response.content)
            self.assertLess(response.status_code, 500, page)
        return seen

    def _check_pages(self, state):
        sections = self.marlow.case.session_ids.questionnaire_id.section_ids
        shares = (self.marlow.case | self.lea.case).share_ids
        pages = self.find_pages([*sections.ids, *shares.ids])
        canaries = {
            token: canary
            for leaver in (self.lea, self.marlow, self.thame)
            for token, canary in leaver.canaries.items()
        }
        lines, reached = [], {}
        for person, login in zip(self.marlow.people, ("fay", "fred"), strict=True):
            reached[login] = set()
            for purpose in self.purposes:
                with quiet():
                    seen = self._visit(person, purpose, pages)
                reached[login] |= seen.canaries
                lines += self._judge(login, seen, canaries, state)
        self.assertFalse(lines, "\n".join(lines))
        return reached

    def _judge(self, login, seen, canaries, state):
        for token in sorted(seen.canaries):
            canary = canaries[token]
            where = sorted(seen.channels[token])[:3]
            scope = "no"
            if canary.leaver == self.marlow.key:
                scope = matrix.CARERS.allowed(
                    "carer_page", canary.group, canary.kind, state
                )
            if (
                scope == "no"
                or (scope == "own" and canary.holder != login)
                or (scope == "copy" and not canary.in_copy)
            ):
                yield f"{login} sees {token} ({canary.kind}) on {where}"

    def test_told(self):
        self._check_pages("told")

    def test_heard_apart(self):
        self.hear()
        reached = self._check_pages("heard")
        for login in reached:
            word = self.marlow.get(f"{login}_ANYTHING_ELSE".upper()).lower()
            self.assertIn(word, reached[login], "each reads their own record")

    def test_closed(self):
        self.hear()
        self.close()
        reached = self._check_pages("closed")
        for login in reached:
            letter = self.marlow.get(f"{login}_LETTER".upper()).lower()
            self.assertIn(letter, reached[login])
