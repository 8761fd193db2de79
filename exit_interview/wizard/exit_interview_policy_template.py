# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open

FOLDER = "exit_interview/data/policy_templates"


class ExitInterviewPolicyTemplate(models.TransientModel):
    """Fills a policy with the numbers, recipients and roles of a known procedure.

    A procedure is data, one file each, and nobody's default: an organisation chooses
    it, sees what it brings, and changes it afterwards as it likes.
    """

    _name = "exit.interview.policy.template"
    _description = "Start a policy from a known procedure"

    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    template = fields.Selection(
        selection="_selection_template", string="Procedure", required=True
    )
    description = fields.Text(compute="_compute_description")

    @api.model
    def _selection_template(self):
        """Return the procedures that come with the addon; others append theirs."""
        return [
            (
                "leicestershire_2021",
                self.env._("Leicestershire County Council, children's social care"),
            )
        ]

    @api.model
    def _read_template(self, code):
        """Return what a procedure says.

        :param str code: a value of :attr:`template`
        :rtype: dict
        """
        with file_open(f"{FOLDER}/{code}.json", filter_ext=(".json",)) as file:
            return json.load(file)

    @api.depends("template")
    def _compute_description(self):
        for wizard in self:
            wizard.description = (
                wizard.template and self._read_template(wizard.template)["description"]
            )

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
        values = {**found["numbers"], **found["document"]}
        if policy.version_ids:
            # Once published, version and approval change by publishing only.
            for name in ("version", "approved_by", "date_approved"):
                values.pop(name)
        policy.write(
            {
                **values,
                "recipient_ids": [
                    fields.Command.clear(),
                    *(fields.Command.create(vals) for vals in found["recipients"]),
                ],
            }
        )
        return {"type": "ir.actions.act_window_close"}
