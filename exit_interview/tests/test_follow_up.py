# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two interviews, the second altering without erasing: S-23, S-24, F-08 to F-10."""

from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ExitInterviewCommon

FIRST = "2026-11-02 10:00:00"  # a Monday, in winter time
AGAIN = "2026-12-03 10:00:00"


class FollowUpCommon(ExitInterviewCommon):
    """A case whose policy asks for a second conversation after 28 to 42 days."""

    def setUp(self):
        super().setUp()
        self.policy.write({"follow_up_from_days": 28, "follow_up_to_days": 42})
        self.clock = freeze_time(FIRST)
        self.clock.start()
        self.addCleanup(self.clock.stop)
        self.case = self._create_case(until="scheduled")
        self.first = self.case.session_ids
        self._answer(self.first, "support", score=3, comment="Too few hours")
        self._answer(self.first, "improve", text="Lifts")
        self.first.with_user(self.ivy).action_mark_held()

    def _go_to(self, moment):
        """Let time pass."""
        self.clock.stop()
        self.clock = freeze_time(moment)
        self.clock.start()

    def _confirm(self):
        self._permit(self.case)
        self.case.with_user(self.ivy).action_confirm("agreed")

    def _plan(self, user=None, moment=AGAIN, mode="phone"):
        session_id = self.first.with_user(user or self.ivy).action_plan_follow_up(
            moment, mode
        )
        return self.env["exit.interview.session"].browse(session_id)

    def _hold(self):
        """Plan and hold the follow-up, in which one answer was altered."""
        follow_up = self._plan()
        self._go_to("2026-12-03 11:00:00")
        self._answer(follow_up, "support", score=6, comment="Better since")
        follow_up.with_user(self.ivy).action_mark_held()
        return follow_up

    def _get_due(self, kind):
        duties = self._get_open_duties(self.case)
        return duties.filtered(lambda duty: duty.kind == kind).date_due

    def _get_answer(self, session, code):
        return session.answer_ids.filtered(lambda one: one.question_id.code == code)


