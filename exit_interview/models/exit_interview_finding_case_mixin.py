# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from .local_date import get_today

# From here on there is a record to learn from.
LEARN_STATES = ("interviewed", "confirmed", "shared", "done")


class ExitInterviewFindingCaseMixin(models.AbstractModel):
    """What is learned from a case: the case's part.

    Requirement: L-19, L-22, F-33 to F-36; DESIGN, life 7.
    """

    _name = "exit.interview.finding.case.mixin"
    _description = "Case that something is learned from"

    finding_ids = fields.One2many(
        comodel_name="exit.interview.finding", inverse_name="case_id", readonly=True
    )
    date_learned = fields.Date(
        string="Findings complete since",
        readonly=True,
        copy=False,
        help="Set when somebody said that everything to learn from this case is noted.",
    )
    learned_by = fields.Char(string="Findings completed by", readonly=True, copy=False)
    can_learn = fields.Boolean(compute="_compute_can_learn")

    def _compute_can_learn(self):
        for case in self:
            # Whether answers are there; the answers themselves stay where they are.
            case.can_learn = case.sudo()._has_record()

    def _has_record(self):
        """Return whether there is a conversation or a survey to learn from."""
        self.ensure_one()
        return self.state in LEARN_STATES and bool(self._get_held_session())

    # === STEPS === #

    def action_add_findings(self, vals_list):
        """Note what is learned; drafts, which nobody outside the case sees.

        Requirement: P-16, F-36.

        :param list[dict] vals_list: ``kind``; may hold ``answer_id`` with ``quote``,
            ``theme_id``, ``triage``, ``department_id``, ``wording``,
            ``participant_id``
        :return: ids of the findings
        :rtype: list[int]
        :raise ValidationError: in words
        :raise UserError: before there is a record
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        if not isinstance(vals_list, list) or len(vals_list) > 200:
            raise ValidationError(self.env._("Give the findings as a list."))
        case_sudo = self.sudo()
        if not case_sudo._has_record():
            raise UserError(
                self.env._("%s: there is no conversation yet to learn from.", self.name)
            )
        Finding = self.env["exit.interview.finding"]
        prepared = [Finding._read_new_finding(vals, case_sudo) for vals in vals_list]
        # The caller was checked; findings are made by the server only.
        findings = Finding.sudo().create(prepared)
        case_sudo._log("finding_added", str(len(findings)))
        findings.duty_update()
        case_sudo.duty_update()
        return findings.ids

    def action_finish_findings(self):
        """Say that all there is to learn is noted, or that there is nothing.

        Requirement: B-09.

        :return: True
        :raise UserError: while drafts wait
        """
        self._check_actor("coordinator", "interviewer")
        for case in self.sudo():
            if not case._has_record() or not case.date_confirmed:
                raise UserError(
                    self.env._(
                        "%s: wait until the record is confirmed.", case.display_name
                    )
                )
            if case._get_unfinished_findings():
                raise UserError(
                    self.env._(
                        "%s: some findings are drafts. Submit them for approval, or "
                        "withdraw them.",
                        case.name,
                    )
                )
            case.write(
                {"date_learned": get_today(self), "learned_by": self.env.user.name}
            )
            case._log("learned", str(len(case._get_kept_findings())))
        self.sudo().duty_update()
        return True

    def action_open_findings(self):
        """Open the screen on which answers become findings.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        return {
            "type": "ir.actions.client",
            "tag": "exit_interview.findings",
            "name": self.env._("Findings"),
            "params": {"case_id": self.id},
        }

    # === WHAT IS THERE === #

    def _get_kept_findings(self):
        """Return the findings that were not withdrawn."""
        self.ensure_one()
        return self.finding_ids.filtered(lambda finding: finding.state != "withdrawn")

    def _get_unfinished_findings(self):
        """Return the findings that are in their author's hands."""
        self.ensure_one()
        return self.finding_ids.filtered(
            lambda finding: finding.state in ("draft", "returned")
        )

    def _get_finding_department(self):
        """Return the service that findings of this case concern at first.

        Populations override it.

        :rtype: ``hr.department``
        """
        self.ensure_one()
        return self.department_id

    # === DUTIES === #

    def _get_finding_duties(self):
        """Return what is owed until somebody has noted what is learned.

        :rtype: list[dict]
        """
        self.ensure_one()
        if not self.date_confirmed or self.state not in LEARN_STATES:
            return []
        if self.date_learned and not self.finding_ids.filtered(
            lambda finding: finding.state == "draft"
        ):
            return []
        policy = self.policy_id
        start = max(filter(None, (self.date_confirmed, self.date_learned)))
        due = policy._plan_working_days(policy.finding_days, start)
        return [self._prepare_duty("learn", "coordinator", due)]
