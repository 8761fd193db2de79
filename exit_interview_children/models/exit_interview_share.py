# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain

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

    _name = "exit.interview.share"
    _inherit = ["exit.interview.share.outside.mixin", "exit.interview.share"]

    home_id = fields.Many2one(
        related="case_id.home_id",
        store=True,
        index="btree_not_null",
        help="The home a young person moved out of; to find what was sent to it.",
    )
    is_considered = fields.Boolean(compute="_compute_is_considered")
    date_struck = fields.Date(
        string="Answer taken out on",
        readonly=True,
        copy=False,
        help="When an answer was last taken out of this copy, after it was sent.",
    )
    is_reread_owed = fields.Boolean(
        readonly=True,
        copy=False,
        help="Whoever reads this copy had read it before an answer was taken out.",
    )
    can_reread = fields.Boolean(compute="_compute_can_reread")

    @api.depends("population", "role")
    def _compute_is_considered(self):
        for share in self:
            share.is_considered = share._is_officers()

    @api.depends("is_reread_owed", "reader_id")
    @api.depends_context("uid")
    def _compute_can_reread(self):
        for share in self:
            share.can_reread = share.is_reread_owed and share._is_actor("recipient")

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

    # === TAKEN OUT === #

    def _prepare_line_vals(self):
        """Override of `exit_interview`: how many answers were removed, not which.

        Of those that this recipient could have read: nothing hints at the others.

        Requirement: I-52.
        """
        vals_list = super()._prepare_line_vals()
        if not self._is_of_child():
            return vals_list
        session = self.case_id._get_held_session(self.participant_id)
        removed = session._get_removed_questions() if session else []
        count = sum(self._is_permitted(question) for question in removed)
        if not count:
            return vals_list
        words = (
            self.env._("1 answer was removed at the young person's request.")
            if count == 1
            else self.env._(
                "%s answers were removed at the young person's request.", count
            )
        )
        # Apart from the head of the copy, which officers do not see beside their work.
        line = {
            "section": self.env._("Removed"),
            "question": self.env._("Is anything missing here?"),
            "answer": words,
        }
        return [*vals_list, line]

    def _strike_lines(self, questions):
        """Take answers out of copies; whoever had read them is asked to look again.

        Copies that nobody reads any more lose the lines. Those that somebody reads are
        frozen anew, as after a follow-up, without a hint at what is gone.

        Requirement: C-25, I-52.

        :param list[str] questions: the wordings under which the answers stand there
        """
        lines = self.env["exit.interview.share.line"].search(
            Domain("share_id", "in", self.ids) & Domain("question", "in", questions)
        )
        held = lines.share_id
        lines.unlink()
        today = get_today(self)
        # What a copy never held must not be hinted at by a copy that changes.
        for share in held.filtered("reader_id"):
            share._freeze_copy()
            is_read = share._is_read_by_reader()
            share.write({"date_struck": today, "is_reread_owed": is_read})
        held.duty_update()

    def _is_read_by_reader(self):
        """Return whether whoever may read this copy now has opened it.

        :rtype: bool
        """
        self.ensure_one()
        return bool(
            self.env["exit.interview.journal"].search_count(
                [
                    ("case_id", "=", self.case_id.id),
                    ("event", "=", "copy_read"),
                    ("user_id", "=", self.reader_id.id),
                ],
                limit=1,
            )
        )

    def action_reread(self):
        """Confirm that it was seen that an answer was taken out of the copy.

        Requirement: C-25, I-52.

        :return: True
        """
        self._check_actor("recipient")
        # The reader was checked; a copy is changed by its steps only.
        shares_sudo = self.sudo()
        shares_sudo.write({"is_reread_owed": False})
        shares_sudo.duty_update()
        return True

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
        if "reader_id" in vals:
            # Whoever reads it from now on has not read what is gone.
            vals = {"is_reread_owed": False, **vals}
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
        if self.is_reread_owed and self.reader_id and self.case_id.state != "cancelled":
            policy = self.case_id.policy_id
            due = policy._plan_working_days(policy.response_days, self.date_struck)
            duties.append(self._prepare_duty("reread", self.role, due, self.reader_id))
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
