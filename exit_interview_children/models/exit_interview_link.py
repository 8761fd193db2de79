# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .exit_interview_population_mixin import POPULATION

PURPOSE = "tablet"


class ExitInterviewLink(models.Model):
    """The way from the interviewer's button to the young person's pages."""

    _inherit = "exit.interview.link"

    @api.model
    def _selection_purpose(self):
        """Override of `exit_interview`: a page that is opened on the spot."""
        return [
            *super()._selection_purpose(),
            (PURPOSE, self.env._("Talk on the young person's page")),
        ]

    @api.model
    def _issue(self, participant, purpose, channel):
        """Override of `exit_interview`: a child is sent no way in (P-19).

        :raise UserError: for a young person, but for the page on the spot
        """
        if participant.population == POPULATION and purpose != PURPOSE:
            raise UserError(
                self.env._(
                    "%s: no link or code goes to a young person. Their pages are "
                    "opened by whoever talks with them.",
                    participant.case_id.name,
                )
            )
        return super()._issue(participant, purpose, channel)

    def _is_wanted(self):
        """Override of `exit_interview`: for a child, until the record is finished."""
        is_wanted = super()._is_wanted()
        if self.purpose != PURPOSE or not is_wanted:
            return is_wanted
        if self.population != POPULATION:
            return False
        session = self.case_id._get_leaver_session(self.participant_id)
        return bool(session) and session._is_writable()

    def _use_up(self):
        """Let the address open nothing any more; the page that it opened stays open."""
        self.write({"date_replaced": fields.Datetime.now()})
