# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""SEC-04 for foster carers: no state changes outside the table of allowed steps.

The table is ``allowed_steps_fostering.csv``: what may change on a household's record,
its talks, its briefing and its case. Staff's people call everything, too, and change
nothing.
"""

import os
from pathlib import Path

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from . import fuzz
from .fostering_case import ROLES, FosteringMatrixCase
from .sweep import quiet

TABLE = Path(__file__).resolve().parent / "allowed_steps_fostering.csv"
WANTED = os.environ.get("EXIT_INTERVIEW_WRITE_STEPS")
OBSERVED, RUN = set(), set()
# Those with a part in it; whoever has none comes in the first state only.
LOGINS = ("ada", "ida", "ike", "wes", "wyn", "mo", "kim", "hana", "ola", "cora")
OUTSIDERS = tuple(login for login in ROLES if login not in LOGINS)
HOUSEHOLD_FIELDS = (
    "foster_worker_id",
    "foster_company_id",
    "is_foster_household",
    "is_foster_carer",
    "foster_team_id",
)


class FosteringFuzz(fuzz.Fuzz):
    """Calls of one user on what there is of two households."""

    def __init__(self, cast, user):
        self.cast = cast
        super().__init__(cast.env, cast.marlow.case, user, cast.users["ian"])

    def _targets(self, name):
        """Override: of each household its own, and both people of the case."""
        model = self.env[name]
        if model._transient:
            return []
        cast = self.cast
        if name == "exit.interview.retention.talk":
            talks = (cast.talk, cast.confidence, cast.talk_alone)
        elif name == "exit.interview.retention.action":
            talks = (cast.talk.action_ids, cast.talk_alone.action_ids)
        elif name == "exit.interview.briefing.part":
            parts = cast.marlow.case.briefing_ids.part_ids
            talks = [parts.filtered(lambda part, c=c: part.code == c) for c in PARTS]
        elif "household_id" in model._fields and "case_id" not in model._fields:
            domain = [("household_id", "=", cast.marlow.household.id)]
            talks = [self.su[name].search(domain, limit=1)]
        else:
            return super()._targets(name)
        return [record.sudo().with_env(self.env) for record in talks if record] or [
            model
        ]

    def _good(self, name, record):
        """Override: what makes sense on a household."""
        person = self.case.participant_ids[:1]
        known = {
            "retained_by": "support",
            "participant_id": person.id,
            "wished_user_id": False,
            "how": "agreed",
            "location": "library",
            "companion": "a friend",
            "initiated_by": "carer",
            "approval_category": "mainstream",
        }
        if name == "vals_list" and record._name != "exit.interview":
            return [
                {
                    "population": "foster_carer",
                    "source": "letter",
                    "household_id": self.cast.thame.household.id,
                    "leaving_route": "resignation",
                    "date_decided": str(fields.Date.today()),
                }
            ]
        if name in known:
            return known[name]
        return super()._good(name, record)

    def run(self):
        """Override: contacts are no model of ours, and hold who supervises whom."""
        for household in (self.cast.marlow.household, self.cast.thame.household):
            record = household.sudo().with_env(self.env)
            for values in (
                {"foster_worker_id": self.user.id},
                {"foster_company_id": self.cast.other_company.id},
                {"is_foster_household": False},
                {"foster_team_id": False},
                {"foster_notes": "other words"},
                {"foster_approval_ids": [Command.clear()]},
                {"foster_member_ids": [Command.clear()]},
                {"foster_care_ids": [Command.clear()]},
            ):
                key = next(iter(values))
                self._try(
                    "res.partner", f"write {key}", lambda r=record, v=values: r.write(v)
                )
        self._call_service_dialogs()
        return super().run()

    def run_some(self, methods):
        """Call some methods of the case; return {(model, method, change)}."""
        case = self.case.with_env(self.env)
        for method in methods:
            self._call_method(case._name, case, method)
        return self.changes

    def _call_service_dialogs(self):
        """The dialogs of the fostering service and of the Agency Advisor."""
        report = self.env["exit.interview.household.report"]
        for household in (self.cast.marlow.household, self.cast.thame.household):
            values = {
                "household_id": household.id,
                "leaving_route": "resignation",
                "date_decided": fields.Date.today(),
            }
            for how in (values, {**values, "talk_id": self.cast.talk_alone.id}):
                self._try(
                    report._name,
                    "action_tell",
                    lambda how=how: report.create(how).action_tell(),
                )
        form = self.env["exit.interview.data.form"]
        self._try(
            form._name,
            "action_apply",
            lambda: form.create(
                {"case_id": self.case.id, "initiated_by": "both"}
            ).action_apply(),
        )
        dialog = self.env["exit.interview.briefing.return"]
        self._try(
            dialog._name,
            "action_return",
            lambda: dialog.create(
                {
                    "briefing_id": self.cast.marlow.case.briefing_ids.id,
                    "note": "in words",
                }
            ).action_return(),
        )

    def _snapshot(self):
        """Override: and who supervises which household."""
        rows = super()._snapshot()
        columns = SQL(", ").join(map(SQL.identifier, HOUSEHOLD_FIELDS))
        rows["res.partner"] = {
            row[0]: dict(zip(HOUSEHOLD_FIELDS, row[1:], strict=True))
            for row in self.su.execute_query(
                SQL("SELECT id, %s FROM res_partner WHERE is_foster_household", columns)
            )
        }
        return rows


PARTS = ("letter", "family", "complaints", "documents")


@tagged("post_install", "-at_install")
class TestFosteringSteps(FosteringMatrixCase, TransactionCase):
    """Each public method, each role, each state, sensible and odd arguments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()
        cls.counts = {"calls": 0, "raw": set()}
        cls.addClassCleanup(cls._print_counts)

    @classmethod
    def _print_counts(cls):
        print(f"\nfostering fuzz: {cls.counts['calls']} calls as {len(ROLES)} users")
        for name in sorted(cls.counts["raw"]):
            print("  raw error:", *name)

    def _fuzz(self, state, logins=LOGINS, methods=()):
        """Call everything, or some methods of the case, as everybody.

        :param str state: name of the state, as in the table
        :param logins: as whom
        :param methods: names of methods of the case; empty: everything there is
        """
        found = set()
        for login in logins:
            self.env.flush_all()
            self.env.invalidate_all()
            run = FosteringFuzz(self, self.users[login])
            with quiet():
                changes = run.run_some(methods) if methods else run.run()
            self.counts["calls"] += run.calls
            self.counts["raw"] |= run.raw
            found |= {
                (model, method, ROLES[login], state, change)
                for model, method, change in changes
            }
        due = {row for row in found if row[4] == fuzz.DUE_DAY}
        found -= due
        OBSERVED.update(found)
        RUN.add(state)
        if WANTED:
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

    def test_told(self):
        self._fuzz("told", LOGINS + OUTSIDERS)

    def test_said_to_stay(self):
        """The service says that they stay; the Agency Advisor decides."""
        self.marlow.case._note_stays("More support")
        methods = ("action_confirm_stays", "action_goes_on", "action_open_briefing")
        self._fuzz("said to stay", tuple(ROLES), methods)

    def test_planned(self):
        """The briefing is in; each of them has a conversation of their own ahead."""
        self.plan_apart()
        self._fuzz("planned")

    def test_heard(self):
        self.hear()
        self._fuzz("heard", (*LOGINS, "ian", "bea"))

    def test_closed(self):
        self.hear()
        self.close()
        self._fuzz("closed", ("ada", "ida", "wes", "mo", "kim", "hana", "ola"))

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        if WANTED:
            fuzz.write(OBSERVED, RUN, TABLE)


@tagged("post_install", "-at_install")
class TestFosteringStepsFile(TransactionCase):
    def test_who_has_no_part_changes_nothing(self):
        """A guard against a careless rewriting of the table."""
        service = {"worker", "other_worker", "manager"}
        known = service | {
            "advisor",
            "interviewer",
            "second_person",
            "head_of_service",
            "service_manager",
            "action_owner",
        }
        rows = fuzz.load(TABLE)
        self.assertTrue(rows)
        self.assertLessEqual({row[2] for row in rows}, known)
        # The fostering service tells that a household leaves, and touches no case.
        case_models = {"exit.interview"} | {
            f"exit.interview.{name}"
            for name in ("session", "participant", "share", "concern", "finding")
        }
        for model, method, role, _state, _change in rows:
            if role in service:
                self.assertNotIn(model, case_models, (role, method))
