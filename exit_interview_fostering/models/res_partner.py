# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

FOSTERING = (
    "exit_interview_fostering.group_worker,exit_interview_fostering.group_coordinator"
)
# What decides who reads a household's record, and which household it is.
SUPERVISION = {
    "foster_worker_id",
    "foster_company_id",
    "foster_team_id",
    "is_foster_household",
    "is_foster_carer",
}


class ResPartner(models.Model):
    """A fostering household is a contact, and so is each carer in it (decision 6).

    Every employee may read a contact's name and address; whatever tells that somebody
    fosters, and all that is confidential about it, is for the fostering service and
    the Agency Advisor. Nothing of it is copied with a contact: whoever may not read a
    field could not copy any contact otherwise.
    """

    _inherit = "res.partner"

    is_foster_household = fields.Boolean(
        string="Fostering household", index=True, copy=False, groups=FOSTERING
    )
    is_foster_carer = fields.Boolean(
        string="Approved foster carer",
        copy=False,
        groups=FOSTERING,
        help="This adult is approved; each of them is offered a conversation when the "
        "household leaves.",
    )
    foster_company_id = fields.Many2one(
        comodel_name="res.company",
        string="Fostering organisation",
        index="btree_not_null",
        copy=False,
        groups=FOSTERING,
        # No default: whoever makes any other contact may not write this field.
        compute="_compute_foster_company_id",
        store=True,
        readonly=False,
    )
    foster_team_id = fields.Many2one(
        comodel_name="hr.department",
        string="Fostering team",
        index="btree_not_null",
        copy=False,
        groups=FOSTERING,
    )
    foster_worker_id = fields.Many2one(
        comodel_name="res.users",
        string="Supervising social worker",
        index="btree_not_null",
        domain=[("share", "=", False)],
        copy=False,
        groups=FOSTERING,
    )
    foster_carer_ids = fields.One2many(
        comodel_name="res.partner",
        inverse_name="parent_id",
        string="Carers",
        domain=[("is_foster_carer", "=", True)],
        groups=FOSTERING,
    )
    foster_approval_ids = fields.One2many(
        comodel_name="exit.interview.approval",
        inverse_name="household_id",
        string="Approvals",
        groups=FOSTERING,
    )
    foster_member_ids = fields.One2many(
        comodel_name="exit.interview.household.member",
        inverse_name="household_id",
        string="Others in the household",
        groups=FOSTERING,
    )
    foster_care_ids = fields.One2many(
        comodel_name="exit.interview.care.year",
        inverse_name="household_id",
        string="Children cared for",
        groups=FOSTERING,
    )
    foster_notes = fields.Text(
        string="Complaints or allegations that are known",
        compute="_compute_foster_notes",
        inverse="_inverse_foster_notes",
        search="_search_foster_notes",
        groups=FOSTERING,
        help="That there was one, when, and its reference. What it was about stays in "
        "the case system.",
    )
    foster_date_from = fields.Date(
        string="Fostering since",
        compute="_compute_foster_date_from",
        groups=FOSTERING,
    )

    @api.depends("foster_approval_ids.date_from")
    def _compute_foster_date_from(self):
        for partner in self:
            starts = partner.foster_approval_ids.mapped("date_from")
            partner.foster_date_from = min(filter(None, starts), default=False)

    @api.depends("is_foster_household")
    def _compute_foster_company_id(self):
        for partner in self:
            if partner.is_foster_household and not partner.foster_company_id:
                partner.foster_company_id = self.env.company

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_foster_notes(self):
        # By a search, so that rules leave out what is for others: many people of the
        # service read this contact, and few of them what is known of it.
        notes = self.env["exit.interview.household.note"].search(
            [("household_id", "in", self._origin.ids)]
        )
        texts = notes.grouped("household_id")
        for partner in self:
            found = texts.get(partner._origin, notes.browse())
            partner.foster_notes = "\n".join(found.mapped("text")) or False

    def _inverse_foster_notes(self):
        Note = self.env["exit.interview.household.note"]
        for partner in self:
            text = partner.foster_notes
            notes = Note.search([("household_id", "=", partner.id)])
            if text and notes:
                notes[0].text = text
                notes[1:].unlink()
            elif text:
                Note.create({"household_id": partner.id, "text": text})
            else:
                notes.unlink()

    @api.model
    def _search_foster_notes(self, operator, value):
        notes = self.env["exit.interview.household.note"].search(
            [("text", operator, value)]
        )
        return [("id", "in", notes.household_id.ids)]

    @api.constrains("is_foster_household", "foster_company_id")
    def _check_foster_company(self):
        """A household belongs to one organisation: rules compare it."""
        # Whoever may write the flag may read the organisation; others never get here.
        for partner in self.sudo():
            if partner.is_foster_household and not partner.foster_company_id:
                raise ValidationError(
                    self.env._(
                        "%s: say which organisation this household fosters for.",
                        partner.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: carers are entered by who keeps their household."""
        partners = super().create(vals_list)
        if not self.env.su:
            pairs = zip(partners, vals_list, strict=True)
            ids = [one.id for one, vals in pairs if vals.get("is_foster_carer")]
            self.browse(ids)._check_supervision()
        return partners

    def write(self, vals):
        """Override of `base`: nobody makes a household their own.

        Who supervises a household reads its record and its talks; who that is, is for
        managers of the service to say, or for whoever hands a household over.
        """
        if SUPERVISION & set(vals) and not self.env.su:
            self._check_supervision()
            self._check_new_company(vals.get("foster_company_id"))
        return super().write(vals)

    def _check_supervision(self):
        """Check that the user may say who supervises these households, and who fosters.

        :raise AccessError: in the same words whatever is wrong
        """
        user = self.env.user
        is_manager = user.has_group("exit_interview_fostering.group_manager")
        # Only yes or no leaves, to somebody who asks to change it.
        for partner in self.sudo():
            household = partner
            if partner.parent_id.is_foster_household:
                household = partner.parent_id
            company = household.foster_company_id
            if company and company not in user.company_ids:
                is_theirs = False
            else:
                is_theirs = is_manager or household.foster_worker_id == user
            if not is_theirs:
                raise AccessError(
                    self.env._(
                        "Ask a manager of the fostering service: they say who "
                        "supervises a household, and who belongs to it."
                    )
                )

    def _check_new_company(self, company_id):
        """Check that a household goes to no organisation that the user has no part in.

        :raise AccessError: in the words of the check above
        """
        if company_id and company_id not in self.env.user.company_ids.ids:
            raise AccessError(
                self.env._("Choose an organisation that you work for yourself.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fostering_case(self):
        """Refuse to delete a household that has a case, in words (R-10)."""
        # Only yes or no leaves, to somebody who may delete contacts.
        found = (
            self.env["exit.interview"]
            .sudo()
            .with_context(active_test=False)
            .search([("household_id", "in", self.ids)], limit=1)
        )
        talk = (
            self.env["exit.interview.retention.talk"]
            .sudo()
            .search([("household_id", "in", self.ids)], limit=1)
        )
        if found or talk:
            raise UserError(
                self.env._(
                    "%s has a part in exit interviews and cannot be deleted. Archive "
                    "the contact instead.",
                    (found.household_id or talk.household_id).name,
                )
            )
