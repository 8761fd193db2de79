# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .local_date import get_today


class ExitInterviewDuty(models.Model):
    """What somebody owes by a date. The only record that carries activities.

    The platform deletes activities when it archives a user, and shows their words to
    whoever they are assigned to (M-7, M-8). So the deadline lives here, the activity is
    a copy with fixed, neutral words, and the sweep brings lost copies back.
    """

    _name = "exit.interview.duty"
    _inherit = [
        "exit.interview.timing.mixin",
        "exit.interview.case.mixin",
        "exit.interview.sweep.mixin",
        "mail.activity.mixin",
    ]
    _description = "Exit interview duty"
    _order = "date_due, id"
    _systray_view = "list"

    # A policy owes things too (its review, telling staff): those have no case.
    case_id = fields.Many2one(required=False)
    company_id = fields.Many2one(
        comodel_name="res.company",
        related=None,
        precompute=False,
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    population = fields.Selection(
        selection=lambda self: self.env["exit.interview.population.mixin"]
        ._fields["population"]
        ._description_selection(self.env),
        related=None,
        precompute=False,
        readonly=True,
        required=True,
    )
    reference = fields.Char(
        readonly=True,
        index=True,
        help="To search by; whoever sees this record may not see the case.",
    )
    res_model = fields.Char(string="Record type", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    kind = fields.Selection(
        selection=[
            ("offer", "Offer the interview"),
            ("assign", "Find an interviewer"),
            ("contact", "Ask for the reply"),
            ("interview", "Hold the interview"),
            ("plan_follow_up", "Plan the follow-up"),
            ("follow_up", "Hold the follow-up"),
            ("confirm", "Have the record confirmed"),
            ("correct", "Correct the record"),
            ("share", "Send the permitted copies"),
            ("respond", "Answer in writing"),
            ("acknowledge", "Read the copy"),
            ("approve", "Approve the response"),
            ("act", "Carry out the action"),
            ("write", "Tell the leaver what came of it"),
            ("decide", "Decide what is offered"),
            ("answer", "Answer a question"),
            ("escalate", "Take on a concern"),
            ("stand_in", "Take on a concern that still waits"),
            ("oversee", "See to a concern that still waits"),
            ("settle", "Decide what is done about a concern"),
            ("agree", "Agree what is done about a concern"),
            ("second", "Give the second decision"),
            ("tell", "Tell the leaver, or record why not"),
            ("review_policy", "Review the policy"),
            ("inform", "Tell staff about the new policy"),
            ("chase", "See to what is late"),
            ("deliver", "Reach the leaver another way"),
            ("reconsider", "Decide on an action"),
            ("news", "See what the leaver changed"),
            ("review", "Finish the review of the quarter"),
            ("review_year", "Finish the review of the year"),
            ("approve_review", "Approve the review"),
            ("publish_review", "Publish the review"),
            ("learn", "Note what is to be learned"),
            ("approve_wording", "Approve wordings"),
            ("reword", "Reword what came back"),
            ("address", "Act on something urgent"),
            ("cause", "Look at a cause that comes back"),
            ("pin", "Tell the leaver their PIN"),
        ],
        string="What",
        required=True,
        readonly=True,
    )
    what = fields.Char(
        string="To do",
        compute="_compute_what",
        help="What is owed, in the words of those whom the case is about.",
    )
    role = fields.Selection(
        selection=lambda self: self.env["exit.interview.role.mixin"]
        ._fields["role"]
        ._description_selection(self.env),
        readonly=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date_due = fields.Date(string="Due", required=True, readonly=True)
    moment_due = fields.Datetime(
        string="Due at",
        readonly=True,
        help="Set where hours count, nights and week-ends included.",
    )
    date_done = fields.Date(string="Done on", readonly=True)
    state = fields.Selection(
        selection=[("open", "Open"), ("done", "Done"), ("void", "Dropped")],
        default="open",
        required=True,
        readonly=True,
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _open_uniq = models.UniqueIndex(
        "(res_model, res_id, kind) WHERE state = 'open'",
        "This duty is on the list already.",
    )
    _open_due = models.Index("(date_due) WHERE state = 'open'")

    # === COMPUTES === #

    @api.depends("kind", "population")
    @api.depends_context("lang")
    def _compute_what(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        words = {
            population: {**labels, **self._get_kind_words(population)}
            for population in set(self.mapped("population"))
        }
        for duty in self:
            duty.what = words[duty.population].get(duty.kind)

    @api.depends("reference", "kind")
    def _compute_display_name(self):
        labels = self._get_neutral_labels()
        for duty in self:
            # The reference tells nothing; the assignee may see it (decision 7).
            duty.display_name = f"{duty.reference}: {labels[duty.kind]}"

    @api.model
    def _get_neutral_labels(self):
        """Return a word for each kind that may be read by anybody.

        :return: {kind: word}
        :rtype: dict
        """
        return {
            "offer": self.env._("offer"),
            "assign": self.env._("interviewer"),
            "contact": self.env._("reply"),
            "interview": self.env._("interview"),
            "plan_follow_up": self.env._("follow-up"),
            "follow_up": self.env._("follow-up"),
            "confirm": self.env._("record"),
            "correct": self.env._("record"),
            "share": self.env._("copies"),
            "respond": self.env._("response"),
            "acknowledge": self.env._("reading"),
            "approve": self.env._("approval"),
            "act": self.env._("action"),
            "write": self.env._("outcome"),
            "decide": self.env._("decision"),
            "answer": self.env._("question"),
            # A word more would tell that there is a concern (decision 3).
            "escalate": self.env._("to do"),
            "stand_in": self.env._("to do"),
            "oversee": self.env._("to do"),
            "settle": self.env._("to do"),
            "agree": self.env._("to do"),
            "second": self.env._("to do"),
            "tell": self.env._("to do"),
            "review_policy": self.env._("review"),
            "inform": self.env._("news"),
            "chase": self.env._("late answer"),
            "deliver": self.env._("message"),
            "reconsider": self.env._("action"),
            "news": self.env._("changes"),
            "review": self.env._("review"),
            "review_year": self.env._("review"),
            "approve_review": self.env._("review"),
            "publish_review": self.env._("review"),
            "learn": self.env._("findings"),
            "approve_wording": self.env._("wordings"),
            "reword": self.env._("wordings"),
            # A word more would tell that something is wrong.
            "address": self.env._("to do"),
            "cause": self.env._("to look at"),
            "pin": self.env._("telephone"),
        }

    @api.depends("state", "date_due", "moment_due")
    def _compute_is_overdue(self):
        today, now = get_today(self), fields.Datetime.now()
        for duty in self:
            late = duty.moment_due < now if duty.moment_due else duty.date_due < today
            duty.is_overdue = duty.state == "open" and late

    def _search_is_overdue(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = self._get_overdue_domain()
        return domain if (True in value) == (operator == "in") else ~domain

    @api.model
    def _get_overdue_domain(self):
        """Return the domain of duties that are late at this moment.

        :rtype: ``odoo.fields.Domain``
        """
        in_days = Domain("moment_due", "=", False) & Domain(
            "date_due", "<", get_today(self)
        )
        in_hours = Domain("moment_due", "<", fields.Datetime.now())
        return Domain("state", "=", "open") & (in_days | in_hours)

    def _get_read_group_order(self, dict_order, groupby, aggregates):
        """Override of `web`: by person, whoever is the latest comes first."""
        if groupby == ["user_id"] and "date_due" in dict_order:
            return f"date_due:min {dict_order['date_due']}, user_id"
        return super()._get_read_group_order(dict_order, groupby, aggregates)

    # === MAIL: NO MESSAGE, NO FOLLOWER === #
    # Activities call these three on the record they hang on. Content must not travel
    # in messages, so a duty is no mail.thread and these do nothing (decision 3).

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        return True

    def message_notify(self, **kwargs):
        return self.env["mail.message"]

    def message_post_with_source(self, source_ref, **kwargs):
        return self.env["mail.message"]

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        duties = super().create(vals_list)
        duties._grant_responder_group()
        duties._sync_activities()
        return duties

    # === ACTIONS === #

    def action_open(self):
        """Open the record the duty is about, as far as the user may see it.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        record = self.env[self.res_model].browse(self.res_id)
        if not record.has_access("read"):
            raise UserError(
                self.env._(
                    "%s is not open to you any more. Ask the exit interview "
                    "coordinator.",
                    self.display_name,
                )
            )
        return record._get_duty_action(self.kind)

    def action_remind(self):
        """Remind whoever owes these duties now: once a day each.

        :return: True
        :raise UserError: if all of them have been reminded of today
        """
        self._check_actor("coordinator")
        Reminder = self.env["exit.interview.reminder"].sudo()
        today = datetime.combine(get_today(self), time.min)
        sent = Reminder.browse()
        # The caller was checked; reminders are written by the server only.
        for duty in self.sudo().filtered(lambda duty: duty.state == "open"):
            row = Reminder._queue(duty, "by_hand", today)
            if row:
                sent |= row
                duty._get_owner()._log_duty(duty, "reminded", duty.user_id)
        if not sent:
            raise UserError(
                self.env._(
                    "A reminder went out today already. Another one can go tomorrow; "
                    "until then a telephone call does more."
                )
            )
        for user, rows in sent.grouped("user_id").items():
            rows._send_to(user)
        return True

    def action_pass_on(self, user_id, reason=False):
        """Let somebody else do what is owed.

        Requirement: R-10, decision 8; DESIGN, role (deputies).

        :param int user_id: id of a user
        :param str reason: needed for an interviewer who is not independent
        :return: True
        :raise UserError: if that person may not
        """
        self._check_actor("coordinator")
        user = self._read_choice_of_user(user_id, self.env._("Who does it instead"))
        reason = self._read_line(reason, self.env._("the reason"), 500)
        for duty in self.sudo():
            if duty.state != "open":
                raise UserError(self.env._("%s is settled.", duty.display_name))
            duty._get_owner()._pass_on_duty(duty, user, reason)
        return True

    def action_retry(self):
        """Let the sweep try again what it gave up.

        :return: True
        """
        self._check_actor("coordinator")
        # The caller was checked; the sweep's own columns only.
        self.sudo().write(
            {
                "sweep_tries": 0,
                "sweep_error": False,
                "date_check": fields.Datetime.now(),
            }
        )
        return True

    def _is_actor(self, actor):
        """Override of the case mixin: a policy owes things without a case."""
        self.ensure_one()
        duty_sudo = self.sudo()
        if actor == "coordinator" and not duty_sudo.case_id:
            group = self.env["exit.interview"]._get_coordinator_group(
                duty_sudo.population
            )
            return self.env.user.has_group(group)
        return super()._is_actor(actor)

    # === BUSINESS METHODS === #

    def _move(self, vals):
        """Give an open duty another person or day, if it has changed.

        :param dict vals: values of ``exit.interview.duty.mixin`` ``_prepare_duty``
        """
        self.ensure_one()
        changed = {
            name: value
            for name, value in vals.items()
            if name in ("user_id", "date_due", "moment_due", "role")
            and self._fields[name].convert_to_write(self[name], self) != value
        }
        if changed:
            # Another day or person has other stages: the next sweep looks at once.
            self.write({**changed, "date_check": fields.Datetime.now()})
            self._grant_responder_group()
        self._sync_activities()

    def _close(self, state):
        """Close duties.

        :param str state: `done` or `void`
        """
        if not self:
            return
        self.write({"state": state, "date_done": get_today(self)})
        self._sync_activities()
        # What was passed up as late is settled with it.
        self.reminder_ids.filtered("chase_role").duty_update()

    def _sync_activities(self):
        """Make one activity a duty say what the duty says; idempotent, in batch."""
        Activity = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True
        )
        by_duty = Activity.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).grouped("res_id")
        to_create = []
        activity_type = self.env.ref("exit_interview.mail_activity_type_duty")
        for duty in self:
            activity = by_duty.get(duty.id, Activity)
            if duty.state == "done":
                activity.write({"active": False})
            elif duty.state == "void" or not duty.user_id or duty.user_id.share:
                # Whoever has no login for the backend finds it on their own pages.
                activity.unlink()
            elif not activity:
                to_create.append(duty._prepare_activity_vals(activity_type))
            elif (
                activity[:1].user_id != duty.user_id
                or activity[:1].date_deadline != duty.date_due
            ):
                activity[:1].write(
                    {"user_id": duty.user_id.id, "date_deadline": duty.date_due}
                )
        if to_create:
            Activity.create(to_create)

    def _prepare_activity_vals(self, activity_type):
        self.ensure_one()
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": activity_type.id,
            "user_id": self.user_id.id,
            "date_deadline": self.date_due,
            "summary": self.display_name,
            "automated": True,
        }

    @api.model
    def _get_responder_kinds(self):
        """Return the kinds that ordinary managers owe on copies and actions.

        :rtype: set[str]
        """
        return {
            "respond",
            "acknowledge",
            "approve",
            "act",
            "escalate",
            "stand_in",
            "oversee",
            "settle",
            "agree",
            "second",
            "review_policy",
            "inform",
            "chase",
            "reconsider",
            "approve_review",
            "approve_wording",
        }

    def _grant_responder_group(self):
        """Let whoever owes an answer see their own copies, actions and duties.

        The group gives access lines only; rules show no row that is not theirs.

        Requirement: DESIGN decision 11.
        """
        kinds = self._get_responder_kinds()
        group = self.env.ref("exit_interview.group_responder")
        for duty in self.filtered(lambda duty: duty.kind in kinds):
            if duty.user_id and not duty.user_id.has_group(
                "exit_interview.group_responder"
            ):
                duty.user_id.write({"group_ids": [fields.Command.link(group.id)]})
                self.env["exit.interview.journal"]._log(
                    duty.case_id, "responder_granted", subject=duty.user_id.name
                )
