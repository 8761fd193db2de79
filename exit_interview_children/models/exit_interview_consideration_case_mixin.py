# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .exit_interview_outcome_mixin import CHILD_CHANNELS
from .exit_interview_population_mixin import POPULATION


class ExitInterviewConsiderationCaseMixin(models.AbstractModel):
    """A child's case waits for the reviewing officer, and ends with their letter.

    Stands first in what the case inherits: all of it overrides the engine.

    Requirement: C-06, C-17 to C-22, decision 9.
    """

    _name = "exit.interview.consideration.case.mixin"
    _description = "Case that a reviewing officer considers"

    consideration_ids = fields.One2many(
        comodel_name="exit.interview.consideration",
        inverse_name="case_id",
        string="Consideration",
        readonly=True,
        # Interviewers have no right on it: the field would refuse them the case.
        groups="exit_interview_children.group_coordinator",
    )
    recommendation_ids = fields.One2many(
        comodel_name="exit.interview.recommendation",
        inverse_name="case_id",
        string="Recommendations",
        readonly=True,
        groups="exit_interview_children.group_coordinator",
    )

    # === WHO GETS A COPY === #

    def _get_recipients(self):
        """Leave out the manager of an agency's home who has no login (decision 9).

        The Children's Services Manager takes up with the agency what is recommended.
        """
        recipients = super()._get_recipients()
        if (
            self.population != POPULATION
            or not self.is_agency_home
            or self._get_role_user("home_manager")
        ):
            return recipients
        return recipients.filtered(lambda one: one.role != "home_manager")

    def _get_unanswered_shares(self, person=None):
        """Wait for answers that are owed, not for a click that a copy was read.

        The child does not wait for their letter because somebody has not opened a
        copy; whoever has not is reminded all the same.

        Requirement: C-21.
        """
        shares = super()._get_unanswered_shares(person)
        if self.population != POPULATION:
            return shares
        return shares.filtered("owes_response")

    def _get_concern_sections(self):
        """Return the parts of the record that concerns about the home came up in.

        Note: as superuser

        :rtype: ``exit.interview.section``
        """
        self.ensure_one()
        return self.concern_ids.filtered("is_about_home").section_ids

    def _keep_concern_from_home(self, sections):
        """Keep from the home's manager what a concern about the home came up in.

        Copies that are opened later find the concern by themselves.

        Requirement: C-06.

        :param sections: ``exit.interview.section`` recordset; empty: all of the record
        """
        self.ensure_one()
        self.share_ids._keep_from_home(sections)
        self.duty_update()

    def _ensure_shares(self):
        """A concern may have been raised before copies were opened (C-06)."""
        result = super()._ensure_shares()
        # The caller's step was checked; copies are the server's.
        for case in self.sudo().filtered(lambda one: one.population == POPULATION):
            concerns = case.concern_ids.filtered("is_about_home")
            if concerns.filtered(lambda one: not one.section_ids):
                drafts = case.share_ids.filtered(lambda one: one.state == "draft")
                known = drafts.filtered(lambda one: one.include_reason)
                (drafts - known)._keep_from_home(case._get_concern_sections().browse())
        return result

    def _find_people(self, roles, excluded=None):
        """Nobody of the home takes on, approves or follows a concern (C-06)."""
        case_sudo = self.sudo()  # who manages the home, to go round them
        if case_sudo.population != POPULATION:
            return super()._find_people(roles, excluded)
        manager = case_sudo.home_manager_id | case_sudo._get_role_user("home_manager")
        barred = manager if excluded is None else manager | excluded
        return super()._find_people(roles, barred)

    # === WHAT IS WAITED FOR === #

    def _awaits_answer(self, person=None):
        """Wait for the officer, and for everybody who was asked to act (C-18, C-22)."""
        waits = super()._awaits_answer(person)
        if self.population != POPULATION or waits:
            return waits
        # Called by steps that have checked who calls, and for yes or no.
        return self.sudo().consideration_ids._awaits()

    def _get_date_settled(self):
        """The letter counts from the last answer, or from the officer's decision."""
        settled = super()._get_date_settled()
        if self.population != POPULATION:
            return settled
        day = self.sudo().consideration_ids._get_settled_day()  # a day, nothing more
        return day or self.date_confirmed

    @api.private
    def duty_update(self):
        """What the officer and those asked owe follows the case."""
        result = super().duty_update()
        # The caller's step was checked; cases of others have no officer.
        children = self.sudo().filtered(lambda case: case.population == POPULATION)
        children.consideration_ids.duty_update()
        children.recommendation_ids.duty_update()
        return result

    def _complete(self):
        """What was considered is closed with its case."""
        result = super()._complete()
        # The caller's step was checked; people have no right to write here.
        considerations = self.sudo().consideration_ids
        considerations.filtered(lambda one: one.state == "decided")._set_state("closed")
        return result

    def _replace_owners(self, users):
        """Whoever is shut out answers no recommendation: it goes to the manager."""
        result = super()._replace_owners(users)
        for case in self.filtered(lambda case: case.population == POPULATION):
            considerations = case.consideration_ids
            considerations.filtered(lambda one: one.copy_user_id in users).write(
                {"copy_user_id": False}
            )
            waiting = case.recommendation_ids.filtered(
                lambda one: one.user_id in users and one.state == "sent"
            )
            if case.coordinator_id:
                waiting.write({"user_id": case.coordinator_id.id})
        return result

    # === THE LETTER === #

    def _gives_codes(self):
        """A child has no page at home: no code stands on any letter (P-19)."""
        if self.population == POPULATION:
            return False
        return super()._gives_codes()

    def _get_outcome_body(self):
        """The words of the age band (C-21)."""
        if self.population != POPULATION:
            return super()._get_outcome_body()
        return self._get_band_text("letter")

    def _get_no_changes_text(self):
        """Nothing was recommended: the officer says why, in the child's words."""
        if self.population != POPULATION:
            return super()._get_no_changes_text()
        return self._get_explain_marker()

    def _get_explain_marker(self):
        """Return what stands where the officer has to write in the child's words."""
        return self.env._(
            "[What comes of it, in words for this young person: please complete.]"
        )

    def _get_outcome_lines(self, shares):
        """What was answered to the recommendations; copies owe no answers here."""
        changes, cannot = super()._get_outcome_lines(shares)
        if self.population != POPULATION:
            return changes, cannot
        for one in self.recommendation_ids.filtered(lambda one: one.answer):
            if one.state == "answered":
                target = changes if one.answer == "accepted" else cannot
                target.append(f"- {one._get_letter_line()}")
        return changes, cannot

    def _keep_outcome(self, text, person):
        """Nothing in square brackets goes to a child."""
        if self.population == POPULATION and self._get_explain_marker() in str(text):
            raise UserError(
                self.env._(
                    "Complete the part in square brackets: this letter goes to the "
                    "young person as it stands."
                )
            )
        return super()._keep_outcome(text, person)

    def _check_outcome_channel(self, channel):
        """A child gets the letter by hand or by somebody they know; others do not."""
        super()._check_outcome_channel(channel)
        if (channel in CHILD_CHANNELS) == (self.population == POPULATION):
            return
        raise ValidationError(
            self.env._(
                "%s: a young person is given the letter, has it read out, or gets it "
                "by their social worker. Nothing is sent to a child by mail. Others "
                "get a letter, a mail, or are told.",
                self.name,
            )
        )

    def action_outcome_sent(self, date=False):
        """Override of `exit_interview`: a young person is owed a letter (C-21).

        :param date: day of the letter or conversation; today if empty
        :return: True
        :raise UserError: for children: write the letter, and say how it was given
        """
        if self.filtered(lambda case: case.population == POPULATION):
            raise UserError(
                self.env._(
                    "A young person is written to. Use “Write to the young person”, "
                    "and record there how they got the letter."
                )
            )
        return super().action_outcome_sent(date)

    def _get_letter_state(self):
        """Return in words how far the letter to the young person is.

        Note: self.ensure_one(), as superuser

        :rtype: str
        """
        self.ensure_one()
        if self.date_outcome_sent:
            channel = self._get_selection_label("outcome_channel", self.outcome_channel)
            return self.env._(
                "%(how)s on %(date)s",
                how=channel or self.env._("Given"),
                date=self._format_date(self.date_outcome_sent),
            )
        if not self._owes_letter():
            return self.env._("To be written once everybody has answered")
        if self.outcome_text:
            return self.env._("Written, not given yet")
        return self.env._("To be written now")

    def _describe_addressee(self):
        """Return to whom the letter goes: name and age, in words.

        Note: self.ensure_one(), as superuser

        :rtype: str
        """
        self.ensure_one()
        return self.env._(
            "%(name)s, %(age)s years old when told of the move",
            name=self.leaver_name,
            age=self.age_at_notice,
        )

    def _describe_answers(self):
        """Return what was recommended and answered, for whoever writes the letter.

        Note: self.ensure_one(), as superuser

        :rtype: str
        """
        self.ensure_one()
        blocks = [
            one._describe_answer()
            for one in self.recommendation_ids.filtered("date_answered")
        ]
        blocks += [
            self.env._("Nothing was recommended: %s", one.reason.strip())
            for one in self.consideration_ids
            if one.decision == "no_action"
        ]
        return "\n\n".join(blocks)
