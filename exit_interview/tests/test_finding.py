# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users
from odoo.tools.safe_eval import safe_eval

from .common import ExitInterviewCommon

WORDS = "The caseload was never discussed. We all did two jobs at once."


class FindingCommon(ExitInterviewCommon):
    """A confirmed case with an answer to learn from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.caseload = cls.env.ref("exit_interview.theme_caseload")
        cls.leo = cls._create_employee("Leo", department_id=cls.north.id)

    def _name_second_person(self):
        """Let somebody without any part in cases read wordings."""
        self._create_role("second_person", self.tess)

    def _create_answered_case(self, employee=None, words=WORDS, until="confirmed"):
        case = self._create_case(employee, until="scheduled")
        session = case.session_ids
        self._answer(session, "improve", text=words)
        session.with_user(self.ivy).action_mark_held()
        if until == "interviewed":
            return case
        self._permit(case)
        case.with_user(self.ivy).action_confirm("agreed")
        return case

    def _get_answer(self, case, code="improve"):
        return case.session_ids.answer_ids.filtered(
            lambda answer: answer.question_id.code == code
        )

    def _add(self, case, user=None, **vals):
        ids = case.with_user(user or self.cora).action_add_findings(
            [
                {
                    "kind": "worry",
                    "theme_id": self.caseload.id,
                    "wording": "Workload was not talked about in supervision.",
                    **vals,
                }
            ]
        )
        return self.env["exit.interview.finding"].browse(ids)

    def _approve(self, finding, author=None):
        finding.with_user(author or self.cora).action_submit()
        finding.with_user(finding.approver_id).action_approve()


@tagged("post_install", "-at_install")
class TestFinding(FindingCommon):
    """From a sentence of an answer to words that a report may use."""

    # === ADD === #

    def test_finding_from_an_answer(self):
        case = self._create_answered_case()
        answer = self._get_answer(case)
        finding = self._add(
            case, answer_id=answer.id, quote="We all did two jobs at once."
        )
        self.assertRecordValues(
            finding,
            [
                {
                    "case_id": case.id,
                    "participant_id": case.participant_ids.id,
                    "department_id": self.fieldwork.id,
                    "question_id": answer.question_id.id,
                    "triage": "thematic",
                    "state": "draft",
                    "author_id": self.cora.id,
                    "date_approved": False,
                }
            ],
        )
        self.assertEqual(case.finding_ids, finding)
        mine = finding.with_user(self.cora)
        self.assertEqual(mine.quote, "We all did two jobs at once.")
        self.assertEqual(mine.question_text, answer.question_text)
        self.assertIn("finding_added", case.journal_ids.mapped("event"))
        self.assertNotIn("jobs", str(case.journal_ids.mapped("subject")))

    def test_own_observation(self):
        case = self._create_answered_case()
        finding = self._add(case, self.ivy, kind="strength")
        self.assertFalse(finding.question_id)
        self.assertEqual(finding.participant_id, case.participant_ids)

    def test_words_must_stand_in_the_answer(self):
        case = self._create_answered_case()
        answer = self._get_answer(case)
        with self._assertRefused(ValidationError, "do not stand in the answer"):
            self._add(case, answer_id=answer.id, quote="They never said this.")
        with self._assertRefused(ValidationError, "do not stand in the answer"):
            self._add(case, quote="We all did two jobs at once.")

    def test_answer_of_another_case_is_not_there(self):
        other = self._create_answered_case(self.leo)
        case = self._create_answered_case()
        with self._assertRefused(ValidationError, "There is no such answer"):
            self._add(case, answer_id=self._get_answer(other).id)
        with self._assertRefused(ValidationError, "There is no such answer"):
            self._add(case, answer_id=2**30)
        with self._assertRefused(ValidationError, "whose remark"):
            self._add(case, participant_id=other.participant_ids.id)

    def test_odd_values(self):
        case = self._create_answered_case().with_user(self.cora)
        for values in (
            "text",
            [1],
            [{}],
            [{"kind": "sermon"}],
            [{"kind": "worry", "state": "approved"}],
            [{"kind": "worry", "theme_id": "1"}],
            [{"kind": "worry", "wording": 3}],
            [{"kind": "worry", "wording": "x" * 2001}],
            [{"kind": "worry", "triage": None}],
            [{"kind": "worry"}] * 201,
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                case.action_add_findings(values)
        self.assertFalse(case.finding_ids)

    def test_archived_theme_is_not_offered(self):
        case = self._create_answered_case()
        self.caseload.active = False
        with self._assertRefused(ValidationError, "no theme for this case"):
            self._add(case)

    def test_nothing_to_learn_from_yet(self):
        case = self._create_case(until="scheduled")
        with self._assertRefused(UserError, "no conversation yet"):
            self._add(case)

    def test_who_may_add(self):
        case = self._create_answered_case()
        self._add(case, self.ivy)
        for user in (self.peg, self.sam, self.hana, self.lin, self.hal, self.emp):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._add(case, user)
        case.sudo().conflict_user_ids |= self.cora
        with self.assertRaises(AccessError):
            self._add(case, self.cora)

    # === THE WAY TO THE REPORT === #

    def test_draft_to_approved(self):
        self._name_second_person()
        case = self._create_answered_case()
        finding = self._add(case)
        finding.with_user(self.cora).action_submit()
        self.assertEqual(finding.approver_id, self.tess)
        duty = self._get_open_duties(finding)
        self.assertRecordValues(
            duty, [{"kind": "approve_wording", "user_id": self.tess.id}]
        )
        self.assertNotIn("orkload", duty.display_name)
        self._refresh()
        theirs = finding.with_user(self.tess)
        self.assertEqual(theirs.wording, finding.wording)
        action = duty.with_user(self.tess).action_open()
        self.assertEqual(action["res_model"], "exit.interview.finding")
        theirs.action_approve()
        self.assertEqual(finding.state, "approved")
        self.assertEqual(finding.date_approved, fields.Date.today())
        self.assertFalse(self._get_open_duties(finding))

    def test_filters_of_my_work(self):
        self._name_second_person()
        case = self._create_answered_case()
        finding = self._add(case)
        urgent = self._add(case, triage="urgent")
        finding.with_user(self.cora).action_submit()
        approval = self._get_open_duties(finding)
        mine = self._get_learn_duty(case) | self._get_open_duties(urgent)
        for name, user, duties, others in (
            ("answers", self.tess, approval, mine),
            ("learning", self.tess, approval, mine),
            ("learning", self.cora, mine | approval, approval.browse()),
        ):
            found = self._search_duties(name, user)
            self.assertEqual(found & duties, duties, name)
            self.assertFalse(found & others, name)

    def _search_duties(self, name, user):
        """Return what somebody finds in My work by one filter."""
        Duty = self.env["exit.interview.duty"].with_user(user)
        view = Duty.get_view(view_type="search")
        [found] = etree.fromstring(view["arch"]).xpath(f"//filter[@name='{name}']")
        return Duty.search(safe_eval(found.get("domain"))).with_env(self.env)

    def test_approver_sees_no_source(self):
        self._name_second_person()
        case = self._create_answered_case()
        finding = self._add(
            case,
            answer_id=self._get_answer(case).id,
            quote="We all did two jobs at once.",
        )
        finding.with_user(self.cora).action_submit()
        self._refresh()
        theirs = finding.with_user(self.tess)
        values = theirs.read()[0]
        self.assertFalse(values["quote"] or values["question_text"])
        self.assertNotIn("two jobs", str(values))
        self.assertNotIn("Lea", str(values))
        for name in ("source_text", "answer_id", "question_id", "urgent_words"):
            with self.assertRaises(AccessError):
                theirs.read([name])
        with self.assertRaises(AccessError):
            theirs.search([("source_text", "ilike", "two jobs")])
        with self.assertRaises(AccessError):
            case.with_user(self.tess).read(["name"])

    def test_nobody_sees_it_before(self):
        self._name_second_person()
        case = self._create_answered_case()
        finding = self._add(case)
        self._refresh()
        everybody = (self.tess, self.peg, self.sam, self.hana, self.lin, self.hal)
        for user in (*everybody, self.emp, self.adm, self.lea_login):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                finding.with_user(user).read(["wording"])

    def test_author_never_approves(self):
        self._create_role("second_person", self.cora)
        case = self._create_answered_case()
        finding = self._add(case)
        finding.with_user(self.cora).action_submit()
        self.assertEqual(finding.approver_id, self.peg)
        # Not even when the server named them.
        finding.sudo().approver_id = self.cora
        with self._assertRefused(AccessError, "had a hand in this wording"):
            finding.with_user(self.cora).action_approve()
        with self._assertRefused(AccessError, "had a hand in this wording"):
            finding.with_user(self.cora).action_return("No")

    def test_whoever_touched_the_wording_never_approves(self):
        case = self._create_answered_case()
        finding = self._add(case, self.ivy)
        finding.with_user(self.cora).action_update_finding({"wording": "Too much."})
        self.assertEqual(finding.author_id, self.cora)
        self.assertEqual(finding.writer_ids, self.ivy | self.cora)
        finding.with_user(self.cora).action_submit()
        self.assertEqual(finding.approver_id, self.peg)

    def test_line_of_management_never_approves(self):
        self._create_role("second_person", self.hana)
        case = self._create_answered_case()
        self.assertIn(self.hana, case.line_user_ids)
        finding = self._add(case)
        finding.with_user(self.cora).action_submit()
        self.assertEqual(finding.approver_id, self.peg)

    def test_nobody_to_approve_is_said(self):
        self.policy.role_ids.filtered(
            lambda row: row.role in ("deputy_interviewer", "interviewer")
        ).unlink()
        case = self._create_case(until="offered")
        case.with_user(self.cora).action_record_reply("accepted")
        case.with_user(self.cora).action_assign(self.ivy.id)
        session_id = case.with_user(self.ivy).action_schedule(
            fields.Datetime.now(), "in_person", "Room 4"
        )
        session = self.env["exit.interview.session"].browse(session_id)
        session.with_user(self.ivy).action_mark_held()
        case.with_user(self.ivy).action_confirm("agreed")
        finding = self._add(case)
        group = self.env.ref("exit_interview.group_coordinator")
        (group.all_user_ids - self.cora).write({"active": False})
        with self._assertRefused(UserError, "Ask for a second person"):
            finding.with_user(self.cora).action_submit()
        self.assertEqual(finding.state, "draft")

    def test_return_and_reword(self):
        case = self._create_answered_case()
        finding = self._add(case, self.ivy)
        finding.with_user(self.ivy).action_submit()
        peg = finding.with_user(self.peg)
        with self._assertRefused(ValidationError, "what should change"):
            peg.action_return(" ")
        peg.action_return("Say it without the supervision.")
        self.assertEqual(finding.state, "returned")
        duty = self._get_open_duties(finding)
        self.assertRecordValues(duty, [{"kind": "reword", "user_id": self.ivy.id}])
        finding.with_user(self.ivy).action_update_finding(
            {"wording": "Workload was not talked about."}
        )
        finding.with_user(self.ivy).action_submit()
        self.assertFalse(finding.return_reason)
        finding.with_user(self.peg).action_approve()
        self.assertEqual(finding.state, "approved")

    def test_submitted_words_do_not_change(self):
        case = self._create_answered_case()
        finding = self._add(case)
        finding.with_user(self.cora).action_submit()
        for state in ("submitted", "approved"):
            with self._assertRefused(UserError, "does not change any more"):
                finding.with_user(self.cora).action_update_finding({"wording": "New"})
            if state == "submitted":
                finding.with_user(self.peg).action_approve()

    def test_nobody_writes_by_hand(self):
        case = self._create_answered_case()
        finding = self._add(case)
        for user in (self.cora, self.ivy):
            with self.assertRaises(AccessError):
                finding.with_user(user).write({"wording": "By hand"})
            with self.assertRaises(AccessError):
                finding.with_user(user).unlink()

    def test_submit_needs_theme_and_wording(self):
        case = self._create_answered_case()
        finding = self._add(case, theme_id=False)
        with self._assertRefused(UserError, "choose a theme"):
            finding.with_user(self.cora).action_submit()
        finding = self._add(case, wording="  ")
        with self._assertRefused(UserError, "write the wording"):
            finding.with_user(self.cora).action_submit()

    def test_submit_waits_for_the_confirmed_record(self):
        case = self._create_answered_case(until="interviewed")
        finding = self._add(case)
        with self._assertRefused(UserError, "may still correct"):
            finding.with_user(self.cora).action_submit()

    def test_withdraw(self):
        case = self._create_answered_case()
        draft, approved = self._add(case), self._add(case)
        draft.with_user(self.cora).action_withdraw()
        self.assertEqual(draft.state, "withdrawn")
        self._approve(approved)
        with self._assertRefused(ValidationError, "the reason"):
            approved.with_user(self.cora).action_withdraw()
        with self.assertRaises(AccessError):
            approved.with_user(self.peg).action_withdraw("Mine")
        approved.with_user(self.cora).action_withdraw("Meant otherwise")
        self.assertEqual(approved.state, "withdrawn")
        self.assertFalse(self._get_open_duties(approved))

    # === WHAT THE CHECK FOUND === #

    def test_flags_ask_for_a_word(self):
        case = self._create_answered_case()
        finding = self._add(case, wording="Lin never talked about the workload.")
        mine = finding.with_user(self.cora)
        with self._assertRefused(UserError, "“Lin”: the leaver's manager"):
            mine.action_submit()
        with self._assertRefused(UserError, "“Lin”"):
            mine.action_submit("other", " ")
        with self.assertRaises(ValidationError):
            mine.action_submit("maybe", "Why not")
        mine.action_submit("other", "A street of that name")
        self.assertEqual(finding.flag_statement, "other")
        self._refresh()
        theirs = finding.with_user(self.peg)
        self.assertIn("“Lin”: the leaver's manager", theirs.flag_text)
        self.assertEqual(theirs.flag_reason, "A street of that name")

    def test_clean_wording_needs_no_word(self):
        case = self._create_answered_case()
        finding = self._add(case)
        finding.with_user(self.cora).action_submit("other", "Not needed")
        self.assertFalse(finding.flag_statement or finding.flag_reason)

    def test_own_words_are_flagged(self):
        case = self._create_answered_case()
        quote = "We all did two jobs at once."
        finding = self._add(
            case, answer_id=self._get_answer(case).id, quote=quote, wording=quote
        )
        with self._assertRefused(UserError, "still the leaver's own words"):
            finding.with_user(self.cora).action_submit()

    # === NOTHING IS FORGOTTEN === #

    def _get_learn_duty(self, case):
        return self._get_open_duties(case).filtered(lambda duty: duty.kind == "learn")

    def test_confirmed_case_owes_learning(self):
        case = self._create_answered_case(until="interviewed")
        self.assertFalse(self._get_learn_duty(case))
        self._permit(case)
        case.with_user(self.ivy).action_confirm("agreed")
        duty = self._get_learn_duty(case)
        self.assertEqual(duty.user_id, self.cora)
        action = duty.with_user(self.cora).action_open()
        self.assertEqual(action["tag"], "exit_interview.findings")

    @users("cora")
    def test_nothing_to_learn_in_one_click(self):
        case = self._create_answered_case()
        case.with_env(self.env).action_finish_findings()
        self.assertFalse(self._get_learn_duty(case))
        self.assertEqual(case.learned_by, "Cora")
        self.assertIn("learned", case.sudo().journal_ids.mapped("event"))

    def test_drafts_keep_the_duty(self):
        case = self._create_answered_case()
        finding = self._add(case)
        with self._assertRefused(UserError, "some findings are drafts"):
            case.with_user(self.cora).action_finish_findings()
        finding.with_user(self.cora).action_submit()
        case.with_user(self.cora).action_finish_findings()
        self.assertFalse(self._get_learn_duty(case))
        # One more thing comes to mind later: it is not forgotten either.
        later = self._add(case)
        self.assertTrue(self._get_learn_duty(case))
        later.with_user(self.cora).action_withdraw()
        self.assertFalse(self._get_learn_duty(case))

    def test_cannot_finish_before_the_record(self):
        case = self._create_answered_case(until="interviewed")
        with self._assertRefused(UserError, "until the record is confirmed"):
            case.with_user(self.cora).action_finish_findings()

    def test_one_duty_for_many_wordings(self):
        case = self._create_answered_case()
        findings = self._add(case) | self._add(case) | self._add(case)
        findings.with_user(self.cora).action_submit()
        self.assertEqual(len(self._get_open_duties(findings)), 1)
        findings[0].with_user(self.peg).action_approve()
        self.assertEqual(len(self._get_open_duties(findings)), 1)
        findings[1:].with_user(self.peg).action_approve()
        self.assertFalse(self._get_open_duties(findings))

    # === URGENT === #

    def test_urgent_is_acted_on(self):
        case = self._create_answered_case()
        finding = self._add(case, triage="urgent")
        duty = self._get_open_duties(finding)
        self.assertEqual(duty.kind, "address")
        self.assertLessEqual(
            duty.moment_due, fields.Datetime.now() + timedelta(hours=24)
        )
        self.assertNotIn("urgent", duty.display_name)
        mine = finding.with_user(self.cora)
        with self._assertRefused(UserError, "Say what was done"):
            mine.action_update_finding({"triage": "thematic"})
        with self._assertRefused(UserError, "no concern has been raised"):
            mine.action_settle_urgent("concern")
        with self._assertRefused(ValidationError, "who does what"):
            mine.action_settle_urgent("action")
        mine.action_settle_urgent("action", "Sam looks at the rota today.")
        self.assertFalse(self._get_open_duties(finding))
        self.assertEqual(mine.urgent_note, "Sam looks at the rota today.")
        with self._assertRefused(UserError, "nothing urgent waits"):
            mine.action_settle_urgent("action", "Again")

    def test_thematic_waits_for_more_voices(self):
        case = self._create_answered_case()
        finding = self._add(case, triage="thematic")
        self.assertFalse(self._get_open_duties(finding))
        mine = finding.with_user(self.cora)
        with self._assertRefused(UserError, "nothing urgent waits"):
            mine.action_settle_urgent("action", "Sam looks at it.")
        # What sounds worse on a second reading becomes urgent from then on.
        mine.action_update_finding({"triage": "urgent"})
        self.assertEqual(self._get_open_duties(finding).kind, "address")
        for user in (self.peg, self.sam, self.hana, self.emp):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                finding.with_user(user).action_settle_urgent("not_urgent", "Why")
        with self._assertRefused(ValidationError, "who does what"):
            mine.action_settle_urgent("not_urgent", " ")
        mine.action_settle_urgent("not_urgent", "It was last year, and is mended.")
        self.assertFalse(self._get_open_duties(finding))

    def test_urgent_by_a_concern(self):
        case = self._create_answered_case()
        finding = self._add(case, triage="urgent")
        self.env["exit.interview.concern"].with_user(self.cora).raise_concern(
            case.id, "practice", "Cases without a worker.", fields.Datetime.now()
        )
        finding.with_user(self.cora).action_settle_urgent("concern")
        self.assertEqual(finding.urgent_done, "concern")

    # === PEOPLE GO === #

    def test_archived_approver_is_replaced(self):
        self._name_second_person()
        case = self._create_answered_case()
        finding = self._add(case)
        finding.with_user(self.cora).action_submit()
        self.tess.active = False
        self.assertEqual(finding.approver_id, self.peg)
        self.assertEqual(self._get_open_duties(finding).user_id, self.peg)

    def test_shut_out_approver_is_replaced(self):
        self._name_second_person()
        case = self._create_answered_case()
        finding = self._add(case)
        finding.with_user(self.cora).action_submit()
        case.sudo()._shut_out(self.tess)
        self.assertEqual(finding.approver_id, self.peg)
        self._refresh()
        with self.assertRaises(AccessError):
            finding.with_user(self.tess).read(["wording"])

    def test_approval_passed_on(self):
        case = self._create_answered_case()
        findings = self._add(case) | self._add(case)
        findings.with_user(self.cora).action_submit()
        duty = self._get_open_duties(findings).with_user(self.cora)
        for user in (self.cora, self.hana):
            with self._assertRefused(UserError, "Choose somebody else"):
                duty.action_pass_on(user.id)
        duty.action_pass_on(self.sam.id)
        self.assertEqual(findings.approver_id, self.sam)
        findings.with_user(self.sam).action_approve()


@tagged("post_install", "-at_install")
class TestCause(FindingCommon):
    """The same cause again: people are counted, not remarks (F-03, A-29)."""

    def _tell(self, name, remarks=1, **vals):
        """Let somebody leave with an approved worry."""
        employee = self._create_employee(
            name, department_id=self.north.id, parent_id=self.lin_employee.id
        )
        case = self._create_answered_case(employee)
        for _i in range(remarks):
            self._approve(self._add(case, **vals))
        return case

    def _get_cause(self):
        return self.env["exit.interview.cause"].search(
            [("theme_id", "=", self.caseload.id)]
        )

    def test_third_person_tells_the_coordinator(self):
        self._tell("Ann")
        self._tell("Bob")
        self.assertFalse(self._get_cause())
        self._tell("Cat")
        cause = self._get_cause()
        self.assertRecordValues(
            cause,
            [{"people": 3, "department_id": self.fieldwork.id, "state": "open"}],
        )
        duty = self._get_open_duties(cause)
        self.assertRecordValues(duty, [{"kind": "cause", "user_id": self.cora.id}])
        self.assertNotIn("aseload", duty.display_name)

    def test_remarks_of_one_person_count_once(self):
        self._tell("Ann", remarks=6)
        self._tell("Bob")
        self.assertFalse(self._get_cause())

    def test_one_household_counts_once(self):
        self._tell("Ann")
        case = self._tell("Bob")
        partner = (
            self.env["exit.interview.participant"]
            .sudo()
            .create({"case_id": case.id, "name": "Bea"})
        )
        self._approve(self._add(case, participant_id=partner.id))
        self.assertFalse(self._get_cause())
        self._tell("Cat")
        self.assertEqual(self._get_cause().people, 3)

    def test_the_last_day_that_counts(self):
        today = fields.Date.today()
        months = relativedelta(months=self.policy.cause_months)
        old = self._tell("Ann").finding_ids.sudo()
        self._tell("Bob")
        old.date_approved = today - months - timedelta(days=1)
        self._tell("Cat")
        self.assertFalse(self._get_cause())
        old.date_approved = today - months
        self._tell("Dan", kind="idea")
        self.assertFalse(self._get_cause())
        self._tell("Dan Two", remarks=1)
        self.assertEqual(self._get_cause().people, 4)

    def test_only_worries_of_one_theme_and_service(self):
        self._tell("Ann")
        self._tell("Bob")
        self._tell("Cat", kind="idea")
        self._tell("Dan", theme_id=self.env.ref("exit_interview.theme_office").id)
        elsewhere = self.env["hr.department"].create({"name": "Elsewhere"})
        self._tell("Eve", department_id=elsewhere.id)
        self.assertFalse(self._get_cause())

    def test_unapproved_does_not_count(self):
        self._tell("Ann")
        self._tell("Bob")
        case = self._create_answered_case()
        finding = self._add(case)
        finding.with_user(self.cora).action_submit()
        self.assertFalse(self._get_cause())
        finding.with_user(self.peg).action_approve()
        self.assertTrue(self._get_cause())
        finding.with_user(self.cora).action_withdraw("A misunderstanding")
        cause = self._get_cause()
        self.assertEqual(cause.people, 2)
        self.assertFalse(self._get_open_duties(cause))

    def test_long_ago_does_not_count(self):
        old = self._tell("Ann")
        old.finding_ids.sudo().date_approved = fields.Date.today() - timedelta(days=400)
        self._tell("Bob")
        self._tell("Cat")
        self.assertFalse(self._get_cause())
        self._tell("Dan")
        self.assertEqual(self._get_cause().people, 3)

    def test_policy_says_how_many(self):
        self.policy.cause_people = 2
        self._tell("Ann")
        self._tell("Bob")
        self.assertEqual(self._get_cause().people, 2)

    def test_settled_until_more_say_it(self):
        for name in ("Ann", "Bob", "Cat"):
            self._tell(name)
        cause = self._get_cause()
        with self._assertRefused(ValidationError, "what follows"):
            cause.with_user(self.cora).action_settle("")
        cause.with_user(self.cora).action_settle("The service manager counts cases.")
        self.assertEqual(cause.state, "seen")
        self.assertFalse(self._get_open_duties(cause))
        self._tell("Dan")
        self.assertRecordValues(cause, [{"people": 4, "state": "open"}])
        self.assertTrue(self._get_open_duties(cause))

    def test_only_coordinators_see_it(self):
        self.policy.cause_people = 2
        self._tell("Ann")
        self._tell("Bob")
        cause = self._get_cause()
        self._refresh()
        self.assertEqual(cause.with_user(self.cora).people, 2)
        action = cause.with_user(self.cora).action_open_findings()
        found = self.env["exit.interview.finding"].with_user(self.cora)
        self.assertEqual(len(found.search(action["domain"])), 2)
        for user in (self.ivy, self.peg, self.hana, self.sam, self.lin, self.emp):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                cause.with_user(user).read(["people"])
