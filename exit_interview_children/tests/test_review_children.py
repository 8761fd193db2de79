# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from collections import Counter
from datetime import date, timedelta

import pandas as pd

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from odoo.addons.exit_interview.tests import test_review, test_review_figures

MOVES = ("home", "foster", "family", "supported", False)
BANDS = ("young", "middle", "teenage")
ENDS = (
    {"reply": "accepted", "state": "offered"},
    {"reply": "declined", "state": "done", "outcome": "declined"},
    {"state": "done", "outcome": "not_feasible"},
    {"state": "done", "outcome": "not_required"},
    {"state": "new"},
)
OWN, AGENCY = "Our own homes", "Homes of agencies"


class ChildReviewMixin:
    """What makes the engine's raw cases those of young people, and their officers."""

    population = "child"
    policy_xmlid = "exit_interview_children.exit_interview_policy_child"
    policy_vals = {"figure_people": 10}
    group_addon = "exit_interview_children"

    @classmethod
    def _create_raw_consideration(cls, case, decision, *answers, day="2025-06-01"):
        """Let an officer decide, and those asked answer.

        :param decision: a value of `decision`; `draft`, or False where nobody considers
        :param answers: (state, answer, day of the answer) of each recommendation, all
            of them due on 22 June 2025
        """
        if not decision:
            return None
        share = cls.env["exit.interview.share"].create(
            {"case_id": case.id, "role": "reviewing_officer"}
        )
        is_draft = decision == "draft"
        consideration = cls.env["exit.interview.consideration"].create(
            {
                "case_id": case.id,
                "share_id": share.id,
                "date_due": day,
                "state": "draft" if is_draft else "decided",
                "decision": False if is_draft else decision,
                "date_decided": False if is_draft else day,
                "reason": "All is well" if decision == "no_action" else False,
            }
        )
        for state, answer, answered in answers:
            cls.env["exit.interview.recommendation"].create(
                {
                    "consideration_id": consideration.id,
                    "text": "Mend the gate",
                    "user_id": cls.env.ref("base.user_admin").id,
                    "state": state,
                    "date_sent": "2025-06-01",
                    "date_due": "2025-06-22",
                    "answer": answer,
                    "reply": answer and "As said",
                    "date_planned": "2025-09-01" if answer == "accepted" else False,
                    "date_answered": answered,
                }
            )
        return consideration


DRAFT = ("draft", False, False)
WAITING = ("sent", False, False)
IN_TIME = ("answered", "accepted", "2025-06-22")
LATE = ("answered", "accepted", "2025-06-23")
REFUSED = ("answered", "refused", "2025-06-10")


