# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools.misc import format_date


class ExitInterviewReminder(models.Model):
    """One stage of one duty that has passed: reminded once, passed up once.

    The unique index is what makes a job that runs twice, dies midway or finds the clock
    moved back send nothing twice. A row that passes word up (`chase_role`) itself owes
    something: whoever is named sees to it until the late duty is settled.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | see every row of the population; remind, pass on                |
    | chaser      | see what is late, whose it is and since when; never content     |
    +-------------+-----------------------------------------------------------------+

    Requirement: R-06, I-46, decision 3.
    """

    _name = "exit.interview.reminder"
    _inherit = ["exit.interview.case.mixin", "exit.interview.duty.mixin"]
    _description = "Exit interview reminder"
    _order = "due desc, id desc"

    case_id = fields.Many2one(
        related="duty_id.case_id", store=True, precompute=True, required=False
    )
    company_id = fields.Many2one(related="duty_id.company_id")
    population = fields.Selection(related="duty_id.population")
    duty_id = fields.Many2one(
        comodel_name="exit.interview.duty",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    reference = fields.Char(related="duty_id.reference", store=True, precompute=True)
    duty_label = fields.Char(string="What is late", compute="_compute_duty")
    duty_user_name = fields.Char(string="Owed by", compute="_compute_duty")
    duty_date_due = fields.Date(string="Was due", compute="_compute_duty")
    is_settled = fields.Boolean(compute="_compute_duty")
    stage = fields.Char(required=True, readonly=True)
    due = fields.Datetime(string="Stage reached", required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Whom",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    chase_role = fields.Selection(
        selection=lambda self: self.env["exit.interview.role.mixin"]
        ._fields["role"]
        ._description_selection(self.env),
        string="Passed up to",
        readonly=True,
    )
    state = fields.Selection(
        selection=[
            ("queued", "Waiting"),
            ("mailed", "Sent"),
            ("no_address", "No e-mail address"),
            ("noted", "Noted"),
            ("dropped", "Settled before"),
        ],
        required=True,
        readonly=True,
        default="queued",
    )
    date_sent = fields.Datetime(string="Sent on", readonly=True)

    _stage_uniq = models.UniqueIndex(
        "(duty_id, stage, due)", "This stage has been reminded of already."
    )
    _queued = models.Index("(user_id) WHERE state = 'queued'")

    # === COMPUTES === #

    @api.depends("duty_id.reference")
    def _compute_display_name(self):
        for reminder in self:
            # The duty's display name is a reference and a neutral word (decision 7).
            reminder.display_name = reminder.sudo().duty_id.display_name

    @api.depends("duty_id.state", "duty_id.user_id", "duty_id.date_due")
    def _compute_duty(self):
        labels = self.env["exit.interview.duty"]._get_neutral_labels()
        for reminder in self:
            # Whoever sees to it learns what is late and whose it is, and no more.
            duty = reminder.sudo().duty_id
            reminder.duty_label = labels.get(duty.kind)
            reminder.duty_user_name = duty.user_id.name
            reminder.duty_date_due = duty.date_due
            reminder.is_settled = duty.state != "open"

    # === ACCESS === #

    def _is_removable(self):
        """Override of the record mixin: goes with its duty."""
        return True

    # === QUEUE === #

    @api.model
    def _queue(self, duty, stage, due, **vals):
        """Note that a duty reached a stage; the mail follows in :meth:`_send_queued`.

        :param duty: ``exit.interview.duty`` record
        :param str stage: code of the stage
        :param datetime due: naive UTC moment of the stage
        :param vals: further values: another person, `chase_role`, `state`
        :return: the reminder, or an empty recordset if it is there already
        """
        known = self.search_count(
            [("duty_id", "=", duty.id), ("stage", "=", stage), ("due", "=", due)],
            limit=1,
        )
        if known:
            return self.browse()
        return self.create(
            {
                "duty_id": duty.id,
                "stage": stage,
                "due": due,
                "user_id": duty.user_id.id,
                **vals,
            }
        )

    @api.model
    def _send_queued(self):
        """Queue one neutral mail for each person whom something reminds of their work.

        One transaction a person: a job that dies goes on where it stopped. The mail is
        a row that the mail queue sends; its failure stops nobody.

        Requirement: SEC-20, P-18, R-06.
        """
        users = self.search([("state", "=", "queued")]).user_id
        for user in users:
            queued = self.search([("state", "=", "queued"), ("user_id", "=", user.id)])
            queued.try_lock_for_update()._send_to(user)
            self.env["exit.interview.duty"]._commit_progress()
        self.search([("state", "=", "queued"), ("user_id", "=", False)]).write(
            {"state": "no_address"}
        )

    def _send_to(self, user):
        """Mail one person about all these rows at once.

        :param user: ``res.users`` record
        """
        settled = self.filtered(
            lambda row: row.duty_id.state != "open"
            or (not row.chase_role and row.duty_id.user_id != user)
        )
        settled.write({"state": "dropped"})
        due = self - settled
        if not due:
            return
        if not user.email or not user.active:
            due.write({"state": "no_address"})
            return
        # Mails are out of everybody's own rights; this one names nobody.
        self.env["mail.mail"].sudo().create(self._prepare_mail_vals(user))
        due.write({"state": "mailed", "date_sent": fields.Datetime.now()})

    @api.model
    def _prepare_mail_vals(self, user):
        """Return the one mail: how much waits, since when, where to sign in.

        No reference, no name, no word of what it is about.

        :param user: ``res.users`` record
        :return: values of ``mail.mail``
        :rtype: dict
        """
        self = self.with_context(lang=user.lang)
        duties = self.env["exit.interview.duty"].search(
            [("user_id", "=", user.id), ("state", "=", "open")]
        )
        since = format_date(
            self.env, min(duties.mapped("date_opened")), date_format="d MMMM y"
        )
        late = len(duties.filtered("is_overdue"))
        body = self.env["ir.qweb"]._render(
            "exit_interview.reminder_mail",
            {
                "waiting": self._get_waiting_words(len(duties), since),
                "late": self._get_late_words(late),
                "url": self._get_sign_in_url(user),
            },
        )
        return {
            "subject": self.env._("Exit interviews: something waits for you"),
            "body_html": body,
            "email_to": user.email,
            "email_from": user.company_id.email_formatted,
            "headers": str({"Auto-Submitted": "auto-generated"}),
            "auto_delete": True,
        }

    @api.model
    def _get_waiting_words(self, count, since):
        if count == 1:
            return self.env._(
                "One thing waits for you in exit interviews, since %s.", since
            )
        return self.env._(
            "%(count)s things wait for you in exit interviews; the oldest since "
            "%(since)s.",
            count=count,
            since=since,
        )

    @api.model
    def _get_late_words(self, late):
        if not late:
            return False
        if late == 1:
            return self.env._("One is late.")
        return self.env._("%s are late.", late)

    @api.model
    def _get_sign_in_url(self, user):
        """Return where `user` finds what they owe, behind the sign-in.

        :rtype: str
        """
        path = "my" if user.share else "odoo/exit-my-work"
        return f"{user.get_base_url()}/{path}"

    # === DUTIES: see to what is late === #

    def _get_expected_duties(self):
        """Override of the duty mixin: whoever was told sees to it, until it is settled.

        They have as long as it took until word was passed up.
        """
        self.ensure_one()
        if not self.chase_role or self.duty_id.state != "open":
            return []
        policy = self._get_duty_policy()
        due = policy._plan_working_days(policy.escalate_days, self.due)
        return [self._prepare_duty("chase", self.chase_role, due, self.user_id)]

    def _get_duty_policy(self):
        """Override of the duty mixin: the policy of what is late."""
        return self.duty_id._get_owner()._get_duty_policy()

    def _get_duty_reference(self):
        """Override of the duty mixin: the reference of what is late."""
        return self.duty_id.reference

    def _get_duty_user(self, role, user=None):
        """Override of the duty mixin: a policy owes things without a case."""
        return super()._get_duty_user(role, user) if self.case_id else user

    def _get_reminder_stages(self, duty):
        """Override of the duty mixin: what was passed up is not passed up again."""
        stages = super()._get_reminder_stages(duty)
        return [stage for stage in stages if not stage[0].startswith("escalate")]
