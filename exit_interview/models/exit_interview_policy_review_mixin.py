# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ..report import disclosure


class ExitInterviewPolicyReviewMixin(models.AbstractModel):
    """What a policy says of reviews, which it owes.

    Requirement: L-21, F-37, P-12, TRUST 5.1.
    """

    _name = "exit.interview.policy.review.mixin"
    # What the policy owes as a document is owed as well.
    _inherit = ["exit.interview.policy.document.mixin"]
    _description = "Policy on reviews"

    review_wait_days = fields.Integer(
        string="Figures frozen after",
        default=15,
        help="Working days after the end of a quarter or year before its review is "
        "prepared, so that records still on their way count.",
    )
    review_days = fields.Integer(
        string="Review written within",
        default=10,
        help="Working days from the day the figures are frozen to the finished review.",
    )
    review_approval_days = fields.Integer(
        string="Review approved within",
        default=5,
        help="Working days for the second person to approve a review, and then for the "
        "coordinator to publish it.",
    )

    figure_people = fields.Integer(
        string="Fewest people behind a figure",
        default=5,
        help="A figure that would tell of fewer people is hidden, with whatever would "
        "let it be worked out. At least 5.",
    )
    words_people = fields.Integer(
        string="Fewest people behind approved words",
        default=10,
        help="Approved words are printed only where so many people were heard. At "
        "least 10, and at least 5 who spoke of the same theme.",
    )

    marks_leavers = fields.Integer(
        string="Marks every quarter from",
        default=30,
        help="Where fewer people leave in a year, marks and the shares of those who "
        "said yes are told in the review of the year only: a quarter shown now and "
        "then would cost the year its own. 0: every quarter, where enough answered.",
    )

    _marks_leavers_positive = models.Constraint(
        "CHECK(marks_leavers >= 0)",
        "The number of leavers from which marks are told every quarter is 0 or more.",
    )
    _review_people = models.Constraint(
        "CHECK(figure_people >= 5 AND words_people >= 10)",
        "A figure stands for at least 5 people, words for at least 10: the minimum "
        "is 5 and 10.",
    )
    _review_numbers = models.Constraint(
        "CHECK(review_wait_days >= 0 AND review_days > 0 AND review_approval_days > 0)",
        "Whoever writes or approves a review has at least one working day.",
    )

    def _get_disclosure_rule(self):
        """Return the thresholds of this policy.

        :rtype: disclosure.Rule
        """
        self.ensure_one()
        return self._make_disclosure_rule(self.figure_people, self.words_people)

    @api.model
    def _make_disclosure_rule(self, figure_people, words_people):
        """Return the rule of two thresholds, of a policy or as a review froze them.

        :rtype: disclosure.Rule
        """
        return disclosure.Rule(
            threshold=figure_people,
            comment_threshold=words_people,
            comment_authors=max(5, figure_people),
        )

    def _find_reviewer(self):
        """Return the coordinator, who owes the reviews.

        :rtype: ``res.users``
        """
        self.ensure_one()
        return self.env["exit.interview.policy.role"]._find_user(
            self, "coordinator", self.env["hr.department"]
        )

    def _get_review_due(self, date_to):
        """Return until when the review of a period is finished.

        :param datetime.date date_to: last day of the period
        :rtype: datetime.date
        """
        self.ensure_one()
        days = self.review_wait_days + self.review_days
        return self._plan_working_days(days, date_to)

    # === WHAT IS OWED === #

    def _get_expected_duties(self):
        """Override of the document mixin: the reviews of closed periods, oldest first.

        Requirement: L-21, F-37.
        """
        duties = super()._get_expected_duties()
        if not self.active:
            return duties
        closed = self.env["exit.interview.review"]._get_closed_periods(self)
        for kind, period in (("review", "quarter"), ("review_year", "year")):
            # What began before the policy may be reviewed, and is not owed.
            owed = [
                found
                for found in closed
                if found.period == period and found.date_from >= self.date_go_live
            ]
            if owed:
                due = self._get_review_due(owed[-1].date_to)
                duties.append(
                    self._prepare_duty(kind, "coordinator", due, self._find_reviewer())
                )
        return duties

    def _get_duty_action(self, kind):
        """Override of the duty mixin: what is owed begins in its own dialog."""
        if kind in ("review", "review_year"):
            return self.env["ir.actions.act_window"]._for_xml_id(
                "exit_interview.exit_interview_review_prepare_action"
            )
        return super()._get_duty_action(kind)

    @api.model
    def _cron_review(self):
        """Override of the document mixin: quarters end by themselves."""
        result = super()._cron_review()
        self.search([]).duty_update()
        return result
