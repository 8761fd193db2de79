# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""SEC-04: no state changes outside the table of allowed steps."""

import os

from odoo import fields
from odoo.tests import TransactionCase, tagged

from . import fuzz
from .cast import Leaver
from .matrix_case import MatrixCase
from .sweep import quiet

# Of users alike one is enough; those with no part at all come in one state.
LOGINS = ("cora", "ivy", "peg", "sam", "hana", "lin", "ola", "hal", "bea")
OUTSIDERS = ("sol", "dee", "odd", "emp", "pat", "anon", "adm", "lea", "ben")
OBSERVED, RUN = set(), set()
WANTED = os.environ.get("EXIT_INTERVIEW_WRITE_STEPS")


@tagged("post_install", "-at_install")
class TestSteps(MatrixCase, TransactionCase):
    """Each public method, each role, each state, sensible and odd arguments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpCast()
        cls.team_managers, cls.shut_out = {"LEA": "lin"}, {"LEA": {"lea"}}
        cls.lea = cls.new_leaver("LEA", cls.north, user="lea")
        cls.counts = {"calls": 0, "raw": set()}
        cls.addClassCleanup(cls._print_counts)

    @classmethod
    def _print_counts(cls):
        print(f"\nfuzz: {cls.counts['calls']} calls as {len(LOGINS + OUTSIDERS)} users")
        for name in sorted(cls.counts["raw"]):
            print("  raw error:", *name)

    def _fuzz(self, state, deep=False, only="", logins=LOGINS, learned=None):
        """Call everything as everybody, and compare what changed with the table.

        :param str state: name of the state, as in the table
        :param bool deep: also as those who have no part, and with more odd arguments
        :param only: beginnings of the names of the models to call
        :param learned: who stands for the reviews, where it is about them
        """
        found = set()
        for login in LOGINS + OUTSIDERS if deep else logins:
            self.env.flush_all()
            self.env.invalidate_all()
            role = self.role_of(login, learned or self.lea, state)
            stranger = self.users["peg"]
            user = self.users[login]
            run = fuzz.Fuzz(self.env, self.lea.case, user, stranger, deep, only)
            with quiet():
                changes = run.run()
            type(self).counts["calls"] += run.calls
            type(self).counts["raw"] |= run.raw
            found |= {
                (model, method, role, state, change)
                for model, method, change in changes
            }
        due = {row for row in found if row[4] == fuzz.DUE_DAY}
        found -= due
        OBSERVED.update(found)
        RUN.add(state)
        if WANTED:
            return
        allowed = {row for row in fuzz.load() if row[3] == state}
        # The table may count the due day of a case among its other fields.
        due = {(*row[:4], "case: other fields") for row in due}
        extra, missing = sorted(found - allowed), sorted(allowed - found - due)
        lines = [f"changes, and is not in the table: {row}" for row in extra]
        lines += [f"stands in the table, and changes nothing: {row}" for row in missing]
        self.assertFalse(lines, "\n".join(lines))

    def test_new(self):
        self._fuzz("new")

    def test_accepted(self):
        self.offer(self.lea)
        self._fuzz("accepted")

    def test_scheduled(self):
        self._schedule()
        self._fuzz("scheduled")

    def _schedule(self):
        self.offer(self.lea)
        case = self.as_user("cora", self.lea.case)
        case.action_schedule("2026-01-05 10:00:00", "phone")

    def test_interviewed(self):
        self._schedule()
        session = self.as_user("ivy", self.lea.case.session_ids)
        session.action_mark_held()
        self._fuzz("interviewed")

    def test_confirmed(self):
        self.offer(self.lea)
        self.interview(self.lea)
        self.permit(self.lea, team_manager="full", service_manager="full")
        self._fuzz("confirmed")

    def test_sent(self):
        self._send()
        self._fuzz("sent")

    def _send(self):
        self.offer(self.lea)
        self.interview(self.lea)
        self.bring_to(self.lea, "full")

    def test_concern(self):
        """Passed on without permission: with one, no second person is asked."""
        self.offer(self.lea)
        self.interview(self.lea)
        self.bring_to(self.lea, "none")
        concern = self.raise_concern(self.lea)
        only = "exit.interview.concern"
        self._fuzz("concern pending", only=only)
        self.as_user("peg", concern).action_approve()
        self._fuzz("concern passed", only=only)
        self.as_user("hana", concern).action_take_on()
        self._fuzz("concern taken", only=only)
        self.as_user("hana", concern).action_decide("that", "I", "2027-01-31")
        self._fuzz("concern proposed", only=only)
        self.as_user("sam", concern).action_agree()
        self._fuzz("concern decided", only=only)

    def _fuzz_learned(self, state, *models):
        """As those who have a part in what is learned, and two who must not write."""
        self._fuzz(
            state,
            only=tuple(f"exit.interview.{name}" for name in models),
            logins=(*LOGINS, "dee", "adm"),
            learned=self.learned,
        )

    def _prepare_review(self):
        self.learned = Leaver("REV")
        self.policy.date_go_live = fields.Date.subtract(fields.Date.today(), months=11)
        review = self._write_review(self.learned, "review")
        # Computing afresh shows on the review only in another second than before.
        review.sudo().date_computed = fields.Datetime.subtract(
            fields.Datetime.now(), hours=1
        )
        return self.as_user("cora", review)

    def test_reviews(self):
        """What is published never changes, but for the actions agreed on it."""
        review = self._prepare_review()
        self._fuzz_learned("review draft", "review")
        review.action_ask_approval()
        self._fuzz_learned("review asked", "review")
        self.as_user("peg", review).action_approve()
        self._fuzz_learned("review approved", "review")
        review.action_publish()
        self._fuzz_learned("review published", "review")

    def test_words_for_everybody(self):
        review = self._prepare_review().sudo()
        words = self.propose(self.learned, "FUZZ", "public", review)
        self._fuzz_learned("words draft", "publication")
        words.action_ask_approval()
        self._fuzz_learned("words asked", "publication")
        self.as_user("peg", words).action_approve()
        self._fuzz_learned("words approved", "publication")
        words.action_withdraw("Not true any more")
        self._fuzz_learned("words withdrawn", "publication")

    def test_causes_and_workbooks(self):
        self.learned = Leaver("REV")
        # Causes come from the wordings of several leavers: see the tests of findings.
        cause = self.env["exit.interview.cause"].create(
            {
                "policy_id": self.policy.id,
                "population": "staff",
                "theme_id": self.env.ref("exit_interview.theme_workload").id,
                "people": 3,
                "date_reached": fields.Date.today(),
            }
        )
        self._plant_export(self.learned)
        models = ("cause", "finding.step", "export", "workbook")
        self._fuzz_learned("cause open", *models)
        self.as_user("cora", cause).action_settle("We ask for more people")
        self._fuzz_learned("cause seen", *models)

    def test_findings(self):
        self.offer(self.lea)
        self.interview(self.lea)
        self.permit(self.lea)
        case = self.as_user("cora", self.lea.case)
        ids = case.action_add_findings(
            [
                {
                    "kind": "worry",
                    "triage": "urgent",
                    "theme_id": self.env.ref("exit_interview.theme_workload").id,
                    "wording": "Too much to do.",
                }
            ]
        )
        finding = self.as_user("cora", case.finding_ids.browse(ids))
        only = "exit.interview.finding"
        self._fuzz("finding draft", only=only)
        finding.action_submit()
        self._fuzz("finding submitted", only=only)
        self.as_user("peg", finding).action_return("Say it more generally")
        self._fuzz("finding returned", only=only)
        finding.action_submit()
        self.as_user("peg", finding).action_approve()
        self._fuzz("finding approved", only=only)

    def test_submitted(self):
        self._send()
        self.respond(self.lea)
        self._fuzz("submitted", deep=True)

    def test_approved(self):
        self._send()
        self.respond(self.lea)
        self.approve(self.lea)
        self._fuzz("approved")

    def test_withdrawn(self):
        self._send()
        self.withdraw(self.lea)
        self._fuzz("withdrawn")

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        if WANTED:
            fuzz.write(OBSERVED, RUN)
