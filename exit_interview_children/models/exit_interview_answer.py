# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .exit_interview_population_mixin import POPULATION


class ExitInterviewAnswer(models.Model):
    """An answer of a young person: they decide what stays (C-25)."""

    _inherit = "exit.interview.answer"

    def _keeps_wording(self, vals):
        """Override of `exit_interview`: what they change or empty themselves is gone.

        Requirement: C-25.
        """
        is_own = bool(self.participant_id) and not self._is_other_hand(vals)
        if self.population == POPULATION and is_own:
            return False
        return super()._keeps_wording(vals)

    def _get_strike_words(self):
        """Return what was said here, in all wordings that are still kept.

        For the comparison with a reason that must not repeat it; as superuser.

        Requirement: C-25.

        :rtype: list[str]
        """
        self.ensure_one()
        revisions = self.env["exit.interview.answer.revision"].search(
            [
                ("session_id", "=", self.session_id.id),
                ("question_id", "=", self.question_id.id),
            ]
        )
        said = [self.text, self.comment, *revisions.mapped("wording")]
        return [words for words in said if words]
