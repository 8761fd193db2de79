# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The officers' annual report prints a published year of children, and no more."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .test_review_children import IN_TIME, LATE, REFUSED, ChildReviewFlowCase

REPORT = "exit_interview_children.report_monitoring"
DAY = date(2025, 5, 10)


@tagged("post_install", "-at_install")
@freeze_time("2026-02-20 12:00:00")
class TestMonitoringReport(ChildReviewFlowCase):
    def _print(self, user, review):
        report = self.env[f"report.{REPORT}"].with_user(user)
        values = report._get_report_values(review.ids)
        return " ".join(str(self.env["ir.qweb"]._render(REPORT, values)).split())

    def _hear_a_year(self):
        self._hear(20, DAY, "recommended", IN_TIME)
        self._hear(20, DAY, "recommended", REFUSED, LATE)
        self._hear(20, DAY, "no_action")
        for _number in range(15):
            self._create_raw_case(
                "Homes",
                "Home 1",
                date_departure=DAY,
                state="done",
                reply="declined",
                outcome="declined",
            )

    def test_published_figures_and_approved_words(self):
        self._hear_a_year()
        review = self._prepare(date(2025, 1, 1), "year")
        for section, text in (
            ("action", "Gates are mended"),
            ("finding", "We ate well"),
        ):
            self.env["exit.interview.review.line"].create(
                {
                    "review_id": review.id,
                    "section": section,
                    "code": section,
                    "table_code": section,
                    "label": "Words",
                    "kind": "text",
                    "text": text,
                }
            )
        review.write({"works": "The manager's works", "asks": "Money, please"})
        self._approve(review)
        for user in (self.sue, self.peg):
            with self.assertRaisesRegex(UserError, "published review of a whole year"):
                self._print(user, review)
        review.with_user(self.sue).action_publish()
        self._refresh()
        for user in (self.ira, self.sue, self.dee):
            paper = self._print(user, review)
            for words in (
                "Annual monitoring report",
                "Joint Senior Managers",
                "Year 2025",
                "75",
                "young people moved",
                "Would rather not",
                "Whether recommendations were answered",
                "Something will not be done",
                "We ate well",
                "Gates are mended",
                "How to read it",
                user.name,
            ):
                self.assertIn(words, paper, (user.login, words))
            self.assertNotIn("in marks", paper)
            for words in (
                "Money, please",
                "The manager",
                "Exceptions to the rules",
                "Conversations that were cancelled",
                "How the interviews themselves go",
                "Home 1",
                "c.id",
            ):
                self.assertNotIn(words, paper, (user.login, words))

    def test_in_the_order_of_the_procedure(self):
        self._hear_a_year()
        paper = self._print(self.ira, self._publish_year())
        places = [
            paper.index(words)
            for words in (
                "Who moved, and who was heard",
                "Where from, where to, and who was asked",
                "What young people say",
                "What reviewing officers recommended",
                "How to read it",
            )
        ]
        self.assertEqual(places, sorted(places))

    def test_few_tell_nothing(self):
        self._hear(4, DAY, "recommended", LATE)
        paper = self._print(self.ira, self._publish_year())
        self.assertIn("no figure has enough young people", paper)
        self.assertIn("What reviewing officers recommended", paper)
        self.assertNotIn("Recommendations made", paper)

    def _create_published(self, period, day, **vals):
        review = self._create_review(period, day, **vals)
        review.write({"date_approved": DAY, "date_published": DAY})
        review.write({"state": "published"})
        self._refresh()
        return review

    def test_no_quarter(self):
        review = self._create_published("quarter", "2025-04-01")
        for user in (self.ira, self.sue, self.dee):
            with self.assertRaisesRegex(UserError, "published review of a whole year"):
                self._print(user, review)

    def test_no_other_population(self):
        review = self._create_published("year", "2025-01-01", population="staff")
        with self.assertRaises(UserError):
            self._print(self.dee, review)
        # Officers read what is said of children.
        with self.assertRaises(AccessError):
            self._print(self.ira, review)

    def test_who_else_does_not(self):
        review = self._create_published("year", "2025-01-01")
        self.assertIn("Annual", self._print(self.ira, review))
        for user in (self.emp, self.odd, self.mia):
            with self.assertRaises(AccessError, msg=user.login):
                self._print(user, review)
        with self.assertRaises(AccessError):
            self._print(self.env.user, review)

    def test_officers_read_what_is_published_and_change_nothing(self):
        self._hear(20, DAY)
        draft = self._prepare(date(2025, 4, 1))
        review = self._publish_year()
        Review = self.Review.with_user(self.ira)
        domain = [("company_id", "=", self.company.id)]
        self.assertEqual(Review.search(domain), review)
        self.assertTrue(review.with_user(self.ira).line_ids)
        Line = self.env["exit.interview.review.line"].with_user(self.ira)
        self.assertFalse(Line.search([("review_id", "=", draft.id)]))
        for record in (review, draft):
            with self.assertRaises(AccessError):
                record.with_user(self.ira).write({"works": "Mine"})
        with self.assertRaises(AccessError):
            review.with_user(self.ira).action_add("Mine", self.ira.id, DAY)
        with self.assertRaises(AccessError):
            draft.with_user(self.ira).read(["name"])
        with self.assertRaises(AccessError):
            draft.line_ids.with_user(self.ira).read(["value"])
        # Nobody else found a way in.
        self.assertFalse(self.Review.with_user(self.emp).has_access("read"))
        self.assertFalse(self.Review.with_user(self.mia).has_access("read"))

    def test_the_button_and_the_menu(self):
        view = self.env.ref("exit_interview.exit_interview_review_view_form")
        for user, is_there in ((self.ira, True), (self.sue, True), (self.dee, True)):
            arch = self.Review.with_user(user).get_view(view.id)["arch"]
            self.assertEqual("Print the monitoring report" in arch, is_there)
        menu = self.env.ref("exit_interview_children.menu_officer_reviews")
        visible = self.env["ir.ui.menu"].with_user(self.ira)._visible_menu_ids()
        self.assertIn(menu.id, visible)
        visible = self.env["ir.ui.menu"].with_user(self.mia)._visible_menu_ids()
        self.assertNotIn(menu.id, visible)


