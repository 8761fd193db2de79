# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.exit_interview.models.local_date import get_today

from ..hooks import uninstall_hook
from .common import FosteringCommon


@tagged("post_install", "-at_install")
class TestRetentionTalk(FosteringCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = get_today(cls.carer_policy)

    def _talk(self, user=None, household=None, **vals):
        Talk = self.env["exit.interview.retention.talk"].with_user(user or self.wes)
        talk = Talk.create(
            {"household_id": (household or self.household).id, "said": "Tired", **vals}
        )
        self._refresh()
        return talk.sudo(False).with_env(self.env)

    def _day(self, days):
        return fields.Date.add(self.today, days=days)

    def _sees(self, user, record):
        return bool(record.with_user(user).search([("id", "=", record.id)]))

    # === WHO MAY === #

    def test_the_worker_of_the_household_and_managers_note_and_read_talks(self):
        talk = self._talk()
        self.assertEqual(talk.holder_id, self.wes)
        self.assertTrue(self._sees(self.wes, talk))
        self.assertTrue(self._sees(self.mo, talk))
        self.assertFalse(self._sees(self.wyn, talk))
        self.assertFalse(self._sees(self.ada, talk))
        self.assertFalse(self._sees(self.ida, talk))
        for user in (self.cora, self.hal, self.emp, self.hana):
            with self.assertRaises(AccessError, msg=user.login):
                self._sees(user, talk)
        self.assertEqual(talk.level, "worker")
        self.assertEqual(self._talk(self.mo).level, "team_manager")

    def test_nobody_notes_a_talk_with_somebody_elses_household(self):
        for user in (self.wyn, self.ada, self.emp):
            with self.assertRaises(AccessError, msg=user.login):
                self._talk(user, holder_id=user.id)
        with self._assertRefused(AccessError, "households that you supervise"):
            self._talk(self.mo, self.env["res.partner"].create({"name": "Nobody"}))

    def test_who_held_a_talk_reads_it(self):
        talk = self._talk(self.mo, holder_id=self.wyn.id)
        self.assertTrue(self._sees(self.wyn, talk))
        talk.with_user(self.wyn).write({"said": "Tired of meetings"})

    def test_the_outcome_and_the_household_are_not_typed(self):
        for vals in ({"outcome": "stays"}, {"date_told": "2026-11-02"}, {"name": "x"}):
            with self.assertRaises(UserError):
                self._talk(**vals)
        talk = self._talk()
        for vals in ({"outcome": "stays"}, {"household_id": self.fay.id}):
            with self.assertRaises(UserError):
                talk.with_user(self.wes).write(vals)
        with self.assertRaises(UserError):
            talk.with_user(self.wes).unlink()

    def test_lists_reach_no_record_of_others(self):
        theirs = self._create_household("The Thame household", "Gus")
        theirs.foster_worker_id = self.wyn
        talk = self._talk(self.wyn, theirs, action_ids=[self._agree(self.wyn)])
        with self.assertRaises(UserError):
            self._talk(action_ids=[fields.Command.link(talk.action_ids.id)])
        with self._assertRefused(ValidationError, "approved carers"):
            self._talk(carer_ids=[fields.Command.set(theirs.foster_carer_ids.ids)])
        with self.assertRaises(AccessError):
            self.env["exit.interview.retention.action"].with_user(self.wes).create(
                {
                    "talk_id": talk.id,
                    "name": "x",
                    "owner_id": self.wes.id,
                    "date_due": self.today,
                }
            )

    def _agree(self, owner, days=3):
        return fields.Command.create(
            {"name": "Ring", "owner_id": owner.id, "date_due": self._day(days)}
        )

    def test_a_talk_in_confidence_is_kept_from_the_worker(self):
        with self._assertRefused(UserError, "Only managers"):
            self._talk(is_closed_to_worker=True)
        talk = self._talk(self.mo, level="team_manager", is_closed_to_worker=True)
        self.assertFalse(self._sees(self.wes, talk))
        self.assertTrue(self._sees(self.mo, talk))

    def test_somebody_who_works_here_and_fosters_reads_nothing_of_themselves(self):
        self.mo.partner_id.write(
            {"parent_id": self.household.id, "is_foster_carer": True}
        )
        talk = self._talk(action_ids=[self._agree(self.wes)])
        self.assertFalse(self._sees(self.mo, talk))
        self.assertFalse(self._sees(self.mo, talk.action_ids))
        self.assertTrue(self._sees(self.wes, talk))

    def test_whoever_is_shut_out_of_the_case_is_shut_out_of_its_talks(self):
        """P-08: a concern about the worker, or a manager, closes everything at once."""
        talk = self._talk(action_ids=[self._agree(self.emp)])
        case = self._tell(self.wes)
        self.assertEqual(talk.case_id, case)
        people = (self.wes, self.mo, self.ada, self.emp)
        for user in people[:3]:
            self.assertTrue(self._sees(user, talk), user.login)
        case.conflict_user_ids |= self.wes | self.mo | self.ada | self.emp
        self._refresh()
        for user in people[:3]:
            self.assertFalse(self._sees(user, talk), user.login)
        for user in people:
            self.assertFalse(self._sees(user, talk.action_ids), user.login)

    def test_a_reference_is_all_that_others_are_shown(self):
        talk = self._talk(action_ids=[self._agree(self.emp)])
        for record in (talk, talk.action_ids):
            for word in ("Marlow", "Fay", "Tired", "Ring"):
                self.assertNotIn(word, record.display_name)

    # === WHAT THE FORM SAYS === #

    def test_difficulties_with_the_worker_suggest_the_team_manager(self):
        for part, suggested in (("no", False), ("maybe", True), ("yes", True)):
            talk = self._talk(worker_part=part).with_user(self.wes)
            self.assertEqual("team manager" in (talk.advice or ""), suggested, part)
            level = talk.action_next_talk()["context"]["default_level"]
            self.assertEqual(level, "team_manager" if suggested else "worker")

    def test_the_team_manager_is_asked_and_does_it(self):
        talk = self._talk(worker_part="yes")
        talk.with_user(self.wes).action_ask_manager()
        action = talk.action_ids
        self.assertEqual(action.owner_id, self.mo)
        duty = self._get_open_duties(action)
        self.assertEqual((duty.kind, duty.user_id), ("act", self.mo))
        self.assertEqual(duty.date_due, self._day(7))
        with self.assertRaises(AccessError):
            action.with_user(self.wyn).action_done()
        with self._assertRefused(UserError, "asked already"):
            talk.with_user(self.wes).action_ask_manager()
        self.assertEqual(duty.with_user(self.mo).action_open()["res_id"], talk.id)
        action.with_user(self.mo).action_done()
        self.assertEqual(duty.state, "done")
        self.assertEqual(action.date_done, self.today)

    def test_no_effort_where_the_standard_of_care_is_the_worry(self):
        talk = self._talk(is_standard_concern=True).with_user(self.wes)
        self.assertIn("no effort is made", talk.advice)
        talk.action_stays()
        self.assertEqual(talk.outcome, "stays")
        self.assertFalse(talk.is_retained)
        self.assertFalse(talk.retained_by)

    def test_whoever_owes_an_action_sees_that_line_only(self):
        talk = self._talk(action_ids=[self._agree(self.emp)])
        action = talk.action_ids.with_user(self.emp)
        self.assertEqual(action.name, "Ring")
        with self.assertRaises(AccessError):
            talk.with_user(self.emp).read(["said"])
        with self.assertRaises(AccessError):
            action.write({"name": "Nothing"})
        action.action_done()
        self.assertTrue(action.date_done)
        with self._assertRefused(UserError, "not deleted by hand"):
            action.with_user(self.wes).unlink()

    def test_the_extract_holds_the_talk_and_when_it_was_recorded(self):
        talk = self._talk(
            offered="Short breaks", action_ids=[self._agree(self.wes)]
        ).with_user(self.wes)
        for word in ("Marlow", "Fay, Fred", "Tired", "Short breaks", "Ring", "Wes"):
            self.assertIn(word, talk.extract)
        talk.action_leaves()
        talk.date_recorded = self.today
        with self._assertRefused(UserError, "stays as it was noted"):
            talk.said = "Something else"

    def test_a_talk_is_noted_when_it_was_held(self):
        self._talk(date=self.today)
        with self._assertRefused(ValidationError, "lies ahead"):
            self._talk(date=self._day(1))

    # === THEY STAY === #

    def test_retained_counts_once_with_what_made_the_difference(self):
        first = self._talk()
        second = self._talk(self.mo, level="service_manager")
        with self._assertRefused(ValidationError, "what made the difference"):
            second.with_user(self.mo).action_stays()
        with self.assertRaises(ValidationError):
            second.with_user(self.mo).action_stays("magic")
        second.with_user(self.mo).action_stays("breaks", "A week-end a month")
        self.assertEqual(first.outcome, "thinking")
        self.assertEqual((first | second).mapped("date_settled"), [self.today] * 2)
        counted = (first | second).filtered("is_retained")
        self.assertEqual(counted, second)
        self.assertEqual(counted.retained_by, "breaks")
        with self._assertRefused(UserError, "settled already"):
            second.with_user(self.mo).action_stays("breaks")

    def test_the_advisor_hears_that_they_stay_and_closes_the_case(self):
        case = self._tell(self.wes)
        self._talk(retained_by="worker").with_user(self.wes).action_stays()
        duty = self._get_open_duties(case).filtered(lambda d: d.kind == "retained")
        self.assertEqual(duty.user_id, self.ada)
        self.assertNotIn("stay", duty.display_name)
        with self.assertRaises(AccessError):
            case.with_user(self.wes).action_confirm_stays()
        case.with_user(self.ada).action_confirm_stays()
        self.assertEqual((case.state, case.outcome), ("cancelled", "retained"))
        self.assertEqual(case.outcome_reason, "Another supervising social worker")
        self.assertEqual(duty.state, "void")

    def test_the_case_goes_on_where_they_leave_all_the_same(self):
        case = self._tell(self.wes)
        with self._assertRefused(UserError, "nobody has said"):
            case.with_user(self.ada).action_goes_on()
        talk = self._talk(retained_by="other")
        talk.with_user(self.wes).action_stays()
        self.assertTrue(talk.is_retained)
        case.with_user(self.ada).action_goes_on()
        self.assertFalse(talk.is_retained)
        self.assertEqual(case.state, "new")
        kinds = self._get_open_duties(case).mapped("kind")
        self.assertNotIn("retained", kinds)

    # === THEY LEAVE === #

    def _tell_after(self, talk, user):
        action = talk.with_user(user).action_leaves()
        dialog = (
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
            .create({"leaving_route": "retirement"})
        )
        self.assertEqual(dialog.date_decided, talk.date)
        self.assertEqual(dialog.carer_ids, talk.carer_ids)
        duty = self._get_open_duties(talk)
        dialog.action_tell()
        self._refresh()
        return duty

    def test_leaving_is_told_with_the_talk_as_its_source(self):
        talk = self._talk(carer_ids=[fields.Command.set(self.fay.ids)])
        duty = self._tell_after(talk, self.wes)
        self.assertEqual(duty.state, "done")
        self.assertEqual(talk.date_told, self.today)
        case = self._get_household_cases(self.household)
        self.assertEqual(case.notice_ids.source, "retention_talk")
        self.assertEqual(case.participant_ids.carer_id, self.fay)
        self.assertEqual(case.date_decided, self.today)
        with self._assertRefused(UserError, "nothing to tell"):
            talk.with_user(self.wes).action_tell()

    def test_telling_is_owed_from_the_talk_and_late_after_seven_days(self):
        for days, is_late in ((-7, False), (-8, True)):
            household = self._create_household(f"Household {days}", f"Carer {days}")
            talk = self._talk(household=household, date=self._day(days))
            talk.with_user(self.wes).action_leaves()
            duty = self._get_open_duties(talk)
            self.assertEqual((duty.kind, duty.user_id), ("notify", self.wes))
            self.assertEqual(duty.date_due, self._day(days + 7))
            self.assertEqual(duty.is_overdue, is_late, days)
            # whoever tells, in whichever way
            self._tell(self.mo, household)
            self.assertEqual(duty.state, "done")

    def test_late_word_goes_up_within_the_service(self):
        talk = self._talk(date=self._day(-30))
        talk.with_user(self.wes).action_leaves()
        duty = self._get_open_duties(talk)
        talk.sudo()._escalate_duty(duty)
        chases = self.env["exit.interview.duty"].search([("kind", "=", "chase")])
        self.assertEqual(chases.user_id, self.mo)

    def test_telling_follows_the_household_to_another_worker(self):
        talk = self._talk()
        talk.with_user(self.wes).action_leaves()
        self.household.foster_worker_id = self.wyn
        self._refresh()
        talk.sudo().duty_update()
        self.assertEqual(self._get_open_duties(talk).user_id, self.wyn)
        self.assertTrue(self._sees(self.wyn, talk))

    # === PART OF THE PACK === #

    def test_the_advisor_and_the_interviewer_read_talks_of_a_case_only(self):
        before = self._talk()
        settled = self._talk(
            household=self._create_household("The Thame household", "Gus")
        )
        case = self._tell(self.wes)
        self.assertEqual(before.case_id, case)
        self.assertTrue(self._sees(self.ada, before))
        self.assertFalse(self._sees(self.ada, settled))
        self.assertFalse(self._sees(self.ida, before))
        case.with_user(self.ada).action_assign(self.ida.id)
        self._refresh()
        self.assertTrue(self._sees(self.ida, before))
        with self.assertRaises(AccessError):
            before.with_user(self.ada).write({"said": "x"})
        with self.assertRaises(AccessError):
            before.with_user(self.ada).action_stays("other")
        case.sudo()._shut_out(self.ada)
        self._refresh()
        self.assertFalse(self._sees(self.ada, before))

    def test_the_form_opens_for_each_who_sees_it(self):
        talk = self._talk(action_ids=[self._agree(self.emp)])
        case = self._tell(self.wes)
        case.with_user(self.ada).action_assign(self.ida.id)
        self._refresh()
        for user in (self.wes, self.mo, self.ada, self.ida):
            form = Form(talk.with_user(user))
            self.assertEqual(form.said, "Tired")
            self.assertIn("Marlow", form.extract)
        self.assertEqual(Form(talk.action_ids.with_user(self.emp)).name, "Ring")

    def test_a_talk_is_noted_in_the_form(self):
        with Form(
            self.env["exit.interview.retention.talk"].with_user(self.wes)
        ) as form:
            form.household_id = self.household
            form.said = "Tired"
            form.worker_part = "yes"
            self.assertIn("team manager", form.advice)
            with form.action_ids.new() as line:
                line.name = "Ring"
                line.owner_id = self.wes
                line.date_due = self._day(2)
        self.assertEqual(form.record.action_ids.owner_id, self.wes)

    def test_an_earlier_story_is_no_part_of_the_case(self):
        talk = self._talk(retained_by="pause")
        talk.with_user(self.wes).action_stays()
        self._tell(self.wes)
        self.assertFalse(talk.case_id)
        self.assertFalse(self._sees(self.ada, talk))

    def test_each_finds_their_part_among_their_work(self):
        talk = self._talk(action_ids=[self._agree(self.emp)])
        duty = self._get_open_duties(talk.action_ids).with_user(self.emp)
        self.assertEqual(duty.action_open()["res_id"], talk.action_ids.id)
        talk.with_user(self.wes).action_leaves()
        duty = self._get_open_duties(talk).with_user(self.wes)
        self.assertEqual(duty.action_open()["res_id"], talk.id)
        self.assertNotIn("Marlow", duty.display_name)
        with self._assertRefused(UserError, "not open to you"):
            duty.with_user(self.ada).action_open()

    def test_the_addon_stays_while_it_holds_talks(self):
        uninstall_hook(self.env)
        self._talk()
        with self._assertRefused(UserError, "talks with foster carers"):
            uninstall_hook(self.env)

    def test_a_household_with_talks_is_not_deleted(self):
        self._talk()
        with self._assertRefused(UserError, "cannot be deleted"):
            self.household.unlink()
