# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.exit_interview.models.local_date import get_today

from .common import FosteringCommon

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
REPORT = "exit_interview_fostering.report_briefing"


@tagged("post_install", "-at_install")
class TestBriefing(FosteringCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = get_today(cls.carer_policy)

    def _brief(self, **vals):
        case = self._tell(self.wes, **vals)
        return case.briefing_ids

    def _day(self, days):
        return fields.Date.add(self.today, days=days)

    def _part(self, briefing, code, user=None):
        return briefing._get_part(code).with_user(user or self.wes)

    def _sees(self, user, record):
        return bool(record.with_user(user).search([("id", "=", record.id)]))

    def _fill(self, briefing):
        """Give every part that is missing, as the supervising social worker."""
        for part in briefing._get_missing().with_user(self.wes):
            if part.code == "complaints":
                part.write({"has_complaint": "no", "has_allegation": "no"})
            elif part.can_be_none:
                part.action_none()
            else:
                part.text = "Words"
        self._refresh()

    # === OPENED WITH THE CASE === #

    def test_a_case_opens_with_a_briefing_that_knows_what_the_record_says(self):
        briefing = self._brief(date_decided=self.today)
        self.assertEqual(len(briefing.part_ids), 9)
        family = self._part(briefing, "family")
        for word in ("1 May 2012", "Mainstream", "Own child"):
            self.assertIn(word, family.text)
        self.assertEqual(self._part(briefing, "children").text, "2025: 2 aged 5 to 9")
        self.assertEqual(
            set(briefing._get_missing().mapped("code")),
            {
                "conversations",
                "letter",
                "efforts",
                "said",
                "issues",
                "complaints",
                "documents",
            },
        )
        self.assertIn("7 of 9 parts are missing", briefing.missing_text)
        self.assertIn("Wes owes them by", briefing.missing_text)
        briefing._get_missing()[1:].write({"is_none": True})
        self._refresh()
        self.assertIn("One part is missing: Conv", briefing.missing_text)

    def test_a_record_that_leaves_something_open_is_checked_by_somebody(self):
        self.household.foster_member_ids.unlink()
        self.household.foster_notes = "Complaint in 2024, 4711"
        briefing = self._brief()
        for code in ("family", "complaints"):
            self.assertTrue(self._part(briefing, code).is_to_check, code)
            self.assertEqual(self._part(briefing, code).state, "missing", code)
        family = self._part(briefing, "family")
        family.action_check()
        self.assertEqual((family.state, family.done_by), ("given", "Wes"))
        complaints = self._part(briefing, "complaints")
        complaints.write({"has_complaint": "yes", "has_allegation": "no"})
        self.assertEqual(complaints.state, "given")
        complaints.text = False
        self.assertEqual(complaints.state, "missing")
        complaints.reference = "4711"
        self.assertEqual(complaints.state, "given")

    def test_no_letter_is_missing_where_nobody_resigned(self):
        briefing = self._brief(leaving_route="adoption")
        self.assertEqual(self._part(briefing, "letter").state, "none")
        briefing = self._brief(
            household=self._create_household("The Thame household", "Gus")
        )
        self.assertEqual(self._part(briefing, "letter").state, "missing")

    def test_what_the_service_wrote_with_its_word_is_in_it(self):
        briefing = self._brief(reason="No respite")
        said = self._part(briefing, "said")
        self.assertEqual((said.state, said.text), ("given", "No respite"))
        household = self._create_household("The Thame household", "Gus")
        case = self._tell(self.ada, household, reason="Told me alone")
        said = self._part(case.briefing_ids, "said")
        self.assertFalse(said.text)

    def test_staff_have_no_briefing(self):
        case = self._depart(self.lea)
        self.assertFalse(case.briefing_ids)
        self.assertFalse(case._get_briefing_facts())
        with self._assertRefused(UserError, "no briefing"):
            case.with_user(self.cora).action_open_briefing()

    # === WHO SEES IT === #

    def test_who_sees_it(self):
        briefing = self._brief()
        parts = briefing.part_ids
        for user in (self.wes, self.mo, self.ada):
            self.assertTrue(self._sees(user, briefing), user.login)
            self.assertTrue(self._sees(user, parts[:1]), user.login)
        for user in (self.wyn, self.ida):
            self.assertFalse(self._sees(user, briefing), user.login)
            self.assertFalse(self._sees(user, parts[:1]), user.login)
        for user in (self.cora, self.hal, self.emp, self.hana):
            with self.assertRaises(AccessError, msg=user.login):
                self._sees(user, briefing)
        briefing.case_id.with_user(self.ada).action_assign(self.ida.id)
        self._refresh()
        self.assertTrue(self._sees(self.ida, parts[:1]))
        with self.assertRaises(AccessError):
            briefing.case_id.with_user(self.wes).read(["name"])

    def test_only_the_service_fills_it_in(self):
        briefing = self._brief()
        for user in (self.ada, self.wyn, self.emp):
            part = self._part(briefing, "said", user)
            with self.assertRaises(AccessError, msg=user.login):
                part.write({"text": "x"})
            with self.assertRaises(AccessError, msg=user.login):
                part.action_none()
            with self.assertRaises(AccessError, msg=user.login):
                briefing.with_user(user).action_hand_in()
        with self.assertRaises(UserError):
            self._part(briefing, "said").write({"done_by": "Somebody else"})
        self._part(briefing, "said", self.mo).text = "Tired"
        self.assertEqual(self._part(briefing, "said").done_by, "Mo")

    def test_the_form_opens_for_each_who_sees_it(self):
        briefing = self._brief()
        briefing.case_id.with_user(self.ada).action_assign(self.ida.id)
        self._refresh()
        for user in (self.wes, self.mo, self.ada, self.ida):
            for record in (briefing, briefing.part_ids[:1]):
                form = Form(record.with_user(user))
                self.assertTrue(
                    form.household_id if record == briefing else form.guidance
                )

    def test_it_is_closed_to_whoever_is_shut_out(self):
        briefing = self._brief()
        briefing.case_id.sudo()._shut_out(self.wes)
        self._refresh()
        self.assertFalse(self._sees(self.wes, briefing))
        self.assertEqual(self._get_open_duties(briefing).user_id, self.mo)

    def test_it_follows_the_household_to_another_worker(self):
        briefing = self._brief()
        self.household.foster_worker_id = self.wyn
        self._refresh()
        self.assertTrue(self._sees(self.wyn, briefing))
        self.assertFalse(self._sees(self.wes, briefing))

    # === IN TIME === #

    def test_told_and_due_within_seven_days(self):
        for days, is_late in ((-7, False), (-8, True)):
            household = self._create_household(f"Household {days}", f"Carer {days}")
            briefing = self._brief(household=household, date_decided=self._day(days))
            self.assertEqual(briefing.date_due, self._day(days + 7))
            self.assertEqual(briefing.is_notice_late, is_late, days)
            self.assertEqual(briefing.days_to_notice, -days)
            duty = self._get_open_duties(briefing)
            self.assertEqual((duty.kind, duty.user_id), ("brief", self.wes))
            self.assertEqual(duty.date_due, briefing.date_due)
            self.assertEqual(duty.is_overdue, is_late, days)
            self.assertEqual("too late" in briefing.notice_text, is_late)

    def test_what_is_late_goes_to_the_manager_and_the_advisor(self):
        briefing = self._brief()
        briefing.sudo()._escalate_duty(self._get_open_duties(briefing))
        chases = self.env["exit.interview.duty"].search([("kind", "=", "chase")])
        self.assertEqual(chases.user_id, self.mo | self.ada)
        self._fill(briefing)
        briefing.with_user(self.wes).action_hand_in()
        self.assertEqual(set(chases.mapped("state")), {"done"})

    def test_a_manager_owes_it_while_the_worker_is_away(self):
        briefing = self._brief(date_decided=self.today)
        self.env["exit.interview.absence"].create(
            {
                "user_id": self.wes.id,
                "date_from": self._day(-1),
                "date_to": self._day(20),
            }
        )
        briefing.sudo().duty_update()
        self.assertEqual(self._get_open_duties(briefing).user_id, self.mo)

    def test_it_is_dropped_with_the_case(self):
        briefing = self._brief()
        duty = self._get_open_duties(briefing)
        briefing.case_id.with_user(self.ada).action_cancel("By mistake")
        self.assertEqual(duty.state, "void")
        self._refresh()
        self.assertFalse(self._sees(self.wes, briefing))

    def test_it_comes_too_late_once_the_conversation_was_held(self):
        briefing = self._brief()
        case = briefing.case_id
        case.with_user(self.ada).action_offer("told")
        case.with_user(self.ada).action_record_reply("accepted")
        session_id = case.with_user(self.ada).action_schedule(
            fields.Datetime.now(), "in_person", "Library"
        )
        self._refresh()
        self.assertTrue(self._sees(self.wes, briefing))
        session = self.env["exit.interview.session"].browse(session_id)
        session.with_user(self.ada).action_mark_held()
        self._refresh()
        self.assertFalse(self._sees(self.wes, briefing))
        self.assertFalse(self._get_open_duties(briefing))
        self.assertIn("Never given", briefing.missing_text)

    # === COMPLETE === #

    def test_it_is_handed_in_when_everything_is_given_or_said_to_be_none(self):
        briefing = self._brief()
        duty = self._get_open_duties(briefing)
        mine = briefing.with_user(self.wes)
        with self._assertRefused(UserError, "Letter of resignation"):
            mine.action_hand_in()
        self._fill(briefing)
        self.assertFalse(briefing.missing_count)
        self.assertIn("still hands it in", briefing.missing_text)
        mine.action_hand_in()
        self._refresh()
        self.assertEqual((briefing.state, duty.state), ("handed_in", "done"))
        self.assertEqual(briefing.handed_in_by, "Wes")
        self.assertFalse(self._sees(self.wes, briefing))
        self.assertTrue(self._sees(self.ada, briefing))
        self.assertIn("Handed in by Wes", briefing.case_id.briefing_text)
        events = briefing.case_id.journal_ids.mapped("event")
        self.assertIn("briefing_handed_in", events)
        self.assertIn("briefing_filled", events)

    def test_none_is_an_answer_by_somebody_and_not_everywhere(self):
        briefing = self._brief()
        issues = self._part(briefing, "issues")
        issues.action_none()
        self.assertEqual((issues.state, issues.done_by), ("none", "Wes"))
        self.assertIn("There is none, says Wes", issues.content)
        issues.text = "A placement that ended"
        self.assertEqual(issues.state, "given")
        with self._assertRefused(UserError, "Empty it first"):
            issues.action_none()
        for code in ("family", "complaints"):
            with self._assertRefused(UserError, "always is something"):
                self._part(briefing, code).action_none()

    def test_the_advisor_asks_for_more(self):
        briefing = self._brief()
        with self._assertRefused(UserError, "with the fostering service still"):
            briefing.with_user(self.ada).action_return("More")
        self._fill(briefing)
        briefing.with_user(self.wes).action_hand_in()
        with self.assertRaises(AccessError):
            briefing.with_user(self.wes).action_return("More")
        with self.assertRaises(ValidationError):
            briefing.with_user(self.ada).action_return(" ")
        self.env["exit.interview.briefing.return"].with_user(self.ada).with_context(
            active_id=briefing.id
        ).create({"note": "Which talks after the panel?"}).action_return()
        self._refresh()
        self.assertTrue(self._sees(self.wes, briefing))
        self.assertIn("panel", briefing.with_user(self.wes).return_note)
        self.assertEqual(self._get_open_duties(briefing).date_due, self._day(7))

    def test_each_finds_it_among_their_work(self):
        briefing = self._brief()
        duty = self._get_open_duties(briefing)
        self.assertTrue(self.wes.has_group("exit_interview.group_responder"))
        mine = duty.with_user(self.wes)
        self.assertEqual(mine.action_open()["res_id"], briefing.id)
        for word in ("Marlow", "Fay"):
            self.assertNotIn(word, mine.display_name)
            self.assertNotIn(word, self._get_activities(duty).summary)
        action = briefing.case_id.with_user(self.ada).action_open_briefing()
        self.assertEqual(action["res_id"], briefing.id)

    # === FILES === #

    def _add_letter(self, briefing, user=None, code="letter"):
        content = base64.b64encode(PDF).decode()
        part = self._part(briefing, code, user)
        return part.action_add_document("whatever", "letter.pdf", content)

    def test_the_worker_adds_the_letter_and_reads_no_file(self):
        briefing = self._brief()
        self._add_letter(briefing)
        document = briefing.case_id.document_ids
        self.assertEqual(document.kind, "resignation")
        self._refresh()
        letter = self._part(briefing, "letter")
        self.assertEqual(letter.state, "given")
        self.assertIn("1 file from Wes", letter.file_text)
        with self.assertRaises(AccessError):
            letter.read(["document_ids"])
        with self.assertRaises(AccessError):
            document.with_user(self.wes).read(["name"])
        with self.assertRaises(AccessError):
            document.with_user(self.wes)._get_content()
        with self.assertRaises(AccessError):
            briefing.case_id.with_user(self.wes).action_add_document(
                "other", "letter.pdf", base64.b64encode(PDF).decode()
            )
        theirs = self._part(briefing, "letter", self.ada)
        self.assertEqual(theirs.document_ids, document)
        document.with_user(self.ada).action_withdraw("Wrong household")
        self.assertEqual(letter.state, "missing")

    def test_files_go_where_they_belong_and_come_from_the_service(self):
        briefing = self._brief()
        with self._assertRefused(UserError, "Files go to"):
            self._add_letter(briefing, code="said")
        for user in (self.ada, self.wyn, self.emp):
            with self.assertRaises(AccessError, msg=user.login):
                self._add_letter(briefing, user)
        with self.assertRaises(ValidationError):
            self._part(briefing, "letter").action_add_document(
                "x", "letter.exe", "eA=="
            )
        options = self._part(briefing, "letter").get_document_options()
        self.assertEqual([kind for kind, _label in options["kinds"]], ["resignation"])

    # === WHAT IT SAYS, AND TO WHOM === #

    def _talk(self, user, **vals):
        Talk = self.env["exit.interview.retention.talk"].with_user(user)
        return Talk.create({"household_id": self.household.id, **vals})

    def test_talks_are_part_of_it_and_confidence_is_kept(self):
        self._talk(self.wes, said="Tired of meetings", offered="Short breaks")
        self._talk(
            self.mo,
            level="team_manager",
            said="Wes never listens",
            is_closed_to_worker=True,
        )
        briefing = self._brief()
        for code in ("conversations", "efforts", "said"):
            self.assertEqual(self._part(briefing, code).state, "given", code)
        self._refresh()
        mine = self._part(briefing, "said")
        self.assertIn("Tired of meetings", mine.content)
        self.assertNotIn("never listens", mine.content)
        self._refresh()
        theirs = self._part(briefing, "said", self.ada)
        self.assertIn("Tired of meetings", theirs.content)
        self.assertIn("never listens", theirs.content)
        self.assertEqual(len(briefing.with_user(self.wes).talk_ids), 1)

    def test_the_interviewer_is_told_and_the_carers_record_is_not(self):
        briefing = self._brief()
        self._part(briefing, "issues").text = "Placement ended in May"
        self._part(briefing, "complaints").write(
            {"has_complaint": "yes", "has_allegation": "no", "reference": "4711"}
        )
        case = briefing.case_id
        facts = dict(case.with_user(self.ada)._get_briefing_facts())
        self.assertIn("Placement", facts["Issues that may have played a part"])
        self.assertIn("4711", facts["Complaints that may have played a part"])
        self.assertIn("Not given yet", facts["Steps taken to keep them"])
        screen = case.with_user(self.ada).sudo()._get_form_case()
        self.assertIn("4711", str(screen["briefing"]))
        self.assertNotIn("4711", str(screen["facts"]), "it is closed until asked for")
        self.assertNotIn("4711", str(case._get_header_facts()))

    def test_who_prints_it(self):
        briefing = self._brief()
        self._part(briefing, "issues").text = "Placement ended in May"
        Report = self.env[f"report.{REPORT}"]
        for user in (self.wes, self.mo, self.ida, self.cora, self.emp):
            with self.assertRaises(AccessError, msg=user.login):
                Report.with_user(user)._get_report_values(briefing.ids)
        values = Report.with_user(self.ada)._get_report_values(briefing.ids)
        text = str(values["documents"])
        for word in ("Placement ended", "Not given yet", "Wes", "Fay"):
            self.assertIn(word, text)
        html = self.env["ir.qweb"]._render(REPORT, values)
        self.assertIn("Placement ended in May", str(html))

    def test_days_are_written_so_that_nobody_mistakes_them(self):
        briefing = self._brief(date_decided="2026-11-02")
        self.assertEqual(briefing.date_due, date(2026, 11, 9))
        self.assertIn("9 November 2026", briefing.missing_text)
