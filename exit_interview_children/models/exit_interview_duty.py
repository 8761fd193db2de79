# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .exit_interview_population_mixin import POPULATION


class ExitInterviewDuty(models.Model):
    """What is owed around a child who moves."""

    _inherit = "exit.interview.duty"

    kind = fields.Selection(
        selection_add=[
            ("feasible", "Decide whether a conversation is feasible"),
            ("agreement", "Ask the young person"),
            ("no_talk", "Read that there is no conversation"),
            ("advocate", "Put the young person in touch with an advocate"),
            ("complain", "Show the young person how to complain"),
            ("consider", "Consider the record"),
            ("reread", "See that an answer was taken out"),
            ("answer_recommendation", "Answer the recommendation"),
            ("read_manager", "Read what was recommended"),
            ("read_worker", "Read what was recommended for the young person"),
            ("monitoring", "Write the annual monitoring report"),
        ],
        ondelete={
            "feasible": "cascade",
            "agreement": "cascade",
            "no_talk": "cascade",
            "advocate": "cascade",
            "complain": "cascade",
            "consider": "cascade",
            "reread": "cascade",
            "answer_recommendation": "cascade",
            "read_manager": "cascade",
            "read_worker": "cascade",
            "monitoring": "cascade",
        },
    )

    @api.model
    def _get_kind_words(self, population):
        """Override of `exit_interview`: young people move, and are written to."""
        words = super()._get_kind_words(population)
        if population != POPULATION:
            return words
        return {
            **words,
            "write": self.env._("Write to the young person"),
            "tell": self.env._("Tell the young person, or record why not"),
            "news": self.env._("See what the young person changed"),
        }

    @api.model
    def _get_neutral_labels(self):
        """Override of `exit_interview`: words that tell nothing of a child."""
        return {
            **super()._get_neutral_labels(),
            "feasible": self.env._("decision"),
            "agreement": self.env._("agreement"),
            "no_talk": self.env._("reading"),
            "advocate": self.env._("advocacy"),
            "complain": self.env._("complaints"),
            "consider": self.env._("to consider"),
            "reread": self.env._("reading"),
            "answer_recommendation": self.env._("answer"),
            "read_manager": self.env._("reading"),
            "read_worker": self.env._("reading"),
            "monitoring": self.env._("report"),
        }

    @api.model
    def _get_responder_kinds(self):
        """Override of `exit_interview`: people around the child owe these."""
        return super()._get_responder_kinds() | {
            "feasible",
            "agreement",
            "consider",
            "reread",
            "answer_recommendation",
            "read_worker",
            "monitoring",
        }
