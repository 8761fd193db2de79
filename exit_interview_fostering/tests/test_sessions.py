# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two interviews, time to think before the first, and a household heard apart."""

import re
from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.exit_interview.report.exit_interview_workbook_mixin import (
    AnswerColumns,
)

from .common import FosteringCommon

NOW = "2026-11-09 09:00:00"  # a Monday, a week after the letter
TALK = "2026-11-18 10:00:00"
LATER = "2026-11-19 10:00:00"
FAY, FRED = "CNRY-FAY", "CNRY-FRED"


class SessionCommon(FosteringCommon):
    """A household that said yes, and Ada, who coordinates and interviews."""

    def setUp(self):
        super().setUp()
        self.clock = freeze_time(NOW)
        self.clock.start()
        self.addCleanup(self.clock.stop)
        self.case = self._tell(self.wes)
        self.case.with_user(self.ada).action_offer("told")
        self.case.with_user(self.ada).action_record_reply("accepted")
        self.one, self.two = self.case.participant_ids.sorted("name")

    def _go_to(self, moment):
        self.clock.stop()
        self.clock = freeze_time(moment)
        self.clock.start()

    def _get_due(self, kind):
        duties = self.env["exit.interview.duty"].search(
            [
                ("case_id", "=", self.case.id),
                ("kind", "=", kind),
                ("state", "=", "open"),
            ]
        )
        return duties.date_due

    def _plan(self, person=None, moment=TALK, user=None):
        session_id = self.case.with_user(user or self.ada).action_schedule(
            moment, "in_person", "Library", participant_id=person and person.id
        )
        return self.env["exit.interview.session"].browse(session_id)

    def _get_question(self, session):
        return session.questionnaire_id.question_ids.filtered(
            lambda one: one.kind == "text" and not one.depends_question_id
        )[:1]

    def _say(self, session, text, user=None):
        session.with_user(user or self.ada).action_save_answers(
            [{"question_id": self._get_question(session).id, "text": text}],
            session.version,
        )

    def _hear(self, session, text):
        """Hold a conversation in which something is said."""
        self._say(session, text)
        if self.env.cr.now() and session.date_start > datetime.now():
            self._go_to(session.date_start.replace(hour=12))
        session.with_user(self.ada).action_mark_held()
        session.with_user(self.ada).action_hand_in()


@tagged("post_install", "-at_install")
class TestCarersTwice(SessionCommon):
    def test_a_household_is_heard_together_unless_it_wishes_otherwise(self):
        session = self._plan()
        self.assertEqual(session.participant_ids, self.one | self.two)
        self.assertFalse(session.apart_id)
        self.assertFalse(self.case.is_apart)

    def test_four_to_six_weeks_after_the_first(self):
        session = self._plan()
        self._hear(session, "Too few visits")
        self.assertEqual(
            session._get_follow_up_window(), (date(2026, 12, 16), date(2026, 12, 30))
        )
        self.assertEqual(self._get_due("plan_follow_up"), date(2026, 12, 16))

    def test_the_follow_up_is_the_whole_households(self):
        session = self._plan()
        self._hear(session, "Too few visits")
        follow_up_id = session.with_user(self.ada).action_plan_follow_up(
            "2026-12-17 10:00:00", "phone"
        )
        follow_up = self.env["exit.interview.session"].browse(follow_up_id)
        self.assertEqual(follow_up.participant_ids, self.one | self.two)
        self._say(follow_up, "Enough visits since")
        self.assertEqual(session.answer_ids.text, "Too few visits")

    def test_nobody_else_has_a_part_in_it(self):
        session = self._plan()
        self._hear(session, "Too few visits")
        for user in (self.ida, self.wes, self.mo, self.cora, self.ivy, self.adm):
            with self.assertRaises(AccessError):
                session.with_user(user).action_plan_follow_up(LATER, "phone")
            with self.assertRaises(AccessError):
                session.with_user(user).action_decline_follow_up()