@tagged("post_install", "-at_install")
class TestFollowUpDuties(FollowUpCommon):
    def test_it_is_to_be_planned_on_the_first_day_of_its_window(self):
        self.assertEqual(self._get_due("plan_follow_up"), date(2026, 11, 30))
        self.assertFalse(self._get_due("follow_up"))
        self.assertEqual(
            self.first._get_follow_up_window(), (date(2026, 11, 30), date(2026, 12, 14))
        )

    def test_the_days_are_local_days(self):
        # Half past eleven at night in summer time is tomorrow in London.
        self.first.date_start = "2026-07-01 23:30:00"
        start, end = self.first._get_follow_up_window()
        self.assertEqual((start, end), (date(2026, 7, 30), date(2026, 8, 13)))

    def test_it_is_late_the_day_after(self):
        duty = self._get_open_duties(self.case).filtered(
            lambda one: one.kind == "plan_follow_up"
        )
        for day, is_late in (("2026-11-30", False), ("2026-12-01", True)):
            self._go_to(f"{day} 12:00:00")
            duty.invalidate_recordset()
            self.assertEqual(duty.is_overdue, is_late, day)

    def test_once_planned_it_is_to_be_held(self):
        self._plan(moment="2026-12-14 10:00:00")
        self.assertFalse(self._get_due("plan_follow_up"))
        self.assertEqual(self._get_due("follow_up"), date(2026, 12, 14))

    def test_no_policy_no_follow_up(self):
        self.policy.write({"follow_up_from_days": 0, "follow_up_to_days": 0})
        self.case.duty_update()
        self.assertFalse(self._get_due("plan_follow_up"))
        self.assertFalse(self.case.with_user(self.ivy).can_plan_follow_up)
        self.assertFalse(self.case.with_user(self.ivy).follow_up_note)
        with self._assertRefused(UserError, "asks for no follow-up"):
            self._plan()

    def test_declined_it_is_owed_no_more(self):
        self.first.with_user(self.ivy).action_decline_follow_up("Enough said")
        self.assertFalse(self._get_due("plan_follow_up"))
        self.assertEqual(self.first.date_follow_up_declined, date(2026, 11, 2))
        self.assertEqual(self.first.follow_up_reason, "Enough said")
        self.assertIn("does not wish", self.case.follow_up_note)

    def test_declined_after_it_was_planned(self):
        follow_up = self._plan()
        self.first.with_user(self.cora).action_decline_follow_up()
        self.assertEqual(follow_up.state, "cancelled")
        self.assertFalse(self._get_due("follow_up"))
        void = self.env["exit.interview.duty"].search(
            [("case_id", "=", self.case.id), ("kind", "=", "follow_up")]
        )
        self.assertEqual(void.state, "void")

    def test_who_declined_may_change_their_mind(self):
        self.first.with_user(self.ivy).action_decline_follow_up()
        self._plan()
        self.assertFalse(self.first.date_follow_up_declined)
        self.assertTrue(self._get_due("follow_up"))

    def test_the_preference_is_kept_and_offered(self):
        self.first.with_user(self.ivy).action_wish_follow_up("in_person")
        self.assertIn("In person", self.case.with_user(self.ivy).follow_up_note)
        dialog = Form(
            self.env["exit.interview.step"]
            .with_user(self.ivy)
            .with_context(
                active_model="exit.interview",
                active_ids=self.case.ids,
                default_step="follow_up",
            )
        )
        self.assertEqual(dialog.mode, "in_person")
        self.assertEqual(str(dialog.date_start), "2026-11-30 10:00:00")
        self.assertIn("30 November 2026", dialog.free_note)
        dialog.save().action_apply()
        follow_up = self.first.follow_up_ids
        self.assertEqual(follow_up.mode, "in_person")
        self.assertEqual(follow_up.participant_ids, self.case.participant_ids)

    def test_the_dialog_without_a_date_notes_the_preference(self):
        dialog = Form(
            self.env["exit.interview.step"]
            .with_user(self.ivy)
            .with_context(
                active_model="exit.interview",
                active_ids=self.case.ids,
                default_step="follow_up",
            )
        )
        dialog.mode = "video"
        dialog.date_start = False
        dialog.save().action_apply()
        self.assertEqual(self.first.follow_up_mode, "video")
        self.assertFalse(self.first.follow_up_ids)

    def test_the_dialog_says_that_there_is_nothing_to_follow_up(self):
        for step, start in (
            ("follow_up", AGAIN),
            ("follow_up", False),
            ("no_follow_up", False),
        ):
            dialog = (
                self.env["exit.interview.step"]
                .with_user(self.ivy)
                .create({"step": step, "case_ids": self.case.ids, "date_start": start})
            )
            with self.assertRaisesRegex(UserError, "no conversation to follow up"):
                dialog.action_apply()

    def test_only_who_has_the_case_plans_wishes_or_declines(self):
        for user in (self.peg, self.hana, self.hal, self.emp, self.adm):
            first = self.first.with_user(user)
            with self.assertRaises(AccessError):
                first.action_plan_follow_up(AGAIN, "phone")
            with self.assertRaises(AccessError):
                first.action_decline_follow_up()
            with self.assertRaises(AccessError):
                first.action_wish_follow_up("phone")

    def test_it_comes_after_the_first(self):
        with self._assertRefused(UserError, "comes after"):
            self._plan(moment=FIRST)
        with self._assertRefused(UserError, "Say when"):
            self._plan(moment=False)
        with self._assertRefused(UserError, "no date"):
            self._plan(mode="written")
        with self.assertRaises(ValidationError):
            self._plan(mode="pigeon")

    def test_there_is_one_at_a_time(self):
        follow_up = self._plan()
        self.assertEqual(self._plan(moment="2026-12-04 10:00:00"), follow_up)
        self.assertEqual(follow_up.times_planned, 2)
        self._go_to("2026-12-05")
        follow_up.with_user(self.ivy).action_mark_held()
        with self._assertRefused(UserError, "taken place already"):
            self._plan(moment="2026-12-20 10:00:00")

    def test_cancelled_it_is_owed_again_or_rebooked(self):
        follow_up = self._plan().with_user(self.ivy)
        follow_up.action_cancel("Ivy is ill")
        self.assertEqual(
            (follow_up.state, self.case.state), ("cancelled", "interviewed")
        )
        self.assertTrue(self._get_due("plan_follow_up"))
        self.assertTrue(self.case.owes_cancel_letter, "F-11: they are told why")
        self._plan()
        later = self.case._get_planned_follow_ups().with_user(self.ivy)
        later.action_cancel("A hearing", "2026-12-10 10:00:00")
        self.assertEqual(
            str(self.case._get_planned_follow_ups().date_start), "2026-12-10 10:00:00"
        )

    @mute_logger("odoo.sql_db")
    def test_the_window_makes_sense(self):
        for numbers in ((0, 10), (-1, 10), (20, 10), (10, 0)):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.policy.write(
                    {
                        "follow_up_from_days": numbers[0],
                        "follow_up_to_days": numbers[1],
                    }
                )


