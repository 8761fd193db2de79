# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewParticipantOutcomeMixin(models.AbstractModel):
    """The letter to one person, where each was heard alone.

    Where people were heard together there is one letter to all of them, on the case.

    Requirement: S-27, decision 16, A-55.
    """

    _name = "exit.interview.participant.outcome.mixin"
    _description = "Participant who is told what came of it"

    outcome_text = fields.Text(
        string="Letter about the outcome",
        readonly=True,
        copy=False,
        help="The words as this person received them; only where each was heard alone.",
    )
    outcome_channel = fields.Selection(
        selection=lambda self: self.env["exit.interview"]
        ._fields["outcome_channel"]
        ._description_selection(self.env),
        string="Outcome told by",
        readonly=True,
        copy=False,
    )
    date_outcome_sent = fields.Date(
        string="Told what came of it", readonly=True, copy=False
    )

    def _get_letter(self):
        """Return what holds the letter to this person: the person, or the case.

        :return: record with `outcome_text`, `outcome_channel`, `date_outcome_sent`
        """
        self.ensure_one()
        return self if self.case_id.is_apart else self.case_id
