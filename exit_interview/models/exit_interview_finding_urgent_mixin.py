# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .local_date import get_today


class ExitInterviewFindingUrgentMixin(models.AbstractModel):
    """What is urgent is acted on at once, not when the report is written.

    Requirement: F-34, F-36.
    """

    _name = "exit.interview.finding.urgent.mixin"
    _description = "Urgent finding"

    urgent_done = fields.Selection(
        selection=[
            ("concern", "A concern was raised"),
            ("action", "Somebody who can is acting on it"),
            ("not_urgent", "It is not urgent after all"),
        ],
        string="What was done about it",
        readonly=True,
    )
    urgent_words = fields.Text(readonly=True, groups=fields.NO_ACCESS)
    urgent_note = fields.Text(
        string="Who does what",
        compute="_compute_urgent_note",
        help="Stays in the case; whoever approves the wording does not see it.",
    )
    date_urgent = fields.Datetime(string="Urgent since", readonly=True)
    is_pressing = fields.Boolean(
        compute="_compute_is_pressing", search="_search_is_pressing"
    )

    @api.depends("urgent_words")
    @api.depends_context("uid")
    def _compute_urgent_note(self):
        for finding in self:
            # For whoever has the case, not for the approver.
            finding.urgent_note = finding._is_inside() and finding.sudo().urgent_words

    @api.depends("triage", "urgent_done", "state")
    def _compute_is_pressing(self):
        for finding in self:
            finding.is_pressing = finding._is_waiting()

    def _search_is_pressing(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = fields.Domain(
            [
                ("triage", "=", "urgent"),
                ("urgent_done", "=", False),
                ("state", "!=", "withdrawn"),
            ]
        )
        return domain if (True in value) == (operator == "in") else ~domain

    def _is_waiting(self):
        """Return whether something urgent waits for somebody to act."""
        self.ensure_one()
        return (
            self.triage == "urgent"
            and not self.urgent_done
            and self.state != "withdrawn"
        )

    def action_settle_urgent(self, done, note=False):
        """Record what was done about something urgent.

        Requirement: F-36.

        :param str done: `concern`, `action` or `not_urgent`
        :param str note: who does what by when, or why it is not urgent
        :return: True
        :raise UserError: if nothing urgent waits, or no concern was raised
        """
        self._check_actor("coordinator", "interviewer")
        self._check_value("urgent_done", done)
        note = self._read_line(note, self.env._("Who does what"), 2000)
        if done != "concern":
            self._check_text(note, self.env._("who does what, or why it can wait"))
        for finding in self.sudo():
            if not finding._is_waiting():
                raise UserError(
                    self.env._("%s: nothing urgent waits here.", finding.display_name)
                )
            if done == "concern" and not finding.case_id.concern_ids:
                raise UserError(
                    self.env._(
                        "%s: no concern has been raised. Raise it first; it "
                        "starts the clock and reaches whoever must act.",
                        finding.case_id.name,
                    )
                )
            finding.write({"urgent_done": done, "urgent_words": note})
            finding.case_id._log("finding_urgent")
        self.sudo().duty_update()
        return True

    def _get_urgent_duties(self):
        """Return what is owed as long as something urgent waits.

        :rtype: list[dict]
        """
        self.ensure_one()
        if not self._is_waiting():
            return []
        policy = self.case_id.policy_id
        moment = policy._plan_hours(policy.finding_urgent_hours, self.date_urgent)
        due = policy._get_local_date(moment) or get_today(self)
        return [
            self._prepare_duty("address", "coordinator", due, self.author_id, moment)
        ]
