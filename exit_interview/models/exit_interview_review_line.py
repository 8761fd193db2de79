# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..fields import Figure
from ..report import disclosure


class ExitInterviewReviewLine(models.Model):
    """One safe figure or approved text of a review. Never a raw number.

    How to read `value`: ``count`` people, of `denominator`; ``rate`` whole percent, of
    `denominator` people; ``mean`` a mark from 0 to 10, of `denominator` answers, or of
    so many as `band` says. Where it is hidden it is empty and `is_hidden` is set.

    Requirement: P-12, P-17, decision 5.
    """

    _name = "exit.interview.review.line"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Figure of a review"
    _order = "review_id, sequence, id"

    review_id = fields.Many2one(
        comodel_name="exit.interview.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    # for the rules, which compare columns
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True, index=True
    )
    population = fields.Selection(
        related="review_id.population", store=True, precompute=True
    )
    review_state = fields.Selection(
        related="review_id.state",
        string="State of the review",
        store=True,
        precompute=True,
    )
    approver_id = fields.Many2one(
        related="review_id.approver_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    # for charts
    period = fields.Selection(related="review_id.period", store=True, precompute=True)
    date_from = fields.Date(
        related="review_id.date_from", string="First day", store=True, precompute=True
    )
    section = fields.Selection(
        selection=[
            ("uptake", "Who left, and who was heard"),
            ("reason", "Why people leave"),
            ("score", "What people say"),
            ("theme", "Themes"),
            ("finding", "In approved words"),
            ("action", "Actions"),
            ("retention", "Who stayed"),
            ("timeliness", "What was in time"),
            ("cancellation", "Cancellations"),
            ("independence", "Exceptions"),
            ("process", "How the interviews go"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    sequence = fields.Integer(readonly=True)
    code = fields.Char(
        required=True,
        readonly=True,
        help="Stays the same over the periods, so that they compare.",
    )
    table = fields.Char(
        string="Table heading",
        readonly=True,
        help="The heading over the rows that belong together.",
    )
    table_code = fields.Char(readonly=True)
    level = fields.Selection(
        selection=[
            ("whole", "Whole organisation"),
            ("service", "Service"),
            ("team", "Team"),
        ],
        required=True,
        readonly=True,
        default="whole",
    )
    group_label = fields.Char(
        string="Service or team", readonly=True, help="Empty for the whole."
    )
    label = fields.Char(string="Figure", required=True, readonly=True)
    kind = fields.Selection(
        selection=[
            ("count", "People"),
            ("rate", "Percent"),
            ("mean", "Mean"),
            ("text", "Words"),
            ("date", "Day"),
        ],
        required=True,
        readonly=True,
    )
    value = Figure(readonly=True, aggregator="avg")
    denominator = Figure(string="Of", readonly=True, aggregator="avg")
    band = fields.Char(string="Answers", readonly=True)
    is_hidden = fields.Boolean(
        string="Hidden", readonly=True, help="Too few people to show it."
    )
    is_additive = fields.Boolean(readonly=True, default=True)
    base = fields.Integer(
        string="Rounded to", readonly=True, default=1, help="1: exact."
    )
    previous_value = Figure(string="Period before", readonly=True, aggregator="avg")
    previous_hidden = fields.Boolean(string="Hidden before", readonly=True)
    text = fields.Text(string="Words", readonly=True)

    _hidden_is_empty = models.Constraint(
        "CHECK(NOT is_hidden OR value IS NULL)",
        "What is hidden is not there.",
    )

    @api.depends("label")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.label

    # === FROZEN === #

    @api.model_create_multi
    def create(self, vals_list):
        reviews = self.env["exit.interview.review"].browse(
            {vals.get("review_id") for vals in vals_list if vals.get("review_id")}
        )
        self._check_not_frozen(reviews)
        return super().create(vals_list)

    def write(self, vals):
        if vals:
            self._check_not_frozen(self.review_id)
        return super().write(vals)

    def unlink(self):
        self._check_not_frozen(self.review_id)
        return super().unlink()

    @api.model
    def _check_not_frozen(self, reviews):
        """Refuse to touch a published review, whoever asks (decision 5)."""
        if self.env.su and any(review.state == "published" for review in reviews):
            raise UserError(
                self.env._(
                    "A published review does not change. What came in since counts in "
                    "the next one."
                )
            )

    # === READ BACK === #

    def _read_table(self):
        """Return lines of one table of counts as the disclosure rules see it.

        :rtype: disclosure.Table
        """
        first = self[:1]

        def read(number):
            if number is False:
                return disclosure.Cell()
            return disclosure.Cell(int(number), first.base)

        return disclosure.Table(
            {
                line.code.removeprefix(f"{line.table_code}."): read(line.value)
                for line in self
            },
            read(first.denominator),
            first.is_additive,
        )

    def _is_removable(self):
        """Override of the record mixin: a draft is computed afresh."""
        return self.review_id.state == "draft"
