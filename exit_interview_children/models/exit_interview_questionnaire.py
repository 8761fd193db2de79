# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewQuestionnaire(models.Model):
    """What is asked of a child, and in the end what the interviewer saw."""

    _inherit = "exit.interview.questionnaire"

    def _get_publish_issues(self):
        """Override of `exit_interview`: observations stand last (decision 11)."""
        issues = super()._get_publish_issues()
        sections = self.section_ids.sorted(lambda part: (part.sequence, part.id))
        for section, following in zip(sections, sections[1:], strict=False):
            if section.is_observation and not following.is_observation:
                issues.append(
                    self.env._(
                        "“%s” holds the interviewer's observations. Drag it to the "
                        "end, below everything that the child is asked.",
                        section.name,
                    )
                )
        return issues

    def _get_leaver_sections(self):
        """Override of `exit_interview`: nobody asks a child what was observed."""
        return [
            section
            for section in super()._get_leaver_sections()
            if not section["is_observation"]
        ]
