# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open


class ExitInterviewPolicyTemplate(models.TransientModel):
    """Fills a policy with the numbers, recipients and roles of a known procedure.

    A procedure is data, one file each, and nobody's default: an organisation chooses
    it, sees what it brings, and changes it afterwards as it likes. What a procedure
    does not say, or leaves empty, stays as somebody entered it.
    """

    _name = "exit.interview.policy.template"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Start a policy from a known procedure"

    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    template = fields.Selection(
        selection="_selection_template", string="Procedure", required=True
    )
    template_codes = fields.Json(
        compute="_compute_template_codes",
        help="The procedures for the policy's own group of leavers.",
    )
    description = fields.Text(compute="_compute_description")

    # === PROCEDURES === #

    @api.model
    def _get_procedures(self):
        """Return the procedures that can be chosen; populations append theirs.

        :return: {code: (path of the file below an addon, title)}
        :rtype: dict[str, tuple[str, str]]
        """
        return {
            "leicestershire_2021": (
                "exit_interview/data/policy_templates/leicestershire_2021.json",
                self.env._("Leicestershire County Council, children's social care"),
            )
        }

    @api.model
    def _selection_template(self):
        """Return code and title of each procedure."""
        procedures = self._get_procedures()
        return [(code, title) for code, (_path, title) in procedures.items()]

    @api.model
    def _read_template(self, code):
        """Return what a procedure says.

        :param str code: a value of :attr:`template`
        :rtype: dict
        """
        path, _title = self._get_procedures()[code]
        with file_open(path, filter_ext=(".json",)) as file:
            return json.load(file)

    @api.depends("policy_id")
    def _compute_template_codes(self):
        populations = {
            code: self._read_template(code)["population"]
            for code in self._get_procedures()
        }
        for wizard in self:
            wizard.template_codes = [
                code
                for code, population in populations.items()
                if population == wizard.policy_id.population
            ]

    @api.depends("template")
    def _compute_description(self):
        for wizard in self:
            found = self._read_template(wizard.template) if wizard.template else {}
            wizard.description = found.get("description", False)

    # === STEP === #

    def action_apply(self):
        """Write the procedure into the policy. Words and people stay as they are.

        Requirement: L-01, L-02, L-15 to L-18, L-23.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        policy = self.policy_id
        # The wizard lends no right: whoever may change the policy may fill it.
        policy.check_access("write")
        found = self._read_template(self.template)
        if found["population"] != policy.population:
            raise ValidationError(
                self.env._("This procedure is for another group of leavers.")
            )
        policy.write(self._prepare_policy_vals(found))
        return {"type": "ir.actions.act_window_close"}

    def _prepare_policy_vals(self, found):
        """Return what a procedure writes into the policy.

        :param dict found: what the procedure says
        :rtype: dict
        """
        document = {
            name: value
            for name, value in found.get("document", {}).items()
            if value not in (False, None, "")
        }
        if self.policy_id.version_ids:
            # Once published, version and approval change by publishing only.
            for name in ("version", "approved_by", "date_approved"):
                document.pop(name, None)
        vals = {**found.get("numbers", {}), **document}
        if "recipients" in found:
            vals["recipient_ids"] = [
                fields.Command.clear(),
                *(fields.Command.create(row) for row in found["recipients"]),
            ]
        return vals
