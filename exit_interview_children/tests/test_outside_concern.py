# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody from outside passes on is kept from the home, by its parts (C-06)."""

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .officer_case import SAID, WORRY, OfficerCommon

TEXT = "The door is locked at night"


@tagged("post_install", "-at_install")
class TestOutsideConcern(OfficerCommon):
    def setUp(self):
        super().setUp()
        self._go_to("2026-11-02 10:00:00")
        self.case = self._agree(self._register_move())
        self.case.with_user(self.sue).action_assign(self.olu.id)
        self.session = self._hold(
            self.case,
            date=fields.Datetime.now(),
            answers={
                "garden": {"status": "answered", "text": SAID},
                "nights_safe": {"status": "answered", "text": WORRY},
            },
        )

    def _as_olu(self):
        # As the pages do: as superuser in the interviewer's name.
        return self.env["exit.interview"]._find_outside_cases(self.olu)

    def _raise(self, **details):
        self._as_olu()._raise_from_outside(
            "safeguarding", TEXT, False, [], True, **details
        )
        self._refresh()

    def _hand_in(self):
        case = self._as_olu()
        case._hold_from_outside("", "", "", True)
        case._hand_in_from_outside("agreed", [])
        self._refresh()
        self.case.with_user(self.sue).action_share()
        self._refresh()

    def _get_part(self, code):
        return self.questions.section_ids.filtered(lambda one: one.code == code)

    def test_parts_can_be_chosen_but_not_observations(self):
        codes = self._as_olu()._get_outside_parts().mapped("code")
        self.assertEqual(codes, ["home", "nights", "closing"])

    def test_the_home_gets_all_but_the_parts_it_came_up_in(self):
        self._raise(section_ids=self._get_part("nights").ids)
        self._hand_in()
        copy = self._get_share(self.case, "home_manager")
        self.assertEqual(copy.state, "sent")
        words = self._get_words(copy, self.mia)
        self.assertIn(SAID, words)
        self.assertNotIn(WORRY, words)
        officers = self._get_share(self.case, "reviewing_officer")
        self.assertIn(WORRY, self._get_words(officers, self.ira))

    def test_the_home_gets_nothing_where_nobody_says_which_part(self):
        self._raise()
        self._hand_in()
        copy = self._get_share(self.case, "home_manager")
        self.assertTrue(copy.is_limited)
        self.assertFalse(copy.with_user(self.mia).has_access("read"))

    def test_what_is_not_about_the_home_keeps_nothing_back(self):
        self._raise(is_about_home=False, section_ids=self._get_part("nights").ids)
        self._hand_in()
        self.assertFalse(self.case.sudo().concern_ids.section_ids)
        copy = self._get_share(self.case, "home_manager")
        self.assertIn(WORRY, self._get_words(copy, self.mia))

    def test_dangerous_practice_shows_the_designated_officers_day(self):
        """C-06: beside the clock; what is about something else does not."""
        Concern = self.env["exit.interview.concern"].with_user(self.sue)
        days = {}
        for category in ("practice", "safeguarding", "other"):
            Concern.raise_concern(
                self.case.id, category, TEXT, reason="He said so", severity="immediate"
            )
            concern = self.case.sudo().concern_ids.sorted("id")[-1:]
            reader = concern.recipient_id
            days[category] = str(concern.with_user(reader).date_lado)
            self.assertTrue(concern.with_user(reader).date_due)
        self.assertEqual(
            days,
            {"practice": "2026-11-03", "safeguarding": "2026-11-03", "other": "False"},
        )
        self.child_policy.concern_lado_days = 2
        self._refresh()
        practice = self.case.sudo().concern_ids.sorted("id")[0]
        self.assertEqual(str(practice.date_lado), "2026-11-04")

    def test_parts_of_another_questionnaire_are_refused(self):
        other = self.env.ref("exit_interview_children.section_middle_protection")
        with self.assertRaises(ValidationError):
            self._raise(section_ids=other.ids)
