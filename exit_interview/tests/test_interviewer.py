# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestInterviewer(ExitInterviewCommon):
    def _outsider(self, login="otto"):
        return new_test_user(
            self.env,
            login,
            groups="base.group_user,exit_interview.group_interviewer",
            name=login.capitalize(),
        )

    def _get_dialog(self, case, user=None):
        Dialog = self.env["exit.interview.assign"].with_user(user or self.cora)
        return Dialog.with_context(
            active_model="exit.interview", active_ids=case.ids
        ).create({})

    def _get_candidate(self, dialog, user):
        return dialog.candidate_ids.filtered(lambda one: one.user_id == user)

    def test_preference_fallback_outsider(self):
        """L-15, L-16, B-11."""
        self.assertEqual(self._create_case().interviewer_id, self.ivy)
        roles = self.policy.role_ids
        roles.filtered(lambda row: row.role == "interviewer").unlink()
        second = self._create_case(self._create_employee("Second"))
        self.assertEqual(second.interviewer_id, self.peg)
        otto = self._outsider()
        self._create_role("outside_interviewer", otto)
        roles.exists().filtered(lambda row: row.role == "deputy_interviewer").unlink()
        third = self._create_case(self._create_employee("Third"))
        self.assertEqual(third.interviewer_id, otto)

    def test_the_leavers_wish_is_obeyed(self):
        """B-10: the unwanted are skipped, and lose sight of the case at once."""
        case = self._create_case(until="offered")
        case.with_user(self.cora).action_record_wish(
            unwanted_user_ids=[self.ivy.id], note="Not somebody I worked with"
        )
        self.assertEqual(case.interviewer_id, self.peg)
        self._refresh()
        with self.assertRaises(AccessError):
            case.with_user(self.ivy).read(["state"])
        with self.assertRaisesRegex(UserError, "does not wish to talk to Ivy"):
            case.with_user(self.cora).action_assign(self.ivy.id, "Nobody else")

        otto = self._outsider()
        case.with_user(self.cora).action_record_wish(otto.id, [self.ivy.id])
        self.assertEqual(case.interviewer_id, otto)
        self.assertFalse(case.wish_note)
        self.assertEqual(case.journal_ids.mapped("event").count("wish"), 2)
        with self.assertRaisesRegex(UserError, "not wanted"):
            case.with_user(self.cora).action_record_wish(otto.id, [otto.id])

    def test_a_planned_conversation_changes_hands_with_the_wish(self):
        case = self._create_case(until="scheduled")
        case.with_user(self.ivy).action_record_wish(unwanted_user_ids=[self.ivy.id])
        self.assertEqual(case.interviewer_id, self.peg)
        self.assertEqual(case.session_ids.interviewer_id, self.peg)
        self.assertEqual(self._get_open_duties(case).user_id, self.peg)

    def test_a_wished_line_manager_needs_a_reason_and_is_an_exception(self):
        """Decision 8, I-34."""
        self.lin.group_ids += self.env.ref("exit_interview.group_interviewer")
        case = self._create_case()
        case.with_user(self.cora).action_record_wish(self.lin.id)
        self.assertEqual(case.interviewer_id, self.ivy, "not by itself")
        with self.assertRaisesRegex(UserError, "line of management"):
            case.with_user(self.cora).action_assign(self.lin.id)
        case.with_user(self.cora).action_assign(self.lin.id, "The leaver asked for Lin")
        self.assertEqual(case.interviewer_id, self.lin)
        exceptions = self.env["exit.interview"].search(
            [("independence_reason", "!=", False)]
        )
        self.assertEqual(exceptions, case)

    def test_nobody_left_is_a_duty_and_a_filter(self):
        case = self._create_case()
        case.with_user(self.cora).action_record_wish(
            unwanted_user_ids=[self.ivy.id, self.peg.id]
        )
        self.assertFalse(case.interviewer_id)
        duty = self._get_open_duties(case).filtered(lambda one: one.kind == "assign")
        self.assertEqual(duty.user_id, self.cora)
        self.assertEqual(duty.display_name, f"{case.name}: interviewer")
        otto = self._outsider()
        case.with_user(self.cora).action_assign(otto.id)
        self.assertEqual(duty.state, "done")

    def test_wishes_are_recorded_by_coordinator_and_interviewer_only(self):
        case = self._create_case()
        for user in (self.peg, self.sam, self.hal, self.emp, self.lea_login):
            with self.assertRaises(AccessError):
                case.with_user(user).action_record_wish(note="x")

    def test_the_dialog_shows_who_could_and_why_not(self):
        self.lin.group_ids += self.env.ref("exit_interview.group_interviewer")
        otto = self._outsider()
        case = self._create_case()
        case.with_user(self.cora).action_record_wish(
            otto.id, [self.peg.id], "Somebody from outside"
        )
        dialog = self._get_dialog(case)
        self.assertIn("Somebody from outside", dialog.wish)
        wished = self._get_candidate(dialog, otto)
        self.assertEqual(dialog.candidate_ids[0], wished)
        self.assertIn("Wished for", wished.role)
        self.assertIn("outsider", wished.role)
        self.assertEqual((wished.state, wished.open_count), ("fine", 1))
        ivy = self._get_candidate(dialog, self.ivy)
        self.assertEqual((ivy.role, ivy.state), ("Interviewer", "fine"))
        lin = self._get_candidate(dialog, self.lin)
        self.assertEqual(lin.state, "issues")
        self.assertIn("line of management", lin.independence)
        peg = self._get_candidate(dialog, self.peg)
        self.assertEqual(peg.state, "never")
        self.assertIn("does not wish", peg.independence)
        self.assertFalse(self._get_candidate(dialog, self.emp))

        ivy.action_choose()
        self.assertEqual(case.interviewer_id, self.ivy)
        with self.assertRaisesRegex(UserError, "does not wish"):
            peg.action_choose()
        with self.assertRaisesRegex(UserError, "line of management"):
            lin.action_choose()
        dialog.independence_reason = "The leaver asked for Lin"
        lin.action_choose()
        self.assertEqual(case.independence_reason, "The leaver asked for Lin")

    def test_the_dialog_says_who_is_away(self):
        case = self._create_case()
        self.env["exit.interview.absence"].with_user(self.peg).create(
            {"date_from": "2020-01-01", "date_to": "2090-11-12"}
        )
        dialog = self._get_dialog(case)
        self.assertIn("2090", self._get_candidate(dialog, self.peg).away)
        self.assertFalse(self._get_candidate(dialog, self.ivy).away)

    def test_the_dialog_is_the_coordinators(self):
        case = self._create_case()
        for user in (self.ivy, self.sam, self.emp):
            with self.assertRaises(AccessError):
                self._get_dialog(case, user)

    def test_the_leaver_never_interviews_themselves(self):
        """I-35."""
        self.lea_login.group_ids += self.env.ref("exit_interview.group_interviewer")
        case = self._create_case()
        dialog = self._get_dialog(case)
        self.assertEqual(self._get_candidate(dialog, self.lea_login).state, "never")
        with self.assertRaisesRegex(UserError, "nothing to do with this case"):
            case.with_user(self.cora).action_assign(self.lea_login.id, "Asked")
