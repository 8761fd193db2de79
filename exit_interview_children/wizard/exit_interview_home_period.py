# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.exit_interview.models.local_date import get_today

from ..models.exit_interview_population_mixin import POPULATION

# Copies that somebody may read now; a draft or what was withdrawn is none.
OUT = ("sent", "submitted", "returned", "approved")


class ExitInterviewHomePeriod(models.TransientModel):
    """What a home learned in six months, on paper: for its review of its own care.

    +-----------------+-------------------------------------------------------------+
    | who             | finds in it                                                 |
    +-----------------+-------------------------------------------------------------+
    | home's manager  | the copies sent to them, and what was recommended to them   |
    | Children's      | the copies sent to whoever manages the home, and all that   |
    | Services        | was recommended after somebody moved out of it              |
    | Manager         |                                                             |
    +-----------------+-------------------------------------------------------------+

    A document and never a statistic (A-31): copies and recommendations under their
    circulation, as they may be read on the day they are printed. Everything is found
    by the reader's own rights.

    Requirement: C-17, C-22, A-31, A-49; DESIGN, reports.
    """

    _name = "exit.interview.home.period"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Six months of a home"

    home_id = fields.Many2one(
        comodel_name="res.partner",
        string="Home",
        required=True,
        ondelete="cascade",
        domain=lambda self: self._get_home_domain(),
        default=lambda self: self._default_home_id(),
    )
    company_id = fields.Many2one(related="home_id.child_home_company_id")
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._get_months()[0]
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self._get_months()[1],
        help="Copies and recommendations that were sent in these months.",
    )

    _dates_in_order = models.Constraint(
        "CHECK(date_from <= date_to)", "The first day comes before the last one."
    )

    @api.model
    def _get_months(self):
        """Return the first and the last day of the last whole months of the policy.

        :rtype: tuple[datetime.date, datetime.date]
        """
        first = get_today(self).replace(day=1)
        company = self.env.company
        # A number of the policy, on which managers of homes have no right.
        policies = self.env["exit.interview.policy"].sudo()
        policy = policies._get_policies(POPULATION, company).get(company)
        months = policy.home_months if policy else 6
        return first - relativedelta(months=months), first - relativedelta(days=1)

    @api.model
    def _default_home_id(self):
        homes = self.env["res.partner"].search(self._get_home_domain(), limit=2)
        # Of several they choose themselves.
        return homes if len(homes) == 1 else False

    # === WHO === #

    @api.model
    def _is_for_coordinator(self):
        """Return whether the reader answers for all homes.

        :rtype: bool
        """
        return self.env.user.has_group("exit_interview_children.group_coordinator")

    @api.model
    def _get_home_domain(self):
        """Return the homes whose months the user may print.

        :rtype: list
        """
        domain = [
            ("is_child_home", "=", True),
            ("child_home_company_id", "in", self.env.companies.ids),
        ]
        if self._is_for_coordinator():
            return domain
        return [*domain, ("child_home_manager_id", "=", self.env.uid)]

    def _check_reader(self):
        """Check that the user may print the months of this home.

        :raise AccessError: saying whom to ask
        """
        self.ensure_one()
        homes = self.env["res.partner"].with_context(active_test=False)
        if not homes.search_count(
            [("id", "=", self.home_id.id), *self._get_home_domain()]
        ):
            raise AccessError(
                self.env._(
                    "You can print the months of a home that you manage. For any "
                    "other home ask the Children's Services Manager."
                )
            )

    # === WHAT === #

    def _get_domain(self):
        """Return what copies and recommendations have in common: home and months.

        :rtype: list
        """
        self.ensure_one()
        return [
            ("population", "=", POPULATION),
            ("home_id", "=", self.home_id.id),
            ("date_sent", ">=", self.date_from),
            ("date_sent", "<=", self.date_to),
        ]

    def _get_copies(self):
        """Return the copies sent to the home in these months that are open today.

        What was withdrawn, or is kept from the home, is not among them; a home's
        manager finds what was sent to them, not to whoever managed the home before.

        :rtype: ``exit.interview.share``
        """
        Share = self.env["exit.interview.share"]
        if not Share.has_access("read"):
            # Nothing was ever sent to them.
            return Share
        domain = [
            *self._get_domain(),
            ("role", "=", "home_manager"),
            ("state", "in", OUT),
            ("is_limited", "=", False),
            ("reader_id", "!=", False),
        ]
        if not self._is_for_coordinator():
            domain.append(("reader_id", "=", self.env.uid))
        return Share.search(domain, order="date_sent, reference")

    def _get_recommendations(self):
        """Return what was recommended in these months, to whom the reader may know of.

        :rtype: ``exit.interview.recommendation``
        """
        Recommendation = self.env["exit.interview.recommendation"]
        if not Recommendation.has_access("read"):
            return Recommendation
        domain = [*self._get_domain(), ("state", "!=", "draft")]
        if not self._is_for_coordinator():
            domain.append(("user_id", "=", self.env.uid))
        return Recommendation.search(domain, order="date_sent, reference, sequence, id")

    def action_print(self):
        """Print what the user may read of these months.

        :return: action of the report
        :rtype: dict
        """
        self.ensure_one()
        self._check_reader()
        report = self.env.ref(
            "exit_interview_children.exit_interview_home_period_report"
        )
        action = report.report_action(self, config=False)
        return {**action, "close_on_report_download": True}
