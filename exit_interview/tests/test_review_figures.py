# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from datetime import date, datetime, time, timedelta

import pandas as pd
import pytz

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

ZONE = pytz.timezone("Europe/London")
TEAMS = {
    "Fieldwork": ["North", "South", "Duty"],
    "Homes": ["Elm House", "Ash House"],
    "Hub": ["Hub"],
}


class ReviewCase(TransactionCase):
    """An organisation of its own, and fast raw cases of which reviews are made."""

    population = "staff"
    policy_xmlid = "exit_interview.exit_interview_policy_staff"
    policy_vals = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env["res.company"].create({"name": "Review Council"})
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Office", "tz": "Europe/London", "company_id": cls.company.id}
        )
        template = cls.env.ref(cls.policy_xmlid)
        cls.questionnaire = template.questionnaire_id
        cls.policy = cls.env["exit.interview.policy"].create(
            {
                "name": "Review policy",
                "population": cls.population,
                "company_id": cls.company.id,
                "resource_calendar_id": cls.calendar.id,
                "date_go_live": "2024-01-01",
                "questionnaire_id": cls.questionnaire.id,
                **cls.policy_vals,
            }
        )
        cls.number = 0

    @classmethod
    def _create_raw_case(cls, service, team, **vals):
        cls.number += 1
        return cls.env["exit.interview"].create(
            {
                "population": cls.population,
                "company_id": cls.company.id,
                "policy_id": cls.policy.id,
                "date_notified": vals.get("date_departure") or "2025-01-15",
                "service_name": service,
                "team_name": team,
                **vals,
            }
        )

    @classmethod
    def _create_raw_session(cls, case, day, hour=12, **vals):
        moment = ZONE.localize(datetime.combine(day, time(hour, 30)))
        moment = moment.astimezone(pytz.utc).replace(tzinfo=None)
        return cls.env["exit.interview.session"].create(
            {
                "case_id": case.id,
                "date_start": moment - timedelta(hours=2),
                "questionnaire_id": cls.questionnaire.id,
                "state": "held",
                "date_handed_in": moment,
                **vals,
            }
        )

    @classmethod
    def _create_raw_answer(cls, session, code, **vals):
        question = cls.questionnaire.question_ids.filtered(
            lambda question: question.metric_id.code == code
        )
        options = vals.pop("options", None)
        if options is not None:
            choices = question.choice_ids.filtered(
                lambda choice: choice.code in options
            )
            vals["choice_ids"] = [(6, 0, choices.ids)]
        return cls.env["exit.interview.answer"].create(
            {
                "session_id": session.id,
                "question_id": question.id,
                "question_text": question.name,
                "metric_id": question.metric_id.id,
                "status": "answered",
                **vals,
            }
        )

    @classmethod
    def _create_review(cls, period, date_from, **vals):
        months = 12 if period == "year" else 3
        last = pd.Timestamp(date_from) + pd.DateOffset(months=months, days=-1)
        return cls.env["exit.interview.review"].create(
            {
                "population": cls.population,
                "company_id": cls.company.id,
                "policy_id": cls.policy.id,
                "period": period,
                "date_from": date_from,
                "date_to": last.date(),
                **vals,
            }
        )


