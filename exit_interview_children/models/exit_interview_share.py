# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.exit_interview.models.local_date import get_today

from .exit_interview_population_mixin import POPULATION

OFFICER = "reviewing_officer"
HOME = "home_manager"
# What a young person does not want written down or passed on stands in no copy.
KEPT_BACK = "keep_back"


class ExitInterviewShare(models.Model):
    """What stands in the copies of a child's record, and what the officer owes on one.

    Requirement: C-06, C-17, C-18, C-21, C-25, C-27, decision 9.
    """

    _inherit = "exit.interview.share"

    home_id = fields.Many2one(
        related="case_id.home_id",
        store=True,
        index="btree_not_null",
        help="The home a young person moved out of; to find what was sent to it.",
    )
    is_considered = fields.Boolean(compute="_compute_is_considered")

    @api.depends("population", "role")
    def _compute_is_considered(self):
        for share in self:
            share.is_considered = share._is_officers()

    def _is_of_child(self):
        """Return whether this is a copy of a child's record; as superuser."""
        self.ensure_one()
        return self.population == POPULATION

    def _is_officers(self):
        """Return whether this copy is considered by the reviewing officer."""
        self.ensure_one()
        return self._is_of_child() and self.role == OFFICER

    # === WHAT STANDS IN A COPY === #

    def _get_sections(self):
        """Override of `exit_interview`: a child decides on their own words only.

        What the interviewer observed is no part to keep back or to open.
        """
        sections = super()._get_sections()
        if not self._is_of_child():
            return sections
        return sections.filtered(lambda section: not section.is_observation)

    def _is_permitted(self, question):
        """Override of `exit_interview`: by who reads, besides the child's decision.

        * what the child does not want passed on goes to nobody (C-25);
        * what the interviewer observed goes to the officer alone;
        * what a concern about the home came up in does not go to the home (C-06).
        """
        if not self._is_of_child():
            return super()._is_permitted(question)
        section = question.section_id
        if KEPT_BACK in (question.code, question.metric_id.code):
            return False
        if section.is_observation:
            return self.role == OFFICER
        if self.role == HOME and section in self.case_id._get_concern_sections():
            return False
        return super()._is_permitted(question)

    def _get_barred_readers(self):
        """Override of `exit_interview`: the home reads its own copy and no other.

        What a concern about the home came up in stands in the others.

        Requirement: C-06, C-17.
        """
        barred = super()._get_barred_readers()
        if not self._is_of_child() or self.role == HOME:
            return barred
        return barred | self.case_id._get_home_managers()

    # === THE HOME AND A CONCERN ABOUT IT === #

    def _get_circulation_word(self):
        """Return whether this reader has a copy, for the officer; never why not.

        Note: self.ensure_one(), as superuser

        :rtype: str
        """
        self.ensure_one()
        if self.is_limited:
            return self.env._("left out of the circulation")
        if self.reader_id:
            return self.env._("has a copy")
        return self.env._("has no copy now")

    def _keep_from_home(self, sections):
        """Keep from the home's manager what a concern about the home came up in.

        Where nobody said in which parts it came up, all of the record: the Children's
        Services Manager may take the manager in again, and says why. Words that tell
        that there is a concern stand nowhere in the copy.

        Requirement: C-06, C-27.

        :param sections: ``exit.interview.section`` recordset, may be empty
        """
        for share in self.filtered(lambda one: one._is_of_child() and one.role == HOME):
            is_out = share.state not in ("draft", "withdrawn")
            if sections:
                if is_out:
                    share._freeze_copy()
                continue
            if share.is_limited:
                continue
            words = share.env._("Decided for this conversation")
            share.write({"is_limited": True, "limit_reason": words})
            if is_out:
                share._withdraw(words)
            share.case_id._log("limited", share.role_label)
        self.duty_update()

    # === SENT, TAKEN BACK, PASSED ON === #

    def _send(self):
        """Override of `exit_interview`: the officer's copy is considered (C-18)."""
        result = super()._send()
        officers = self.filtered(lambda share: share._is_officers())
        self.env["exit.interview.consideration"]._open_for(officers)
        return result

    def _prepare_consideration_vals(self):
        """Return what the officer owes on a copy that just went out.

        :rtype: dict
        """
        self.ensure_one()
        policy = self.case_id.policy_id
        sent = self.date_sent or get_today(self)
        return {
            "case_id": self.case_id.id,
            "share_id": self.id,
            "date_due": policy._promise_working_days(policy.consideration_days, sent),
        }

    def write(self, vals):
        """Override of the ORM: what is considered follows whoever reads the copy."""
        result = super().write(vals)
        if "reader_id" in vals:
            self._follow_reader()
        return result

    def _follow_reader(self):
        """Let what is considered follow whoever reads the officer's copy now."""
        # Written by steps that have checked who calls; people cannot write this field.
        officers = self.sudo().filtered(lambda share: share._is_officers())
        if officers:
            Consideration = officers.env["exit.interview.consideration"]
            Consideration.search([("share_id", "in", officers.ids)]).duty_update()

    def _get_consideration(self):
        """Return what the officer made of this copy; as the user who asks.

        :rtype: ``exit.interview.consideration``
        """
        self.ensure_one()
        Consideration = self.env["exit.interview.consideration"]
        return Consideration.search([("share_id", "=", self.id)])

    def action_open_consideration(self):
        """Open what the reviewing officer decides on this copy.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("recipient", "coordinator")
        return self._get_consideration()._get_duty_action("consider")

    # === THE LETTER === #

    def _plays_outcome_part(self, who):
        """Override of `exit_interview`: the officer writes to the child (C-21)."""
        if who == OFFICER:
            return self._is_officers() and self.state == "approved"
        return super()._plays_outcome_part(who)

    def _check_outcome_print(self):
        """Override of `exit_interview`: officers print again what they gave (C-21)."""
        self._check_actor("recipient")
        given = self.filtered(
            # The reader was checked; a yes or no about their own letter.
            lambda share: share._is_officers()
            and share.sudo().case_id.date_outcome_sent
        )
        return super(ExitInterviewShare, self - given)._check_outcome_print()

    def action_open_outcome(self):
        """Override of `exit_interview`: in the words of a letter to a young person.

        :return: window action
        :rtype: dict
        """
        action = super().action_open_outcome()
        if not self._is_of_child():
            return action
        return {**action, "name": self.env._("Write to the young person")}

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of `exit_interview`: to consider a copy is to read it."""
        duties = super()._get_expected_duties()
        if not self._is_officers():
            return duties
        return [one for one in duties if one["kind"] != "acknowledge"]

    def _get_duty_action(self, kind):
        """Override of `exit_interview`: officers work from what they consider."""
        if self.role == OFFICER and kind in ("write", "acknowledge"):
            consideration = self._get_consideration()
            if consideration:
                return consideration._get_duty_action("consider")
        return super()._get_duty_action(kind)

    def _pass_on_duty(self, duty, user, reason):
        """Override of `exit_interview`: the letter goes on with its copy."""
        if not self._is_officers() or duty.kind != "write":
            return super()._pass_on_duty(duty, user, reason)
        consideration = self._get_consideration()
        consideration._check_can_be_asked(user)
        return self._delegate(user)
