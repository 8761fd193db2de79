# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from .common import ChildrenCommon


@tagged("post_install", "-at_install")
class TestHome(ChildrenCommon):
    """Homes are contacts; what makes a contact a home is the coordinator's."""

    @users("sue")
    def test_coordinator_keeps_homes(self):
        home = self.willow.with_env(self.env)
        home.child_home_manager_id = self.max
        self.assertEqual(self.kit.home_manager_id, self.max)
        self.env["res.partner"].create(
            {"name": "Ash House", "is_child_home": True, "child_home_kind": "own"}
        )

    def test_nobody_else_makes_a_home_theirs(self):
        for user in (self.mia, self.saul, self.ada_like()):
            with self.assertRaises(AccessError):
                self.birch.with_user(user).write({"child_home_manager_id": user.id})

    def ada_like(self):
        """Return an employee who may edit contacts."""
        self.emp.group_ids += self.env.ref("base.group_partner_manager")
        return self.emp

    def test_other_contacts_are_made_as_before(self):
        partner = (
            self.env["res.partner"].with_user(self.ada_like()).create({"name": "Shop"})
        )
        partner.name = "Corner shop"
        self.assertFalse(partner.sudo().is_child_home)

    @users("emp")
    def test_employees_do_not_read_whose_home_it_is(self):
        with self.assertRaises(AccessError):
            self.willow.with_env(self.env).read(["child_home_manager_id"])

    def test_kind_is_known(self):
        with self.assertRaises(ValidationError):
            self.willow.child_home_kind = False

    def test_home_with_children_is_kept(self):
        with self.assertRaises(UserError):
            self.willow.unlink()
