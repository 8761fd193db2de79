# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .exit_interview_notice_hr_mixin import HANDLED
from .local_date import get_today


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    exit_interview_status = fields.Selection(
        selection=[
            ("notified", "Notified"),
            ("offered", "Offered"),
            ("closed", "Closed"),
        ],
        string="Exit interview",
        compute="_compute_exit_interview_status",
        groups="hr.group_hr_user",
        help="How far the exit interview has come. What is said there is not shown.",
    )

    exit_interview_start = fields.Date(
        string="Start of assignment",
        groups="hr.group_hr_user",
        help="First day of an agency worker's current assignment, where there is no "
        "contract here that tells it. It decides what is offered at the end.",
    )

    @api.depends("active")
    @api.depends_context("uid")
    def _compute_exit_interview_status(self):
        """Tell HR that nobody was forgotten, and nothing else (TRUST 1.4.2).

        Nothing to whoever is shut out of the case, the leaver included (decision 10).
        """
        # HR has no right on cases; one of three words leaves this method.
        cases = (
            self.env["exit.interview"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self.ids),
                    ("conflict_user_ids", "not in", [self.env.uid]),
                ],
                order="id",
            )
        )
        latest = {case.employee_id.id: case for case in cases}
        words = {
            "new": "notified",
            "cancelled": "closed",
            "done": "closed",
            False: False,
        }
        for employee in self:
            state = latest.get(employee.id, cases.browse()).state
            employee.exit_interview_status = words.get(state, "offered")

    def action_open_exit_interview(self):
        """Open the latest case of an employee, for somebody who may read it.

        Everybody else hears the same words, whether there is a case or not (A-46).

        :return: window action, or a notification
        :rtype: dict
        """
        self.ensure_one()
        Case = self.env["exit.interview"]
        case = Case.browse()
        if Case.has_access("read"):
            case = Case.search(
                [("employee_id", "=", self.id)], order="id desc", limit=1
            )
        if case:
            return {
                "type": "ir.actions.act_window",
                "name": case.display_name,
                "res_model": "exit.interview",
                "res_id": case.id,
                "views": [(False, "form")],
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "What is said in an exit interview stays with the people who hold "
                    "it. HR sees how far it has come, here; for anything else ask the "
                    "exit interview coordinator."
                ),
            },
        }

    # === WHAT HR WRITES === #

    def write(self, vals):
        """Override of `hr`: an archived employee has left, however it was done.

        Before the platform archives, because that may clear managers (R-11).

        Requirement: L-09, I-25, I-28.
        """
        Notice = self.env["exit.interview.notice"]
        if "active" in vals and not Notice._is_hr_handled():
            self.check_access("write")
            # HR writes; what is read here goes into notices only.
            changing = self.sudo().filtered(
                lambda employee: employee.active != bool(vals["active"])
            )
            changing._tell_archive(vals["active"], vals.get("departure_date"))
            self = self.with_context(exit_interview_hr=HANDLED)
        result = super().write(vals)
        if "exit_interview_start" in vals:
            # The question what an agency worker is offered may have its answer now.
            cases = (
                self.env["exit.interview"]
                .sudo()
                .search([("employee_id", "in", self.ids), ("state", "=", "new")])
            )
            cases._update_route()
            cases.duty_update()
        return result

    def _tell_archive(self, active, day=False):
        """Register that employees were archived, or that they are back.

        :param bool active: what is being written
        :param day: last day that is written in the same step
        """
        Notice = self.env["exit.interview.notice"]
        if active:
            Notice._take_back_departures(self)
            return
        today = get_today(self)
        known = {
            employee: fields.Date.to_date(day)
            or employee.departure_date
            or (
                employee.contract_date_end
                if employee.contract_date_end and employee.contract_date_end <= today
                else False
            )
            for employee in self
        }
        if known:
            Notice._register_hr_departures(known)
