# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError


class ResUsers(models.Model):
    """Whoever stops working here hands over, the same minute; nothing gets lost."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: who gets access from the start is noted (SEC-18)."""
        with self.env["exit.interview.policy.log"]._watch_members():
            return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: archiving passes on what the person owes.

        By the button, by hand or by a departure: all of them write here.

        Who gets access by it, or loses it, is noted and told.

        Requirement: R-10, X-17, X-18, SEC-18.
        """
        leaving = self.browse()
        if "active" in vals and not vals["active"]:
            leaving = self.filtered("active")
            leaving._check_exit_interview_fallback()
        if "group_ids" in vals or vals.get("active"):
            with self.env["exit.interview.policy.log"]._watch_members(self):
                result = super().write(vals)
        else:
            result = super().write(vals)
        leaving._hand_over_exit_interviews()
        return result

    def _get_populations(self, part):
        """Return the populations that somebody coordinates or interviews.

        Record rules ask this; it follows from groups alone, as the cache of rules does.

        :param str part: ``coordinator`` or ``interviewer``
        :return: values of ``population``
        :rtype: list[str]
        """
        self.ensure_one()
        mixin = self.env["exit.interview.population.mixin"]
        get_group = {
            "coordinator": mixin._get_coordinator_group,
            "interviewer": mixin._get_interviewer_group,
        }[part]
        codes = [code for code, _label in mixin._fields["population"].selection]
        return [code for code in codes if self.has_group(get_group(code))]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_exit_interview(self):
        """Refuse to delete whoever has a part in a case, in words (R-10)."""
        # Only yes or no leaves; that a leaver has a case is not among the parts.
        env = self.sudo().env
        for model, name in self._get_exit_interview_parts():
            found = (
                env[model]
                .with_context(active_test=False)
                .search([(name, "in", self.ids)], limit=1)
            )
            if found:
                raise UserError(
                    self.env._(
                        "%s has a part in exit interviews and cannot be deleted: what "
                        "was done has to say by whom. Archive the login instead; open "
                        "work passes to whoever plays the role.",
                        found[name][:1].name,
                    )
                )

    @api.model
    def _get_exit_interview_parts(self):
        """Return the fields by which somebody has a part in exit interviews.

        :return: (model, field) pairs
        :rtype: list[tuple]
        """
        return [
            ("exit.interview.policy.role", "user_id"),
            ("exit.interview.policy", "responsible_id"),
            ("exit.interview", "coordinator_id"),
            ("exit.interview", "interviewer_id"),
            ("exit.interview.session", "interviewer_id"),
            ("exit.interview.share", "user_id"),
            ("exit.interview.share", "approver_id"),
            ("exit.interview.action", "owner_id"),
            ("exit.interview.duty", "user_id"),
            ("exit.interview.finding", "author_id"),
            ("exit.interview.finding", "approver_id"),
            ("exit.interview.journal", "user_id"),
        ]

    def _check_exit_interview_fallback(self):
        """Refuse to archive the last coordinator of a policy (X-18).

        :raise UserError: saying where to name somebody else
        """
        # The roles are configuration that whoever archives need not see.
        rows = (
            self.env["exit.interview.policy.role"]
            .sudo()
            .search([("role", "=", "coordinator"), ("policy_id.active", "=", True)])
        )
        for policy in rows.policy_id:
            users = rows.filtered(lambda row, of=policy: row.policy_id == of).user_id
            gone = users & self
            if gone and not (users - self).filtered("active"):
                raise UserError(
                    self.env._(
                        "%(user)s is the only coordinator of “%(policy)s”; without "
                        "one, leavers would be missed. Name somebody else there under "
                        "“Who plays which role” first.",
                        user=gone[:1].name,
                        policy=policy.name,
                    )
                )

    def _hand_over_exit_interviews(self):
        """Pass open cases, approvals and duties on to whoever plays the role now."""
        if not self:
            return
        # Whoever archives a login has no right on cases and sees nothing of them.
        env = self.sudo().env
        env["exit.interview"]._hand_over(self.with_env(env))
        env["exit.interview.share"]._hand_over(self.with_env(env))
        env["exit.interview.finding"]._hand_over(self.with_env(env))
        env["exit.interview.duty"].search(
            [("user_id", "in", self.ids), ("state", "=", "open")]
        )._update_owners()
