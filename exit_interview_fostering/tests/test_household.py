# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import FosteringCommon

LINES = (
    "exit.interview.approval",
    "exit.interview.household.member",
    "exit.interview.care.year",
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
