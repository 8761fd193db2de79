# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import POPULATION, FosteringCommon


@tagged("post_install", "-at_install")
class TestNotice(FosteringCommon):
    def test_a_letter_opens_one_case_with_both_carers(self):
        case = self._tell(self.wes)
        self.assertEqual(len(case), 1)
        self.assertEqual(case.population, POPULATION)
        self.assertEqual(case.state, "new")
        self.assertEqual(case.route, "interview")
        self.assertEqual(case.coordinator_id, self.ada)
        self.assertEqual(
            case.participant_ids.sorted("name").mapped("name"), ["Fay", "Fred"]
        )
        # 28 days after the letter of 2 November
        self.assertEqual(case.date_departure, date(2026, 11, 30))
        self.assertEqual(case.notice_ids.source, "letter")

    def test_the_case_keeps_the_household_as_it_was(self):
        case = self._tell(self.wes)
        self.assertIn("Mainstream, 2 children, 0 to 11 years", case.approval_text)
        self.assertIn("Short breaks", case.previous_approval_text)
        self.assertNotIn("Mainstream", case.previous_approval_text)
        self.assertEqual(case.composition_text, "Own child, about 16")
        self.assertEqual(case.care_text, "2025: 2 aged 5 to 9")
        self.assertEqual(case.date_start_service, date(2012, 5, 1))
        self.assertEqual(case.manager_name, "Wes")
        self.assertEqual(case.team_name, "Fostering East")
        self.assertEqual(case.service_name, "Fostering")
        self.household.foster_approval_ids.terms = "changed later"
        self.assertNotIn("changed later", case.approval_text)

    def test_told_twice_is_one_case(self):
        first = self._tell(self.wes)
        second = self._tell(self.mo)
        self.assertEqual(first, second)
        self.assertEqual(len(first.notice_ids), 2)
        self.assertEqual(len(first.participant_ids), 2)

    def test_a_carer_who_leaves_alone_and_the_other_one_later(self):
        case = self._tell(self.wes, carer_ids=self.fay.ids)
        self.assertEqual(case.participant_ids.carer_id, self.fay)
        self._tell(self.wes)
        self.assertEqual(case.participant_ids.carer_id, self.fay | self.fred)

    def test_a_carer_of_another_household_is_refused(self):
        other = self._create_household("The Thame household", "Gus")
        with self._assertRefused(ValidationError, "approved carers of this household"):
            self._tell(self.wes, carer_ids=other.foster_carer_ids.ids)

    def test_every_way_to_leave_gives_a_case(self):
        routes = dict(self.env["exit.interview"]._fields["leaving_route"].selection)
        for route in routes:
            household = self._create_household(f"Household {route}", f"Carer {route}")
            case = self._tell(self.wes, household, leaving_route=route)
            self.assertEqual(len(case), 1, route)
            self.assertEqual(case.leaving_route, route)
            wanted = "consider" if route == "death" else "interview"
            self.assertEqual(case.route, wanted, route)
            if route != "resignation":
                self.assertFalse(case.date_departure, route)

    def test_after_an_allegation_somebody_decides_before_a_contact(self):
        case = self._tell(
            self.mo, leaving_route="deregistration", is_after_allegation=True
        )
        self.assertEqual(case.route, "consider")
        self.assertNotIn("offer", case.duty_ids.mapped("kind"))

    def test_who_may_tell(self):
        for user in (self.wes, self.mo, self.ada):
            household = self._create_household(f"Household {user.login}", "Carer")
            self.assertTrue(self._tell(user, household), user.login)
        vals = {
            "population": POPULATION,
            "source": "letter",
            "household_id": self.household.id,
            "leaving_route": "resignation",
            "date_decided": "2026-11-02",
        }
        for user in (self.wyn, self.ida, self.cora, self.hal, self.emp, self.lin):
            with self.assertRaises(AccessError, msg=user.login):
                self.env["exit.interview.notice"].with_user(user).register([vals])
        self.assertFalse(self._get_household_cases(self.household))

    def test_nobody_outside_learns_who_fosters(self):
        """The same words for a household and for any contact."""
        Notice = self.env["exit.interview.notice"].with_user(self.emp)
        vals = {
            "population": POPULATION,
            "source": "letter",
            "leaving_route": "resignation",
            "date_decided": "2026-11-02",
        }
        words = set()
        for partner in (self.household, self.company.partner_id):
            with self.assertRaises(AccessError) as caught:
                Notice.register([{**vals, "household_id": partner.id}])
            words.add(str(caught.exception))
        self.assertEqual(len(words), 1)

    def test_a_household_without_carers_is_refused_in_words(self):
        household = self._create_household("Nobody's household")
        with self._assertRefused(ValidationError, "Enter the carers first"):
            self._tell(self.wes, household)

    def test_staff_notices_go_on_as_before(self):
        case = self._depart(self.lea)
        self.assertEqual(case.population, "staff")
        self.assertFalse(case.household_id)
