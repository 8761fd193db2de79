# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import ValidationError

from .exit_interview_population_mixin import POPULATION


class ExitInterviewParticipant(models.Model):
    """A young person has no mailbox, telephone or address here: nobody writes to them.

    Requirement: P-19.
    """

    _inherit = "exit.interview.participant"

    @api.constrains("email", "phone", "address")
    def _check_not_reachable(self):
        for participant in self:
            reached = participant.email or participant.phone or participant.address
            if participant.population == POPULATION and reached:
                raise ValidationError(
                    self.env._(
                        "%s: nobody writes to a young person or rings them from here. "
                        "How they can be met stands on their own record, for the "
                        "interviewer, and is deleted after the meeting.",
                        participant.case_id.name,
                    )
                )

    def _get_pin_obstacle(self):
        """Override of `exit_interview`: nobody sends a child a link to open."""
        self.ensure_one()
        if self.population == POPULATION:
            return self.env._(
                "%s: a young person needs no PIN. Whoever talks with them opens their "
                "pages, on the device that is there.",
                self.case_id.name,
            )
        return super()._get_pin_obstacle()

    def _get_mail_obstacle(self):
        """Override of `exit_interview`: no mail goes to a child (P-19)."""
        self.ensure_one()
        if self.population == POPULATION:
            return "no_address"
        return super()._get_mail_obstacle()
