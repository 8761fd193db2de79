# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a young person takes away is gone: C-25, C-26."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ChildrenCommon
from .officer_case import SAID, SEEN, WORRY, OfficerCommon

SECRET = "Xyzzy-Quokka-4711"
LATER = "Plugh-Wombat-4712"


@tagged("post_install", "-at_install")
class TestStrike(ChildrenCommon):
    def setUp(self):
        super().setUp()
        self.case, self.session = self._begin(self.kit)
        self.person = self.session.participant_ids

    def _begin(self, child):
        """Bring a child to where an employee, whom they asked for, talks to them."""
        case = self._agree(self._register_move(child))
        case._assign(self.ivan, "They asked for Ivan.")
        now = fields.Datetime.now()
        return case, self._hold(case, interviewer=self.ivan, date=now)

    def _get_text_question(self, skip=0):
        asked = [step["id"] for step in self.session._get_child_steps()]
        return self.session.questionnaire_id.question_ids.filtered(
            lambda one: one.kind == "text" and one.id in asked
        )[skip]

    def _say(self, question, text, version=None):
        """Say it on the child's page."""
        return self.session._save_child_answer(
            self.person,
            {"question_id": question.id, "text": text},
            self.session.version if version is None else version,
        )

    def _write(self, question, text, version=None):
        """Write it down as the interviewer."""
        return self.session.with_user(self.ivan).action_save_answers(
            [{"question_id": question.id, "text": text}],
            self.session.version if version is None else version,
        )

    # === GONE === #

    def test_nothing_of_it_stands_in_any_column_of_the_database(self):
        question = self._get_text_question()
        self._say(question, f"{SECRET} first")
        # The interviewer rewords it, and two hands meet.
        self._write(question, f"{SECRET} second")
        self._say(question, f"{SECRET} third", version=0)
        self._write(question, f"{SECRET} fourth")
        self.session.with_user(self.ivan).action_mark_held()
        answer = self.session.answer_ids
        self.case.with_user(self.ivan).action_add_findings(
            [
                {
                    "kind": "worry",
                    "answer_id": answer.id,
                    "quote": f"{SECRET} fourth",
                    "wording": f"Somebody says {SECRET}",
                }
            ]
        )
        found = self._find_everywhere(SECRET)
        self.assertIn("exit_interview_answer.text", found)
        self.assertIn("exit_interview_answer_revision.wording", found)
        self.assertIn("exit_interview_finding.wording", found)

        self.session.with_user(self.ivan).action_strike(question.id)

        self.assertFalse(self._find_everywhere(SECRET))
        self.assertEqual(self.session.struck_count, 1)
        self.assertEqual(self.case.finding_ids.mapped("state"), ["withdrawn"])
        events = self.case.journal_ids.filtered(lambda one: one.event == "struck")
        self.assertEqual(len(events), 1)
        self.assertFalse(events.subject)

    def test_a_workbook_made_meanwhile_is_removed(self):
        question = self._get_text_question()
        self._say(question, SECRET)
        export = self.env["exit.interview.export"].create(
            {
                "name": "Everything",
                "user_id": self.sue.id,
                "company_id": self.case.company_id.id,
                "state": "done",
                "case_ids_made": self.case.ids,
                "attachment_id": self.env["ir.attachment"]
                .create({"name": "a.xlsx", "raw": SECRET.encode()})
                .id,
            }
        )

        self.session._strike(question)

        self.assertEqual(export.state, "expired")
        self.assertFalse(export.attachment_id)

    def test_a_workbook_in_the_making_is_made_once_more(self):
        question = self._get_text_question()
        self._say(question, SECRET)
        Export = self.env["exit.interview.export"]
        export = Export.create(
            {
                "name": "Everything",
                "user_id": self.sue.id,
                "company_id": self.case.company_id.id,
                "request": {
                    "filters": {},
                    "company_ids": self.case.company_id.ids,
                    "lang": "en_US",
                    "tz": "UTC",
                },
            }
        )
        made = []

        def make(this):
            made.append(bool(this.env["exit.interview.answer"].search([])))
            return SECRET.encode() if made[-1] else b"nothing", self.case

        def remove(this, cases):
            removed = get_removals(this, cases)
            # What happens elsewhere between the file and its keeping.
            if self.session.answer_ids:
                self.session._strike(question)
            return removed

        get_removals = type(Export)._get_removals
        self.patch(type(Export), "_make", make)
        self.patch(type(Export), "_get_removals", remove)
        export._make_safely()
        self.assertEqual(export.state, "queued")
        self.assertFalse(export.attachment_id)
        export._make_safely()
        self.assertEqual(export.state, "done")
        self.assertEqual(export.attachment_id.raw, b"nothing")
        self.assertEqual(made, [True, False])

    def test_only_that_answer_goes(self):
        first, second = self._get_text_question(), self._get_text_question(1)
        self._say(first, SECRET)
        self._say(second, LATER)

        self.assertEqual(self.session._strike(first), 1)

        self.assertEqual(self.session.answer_ids.mapped("text"), [LATER])
        # Nothing was said there any more: nothing to count.
        self.assertEqual(self.session._strike(first), 0)
        self.assertEqual(self.session.struck_count, 1)

    def test_what_is_only_asked_because_of_it_goes_too(self):
        older = self._create_child("Older", date_birth="2011-05-04")
        _case, session = self._begin(older)
        person = session.participant_ids
        questions = session.questionnaire_id.question_ids
        later = questions.filtered("depends_question_id")[:1]
        self.assertTrue(later, "no question hangs on another")
        first = later.depends_question_id
        choice = first.choice_ids.filtered(lambda one: one.code == later.depends_value)
        for question, values in (
            (first, {"choice_ids": choice.ids}),
            (later, {"comment": SECRET}),
        ):
            values = {"question_id": question.id, **values}
            session._save_child_answer(person, values, session.version)
        self.assertEqual(session.answer_ids.question_id, first + later)

        self.assertEqual(session._strike(first), 2)

        self.assertFalse(session.answer_ids)
        self.assertFalse(self._find_everywhere(SECRET))

    # === IT DOES NOT COME BACK === #

    def test_what_a_device_sends_late_stays_out(self):
        question, other = self._get_text_question(), self._get_text_question(1)
        self._say(question, SECRET)
        seen = self.session.version
        self.session._strike(question)

        # The child's tablet, and the interviewer's screen, had no connection.
        self._say(question, SECRET, version=seen)
        self.session.with_user(self.ivan).action_save_answers(
            [
                {"question_id": question.id, "text": SECRET},
                {"question_id": other.id, "text": LATER},
            ],
            seen,
        )

        self.assertFalse(self._find_everywhere(SECRET))
        self.assertEqual(self.session.answer_ids.mapped("text"), [LATER])
        # Whoever saw that it is gone, may say it anew.
        self._say(question, SECRET)
        self.assertIn(SECRET, self.session.answer_ids.mapped("text"))

    def test_would_rather_not_say_takes_away_what_was_said(self):
        question = self._get_text_question()
        self._say(question, SECRET)

        self.session._decline_answer(self.person, question)

        self.assertFalse(self._find_everywhere(SECRET))
        self.assertEqual(self.session.answer_ids.status, "rather_not_say")

    def test_what_was_sent_before_they_would_rather_not_say_stays_out(self):
        question = self._get_text_question()
        seen = self.session.version
        self._say(question, SECRET)
        version = self.session._decline_answer(self.person, question)
        # The first try of the tablet arrives once more, after the answer to the second.
        self._say(question, SECRET, version=seen)

        self.assertEqual(self.session.answer_ids.status, "rather_not_say")
        self.assertFalse(self._find_everywhere(SECRET))
        # Who has seen that it is gone may say something new.
        self._say(question, LATER, version=version)
        self.assertEqual(self.session.answer_ids.text, LATER)

    def test_what_they_empty_is_gone_in_everybodys_wording(self):
        question = self._get_text_question()
        version, _refused = self._say(question, SECRET)
        self._write(question, LATER)
        self.assertTrue(self._find_everywhere(SECRET))
        version = self.session.version
        self._say(question, "", version=version)

        self.assertFalse(self.session.answer_ids)
        self.assertFalse(self._find_everywhere(SECRET))
        self.assertFalse(self._find_everywhere(LATER))

    def test_what_they_change_themselves_leaves_no_earlier_wording(self):
        question = self._get_text_question()
        self._say(question, SECRET)
        self._say(question, LATER)
        self.assertFalse(self._find_everywhere(SECRET))
        self._say(question, "")
        self.assertFalse(self._find_everywhere(LATER))
        # What the interviewer wrote is kept when the child rewords it.
        self._write(question, SECRET)
        self._say(question, LATER)
        self.assertEqual(self.session.answer_ids.revision_ids.wording, SECRET)

    def test_start_again_takes_all_but_the_observations(self):
        questions = self.session.questionnaire_id.question_ids
        observation = questions.filtered(lambda one: one.section_id.is_observation)[:1]
        self._write(observation, LATER)
        self._say(self._get_text_question(), SECRET)
        self._say(self._get_text_question(1), SECRET)

        self.assertEqual(self.session._start_again(), 2)

        self.assertFalse(self._find_everywhere(SECRET))
        self.assertEqual(self.session.answer_ids.mapped("text"), [LATER])

    # === WHAT STAYS === #

    def test_a_concern_that_was_raised_stays(self):
        question = self._get_text_question()
        self._say(question, SECRET)
        concern = self._raise_concern(SECRET)

        self.session._strike(question)

        self.assertEqual(concern.extract, SECRET)
        # The dialog is emptied by the platform within the hour.
        found = set(self._find_everywhere(SECRET)) - {
            "exit_interview_concern_raise.text"
        }
        self.assertEqual(found, {"exit_interview_concern.extract"})

    def _raise_concern(self, words):
        self.env["exit.interview.concern.raise"].with_user(self.ivan).create(
            {
                "case_id": self.case.id,
                "category": "safeguarding",
                "text": words,
                "reason": "Somebody may be at risk",
            }
        ).action_apply()
        return self.env["exit.interview.concern"].search(
            [("case_id", "=", self.case.id)]
        )

    def test_a_finished_record_takes_nothing_out(self):
        question = self._get_text_question()
        self._say(question, LATER)
        self.session.with_user(self.ivan).action_mark_held()
        self.session.with_user(self.ivan).action_hand_in()
        self.case.with_user(self.ivan).action_confirm("agreed")

        with self._assertRefused(UserError, "Ask the Children's Services Manager"):
            self.session.with_user(self.ivan).action_strike(question.id)
        self.assertEqual(self.session.answer_ids.text, LATER)
        # Whom it names can do it, on the case.
        today = fields.Date.today()
        self.case.with_user(self.sue).action_take_out(
            question.id, today, "They changed their mind"
        )
        self.assertFalse(self._find_everywhere(LATER))

    # === THE INTERVIEW SCREEN === #

    def test_the_screen_offers_it_to_whoever_writes_of_a_young_person(self):
        def can_strike(session, user):
            return session.with_user(user).get_form()["session"]["can_strike"]

        self.assertTrue(can_strike(self.session, self.ivan))
        # The Children's Services Manager reads along; she does not write.
        self.assertFalse(can_strike(self.session, self.sue))
        staff = self._create_case(until="scheduled").session_ids
        self.assertTrue(staff.with_user(self.ivy).get_form()["session"]["can_write"])
        self.assertFalse(can_strike(staff, self.ivy))
        self._say(self._get_text_question(), LATER)
        self.session.with_user(self.ivan).action_mark_held()
        self.session.with_user(self.ivan).action_hand_in()
        self.assertTrue(can_strike(self.session, self.ivan))
        self.case.with_user(self.ivan).action_confirm("agreed")
        self.assertFalse(can_strike(self.session, self.ivan))

    # === WHO === #

    def test_only_who_writes_the_record_takes_away(self):
        question = self._get_text_question()
        self._say(question, LATER)
        for user in (self.mia, self.saul, self.ira, self.olu, self.sue):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.session.with_user(user).action_strike(question.id)
        self.assertEqual(self.session.answer_ids.text, LATER)
        self.session.with_user(self.ivan).action_strike(question.id)
        self.assertFalse(self.session.answer_ids)

    def test_of_staff_and_carers_nothing_is_taken_away(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids
        question = session.questionnaire_id.question_ids[:1]
        with self._assertRefused(UserError, "changed or emptied"):
            session.with_user(self.ivy).action_strike(question.id)

    def test_foreign_questions_are_refused(self):
        for question_id in (0, False, "1", -1, 2**40):
            with self.subTest(id=question_id), self.assertRaises(ValidationError):
                self.session.with_user(self.ivan).action_strike(question_id)


@tagged("post_install", "-at_install")
class TestTakeOut(OfficerCommon):
    """What is taken out of a finished record, by whom, and what readers hear of it."""

    ROLES = ("reviewing_officer", "home_manager", "social_worker")

    def _take_out(self, case, code="garden", user=None, **vals):
        """Take an answer out in the dialog, as the Children's Services Manager."""
        question = self._get_question(case.session_ids, code)
        dialog = (
            self.env["exit.interview.strike"]
            .with_user(user or self.sue)
            .with_context(active_id=case.id)
            .create(
                {
                    "question_id": question.id,
                    "date_asked": "2026-11-02",
                    "reason": "They changed their mind",
                    **vals,
                }
            )
        )
        dialog.action_apply()
        self._refresh()

    def _get_removed(self, share, user):
        lines = share.with_user(user).line_ids
        return lines.filtered(lambda line: line.section == "Removed").answer

    # === GONE === #

    def test_it_is_nowhere_and_the_rest_stays(self):
        case = self._talk()
        answer = case.session_ids.answer_ids.filtered(lambda one: one.text == SAID)
        case.with_user(self.ivan).action_add_findings(
            [
                {
                    "kind": "strength",
                    "answer_id": answer.id,
                    "quote": SAID,
                    "wording": f"Somebody says {SAID}",
                }
            ]
        )
        self._share(case)
        withdrawn = self._get_share(case, "social_worker")
        withdrawn.with_user(self.sue).action_withdraw("By mistake")
        self.assertIn("exit_interview_share_line.answer", self._find_everywhere(SAID))
        # Also long after everything was done.
        case.sudo().write({"state": "done", "outcome": "completed"})

        self._take_out(case)

        self.assertFalse(self._find_everywhere(SAID))
        self.assertEqual(case.session_ids.struck_count, 1)
        for role, user in (("reviewing_officer", self.ira), ("home_manager", self.mia)):
            words = self._get_words(self._get_share(case, role), user)
            self.assertIn(WORRY, words, role)
        self.assertTrue(self._find_everywhere(SEEN))
        event = case.journal_ids.filtered(lambda one: one.event == "struck")
        self.assertEqual(event.user_id, self.sue)
        self.assertIn("They changed their mind", event.subject)
        self.assertNotIn("garden", event.subject)

    # === WHAT READERS SEE === #

    def test_copies_say_how_many_and_never_which(self):
        case = self._share()
        for role, user in zip(self.ROLES, (self.ira, self.mia, self.saul), strict=True):
            self.assertFalse(self._get_removed(self._get_share(case, role), user), role)

        self._take_out(case)

        words = "1 answer was removed at the young person's request."
        for role, user in zip(self.ROLES, (self.ira, self.mia, self.saul), strict=True):
            share = self._get_share(case, role)
            self.assertEqual(self._get_removed(share, user), words, role)
            self.assertNotIn(
                "garden?", share.with_user(user).line_ids.mapped("question")
            )
        # The officer's work stands beside the copy as it is now.
        consideration = self._consider(case)
        self.assertIn(words, consideration.line_ids.mapped("answer"))
        self.assertNotIn(SAID, consideration.line_ids.mapped("answer"))
        paper = self.env["report.exit_interview.report_copy"].with_user(self.mia)
        share = self._get_share(case, "home_manager").with_user(self.mia)
        section = paper._prepare_documents(share)[0]["sections"][-1]
        self.assertEqual(section["lines"][0]["answer"], words)

        self._take_out(case, "nights_safe")
        share = self._get_share(case, "home_manager")
        words = "2 answers were removed at the young person's request."
        self.assertEqual(self._get_removed(share, self.mia), words)

    def test_nothing_hints_at_what_a_reader_never_had(self):
        case = self._share()
        self._take_out(case, "seen")
        officers = self._get_share(case, "reviewing_officer")
        self.assertTrue(self._get_removed(officers, self.ira))
        for role, user in (("home_manager", self.mia), ("social_worker", self.saul)):
            share = self._get_share(case, role)
            self.assertFalse(self._get_removed(share, user), role)
            self.assertFalse(share.date_struck, role)

    def test_what_was_struck_before_is_counted_in_the_first_copy(self):
        case = self._talk()
        session = case.session_ids
        garden, nights = (
            self._get_question(session, code) for code in ("garden", "nights_safe")
        )
        for question in garden + nights:
            session.with_user(self.ivan).action_strike(question.id)
        # Said anew: nothing is missing there.
        self._answer(session, "garden", self.ivan, text="The swing")
        self._share(case)
        share = self._get_share(case, "home_manager")
        words = "1 answer was removed at the young person's request."
        self.assertEqual(self._get_removed(share, self.mia), words)

    def test_whoever_had_read_it_is_asked_to_look(self):
        case = self._share()
        mias, sauls = (
            self._get_share(case, role) for role in ("home_manager", "social_worker")
        )
        self._get_words(mias, self.mia)

        self._take_out(case)

        duty = self._get_duty(mias, "reread")
        self.assertEqual(duty.user_id, self.mia)
        self.assertEqual(duty.display_name, f"{case.name}: reading")
        self.assertTrue(self._get_activities(duty))
        # Who had not opened it reads what stands there now.
        self.assertFalse(self._get_duty(sauls, "reread"))
        self.assertFalse(sauls.with_user(self.saul).can_reread)
        with self.assertRaises(AccessError):
            mias.with_user(self.saul).action_reread()
        self.assertTrue(mias.with_user(self.mia).can_reread)
        mias.with_user(self.mia).action_reread()
        self.assertFalse(self._get_duty(mias, "reread"))
        self.assertEqual(duty.state, "done")

    # === WHO, WHEN, WHY === #

    def test_the_childrens_services_manager_alone(self):
        case = self._share()
        question = self._get_question(case.session_ids, "garden")
        for user in (self.mia, self.saul, self.ira, self.ivan, self.olu, self.ned):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                case.with_user(user).action_take_out(
                    question.id, "2026-11-02", "They changed their mind"
                )
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._take_out(case, user=user)
        self.assertFalse(case.with_user(self.ivan).can_take_out)
        case.sudo().conflict_user_ids += self.sue
        self._refresh()
        with self.assertRaises(AccessError):
            case.with_user(self.sue).action_take_out(
                question.id, "2026-11-02", "They changed their mind"
            )
        self.assertTrue(self._find_everywhere(SAID))

    def test_of_staff_nothing_is_taken_out(self):
        case = self._create_case(until="scheduled")
        question = case.session_ids.questionnaire_id.question_ids[:1]
        self.assertFalse(case.with_user(self.cora).can_take_out)
        with self._assertRefused(UserError, "changed or emptied"):
            case.with_user(self.cora).action_take_out(
                question.id, "2026-11-02", "They changed their mind"
            )

    def test_while_it_is_written_the_interviewer_does_it(self):
        case = self._talk()
        self.assertFalse(case.with_user(self.sue).can_take_out)
        with self._assertRefused(UserError, "not confirmed yet"):
            self._take_out(case)
        case.with_user(self.sue).action_confirm("agreed")
        self._refresh()
        self.assertTrue(case.with_user(self.sue).can_take_out)
        self._take_out(case)
        self.assertFalse(self._find_everywhere(SAID))

    def test_the_reason_does_not_tell_what_was_said(self):
        case = self._share()
        case = case.with_user(self.sue)
        question = self._get_question(case.session_ids.sudo(), "garden")
        for reason in (
            "the GARDEN was the best thing",
            "Nobody may know of CNRY",
            "It was about cnry-said",
        ):
            with (
                self._assertRefused(ValidationError, "repeats"),
                self.env.cr.savepoint(),
            ):
                self._take_out(case.sudo(False), reason=reason)
            # The dialog keeps nothing of it either.
            self.assertNotIn(
                "exit_interview_strike.reason", self._find_everywhere(reason)
            )
        for reason in ("", " ", False, 3, "x" * 201):
            with self.subTest(reason=reason), self.assertRaises(ValidationError):
                case.action_take_out(question.id, "2026-11-02", reason)
        for day in (False, "2026-10-30", "2026-11-03"):
            with self.subTest(day=day), self._assertRefused(ValidationError, "day"):
                case.action_take_out(question.id, day, "They changed their mind")
        for question_id in (0, False, "1", -1, 2**40):
            with self.subTest(id=question_id), self.assertRaises(ValidationError):
                case.action_take_out(question_id, "2026-11-02", "They asked")
        self.assertTrue(self._find_everywhere(SAID))
