# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestQuestionnaire(ExitInterviewCommon):
    def _create_draft(self, **vals):
        """Write a draft as an HR officer does: a part, a choice, what hangs on it."""
        draft = (
            self.env["exit.interview.questionnaire"]
            .with_user(self.adm)
            .create(
                {
                    "name": "A short one",
                    "section_ids": [Command.create({"name": "Working here"})],
                    **vals,
                }
            )
        )
        section = draft.section_ids
        for sequence, (name, kind) in enumerate(
            (("Why do you leave?", "choice"), ("Tell us more", "text"))
        ):
            section.question_ids = [
                Command.create(
                    {
                        "name": name,
                        "kind": kind,
                        "sequence": sequence,
                        "choice_ids": [
                            Command.create({"name": "Pay"}),
                            Command.create({"name": "Workload"}),
                        ]
                        if kind == "choice"
                        else [],
                    }
                )
            ]
        return draft

    def test_codes_are_made(self):
        draft = self._create_draft()
        self.assertEqual(draft.code, "a_short_one")
        self.assertEqual(
            draft.question_ids.mapped("code"), ["why_do_you_leave", "tell_us_more"]
        )
        self.assertEqual(
            draft.question_ids[0].choice_ids.mapped("code"), ["pay", "workload"]
        )
        again = self._create_draft()
        self.assertEqual(again.code, "a_short_one_2")
        draft.section_ids.question_ids = [Command.create({"name": "Tell us more!"})]
        self.assertIn("tell_us_more_2", draft.question_ids.mapped("code"))

    def test_a_condition_is_chosen_in_words(self):
        draft = self._create_draft()
        first, second = draft.question_ids
        with Form(draft) as form, form.question_ids.edit(1) as line:
            line.depends_question_id = first
            self.assertEqual(line.depends_value, "pay")
            line.depends_choice_id = first.choice_ids[1]
        self.assertEqual(second.depends_value, "workload")
        self.assertIn("Workload", second.condition)
        self.assertEqual(second.number, "2")

    @mute_logger("odoo.sql_db")
    def test_refused_when_written(self):
        """I-83: two equal codes, circles, prompts of prompts."""
        draft = self._create_draft()
        first, second = draft.question_ids
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            second.code = first.code
            self.env.flush_all()
        self.env.invalidate_all()
        second.write({"depends_question_id": first.id, "depends_value": "pay"})
        first.kind = "choice"
        second.kind = "yes_no"
        with self._assertRefused(ValidationError, "waits for"):
            first.write({"depends_question_id": second.id, "depends_value": "yes"})
        with self.assertRaises(ValidationError):
            first.parent_id = first
        third = draft.question_ids.create(
            {"name": "And?", "section_id": draft.section_ids.id, "parent_id": first.id}
        )
        with self._assertRefused(ValidationError, "prompt"):
            second.parent_id = third
        with self._assertRefused(ValidationError, "prompt"):
            first.parent_id = second

    def test_refused_when_published(self):
        """I-83: everything that is missing, at once."""
        empty = self.env["exit.interview.questionnaire"].create({"name": "Empty"})
        with self._assertRefused(ValidationError, "no question yet"):
            empty.with_user(self.adm).action_publish()
        draft = self._create_draft()
        first, second = draft.question_ids
        first.write({"depends_question_id": second.id, "depends_value": "yes"})
        first.choice_ids[1].unlink()
        draft.section_ids = [Command.create({"name": "Nothing in it"})]
        with self.assertRaises(ValidationError) as caught:
            draft.action_publish()
        message = str(caught.exception)
        self.assertIn("asked later", message)
        self.assertIn("fewer than two options", message)
        self.assertIn("Nothing in it", message)
        self.assertEqual(draft.state, "draft")

    def test_a_condition_that_can_never_come_true(self):
        draft = self._create_draft()
        first, second = draft.question_ids
        second.write({"depends_question_id": first.id, "depends_value": "gone"})
        with self._assertRefused(ValidationError, "does not offer"):
            draft.action_publish()

    def test_dragged_questions_keep_their_place(self):
        draft = self._create_draft()
        first, second = draft.question_ids
        draft.write(
            {
                "question_ids": [
                    Command.update(second.id, {"sequence": 1}),
                    Command.update(first.id, {"sequence": 2}),
                ]
            }
        )
        self._refresh()
        self.assertEqual(draft._get_ordered_questions(), second + first)
        self.assertEqual([second.number, first.number], ["1", "2"])

    def test_new_version_and_switch(self):
        """Old versions stay; which policies lag behind is said, and switched."""
        old = self.policy.questionnaire_id.with_user(self.adm)
        new = old.browse(old.action_new_version()["res_id"])
        self.assertEqual(new.version, old.version + 1)
        self.assertEqual(len(new.question_ids), len(old.question_ids))
        with self.assertRaises(UserError):
            new.action_switch_policies()
        self.assertFalse(new.outdated_policy_ids)
        new.action_publish()
        self._refresh()
        self.assertEqual(new.outdated_policy_ids, self.policy)
        with self._assertRefused(UserError, "still asked by"):
            old.action_retire()
        new.action_switch_policies()
        self._refresh()
        self.assertEqual(self.policy.questionnaire_id, new)
        self.assertFalse(new.outdated_policy_ids)
        old.action_retire()
        self.assertEqual(old.state, "retired")

    def test_a_conversation_keeps_its_version(self):
        """X-34, R-11."""
        case = self._create_case(until="scheduled")
        old = case.session_ids.questionnaire_id
        new = old.with_user(self.adm)
        new = new.browse(new.action_new_version()["res_id"])
        new.action_publish()
        new.action_switch_policies()
        self._answer(case.session_ids, "improve", status="answered", text="Lifts")
        self.assertEqual(case.session_ids.questionnaire_id, old)
        with self.assertRaises(UserError):
            old.with_user(self.adm).question_ids[0].name = "Reworded"

    @users("adm", "cora", "ivy")
    def test_preview_shows_the_form_and_nobody(self):
        questionnaire = self.policy.sudo().questionnaire_id.with_env(self.env)
        preview = questionnaire.get_preview()
        self.assertEqual(
            preview["questionnaire"]["sections"],
            questionnaire._get_form()["sections"],
        )
        self.assertFalse(preview["answers"] or preview["participants"])
        # The screen looks for them in every part that it shows.
        policy = self.policy if self.env.user != self.ivy else self.policy.browse()
        self.assertEqual(preview["case"]["concern_words"], policy._get_concern_words())
        report = self.env["ir.actions.report"]
        html, _kind = report._render_qweb_html(
            "exit_interview.report_questionnaire", questionnaire.ids
        )
        text = html.decode()
        self.assertIn(questionnaire.question_ids[0].name, text)
        # What interviewers listen for is not for leavers.
        self.assertNotIn(questionnaire.question_ids[0].guidance, text)

    @users("emp", "hal", "sam")
    def test_preview_is_not_for_everybody(self):
        questionnaire = self.policy.sudo().questionnaire_id.with_env(self.env)
        for step in (
            questionnaire.get_preview,
            questionnaire.action_preview_leaver,
            questionnaire.action_publish,
            questionnaire.action_switch_policies,
        ):
            with self.assertRaises(AccessError):
                step()

    @users("cora", "ivy")
    def test_only_set_up_writes(self):
        questionnaire = self.policy.sudo().questionnaire_id.with_env(self.env)
        for step in (
            questionnaire.action_publish,
            questionnaire.action_retire,
            questionnaire.action_new_version,
            questionnaire.action_switch_policies,
        ):
            with self.assertRaises(AccessError):
                step()