@tagged("post_install", "-at_install")
class TestFollowUpAnswers(FollowUpCommon):
    def test_it_starts_from_the_first_answers(self):
        follow_up = self._plan()
        form = follow_up.with_user(self.ivy).get_form()
        question = self._get_question(self.first, "support")
        self.assertEqual(form["answers"][question.id]["score"], 3)
        self.assertEqual(
            form["first"][question.id]["said"], "3 out of 10\nToo few hours"
        )
        self.assertFalse(follow_up.answer_ids, "looking changes nothing")
        changes = follow_up.with_user(self.ivy).get_changes(0)
        self.assertIn(question.id, changes["answered"])

    def test_a_first_conversation_has_nothing_before_it(self):
        self.assertEqual(self.first.with_user(self.ivy).get_form()["first"], {})

    def test_each_answer_points_to_what_it_came_from(self):
        follow_up = self._hold()
        for answer in follow_up.answer_ids:
            self.assertEqual(answer.origin_id.session_id, self.first)
            self.assertEqual(answer.origin_id.question_id, answer.question_id)
        self.assertEqual(len(follow_up.answer_ids), len(self.first.answer_ids))

    def test_both_versions_are_kept(self):
        follow_up = self._hold()
        then, now = (
            self._get_answer(session, "support") for session in (self.first, follow_up)
        )
        self.assertEqual((then.score, then.comment), (3, "Too few hours"))
        self.assertEqual((now.score, now.comment), (6, "Better since"))
        self.assertEqual(self._get_answer(follow_up, "improve").text, "Lifts")
        self.assertFalse(now.revision_ids, "the first words stand in the first one")

    def test_the_first_stays_as_it_was(self):
        follow_up = self._plan()
        self._answer(self.first, "improve", text="Lifts and ramps")
        self._answer(follow_up, "support", score=6)
        self.assertEqual(self._get_answer(follow_up, "improve").text, "Lifts and ramps")
        with self._assertRefused(UserError, "closed"):
            self._answer(self.first, "improve", text="Something else")
        self.assertFalse(
            self.first.with_user(self.ivy).get_form()["session"]["can_write"]
        )

    def test_what_was_added_and_taken_back(self):
        follow_up = self._hold()
        self._answer(follow_up, "improve", status=False)
        changed = follow_up._get_first_texts()
        codes = {
            self.env["exit.interview.question"].browse(one).code: text
            for one, text in changed.items()
        }
        self.assertEqual(
            codes, {"support": "3 out of 10\nToo few hours", "improve": "Lifts"}
        )
        self.assertEqual(self._get_answer(self.first, "improve").text, "Lifts")

    def test_two_writers_still_do_not_overwrite_each_other(self):
        follow_up = self._plan()
        # The refused words are kept by a cursor that does not see this test's.
        self.patch(
            type(self.env["exit.interview.answer"]), "_keep_refused", lambda *args: None
        )
        self._answer(follow_up, "support", score=6, version=0)
        with self._assertRefused(UserError, "Both are kept"):
            self._answer(follow_up, "support", score=7, version=0)

    def test_one_that_was_begun_is_taken_up_again(self):
        follow_up = self._plan()
        self._answer(follow_up, "support", score=6)
        follow_up.with_user(self.ivy).action_cancel("", cancelled_by="absent")
        again = self._plan(moment="2026-12-08 10:00:00")
        self.assertEqual(again, follow_up, "what was written is kept")
        self.assertEqual(self._get_answer(again, "support").score, 6)
        self.assertFalse(again.cancelled_by)

    def test_held_without_a_word_changed(self):
        follow_up = self._plan()
        self._go_to("2026-12-03 11:00:00")
        follow_up.with_user(self.ivy).action_mark_held()
        self.assertEqual(len(follow_up.answer_ids), 2)
        self.assertEqual(follow_up._get_first_texts(), {})

    def test_it_cannot_have_come_before_the_first(self):
        follow_up = self._plan()
        self._go_to("2026-12-03 11:00:00")
        with self._assertRefused(UserError, "comes after"):
            follow_up.with_user(self.ivy).action_mark_held("2026-11-01 10:00:00")

    def test_the_state_of_the_case_does_not_change(self):
        self._confirm()
        self.case.with_user(self.cora).action_share()
        self.assertEqual(self.case.state, "shared")
        follow_up = self._hold()
        follow_up.with_user(self.ivy).action_hand_in()
        self.assertEqual(self.case.state, "shared")
        self.assertTrue(
            follow_up.with_user(self.ivy).get_form()["session"]["can_write"]
        )

    def test_the_hours_of_a_concern_count_from_the_talk_it_was_heard_in(self):
        self.assertEqual(self.case._get_concern_start(), self.first.date_end)
        follow_up = self._plan()
        self.assertEqual(self.case._get_concern_start(), self.first.date_end)
        self._go_to("2026-12-03 10:30:00")
        self.assertEqual(str(self.case._get_concern_start()), "2026-12-03 10:30:00")
        self._go_to("2026-12-03 11:00:00")
        follow_up.with_user(self.ivy).action_mark_held()
        self._go_to("2026-12-04 09:00:00")
        self.assertEqual(self.case._get_concern_start(), follow_up.date_end)

    def test_nobody_else_reads_it(self):
        follow_up = self._hold()
        for user in (self.peg, self.hana, self.sam, self.emp):
            with self.assertRaises(AccessError):
                follow_up.with_user(user).get_form()


