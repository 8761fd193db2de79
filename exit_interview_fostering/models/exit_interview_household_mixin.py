# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewHouseholdMixin(models.AbstractModel):
    """One line of a household's record, with the columns that its rules compare.

    Contacts may be read by every employee; what is confidential about a household
    stands in lines of its own.
    """

    _name = "exit.interview.household.mixin"
    _description = "Line of a fostering household's record"
    _check_company_auto = True

    household_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_foster_household', '=', True)]",
    )
    company_id = fields.Many2one(
        related="household_id.foster_company_id", store=True, index=True
    )
    worker_id = fields.Many2one(
        related="household_id.foster_worker_id",
        string="Supervising social worker",
        store=True,
        index="btree_not_null",
    )
