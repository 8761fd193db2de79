# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import csv
from pathlib import Path

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestAnswer(ExitInterviewCommon):
    def setUp(self):
        super().setUp()
        # A refused text is kept through a cursor of its own.
        self.registry_enter_test_mode()
        self.case = self._create_case(until="scheduled")
        self.session = self.case.session_ids

    def _get_answer(self, code):
        return self.session.answer_ids.filtered(
            lambda answer: answer.question_id.code == code
        )

    def test_zero_is_an_answer_and_nothing_is_none(self):
        self._answer(self.session, "support", score=0)
        answer = self._get_answer("support")
        self.assertEqual(answer.status, "answered")
        self.assertIsNot(answer.score, False)
        self.assertEqual(answer.score, 0)

        self._answer(self.session, "support", score=False)
        self.assertFalse(self._get_answer("support"))

        self._answer(self.session, "support", score=None, comment="Hard to say")
        answer = self._get_answer("support")
        self._refresh()
        self.assertIs(answer.score, False)
        self.env.cr.execute(
            "SELECT score FROM exit_interview_answer WHERE id = %s", (answer.id,)
        )
        self.assertEqual(self.env.cr.fetchone(), (None,))

    def test_scale_boundaries(self):
        for score in (0, 10, 7.0):
            self._answer(self.session, "support", score=score)
            self.assertEqual(self._get_answer("support").score, score)
        for bad in (-1, 11, 3.7, True, "7", 2**31, float("nan"), float("inf"), [5]):
            with self.assertRaisesRegex(ValidationError, "whole number from 0 to 10"):
                self._answer(self.session, "support", score=bad)

    def test_the_database_holds_the_range_too(self):
        self._answer(self.session, "support", score=5)
        answer = self._get_answer("support")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                answer.sudo().score = 11
                self.env.flush_all()

    def test_yes_no_takes_one_and_zero_only(self):
        code = self.session.questionnaire_id.question_ids.filtered(
            lambda question: question.kind == "yes_no"
        )[0].code
        self._answer(self.session, code, score=0)
        self.assertEqual(self._get_answer(code)._get_text(), "No")
        for bad in (2, "maybe", -1):
            with self.assertRaises(ValidationError):
                self._answer(self.session, code, score=bad)

    def test_choices_belong_to_their_question(self):
        reason = self._get_question(self.session, "reason")
        main = self._get_question(self.session, "reason_main")
        two = reason.choice_ids[:2].ids
        self._answer(self.session, "reason", choice_ids=two)
        self.assertEqual(self._get_answer("reason").choice_ids.ids, two)
        with self.assertRaisesRegex(ValidationError, "not one of its options"):
            self._answer(self.session, "reason", choice_ids=main.choice_ids[:1].ids)
        with self.assertRaisesRegex(ValidationError, "one option only"):
            self._answer(
                self.session, "reason_main", choice_ids=main.choice_ids[:2].ids
            )

    def test_statuses_are_answers(self):
        self._answer(self.session, "support", status="rather_not_say")
        answer = self._get_answer("support")
        self.assertEqual(answer.status, "rather_not_say")
        self.assertIs(answer.score, False)
        with self.assertRaisesRegex(ValidationError, "Choose one of"):
            self._answer(self.session, "support", status="shrug")

    def test_blank_text_is_no_answer_and_hostile_text_stays_text(self):
        for blank in ("", "   \n\t ", "\u200b\ufeff", "\x00"):
            self._answer(self.session, "improve", text=blank)
            self.assertFalse(self._get_answer("improve"), repr(blank))
        for text in (
            "<script>alert(1)</script>",
            "{{7*7}} ${x} %s <t t-out='user'/>",
            "=1+1",
            "Cymraeg ŵ ŷ, ąę, 😀, עברית",
        ):
            self._answer(self.session, "improve", text=text)
            self.assertEqual(self._get_answer("improve").text, text)
        self._answer(self.session, "improve", text="a\x00b")
        self.assertEqual(self._get_answer("improve").text, "ab")
        self._answer(self.session, "improve", text="x" * 10000)
        with self.assertRaisesRegex(ValidationError, "10001 characters"):
            self._answer(self.session, "improve", text="x" * 10001)

    def test_two_writers_are_told_and_both_texts_kept(self):
        version = self._answer(self.session, "improve", text="Old", version=0)
        question = self._get_question(self.session, "improve")
        # The other hand comes in through the private twin, as a leaver's page does.
        self.session.with_user(self.peg).sudo()._save_answers(
            [{"question_id": question.id, "text": "Peg's words"}], version
        )

        # No assertRaises: it rolls back, and with it the cursor of its own.
        error = None
        try:
            self._answer(self.session, "improve", self.ivy, version, text="Ivy's words")
        except UserError as refused:
            error = refused

        for words in ("Peg", "Peg's words", "Ivy's words"):
            self.assertIn(words, str(error))
        conflict = error.context["exit_interview_conflict"][0]
        self.assertEqual(conflict["their_text"], "Peg's words")
        self.assertEqual(conflict["my_text"], "Ivy's words")
        self.assertEqual(self._get_answer("improve").text, "Peg's words")
        kept = self.env["exit.interview.answer.revision"].search(
            [("session_id", "=", self.session.id), ("is_refused", "=", True)]
        )
        self.assertEqual(kept.mapped("wording"), ["Ivy's words"])
        self.assertEqual(kept.author_id, self.ivy)

    def test_the_same_person_in_two_windows_is_told(self):
        self._answer(self.session, "improve", version=0, text="On the laptop")
        with self.assertRaisesRegex(UserError, "You, in another window"):
            self._answer(self.session, "improve", version=0, text="On the tablet")

    def test_an_old_version_does_not_stop_other_questions(self):
        self._answer(self.session, "improve", version=0, text="First")
        self._answer(self.session, "done_well", version=0, text="Second")
        self.assertEqual(self._get_answer("done_well").text, "Second")

    def test_the_same_save_twice_changes_nothing(self):
        self._answer(self.session, "improve", version=0, text="Same")
        self._answer(self.session, "improve", version=0, text="Same")
        self.assertEqual(len(self._get_answer("improve")), 1)

    def test_answers_close_when_the_record_is_confirmed(self):
        self._answer(self.session, "improve", text="Before")
        self.session.with_user(self.ivy).action_mark_held()
        self._answer(self.session, "improve", text="Corrected")
        self.case.with_user(self.ivy).action_confirm("agreed")
        with self.assertRaisesRegex(UserError, "record is closed"):
            self._answer(self.session, "improve", text="Too late")
        self.assertFalse(
            self.session.with_user(self.ivy).get_form()["session"]["can_write"]
        )

    def test_only_the_writer_writes(self):
        for user in (self.cora, self.peg, self.hal, self.emp, self.lea_login):
            with self.assertRaises(AccessError, msg=user.login):
                self._answer(self.session, "improve", user, 0, text="Not mine")

    def test_fields_from_outside_are_refused(self):
        question = self._get_question(self.session, "improve")
        for extra in ({"author_id": 1}, {"version": 9}, {"case_id": 1}):
            with self.assertRaises(ValidationError):
                self.session.with_user(self.ivy).action_save_answers(
                    [{"question_id": question.id, "text": "x", **extra}], 0
                )
        other = self.env.ref("exit_interview.questionnaire_staff_agency_survey")
        with self.assertRaisesRegex(ValidationError, "does not belong"):
            self.session.with_user(self.ivy).action_save_answers(
                [{"question_id": other.question_ids[0].id, "text": "x"}], 0
            )
        for version in (True, "0", None, 1.5):
            with self.assertRaises(ValidationError):
                self.session.with_user(self.ivy).action_save_answers([], version)

    def test_the_form_holds_every_question_of_the_source(self):
        """L-30 to L-63: each line of the source has its question, kind and options."""
        path = Path(__file__).with_name("questionnaire_coverage.csv")
        questions = {q.code: q for q in self.session.questionnaire_id.question_ids}
        with path.open(encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            question = questions[row["question_code"]]
            self.assertEqual(question.kind, row["kind"], row)
            options = [part for part in row["options"].split("|") if part]
            if question.kind in ("choice", "choices"):
                self.assertEqual(question.choice_ids.mapped("code"), options, row)
        self.assertEqual(
            {row["requirement_id"] for row in rows if row["requirement_id"][0] == "L"},
            {f"L-{number}" for number in range(30, 64)},
        )
        self.assertEqual({row["question_code"] for row in rows}, set(questions))
        for question in questions.values():
            if question.kind == "scale":
                self.assertTrue(question.low_label and question.high_label)

    def test_protected_questions_are_marked(self):
        protected = self.session.questionnaire_id.question_ids.filtered("is_protected")
        self.assertEqual(
            set(protected.mapped("code")),
            {
                "ethnicity",
                "ethnicity_impact",
                "protected_characteristic",
                "protected_characteristic_impact",
            },
        )


@tagged("post_install", "-at_install")
class TestQuestionnaire(ExitInterviewCommon):
    def test_a_published_version_never_changes(self):
        published = self.env.ref("exit_interview.questionnaire_staff_interview")
        admin = published.with_user(self.adm)
        question = admin.question_ids[0]
        for record, vals in (
            (admin, {"name": "Other"}),
            (admin.section_ids[0], {"name": "Other"}),
            (question, {"name": "Other"}),
            (admin.question_ids.choice_ids[0], {"name": "Other"}),
        ):
            with self.assertRaisesRegex(UserError, "is published"):
                record.write(vals)
            with self.assertRaisesRegex(UserError, "is published"):
                record.unlink()
        with self.assertRaisesRegex(UserError, "is published"):
            self.env["exit.interview.question"].with_user(self.adm).create(
                {"section_id": admin.section_ids[0].id, "code": "x", "name": "X"}
            )

    def test_a_new_version_is_a_draft_with_everything_in_place(self):
        old = self.env.ref("exit_interview.questionnaire_staff_interview")
        action = old.with_user(self.adm).action_new_version()
        new = self.env["exit.interview.questionnaire"].browse(action["res_id"])

        self.assertEqual((new.version, new.state, new.code), (2, "draft", old.code))
        self.assertEqual(
            new._get_ordered_questions().mapped("code"),
            old._get_ordered_questions().mapped("code"),
        )
        for question in new.question_ids:
            linked = question.parent_id + question.depends_question_id
            self.assertLessEqual(linked.questionnaire_id, new)
        self.assertEqual(
            len(new.question_ids.filtered("parent_id")),
            len(old.question_ids.filtered("parent_id")),
        )
        new.question_ids[0].with_user(self.adm).name = "Asked in another way"
        new.with_user(self.adm).action_publish()
        with self.assertRaises(AccessError):
            new.with_user(self.cora).action_retire()

    def test_sessions_keep_the_version_and_wording_they_started_with(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids
        wording = self._get_question(session, "support").name
        self._answer(session, "support", score=4)
        new = self.env["exit.interview.questionnaire"].browse(
            session.questionnaire_id.with_user(self.adm).action_new_version()["res_id"]
        )
        self._get_question_of(new, "support").name = "Something different"
        new.with_user(self.adm).action_publish()
        self.policy.questionnaire_id = new

        self.assertEqual(session.questionnaire_id.version, 1)
        self.assertEqual(session.answer_ids.question_text, wording)
        other = self._create_case(self._create_employee("Other"), until="scheduled")
        self.assertEqual(other.session_ids.questionnaire_id, new)

    def _get_question_of(self, questionnaire, code):
        return questionnaire.question_ids.filtered(lambda q: q.code == code)

    def test_an_empty_questionnaire_is_not_published(self):
        empty = self.env["exit.interview.questionnaire"].create(
            {"name": "Empty", "code": "empty"}
        )
        with self.assertRaisesRegex(ValidationError, "no question yet"):
            empty.with_user(self.adm).action_publish()