@tagged("post_install", "-at_install")
class TestFollowUpRecord(FollowUpCommon):
    def _get_document(self):
        report = self.env["report.exit_interview.report_record"].with_user(self.ivy)
        [document] = report._prepare_documents(self.case.with_user(self.ivy))
        return document

    def _get_line(self, session, code):
        question = self._get_question(session, code)
        return next(
            line
            for section in session._get_record_sections()
            for line in section["lines"]
            if line["question_id"] == question.id
        )

    def test_the_record_is_the_latest_and_says_what_was_said_at_first(self):
        follow_up = self._hold()
        line = self._get_line(follow_up, "support")
        self.assertEqual(line["answer"], "6 out of 10")
        self.assertTrue(line["is_altered"])
        self.assertEqual(line["first"], "3 out of 10\nToo few hours")
        self.assertFalse(self._get_line(follow_up, "improve")["is_altered"])
        facts = dict(self._get_document()["facts"])
        self.assertEqual(facts["First conversation"], "2 November 2026")
        self.assertEqual(facts["Follow-up"], "3 December 2026")

    def test_the_record_of_the_first_stays_what_was_signed(self):
        digest = self.first._get_record_digest()
        follow_up = self._hold()
        self.assertEqual(self.first._get_record_digest(), digest)
        self.assertNotEqual(follow_up._get_record_digest(), digest)

    def test_a_confirmation_belongs_to_its_version(self):
        self._confirm()
        self.assertEqual(self.first._get_confirmation(), ("agreed", date(2026, 11, 2)))
        follow_up = self._hold()
        self.assertEqual(follow_up._get_confirmation(), (False, False))
        self.assertIn("not confirmed", self._get_document()["status"])
        self.assertTrue(self._get_due("confirm"))
        self.case.with_user(self.ivy).action_confirm("signed")
        self.assertEqual(follow_up._get_confirmation(), ("signed", date(2026, 12, 3)))
        self.assertEqual(self.first._get_confirmation()[0], "agreed")
        self.assertEqual(
            (self.case.state, self.case.confirm_how), ("confirmed", "agreed")
        )
        self.assertFalse(self._get_due("confirm"))
        with self._assertRefused(UserError, "closed"):
            self._answer(follow_up, "support", score=1)

    def test_held_before_the_first_was_confirmed_both_wait_as_one(self):
        follow_up = self._hold()
        self._confirm()
        self.assertEqual(self.case.state, "confirmed")
        self.assertEqual(follow_up._get_confirmation()[0], "agreed")
        self.assertEqual(self.first._get_confirmation(), (False, False))

    def test_a_signature_on_the_first_says_nothing_of_the_follow_up(self):
        person = self.case.participant_ids
        self.first.with_user(self.ivy).action_hand_in()
        person.sudo()._sign("Lea Quill", self.first._get_record_digest())
        self.assertEqual(self.case.confirm_how, "signed_online")
        self._permit(self.case)
        self.case.with_user(self.cora).action_share()
        follow_up = self._hold()
        self.assertEqual(person._get_check_stage(), "waiting")
        follow_up.with_user(self.ivy).action_hand_in()
        self.assertEqual(person._get_check_stage(), "open")
        self.assertFalse(person._get_last_signature(follow_up))
        self.assertTrue(self.first.signature_ids.is_current)
        self.assertTrue(self.case.with_user(self.ivy).can_send_check)
        person.sudo()._sign("Lea Quill", follow_up._get_record_digest())
        self.assertEqual(follow_up.confirm_how, "signed_online")
        self.assertEqual(self.case.state, "shared")

    def test_a_correction_of_the_follow_up_leaves_the_case_where_it_is(self):
        self._confirm()
        follow_up = self._hold()
        follow_up.with_user(self.ivy).action_hand_in()
        person = self.case.participant_ids
        question = self._get_question(follow_up, "support")
        person.sudo()._ask_corrections({question.id: "It was a 5"})
        self.assertEqual(self.case.state, "confirmed")
        self.assertTrue(self._get_due("correct"))
        self._answer(follow_up, "support", score=5, comment="Better since")
        follow_up.correction_ids.with_user(self.ivy).action_done()
        self.assertFalse(self._get_due("correct"))

    def test_a_copy_of_before_holds_the_follow_up_once_it_is_confirmed(self):
        self._confirm()
        self.case.with_user(self.cora).action_share()
        share = self._get_share(self.case, "service_manager")

        def texts():
            return "\n".join(share.line_ids.mapped("answer"))

        self._hold()
        self.assertIn("Too few hours", texts())
        self.case.with_user(self.ivy).action_confirm("agreed")
        self.assertIn("Better since", texts())
        self.assertNotIn("Too few hours", texts())
        none = self._get_share(self.case, "team_manager")
        self.assertFalse(none.line_ids, "who had none gets none")

    def test_a_case_waits_for_its_follow_up(self):
        self._permit(self.case, service_manager="none", head_of_service="none")
        self.policy.outcome_letter = False
        self.case.with_user(self.ivy).action_confirm("agreed")
        self.case.with_user(self.cora).action_share()
        self.assertEqual(self.case.state, "shared", "nothing to share, but to wait for")
        with self._assertRefused(UserError, "still to come"):
            self.case.with_user(self.cora).action_close()
        self._plan()
        with self._assertRefused(UserError, "still to come"):
            self.case.with_user(self.cora).action_close()
        self._go_to("2026-12-03 11:00:00")
        self.first.follow_up_ids.with_user(self.ivy).action_mark_held()
        with self._assertRefused(UserError, "still to come"):
            self.case.with_user(self.cora).action_close()
        self.case.with_user(self.ivy).action_confirm("agreed")
        self.assertEqual((self.case.state, self.case.outcome), ("done", "completed"))

    def test_a_case_does_not_wait_for_what_was_declined(self):
        self._permit(self.case, service_manager="none", head_of_service="none")
        self.policy.outcome_letter = False
        self.case.with_user(self.ivy).action_confirm("agreed")
        self.case.with_user(self.cora).action_share()
        self.first.with_user(self.ivy).action_decline_follow_up()
        self.assertEqual(self.case.state, "done")

    def test_silence_about_the_first_is_not_silence_about_the_follow_up(self):
        self.policy.auto_not_returned = True
        self.first.with_user(self.ivy).action_hand_in()
        self.env["exit.interview.link"]._issue(
            self.case.participant_ids, "check", "letter"
        )
        self._confirm()
        follow_up = self._hold()
        follow_up.with_user(self.ivy).action_hand_in()
        self._go_to("2027-06-01")
        self.env["exit.interview"]._cron_silence()
        self.assertFalse(follow_up.date_confirmed)

    def test_findings_and_analysis_take_the_latest(self):
        self._confirm()
        follow_up = self._hold()
        form = self.case.with_user(self.cora).get_finding_form()
        texts = [text for one in form["answers"] for text in one["texts"]]
        self.assertIn("Better since", texts)
        self.assertNotIn("Too few hours", texts)
        metric = self._get_answer(follow_up, "support").metric_id
        self._refresh()
        scores = (
            self.env["exit.interview.analysis"]
            .with_user(self.cora)
            .search(
                [
                    ("case_id", "=", self.case.id),
                    ("line_kind", "=", "score"),
                    ("metric_id", "=", metric.id),
                ]
            )
        )
        self.assertEqual(scores.mapped("score"), [6])

    def test_whoever_takes_the_case_over_takes_the_follow_up(self):
        follow_up = self._plan()
        self.case.with_user(self.cora).action_assign(self.peg.id)
        self.assertEqual(follow_up.interviewer_id, self.peg)

    def test_the_calendar_tells_of_clashes(self):
        self._plan()
        clashes = self.env["exit.interview.session"]._get_clashes(
            self.ivy, self.first.follow_up_ids.date_start + timedelta(minutes=30), 60
        )
        self.assertEqual(clashes, self.first.follow_up_ids)
