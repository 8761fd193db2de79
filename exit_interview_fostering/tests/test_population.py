# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FosteringCommon


@tagged("post_install", "-at_install")
class TestPopulation(FosteringCommon):
    def _sees(self, user, case):
        return bool(
            self.env["exit.interview"].with_user(user).search([("id", "=", case.id)])
        )

    def test_staff_and_fostering_see_nothing_of_each_other(self):
        carer_case, staff_case = self._tell(self.wes), self._depart(self.lea)
        self.assertTrue(self._sees(self.ada, carer_case))
        self.assertFalse(self._sees(self.ada, staff_case))
        self.assertTrue(self._sees(self.cora, staff_case))
        self.assertFalse(self._sees(self.cora, carer_case))
        for user in (self.wes, self.mo, self.emp, self.hana):
            with self.assertRaises(AccessError):
                self._sees(user, carer_case)
        with self.assertRaises(AccessError):
            carer_case.with_user(self.cora).read(["leaver_name"])

    def test_somebody_with_both_parts_sees_both(self):
        carer_case, staff_case = self._tell(self.wes), self._depart(self.lea)
        self.ada.group_ids += self.env.ref("exit_interview.group_coordinator")
        self.assertTrue(self._sees(self.ada, carer_case))
        self.assertTrue(self._sees(self.ada, staff_case))

    def test_the_hidden_groups_alone_show_nothing(self):
        carer_case, staff_case = self._tell(self.wes), self._depart(self.lea)
        self.emp.group_ids += self.env.ref("exit_interview.group_case_coordinator")
        self.assertFalse(self._sees(self.emp, carer_case))
        self.assertFalse(self._sees(self.emp, staff_case))

    def test_nobody_in_the_line_of_the_supervising_social_worker_is_independent(self):
        case = self._tell(self.wes)
        for user in (self.wes, self.mo):
            user.group_ids += self.env.ref("exit_interview_fostering.group_interviewer")
            self.assertTrue(case._get_independence_issues(user), user.login)
        self.assertFalse(case._get_independence_issues(self.ida))
        self.assertFalse(case._get_independence_issues(self.ada))

    def test_an_interviewer_of_staff_does_not_interview_carers(self):
        case = self._tell(self.wes)
        self.assertTrue(case._get_independence_issues(self.ivy))

    def test_the_form_of_the_interview_is_headed_by_the_household(self):
        case = self._tell(self.wes)
        case.participant_ids[:1].with_user(self.ada).date_badge_returned = "2026-11-20"
        facts = dict(case.with_user(self.ada)._get_leaver_facts())
        self.assertEqual(facts["Supervising social worker"], "Wes")
        self.assertIn("Mainstream", facts["Approved as"])
        self.assertIn("returned on", facts["Identity badge"])
        self.assertIn("not returned yet", facts["Identity badge"])

    def test_staff_cases_are_read_as_before(self):
        """No field that the addon brings refuses whoever has no right on carers."""
        case = self._create_case(until="interviewed")
        for user in (self.cora, self.ivy):
            mine = case.with_user(user)
            names = [
                name
                for name, field in mine._fields.items()
                if mine._has_field_access(field, "read")
            ]
            [values] = mine.read(names)
            self.assertFalse(values["briefing_text"])
            self.assertEqual(values["leaver_name"], case.leaver_name)