@tagged("post_install", "-at_install")
class TestReflection(SessionCommon):
    def test_nothing_is_proposed_while_they_think_it_over(self):
        self.assertEqual(self.case._get_reflected_date(), date(2026, 11, 16))
        first = self.one._get_proposals()[0]
        self.assertGreaterEqual(first, datetime(2026, 11, 16))
        self.assertFalse(self.one._is_proposal(datetime(2026, 11, 13, 10)))
        self.assertTrue(self.one._is_proposal(datetime(2026, 11, 16, 10)))

    def test_a_carer_may_wish_for_an_earlier_day(self):
        self.one._details_from_page({"wants_sooner": True})
        self.assertLess(self.one._get_proposals()[0], datetime(2026, 11, 16))
        self.assertTrue(self.one._is_proposal(datetime(2026, 11, 13, 10)))
        self.assertGreater(self.two._get_proposals()[0], datetime(2026, 11, 16))

    def test_no_time_for_reflection(self):
        self.carer_policy.reflection_days = 0
        self.assertFalse(self.case._get_reflected_date())
        self.assertLess(self.one._get_proposals()[0], datetime(2026, 11, 16))

    def test_it_is_over_on_the_day(self):
        self._go_to("2026-11-16 08:00:00")
        self.assertTrue(self.one._is_proposal(datetime(2026, 11, 16, 10)))

    def test_staff_are_told_and_may_plan_all_the_same(self):
        dialog = (
            self.env["exit.interview.step"]
            .with_user(self.ada)
            .with_context(active_model="exit.interview", active_ids=self.case.ids)
            .create({"step": "schedule", "date_start": "2026-11-12 10:00:00"})
        )
        self.assertIn("think it over", dialog.clash_note)
        dialog.date_start = "2026-11-16 10:00:00"
        self.assertFalse(dialog.clash_note)
        dialog.date_start = "2026-11-12 10:00:00"
        dialog.action_apply()
        self.assertEqual(self.case.state, "scheduled")

    def test_what_staff_are_proposed_comes_after_it(self):
        vals = (
            self.env["exit.interview.step"]
            .with_user(self.ada)
            .with_context(active_model="exit.interview", active_ids=self.case.ids)
            .default_get(["step", "date_start"])
        )
        self.assertFalse(vals.get("date_start"), "only when the step is to plan")
        vals = (
            self.env["exit.interview.step"]
            .with_user(self.ada)
            .with_context(
                active_model="exit.interview",
                active_ids=self.case.ids,
                default_step="schedule",
            )
            .default_get(["step", "date_start"])
        )
        self.assertGreaterEqual(vals["date_start"], datetime(2026, 11, 16))


