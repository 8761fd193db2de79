# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What carers say goes to the Service Manager, who writes to them (S-25, S-27)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.exit_interview.tests.test_check_page import LeaverPageCommon

from .common import FosteringCommon


@tagged("post_install", "-at_install")
class TestCirculation(FosteringCommon, LeaverPageCommon):
    def setUp(self):
        # Not the case of the staff's pages.
        super(LeaverPageCommon, self).setUp()
        self.case = self._tell(self.wes)
        self.case.with_user(self.ada).action_offer("told")
        people = self.case.participant_ids.sorted("name")
        self.fay_person, self.fred_person = people

    # === STEPS === #

    def _come_in(self, person, purpose="check"):
        self.participant = person
        self._enter(purpose)

    def _accept(self, *people):
        for person in people or (self.fay_person, self.fred_person):
            self._come_in(person, "offer")
            response = self._post("offer", reply="accepted")
            self.assertEqual(response.status_code, 303)

    def _talk(self):
        session_id = self.case.with_user(self.ada).action_schedule(
            fields.Datetime.now(), "in_person", "The library"
        )
        self.session = self.env["exit.interview.session"].browse(session_id)
        self.session.with_user(self.ada).action_mark_held()
        for code, text in (
            ("ssw_improve", "Ring us back"),
            ("wider_improve", "More short breaks"),
        ):
            self._answer(self.session, code, self.ada, text=text)
        self.share = self._get_share(self.case, "service_manager")

    def _share(self):
        self.case.with_user(self.ada).action_confirm("agreed")
        self.case.with_user(self.ada).action_share()
        self._refresh()

    def _respond(self):
        self.share.with_user(self.mo).action_submit(
            "We ring back the same day.", "From January", "Counted every month"
        )
        self.share.with_user(self.hana).action_approve()
        self._refresh()

    def _get_answers(self, user):
        return self.share.with_user(user).line_ids.mapped("answer")

    def _keep(self, *codes):
        """Return the form that keeps back the parts in which questions stand."""
        form = {f"permission_{self.share.id}": "parts"}
        for code in codes:
            section = self._get_question(self.session, code).section_id
            form[f"keep_{self.share.id}_{section.id}"] = "1"
        return form

    # === S-25: TO THE SERVICE MANAGER === #

    def test_to_the_service_manager_alone_and_without_asking(self):
        self._accept()
        self._talk()
        self.assertEqual(self.case.share_ids, self.share, "decision 2")
        self.assertEqual(self.share.permission, "normal")
        self._share()
        self.assertEqual(self.share.basis, "normal_circulation")
        self.assertEqual(self.share.reader_id, self.mo)
        self.assertEqual(self.share.approver_id, self.hana)
        self.assertIn("Ring us back", self._get_answers(self.mo))
        self.assertTrue(self._get_open_duties(self.share))
        # Decision 17: the copy, and never the live case.
        with self.assertRaises(AccessError):
            self.case.with_user(self.mo).read(["leaver_name"])
        with self.assertRaises(AccessError):
            self.session.answer_ids.with_user(self.mo).read(["text"])
        # Whoever approves reads the answer, not the copy.
        self.assertFalse(self.share.line_ids.with_user(self.hana).has_access("read"))
        for user in (self.wes, self.wyn, self.cora, self.ivy, self.sam):
            self.assertFalse(self.share.with_user(user).has_access("read"), user.login)

    def test_who_said_yes_on_the_telephone_is_told_by_the_advisor(self):
        self.case.with_user(self.ada).action_record_reply("accepted")
        self._talk()
        self.assertEqual(self.share.permission, "undecided")
        self.case.with_user(self.ada).action_confirm("agreed")
        with self.assertRaisesRegex(UserError, "told in advance"):
            self.case.with_user(self.ada).action_share()
        for user in (self.wes, self.mo, self.cora, self.ida):
            with self.assertRaises(AccessError):
                self.share.with_user(user).action_record_told("By telephone")
        self.share.with_user(self.ada).action_record_told("By telephone")
        self.case.with_user(self.ada).action_share()
        self.assertEqual(self.share.basis, "normal_circulation")
        self.assertEqual(self.share.reader_id, self.mo)

    def test_one_of_two_was_not_told(self):
        words = self.carer_policy.notice_wording
        self.carer_policy.notice_wording = "- Ask us who reads it."
        self._accept(self.fred_person)
        self.carer_policy.notice_wording = words
        self._accept(self.fay_person)
        self.assertTrue(self.fay_person.told_roles)
        self._talk()
        self.assertEqual(self.session.participant_ids, self.case.participant_ids)
        self.assertEqual(self.share.permission, "undecided")
        self.assertEqual(self.share._is_told(), False)
        # Told now, before the conversation; what Fay knew since stays hers.
        before = self.fay_person.date_told
        self.share.with_user(self.ada).action_record_told("At the door")
        self.assertEqual(self.share.permission, "normal")
        self.assertEqual(self.fay_person.date_told, before)
        self.assertEqual(self.fred_person.told_how, "At the door")

    def test_somebody_who_joins_untold_takes_it_back(self):
        self._accept(self.fay_person)
        self._talk()
        self.assertEqual(self.session.participant_ids, self.fay_person)
        self.assertEqual(self.share.permission, "normal")
        self.session.sudo().participant_ids |= self.fred_person
        self.case.with_user(self.ada).action_confirm("agreed")
        with self.assertRaisesRegex(UserError, "told in advance"):
            self.case.with_user(self.ada).action_share()
        self.assertFalse(self.share.reader_id)

    # === WHAT CARERS KEEP BACK === #

    def test_the_page_promises_nothing_that_is_not_so(self):
        self._accept()
        self._talk()
        self._come_in(self.fay_person)
        page = " ".join(self._show("permission").text.split())
        self.assertIn("reads it in the normal way", page)
        self.assertIn("You need not do anything here", page)
        self.assertNotIn("unless you say yes.", page.split("You can change")[-1])
        self.assertNotIn("Nobody reads anything", page)
        self.assertNotIn("Mo", page.split(), "a role, not a name")
        own = self.carer_policy._get_message_template("check").body
        self.assertIn("keep back", own)
        self.assertNotIn("unless you say so", own)
        staff = self.policy._get_message_template("check").body
        self.assertIn("nothing goes to anybody unless you say so", staff)

    def test_nobody_opens_what_the_other_keeps_back(self):
        self._accept()
        self._talk()
        self._come_in(self.fay_person)
        self._post("permission", **self._keep("ssw_improve"))
        self.assertEqual(self.share.permission, "parts")
        self._come_in(self.fred_person)
        for form in (
            {f"permission_{self.share.id}": "normal"},
            self._keep("wider_improve"),
        ):
            response = self._post("permission", **form)
            self.assertEqual(response.status_code, 422)
            self.assertIn("somebody else who took part keeps", response.text)
        # More may be kept back, by either of them.
        response = self._post(
            "permission", **self._keep("ssw_improve", "wider_improve")
        )
        self.assertEqual(response.status_code, 303)
        self._share()
        answers = self._get_answers(self.mo)
        self.assertNotIn("Ring us back", answers)
        self.assertNotIn("More short breaks", answers)

    def test_who_kept_it_back_may_open_it(self):
        self._accept()
        self._talk()
        self._come_in(self.fay_person)
        self._post("permission", **self._keep("ssw_improve"))
        response = self._post("permission", **{f"permission_{self.share.id}": "normal"})
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.share.permission, "normal")

    # === HEARD APART === #

    def _hear(self, person):
        """Plan and hold the conversation of one person; return their copy."""
        session_id = self.case.with_user(self.ada).action_schedule(
            fields.Datetime.now(),
            "in_person",
            "The library",
            participant_id=person.id,
        )
        self.session = self.env["exit.interview.session"].browse(session_id)
        for code in ("ssw_improve", "wider_improve"):
            self._answer(self.session, code, self.ada, text=f"{person.name} {code}")
        self.session.with_user(self.ada).action_mark_held()
        return self.case.share_ids.filtered(lambda one: one.participant_id == person)

    def test_heard_apart_each_keeps_back_for_themselves(self):
        self._accept()
        self.case.with_user(self.ada).action_hear_apart()
        self.share = self._hear(self.fay_person)
        self._come_in(self.fay_person)
        response = self._post("permission", **self._keep("ssw_improve"))
        self.assertEqual(response.status_code, 303)
        fay_share, fred_share = self.share, self._hear(self.fred_person)
        self.assertEqual(fay_share.permission, "parts")
        self.assertEqual(fred_share.permission, "normal")
        self._share()
        self.assertEqual((fay_share | fred_share).reader_id, self.mo)
        texts = fay_share.with_user(self.mo).line_ids.mapped("answer")
        self.assertNotIn("Fay ssw_improve", texts)
        self.assertIn("Fay wider_improve", texts)
        texts = fred_share.with_user(self.mo).line_ids.mapped("answer")
        self.assertIn("Fred ssw_improve", texts)
        self.assertNotIn("Fay wider_improve", texts)

    def test_heard_apart_the_copys_reader_is_told_whose_it_is(self):
        """Whoever approves the answer has no copy, and is told no name."""
        self._accept()
        self.case.with_user(self.ada).action_hear_apart()
        share, _other = map(self._hear, (self.fay_person, self.fred_person))
        self._share()
        self.assertEqual(share.with_user(self.mo).person_name, "Fay")
        self.assertEqual(share.with_user(self.ada).person_name, "Fay")
        share.with_user(self.mo).action_submit("This", "Then", "So")
        self._refresh()
        self.assertTrue(share.with_user(self.hana).response_action)
        self.assertFalse(share.with_user(self.hana).person_name)

    def test_heard_apart_only_who_was_not_told_is_asked(self):
        words = self.carer_policy.notice_wording
        self.carer_policy.notice_wording = "- Ask us who reads it."
        self._accept(self.fred_person)
        self.carer_policy.notice_wording = words
        self._accept(self.fay_person)
        self.case.with_user(self.ada).action_hear_apart()
        fay_share, fred_share = map(self._hear, (self.fay_person, self.fred_person))
        self.assertEqual(fay_share.permission, "normal")
        self.assertEqual(fred_share.permission, "undecided")

    def test_what_was_kept_back_together_does_not_go_apart(self):
        self._accept()
        session_id = self.case.with_user(self.ada).action_schedule(
            fields.Datetime.now() + timedelta(days=2), "in_person", "The library"
        )
        self.session = self.env["exit.interview.session"].browse(session_id)
        self.share = self._get_share(self.case, "service_manager")
        self._come_in(self.fay_person)
        self._post("permission", **self._keep("ssw_improve"))
        self.assertEqual(self.share.permission, "parts")
        self.session.with_user(self.ada).action_cancel("Each alone, after all")
        self.case.with_user(self.ada).action_hear_apart()
        shares = self._hear(self.fay_person) | self._hear(self.fred_person)
        self.assertEqual(len(shares), 2)
        self.assertEqual(set(shares.mapped("permission")), {"undecided"})
        with self.assertRaisesRegex(UserError, "ask for the leaver's permission"):
            shares[0].with_user(self.ada).action_record_told("At the door")

    # === S-27: THE LETTER === #

    def test_the_letter_is_owed_and_signed_by_the_service_manager(self):
        self._accept()
        self._talk()
        self._share()
        self.assertNotIn("write", self._get_open_duties(self.case).mapped("kind"))
        self._respond()
        duty = self._get_open_duties(self.share).filtered(
            lambda duty: duty.kind == "write"
        )
        self.assertEqual(duty.user_id, self.mo, "S-27: and the advisor sees it")
        dialog = (
            self.env["exit.interview.outcome"]
            .with_user(self.ada)
            .with_context(active_id=self.case.id)
            .create({})
        )
        self.assertIn("- We ring back the same day.", dialog.text)
        self.assertIn("\nMo\nService Manager for Fostering\n", dialog.text)
        self.assertFalse(dialog.names_found, "whoever signs is no slip")
        dialog.text = dialog.text.replace("[What", "Wes says: what").replace("]", "")
        self.assertEqual(dialog.names_found, "Wes")

    def test_each_of_them_gets_one(self):
        self._accept()
        self._talk()
        self._share()
        self._respond()
        case = self.case.with_user(self.ada)
        case.action_write_outcome("Thank you.")
        report = self.env["report.exit_interview.report_outcome_letter"]
        letters = report.with_user(self.ada)._prepare_documents(case)
        self.assertEqual({one["name"] for one in letters}, {"Fay", "Fred"})
        case.action_send_outcome("mail")
        mails = case.leaver_message_ids.filtered(lambda one: one.kind == "outcome")
        self.assertEqual(mails.participant_id, self.case.participant_ids)
        self.assertTrue(case.date_outcome_sent)

    def test_who_was_not_interviewed_is_owed_none(self):
        self._accept(self.fay_person)
        self._come_in(self.fred_person, "offer")
        self._post("offer", reply="declined")
        self._talk()
        self._share()
        self._respond()
        case = self.case.with_user(self.ada)
        case.action_write_outcome("Thank you.")
        case.action_send_outcome("mail")
        mails = case.leaver_message_ids.filtered(lambda one: one.kind == "outcome")
        self.assertEqual(mails.participant_id, self.fay_person)
