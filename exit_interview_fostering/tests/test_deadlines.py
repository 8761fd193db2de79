# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every deadline of a household's way, on its last day and on the day after."""

from datetime import date, datetime, timedelta

from odoo.tests import freeze_time, tagged

from .test_sessions import SessionCommon

END_OF_DAY = "23:59:59"


@tagged("post_install", "-at_install")
class TestDeadlines(SessionCommon):
    def _get_duty(self, kind, record=None):
        domain = [("kind", "=", kind), ("state", "=", "open")]
        domain += (
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
            if record
            else [("case_id", "=", self.case.id)]
        )
        duty = self.env["exit.interview.duty"].search(domain)
        self.assertEqual(len(duty), 1, kind)
        return duty

    def _assert_last_day(self, duty, day):
        """Check that a duty is in time until midnight in London, and late then.

        :param datetime.date day: a day of winter, when London keeps UTC
        """
        self.assertEqual(duty.date_due, day, duty.kind)
        with freeze_time(f"{day} {END_OF_DAY}"):
            self._refresh()
            self.assertFalse(duty.is_overdue, duty.kind)
        with freeze_time(f"{day + timedelta(days=1)} 00:00:00"):
            self._refresh()
            self.assertTrue(duty.is_overdue, duty.kind)
        self._refresh()

    def test_from_the_letter_to_the_first_contact(self):
        """S-12, S-20: seven days each; decision 6: 28 days of approval."""
        household = self._create_household("The Thame household", "Gus")
        Talk = self.env["exit.interview.retention.talk"].with_user(self.wes)
        talk = Talk.create(
            {
                "household_id": household.id,
                "date": "2026-11-09",
                "level": "worker",
                "said": "They have had enough of the nights.",
            }
        )
        talk.action_leaves()
        self._assert_last_day(self._get_duty("notify", talk), date(2026, 11, 16))
        self._go_to("2026-11-16 16:00:00")
        self.case = self._tell(self.wes, household, date_decided="2026-11-12")
        self.assertEqual(self.case.date_departure, date(2026, 12, 10))
        briefing = self.case.sudo().briefing_ids
        self._assert_last_day(self._get_duty("brief", briefing), date(2026, 11, 19))
        self._assert_last_day(self._get_duty("offer"), date(2026, 11, 23))

    def test_from_the_first_conversation_to_the_letter(self):
        """S-21, F-10, S-24, S-27 and the days of a written answer."""
        session = self._plan()
        self._assert_last_day(self._get_duty("interview"), date(2026, 11, 18))
        self._hear(session, "Too few visits")
        # Ten working days to read, correct and confirm the record.
        self._assert_last_day(self._get_duty("confirm"), date(2026, 12, 2))
        self._assert_last_day(self._get_duty("plan_follow_up"), date(2026, 12, 16))
        self._go_to("2026-11-20 12:00:00")
        self.case.with_user(self.ada).action_confirm("agreed")
        self._assert_last_day(self._get_duty("share"), date(2026, 11, 25))
        for share in self.case.share_ids.filtered(
            lambda one: one.permission == "undecided"
        ):
            share.with_user(self.ada).action_record_permission("full", how="Told us")
        self.case.with_user(self.ada).action_share()
        share = self.case.share_ids
        # Fifteen working days from Friday the 20th.
        self._assert_last_day(self._get_duty("respond", share), date(2026, 12, 11))
        share.with_user(self.mo).action_submit(
            "We ring back the same day.", "From January", "Counted every month"
        )
        self._assert_last_day(
            self._get_duty("approve", share),
            self.carer_policy._plan_working_days(
                self.carer_policy.approval_days, date(2026, 11, 20)
            ),
        )

    def test_a_concern_has_24_hours_whatever_the_clocks_do(self):
        """S-28: hours that pass, not hands of a clock, over both nights."""
        for end, due in (
            # Saturday 18:00 in summer time; Sunday 17:00 in winter time.
            ("2026-10-24 17:00:00", "2026-10-25 17:00:00"),
            # Half past midnight on the wall, an hour before it is turned back.
            ("2026-10-24 23:30:00", "2026-10-25 23:30:00"),
            # Saturday 18:00 in winter time; Sunday 19:00 in summer time.
            ("2027-03-27 18:00:00", "2027-03-28 18:00:00"),
            ("2027-03-28 00:59:59", "2027-03-29 00:59:59"),
        ):
            end, due = datetime.fromisoformat(end), datetime.fromisoformat(due)
            self._go_to(end - timedelta(days=20))
            household = self._create_household(f"Household {end}", f"Gus{end:%d%H}")
            self.case = self._tell(self.wes, household)
            self.case.with_user(self.ada).action_offer("told")
            self.case.with_user(self.ada).action_record_reply("accepted")
            session = self._plan(moment=end - timedelta(hours=1))
            self._go_to(end + timedelta(minutes=5))
            session.with_user(self.ada).action_mark_held(end - timedelta(hours=1), end)
            concern = self._raise()
            self.assertEqual(concern.recipient_role, "head_of_service")
            self.assertEqual(concern.recipient_id, self.hana)
            self.assertEqual(concern.date_due, due)
            for moment, is_late in ((due, False), (due + timedelta(seconds=1), True)):
                with freeze_time(moment):
                    self._refresh()
                    self.assertEqual(concern.is_overdue, is_late, moment)

    def _raise(self):
        Concern = self.env["exit.interview.concern"].with_user(self.ada)
        concern_id = Concern.raise_concern(
            self.case.id, "practice", "A worker shouts at children.", reason="Risk"
        )
        return self.env["exit.interview.concern"].browse(concern_id)
