# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools.safe_eval import safe_eval

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

    @users("sue")
    def test_coordinator_enters_placing_authorities(self):
        """With what the menu says; then a home's manager chooses it."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "exit_interview_children.res_partner_action_placing_authorities"
        )
        defaults = safe_eval(action["context"])
        Partner = self.env["res.partner"].with_context(**defaults)
        with Form(Partner, self._get_view(action)) as form:
            form.name = "Wye Council"
        found = self.env["res.partner"].search(safe_eval(action["domain"]))
        self.assertIn("Wye Council", found.mapped("name"))
        wye = found.filtered(lambda one: one.name == "Wye Council")
        child = self.kit.with_user(self.mia)
        domain = child._fields["authority_id"].domain
        self.assertIn(wye, child.env["res.partner"].search(domain))
        child.authority_id = wye.id
        self.assertEqual(child.authority_id.name, "Wye Council")

    def _get_view(self, action):
        view_id = {kind: view for view, kind in action["views"]}["form"]
        return self.env["ir.ui.view"].sudo().browse(view_id)

    def test_nobody_else_enters_placing_authorities(self):
        for user in (self.mia, self.saul, self.ada_like()):
            with self.assertRaises(AccessError):
                self.agency.with_user(user).write({"is_placing_authority": True})

    @users("sue")
    def test_what_records_name_stays_what_it_is(self):
        willow, birch = self.willow.with_env(self.env), self.birch.with_env(self.env)
        with self.assertRaises(UserError):
            willow.is_child_home = False
        with self.assertRaises(UserError):
            self.authority.with_env(self.env).is_placing_authority = False
        birch.is_child_home = False
        self.assertFalse(birch.is_child_home)
        self.kit.sudo().active = False
        with self.assertRaises(UserError):
            willow.is_child_home = False

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
