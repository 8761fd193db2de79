# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.exit_interview.models.exit_interview import REFERENCE_ALPHABET
from odoo.addons.exit_interview.models.local_date import get_today

# What somebody says when the talk begins, and what stays the service's own matter.
START_FIELDS = {"household_id"}
LATE_FIELDS = {"date_recorded", "action_ids"}


class ExitInterviewRetentionTalk(models.Model):
    """A talk with carers who may wish to leave, before anything is decided.

    +----------------+--------------------------------------------------------------+
    | who            | may                                                          |
    +----------------+--------------------------------------------------------------+
    | worker         | see and write the talks with their own households, except    |
    |                | those a manager keeps from them; and talks they held         |
    | manager        | see and write all talks of the organisation                  |
    | Agency Advisor,| read the talks that belong to a case they may see            |
    | interviewer    |                                                              |
    | whom it is     | nothing, whatever else they are                              |
    | about          |                                                              |
    +----------------+--------------------------------------------------------------+

    Requirement: S-05 to S-10, F-06.
    """

    _name = "exit.interview.retention.talk"
    _inherit = [
        "exit.interview.record.mixin",
        "exit.interview.household.mixin",
        "exit.interview.household.duty.mixin",
    ]
    _description = "Talk about staying"
    _order = "date desc, id desc"

    name = fields.Char(
        string="Reference", required=True, readonly=True, copy=False, default="/"
    )
    household_id = fields.Many2one(ondelete="restrict")
    # Of the household's record these are for whoever may read the talk.
    company_id = fields.Many2one(groups="base.group_user")
    worker_id = fields.Many2one(groups="base.group_user")
    carer_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_retention_talk_user_rel",
        string="Carers' own logins",
        readonly=True,
        help="Somebody who works here and fosters does not read what is said of them.",
    )
    household_carer_ids = fields.One2many(
        related="household_id.foster_carer_ids",
        string="Carers of the household",
        groups="base.group_user",
    )
    carer_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="exit_interview_retention_talk_carer_rel",
        string="Carers",
        domain="[('id', 'in', household_carer_ids)]",
        help="With whom. Leave it empty where everybody was there.",
    )
    level = fields.Selection(
        selection=[
            ("worker", "Supervising social worker"),
            ("team_manager", "Team manager"),
            ("service_manager", "Service manager"),
        ],
        required=True,
        default=lambda self: self._default_level(),
        help="A talk with the supervising social worker comes first. Managers offer "
        "one where it helps.",
    )
    date = fields.Date(required=True, default=lambda self: get_today(self))
    holder_id = fields.Many2one(
        comodel_name="res.users",
        string="Held by",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    said = fields.Text(
        string="What was said",
        help="Why they think of leaving, as they put it. Do not name a child.",
    )
    worker_part = fields.Selection(
        selection=[("no", "No"), ("maybe", "Perhaps"), ("yes", "Yes")],
        string="Difficulties with the supervising social worker play a part",
        help="Consider it honestly: a talk with the team manager often helps then.",
    )
    is_standard_concern = fields.Boolean(
        string="The standard of care is the worry",
        help="Then no effort is made to keep them as foster carers. The talk is still "
        "held and noted, with respect.",
    )
    is_closed_to_worker = fields.Boolean(
        string="Keep from the supervising social worker",
        help="For managers: what the carers say about their supervising social worker "
        "in confidence is not shown to them.",
    )
    offered = fields.Text(
        string="What is offered",
        help="Support that was missing, short breaks, training, another supervising "
        "social worker: whatever would let them stay.",
    )
    action_ids = fields.One2many(
        comodel_name="exit.interview.retention.action",
        inverse_name="talk_id",
        string="Actions",
    )
    outcome = fields.Selection(
        selection=[
            ("thinking", "Still thinking"),
            ("stays", "They stay"),
            ("leaves", "They leave"),
        ],
        required=True,
        readonly=True,
        default="thinking",
        copy=False,
    )
    date_settled = fields.Date(string="Settled on", readonly=True, copy=False)
    retained_by = fields.Selection(
        selection=[
            ("support", "More support from the supervising social worker"),
            ("worker", "Another supervising social worker"),
            ("manager", "A manager listened"),
            ("breaks", "Short breaks"),
            ("training", "Training"),
            ("money", "Fees, allowances or expenses"),
            ("children", "Another match, or other children"),
            ("children_worker", "The children's social worker"),
            ("pause", "A pause from fostering"),
            ("themselves", "They changed their mind by themselves"),
            ("other", "Something else"),
        ],
        string="What made the difference",
        help="Counted in reports: what keeps carers.",
    )
    retained_note = fields.Text(string="In their words")
    is_overtaken = fields.Boolean(
        string="They left all the same",
        readonly=True,
        copy=False,
        help="They were said to stay, and the Agency Advisor found that they leave.",
    )
    is_retained = fields.Boolean(
        string="Retained",
        compute="_compute_is_retained",
        store=True,
        help="They stay, and an effort was made to keep them.",
    )
    date_recorded = fields.Date(string="Recorded in the case system on", copy=False)
    extract = fields.Text(
        string="For the case system",
        compute="_compute_extract",
        help="The talk in plain words, to paste into the children's services' own "
        "case system.",
    )
    advice = fields.Text(compute="_compute_advice")
    briefing_id = fields.Many2one(
        comodel_name="exit.interview.briefing",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    case_id = fields.Many2one(
        related="briefing_id.case_id", store=True, index="btree_not_null"
    )
    case_interviewer_id = fields.Many2one(
        related="briefing_id.case_interviewer_id",
        string="Interviewer of the case",
        store=True,
        index="btree_not_null",
    )
    reader_id = fields.Many2one(
        comodel_name="res.users",
        string="Worker who reads it",
        compute="_compute_reader_id",
        store=True,
        index="btree_not_null",
    )
    date_told = fields.Date(string="Agency Advisor told on", readonly=True, copy=False)
    is_locked = fields.Boolean(compute="_compute_is_locked")
    is_manager = fields.Boolean(compute="_compute_is_manager")
    is_service = fields.Boolean(compute="_compute_is_manager")

    _name_uniq = models.Constraint(
        "UNIQUE(name)", "This reference is taken; please try again."
    )

    # === DEFAULTS === #

    @api.model
    def _default_level(self):
        manager = self.env.user.has_group("exit_interview_fostering.group_manager")
        return "team_manager" if manager else "worker"

    # === COMPUTES === #

    @api.depends("name")
    def _compute_display_name(self):
        for talk in self:
            # Shown across access rules: a reference and nothing else (decision 7).
            talk.display_name = talk.name if talk.name != "/" else self.env._("New")

    @api.depends("outcome", "is_standard_concern", "is_overtaken")
    def _compute_is_retained(self):
        for talk in self:
            talk.is_retained = (
                talk.outcome == "stays"
                and not talk.is_standard_concern
                and not talk.is_overtaken
            )

    @api.depends("worker_id", "is_closed_to_worker")
    def _compute_reader_id(self):
        for talk in self:
            talk.reader_id = not talk.is_closed_to_worker and talk.worker_id

    @api.depends("outcome", "briefing_id.is_open")
    def _compute_is_locked(self):
        for talk in self:
            # Whoever reads the talk may know that it is closed.
            briefing = talk.sudo().briefing_id
            talk.is_locked = talk.outcome != "thinking" or (
                bool(briefing) and not briefing.is_open
            )

    @api.depends_context("uid")
    def _compute_is_manager(self):
        user = self.env.user
        is_manager = user.has_group("exit_interview_fostering.group_manager")
        is_worker = user.has_group("exit_interview_fostering.group_worker")
        for talk in self:
            talk.is_manager = is_manager
            talk.is_service = is_manager or is_worker

    @api.depends("level", "worker_part", "is_standard_concern")
    @api.depends_context("lang")
    def _compute_advice(self):
        for talk in self:
            talk.advice = talk._get_advice()

    def _get_advice(self):
        """Return what the procedure says next, in words (S-07 to S-10).

        :rtype: str or bool
        """
        self.ensure_one()
        if self.is_standard_concern:
            return self.env._(
                "The standard of care is the worry: no effort is made to keep them as "
                "foster carers. Talk with your manager about what follows, and note "
                "here what was said."
            )
        if self.level == "worker" and self.worker_part in ("maybe", "yes"):
            return self.env._(
                "Difficulties with the supervising social worker may play a part. A "
                "team manager should offer to speak to the carers, or to visit them, "
                "to see whether it can be worked through."
            )
        if self.level == "team_manager" and self.worker_part == "yes":
            return self.env._(
                "If this cannot be worked through, a talk with the service manager "
                "may help, depending on the reasons."
            )
        return False

    @api.depends(
        "household_id.name",
        "carer_ids.name",
        "date",
        "level",
        "holder_id.name",
        "said",
        "offered",
        "is_standard_concern",
        "outcome",
        "action_ids.name",
    )
    @api.depends_context("lang")
    def _compute_extract(self):
        for talk in self:
            # Whoever reads the talk reads all of it; names of carers are its head.
            talk.extract = talk.sudo()._get_extract()

    def _get_extract(self):
        """Return the talk as plain text, to paste elsewhere (S-06).

        :rtype: str
        """
        self.ensure_one()
        carers = self.carer_ids or self.household_id.foster_carer_ids
        lines = [
            (self.env._("Talk about staying"), self.name),
            (self.env._("Household"), self.household_id.name),
            (self.env._("Carers"), ", ".join(carers.mapped("name"))),
            (self.env._("Date"), self._format_day(self.date)),
            (
                self.env._("Held by"),
                f"{self.holder_id.name} ({self._get_label('level')})",
            ),
            (self.env._("What was said"), self.said),
            (
                self.env._("Difficulties with the supervising social worker"),
                self._get_label("worker_part"),
            ),
            (
                self.env._("The standard of care is the worry"),
                self.is_standard_concern and self.env._("Yes"),
            ),
            (self.env._("What is offered"), self.offered),
            *((self.env._("Action"), action._describe()) for action in self.action_ids),
            (self.env._("Outcome"), self._get_label("outcome")),
            (self.env._("What made the difference"), self._get_label("retained_by")),
            (self.env._("In their words"), self.retained_note),
        ]
        return "\n".join(f"{label}: {text}" for label, text in lines if text)

    def _get_label(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name])

    def _format_day(self, day):
        return self.env["exit.interview"]._format_date(day)

    def _describe(self):
        """Return when the talk was and with whom (S-13).

        :rtype: str
        """
        self.ensure_one()
        carers = self.carer_ids or self.sudo().household_id.foster_carer_ids
        return self.env._(
            "%(day)s: %(holder)s (%(level)s) with %(carers)s",
            day=self._format_day(self.date),
            holder=self.sudo().holder_id.name,
            level=self._get_label("level"),
            carers=", ".join(carers.sudo().mapped("name")),
        )

    # === CHECKS === #

    @api.constrains("carer_ids", "household_id")
    def _check_carer_ids(self):
        """Refuse carers of somebody else."""
        for talk in self.sudo():
            if talk.carer_ids - talk.household_id.foster_carer_ids:
                raise ValidationError(
                    self.env._("Choose among the approved carers of this household.")
                )

    @api.constrains("date")
    def _check_date(self):
        """Refuse a talk that is still to come."""
        for talk in self:
            if talk.date > get_today(talk):
                raise ValidationError(
                    self.env._(
                        "The day of the talk lies ahead. Note it when it was held."
                    )
                )

    # === ACCESS === #

    def _is_actor(self, actor):
        """Override of the record mixin: who is of the fostering service.

        Rules have said already which talks they see.
        """
        self.ensure_one()
        if actor == "service":
            return self.has_access("write")
        return super()._is_actor(actor)

    # === CRUD === #

    @api.model
    def _get_user_writable_fields(self):
        """Override of the record mixin: the talk is written up by hand."""
        return super()._get_user_writable_fields() | {
            "carer_ids",
            "level",
            "date",
            "holder_id",
            "said",
            "worker_part",
            "is_standard_concern",
            "is_closed_to_worker",
            "offered",
            "retained_by",
            "retained_note",
            *LATE_FIELDS,
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the record mixin: the fostering service writes up its talks.

        Each belongs to the briefing of its household's open case.
        """
        if not self.env.su:
            return self._create_by_hand(vals_list)
        complete = []
        for vals, name in zip(
            vals_list, self._get_new_references(len(vals_list)), strict=True
        ):
            household = self.env["res.partner"].browse(vals.get("household_id") or 0)
            users = (household | household.foster_carer_ids).user_ids
            own = {
                "name": name,
                "carer_user_ids": [fields.Command.set(users.ids)],
                "briefing_id": self._find_briefing(household).id,
            }
            complete.append({**vals, **own})
        return super().create(complete)

    @api.model
    def _create_by_hand(self, vals_list):
        """Create talks as they were typed, after checks."""
        self.browse().check_access("create")
        allowed = self._get_user_writable_fields() | START_FIELDS
        if any(set(vals) - allowed for vals in vals_list):
            raise UserError(
                self.env._("A talk is entered in its form; its outcome has buttons.")
            )
        households = self._read_ids(
            "res.partner",
            [vals.get("household_id") for vals in vals_list],
            self.env._("household"),
        )
        for household in households:
            self._check_household(household)
        self._check_confidence(vals_list)
        # Lists are written as the user: their commands could reach other records.
        names = {"carer_ids", "action_ids"}
        lists = [
            {name: vals[name] for name in names if vals.get(name)} for vals in vals_list
        ]
        plain = [
            {name: vals[name] for name in vals if name not in names}
            for vals in vals_list
        ]
        # Checked: a household of this worker, and only what is typed into the form.
        talks = self.sudo().create(plain).sudo(False)
        for talk, vals in zip(talks, lists, strict=True):
            if vals:
                talk.write(vals)
        talks.check_access("write")
        return talks

    @api.model
    def _get_new_references(self, count):
        """Return references that tell neither order nor household (decision 7).

        :rtype: list[str]
        """
        year = get_today(self).strftime("%y")
        names = set()
        while len(names) < count:
            names |= {
                "TALK-{}-{}".format(
                    "".join(secrets.choice(REFERENCE_ALPHABET) for _i in range(5)), year
                )
                for _j in range(count - len(names))
            }
            # Whether a reference is taken anywhere; nothing else is asked.
            taken = self.sudo().search([("name", "in", list(names))])
            names -= set(taken.mapped("name"))
        return list(names)

    @api.model
    def _find_briefing(self, household):
        """Return the briefing of a household that is being filled in, if any."""
        return self.env["exit.interview.briefing"].search(
            [("household_id", "=", household.id), ("is_open", "=", True)], limit=1
        )

    @api.model
    def _check_household(self, household):
        """Check that the user may enter a talk with this household.

        :param household: ``res.partner``, as superuser
        :raise AccessError: in the same words whatever is wrong
        """
        user = self.env.user
        manager = user.has_group("exit_interview_fostering.group_manager")
        if (
            not household.is_foster_household
            or household.foster_company_id not in self.env.companies
            or (household.foster_worker_id != user and not manager)
        ):
            raise AccessError(
                self.env._(
                    "Talks are entered for households that you supervise. Ask a "
                    "manager of the fostering service."
                )
            )

    @api.model
    def _check_confidence(self, vals_list):
        """Check that only managers keep a talk from the supervising social worker."""
        manager = self.env.user.has_group("exit_interview_fostering.group_manager")
        if not manager and any(vals.get("is_closed_to_worker") for vals in vals_list):
            raise UserError(self.env._("Only managers keep a talk from somebody."))

    def write(self, vals):
        """Override of the record mixin: what is settled stays as it was said."""
        if not self.env.su:
            self.check_access("write")
            self._check_confidence([vals])
            locked = self.filtered("is_locked")
            if locked and set(vals) - LATE_FIELDS:
                raise UserError(
                    self.env._(
                        "%s is settled and stays as it was noted. Note another talk.",
                        locked[0].display_name,
                    )
                )
        return super().write(vals)

    # === STEPS === #

    def action_stays(self, retained_by=False, note=False):
        """Settle talks: the carers stay. Counted, with what made the difference.

        Where the Agency Advisor knows already that they leave, they are told.

        Requirement: S-10, F-06.

        :param str retained_by: a value of ``retained_by``; as typed if empty
        :param str note: in the carers' words; as typed if empty
        :return: True
        :raise ValidationError: if nobody said what made the difference
        """
        self._check_actor("service")
        self._check_thinking()
        if retained_by:
            self._check_value("retained_by", retained_by)
        note = self._read_line(note, self.env._("In their words"))
        # The service's own people were checked; the outcome has no other way in.
        for talk in self.sudo():
            how = retained_by or talk.retained_by
            if not how and not talk.is_standard_concern:
                raise ValidationError(
                    self.env._(
                        "Say first what made the difference: it shows what keeps "
                        "carers."
                    )
                )
            talk._settle(
                "stays",
                retained_by=not talk.is_standard_concern and how,
                retained_note=note or talk.retained_note,
            )
            case = talk._find_case()
            if case:
                case._note_stays(talk._get_stays_text())
        self.duty_update()
        return True

    def action_leaves(self):
        """Settle the talk: the carers leave. Opens the dialog that tells the advisor.

        Requirement: S-12.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("service")
        self._check_thinking()
        talk_sudo = self.sudo()  # as in the other step
        told = get_today(self) if talk_sudo._find_case() else False
        talk_sudo._settle(
            "leaves", retained_by=False, retained_note=False, date_told=told
        )
        self.duty_update()
        return self._get_tell_action() if not told else True

    def action_tell(self):
        """Open the dialog that tells the Agency Advisor.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("service")
        if self.outcome != "leaves" or self.date_told:
            raise UserError(
                self.env._(
                    "%s: there is nothing to tell. Say first that they leave.",
                    self.display_name,
                )
            )
        return self._get_tell_action()

    def _get_tell_action(self):
        self.ensure_one()
        xmlid = "exit_interview_fostering.exit_interview_household_report_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(xmlid),
            "context": {
                "default_talk_id": self.id,
                "default_household_id": self.household_id.id,
                "default_carer_ids": self.carer_ids.ids,
                "default_date_decided": fields.Date.to_string(self.date),
            },
        }

    def action_ask_manager(self):
        """Ask the team manager to offer a talk: they find it in their work.

        Requirement: S-08.

        :return: True
        :raise UserError: if nobody leads the team by the policy
        """
        self._check_actor("service")
        self._check_thinking()
        what = self.env._("Offer to speak to the carers, or to visit them")
        # The service's own people were checked; who leads the team is configuration.
        for talk in self.sudo():
            managers = talk._get_service_managers(excluded=talk.worker_id)
            if not managers:
                raise UserError(
                    self.env._(
                        "The policy names nobody who leads this team. Ask a manager "
                        "yourself, and note the action here."
                    )
                )
            manager = managers[0][1]
            asked = talk.action_ids.filtered(
                lambda one, manager=manager: one.owner_id == manager
            )
            if asked.filtered(lambda one: not one.date_done):
                raise UserError(self.env._("%s has been asked already.", manager.name))
            days = talk._get_duty_policy().notify_days
            self.env["exit.interview.retention.action"].sudo().create(
                {
                    "talk_id": talk.id,
                    "name": what,
                    "owner_id": manager.id,
                    "date_due": fields.Date.add(get_today(talk), days=days),
                }
            )
        return True

    def action_next_talk(self):
        """Open the form for another talk with the same carers, a level higher.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("service")
        higher = {"worker": "team_manager", "team_manager": "service_manager"}
        level = self.level
        if self.advice and not self.is_standard_concern:
            level = higher.get(level, level)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Another talk"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {
                "default_household_id": self.household_id.id,
                "default_carer_ids": self.carer_ids.ids,
                "default_level": level,
            },
        }

    def _check_thinking(self):
        """Check that no outcome stands yet."""
        for talk in self:
            if talk.is_locked:
                raise UserError(
                    self.env._(
                        "%(reference)s is settled already: %(outcome)s.",
                        reference=talk.display_name,
                        outcome=talk._get_label("outcome"),
                    )
                )

    def _settle(self, outcome, **vals):
        """Write an outcome; earlier talks of the household are settled with it."""
        self.ensure_one()
        today = get_today(self)
        self.write({"outcome": outcome, "date_settled": today, **vals})
        self._get_open_talks(self.household_id).write({"date_settled": today})

    @api.model
    def _get_open_talks(self, household):
        """Return the talks with a household that nothing has settled yet."""
        return self.search(
            [("household_id", "in", household.ids), ("date_settled", "=", False)]
        )

    def _find_case(self):
        """Return the case in which this household is leaving, if any."""
        self.ensure_one()
        return self.env["exit.interview"].search(
            [
                ("household_id", "=", self.household_id.id),
                ("state", "in", ("new", "offered", "scheduled", "interviewed")),
            ],
            limit=1,
        )

    def _get_stays_text(self):
        parts = [self._get_label("retained_by"), self.retained_note]
        return ": ".join(part for part in parts if part) or self.env._("They stay")

    @api.model
    def _follow_notices(self, notices):
        """Note that the Agency Advisor was told of these households.

        :param notices: ``exit.interview.notice``, as superuser
        """
        talks = self.search(
            [
                ("household_id", "in", notices.household_id.ids),
                ("outcome", "=", "leaves"),
                ("date_told", "=", False),
            ]
        )
        talks.write({"date_told": get_today(self)})
        talks.duty_update()

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of the duty mixin: tell the Agency Advisor (S-12)."""
        self.ensure_one()
        policy = self._get_duty_policy()
        if self.outcome != "leaves" or self.date_told or not policy:
            return []
        due = fields.Date.add(self.date, days=policy.notify_days)
        role = "supervising_social_worker"
        return [self._prepare_duty("notify", role, due, self.reader_id)]

    def _get_duty_user(self, role, user=None):
        """Override: a talk kept from the worker is a manager's to follow up."""
        self.ensure_one()
        if self.is_closed_to_worker and not user:
            user = self.holder_id
        return super()._get_duty_user(role, user)
