# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .local_date import get_today


class ExitInterviewActionLoopMixin(models.AbstractModel):
    """What happens to an action until it is done: progress, a new day, not possible."""

    _name = "exit.interview.action.loop.mixin"
    _description = "Action that is followed up"

    progress = fields.Text(
        readonly=True, help="What was reported on the way, the latest first."
    )
    date_due_first = fields.Date(
        string="First due", readonly=True, help="Set once the action got another day."
    )
    cannot_reason = fields.Text(string="Why it cannot be done", readonly=True)
    date_cannot = fields.Date(string="Reported on", readonly=True)
    can_report = fields.Boolean(compute="_compute_can_follow_up")
    can_decide = fields.Boolean(compute="_compute_can_follow_up")

    @api.depends("owner_id", "state", "cannot_reason", "share_approver_id")
    @api.depends_context("uid")
    def _compute_can_follow_up(self):
        for action in self:
            going = action.state == "open"
            action.can_report = (
                going and not action.cannot_reason and action._is_actor("owner")
            )
            action.can_decide = (
                going
                and bool(action.cannot_reason)
                and (action._is_actor("approver") or action._is_actor("coordinator"))
            )

    # === STEPS === #

    def action_report_progress(self, text):
        """Report how far an action has come.

        :param str text: what happened
        :return: True
        """
        self._check_actor("owner", "coordinator")
        self._check_text(text, self.env._("how far it has come"))
        text = self._read_line(text, self.env._("How far it has come"), 2000)
        self.sudo()._add_progress(text)
        return True

    def action_report_cannot(self, reason):
        """Report that an action cannot be done; its approver decides what follows.

        :param str reason: why
        :return: True
        """
        self._check_actor("owner")
        self._check_text(reason, self.env._("why it cannot be done"))
        reason = self._read_line(reason, self.env._("Why it cannot be done"), 2000)
        actions = self.sudo()
        actions._check_going()
        actions.write({"cannot_reason": reason, "date_cannot": get_today(self)})
        for action in actions:
            action.case_id._log("action_stuck")
        actions.duty_update()
        return True

    def action_accept_cannot(self):
        """Drop actions that cannot be done; the reason stays as what came of them.

        :return: True
        """
        self._check_actor("approver", "coordinator")
        actions = self.sudo()
        actions._check_stuck()
        for action in actions:
            action._set_state(
                "dropped",
                outcome=action.cannot_reason,
                date_done=get_today(self),
            )
            action.case_id._log("action_closed")
        actions.duty_update()
        return True

    def action_insist(self, date_due, reason):
        """Ask for an action all the same, by a new day.

        :param date_due: new last day
        :param str reason: what changed, or how it can be done
        :return: True
        """
        self._check_actor("approver", "coordinator")
        day, reason = self._read_new_day(date_due, reason)
        actions = self.sudo()
        actions._check_stuck()
        actions._move_to(day, reason)
        return True

    def action_reschedule(self, date_due, reason):
        """Give an action another day, with the reason kept.

        Requirement: I-41.

        :param date_due: new last day; a day off becomes the next working day
        :param str reason: why
        :return: True
        """
        self._check_actor("owner", "approver", "coordinator")
        day, reason = self._read_new_day(date_due, reason)
        actions = self.sudo()
        actions._check_going()
        actions._move_to(day, reason)
        return True

    # === HELPERS === #

    def _read_new_day(self, date_due, reason):
        """Return the day and the reason that came from outside.

        :rtype: tuple
        :raise ValidationError: if the day does not lie ahead, or a reason is missing
        """
        day = self._read_date(date_due, self.env._("the action"))
        if not day or day < get_today(self):
            raise ValidationError(self.env._("Give a day that lies ahead."))
        self._check_text(reason, self.env._("the reason"))
        return day, self._read_line(reason, self.env._("The reason"), 500)

    def _check_going(self):
        for action in self:
            if action.state != "open" or action.cannot_reason:
                raise UserError(
                    self.env._("%s is not under way any more.", action.display_name)
                )

    def _check_stuck(self):
        for action in self:
            if action.state != "open" or not action.cannot_reason:
                raise UserError(
                    self.env._(
                        "%s: nobody reported that it cannot be done.",
                        action.display_name,
                    )
                )

    def _move_to(self, day, reason):
        """Give actions a new day and note why; called as superuser.

        :param datetime.date day: new last day
        :param str reason: why
        """
        for action in self:
            policy = action.case_id.policy_id
            planned = policy._get_working_day(day)
            action._add_progress(
                self.env._(
                    "New day %(date)s: %(reason)s",
                    date=action.case_id._format_date(planned),
                    reason=reason,
                )
            )
            action.write(
                {
                    "date_due": planned,
                    "date_due_first": action.date_due_first or action.date_due,
                    "cannot_reason": False,
                    "date_cannot": False,
                }
            )
            action.case_id._log("action_moved", str(planned))
        self.duty_update()

    def _add_progress(self, text):
        """Put a line above what was reported before, with day and name."""
        for action in self:
            if action.state != "open":
                raise UserError(
                    self.env._("%s is not under way any more.", action.display_name)
                )
            day = action.case_id._format_date(get_today(self))
            line = f"{day}, {self.env.user.name}: {text}"
            action.write({"progress": "\n".join(filter(None, [line, action.progress]))})

    def _pass_on_duty(self, duty, user, reason):
        """Override of the duty mixin: another owner, after the checks of one."""
        self.ensure_one()
        if duty.kind != "act":
            super()._pass_on_duty(duty, user, reason)
            return
        if self.company_id not in user.with_env(self.env).company_ids:
            raise UserError(self.env._("%s cannot take on an action here.", user.name))
        former = self.owner_id
        self.write({"owner_id": user.id})
        self.case_id._log(
            "delegated", f"{duty.display_name}: {former.name} → {user.name}"
        )
        self.duty_update()
