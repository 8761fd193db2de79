# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


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
