# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A home's six months: what its manager may read, and nothing of anybody else."""

from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .officer_case import KEPT, SAID, SEEN, WORRY, OfficerCommon

REPORT = "exit_interview_children.report_home_period"
MEND = "Mend the garden gate, CNRY-MEND"
PAINT = "Paint the bedrooms, CNRY-PAINT"


@tagged("post_install", "-at_install")
class TestHomePeriod(OfficerCommon):
    """Copies are sent on Monday, 2 November 2026."""

    def _open(self, user, home=None, first="2026-06-01", last="2026-11-30"):
        return (
            self.env["exit.interview.home.period"]
            .with_user(user)
            .create(
                {
                    "home_id": (home or self.willow).id,
                    "date_from": first,
                    "date_to": last,
                }
            )
        )

    def _print(self, user, *args, **kwargs):
        self._refresh()
        period = self._open(user, *args, **kwargs)
        values = (
            self.env[f"report.{REPORT}"].with_user(user)._get_report_values(period.ids)
        )
        return str(self.env["ir.qweb"]._render(REPORT, values))

    def _recommend_all(self, case):
        """Recommend to the home's manager and to somebody else; both answer."""
        to_mia, to_ned = self._recommend(
            self._consider(case), (self.mia, MEND), (self.ned, PAINT)
        )
        to_mia.with_user(self.mia).action_answer(
            "The gate is mended, CNRY-DONE", date_planned="2026-12-01"
        )
        return to_mia, to_ned

    # === WHAT STANDS IN IT === #

    def test_the_manager_reads_what_was_sent_to_them(self):
        case = self._share()
        self._recommend_all(case)
        paper = self._print(self.mia)
        for words in (
            "Willow House",
            "SC001",
            "1 June 2026 to 30 November 2026",
            f"For {self.mia.name}",
            case.name,
            SAID,
            WORRY,
            MEND,
            "The gate is mended, CNRY-DONE",
            "It will be done",
            "1 December 2026",
        ):
            self.assertIn(words, paper, words)
        for words in (PAINT, SEEN, KEPT, self.ned.name, self.ira.email):
            self.assertNotIn(words, paper, words)

    def test_the_manager_of_the_service_reads_all_that_was_recommended(self):
        case = self._share()
        self._recommend_all(case)
        paper = self._print(self.sue)
        for words in (case.name, SAID, MEND, PAINT, self.mia.name, self.ned.name):
            self.assertIn(words, paper, words)
        self.assertIn("No answer yet", paper)
        self.assertIn("do not pass it on", " ".join(paper.split()))
        # Copies of others are no copies of the home.
        for words in (SEEN, KEPT):
            self.assertNotIn(words, paper)

    def test_a_draft_of_the_officer_is_nobodys(self):
        self._draft(self._consider(), self.mia, MEND)
        for user in (self.mia, self.sue):
            self.assertNotIn(MEND, self._print(user))

    def test_both_sides_of_the_first_and_the_last_day(self):
        self._recommend_all(self._share())
        for user in (self.mia, self.sue):
            for first, last, is_in in (
                ("2026-11-02", "2026-11-02", True),
                ("2026-05-01", "2026-11-02", True),
                ("2026-11-02", "2026-12-31", True),
                ("2026-05-01", "2026-11-01", False),
                ("2026-11-03", "2027-04-30", False),
            ):
                paper = self._print(user, first=first, last=last)
                for words in (SAID, MEND):
                    self.assertEqual(words in paper, is_in, (user.login, first, last))
                self.assertEqual("Nothing was sent" in paper, not is_in)

    def test_by_default_the_last_six_whole_months_of_their_home(self):
        self._go_to("2026-11-02 10:00:00")
        Period = self.env["exit.interview.home.period"]
        found = Period.with_user(self.mia).create({})
        self.assertEqual(found.home_id, self.willow)
        self.assertEqual(
            (found.date_from, found.date_to), (date(2026, 5, 1), date(2026, 10, 31))
        )
        self.assertEqual(found.action_print()["report_name"], REPORT)
        # Of several homes they choose.
        self.birch.child_home_manager_id = self.mia
        self.assertFalse(Period.with_user(self.mia).default_get(["home_id"])["home_id"])

    def test_no_number_is_made_of_it(self):
        """Two young people: nothing says that they are two, nor what most say."""
        self._share(self._talk(self._create_child("Ava")))
        self._share()
        document = (
            self.env[f"report.{REPORT}"]
            .with_user(self.mia)
            ._get_report_values(self._open(self.mia).ids)["documents"][0]
        )
        self.assertEqual(len(document["people"]), 2)
        numbers = [
            name for name, value in document.items() if isinstance(value, (int, float))
        ]
        self.assertEqual(numbers, ["is_for_coordinator"])

    # === WHAT DOES NOT === #

    def test_what_was_withdrawn_is_gone(self):
        case = self._share()
        share = self._get_share(case, "home_manager")
        self.assertIn(SAID, self._print(self.mia))
        share.with_user(self.sue).action_withdraw("Sent too early")
        for user in (self.mia, self.sue):
            self.assertNotIn(SAID, self._print(user), user.login)

    def test_what_was_limited_is_gone(self):
        case = self._share()
        self._get_share(case, "home_manager").with_user(self.sue).action_limit("Asked")
        for user in (self.mia, self.sue):
            self.assertNotIn(SAID, self._print(user), user.login)

    def test_what_is_kept_back_never_was_in(self):
        case = self._talk()
        share = self._get_share(case, "home_manager")
        nights = self.questions.section_ids.filtered(lambda one: one.code == "nights")
        home = self.questions.section_ids.filtered(lambda one: one.code == "home")
        share.with_user(self.ivan).action_record_permission(
            "parts", home.ids, how="Told me"
        )
        self.assertTrue(nights)
        self._share(case)
        for user in (self.mia, self.sue):
            paper = self._print(user)
            self.assertIn(SAID, paper)
            self.assertNotIn(WORRY, paper, user.login)

    def test_no_concern_and_not_what_it_came_up_in(self):
        case = self._share()
        nights = self.questions.section_ids.filtered(lambda one: one.code == "nights")
        self.env["exit.interview.concern"].with_user(self.ivan).raise_concern(
            case.id,
            "practice",
            "The door is locked, CNRY-CONCERN",
            details={"is_about_home": True, "section_ids": nights.ids},
        )
        self._refresh()
        for user in (self.mia, self.sue):
            paper = self._print(user)
            self.assertIn(SAID, paper)
            for words in ("CNRY-CONCERN", WORRY, "oncern"):
                self.assertNotIn(words, paper, user.login)

    def test_whoever_is_shut_out_reads_nothing(self):
        case = self._share()
        self._recommend_all(case)
        case.sudo().conflict_user_ids = self.sue | self.mia
        for user in (self.mia, self.sue):
            paper = self._print(user)
            for words in (SAID, MEND, case.name):
                self.assertNotIn(words, paper, user.login)

    # === WHO === #

    def test_a_manager_of_another_home_gets_nothing(self):
        self._recommend_all(self._share())
        with self.assertRaises(AccessError):
            self._print(self.max)
        self.assertIn("Nothing was sent", self._print(self.max, self.birch))
        period = self._open(self.mia)
        report = self.env[f"report.{REPORT}"]
        for user in (self.max, self.saul, self.ira, self.ned, self.emp, self.sue):
            with self.assertRaises(AccessError, msg=user.login):
                report.with_user(user)._get_report_values(period.ids)
        with self.assertRaises(AccessError):
            report._get_report_values(period.ids)
        for ids in ([], [period.id + 1000]):
            with self.assertRaises(AccessError):
                report.with_user(self.mia)._get_report_values(ids)
        with self.assertRaises(UserError):
            both = period | self._open(self.mia)
            report.with_user(self.mia)._get_report_values(both.ids)

    def test_only_homes_and_their_manager_open_the_dialog(self):
        for user in (self.saul, self.ira, self.ned, self.emp, self.cora, self.olu):
            with self.assertRaises(AccessError, msg=user.login):
                self._open(user)

    def test_whoever_comes_after_finds_nothing_that_was_sent_before(self):
        self._recommend_all(self._share())
        self.willow.child_home_manager_id = self.max
        self.assertIn("Nothing was sent", self._print(self.max))
        with self.assertRaises(AccessError):
            self._print(self.mia)
        # The manager of the service has what the home was sent.
        self.assertIn(SAID, self._print(self.sue))

    def test_a_home_that_moves_away_is_closed_at_once(self):
        """The report checks again, whatever the dialog was opened for (M-10)."""
        self._share()
        period = self._open(self.mia)
        self.willow.child_home_manager_id = self.max
        self._refresh()
        with self.assertRaises(AccessError):
            period.action_print()
        with self.assertRaises(AccessError):
            self.env[f"report.{REPORT}"].with_user(self.mia)._get_report_values(
                period.ids
            )

    def test_a_home_of_an_agency_without_a_login(self):
        child = self._create_child("Ava", home_id=self.harbour.id)
        case = self._share(self._talk(child, self.saul))
        self._recommend(self._consider(case), (self.sue, MEND))
        paper = self._print(self.sue, self.harbour)
        self.assertIn(MEND, paper)
        self.assertNotIn(SAID, paper)

    # === THAT IT WAS TAKEN AWAY === #

    def test_each_case_says_who_printed_it(self):
        case = self._share()
        self._recommend_all(case)
        other = self._share(
            self._talk(self._create_child("Ava", home_id=self.birch.id), self.max)
        )
        self.env.flush_all()
        noted = []
        self.patch(
            type(self.env["exit.interview.journal"]),
            "_insert_taking",
            lambda self, records, columns, event, subject: noted.append(
                (records, event, subject, self.env.user)
            ),
        )
        self._print(self.mia)
        [(cases, event, subject, user)] = noted
        self.assertEqual(cases, case)
        self.assertNotIn(other, cases)
        self.assertEqual((event, user), ("printed", self.mia))
        self.assertEqual(subject, "Six months of a home")

    def test_the_reader_stands_on_each_page(self):
        marks = self.env[f"report.{REPORT}"].with_user(self.mia)._get_marks([])
        for words in marks.values():
            self.assertIn(self.mia.name, words)
        self.assertIn("do not pass on", marks["footer"])

    def test_the_home_of_a_copy_is_that_of_its_case(self):
        case = self._share()
        shares = case.share_ids
        self.assertEqual(shares.home_id, self.willow)
        self.kit.home_id = self.birch
        self._refresh()
        # The home they moved out of, wherever they live now.
        self.assertEqual(shares.home_id, self.willow)
        self.assertEqual(
            self.env["exit.interview.share"].search_count(
                fields.Domain("home_id", "=", self.birch.id)
            ),
            0,
        )
