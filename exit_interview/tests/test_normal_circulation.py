# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who reads every record: told in advance, not asked one by one (S-25, F-22, C-27)."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ExitInterviewCommon
from .test_check_page import LeaverPageCommon

WORDS = (
    "- What you say normally goes to: {normal_circulation}. You can tell us what to "
    "keep back.\n- {complaints}"
)


class NormalCirculationCommon(ExitInterviewCommon):
    """The service manager reads every record; the other two are asked."""

    @classmethod
    def _create_policy(cls):
        result = super()._create_policy()
        cls.recipient = cls.policy.recipient_ids.filtered(
            lambda recipient: recipient.role == "service_manager"
        )
        cls.recipient.basis = "normal_circulation"
        cls.policy.notice_wording = WORDS
        return result

    def _get_sam(self, case):
        return self._get_share(case, "service_manager")

    def _decide_others(self, case):
        """Settle the two who are asked, as the interviewer does."""
        for role in ("team_manager", "head_of_service"):
            self._get_share(case, role).with_user(self.ivy).action_record_permission(
                "none"
            )

    def _record_told(self, case, user=None, how="By telephone", **vals):
        share = self._get_sam(case).with_user(user or self.ivy)
        share.action_record_told(how, **vals)

    def _share(self, case):
        case.with_user(self.ivy).action_confirm("agreed")
        case.with_user(self.cora).action_share()
        self._refresh()


