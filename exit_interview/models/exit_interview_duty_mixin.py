# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .local_date import get_today


class ExitInterviewDutyMixin(models.AbstractModel):
    """A record that owes something by a date."""

    _name = "exit.interview.duty.mixin"
    _description = "Record that owes something"

    def _get_expected_duties(self):
        """Return what the record owes now; override on everything that owes.

        Note: self.ensure_one(); called as superuser by :meth:`duty_update`.

        :return: dictionaries of :meth:`_prepare_duty`, one kind at most once
        :rtype: list[dict]
        """
        self.ensure_one()
        return []

    def _get_duty_case(self):
        """Return the case the duties of this record belong to."""
        self.ensure_one()
        return self.case_id

    def _get_duty_policy(self):
        """Return the policy by whose roles and calendar the duties go."""
        self.ensure_one()
        return self._get_duty_case().policy_id

    def _get_duty_reference(self):
        """Return what heads the duties: a reference that tells nothing."""
        self.ensure_one()
        return self._get_duty_case().name

    def _is_duty_void(self, kind):
        """Return whether a duty no longer expected was dropped rather than done.

        :param str kind: kind of the duty
        :rtype: bool
        """
        self.ensure_one()
        return False

    def _get_duty_action(self, kind):
        """Return the window action that opens what a duty is about.

        :param str kind: kind of the duty
        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # === REMIND AND PASS UP === #

    def _get_reminder_stages(self, duty):
        """Return when somebody is reminded of a duty, and when word goes up.

        By default by the policy's days; where hours count, halfway, then the moment
        itself, at which word goes up too. A code that starts with ``escalate`` passes
        word up (:meth:`_escalate_duty`), any other reminds who owes the duty.

        Note: self.ensure_one(); called as superuser by the sweep.

        Requirement: R-06, TRUST 5.3.

        :param duty: ``exit.interview.duty`` record
        :return: (stage code, naive UTC datetime), in any order
        :rtype: list[tuple]
        """
        self.ensure_one()
        if duty.moment_due:
            halfway = duty.date_opened + (duty.moment_due - duty.date_opened) / 2
            return [
                ("halfway", halfway.replace(microsecond=0)),
                ("due", duty.moment_due),
                ("escalate", duty.moment_due),
            ]
        return self._get_duty_policy()._get_day_stages(duty.date_due, duty.date_opened)

    def _escalate_duty(self, duty):
        """Pass word up that a duty is late: each of those asked owes a `chase`.

        Called once for each stage whose code starts with ``escalate``.

        Requirement: decision 3.

        :param duty: ``exit.interview.duty`` record
        """
        self.ensure_one()
        Reminder = self.env["exit.interview.reminder"]
        told = self.env["res.users"]
        for role, user in self._get_escalation_people(duty):
            if user and user != duty.user_id and user not in told:
                told |= user
                reminder = Reminder._queue(
                    duty,
                    f"chase_{role}",
                    fields.Datetime.now(),
                    user_id=user.id,
                    chase_role=role,
                )
                reminder.duty_update()
                if reminder:
                    self._log_duty(duty, "escalated", user)

    def _get_escalation_people(self, duty):
        """Return who sees to a late duty: by default the coordinator.

        A coordinator who is late themselves is seen to by the next one of the policy.

        :param duty: ``exit.interview.duty`` record
        :return: (role, user) pairs; empty users and whoever owes the duty are left out
        :rtype: list[tuple]
        """
        self.ensure_one()
        case = self._get_duty_case()
        coordinator = self.env["exit.interview.policy.role"]._find_user(
            self._get_duty_policy(),
            "coordinator",
            case.department_id,
            excluded=case.conflict_user_ids | duty.user_id,
        )
        if (
            case.coordinator_id.active
            and case.coordinator_id not in case.conflict_user_ids | duty.user_id
        ):
            coordinator = case.coordinator_id
        return [("coordinator", coordinator)]

    def _log_duty(self, duty, event, user):
        """Add a line to the journal about a reminder; override where it would tell.

        :param duty: ``exit.interview.duty`` record
        :param str event: `reminded` or `escalated`
        :param user: ``res.users`` reminded or told
        """
        self.ensure_one()
        self.env["exit.interview.journal"]._log(duty.case_id, event, user.name)

    # === PASS ON === #

    def _pass_on_duty(self, duty, user, reason):
        """Let somebody else do what is owed; override where that is possible.

        Called as superuser by ``exit.interview.duty.action_pass_on``, which has checked
        that a coordinator asks. Checks whether `user` may, writes, logs, updates.

        :param duty: ``exit.interview.duty`` record
        :param user: ``res.users`` who works here
        :param str reason: needed where somebody is not independent
        :raise UserError: if the duty is not passed on, saying what to do instead
        """
        raise UserError(
            self.env._(
                "%s goes to whoever plays the role. Name somebody else in the policy, "
                "or enter an absence.",
                duty.display_name,
            )
        )

    def _get_open_duties(self):
        """Return the open duties of these records.

        :rtype: ``exit.interview.duty``
        """
        return self.env["exit.interview.duty"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "=", "open"),
            ]
        )

    # === WHAT IS OWED === #

    def _prepare_duty(self, kind, role, date_due, user=None, moment_due=False):
        """Return one dictionary for :meth:`_get_expected_duties`.

        Nobody found for a role is a duty of the coordinator, never of nobody.

        :param str kind: a kind of ``exit.interview.duty``
        :param str role: the role that owes it
        :param datetime.date date_due: last day in time
        :param user: who owes it, if not whoever plays the role
        :param moment_due: UTC datetime, where hours count
        :rtype: dict
        """
        user = self._get_duty_user(role, user)
        return {
            "kind": kind,
            "role": role,
            "user_id": self._get_stand_in(user, role, date_due).id,
            "date_due": date_due,
            "moment_due": moment_due,
        }

    def _get_duty_user(self, role, user=None):
        """Return who owes a duty: `user` if they can, else whoever plays the role.

        :param str role: the role that owes it
        :param user: ``res.users``, may be empty
        :rtype: ``res.users``
        """
        self.ensure_one()
        case = self._get_duty_case()
        if not user and role == "interviewer":
            user = case.interviewer_id
        if not user and role != "coordinator":
            user = case._get_role_user(role)
        if not user or not user.active or user in case.conflict_user_ids:
            user = case.coordinator_id
            if not user.active or user in case.conflict_user_ids:
                user = case._get_role_user("coordinator")
        return user

    def _get_stand_in(self, user, role, date_due):
        """Return who does it while `user` is away: nobody's absence stops anything.

        What a coordinator owes passes to the deputy named, if they are a coordinator
        too, else to the next one of the policy. What only one person may do (a copy, a
        conversation) goes to the coordinator, who can pass it on, if it falls due
        before that person is back; it comes back with them.

        :param user: ``res.users`` who owes the duty
        :param str role: the role that owes it
        :param datetime.date date_due: last day in time
        :rtype: ``res.users``
        """
        self.ensure_one()
        case = self._get_duty_case()
        absences = self.env["exit.interview.absence"]._get_absences_today()
        absence = absences.get(user)
        if not absence or not case:
            return user
        if user != case.coordinator_id:
            return user if date_due > absence.date_to else self._get_free_coordinator()
        deputy = absence.deputy_id
        group = case._get_coordinator_group(case.population)
        if (
            deputy.active
            and deputy not in case.conflict_user_ids
            and deputy not in absences
            and deputy.has_group(group)
        ):
            return deputy
        return case._get_role_user("coordinator") or user

    def _get_free_coordinator(self):
        """Return the coordinator of the case, or who stands in for them today."""
        user = self._get_duty_user("coordinator")
        return self._get_stand_in(user, "coordinator", get_today(self))

    @api.private
    def duty_update(self):
        """Make the table of duties say what `self` owes now. May be called any time.

        Creates, moves and closes in batch; called at the end of every step and by the
        sweep.

        Requirement: DESIGN decision 3; R-10.
        """
        if not self:
            # What a case may have and has not: nothing is asked of the database.
            return
        # Duties are written by the server only; the step has checked its caller.
        records_sudo = self.sudo().with_context(exit_interview_day_memo={})
        Duty = records_sudo.env["exit.interview.duty"]
        expected = {
            (record.id, vals["kind"]): {**vals, **record._prepare_duty_scope()}
            for record in records_sudo
            for vals in record._get_expected_duties()
        }
        closing = Duty
        for duty in records_sudo._get_open_duties():
            vals = expected.pop((duty.res_id, duty.kind), None)
            if vals is None:
                closing |= duty
            else:
                duty._move(vals)
        for record in records_sudo:
            duties = closing.filtered(lambda duty, rid=record.id: duty.res_id == rid)
            void = duties.filtered(
                lambda duty, owner=record: owner._is_duty_void(duty.kind)
            )
            void._close("void")
            (duties - void)._close("done")
        Duty.create(
            [
                {**vals, "res_model": self._name, "res_id": res_id}
                for (res_id, _kind), vals in expected.items()
            ]
        )

    def _prepare_duty_scope(self):
        """Return whose duty it is to see: case, organisation and population.

        :rtype: dict
        """
        self.ensure_one()
        policy = self._get_duty_policy()
        return {
            "case_id": self._get_duty_case().id,
            "company_id": policy.company_id.id,
            "population": policy.population,
            "reference": self._get_duty_reference(),
        }
