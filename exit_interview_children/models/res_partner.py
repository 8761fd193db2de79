# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

CHILDREN = (
    "exit_interview_children.group_coordinator,"
    "exit_interview_children.group_home_manager,"
    "exit_interview_children.group_social_worker"
)
# Who manages a home reads its children's records; only the coordinator says who.
HOME_FIELDS = {
    "is_child_home",
    "is_placing_authority",
    "child_home_kind",
    "child_home_company_id",
    "child_home_department_id",
    "child_home_manager_id",
    "child_home_number",
    "child_home_agency_id",
}


class ResPartner(models.Model):
    """A children's home is a contact; a child never is (decision 6, P-19).

    Nothing of it is copied with a contact: whoever may not read a field could not copy
    any contact otherwise.
    """

    _inherit = "res.partner"

    is_child_home = fields.Boolean(
        string="Children's home", index=True, copy=False, groups=CHILDREN
    )
    is_placing_authority = fields.Boolean(
        string="Places children",
        copy=False,
        groups=CHILDREN,
        help="An authority that places children in homes, this one or another.",
    )
    child_home_kind = fields.Selection(
        selection=[("own", "Our own home"), ("agency", "Home of an external agency")],
        string="Kind of home",
        copy=False,
        groups=CHILDREN,
    )
    child_home_company_id = fields.Many2one(
        comodel_name="res.company",
        string="Authority of the home",
        index="btree_not_null",
        copy=False,
        groups=CHILDREN,
        # No default: whoever makes any other contact may not write this field.
        compute="_compute_child_home_company_id",
        store=True,
        readonly=False,
        help="Whose coordinators see the young people who live here.",
    )
    child_home_department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Department of the home",
        index="btree_not_null",
        copy=False,
        groups=CHILDREN,
        help="Empty for a home of an external agency.",
    )
    child_home_manager_id = fields.Many2one(
        comodel_name="res.users",
        string="Home's manager",
        index="btree_not_null",
        domain=[("share", "=", False)],
        copy=False,
        groups=CHILDREN,
        help="Tells when a young person moves, and gets a copy of what they say. "
        "Empty for a home whose manager has no login here.",
    )
    child_home_number = fields.Char(
        string="Regulator's number",
        copy=False,
        groups=CHILDREN,
        help="The number under which the regulator knows the home (URN).",
    )
    child_home_agency_id = fields.Many2one(
        comodel_name="res.partner",
        string="Agency of the home",
        index="btree_not_null",
        copy=False,
        groups=CHILDREN,
        domain=[("is_company", "=", True)],
    )

    @api.depends("is_child_home")
    def _compute_child_home_company_id(self):
        for partner in self:
            if partner.is_child_home and not partner.child_home_company_id:
                partner.child_home_company_id = self.env.company

    @api.constrains("is_child_home", "child_home_kind", "child_home_company_id")
    def _check_child_home(self):
        """A home belongs to one authority, and it is known whose it is."""
        # Whoever may write the flag may read the rest; others never get here.
        for partner in self.sudo():
            if partner.is_child_home and not (
                partner.child_home_kind and partner.child_home_company_id
            ):
                raise ValidationError(
                    self.env._(
                        "%s: say whether it is our own home or that of an external "
                        "agency, and which authority looks after the children.",
                        partner.name,
                    )
                )

    @api.constrains("is_child_home", "is_placing_authority")
    def _check_children(self):
        """A contact that young people's records name stays what it is to them."""
        # Only yes or no leaves, to somebody who may change what a contact is.
        children = self.env["exit.interview.child"].sudo()
        children = children.with_context(active_test=False)
        for kind, field in (
            ("is_child_home", "home_id"),
            ("is_placing_authority", "authority_id"),
        ):
            freed = self.sudo().filtered(lambda partner, kind=kind: not partner[kind])
            found = freed and children.search([(field, "in", freed.ids)], limit=1)
            if found and field == "home_id":
                raise UserError(
                    self.env._(
                        "Young people live in %s, or lived there last: it stays a "
                        "home. Say first on their records where they live now, or "
                        "archive the contact.",
                        found.home_id.name,
                    )
                )
            if found:
                raise UserError(
                    self.env._(
                        "%s placed young people whose records are here, so it stays "
                        "among the authorities. Archive the contact instead.",
                        found.authority_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: homes are entered by the coordinator."""
        if not self.env.su and any(HOME_FIELDS & set(vals) for vals in vals_list):
            self._check_homes_coordinator(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: who manages a home is for the coordinator to say."""
        if not self.env.su and HOME_FIELDS & set(vals):
            self._check_homes_coordinator([vals])
        return super().write(vals)

    def _check_homes_coordinator(self, vals_list):
        """Check that the user may say what these homes are, and who manages them.

        :param list[dict] vals_list: what is to be written
        :raise AccessError: saying whom to ask
        """
        user = self.env.user
        companies = {vals.get("child_home_company_id") for vals in vals_list}
        # Only yes or no leaves, to somebody who asks to change it.
        companies |= set(self.sudo().child_home_company_id.ids)
        if user.has_group("exit_interview_children.group_coordinator") and not (
            companies - set(user.company_ids.ids) - {None, False}
        ):
            return
        # A form sends what it shows: an empty value changes nothing.
        if not self and not any(
            vals.get(name) for vals in vals_list for name in HOME_FIELDS
        ):
            return
        raise AccessError(
            self.env._(
                "Homes and placing authorities are kept by the Children's Services "
                "Manager. Ask them to change what a home is, or who manages it."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_child_home(self):
        """Refuse to delete a home in which children lived, in words (R-10)."""
        # Only yes or no leaves, to somebody who may delete contacts.
        env = self.sudo().env
        for model in ("exit.interview.child", "exit.interview"):
            found = (
                env[model]
                .with_context(active_test=False)
                .search([("home_id", "in", self.ids)], limit=1)
            )
            if found:
                raise UserError(
                    self.env._(
                        "%s has a part in exit interviews and cannot be deleted. "
                        "Archive the contact instead.",
                        found.home_id.name,
                    )
                )
