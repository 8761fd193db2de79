# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .local_date import get_today


class ExitInterviewConcernFlowMixin(models.AbstractModel):
    """The way of a concern: raise, second decision, take on, decide, agree, report."""

    _name = "exit.interview.concern.flow.mixin"
    _description = "Way of a concern"

    # === RAISE === #

    @api.model
    def raise_concern(
        self,
        case_id,
        category,
        text,
        date=False,
        severity="significant",
        named_ids=None,
        reason=None,
        rests_on=False,
        urgent=False,
        told=False,
        details=None,
    ):
        """Raise a concern about what came up in a case.

        If the leaver lets the recipient read the whole record, it is passed on at once.
        Otherwise a second person approves first, unless it cannot wait. The clock
        starts with the end of the conversation, whenever it is entered.

        Requirement: S-28, L-20, C-06, decision 4; P-07, P-08, I-53, R-21.

        :param int case_id: id of the case
        :param str category: `safeguarding`, `whistleblowing`, `practice` or `other`
        :param str text: the extract: the least that others must know to act
        :param date: UTC datetime from which the clock counts, if that is not the end of
            the latest conversation
        :param str severity: `significant`, or `immediate` danger, which never waits
        :param list[int] named_ids: ids of the users it is about; they are shut out
        :param str reason: why it is passed on without permission; the policy's own
            words if not given
        :param str rests_on: the policy it rests on; the policy's own words if empty
        :param bool urgent: one person passes it on, a second looks at it afterwards
        :param bool told: the leaver knows already
        :param dict details: what the population asks besides
        :return: its id to those who may read it, else True
        """
        case = self._read_case(case_id)
        case._check_actor("interviewer", "coordinator")
        return self._raise_checked(
            case,
            category,
            text,
            date=date,
            severity=severity,
            named_ids=named_ids,
            reason=reason,
            rests_on=rests_on,
            urgent=urgent,
            told=told,
            details=details,
        )

    @api.model
    def _raise_checked(
        self,
        case,
        category,
        text,
        date=False,
        severity="significant",
        named_ids=None,
        reason=None,
        rests_on=False,
        urgent=False,
        told=False,
        details=None,
    ):
        """Raise a concern for somebody whose part in the case was checked.

        As :meth:`raise_concern`, which people call; populations let others raise one
        who see no case, such as whoever considers a copy.

        :param case: ``exit.interview`` record
        :return: its id to those who may read it, else True
        """
        values = self._read_concern(category, text, date, severity, reason, rests_on)
        named = self._read_ids("res.users", named_ids, self.env._("person"))
        if self.env.user in named:
            raise ValidationError(
                self.env._(
                    "You cannot raise a concern about yourself here. Ask the exit "
                    "interview coordinator."
                )
            )
        values |= {"is_urgent": bool(urgent) or severity == "immediate"}
        # The caller was checked; what a population asks may rest on the whole case.
        case_sudo = case.sudo()
        values |= self._read_concern_details(case_sudo, details)
        # The caller has a part in the case; nobody has a right to create.
        concern_sudo = self.sudo()._raise(case_sudo, values, named, bool(told))
        concern = concern_sudo.with_env(self.env)
        return concern.id if concern.has_access("read") else True

    @api.model
    def _read_case(self, case_id):
        """Return the case whose id came from outside; a wrong one looks forbidden."""
        is_id = isinstance(case_id, int) and not isinstance(case_id, bool)
        if not is_id or not 0 < case_id < 2**31:
            raise self._make_access_error()
        return self.env["exit.interview"].browse(case_id)

    @api.model
    def _read_concern(self, category, text, date, severity, reason, rests_on):
        """Return the checked values of a new concern."""
        self._check_value("category", category)
        self._check_value("severity", severity)
        self._check_text(text, self.env._("what others must know to act"))
        if reason is not None and reason is not False:
            self._check_text(reason, self.env._("the reason for passing it on"))
        start = self._read_moment(date, self.env._("the start of the clock"))
        if start and start > fields.Datetime.now():
            raise ValidationError(self.env._("The clock cannot start in the future."))
        return {
            "category": category,
            "severity": severity,
            "extract": self._read_line(text, self.env._("The extract")),
            "reason": self._read_line(reason, self.env._("The reason"), 2000),
            "rests_on": self._read_line(rests_on, self.env._("The policy"), 2000),
            "date_start": start,
        }

    @api.model
    def _read_concern_details(self, case, details):
        """Return the checked values of what a population asks besides.

        :param case: ``exit.interview`` record, as superuser
        :param dict details: from outside; may be empty
        :return: values of the concern
        :rtype: dict
        :raise ValidationError: for anything that nobody asked for
        """
        if details:
            raise ValidationError(
                self.env._("Nothing more than the concern is asked for here.")
            )
        return {}

    @api.model
    def _raise(self, case, values, named, told):
        """Create the concern; private twin of :meth:`raise_concern`, as superuser."""
        case._shut_out(named)
        raiser = self.env.user
        policy = case.policy_id
        people = self._find_recipients(case, raiser)
        role, recipient = people[0]
        basis = self._get_basis(case, role)
        start = values["date_start"] or case._get_concern_start()
        ground = values["rests_on"] or policy.concern_ground or policy.name
        concern = self.create(
            {
                **values,
                "case_id": case.id,
                "basis": basis,
                "reason": values["reason"] or (basis == "override" and ground),
                "rests_on": ground,
                "is_urgent": values["is_urgent"] and basis == "override",
                "named_user_ids": [Command.set(named.ids)],
                "raised_by_id": raiser.id,
                "raised_by_name": raiser.name,
                "date_start": start,
                "date_due": policy._plan_hours(policy.concern_hours, start),
                "moment_deputy": policy._plan_hours(policy.concern_deputy_hours, start),
                "recipient_id": recipient.id,
                "recipient_role": role,
                **self._prepare_tell_vals(told),
            }
        )
        concern.write(concern._prepare_deputy_vals(recipient))
        case._log("concern_raised", concern._get_selection_label("category"))
        concern._start_passing()
        concern._admit(recipient | concern.deputy_id | concern.officer_id)
        concern.duty_update()
        return concern

    @api.model
    def _prepare_tell_vals(self, told):
        """Return what is known of telling the leaver when a concern is raised."""
        if not told:
            return {}
        return {
            "tell_state": "told",
            "tell_how": self.env._("In the conversation"),
            "date_told": get_today(self),
        }

    def _start_passing(self):
        """Pass on what may go at once; ask the second person about the rest."""
        self.ensure_one()
        if self.basis == "override":
            second = self._find_second(
                self.case_id, self.raised_by_id, self.recipient_id
            )
            self.write({"second_id": second.id, "second_decision": "waiting"})
            if self.is_urgent or not second or second == self.recipient_id:
                # With nobody left to ask, it does not wait for nobody.
                self.write({"is_urgent": True, "urgent_name": self.raised_by_name})
        if self.basis == "permission" or self.is_urgent:
            self._pass_on()
        else:
            self._send_word(self.second_id)

    def _pass_on(self):
        """Let the recipient read the extract."""
        for concern in self:
            concern._set_state(
                "passed",
                reader_id=concern.recipient_id.id,
                date_passed=fields.Datetime.now(),
            )
            if concern.basis == "override":
                concern.case_id._log("override", concern._get_role_label())
            concern._send_word(concern.recipient_id)

    def _get_role_label(self):
        return dict(self._selection_role()).get(self.recipient_role)

    def _get_selection_label(self, name):
        return dict(self._fields[name]._description_selection(self.env))[self[name]]

    def _send_word(self, user):
        """Mail one person that something waits for them: no reference, no word more.

        Requirement: SEC-20, P-18.
        """
        self.ensure_one()
        if not user.email:
            return
        company = self.company_id
        words = self.with_context(lang=user.lang)
        url = f"{company.get_base_url()}/odoo/exit-my-work"
        body = words.env["ir.qweb"]._render(
            "exit_interview.concern_mail", {"url": url, "name": company.name}
        )
        self.env["mail.mail"].create(
            {
                "subject": words.env._("Exit interviews: something waits for you"),
                "body_html": body,
                "email_to": user.email,
                "email_from": company.email_formatted,
                "headers": str({"Auto-Submitted": "auto-generated"}),
                "auto_delete": True,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    # === SECOND DECISION === #

    def action_approve(self):
        """Approve as the second person that concerns are passed on, or were.

        :return: True
        :raise UserError: if no decision is asked for
        """
        self._decide_second("approved")
        return True

    def action_refuse(self, reason):
        """Refuse as the second person: there is no ground to pass it on.

        What was read already stays read; it is noted that it should not have been.

        :param str reason: why not
        :return: True
        """
        self._check_actor("second")
        self._check_text(reason, self.env._("why it should not be passed on"))
        reason = self._read_line(reason, self.env._("The reason"), 2000)
        self._decide_second("refused", second_reason=reason)
        return True

    def _decide_second(self, decision, **vals):
        self._check_actor("second")
        concerns = self.sudo()
        for concern in concerns:
            if concern.second_decision != "waiting":
                raise UserError(
                    self.env._(
                        "%s: no second decision is asked for.", concern.case_id.name
                    )
                )
            concern.write(
                {
                    "second_decision": decision,
                    "second_name": self.env.user.name,
                    "date_second": fields.Datetime.now(),
                    **vals,
                }
            )
            if concern.state == "pending" and decision == "approved":
                concern._pass_on()
            elif concern.state == "pending":
                concern._set_state("refused")
            concern.case_id.with_env(self.env)._log(
                "concern_decided", concern._get_selection_label("second_decision")
            )
        concerns.duty_update()

    def action_pass_now(self, reason):
        """Pass on what cannot wait for the second person, who looks at it afterwards.

        Requirement: P-07, DESIGN two-person rules.

        :param str reason: why it cannot wait
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(reason, self.env._("why it cannot wait"))
        reason = self._read_line(reason, self.env._("The reason"), 2000)
        self._check_step("passed")
        concerns = self.sudo()
        concerns.write(
            {
                "is_urgent": True,
                "urgent_reason": reason,
                "urgent_name": self.env.user.name,
            }
        )
        concerns._pass_on()
        concerns.duty_update()
        return True

    # === TAKE ON, DECIDE === #

    def action_take_on(self):
        """Say “I have it”: this stops the clock.

        Whoever's hour had not come by now does not read it any more.

        Requirement: S-28.

        :return: True
        """
        self._check_actor("recipient")
        self._check_step("taken")
        now = fields.Datetime.now()
        concerns = self.sudo()
        for concern in concerns:
            if concern.handler_id:
                raise UserError(
                    self.env._(
                        "%(reference)s: %(name)s has it already.",
                        reference=concern.display_name,
                        name=concern.handler_id.name,
                    )
                )
            readers = concern._get_recipients_now()
            concern._set_state("taken", handler_id=self.env.uid, date_taken=now)
            if concern.deputy_id not in readers:
                concern.deputy_id = False
            if concern.officer_id not in readers:
                concern.officer_id = False
            concern.case_id.with_env(self.env)._log(
                "concern_decided", concern._get_selection_label("state")
            )
        concerns.duty_update()
        return True

    def action_decide(self, decision, who, date):
        """Propose what is done about it; the partner reads it and agrees.

        Requirement: S-29.

        :param str decision: what is done
        :param str who: by whom
        :param date: by when
        :return: True
        """
        self._check_actor("handler")
        self._check_text(decision, self.env._("what is done"))
        self._check_text(who, self.env._("by whom"))
        date = self._read_date(date, self.env._("the decision"))
        if not date:
            raise ValidationError(
                self.env._("Please give the day by which it is done.")
            )
        self._check_step("proposed")
        concerns = self.sudo()
        for concern in concerns:
            role, partner = concern._find_partner()
            concern._set_state(
                "proposed",
                decision=self._read_line(decision, self.env._("The decision")),
                decision_who=self._read_line(who, self.env._("By whom"), 300),
                decision_date=date,
                decision_name=self.env.user.name,
                date_proposed=fields.Datetime.now(),
                partner_id=partner.id,
                partner_role=role,
                return_reason=False,
            )
            if partner:
                concern._send_word(partner)
            concern.case_id.with_env(self.env)._log(
                "concern_decided", concern._get_selection_label("state")
            )
        concerns.duty_update()
        return True

    def action_agree(self):
        """Agree to what is done.

        :return: True
        """
        self._check_actor("partner")
        self._check_step("decided")
        concerns = self.sudo()
        concerns._set_state(
            "decided",
            partner_name=self.env.user.name,
            date_agreed=fields.Datetime.now(),
        )
        self._log_cases("concern_decided", "decided")
        concerns.duty_update()
        return True

    def action_return(self, reason):
        """Give the proposed decision back.

        :param str reason: what should be done otherwise
        :return: True
        """
        self._check_actor("partner")
        self._check_text(reason, self.env._("what should be done otherwise"))
        reason = self._read_line(reason, self.env._("The reason"), 2000)
        for concern in self:
            if concern.state != "proposed":
                concern._check_step("decided")
        concerns = self.sudo()
        concerns._set_state("taken", return_reason=reason)
        self._log_cases("concern_decided", "taken")
        concerns.duty_update()
        return True

    def action_report_done(self, outcome):
        """Report that what was decided is done.

        :param str outcome: what came of it
        :return: True
        """
        self._check_actor("handler", "coordinator")
        self._check_text(outcome, self.env._("what came of it"))
        self._check_step("done")
        concerns = self.sudo()
        concerns._set_state(
            "done",
            outcome=self._read_line(outcome, self.env._("What came of it")),
            date_done=get_today(self),
        )
        self._log_cases("concern_decided", "done")
        concerns.duty_update()
        return True

    def _log_cases(self, event, state):
        """Note a step in the journals of the cases, in fixed words."""
        label = dict(self._fields["state"]._description_selection(self.env))[state]
        # Partners and recipients have no right on the case.
        self.sudo().case_id.with_env(self.env)._log(event, label)

    # === THE LEAVER === #

    def action_tell(self, how, date=False):
        """Record that the leaver knows what was passed on.

        Requirement: P-07.

        :param str how: in the conversation, by telephone ...
        :param date: when; today if empty
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(how, self.env._("how the leaver was told"))
        date = self._read_date(date, self.env._("the day"))
        date = date or get_today(self)
        if date > get_today(self):
            raise UserError(self.env._("This day lies ahead."))
        how = self._read_line(how, self.env._("How"), 300)
        return self._settle_telling(tell_state="told", tell_how=how, date_told=date)

    def action_do_not_tell(self, reason):
        """Record why the leaver is not told: it would not be safe.

        :param str reason: why
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(reason, self.env._("why telling would not be safe"))
        reason = self._read_line(reason, self.env._("The reason"), 2000)
        return self._settle_telling(tell_state="unsafe", tell_reason=reason)

    def _settle_telling(self, **vals):
        concerns = self.sudo()
        for concern in concerns:
            if concern.tell_state != "owed" or not concern.date_passed:
                raise UserError(
                    self.env._(
                        "%s: nothing is to be told here at the moment.",
                        concern.case_id.name,
                    )
                )
        concerns.write(vals)
        for concern in concerns:
            concern.case_id.with_env(self.env)._log("leaver_told")
        concerns.duty_update()
        return True
