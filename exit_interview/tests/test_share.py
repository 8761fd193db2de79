# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestShare(ExitInterviewCommon):
    def _answer_all(self, session):
        """Answer every question with words that name it."""
        version = session.version
        for question in session.questionnaire_id.question_ids:
            values = {"comment": f"why {question.code}"}
            if question.kind == "scale":
                values["score"] = 4
            elif question.kind == "yes_no":
                values["score"] = 1
            elif question.kind in ("choice", "choices"):
                values["choice_ids"] = question.choice_ids[:1].ids
            else:
                values["text"] = f"words {question.code}"
            version = self._answer(session, question.code, version=version, **values)

    def _create_answered(self):
        case = self._create_case(until="scheduled")
        self._answer_all(case.session_ids)
        case.session_ids.with_user(self.ivy).action_mark_held()
        return case

    def _share(self, case, **permissions):
        self._permit(case, **permissions)
        case.with_user(self.ivy).action_confirm("agreed")
        case.with_user(self.cora).action_share()
        self._refresh()

    def _read_copy(self, share, user):
        lines = self.env["exit.interview.share.line"].with_user(user)
        found = lines.search([("share_id", "=", share.id)])
        return "\n".join(
            f"{line['section']}|{line['question']}|{line['answer']}"
            for line in found.read(["section", "question", "answer"])
        )

    def test_permission_is_asked_per_recipient_and_nothing_is_ticked(self):
        case = self._create_answered()
        self.assertEqual(
            case.share_ids.mapped("role"),
            ["team_manager", "service_manager", "head_of_service"],
        )
        self.assertEqual(set(case.share_ids.mapped("permission")), {"undecided"})
        case.with_user(self.ivy).action_confirm("agreed")
        with self.assertRaisesRegex(UserError, "Team manager, Service manager"):
            case.with_user(self.cora).action_share()

    def test_the_wording_shown_is_kept_with_the_permission(self):
        case = self._create_answered()
        shown = self.policy.permission_wording
        share = self._get_share(case, "service_manager")
        share.with_user(self.ivy).action_record_permission(
            "full", how="In the conversation", date="2026-11-20"
        )
        self.policy.permission_wording = "Something else"

        self.assertEqual(share.permission_ids.wording, shown)
        self.assertEqual(share.permission_ids.recorded_by, "Ivy")
        self.assertEqual(str(share.permission_ids.date), "2026-11-20")

    def test_recipient_reads_the_whole_but_not_the_protected_part(self):
        case = self._create_answered()
        self._share(case)
        copy = self._read_copy(self._get_share(case, "service_manager"), self.sam)

        self.assertIn("Lea Quill", copy)
        self.assertIn("words improve", copy)
        self.assertIn("4 out of 10\nwhy support", copy)
        self.assertNotIn("ethnicity", copy)
        self.assertNotIn("protected_characteristic", copy)

    def test_the_separate_tick_opens_the_protected_part(self):
        case = self._create_answered()
        share = self._get_share(case, "service_manager")
        self._permit(case)
        share.with_user(self.ivy).action_record_permission("full", protected=True)
        case.with_user(self.ivy).action_confirm("agreed")
        case.with_user(self.cora).action_share()
        self._refresh()

        self.assertIn("words ethnicity_impact", self._read_copy(share, self.sam))
        hana = self._get_share(case, "head_of_service")
        self.assertNotIn("words ethnicity_impact", self._read_copy(hana, self.hana))

    def test_protected_answers_never_go_to_the_team_manager(self):
        case = self._create_answered()
        share = self._get_share(case, "team_manager").with_user(self.ivy)
        with self.assertRaisesRegex(ValidationError, "never go to this"):
            share.action_record_permission("full", protected=True)
        self._share(case, team_manager="full")
        self.assertNotIn("ethnicity", self._read_copy(share, self.lin))

    def test_chosen_parts_only(self):
        case = self._create_answered()
        sections = case.session_ids.questionnaire_id.section_ids
        workload = sections.filtered(lambda section: section.code == "workload")
        share = self._get_share(case, "service_manager")
        with self.assertRaisesRegex(ValidationError, "at least one part"):
            share.with_user(self.ivy).action_record_permission("parts")
        other = self.env.ref("exit_interview.questionnaire_staff_agency_survey")
        with self.assertRaisesRegex(ValidationError, "at least one part"):
            share.with_user(self.ivy).action_record_permission(
                "parts", other.section_ids.ids
            )
        self._permit(case, service_manager="none")
        share.with_user(self.ivy).action_record_permission("parts", workload.ids)
        case.with_user(self.ivy).action_confirm("agreed")
        case.with_user(self.cora).action_share()
        self._refresh()

        copy = self._read_copy(share, self.sam)
        self.assertIn("why workload", copy)
        self.assertNotIn("words improve", copy)

    def test_a_recipient_who_was_refused_sees_nothing(self):
        case = self._create_answered()
        self._share(case)
        self.assertFalse(self.lin.has_group("exit_interview.group_responder"))
        for model in ("share", "share.line", "duty", "action", "answer", "journal"):
            with self.assertRaises(AccessError, msg=model):
                self.env[f"exit.interview.{model}"].with_user(self.lin).search([])
        with self.assertRaisesRegex(UserError, "did not agree"):
            self._get_share(case, "team_manager").with_user(self.cora).action_send()

    def test_the_copy_is_frozen(self):
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "service_manager")
        before = self._read_copy(share, self.sam)

        answer = case.session_ids.answer_ids.filtered(
            lambda answer: answer.question_id.code == "improve"
        )
        answer.sudo().text = "Changed later"
        self._refresh()

        self.assertEqual(self._read_copy(share, self.sam), before)
        for model in ("exit.interview", "exit.interview.answer"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.sam).search([])

    def test_withdrawal_closes_at_once_and_keeps_who_read(self):
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "service_manager")
        self.assertTrue(self._read_copy(share, self.sam))

        share.with_user(self.cora).action_withdraw("Lea changed her mind")
        self._refresh()

        self.assertFalse(self._read_copy(share, self.sam))
        self._refresh()
        with self.assertRaises(AccessError):
            share.with_user(self.sam).read(["state"])
        with self.assertRaises(AccessError):
            share.with_user(self.sam).action_submit("a", "b", "c")
        self.assertFalse(self._get_open_duties(share))
        read = case.journal_ids.filtered(lambda line: line.event == "copy_read")
        self.assertEqual(read.mapped("user_name"), ["Sam"])

    def test_nothing_to_share_goes_on_to_the_outcome(self):
        case = self._create_answered()
        self._share(case, service_manager="none", head_of_service="none")
        self.assertFalse(case.share_ids.line_ids)
        self.assertEqual(case.state, "shared")
        self.assertIn("write", self._get_open_duties(case).mapped("kind"))

    def test_nothing_to_share_and_no_letter_owed_closes(self):
        self.policy.outcome_letter = False
        case = self._create_answered()
        self._share(case, service_manager="none", head_of_service="none")
        self.assertEqual((case.state, case.outcome), ("done", "completed"))

    def test_the_coordinator_approves_where_the_approver_was_refused(self):
        case = self._create_answered()
        self._share(case, head_of_service="none")
        share = self._get_share(case, "service_manager")
        self.assertEqual(share.approver_id, self.cora)

    def test_the_coordinator_approves_where_one_person_would_do_both(self):
        self._create_role("head_of_service", self.sam, self.north)
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "service_manager")
        self.assertEqual(share.approver_id, self.cora)
        with self.assertRaises(AccessError):
            share.with_user(self.sam).action_approve()

    def test_a_vacant_role_is_told_before_anything_goes_out(self):
        self.policy.role_ids.filtered(lambda row: row.user_id == self.sam).unlink()
        case = self._create_answered()
        self._permit(case)
        case.with_user(self.ivy).action_confirm("agreed")
        with self.assertRaisesRegex(
            UserError, "nobody plays the role “Service manager”"
        ):
            case.with_user(self.cora).action_share()

    def test_approver_reads_response_not_copy(self):
        case = self._create_answered()
        self._share(case, head_of_service="full")
        share = self._get_share(case, "service_manager")
        self._refresh()
        with self.assertRaises(AccessError):
            share.with_user(self.hana).read(["state"])
        share.with_user(self.sam).action_submit("We will act", "Soon", "We will look")
        self._refresh()

        # the one form of a copy knows who looks at it, whichever way it was opened
        self.assertTrue(share.with_user(self.hana).is_for_approver)
        for user in (self.sam, self.cora):
            self.assertFalse(share.with_user(user).is_for_approver)
        row = share.with_user(self.hana).read(["response_action", "line_ids"])[0]
        self.assertEqual(row["response_action"], "We will act")
        self.assertFalse(row["line_ids"])
        self.assertFalse(self._read_copy(share, self.hana))

    def test_the_interviewer_opens_the_response_not_the_copy(self):
        case = self._create_answered()
        self._share(case, head_of_service="full")
        share = self._get_share(case, "service_manager")
        share.with_user(self.sam).action_submit("We will act", "Soon", "We will look")
        self._refresh()
        form = Form(share.with_user(self.ivy))
        self.assertEqual(form.response_action, "We will act")
        for field in ("line_ids", "query_ids"):
            self.assertNotIn(field, form._view["fields"])

    def test_the_response_has_three_parts(self):
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "service_manager").with_user(self.sam)
        with self.assertRaisesRegex(UserError, "By when, How it is followed up"):
            share.action_submit("Only this")
        share.write({"response_action": "A", "response_timescale": "B"})
        share.response_monitoring = "C"
        share.action_submit()
        self.assertEqual(share.state, "submitted")
        with self.assertRaisesRegex(UserError, "with its approver"):
            share.response_action = "Changed after"

    def test_an_approver_returns_by_the_dialog(self):
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "service_manager")
        share.with_user(self.sam).action_submit("A", "B", "C")
        self._refresh()
        dialog = self.env["exit.interview.share.step"].with_user(self.hana)
        context = {"active_id": share.id, "default_step": "return"}
        view = "exit_interview.exit_interview_share_step_view_form_return"
        with Form(dialog.with_context(**context), view=view) as form:
            form.reason = "Who will do it?"
        form.record.action_apply()
        self.assertEqual(share.state, "returned")

    def test_return_with_a_reason_and_answer_again(self):
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "service_manager")
        share.with_user(self.sam).action_submit("A", "B", "C")
        with self.assertRaisesRegex(ValidationError, "what is missing"):
            share.with_user(self.hana).action_return("")
        share.with_user(self.hana).action_return("Who will do it?")
        self._refresh()

        self.assertEqual(share.with_user(self.sam).return_reason, "Who will do it?")
        self.assertEqual(self._get_open_duties(share).user_id, self.sam)
        share.with_user(self.sam).action_submit("A, by Tess", "B", "C")
        share.with_user(self.hana).action_approve()
        self.assertEqual(share.state, "approved")

    def test_actions_are_proposed_by_the_author_only_and_start_on_approval(self):
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "service_manager")
        Action = self.env["exit.interview.action"]
        vals = {
            "share_id": share.id,
            "name": "Meet the team",
            "owner_id": self.tess.id,
            "date_due": "2027-01-31",
        }
        for user in (self.cora, self.hana, self.ivy):
            with self.assertRaises(UserError, msg=user.login):
                Action.with_user(user).create(vals)
        with self.assertRaises(UserError):
            Action.with_user(self.sam).create({**vals, "state": "done"})
        action = Action.with_user(self.sam).create(vals)
        action.name = "Meet the whole team"
        Action.with_user(self.sam).create({**vals, "name": "Not this"}).unlink()
        self._refresh()
        self.assertFalse(Action.sudo().search([("name", "=", "Not this")]))
        self.assertFalse(self.tess.has_group("exit_interview.group_responder"))

        share.with_user(self.sam).action_submit("A", "B", "C")
        with self.assertRaises(UserError):
            action.with_user(self.sam).name = "Too late"
        share.with_user(self.hana).action_approve()
        self._refresh()

        self.assertTrue(self.tess.has_group("exit_interview.group_responder"))
        seen = Action.with_user(self.tess).search([])
        self.assertEqual(seen.name, "Meet the whole team")
        self.assertEqual(self._get_open_duties(seen).user_id, self.tess)
        with self.assertRaises(AccessError):
            seen.with_user(self.hana).action_done("Not mine")

    def test_response_actions_are_checked(self):
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "service_manager").with_user(self.sam)
        for actions in (
            [{"name": "x"}],
            [{"name": " ", "owner_id": self.sam.id, "date_due": "2027-01-01"}],
            [{"name": "x", "owner_id": self.lea_login.id, "date_due": "2027-01-01"}],
            [
                {
                    "name": "x",
                    "owner_id": self.sam.id,
                    "date_due": "2027-01-01",
                    "state": "done",
                }
            ],
        ):
            with self.assertRaises(ValidationError):
                share.action_submit("A", "B", "C", actions)

    def test_a_manager_who_reads_only_confirms_reading(self):
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "head_of_service")
        with self.assertRaisesRegex(UserError, "no answer is owed"):
            share.with_user(self.hana).action_submit("A", "B", "C")
        share.with_user(self.hana).action_acknowledge()
        self.assertEqual(share.state, "approved")
        other = self._get_share(case, "service_manager")
        with self.assertRaisesRegex(UserError, "answer in writing"):
            other.with_user(self.sam).action_acknowledge()

    def test_closing_waits_for_every_answer_and_the_letter(self):
        case = self._create_answered()
        self._share(case)
        coordinator = case.with_user(self.cora)
        with self.assertRaisesRegex(UserError, "still owes an answer"):
            coordinator.action_close()
        with self.assertRaisesRegex(UserError, "wait for the approved"):
            coordinator.action_outcome_sent()
        for share in case.share_ids.filtered("reader_id"):
            share.with_user(self.cora).action_withdraw("Lea changed her mind")
        with self.assertRaisesRegex(UserError, "not been told"):
            coordinator.action_close()
        coordinator.action_outcome_sent()
        self.assertEqual(case.state, "done")

    def test_cancelling_closes_the_copies(self):
        case = self._create_answered()
        self._share(case)
        share = self._get_share(case, "service_manager")
        case.with_user(self.cora).action_cancel("Stays")
        self._refresh()
        self.assertFalse(self._read_copy(share, self.sam))
        self.assertFalse(self._get_open_duties(share))
