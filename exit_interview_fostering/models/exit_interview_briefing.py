# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.exit_interview.models.local_date import get_today

# Once the conversation was held, a briefing comes too late.
BEFORE_INTERVIEW = ("new", "offered", "scheduled")


class ExitInterviewBriefing(models.Model):
    """What the fostering service tells the Agency Advisor before the conversation.

    +----------------+--------------------------------------------------------------+
    | who            | may                                                          |
    +----------------+--------------------------------------------------------------+
    | worker of the  | see and fill it in, until it is handed in or the             |
    | household      | conversation was held; never the case, nor its files         |
    | manager        | the same, for all households                                 |
    | Agency Advisor,| read and print it; the advisor asks for more                 |
    | interviewer    |                                                              |
    | conflict list  | nothing, whatever else they are                              |
    +----------------+--------------------------------------------------------------+

    Requirement: S-12 to S-19, S-40 to S-42.
    """

    _name = "exit.interview.briefing"
    _inherit = ["exit.interview.case.mixin", "exit.interview.duty.mixin"]
    _description = "Briefing about a household that leaves"
    _order = "date_due, id"

    household_id = fields.Many2one(
        related="case_id.household_id", store=True, index="btree_not_null"
    )
    worker_id = fields.Many2one(
        related="household_id.foster_worker_id",
        groups="base.group_user",
        string="Supervising social worker",
        store=True,
        index="btree_not_null",
    )
    leaving_route = fields.Selection(related="case_id.leaving_route")
    date_decided = fields.Date(related="case_id.date_decided")
    date_notified = fields.Date(
        related="case_id.date_notified", string="Agency Advisor told on"
    )
    date_due = fields.Date(
        string="Due", compute="_compute_date_due", store=True, index=True
    )
    days_to_notice = fields.Integer(
        string="Days until the advisor was told",
        compute="_compute_days_to_notice",
        store=True,
        help="From the letter, or the decision, to the word to the Agency Advisor.",
    )
    is_notice_late = fields.Boolean(
        string="Advisor told late", compute="_compute_days_to_notice", store=True
    )
    state = fields.Selection(
        selection=[("open", "Being filled in"), ("handed_in", "Handed in")],
        required=True,
        readonly=True,
        default="open",
    )
    is_open = fields.Boolean(
        compute="_compute_is_open",
        store=True,
        help="The fostering service sees and fills it in while it is open.",
    )
    date_handed_in = fields.Date(string="Handed in on", readonly=True)
    handed_in_by = fields.Char(string="Handed in by", readonly=True)
    date_returned = fields.Date(string="More asked for on", readonly=True)
    return_note = fields.Text(string="What the Agency Advisor asks", readonly=True)
    part_ids = fields.One2many(
        comodel_name="exit.interview.briefing.part",
        inverse_name="briefing_id",
        string="Parts",
        readonly=True,
    )
    talk_ids = fields.One2many(
        comodel_name="exit.interview.retention.talk",
        inverse_name="briefing_id",
        string="Talks about staying",
        readonly=True,
    )
    missing_count = fields.Integer(
        string="Parts missing", compute="_compute_missing_count", store=True
    )
    missing_text = fields.Text(string="What is missing", compute="_compute_texts")
    notice_text = fields.Char(string="The notice", compute="_compute_texts")
    can_fill = fields.Boolean(compute="_compute_can_fill")
    can_return = fields.Boolean(compute="_compute_can_fill")

    _case_uniq = models.Constraint(
        "UNIQUE(case_id)", "This case has its briefing already."
    )

    # === COMPUTES === #

    @api.depends(
        "case_id.date_decided", "case_id.date_notified", "case_id.policy_id.notify_days"
    )
    def _compute_date_due(self):
        for briefing in self:
            case = briefing.case_id
            briefing.date_due = fields.Date.add(
                case.date_decided or case.date_notified, days=case.policy_id.notify_days
            )

    @api.depends("case_id.date_decided", "case_id.date_notified", "date_due")
    def _compute_days_to_notice(self):
        for briefing in self:
            case = briefing.case_id
            start = case.date_decided or case.date_notified
            briefing.days_to_notice = (case.date_notified - start).days
            briefing.is_notice_late = case.date_notified > briefing.date_due

    @api.depends("state", "case_id.state")
    def _compute_is_open(self):
        for briefing in self:
            briefing.is_open = (
                briefing.state == "open" and briefing.case_id.state in BEFORE_INTERVIEW
            )

    @api.depends("part_ids.state")
    def _compute_missing_count(self):
        for briefing in self:
            briefing.missing_count = len(briefing._get_missing())

    @api.depends("part_ids.state", "state", "is_open", "date_due", "worker_id")
    @api.depends_context("lang")
    def _compute_texts(self):
        for briefing in self:
            # What is missing and with whom; no word of what the parts say.
            briefing_sudo = briefing.sudo()
            briefing.missing_text = briefing_sudo._get_missing_text()
            briefing.notice_text = briefing_sudo._get_notice_text()

    @api.depends("is_open", "worker_id", "state")
    @api.depends_context("uid")
    def _compute_can_fill(self):
        for briefing in self:
            briefing.can_fill = briefing._is_actor("service")
            briefing.can_return = (
                briefing.state == "handed_in"
                and briefing.sudo().case_id.state in BEFORE_INTERVIEW
                and briefing._is_actor("coordinator")
            )

    def _get_missing(self):
        """Return the parts that nobody has given yet.

        :rtype: ``exit.interview.briefing.part``
        """
        return self.part_ids.filtered(lambda part: part.state == "missing")

    def _get_missing_text(self):
        """Return what is missing, who owes it, and by when.

        :rtype: str
        """
        self.ensure_one()
        if self.state == "handed_in":
            return self.env._(
                "Handed in by %(who)s on %(day)s.",
                who=self.handed_in_by,
                day=self._format_day(self.date_handed_in),
            )
        missing = self._get_missing()
        parts = ", ".join(part._get_label() for part in missing)
        if not self.is_open:
            if not missing:
                return self.env._("Complete, though nobody handed it in.")
            return self.env._("Never given: %s.", parts)
        owner = self._get_owner_user().name or self.env._("the Agency Advisor")
        due = self._format_day(self._get_due())
        if not missing:
            return self.env._(
                "Everything is there. %(who)s still hands it in, by %(day)s.",
                who=owner,
                day=due,
            )
        if len(missing) == 1:
            return self.env._(
                "One part is missing: %(parts)s. %(who)s owes it by %(day)s.",
                parts=parts,
                who=owner,
                day=due,
            )
        return self.env._(
            "%(number)s of %(all)s parts are missing: %(parts)s. %(who)s owes them by "
            "%(day)s.",
            number=len(missing),
            all=len(self.part_ids),
            parts=parts,
            who=owner,
            day=due,
        )

    def _get_notice_text(self):
        """Return how soon the Agency Advisor was told, in words (S-12).

        :rtype: str
        """
        self.ensure_one()
        if self.is_notice_late:
            return self.env._(
                "Told %(days)s days after the letter or decision: %(late)s too late.",
                days=self.days_to_notice,
                late=(self.date_notified - self.date_due).days,
            )
        return self.env._(
            "Told in time, %s days after the letter or decision.", self.days_to_notice
        )

    def _format_day(self, day):
        return self.env["exit.interview"]._format_date(day)

    # === ACCESS === #

    def _is_actor(self, actor):
        """Override of the case mixin: who of the fostering service fills it in."""
        self.ensure_one()
        if actor == "service":
            user, briefing_sudo = self.env.user, self.sudo()
            return briefing_sudo.is_open and (
                briefing_sudo.worker_id == user
                or user.has_group("exit_interview_fostering.group_manager")
            )
        return super()._is_actor(actor)

    # === OPENED WITH THE CASE === #

    @api.model
    def _open(self, cases):
        """Open the briefing of each case, filled with what is known already.

        :param cases: ``exit.interview``, as superuser
        :return: the briefings
        """
        briefings = self.create([{"case_id": case.id} for case in cases])
        for briefing in briefings:
            briefing._attach_talks()
        self.env["exit.interview.briefing.part"]._open(briefings)
        briefings.duty_update()
        return briefings

    def _attach_talks(self):
        """Take in the talks since the carers spoke of leaving (S-13).

        What was settled before, because they stayed, is another story.
        """
        self.ensure_one()
        Talk = self.env["exit.interview.retention.talk"]
        talks = Talk.search(
            [
                ("household_id", "=", self.household_id.id),
                ("briefing_id", "=", False),
                "|",
                ("date_settled", "=", False),
                ("outcome", "=", "leaves"),
            ]
        )
        talks.write({"briefing_id": self.id})
        talks.filtered(lambda talk: not talk.date_settled).write(
            {"date_settled": get_today(self)}
        )

    # === STEPS === #

    def action_hand_in(self):
        """Hand the complete briefing in: the Agency Advisor has what they need.

        Requirement: S-13 to S-19.

        :return: window action: the briefings that are left
        :rtype: dict
        :raise UserError: naming what is missing
        """
        self._check_actor("service")
        for briefing in self:
            missing = briefing._get_missing()
            if missing:
                raise UserError(
                    self.env._(
                        "%(reference)s: still missing: %(parts)s. Give each of them, "
                        "or say that there is none.",
                        reference=briefing.display_name,
                        parts=", ".join(part._get_label() for part in missing),
                    )
                )
        # Whoever fills it in was checked; its state has no other way in.
        for briefing in self.sudo():
            briefing.write(
                {
                    "state": "handed_in",
                    "date_handed_in": get_today(briefing),
                    "handed_in_by": self.env.user.name,
                }
            )
            briefing.case_id.with_env(self.env)._log("briefing_handed_in")
        self.sudo().duty_update()
        # They do not see it any more: nothing that leads back to it stays.
        xmlid = "exit_interview_fostering.exit_interview_briefing_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "target": "main"}

    def action_return(self, note):
        """Ask the fostering service for more; it is theirs to fill in again.

        :param str note: what is missing
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(note, self.env._("what is missing"))
        note = self._read_line(note, self.env._("What is missing"), 2000)
        # The coordinator was checked; people write nothing here.
        for briefing in self.sudo():
            if briefing.state != "handed_in":
                raise UserError(
                    self.env._(
                        "%s is with the fostering service still.", briefing.display_name
                    )
                )
            if briefing.case_id.state not in BEFORE_INTERVIEW:
                raise UserError(
                    self.env._(
                        "%s: the conversation was held already.", briefing.display_name
                    )
                )
            briefing.write(
                {
                    "state": "open",
                    "date_returned": get_today(briefing),
                    "return_note": note,
                    "date_handed_in": False,
                    "handed_in_by": False,
                }
            )
            briefing.case_id.with_env(self.env)._log("briefing_returned")
        self.sudo().duty_update()
        return True

    # === WHAT IT SAYS === #

    def _get_part(self, code):
        """Return one part.

        :param str code: a value of ``exit.interview.briefing.part`` ``code``
        """
        return self.part_ids.filtered(lambda part: part.code == code)

    def _get_facts(self):
        """Return the head of the service's own form from the briefing (S-40 to S-42).

        :return: pairs of label and text
        :rtype: list[tuple[str, str]]
        """
        self.ensure_one()
        labels = (
            ("issues", self.env._("Issues that may have played a part")),
            ("efforts", self.env._("Steps taken to keep them")),
            ("said", self.env._("What they said before")),
            ("complaints", self.env._("Complaints that may have played a part")),
        )
        return [
            (label, self._get_part(code)._get_full_text()) for code, label in labels
        ]

    # === DUTIES === #

    def _get_due(self):
        """Return until when it is owed: anew where more was asked for.

        :rtype: datetime.date
        """
        self.ensure_one()
        if not self.date_returned:
            return self.date_due
        days = self.case_id.policy_id.notify_days
        return max(self.date_due, fields.Date.add(self.date_returned, days=days))

    def _get_owner_user(self):
        """Return who of the service fills it in: the worker, or a manager for them.

        :rtype: ``res.users``
        """
        self.ensure_one()
        case, due = self.case_id, self._get_due()
        away = self.env["exit.interview.absence"]._get_absences_today()
        people = self.worker_id
        for role in ("team_manager", "service_manager"):
            people |= case._get_role_user(role).sudo()
        people = people.filtered(
            lambda user: user.active
            and user not in case.conflict_user_ids
            and (
                user == self.worker_id
                or user.has_group("exit_interview_fostering.group_manager")
            )
        )
        here = people.filtered(
            lambda user: user not in away or away[user].date_to < due
        )
        return (here or people)[:1]

    def _get_expected_duties(self):
        """Override of the duty mixin: the service owes the briefing until it is in."""
        self.ensure_one()
        if not self.is_open:
            return []
        role = "supervising_social_worker"
        owner = self._get_owner_user()
        return [self._prepare_duty("brief", role, self._get_due(), owner)]

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: the service's own managers, then the advisor."""
        self.ensure_one()
        found = [
            (role, self.case_id._get_role_user(role).sudo())
            for role in ("team_manager", "service_manager")
        ]
        managers = [pair for pair in found if pair[1] and pair[1] != duty.user_id]
        return [*managers[:1], *super()._get_escalation_people(duty)]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: what came too late, or is needed no more."""
        self.ensure_one()
        return self.state != "handed_in"
