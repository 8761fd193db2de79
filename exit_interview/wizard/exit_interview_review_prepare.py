# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ExitInterviewReviewPrepare(models.TransientModel):
    """Asks which closed period is reviewed: a list, never days of one's own (A-07)."""

    _name = "exit.interview.review.prepare"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Prepare a review"

    choice = fields.Selection(
        selection="_selection_choice",
        string="Period",
        default=lambda self: self._default_choice(),
        help="Quarters and years that have ended, once the days the policy waits for "
        "late records have passed.",
    )
    has_choice = fields.Boolean(compute="_compute_has_choice")
    waiting = fields.Text(compute="_compute_has_choice")

    @api.model
    def _get_policies(self):
        """Return the policies whose reviews the user prepares.

        :return: {population: policy of the organisation}
        :rtype: dict
        """
        Case = self.env["exit.interview"]
        company = self.env.company
        found = {}
        for population, _label in self._get_populations():
            if not self.env.user.has_group(Case._get_coordinator_group(population)):
                continue
            policies = self.env["exit.interview.policy"]._get_policies(
                population, company
            )
            if policies.get(company):
                found[population] = policies[company]
        return found

    @api.model
    def _get_populations(self):
        field = self.env["exit.interview"]._fields["population"]
        return field._description_selection(self.env)

    @api.model
    def _get_choices(self):
        """Return the closed periods that the user may review.

        :return: {key: (population, period, first day, label)}
        :rtype: dict
        """
        Review = self.env["exit.interview.review"]
        choices = {}
        labels = dict(self._get_populations())
        for population, policy in self._get_policies().items():
            for found in Review._get_closed_periods(policy):
                key = f"{population}/{found.period}/{found.date_from}"
                words = Review._get_period_label(
                    found.period, found.date_from, found.date_to
                )
                if len(labels) > 1:
                    words = f"{labels[population]}: {words}"
                choices[key] = (population, found.period, found.date_from, words)
        return choices

    @api.model
    def _selection_choice(self):
        return [(key, words) for key, (*_rest, words) in self._get_choices().items()]

    @api.model
    def _default_choice(self):
        choices = list(self._get_choices())
        return choices[-1] if choices else False

    @api.depends_context("uid")
    def _compute_has_choice(self):
        Review = self.env["exit.interview.review"]
        waiting = "\n".join(
            Review._get_waiting_words(Review._get_next_period(policy))
            for policy in self._get_policies().values()
        )
        for wizard in self:
            wizard.has_choice = bool(wizard._get_choices())
            wizard.waiting = waiting

    def action_prepare(self):
        """Begin the review and open it.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        chosen = self._get_choices().get(self.choice)
        if not chosen:
            raise UserError(self.env._("Choose the period to review."))
        population, period, date_from, _words = chosen
        Review = self.env["exit.interview.review"]
        review = Review.browse(Review.prepare(population, period, date_from))
        return {
            **review._get_duty_action("review"),
            "target": "current",
        }
