# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewConflictMixin(models.AbstractModel):
    """Shut people out of a case: everything goes round them, and they keep nothing.

    The conflict list itself is a global rule on every content model; this mixin gives
    to others what the case still owes.

    Requirement: P-08, SEC-03, DESIGN decision 10.
    """

    _name = "exit.interview.conflict.mixin"
    _description = "Case that people can be shut out of"

    def _shut_out(self, users):
        """Shut `users` out and hand their parts to whoever else plays them.

        Called as superuser by steps that have checked their caller.

        :param users: ``res.users`` recordset
        """
        for case in self:
            fresh = users - case.conflict_user_ids
            if not fresh:
                continue
            case.conflict_user_ids |= fresh
            for user in fresh:
                case._log("shut_out", user.name)
            case._replace_people(fresh)
            case._replace_recipients(fresh)
            case._replace_owners(fresh)
            case.finding_ids._replace_approver(fresh)
            case._forget_activities(fresh)
            case._update_all_duties()

    def _replace_people(self, users):
        """Find another coordinator and interviewer for those in `users`."""
        self.ensure_one()
        if self.coordinator_id in users:
            self.coordinator_id = self._find_coordinator()
        if self.interviewer_id in users:
            self.write(
                {
                    "interviewer_id": self._get_interviewer().id,
                    "independence_reason": False,
                }
            )
            planned = self._get_planned_session() | self._get_planned_follow_ups()
            planned.write({"interviewer_id": self.interviewer_id.id})

    def _find_coordinator(self, excluded=None):
        """Return a coordinator of the case: by the policy, else any of the group.

        :param excluded: ``res.users`` who must not act, besides the conflict list
        :rtype: ``res.users``
        """
        self.ensure_one()
        people = self._find_people(["coordinator"], excluded)
        return people[0][1] if people else self.env["res.users"]

    def _find_people(self, roles, excluded=None):
        """Return everybody who could act, in order: roles, deputies, any coordinator.

        Whoever is away today comes last.

        :param list[str] roles: role codes, the first choice first
        :param excluded: ``res.users`` who must not act, besides the conflict list
        :return: pairs of role and user; each user once
        :rtype: list[tuple]
        """
        self.ensure_one()
        # Roles are configuration; who plays them is looked up for a case in hand.
        case_sudo = self.sudo()
        none = case_sudo.env["res.users"]
        barred = case_sudo.conflict_user_ids | (excluded or none)
        people = []
        for role in roles:
            rows = case_sudo.env["exit.interview.policy.role"]._get_rows(
                case_sudo.policy_id, role, case_sudo.department_id
            )
            # A population may know who plays a role from its own records.
            for user in case_sudo._get_role_user(role).sudo() | rows.user_id:
                if user not in barred:
                    people.append((role, user))
                    barred |= user
        group = case_sudo.env.ref(case_sudo._get_coordinator_group(self.population))
        people += [
            ("coordinator", user)
            for user in group.all_user_ids.sorted("id")
            if user.active
            and user not in barred
            and case_sudo.company_id in user.company_ids
        ]
        away = case_sudo.env["exit.interview.absence"]._get_absences_today()
        return sorted(people, key=lambda pair: pair[1] in away)

    def _replace_recipients(self, users):
        """Close the copies of `users`; who plays the role instead gets a new one."""
        self.ensure_one()
        for share in self.share_ids:
            if share.user_id in users and share.state != "draft":
                share._replace_recipient()
            elif share.approver_id in users:
                share.approver_id = share._get_approver(share.user_id)

    def _replace_owners(self, users):
        """Give open actions of `users` to the coordinator, who passes them on."""
        self.ensure_one()
        actions = self.action_ids.filtered(
            lambda action: action.owner_id in users
            and action.state in ("proposed", "open")
        )
        if actions and self.coordinator_id:
            actions.write({"owner_id": self.coordinator_id.id})

    def _forget_activities(self, users):
        """Delete what `users` did in this case from their own list of activities."""
        activities = self.env["mail.activity"].with_context(active_test=False)
        activities.search(
            [
                ("res_model", "=", "exit.interview.duty"),
                ("res_id", "in", self.duty_ids.ids),
                ("user_id", "in", users.ids),
                ("active", "=", False),
            ]
        ).unlink()

    def _update_all_duties(self):
        """Let everything that owes something in this case follow."""
        self.ensure_one()
        self.duty_update()
        self.share_ids.duty_update()
        self.action_ids.duty_update()
        duties = self.duty_ids.filtered(lambda duty: duty.state == "open")
        for model, open_duties in duties.grouped("res_model").items():
            ids = sorted(set(open_duties.mapped("res_id")))
            self.env[model].browse(ids).exists().duty_update()
