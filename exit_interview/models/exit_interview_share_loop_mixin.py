# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError, ValidationError


class ExitInterviewShareLoopMixin(models.AbstractModel):
    """What happens while an answer is owed: passing on, asking, more time."""

    _name = "exit.interview.share.loop.mixin"
    _description = "Copy that waits for its answer"

    date_due_first = fields.Date(
        string="First due", readonly=True, help="Set once the answer got more time."
    )
    extend_reason = fields.Text(string="Why more time", readonly=True)
    query_ids = fields.One2many(
        comodel_name="exit.interview.query",
        inverse_name="share_id",
        string="Questions",
        readonly=True,
    )

    # === DELEGATE === #

    def action_delegate(self, user_id, reason=False):
        """Pass a copy and its answer to somebody else; the day it is due stays.

        The leaver's permission is for the role. So a recipient passes it to whoever
        plays that role in the policy; anybody else is for the coordinator to name, who
        is asked then. The former recipient's access ends.

        Requirement: L-18, L-23, I-37; DESIGN, role (deputies).

        :param int user_id: id of who answers instead
        :param str reason: why; needed where the coordinator decides
        :return: True
        :raise UserError: if that person may not have the copy
        """
        self._check_actor("recipient", "coordinator")
        user = self._read_choice_of_user(user_id, self.env._("Who answers instead"))
        reason = self._read_line(reason, self.env._("The reason"), 500)
        for share in self:
            share_sudo = share.sudo()
            share_sudo._check_can_pass_to(user)
            if share._is_actor("coordinator") or user in share_sudo._get_deputies():
                share_sudo._delegate(user)
            else:
                self._check_text(reason, self.env._("why this person should answer"))
                share_sudo._ask("delegate", reason, user)
        return True

    def _get_deputies(self):
        """Return who plays the role of this copy in the policy, with all deputies.

        :rtype: ``res.users``
        """
        self.ensure_one()
        case = self.case_id
        return (
            self.env["exit.interview.policy.role"]
            ._get_rows(
                case.policy_id, self.role, case.department_id, case.conflict_user_ids
            )
            .user_id
        )

    def _check_can_pass_to(self, user):
        """Check that a copy may go to `user`, in words that tell nothing of others.

        :param user: ``res.users`` who would read it
        :raise UserError: saying whom to ask
        """
        self.ensure_one()
        if self.state not in ("sent", "returned"):
            raise UserError(
                self.env._("%s: no answer is waited for.", self.display_name)
            )
        shut = self._get_barred_readers()
        if self.is_protected_permitted:
            # Protected answers never go to the team manager (P-06).
            shut |= self.case_id._get_role_user("team_manager")
        if (
            user == self.user_id
            or user in shut
            or self.company_id not in (user.with_env(self.env).company_ids)
        ):
            raise UserError(
                self.env._(
                    "%(reference)s: %(user)s cannot take this on. Choose somebody "
                    "else, or ask the coordinator.",
                    reference=self.display_name,
                    user=user.name,
                )
            )

    def _get_barred_readers(self):
        """Return who must not get this copy, by whatever way it is passed on.

        Whoever is shut out, and whoever plays a role that the leaver refused or that
        was left out for this conversation: they would read in another's copy what is
        kept from theirs. Populations add whom they keep copies from.

        Requirement: L-18, P-08, I-37.

        :rtype: ``res.users``
        """
        self.ensure_one()
        case = self.case_id
        barred = case.conflict_user_ids
        for share in case.share_ids - self:
            if share.is_limited or share.permission in ("none", "undecided"):
                barred |= share.user_id | case._get_role_user(share.role)
        return barred

    def _delegate(self, user):
        """Give the copy to `user` and close it for whoever had it.

        Called after the checks of :meth:`action_delegate`, as superuser.

        :param user: ``res.users`` who answers from now on
        """
        self.ensure_one()
        former = self.user_id
        approver = self.approver_id
        if not approver or approver == user:
            approver = self._get_approver(user)
        self.write(
            {"user_id": user.id, "reader_id": user.id, "approver_id": approver.id}
        )
        self.case_id._log(
            "delegated", f"{self.role_label}: {former.name} → {user.name}"
        )
        self.duty_update()
        self.query_ids.duty_update()

    # === ASK === #

    def action_ask(self, text):
        """Ask the coordinator something about a copy. The clock goes on.

        :param str text: the question
        :return: True
        """
        self._check_actor("recipient")
        self._check_text(text, self.env._("your question"))
        text = self._read_line(text, self.env._("Your question"))
        for share in self.sudo():
            share._ask("question", text)
        return True

    def _ask(self, kind, text, proposed=None):
        """Put a question to the coordinator; called as superuser by checked steps.

        :param str kind: kind of ``exit.interview.query``
        :param str text: what is asked
        :param proposed: ``res.users`` who would answer instead
        """
        self.ensure_one()
        if self.state not in ("sent", "submitted", "returned"):
            raise UserError(
                self.env._("%s: there is nothing to ask any more.", self.display_name)
            )
        query = self.env["exit.interview.query"].create(
            {
                "share_id": self.id,
                "kind": kind,
                "text": text,
                "asker_id": self.env.uid,
                "proposed_user_id": proposed.id if proposed else False,
            }
        )
        self.case_id._log("asked", self.role_label)
        query.duty_update()

    # === MORE TIME === #

    def action_extend(self, date_due, reason):
        """Give an answer more time, with the reason kept.

        A day on which nobody works becomes the next working day (I-41).

        Requirement: L-23, I-41.

        :param date_due: new last day
        :param str reason: why
        :return: True
        """
        self._check_actor("coordinator")
        day = self._read_date(date_due, self.env._("the answer"))
        self._check_text(reason, self.env._("the reason"))
        reason = self._read_line(reason, self.env._("The reason"), 500)
        for share in self.sudo():
            share._extend(day, reason)
        return True

    def _extend(self, day, reason):
        self.ensure_one()
        if self.state not in ("sent", "returned"):
            raise UserError(
                self.env._("%s: no answer is waited for.", self.display_name)
            )
        policy = self.case_id.policy_id
        if not day or day <= self.date_due or day < policy._get_local_date():
            raise ValidationError(
                self.env._(
                    "%(reference)s: more time means a day after %(date)s that lies "
                    "ahead.",
                    reference=self.display_name,
                    date=self.case_id._format_date(self.date_due),
                )
            )
        day = policy._get_working_day(day)
        self.write(
            {
                "date_due": day,
                "date_due_first": self.date_due_first or self.date_due,
                "extend_reason": reason,
            }
        )
        self.case_id._log("extended", f"{self.role_label}: {day}")
        self.duty_update()

    # === PASS ON === #

    def _pass_on_duty(self, duty, user, reason):
        """Override of the duty mixin: another recipient, or another approver."""
        self.ensure_one()
        if duty.kind in ("respond", "acknowledge"):
            self._check_can_pass_to(user)
            self._delegate(user)
            return
        shut = self._get_barred_readers() | self.user_id
        if user in shut or self.company_id not in user.with_env(self.env).company_ids:
            raise UserError(
                self.env._(
                    "%(reference)s: %(user)s cannot approve this. Choose somebody "
                    "else.",
                    reference=self.display_name,
                    user=user.name,
                )
            )
        self.write({"approver_id": user.id})
        self.case_id._log("delegated", f"{duty.display_name} → {user.name}")
        self.duty_update()
