# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Compare what users see with what the matrix allows."""

from . import matrix
from .cast import PARTS, ROLE_LOGINS, SCENARIOS, CastMixin
from .cast_reviews import ReviewCastMixin
from .sweep import MISSING_ID, Sweep, our_models

# What each user is to a case that is not about them; recipients depend on the team.
STANDING = {
    "hugo": "other_manager",
    "tess": "other_manager",
    "cora": "coordinator",
    "cody": "coordinator",
    "hal": "hr_officer",
    "dee": "leadership",
    "odd": "odoo_admin",
    "emp": "employee",
    "ola": "action_owner",
    "pat": "portal",
    "anon": "public",
    "adm": "administrator",
    "lea": "employee",
    "leo": "employee",
}
TEAM_MANAGERS = {"lin", "sol"}
# Who was ticked in a scenario, for whom it is "partial, ticked".
TICKED = {"partial": "sam", "partial_head": "hana"}
PROTECTED_TICK = {"partial": set(), "partial_head": {"hana"}}


class MatrixCase(ReviewCastMixin, CastMixin):
    """Users, leavers and expectations; mixed into a test class."""

    @classmethod
    def setUpMatrix(cls):
        """Make the cast and three leavers: in focus, of another team, elsewhere."""
        cls.setUpCast()
        cls.team_managers = {}
        cls.shut_out = {}
        cls.lea = cls._interviewed("LEA", cls.north, user="lea", manager="lin")
        cls.leo = cls._interviewed(
            "LEO", cls.south, user="leo", manager="sol", interviewer="peg", first="ivy"
        )
        cls.bob = cls._interviewed(
            "BOB",
            cls.elsewhere,
            company=cls.other_company,
            by="bea",
            coordinator="bea",
            interviewer="ben",
            first="ben",
        )
        cls.learned, cls.other_learned = cls.plant_reviews()
        # What is there beside the case in focus, always the same.
        cls.beside = [
            (one, "before")
            for one in (cls.leo, cls.bob, cls.learned, cls.other_learned)
        ]
        cls.env.flush_all()

    @classmethod
    def _interviewed(
        cls,
        key,
        department,
        user=None,
        manager=None,
        company=None,
        by="hal",
        coordinator="cora",
        **people,
    ):
        leaver = cls.new_leaver(key, department, user=user, company=company, by=by)
        cls.offer(leaver, coordinator)
        cls.interview(leaver, coordinator, **people)
        cls.plant_page_words(leaver)
        cls.learn(leaver, coordinator)
        cls.give_reasons(leaver, coordinator)
        cls.team_managers[key] = manager
        cls.shut_out[key] = {user} - {None}
        return leaver

    def setUp(self):
        super().setUp()
        # What a test plants goes with it, as its rows do.
        for leaver in self.leavers.values():
            self.addCleanup(setattr, leaver, "canaries", dict(leaver.canaries))
        self.addCleanup(setattr, type(self), "leavers", dict(self.leavers))
        self.addCleanup(setattr, type(self), "shut_out", dict(self.shut_out))

    # === EXPECTED === #

    def role_of(self, login, leaver, scenario):
        """Return what a user is to a leaver's case, in the words of the matrix."""
        if not leaver.case:
            return self._role_in_reviews(login, leaver)
        if login == leaver.login and login not in ("cody",):
            return "leaver"
        if login in self.shut_out[leaver.key]:
            return "shut_out"
        user = self.users[login]
        if user.company_id != leaver.case.company_id and login not in STANDING:
            return "other_company"
        if leaver.case.company_id == self.other_company:
            if login in ("bea", "ben"):
                return {"bea": "coordinator", "ben": "interviewer"}[login]
            if login in ("hana", "sam", *TEAM_MANAGERS):
                return "other_manager"
            if login in ("cora", "cody"):
                return "other_company"
        if leaver.case.interviewer_id == user:
            return "interviewer"
        if leaver.case.finding_ids.approver_id == user:
            return "second_person"
        if login in ("ivy", "peg"):
            return "other_interviewer"
        if login in TEAM_MANAGERS:
            is_mine = self.team_managers[leaver.key] == login
            return "team_manager" if is_mine else "other_manager"
        if login in ("hana", "sam"):
            return {"hana": "head_of_service", "sam": "service_manager"}[login]
        return STANDING[login]

    @staticmethod
    def _role_in_reviews(login, learned):
        """Return what a user is to the reviews of an organisation: Cora's, or Bea's."""
        if learned.key == "REB":
            return {"bea": "coordinator", "ben": "other_interviewer"}.get(
                login, "other_company"
            )
        return {
            "peg": "second_person",
            "ivy": "other_interviewer",
            "hana": "head_of_service",
            "sam": "service_manager",
            "lin": "team_manager",
            "sol": "team_manager",
            "bea": "other_company",
            "ben": "other_company",
            **STANDING,
        }[login]

    @staticmethod
    def state_of(login, scenario):
        """Return the column of the matrix that a scenario is for a user."""
        if scenario not in TICKED:
            return scenario
        ticked = TICKED[scenario]
        if login in ROLE_LOGINS.values():
            return "partial_ticked" if login == ticked else "partial_not_ticked"
        return "partial_ticked" if scenario == "partial" else "partial_not_ticked"

    def is_allowed(self, canary, login, leaver, scenario):
        """Return whether the matrix lets a user see a canary."""
        scope = matrix.allowed(
            self.role_of(login, leaver, scenario),
            canary.group,
            canary.kind,
            self.state_of(login, scenario),
        )
        frozen = canary.in_copy and canary.released
        if scope == "copy":
            return frozen
        if scope == "parts":
            return frozen and canary.section in PARTS
        if scope == "ticked":
            ticked = PROTECTED_TICK.get(scenario, {"sam"})
            return frozen and login in ticked
        if scope == "own":
            return canary.holder == login
        if scope == "approved":
            return canary.holder in (login, "sam")
        return scope == "live"

    def expected(self, login, scenarios):
        """Return the canaries that a user sees.

        :param dict scenarios: {leaver: scenario}
        """
        return {
            token
            for leaver, scenario in scenarios
            for token, canary in leaver.canaries.items()
            if self.is_allowed(canary, login, leaver, scenario)
        }

    # === FOUND === #

    def focus(self):
        """Return {model: ids to guess at}: of each case, one record a kind or two."""
        ids = {}
        for name in our_models(self.env, transient=False):
            model = self.env[name].sudo().with_context(active_test=False)
            records = model.search([], order="id")
            parents = {"case_id", "review_id"} & set(records._fields)
            if parents:
                groups = records.grouped(
                    lambda one, parents=parents: tuple(one[key].id for key in parents)
                )
                records = model.union(
                    *(some[:1] + some[-1:] for some in groups.values())
                )
            if name == "exit.interview.share":
                records = self.lea.case.share_ids + records
            ids[name] = list(dict.fromkeys(records.ids))[:9]
        return ids

    def sweep(self, login, **options):
        """Return what a user sees through every channel of the object layer."""
        sweep = Sweep(self.env, self.users[login], self.focus(), **options)
        return sweep.run()

    def differences(self, login, seen, scenarios):
        """Return what was seen against the matrix, and what was missing.

        :return: (extra, missing), sorted texts
        """
        expected = self.expected(login, scenarios)
        canaries = {
            token: canary
            for leaver, _scenario in scenarios
            for token, canary in leaver.canaries.items()
        }
        extra = [
            f"{token} ({canaries[token].group} {canaries[token].kind})"
            f" through {', '.join(sorted(seen.channels[token])[:4])}"
            if token in canaries
            else f"{token} (whose?) through {sorted(seen.channels[token])[:4]}"
            for token in sorted(seen.canaries - expected)
        ]
        missing = [
            f"{token} ({canaries[token].group} {canaries[token].kind})"
            for token in sorted(expected - seen.canaries)
        ]
        return extra, missing

    def report(self, login, seen, scenarios):
        """Return a line for each difference between what was seen and the matrix."""
        extra, missing = self.differences(login, seen, scenarios)
        return [
            *(f"{login} sees too much: {line}" for line in extra),
            *(f"{login} does not see: {line}" for line in missing),
        ]


__all__ = ["MISSING_ID", "SCENARIOS", "MatrixCase"]
