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
        related="case_id.conflict_user_ids",
        string="Shut out",
        # Rules read it as superuser; nobody else needs to know who is shut out.
        groups=fields.NO_ACCESS,
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
                raise self._make_register_error()
        notices = self._register_notices(vals_list)
        readable = notices.with_env(self.env)
        return readable.ids if readable.has_access("read") else True

    @api.model
    def _get_register_fields(self):
        """Return what a dictionary from outside may hold; populations add their own."""
        return {
            "population",
            "source",
            "name",
            "date_departure",
            "reason",
            "informant",
            "told",
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
        self._read_leaver(vals)
        return vals

    @api.model
    def _read_leaver(self, vals):
        """Check what one dictionary from outside says of who leaves.

        Populations override it for their own leavers.

        :param dict vals: as for :meth:`register`; checked in place
        :raise ValidationError: if it does not say who leaves, in words
        """
        raise ValidationError(
            self.env._("Say who leaves: nobody is known by this name here.")
        )

    @api.model
    def _may_register(self, vals):
        """Return whether the current user may report this leaver.

        Coordinators may, of the organisations they work for; populations add who else.

        :param dict vals: one dictionary, checked
        :rtype: bool
        """
        user = self.env.user
        # Another organisation's people are theirs to report (SEC-23).
        if self._get_leaver_companies(vals) - user.company_ids:
            return False
        return user.has_group(self._get_coordinator_group(vals["population"]))

    @api.model
    def _make_register_error(self):
        return AccessError(
            self.env._(
                "You can report people you manage. For anybody else, tell HR or the "
                "exit interview coordinator."
            )
        )

    @api.model
    def _get_leaver_companies(self, vals):
        """Return whose people a notice is about, as far as it says.

        :param dict vals: one dictionary, checked
        :rtype: ``res.company``
        """
        return self.env["res.company"]

    @api.model
    def _get_leaver_field(self, population):
        """Return the field, of notice and case alike, that holds who leaves.

        Two notices with the same record in it are about one departure (R-12).

        :param str population: a value of ``population``
        :return: name of a many2one field, empty if leavers have no record
        :rtype: str
        """
        return ""

    def _get_leaver(self):
        """Return the record of who leaves, empty where the notice knows a name only."""
        self.ensure_one()
        name = self._get_leaver_field(self.population)
        return self[name] if name else self.env["hr.employee"]

    def _prepare_same_leaver(self):
        name = self._get_leaver_field(self.population)
        return {name: self[name].id} if name else {}

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
        people = self_sudo._prepare_leaver_vals_list(vals_list)
        notices = self_sudo.create(
            [
                {**self_sudo._prepare_notice_vals(vals, today), **person}
                for vals, person in zip(vals_list, people, strict=True)
            ]
        )
        notices._attach()
        notices.filtered("is_unsure").duty_update()
        return notices

    @api.model
    def _prepare_leaver_vals_list(self, vals_list):
        """Return what notices keep of who leaves; a batch shares one prefetch.

        Populations override it for the dictionaries that are theirs.

        :param list[dict] vals_list: checked dictionaries
        :return: values of each notice: ``name``, ``company_id``, ``department_id``,
            ``leaver_user_id`` and the field of :meth:`_get_leaver_field`
        :rtype: list[dict]
        """
        return [
            {
                "name": (vals.get("name") or "").strip(),
                "company_id": self.env.company.id,
            }
            for vals in vals_list
        ]

    @api.model
    def _prepare_notice_vals(self, vals, today):
        return {
            "population": vals["population"],
            "source": vals["source"],
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
        self._lock_leavers()
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
            known = self.filtered(lambda notice: notice._get_leaver() in cases)
            looking = known | (self - known)._set_moves_aside(policies)
        to_open, waiting_for = self.browse(), {}
        for notice in looking:
            policy = policies[notice.population].get(notice.company_id)
            leaver = notice._get_leaver()
            case = cases.get(leaver)
            if case:
                notice._link(case)
            elif leaver and leaver in waiting_for:
                waiting_for[leaver] |= notice
            elif policy and (before_go_live or notice._is_after_go_live(policy)):
                to_open |= notice
                if leaver:
                    waiting_for[leaver] = self.browse()
            else:
                notice.waits_for = "before_go_live" if policy else "no_policy"
        to_open._open_cases(policies)
        for notice in to_open:
            for twin in waiting_for.get(notice._get_leaver(), ()):
                twin._link(notice.case_id)

    def _lock_leavers(self):
        """Let two notices of one leaver at the same moment meet in one case.

        The lock is per leaver and lasts to the end of the transaction. The second
        transaction may not see what the first one wrote, so it starts again.

        :raise ConcurrencyError: if somebody holds the lock; the platform then retries
        """
        leavers = {notice._get_leaver() for notice in self}
        keys = sorted((leaver._name, leaver.id) for leaver in leavers if leaver)
        if not keys:
            return
        rows = self.env.execute_query(
            SQL(
                "SELECT bool_and(pg_try_advisory_xact_lock(hashtext(kind), id))"
                " FROM unnest(%s, %s) AS leaver(kind, id)",
                [f"exit_interview,{kind}" for kind, _id in keys],
                [leaver_id for _kind, leaver_id in keys],
            )
        )
        if not rows[0][0]:
            raise ConcurrencyError("Another notice of this leaver is being registered")

    @api.model
    def _find_open_cases(self, notices):
        """Return the open cases these notices belong to.

        :return: {who leaves: case}
        :rtype: dict
        """
        found = {}
        for population, same in notices.grouped("population").items():
            name = self._get_leaver_field(population)
            leavers = same.mapped(name) if name else ()
            if not leavers:
                continue
            cases = self.env["exit.interview"].search(
                [
                    (name, "in", leavers.ids),
                    ("population", "=", population),
                    ("state", "in", ["new", "offered", "scheduled", "interviewed"]),
                ]
            )
            found |= {case[name]: case for case in cases}
        return found

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
            **self._prepare_same_leaver(),
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
