# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# A concern that is over needs nobody any more.
CLOSED = ("done", "refused")
SECOND_ROLES = [
    "second_person",
    "deputy_interviewer",
    "monitoring_officer",
    "coordinator",
]


class ExitInterviewConcernPeopleMixin(models.AbstractModel):
    """Who receives a concern, who stands in for whom, and what they owe.

    Requirement: S-28, R-05, X-19.
    """

    _name = "exit.interview.concern.people.mixin"
    _description = "People of a concern"

    # === WHO === #

    @api.model
    def _find_recipients(self, case, raiser):
        """Return who could take a concern on, in order.

        Whoever raised it comes last: better they than nobody.

        :param case: ``exit.interview`` record
        :param raiser: ``res.users`` who raises it
        :return: pairs of role and user
        :rtype: list[tuple]
        :raise UserError: if nobody at all is left
        """
        roles = [case.policy_id.concern_role, "monitoring_officer", "coordinator"]
        people = case._find_people(roles)
        people.sort(key=lambda pair: pair[1] == raiser)
        if not people:
            raise UserError(
                self.env._(
                    "Nobody is entered who could receive a concern. Speak to your head "
                    "of service now, and ask for a monitoring officer to be entered in "
                    "the policy."
                )
            )
        return people

    @api.model
    def _find_second(self, case, raiser, recipient):
        """Return who approves without having raised it: never the raiser.

        If nobody else is left, the recipient looks at it afterwards.

        :rtype: ``res.users``
        """
        people = case._find_people(
            SECOND_ROLES,
            raiser | recipient,
        )
        if people:
            return people[0][1]
        return recipient if recipient != raiser else self.env["res.users"]

    def _find_partner(self):
        """Return who agrees what is done: by the policy, else a second person.

        :return: role and user; empty if there is nobody but whoever took it on
        :rtype: tuple
        """
        self.ensure_one()
        case = self.case_id
        roles = [case.policy_id.concern_partner_role, *SECOND_ROLES]
        people = case._find_people(roles, self.handler_id)
        people.sort(key=lambda pair: pair[1] == self.raised_by_id)
        return people[0] if people else (False, self.env["res.users"])

    @api.model
    def _get_basis(self, case, role):
        """Return on what ground a role reads an extract.

        Only the whole record covers it: chosen parts leave open whether this one does.

        :param str role: role of the reader
        :return: `permission` or `override`
        :rtype: str
        """
        shares = case.share_ids.filtered(lambda share: share.role == role)
        # Where each is heard alone, everybody must have agreed.
        is_covered = shares and set(shares.mapped("permission")) == {"full"}
        return "permission" if is_covered else "override"

    def _get_recipients_now(self):
        """Return who may take the concern on at this moment.

        The deputy from their hour on, the monitoring officer once it is overdue: by the
        clock, without any job.

        :rtype: ``res.users``
        """
        self.ensure_one()
        if self.state in ("pending", "refused"):
            return self.env["res.users"]
        now = fields.Datetime.now()
        users = self.reader_id
        if self.moment_deputy and self.moment_deputy <= now:
            users |= self.deputy_id
        if self.date_due <= now:
            users |= self.officer_id
        return users

    def _renew_people(self):
        """Replace who was archived or shut out, on concerns that still need them."""
        # Called at the end of steps that checked their caller, and by the sweep.
        for concern in self.sudo():
            if concern.state in CLOSED:
                continue
            case = concern.case_id
            barred = case.conflict_user_ids
            away = self.env["exit.interview.absence"]._get_absences_today()

            def gone(user, barred=barred):
                return not user.active or user in barred

            vals = {}
            waits = concern.state in ("pending", "passed")
            if gone(concern.recipient_id) or (waits and concern.recipient_id in away):
                vals |= concern._prepare_recipient_vals()
            elif concern.deputy_id and gone(concern.deputy_id):
                vals |= concern._prepare_deputy_vals(concern.recipient_id)
            if concern.officer_id and gone(concern.officer_id):
                vals["officer_id"] = False
            if concern.second_decision == "waiting" and gone(concern.second_id):
                recipient = vals.get("recipient_id", concern.recipient_id.id)
                vals["second_id"] = concern._find_second(
                    case,
                    concern.raised_by_id,
                    concern.recipient_id.browse(recipient),
                ).id
            if vals:
                concern.write(vals)
            if concern.partner_id and gone(concern.partner_id):
                role, partner = concern._find_partner()
                concern.write({"partner_id": partner.id, "partner_role": role})

    def _prepare_recipient_vals(self):
        """Return the next recipient, after the one that was is gone.

        :rtype: dict
        """
        self.ensure_one()
        people = self._find_recipients(self.case_id, self.raised_by_id)
        role, user = people[0]
        vals = {
            "recipient_id": user.id,
            "recipient_role": role,
            **self._prepare_deputy_vals(user),
        }
        if self.reader_id:
            vals["reader_id"] = user.id
        if self.handler_id == self.recipient_id:
            vals["handler_id"] = self.handler_id and user.id
        return vals

    def _prepare_deputy_vals(self, recipient):
        """Return who stands in for `recipient`, and who sees to it when overdue.

        :rtype: dict
        """
        self.ensure_one()
        people = self._find_recipients(self.case_id, self.raised_by_id)
        others = [pair for pair in people if pair[1] != recipient]
        role, deputy = others[0] if others else (False, self.env["res.users"])
        officers = [
            user
            for role_, user in others
            if role_ == "monitoring_officer" and user != deputy
        ]
        return {
            "deputy_id": deputy.id,
            "deputy_role": role,
            "officer_id": officers[0].id if officers else False,
        }

    def _admit(self, users):
        """Let `users` see what is theirs when their hour comes, without any job."""
        group = self.env.ref("exit_interview.group_responder")
        for user in users:
            if not user.has_group("exit_interview.group_responder"):
                user.write({"group_ids": [Command.link(group.id)]})
                self.case_id._log("responder_granted", user.name)

    def _note_readers(self):
        """Add to the list of readers whoever may read by now and is not on it yet."""
        if self.env.cr.readonly:
            # A replica takes no writes; the line goes in by a cursor of its own.
            with self.env.registry.cursor() as cr:
                self.with_env(self.env(cr=cr))._note_readers()
            return
        vals_list = []
        # Lines follow from stored columns and the clock; people never write them.
        for concern in self.sudo():
            known = concern.reader_ids.user_id
            for role, user, basis in concern._get_readers_now():
                if user and user not in known:
                    known |= user
                    vals_list.append(concern._prepare_reader_vals(role, user, basis))
        self.env["exit.interview.concern.reader"].sudo().create(vals_list)

    def _get_readers_now(self):
        """Return who may read the extract at this moment, besides coordinators.

        :return: role, user and ground
        :rtype: list[tuple]
        """
        self.ensure_one()
        readers = [("second_person", self.second_id, "second")]
        for user in self._get_recipients_now():
            role = self.recipient_role
            if user != self.recipient_id:
                is_deputy = user == self.deputy_id
                role = self.deputy_role if is_deputy else "monitoring_officer"
            readers.append((role, user, self._get_basis(self.case_id, role)))
        basis = self._get_basis(self.case_id, self.partner_role)
        return [*readers, (self.partner_role, self.partner_id, basis)]

    def _prepare_reader_vals(self, role, user, basis):
        self.ensure_one()
        is_approved = self.second_decision == "approved" and not self.is_urgent
        return {
            "concern_id": self.id,
            "user_id": user.id,
            "user_name": user.name,
            "role": role,
            "basis": basis,
            "reason": self.reason,
            "approved_by": basis == "override" and is_approved and self.second_name,
        }

    # === WHAT IS OWED === #

    @api.private
    def duty_update(self):
        """Override of the duty mixin: replace who is gone, then note who reads."""
        self._renew_people()
        result = super().duty_update()
        self._note_readers()
        return result

    def _get_expected_duties(self):
        """Override of the duty mixin: each step of the way is somebody's."""
        self.ensure_one()
        policy = self.case_id.policy_id
        duties = []
        if self.state == "pending":
            duties += self._get_pending_duties(policy)
        elif self.second_decision == "waiting":
            due = policy._plan_working_days(
                policy.concern_review_days, self.date_passed
            )
            duties.append(
                self._prepare_duty("second", "second_person", due, self.second_id)
            )
        if self.state == "passed":
            duties += self._get_clock_duties(policy)
        days = policy.concern_decision_days
        if self.state == "taken":
            due = policy._plan_working_days(days, self.date_taken)
            duties.append(self._prepare_own_duty("settle", due))
        if self.state == "proposed":
            due = policy._plan_working_days(days, self.date_proposed)
            duties.append(
                self._prepare_duty("agree", self.partner_role, due, self.partner_id)
            )
        if self.state == "decided":
            duties.append(self._prepare_own_duty("act", self.decision_date))
        if self.tell_state == "owed" and self.date_passed:
            due = policy._plan_working_days(policy.concern_tell_days, self.date_passed)
            duties.append(self._prepare_duty("tell", "coordinator", due))
        return duties

    def _prepare_own_duty(self, kind, due):
        return self._prepare_duty(kind, self.recipient_role, due, self.handler_id)

    def _get_pending_duties(self, policy):
        """Return what is owed while the second person has not decided."""
        moment = policy._plan_hours(policy.concern_second_hours, self.date_start)
        duties = [
            self._prepare_clock_duty("second", "second_person", self.second_id, moment)
        ]
        if self.moment_deputy <= fields.Datetime.now():
            # The coordinator may pass on what cannot wait.
            duties.append(
                self._prepare_clock_duty(
                    "oversee", "coordinator", self.case_id.coordinator_id
                )
            )
        return duties

    def _get_clock_duties(self, policy):
        """Return who owes it to take the concern on at this moment."""
        duties = [
            self._prepare_clock_duty("escalate", self.recipient_role, self.recipient_id)
        ]
        users = self._get_recipients_now()
        if self.deputy_id in users - self.recipient_id:
            duties.append(
                self._prepare_clock_duty("stand_in", self.deputy_role, self.deputy_id)
            )
        if self.officer_id in users - self.recipient_id:
            duties.append(
                self._prepare_clock_duty(
                    "oversee", "monitoring_officer", self.officer_id
                )
            )
        return duties

    def _prepare_clock_duty(self, kind, role, user, moment=None):
        """Return a duty that counts in hours."""
        moment = moment or self.date_due
        day = self.case_id.policy_id._get_local_date(moment)
        return self._prepare_duty(kind, role, day, user, moment_due=moment)

    def _get_stand_in(self, user, role, date_due):
        """Override of the duty mixin: who reads a concern owes it, and nobody else.

        Whoever is away is replaced as reader (:meth:`_renew_people`).
        """
        if role == "coordinator":
            return super()._get_stand_in(user, role, date_due)
        return user

    def _is_duty_void(self, kind):
        """Override of the duty mixin: what nobody has to do any more was dropped."""
        self.ensure_one()
        return self.state == "refused" and kind != "second"

    # === REMIND AND PASS UP === #

    def _get_reminder_stages(self, duty):
        """Override of the duty mixin: a concern has hours of its own (S-28, R-05).

        :param duty: ``exit.interview.duty`` record
        :return: stage code and naive UTC moment
        :rtype: list[tuple]
        """
        self.ensure_one()
        policy = self.case_id.policy_id
        if duty.kind == "escalate":
            reminder = policy._plan_hours(
                policy.concern_reminder_hours, self.date_start
            )
            return [
                ("remind", reminder),
                ("escalate_deputy", self.moment_deputy),
                ("due", self.date_due),
                ("escalate", self.date_due),
            ]
        if duty.kind == "second" and duty.moment_due:
            return [("due", duty.moment_due), ("escalate_deputy", self.moment_deputy)]
        if duty.moment_due:
            return [("due", duty.moment_due)]
        return super()._get_reminder_stages(duty)

    def _escalate_duty(self, duty):
        """Override of the duty mixin: the deputy, then the monitoring officer, owe it.

        They could read it by the clock already; this puts it on their list.

        :param duty: ``exit.interview.duty`` record
        """
        self.ensure_one()
        before = self.reader_ids.user_id
        if duty.kind == "second" and self.state == "pending":
            self._ask_another_second()
        self.duty_update()
        for reader in self.reader_ids.filtered(lambda row: row.user_id not in before):
            self.case_id._log("escalated", reader.user_name)
        if duty.state == "open" and duty.is_overdue:
            return super()._escalate_duty(duty)
        return None

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: the coordinator is asked once to see to it."""
        if duty.reminder_ids.filtered("chase_role"):
            return []
        return super()._get_escalation_people(duty)

    def _ask_another_second(self):
        """Ask the next person, since the second person has not answered."""
        self.ensure_one()
        barred = self.raised_by_id | self.recipient_id | self.second_id
        people = self.case_id._find_people(
            SECOND_ROLES,
            barred,
        )
        if people:
            self.second_id = people[0][1]