@tagged("post_install", "-at_install")
class TestReviewChildren(ChildReviewMixin, test_review_figures.ReviewCase):
    """Moves counted by hand; no figure of one home."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rng = random.Random(7)
        for _number in range(160):
            day = pd.Timestamp("2025-02-01") + pd.Timedelta(days=rng.randint(0, 200))
            cls._create_raw_case(
                f"Home {rng.randint(1, 5)}",
                f"Home {rng.randint(1, 5)}",
                date_departure=day.date(),
                date_notified=day.date(),
                is_agency_home=rng.random() < 0.3,
                age_band=rng.choice(BANDS),
                moving_to=rng.choice(MOVES),
                **rng.choice(ENDS),
            )
        cls.review = cls._create_review("quarter", "2025-04-01")
        cls.figures = {
            (figure["section"], figure["code"]): figure
            for figure in cls.review._collect_figures()
        }

    def _get_moved(self):
        cases = self.env["exit.interview"].search(
            [
                ("policy_id", "=", self.policy.id),
                ("date_departure", ">=", "2025-04-01"),
                ("date_departure", "<=", "2025-06-30"),
            ]
        )
        self.assertGreater(len(cases), 50)
        return cases

    def _check(self, code, values):
        figure = self.figures["move", code]
        cells = figure["cells"]["whole", ""]
        self.assertEqual(
            {key: count for key, count in cells.items() if count}, Counter(values)
        )
        self.assertEqual(figure["base"], {("whole", ""): len(values)})

    def test_moves(self):
        moved = self._get_moved()
        self._check("moving_to", [case.moving_to or "unknown" for case in moved])
        self._check("age", moved.mapped("age_band"))
        self._check(
            "home", ["agency" if case.is_agency_home else "own" for case in moved]
        )

    def test_asked(self):
        """A refusal, not feasible, decided not to ask, waiting: each is counted."""

        def end(case):
            if case.outcome in ("not_feasible", "not_required"):
                return case.outcome
            return {"accepted": "yes", "declined": "no"}.get(case.reply, "open")

        self._check("asked", [end(case) for case in self._get_moved()])
        self.assertEqual(len(set(map(end, self._get_moved()))), 5)

    def test_no_figure_of_one_home(self):
        groups = {
            group
            for figure in self.figures.values()
            for group in figure.get("cells", {})
        }
        names = {name for _level, name in groups}
        keys = {
            key for figure in self.figures.values() for key in figure.get("keys", ())
        }
        self.assertFalse(
            [name for name in names | keys if str(name).startswith("Home ")]
        )
        self.assertIn(("service", OWN), groups)
        self.assertIn(("service", AGENCY), groups)

    def test_printed_as_young_people(self):
        self.assertEqual(self.review._get_unit_words()[1], "young people")
        codes = [section.code for section in self.review._get_review_sections()]
        self.assertEqual(codes[:2], ["uptake", "move"])


@tagged("post_install", "-at_install")
class TestRecommendationFigures(ChildReviewMixin, test_review_figures.ReviewCase):
    """What officers recommended, counted from the raw tables and by hand."""

    def _hear_one(self, decision, *answers, day=date(2025, 5, 10), **vals):
        case = self._create_raw_case(
            "Homes",
            "Willow",
            date_departure=day,
            state="done",
            outcome="completed",
            **vals,
        )
        self._create_raw_session(case, day)
        self._create_raw_consideration(case, decision, *answers)
        return case

    def _collect(self):
        self.env.flush_all()
        review = self._create_review("year", "2025-01-01")
        figures = review._collect_recommendations()
        return {
            figure["code"]: {
                key: number for key, number in figure["cells"]["whole", ""].items()
            }
            for figure in figures
        }, {figure["code"]: figure["base"]["whole", ""] for figure in figures}

    def test_each_case_by_hand(self):
        self._hear_one(False)
        self._hear_one("draft", DRAFT)
        self._hear_one("no_action")
        self._hear_one("recommended", IN_TIME)
        self._hear_one("recommended", IN_TIME, REFUSED)
        self._hear_one("recommended", IN_TIME, LATE, LATE)
        self._hear_one("recommended", IN_TIME, WAITING, LATE)
        self._hear_one("recommended", REFUSED, DRAFT)
        # Heard in another year, or cancelled: they count there, or nowhere.
        self._hear_one("recommended", IN_TIME, day=date(2024, 12, 31))
        self._hear_one("recommended", IN_TIME).write(
            {"state": "cancelled", "outcome": "withdrawn"}
        )
        cells, base = self._collect()
        self.assertEqual(
            cells["considered"], {"recommended": 5, "no_action": 1, "waiting": 2}
        )
        self.assertEqual(cells["answered"], {"in_time": 3, "late": 1, "waiting": 1})
        self.assertEqual(cells["promised"], {"yes": 2, "no": 2, "waiting": 1})
        self.assertEqual(base, {"considered": 8, "answered": 5, "promised": 5})

    def test_as_pandas_counts_the_raw_tables(self):
        rng = random.Random(23)
        decisions = (False, "draft", "no_action", "recommended", "recommended")
        for _number in range(120):
            decision = rng.choice(decisions)
            answers = [
                rng.choice((WAITING, IN_TIME, IN_TIME, LATE, REFUSED))
                for _index in range(rng.randint(1, 3))
            ]
            self._hear_one(
                decision,
                *(answers if decision == "recommended" else ()),
                day=date(2024, 12, 1) + timedelta(days=rng.randint(0, 420)),
            )
        cells, _base = self._collect()

        def read(table):
            query = SQL("SELECT * FROM %s", SQL.identifier(f"exit_interview{table}"))
            return pd.DataFrame(self.env.execute_query_dict(query))

        cases = read("").query("policy_id == @self.policy.id")
        sessions = read("_session").set_index("case_id")
        days = pd.to_datetime(sessions.date_handed_in).dt.year
        heard = cases[cases.id.map(days) == 2025]
        decided = heard.id.map(read("_consideration").set_index("case_id").decision)
        self.assertEqual(
            decided.fillna("waiting").value_counts().to_dict(), cells["considered"]
        )
        rows = read("_recommendation")
        rows = rows[rows.case_id.isin(heard.id)]
        late = rows.date_answered > rows.date_due
        open_, late, refused = (
            set(rows.case_id[mark])
            for mark in (rows.state == "sent", late, rows.answer == "refused")
        )
        every = set(rows.case_id)
        self.assertEqual(
            cells["answered"],
            {
                "waiting": len(open_),
                "late": len(late - open_),
                "in_time": len(every - late - open_),
            },
        )
        self.assertEqual(
            cells["promised"],
            {
                "waiting": len(open_),
                "no": len(refused - open_),
                "yes": len(every - refused - open_),
            },
        )
        self.assertTrue(open_ and late - open_ and refused - open_)

    def test_a_year_only(self):
        """A quarter still waits for what the year has: both would tell who was late."""
        codes = [
            {
                section.code
                for section in self._create_review(*period)._get_review_sections()
            }
            for period in (("year", "2025-01-01"), ("quarter", "2025-04-01"))
        ]
        self.assertEqual(codes[0] - codes[1], {"recommendation"})
        staff = self._create_review("year", "2024-01-01", population="staff")
        self.assertNotIn(
            "recommendation", [one.code for one in staff._get_review_sections()]
        )


class ChildReviewFlowCase(ChildReviewMixin, test_review.ReviewFlowCase):
    """The people of a review of young people: sue prepares and publishes it here."""

    codes = ("safe", "food")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sue = cls.cora
        for login in ("ira", "mia"):
            group = {"ira": "officer", "mia": "home_manager"}[login]
            user = test_review.new_test_user(
                cls.env,
                f"rev_{login}",
                groups=f"base.group_user,exit_interview_children.group_{group}",
                email=f"rev_{login}@example.org",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            setattr(cls, login, user)

    @classmethod
    def _hear(cls, count, day, decision=False, *answers, **vals):
        """Let young people move and be heard; an officer decides the same of each."""
        cases = cls.env["exit.interview"]
        for number in range(count):
            case = cls._create_raw_case(
                "Homes",
                f"Home {number % 5}",
                **{
                    "date_departure": day,
                    "date_offered": day,
                    "state": "done",
                    "outcome": "completed",
                    "reply": "accepted",
                    "age_band": ("middle", "teenage")[number % 2],
                    "moving_to": ("foster", "family")[number % 2],
                    "is_agency_home": number % 3 == 0,
                    **vals,
                },
            )
            session = cls._create_raw_session(case, day)
            for code in cls.codes:
                question = cls.questionnaire.question_ids.filtered(
                    lambda one, code=code: one.metric_id.code == code
                )
                choices = question.choice_ids.mapped("code")
                option = choices[number % min(2, len(choices))]
                cls._create_raw_answer(session, code, options=[option])
            cls._create_raw_consideration(case, decision, *answers)
            cases |= case
        return cases

    def _publish_year(self):
        return self._publish(date(2025, 1, 1), "year")


@tagged("post_install", "-at_install")
@freeze_time("2026-02-20 12:00:00")
class TestRecommendationsPublished(ChildReviewFlowCase):
    """What is printed of recommendations tells of nobody, all tables together."""

    def _read(self, review):
        """Return what is printed: {table: {row: number}}, hidden rows as None."""
        lines = review.line_ids.filtered(lambda line: line.section == "recommendation")
        return {
            table: {
                line.code.split(".")[1]: None if line.is_hidden else line.value
                for line in rows
            }
            for table, rows in lines.grouped("table_code").items()
        }

    def _get_totals(self, review):
        lines = review.line_ids.filtered(lambda line: line.section == "recommendation")
        return {line.table_code: line.denominator for line in lines}

    def test_enough_of_everything(self):
        day = date(2025, 5, 10)
        self._hear(20, day, "recommended", IN_TIME)
        self._hear(20, day, "recommended", REFUSED, LATE)
        self._hear(20, day, "recommended", WAITING)
        self._hear(15, day, "no_action")
        self._hear(15, day)
        for state in (
            {"reply": "declined", "outcome": "declined"},
            {"reply": False, "state": "new", "outcome": False},
        ):
            for _number in range(20):
                self._create_raw_case(
                    "Homes", "Home", date_departure=day, **{"state": "done", **state}
                )
        review = self._publish_year()
        self.assertEqual(
            self._read(review),
            {
                "considered": {"recommended": 60, "no_action": 15, "waiting": 15},
                "answered": {"in_time": 20, "late": 20, "waiting": 20},
                "promised": {"yes": 20, "no": 20, "waiting": 20},
            },
        )
        self.assertEqual(
            self._get_totals(review), {"considered": 90, "answered": 60, "promised": 60}
        )
        paper = review.with_user(self.dee).get_paper()
        words = {one["label"]: one["figure"] for one in paper["headline"]}
        self.assertEqual(words["young people had something recommended for them"], "60")
        self.assertIn("young people moved", str(paper["headline"]))

    def test_who_waits_is_hidden_in_both_tables(self):
        """Nine wait: no row of another table gives them away (A-02)."""
        day = date(2025, 5, 10)
        self._hear(20, day, "recommended", IN_TIME)
        self._hear(20, day, "recommended", REFUSED, LATE)
        self._hear(9, day, "recommended", WAITING)
        self._hear(20, day, "no_action")
        review = self._publish_year()
        printed, totals = self._read(review), self._get_totals(review)
        for table in ("answered", "promised"):
            rows = printed[table]
            self.assertIsNone(rows["waiting"], table)
            shown = [number for number in rows.values() if number is not None]
            # Whole minus shown is never the one hidden row.
            self.assertTrue(
                totals[table] is False or len(rows) - len(shown) > 1, (table, rows)
            )
        hidden = [
            number
            for rows in printed.values()
            for number in rows.values()
            if number and number < 10
        ]
        self.assertFalse(hidden)

    def test_few_recommendations_tell_no_answers(self):
        day = date(2025, 5, 10)
        self._hear(6, day, "recommended", LATE)
        self._hear(30, day, "no_action")
        printed = self._read(self._publish_year())
        self.assertEqual(
            {
                number
                for table in ("answered", "promised")
                for number in printed[table].values()
            },
            {None},
        )
        self.assertIsNone(printed["considered"]["recommended"])

    def test_a_year_after_its_quarters_still_adds_up(self):
        """What was open in the quarter is answered now: nothing of it is hidden."""
        for quarter in (1, 4, 7, 10):
            day = date(2025, quarter, 10)
            self._hear(15, day, "recommended", WAITING)
            self._hear(15, day, "no_action")
            review = self._publish(date(2025, quarter, 1))
            self.assertFalse(self._read(review))
        answers = self.env["exit.interview.recommendation"].search(
            [("case_id.policy_id", "=", self.policy.id)]
        )
        answers[:30].write(
            {
                "state": "answered",
                "answer": "refused",
                "reply": "No money",
                "date_answered": "2025-06-20",
            }
        )
        printed = self._read(self._publish_year())
        self.assertEqual(printed["considered"]["recommended"], 60)
        self.assertEqual(printed["promised"], {"yes": 0, "no": 30, "waiting": 30})
