# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-12 to P-16, H-3, H-7: two years of reviews, published by the product, attacked.

Councils of several sizes publish eight quarters and two years, step by step as their
people do. The attacker has the lines that the leadership reads, and nothing else.
"""

from collections import defaultdict
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from odoo.addons.exit_interview.report import disclosure
from odoo.addons.exit_interview.report.disclosure import Cell, Mean, Rule, Table
from odoo.addons.exit_interview.tests.test_review import ReviewFlowCase

from . import attacker, review_attacker

# The reasons of the attacker's councils, as the questionnaire calls them.
REASONS = dict(
    zip(
        attacker.REASONS,
        (
            *("personal_circumstances", "promotion", "career_change"),
            *("negative_experience", "closer_to_home", "end_of_contract"),
            *("other", "other"),
        ),
        strict=True,
    )
)
YEARS = (2024, 2025)
TABLE = "exit_interview"


def get_quarter(number):
    """Return the first day of one of the eight quarters."""
    return date(YEARS[number // 4], number % 4 * 3 + 1, 1)


@contextmanager
def weakened(weak):
    """Leave out one rule, wherever the product asks for it."""
    with ExitStack() as stack:
        for target, name, value in WEAKNESSES[weak]:
            stack.enter_context(patch.object(target, name, value))
        yield


def protect_primary(
    counts, rule, respondents=None, uniform=True, additive=True, base=None
):
    """Hide what is small, and nothing for its sake."""

    def cell(value):
        return Cell(value if value >= rule.threshold else None)

    total = sum(counts.values()) if base is None else base
    return Table({k: cell(v) for k, v in counts.items()}, cell(total), additive)


def protect_all_voices(counts, rule, respondents=None, uniform=True, **options):
    """Show what everybody said, as if it told nothing of each."""
    return PROTECT(counts, rule, respondents, uniform=False, **options)


def mean_of(fewest):
    def protect_mean(scores, rule, scale=(0, 10)):
        count = sum(scores.values())
        if count < fewest:
            return Mean()
        points = sum(score * people for score, people in scores.items())
        return Mean(round(points / count, 1), None, count)

    return protect_mean


PROTECT = disclosure.protect


def get_weaknesses(model):
    """Return for each rule what to put in its place."""
    unguarded = [
        (disclosure, "release", lambda new, earlier, rule: list(new)),
        (disclosure, "audit", lambda *args: []),
        (disclosure, "protect_year", lambda c, r, q=(), **o: PROTECT(c, r, **o)),
        (model, "_is_rest_open", lambda *args: True),
        (model, "_get_closed_groups", lambda *args: set()),
    ]
    return {
        "primary only": [(disclosure, "protect", protect_primary), *unguarded[:2]],
        "no differencing guard": unguarded,
        "uniform shown": [
            (disclosure, "protect", protect_all_voices),
            (disclosure, "protect_mean", mean_of(5)),
        ],
        "means of 4": [
            (disclosure, "protect_mean", mean_of(4)),
            (model, "_is_rest_open", lambda *args: True),
        ],
    }


WEAKNESSES = {}


@tagged("post_install", "-at_install")
class TestReviewAttack(ReviewFlowCase):
    reasons = REASONS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        WEAKNESSES.update(get_weaknesses(cls.env.registry["exit.interview.review"]))
        cls.themes = {
            name: cls.env["exit.interview.theme"].create(
                {
                    "name": name,
                    "code": f"attack_{name}",
                    "population": cls.population,
                }
            )
            for name in attacker.THEMES
        }
        questions = cls.questionnaire.question_ids
        cls.questions = {
            code: questions.filtered(lambda q, code=code: q.metric_id.code == code)
            for code in (cls.mark_code, cls.yes_code, "reason_main")
        }
        cls.options = {
            choice.code: choice.id for choice in cls.questions["reason_main"].choice_ids
        }

    # === A COUNCIL === #

    def _let_leave(self, people):
        """Create cases of people with all that reviews count; a few queries."""
        days = [
            get_quarter(person.quarter) + timedelta(days=5 + person.key % 80)
            for person in people
        ]
        cases = self.env["exit.interview"].create(
            [
                {
                    "population": self.population,
                    "company_id": self.company.id,
                    "policy_id": self.policy.id,
                    "date_notified": day,
                    "date_departure": day,
                    "service_name": person.service,
                    "team_name": person.team,
                    "date_offered": day,
                    **self._get_reply(person),
                    **self._get_case_vals(person, day),
                }
                for person, day in zip(people, days, strict=True)
            ]
        )
        self.persons.update(zip(cases.ids, people, strict=True))
        heard = [
            (case, person, day)
            for case, person, day in zip(cases, people, days, strict=True)
            if case.outcome == "completed"
        ]
        self._let_speak(heard)
        self.env.flush_all()
        # As the server would have done by now: the planner must know who is there.
        for name in ("", "_session", "_answer", "_finding"):
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(TABLE + name)))

    def _get_case_vals(self, person, day):
        """Return what else is known of somebody who leaves; populations add to it."""
        return {}

    def _get_reply(self, person):
        if person.key % 19 == 4:
            return {"state": "cancelled", "outcome": "retained"}
        if person.key % 7 == 3:
            reply = "declined" if person.key % 2 else "no_reply"
            return {"state": "done", "outcome": reply, "reply": reply}
        return {"state": "done", "outcome": "completed", "reply": "accepted"}

    def _let_speak(self, heard):
        sessions = self.env["exit.interview.session"].create(
            [
                {
                    "case_id": case.id,
                    # What comes in late is approved late, too.
                    "date_start": day + timedelta(days=92 * person.late),
                    "questionnaire_id": self.questionnaire.id,
                    "state": "held",
                    "date_handed_in": day,
                }
                for case, person, day in heard
            ]
        )
        answers, findings = [], []
        for session, (case, person, day) in zip(sessions, heard, strict=True):
            option = self.options[self.reasons[person.reason]]
            for code, vals in (
                (self.mark_code, {"score": person.score}),
                (self.yes_code, {"score": int(person.score > 4)}),
                ("reason_main", {"choice_ids": [(6, 0, [option])]}),
            ):
                question = self.questions[code]
                answers.append(
                    {
                        "session_id": session.id,
                        "question_id": question.id,
                        "question_text": "",
                        "metric_id": question.metric_id.id,
                        "status": "answered",
                        **vals,
                    }
                )
            findings += [
                {
                    "case_id": case.id,
                    "kind": "worry",
                    "theme_id": self.themes[theme].id,
                    "wording": "Words",
                    "state": "approved",
                    "date_approved": day + timedelta(days=92 * person.late),
                }
                for theme in person.themes
            ]
        self.env["exit.interview.answer"].create(answers)
        participants = self.env["exit.interview.participant"].create(
            [{"case_id": case.id, "name": "Somebody"} for case, *_rest in heard]
        )
        by_case = {person.case_id.id: person.id for person in participants}
        self.env["exit.interview.finding"].create(
            [{**vals, "participant_id": by_case[vals["case_id"]]} for vals in findings]
        )

    def _publish_two_years(self, people):
        """Publish eight quarters and two years; whoever is late comes afterwards."""
        self.persons = {}
        self._let_leave([person for person in people if not person.late])
        for number in range(8):
            self._publish(get_quarter(number))
            late = [p for p in people if p.late and p.quarter == number]
            if late:
                self._let_leave(late)
            if number % 4 == 3:
                self._publish(get_quarter(number).replace(month=1), "year")

    def _read_as_dee(self):
        """Return the lines of all reviews as the leadership reads them."""
        env = self.env(user=self.dee)
        reviews = env["exit.interview.review"].search([])
        self.assertEqual(len(reviews), 10)
        names = {review.id: self._get_period(review) for review in reviews}
        lines = env["exit.interview.review.line"].search_read([])
        return [{**line, "when": names[line["review_id"][0]]} for line in lines]

    @staticmethod
    def _get_period(review):
        year = str(review.date_from.year)
        if review.period == "year":
            return year
        return f"{year}-Q{(review.date_from.month + 2) // 3}"

    def _get_truth(self):
        """Return a function of who is in a population of the attacker's."""
        counted = defaultdict(list)
        for row in self.env["exit.interview.review.counted"].search([]):
            person = self.persons.get(row.case_id.id)
            if person:
                counted[self._get_period(row.review_id), row.part].append(
                    (row.case_id, person)
                )

        def get_people(population):
            when, name = population.split("/", 1)
            part = "uptake" if name.startswith(("uptake", "notice")) else "content"
            group = name.split("/")[-1]
            return [
                self._name_reason(person)
                for case, person in counted[when, part]
                if name in ("uptake", "notice", "heard", "theme")
                or group in (person.service, person.team)
                or group in self.questions
            ]

        return get_people

    @classmethod
    def _name_reason(cls, person):
        return type("Person", (), {"reason": cls.reasons[person.reason]})

    def _attack(self, seed, leavers, weak=None):
        """Return what the attacker gets out of one council."""
        people, *_rest = attacker.make_council(seed, leavers)
        # One quarter in which everybody says the same, and marks it the same.
        for person in people:
            if person.quarter == 2:
                person.reason, person.score = "workload", 1
        with self.cr.savepoint() as savepoint, freeze_time("2026-02-20 12:00:00"):
            with weakened(weak) if weak else ExitStack():
                self._publish_two_years(people)
            loot = review_attacker.attack(self._read_as_dee(), self._get_truth())
            savepoint.rollback()
        self.env.invalidate_all()
        print(
            f"\n{weak or 'all rules'}, {leavers} leavers a year: {loot.hidden} hidden,"
            f" {loot.exact} recovered, {loot.pinned} pinned; {loot.sums} score sums,"
            f" {loot.solved} recovered, narrowest {loot.narrowest_sum:.1f};"
            f" {loot.uniform} of one voice",
            end="",
        )
        return loot

    def test_nobody_recovers_anything_from_what_the_leadership_reads(self):
        sums = 0
        for seed, leavers, every_quarter in (
            (1, 24, True),
            (2, 48, False),
        ):
            with self.subTest(leavers=leavers):
                self.policy.marks_leavers = 0 if every_quarter else 30
                loot = self._attack(seed, leavers)
                self.assertFalse(loot.wins, loot.examples[:5])
                self.assertGreater(loot.hidden, 200)
                self.assertGreaterEqual(loot.narrowest_sum, Rule().threshold - 0.001)
                sums += loot.sums
        self.assertGreater(sums, 5)

    def test_each_rule_is_needed(self):
        """H-7: whoever leaves one out is broken by the same attacker."""
        # The smallest council has most to hide; one voice needs five people.
        self.policy.marks_leavers = 0
        for weak, won, leavers in (
            ("primary only", "exact", 24),
            ("no differencing guard", "exact", 24),
            ("uniform shown", "uniform", 48),
            ("means of 4", "solved", 24),
        ):
            with self.subTest(weak):
                loot = self._attack(leavers // 24, leavers, weak)
                self.assertTrue(getattr(loot, won))
