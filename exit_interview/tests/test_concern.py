# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ExitInterviewCommon

EXTRACT = "The night shift locks a door"


class ConcernCommon(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        def user(login):
            return new_test_user(
                cls.env, login, groups="base.group_user", name=login.capitalize()
            )

        cls.dep, cls.mo = user("dep"), user("mo")
        cls.cody = new_test_user(
            cls.env, "cody", groups="exit_interview.group_coordinator", name="Cody"
        )
        cls._create_role("head_of_service", cls.dep, cls.fieldwork, sequence=20)
        cls._create_role("monitoring_officer", cls.mo)
        cls._create_role("coordinator", cls.cody, sequence=20)

    @classmethod
    def _concerns(cls, user=None):
        return cls.env["exit.interview.concern"].with_user(user or cls.ivy)

    def _interviewed(self, **permissions):
        """Return a case whose leaver has spoken and refused every copy."""
        case = self._create_case(until="interviewed")
        roles = ("team_manager", "service_manager", "head_of_service")
        self._permit(case, **{**dict.fromkeys(roles, "none"), **permissions})
        return case

    def _raise(self, case, user=None, category="safeguarding", text=EXTRACT, **more):
        self._refresh()
        values = {"reason": "A child may be at risk", **more}
        self._concerns(user).raise_concern(case.id, category, text, **values)
        self._refresh()
        return self._concerns().sudo().search([("case_id", "=", case.id)])[:1]

    def _approve(self, concern):
        concern.with_user(concern.second_id).action_approve()
        self._refresh()

    def _taken(self, case, **more):
        concern = self._raise(case, severity="immediate", **more)
        concern.with_user(concern.recipient_id).action_take_on()
        self._refresh()
        return concern

    def _sees(self, user, concern):
        """Return whether a user reaches the extract in any way."""
        self._refresh()
        mine = concern.with_user(user)
        try:
            return EXTRACT in str(mine.read(["extract"]))
        except AccessError:
            # Whoever may not read it finds nothing either.
            if user.has_group("exit_interview.group_responder"):
                self.assertFalse(mine.search([]))
            return False

    def _get_kinds(self, record, user=None):
        duties = self._get_open_duties(record)
        if user:
            duties = duties.filtered(lambda duty: duty.user_id == user)
        return set(duties.mapped("kind"))


@tagged("post_install", "-at_install")
class TestConcernRaise(ConcernCommon):
    """P-07: only with reason and second person; the least, and only to whom it goes."""

    def test_override_waits_for_second_person(self):
        case = self._interviewed()
        concern = self._raise(case)
        self.assertEqual(concern.state, "pending")
        self.assertEqual(concern.basis, "override")
        self.assertEqual(concern.recipient_id, self.hana)
        self.assertEqual(concern.second_id, self.peg)
        self.assertFalse(self._sees(self.hana, concern))
        self.assertTrue(self._sees(self.peg, concern))
        self._approve(concern)
        self.assertEqual(concern.state, "passed")
        self.assertTrue(self._sees(self.hana, concern))
        for user in (self.sam, self.lin, self.dep, self.mo, self.emp, self.adm):
            with self.subTest(user=user.login):
                self.assertFalse(self._sees(user, concern))

    def test_reader_row_tells_who_and_why_and_stays(self):
        case = self._interviewed()
        concern = self._raise(case)
        self._approve(concern)
        row = concern.reader_ids.filtered(lambda row: row.user_id == self.hana)
        self.assertEqual(row.role, "head_of_service")
        self.assertEqual(row.basis, "override")
        self.assertEqual(row.reason, "A child may be at risk")
        self.assertEqual(row.approved_by, "Peg")
        with self.assertRaises(UserError):
            row.write({"reason": "Another"})
        with self.assertRaises(UserError):
            row.unlink()

    def test_permission_passes_at_once(self):
        case = self._interviewed(head_of_service="full")
        concern = self._raise(case, reason=None)
        self.assertEqual((concern.state, concern.basis), ("passed", "permission"))
        self.assertFalse(concern.second_id)
        self.assertTrue(self._sees(self.hana, concern))

    def test_parts_are_no_permission_for_the_rest(self):
        case = self._create_case(until="interviewed")
        share = self._get_share(case, "head_of_service")
        sections = share._get_sections()[:1]
        share.with_user(self.ivy).action_record_permission("parts", sections.ids)
        self.assertEqual(self._raise(case).basis, "override")

    def test_refused_arguments(self):
        case = self._interviewed()
        for values in (
            {"text": ""},
            {"text": "  "},
            {"category": "other", "text": False},
            {"category": "gossip"},
            {"severity": "mild"},
            {"reason": ""},
            {"reason": "  "},
            {"date": "2999-01-01 10:00:00"},
            {"date": "yesterday"},
            {"named_ids": "everybody"},
            {"named_ids": [2**40]},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._raise(case, **values)
        self.assertFalse(self._concerns().sudo().search([("case_id", "=", case.id)]))

    def test_without_words_of_its_own_the_policy_gives_the_reason(self):
        case = self._interviewed()
        self.policy.concern_ground = "What we have agreed"
        self._concerns().raise_concern(case.id, "whistleblowing", EXTRACT, False)
        concern = case.concern_ids
        self.assertEqual(concern.reason, "What we have agreed")
        self.assertEqual(concern.state, "pending")

    def test_only_interviewer_and_coordinator_raise(self):
        case = self._interviewed()
        for user in (self.peg, self.sam, self.hana, self.emp, self.hal, self.lea_login):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._raise(case, user=user)
        for wrong in (0, -1, 2**40, "x", None, True, [case.id]):
            with self.subTest(wrong=wrong), self.assertRaises(AccessError):
                self._concerns().raise_concern(wrong, "practice", EXTRACT, False)

    def test_interviewer_sees_where_it_stands_and_no_more(self):
        case = self._interviewed()
        self.assertIs(
            self._concerns().raise_concern(
                case.id, "practice", EXTRACT, False, reason="At risk"
            ),
            True,
        )
        self._refresh()
        self.assertFalse(self._sees(self.ivy, case.concern_ids))
        self.assertIn("With the second person", case.with_user(self.ivy).my_concerns)
        self.assertFalse(case.with_user(self.cora).my_concerns)

    def test_second_person_is_never_the_raiser(self):
        case = self._interviewed()
        case.with_user(self.cora).action_assign(self.peg.id)
        concern = self._raise(case, user=self.peg)
        self.assertEqual(concern.second_id, self.mo)
        with self.assertRaises(AccessError):
            concern.with_user(self.peg).action_approve()

    def test_second_person_is_nobody_else(self):
        concern = self._raise(self._interviewed())
        for user in (self.ivy, self.cora, self.hana, self.sam, self.emp):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                concern.with_user(user).action_approve()
        self._approve(concern)
        with self.assertRaises(UserError):
            concern.with_user(self.peg).action_approve()

    def test_refused_concern_reaches_nobody(self):
        concern = self._raise(self._interviewed())
        with self.assertRaises(ValidationError):
            concern.with_user(self.peg).action_refuse("")
        concern.with_user(self.peg).action_refuse("Hearsay")
        self.assertEqual(concern.state, "refused")
        self.assertFalse(self._sees(self.hana, concern))
        self.assertFalse(self._get_open_duties(concern))
        self.assertEqual(
            concern.with_user(self.cora).read(["second_reason"])[0]["second_reason"],
            "Hearsay",
        )

    def test_database_refuses_a_reader_without_approval(self):
        concern = self._raise(self._interviewed())
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            concern.reader_id = self.hana
            self.env.flush_all()

    def test_immediate_danger_goes_by_one_person(self):
        concern = self._raise(self._interviewed(), severity="immediate")
        self.assertEqual(concern.state, "passed")
        self.assertTrue(self._sees(self.hana, concern))
        duty = self._get_open_duties(concern).filtered(lambda d: d.kind == "second")
        self.assertEqual(duty.user_id, self.peg)
        self.assertEqual(duty.date_due, self.policy._plan_working_days(1))
        self._approve(concern)
        self.assertNotIn("second", self._get_kinds(concern))
        self.assertEqual(concern.second_decision, "approved")

    def test_coordinator_passes_on_what_cannot_wait(self):
        concern = self._raise(self._interviewed())
        for user in (self.ivy, self.peg, self.hana):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                concern.with_user(user).action_pass_now("Peg is away")
        with self.assertRaises(ValidationError):
            concern.with_user(self.cora).action_pass_now(" ")
        concern.with_user(self.cora).action_pass_now("Peg is away")
        self.assertTrue(self._sees(self.hana, concern))
        self.assertIn("second", self._get_kinds(concern, self.peg))
        row = concern.reader_ids.filtered(lambda row: row.user_id == self.hana)
        self.assertFalse(row.approved_by)

    def test_leaver_is_told_or_reason_recorded(self):
        concern = self._raise(self._interviewed())
        self.assertNotIn("tell", self._get_kinds(concern))
        self._approve(concern)
        self.assertIn("tell", self._get_kinds(concern, self.cora))
        for user in (self.hana, self.peg, self.sam):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                concern.with_user(user).action_tell("By telephone")
        concern.with_user(self.cora).action_do_not_tell("The partner reads the post")
        self.assertEqual(concern.tell_state, "unsafe")
        self.assertNotIn("tell", self._get_kinds(concern))
        with self.assertRaises(UserError):
            concern.with_user(self.cora).action_tell("By telephone")

    def test_leaver_told_in_the_conversation(self):
        concern = self._raise(self._interviewed(), severity="immediate", told=True)
        self.assertEqual(concern.tell_state, "told")
        self.assertNotIn("tell", self._get_kinds(concern))

    def test_words_of_activities_and_mails_tell_nothing(self):
        before = self.env["mail.mail"].search([])
        case = self._interviewed()
        concern = self._raise(case, severity="immediate")
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.mapped("email_to"), ["hana@example.org"])
        activities = self._get_activities(self._get_open_duties(concern))
        words = f"{mail.subject}{mail.body_html}{activities.mapped('summary')}".lower()
        for word in ("concern", "safeguard", EXTRACT.lower(), "lea quill", "risk"):
            self.assertNotIn(word, words)
        self.assertNotIn(case.name, f"{mail.subject}{mail.body_html}")

    def test_journal_tells_no_content(self):
        case = self._interviewed()
        self._raise(case, named_ids=self.lin.ids)
        lines = case.journal_ids.filtered(
            lambda line: line.event in ("concern_raised", "shut_out")
        )
        self.assertEqual(
            set(lines.mapped("subject")), {"Safeguarding", "Lin"}, "category and who"
        )

    def test_reading_is_noted(self):
        case = self._interviewed()
        concern = self._raise(case, severity="immediate")
        self._sees(self.hana, concern)
        self._sees(self.cora, concern)
        lines = case.journal_ids.filtered(lambda line: line.event == "concern_read")
        self.assertEqual(set(lines.user_id), {self.hana, self.cora})


@tagged("post_install", "-at_install")
class TestConcernConflict(ConcernCommon):
    """P-08: whoever is named is gone from the case, and everything goes round them."""

    def test_named_head_of_service_gets_nothing(self):
        case = self._create_case(until="confirmed")
        case.with_user(self.cora).action_share()
        self.hana.group_ids += self.env.ref("exit_interview.group_coordinator")
        share = self._get_share(case, "service_manager")
        share.with_user(self.sam).action_submit("This", "Then", "So")
        mine = self.env["exit.interview.duty"].with_user(self.hana)
        self._refresh()
        self.assertTrue(mine.search([("case_id", "=", case.id)]))
        concern = self._raise(
            case, severity="immediate", named_ids=self.hana.ids, told=True
        )
        self.assertEqual(concern.recipient_id, self.dep)
        self.assertNotIn(self.hana, concern.deputy_id | concern.officer_id)
        self.assertEqual(share.approver_id, self.dep)
        head = self._get_share(case, "head_of_service")
        self.assertEqual((head.user_id, head.state), (self.dep, "sent"))
        self._refresh()
        for model in (
            "exit.interview",
            "exit.interview.concern",
            "exit.interview.concern.reader",
            "exit.interview.share",
            "exit.interview.share.line",
            "exit.interview.duty",
            "exit.interview.journal",
            "exit.interview.answer",
            "exit.interview.session",
        ):
            with self.subTest(model=model):
                found = self.env[model].with_user(self.hana).search([]).sudo()
                if model == "exit.interview.share.line":
                    found = found.share_id
                if model != "exit.interview":
                    found = found.case_id
                self.assertNotIn(case, found)
        activities = self.env["mail.activity"].with_context(active_test=False)
        self.assertFalse(activities.search([("user_id", "=", self.hana.id)]))
        for duty in case.duty_ids.filtered(lambda duty: duty.state == "open"):
            self.assertNotEqual(duty.user_id, self.hana)

    def test_named_people_lose_every_part(self):
        case = self._create_case(until="shared")
        share = self._get_share(case, "service_manager")
        due = fields.Date.today() + timedelta(days=9)
        action = {"name": "Look", "owner_id": self.sam.id, "date_due": due}
        share.with_user(self.sam).action_submit("This", "Then", "So", [action])
        share.with_user(self.hana).action_approve()
        case.with_user(self.cora).action_assign(self.peg.id)
        named = self.sam | self.cora | self.peg | self.mo
        concern = self._raise(case, user=self.cody, named_ids=named.ids)
        self.assertEqual(case.coordinator_id, self.cody)
        self.assertEqual(case.interviewer_id, self.ivy)
        self.assertEqual(case.action_ids.owner_id, self.cody)
        self.assertFalse(share.reader_id)
        people = concern.recipient_id | concern.deputy_id | concern.second_id
        self.assertFalse(people & named)
        self.assertFalse(concern.officer_id)
        self.assertNotIn(self.cody, concern.second_id)
        events = case.journal_ids.filtered(lambda line: line.event == "shut_out")
        self.assertEqual(set(events.mapped("subject")), {"Sam", "Cora", "Peg", "Mo"})

    def test_answer_of_a_named_manager_goes_with_the_copy(self):
        case = self._create_case(until="shared")
        share = self._get_share(case, "service_manager")
        share.with_user(self.sam).action_submit("This", "Then", "So")
        self._raise(case, named_ids=self.sam.ids)
        self.assertEqual(share.state, "withdrawn")
        self.assertFalse(share.response_action)
        self.assertFalse(share.reader_id)

    def test_named_later_is_replaced_in_open_concerns(self):
        case = self._interviewed()
        first = self._raise(case, severity="immediate")
        first.with_user(self.hana).action_take_on()
        self._refresh()
        self._raise(case, named_ids=(self.hana | self.peg).ids)
        self.assertEqual(first.recipient_id, self.dep)
        self.assertEqual(first.handler_id, self.dep)
        self.assertEqual(first.second_id, self.mo)
        self.assertFalse(self._sees(self.hana, first))
        self.assertIn("settle", self._get_kinds(first, self.dep))

    def test_nobody_raises_about_themselves(self):
        case = self._interviewed()
        with self.assertRaises(ValidationError):
            self._raise(case, named_ids=self.ivy.ids)

    def test_partner_who_is_named_is_another(self):
        case = self._interviewed()
        concern = self._taken(case, named_ids=self.sam.ids)
        concern.with_user(self.hana).action_decide("Talk", "I", "2027-01-31")
        self.assertEqual(concern.partner_id, self.peg)


@tagged("post_install", "-at_install")
class TestConcernClock(ConcernCommon):
    """S-28, R-05: 24 hours from the end of the conversation, whatever happens."""

    END = datetime(2026, 10, 24, 15)  # Saturday 16:00 BST; the clocks change that night

    def _held(self):
        """Return a case whose conversation ended on the Saturday."""
        with freeze_time(self.END - timedelta(hours=2)):
            case = self._create_case(until="scheduled")
        session = case.session_ids
        with freeze_time(self.END + timedelta(minutes=5)):
            session.with_user(self.ivy).action_mark_held(
                self.END - timedelta(hours=1), self.END
            )
        return case

    def test_shows_3(self):
        """Head of service gone, mail down, no job for 30 hours: nothing goes unseen."""
        case = self._held()
        self.hana.active = False
        self._create_role("head_of_service", self.lin, self.fieldwork, sequence=30)
        with freeze_time(self.END + timedelta(minutes=10)):
            concern = self._raise(case, severity="immediate")
            self.assertEqual(concern.recipient_id, self.dep)
            self.assertEqual(concern.state, "passed")
            self.assertEqual(concern.date_due, datetime(2026, 10, 25, 15))
            duty = self._get_open_duties(concern).filtered(
                lambda duty: duty.kind == "escalate"
            )
            self.assertEqual(duty.user_id, self.dep)
            self.assertEqual(duty.moment_due, concern.date_due)
            self.assertEqual(str(duty.date_due), "2026-10-25")
            self.assertTrue(self._sees(self.dep, concern))
            self.assertFalse(self._sees(self.lin, concern))
            self.assertFalse(self._sees(self.mo, concern))
        with freeze_time(self.END + timedelta(hours=21)):
            self.assertTrue(self._sees(self.lin, concern), "the deputy, by the clock")
            self.assertFalse(self._sees(self.mo, concern))
            self.assertFalse(concern.is_overdue)
        with freeze_time(self.END + timedelta(hours=30)):
            self._refresh()
            self.assertTrue(concern.with_user(self.cora).is_overdue)
            self.assertTrue(case.with_user(self.cora).has_late_concern)
            self.assertTrue(duty.is_overdue)
            self.assertTrue(self._sees(self.mo, concern), "the officer, by the clock")
            Heartbeat = self.env["exit.interview.heartbeat"]
            banner = Heartbeat.with_user(self.cora).get_banner()
            self.assertIn(case.name, banner[0])
            for user in (self.adm, self.ivy, self.lin):
                banner = Heartbeat.with_user(user).get_banner()
                self.assertNotIn(case.name, "".join(banner))
            late = self.env["exit.interview"].with_user(self.cora)
            self.assertIn(case, late.search([("has_late_concern", "=", True)]))
            self.assertIn(
                concern,
                self._concerns(self.cora).search([("is_overdue", "=", True)]),
            )
            concern._escalate_duty(duty)
            self.assertIn("stand_in", self._get_kinds(concern, self.lin))
            self.assertIn("oversee", self._get_kinds(concern, self.mo))
            readers = concern.reader_ids
            concern._escalate_duty(duty)
            self.assertEqual(concern.reader_ids, readers, "noted once")
            concern.with_user(self.lin).action_take_on()
            self._refresh()
            self.assertFalse(case.with_user(self.cora).has_late_concern)
            self.assertFalse(self._get_kinds(concern) & {"escalate", "stand_in"})
            self.assertEqual(concern.handler_id, self.lin)

    def test_late_entry_is_overdue_at_once(self):
        case = self._held()
        with freeze_time(self.END + timedelta(days=3)):
            concern = self._raise(case, severity="immediate")
            self.assertEqual(concern.date_start, self.END)
            self.assertTrue(concern.is_overdue)

    def test_clock_starts_when_learned_without_a_conversation(self):
        case = self._create_case(until="offered")
        with freeze_time("2026-11-05 12:00:00"):
            concern = self._raise(case, date="2026-11-05 09:00:00")
            self.assertEqual(str(concern.date_due), "2026-11-06 09:00:00")
            other = self._raise(case, date=False)
            self.assertEqual(str(other.date_start), "2026-11-05 12:00:00")

    def test_hours_of_the_policy(self):
        self.policy.write({"concern_hours": 48, "concern_deputy_hours": 40})
        case = self._held()
        with freeze_time(self.END):
            concern = self._raise(case)
        self.assertEqual(concern.date_due, self.END + timedelta(hours=48))
        self.assertEqual(concern.moment_deputy, self.END + timedelta(hours=40))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.policy.concern_deputy_hours = 49
            self.env.flush_all()

    def test_stages(self):
        case = self._held()
        with freeze_time(self.END):
            concern = self._raise(case, severity="immediate")
        duty = self._get_open_duties(concern).filtered(lambda d: d.kind == "escalate")
        hours = [
            (code, (moment - self.END).total_seconds() / 3600)
            for code, moment in concern._get_reminder_stages(duty)
        ]
        self.assertEqual(
            hours,
            [("remind", 12), ("escalate_deputy", 20), ("due", 24), ("escalate", 24)],
        )

    def test_second_person_who_sleeps_is_replaced(self):
        case = self._held()
        with freeze_time(self.END + timedelta(minutes=10)):
            concern = self._raise(case)
            duty = self._get_open_duties(concern)
            self.assertEqual(duty.moment_due, self.END + timedelta(hours=6))
        with freeze_time(self.END + timedelta(hours=20)):
            concern._escalate_duty(duty)
            self._refresh()
            self.assertEqual(concern.second_id, self.mo)
            self.assertEqual(duty.user_id, self.mo)
            self.assertIn("oversee", self._get_kinds(concern, self.cora))
            self.assertFalse(self._sees(self.hana, concern))
            self._approve(concern)
            self.assertTrue(self._sees(self.dep, concern), "their hour has come")

    def test_deputies_hour_never_comes_once_taken_on(self):
        case = self._held()
        with freeze_time(self.END + timedelta(hours=1)):
            concern = self._taken(case)
        with freeze_time(self.END + timedelta(hours=40)):
            self.assertFalse(self._sees(self.dep, concern))
            self.assertFalse(self._sees(self.mo, concern))
            self.assertFalse(concern.is_overdue)
        names = set(concern.reader_ids.mapped("user_name"))
        self.assertEqual(names, {"Hana", "Peg"})

    def test_catch_up_sends_one_notice(self):
        """The job comes back after 30 hours: one reminder, and word goes up once."""
        case = self._held()
        with freeze_time(self.END + timedelta(minutes=10)):
            concern = self._raise(case, severity="immediate")
            duty = self._get_open_duties(concern).filtered(
                lambda duty: duty.kind == "escalate"
            )
            before = self.env["mail.mail"].search([])
        with freeze_time(self.END + timedelta(hours=30)):
            self.env["exit.interview.duty"]._cron_sweep()
            self.env["exit.interview.duty"]._cron_sweep()
            mails = self.env["mail.mail"].search([]) - before
            mine = mails.filtered(lambda mail: mail.email_to == self.hana.email)
            self.assertEqual(len(mine), 1)
            self.assertIn("stand_in", self._get_kinds(concern, self.dep))
            self.assertIn("oversee", self._get_kinds(concern, self.mo))
            chase = duty.reminder_ids.filtered("chase_role")
            self.assertEqual(chase.user_id, self.cora)
            # The mail server is down: what is owed and who sees it does not change.
            server = type(self.env["ir.mail_server"])
            with (
                patch.object(server, "_connect__", side_effect=OSError("down")),
                mute_logger("odoo.addons.mail.models.mail_mail"),
            ):
                mails.send(raise_exception=False)
            self.assertEqual(set(mails.mapped("state")), {"exception"})
            self._refresh()
            self.assertTrue(case.with_user(self.cora).has_late_concern)
            self.assertTrue(self._sees(self.mo, concern))

    def test_recipient_who_is_away_is_replaced(self):
        case = self._interviewed()
        today = fields.Date.today()
        absence = {"date_from": today, "date_to": today + timedelta(days=3)}
        Absence = self.env["exit.interview.absence"]
        Absence.create({**absence, "user_id": self.hana.id})
        first = self._raise(case, severity="immediate")
        self.assertEqual(first.recipient_id, self.dep)
        Absence.create({**absence, "user_id": self.dep.id})
        first.duty_update()
        self._refresh()
        self.assertEqual(first.recipient_id, self.mo)
        self.assertTrue(self._sees(self.mo, first))
        self.assertIn("escalate", self._get_kinds(first, self.mo))

    def test_archived_recipient_is_replaced_by_the_sweep(self):
        case = self._interviewed()
        concern = self._raise(case, severity="immediate")
        self.hana.active = False
        self.env["exit.interview.duty"]._cron_sweep()
        self.assertEqual(concern.recipient_id, self.dep)
        self.assertTrue(self._sees(self.dep, concern))

    def test_vacant_roles_end_at_the_coordinator(self):
        case = self._interviewed()
        self.policy.role_ids.filtered(
            lambda row: row.role in ("head_of_service", "monitoring_officer")
        ).unlink()
        concern = self._raise(case)
        self.assertEqual(concern.recipient_id, self.cora)
        self.policy.role_ids.unlink()
        concern = self._raise(case, named_ids=self.cora.ids)
        self.assertEqual(concern.recipient_id, self.cody, "any coordinator")

    def test_designated_officers_day(self):
        case = self._held()
        with freeze_time(self.END):
            concern = self._raise(case, severity="immediate")
            practice = self._raise(case, category="practice")
        self.assertEqual(str(concern.with_user(self.hana).date_lado), "2026-10-26")
        self.assertFalse(practice.date_lado)
        self.policy.concern_lado_days = 3
        self._refresh()
        self.assertEqual(str(concern.with_user(self.hana).date_lado), "2026-10-28")
        self.policy.concern_lado = False
        self._refresh()
        self.assertFalse(concern.date_lado)


@tagged("post_install", "-at_install")
class TestConcernDecision(ConcernCommon):
    """S-29: head of service and service manager agree what is done."""

    def test_joint_decision(self):
        case = self._interviewed()
        concern = self._taken(case)
        self.assertIn("settle", self._get_kinds(concern, self.hana))
        self.assertFalse(self._sees(self.sam, concern))
        mine = concern.with_user(self.hana)
        for decision, who, date in (
            ("", "I", "2027-01-31"),
            ("Talk", " ", "2027-01-31"),
            ("Talk", "I", False),
            ("Talk", "I", "soon"),
        ):
            with self.subTest(date=date), self.assertRaises(ValidationError):
                mine.action_decide(decision, who, date)
        mine.action_decide("Unlock the doors", "The manager", "2027-01-31")
        with self.assertRaisesRegex(UserError, "has it already"):
            mine.action_take_on()
        self.assertEqual(concern.partner_id, self.sam)
        self.assertTrue(self._sees(self.sam, concern))
        self.assertIn("agree", self._get_kinds(concern, self.sam))
        with self.assertRaises(AccessError):
            mine.action_agree()
        concern.with_user(self.sam).action_return("Sooner")
        self.assertEqual(concern.state, "taken")
        mine.action_decide("Unlock the doors", "The manager", "2027-01-15")
        concern.with_user(self.sam).action_agree()
        self.assertEqual(concern.partner_name, "Sam")
        duty = self._get_open_duties(concern).filtered(lambda d: d.kind == "act")
        self.assertEqual((duty.user_id, str(duty.date_due)), (self.hana, "2027-01-15"))
        mine.action_report_done("Doors are open")
        self.assertEqual(concern.state, "done")
        self.assertEqual(self._get_kinds(concern) - {"tell", "second"}, set())

    def test_only_whoever_has_it_decides(self):
        concern = self._taken(self._interviewed())
        for user in (self.cora, self.ivy, self.peg, self.sam, self.dep):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                concern.with_user(user).action_decide("Talk", "I", "2027-01-31")
        with self.assertRaises(AccessError):
            concern.with_user(self.cora).action_take_on()

    def test_nothing_by_hand(self):
        concern = self._taken(self._interviewed())
        for user in (self.hana, self.cora):
            mine = concern.with_user(user)
            with self.assertRaises(UserError):
                mine.write({"extract": "Nothing happened"})
            with self.assertRaises(UserError):
                mine.unlink()
            with self.assertRaises(UserError):
                mine.copy()


@tagged("post_install", "-at_install")
class TestReferral(ConcernCommon):
    """C-28 to C-30, F-28: complaints and advocacy go another way, without a clock."""

    def test_refer(self):
        case = self._interviewed()
        before = self._get_open_duties(case)
        case.with_user(self.ivy).action_refer("complaint", "Gave her the address")
        case.with_user(self.cora).action_refer("advocacy", "Rang them", "2026-01-10")
        self.assertEqual(case.referral_complaint_note, "Gave her the address")
        self.assertEqual(str(case.referral_advocacy_date), "2026-01-10")
        self.assertEqual(self._get_open_duties(case), before)
        lines = case.journal_ids.filtered(lambda line: line.event == "referred")
        self.assertEqual(set(lines.mapped("subject")), {"Complaints", "Advocacy"})

    def test_refused(self):
        case = self._interviewed()
        mine = case.with_user(self.ivy)
        for kind, note in (("gossip", "x"), ([], "x"), ("complaint", " ")):
            with self.subTest(kind=kind), self.assertRaises(ValidationError):
                mine.action_refer(kind, note)
        with self.assertRaises(UserError):
            mine.action_refer("complaint", "x", "2999-01-01")
        with self.assertRaises(AccessError):
            case.with_user(self.peg).action_refer("complaint", "x")


@tagged("post_install", "-at_install")
class TestConcernDialog(ConcernCommon):
    def test_dialog_says_what_happens(self):
        case = self._interviewed()
        wizard = (
            self.env["exit.interview.concern.raise"]
            .with_user(self.ivy)
            .create({"case_id": case.id, "category": "practice", "text": EXTRACT})
        )
        self.assertTrue(wizard.needs_reason)
        self.assertIn("Hana (Head of service)", wizard.way)
        self.assertIn("First Peg reads it", wizard.way)
        with self.assertRaises(ValidationError):
            wizard.action_apply()
        wizard.write({"reason": "At risk", "named_user_ids": self.hana.ids})
        self.assertIn("Dep (Head of service)", wizard.way)
        wizard.action_apply()
        self.assertEqual(case.concern_ids.recipient_id, self.dep)

    def test_dialog_tells_strangers_nothing(self):
        case = self._interviewed()
        Wizard = self.env["exit.interview.concern.raise"].with_user(self.peg)
        with self.assertRaises(AccessError):
            Wizard.create(
                {"case_id": case.id, "category": "practice", "text": "x"}
            ).read(["way"])
