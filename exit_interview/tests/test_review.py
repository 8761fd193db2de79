# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from ..report import disclosure
from .test_review_figures import ReviewCase

QUARTER = date(2025, 4, 1)


class ReviewFlowCase(ReviewCase):
    """The people of a review, and a quarter with something to tell."""

    group_addon = "exit_interview"
    mark_code, yes_code = "support", "recommend"
    reason_codes = ("promotion", "other")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login, groups in (
            ("rev_cora", f"{cls.group_addon}.group_coordinator"),
            ("rev_cody", f"{cls.group_addon}.group_coordinator"),
            ("rev_peg", f"{cls.group_addon}.group_interviewer"),
            ("rev_dee", "exit_interview.group_leadership"),
            ("rev_emp", "base.group_user"),
            ("rev_odd", "base.group_system"),
        ):
            user = new_test_user(
                cls.env,
                login,
                groups=f"base.group_user,{groups}",
                email=f"{login}@example.org",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            setattr(cls, login.removeprefix("rev_"), user)
        for role, user in (("coordinator", cls.cora), ("second_person", cls.peg)):
            cls.env["exit.interview.policy.role"].create(
                {"policy_id": cls.policy.id, "role": role, "user_id": user.id}
            )
        cls.env.flush_all()

    @classmethod
    def _hear(cls, count, day, service="Fieldwork", team="North", score=None, **vals):
        """Let people leave and be heard on a day."""
        cases = cls.env["exit.interview"]
        for number in range(count):
            case = cls._create_raw_case(
                service,
                team,
                date_departure=day,
                state="done",
                outcome="completed",
                date_offered=day,
                reply="accepted",
                **vals,
            )
            session = cls._create_raw_session(case, day)
            mark = number % 7 + 2 if score is None else score
            cls._create_raw_answer(session, cls.mark_code, score=mark)
            cls._create_raw_answer(session, cls.yes_code, score=number % 2)
            reason = cls.reason_codes[number % 2]
            cls._create_raw_answer(session, "reason", options=[reason])
            cases |= case
        return cases

    def setUp(self):
        super().setUp()
        self.Review = self.env["exit.interview.review"]

    def _refresh(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def _prepare(self, day=QUARTER, period="quarter"):
        self._refresh()
        review_id = self.Review.with_user(self.cora).prepare(
            self.population, period, day
        )
        self._refresh()
        return self.Review.browse(review_id)

    def _approve(self, review):
        review.with_user(self.cora).action_ask_approval()
        review.with_user(self.peg).action_approve()
        self._refresh()
        return review

    def _publish(self, day=QUARTER, period="quarter"):
        review = self._approve(self._prepare(day, period))
        review.with_user(self.cora).action_publish()
        self._refresh()
        return review

    def _get_line(self, review, section, code, group=""):
        return review.line_ids.filtered(
            lambda line: line.section == section
            and line.code == code
            and (line.group_label or "") == group
        )

    def _get_duties(self, record):
        return self.env["exit.interview.duty"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "in", record.ids),
                ("state", "=", "open"),
            ]
        )


