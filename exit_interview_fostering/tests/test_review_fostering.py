# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

import pandas as pd

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.exit_interview.tests import test_review, test_review_figures

PANEL = "exit_interview_fostering.report_panel"
LEAVING = ("leaving", "kept")
QUARTER, DAY = "2025-04-01", date(2025, 5, 10)
ROUTES = ("resignation", "resignation", "retirement", "transfer", "deregistration")
CATEGORIES = ("mainstream", "mainstream", "kinship", "short_break", False)
HOW = ("support", "support", "breaks", "money")


class FosteringReviewMixin:
    """What makes the engine's raw cases those of foster carers."""

    population = "foster_carer"
    policy_xmlid = "exit_interview_fostering.exit_interview_policy_foster_carer"
    policy_vals = {"follow_up_from_days": 28, "follow_up_to_days": 42}
    group_addon = "exit_interview_fostering"

    @classmethod
    def _create_raw_household(cls):
        return cls.env["res.partner"].create(
            {
                "name": "A household",
                "is_foster_household": True,
                "foster_company_id": cls.company.id,
            }
        )

    @classmethod
    def _create_raw_case(cls, service, team, **vals):
        number = cls.number
        day = pd.Timestamp(vals.get("date_departure") or "2025-01-15")
        years = (0, 1, 3, 7, 12, 25)[number % 6]
        own = {
            "household_id": cls._create_raw_household().id,
            "leaving_route": ROUTES[number % 5],
            "approval_category": CATEGORIES[number // 5 % 5],
            "date_start_service": (day - pd.DateOffset(years=years, days=number % 9))
            if number % 11
            else False,
        }
        return super()._create_raw_case(service, team, **{**own, **vals})

    @classmethod
    def _create_raw_talk(cls, household, day, **vals):
        talk = cls.env["exit.interview.retention.talk"].create(
            {
                "household_id": household.id,
                "date": day,
                "holder_id": cls.env.ref("base.user_admin").id,
                "retained_by": "support",
                **vals,
            }
        )
        talk.write({"outcome": "stays", "date_settled": day})
        return talk


@tagged("post_install", "-at_install")
class TestReviewFiguresFostering(
    FosteringReviewMixin, test_review_figures.TestReviewFigures
):
    """All the engine's figures of carers, and those that only carers have."""

    scales = ("expectations", "ssw_support", "wider_support", "children_sw_support")
    yes_nos = ("preventable", "ssw_visits")
    protected = None
    reasons = ("burn_out", "lack_of_support", "cannot_afford", "other")
    unchosen = "adoption"

    @classmethod
    def _create_random_case(cls):
        super()._create_random_case()
        rng = cls.rng
        case = cls.env["exit.interview"].search([], order="id desc", limit=1)
        for later in case.session_ids.filtered(lambda one: one.kind == "follow_up"):
            for answer in later.answer_ids.filtered(lambda one: rng.random() < 0.2):
                answer.version = 1
        if rng.random() < 0.5:
            return
        # A talk of a household without a case, or of one with it.
        household = (
            case.household_id if rng.random() < 0.4 else cls._create_raw_household()
        )
        day = date(2025, 1, 1) + timedelta(days=rng.randint(0, 270))
        for _number in range(rng.randint(1, 2)):
            cls._create_raw_talk(
                household,
                day,
                retained_by=rng.choice(HOW),
                is_standard_concern=rng.random() < 0.1,
                is_overtaken=rng.random() < 0.1,
            )

    def _get_left(self):
        return self._get_leavers().query("state != 'cancelled'")

    def _check_table(self, code, values):
        figure = self.figures["leaving", code]
        cells = figure["cells"]["whole", ""]
        self.assertEqual(figure["base"], {("whole", ""): len(values)})
        self.assertEqual(
            {key: number for key, number in cells.items() if number},
            values.value_counts().to_dict(),
        )
        self.assertGreater(len(set(values)), 3)

    def test_leaving(self):
        left = self._get_left()
        self._check_table("route", left.leaving_route)
        self._check_table("category", left.approval_category.fillna("unknown"))
        self.assertIn("adoption", self.figures["leaving", "route"]["keys"])

    def test_length(self):
        """Whole years from the first approval to its end, counted by hand."""

        def band(case):
            start, end = case.date_start_service, case.date_departure
            end = end or case.date_notified
            if pd.isna(start):
                return "unknown"
            years = end.year - start.year
            years -= (end.month, end.day) < (start.month, start.day)
            for first in (20, 10, 5, 2, 1):
                if years >= first:
                    return f"from_{first}"
            return "from_0"

        self._check_table("length", self._get_left().apply(band, axis=1))

    def test_kept(self):
        talks = self._read_table("exit_interview_retention_talk")
        talks = talks[(talks.company_id == self.company.id) & talks.is_retained]
        self.assertFalse((talks.outcome != "stays").any())
        self.assertFalse(talks.is_standard_concern.any() or talks.is_overtaken.any())
        day = pd.to_datetime(talks.date_settled)
        talks = talks[day.between("2025-04-01", "2025-06-30")]
        retained = self._get_leavers().query("outcome == 'retained'")
        talks = talks[~talks.household_id.isin(retained.household_id)]
        talks = talks.sort_values(["date_settled", "id"])
        latest = talks.groupby("household_id").tail(1)
        figure = self.figures["kept", "retained_by"]
        self.assertEqual(figure["base"]["whole", ""], len(latest))
        self.assertGreater(len(latest), 5)
        self.assertEqual(
            {k: n for k, n in figure["cells"]["whole", ""].items() if n},
            latest.retained_by.value_counts().to_dict(),
        )

    def test_second_conversations(self):
        heard = self.cases[self.cases.id.isin(self._get_content().case_id)]
        later = self.raw["session"].query("kind == 'follow_up' and state == 'held'")
        changed = self.raw["answer"].query("version > 0").session_id
        altered = later[later.id.isin(changed)]
        numbers = []
        for code, sessions in (("followed", later), ("altered", altered)):
            number = heard.id.isin(sessions.case_id).sum()
            cells = self.figures["process", code]["cells"]["whole", ""]
            self.assertEqual(cells, (number, len(heard)), code)
            numbers.append(number)
        followed, altered = numbers
        self.assertTrue(0 < altered < followed < len(heard), numbers)

    def test_all_ways_of_leaving_are_a_row(self):
        labels = dict(self.env["exit.interview"]._fields["leaving_route"].selection)
        keys = self.figures["leaving", "route"]["keys"]
        self.assertEqual(set(keys), {*labels, "unknown"})

    def _get_counted(self):
        return {
            **super()._get_counted(),
            "process": super()._get_counted()["process"] | {"followed", "altered"},
            "leaving": {"route", "category", "length"},
            "kept": {"retained_by"},
        }

    def test_a_household_that_stayed_twice_counts_once(self):
        """A talk of a case belongs to the case; a case that stays beats a talk."""
        households = [self._create_raw_household() for _number in range(3)]
        for household in households:
            self._create_raw_talk(household, "2023-02-01")
            self._create_raw_talk(household, "2023-02-20", retained_by="breaks")
        self._create_raw_case(
            "Hub",
            "Hub",
            date_departure="2023-03-01",
            household_id=households[0].id,
            state="cancelled",
            outcome="retained",
        )
        review = self._create_review("quarter", "2023-01-01")
        figures = {
            (figure["section"], figure["code"]): figure
            for figure in review._collect_figures()
        }
        stayed = figures["retention", "stayed"]["cells"]["whole", ""]["first"]
        kept = figures["kept", "retained_by"]
        self.assertEqual((stayed, kept["base"]["whole", ""]), (1, 2))
        cells = {k: n for k, n in kept["cells"]["whole", ""].items() if n}
        self.assertEqual(cells, {"breaks": 2})
        # In the year as in its quarters.
        year = self._create_review("year", "2023-01-01")
        [figure] = year._collect_kept()
        self.assertEqual(figure["base"]["whole", ""], 2)


class FosteringReviewFlowCase(FosteringReviewMixin, test_review.ReviewFlowCase):
    """The people of a review of carers: ada is the Agency Advisor here."""

    mark_code, yes_code = "ssw_support", "preventable"
    reason_codes = ("burn_out", "lack_of_support")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls.cora
        cls.policy.marks_leavers = 0


@tagged("post_install", "-at_install")
@freeze_time("2026-02-20 12:00:00")
class TestReviewFostering(FosteringReviewFlowCase):
    def _publish_a_quarter(self):
        self._hear(24, DAY)
        for number in range(14):
            household = self._create_raw_household()
            how = ("support", "breaks")[number % 2]
            self._create_raw_talk(household, "2025-05-20", retained_by=how)
        return self._publish()

    def test_a_quarter_of_carers_as_the_leadership_reads_it(self):
        review = self._publish_a_quarter()
        paper = review.with_user(self.dee).get_paper()
        sections = {section["code"]: section for section in paper["sections"]}
        self.assertIn("fostering with us", sections["score"]["title"])
        self.assertNotIn("working here", str(paper))
        tables = {table["code"]: table for table in sections["leaving"]["tables"]}
        self.assertEqual(tables["route"]["columns"][0], "Households")
        self.assertEqual(tables["route"]["total"], "24")
        shown = {row["label"]: row["cells"][0] for row in tables["route"]["rows"]}
        self.assertEqual(shown["Resignation"]["value"], 10)
        self.assertTrue(shown["Approval ended by the service"]["is_hidden"])
        kept = sections["kept"]["tables"][0]
        self.assertEqual(kept["total"], "14")
        # Nothing small anywhere.
        values = review.line_ids.filtered(lambda line: line.kind == "count")
        small = [value for value in values.mapped("value") if 0 < value < 5]
        self.assertFalse(small)
        self.assertIn("households left", str(paper["headline"]))

    # === PANEL === #

    def _print(self, user, review):
        report = self.env[f"report.{PANEL}"].with_user(user)
        values = report._get_report_values(review.ids)
        return str(self.env["ir.qweb"]._render(PANEL, values))

    def _add_words(self, review):
        """Public words of this review, and words for the leadership alone."""
        texts = [("action", "public", "Visits are kept")]
        texts.append(("action", "review", "Agreed behind closed doors"))
        for section, table, text in texts:
            self.env["exit.interview.review.line"].create(
                {
                    "review_id": review.id,
                    "section": section,
                    "code": table,
                    "table_code": table,
                    "label": "Words",
                    "kind": "text",
                    "text": text,
                }
            )
        review.write({"works": "The leadership's works", "asks": "Money, please"})
        Publication = self.env["exit.interview.publication"]
        for state, said in (("approved", "We were left alone"), ("draft", "Raw words")):
            Publication.create(
                {
                    "review_id": review.id,
                    "said": said,
                    "did": "We visit every month",
                    "state": state,
                    "author_id": self.ada.id,
                    "approver_id": self.peg.id,
                    "date_approved": DAY,
                }
            )

    def test_panel_reads_published_figures_and_public_words(self):
        self._hear(24, DAY)
        review = self._prepare()
        self._add_words(review)
        self._approve(review)
        with self.assertRaisesRegex(UserError, "panel"):
            self._print(self.ada, review)
        review.with_user(self.ada).action_publish()
        self._refresh()
        for user in (self.ada, self.dee):
            paper = self._print(user, review)
            for words in (
                "Report to the fostering panel",
                "Resignation",
                "24 households",
                "Visits are kept",
                "We were left alone",
                "We visit every month",
            ):
                self.assertIn(words, " ".join(paper.split()), words)
            for words in (
                "Agreed behind closed doors",
                "The leadership",
                "Money, please",
                "Raw words",
                "What was in time",
                "Exceptions to the rules",
                "How the interviews themselves go",
            ):
                self.assertNotIn(words, paper, words)

    def test_who_does_not_print_for_the_panel(self):
        review = self._publish_a_quarter()
        for user in (self.emp, self.odd):
            with self.assertRaises(AccessError, msg=user.login):
                self._print(user, review)
        with self.assertRaises(AccessError):
            self._print(self.env.user, review)

    def test_a_review_of_staff_is_not_for_panel(self):
        review = self._create_review("quarter", QUARTER, population="staff")
        review.write({"date_approved": DAY, "date_published": DAY})
        review.write({"state": "published"})
        self._refresh()
        with self.assertRaises(UserError):
            self._print(self.dee, review)

    def test_panel_is_told_no_small_number(self):
        self._hear(4, DAY)
        paper = self._print(self.dee, self._publish())
        self.assertIn("no figure has enough households", " ".join(paper.split()))
        self.assertIn("Which households left, and how", paper)
        self.assertNotIn("Resignation", paper)

    # === ANALYSIS AND CAUSES === #

    def test_the_advisor_splits_reasons_by_the_way_they_left(self):
        self._hear(6, DAY)
        self._refresh()
        Analysis = self.env["exit.interview.analysis"].with_user(self.ada)
        groups = Analysis._read_group(
            [("line_kind", "=", "case")], ["leaving_route"], ["case_id:count_distinct"]
        )
        self.assertEqual(sum(number for _route, number in groups), 6)
        self.assertIn("resignation", dict(groups))
        with self.assertRaises(AccessError):
            Analysis.with_user(self.dee).search([])

    def test_carers_leaving_for_the_same_cause_are_noticed(self):
        """F-03: a succession of households with the same worry, not of remarks."""
        theme = self.env["exit.interview.theme"].search(
            [("population", "=", self.population)], limit=1
        )
        Cause = self.env["exit.interview.cause"]
        cases = self._hear(self.policy.cause_people, DAY)
        team = self.env["hr.department"].create({"name": "Fostering"})
        findings = self.env["exit.interview.finding"]
        for case in cases:
            for number in range(2):
                person = self.env["exit.interview.participant"].create(
                    {"case_id": case.id, "name": f"Carer {number}"}
                )
                findings += findings.create(
                    {
                        "case_id": case.id,
                        "participant_id": person.id,
                        "kind": "worry",
                        "theme_id": theme.id,
                        "department_id": team.id,
                        "wording": "Expenses come late",
                        "state": "approved",
                        "date_approved": "2026-02-01",
                    }
                )
        Cause._look_again(findings[:2])
        cause = Cause.search([("policy_id", "=", self.policy.id)])
        self.assertEqual(cause.people, self.policy.cause_people)
        self.assertEqual(cause.with_user(self.ada).state, "open")
        findings[-2:].write({"state": "withdrawn"})
        Cause._look_again(findings[-2:])
        self.assertEqual(cause.people, self.policy.cause_people - 1)
        for user in (self.dee, self.emp):
            with self.assertRaises(AccessError):
                cause.with_user(user).read(["people"])
        self.cody.group_ids = self.env.ref("exit_interview.group_coordinator")
        self.assertFalse(cause.with_user(self.cody).search([("id", "=", cause.id)]))

    def test_few_households_say_nothing_of_how_they_left(self):
        self._hear(4, DAY)
        for _number in range(4):
            self._create_raw_talk(self._create_raw_household(), "2025-05-20")
        review = self._publish()
        lines = review.line_ids.filtered(lambda line: line.section in LEAVING)
        self.assertTrue(lines)
        self.assertEqual(set(lines.mapped("is_hidden")), {True})

    def test_one_way_of_leaving_is_not_told_of_everybody(self):
        self._hear(12, DAY, leaving_route="deregistration")
        review = self._publish()
        lines = review.line_ids.filtered(lambda line: line.table_code == "route")
        self.assertEqual(set(lines.mapped("is_hidden")), {True})

    def test_teams_are_those_of_households(self):
        Department = self.env["hr.department"]
        service = Department.create({"name": "Carers", "company_id": self.company.id})
        for name in ("Carers East", "Carers West", "Carers without households"):
            team = Department.create({"name": name, "parent_id": service.id})
            if "without" not in name:
                self._create_raw_household().foster_team_id = team
        review = self._create_review("quarter", QUARTER)
        self.assertEqual(
            review._get_review_groups("team"), ["Carers East", "Carers West"]
        )
        self.assertEqual(review._get_review_groups("service"), ["Carers"])

    def test_reviews_of_staff_have_no_sections_of_carers(self):
        review = self._create_review("quarter", QUARTER)
        staff = self._create_review("quarter", "2025-07-01", population="staff")
        codes = [
            {section.code for section in one._get_review_sections()}
            for one in (review, staff)
        ]
        self.assertEqual(codes[0] - codes[1], set(LEAVING))
        self.assertEqual(staff._get_unit_words()[1], "people")
        self.assertNotIn("Carers", staff._get_review_groups("team"))

    def test_the_coordinator_of_staff_sees_no_review_of_carers(self):
        review = self._publish_a_quarter()
        self.cody.group_ids = self.env.ref("exit_interview.group_coordinator")
        found = self.Review.with_user(self.cody).search([("id", "=", review.id)])
        self.assertFalse(found)
        self.assertTrue(
            self.Review.with_user(self.ada).search([("id", "=", review.id)])
        )
