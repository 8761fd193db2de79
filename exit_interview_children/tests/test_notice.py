# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import POPULATION, ChildrenCommon


@tagged("post_install", "-at_install")
class TestNotice(ChildrenCommon):
    """The home's manager tells; the case opens with the child as they are today."""

    def test_manager_tells(self):
        case = self._register_move()
        self.assertRecordValues(
            case,
            [
                {
                    "population": POPULATION,
                    "state": "new",
                    "home_name": "Willow House",
                    "authority_name": "Marlow Council",
                    "age_band": "middle",
                    "moving_to": "foster",
                    "social_worker_id": self.saul.id,
                    "officer_id": self.ira.id,
                    "home_manager_id": self.mia.id,
                    "coordinator_id": self.sue.id,
                    "interviewer_id": False,
                    "is_agency_home": False,
                }
            ],
        )
        self.assertEqual(case.participant_ids.name, "Kit")
        self.assertFalse(case.participant_ids.email)

    def test_told_twice_is_one_case(self):
        case = self._register_move()
        self.assertEqual(self._register_move(user=self.saul), case)
        self.assertEqual(len(case.notice_ids), 2)

    def test_who_may_not_tell(self):
        for user in (self.max, self.sky, self.ira, self.cora, self.emp):
            with self.assertRaises(AccessError):
                self.env["exit.interview.notice"].with_user(user).register(
                    [
                        {
                            "population": POPULATION,
                            "source": "placement_decision",
                            "child_id": self.kit.id,
                            "moving_to": "foster",
                            "date_move_decided": "2026-11-02",
                        }
                    ]
                )
        self.assertFalse(self._get_child_cases(self.kit))

    def test_who_told_sees_no_case(self):
        case = self._register_move()
        for user in (self.mia, self.saul, self.ira):
            with self.assertRaises(AccessError):
                case.with_user(user).read(["name"])
        self.assertEqual(case.with_user(self.sue).leaver_name, "Kit")
        with self.assertRaises(AccessError):
            case.with_user(self.cora).read(["name"])

    def test_external_placement(self):
        child = self._create_child("Noor", home_id=self.harbour.id)
        case = self._register_move(child, self.saul)
        self.assertTrue(case.is_agency_home)
        self.assertEqual(case.service_name, "Harbour Care")
        self.assertEqual(self._get_open_duties(case.agreement_ids).user_id, self.saul)

    def test_bands(self):
        for born, band in (
            ("2019-01-01", "young"),
            ("2018-01-01", "middle"),
            ("2014-01-01", "teenage"),
        ):
            child = self._create_child(f"Born {born}", born)
            case = self._register_move(child)
            self.assertEqual(case.age_band, band, born)

    def test_grown_up_is_decided_about_first(self):
        child = self._create_child("Alex", "2007-01-01")
        case = self._register_move(child)
        self.assertEqual(case.route, "consider")
        self.assertEqual(self._get_open_duties(case).mapped("kind"), ["decide"])
        self.assertFalse(self._get_open_duties(case.agreement_ids))
        case.with_user(self.sue).action_decide_route("interview", "Stayed on")
        self.assertEqual(
            self._get_open_duties(case.agreement_ids).mapped("kind"), ["agreement"]
        )

    def test_eighteen_is_not_decided_about(self):
        child = self._create_child("Jo", "2008-01-01")
        self.assertEqual(self._register_move(child).route, "interview")

    def test_nothing_of_the_child_becomes_a_contact(self):
        marker = "Quillfeather"
        self._create_child(marker)
        child = self.env["exit.interview.child"].search([("name", "=", marker)])
        self._agree(self._register_move(child))
        for model, name in (
            ("res.partner", "name"),
            ("res.users", "login"),
            ("mail.message", "body"),
            ("mail.mail", "body_html"),
            ("mail.activity", "summary"),
        ):
            found = self.env[model].search([(name, "ilike", marker)])
            self.assertFalse(found, model)
        followers = self.env["mail.followers"].search(
            [("res_model", "like", "exit.interview")]
        )
        self.assertFalse(followers)
