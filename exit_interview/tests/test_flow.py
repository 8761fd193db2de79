# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestFlow(ExitInterviewCommon):
    def test_the_whole_life_of_a_case(self):
        # STEP 1: HR registers, the coordinator offers
        case = self._depart(self.lea)
        case.with_user(self.cora).action_offer("mail")
        self.assertEqual((case.state, case.offer_channel), ("offered", "mail"))
        self.assertEqual(self._get_open_duties(case).kind, "contact")

        # STEP 2: yes; the interviewer plans and holds the conversation
        case.with_user(self.cora).action_record_reply("accepted")
        duty = self._get_open_duties(case)
        self.assertEqual((duty.kind, duty.user_id), ("interview", self.ivy))
        session = self.env["exit.interview.session"].browse(
            case.with_user(self.ivy).action_schedule(
                fields.Datetime.now(), "video", "The usual link", companion="A friend"
            )
        )
        self.assertEqual(case.state, "scheduled")
        self.assertEqual(len(case.share_ids), 3)
        self._answer(session, "support", score=7, comment="Most weeks")
        session.with_user(self.ivy).action_mark_held()
        self.assertEqual(case.state, "interviewed")

        # STEP 3: permission, confirmation, copies
        self._permit(case)
        case.with_user(self.ivy).action_confirm("signed")
        duties = self._get_open_duties(case)
        self.assertEqual(set(duties.mapped("kind")), {"share", "learn"})
        case.with_user(self.cora).action_finish_findings()
        self.assertTrue(session.date_handed_in)
        case.with_user(self.cora).action_share()
        self._refresh()
        self.assertEqual(case.state, "shared")
        sam_share = self._get_share(case, "service_manager")
        hana_share = self._get_share(case, "head_of_service")
        self.assertEqual(sam_share.approver_id, self.hana)
        self.assertEqual(self._get_open_duties(sam_share).kind, "respond")
        self.assertEqual(self._get_open_duties(hana_share).kind, "acknowledge")

        # STEP 4: response, approval, reading
        sam_share.with_user(self.sam).action_submit(
            "Supervision is back in the diary",
            "By Easter",
            "Dip sample in May",
            [
                {
                    "name": "Book supervision",
                    "owner_id": self.sam.id,
                    "date_due": "2027-02-01",
                },
                {
                    "name": "Dip sample",
                    "owner_id": self.tess.id,
                    "date_due": "2027-05-01",
                },
            ],
        )
        self._refresh()
        self.assertEqual(self._get_open_duties(sam_share).user_id, self.hana)
        sam_share.with_user(self.hana).action_approve()
        hana_share.with_user(self.hana).action_acknowledge()
        self.assertEqual(set(case.action_ids.mapped("state")), {"open"})
        self.assertEqual(self._get_open_duties(case).kind, "write")

        # STEP 5: the leaver is told; the case closes, the actions live on
        case.with_user(self.cora).action_outcome_sent()
        self.assertEqual((case.state, case.outcome), ("done", "completed"))
        self.assertFalse(self._get_open_duties(case))
        action = case.action_ids.filtered(lambda action: action.owner_id == self.tess)
        self._refresh()
        action.with_user(self.tess).action_done("Sampled ten files, nine were fine")
        self.assertEqual(action.state, "done")

    def test_steps_out_of_turn_are_refused_in_words(self):
        case = self._create_case(until="new").with_user(self.cora)
        with self.assertRaisesRegex(UserError, "cannot become “Shared”|cannot become"):
            case.action_share()
        with self.assertRaisesRegex(UserError, "record first that the leaver said yes"):
            case.action_schedule(fields.Datetime.now(), "phone")
        with self.assertRaisesRegex(UserError, "Possible next: Offered"):
            case.action_confirm("agreed")
        case.action_offer("told")
        with self.assertRaisesRegex(UserError, "cannot become “Offered”"):
            case.action_offer("told")
        with self.assertRaisesRegex(UserError, "offered already"):
            case.action_not_required("Promotion")

    def test_unknown_values_are_refused_in_words(self):
        case = self._create_case(until="new").with_user(self.cora)
        for bad in ("pigeon", "", None, 7):
            with self.assertRaisesRegex(ValidationError, "Choose one of"):
                case.action_offer(bad)

    def test_declining_is_one_step_and_needs_no_reason(self):
        case = self._create_case(until="offered")
        case.with_user(self.cora).action_record_reply("declined")
        self.assertEqual((case.state, case.outcome), ("done", "declined"))
        self.assertFalse(case.outcome_reason)
        self.assertFalse(self._get_open_duties(case))

    def test_a_late_yes_opens_again_and_nothing_else_does(self):
        case = self._create_case(until="offered").with_user(self.cora)
        case.action_record_reply("no_reply")
        case.action_record_reply("accepted")
        self.assertEqual((case.state, case.outcome), ("offered", False))
        self.assertEqual(self._get_open_duties(case).kind, "interview")

        done = self._create_case(self._create_employee("Other"), until="new")
        done.with_user(self.cora).action_not_required("Promotion")
        with self.assertRaisesRegex(UserError, "ended with a no"):
            done.with_user(self.cora).action_record_reply("accepted")

    def test_not_required_retained_and_withdrawn_keep_the_reason(self):
        people = [self._create_employee(f"P{n}") for n in range(3)]
        cases = [self._create_case(person) for person in people]
        cases[0].with_user(self.cora).action_not_required("Promotion inside the team")
        cases[1].with_user(self.cora).action_mark_retained("Part time from March")
        cases[2].with_user(self.cora).action_cancel("Entered by mistake")

        self.assertEqual(
            [(case.state, case.outcome, case.outcome_reason) for case in cases],
            [
                ("done", "not_required", "Promotion inside the team"),
                ("cancelled", "retained", "Part time from March"),
                ("cancelled", "withdrawn", "Entered by mistake"),
            ],
        )
        for case in cases:
            self.assertFalse(self._get_open_duties(case))
            self.assertEqual(case.duty_ids.mapped("state"), ["void"])
        with self.assertRaisesRegex(ValidationError, "reason"):
            self._create_case().with_user(self.cora).action_cancel("")

    def test_grace_period_both_sides(self):
        self.policy.grace_days = 3
        with freeze_time("2026-11-02 10:00"):
            case = self._depart(self.lea)
        with freeze_time("2026-11-04 10:00"), self.assertRaisesRegex(UserError, "from"):
            case.with_user(self.cora).action_offer("told")
        with freeze_time("2026-11-05 10:00"):
            case.with_user(self.cora).action_offer("told")
        self.assertEqual(case.state, "offered")

    def test_offering_by_mail_asks_for_one_mail_each(self):
        """What stands in it, and how it leaves: test_message.py."""
        case = self._create_case()
        before = self.env["mail.mail"].search_count([])
        case.with_user(self.cora).action_offer("mail")

        message = case.leaver_message_ids
        self.assertEqual((message.kind, message.state), ("offer", "queued"))
        self.assertEqual(message.participant_id, case.participant_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_offer_mail_needs_a_mailbox_of_the_leavers_own(self):
        case = self._create_case()
        participant = case.participant_ids.with_user(self.cora)
        participant.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            case.with_user(self.cora).action_offer("mail")
        for bad in ("a@", "a@b.example, c@d.example", "a@b.example\nBcc: x@y.example"):
            with self.assertRaisesRegex(ValidationError, "not one e-mail address"):
                participant.email = bad

    def test_work_mailbox_only_until_the_last_day(self):
        self.lea.write({"private_email": False, "work_email": "lea@work.example"})
        with freeze_time("2026-12-01"):
            case = self._depart(self.lea, date="2026-12-31")
        self.assertTrue(case.participant_ids.is_work_email)
        with freeze_time("2027-01-01"), self.assertRaisesRegex(UserError, "private"):
            case.with_user(self.cora).action_offer("mail")
        with freeze_time("2026-12-31"):
            case.with_user(self.cora).action_offer("mail")
        self.assertEqual(case.state, "offered")

    def test_policy_refuses_placeholders_that_leak(self):
        for text in ("{name}", "{case.leaver}", "{0}", "{", "{coordinator.login}"):
            with self.assertRaisesRegex(ValidationError, "placeholder"):
                self.policy.with_user(self.adm).offer_body = text

    def test_line_of_management_does_not_interview(self):
        case = self._create_case()
        self.lin.group_ids |= self.env.ref("exit_interview.group_interviewer")
        coordinator = case.with_user(self.cora)
        with self.assertRaisesRegex(UserError, "line of management"):
            coordinator.action_assign(self.lin.id)
        with self.assertRaisesRegex(UserError, "does not have the role"):
            coordinator.action_assign(self.emp.id, "Please")
        coordinator.action_assign(self.lin.id, "Lea asked for Lin")
        self.assertEqual(case.interviewer_id, self.lin)
        self.assertEqual(case.independence_reason, "Lea asked for Lin")
        coordinator.action_assign(self.peg.id)
        self.assertFalse(case.independence_reason)

    def test_reassigning_moves_duty_activity_and_access(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids
        case.with_user(self.cora).action_assign(self.peg.id)
        self._refresh()

        duty = self._get_open_duties(case)
        self.assertEqual(duty.user_id, self.peg)
        self.assertEqual(self._get_activities(duty).user_id, self.peg)
        self.assertEqual(
            session.with_user(self.peg).get_form()["session"]["id"], session.id
        )
        with self.assertRaises(AccessError):
            session.with_user(self.ivy).get_form()

    def test_cancelling_a_conversation_gives_a_reason_and_rebooks(self):
        case = self._create_case(until="scheduled")
        first = case.session_ids.with_user(self.ivy)
        with self.assertRaisesRegex(ValidationError, "reason"):
            first.action_cancel("")
        first.action_cancel("Interviewer is ill", "2027-01-11 10:00:00")

        self.assertEqual(case.state, "scheduled")
        self.assertEqual(
            case.session_ids.sorted("id").mapped("state"), ["cancelled", "planned"]
        )
        planned = case._get_planned_session()
        planned.with_user(self.ivy).action_cancel("Snow")
        self.assertEqual(case.state, "offered")
        self.assertEqual(self._get_open_duties(case).kind, "interview")

    def test_held_lies_in_the_past_and_keeps_the_true_times(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids.with_user(self.ivy)
        with freeze_time("2026-11-20 12:00"):
            with self.assertRaisesRegex(UserError, "future"):
                session.action_mark_held("2026-11-20 12:30:00", "2026-11-20 13:00:00")
            with self.assertRaisesRegex(UserError, "before it starts"):
                session.action_mark_held("2026-11-17 12:30:00", "2026-11-17 12:00:00")
            session.action_mark_held("2026-11-17 09:00:00", "2026-11-17 10:00:00")
        self.assertEqual(str(session.date_start), "2026-11-17 09:00:00")

    def test_silence_is_recorded_as_silence(self):
        case = self._create_case(until="interviewed")
        self._permit(case)
        with self.assertRaisesRegex(UserError, "ahead"):
            case.with_user(self.ivy).action_confirm("agreed", "2099-01-01")
        case.with_user(self.cora).action_confirm("not_returned")
        self.assertEqual(case.confirm_how, "not_returned")

    def test_interviewer_cannot_do_the_coordinators_steps(self):
        case = self._create_case(until="new").with_user(self.ivy)
        for step, arguments in (
            ("action_offer", ("told",)),
            ("action_assign", (self.ivy.id,)),
            ("action_cancel", ("x",)),
            ("action_mark_retained", ("x",)),
            ("action_not_required", ("x",)),
            ("action_share", ()),
            ("action_close", ()),
            ("action_outcome_sent", ()),
        ):
            with self.assertRaises(AccessError, msg=step):
                getattr(case, step)(*arguments)

    def test_nobody_writes_past_the_steps(self):
        case = self._create_case(until="interviewed")
        records = (
            (case, {"state": "done"}),
            (case, {"interviewer_id": self.cora.id}),
            (case.session_ids, {"date_start": "2026-01-01 00:00:00"}),
            (case.share_ids, {"permission": "full"}),
            (case.participant_ids, {"name": "Other"}),
            (self._get_open_duties(case), {"date_due": "2099-01-01"}),
            (case.journal_ids, {"user_name": "Nobody"}),
        )
        for user in (self.cora, self.ivy):
            for record, vals in records:
                with self.assertRaises(UserError, msg=str(vals)):
                    record.with_user(user).write(vals)
                with self.assertRaises(UserError):
                    record.with_user(user).unlink()
                with self.assertRaises(UserError):
                    record[:1].with_user(user).copy()
        participant = case.participant_ids.with_user(self.cora)
        participant.needs = "Large print"
        self.assertEqual(participant.needs, "Large print")

    def test_the_journal_cannot_be_changed_even_by_the_server(self):
        case = self._create_case()
        with self.assertRaises(UserError):
            case.journal_ids[0].sudo().write({"user_name": "Nobody"})
        with self.assertRaises(UserError):
            case.journal_ids[0].sudo().unlink()
        self.assertIn("opened", case.journal_ids.mapped("event"))
