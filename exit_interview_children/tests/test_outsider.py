# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who interviews a young person, and the register of those from outside: C-04, C-14."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import ChildrenCommon

GROUP = "exit_interview_children.group_outside_interviewer"


@tagged("post_install", "-at_install")
class TestOutsider(ChildrenCommon):
    def setUp(self):
        super().setUp()
        self.outsiders = self.env["exit.interview.outsider"].with_user(self.sue)
        self.row = self.env["exit.interview.outsider"].search(
            [("user_id", "=", self.olu.id)]
        )
        self.row.write(
            {"languages": "Polish, BSL", "skills": "Makaton", "organisation": "Voice"}
        )

    def _new(self, **vals):
        return self.outsiders.create(
            {
                "name": "Nia Pryce",
                "email": "Nia@Voice.example",
                "organisation": "Voice",
                "date_checked": "2026-10-01",
                **vals,
            }
        )

    def _agreed(self, child=None):
        return self._agree(self._register_move(child))

    # === THE REGISTER === #

    def test_only_the_services_manager_keeps_it(self):
        self.assertTrue(self.row.with_user(self.sue).name)
        for user in (self.cora, self.ivan, self.mia, self.saul, self.ira, self.olu):
            row = self.row.with_user(user)
            with self.subTest(user=user.login), mute_logger("odoo.models"):
                self.assertFalse(row.has_access("read"))
                with self.assertRaises(AccessError):
                    row.action_give_access()
                with self.assertRaises(AccessError):
                    row.action_end_access()

    def test_no_access_before_the_certificate_was_seen(self):
        row = self._new(date_checked=False)
        with self._assertRefused(UserError, "DBS"):
            row.action_give_access()
        row.date_checked = "2199-01-01"
        with self._assertRefused(UserError, "DBS"):
            row.action_give_access()
        self.assertFalse(row.user_id)

    def test_access_by_invitation(self):
        row = self._new()
        self.assertEqual(row.access_state, "none")

        row.action_give_access()

        user = row.user_id.sudo()
        self.assertRecordValues(
            user, [{"login": "nia@voice.example", "share": True, "active": True}]
        )
        self.assertTrue(user.has_group(GROUP))
        self.assertFalse(user.has_group("base.group_user"))
        self.assertEqual(row.access_state, "invited")
        invitation = self.env["mail.mail"].search(
            [("recipient_ids", "in", user.partner_id.ids)]
        )
        self.assertEqual(len(invitation), 1)
        self.assertIn("token=", str(invitation.body_html))

    def test_an_existing_portal_login_is_taken(self):
        user = new_test_user(
            self.env, "pia@voice.example", groups="base.group_portal", name="Pia"
        )
        row = self._new(name="Pia", email="pia@voice.example")

        row.action_give_access()

        self.assertEqual(row.user_id.sudo(), user)
        self.assertTrue(user.has_group(GROUP))
        self.assertFalse(row.is_own_login)
        row.action_end_access()
        self.assertFalse(user.has_group(GROUP))
        self.assertTrue(user.active, "the login is not ours to archive")

    def test_nobody_says_by_hand_that_a_login_was_made_here(self):
        """Ending the access would archive a login that is somebody else's."""
        customer = new_test_user(
            self.env, "customer@x.example", groups="base.group_portal", name="Customer"
        )
        vals = {"name": "Customer", "user_id": customer.id}
        with self.assertRaises(AccessError):
            self.outsiders.create({**vals, "is_own_login": True})
        sly = self.outsiders.with_context(default_is_own_login=True).create(vals)
        with self.assertRaises(AccessError):
            sly.is_own_login = True
        sly.action_end_access()
        self.assertTrue(customer.active)
        # Nor does a row whose login was made here take another one with it.
        row = self._new()
        row.action_give_access()
        made = row.user_id.sudo()
        with self.assertRaises(AccessError):
            row.is_own_login = False
        row.user_id = customer
        self.assertFalse(made.active, "this one was made here")
        row.action_end_access()
        self.assertTrue(customer.active)

    def test_without_a_certificate_nobody_interviews(self):
        """Neither in a row made by hand, nor once the day is emptied."""
        case = self._agreed()
        row = self.row.with_user(self.sue)
        case.with_user(self.sue).action_assign(self.olu.id)
        self.assertTrue(case._find_outside_cases(self.olu))

        row.date_checked = False
        self._refresh()

        self.assertEqual(row.access_state, "none")
        self.assertFalse(case._find_outside_cases(self.olu))
        self.assertFalse(case.interviewer_id)
        self.assertTrue(self.olu.active, "the login is not ours to archive")
        with self._assertRefused(ValidationError, "DBS certificate"):
            case.with_user(self.sue).action_assign(self.olu.id)
        with self._assertRefused(UserError, "DBS"):
            row.action_give_access()
        row.date_checked = "2026-10-02"
        row.action_give_access()
        case.with_user(self.sue).action_assign(self.olu.id)
        self.assertEqual(case.interviewer_id, self.olu)

    def test_a_row_without_a_certificate_is_no_way_in(self):
        case = self._agreed()
        self.row.active = False
        self.olu.group_ids |= self.env.ref(GROUP)
        row = self.outsiders.create({"user_id": self.olu.id})
        self.assertEqual(row.access_state, "none")
        with self._assertRefused(ValidationError, "DBS certificate"):
            case.with_user(self.sue).action_assign(self.olu.id)
        row.date_checked = "2199-01-01"
        self.assertEqual(row.access_state, "none", "a day that lies ahead")

    def test_nobody_who_works_here(self):
        row = self._new(name="Ivan", email=self.ivan.login + "@x.example")
        self.ivan.login = "ivan@x.example"
        with self._assertRefused(UserError, "works for the authority"):
            row.action_give_access()

    def test_ending_the_access_ends_it_now(self):
        row = self._new()
        row.action_give_access()
        user = row.user_id.sudo()
        case = self._agreed()
        case.with_user(self.sue).action_assign(user.id)
        duty = self._get_open_duties(case).filtered(lambda d: d.kind == "interview")
        self.assertEqual(duty.user_id, user)

        row.action_end_access()
        self._refresh()

        self.assertFalse(user.has_group(GROUP))
        self.assertFalse(user.active)
        self.assertFalse(case._find_outside_cases(user))
        self.assertFalse(case.interviewer_id)
        duties = self._get_open_duties(case)
        self.assertEqual(duties.user_id, self.sue)
        self.assertIn("assign", duties.mapped("kind"))

    def test_after_the_conversation_the_duty_goes_back(self):
        case = self._agreed()
        session = self._hold(case, date="2026-11-20 15:00:00")
        session.action_mark_held()
        self.assertEqual(self._get_open_duties(case).user_id, self.olu)

        self.row.with_user(self.sue).action_end_access()
        self._refresh()

        self.assertEqual(self._get_open_duties(case).user_id, self.sue)

    def test_who_gets_the_role_is_noted(self):
        row = self._new()
        row.action_give_access()
        lines = self.env["exit.interview.policy.log"].search(
            [("event", "=", "joined")], order="id desc", limit=1
        )
        self.assertIn("Nia Pryce", lines.subject)

    # === WHO MAY INTERVIEW === #

    def test_nobody_before_the_young_person_agreed(self):
        case = self._register_move()
        self.assertFalse(case.interviewer_id)
        with self._assertRefused(UserError, "has not agreed yet"):
            case.with_user(self.sue).action_assign(self.olu.id)
        self._agree(case)
        case.with_user(self.sue).action_assign(self.olu.id)
        self.assertEqual(case.interviewer_id, self.olu)
        self.assertFalse(case.independence_reason)

    def test_employees_only_with_a_reason(self):
        case = self._agreed()
        with self._assertRefused(UserError, "works for the authority"):
            case.with_user(self.sue).action_assign(self.ivan.id)
        case.with_user(self.sue).action_assign(self.ivan.id, "She asks for Ivan")
        self.assertRecordValues(
            case,
            [
                {
                    "interviewer_id": self.ivan.id,
                    "independence_reason": "She asks for Ivan",
                }
            ],
        )

    def test_whoever_has_a_part_never_does(self):
        case = self._agreed()
        role = self.env.ref("exit_interview_children.group_interviewer")
        for user in (self.saul, self.ira, self.mia):
            user.group_ids |= role
            with self.subTest(user=user.login):
                with self._assertRefused(UserError, "cannot interview"):
                    case.with_user(self.sue).action_assign(user.id, "All the same")

    def test_nobody_of_the_agency_that_runs_the_home(self):
        self.row.organisation = "harbour care."
        child = self._create_child("Ash", home_id=self.harbour.id)
        case = self._agree(self._register_move(child, user=self.saul))
        with self._assertRefused(UserError, "agency"):
            case.with_user(self.sue).action_assign(self.olu.id, "All the same")
        other = self._agreed()
        other.with_user(self.sue).action_assign(self.olu.id)
        self.assertEqual(other.interviewer_id, self.olu)

    def test_conflict_shuts_out(self):
        case = self._agreed()
        case._shut_out(self.olu)
        with self.assertRaises(UserError):
            case.with_user(self.sue).action_assign(self.olu.id, "All the same")

    def test_portal_logins_that_are_not_in_the_register(self):
        case = self._agreed()
        pat = new_test_user(self.env, "pat", groups="base.group_portal")
        ole = new_test_user(self.env, "ole", groups=GROUP)
        for user in (pat, ole):
            with self.subTest(user=user.login), self.assertRaises(ValidationError):
                case.with_user(self.sue).action_assign(user.id)

    def test_cases_of_others_take_nobody_from_outside(self):
        case = self._create_case(until="offered")
        with self.assertRaises(ValidationError):
            case.with_user(self.cora).action_assign(self.olu.id, "Why not")

    def test_the_dialog_shows_what_helps_to_choose(self):
        case = self._agreed()
        dialog = (
            self.env["exit.interview.assign"]
            .with_user(self.sue)
            .with_context(active_model="exit.interview", active_ids=case.ids)
            .create({})
        )
        lines = dialog.candidate_ids
        olu = lines.filtered(lambda line: line.user_id == self.olu)
        self.assertEqual(olu.state, "fine")
        self.assertIn("Polish, BSL", olu.note)
        self.assertIn("Makaton", olu.note)
        ivan = lines.filtered(lambda line: line.user_id == self.ivan)
        self.assertEqual(ivan.state, "issues")
        self.assertEqual(lines[:2].user_id, self.olu | self.fern)
        olu.action_choose()
        self.assertEqual(case.interviewer_id, self.olu)

    # === DUTIES === #

    def test_no_activity_in_a_backend_they_do_not_have(self):
        case = self._agreed()
        case.with_user(self.sue).action_assign(self.olu.id)
        duty = self._get_open_duties(case)
        self.assertEqual((duty.kind, duty.user_id), ("interview", self.olu))
        self.assertFalse(duty.activity_ids)
        found = duty.search(duty._get_sweep_domain(duty.date_check.replace(year=2020)))
        self.assertNotIn(duty, found, "the sweep would look for an activity each hour")
        case.with_user(self.sue).action_assign(self.ivan.id, "She asks for him")
        self._refresh()
        self.assertEqual(duty.activity_ids.user_id, self.ivan)

    def test_the_reminder_tells_nothing(self):
        with freeze_time("2026-11-02 10:00:00"):
            case = self._agreed()
            case.with_user(self.sue).action_assign(self.olu.id)
            duty = self._get_open_duties(case)
        duty.with_user(self.sue).action_remind()
        mail = self.env["mail.mail"].search(
            [("email_to", "ilike", self.olu.email)], order="id desc", limit=1
        )
        body = str(mail.body_html)
        self.assertIn("/my", body)
        for word in (case.name, "Kit", "Willow", "child", "young"):
            self.assertNotIn(word, body)
            self.assertNotIn(word, mail.subject)
