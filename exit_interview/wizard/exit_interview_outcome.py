# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models.local_date import get_today


class ExitInterviewOutcome(models.TransientModel):
    """Shows the letter about the outcome, to be edited, printed and sent."""

    _name = "exit.interview.outcome"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Write to the leaver what came of it"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        readonly=True,
        ondelete="cascade",
        default=lambda self: self._default_case_id(),
    )
    share_id = fields.Many2one(
        comodel_name="exit.interview.share",
        readonly=True,
        ondelete="cascade",
        help="From whose copy the letter is written.",
    )
    is_apart = fields.Boolean(related="case_id.is_apart")
    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="To",
        compute="_compute_participant_id",
        # As the user who asks: stored fields are computed as superuser else.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain="[('case_id', '=', case_id), ('date_outcome_sent', '=', False)]",
        ondelete="cascade",
        help="Each was heard alone and gets a letter of their own.",
    )
    text = fields.Text(
        string="The letter",
        compute="_compute_text",
        # As the user who asks: stored fields are computed as superuser else.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="Address, date and greeting are added on paper.",
    )
    names_found = fields.Char(compute="_compute_names_found")
    can_send = fields.Boolean(compute="_compute_can")
    can_write = fields.Boolean(compute="_compute_can")
    channel = fields.Selection(
        selection="_selection_channel",
        string="How",
        default="letter",
        required=True,
    )
    date = fields.Date(string="Sent or told on", default=get_today, required=True)

    @api.model
    def _selection_channel(self):
        """Return by which ways leavers are told; populations keep theirs apart."""
        outcome_channel = self.env["exit.interview"]._fields["outcome_channel"]
        return outcome_channel._description_selection(self.env)

    @api.model
    def _default_case_id(self):
        is_case = self.env.context.get("active_model") in (None, "exit.interview")
        return is_case and self.env.context.get("active_id")

    def _get_case_sudo(self):
        """Return the case of the letter, once who asks was checked.

        :return: ``exit.interview``, as superuser
        """
        self.ensure_one()
        if self.share_id:
            self.share_id._check_outcome_part("write", "send")
        else:
            self.case_id._check_actor("coordinator")
        # Checked above; managers' words come with the case.
        return self.share_id.sudo().case_id or self.case_id.sudo()

    def _get_person_sudo(self):
        """Return to whom the letter goes, where each was heard alone."""
        # The caller was checked with the case.
        share_sudo = self.share_id.sudo()
        return share_sudo.participant_id or self.participant_id.sudo()

    @api.depends("case_id")
    def _compute_participant_id(self):
        for wizard in self:
            case = wizard.case_id
            people = case.participant_ids.browse()
            if case and wizard._get_case_sudo().is_apart:
                # The coordinator was checked; a person is chosen, nothing shown.
                people = case.sudo()._get_interviewed()
            wizard.participant_id = people.filtered(
                lambda one: not one.date_outcome_sent
            )[:1].id

    @api.depends("case_id", "share_id")
    def _compute_can(self):
        for wizard in self:
            parts = {"write", "send"}
            if wizard.share_id:
                wizard._get_case_sudo()
                # As above: what the policy gives to whoever answered.
                parts = wizard.share_id.sudo()._get_outcome_parts()
            wizard.can_write = "write" in parts
            wizard.can_send = "send" in parts

    @api.depends("case_id", "share_id", "participant_id")
    def _compute_text(self):
        for wizard in self:
            case_sudo = wizard._get_case_sudo()
            person = wizard._get_person_sudo()
            if case_sudo.is_apart and person.case_id != case_sudo:
                wizard.text = False
                continue
            letter = case_sudo._get_letter(person)
            wizard.text = letter.outcome_text or case_sudo._prepare_outcome_text(
                person, wizard.share_id.sudo()
            )

    @api.depends("case_id", "share_id", "text")
    def _compute_names_found(self):
        for wizard in self:
            # Names of colleagues that stand in the text anyway are pointed at.
            names = wizard._get_case_sudo()._find_names(wizard.text)
            wizard.names_found = ", ".join(names)

    def action_print(self):
        """Keep the words and print the letter.

        :return: report action
        :rtype: dict
        """
        self.ensure_one()
        self._keep()
        name = "outcome_share_letter" if self.share_id else "outcome_letter"
        report = self.env.ref(f"exit_interview.exit_interview_{name}_report")
        return report.report_action(self.share_id or self.case_id, config=False)

    def action_keep(self):
        """Keep the words for later.

        :return: close the dialog
        :rtype: dict
        """
        self.ensure_one()
        self._keep()
        return {"type": "ir.actions.act_window_close"}

    def _keep(self):
        if self.share_id:
            # Whoever only sends prints and sends what is there.
            if self.can_write:
                self.share_id.action_write_outcome(self.text)
            return
        self.case_id.action_write_outcome(self.text, self.participant_id.id)

    def action_send(self):
        """Keep the words and record that they went out.

        :return: close the dialog
        :rtype: dict
        """
        self.action_keep()
        if self.share_id:
            self.share_id.action_send_outcome(self.channel, self.date)
        else:
            self.case_id.action_send_outcome(
                self.channel, self.date, self.participant_id.id
            )
        return {"type": "ir.actions.act_window_close"}
