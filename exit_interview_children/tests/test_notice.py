# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
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

    # === NOBODY IS MISSED (C-03) === #

    def _get_untold(self, child):
        return self.env["exit.interview.notice"].search(
            [("child_id", "=", child.id), ("source", "=", "child_record")]
        )

    @freeze_time("2026-11-02 10:00:00")
    def test_who_moves_untold_waits_for_the_coordinator(self):
        self.kit.with_user(self.mia).write({"home_id": self.birch.id})
        self._refresh()
        self.assertFalse(self._get_child_cases(self.kit))
        notice = self._get_untold(self.kit)
        self.assertRecordValues(
            notice,
            [
                {
                    "state": "waiting",
                    "waits_for": "untold",
                    "home_id": self.willow.id,
                    "name": "Kit",
                }
            ],
        )
        for user in (self.mia, self.max, self.saul, self.cora):
            self.assertFalse(notice.with_user(user).has_access("read"), user.name)
        duty = self._get_open_duties(notice)
        self.assertRecordValues(duty, [{"kind": "decide", "user_id": self.sue.id}])
        mine = notice.with_user(self.sue)
        self.assertIn(mine, mine.search(duty.action_open()["domain"]))
        mine.action_open_case()
        self._refresh()
        case = self._get_child_cases(self.kit)
        self.assertRecordValues(
            case, [{"home_name": "Willow House", "home_manager_id": self.mia.id}]
        )
        asked = self._get_open_duties(case.agreement_ids)
        self.assertEqual(asked.user_id, self.saul)
        self.assertFalse(self._get_open_duties(notice))

    def test_who_is_archived_untold_can_be_dismissed_with_a_reason(self):
        self.kit.with_user(self.saul).write({"active": False})
        self._refresh()
        notice = self._get_untold(self.kit)
        self.assertEqual(notice.state, "waiting")
        with self.assertRaises(UserError):
            notice.with_user(self.sue).action_dismiss(" ")
        notice.with_user(self.sue).action_dismiss("Entered twice")
        self.assertEqual(notice.state, "dismissed")
        self.assertFalse(self._get_open_duties(notice))
        self.assertFalse(self._get_child_cases(self.kit))

    def test_who_was_told_of_is_no_entry(self):
        self._agree(self._register_move(), agreement="no")
        self.kit.with_user(self.mia).write({"home_id": self.birch.id})
        self._refresh()
        self.assertFalse(self._get_untold(self.kit))
        other = self._create_child("Robin")
        self._register_move(other)
        other.with_user(self.saul).write({"active": False})
        self.assertFalse(self._get_untold(other))

    def test_each_home_is_told_of_for_itself(self):
        """Told for one home; out of the next nobody tells, nor when they come back."""
        with freeze_time("2026-11-02 10:00:00"):
            self._agree(self._register_move(), agreement="no")
        moves = (
            ("2026-12-14", self.mia, self.birch, self.env["res.partner"]),
            ("2027-03-01", self.max, self.willow, self.birch),
            ("2027-05-03", self.mia, self.birch, self.willow),
        )
        for day, user, home, missed in moves:
            before = self._get_untold(self.kit)
            with freeze_time(f"{day} 10:00:00"):
                self.kit.with_user(user).write({"home_id": home.id})
            self._refresh()
            found = self._get_untold(self.kit) - before
            self.assertEqual(found.home_id, missed, day)
            found.with_user(self.sue).action_dismiss("A short stay")

    def test_a_move_called_off_and_then_made_is_an_entry(self):
        case = self._register_move()
        case.with_user(self.sue).action_cancel("Stays after all")
        self.kit.with_user(self.sue).write({"home_id": self.birch.id})
        self.assertEqual(self._get_untold(self.kit).home_id, self.willow)

    def test_other_changes_are_no_entry(self):
        self.kit.with_user(self.mia).write(
            {"home_id": self.willow.id, "needs": "Pictures", "active": True}
        )
        self.assertFalse(self._get_untold(self.kit))

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
