# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who gets a copy of a child's record, and what stands in it (C-06, C-17, C-27)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .officer_case import KEPT, SAID, SEEN, WORRY, OfficerCommon


@tagged("post_install", "-at_install")
class TestCirculation(OfficerCommon):
    def _get_roles(self, case):
        return sorted(case.share_ids.mapped("role"))

    def test_the_three_of_the_normal_circulation(self):
        case = self._share()
        for role, user in (
            ("reviewing_officer", self.ira),
            ("home_manager", self.mia),
            ("social_worker", self.saul),
        ):
            share = self._get_share(case, role)
            self.assertEqual(share.basis, "normal_circulation", role)
            self.assertEqual(share.reader_id, user, role)
            self.assertIn(SAID, self._get_words(share, user))
            others = self.ira | self.mia | self.saul | self.ike | self.max | self.ned
            for other in others - user:
                self.assertFalse(share.with_user(other).has_access("read"), role)
        for user in (self.ira, self.mia, self.saul):
            with self.assertRaises(AccessError):
                case.with_user(user).read(["state"])

    def test_observations_are_for_the_officer_alone(self):
        case = self._share()
        for role, user in (("home_manager", self.mia), ("social_worker", self.saul)):
            share = self._get_share(case, role)
            self.assertNotIn(SEEN, self._get_words(share, user), role)
        officers = self._get_share(case, "reviewing_officer")
        self.assertIn(SEEN, self._get_words(officers, self.ira))

    def test_what_is_kept_back_is_in_no_copy(self):
        case = self._talk()
        for share in case.share_ids:
            # Even with the tick for protected answers.
            share.with_user(self.ivan).action_record_permission("full", protected=True)
        self._share(case)
        for role, user in (
            ("reviewing_officer", self.ira),
            ("home_manager", self.mia),
            ("social_worker", self.saul),
        ):
            share = self._get_share(case, role)
            self.assertTrue(share.is_protected_permitted)
            self.assertNotIn(KEPT, self._get_words(share, user), role)
            self.assertIn(SAID, self._get_words(share, user), role)

    def test_observations_are_no_part_to_choose(self):
        case = self._talk()
        for share in case.share_ids:
            names = share._get_sections().mapped("code")
            self.assertIn("home", names)
            self.assertNotIn("observations", names)

    def test_each_can_be_left_out_with_a_reason(self):
        case = self._talk()
        for role in ("reviewing_officer", "home_manager", "social_worker"):
            share = self._get_share(case, role)
            with self.assertRaises(ValidationError):
                share.with_user(self.sue).action_limit("  ")
            with self.assertRaises(AccessError):
                share.with_user(self.ivan).action_limit("Because")
            share.with_user(self.sue).action_limit(f"Asked for it: {role}")
        self._share(case)
        self.assertFalse(case.share_ids.reader_id)
        self.assertFalse(case.sudo().consideration_ids)
        # Nobody considers it: the manager of the service writes.
        self.assertEqual(self._get_duty(case, "write").user_id, self.sue)

    def test_agency_home_without_login_is_left_out(self):
        child = self._create_child("Ava", home_id=self.harbour.id)
        case = self._talk(child, self.saul)
        self.assertTrue(case.is_agency_home)
        self.assertEqual(self._get_roles(case), ["reviewing_officer", "social_worker"])
        self._share(case)
        self.assertEqual(case.state, "shared")

    def test_agency_home_with_login_gets_its_copy(self):
        self.harbour.child_home_manager_id = self.max
        child = self._create_child("Ava", home_id=self.harbour.id)
        case = self._share(self._talk(child, self.saul))
        share = self._get_share(case, "home_manager")
        self.assertEqual(share.reader_id, self.max)

    def test_own_home_without_manager_stops_and_says_so(self):
        self.willow.child_home_manager_id = False
        case = self._talk(user=self.saul)
        with self.assertRaisesRegex(UserError, "nobody plays the role"):
            self._share(case)

    # === C-06: A CONCERN ABOUT THE HOME === #

    def _raise(self, case, details=None, **vals):
        self.env["exit.interview.concern"].with_user(self.ivan).raise_concern(
            case.id, "practice", "The door is locked, CNRY-CONCERN", details=details
        )
        self._refresh()
        return case.sudo().concern_ids

    def _get_nights(self):
        return self.questions.section_ids.filtered(lambda one: one.code == "nights")

    def _assert_nothing_for_the_home(self, concern):
        for user in (self.mia, self.max):
            for record in (
                concern,
                concern.case_id,
                self._get_open_duties(concern),
                concern.case_id.session_ids.answer_ids,
            ):
                self.assertFalse(record.with_user(user).has_access("read"))
            found = self.env["exit.interview.concern"].with_user(user)
            self.assertFalse(found.has_access("read") and found.search([]))
        people = (
            concern.recipient_id
            | concern.deputy_id
            | concern.officer_id
            | concern.second_id
            | concern.partner_id
        )
        self.assertNotIn(self.mia, people)

    def test_the_parts_it_came_up_in_are_kept_from_the_home(self):
        case = self._talk()
        concern = self._raise(
            case, {"is_about_home": True, "section_ids": self._get_nights().ids}
        )
        self._share(case)
        home = self._get_share(case, "home_manager")
        words = self._get_words(home, self.mia)
        self.assertIn(SAID, words)
        self.assertNotIn(WORRY, words)
        self.assertNotIn("CNRY-CONCERN", words)
        for role, user in (
            ("reviewing_officer", self.ira),
            ("social_worker", self.saul),
        ):
            self.assertIn(WORRY, self._get_words(self._get_share(case, role), user))
        self._assert_nothing_for_the_home(concern)

    def test_not_sure_where_the_home_gets_no_copy(self):
        case = self._talk()
        concern = self._raise(case)
        home = self._get_share(case, "home_manager")
        self.assertTrue(concern.is_about_home, "unless somebody says it is not")
        self.assertTrue(home.is_limited)
        self._share(case)
        self.assertFalse(home.reader_id)
        self.assertFalse(home.with_user(self.mia).has_access("read"))
        self._assert_nothing_for_the_home(concern)
        # The manager of the service decides otherwise, with a reason.
        home.with_user(self.sue).action_include("Settled with the officer")
        self._refresh()
        home.with_user(self.sue).action_send()
        self.assertEqual(home.reader_id, self.mia)

    def test_raised_after_the_copy_went_out(self):
        case = self._share()
        home = self._get_share(case, "home_manager")
        self.assertIn(WORRY, self._get_words(home, self.mia))
        self._raise(case, {"section_ids": self._get_nights().ids})
        words = self._get_words(home, self.mia)
        self.assertIn(SAID, words)
        self.assertNotIn(WORRY, words)
        self._raise(case)
        self.assertEqual(home.state, "withdrawn")
        self.assertFalse(home.with_user(self.mia).has_access("read"))
        words = f"{home.withdraw_reason} {home.limit_reason}".lower()
        self.assertNotIn("concern", words, "nothing that tells")

    def test_the_home_gets_nobody_elses_copy(self):
        """By whatever way it is passed on, before and after the home changes hands."""
        case = self._talk()
        self._raise(case)
        self._share(case)
        self.willow.with_user(self.sue).child_home_manager_id = self.max
        officers = self._get_share(case, "reviewing_officer")
        workers = self._get_share(case, "social_worker")
        for user in (self.mia, self.max):
            for share, reader in (
                (workers, self.saul),
                (workers, self.sue),
                (officers, self.ira),
                (officers, self.sue),
            ):
                with self.assertRaisesRegex(UserError, "cannot take this on"):
                    share.with_user(reader).action_delegate(user.id, "Knows them")
        duty = self._get_duty(case.consideration_ids, "consider")
        with self.assertRaisesRegex(UserError, "cannot take this on"):
            duty.with_user(self.sue).action_pass_on(self.max.id, "Ira is ill")
        # Asked before the home changed hands, and allowed afterwards.
        workers.with_user(self.saul).action_delegate(self.ned.id, "Knows them")
        query = workers.query_ids
        self.willow.with_user(self.sue).child_home_manager_id = self.ned
        with self.assertRaisesRegex(UserError, "cannot take this on"):
            query.with_user(self.sue).action_allow()
        self.assertEqual(workers.reader_id, self.saul)
        self.willow.with_user(self.sue).child_home_manager_id = self.max
        query.with_user(self.sue).action_allow()
        self.assertEqual(workers.reader_id, self.ned)

    def test_who_was_left_out_gets_nobody_elses_copy(self):
        case = self._talk()
        workers = self._get_share(case, "social_worker")
        workers.with_user(self.sue).action_limit("Decided with the officer")
        self._share(case)
        officers = self._get_share(case, "reviewing_officer")
        with self.assertRaisesRegex(UserError, "cannot take this on"):
            officers.with_user(self.sue).action_delegate(self.saul.id)
        officers.with_user(self.sue).action_delegate(self.ike.id)
        self.assertEqual(officers.reader_id, self.ike)

    def test_the_homes_own_copy_follows_the_home(self):
        case = self._share()
        home = self._get_share(case, "home_manager")
        self.willow.with_user(self.sue).child_home_manager_id = self.max
        home.with_user(self.sue).action_delegate(self.max.id)
        self.assertEqual(home.reader_id, self.max)

    def test_raised_before_there_are_copies(self):
        self._go_to("2026-11-02 10:00:00")
        case = self._agree(self._register_move())
        case.with_user(self.sue).action_assign(self.ivan.id, "Nobody from outside")
        session_id = case.with_user(self.ivan).action_schedule(
            "2026-11-02 10:00:00", "in_person", "The library"
        )
        self._raise(case)
        session = self.env["exit.interview.session"].browse(session_id)
        session.with_user(self.ivan).action_mark_held()
        self._refresh()
        self.assertTrue(self._get_share(case, "home_manager").is_limited)
        self.assertFalse(self._get_share(case, "social_worker").is_limited)

    def test_not_about_the_home(self):
        case = self._talk()
        self._raise(case, {"is_about_home": False})
        self._share(case)
        home = self._get_share(case, "home_manager")
        self.assertIn(WORRY, self._get_words(home, self.mia))

    def test_odd_details(self):
        case = self._talk()
        other = self.policy.questionnaire_id.section_ids[:1]
        for details in (
            {"section_ids": other.ids},
            {"section_ids": "1"},
            {"owner": 1},
            "yes",
            7,
        ):
            with self.assertRaises(ValidationError):
                self._raise(case, details)
        staff = self._create_case(until="interviewed")
        with self.assertRaises(ValidationError):
            self.env["exit.interview.concern"].with_user(self.ivy).raise_concern(
                staff.id, "practice", "Something", details={"is_about_home": True}
            )

    def test_dialog_asks_whether_it_is_about_the_home(self):
        case = self._talk()
        dialog = (
            self.env["exit.interview.concern.raise"]
            .with_user(self.ivan)
            .create(
                {
                    "case_id": case.id,
                    "category": "practice",
                    "text": "The door is locked",
                    "reason": "It cannot wait",
                    "section_ids": [(6, 0, self._get_nights().ids)],
                }
            )
        )
        self.assertTrue(dialog.is_child)
        self.assertIn(self._get_nights(), dialog.available_section_ids)
        dialog.action_apply()
        concern = case.sudo().concern_ids
        self.assertTrue(concern.is_about_home)
        self.assertEqual(concern.section_ids, self._get_nights())
