# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewOutcome(models.TransientModel):
    """Shows the letter about the outcome, to be edited, printed and sent."""

    _name = "exit.interview.outcome"
    _description = "Write to the leaver what came of it"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    leaver_name = fields.Char(related="case_id.leaver_name")
    text = fields.Text(
        string="The letter",
        compute="_compute_text",
        store=True,
        readonly=False,
        precompute=True,
        help="Address, date and greeting are added on paper.",
    )
    names_found = fields.Char(compute="_compute_names_found")
    channel = fields.Selection(
        selection=lambda self: self.env["exit.interview"]
        ._fields["outcome_channel"]
        ._description_selection(self.env),
        string="How",
        default="letter",
        required=True,
    )
    date = fields.Date(
        string="Sent or told on", default=fields.Date.context_today, required=True
    )

    @api.depends("case_id")
    def _compute_text(self):
        for wizard in self:
            wizard.case_id._check_actor("coordinator")
            # The coordinator was checked; managers' words come with the case.
            case_sudo = wizard.case_id.sudo()
            wizard.text = case_sudo.outcome_text or case_sudo._prepare_outcome_text()

    @api.depends("case_id", "text")
    def _compute_names_found(self):
        for wizard in self:
            wizard.case_id._check_actor("coordinator")
            # As above; names of colleagues are no secret of the coordinator's case.
            names = wizard.case_id.sudo()._find_names(wizard.text)
            wizard.names_found = ", ".join(names)

    def action_print(self):
        """Keep the words and print the letter.

        :return: report action
        :rtype: dict
        """
        self.ensure_one()
        self.case_id.action_write_outcome(self.text)
        report = self.env.ref("exit_interview.exit_interview_outcome_letter_report")
        return report.report_action(self.case_id, config=False)

    def action_keep(self):
        """Keep the words for later.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self.case_id.action_write_outcome(self.text)
        return {"type": "ir.actions.act_window_close"}

    def action_send(self):
        """Keep the words and record that they went out.

        :return: close the dialog
        :rtype: dict
        """
        self.action_keep()
        self.case_id.action_send_outcome(self.channel, self.date)
        return {"type": "ir.actions.act_window_close"}
