# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPolicyExportMixin(models.AbstractModel):
    """What a policy says of workbooks that are made in the background."""

    _name = "exit.interview.policy.export.mixin"
    _description = "Policy on workbooks"

    export_background_cases = fields.Integer(
        string="In the background from",
        default=2000,
        help="Workbooks of at least this many cases are made in the background; "
        "smaller ones come at once.",
    )
    export_days = fields.Integer(
        string="Workbooks are kept for",
        default=3,
        help="Days after which a workbook that was made in the background is removed, "
        "whether or not somebody fetched it.",
    )

    _export_numbers = models.Constraint(
        "CHECK(export_background_cases >= 1 AND export_days BETWEEN 1 AND 90)",
        "Workbooks go to the background from 1 case or more, and are kept 1 to 90 "
        "days.",
    )

    @api.model
    def _get_export_limits(self, companies, populations):
        """Return from how many cases, and for how many days; the strictest policy's.

        :param companies: ``res.company`` recordset
        :param list[str] populations: those that the user coordinates
        :rtype: tuple[int, int]
        """
        # Numbers of the configuration, of policies whose cases the user exports.
        policies = self.sudo().search(
            [
                ("company_id", "in", companies.ids),
                ("population", "in", populations),
            ]
        )
        if not policies:
            defaults = self.default_get(["export_background_cases", "export_days"])
            return defaults["export_background_cases"], defaults["export_days"]
        return (
            min(policies.mapped("export_background_cases")),
            min(policies.mapped("export_days")),
        )
