# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""SEC-04 for children: no state changes outside the table of allowed steps.

The table is ``allowed_steps_children.csv``: what may change on a young person's record,
what is asked of them, their case, and what the officer makes of it. Whoever has to do
with staff, with carers or with another young person calls everything, too, and changes
nothing.
"""

import os
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from . import fuzz
from .children_case import LOGINS, ROLES, ChildrenMatrixCase
from .sweep import quiet

TABLE = Path(__file__).resolve().parent / "allowed_steps_children.csv"
WANTED = os.environ.get("EXIT_INTERVIEW_WRITE_STEPS")
OBSERVED, RUN = set(), set()
KIT = ROLES["KIT"]
# Those with a part in it; whoever has none comes in the first state only.
INVOLVED = (
    *("sue", "ivan", "ines", "mia", "max", "saul", "sky", "ira", "iain"),
    *("olu", "hana", "ola"),
)
OUTSIDERS = tuple(login for login in LOGINS if login not in INVOLVED)
# What only this addon has. The engine's own steps are tried by whoever is outside of a
# case in the other tables; all of them, here too, would take a quarter of an hour.
CHILDREN_ONLY = (
    "exit.interview.agreement",
    "exit.interview.child",
    "exit.interview.consideration",
    "exit.interview.home.period",
    "exit.interview.monitoring",
    "exit.interview.outsider",
    "exit.interview.recommendation",
    "exit.interview.share",
    "exit.interview.strike",
    "res.partner",
)
HOME_FIELDS = (
    "is_child_home",
    "is_placing_authority",
    "child_home_kind",
    "child_home_company_id",
    "child_home_department_id",
    "child_home_manager_id",
    "child_home_number",
    "child_home_agency_id",
)


class ChildrenFuzz(fuzz.Fuzz):
    """Calls of one user on what there is of one young person."""

    def __init__(self, cast, leaver, user, only=""):
        self.cast = cast
        self.leaver = leaver
        super().__init__(cast.env, leaver.case, user, cast.users["ines"], only=only)

    def _targets(self, name):
        """Override: the young person's own record, and every recommendation."""
        if name == "exit.interview.child":
            return [self.leaver.child.sudo().with_env(self.env)]
        if name == "exit.interview.recommendation":
            records = self.case.recommendation_ids
            return [one.sudo().with_env(self.env) for one in records] or [
                self.env[name]
            ]
        return super()._targets(name)

    def _good(self, name, record):
        """Override: what makes sense for a young person."""
        if name == "vals_list" and record._name != "exit.interview":
            return [self._prepare_notice(self.cast.uma)]
        if name == "how" and record._name == "exit.interview.agreement":
            return "talk"
        in_a_month = str(fields.Date.today() + timedelta(days=30))
        answered = self.case.session_ids.answer_ids.question_id
        known = {
            "question_id": answered[:1].id,
            "date_asked": str(fields.Date.today()),
            "feasible": "yes",
            "agreement": "yes",
            "wish": "a woman",
            "answer": "accepted",
            "date_planned": in_a_month,
            "details": {"is_about_home": True},
        }
        if name in known:
            return known[name]
        return super()._good(name, record)

    def _choices(self, name, method, good):
        """Override: a no, a refusal, and how a child gets a letter."""
        ways = super()._choices(name, method, good)
        if "feasible" in good:
            ways += [{**good, "feasible": "no"}]
        if "agreement" in good:
            ways += [{**good, "agreement": "no"}]
        if "date_planned" in good:
            ways += [{**good, "answer": "refused", "date_planned": False}]
        if method == "action_send_outcome":
            ways += [{**good, "channel": "handed"}]
        return ways

    def _prepare_notice(self, leaver):
        return {
            "population": "child",
            "source": "placement_decision",
            "child_id": leaver.child.id,
            "moving_to": "foster",
            "date_move_decided": str(fields.Date.today()),
            "date_departure": str(fields.Date.today() + timedelta(days=20)),
        }

    def run(self):
        """Override: homes are contacts, and a child's record says who reads what."""
        cast = self.cast
        for home in (cast.willow, cast.birch):
            record = home.sudo().with_env(self.env)
            for values in (
                {"child_home_manager_id": self.user.id},
                {"child_home_company_id": cast.other_company.id},
                {"child_home_number": "SC999"},
                {"is_child_home": False},
            ):
                self._write("res.partner", record, values)
        self._try("res.partner", "create home", self._create_home)
        child = self.leaver.child.sudo().with_env(self.env)
        for values in (
            {"social_worker_id": self.user.id},
            {"social_worker_id": cast.users["sky"].id},
            {"officer_id": self.user.id},
            {"officer_id": cast.users["iain"].id},
            {"home_id": cast.birch.id},
            {"needs": "other words"},
            {"address": "another place"},
            {"date_birth": "2001-01-01"},
            {"reference": "YP-22222"},
        ):
            self._write("exit.interview.child", child, values)
        self._call_child_dialogs()
        self._call_recommending()
        return super().run()

    def _write(self, name, record, values):
        key = next(iter(values))
        self._try(name, f"write {key}", lambda: record.write(values))

    def _create_home(self):
        self.env["res.partner"].create(
            {
                "name": "Home",
                "is_child_home": True,
                "child_home_kind": "own",
                "child_home_company_id": self.cast.company.id,
                "child_home_manager_id": self.user.id,
            }
        )

    def _call_child_dialogs(self):
        """The dialogs in which a move is told of, and an agreement recorded."""
        report = self.env["exit.interview.child.report"]
        for leaver in (self.cast.uma, self.leaver):
            values = self._prepare_notice(leaver)
            values = {
                name: value for name, value in values.items() if name in report._fields
            }
            self._try(
                report._name,
                "action_tell",
                lambda values=values: report.create(values).action_tell(),
            )
        dialog = self.env["exit.interview.agreement.answer"].with_context(
            active_id=self.case.agreement_ids.id
        )
        for values in (
            {"feasible": "yes", "feasible_reason": "in words"},
            {"agreement": "yes", "address": "another place", "needs": "other words"},
            {"agreement": "no"},
        ):
            self._try(
                dialog._name,
                "action_record",
                lambda values=values: dialog.create(values).action_record(),
            )

    def _call_recommending(self):
        """What only the officer writes, beside the copy."""
        consideration = self.case.consideration_ids
        recommendation = self.env["exit.interview.recommendation"]
        values = {
            "consideration_id": consideration.id,
            "text": "in words",
            "user_id": self.stranger.id,
        }
        self._try(
            recommendation._name,
            "create recommendation",
            lambda: recommendation.create([values]),
        )
        for one in self._targets(recommendation._name):
            for change in (
                {"text": "other words"},
                {"reply": "other words"},
                {"user_id": self.user.id},
            ):
                self._write(recommendation._name, one, change)
        record = consideration.sudo().with_env(self.env)
        self._write(record._name, record, {"reason": "other words"})

    def _snapshot(self):
        """Override: and what a home is."""
        rows = super()._snapshot()
        columns = SQL(", ").join(map(SQL.identifier, HOME_FIELDS))
        rows["res.partner"] = {
            row[0]: dict(zip(HOME_FIELDS, row[1:], strict=True))
            for row in self.su.execute_query(
                SQL("SELECT id, %s FROM res_partner WHERE is_child_home", columns)
            )
        }
        return rows