@tagged("post_install", "-at_install")
@freeze_time("2026-02-20 12:00:00")
class TestMonitoringDuty(ChildReviewFlowCase):
    """Officers owe the report of a published year, write in it, and give it (C-23)."""

    _print = TestMonitoringReport._print

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.iain = cls.ira.copy({"login": "rev_iain", "name": "Iain"})
        cls.policy.role_ids.create(
            {
                "policy_id": cls.policy.id,
                "role": "reviewing_officer",
                "user_id": cls.ira.id,
            }
        )

    def _get_duties(self, report, state="open"):
        return self.env["exit.interview.duty"].search(
            [
                ("res_model", "=", "exit.interview.monitoring"),
                ("res_id", "=", report.id),
                ("state", "=", state),
            ]
        )

    def _get_report(self):
        self._hear(20, DAY, "recommended", IN_TIME)
        self.review = self._publish_year()
        self._refresh()
        return self.env["exit.interview.monitoring"].search(
            [("review_id", "=", self.review.id)]
        )

    def _write(self, report, user):
        report.with_user(user).write(
            {"learned": "Nights are long", "asks": "Money for gardens"}
        )

    def test_owed_once_the_year_is_published(self):
        self.policy.monitoring_days = 5
        report = self._get_report()
        duty = self._get_duties(report)
        self.assertEqual((duty.kind, duty.user_id), ("monitoring", self.ira))
        self.assertEqual(duty.date_due, date(2026, 2, 27))
        self.assertEqual(report.with_user(self.ira).date_due, date(2026, 2, 27))
        action = duty.with_user(self.ira).action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (report._name, report.id)
        )
        with self.assertRaisesRegex(UserError, "reviewing officer"):
            duty.with_user(self.sue).action_pass_on(self.mia.id)
        duty.with_user(self.sue).action_pass_on(self.iain.id)
        self.assertEqual(self._get_duties(report).user_id, self.iain)

    def test_no_quarter_owes_one(self):
        self._hear(20, DAY)
        self._publish(date(2025, 4, 1))
        self.assertFalse(self.env["exit.interview.monitoring"].search_count([]))

    def test_nobody_named_is_the_managers_to_pass_on(self):
        self.policy.role_ids.filtered(
            lambda row: row.role == "reviewing_officer"
        ).unlink()
        report = self._get_report()
        self.assertFalse(report.user_id)
        duty = self._get_duties(report)
        self.assertTrue(duty.user_id.has_group(f"{self.group_addon}.group_coordinator"))
        self.assertTrue(report.with_user(self.sue).has_access("read"))
        # Whoever begins to write owes it from then on.
        self._write(report, self.iain)
        self.assertEqual(self._get_duties(report).user_id, self.iain)
        self._refresh()
        self.assertFalse(report.with_user(self.sue).has_access("read"))

    def test_written_given_and_read_only(self):
        report = self._get_report()
        mine = report.with_user(self.ira)
        with self.assertRaisesRegex(UserError, "what was learned"):
            mine.action_give("The meeting")
        self._write(report, self.ira)
        with self.assertRaisesRegex(UserError, "to whom"):
            mine.action_give()
        for day in ("2026-02-19", "2026-02-21"):
            with self.assertRaisesRegex(UserError, "correct the day"):
                mine.action_give("The meeting", day)
        # A draft is the officers' own, on paper too.
        self.assertIn("Nights are long", self._print(self.iain, self.review))
        self.assertIn("may still change", self._print(self.ira, self.review))
        for user in (self.sue, self.dee):
            self.assertNotIn("Nights are long", self._print(user, self.review))
        mine.given_to = "Joint Senior Managers in May"
        mine.action_give()
        self._refresh()
        self.assertFalse(self._get_duties(report))
        self.assertTrue(self._get_duties(report, "done"))
        self.assertEqual(report.date_given, date(2026, 2, 20))
        for user in (self.ira, self.iain, self.sue, self.dee):
            paper = self._print(user, self.review)
            for words in ("Nights are long", "Money for gardens", "Managers in May"):
                self.assertIn(words, paper, user.login)
            self.assertNotIn("may still change", paper)
        for user in (self.ira, self.iain):
            with self.assertRaisesRegex(UserError, "does not change"):
                report.with_user(user).write({"learned": "Something else"})
            with self.assertRaisesRegex(UserError, "Given"):
                report.with_user(user).action_give("Somebody")
        self.assertEqual(report.with_user(self.sue).learned, "Nights are long")

    def test_who_else_does_not(self):
        report = self._get_report()
        self._write(report, self.ira)
        for user in (self.sue, self.dee, self.emp, self.odd, self.mia):
            theirs = report.with_user(user)
            with self.assertRaises(AccessError, msg=user.login):
                theirs.read(["learned"])
            with self.assertRaises(AccessError, msg=user.login):
                theirs.write({"learned": "Mine"})
            with self.assertRaises(AccessError, msg=user.login):
                theirs.action_give("Me")
        with self.assertRaisesRegex(UserError, "A reviewing officer writes"):
            self.review.with_user(self.sue).action_open_monitoring()
        with self.assertRaises(AccessError):
            self.review.with_user(self.mia).action_open_monitoring()
        with self.assertRaises(UserError):
            report.with_user(self.ira).write({"state": "given"})
        with self.assertRaises(AccessError):
            report.with_user(self.ira).unlink()

    def test_opened_from_the_review(self):
        report = self._get_report()
        action = self.review.with_user(self.ira).action_open_monitoring()
        self.assertEqual(action["res_id"], report.id)
        printed = report.with_user(self.ira).action_print()
        self.assertEqual(printed["report_name"], REPORT)
