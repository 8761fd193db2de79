# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .exit_interview_share_normal_mixin import COPY
from .local_date import get_today


class ExitInterviewShare(models.Model):
    """One recipient role: permission, the frozen copy, the response, its approval.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | interviewer | record the permission                                           |
    | coordinator | record the permission, send, withdraw                           |
    | recipient   | read the frozen copy while it is open; answer                   |
    | approver    | read the response and its actions, not the copy; approve, return|
    +-------------+-----------------------------------------------------------------+
    """

    _name = "exit.interview.share"
    _inherit = [
        "exit.interview.role.mixin",
        "exit.interview.case.mixin",
        "exit.interview.circulation.mixin",
        "exit.interview.share.normal.mixin",
        "exit.interview.state.mixin",
        "exit.interview.share.loop.mixin",
        "exit.interview.share.page.mixin",
        "exit.interview.share.outcome.mixin",
        "exit.interview.duty.mixin",
    ]
    _description = "Copy for a recipient"
    _order = "case_id desc, sequence, id"

    _state_steps = {
        "draft": {"sent"},
        "sent": {"submitted", "withdrawn"},
        "submitted": {"approved", "returned", "withdrawn"},
        "returned": {"submitted", "withdrawn"},
        "approved": {"withdrawn"},
        "withdrawn": {"sent"},
    }

    role = fields.Selection(readonly=True)
    reference = fields.Char(
        related="case_id.name",
        store=True,
        precompute=True,
        index=True,
        help="To search by; whoever sees this record may not see the case.",
    )
    role_label = fields.Char(string="Recipient role", compute="_compute_role_label")
    sequence = fields.Integer(default=10, readonly=True)
    state = fields.Selection(
        selection=[
            ("draft", "Not sent"),
            ("sent", "Sent"),
            ("submitted", "Answered"),
            ("returned", "Returned"),
            ("approved", "Approved"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="Whose words",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Where each is heard alone, a copy holds the words of one person, who "
        "alone decides on it; empty: of everybody.",
    )
    person_name = fields.Char(string="Of", compute="_compute_person_name")
    # permission
    permission = fields.Selection(
        selection=[
            ("undecided", "Not asked yet"),
            ("full", "The whole record"),
            ("parts", "Chosen parts"),
            ("none", "Themes only"),
            ("normal", "Normal circulation"),
        ],
        default="undecided",
        required=True,
        readonly=True,
    )
    permission_ids = fields.One2many(
        comodel_name="exit.interview.permission",
        inverse_name="share_id",
        string="How it was given",
        readonly=True,
        help="What the leaver permitted, how, when, and who wrote it down.",
    )
    is_protected_permitted = fields.Boolean(
        string="Protected answers too",
        readonly=True,
        help="The separate tick for answers about protected characteristics.",
    )
    allow_protected = fields.Boolean(
        string="May be asked about protected answers", readonly=True
    )
    basis = fields.Selection(
        selection=[
            ("permission", "The leaver's permission"),
            ("normal_circulation", "Normal circulation, told in advance"),
            ("override", "Override by policy"),
        ],
        default="permission",
        required=True,
        readonly=True,
    )
    # the copy
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Recipient",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    reader_id = fields.Many2one(
        comodel_name="res.users",
        string="May read the copy now",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The recipient as long as the copy is open; empty once it is withdrawn.",
    )
    date_sent = fields.Date(string="Sent on", readonly=True)
    date_due = fields.Date(string="Answer due", readonly=True)
    line_ids = fields.One2many(
        comodel_name="exit.interview.share.line",
        inverse_name="share_id",
        string="Copy",
        readonly=True,
    )
    withdraw_reason = fields.Char(readonly=True)
    # the response
    owes_response = fields.Boolean(readonly=True)
    response_action = fields.Text(
        string="What will be done",
        help="What you take from this conversation and what the action looks like.",
    )
    response_timescale = fields.Text(
        string="By when", help="The time frame of what you propose."
    )
    response_monitoring = fields.Text(
        string="How it is followed up",
        help="How you will know that it is done and that it helped.",
    )
    responder_name = fields.Char(string="Answered by", readonly=True)
    date_submitted = fields.Date(string="Answered on", readonly=True)
    action_ids = fields.One2many(
        comodel_name="exit.interview.action", inverse_name="share_id", string="Actions"
    )
    # the approval
    approver_role = fields.Selection(
        selection=lambda self: self.env["exit.interview.role.mixin"]
        ._fields["role"]
        ._description_selection(self.env),
        readonly=True,
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date_approved = fields.Date(string="Approved on", readonly=True)
    return_reason = fields.Text(readonly=True)
    can_submit = fields.Boolean(compute="_compute_can")
    can_acknowledge = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_coordinate = fields.Boolean(compute="_compute_can")
    is_for_approver = fields.Boolean(
        string="Seen as approver",
        compute="_compute_can",
        help="Whoever approves reads the response and its actions, never the copy.",
    )

    _role_uniq = models.UniqueIndex(
        "(case_id, role, COALESCE(participant_id, 0))",
        "Each role stands once in the circulation of a case.",
    )
    _parts_when_sent = models.Constraint(
        "CHECK(state = 'draft' OR permission != 'undecided')",
        "Nothing is sent to a recipient whom the leaver was not asked about.",
    )
    _reader_only_if_permitted = models.Constraint(
        "CHECK(reader_id IS NULL OR permission IN ('full', 'parts', 'normal'))",
        "Nobody reads a copy that the leaver did not permit, or was not told of in "
        "advance.",
    )

    # === COMPUTES === #

    @api.depends("participant_id", "reader_id")
    @api.depends_context("uid")
    def _compute_person_name(self):
        for share in self:
            person = share.participant_id
            # The copy itself begins with the name; its readers see no participant.
            # Whoever approves the answer has no copy, and is told no name.
            if person.has_access("read") or share.reader_id == self.env.user:
                share.person_name = person.sudo().name
            else:
                share.person_name = False

    @api.depends("role")
    def _compute_role_label(self):
        labels = dict(self._fields["role"]._description_selection(self.env))
        for share in self:
            share.role_label = labels.get(share.role)

    @api.depends("case_id.name", "role")
    def _compute_display_name(self):
        labels = dict(self._fields["role"]._description_selection(self.env))
        for share in self:
            # The reference tells nothing; recipients may see it (decision 7).
            share.display_name = f"{share.sudo().case_id.name}: {labels[share.role]}"

    @api.depends("state", "reader_id", "approver_id", "owes_response")
    @api.depends_context("uid")
    def _compute_can(self):
        for share in self:
            mine = share._is_actor("recipient")
            share.can_submit = (
                mine and share.owes_response and share.state in ("sent", "returned")
            )
            share.can_acknowledge = (
                mine and not share.owes_response and share.state == "sent"
            )
            share.can_approve = (
                share._is_actor("approver") and share.state == "submitted"
            )
            share.can_coordinate = share._is_actor("coordinator")
            share.is_for_approver = share._is_actor("approver") and not mine

    # === ACCESS === #

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "recipient":
            return self.reader_id == self.env.user
        if actor == "approver":
            return self.approver_id == self.env.user
        return super()._is_actor(actor)

    @api.model
    def _get_user_writable_fields(self):
        return super()._get_user_writable_fields() | {
            "response_action",
            "response_timescale",
            "response_monitoring",
            "action_ids",
        }

    def write(self, vals):
        """Override of the ORM: the response is open to its author, while it is due."""
        if not self.env.su:
            self._check_actor("recipient")
            for share in self:
                if not share.can_submit:
                    raise UserError(
                        self.env._(
                            "%s: the response is with its approver, or no longer due.",
                            share.display_name,
                        )
                    )
        return super().write(vals)

    # === PERMISSION === #

    def action_record_permission(
        self, permission, sections=False, protected=False, how=False, date=False
    ):
        """Record what the leaver decided about this recipient.

        Requirement: L-64, L-65, P-02, P-06, decisions 2 and 15, I-47.

        :param str permission: `full`, `parts` or `none`; `normal` takes back what was
            decided about a recipient of the normal circulation
        :param list[int] sections: ids of the parts, for `parts`
        :param bool protected: the separate tick for protected answers
        :param str how: how it was given
        :param date: when; today if empty
        :return: True
        """
        self._check_actor("interviewer", "coordinator")
        self._check_value("permission", permission)
        date = self._read_date(date, self.env._("the permission"))
        date = date or get_today(self)
        parts = self.env._("Parts")
        sections = self._read_ids("exit.interview.section", sections, parts)
        how = self._read_line(how, self.env._("How it was given"), 300)
        for share in self.sudo():
            share._record_permission(permission, sections, protected, how, date)
        return True

    def _record_permission(self, permission, sections, protected, how, date, **given):
        self.ensure_one()
        if self.state not in ("draft", "withdrawn"):
            raise UserError(
                self.env._(
                    "%s: the copy is out. Withdraw it first; what was read stays read.",
                    self.display_name,
                )
            )
        self._check_normal(permission)
        allowed = self._get_sections()
        if permission == "parts" and not (sections and sections <= allowed):
            raise ValidationError(
                self.env._(
                    "Choose at least one part of this record, or record “themes only”."
                )
            )
        if protected and not self.allow_protected:
            raise ValidationError(
                self.env._(
                    "Answers about protected characteristics never go to this "
                    "recipient (%s).",
                    self.role_label,
                )
            )
        if protected and permission not in COPY:
            raise ValidationError(
                self.env._("The separate tick needs a copy that it belongs to.")
            )
        self._keep_permission(
            permission,
            sections,
            protected,
            how=how,
            date=date,
            recorded_by=self.env["exit.interview.journal"]._get_actor_name(),
            wording=self.case_id.policy_id.permission_wording,
            **{"participant_id": False, **given},
        )
        self.case_id._log("permission", self.role_label)

    def _keep_permission(self, permission, sections=False, protected=False, **given):
        """Write what a copy may hold, and how that came about; after the checks."""
        self.ensure_one()
        is_part = permission == "parts"
        given["section_ids"] = [Command.set(sections.ids if is_part else [])]
        self.write(
            {
                **self._prepare_basis_vals(permission),
                "permission": permission,
                "is_protected_permitted": bool(protected),
                "permission_ids": [
                    Command.update(self.permission_ids.id, given)
                    if self.permission_ids
                    else Command.create(given)
                ],
            }
        )

    def _is_of(self, sessions):
        """Return whether this copy holds the words of these conversations."""
        self.ensure_one()
        return self.participant_id in sessions.apart_id or not self.participant_id

    def _give_to(self, people):
        """Let one of several decide anew on a copy that all had decided on as one.

        :param people: ``exit.interview.participant``, the first of whom gets them
        """
        for share in self.filtered(lambda share: not share.participant_id):
            # What was kept back must not go because nobody repeats it: then all are
            # asked, also of the normal circulation.
            is_decided = share.permission in ("full", "parts", "none")
            share.write(
                {
                    "participant_id": people[:1].id,
                    "is_normal": share.is_normal and not is_decided,
                    "permission": "undecided",
                    "is_protected_permitted": False,
                    "basis": "permission",
                    "date_told": False,
                }
            )
            share.permission_ids.write(
                {
                    "section_ids": [Command.clear()],
                    "participant_id": False,
                    "how": False,
                    "date": False,
                    "recorded_by": False,
                    "wording": False,
                }
            )

    def _get_sections(self):
        """Return the parts of the record that this copy could hold."""
        self.ensure_one()
        sessions = self.case_id._get_sessions_of(self.participant_id).filtered(
            lambda session: session.state != "cancelled"
        )
        return sessions.questionnaire_id.section_ids

    # === SEND, WITHDRAW === #

    def action_send(self):
        """Send the frozen copy to its recipient.

        Requirement: L-17, L-67, L-68, P-02, P-03, I-37, I-49.

        :return: True
        :raise UserError: without permission, or without a recipient
        """
        self._check_actor("coordinator")
        shares = self.sudo()
        for share in shares:
            if share.case_id.state not in ("confirmed", "shared"):
                raise UserError(
                    self.env._(
                        "%s: copies go out once the record is confirmed.",
                        share.case_id.name,
                    )
                )
        shares._send()
        shares.case_id.filtered(lambda case: case.state == "confirmed")._set_state(
            "shared"
        )
        shares.case_id.duty_update()
        return True

    def _send(self):
        today = get_today(self)
        self._follow_told()
        for share in self:
            if share.is_limited:
                raise UserError(
                    self.env._(
                        "%(reference)s: this recipient (%(role)s) was taken out of the "
                        "circulation of this case. Take them in again first.",
                        reference=share.case_id.name,
                        role=share.role_label,
                    )
                )
            share._check_normal(share.permission)
            if share.permission not in COPY:
                raise UserError(
                    self.env._(
                        "%(reference)s: the leaver did not agree to a copy for this "
                        "recipient (%(role)s). It goes into the themes.",
                        reference=share.case_id.name,
                        role=share.role_label,
                    )
                )
            user = share.case_id._get_role_user(share.role)
            if not user:
                raise UserError(
                    self.env._(
                        "%(reference)s: nobody plays the role “%(role)s” for this "
                        "leaver. Enter the person in the policy, then send again.",
                        reference=share.case_id.name,
                        role=share.role_label,
                    )
                )
            policy = share.case_id.policy_id
            share._set_state(
                "sent",
                user_id=user.id,
                reader_id=user.id,
                date_sent=today,
                date_due=policy._promise_working_days(policy.response_days, today),
                approver_id=share._get_approver(user).id,
            )
            share._freeze_copy()
            share.case_id._log("copy_sent", f"{share.role_label}: {user.name}")
        self.duty_update()

    def _get_approver(self, recipient):
        """Return who approves the response of `recipient`.

        The coordinator does if the role is vacant, is the recipient's own, or is one
        that the leaver did not want to read the record.

        Requirement: decision 3; DESIGN decision 4.

        :rtype: ``res.users``
        """
        self.ensure_one()
        case = self.case_id
        refused = case.share_ids.filtered(
            lambda share: share.role == self.approver_role
            and share.participant_id == self.participant_id
            and (share.is_limited or share.permission in ("none", "undecided"))
        )
        approver = self.env["res.users"]
        if self.approver_role and not refused:
            approver = case._get_role_user(self.approver_role)
        if not approver or approver == recipient:
            approver = case.coordinator_id or case._get_role_user("coordinator")
        return approver

    @api.model
    def _hand_over(self, users):
        """Find another approver where the one named stops working here.

        :param users: ``res.users`` just archived
        """
        for share in self.search(
            [
                ("approver_id", "in", users.ids),
                ("state", "in", ("sent", "submitted", "returned")),
            ]
        ):
            share.write({"approver_id": share._get_approver(share.user_id).id})
            share.duty_update()

    def _freeze_copy(self):
        """Write the lines of the copy: text as it stands now, never the live record."""
        self.ensure_one()
        # A copy sent again after a withdrawal is a new copy.
        self.line_ids.unlink()
        self.env["exit.interview.share.line"].create(
            [
                {"share_id": self.id, "sequence": number, **vals}
                for number, vals in enumerate(self._prepare_line_vals())
            ]
        )

    def _prepare_line_vals(self):
        """Return section, question and answer as text for what is permitted.

        :rtype: list[dict]
        """
        self.ensure_one()
        case = self.case_id
        session = case._get_held_session(self.participant_id)
        header = self.env._("About this record")
        vals_list = [
            {"section": header, "question": label, "answer": text or "-"}
            for label, text in case._get_header_facts(session)
        ]
        answers = {answer.question_id: answer for answer in session.answer_ids}
        for question in session.questionnaire_id._get_ordered_questions():
            answer = answers.get(question)
            if answer and self._is_permitted(question):
                vals_list.append(
                    {
                        "section": question.section_id.name,
                        "question": answer.question_text,
                        "answer": answer._get_text(),
                    }
                )
        return vals_list

    def _is_permitted(self, question):
        """Return whether the leaver lets this recipient read a question's answer."""
        self.ensure_one()
        if question.is_protected and not (
            self.is_protected_permitted and self.allow_protected
        ):
            return False
        if self.permission in ("full", "normal"):
            return True
        # The separate tick opens the protected part without naming it again.
        return (
            question.section_id in self.permission_ids.section_ids
            or question.is_protected
        )

    def action_withdraw(self, reason):
        """Close a copy at once. What was read before stays listed as read.

        Requirement: P-04, I-50.

        :param str reason: why
        :return: True
        """
        self._check_actor("coordinator", "interviewer")
        self._check_text(reason, self.env._("the reason"))
        # The caller was checked; people hold no right to write into a copy.
        self.sudo()._take_back(reason)
        return True

    def _take_back(self, reason):
        """Close copies, and let duties and case follow; as superuser."""
        self._withdraw(reason)
        self.duty_update()
        self.case_id._close_if_settled()
        self.case_id.duty_update()

    def _withdraw(self, reason):
        """Close copies: nobody reads them from now on."""
        self._set_state("withdrawn", withdraw_reason=reason)
        self._close_access()
        for share in self:
            share.case_id._log("copy_withdrawn", share.role_label)

    def _close_access(self):
        """Take the copy and the response from whoever could read them."""
        self.write({"reader_id": False, "approver_id": False})
        self.query_ids.duty_update()

    def _replace_recipient(self):
        """Take a copy from whoever is shut out; the next in the role gets a new one.

        What the first one wrote as an answer goes with the old copy.

        Requirement: P-08.
        """
        self.ensure_one()
        is_owed = self._is_pending()
        if not is_owed:
            self._close_access()
            return
        self.action_ids.filtered(lambda action: action._is_removable()).unlink()
        self._set_state(
            "withdrawn",
            withdraw_reason=self.env._("Goes to somebody else"),
            response_action=False,
            response_timescale=False,
            response_monitoring=False,
        )
        self._close_access()
        if self.case_id._get_role_user(self.role):
            self._send()

    # === RESPONSE === #

    def action_submit(
        self,
        response_action=False,
        response_timescale=False,
        response_monitoring=False,
        actions=None,
    ):
        """Hand the response to its approver.

        Requirement: L-18, L-69, L-70.

        :param str response_action: what the action looks like; as typed if empty
        :param str response_timescale: the time frame; as typed if empty
        :param str response_monitoring: how it is followed up; as typed if empty
        :param list[dict] actions: further actions: ``name``, ``owner_id``, ``date_due``
        :return: True
        """
        self._check_actor("recipient")
        texts = {
            name: self._read_line(text, self._fields[name].string)
            for name, text in (
                ("response_action", response_action),
                ("response_timescale", response_timescale),
                ("response_monitoring", response_monitoring),
            )
        }
        for share in self.sudo():
            if not share.owes_response:
                raise UserError(
                    self.env._("%s: no answer is owed here.", share.display_name)
                )
            share._check_step("submitted")
            share.write({name: text for name, text in texts.items() if text})
            share.env["exit.interview.action"]._propose(share, actions or [])
            share._check_response()
            share._find_present_approver()
            share._set_state(
                "submitted",
                responder_name=self.env.user.name,
                date_submitted=get_today(self),
                return_reason=False,
            )
            share.case_id._log("submitted", share.role_label)
        self.sudo().duty_update()
        return True

    def _find_present_approver(self):
        """Let the next one of the policy approve while the approver is away."""
        self.ensure_one()
        away = self.env["exit.interview.absence"]._get_absences_today()
        if self.approver_id in away:
            self.write({"approver_id": self._get_approver(self.user_id).id})

    def _check_response(self):
        """Check that all three parts of the response are there (L-69)."""
        self.ensure_one()
        missing = [
            self._fields[name].string
            for name in ("response_action", "response_timescale", "response_monitoring")
            if not (self[name] or "").strip()
        ]
        if missing:
            raise UserError(
                self.env._("Please fill in before you submit: %s.", ", ".join(missing))
            )

    def action_acknowledge(self):
        """Confirm that the copy was read, where no response is owed (decision 3).

        :return: True
        """
        self._check_actor("recipient")
        for share in self.sudo():
            if share.owes_response:
                raise UserError(
                    self.env._(
                        "%s: an answer in writing is owed here.", share.display_name
                    )
                )
            share._set_state(
                "submitted",
                responder_name=self.env.user.name,
                date_submitted=get_today(self),
            )
            share._set_state("approved")
            share.case_id._log("submitted", share.role_label)
        self.sudo().duty_update()
        self.sudo().case_id._close_if_settled()
        self.sudo().case_id.duty_update()
        return True

    def action_approve(self):
        """Approve responses; their actions start.

        :return: True
        """
        self._check_actor("approver")
        shares = self.sudo()
        shares._set_state("approved", date_approved=get_today(self))
        for share in shares:
            share.case_id._log("approved", share.role_label)
        shares.action_ids._start()
        shares.duty_update()
        shares.case_id._close_if_settled()
        shares.case_id.duty_update()
        return True

    def action_return(self, reason):
        """Give responses back with the reason.

        :param str reason: what is missing
        :return: True
        """
        self._check_actor("approver")
        self._check_text(reason, self.env._("what is missing"))
        today = get_today(self)
        for share in self.sudo():
            policy = share.case_id.policy_id
            share._set_state(
                "returned",
                return_reason=reason,
                date_due=policy._promise_working_days(policy.approval_days, today),
            )
            share.case_id._log("returned", share.role_label)
        self.sudo().duty_update()
        return True

    # === DUTIES === #

    def _is_pending(self):
        """Return whether the recipient or the approver still owes something."""
        self.ensure_one()
        return self.state in ("sent", "submitted", "returned")

    def _get_expected_duties(self):
        """Override of the duty mixin: read, answer, approve."""
        self.ensure_one()
        policy = self.case_id.policy_id
        if self.case_id.state == "cancelled":
            return []
        if self.state in ("sent", "returned"):
            kind = "respond" if self.owes_response else "acknowledge"
            return [self._prepare_duty(kind, self.role, self.date_due, self.user_id)]
        if self.state == "submitted" and self.owes_response:
            due = policy._plan_working_days(policy.approval_days, self.date_submitted)
            role = self.approver_role or "coordinator"
            return [self._prepare_duty("approve", role, due, self.approver_id)]
        return self._get_outcome_duties()

    def _is_duty_void(self, kind):
        """Override of the duty mixin: a withdrawn copy owes nothing any more."""
        self.ensure_one()
        return self.state == "withdrawn" or self.case_id.state == "cancelled"

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: the approver and the coordinator see to it.

        An approver who is late is seen to by the head of service, if the leaver lets
        that role read the record; else by the coordinator alone.
        """
        self.ensure_one()
        approver, role = self.approver_id, self.approver_role
        if duty.user_id == approver or not approver:
            role = "head_of_service"
            permitted = self.case_id.share_ids.filtered(
                lambda share: share.role == "head_of_service"
                and share.participant_id == self.participant_id
                and share.reader_id
            )
            approver = permitted and self.case_id._get_role_user(role)
        up = [(role or "coordinator", approver)] if approver else []
        return [*up, *super()._get_escalation_people(duty)]

    def action_open(self):
        """Open the copy, or the response for its approver.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        return self._get_duty_action("respond")

    # === SHOW === #

    def _get_form(self):
        """Return the permission for the interview screen.

        :rtype: dict
        """
        self.ensure_one()
        given = self.permission_ids
        return {
            "id": self.id,
            "role": self.role,
            "role_label": self.role_label,
            "person": self.user_id.name or self.case_id._get_role_user(self.role).name,
            "permission": self.permission,
            "section_ids": given.section_ids.ids,
            "protected": self.is_protected_permitted,
            "allow_protected": self.allow_protected,
            "how": given.how or "",
            "date": fields.Date.to_string(given.date) or False,
            "recorded_by": given.recorded_by or "",
            "state": self.state,
            "limited": self.is_limited,
            "normal": self.is_normal,
            "told": self._is_told(),
        }
