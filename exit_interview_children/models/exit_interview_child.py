# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.exit_interview.models.exit_interview import REFERENCE_ALPHABET
from odoo.addons.exit_interview.models.local_date import get_today

from .exit_interview_child_people_mixin import get_role_domain
from .exit_interview_population_mixin import POPULATION
from .res_partner import CHILDREN

WHERE_TO_MEET = (
    "exit_interview_children.group_coordinator,"
    "exit_interview_children.group_social_worker"
)
# Where a young person is found: for the meeting, and deleted after it.
PLACE_FIELDS = ("address", "meeting_note")
# The server's own: they decide what is deleted, and who was told of.
KEPT_DAYS = ("date_address", "date_home")


class ExitInterviewChild(models.Model):
    """A looked-after child or young person: a record of its own, never a contact.

    Nobody writes to a child, so there is no mail address and no login. Where they live
    next is known until they were met, and then deleted.

    Requirement: P-19, C-09, C-15, decision 6.
    """

    _name = "exit.interview.child"
    _inherit = [
        "exit.interview.child.lang.mixin",
        "exit.interview.child.people.mixin",
    ]
    _description = "Young person"
    _order = "name, id"
    _check_company_auto = True

    reference = fields.Char(required=True, readonly=True, copy=False, default="/")
    name = fields.Char(
        string="Initials or alias",
        required=True,
        help="What the interviewer calls them. Not the full name: that stays in the "
        "case system.",
    )
    active = fields.Boolean(default=True)
    date_birth = fields.Date(string="Date of birth", required=True)
    age = fields.Integer(compute="_compute_age")
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Looked after by",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    home_id = fields.Many2one(
        comodel_name="res.partner",
        string="Home",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_child_home", "=", True)],
    )
    date_home = fields.Date(
        string="In this home since",
        readonly=True,
        help="The day on which the record first said so; empty: from the beginning. "
        "Of whom nobody tells after it, when they move out, stands among the "
        "departures without a case.",
    )
    home_manager_id = fields.Many2one(
        related="home_id.child_home_manager_id",
        string="Manager of the home",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    authority_id = fields.Many2one(
        comodel_name="res.partner",
        string="Placing authority",
        ondelete="restrict",
        domain=[("is_placing_authority", "=", True)],
    )
    social_worker_id = fields.Many2one(
        comodel_name="res.users",
        string="Social worker",
        index="btree_not_null",
        ondelete="restrict",
        domain=lambda self: get_role_domain(self, "social_worker_id"),
        help="Asks the young person whether they would like to talk. Without one it is "
        "the Children's Services Manager.",
    )
    officer_id = fields.Many2one(
        comodel_name="res.users",
        string="Independent reviewing officer",
        index="btree_not_null",
        ondelete="restrict",
        domain=lambda self: get_role_domain(self, "officer_id"),
        help="Reads what the young person said, recommends what should change, and "
        "writes to them.",
    )
    needs = fields.Text(
        string="Communication needs",
        help="What makes it easier to talk: signs, pictures, more time, a quiet room, "
        "somebody beside them. The interviewer reads it.",
    )
    languages = fields.Char(help="The languages the young person likes to talk in.")
    has_learning_disability = fields.Boolean(
        string="Significant learning disability",
        help="The social worker then decides first whether a conversation is feasible.",
    )
    meeting_note = fields.Text(
        string="How and where they can be met",
        groups=WHERE_TO_MEET,
        help="School days, who to ring first, a place they like. Not the home they are "
        "leaving. The interviewer reads it; it is deleted some days after the meeting.",
    )
    address = fields.Text(
        string="Address for the meeting",
        groups=WHERE_TO_MEET,
        help="Where they live after the move. The interviewer reads it; it is deleted "
        "some days after the meeting.",
    )
    date_address = fields.Date(
        string="Place entered on", readonly=True, groups=WHERE_TO_MEET
    )
    case_ids = fields.One2many(
        comodel_name="exit.interview",
        inverse_name="child_id",
        string="Cases",
        groups="exit_interview_children.group_coordinator",
    )

    is_move_told = fields.Boolean(
        string="This move was told", compute="_compute_move_text", compute_sudo=True
    )
    move_text = fields.Char(
        string="Move",
        compute="_compute_move_text",
        # Whoever keeps the record is told that the move was told, and nothing after.
        compute_sudo=True,
    )

    _reference_uniq = models.Constraint(
        "UNIQUE(reference)", "This reference is taken; please try again."
    )

    # === COMPUTES === #

    @api.depends("reference", "name")
    @api.depends_context("uid", "exit_interview_child_names")
    def _compute_display_name(self):
        """A reference; with the name for whoever may read the record (decision 7)."""
        readable = self.browse()
        if self.env.context.get("exit_interview_child_names"):
            # The platform computes names as superuser: ask as the person.
            readable = self.sudo(False)._filtered_access("read")
        ids = set(readable.ids)
        for child in self:
            child.display_name = (
                f"{child.name} · {child.reference}"
                if child.id in ids
                else child.reference or self.env._("New")
            )

    @api.depends("date_birth")
    def _compute_age(self):
        today = get_today(self)
        for child in self:
            child.age = child._get_age(today)

    @api.depends("case_ids.state", "case_ids.date_departure", "home_id")
    def _compute_move_text(self):
        today = get_today(self)
        for child in self:
            told = child.case_ids.filtered(lambda case: case.state != "cancelled")
            case = told.sorted(lambda case: (case.date_notified, case.id))[-1:]
            is_here = bool(case) and case.home_id == child.home_id
            # Who comes back to a home, or stays long after the day, may move again.
            child.is_move_told = is_here and (
                case.state != "done"
                or not case.date_departure
                or case.date_departure >= today
            )
            if not case or case.home_id != child.home_id:
                child.move_text = False
            elif case.date_departure:
                child.move_text = self.env._(
                    "Told on %(told)s; moves on %(day)s",
                    told=case._format_date(case.date_notified),
                    day=case._format_date(case.date_departure),
                )
            else:
                child.move_text = self.env._(
                    "Told on %s", case._format_date(case.date_notified)
                )

    def _get_age(self, day):
        """Return the age in full years on a day.

        :param datetime.date day: the day asked about
        :rtype: int
        """
        self.ensure_one()
        born = self.date_birth
        if not born or not day:
            return 0
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @api.model
    def _search_display_name(self, operator, value):
        """Override of the ORM: found by name or reference, among one's own."""
        positive = operator not in ("not in", "not ilike", "!=", "not like")
        domains = [("name", operator, value), ("reference", operator, value)]
        return (["|"] if positive else ["&"]) + domains

    @api.constrains("date_birth")
    def _check_date_birth(self):
        today = get_today(self)
        for child in self:
            if child.date_birth > today:
                raise ValidationError(self.env._("The date of birth lies ahead."))

    @api.constrains("home_id", "company_id")
    def _check_home(self):
        # Homes are no secret to whoever may choose one here.
        for child in self.sudo():
            if (
                not child.home_id.is_child_home
                or child.home_id.child_home_company_id != child.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "%s is not a home in which this authority's children live. "
                        "Choose another, or have it entered under Homes.",
                        child.home_id.name,
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        names = self._get_new_references(len(vals_list))
        today = get_today(self)
        return super().create(
            [
                {
                    **vals,
                    "reference": name,
                    **self._prepare_place_vals(vals, today),
                }
                for vals, name in zip(vals_list, names, strict=True)
            ]
        )

    def write(self, vals):
        """Override of the ORM: the day on which a place is typed decides when it goes.

        The reference never changes: everybody may see it, so nobody writes a name there
        (decision 7).
        """
        if not self.env.su and {"reference", *KEPT_DAYS} & set(vals):
            raise UserError(
                self.env._(
                    "The reference of a young person stays as it is, and so do the "
                    "days on which it was entered where they live and can be met."
                )
            )
        self._check_archiving(vals)
        today = get_today(self)
        left, moving = self._get_homes_left(vals), self._get_moving(vals)
        result = super().write({**vals, **self._prepare_place_vals(vals, today)})
        moving._keep_date_home(today)
        self.env["exit.interview.notice"]._register_untold(left, today)
        return result

    def _check_archiving(self, vals):
        """Check that the user may put these records away, or bring them back.

        The home tells that somebody moves; with the record away its manager could
        hide that they left.

        :param dict vals: what is written
        :raise UserError: saying whom to ask
        """
        if self.env.su or "active" not in vals:
            return
        user = self.env.user
        if user.has_group("exit_interview_children.group_coordinator"):
            return
        if self.filtered(
            lambda child: child.active != bool(vals["active"])
            and child.social_worker_id != user
        ):
            raise UserError(
                self.env._(
                    "Records are archived by the young person's social worker, or by "
                    "the Children's Services Manager. If somebody moves, press “This "
                    "young person moves”."
                )
            )

    def _get_moving(self, vals):
        """Return who begins to live in a home by what is written.

        :param dict vals: what is written
        :rtype: ``exit.interview.child``
        """
        return self.filtered(
            lambda child: vals.get("home_id", child.home_id.id) != child.home_id.id
            or (vals.get("active") and not child.active)
        )

    def _keep_date_home(self, today):
        if self:
            # Whoever wrote that a child lives elsewhere may have lost the right to.
            self.sudo().write({"date_home": today})

    def _get_homes_left(self, vals):
        """Return who leaves a home by what is written, of whom nobody told.

        Told is who has a case about this home since they live there, whatever became
        of it but that it was called off, or who waits for a decision already.

        Requirement: C-03.

        :param dict vals: what is written
        :return: {young person: ``res.partner`` they leave}
        :rtype: dict
        """
        leaving = self.filtered(
            lambda child: child.active
            and child.home_id
            and (
                vals.get("home_id", child.home_id.id) != child.home_id.id
                or not vals.get("active", True)
            )
        )
        if not leaving:
            return {}
        # Whoever keeps the record has no right on cases; only yes or no comes of it.
        env_sudo = leaving.sudo().env
        cases = env_sudo["exit.interview"].search(
            [("child_id", "in", leaving.ids), ("state", "!=", "cancelled")]
        )
        told = {
            (case.child_id.id, case.home_id)
            for case in cases
            if case.date_notified >= (case.child_id.date_home or case.date_notified)
        }
        waiting = env_sudo["exit.interview.notice"].search(
            [("child_id", "in", leaving.ids), ("state", "=", "waiting")]
        )
        told |= {(notice.child_id.id, notice.home_id) for notice in waiting}
        return {
            child: child.home_id.sudo()
            for child in leaving
            if (child.id, child.home_id) not in told
        }

    @api.model
    def _prepare_place_vals(self, vals, today):
        """Return the day on which it was typed where a young person can be met.

        Requirement: C-15, P-19.

        :param dict vals: what is written
        :param datetime.date today: the day it is
        :return: values to write with them, empty if no place is typed or taken away
        :rtype: dict
        """
        typed = [vals[name] for name in PLACE_FIELDS if name in vals]
        if any(typed):
            return {"date_address": today}
        # While the other of them is kept, its day counts on.
        return {"date_address": False} if len(typed) == len(PLACE_FIELDS) else {}

    @api.model
    def _get_new_references(self, count):
        """Return references that tell neither order nor person (decision 7).

        :param int count: how many
        :rtype: list[str]
        """
        names = set()
        # References are compared with those of other authorities, too.
        every = self.sudo().with_context(active_test=False)
        while len(names) < count:
            names |= {
                "YP-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _i in range(5))
                for _j in range(count - len(names))
            }
            names -= set(
                every.search([("reference", "in", list(names))]).mapped("reference")
            )
        return list(names)

    def copy_data(self, default=None):
        """Override of the ORM: nobody is there twice."""
        raise UserError(self.env._("%s cannot be duplicated.", self._description))

    def export_data(self, fields_to_export):
        """Override of the ORM: refuse the platform's export (M-19, SEC-12)."""
        raise UserError(
            self.env._("Records of young people are not exported from here.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_case(self):
        # Only yes or no leaves, to somebody who may delete the record.
        found = (
            self.env["exit.interview"]
            .sudo()
            .with_context(active_test=False)
            .search([("child_id", "in", self.ids)], limit=1)
        )
        if found:
            raise UserError(
                self.env._(
                    "%s has a case and cannot be deleted. Archive the record instead; "
                    "the retention rules remove it when its time has come.",
                    found.child_id.reference,
                )
            )

    # === WHERE THEY CAN BE MET === #

    def _get_address_end(self):
        """Return the last day on which any place is kept; False: still needed.

        Some days after the latest meeting; where there was none, after the case ended,
        or after the place was typed.

        Requirement: C-15, P-19.

        :rtype: datetime.date or bool
        """
        self.ensure_one()
        cases = self.case_ids
        if cases.filtered(lambda case: case.state in ("new", "offered", "scheduled")):
            return False
        days = [self.date_address]
        for case in cases:
            held = case._get_held_session()
            if held:
                days.append(case.policy_id._get_local_date(held.date_start))
            elif case.date_closed:
                days.append(case.date_closed)
        policies = self.env["exit.interview.policy"]._get_policies(
            POPULATION, self.company_id
        )
        policy = cases[:1].policy_id or policies.get(self.company_id)
        latest = max(filter(None, days), default=get_today(self))
        return latest + timedelta(days=policy.address_days if policy else 0)

    @api.model
    def _cron_delete_addresses(self):
        """Delete where young people can be met, once nobody needs it any more.

        The address, how they can be met, and where they were met: a talk may well
        have been where they live now. Called by the scheduled action once a day.

        Requirement: C-15, P-19.
        """
        today = get_today(self)
        talks = self.env["exit.interview.session"].search(
            Domain("case_id.child_id", "!=", False)
            & Domain("location", "!=", False)
            & (
                Domain("state", "!=", "planned")
                | Domain("case_id.state", "in", ("done", "cancelled"))
            )
        )
        children = self.with_context(active_test=False).search(
            Domain("address", "!=", False)
            | Domain("meeting_note", "!=", False)
            | Domain("id", "in", talks.case_id.child_id.ids)
        )
        over = children.filtered(
            lambda child: (end := child._get_address_end()) and end < today
        )
        over.write(dict.fromkeys(PLACE_FIELDS, False))
        talks.filtered(lambda talk: talk.case_id.child_id in over).write(
            {"location": False}
        )

    @api.model
    def _get_groups_who_keep(self):
        """Return the external ids of the groups that keep children's records.

        :rtype: list[str]
        """
        return CHILDREN.split(",")
