# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import FosteringCommon

LINES = (
    "exit.interview.approval",
    "exit.interview.household.member",
    "exit.interview.care.year",
    "exit.interview.household.note",
)
SECRETS = (
    "is_foster_household",
    "is_foster_carer",
    "foster_worker_id",
    "foster_notes",
    "foster_approval_ids",
)


@tagged("post_install", "-at_install")
class TestHousehold(FosteringCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household.foster_notes = "Complaint in 2024, 4711"

    def test_who_reads_the_lines_of_a_household(self):
        for model in LINES:
            rows = self.env[model].search([("household_id", "=", self.household.id)])
            self.assertTrue(rows, model)
            for user in (self.wes, self.mo, self.ada):
                self.assertEqual(
                    self.env[model].with_user(user).search([("id", "in", rows.ids)]),
                    rows.with_user(user),
                    (model, user.login),
                )
            # Another household's worker has none of them; other roles no access line.
            found = self.env[model].with_user(self.wyn).search([])
            self.assertFalse(found, model)
            for user in (self.cora, self.ivy, self.ida, self.emp, self.hal, self.adm):
                with self.assertRaises(AccessError, msg=(model, user.login)):
                    self.env[model].with_user(user).search([])

    def test_a_worker_keeps_the_record_of_their_own_household_only(self):
        household = self.household.with_user(self.wes)
        household.foster_approval_ids.filtered(
            lambda one: not one.date_to
        ).date_to = "2026-12-01"
        with self.assertRaises(AccessError):
            self.household.foster_approval_ids.with_user(self.wyn).write(
                {"terms": "seen"}
            )
        with self.assertRaises(AccessError):
            self.household.foster_approval_ids.with_user(self.ada).write(
                {"terms": "seen"}
            )

    def test_employees_do_not_learn_who_fosters(self):
        for name in SECRETS:
            with self.assertRaises(AccessError, msg=name):
                self.household.with_user(self.emp).read([name])
            with self.assertRaises(AccessError, msg=name):
                self.env["res.partner"].with_user(self.emp).search(
                    [(name, "!=", False)]
                )
        known = self.household.with_user(self.emp).fields_get()
        self.assertFalse({name for name in known if "foster" in name})

    def test_contacts_of_others_are_made_and_copied_as_before(self):
        """A field that only the fostering service may write is in nobody's way."""
        clerk = new_test_user(
            self.env,
            "clerk",
            groups="base.group_user,base.group_partner_manager,base.group_erp_manager",
        )
        contact = self.env["res.partner"].with_user(clerk).create({"name": "Printer"})
        self.assertTrue(contact.copy())
        user = new_test_user(self.env, "new", groups="base.group_user")
        self.assertTrue(user.with_user(clerk).copy({"login": "newer"}))
        self.assertFalse(contact.sudo().foster_company_id)
        self.assertEqual(self.household.foster_company_id, self.env.company)

    def test_a_household_with_a_case_is_not_deleted(self):
        self._tell(self.wes)
        with self._assertRefused(UserError, "Archive the contact"):
            self.household.with_user(self.mo).unlink()

    def test_members_are_born(self):
        with self._assertRefused(ValidationError, "check the year"):
            self.household.foster_member_ids.year_of_birth = 2199

    def test_since_when_they_foster(self):
        self.assertEqual(str(self.household.foster_date_from), "2012-05-01")

    # === WHAT IS KNOWN OF COMPLAINTS === #

    def test_what_is_known_of_complaints_is_for_few(self):
        def read(user):
            self._refresh()
            return self.household.with_user(user).foster_notes

        for user in (self.wes, self.mo, self.ada):
            self.assertEqual(read(user), "Complaint in 2024, 4711", user.login)
        # The contact they may read, and who supervises it: it stays within the service.
        self.assertFalse(read(self.wyn))
        Partner = self.env["res.partner"]
        domain = [("foster_notes", "ilike", "4711")]
        self.assertEqual(Partner.with_user(self.wes).search(domain), self.household)
        self.assertFalse(Partner.with_user(self.wyn).search(domain))

    def test_the_worker_writes_it_and_nobody_elses_worker_does(self):
        household = self.household.with_user(self.wes)
        household.foster_notes = "Settled in 2025"
        self._refresh()
        self.assertEqual(self.household.foster_notes, "Settled in 2025")
        for user in (self.wyn, self.ida, self.emp):
            with self.assertRaises(AccessError, msg=user.login):
                self.household.with_user(user).foster_notes = "Nothing at all"
        household.foster_notes = False
        self._refresh()
        self.assertFalse(self.household.foster_notes)
        Note = self.env["exit.interview.household.note"]
        self.assertFalse(Note.search([("household_id", "=", self.household.id)]))

    # === WHO SUPERVISES === #

    def test_nobody_makes_a_household_their_own(self):
        company = self.env["res.company"].create({"name": "Council B"})
        for vals in (
            {"foster_worker_id": self.wyn.id},
            {"foster_worker_id": False},
            {"foster_company_id": company.id},
            {"foster_team_id": False},
            {"is_foster_household": False},
        ):
            with self._assertRefused(AccessError, "Ask a manager"):
                self.household.with_user(self.wyn).write(vals)
        with self._assertRefused(AccessError, "Ask a manager"):
            self.fay.with_user(self.wyn).is_foster_carer = False
        with self._assertRefused(AccessError, "Ask a manager"):
            self.env["res.partner"].with_user(self.wyn).create(
                {
                    "name": "Wyn's friend",
                    "parent_id": self.household.id,
                    "is_foster_carer": True,
                }
            )
        self.household.foster_worker_id = False
        with self._assertRefused(AccessError, "Ask a manager"):
            self.household.with_user(self.wyn).foster_worker_id = self.wyn
        self.household.with_user(self.mo).foster_worker_id = self.wes
        # Whoever supervises it may hand it over.
        self.household.with_user(self.wes).foster_worker_id = self.wyn
        self.assertEqual(self.household.foster_approval_ids.worker_id, self.wyn)

    def test_a_manager_elsewhere_has_no_part_in_it(self):
        """SEC-23: two organisations in one database."""
        company = self.env["res.company"].create({"name": "Council B"})
        group = "exit_interview_fostering.group_manager"
        other = new_test_user(
            self.env,
            "max",
            groups=f"base.group_user,base.group_partner_manager,{group}",
            company_id=company.id,
            company_ids=[fields.Command.set(company.ids)],
        )
        household = self.household.with_user(other)
        for vals in (
            {"foster_worker_id": other.id},
            {"foster_company_id": company.id},
            {"is_foster_household": False},
        ):
            with self._assertRefused(AccessError, "Ask a manager"):
                household.write(vals)
        self.assertFalse(household.foster_notes)
        self.assertFalse(household.foster_approval_ids)
        for user in (self.wes, self.mo):
            with self._assertRefused(AccessError, "you work for"):
                self.household.with_user(user).foster_company_id = company

    def test_a_worker_enters_a_household(self):
        household = (
            self.env["res.partner"]
            .with_user(self.wyn)
            .create(
                {
                    "name": "The Thame household",
                    "is_company": True,
                    "is_foster_household": True,
                    "foster_worker_id": self.wyn.id,
                    "foster_notes": "None known",
                    "foster_carer_ids": [
                        fields.Command.create({"name": "Gus", "is_foster_carer": True})
                    ],
                }
            )
        )
        household.foster_carer_ids.is_foster_carer = False
        self._refresh()
        self.assertEqual(household.with_user(self.wyn).foster_notes, "None known")
        self.assertFalse(household.with_user(self.wes).foster_notes)