@tagged("post_install", "-at_install")
class TestReviewPeriod(ReviewFlowCase):
    """Closed calendar quarters and years, and nothing else (A-07)."""

    def _get_keys(self, today):
        with freeze_time(f"{today} 12:00:00"):
            closed = self.Review._get_closed_periods(self.policy)
        return [(found.period, str(found.date_from)) for found in closed]

    def test_both_sides_of_the_day_on_which_a_quarter_is_ready(self):
        # 30 June is a Monday; fifteen working days on is Monday, 21 July.
        self.assertNotIn(("quarter", "2025-04-01"), self._get_keys("2025-07-20"))
        self.assertIn(("quarter", "2025-04-01"), self._get_keys("2025-07-21"))

    def test_the_policy_says_how_long_to_wait(self):
        self.policy.review_wait_days = 0
        self.assertNotIn(("quarter", "2025-04-01"), self._get_keys("2025-06-29"))
        self.assertIn(("quarter", "2025-04-01"), self._get_keys("2025-07-01"))

    def test_a_year_is_closed_when_it_has_ended(self):
        self.assertNotIn(("year", "2025-01-01"), self._get_keys("2025-12-31"))
        self.assertIn(("year", "2025-01-01"), self._get_keys("2026-01-22"))

    def test_nothing_before_the_policy(self):
        self.policy.date_go_live = "2025-05-20"
        keys = self._get_keys("2025-12-01")
        self.assertIn(("quarter", "2025-04-01"), keys)
        self.assertNotIn(("quarter", "2025-01-01"), keys)

    @freeze_time("2025-07-20 12:00:00")
    def test_no_other_days_by_hand(self):
        for day in ("2025-04-01", "2025-04-02", "2025-02-01", "2030-01-01"):
            with self.assertRaisesRegex(UserError, "Only closed calendar quarters"):
                self._prepare(day)
        for period, day in (("month", "2025-01-01"), ("quarter", "soon"), (7, 7)):
            with self.assertRaises(ValidationError):
                self._prepare(day, period)

    def test_thresholds_have_floors(self):
        for name, lowest in (("figure_people", 5), ("words_people", 10)):
            for number in (0, -5, 1, lowest - 1):
                with (
                    self.assertRaises(IntegrityError),
                    mute_logger("odoo.sql_db"),
                    self.cr.savepoint(),
                ):
                    self.policy.write({name: number})
                    self.env.flush_all()
            self.policy.invalidate_recordset()
            self.policy.write({name: lowest + 1})
        rule = self.policy._get_disclosure_rule()
        self.assertEqual((rule.threshold, rule.comment_threshold), (6, 11))

    def test_the_database_knows_periods_too(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self._create_review("quarter", date(2025, 5, 1))

    def test_the_dialog_offers_what_may_be_reviewed(self):
        Wizard = self.env["exit.interview.review.prepare"]
        wizard = Wizard.with_user(self.cora).with_company(self.company).create({})
        self.assertTrue(wizard.has_choice)
        action = wizard.action_prepare()
        review = self.Review.browse(action["res_id"])
        self.assertEqual(review.author_id, self.cora)
        self.assertNotIn(
            f"staff/{review.period}/{review.date_from}",
            dict(Wizard.with_user(self.cora)._selection_choice()),
        )
        self.assertEqual(Wizard.with_user(self.dee)._selection_choice(), [])

    def test_the_coordinator_owes_what_has_closed(self):
        with freeze_time("2025-07-20 12:00:00"):
            self.policy.duty_update()
            before = self._get_duties(self.policy).filtered(
                lambda duty: duty.kind == "review"
            )
            # That of the first quarter still stands.
            due = self.policy._get_review_due(date(2025, 3, 31))
            self.assertEqual(before.date_due, due)
        with freeze_time("2025-07-21 12:00:00"):
            self.env["exit.interview.policy"]._cron_review()
            duty = self._get_duties(self.policy).filtered(
                lambda duty: duty.kind == "review"
            )
            self.assertEqual(duty.user_id, self.cora)
            due = self.policy._get_review_due(date(2025, 6, 30))
            self.assertEqual(duty.date_due, due)
            action = duty.with_user(self.cora).action_open()
            self.assertEqual(action["res_model"], "exit.interview.review.prepare")


@tagged("post_install", "-at_install")
class TestReview(ReviewFlowCase):
    """From the draft to what the leadership reads, and never back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hear(8, date(2025, 4, 10))
        cls._hear(7, date(2025, 5, 10), "Homes", "Elm House")
        cls._hear(2, date(2025, 6, 10), "Hub", "Hub")

    # === SAFE === #

    def test_lines_hold_nothing_small(self):
        review = self._prepare()
        self.assertTrue(review.line_ids)
        self._check_nothing_small(review)
        leavers = {
            line.label: line
            for line in review.line_ids.filtered(
                lambda line: line.table_code == "leavers"
            )
        }
        self.assertTrue(leavers["Hub"].is_hidden)
        self.assertIs(leavers["Hub"].value, False)

    def _check_nothing_small(self, review):
        for line in review.line_ids.filtered(lambda line: line.kind == "count"):
            self.assertFalse(0 < (line.value or 0) < 5, line.code)
            self.assertFalse(0 < (line.denominator or 0) < 5, line.code)
            if line.is_hidden:
                self.assertIs(line.value, False)

    def test_nothing_raw_is_stored(self):
        """The draft's tables hold no number that the lines do not show (A-21)."""
        review = self._prepare()
        self.env.cr.execute(
            "SELECT value, denominator FROM exit_interview_review_line"
            " WHERE review_id = %s AND is_hidden",
            [review.id],
        )
        rows = self.env.cr.fetchall()
        self.assertTrue(rows)
        # The total of a table may stand beside hidden cells; a value never.
        self.assertEqual({value for value, _total in rows}, {None})
        self.env.cr.execute("SELECT count(*) FROM exit_interview_review_counted")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_a_figure_and_its_words(self):
        review = self._prepare()
        mean = self._get_line(review, "score", "support")
        scores = [number % 7 + 2 for count in (8, 7, 2) for number in range(count)]
        self.assertAlmostEqual(mean.value, round(sum(scores) / len(scores), 1))
        self.assertEqual(mean.denominator, 17)
        rate = self._get_line(review, "score", "recommend")
        self.assertEqual((rate.value, rate.denominator), (47, 17))
        paper = review.with_user(self.cora).get_paper()
        texts = {section["code"]: str(section) for section in paper["sections"]}
        self.assertIn("17 answers", texts["score"])
        self.assertIn("of 17", texts["score"])
        self.assertIn(disclosure.HIDDEN, paper["notes"][0])

    def test_too_few_everywhere_waits_for_the_year(self):
        self._hear(3, date(2025, 7, 10))
        with freeze_time("2025-12-01"):
            review = self._prepare(date(2025, 7, 1))
        self.assertEqual(review.level_used, "year")
        self.assertIn("review of the year", review.widened)
        shown = review.line_ids.filtered(lambda line: line.value is not False)
        self.assertFalse(shown)

    def test_groups_are_shown_where_all_that_is_left_is_enough(self):
        self._hear(6, date(2025, 6, 20), "Hub", "Hub")
        review = self._prepare()
        self.assertEqual(review.level_used, "team")
        lines = review.line_ids.filtered(
            lambda line: line.code == "support" and line.group_label
        )
        shown = {line.group_label for line in lines if not line.is_hidden}
        self.assertEqual(shown, {"North", "Elm House", "Hub"})

    def test_a_year_is_told_for_the_whole_and_rounded(self):
        review = self._prepare(date(2025, 1, 1), "year")
        self.assertEqual(set(review.line_ids.mapped("level")) - {"service"}, {"whole"})
        for line in review.line_ids.filtered(lambda line: line.kind == "count"):
            self.assertFalse((line.value or 0) % 5, line.code)

    def test_comments_only_of_many(self):
        """Approved words need ten people, five of them under the theme (P-16)."""
        theme = self.env["exit.interview.theme"].create(
            {"name": "Review theme", "code": "review_theme"}
        )
        cases = self.env["exit.interview"].search(
            [("company_id", "=", self.company.id)]
        )

        def note(case, words):
            person = self.env["exit.interview.participant"].create(
                {"case_id": case.id, "name": "Somebody"}
            )
            return self.env["exit.interview.finding"].create(
                {
                    "case_id": case.id,
                    "participant_id": person.id,
                    "kind": "worry",
                    "theme_id": theme.id,
                    "wording": words,
                    "state": "approved",
                    "date_approved": "2025-05-05",
                }
            )

        for case in cases[:9]:
            for _number in range(3):
                note(case, "Words of nine")
        review = self._prepare()
        self.assertNotIn("finding", review.line_ids.mapped("section"))
        note(cases[9], "Words of the tenth")

        def compute():
            review.with_user(self.cora).action_recompute()
            themes = review.line_ids.filtered(lambda line: line.section == "theme")
            mine = themes.filtered(lambda line: line.label == "Review theme")
            return mine, review.line_ids.filtered(
                lambda line: line.section == "finding"
            )

        # Everybody said so: that would tell what each of them said, and the
        # number of the words would tell it, too.
        mine, lines = compute()
        self.assertTrue(mine.is_hidden)
        self.assertFalse(lines)
        other = theme.create({"name": "Another", "code": "review_other"})
        for case in cases[10:14]:
            note(case, "Words on something else").theme_id = other
        mine, lines = compute()
        self.assertFalse(mine.is_hidden)
        # One of each person, whatever they said; four are too few.
        self.assertEqual(len(lines), 10)
        self.assertEqual(set(lines.mapped("group_label")), {""})
        self.assertNotIn("Words on something else", lines.mapped("text"))

    # === STATES === #

    def test_the_way_to_publication(self):
        review = self._prepare()
        self.assertEqual(self._get_duties(review).user_id, self.cora)
        review.with_user(self.cora).write({"works": "Colleagues"})
        review.with_user(self.cora).action_ask_approval()
        self.assertEqual(review.approver_id, self.peg)
        duty = self._get_duties(review)
        self.assertEqual((duty.kind, duty.user_id), ("approve_review", self.peg))
        self.assertTrue(self.peg.has_group("exit_interview.group_responder"))
        with self.assertRaisesRegex(UserError, "whoever approves"):
            review.with_user(self.cora).write({"works": "Changed"})
        review.with_user(self.peg).action_approve()
        self.assertEqual(self._get_duties(review).kind, "publish_review")
        review.with_user(self.cora).action_publish()
        self.assertFalse(self._get_duties(review))
        self.assertEqual(review.state, "published")
        self.assertTrue(review.date_published)

    def test_nobody_approves_their_own(self):
        self.policy.role_ids.filtered(
            lambda row: row.role == "second_person"
        ).user_id = self.cody
        review = self._prepare()
        # Cora prepared it and Cody hands it over: both had a hand in it.
        with self.assertRaisesRegex(UserError, "Name a second person"):
            review.with_user(self.cody).action_ask_approval()
        review.with_user(self.cora).action_ask_approval()
        self.assertEqual(review.approver_id, self.cody)
        with self.assertRaises(AccessError):
            review.with_user(self.cora).action_approve()
        review.sudo().write({"approver_id": self.cora.id})
        with self.assertRaisesRegex(AccessError, "prepared themselves"):
            review.with_user(self.cora).action_approve()

    def test_nobody_to_approve(self):
        self.policy.role_ids.filtered(
            lambda row: row.role == "second_person"
        ).user_id = self.cora
        review = self._prepare()
        with self.assertRaisesRegex(UserError, "Name a second person"):
            review.with_user(self.cora).action_ask_approval()

    def test_given_back(self):
        review = self._prepare()
        review.with_user(self.cora).action_ask_approval()
        with self.assertRaises(ValidationError):
            review.with_user(self.peg).action_return(" ")
        review.with_user(self.peg).action_return("Say more of supervision")
        self._refresh()
        self.assertEqual(review.return_reason, "Say more of supervision")
        self.assertEqual(self._get_duties(review).kind, "review")
        # What was handed to Peg is Peg's no more.
        self.assertFalse(review.with_user(self.peg).has_access("read"))
        review.with_user(self.cora).action_recompute()

    def test_steps_out_of_turn(self):
        review = self._prepare()
        for user, step in (
            (self.cora, "action_publish"),
            (self.cora, "action_take_back"),
            (self.cora, "action_approve"),
            (self.peg, "action_approve"),
            (self.dee, "action_publish"),
            (self.dee, "action_recompute"),
            (self.emp, "action_ask_approval"),
        ):
            with self.assertRaises(UserError):
                getattr(review.with_user(user), step)()
        for user in (self.peg, self.dee, self.emp, self.odd):
            with self.assertRaises(AccessError):
                self.Review.with_user(user).prepare("staff", "quarter", QUARTER)

    def test_figures_are_not_typed(self):
        review = self._prepare()
        line = review.line_ids[0]
        for values in ({"state": "published"}, {"level_used": "team"}):
            with self.assertRaisesRegex(UserError, "by their buttons only"):
                review.with_user(self.cora).write(values)
        with self.assertRaises(AccessError):
            line.with_user(self.cora).write({"value": 3})

    # === FROZEN === #

    def test_published_is_frozen_for_the_server_too(self):
        review = self._publish()
        for change in (
            lambda: review.write({"works": "Afterwards"}),
            lambda: review.with_user(self.cora).write({"asks": "Afterwards"}),
            lambda: review.write({"state": "draft"}),
            lambda: review.line_ids[0].write({"value": 6}),
            lambda: review.line_ids[0].copy(),
            lambda: review.line_ids.unlink(),
            lambda: review.unlink(),
            lambda: review.line_ids.create(
                {
                    "review_id": review.id,
                    "section": "score",
                    "code": "late",
                    "label": "Late",
                    "kind": "mean",
                }
            ),
            lambda: review.with_user(self.cora).action_recompute(),
            lambda: review.with_user(self.cora).action_take_back(),
            lambda: review.with_user(self.cora).action_publish(),
            lambda: self.env["exit.interview.review.counted"].search([]).unlink(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                change()
        self.assertEqual(review.state, "published")

    def test_records_that_change_later_change_no_figure(self):
        review = self._publish()
        before = review.line_ids.read(["value", "denominator", "is_hidden"])
        self.env["exit.interview.answer"].search(
            [("company_id", "=", self.company.id), ("score", ">", 5)]
        ).write({"score": 0})
        self._refresh()
        after = review.line_ids.read(["value", "denominator", "is_hidden"])
        self.assertEqual(before, after)

    # === WHO COMES LATE (P-14) === #

    def test_a_late_interview_counts_in_the_next_review(self):
        self._publish()
        self._hear(1, date(2025, 6, 25), score=10)
        # Republishing the quarter would tell what this one person said.
        self._refresh()
        with self.assertRaisesRegex(
            UserError, "would isolate 1 person; it will count in the next"
        ):
            self._prepare()
        self._hear(9, date(2025, 8, 10))
        later = self._prepare(date(2025, 7, 1))
        self.assertEqual(self._get_line(later, "score", "support").denominator, 10)
        self.assertEqual(len(later._get_members("uptake")), 10)

    def test_several_late_ones(self):
        self._publish()
        self._hear(2, date(2025, 6, 25))
        self._refresh()
        with self.assertRaisesRegex(UserError, "would isolate 2 people"):
            self._prepare()

    def test_without_late_ones_the_review_is_pointed_to(self):
        self._publish()
        with self.assertRaisesRegex(UserError, "There is a review of"):
            self._prepare()

    def test_the_year_counts_whom_its_quarters_counted(self):
        self._publish()
        late = self._hear(1, date(2025, 6, 25))
        others = self._hear(6, date(2025, 1, 25))
        year = self._prepare(date(2025, 1, 1), "year")
        members = year._get_members("content")
        # Who came late for the quarter would be told by the difference.
        self.assertNotIn(late.id, members)
        self.assertTrue(set(others.ids) <= set(members))

    def test_nobody_counts_twice(self):
        first = self._publish()
        self._hear(9, date(2025, 8, 10))
        # A follow-up in the next quarter tells more of somebody counted already.
        again = self.env["exit.interview"].browse(first._get_members("content")[0])
        self._create_raw_session(again, date(2025, 8, 20), kind="follow_up")
        second = self._publish(date(2025, 7, 1))
        counted = self.env["exit.interview.review.counted"].search(
            [("part", "=", "content"), ("review_id", "in", (first | second).ids)]
        )
        self.assertEqual(len(counted), len(counted.case_id))
        self.assertEqual(len(counted), 26)

    def test_a_review_that_differs_by_too_few_is_refused(self):
        """The guard itself, should the rule of counting once ever fail."""
        first = self._publish()
        self._hear(2, date(2025, 8, 10))
        later = self._approve(self._prepare(date(2025, 7, 1)))
        members = [*first._get_members("content"), *later._get_members("content")]
        cls = self.env.registry["exit.interview.review"]
        with (
            patch.object(cls, "_get_members", lambda review, part: members),
            patch.object(cls, "_check_members", lambda review: None),
            self.assertRaisesRegex(UserError, "would isolate 2 people"),
        ):
            later.with_user(self.cora).action_publish()

    def test_somebody_comes_in_before_publication(self):
        review = self._approve(self._prepare())
        self._hear(1, date(2025, 6, 25))
        self._refresh()
        with self.assertRaisesRegex(UserError, "Somebody came in"):
            review.with_user(self.cora).action_publish()
        review.with_user(self.cora).action_take_back()
        review.with_user(self.cora).action_recompute()
        self._approve(review).with_user(self.cora).action_publish()
        self.assertEqual(review.state, "published")

    def test_older_than_what_was_published_since(self):
        older = self._approve(self._prepare())
        self._hear(9, date(2025, 8, 10))
        self._publish(date(2025, 7, 1))
        with self.assertRaisesRegex(UserError, "later review is published"):
            older.with_user(self.cora).action_publish()

    def test_the_period_before_stands_beside(self):
        first = self._publish()
        self._hear(9, date(2025, 8, 10))
        second = self._prepare(date(2025, 7, 1))
        self.assertEqual(second.previous_id, first)
        line = self._get_line(second, "score", "support")
        before = self._get_line(first, "score", "support")
        self.assertEqual(line.previous_value, before.value)

    # === ACTIONS === #

    def test_actions_come_back_in_the_next_review(self):
        first = self._publish()
        action_id = first.with_user(self.cora).action_add(
            "Rebook supervision", self.emp.id, "2026-12-24"
        )
        action = self.env["exit.interview.review.action"].browse(action_id)
        duty = self._get_duties(action)
        self.assertEqual((duty.kind, duty.user_id), ("act", self.emp))
        self._refresh()
        with self.assertRaises(AccessError):
            action.with_user(self.peg).action_done("Not mine")
        action.with_user(self.emp).action_done("It is rebooked")
        self.assertFalse(self._get_duties(action))
        self._hear(6, date(2025, 8, 10))
        second = self._prepare(date(2025, 7, 1))
        words = second.line_ids.filtered(lambda line: line.code == "review.1")
        self.assertIn("It is rebooked", words.text)
        self.assertEqual(words.label, "Done")

    def test_no_action_comes_in_while_somebody_approves(self):
        """The paper prints actions: the approver has read what is published."""
        review = self._prepare()
        add = ("Rebook supervision", self.emp.id, "2026-12-24")
        mine = review.with_user(self.cora)
        self.assertTrue(mine.action_add(*add))
        mine.action_ask_approval()
        for step in (
            lambda: None,
            lambda: review.with_user(self.peg).action_approve(),
        ):
            step()
            with self.assertRaisesRegex(UserError, "lies with whoever approves"):
                mine.action_add(*add)
        mine.action_publish()
        self.assertTrue(mine.action_add(*add))

    # === WHO SEES WHAT === #

    def test_leadership_reads_published_reviews_and_nothing_else(self):
        draft = self._prepare(date(2025, 1, 1), "year")
        review = self._publish()
        env = self.env(user=self.dee)
        Review = env["exit.interview.review"]
        self.assertEqual(Review.search([]), review)
        self.assertEqual(env["exit.interview.review.line"].search([]).review_id, review)
        with self.assertRaises(AccessError):
            draft.with_user(self.dee).get_paper()
        paper = review.with_user(self.dee).get_paper()
        self.assertTrue(paper["sections"])
        for step in (
            lambda: review.with_user(self.dee).write({"works": "Mine"}),
            lambda: review.with_user(self.dee).export_data(["name"]),
            lambda: review.line_ids.with_user(self.dee).export_data(["value"]),
        ):
            with self.assertRaises(UserError):
                step()
        groups = env["exit.interview.review.line"].formatted_read_group(
            [], ["date_from:quarter"], ["value:avg"]
        )
        self.assertEqual(len(groups), 1)

    def test_no_word_of_a_leaver_reaches_the_leadership(self):
        """Names, references, own words and notes stay where they were written."""
        for case in self._hear(3, date(2025, 4, 20), independence_reason="CNRY-WHY"):
            self.env["exit.interview.participant"].create(
                {"case_id": case.id, "name": "CNRY-NAME", "needs": "CNRY-NEEDS"}
            )
            self._create_raw_answer(
                case.session_ids, "improve", text="CNRY-TEXT", comment="CNRY-MORE"
            )
        review = self._publish()
        env = self.env(user=self.dee)
        read = str(env["exit.interview.review"].search([]).get_paper())
        for name in ("exit.interview.review", "exit.interview.review.line"):
            read += str(env[name].search([]).read())
        self.assertIn("April to June 2025", read)
        self.assertNotIn("CNRY", read)
        for case in self.env["exit.interview"].browse(review._get_members("content")):
            self.assertNotIn(case.name, read)

    def test_leadership_has_no_right_on_anything_of_a_case(self):
        """P-17: no access line, so no list, count, group or export (A-22, A-23)."""
        open_models = {"exit.interview.review", "exit.interview.review.line"}
        # Dialogs every employee has, which show nothing.
        everybody = {"exit.interview.report"}
        env = self.env(user=self.dee)
        checked = 0
        for name, model in self.env.registry.items():
            if not name.startswith("exit.interview") or model._abstract:
                continue
            records = env[name]
            if name in open_models | everybody:
                continue
            checked += 1
            self.assertFalse(records.has_access("read"), name)
            for ask in (
                lambda records=records: records.search([]),
                lambda records=records: records.search_count([]),
                lambda records=records: records.formatted_read_group(
                    [], [], ["__count"]
                ),
                lambda records=records: records.search_read([], ["id"]),
            ):
                with self.assertRaises(AccessError, msg=name):
                    ask()
        self.assertGreater(checked, 40)
        lines = self.env["ir.model.access"].search(
            [
                (
                    "group_id",
                    "=",
                    self.env.ref("exit_interview.group_leadership").id,
                )
            ]
        )
        self.assertEqual(set(lines.mapped("model_id.model")), open_models)

    def test_others_see_no_review(self):
        review = self._publish()
        for user in (self.emp, self.odd):
            self.assertFalse(review.with_user(user).has_access("read"))
        self.assertFalse(
            self.env["exit.interview.review.counted"]
            .with_user(self.cora)
            .has_access("read")
        )

    def test_leadership_sees_its_own_menus_only(self):
        root = self.env.ref("exit_interview.exit_interview_menu_root")
        visible = self.env["ir.ui.menu"].with_user(self.dee)._visible_menu_ids()
        mine = self.env["ir.ui.menu"].search([("id", "child_of", root.id)])
        mine = (mine - root).filtered(
            lambda menu: {menu.id, menu.parent_id.id} <= set(visible)
        )
        names = set(mine.mapped("name"))
        self.assertEqual(names, {"Reviews", "Trends", "Marks", "Shares"})

    def test_another_organisation(self):
        review = self._publish()
        other = self.env["res.company"].create({"name": "Council elsewhere"})
        stranger = new_test_user(
            self.env,
            "rev_bea",
            groups="base.group_user,exit_interview.group_leadership",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(review.with_user(stranger).has_access("read"))
        late = self.Review.with_user(stranger).search([])
        self.assertFalse(late & review)

    def test_joining_the_leadership_is_told(self):
        Log = self.env["exit.interview.policy.log"]
        before = Log.search_count([("event", "=", "joined")])
        group = self.env.ref("exit_interview.group_leadership")
        self.emp.write({"group_ids": [(4, group.id)]})
        self.assertEqual(Log.search_count([("event", "=", "joined")]), before + 1)

    def test_due_days(self):
        review = self._prepare()
        duty = self._get_duties(review)
        due = self.policy._get_review_due(review.date_to)
        self.assertEqual(duty.date_due, due)
        self.assertGreater(due, review.date_to + timedelta(days=30))
