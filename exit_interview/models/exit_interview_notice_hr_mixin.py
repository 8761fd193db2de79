# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .local_date import get_today

# In the context while a step of ours writes into HR's records; no client can send it.
HANDLED = object()


class ExitInterviewNoticeHrMixin(models.AbstractModel):
    """What HR's own records tell, however they were written.

    Hooks of `hr.version`, `hr.employee` and `resource.resource` call this where the ORM
    passes by; :meth:`_cron_reconcile` finds once a day what passed them by. One
    departure is told once: one employment ends once.

    Requirement: L-09, L-10, R-12, I-25.
    """

    _name = "exit.interview.notice.hr.mixin"
    _description = "Notice read from HR's records"

    date_undone = fields.Date(
        string="Taken back on",
        readonly=True,
        help="HR took this departure back.",
    )

    # === DEPARTURES === #

    @api.model
    def _is_hr_handled(self):
        """Return whether a step of ours registers what is being written."""
        return self.env.context.get("exit_interview_hr") is HANDLED

    @api.model
    def _register_hr_departures(self, dates, reason=None):
        """Register departures that HR wrote, unless they are known.

        :param dict dates: {employee as superuser: last day, or False if only the
            archive tells}
        :param reason: ``hr.departure.reason`` record, if there is one
        :return: the new notices
        """
        Notice = self.env["exit.interview.notice"]
        employees = self.env["hr.employee"].sudo().union(*dates)
        known = Notice._find_told(employees)
        today = get_today(self)
        vals_list = [
            {
                "population": "staff",
                "source": "hr_departure",
                "employee_id": employee.id,
                "date_departure": day or today,
                **self._prepare_reason_vals(reason or employee.departure_reason_id),
            }
            for employee, day in dates.items()
            if not known.get(employee, Notice)._tell(employee, day)
        ]
        for employee, notices in known.items():
            kind = (reason or employee.departure_reason_id).leaving_kind
            if kind:
                untold = notices.case_id.filtered(lambda case: not case.leaving_kind)
                untold.leaving_kind = kind
        return Notice._register_notices(vals_list) if vals_list else Notice

    @api.model
    def _prepare_reason_vals(self, reason):
        """Return what HR's departure reason says of the departure.

        :param reason: ``hr.departure.reason`` record, may be empty
        :rtype: dict
        """
        return {"reason": reason.name, "leaving_kind": reason.leaving_kind}

    @api.model
    def _find_told(self, employees):
        """Return what is known of the departures of employees.

        :return: {employee: notices that were not taken back}, as superuser
        :rtype: dict
        """
        # HR has no right on notices; what is read decides and is not shown.
        notices = (
            self.env["exit.interview.notice"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", employees.ids),
                    ("source", "!=", "transfer"),
                    ("date_undone", "=", False),
                ]
            )
        )
        return notices.grouped("employee_id")

    def _tell(self, employee, day):
        """Return whether these notices tell already that an employee leaves on a day.

        HR's own word is wanted once, also where others were faster; a new day moves an
        open case. Once a conversation is over, another day of the same employment is a
        correction and no second departure.

        :param employee: ``hr.employee`` as superuser
        :param day: last day, or False if only the archive tells
        :rtype: bool
        """
        for notice in self:
            state = notice.case_id.state
            ended = notice.state == "dismissed" or state == "cancelled"
            running = notice.state == "waiting" or state in (
                "new",
                "offered",
                "scheduled",
                "interviewed",
            )
            over = not running and notice._is_same_employment(employee)
            if over and not ended:
                return True
            # An archive without a day confirms what is open, or was found not needed.
            if not day and (running or (over and notice.state == "dismissed")):
                return True
            if day and notice.date_departure == day:
                if notice.source == "hr_departure" or not running:
                    return True
        return False

    def _is_same_employment(self, employee):
        """Return whether no contract started after the day this notice is about."""
        self.ensure_one()
        starts = [
            version.contract_date_start
            for version in employee.version_ids
            if version.contract_date_start
        ]
        return (
            not starts
            or not self.date_departure
            or (max(starts) <= self.date_departure)
        )

    @api.model
    def _take_back_departures(self, employees, days=None):
        """Note that HR took departures back; open cases ask the coordinator.

        :param employees: ``hr.employee``
        :param dict days: {employee: last day that no longer stands}; all if empty
        """
        told = self._find_told(employees)
        undone = self.env["exit.interview.notice"].sudo()
        for employee, notices in told.items():
            for notice in notices.filtered(lambda n: n.source == "hr_departure"):
                if days is None or notice.date_departure == days.get(employee):
                    undone |= notice
        today = get_today(self)
        undone.write({"date_undone": today})
        undone.filtered(lambda notice: notice.state == "waiting").write(
            {
                "state": "dismissed",
                "dismiss_reason": self.env._("HR took the departure back"),
            }
        )
        cases = undone.case_id.filtered(
            lambda case: case.state in ("new", "offered", "scheduled", "interviewed")
        )
        cases.write({"date_undone": today})
        cases._log("departure_undone")
        cases.duty_update()

    # === MOVES === #

    @api.model
    def _register_moves(self, moves):
        """Register that employees changed their department.

        :param list moves: tuples of employee as superuser, department before and
            after, and the day from which it holds
        """
        vals_list = [
            {
                "population": "staff",
                "source": "transfer",
                "employee_id": employee.id,
                "department_id": before.id,
                "department_to_id": after.id,
                "date_departure": day,
            }
            for employee, before, after, day in moves
        ]
        if vals_list:
            self.env["exit.interview.notice"]._register_notices(vals_list)

    # === WHAT PASSED BY === #

    @api.model
    def _cron_reconcile(self):
        """Register who left, or moved, and was told by nobody. May be run any time.

        From the policy's go-live date on: nothing starts by itself on old data
        (DESIGN decision 12).

        Requirement: L-06, L-10.
        """
        policies = self.env["exit.interview.policy"].search(
            [("population", "=", "staff")]
        )
        for policy in policies:
            today = policy._get_local_date()
            departures = self._find_untold_departures(policy, today)
            self._register_hr_departures(departures)
            self._register_moves(self._find_untold_moves(policy, today))

    @api.model
    def _find_untold_departures(self, policy, today):
        """Return departures in HR's records that no notice tells of.

        A departure that was written, the end of a contract with nothing after it, or
        an archived employee. The day of an archive that tells no date is the day the
        resource was last written: it changes for hardly anything else.

        :param policy: ``exit.interview.policy`` record
        :param datetime.date today: the day where the organisation works
        :return: {employee: last day}
        :rtype: dict
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT d.employee_id, max(d.day)
                  FROM (
                    SELECT v.employee_id,
                           coalesce(v.departure_date, v.contract_date_end) AS day
                      FROM hr_version v
                     WHERE v.active
                       AND (v.departure_date >= %(go_live)s
                            OR v.contract_date_end BETWEEN %(go_live)s AND %(until)s)
                       AND NOT EXISTS (
                           SELECT 1 FROM hr_version l
                            WHERE l.employee_id = v.employee_id AND l.active
                              AND l.date_version > coalesce(
                                  v.departure_date, v.contract_date_end))
                    UNION ALL
                    SELECT e.id, r.write_date::date
                      FROM hr_employee e
                      JOIN resource_resource r ON r.id = e.resource_id
                      JOIN hr_version v ON v.id = e.current_version_id
                     WHERE NOT e.active AND r.write_date >= %(go_live)s
                       AND v.departure_date IS NULL AND v.contract_date_end IS NULL
                       AND NOT EXISTS (
                           SELECT 1 FROM exit_interview_notice n
                            WHERE n.employee_id = e.id AND n.source != 'transfer'
                              AND n.date_undone IS NULL)
                  ) d
                  JOIN hr_employee e ON e.id = d.employee_id
                 WHERE e.company_id = %(company)s
                   AND NOT EXISTS (
                       SELECT 1 FROM exit_interview_notice n
                        WHERE n.employee_id = e.id AND n.source != 'transfer'
                          AND (n.date_departure = d.day OR n.state = 'waiting'))
                 GROUP BY d.employee_id
                 ORDER BY d.employee_id
                """,
                go_live=policy.date_go_live,
                until=today + timedelta(days=policy.contract_end_days),
                company=policy.company_id.id,
            )
        )
        found = {
            # Only the day goes into a notice; HR's records are not shown.
            self.env["hr.employee"].sudo().browse(employee_id): day
            for employee_id, day in rows
        }
        told = self._find_told(self.env["hr.employee"].union(*found))
        open_states = ("new", "offered", "scheduled", "interviewed")
        return {
            employee: day
            for employee, day in found.items()
            if not told.get(employee, self.env["exit.interview.notice"]).filtered(
                lambda notice: notice.case_id.state in open_states
            )
        }

    @api.model
    def _find_untold_moves(self, policy, today):
        """Return moves planned ahead whose day has come.

        Moves of the day itself, or entered late, were told by the hook.

        :param policy: ``exit.interview.policy`` record
        :param datetime.date today: the day where the organisation works
        :return: as for :meth:`_register_moves`
        :rtype: list
        """
        # HR's records are read to register; they are not shown.
        Version = self.env["hr.version"].sudo()
        versions = Version.search(
            Domain("date_version", ">=", policy.date_go_live)
            & Domain("date_version", "<=", today)
            & Domain("employee_id.company_id", "=", policy.company_id.id)
            & Domain("employee_id.active", "=", True)
        ).filtered(lambda version: version.create_date.date() < version.date_version)
        known = {
            (notice.employee_id, notice.date_departure)
            for notice in self.env["exit.interview.notice"]
            .sudo()
            .search(
                [
                    ("source", "=", "transfer"),
                    ("employee_id", "in", versions.employee_id.ids),
                ]
            )
        }
        moves = []
        for version in versions:
            employee = version.employee_id
            before = (
                employee.version_ids.filtered(
                    lambda other, day=version.date_version: other.date_version < day
                )
                .sorted("date_version")[-1:]
                .department_id
            )
            if (
                before
                and version.department_id
                and before != version.department_id
                and (employee, version.date_version) not in known
            ):
                moves.append(
                    (employee, before, version.department_id, version.date_version)
                )
        return moves