@tagged("post_install", "-at_install")
class TestNormalCirculation(NormalCirculationCommon):
    # === TOLD BY STAFF === #

    def test_told_it_goes_out_without_asking(self):
        case = self._create_case(until="scheduled")
        share = self._get_sam(case)
        self.assertTrue(share.is_normal)
        self.assertEqual((share.permission, share.basis), ("undecided", "permission"))
        self._record_told(case)
        self.assertEqual(share.permission, "normal")
        self.assertEqual(share.basis, "normal_circulation")
        self.assertEqual(share.permission_ids.how, "By telephone")
        self.assertEqual(share.permission_ids.recorded_by, "Ivy")
        self.assertFalse(share.reader_id, "nothing before the record is confirmed")
        session = case.session_ids
        session.with_user(self.ivy).action_mark_held()
        self._answer(session, "improve", text="More help")
        self._decide_others(case)
        with self.assertRaises(UserError):
            share.with_user(self.cora).action_send()
        self._share(case)
        self.assertEqual((share.state, share.reader_id), ("sent", self.sam))
        read = share.with_user(self.sam).line_ids.mapped("answer")
        self.assertIn("More help", read)
        self.assertEqual(
            share.with_user(self.sam).permission_ids.parts, "The whole record"
        )
        events = case.with_user(self.cora).journal_ids.mapped("event")
        self.assertIn("told", events)

    def test_not_told_is_asked(self):
        case = self._create_case(until="interviewed")
        share = self._get_sam(case)
        self._decide_others(case)
        case.with_user(self.ivy).action_confirm("agreed")
        with self.assertRaisesRegex(UserError, "Service manager.* told in advance"):
            case.with_user(self.cora).action_share()
        with self.assertRaisesRegex(UserError, "did not agree"):
            share.with_user(self.cora).action_send()
        share.with_user(self.ivy).action_record_permission("full")
        self.assertEqual(share.basis, "permission")
        case.with_user(self.cora).action_share()
        self.assertEqual((share.state, share.permission), ("sent", "full"))

    def test_told_is_before_the_conversation_not_after(self):
        case = self._create_case(until="scheduled")
        now = fields.Datetime.now()
        case.session_ids.with_user(self.ivy).action_mark_held(
            now - timedelta(days=3), now - timedelta(days=3) + timedelta(hours=1)
        )
        share = self._get_sam(case)
        day = self.policy._get_local_date(case.session_ids.date_start)
        with self.assertRaisesRegex(UserError, "after the conversation"):
            self._record_told(case, date=day + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "after the conversation"):
            self._record_told(case)
        self.assertEqual(share.permission, "undecided")
        self._record_told(case, date=day)
        self.assertEqual((share.permission, share.date_told), ("normal", day))

    def test_what_cannot_be_recorded(self):
        case = self._create_case(until="scheduled")
        tomorrow = fields.Date.context_today(case) + timedelta(days=1)
        with self.assertRaisesRegex(UserError, "lies ahead"):
            self._record_told(case, date=tomorrow)
        for how in ("", "  ", False):
            with self.assertRaises(ValidationError):
                self._record_told(case, how=how)
        asked = self._get_share(case, "head_of_service").with_user(self.ivy)
        with self.assertRaisesRegex(UserError, "ask for the leaver's permission"):
            asked.action_record_told("By telephone")
        with self.assertRaisesRegex(ValidationError, "told in advance"):
            self._get_sam(case).with_user(self.ivy).action_record_permission("normal")
        with self.assertRaises(ValidationError):
            asked.action_record_permission("normal")

    def test_who_may_record_it(self):
        case = self._create_case(until="scheduled")
        for user in (self.sam, self.hana, self.lin, self.hal, self.adm, self.peg):
            with self.assertRaises(AccessError):
                self._record_told(case, user)
        self._record_told(case, self.cora)
        self.assertEqual(self._get_sam(case).permission, "normal")

    def test_the_dialog(self):
        case = self._create_case(until="scheduled")
        share = self._get_sam(case).with_user(self.cora)
        self.assertTrue(share.can_record_told)
        self.env["exit.interview.share.step"].with_user(self.cora).create(
            {"step": "told", "share_id": share.id, "how": "In a letter"}
        ).action_apply()
        share.invalidate_recordset()
        self.assertFalse(share.can_record_told)
        self.assertEqual(share.permission_ids.how, "In a letter")

    def test_the_interviewer_s_screen_tells(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids.with_user(self.ivy)

        def show():
            shares = session.get_form()["permissions"]["shares"]
            return {one["role"]: (one["normal"], one["told"]) for one in shares}

        self.assertEqual(show()["service_manager"], (True, False))
        self.assertEqual(show()["head_of_service"], (False, False))
        self._record_told(case)
        self.assertEqual(show()["service_manager"], (True, True))

    # === WHAT THE LEAVER WISHES COMES FIRST === #

    def test_parts_kept_back_do_not_go(self):
        case = self._create_case(until="scheduled")
        self._record_told(case)
        session = case.session_ids
        session.with_user(self.ivy).action_mark_held()
        self._answer(session, "improve", text="Kept back")
        self._answer(session, "support", score=7)
        section = self._get_question(session, "support").section_id
        self.assertNotEqual(self._get_question(session, "improve").section_id, section)
        share = self._get_sam(case)
        share.with_user(self.ivy).action_record_permission("parts", section.ids)
        self.assertEqual(share.basis, "normal_circulation")
        self._decide_others(case)
        self._share(case)
        answers = share.with_user(self.sam).line_ids.mapped("answer")
        self.assertNotIn("Kept back", answers)
        self.assertTrue([answer for answer in answers if answer.startswith("7")])

    def test_all_of_it_kept_back(self):
        case = self._create_case(until="scheduled")
        self._record_told(case)
        case.session_ids.with_user(self.ivy).action_mark_held()
        share = self._get_sam(case)
        share.with_user(self.ivy).action_record_permission("none")
        self._record_told(case)
        self.assertEqual(share.permission, "none", "what was decided stays decided")
        self._decide_others(case)
        self._share(case)
        self.assertEqual(share.state, "draft")
        self.assertFalse(share.with_user(self.sam).has_access("read"))
        with self.assertRaisesRegex(UserError, "did not agree"):
            share.with_user(self.cora).action_send()

    def test_out_of_the_circulation(self):
        case = self._create_case(until="scheduled")
        self._record_told(case)
        case.session_ids.with_user(self.ivy).action_mark_held()
        share = self._get_sam(case)
        share.with_user(self.cora).action_limit("The record is about him")
        self._decide_others(case)
        self._share(case)
        self.assertEqual(share.state, "draft")
        with self.assertRaisesRegex(UserError, "out of the circulation"):
            share.with_user(self.cora).action_send()

    def test_protected_answers_keep_their_own_tick(self):
        for is_ticked in (False, True):
            employee = self._create_employee(
                f"Lou {is_ticked}", department_id=self.north.id
            )
            case = self._create_case(employee, until="scheduled")
            self._record_told(case)
            session = case.session_ids
            session.with_user(self.ivy).action_mark_held()
            question = session.questionnaire_id.question_ids.filtered(
                lambda one: one.is_protected and one.kind == "text"
            )[:1]
            self.assertTrue(question)
            self._answer(session, question.code, text="Protected words")
            share = self._get_sam(case)
            if is_ticked:
                share.with_user(self.ivy).action_record_permission(
                    "normal", protected=True
                )
            self._decide_others(case)
            self._share(case)
            answers = share.with_user(self.sam).line_ids.mapped("answer")
            self.assertEqual("Protected words" in answers, is_ticked)

    def test_taken_back_it_stays_back(self):
        case = self._create_case(until="scheduled")
        self._record_told(case)
        case.session_ids.with_user(self.ivy).action_mark_held()
        self._decide_others(case)
        self._share(case)
        share = self._get_sam(case)
        share.sudo()._withdraw_on_page(case.sudo().participant_ids)
        self._refresh()
        self.assertFalse(share.with_user(self.sam).has_access("read"))
        self.assertEqual(share.permission, "none")
        with self.assertRaises(UserError):
            share.with_user(self.cora).action_send()

    # === THE DATABASE === #

    def test_the_database_refuses_a_reader_of_whom_nobody_was_told(self):
        case = self._create_case(until="interviewed")
        share = self._get_sam(case)
        for vals in (
            {"reader_id": self.sam.id},
            {"permission": "normal"},
            {"permission": "normal", "basis": "normal_circulation"},
            {"permission": "parts", "basis": "normal_circulation"},
        ):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                share.sudo().write(vals)
                share.flush_recordset()
            share.invalidate_recordset()
        asked = self._get_share(case, "head_of_service")
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            asked.sudo().write(
                {
                    "permission": "normal",
                    "basis": "normal_circulation",
                    "date_told": fields.Date.today(),
                }
            )
            asked.flush_recordset()

    # === THE POLICY === #

    def test_words_that_tell_nobody_are_pointed_out(self):
        self.assertFalse(self.policy.circulation_warning)
        self.policy.notice_wording = "- {complaints}"
        self.assertIn("{normal_circulation}", self.policy.circulation_warning)
        self.recipient.basis = "permission"
        self.assertFalse(self.policy.circulation_warning)

    def test_a_change_of_the_list_is_noted(self):
        self.assertIn("normal circulation", self.recipient._describe_access())
        self.assertIn(
            "Copy: Service manager, in the normal circulation", self.policy._describe()
        )
        self.recipient.basis = "permission"
        self.assertNotIn("normal circulation", self.recipient._describe_access())
        self.assertNotIn("normal circulation", self.policy._describe())

    def test_cases_keep_what_they_began_with(self):
        case = self._create_case(until="scheduled")
        self.recipient.basis = "permission"
        self.assertTrue(self._get_sam(case).is_normal)
        other = self._create_case(
            self._create_employee("Lou", department_id=self.north.id),
            until="scheduled",
        )
        self.assertFalse(self._get_sam(other).is_normal)


@tagged("post_install", "-at_install")
class TestNormalCirculationPages(NormalCirculationCommon, LeaverPageCommon):
    """The notice tells; the page on permission keeps back."""

    def setUp(self):
        # Not the case of the other pages: this one is told on its page.
        super(LeaverPageCommon, self).setUp()
        self.case = self._create_case()
        self.participant = self.case.participant_ids
        self.case.with_user(self.cora).action_offer("told")

    def _accept(self):
        self._enter("offer")
        response = self._post("offer", reply="accepted")
        self.assertEqual(response.status_code, 303)

    def _talk(self):
        session_id = self.case.with_user(self.ivy).action_schedule(
            fields.Datetime.now(), "in_person", "Room 4"
        )
        self.session = self.env["exit.interview.session"].browse(session_id)
        self.session.with_user(self.ivy).action_mark_held()
        self._answer(self.session, "improve", text="More help on Mondays")
        self._answer(self.session, "support", score=7)
        self.share = self._get_sam(self.case)

    def _decide(self, **form):
        response = self._post("permission", **form)
        self.case.invalidate_recordset()
        return response

    def _text(self, path="permission"):
        return " ".join(self._show(path).text.split())

    def _keep(self, code):
        """Return the form that keeps back the part in which a question stands."""
        section = self._get_question(self.session, code).section_id
        return {
            f"permission_{self.share.id}": "parts",
            f"keep_{self.share.id}_{section.id}": "1",
        }

    def test_the_notice_on_the_page_tells(self):
        self._enter("offer")
        self.assertIn(
            "What you say normally goes to: Service manager.", self._text("offer")
        )
        self._accept()
        self.assertEqual(self.participant.told_roles, "service_manager")
        self._talk()
        self.assertEqual(self.share.permission, "normal")
        given = self.share.permission_ids
        self.assertEqual(given.recorded_by, "The leaver")
        self.assertIn("What you say normally goes to: Service manager.", given.wording)

    def test_what_they_knew_before_they_saw_the_page_counts(self):
        """Told on the telephone, spoken to, and only then on their page."""
        self.case.with_user(self.cora).action_record_reply("accepted")
        now = fields.Datetime.now()
        session_id = self.case.with_user(self.ivy).action_schedule(
            now - timedelta(days=2), "phone"
        )
        share = self._get_sam(self.case)
        day = self.policy._get_local_date(now - timedelta(days=3))
        self._record_told(self.case, date=day)
        self.participant.sudo()._acknowledge_notice(now)
        session = self.env["exit.interview.session"].browse(session_id)
        session.with_user(self.ivy).action_mark_held()
        self.assertEqual((share.permission, share.date_told), ("normal", day))

    def test_a_page_seen_after_the_conversation_tells_too_late(self):
        self.case.with_user(self.cora).action_record_reply("accepted")
        now = fields.Datetime.now()
        session_id = self.case.with_user(self.ivy).action_schedule(
            now - timedelta(days=2), "phone"
        )
        share = self._get_sam(self.case)
        self.participant.sudo()._acknowledge_notice(now)
        session = self.env["exit.interview.session"].browse(session_id)
        session.with_user(self.ivy).action_mark_held()
        self.assertEqual(share.permission, "undecided")

    def test_words_without_the_name_tell_nobody(self):
        self.policy.notice_wording = "- Ask us. {recipients}"
        self._accept()
        self.assertFalse(self.participant.told_roles)
        self._talk()
        self.assertEqual(self.share.permission, "undecided")

    def test_who_came_to_the_list_later_was_not_told_of(self):
        self._accept()
        self.policy.recipient_ids.basis = "normal_circulation"
        self._talk()
        self.assertEqual(self.share.permission, "normal")
        head = self._get_share(self.case, "head_of_service")
        self.assertTrue(head.is_normal)
        self.assertEqual(head.permission, "undecided")

    def test_new_words_are_read_again_before_a_yes(self):
        self._enter("offer")
        hidden = self._get_hidden("offer")
        self.policy.recipient_ids.basis = "normal_circulation"
        self._refresh()
        response = self._send_form("offer", {**hidden, "reply": "accepted"})
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self.participant.reply)

    def test_the_page_says_who_reads_it_in_the_normal_way(self):
        self._accept()
        self._talk()
        self._enter()
        page = self._text()
        self.assertIn("The Service manager reads it in the normal way", page)
        self.assertIn("the whole record", page)
        self.assertIn("nothing goes to them unless you say yes", page)
        self.assertNotIn("Nobody reads anything until you have said yes", page)
        self.assertIn("May the Head of service read it?", page)
        self.assertNotIn("checked=", page)

    def test_who_was_not_told_reads_the_words_of_being_asked(self):
        self.policy.notice_wording = "- Ask us. {recipients}"
        self._accept()
        self._talk()
        self._enter()
        page = self._text()
        self.assertIn("Nobody reads anything until you have said yes", page)
        self.assertIn("May the Service manager read it?", page)
        self.assertNotIn("in the normal way", page)
        response = self._decide(**{f"permission_{self.share.id}": "normal"})
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self.share.permission, "undecided")
        self._decide(**{f"permission_{self.share.id}": "full"})
        self.assertEqual(
            (self.share.permission, self.share.basis), ("full", "permission")
        )

    def test_a_part_kept_back(self):
        self._accept()
        self._talk()
        self._enter()
        response = self._decide(**self._keep("improve"))
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.share.permission, "parts")
        self.assertEqual(self.share.basis, "normal_circulation")
        kept = self._get_question(self.session, "improve").section_id
        self.assertNotIn(kept, self.share.permission_ids.section_ids)
        self.assertIn(
            self._get_question(self.session, "support").section_id,
            self.share.permission_ids.section_ids,
        )
        self.assertIn(f"all but {kept.name}", self._text())
        self._decide_others(self.case)
        self._share(self.case)
        answers = self.share.with_user(self.sam).line_ids.mapped("answer")
        self.assertNotIn("More help on Mondays", answers)
        self.assertIn(f"all but {kept.name}", self._text())

    def test_as_usual_after_all(self):
        self._accept()
        self._talk()
        self._enter()
        self._decide(**self._keep("improve"))
        self._decide(**{f"permission_{self.share.id}": "normal"})
        self.assertEqual(self.share.permission, "normal")
        self._decide(**{f"permission_{self.share.id}": "none"})
        self.assertEqual(
            (self.share.permission, self.share.basis), ("none", "permission")
        )
        self.assertIn("nothing of it", self._text())

    def test_what_does_not_fit(self):
        self._accept()
        self._talk()
        self._enter()
        sections = self.share._get_sections().filtered(lambda one: not one.is_protected)
        everything = {f"keep_{self.share.id}_{one.id}": "1" for one in sections}
        for form in (
            {f"permission_{self.share.id}": "parts"},
            {f"permission_{self.share.id}": "parts", **everything},
            # The form of a page that still asked.
            {
                f"permission_{self.share.id}": "parts",
                f"part_{self.share.id}_{sections[0].id}": "1",
            },
        ):
            response = self._decide(**form)
            self.assertEqual(response.status_code, 422, form)
            self.assertIn("tick the parts to keep back", response.text)
            self.assertEqual(self.share.permission, "normal")