@tagged("post_install", "-at_install")
class TestApart(SessionCommon):
    def _plan_both(self):
        self.case.with_user(self.ada).action_hear_apart()
        return self._plan(self.one), self._plan(self.two, LATER)

    def _hear_both(self):
        first, second = self._plan_both()
        self._hear(first, FAY)
        self._hear(second, FRED)
        return first, second

    def _permit(self, person, permission):
        for share in self.case._get_shares_of(person):
            share.with_user(self.ada).action_record_permission(permission)

    def test_each_has_a_conversation_of_their_own(self):
        first, second = self._plan_both()
        self.assertNotEqual(first, second)
        self.assertEqual((first.apart_id, second.apart_id), (self.one, self.two))
        self.assertEqual(first.participant_ids, self.one)
        self.assertEqual(first.leaver_name, self.one.name)
        self.assertEqual(self._plan(self.one, "2026-11-20 10:00:00"), first, "moved")

    def test_nobodys_conversation_is_opened_by_chance(self):
        first, _second = self._plan_both()
        with self._assertRefused(UserError, "of one person"):
            self.case.with_user(self.ada).action_open_interview()
        action = first.with_user(self.ada).action_open_interview()
        self.assertIn(str(first.id), str(action))

    def test_nothing_of_the_other_stands_on_a_record(self):
        first, _second = self._plan_both()
        self.assertNotIn(self.two.name, str(self.case._get_header_facts(first)))

    def test_whose_it_is_has_to_be_said(self):
        self.case.with_user(self.ada).action_hear_apart()
        with self._assertRefused(UserError, "whose conversation"):
            self._plan()
        other = self._tell(self.wes, self._create_household("The Poles", "Pia", "Pip"))
        with self._assertRefused(ValidationError, "no such person"):
            self._plan(other.participant_ids[:1])
        with self.assertRaises(ValidationError):
            self.case.with_user(self.ada).action_schedule(
                TALK, "phone", participant_id=2**31
            )

    def test_apart_is_decided_before_anything_is_said_or_planned(self):
        session = self._plan()
        with self._assertRefused(UserError, "Cancel it first"):
            self.case.with_user(self.ada).action_hear_apart()
        self._say(session, FAY)
        with self._assertRefused(UserError, "from the start"):
            self.case.with_user(self.ada).action_hear_apart()

    def test_one_person_alone_is_not_apart(self):
        household = self._create_household("The Poles", "Pia")
        case = self._tell(self.wes, household)
        self.assertFalse(case.with_user(self.ada).can_hear_apart)
        with self._assertRefused(UserError, "several"):
            case.with_user(self.ada).action_hear_apart()

    def test_who_may_decide_it(self):
        for user in (self.ida, self.wes, self.mo, self.cora, self.emp):
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_hear_apart()
        for user in (self.ida, self.wes, self.mo, self.cora):
            with self.assertRaises(AccessError):
                self.one.with_user(user).action_decline_part()

    @mute_logger("odoo.sql_db")
    def test_one_plan_for_each(self):
        first, _second = self._plan_both()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env.cr.execute(
                "INSERT INTO exit_interview_session"
                " (case_id, apart_id, kind, state, date_start, questionnaire_id)"
                " SELECT case_id, apart_id, kind, state, date_start, questionnaire_id"
                " FROM exit_interview_session WHERE id = %s",
                [first.id],
            )

    def test_the_case_is_interviewed_when_each_was_heard(self):
        first, second = self._plan_both()
        self._hear(first, FAY)
        self.assertEqual(self.case.state, "scheduled")
        self._hear(second, FRED)
        self.assertEqual(self.case.state, "interviewed")

    def test_heard_before_the_other_has_a_date(self):
        self.case.with_user(self.ada).action_hear_apart()
        self._hear(self._plan(self.one), FAY)
        self.assertEqual(self.case.state, "offered")
        self.assertTrue(self._get_due("interview"), "the other one")
        self._hear(self._plan(self.two, LATER), FRED)
        self.assertEqual(self.case.state, "interviewed")

    def test_or_declined_before_or_after(self):
        self.case.with_user(self.ada).action_hear_apart()
        first = self._plan(self.one)
        self.two.with_user(self.ada).action_decline_part()
        self.assertEqual(self.case.state, "scheduled")
        self._hear(first, FAY)
        self.assertEqual(self.case.state, "interviewed")

    def test_declined_after_the_other_was_heard(self):
        first, second = self._plan_both()
        self._hear(first, FAY)
        self.two.with_user(self.ada).action_decline_part()
        self.assertEqual((second.state, self.case.state), ("cancelled", "interviewed"))
        with self._assertRefused(UserError, "open offer"):
            self.one.with_user(self.ada).action_decline_part()

    def test_who_was_heard_cannot_take_the_case_away(self):
        first, _second = self._plan_both()
        self._hear(first, FAY)
        self.assertEqual(self.one._get_offer_stage(), "over")
        self.assertEqual(self.two._get_offer_stage(), "agreed")
        with self.assertRaises(UserError):
            self.one._reply_from_page("declined")
        with self.assertRaises(UserError):
            self.case.with_user(self.ada).action_record_reply("declined")

    def test_cancelling_one_leaves_the_other(self):
        first, second = self._plan_both()
        first.with_user(self.ada).action_cancel("Ada is ill")
        self.assertEqual((self.case.state, second.state), ("scheduled", "planned"))
        again = self._plan(self.one, "2026-11-20 10:00:00")
        again.with_user(self.ada).action_cancel("Ill", "2026-11-23 10:00:00")
        planned = self.case._get_planned_session(self.one)
        self.assertEqual(planned.apart_id, self.one)

    def test_the_dialog_cancels_the_one_it_was_opened_for(self):
        first, second = self._plan_both()
        action = second.with_user(self.ada).action_open_cancel()
        dialog = (
            self.env["exit.interview.step"]
            .with_user(self.ada)
            .with_context(**action["context"])
            .create({"reason": "Ill"})
        )
        dialog.action_apply()
        self.assertEqual((first.state, second.state), ("planned", "cancelled"))

    def test_the_dialog_plans_for_whom_it_was_opened(self):
        self.case.with_user(self.ada).action_hear_apart()
        action = self.two.with_user(self.ada).action_plan_alone()
        dialog = (
            self.env["exit.interview.step"]
            .with_user(self.ada)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(dialog.person_name, self.two.name)
        dialog.action_apply()
        self.assertEqual(self.case.session_ids.apart_id, self.two)

    def test_the_workbook_has_a_row_for_each(self):
        self._hear_both()
        self._refresh()
        report = self.env["report.exit_interview.workbook_xlsx"]
        questions = AnswerColumns(report._get_questions(self.case), self.env)
        query = report._get_interviews_query(self.case, questions)
        rows = self.env.execute_query(query)
        self.assertEqual({row[1] for row in rows}, {self.one.name, self.two.name})
        mine = next(row for row in rows if row[1] == self.one.name)
        self.assertIn(FAY, str(mine))
        self.assertNotIn(FRED, str(mine))

    def test_the_screen_shows_one_person_at_a_time(self):
        first, second = self._hear_both()
        form = first.with_user(self.ada).get_form()
        self.assertNotIn(FRED, str(form))
        self.assertIn(FAY, str(form))
        self.assertEqual(form["case"]["leaver"], self.one.name)
        self.assertNotIn(self.two.name, str(form["case"]["facts"]), "nor the badge")
        self.assertEqual([one["name"] for one in form["participants"]], [self.one.name])
        ids = {share["id"] for share in form["permissions"]["shares"]}
        self.assertEqual(ids, set(self.case._get_shares_of(self.one).ids))
        self.assertNotIn(FAY, str(second.with_user(self.ada).get_form()))
        changes = second.with_user(self.ada).get_changes(0)
        self.assertNotIn(FAY, str(changes))
        self.assertEqual(changes["case"]["leaver"], self.two.name)

    def test_a_wish_of_one_is_not_on_the_others_screen(self):
        self.one._details_from_page({"wants_apart": True, "wish_words": "CNRY-WISH"})
        second = self._plan(self.two)
        self.assertNotIn("CNRY-WISH", str(second.with_user(self.ada).get_form()))

    def test_each_has_a_record_of_their_own(self):
        first, second = self._hear_both()
        report = self.env["report.exit_interview.report_session_record"]
        texts = [
            str(report.with_user(self.ada)._get_report_values(one.ids)["documents"])
            for one in (first, second)
        ]
        self.assertIn(FAY, texts[0])
        self.assertNotIn(FRED, texts[0])
        self.assertNotIn(FAY, texts[1])
        self.assertEqual(dict(first._get_record_facts())["Name"], self.one.name)
        self.assertNotIn(self.two.name, str(first._get_record_facts()), "nor the badge")
        whole = self.env["report.exit_interview.report_record"].with_user(self.ada)
        with self._assertRefused(UserError, "heard alone"):
            whole._get_report_values(self.case.ids)
        for user in (self.wes, self.mo, self.ida, self.cora):
            with self.assertRaises(AccessError):
                report.with_user(user)._get_report_values(first.ids)

    def test_each_signs_their_own(self):
        first, second = self._hear_both()
        self.assertEqual(self.one._get_check_session(), first)
        self.one._sign("Fay", first._get_record_digest())
        self.assertEqual(first.confirm_how, "signed_online")
        self.assertEqual(self.case.state, "interviewed", "the other one waits")
        with self._assertRefused(UserError, "while you had it open"):
            self.two._sign("Fred", first._get_record_digest())
        second.with_user(self.ada).action_confirm("agreed")
        self.assertEqual(self.case.state, "confirmed")
        self.assertEqual(first.confirm_how, "signed_online")

    def test_a_correction_of_one_leaves_the_other(self):
        first, second = self._hear_both()
        self.one._sign("Fay", first._get_record_digest())
        self.two._ask_corrections({self._get_question(second).id: "Not so"})
        self.assertEqual(first.confirm_how, "signed_online")
        self.assertNotIn("Not so", str(first.with_user(self.ada).get_form()))
        self.assertFalse(self.one._prepare_check_page()["overall"])

    def test_each_permission_counts_for_own_words_only(self):
        first, second = self._hear_both()
        self._permit(self.one, "full")
        with self._assertRefused(UserError, "record first what"):
            self.case.with_user(self.ada).action_confirm("agreed")
            self.case.with_user(self.ada).action_share()
        self._permit(self.two, "none")
        self.case.with_user(self.ada).action_confirm("agreed")
        self.case.with_user(self.ada).action_share()
        sent = self.case.share_ids.filtered("reader_id")
        self.assertEqual(sent.participant_id, self.one)
        text = "\n".join(sent.line_ids.mapped("answer"))
        self.assertIn(FAY, text)
        self.assertNotIn(FRED, text)
        self.assertIn(self.one.name, sent.line_ids.mapped("answer"), "marked by person")
        self.assertFalse((self.case.share_ids - sent).line_ids)
        self.assertTrue(first and second)

    def test_a_concern_rests_on_the_permission_of_both(self):
        self._hear_both()
        self._permit(self.one, "full")
        self._permit(self.two, "none")
        Concern = self.env["exit.interview.concern"]
        self.assertEqual(Concern._get_basis(self.case, "service_manager"), "override")
        self._permit(self.two, "full")
        self.assertEqual(Concern._get_basis(self.case, "service_manager"), "permission")
        raised = Concern.with_user(self.ada).raise_concern(
            self.case.id, "practice", "Somebody is not safe"
        )
        self.assertTrue(raised)

    def test_nobody_decides_on_the_others_copies(self):
        self._hear_both()
        seen = self.case._get_wording_digest()
        foreign = self.case._get_shares_of(self.two)[:1]
        decision = {"share_id": foreign.id, "permission": "full"}
        with self._assertRefused(ValidationError, "no such recipient"):
            self.case._decide_permissions([decision], seen, self.one)
        with self._assertRefused(ValidationError, "no such recipient"):
            self.case._withdraw_permission(foreign.id, self.one)
        with self._assertRefused(ValidationError, "no such recipient"):
            self.case._decide_permissions([decision], seen)
        self.assertFalse(self.case._prepare_permission_page()["recipients"])
        page = self.case._prepare_permission_page(self.one)
        ids = [one["id"] for one in page["recipients"]]
        self.assertEqual(ids, self.case._get_shares_of(self.one).ids)

    def test_what_was_permitted_for_both_is_asked_again(self):
        session = self._plan()
        shares = self.case.share_ids
        shares.with_user(self.ada)[0].action_record_permission("full")
        session.with_user(self.ada).action_cancel("Ill")
        self.case.with_user(self.ada).action_hear_apart()
        self.assertEqual(set(shares.mapped("permission")), {"undecided"})

    def test_each_has_a_follow_up(self):
        first, second = self._hear_both()
        self.case.with_user(self.ada).action_confirm("agreed")
        first.with_user(self.ada).action_decline_follow_up()
        self.assertTrue(self._get_due("plan_follow_up"), "the other's")
        follow_up_id = second.with_user(self.ada).action_plan_follow_up(
            "2026-12-18 10:00:00", "phone"
        )
        follow_up = self.env["exit.interview.session"].browse(follow_up_id)
        self.assertEqual(follow_up.apart_id, self.two)
        self.assertFalse(self._get_due("plan_follow_up"))
        self.assertNotIn(FAY, str(follow_up.with_user(self.ada).get_form()))

    def test_each_writes_by_themselves(self):
        self.case.with_user(self.ada).action_hear_apart()
        own = self.case._take_up_writing(self.one)
        other = self.case._take_up_writing(self.two)
        self.assertNotEqual(own, other)
        question = self._get_question(own)
        own._save_leaver_answers(
            self.one, [{"question_id": question.id, "text": FAY}], 0
        )
        self.assertEqual(self.case._get_leaver_session(self.two), other)
        self.assertFalse(other.answer_ids)
        with self.assertRaises(UserError):
            own._save_leaver_answers(
                self.two, [{"question_id": question.id, "text": FRED}], 1
            )

    def test_a_household_counts_once_and_each_is_counted(self):
        self._hear_both()
        self._refresh()
        Analysis = self.env["exit.interview.analysis"].with_user(self.ada)
        lines = Analysis.search(
            [("case_id", "=", self.case.id), ("line_kind", "=", "case")]
        )
        self.assertEqual(len(lines), 1)

    def test_the_staff_know_nothing_of_it(self):
        case = self._create_case(until="scheduled")
        self.assertFalse(case.is_apart)
        self.assertFalse(case.with_user(self.cora).can_hear_apart)
        self.assertFalse(case.session_ids.apart_id)
        self.assertFalse(case.share_ids.participant_id)
        with self._assertRefused(UserError, "on the case itself"):
            case.participant_ids.with_user(self.cora).action_decline_part()


@tagged("post_install", "-at_install")
class TestApartPages(SessionCommon, HttpCase):
    def _enter(self, person, purpose):
        """Come in by a link of one person, as whoever holds the tablet."""
        self.opener.cookies.clear()
        _link, secret = self.env["exit.interview.link"]._issue(person, purpose, "mail")
        self.url_open(f"/exit-interview/l/{secret}", data={"x": "1"})

    def _show(self, path):
        return self.url_open(f"/exit-interview/{path}").text

    def _post(self, path, **form):
        page = self._show(path)
        hidden = dict(
            re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        )
        self.url_open(f"/exit-interview/{path}", data={**hidden, **form})
        self._refresh()

    def test_the_wish_on_the_page(self):
        session = self._plan()
        self._enter(self.one, "offer")
        self.assertIn("talk by myself", self._show("offer/details"))
        self._post("offer/details", wants_apart="1")
        self.assertTrue(self.case.is_apart)
        self.assertEqual(session.participant_ids, self.two)
        self.assertEqual(session.apart_id, self.two, "stays with the other")
        self.assertNotIn("Library", self._show("offer"))
        self._enter(self.two, "offer")
        self.assertIn("Library", self._show("offer"))

    def test_neither_page_shows_the_others_words(self):
        self.case.with_user(self.ada).action_hear_apart()
        self._hear(self._plan(self.one), FAY)
        self._hear(self._plan(self.two, LATER), FRED)
        for person, own, other in ((self.one, FAY, FRED), (self.two, FRED, FAY)):
            self._enter(person, "check")
            page = self._show("check")
            self.assertIn(own, page)
            for path in ("check", "permission"):
                self.assertNotIn(other, self._show(path), path)
            self._enter(person, "answer")
            for path in ("answer", "answer/finish"):
                self.assertNotIn(other, self._show(path), path)

    def test_time_to_think_on_the_page(self):
        self._enter(self.one, "offer")
        page = self._show("offer/details")
        self.assertIn("16 November 2026", page)
        self._post("offer/details", wants_sooner="1")
        self.assertTrue(self.one.wants_sooner)
