# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models.exit_interview_outcome_mixin import CHILD_CHANNELS
from ..models.exit_interview_population_mixin import POPULATION


class ExitInterviewOutcome(models.TransientModel):
    """The letter to a young person: their age beside it, no mail, the answers below.

    Requirement: C-21, P-19.
    """

    _inherit = "exit.interview.outcome"

    is_child = fields.Boolean(compute="_compute_young_person")
    young_person = fields.Char(compute="_compute_young_person")
    answers_text = fields.Text(
        string="What was answered", compute="_compute_young_person"
    )
    child_channel = fields.Selection(
        selection="_selection_child_channel",
        string="How they got it",
        default="handed",
    )

    @api.model
    def _selection_channel(self):
        """Override of `exit_interview`: the ways for children are theirs alone."""
        pairs = super()._selection_channel()
        return [pair for pair in pairs if pair[0] not in CHILD_CHANNELS]

    @api.model
    def _selection_child_channel(self):
        pairs = super()._selection_channel()
        return [pair for pair in pairs if pair[0] in CHILD_CHANNELS]

    @api.depends("case_id", "share_id")
    def _compute_young_person(self):
        for wizard in self:
            # Checks who asks; officers have no right on the case.
            case_sudo = wizard._get_case_sudo()
            is_child = case_sudo.population == POPULATION
            wizard.is_child = is_child
            wizard.young_person = is_child and case_sudo._describe_addressee()
            wizard.answers_text = is_child and case_sudo._describe_answers()

    def action_send(self):
        """Override of `exit_interview`: as children get a letter, never by mail."""
        self.ensure_one()
        if not self.is_child:
            return super().action_send()
        self._keep()
        if self.share_id:
            self.share_id.action_send_outcome(self.child_channel, self.date)
        else:
            self.case_id.action_send_outcome(self.child_channel, self.date)
        return {"type": "ir.actions.act_window_close"}
