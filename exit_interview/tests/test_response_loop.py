# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""While an answer is owed, and after it: pass on, ask, more time, follow up."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestResponseLoop(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_role("service_manager", cls.tess, cls.fieldwork, sequence=20)
        cls.dora = new_test_user(
            cls.env,
            "dora",
            name="Dora",
            groups="base.group_user,exit_interview.group_coordinator",
        )

    def setUp(self):
        super().setUp()
        self.case = self._create_case(until="shared")
        self.share = self._get_share(self.case, "service_manager")

    def _events(self):
        return self.case.journal_ids.mapped("event")

    def _submit(self, actions=None):
        self.share.with_user(self.sam).action_submit("This", "June", "Monthly", actions)

    def _start_action(self, owner=None, date_due="2027-01-08"):
        self._submit(
            [
                {
                    "name": "Weekly supervision",
                    "owner_id": (owner or self.tess).id,
                    "date_due": date_due,
                }
            ]
        )
        self.share.with_user(self.hana).action_approve()
        self._refresh()
        return self.case.action_ids

    # === DELEGATE === #

    def test_a_deputy_in_the_role_takes_over_at_once(self):
        due = self.share.date_due
        self.share.with_user(self.sam).action_delegate(self.tess.id)
        self._refresh()
        self.assertEqual(self.share.reader_id, self.tess)
        self.assertEqual(self.share.date_due, due)
        duty = self._get_open_duties(self.share)
        self.assertEqual((duty.user_id, duty.date_due), (self.tess, due))
        self.assertTrue(self.share.with_user(self.tess).line_ids.read(["answer"]))
        self.assertFalse(self.share.with_user(self.sam).has_access("read"))
        self.assertFalse(self.share.line_ids.with_user(self.sam).exists())
        self.assertIn("delegated", self._events())
        self.share.with_user(self.tess).action_submit("This", "June", "Monthly")

    def test_anybody_else_is_for_the_coordinator(self):
        share = self.share.with_user(self.sam)
        with self.assertRaisesRegex(ValidationError, "why this person"):
            share.action_delegate(self.emp.id)
        share.action_delegate(self.emp.id, "She knows the team")
        self._refresh()
        query = self.share.query_ids
        self.assertEqual(self.share.reader_id, self.sam, "nothing has changed yet")
        duty = self._get_open_duties(query)
        self.assertEqual((duty.kind, duty.user_id), ("answer", self.cora))
        with self.assertRaises(AccessError):
            query.with_user(self.sam).action_allow()
        query.with_user(self.cora).action_allow()
        self._refresh()
        self.assertEqual(self.share.reader_id, self.emp)
        self.assertEqual(duty.state, "done")
        self.assertFalse(self.share.with_user(self.sam).has_access("read"))
        self.assertFalse(
            query.with_user(self.sam).has_access("read"), "closed with the copy"
        )
        self.assertTrue(self.share.with_user(self.emp).line_ids.read(["answer"]))

    def test_who_may_not_have_the_copy(self):
        """Shut out, refused by the leaver, gone, of elsewhere, or the same person."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env, "stranger", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        share = self.share.with_user(self.sam)
        for user in (self.lea_login, self.lin, self.sam, stranger):
            for person in (self.sam, self.cora):
                with self.assertRaisesRegex(UserError, "cannot take this on"):
                    self.share.with_user(person).action_delegate(user.id, "please")
        self.tess.active = False
        with self.assertRaises(ValidationError):
            share.action_delegate(self.tess.id)
        for user in (self.hana, self.ivy, self.emp):
            with self.assertRaises(AccessError):
                self.share.with_user(user).action_delegate(self.peg.id, "mine")

    def test_nobody_approves_their_own_answer(self):
        self.assertEqual(self.share.approver_id, self.hana)
        self.share.with_user(self.cora).action_delegate(self.hana.id)
        self.assertEqual(self.share.approver_id, self.cora)

    def test_a_copy_that_is_answered_is_not_passed_on(self):
        self._submit()
        with self.assertRaisesRegex(UserError, "no answer is waited for"):
            self.share.with_user(self.sam).action_delegate(self.tess.id)

    # === ASK === #

    def test_a_question_is_read_by_two_people(self):
        due = self.share.date_due
        self.share.with_user(self.sam).action_ask("Is this about last winter?")
        self._refresh()
        query = self.share.query_ids
        self.assertEqual(self.share.date_due, due, "the clock goes on")
        for user in (self.sam, self.cora):
            self.assertTrue(query.with_user(user).read(["text"]))
        for user in (self.hana, self.ivy, self.tess, self.emp, self.adm):
            self.assertFalse(query.with_user(user).has_access("read"), user.login)
        duty = self._get_open_duties(query)
        self.assertEqual(duty.display_name, f"{self.case.name}: question")
        with self.assertRaises(AccessError):
            query.with_user(self.sam).action_answer("Yes, it is")
        query.with_user(self.cora).action_answer("Yes")
        self.assertEqual(duty.state, "done")
        self.assertEqual(query.with_user(self.sam).answer, "Yes")
        with self.assertRaisesRegex(UserError, "cannot become"):
            query.with_user(self.cora).action_answer("No")
        self.assertLessEqual({"asked", "answered"}, set(self._events()))

    def test_who_asked_hears_that_something_waits(self):
        self.share.with_user(self.sam).action_ask("What is meant by support?")
        self.share.query_ids.with_user(self.cora).action_answer("The weekly talks")
        self.env["exit.interview.reminder"]._send_queued()
        mail = self.env["mail.mail"].search([("email_to", "=", "sam@example.org")])
        self.assertEqual(len(mail), 1)
        self.assertNotIn("talks", str(mail.body_html))

    def test_a_question_closes_with_the_copy(self):
        self.share.with_user(self.sam).action_ask("Who is meant?")
        duty = self._get_open_duties(self.share.query_ids)
        self.share.with_user(self.cora).action_withdraw("the leaver asks for it")
        self._refresh()
        self.assertEqual(duty.state, "void")
        self.assertFalse(self.share.query_ids.with_user(self.sam).has_access("read"))

    def test_only_the_recipient_asks(self):
        for user in (self.cora, self.hana, self.ivy):
            with self.assertRaises(AccessError):
                self.share.with_user(user).action_ask("May I?")

    # === MORE TIME === #

    def test_more_time_with_a_reason_on_a_working_day(self):
        """I-41: a Sunday becomes the Monday, and the first day is kept."""
        first = self.share.date_due
        sunday = date(2027, 3, 7)
        with self.assertRaises(ValidationError):
            self.share.with_user(self.cora).action_extend(sunday, " ")
        with self.assertRaises(AccessError):
            self.share.with_user(self.sam).action_extend(sunday, "Please")
        with self.assertRaises(ValidationError):
            self.share.with_user(self.cora).action_extend(first, "No day more")
        self.share.with_user(self.cora).action_extend(sunday, "On leave")
        self.assertEqual(self.share.date_due, date(2027, 3, 8))
        self.assertEqual(self.share.date_due_first, first)
        duty = self._get_open_duties(self.share)
        self.assertEqual(duty.date_due, date(2027, 3, 8))
        self.assertEqual(self._get_activities(duty).date_deadline, date(2027, 3, 8))

    def test_the_dialog_says_that_the_day_was_moved(self):
        loop = self.env["exit.interview.loop"].with_user(self.cora)
        for day, tag in (
            ("2027-03-07", "ir.actions.client"),
            ("2027-03-10", "ir.actions.act_window_close"),
        ):
            wizard = loop.with_context(
                active_model=self.share._name, active_id=self.share.id
            ).create({"step": "extend", "date_due": day, "text": "On leave"})
            self.assertEqual(wizard.action_apply()["type"], tag, day)

    def test_a_sunday_typed_for_an_action_becomes_monday(self):
        action = self._start_action(date_due="2027-03-07")
        self.assertEqual(action.date_due, date(2027, 3, 8))

    def test_typing_an_action_on_the_screen(self):
        Action = self.env["exit.interview.action"].with_user(self.sam)
        vals = {
            "share_id": self.share.id,
            "name": "Talk with the team",
            "owner_id": self.tess.id,
            "date_due": "2027-03-06",
        }
        said = Action.onchange(vals, ["date_due"], {"date_due": {}})
        self.assertEqual(str(said["value"]["date_due"]), "2027-03-08")
        self.assertIn("next working day", said["warning"]["message"])
        action = Action.create(vals)
        self.assertEqual(action.date_due, date(2027, 3, 8))
        action.date_due = "2027-03-13"
        self.assertEqual(action.date_due, date(2027, 3, 15))

    # === ACTIONS === #

    def test_progress_stays_with_day_and_name(self):
        action = self._start_action()
        mine = action.with_user(self.tess)
        mine.action_report_progress("Planned with the team")
        mine.action_report_progress("First month done")
        first, second = action.progress.split("\n")
        self.assertIn("First month done", first)
        self.assertIn("Tess: Planned", second)
        for user in (self.sam, self.hana):
            with self.assertRaises(AccessError):
                action.with_user(user).action_report_progress("Mine")

    def test_what_cannot_be_done_is_decided_by_its_approver(self):
        action = self._start_action()
        with self.assertRaises(AccessError):
            action.with_user(self.hana).action_report_cannot("No money")
        action.with_user(self.tess).action_report_cannot("No money")
        self._refresh()
        duty = self._get_open_duties(action)
        self.assertEqual((duty.kind, duty.user_id), ("reconsider", self.hana))
        with self.assertRaises(AccessError):
            action.with_user(self.tess).action_accept_cannot()
        action.with_user(self.hana).action_accept_cannot()
        self.assertEqual((action.state, action.outcome), ("dropped", "No money"))
        self.assertFalse(self._get_open_duties(action))

    def test_asked_for_all_the_same(self):
        action = self._start_action()
        action.with_user(self.tess).action_report_cannot("No money")
        action.with_user(self.hana).action_insist("2027-04-01", "There is a fund")
        duty = self._get_open_duties(action)
        self.assertEqual(
            (duty.kind, duty.user_id, duty.date_due),
            ("act", self.tess, date(2027, 4, 1)),
        )
        self.assertIn("There is a fund", action.progress)
        with self.assertRaisesRegex(UserError, "nobody reported"):
            action.with_user(self.hana).action_insist("2027-04-01", "Again")

    def test_another_day_with_a_reason(self):
        action = self._start_action()
        mine = action.with_user(self.tess)
        for day, reason in (("2027-02-01", ""), ("2020-01-01", "x"), (False, "x")):
            with self.assertRaises(ValidationError):
                mine.action_reschedule(day, reason)
        mine.action_reschedule("2027-02-06", "Room was taken")
        self.assertEqual(action.date_due, date(2027, 2, 8), "a Saturday")
        self.assertEqual(action.date_due_first, date(2027, 1, 8))
        self.assertEqual(self._get_open_duties(action).date_due, date(2027, 2, 8))

    def test_the_loop_goes_on_after_the_case_is_closed(self):
        action = self._start_action()
        head = self._get_share(self.case, "head_of_service")
        head.with_user(self.hana).action_acknowledge()
        self.case.with_user(self.cora).action_outcome_sent()
        self.assertEqual(self.case.state, "done")
        action.with_user(self.tess).action_done("They talk every week now")
        self.assertEqual(action.state, "done")

    # === THE BOARD === #

    def test_the_latest_person_comes_first(self):
        Duty = self.env["exit.interview.duty"].with_user(self.cora)
        self._get_open_duties(self.share).date_due = "2020-01-01"
        groups = Duty.web_read_group(
            [("state", "=", "open")], ["user_id"], order="date_due, id"
        )
        self.assertEqual(groups["groups"][0]["user_id"][0], self.sam.id)

    def test_remind_now_once_a_day(self):
        duty = self._get_open_duties(self.share).with_user(self.cora)
        Mail = self.env["mail.mail"]
        before = Mail.search([])
        duty.action_remind()
        mail = Mail.search([]) - before
        self.assertEqual(mail.email_to, "sam@example.org")
        self.assertIn("once", duty.reminder_words)
        with self.assertRaisesRegex(UserError, "today already"):
            duty.action_remind()
        for user in (self.sam, self.ivy):
            with self.assertRaises(AccessError):
                duty.with_user(user).action_remind()

    def test_pass_on_in_bulk(self):
        cases = self.case | self._create_case(
            self._create_employee("Two", department_id=self.north.id), until="shared"
        )
        shares = cases.share_ids.filtered(lambda share: share.role == "service_manager")
        duties = self._get_open_duties(shares)
        wizard = (
            self.env["exit.interview.handover"]
            .with_user(self.cora)
            .with_context(active_model=duties._name, active_ids=duties.ids)
            .create({"to_user_id": self.tess.id})
        )
        self.assertEqual(wizard.from_user_id, self.sam)
        wizard.action_apply()
        self._refresh()
        self.assertEqual(shares.reader_id, self.tess)
        self.assertEqual(duties.user_id, self.tess)

    def test_pass_on_the_conversations_of_an_interviewer(self):
        planned = self._create_case(self._create_employee("Two"), until="scheduled")
        offered = self._create_case(self._create_employee("Three"), until="offered")
        form = Form(self.env["exit.interview.handover"].with_user(self.cora))
        form.from_user_id = self.ivy
        form.to_user_id = self.peg
        wizard = form.save()
        self.assertLessEqual(planned | offered, wizard.case_ids)
        wizard.action_apply()
        self.assertEqual((planned | offered).interviewer_id, self.peg)
        self.assertEqual(self._get_open_duties(planned).user_id, self.peg)

    def test_passing_on_is_checked(self):
        """Independence, role, conflict; and only coordinators pass on."""
        planned = self._create_case(
            self._create_employee("Two", parent_id=self.lin_employee.id),
            until="scheduled",
        )
        duty = self._get_open_duties(planned).with_user(self.cora)
        self.lin.group_ids += self.env.ref("exit_interview.group_interviewer")
        with self.assertRaisesRegex(UserError, "line of management"):
            duty.action_pass_on(self.lin.id)
        with self.assertRaisesRegex(UserError, "role of an interviewer"):
            duty.action_pass_on(self.emp.id, "asked for")
        duty.action_pass_on(self.lin.id, "The leaver asked for her")
        self.assertEqual(planned.interviewer_id, self.lin)
        answer = self._get_open_duties(self.share)
        with self.assertRaises(AccessError):
            answer.with_user(self.sam).action_pass_on(self.tess.id)
        offer = self._get_open_duties(self._create_case(self._create_employee("New")))
        with self.assertRaisesRegex(UserError, "another coordinator"):
            offer.with_user(self.cora).action_pass_on(self.emp.id)
        offer.with_user(self.cora).action_pass_on(self.dora.id)
        self.assertEqual(offer.user_id, self.dora)

    def test_pass_on_an_approval_and_an_action(self):
        action = self._start_action()
        duty = self._get_open_duties(action).with_user(self.cora)
        with self.assertRaisesRegex(ValidationError, "cannot take on"):
            duty.action_pass_on(self.lea_login.id)
        duty.action_pass_on(self.peg.id)
        self.assertEqual(action.owner_id, self.peg)
        other = self._create_case(
            self._create_employee(
                "Two",
                department_id=self.north.id,
                parent_id=self.lin_employee.id,
            ),
            until="shared",
        )
        share = self._get_share(other, "service_manager")
        share.with_user(self.sam).action_submit("This", "June", "Monthly")
        duty = self._get_open_duties(share).with_user(self.cora)
        for user in (self.sam, self.lin):
            with self.assertRaisesRegex(UserError, "cannot approve"):
                duty.action_pass_on(user.id)
        duty.action_pass_on(self.dora.id)
        share.with_user(self.dora).action_approve()

    def test_an_approver_who_is_away_is_stood_in_for(self):
        peer = new_test_user(self.env, "hugo", name="Hugo")
        self._create_role("head_of_service", peer, self.fieldwork, sequence=20)
        self.env["exit.interview.absence"].with_user(self.cora).create(
            {
                "user_id": self.hana.id,
                "date_from": fields.Date.today(),
                "date_to": fields.Date.today() + timedelta(days=20),
            }
        )
        self._submit()
        self.assertEqual(self.share.approver_id, peer)
        self.share.with_user(peer).action_approve()
