# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ExitInterviewWorkbook(models.TransientModel):
    """Asks which cases the workbook holds."""

    _name = "exit.interview.workbook"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Choose the cases of the exit interview workbook"

    date_from = fields.Date(
        string="Last day from",
        default=lambda self: self._default_date_from(),
        help="Cases whose last day in post is known count by it, others by the day of "
        "the notice.",
    )
    date_to = fields.Date(
        string="Last day until", default=lambda self: self._default_date_to()
    )
    states = fields.Selection(
        selection="_selection_states",
        string="Cases",
        required=True,
        default="all",
    )
    case_count = fields.Integer(string="Cases found", compute="_compute_case_count")
    is_background = fields.Boolean(compute="_compute_case_count")

    @api.model
    def _default_date_from(self):
        return fields.Date.context_today(self) - relativedelta(years=1)

    @api.model
    def _default_date_to(self):
        return fields.Date.context_today(self)

    @api.model
    def _selection_states(self):
        labels = self.env["exit.interview"]._fields["state"]
        return [
            ("all", self.env._("All")),
            ("open", self.env._("Open")),
            ("closed", self.env._("Closed")),
            *labels._description_selection(self.env),
        ]

    @api.depends("date_from", "date_to", "states")
    def _compute_case_count(self):
        for wizard in self:
            domain = self._get_domain(*wizard._get_filters())
            wizard.case_count = self.env["exit.interview"].search_count(domain)
            limit = wizard._get_background_limit()
            wizard.is_background = bool(limit and wizard.case_count >= limit)

    @api.model
    def _get_background_limit(self):
        """Return from how many cases the workbook is made in the background."""
        report = self.env["report.exit_interview.workbook_xlsx"]
        limit, _days = self.env["exit.interview.policy"]._get_export_limits(
            self.env.companies, report._get_own_populations()
        )
        return limit

    def _get_filters(self):
        self.ensure_one()
        return self.date_from, self.date_to, self.states

    # === FILTERS, as the report reads them from an address too === #

    @api.model
    def _read_filters(self, data):
        """Return checked filters from what came with the request.

        :param dict data: ``date_from``, ``date_to``, ``states``; absent: the defaults
        :rtype: tuple
        :raise ValidationError: if a value is none of those the wizard offers
        """
        try:
            date_from = fields.Date.to_date(
                data.get("date_from", self._default_date_from())
            )
            date_to = fields.Date.to_date(data.get("date_to", self._default_date_to()))
            states = data.get("states", "all")
            if states not in dict(self._selection_states()):
                raise ValueError(states)
        except (ValueError, TypeError) as error:
            raise ValidationError(
                self.env._("Choose the days and states in the dialog of the workbook.")
            ) from error
        return date_from, date_to, states

    @api.model
    def _get_domain(self, date_from, date_to, states):
        """Return the domain of cases for these filters.

        :rtype: list
        """
        domain = []
        for operator, date in ((">=", date_from), ("<=", date_to)):
            if date:
                domain += [
                    "|",
                    ("date_departure", operator, date),
                    "&",
                    ("date_departure", "=", False),
                    ("date_notified", operator, date),
                ]
        closed = ["done", "cancelled"]
        if states in ("open", "closed"):
            operator = "in" if states == "closed" else "not in"
            domain.append(("state", operator, closed))
        elif states != "all":
            domain.append(("state", "=", states))
        return domain

    @api.model
    def _describe_filters(self, data):
        """Return the selection in words, for the cover.

        :param dict data: as in :meth:`_read_filters`; False: chosen one by one
        :rtype: str
        """
        if data is False:
            return self.env._("Cases chosen in the list")
        date_from, date_to, states = self._read_filters(data)
        _format = self.env["exit.interview"]._format_date
        return self.env._(
            "Last day from %(date_from)s until %(date_to)s; cases: %(states)s",
            date_from=_format(date_from) or self.env._("the beginning"),
            date_to=_format(date_to) or self.env._("the end"),
            states=dict(self._selection_states())[states],
        )

    def action_download(self):
        """Download the workbook of the cases found, or have it made if they are many.

        :return: report action, or the list of workbooks made in the background
        :rtype: dict
        """
        self.ensure_one()
        date_from, date_to, states = self._get_filters()
        filters = {
            "date_from": fields.Date.to_string(date_from) or False,
            "date_to": fields.Date.to_string(date_to) or False,
            "states": states,
        }
        if self.is_background:
            self.env["exit.interview.export"]._request(filters)
            return self.env["ir.actions.act_window"]._for_xml_id(
                "exit_interview.exit_interview_export_action"
            )
        report = self.env.ref("exit_interview.exit_interview_workbook_report")
        action = report.report_action(None, data=filters, config=False)
        return {**action, "context": {}, "close_on_report_download": True}
