# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewTimingMixin(models.AbstractModel):
    """Whether what was owed came in time, in columns that charts can count."""

    _name = "exit.interview.timing.mixin"
    _description = "Timeliness"

    date_start = fields.Date(
        string="Owed since",
        readonly=True,
        default=fields.Date.context_today,
    )
    timing = fields.Selection(
        selection=[
            ("in_time", "Done in time"),
            ("late", "Done late"),
            ("open", "Open"),
            ("dropped", "Dropped"),
        ],
        string="Timeliness",
        compute="_compute_timing",
        store=True,
        precompute=True,
    )
    days_late = fields.Integer(
        compute="_compute_timing",
        store=True,
        precompute=True,
        aggregator="avg",
        help="Days after the due day on which it was done; counted once it is done.",
    )
    days_taken = fields.Integer(
        compute="_compute_timing",
        store=True,
        precompute=True,
        aggregator="avg",
        help="Days from the day it was owed to the day it was done.",
    )

    @api.depends("state", "date_start", "date_due", "date_done")
    def _compute_timing(self):
        for record in self:
            done = record.date_done if record.state == "done" else False
            late = (done - record.date_due).days if done else 0
            taken = (done - (record.date_start or done)).days if done else 0
            record.days_late = max(0, late)
            record.days_taken = max(0, taken)
            if done:
                record.timing = "late" if late > 0 else "in_time"
            else:
                record.timing = "open" if record.state == "open" else "dropped"

    @api.model
    def _get_kind_words(self, population):
        """Return what duties are called where the usual words do not fit.

        Populations whose people do not “leave” say what they do; empty for the others.

        :param str population: whose case it is
        :return: {kind: words}
        :rtype: dict
        """
        return {}

    @api.model
    def _get_board_labels(self, population=None):
        """Return what stands on a board for each kind of duty.

        Where the neutral word says no more than that there is something to do, the
        board says no more either (decision 3).

        :param str population: whose words; the usual ones if empty
        :return: {kind: words}
        :rtype: dict
        """
        neutral = self._get_neutral_labels()
        hidden = {kind for kind, word in neutral.items() if word == neutral["escalate"]}
        labels = {
            **dict(self._fields["kind"]._description_selection(self.env)),
            **self._get_kind_words(population),
        }
        return {
            kind: neutral[kind].capitalize() if kind in hidden else label
            for kind, label in labels.items()
        }
