# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .local_date import get_today


class ExitInterviewFinding(models.Model):
    """One thing learned from a case: coded, put into safe words, approved.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | see all of the population; add, reword, submit, withdraw        |
    | interviewer | the same in the cases assigned to them                          |
    | approver    | read the wording handed to them, not the words it came from;    |
    |             | approve, return; never a wording they had a hand in             |
    | anybody else| nothing; reviews take over theme, kind and approved wording     |
    +-------------+-----------------------------------------------------------------+

    Requirement: P-16, P-05, A-26, L-19, L-22, F-33 to F-36.
    """

    _name = "exit.interview.finding"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.state.mixin",
        "exit.interview.finding.input.mixin",
        "exit.interview.finding.urgent.mixin",
        "exit.interview.duty.mixin",
    ]
    _description = "Finding"
    _order = "id desc"

    _state_steps = {
        "draft": {"submitted", "withdrawn"},
        "submitted": {"approved", "returned", "withdrawn"},
        "returned": {"submitted", "withdrawn"},
        "approved": {"withdrawn"},
        "withdrawn": set(),
    }

    # where it came from; approvers read the wording, not the leaver's words
    answer_id = fields.Many2one(
        comodel_name="exit.interview.answer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=fields.NO_ACCESS,
    )
    question_id = fields.Many2one(
        comodel_name="exit.interview.question",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    source_text = fields.Text(readonly=True, groups=fields.NO_ACCESS)
    quote = fields.Text(
        string="In the leaver's words",
        compute="_compute_source",
        help="Stays in the case; whoever approves the wording does not see it.",
    )
    question_text = fields.Text(
        string="Question as asked",
        compute="_compute_source",
        help="Empty: something the interviewer noticed.",
    )
    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Whose remark it is: many remarks of one person count once (A-29).",
    )
    is_protected = fields.Boolean(
        string="From a protected answer",
        readonly=True,
        help="Reports hold such findings to a higher threshold.",
    )
    # what was learned
    kind = fields.Selection(
        selection=[("strength", "Strength"), ("worry", "Worry"), ("idea", "Idea")],
        string="Sort",
        required=True,
        readonly=True,
        index=True,
    )
    triage = fields.Selection(
        selection=[("thematic", "Thematic"), ("urgent", "Urgent")],
        default="thematic",
        required=True,
        readonly=True,
        help="Urgent: act on it now, on this interview alone. Thematic: it needs more "
        "voices before somebody decides (F-36).",
    )
    theme_id = fields.Many2one(
        comodel_name="exit.interview.theme",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Service it concerns",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    wording = fields.Text(
        readonly=True,
        help="What reports may say: true to what was meant, and nobody can be "
        "recognised by it.",
    )
    # the way to the report
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "To approve"),
            ("returned", "Returned"),
            ("approved", "Approved"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        group_expand=True,
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    writer_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_finding_writer_rel",
        string="Had a hand in the wording",
        readonly=True,
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    approver_role = fields.Selection(
        selection=lambda self: self.env["exit.interview.role.mixin"]
        ._fields["role"]
        ._description_selection(self.env),
        readonly=True,
    )
    flag_statement = fields.Selection(
        selection=[
            ("rewritten", "Rewritten: it tells nobody apart any more"),
            ("other", "It is not this person, team or trait"),
        ],
        string="What the author says to it",
        readonly=True,
    )
    flag_reason = fields.Char(string="Why it may stand", readonly=True)
    return_reason = fields.Text(string="Why returned", readonly=True)
    date_submitted = fields.Date(string="Submitted on", readonly=True)
    date_returned = fields.Date(string="Returned on", readonly=True)
    date_approved = fields.Date(string="Approved on", readonly=True, index=True)
    flag_text = fields.Text(
        string="Look at",
        compute="_compute_flag_text",
        help="Names, teams and rare traits that the check found in the wording.",
    )
    can_write = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")

    _wording_to_go = models.Constraint(
        "CHECK(state IN ('draft', 'withdrawn') OR"
        " (wording IS NOT NULL AND theme_id IS NOT NULL))",
        "A finding that goes to somebody has a theme and a wording.",
    )
    _approver_is_named = models.Constraint(
        "CHECK(state <> 'approved' OR date_approved IS NOT NULL)",
        "An approved finding says when.",
    )

    # === COMPUTES === #

    @api.depends("case_id.name")
    def _compute_display_name(self):
        for finding in self:
            reference = finding.sudo().case_id.name
            finding.display_name = self.env._("%s: finding", reference)

    @api.depends("source_text", "question_id")
    @api.depends_context("uid")
    def _compute_source(self):
        for finding in self:
            # The leaver's words: for whoever has the case, not for the approver.
            source = finding.sudo()
            is_inside = finding._is_inside()
            finding.quote = is_inside and source.source_text
            finding.question_text = is_inside and (
                source.answer_id.question_text or source.question_id.name
            )

    @api.depends("wording", "source_text")
    def _compute_flag_text(self):
        # What is found stands in the wording, which the reader sees anyway.
        flags = self.sudo()._get_flags()
        for finding in self:
            finding.flag_text = "\n".join(
                f"“{flag['text']}”: {flag['why']}" for flag in flags[finding.id]
            )

    def _get_flags(self):
        """Return what the check finds in each wording; names once a case.

        Note: as superuser

        :return: by id, see ``exit.interview`` ``_get_wording_flags``
        :rtype: dict[int, list[dict]]
        """
        flags = {}
        for case, findings in self.grouped("case_id").items():
            known = case._get_known_names()
            for finding in findings:
                flags[finding.id] = case._get_wording_flags(
                    finding.wording, finding.source_text, known
                )
        return flags

    @api.depends("state", "approver_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for finding in self:
            finding.can_write = finding._is_inside()
            finding.can_approve = finding.state == "submitted" and finding._is_actor(
                "approver"
            )

    def _prepare_form(self):
        """Return the finding for the screen of its case.

        :rtype: dict
        """
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "answer_id": self.answer_id.id,
            "quote": self.source_text or "",
            "kind": self.kind,
            "triage": self.triage,
            "theme_id": self.theme_id.id,
            "department_id": self.department_id.id,
            "wording": self.wording or "",
            "state": self.state,
            "state_label": labels[self.state],
            "return_reason": self.return_reason or "",
            "is_pressing": self.is_pressing,
        }

    # === ACCESS === #

    def _is_inside(self):
        """Return whether the user has the case that the finding came from."""
        self.ensure_one()
        actors = ("coordinator", "interviewer")
        return self.env.su or any(self._is_actor(actor) for actor in actors)

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "approver":
            finding_sudo = self.sudo()  # who wrote it, to keep them from approving
            user = self.env.user
            return finding_sudo.approver_id == user and user not in (
                finding_sudo.writer_ids
            )
        return super()._is_actor(actor)

    # === STEPS === #

    def action_update_finding(self, values):
        """Change drafts, or what came back from the approver.

        Requirement: P-16.

        :param dict values: any of ``kind``, ``triage``, ``theme_id``,
            ``department_id``, ``wording``
        :return: True
        :raise UserError: once it is with the approver, or approved
        """
        self._check_actor("coordinator", "interviewer")
        self._check_open()
        for finding in self:
            vals = finding._read_finding_update(values)
            # The caller was checked; findings are written by the server only.
            finding_sudo = finding.sudo()
            if vals.get("wording", finding_sudo.wording) != finding_sudo.wording:
                vals["author_id"] = self.env.uid
                vals["writer_ids"] = [fields.Command.link(self.env.uid)]
            finding_sudo.write(vals)
        self.sudo().duty_update()
        self.sudo().case_id.duty_update()
        return True

    def action_submit(self, statement=False, reason=False):
        """Hand wordings to somebody who had no hand in them.

        Requirement: P-16, L-19; DESIGN, life 6.

        :param str statement: `rewritten` or `other`, where the check found something
        :param str reason: why it may stand as it is
        :return: True
        :raise UserError: saying what is missing, or what was found
        """
        self._check_actor("coordinator", "interviewer")
        if statement:
            self._check_value("flag_statement", statement)
        reason = self._read_line(reason, self.env._("Why it may stand"), 500)
        findings = self.sudo()
        for finding in findings:
            finding._check_complete()
        flags = findings._get_flags()
        for finding in findings:
            has_flags = finding._check_flags(flags[finding.id], statement, reason)
            role, approver = finding._find_approver()
            finding._set_state(
                "submitted",
                approver_id=approver.id,
                approver_role=role,
                date_submitted=get_today(self),
                flag_statement=has_flags and statement,
                flag_reason=has_flags and reason,
                return_reason=False,
            )
            finding.case_id._log("finding_submitted", approver.name)
        self._update_all_duties()
        return True

    def action_approve(self):
        """Approve wordings: from now on reports may use them.

        Requirement: P-16, P-05.

        :return: True
        """
        self._refuse_own_wording()
        self._check_actor("approver")
        findings = self.sudo()
        findings._set_state("approved", date_approved=get_today(self))
        for finding in findings:
            finding.case_id._log("finding_approved")
        self._update_all_duties()
        self.env["exit.interview.cause"]._look_again(findings)
        return True

    def action_return(self, reason):
        """Give wordings back to their author.

        :param str reason: what should change
        :return: True
        """
        self._refuse_own_wording()
        self._check_actor("approver")
        self._check_text(reason, self.env._("what should change"))
        reason = self._read_line(reason, self.env._("What should change"), 1000)
        findings = self.sudo()
        findings._set_state(
            "returned", return_reason=reason, date_returned=get_today(self)
        )
        for finding in findings:
            finding.case_id._log("finding_returned")
        self._update_all_duties()
        return True

    def action_withdraw(self, reason=False):
        """Take findings back: reports made from now on do not use them.

        :param str reason: needed once a finding was approved
        :return: True
        """
        self._check_actor("coordinator", "interviewer")
        reason = self._read_line(reason, self.env._("the reason"), 500)
        findings = self.sudo()
        for finding in findings:
            if finding.state == "approved":
                self._check_text(reason, self.env._("the reason"))
        findings._set_state("withdrawn", return_reason=reason)
        for finding in findings:
            finding.case_id._log("finding_withdrawn")
        self._update_all_duties()
        self.env["exit.interview.cause"]._look_again(findings)
        return True

    def action_open_screen(self):
        """Open the screen of the case, where wordings change.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        return self.case_id.action_open_findings()

    # === CHECKS AND PEOPLE === #

    def _check_open(self):
        """Check that findings are still in their author's hands."""
        for finding in self.sudo():
            if finding.state not in ("draft", "returned"):
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(reference)s is “%(state)s” and does not change any more. "
                        "Withdraw it and make a new one.",
                        reference=finding.display_name,
                        state=labels[finding.state],
                    )
                )

    def _refuse_own_wording(self):
        """Say so where somebody would approve what they had a hand in."""
        for finding in self:
            if self.env.user in finding.sudo().writer_ids and finding.has_access(
                "read"
            ):
                raise AccessError(
                    self.env._(
                        "%s: you had a hand in this wording. A second person reads it "
                        "before it goes anywhere.",
                        finding.display_name,
                    )
                )

    def _check_complete(self):
        """Check that a finding can go to its approver."""
        self.ensure_one()
        self._check_step("submitted")
        if not self.case_id.date_confirmed:
            raise UserError(
                self.env._(
                    "%s: the leaver may still correct the record. Submit once it is "
                    "confirmed; the findings are kept.",
                    self.case_id.name,
                )
            )
        if not self.theme_id or not (self.wording or "").strip():
            raise UserError(
                self.env._(
                    "%s: choose a theme and write the wording first.",
                    self.display_name,
                )
            )

    def _check_flags(self, flags, statement, reason):
        """Check that the author said something to what the check found.

        :param list[dict] flags: see ``exit.interview`` ``_get_wording_flags``
        :return: whether something was found
        :rtype: bool
        :raise UserError: naming it
        """
        self.ensure_one()
        if flags and not (statement and reason):
            found = "\n".join(f"“{flag['text']}”: {flag['why']}" for flag in flags)
            raise UserError(
                self.env._(
                    "Somebody could be recognised by this wording:\n%s\nRewrite it, or "
                    "say why it may stand as it is.",
                    found,
                )
            )
        return bool(flags)

    def _find_approvers(self):
        """Return who may read the wording: nobody who wrote it or managed the leaver.

        :return: pairs of role and user, the first choice first
        :rtype: list[tuple]
        """
        self.ensure_one()
        case = self.case_id
        roles = [
            "second_person",
            "deputy_interviewer",
            "interviewer",
            "monitoring_officer",
            "coordinator",
        ]
        barred = self.writer_ids | case.line_user_ids | case.manager_user_id
        return case._find_people(roles, barred)

    def _find_approver(self):
        """Return who reads the wording.

        :return: role and user
        :rtype: tuple
        :raise UserError: if there is nobody
        """
        people = self._find_approvers()
        if not people:
            raise UserError(
                self.env._(
                    "Nobody could approve this wording: whoever does must neither have "
                    "written it nor have managed the leaver. Ask for a second person "
                    "to be entered in the policy. The findings are kept."
                )
            )
        return people[0]

    @api.model
    def _hand_over(self, users):
        """Find another approver where the one named stops working here.

        Requirement: R-10.

        :param users: ``res.users`` just archived
        """
        waiting = self.search(
            [("approver_id", "in", users.ids), ("state", "=", "submitted")]
        )
        waiting._replace_approver(users)
        waiting._update_all_duties()

    def _replace_approver(self, users):
        """Find another approver for what waits for one of `users`.

        Where there is nobody, the duty falls to the coordinator, who passes it on.

        :param users: ``res.users`` who stop working here, or are shut out
        """
        for finding in self:
            if finding.state != "submitted" or finding.approver_id not in users:
                continue
            people = [
                pair for pair in finding._find_approvers() if pair[1] not in users
            ] or [("coordinator", users.browse())]
            role, approver = people[0]
            finding.write({"approver_id": approver.id, "approver_role": role})

    # === DUTIES === #

    def _update_all_duties(self):
        """Let findings, those beside them and their cases owe what they owe now."""
        # Called at the end of steps that checked their caller.
        cases = self.sudo().case_id
        cases.finding_ids.duty_update()
        cases.duty_update()

    def _get_expected_duties(self):
        """Override of the duty mixin: approve, reword, act on what is urgent.

        One approver owes one duty a case, whose list holds all that waits there.
        """
        self.ensure_one()
        if self.case_id.state == "cancelled":
            return []
        policy = self.case_id.policy_id
        duties = self._get_urgent_duties()
        if self.state == "submitted" and self == self._get_waiting_together()[:1]:
            due = policy._plan_working_days(
                policy.finding_approval_days, self.date_submitted
            )
            duties.append(
                self._prepare_duty(
                    "approve_wording", self.approver_role, due, self.approver_id
                )
            )
        elif self.state == "returned":
            due = policy._plan_working_days(policy.finding_days, self.date_returned)
            duties.append(
                self._prepare_duty("reword", "coordinator", due, self.author_id)
            )
        return duties

    def _get_waiting_together(self):
        """Return what waits for the same approver in the same case, oldest first."""
        self.ensure_one()
        return self.case_id.finding_ids.filtered(
            lambda finding: finding.state == "submitted"
            and finding.approver_id == self.approver_id
        ).sorted("id")

    def _is_duty_void(self, kind):
        """Override of the duty mixin: what was withdrawn needs nobody."""
        self.ensure_one()
        return self.state == "withdrawn" or self.case_id.state == "cancelled"

    def _get_duty_action(self, kind):
        """Override of the duty mixin: the approver's list, or the author's screen."""
        self.ensure_one()
        if kind == "approve_wording":
            return self.env["ir.actions.act_window"]._for_xml_id(
                "exit_interview.exit_interview_finding_action_approve"
            )
        if kind == "reword":
            return self.sudo().case_id.with_env(self.env).action_open_findings()
        return super()._get_duty_action(kind)

    def _pass_on_duty(self, duty, user, reason):
        """Override of the duty mixin: another second person reads the wordings."""
        self.ensure_one()
        case = self.case_id
        if duty.kind != "approve_wording":
            return super()._pass_on_duty(duty, user, reason)
        waiting = self._get_waiting_together()
        barred = (
            waiting.writer_ids
            | case.line_user_ids
            | case.manager_user_id
            | case.conflict_user_ids
        )
        if user in barred:
            raise UserError(
                self.env._(
                    "%(reference)s: %(user)s wrote the wording, managed the leaver or "
                    "has nothing to do with this case. Choose somebody else.",
                    reference=case.name,
                    user=user.name,
                )
            )
        waiting.write({"approver_id": user.id})
        case._log("delegated", f"{duty.display_name} → {user.name}")
        waiting._update_all_duties()
        return None
