# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import (
    AccessError,
    ConcurrencyError,
    UserError,
    ValidationError,
)
from odoo.tools import SQL

from .local_date import get_today


class ExitInterviewNotice(models.Model):
    """One report that somebody leaves; several meet in a case."""

    _name = "exit.interview.notice"
    _inherit = [
        "exit.interview.population.mixin",
        "exit.interview.loss.mixin",
        "exit.interview.record.mixin",
        "exit.interview.notice.move.mixin",
        "exit.interview.notice.hr.mixin",
        "exit.interview.notice.match.mixin",
    ]
    _description = "Notice of a departure"
    _order = "date_received desc, id desc"

    case_id = fields.Many2one(
        comodel_name="exit.interview",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    conflict_user_ids = fields.Many2many(
        related="case_id.conflict_user_ids", string="Shut out"
    )
    leaver_user_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The leaver's own login, who does not see the notice.",
    )
    source = fields.Selection(
        selection=[
            ("hr_departure", "HR departure"),
            ("manager", "Line manager"),
            ("leavers_form", "Leavers form"),
            ("bi_extract", "Business intelligence extract"),
            ("vacancy", "Vacancy approved"),
            ("transfer", "Internal transfer"),
            ("letter", "Letter of resignation"),
            ("retention_talk", "Retention talk"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char(string="Leaver", required=True, readonly=True)
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department", readonly=True, ondelete="set null"
    )
    date_departure = fields.Date(string="Last day", readonly=True)
    date_received = fields.Date(string="Received on", required=True, readonly=True)
    reason = fields.Char(
        readonly=True, help="The reason as the informant put it, if any."
    )
    informant = fields.Char(readonly=True, help="Who told us.")
    date_told = fields.Date(
        string="Leaver told on",
        readonly=True,
        help="The informant has told the leaver that a conversation will be offered.",
    )
    state = fields.Selection(
        selection=[
            ("waiting", "Without a case"),
            ("linked", "In a case"),
            ("dismissed", "Not needed"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    dismiss_reason = fields.Char(readonly=True)

    _import_key_uniq = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL",
        "This row of the extract was read in a moment ago.",
    )

    @api.depends("case_id.name")
    def _compute_display_name(self):
        for notice in self:
            reference = notice.sudo().case_id.name or self.env._("no case")
            notice.display_name = self.env._("Notice: %s", reference)

    # === ACCESS === #

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "coordinator":
            group = self._get_coordinator_group(self.sudo().population)
            return self.env.user.has_group(group)
        return super()._is_actor(actor)

    # === REGISTER === #

    @api.model
    def register(self, vals_list):
        """Register that people leave, and open or find their cases.

        A leaver reported several times, by several routes, has one case (R-12).

        Requirement: L-06 to L-11.

        :param list[dict] vals_list: dictionaries with ``population`` (default staff),
            ``source``, the leaver (``employee_id``, or ``name`` with ``date_departure``
            and ``department_id``), ``date_departure``, ``reason``, ``informant``;
            ``told`` if the informant has told the leaver of the conversation (L-07);
            for a move ``department_to_id`` and ``transfer_reason``
        :return: ids of the notices to somebody who may read them, else ``True``
        :rtype: list[int] or bool
        :raise AccessError: if the user may not report this leaver
        :raise ValidationError: if a leaver is not named, or a value is not known
        """
        if isinstance(vals_list, dict):
            vals_list = [vals_list]
        if not isinstance(vals_list, list) or not all(
            isinstance(vals, dict) for vals in vals_list
        ):
            raise ValidationError(self.env._("Give a list of notices."))
        vals_list = [self._read_register_vals(vals) for vals in vals_list]
        for vals in vals_list:
            if not self._may_register(vals):
                raise AccessError(
                    self.env._(
                        "You can report people you manage. For anybody else, tell HR "
                        "or the exit interview coordinator."
                    )
                )
        notices = self._register_notices(vals_list)
        readable = notices.with_env(self.env)
        return readable.ids if readable.has_access("read") else True

    @api.model
    def _get_register_fields(self):
        return {
            "population",
            "source",
            "employee_id",
            "name",
            "department_id",
            "date_departure",
            "reason",
            "informant",
            "told",
            "department_to_id",
            "transfer_reason",
            *self._get_loss_fields(),
        }

    @api.model
    def _read_register_vals(self, vals):
        """Return one dictionary from outside, checked (I-77).

        :raise ValidationError: in words
        """
        unknown = set(vals) - self._get_register_fields()
        if unknown:
            raise ValidationError(
                self.env._("A notice has no field %s.", ", ".join(sorted(unknown)))
            )
        vals = {"population": "staff", **vals}
        self._check_value("population", vals["population"])
        self._check_value("source", vals.get("source"))
        last_day = self.env._("the last day")
        vals["date_departure"] = self._read_date(vals.get("date_departure"), last_day)
        for name in ("name", "reason", "informant"):
            label = self._fields[name].string
            vals[name] = self._read_line(vals.get(name), label, 200)
        for name in self._get_loss_fields():
            if vals.get(name):
                self._check_value(name, vals[name])
        employee = self._read_record(
            "hr.employee", vals.get("employee_id"), self.env._("employee")
        )
        department = self._read_record(
            "hr.department", vals.get("department_id"), self.env._("department")
        )
        self._read_record(
            "hr.department", vals.get("department_to_id"), self.env._("department")
        )
        if vals.get("transfer_reason"):
            self._check_value("transfer_reason", vals["transfer_reason"])
        if not employee and not (
            vals["name"] and vals["date_departure"] and department
        ):
            raise ValidationError(
                self.env._(
                    "Say who leaves: choose the employee, or give the name, the last "
                    "day and the department."
                )
            )
        return vals

    @api.model
    def _may_register(self, vals):
        """Return whether the current user may report this leaver.

        :param dict vals: one dictionary, checked
        :rtype: bool
        """
        user = self.env.user
        # Another organisation's people are theirs to report (SEC-23).
        leaver = self.env["hr.employee"].sudo().browse(vals.get("employee_id") or 0)
        team = self.env["hr.department"].sudo().browse(vals.get("department_id") or 0)
        if (leaver.company_id or team.company_id) - user.company_ids:
            return False
        if user.has_group(self._get_coordinator_group(vals["population"])):
            return True
        if vals["population"] != "staff":
            return False
        if user.has_group("hr.group_hr_user"):
            return True
        if vals["source"] == "vacancy" and user.has_group(
            "exit_interview.group_resource_coordinator"
        ):
            return True
        # The line of management decides; employees cannot read all of it themselves.
        employee = self.env["hr.employee"].sudo().browse(vals.get("employee_id") or 0)
        Case = self.env["exit.interview"].sudo()
        return bool(
            employee
            and employee.user_id != user
            and user in Case._get_line_users(employee, employee.department_id)
        )

    @api.model
    def _register_notices(self, vals_list):
        """Create notices and their cases in batch; private twin of :meth:`register`.

        :param list[dict] vals_list: checked dictionaries
        :return: the notices, as superuser
        :rtype: ``exit.interview.notice``
        """
        # Whoever reports a leaver has no right on cases; nothing read here goes back.
        self_sudo = self.sudo()
        today = get_today(self)
        employees = self_sudo.env["hr.employee"].browse(
            [vals.get("employee_id") or 0 for vals in vals_list]
        )
        notices = self_sudo.create(
            [
                self_sudo._prepare_notice_vals(vals, employee, today)
                for vals, employee in zip(vals_list, employees, strict=True)
            ]
        )
        notices._attach()
        notices.filtered("is_unsure").duty_update()
        return notices

    @api.model
    def _prepare_notice_vals(self, vals, employee, today):
        employee = employee if employee.id else employee.browse()
        department = employee.department_id or self.env["hr.department"].browse(
            vals.get("department_id") or []
        )
        company = employee.company_id or department.company_id or self.env.company
        if vals.get("department_to_id") and vals.get("department_id"):
            # A move that HR's records tell: the department they came from.
            department = self.env["hr.department"].browse(vals["department_id"])
        return {
            "population": vals["population"],
            "source": vals["source"],
            "name": employee.name or vals["name"].strip(),
            "employee_id": employee.id,
            "department_id": department.id,
            "leaver_user_id": employee.user_id.id,
            "company_id": company.id,
            "date_departure": vals.get("date_departure"),
            "date_received": today,
            "reason": vals.get("reason"),
            "informant": vals.get("informant") or self.env.user.name,
            "date_told": today if vals.get("told") else False,
            "department_to_id": vals.get("department_to_id"),
            "transfer_reason": vals.get("transfer_reason"),
            **self._prepare_match_vals(vals),
            **{name: vals.get(name) for name in self._get_loss_fields()},
        }

    def _attach(self, before_go_live=False):
        """Link notices to the open case of their leaver, or open one.

        :param bool before_go_live: open cases for departures before the policy runs
        """
        self._lock_leavers(self.employee_id)
        self._attach_known()._attach_open(before_go_live)

    def _attach_open(self, before_go_live):
        cases = self._find_open_cases(self)
        policies = {
            population: self.env["exit.interview.policy"]._get_policies(
                population, notices.company_id
            )
            for population, notices in self.grouped("population").items()
        }
        looking = self
        if not before_go_live:
            known = self.filtered(lambda notice: notice.employee_id in cases)
            looking = known | (self - known)._set_moves_aside(policies)
        to_open, waiting_for = self.browse(), {}
        for notice in looking:
            policy = policies[notice.population].get(notice.company_id)
            case = cases.get(notice.employee_id)
            if case:
                notice._link(case)
            elif notice.employee_id and notice.employee_id in waiting_for:
                waiting_for[notice.employee_id] |= notice
            elif policy and (before_go_live or notice._is_after_go_live(policy)):
                to_open |= notice
                if notice.employee_id:
                    waiting_for[notice.employee_id] = self.browse()
            else:
                notice.waits_for = "before_go_live" if policy else "no_policy"
        opened = to_open._open_cases(policies)
        for case in opened.filtered("employee_id"):
            for twin in waiting_for[case.employee_id]:
                twin._link(case)

    @api.model
    def _lock_leavers(self, employees):
        """Let two notices of one leaver at the same moment meet in one case.

        The lock is per leaver and lasts to the end of the transaction. The second
        transaction may not see what the first one wrote, so it starts again.

        :raise ConcurrencyError: if somebody holds the lock; the platform then retries
        """
        if not employees:
            return
        rows = self.env.execute_query(
            SQL(
                "SELECT bool_and(pg_try_advisory_xact_lock(%s, id))"
                " FROM unnest(%s) AS id",
                SQL("hashtext('exit_interview')"),
                sorted(employees.ids),
            )
        )
        if not rows[0][0]:
            raise ConcurrencyError("Another notice of this leaver is being registered")

    @api.model
    def _find_open_cases(self, notices):
        """Return the open cases these notices belong to.

        :return: {employee: case}
        :rtype: dict
        """
        cases = self.env["exit.interview"].search(
            [
                ("employee_id", "in", notices.employee_id.ids),
                ("state", "in", ["new", "offered", "scheduled", "interviewed"]),
            ]
        )
        return {case.employee_id: case for case in cases}

    def _is_after_go_live(self, policy):
        """Return whether a departure concerns the time since the policy runs.

        Requirement: DESIGN decision 12.

        :rtype: bool
        """
        self.ensure_one()
        return not self.date_departure or self.date_departure >= policy.date_go_live

    def _link(self, case):
        """Put a notice into a case; the latest day we heard of becomes the case's.

        :param case: ``exit.interview`` record
        """
        self.ensure_one()
        self.write({"case_id": case.id, "state": "linked", "waits_for": False})
        vals = {}
        # A move says nothing about the last day of somebody who leaves altogether.
        if self.source != "transfer" or case.is_transfer:
            if self.date_departure and case.date_departure != self.date_departure:
                vals["date_departure"] = self.date_departure
        if self.source != "transfer":
            if case.is_transfer:
                # A real departure after a move: the case is about that now (DESIGN).
                vals |= {"is_transfer": False, "is_promotion": False}
                if case.state == "new":
                    vals["route_reason"] = False
            if case.date_undone:
                vals["date_undone"] = False
        elif case.is_transfer and self.transfer_reason == "promotion":
            vals["is_promotion"] = True
        vals |= {
            name: self[name]
            for name in self._get_loss_fields()
            if self[name] and not case[name]
        }
        if vals:
            case.write(vals)
        case._log("notice", self._get_source_label())
        case._update_route()
        case.duty_update()

    def _get_source_label(self):
        self.ensure_one()
        return dict(self._fields["source"]._description_selection(self.env))[
            self.source
        ]

    def _open_cases(self, policies):
        """Open one case a notice.

        :param dict policies: {population: {company: policy}}
        :return: the cases
        :rtype: ``exit.interview``
        """
        Case = self.env["exit.interview"]
        vals_list = [
            {
                **notice._prepare_case_vals(
                    policies[notice.population][notice.company_id]
                ),
                **Case._prepare_snapshot_vals(notice),
            }
            for notice in self
        ]
        try:
            cases = Case.create(vals_list)
        except UniqueViolation as error:
            # Somebody opened it since this transaction began, and let go of the lock.
            raise ConcurrencyError("A case of this leaver was just opened") from error
        for notice, case in zip(self, cases, strict=True):
            notice.write({"case_id": case.id, "state": "linked", "waits_for": False})
        self.env["exit.interview.participant"].create(
            [
                {**vals, "case_id": notice.case_id.id}
                for notice in self
                for vals in Case._prepare_participant_vals(notice)
            ]
        )
        for notices in self.grouped("source").values():
            notices.case_id._log("opened", notices[0]._get_source_label())
        cases._update_route()
        cases.duty_update()
        return cases

    def _prepare_case_vals(self, policy):
        self.ensure_one()
        return {
            "population": self.population,
            "policy_id": policy.id,
            "company_id": self.company_id.id,
            "employee_id": self.employee_id.id,
            "department_id": self.department_id.id,
            "date_notified": self.date_received,
            "date_departure": self.date_departure,
            "is_transfer": self.source == "transfer",
            "is_promotion": self.transfer_reason == "promotion",
            **{name: self[name] for name in self._get_loss_fields()},
        }

    # === DEPARTURES WITHOUT A CASE === #

    def action_open_case(self):
        """Open cases for notices that waited, such as those before the go-live date.

        Requirement: DESIGN decision 12.

        :return: True
        :raise ValidationError: if an organisation has no policy yet
        """
        self._check_actor("coordinator")
        if any(self.mapped("is_unsure")):
            raise UserError(
                self.env._(
                    "Say first who leaves: choose the person, or “Somebody else”."
                )
            )
        # The coordinator was checked; cases are opened by the server only.
        waiting = self.sudo().filtered(lambda notice: notice.state != "linked")
        moves = waiting.filtered("question")
        together = moves._get_same_question()
        waiting._attach(before_go_live=True)
        moves.case_id._decide_together()
        together.duty_update()
        stuck = waiting.filtered(lambda notice: notice.state != "linked")
        if stuck:
            raise ValidationError(
                self.env._(
                    "%s has no exit interview policy yet. Create it first.",
                    stuck[0].company_id.name,
                )
            )
        return True

    def action_dismiss(self, reason):
        """Take notices off the list of departures without a case.

        :param str reason: why no interview is needed
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(reason, self.env._("the reason"))
        # The coordinator was checked; people have no right to write here.
        notices = self.sudo().filtered(lambda notice: notice.state == "waiting")
        notices.write({"state": "dismissed", "dismiss_reason": reason})
        (notices | notices._get_same_question()).duty_update()
        return True
