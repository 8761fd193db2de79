# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .local_date import get_today


class HrVersion(models.Model):
    """Departures, ends of contracts and moves, however they are written."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `hr`: a new contract after the last day takes a departure back.

        Requirement: L-09.
        """
        versions = super().create(vals_list)
        Notice = self.env["exit.interview.notice"]
        # HR writes; what is read of notices decides and is not shown.
        fresh = versions.sudo().filtered(
            lambda version: version.employee_id and version.contract_date_start
        )
        if fresh and not Notice._is_hr_handled():
            told = Notice._find_told(fresh.employee_id)
            for version in fresh:
                employee = version.employee_id
                for notice in told.get(employee, Notice):
                    day = notice.date_departure
                    if day and day < version.contract_date_start:
                        Notice._take_back_departures(employee, {employee: day})
        return versions

    def write(self, vals):
        """Override of `hr`: register what HR writes about leaving and moving.

        Requirement: L-09, L-12, decision 19.
        """
        Notice = self.env["exit.interview.notice"]
        telling = {"departure_date", "contract_date_end", "department_id"} & set(vals)
        # The platform writes the versions of one contract again, one by one.
        if (
            not telling
            or Notice._is_hr_handled()
            or self.env.context.get("sync_contract_dates")
        ):
            return super().write(vals)
        self.check_access("write")
        # HR writes; what is compared here goes into notices only.
        versions = self.sudo().filtered("employee_id")
        before = {
            name: {version: version[name] for version in versions} for name in telling
        }
        result = super().write(vals)
        # A new employee's record is written field by field: most of it is no news.
        news = {
            name: versions.filtered(lambda one, n=name, v=values: one[n] != v[one])
            for name, values in before.items()
        }
        if news.get("departure_date"):
            news["departure_date"]._tell_departures(vals["departure_date"])
        elif news.get("contract_date_end"):
            news["contract_date_end"]._tell_contract_ends(before["contract_date_end"])
        if news.get("department_id"):
            news["department_id"]._tell_moves(before["department_id"])
        return result

    def _tell_departures(self, day):
        """Register a departure date that HR wrote, or that HR took it back."""
        Notice = self.env["exit.interview.notice"]
        if not day:
            Notice._take_back_departures(self.employee_id)
            return
        day = fields.Date.to_date(day)
        reasons = {version.employee_id: version.departure_reason_id for version in self}
        for reason in set(reasons.values()):
            Notice._register_hr_departures(
                {one: day for one, other in reasons.items() if other == reason},
                reason,
            )

    def _tell_contract_ends(self, before):
        """Register contracts that end soon with nothing after them.

        An end that was told and lies far ahead now, or nowhere, is taken back.

        :param dict before: {version: end of the contract}
        """
        Notice = self.env["exit.interview.notice"]
        policies = (
            self.env["exit.interview.policy"]
            .sudo()
            ._get_policies("staff", self.company_id)
        )
        ending, gone = {}, {}
        for version in self:
            policy = policies.get(version.company_id)
            day = version.contract_date_end
            was = before[version]
            if not policy:
                continue
            horizon = fields.Date.add(
                policy._get_local_date(), days=policy.contract_end_days
            )
            later = version.employee_id.version_ids.filtered(
                lambda other, day=day: day and other.date_version > day
            )
            if day and not later and policy.date_go_live <= day <= horizon:
                ending[version.employee_id] = day
            elif was and version.employee_id.active:
                gone[version.employee_id] = was
        if ending:
            Notice._register_hr_departures(ending)
        if gone:
            Notice._take_back_departures(
                self.employee_id.browse([one.id for one in gone]), gone
            )

    def _tell_moves(self, before):
        """Register department changes that hold already; later ones have their day.

        :param dict before: {version: department}
        """
        moves = []
        for version in self:
            employee, was = version.employee_id, before[version]
            if (
                was
                and version.department_id
                and employee.active
                and employee.current_version_id == version
            ):
                fresh = version.create_date == self.env.cr.now()
                day = version.date_version if fresh else get_today(self)
                moves.append((employee, was, version.department_id, day))
        self.env["exit.interview.notice"]._register_moves(moves)
