# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from .common import ChildrenCommon


@tagged("post_install", "-at_install")
class TestChild(ChildrenCommon):
    """A child's record: who sees it, what it never becomes, when an address goes."""

    def test_is_no_contact(self):
        partners = self.env["res.partner"].search_count([])
        all_users = self.env["res.users"].search_count([])
        self._create_child("Zebedee")
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(self.env["res.users"].search_count([]), all_users)
        self.assertFalse(
            self.env["mail.message"].search([("body", "ilike", "Zebedee")])
        )

    def test_each_sees_their_own(self):
        other = self._create_child(
            "Robin",
            home_id=self.birch.id,
            social_worker_id=self.sky.id,
            officer_id=self.ike.id,
        )
        for user, seen in (
            (self.mia, self.kit),
            (self.saul, self.kit),
            (self.max, other),
            (self.sky, other),
            (self.sue, self.kit | other),
        ):
            found = self.env["exit.interview.child"].with_user(user).search([])
            self.assertEqual(found & (self.kit | other), seen, user.name)
            for child in (self.kit | other) - seen:
                with self.assertRaises(AccessError):
                    child.with_user(user).read(["name"])

    def test_nobody_speaks_for_home_and_child(self):
        for user, vals in (
            (self.mia, {"officer_id": self.mia.id}),
            (self.mia, {"social_worker_id": self.mia.id}),
            (self.saul, {"officer_id": self.saul.id}),
            (self.sue, {"officer_id": self.mia.id}),
        ):
            with self.assertRaises(UserError):
                self.kit.with_user(user).write(vals)
        for user in (self.mia, self.saul):
            user.group_ids |= self.env.ref("exit_interview_children.group_officer")
            with self.assertRaisesRegex(ValidationError, "are three people"):
                self.kit.with_user(self.sue).write({"officer_id": user.id})
        self.kit.with_user(self.sue).write({"officer_id": self.ike.id})
        self.assertEqual(self.kit.officer_id, self.ike)

    def test_a_reference_holds_no_name(self):
        for user in (self.mia, self.saul, self.sue):
            for vals in ({"reference": "Kit Jones"}, {"date_address": "2030-01-01"}):
                with self.assertRaises(UserError):
                    self.kit.with_user(user).write(vals)
        self.assertRegex(self.kit.reference, r"^YP-\w{5}$")

    def test_nobody_can_write_to_a_child(self):
        person = self._register_move().participant_ids
        for vals in (
            {"email": "kit@home.example"},
            {"phone": "0123 456"},
            {"address": "9 New Street"},
        ):
            with self.assertRaises(ValidationError):
                person.with_user(self.sue).write(vals)
        person.with_user(self.sue).write({"needs": "Signs and pictures"})

    def test_staff_see_none(self):
        for user in (self.cora, self.ivy, self.adm, self.hal, self.emp, self.ira):
            with self.assertRaises(AccessError):
                self.kit.with_user(user).read(["name"])

    def test_display_name_is_a_reference(self):
        self.assertRegex(self.kit.display_name, r"^YP-\w{5}$")
        named = self.kit.with_context(exit_interview_child_names=True)
        self.assertIn("Kit", named.with_user(self.mia).display_name)
        # The platform asks for names as superuser: still nothing for others.
        told = named.with_user(self.max).sudo().display_name
        self.assertNotIn("Kit", told)

    @users("mia")
    def test_home_does_not_read_where_they_are_met(self):
        child = self.kit.with_env(self.env)
        self.assertEqual(child.needs, "Likes to draw")
        arch = child.get_view(view_type="form")["arch"]
        for name in ("address", "meeting_note"):
            with self.assertRaises(AccessError):
                child.read([name])
            with self.assertRaises(AccessError):
                child.write({name: "The back door"})
            self.assertNotIn(f'name="{name}"', arch)

    @users("saul")
    def test_social_worker_reads_where_they_are_met(self):
        child = self.kit.with_env(self.env)
        child.meeting_note = "After school"
        self.assertEqual(child.address, "9 New Street")
        self.assertIn('name="meeting_note"', child.get_view(view_type="form")["arch"])

    def test_the_place_goes_after_the_meeting(self):
        """Address, note and where they were met, on one day (C-15, P-19)."""
        with freeze_time("2026-12-01 10:00:00"):
            case = self._register_move()
            self._agree(case, meeting_note="Ring Xyzzy first", address="9 Xyzzy Street")
        with freeze_time("2026-12-16 16:00:00"):
            session = self._hold(case, self.ivan_as_interviewer(case))
            session.with_user(self.ivan).action_mark_held()
            session.sudo().location = "At home, 9 Xyzzy Street"
        places = (
            (self.kit, "address"),
            (self.kit, "meeting_note"),
            (session, "location"),
        )
        for day, is_kept in (("2026-12-30", True), ("2026-12-31", False)):
            with freeze_time(f"{day} 12:00:00"):
                self.env["exit.interview.child"]._cron_delete_addresses()
            self._refresh()
            for record, name in places:
                self.assertEqual(bool(record.sudo()[name]), is_kept, (day, name))
        self.assertEqual(session.mode, "in_person", "how they talked is kept")

    def test_a_note_alone_goes_too(self):
        """Typed, and then nothing came of it: by the day it was typed."""
        with freeze_time("2026-12-01 10:00:00"):
            child = self._create_child("Ray")
            child.with_user(self.saul).meeting_note = "The library"
        for day, is_kept in (("2026-12-15", True), ("2026-12-16", False)):
            with freeze_time(f"{day} 12:00:00"):
                self.env["exit.interview.child"]._cron_delete_addresses()
            self.assertEqual(bool(child.sudo().meeting_note), is_kept, day)

    def test_where_somebody_will_be_met_stays(self):
        with freeze_time("2026-12-01 10:00:00"):
            case = self._agree(self._register_move())
            self.ivan_as_interviewer(case)
            case.with_user(self.ivan).action_schedule(
                "2027-05-20 15:00:00", "in_person", "The library"
            )
        with freeze_time("2027-05-19 10:00:00"):
            self.env["exit.interview.child"]._cron_delete_addresses()
        self.assertEqual(case.session_ids.location, "The library")

    def ivan_as_interviewer(self, case):
        """Give the case an employee as interviewer, with the reason that needs."""
        case.with_user(self.sue).action_assign(self.ivan.id, "Knows Makaton")
        return self.ivan

    def test_address_stays_while_it_is_needed(self):
        with freeze_time("2026-12-01 10:00:00"):
            self._register_move()
        with freeze_time("2027-06-01 10:00:00"):
            self.env["exit.interview.child"]._cron_delete_addresses()
        self.assertTrue(self.kit.address)

    @users("sue")
    def test_neither_copied_nor_exported(self):
        child = self.kit.with_env(self.env)
        with self.assertRaises(UserError):
            child.copy()
        with self.assertRaises(UserError):
            child.export_data(["name"])

    @freeze_time("2026-11-02 10:00:00")
    def test_record_says_that_the_move_was_told_and_no_more(self):
        child = self.kit.with_user(self.mia)
        self.assertFalse(child.move_text)
        case = self._register_move()
        self.assertEqual(
            child.move_text, "Told on 2 November 2026; moves on 14 December 2026"
        )
        self._agree(case, agreement="no")
        self.assertIn("Told on 2 November 2026", child.move_text)

    @freeze_time("2026-11-02 10:00:00")
    def test_a_move_that_was_told_is_not_offered_again(self):
        child = self.kit.with_user(self.mia)
        self.assertFalse(child.is_move_told)
        case = self._register_move()
        self.assertTrue(child.is_move_told)
        self._agree(case, agreement="no")
        self.assertTrue(child.is_move_told, "a no is not asked for again")
        with freeze_time("2026-12-15 10:00:00"):
            self._refresh()
            self.assertFalse(child.is_move_told, "still here after the day")
        other = self._create_child("Robin")
        self._register_move(other).with_user(self.sue).action_cancel("Stays")
        self._refresh()
        self.assertFalse(other.with_user(self.mia).is_move_told)

    def test_the_home_archives_nobody(self):
        child = self.kit
        with self.assertRaisesRegex(UserError, "social worker"):
            child.with_user(self.mia).write({"active": False})
        child.with_user(self.saul).action_archive()
        self.assertFalse(child.active)
        with self.assertRaises(UserError):
            child.with_user(self.mia).action_unarchive()
        child.with_user(self.sue).action_unarchive()
        self.assertTrue(child.active)

    def test_nobody_gives_a_child_a_pin(self):
        person = self._agree(self._register_move()).participant_ids
        mine = person.with_user(self.sue)
        self.assertFalse(mine.takes_pin)
        with self.assertRaisesRegex(UserError, "needs no PIN"):
            mine.action_issue_pin()
        self.assertFalse(person.date_pin)

    def test_age(self):
        self.kit.date_birth = "2017-05-04"
        for day, age in (("2026-05-03", 8), ("2026-05-04", 9)):
            with freeze_time(f"{day} 12:00:00"):
                self.kit.invalidate_recordset(["age"])
                self.assertEqual(self.kit.age, age)

    def test_home_is_a_home(self):
        with self.assertRaises(ValidationError):
            self.kit.home_id = self.agency

    def test_with_a_case_nobody_is_deleted(self):
        self._register_move()
        with self.assertRaises(UserError):
            self.kit.with_user(self.sue).unlink()
