# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reminders and passing up: once each, one mail a person, no word of content."""

import contextlib
from datetime import date, datetime
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ExitInterviewCommon

LOGGER = "odoo.addons.exit_interview.models.exit_interview_sweep_mixin"
WAITING = "3 things wait for you in exit interviews; the oldest since 2 November 2026."
GOLDEN = f"""
<div>
<p>Hello,</p>
<p>
{WAITING}
One is late.
</p>
<p>Sign in: <a href="URL">URL</a></p>
<p>What it is about is shown after you have signed in, and only there. If
you cannot do it in time, tell the exit interview coordinator.</p>
</div>
"""


@tagged("post_install", "-at_install")
class TestReminder(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The sample organisation owes things too.
        cls.env["exit.interview.duty"].search([("state", "=", "open")])._close("void")

    def _sweep(self, moment=None):
        """Run the sweep, at a moment of UTC; return the mails it queued."""
        Mail = self.env["mail.mail"]
        before = Mail.search([])
        with freeze_time(moment or datetime.now()):
            self.env["exit.interview.duty"]._cron_sweep()
        self.env.flush_all()
        return Mail.search([]) - before

    def _owe(self, moment="2026-11-02 10:00", count=1):
        """Let the coordinator owe offers, due on 9 November."""
        with freeze_time(moment):
            employees = self.env["hr.employee"]
            for number in range(count):
                employees += self._create_employee(f"Leaver {number}")
            return self._get_open_duties(self._depart(employees))

    def _get_stages(self, duty):
        return duty.reminder_ids.sorted("id").mapped("stage")

    def test_stages_by_the_days_of_the_policy(self):
        """TRUST 5.3: 5 and 1 working days before, the day, then weekly, 5 at most."""
        stages = self.policy._get_day_stages(date(2026, 11, 30), datetime(2026, 11, 2))
        self.assertEqual(
            [(code, str(moment)) for code, moment in stages],
            [
                ("first", "2026-11-23 08:00:00"),
                ("last", "2026-11-27 08:00:00"),
                ("day", "2026-11-30 08:00:00"),
                ("late_1", "2026-12-07 08:00:00"),
                ("late_2", "2026-12-14 08:00:00"),
                ("late_3", "2026-12-21 08:00:00"),
                ("late_4", "2026-12-28 08:00:00"),
                ("late_5", "2027-01-04 08:00:00"),
                ("escalate", "2026-12-07 08:00:00"),
            ],
        )
        summer = self.policy._get_day_stages(
            date(2026, 7, 15), datetime(2026, 7, 15, 6)
        )
        self.assertEqual(str(summer[0][1]), "2026-07-15 07:00:00", "8 in the morning")
        self.policy.write({"reminder_max": 0, "reminder_first_days": 0})
        codes = [
            code
            for code, _moment in self.policy._get_day_stages(
                date(2026, 11, 30), datetime(2026, 11, 2)
            )
        ]
        self.assertEqual(codes, ["last", "day", "escalate"])

    def test_each_stage_once(self):
        duty = self._owe()
        self.assertEqual(duty.date_due, date(2026, 11, 9))
        self.assertFalse(self._sweep("2026-11-02 11:00"))
        self.assertFalse(self._sweep("2026-11-06 07:59"))
        mail = self._sweep("2026-11-06 08:00")
        self.assertEqual(mail.email_to, "cora@example.org")
        self.assertFalse(self._sweep("2026-11-06 08:00"))
        self.assertFalse(self._sweep("2026-11-06 09:00"))
        self.assertTrue(self._sweep("2026-11-09 08:30"))
        self.assertFalse(self._sweep("2026-11-09 09:30"))
        self.assertEqual(self._get_stages(duty), ["last", "day"])
        self.assertEqual(
            duty.case_id.journal_ids.filtered(
                lambda line: line.event == "reminded"
            ).mapped("subject"),
            ["Cora", "Cora"],
        )

    def test_a_clock_moved_back_sends_nothing_again(self):
        """I-46."""
        duty = self._owe()
        self.assertTrue(self._sweep("2026-11-09 08:30"))
        duty.date_check = "2026-11-01"
        self.assertFalse(self._sweep("2026-11-09 07:30"))
        self.assertFalse(self._sweep("2026-11-09 08:30"))
        self.assertEqual(self._get_stages(duty), ["day"])

    def test_the_database_keeps_a_stage_once(self):
        """R-06, X-14: two jobs at once meet in the index."""
        duty = self._owe()
        Reminder = self.env["exit.interview.reminder"]
        values = {"duty_id": duty.id, "stage": "day", "due": "2026-11-09 08:00:00"}
        Reminder.create(values)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            Reminder.create(values)

    def test_a_job_that_stood_still_sends_the_latest_stage_only(self):
        """X-13: not thirty mails for thirty days."""
        duty = self._owe(count=3)
        mails = self._sweep("2026-12-02 10:00")
        to_cora = mails.filtered(lambda mail: mail.email_to == "cora@example.org")
        self.assertEqual(len(to_cora), 1)
        for each in duty:
            self.assertEqual(
                each.reminder_ids.filtered(lambda row: row.state == "mailed").mapped(
                    "stage"
                ),
                ["late_3"],
            )

    def test_one_mail_a_person_and_its_words(self):
        """SEC-20, P-18: the whole mail, word for word."""
        late = self._owe(count=1)
        with freeze_time("2026-11-09 10:00"):
            self._owe(moment="2026-11-09 10:00", count=2)
        self.assertEqual(late.date_due, date(2026, 11, 9))
        mail = self._sweep("2026-11-16 08:30")
        mail = mail.filtered(lambda mail: mail.email_to == "cora@example.org")
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.subject, "Exit interviews: something waits for you")
        url = f"{self.cora.get_base_url()}/odoo/exit-my-work"
        self.assertEqual(
            str(mail.body_html).replace(url, "URL").split(), GOLDEN.split()
        )
        self.assertFalse(mail.recipient_ids)
        self.assertFalse(mail.model)

    def test_done_and_dropped_things_are_not_reminded_of(self):
        done, dropped = self._owe(count=2)
        with freeze_time("2026-11-03 10:00"):
            done.case_id.with_user(self.cora).action_offer("told")
            dropped.case_id.with_user(self.cora).action_cancel("by mistake")
        self._get_open_duties(done.case_id)._close("void")
        self.assertFalse(self._sweep("2026-11-30 10:00"))

    def test_settled_between_noting_and_sending(self):
        duty = self._owe()
        Reminder = self.env["exit.interview.reminder"]
        with patch.object(type(Reminder), "_send_queued", lambda self: None):
            self._sweep("2026-11-09 08:30")
        self.assertEqual(duty.reminder_ids.state, "queued")
        with freeze_time("2026-11-09 08:40"):
            duty.case_id.with_user(self.cora).action_offer("told")
        self.assertFalse(self._sweep("2026-11-09 08:50"))
        self.assertEqual(duty.reminder_ids.state, "dropped")

    def test_killed_midway_then_run_again_twice(self):
        """R-06: 100 due, dies after 37, runs again twice: 100 stages, one mail."""
        duties = self._owe(count=100)
        Duty = type(self.env["exit.interview.duty"])
        done = []

        def die(_self, processed=0, remaining=None):
            done.append(processed)
            if sum(done) == 37:
                raise KeyboardInterrupt
            return float("inf")

        with patch.object(Duty, "_commit_progress", die):
            # Not assertRaises, which rolls back: what was done before dying is kept.
            with contextlib.suppress(KeyboardInterrupt):
                self._sweep("2026-11-09 08:30")
        self.assertEqual(len(duties.reminder_ids), 37)
        mails = self._sweep("2026-11-09 09:30") + self._sweep("2026-11-09 10:30")
        rows = duties.reminder_ids
        self.assertEqual(len(rows), 100)
        self.assertEqual(len({(row.duty_id, row.stage, row.due) for row in rows}), 100)
        self.assertEqual(set(rows.mapped("state")), {"mailed"})
        self.assertEqual(len(mails), 1)

    def test_one_bad_record_stops_no_other(self):
        """R-07, X-15: 49 done, one line with the reference, parked after 3 tries."""
        duties = self._owe(count=50)
        bad = duties[19]
        Case = type(self.env["exit.interview"])
        original = Case._get_reminder_stages

        content = "CNRY-content"

        def poison(case, duty):
            if duty == bad:
                raise ValueError(content)
            return original(case, duty)

        with patch.object(Case, "_get_reminder_stages", poison):
            with self.assertLogs(LOGGER, "ERROR") as log:
                self._sweep("2026-11-09 08:30")
            self.assertEqual(len(log.output), 1)
            self.assertIn(bad.reference, log.output[0])
            self.assertNotIn("CNRY", log.output[0])
            self.assertEqual(duties.reminder_ids.duty_id, duties - bad)
            self.assertEqual((bad.sweep_tries, bad.sweep_error), (1, "ValueError"))
            for hour in (9, 10):
                with self.assertLogs(LOGGER, "ERROR"):
                    self._sweep(f"2026-11-09 {hour}:30")
            self.assertEqual(bad.sweep_tries, 3)
            with self.assertNoLogs(LOGGER, "ERROR"):
                self._sweep("2026-11-09 11:30")

    def test_without_an_address_nothing_stops(self):
        self.cora.email = False
        duty = self._owe()
        self.assertFalse(self._sweep("2026-11-09 08:30"))
        self.assertEqual(duty.reminder_ids.state, "no_address")

    def test_where_hours_count_stages_are_moments(self):
        duty = self._owe()
        duty.moment_due = "2026-11-03 10:00:00"
        stages = duty.case_id._get_reminder_stages(duty)
        self.assertEqual(
            [(code, str(moment)) for code, moment in stages],
            [
                ("halfway", "2026-11-02 22:00:00"),
                ("due", "2026-11-03 10:00:00"),
                ("escalate", "2026-11-03 10:00:00"),
            ],
        )

    # === PASSING UP === #

    def _share(self):
        with freeze_time("2026-11-02 10:00"):
            case = self._create_case(until="shared")
        return self._get_share(case, "service_manager")

    def test_a_late_answer_goes_to_approver_and_coordinator(self):
        share = self._share()
        duty = self._get_open_duties(share)
        self.assertEqual((duty.user_id, duty.date_due), (self.sam, date(2026, 11, 23)))
        self._sweep("2026-11-30 07:00")
        self.assertFalse(duty.reminder_ids.filtered("chase_role"))
        mails = self._sweep("2026-11-30 08:30")
        chases = duty.reminder_ids.filtered("chase_role")
        self.assertEqual(chases.user_id, self.hana | self.cora)
        duties = self._get_open_duties(chases)
        self.assertEqual(set(duties.mapped("kind")), {"chase"})
        self.assertEqual(duties.user_id, self.hana | self.cora)
        self.assertEqual(
            set(duties.mapped("display_name")), {f"{share.reference}: late answer"}
        )
        self.assertLessEqual(
            {"sam@example.org", "hana@example.org", "cora@example.org"},
            set(mails.mapped("email_to")),
        )
        events = share.case_id.journal_ids.mapped("event")
        self.assertEqual(events.count("escalated"), 3, "head and reader, not twice")

    def test_who_sees_to_it_sees_no_content(self):
        share = self._share()
        self._sweep("2026-11-30 08:30")
        duty = self._get_open_duties(share)
        chase = duty.reminder_ids.filtered(lambda row: row.user_id == self.hana)
        self._refresh()
        mine = self.env["exit.interview.duty"].with_user(self.hana)
        own = mine.search([("kind", "=", "chase"), ("user_id", "=", self.hana.id)])
        action = own.filtered(lambda row: row.res_id == chase.id).action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            ("exit.interview.reminder", chase.id),
        )
        row = chase.with_user(self.hana).read(["duty_label", "duty_user_name"])[0]
        self.assertEqual(
            (row["duty_label"], row["duty_user_name"]), ("response", "Sam")
        )
        self.assertFalse(
            self.env["exit.interview.reminder"].with_user(self.sam).search([])
        )
        self.assertFalse(chase.with_user(self.emp).has_access("read"))

    def test_settled_by_the_answer_and_not_passed_up_twice(self):
        share = self._share()
        self._sweep("2026-11-30 08:30")
        duty = self._get_open_duties(share)
        chases = self._get_open_duties(duty.reminder_ids)
        self.assertEqual(len(chases), 2)
        self._sweep("2027-01-29 08:30")
        self.assertEqual(len(duty.reminder_ids.filtered("chase_role")), 2)
        self.assertFalse(chases.reminder_ids.filtered("chase_role"))
        share.with_user(self.sam).action_submit("More supervision", "June", "Monthly")
        self.assertEqual(set(chases.mapped("state")), {"done"})

    def test_a_late_coordinator_is_seen_to_by_the_deputy(self):
        deputy = new_test_user(
            self.env, "dora", groups="base.group_user,exit_interview.group_coordinator"
        )
        self._create_role("coordinator", deputy, sequence=20)
        duty = self._owe()
        self._sweep("2026-11-16 08:30")
        self.assertEqual(duty.reminder_ids.filtered("chase_role").user_id, deputy)

    def test_nobody_to_pass_up_to_stops_nothing(self):
        duty = self._owe()
        self._sweep("2026-11-16 08:30")
        self.assertFalse(duty.reminder_ids.filtered("chase_role"))
        self.assertEqual(duty.sweep_tries, 0)