@tagged("post_install", "-at_install")
class TestChildrenSteps(ChildrenMatrixCase, TransactionCase):
    """Each public method, each role, each state, sensible and odd arguments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()
        # The same people are around two more: one still to be decided about, and one
        # of whom nobody has told anything.
        cls.pip = cls._plant_child(
            "PIP", cls.willow, "2012-03-01", has_learning_disability=True
        )
        cls.uma = cls._plant_child("UMA", cls.willow, "2014-03-01")
        cls._tell_move(cls.pip, "mia")
        cls.counts = {"calls": 0, "raw": set()}
        cls.addClassCleanup(cls._print_counts)

    @classmethod
    def _print_counts(cls):
        print(f"\nchildren fuzz: {cls.counts['calls']} calls as {len(LOGINS)} users")
        for name in sorted(cls.counts["raw"]):
            print("  raw error:", *name)

    def _fuzz(self, state, logins, leaver=None, only=""):
        """Call everything as everybody, and compare what changed with the table.

        :param str state: name of the state, as in the table
        :param logins: as whom
        :param leaver: who stands for the young person; Kit without
        :param only: beginnings of the names of the models to call
        """
        found = set()
        for login in logins:
            self.env.flush_all()
            self.env.invalidate_all()
            run = ChildrenFuzz(self, leaver or self.kit, self.users[login], only)
            with quiet():
                changes = run.run()
            self.counts["calls"] += run.calls
            self.counts["raw"] |= run.raw
            found |= {
                (model, method, KIT[login], state, change)
                for model, method, change in changes
            }
        due = {row for row in found if row[4] == fuzz.DUE_DAY}
        found -= due
        if WANTED:
            OBSERVED.update(found)
            RUN.add(state)
            # After each state: whoever stops a long run keeps what it found.
            fuzz.write(OBSERVED, RUN, TABLE)
            return
        allowed = {row for row in fuzz.load(TABLE) if row[3] == state}
        due = {(*row[:4], "case: other fields") for row in due}
        lines = [
            *(f"changes, and is not in the table: {row}" for row in found - allowed),
            *(
                f"stands in the table, and changes nothing: {row}"
                for row in allowed - found - due
            ),
        ]
        self.assertFalse(lines, "\n".join(sorted(lines)))

    def test_feasibility(self):
        """Whether a conversation is feasible is to be decided first (C-09)."""
        self._fuzz(
            "feasibility",
            tuple(LOGINS),
            self.pip,
            ("exit.interview.agreement", "exit.interview.child", "res.partner"),
        )

    def test_told(self):
        """The social worker is to ask (C-10, C-12)."""
        self._fuzz("told", INVOLVED)

    def test_told_outside(self):
        """Whoever has no part calls what there is of children, and changes nothing."""
        self._fuzz("told_outside", OUTSIDERS, only=CHILDREN_ONLY)

    def test_agreed(self):
        self.agree_child()
        self._fuzz("agreed", INVOLVED)

    def test_heard(self):
        self.hear_child()
        self._fuzz("heard", ("sue", "ivan", "ines", "mia", "saul", "ira", "hana"))

    def test_shared(self):
        """The officer has drafted what they recommend."""
        self.hear_child()
        self.circulate()
        self._fuzz("shared", ("sue", "ivan", "mia", "saul", "ira", "iain", "ola"))

    def test_recommended(self):
        """Whoever is asked to act is to answer (C-22)."""
        self.hear_child()
        self.circulate()
        self.recommend()
        self._fuzz(
            "recommended",
            INVOLVED,
            None,
            tuple(
                f"exit.interview.{name}"
                for name in ("recommendation", "consideration", "share", "outcome")
            ),
        )

    def test_answered(self):
        self.hear_child()
        self.circulate()
        self.recommend()
        self.answer_officer()
        self._fuzz("answered", ("sue", "mia", "saul", "ira", "ola"))


@tagged("post_install", "-at_install")
class TestChildrenStepsFile(TransactionCase):
    def test_who_has_no_part_changes_nothing(self):
        """A guard against a careless rewriting of the table."""
        known = {
            "csm",
            "interviewer",
            "second_person",
            "home_manager",
            "social_worker",
            "officer",
            "head_of_service",
            "asked",
        }
        # Outsiders go on with what is their own, and with nothing else: households of
        # the fostering service, the register of another authority.
        own = {
            "fostering": {
                "exit.interview.approval",
                "exit.interview.care.year",
                "exit.interview.household.member",
                "exit.interview.household.note",
            },
            "other_company": {"exit.interview.outsider"},
            # About a year, and every officer's to write (C-23).
            "other_officer": {"exit.interview.monitoring"},
        }
        rows = fuzz.load(TABLE)
        self.assertTrue(rows)
        self.assertLessEqual({row[2] for row in rows}, known | set(own))
        for model, method, role, _state, _change in rows:
            if role in own:
                self.assertIn(model, own[role], (role, method))
        around = {"home_manager", "social_worker", "officer", "asked"}
        # Whoever is around a child touches no conversation, and no other's answer.
        theirs = {"exit.interview.session", "exit.interview.participant"}
        for model, method, role, _state, _change in rows:
            if role in around:
                self.assertNotIn(model, theirs, (role, method))
            if model == "exit.interview.agreement":
                self.assertIn(role, ("csm", "social_worker"), method)
            if method == "action_recommend":
                self.assertEqual(role, "officer")