@tagged("post_install", "-at_install")
class TestReviewFigures(ReviewCase):
    """Each raw figure equals the one that pandas counts over the raw tables."""

    scales = ("support", "workload", "valued", "induction")
    yes_nos = ("recommend", "preventable")
    protected = "ethnicity"
    reasons = ("promotion", "career_change", "closer_to_home", "other")
    unchosen = "personal_circumstances"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rng = random.Random(2025)
        cls.themes = cls.env["exit.interview.theme"].search(
            [("population", "=", cls.population)], limit=12
        )
        for _number in range(160):
            cls._create_random_case()
        cls.env.flush_all()
        cls.review = cls._create_review("quarter", "2025-04-01")
        cls.figures = {
            (figure["section"], figure["code"]): figure
            for figure in cls.review._collect_figures()
        }
        cls.raw = {
            name: cls._read_table(f"exit_interview{name and '_' + name}")
            for name in (
                *("", "session", "answer", "metric", "choice", "duty", "share"),
                *("action", "journal", "finding", "theme"),
            )
        }
        cls.cases = cls.raw[""].query(f"company_id == {cls.company.id}").copy()
        cls.cases["service_name"] = cls.cases.service_name.fillna("")

    @classmethod
    def _create_random_case(cls):
        rng = cls.rng
        service = rng.choices(list(TEAMS), [6, 3, 2])[0]
        last = date(2025, 1, 1) + timedelta(days=rng.randint(0, 270))
        ended = rng.choices(
            ["completed", "declined", "no_reply", "open", "retained", "withdrawn"],
            [60, 9, 5, 12, 6, 4],
        )[0]
        state = {"open": "offered", "retained": "cancelled", "withdrawn": "cancelled"}
        is_offered = ended != "withdrawn" and rng.random() < 0.93
        replies = {"completed": "accepted", "declined": "declined"}
        case = cls._create_raw_case(
            service,
            rng.choice(TEAMS[service]),
            date_departure=last if rng.random() < 0.9 else False,
            date_notified=last - timedelta(days=rng.randint(0, 60)),
            state=state.get(ended, "done"),
            outcome=False if ended == "open" else ended,
            date_offered=last - timedelta(days=15) if is_offered else False,
            reply=replies.get(ended, "no_reply" if ended == "no_reply" else False),
            independence_reason="Nobody else" if rng.random() < 0.15 else False,
            confirm_how=rng.choice(["signed", "agreed", "not_returned", False]),
            date_outcome_sent=last if rng.random() < 0.5 else False,
        )
        if ended == "completed":
            cls._create_random_content(case, last)
        cls._create_random_findings(case, last)
        for kind in ("offer", "interview", "respond", "escalate"):
            if rng.random() < 0.8:
                cls._create_random_duty(case, kind, last)
        if rng.random() < 0.25:
            planned = last + timedelta(days=rng.randint(-20, 0))
            who = rng.choice(["us", "leaver", "absent"])
            cls._create_raw_session(
                case, planned, state="cancelled", date_handed_in=False, cancelled_by=who
            )
        if rng.random() < 0.1:
            cls.env["exit.interview.journal"]._log(case, "override")

    @classmethod
    def _create_random_content(cls, case, last):
        rng = cls.rng
        day = last + timedelta(days=rng.randint(-20, 5))
        # Also late in the evening, when it is the next day in UTC or is not.
        hour = rng.choice([9, 14, 0, 23])
        sessions = [cls._create_raw_session(case, day, hour)]
        if rng.random() < 0.25:
            later = day + timedelta(days=rng.randint(1, 60))
            sessions.append(cls._create_raw_session(case, later, kind="follow_up"))
        for number, session in enumerate(sessions):
            cls._answer_at_random(session, 0.85 if not number else 0.4)
        if rng.random() < 0.7:
            cls._create_random_share(case, day)

    @classmethod
    def _answer_at_random(cls, session, share):
        rng = cls.rng
        for code in cls.scales:
            if rng.random() < share:
                status = rng.choices(["answered", "rather_not_say"], [9, 1])[0]
                score = rng.randint(0, 10) if status == "answered" else False
                cls._create_raw_answer(session, code, status=status, score=score)
        for code in (*cls.yes_nos, *filter(None, [cls.protected])):
            if rng.random() < share:
                cls._create_raw_answer(session, code, score=rng.randint(0, 1))
        options = list(cls.reasons)
        if rng.random() < share:
            chosen = rng.sample(options, rng.randint(1, 3))
            cls._create_raw_answer(session, "reason", options=chosen)
        if rng.random() < share:
            chosen = [rng.choice(options)]
            cls._create_raw_answer(session, "reason_main", options=chosen)

    @classmethod
    def _create_random_share(cls, case, day):
        rng = cls.rng
        share = cls.env["exit.interview.share"].create(
            {
                "case_id": case.id,
                "role": "service_manager",
                "permission": rng.choice(["full", "undecided", "none"]),
                "date_sent": day if rng.random() < 0.7 else False,
                "date_approved": day + timedelta(days=20)
                if rng.random() < 0.8
                else False,
            }
        )
        for _number in range(rng.randint(0, 3)):
            state = rng.choice(["proposed", "open", "done", "dropped"])
            cls.env["exit.interview.action"].create(
                {
                    "share_id": share.id,
                    "name": "Something",
                    "public_wording": f"What changes {case.id} {_number}"
                    if rng.random() < 0.5
                    else False,
                    "owner_id": cls.env.ref("base.user_admin").id,
                    "date_due": day + timedelta(days=rng.randint(5, 900)),
                    "state": state,
                    "date_done": day + timedelta(days=rng.randint(5, 900))
                    if state == "done"
                    else False,
                }
            )

    @classmethod
    def _create_random_findings(cls, case, last):
        rng = cls.rng
        if rng.random() < 0.4:
            return
        person = cls.env["exit.interview.participant"].create(
            {"case_id": case.id, "name": "Somebody"}
        )
        for _number in range(rng.randint(1, 4)):
            cls.env["exit.interview.finding"].create(
                {
                    "case_id": case.id,
                    "participant_id": person.id,
                    "kind": rng.choice(["strength", "worry", "idea"]),
                    "theme_id": rng.choice(cls.themes).id,
                    "wording": f"Words {cls.number} {_number}",
                    "state": rng.choice(["approved", "approved", "draft"]),
                    "date_approved": last + timedelta(days=rng.randint(0, 30)),
                    "is_protected": rng.random() < 0.1,
                }
            )

    @classmethod
    def _create_random_duty(cls, case, kind, last):
        rng = cls.rng
        state = rng.choices(["done", "open", "void"], [7, 2, 1])[0]
        due = last + timedelta(days=rng.randint(-30, 30))
        cls.env["exit.interview.duty"].create(
            {
                "case_id": case.id,
                "company_id": cls.company.id,
                "population": cls.population,
                "res_model": "exit.interview",
                "res_id": case.id,
                "kind": kind,
                "date_due": due,
                "state": state,
                "date_done": due + timedelta(days=rng.randint(-4, 4))
                if state == "done"
                else False,
            }
        )

    @classmethod
    def _read_table(cls, name):
        cls.env.cr.execute(SQL("SELECT * FROM %s", SQL.identifier(name)))
        columns = [column.name for column in cls.env.cr.description]
        return pd.DataFrame(cls.env.cr.fetchall(), columns=columns)

    # === THE SAME, COUNTED BY PANDAS === #

    def _get_leavers(self):
        cases = self.cases.copy()
        day = pd.to_datetime(cases.date_departure.fillna(cases.date_notified))
        return cases[day.between("2025-04-01", "2025-06-30")]

    def _get_content(self):
        sessions = self.raw["session"].query("state == 'held'").copy()
        cases = self.cases.query("state != 'cancelled'")
        sessions = sessions[sessions.case_id.isin(cases.id)]
        moment = pd.to_datetime(sessions.date_handed_in).dt.tz_localize("UTC")
        sessions["day"] = moment.dt.tz_convert("Europe/London").dt.date
        first = sessions.groupby("case_id").day.min()
        inside = first[(first >= date(2025, 4, 1)) & (first <= date(2025, 6, 30))]
        return sessions[sessions.case_id.isin(inside.index)]

    def _get_latest(self):
        answers = self.raw["answer"].merge(
            self._get_content()[["id", "date_handed_in"]],
            left_on="session_id",
            right_on="id",
            suffixes=("", "_session"),
        )
        answers = answers[(answers.status == "answered") & ~answers.is_protected]
        answers = answers.sort_values(["date_handed_in", "id"])
        latest = answers.groupby(["case_id", "metric_id"]).tail(1)
        metrics = self.raw["metric"].rename(columns={"code": "metric"})
        latest = latest.merge(
            metrics[["id", "metric", "kind"]],
            left_on="metric_id",
            right_on="id",
            suffixes=("", "_metric"),
        )
        cases = self.cases[["id", "service_name", "team_name"]]
        return latest.merge(
            cases, left_on="case_id", right_on="id", suffixes=("", "_case")
        )

    def test_the_year_is_worth_counting(self):
        self.assertGreater(len(self._get_leavers()), 40)
        self.assertGreater(self._get_content().case_id.nunique(), 25)

    def test_uptake(self):
        leavers = self._get_leavers().query("state != 'cancelled'")
        replies = leavers.reply.value_counts().to_dict()
        figure = self.figures["uptake", "reply"]
        self.assertEqual(figure["base"], {("whole", ""): len(leavers)})
        cells = figure["cells"]["whole", ""]
        for reply in ("accepted", "declined", "no_reply"):
            self.assertEqual(cells[reply], replies.get(reply, 0), reply)
        self.assertEqual(cells["open"], leavers.reply.isna().sum())
        by_service = leavers.groupby("service_name").size().to_dict()
        self.assertEqual(
            self.figures["uptake", "leavers"]["cells"]["whole", ""],
            {name: by_service.get(name, 0) for name in TEAMS}
            | {
                name: 0
                for name in self.figures["uptake", "leavers"]["keys"]
                if name not in TEAMS
            },
        )
        heard = (leavers.outcome == "completed") | leavers.state.isin(
            ["interviewed", "confirmed", "shared"]
        )
        for code, mask in (
            ("offered", leavers.date_offered.notna()),
            ("accepted", leavers.reply == "accepted"),
            ("held", heard),
        ):
            expected = {("whole", ""): (mask.sum(), len(leavers))}
            for name, group in leavers.groupby("service_name"):
                expected["service", name] = (mask[group.index].sum(), len(group))
            self.assertEqual(self.figures["uptake", code]["cells"], expected, code)

    def test_reasons(self):
        latest = self._get_latest()
        rel = self._read_table("exit_interview_answer_choice_rel")
        chosen = latest.merge(
            rel, left_on="id", right_on="exit_interview_answer_id"
        ).merge(
            self.raw["choice"].rename(columns={"code": "option"})[["id", "option"]],
            left_on="exit_interview_choice_id",
            right_on="id",
            suffixes=("", "_choice"),
        )
        for code in ("reason", "reason_main"):
            mine = chosen[chosen.metric == code]
            figure = self.figures["reason", code]
            self.assertEqual(figure["base"]["whole", ""], mine.case_id.nunique())
            people = mine.groupby("option").case_id.nunique().to_dict()
            cells = figure["cells"]["whole", ""]
            self.assertEqual({k: n for k, n in cells.items() if n}, people)
            self.assertIn(self.unchosen, cells)  # never chosen, printed

    def test_scores(self):
        latest = self._get_latest()
        latest = latest[latest.score.notna()]
        self.assertNotIn(("score", self.protected), self.figures)
        for code in self.scales:
            mine = latest[latest.metric == code]
            expected = {("whole", ""): mine.score.value_counts().to_dict()}
            for level in ("service", "team"):
                for name, group in mine.groupby(f"{level}_name"):
                    expected[level, name] = group.score.value_counts().to_dict()
            cells = self.figures["score", code]["cells"]
            self.assertEqual({k: dict(v) for k, v in cells.items()}, expected)
        for code in self.yes_nos:
            mine = latest[latest.metric == code]
            cells = self.figures["score", code]["cells"]
            self.assertEqual(cells["whole", ""], (mine.score.sum(), len(mine)))
            for name, group in mine.groupby("service_name"):
                expected = (group.score.sum(), len(group))
                self.assertEqual(cells["service", name], expected)

    def test_timeliness(self):
        duties = self.raw["duty"].query(f"company_id == {self.company.id}").copy()
        due = pd.to_datetime(duties.date_due)
        duties = duties[due.between("2025-04-01", "2025-06-30")]
        duties = duties[(duties.state != "void") & duties.case_id.notna()]
        self.assertNotIn(("timeliness", "escalate"), self.figures)
        for kind in ("offer", "interview", "respond"):
            mine = duties[duties.kind == kind]
            done = mine.state == "done"
            late = done & (mine.date_done > mine.date_due)
            cells = self.figures["timeliness", kind]["cells"]["whole", ""]
            self.assertEqual(
                cells,
                {
                    "in_time": (done & ~late).sum(),
                    "late": late.sum(),
                    "open": (~done).sum(),
                },
            )

    def test_one_person_with_many_duties_counts_once(self):
        case = self._create_raw_case("Hub", "Hub", date_departure="2023-02-01")
        for number, days in enumerate((0, 3, -2)):
            self.env["exit.interview.duty"].create(
                {
                    "case_id": case.id,
                    "company_id": self.company.id,
                    "population": self.population,
                    "res_model": "exit.interview.share",
                    "res_id": 10**8 + number,
                    "kind": "respond",
                    "date_due": "2023-02-10",
                    "date_done": date(2023, 2, 10) + timedelta(days=days),
                    "state": "done",
                }
            )
        review = self._create_review("quarter", "2023-01-01")
        figures = {
            (figure["section"], figure["code"]): figure
            for figure in review._collect_figures()
        }
        self.assertEqual(
            figures["timeliness", "respond"]["cells"]["whole", ""],
            {"in_time": 0, "late": 1, "open": 0},
        )

    def test_retention(self):
        people = self._get_leavers()
        people = people[(people.state != "cancelled") | (people.outcome == "retained")]
        stayed = (people.outcome == "retained").sum()
        self.assertEqual(
            self.figures["retention", "stayed"]["cells"]["whole", ""],
            {"first": stayed, "second": len(people) - stayed},
        )

    def test_cancellations(self):
        sessions = self.raw["session"]
        sessions = sessions[sessions.case_id.isin(self.cases.id)].copy()
        moment = pd.to_datetime(sessions.date_start).dt.tz_localize("UTC")
        day = pd.to_datetime(moment.dt.tz_convert("Europe/London").dt.date)
        sessions = sessions[day.between("2025-04-01", "2025-06-30")]
        order = {"leaver": 1, "absent": 2, "us": 3}
        sessions["who"] = sessions.cancelled_by.map(order).fillna(0)
        worst = sessions.groupby("case_id").who.max().value_counts().to_dict()
        cells = self.figures["cancellation", "cancelled"]["cells"]["whole", ""]
        self.assertEqual(
            cells,
            {"none": worst.get(0, 0)} | {k: worst.get(n, 0) for k, n in order.items()},
        )

    def test_exceptions_and_process(self):
        heard = self.cases[self.cases.id.isin(self._get_content().case_id)]
        excepted = heard.independence_reason.notna().sum()
        cells = self.figures["independence", "independence"]["cells"]["whole", ""]
        expected = {"first": len(heard) - excepted, "second": excepted}
        self.assertEqual(cells, expected)
        journal = self.raw["journal"].query("event == 'override'")
        overridden = heard.id.isin(journal.case_id).sum()
        cells = self.figures["independence", "override"]["cells"]["whole", ""]
        self.assertEqual(cells["second"], overridden)
        shares = self.raw["share"]
        actions = self.raw["action"].query("state in ('open', 'done')")
        for code, number in (
            ("confirmed", heard.confirm_how.isin(["signed", "agreed"]).sum()),
            (
                "asked",
                heard.id.isin(shares.query("permission != 'undecided'").case_id).sum(),
            ),
            ("copied", heard.id.isin(shares[shares.date_sent.notna()].case_id).sum()),
            ("acted", heard.id.isin(actions.case_id).sum()),
            ("told", heard.date_outcome_sent.notna().sum()),
        ):
            cells = self.figures["process", code]["cells"]["whole", ""]
            self.assertEqual(cells, (number, len(heard)), code)

    def test_actions(self):
        actions = self.raw["action"].merge(
            self.raw["share"][["id", "date_approved"]],
            left_on="share_id",
            right_on="id",
            suffixes=("", "_share"),
        )
        approved = pd.to_datetime(actions.date_approved)
        actions = actions[
            actions.case_id.isin(self.cases.id)
            & approved.between("2025-04-01", "2025-06-30")
            & (actions.state != "proposed")
        ]
        today = self.review._get_today()

        def became(action):
            if action.state == "dropped":
                return "dropped"
            if action.state == "done":
                return "in_time" if action.date_done <= action.date_due else "late"
            return "overdue" if action.date_due < today else "open"

        actions = actions.assign(became=actions.apply(became, axis=1))
        people = actions.groupby("became").case_id.nunique().to_dict()
        figure = self.figures["action", "promised"]
        self.assertEqual(figure["base"]["whole", ""], actions.case_id.nunique())
        cells = {k: n for k, n in figure["cells"]["whole", ""].items() if n}
        self.assertEqual(cells, people)
        self.assertGreater(len(cells), 3)
        public = actions.public_wording.dropna()
        texts = [text["text"] for text in self.figures["action", "public"]["texts"]]
        self.assertEqual(sorted(texts), sorted(public))
        self.assertTrue(texts)
        # There is no review before this one.
        self.assertEqual(self.figures["action", "review"]["texts"], [])

    def _get_findings(self):
        findings = self.raw["finding"].query("state == 'approved'")
        findings = findings[findings.case_id.isin(self.cases.id)]
        findings = findings[findings.is_protected != True]  # noqa: E712 (a column)
        day = pd.to_datetime(findings.date_approved)
        findings = findings[day.between("2025-04-01", "2025-06-30")].copy()
        parents = self.raw["theme"].set_index("id").parent_id
        parents = findings.theme_id.map(parents)
        findings["theme"] = parents.fillna(findings.theme_id).astype(int)
        return findings

    def test_themes(self):
        findings = self._get_findings()
        people = findings.case_id.nunique()
        self.assertGreater(people, 15)
        for code, column in (("theme", "theme"), ("kind", "kind")):
            figure = self.figures["theme", code]
            counts = findings.groupby(column).case_id.nunique()
            expected = {str(key): number for key, number in counts.items()}
            cells = figure["cells"]["whole", ""]
            self.assertEqual({k: n for k, n in cells.items() if n}, expected)
            self.assertEqual(figure["base"]["whole", ""], people)
            self.assertFalse(figure["additive"])

    def test_wordings(self):
        """One of each person, under themes of five people or more."""
        findings = self._get_findings()
        authors = findings.groupby("theme").case_id.nunique()
        enough = findings[findings.theme.isin(authors[authors >= 5].index)]
        texts = self.figures["finding", "wording"]["texts"]
        self.assertEqual(len(texts), enough.case_id.nunique())
        self.assertGreater(len(texts), 10)
        by_words = enough.set_index("wording")
        rows = by_words.loc[[text["text"] for text in texts]]
        self.assertTrue(rows.case_id.is_unique)
        for text, row in zip(texts, rows.itertuples(), strict=True):
            self.assertEqual(text["code"], f"{row.theme}.{row.kind}")

    def test_leavers_of_both_years(self):
        """What decides whether marks are told in a quarter."""
        cases = self.cases.query("state != 'cancelled'")
        day = pd.to_datetime(cases.date_departure.fillna(cases.date_notified))
        self.assertEqual(
            self.review._get_leavers_of_years(),
            (
                day.between("2024-01-01", "2024-12-31").sum(),
                day.between("2025-01-01", "2025-06-30").sum(),
            ),
        )

    def _get_counted(self):
        """Return the figures that are counted above, by section."""
        return {
            "uptake": {"reply", "leavers", "offered", "accepted", "held"},
            "reason": {"reason", "reason_main"},
            "score": {*self.scales, *self.yes_nos},
            "theme": {"theme", "kind"},
            "finding": {"wording"},
            "action": {"promised", "public", "review"},
            "retention": {"stayed"},
            "timeliness": {"offer", "interview", "respond"},
            "cancellation": {"cancelled"},
            "independence": {"independence", "override"},
            "process": {"confirmed", "asked", "copied", "acted", "told"},
        }

    def test_every_figure_is_counted_here(self):
        """A section or a figure that is added needs a count of its own above."""
        counted = self._get_counted()
        sections = [section.code for section in self.review._get_review_sections()]
        self.assertEqual(set(sections), set(counted))
        for (section, code), figure in self.figures.items():
            if code not in counted[section]:
                # A question that nobody was asked here.
                self.assertFalse(self._count_people(figure), (section, code))
        missing = {
            (section, code) for section, codes in counted.items() for code in codes
        } - set(self.figures)
        self.assertFalse(missing)

    @staticmethod
    def _count_people(figure):
        if figure["kind"] == "count":
            return figure["base"]["whole", ""]
        if figure["kind"] == "rate":
            return sum(people for _yes, people in figure["cells"].values())
        return sum(sum(cell.values()) for cell in figure["cells"].values())
