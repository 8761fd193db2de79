# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .exit_interview_population_mixin import POPULATION


class ExitInterviewAgreementCaseMixin(models.AbstractModel):
    """Nobody is picked, and nothing offered, before the young person was asked.

    Requirement: C-09 to C-14.
    """

    _name = "exit.interview.agreement.case.mixin"
    _description = "Case that begins with an agreement"

    agreement_ids = fields.One2many(
        comodel_name="exit.interview.agreement",
        inverse_name="case_id",
        string="Agreement",
        readonly=True,
        # Others have no right on agreements: the field would refuse them the case.
        groups="exit_interview_children.group_coordinator",
    )

    agreement_text = fields.Char(
        string="Asking the young person",
        compute="_compute_agreement_text",
        groups="exit_interview_children.group_coordinator",
    )

    @api.depends("agreement_ids.state", "social_worker_id")
    def _compute_agreement_text(self):
        for case in self:
            agreement = case.agreement_ids[:1]
            worker = case.social_worker_id.name or case.coordinator_id.name or ""
            if agreement.state == "feasible":
                case.agreement_text = self.env._(
                    "%s decides whether a conversation is feasible.", worker
                )
            elif agreement.state == "asked":
                case.agreement_text = self.env._(
                    "%s asks whether they would like to talk.", worker
                )
            else:
                case.agreement_text = False

    def action_open_agreement(self):
        """Open what the young person was asked.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator")
        agreement = self.agreement_ids[:1]
        return agreement._get_duty_action("agreement")

    def _follow_agreement(self, agreement, date, reason, wish):
        """Go on as the young person said; called as superuser, after the checks.

        :param str agreement: `yes` or `no`
        :param datetime.date date: the day they were asked
        :param str reason: only if they gave one
        :param str wish: whom they would like to talk to
        """
        self.ensure_one()
        reply = "accepted" if agreement == "yes" else "declined"
        if self.state == "new":
            # Being asked is the offer: nothing is sent to a child.
            self._set_state("offered", offer_channel="told", date_offered=date)
        self._record_reply(reply, reason)
        self.write({"date_replied": date})
        self.participant_ids._follow_case(reply)
        if agreement == "yes":
            self.agreement_ids.write({"date_read": False})
        if wish:
            self.write({"wish_note": wish})

    def _end_not_feasible(self, reason):
        """End the case: the social worker finds a conversation not feasible (C-09).

        :param str reason: why
        """
        self.ensure_one()
        self._set_state("done", outcome="not_feasible", outcome_reason=reason)
        self._note_known()
        self._log("closed", self._get_selection_label("outcome", "not_feasible"))

    def _record_no(self, vals, reason=False):
        """Override of `exit_interview`: whoever coordinates and noted it knows it."""
        result = super()._record_no(vals, reason)
        for case in self:
            case._note_known()
        return result

    def _note_known(self):
        """Spare whoever coordinates the news that they have just typed themselves."""
        self.ensure_one()
        if self.population == POPULATION and self._is_actor("coordinator"):
            # The step that ends the case has checked its caller.
            self.sudo().agreement_ids._note_read()

    def _check_not_shut_out(self, user):
        """Check that somebody may have to do with this child's case.

        :param user: ``res.users`` record
        :raise UserError: if the case is closed to them
        """
        self.ensure_one()
        if user in self.conflict_user_ids:
            raise UserError(
                self.env._(
                    "%(reference)s: %(user)s cannot do this. Choose somebody else.",
                    reference=self.name,
                    user=user.name,
                )
            )

    def _check_route_decided(self):
        """A child is asked by their social worker, never by a letter of offer."""
        self.ensure_one()
        if self.population == POPULATION and self.route != "consider":
            raise UserError(
                self.env._(
                    "%s: the social worker asks the young person, and records the "
                    "answer under “Agreement”. Nothing is sent to a child.",
                    self.name,
                )
            )
        return super()._check_route_decided()

    def _get_stage_duties(self):
        """Asking is owed by the agreement; then somebody is found, and meets them."""
        self.ensure_one()
        if self.population == POPULATION and self.state == "new":
            return []
        return super()._get_stage_duties()

    def _get_interviewer_duties(self):
        """An interviewer is found once the young person has said yes (C-14)."""
        self.ensure_one()
        if self.population == POPULATION and self.state == "new":
            return []
        return super()._get_interviewer_duties()

    @api.private
    def duty_update(self):
        """What is to be asked follows its case."""
        result = super().duty_update()
        # The caller's step was checked; cases of others have no agreement.
        children = self.sudo().filtered(lambda case: case.population == POPULATION)
        children.agreement_ids.duty_update()
        return result

    def _is_young_enough(self):
        """Return whether a conversation is offered without anybody deciding it.

        :rtype: bool
        """
        self.ensure_one()
        return self.age_at_notice <= self.policy_id.child_age_max
