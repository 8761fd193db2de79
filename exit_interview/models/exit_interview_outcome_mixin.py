# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from .local_date import get_today


class ExitInterviewOutcomeMixin(models.AbstractModel):
    """Thanks, and what came of it: the letter that every interviewed leaver is owed.

    It is proposed from what was approved, edited by the coordinator or by whoever
    answered, as the policy says, and kept as it was sent. Where each was heard alone
    there is one for each. The mail holds a link to the page, nothing of the letter
    (SEC-20).
    """

    _name = "exit.interview.outcome.mixin"
    _description = "Letter about the outcome of a case"

    outcome_text = fields.Text(
        string="Letter about the outcome",
        readonly=True,
        copy=False,
        help="The words as the leaver received them.",
    )
    outcome_channel = fields.Selection(
        selection=[
            ("letter", "Letter"),
            ("mail", "Mail with a link to it"),
            ("told", "In person"),
        ],
        string="Outcome told by",
        readonly=True,
        copy=False,
    )

    # === STEPS === #

    def action_write_outcome(self, text, participant_id=False):
        """Keep the words of the letter, so that it can be printed and sent.

        Requirement: S-27, F-24, F-25.

        :param str text: the letter without address and greeting
        :param int participant_id: to whom, where each was heard alone
        :return: True
        :raise UserError: before there is something to tell, or after it was told
        """
        self._check_actor("coordinator")
        for case in self:
            person = case._read_person(participant_id)
            case.sudo()._keep_outcome(text, person.sudo())
        self._log("outcome_written")
        self.duty_update()
        return True

    def action_send_outcome(self, channel, date=False, participant_id=False):
        """Record that the letter went out; a mail with the link is sent now.

        Requirement: S-27, F-24, SEC-20.

        :param str channel: `letter`, `mail` or `told`
        :param date: day of the letter or conversation; today if empty
        :param int participant_id: to whom, where each was heard alone
        :return: True
        :raise UserError: if there are no words yet, or a mail has nowhere to go
        """
        self._check_actor("coordinator")
        for case in self:
            person = case._read_person(participant_id)
            case._tell_outcome(channel, date, person.sudo())
        return True

    def _get_letter(self, person):
        """Return what holds the letter: the case, or a person who was heard alone.

        :param person: ``exit.interview.participant``, may be empty
        :return: record with `outcome_text`, `outcome_channel`, `date_outcome_sent`
        :raise UserError: if it is not said whose letter it is
        """
        self.ensure_one()
        if not self.is_apart:
            return self
        if not person:
            raise UserError(
                self.env._(
                    "%s: each was heard alone and gets a letter of their own. Say to "
                    "whom this one goes.",
                    self.name,
                )
            )
        return person

    def _get_letter_people(self, person):
        """Return to whom a letter goes: one heard alone, or all who were heard.

        :param person: ``exit.interview.participant``, may be empty
        :rtype: ``exit.interview.participant``
        """
        self.ensure_one()
        return (
            self._get_interviewed() & person
            if self.is_apart
            else (self._get_interviewed())
        )

    def _keep_outcome(self, text, person):
        """Keep the words of one letter; called as superuser, after the caller's checks.

        :param str text: from outside
        :param person: ``exit.interview.participant``, may be empty
        """
        self.ensure_one()
        text = self._read_line(text, self.env._("Letter about the outcome"), 20000)
        self._check_text(text, self.env._("the words of the letter"))
        letter = self._get_letter(person)
        self._check_outcome_open(person)
        if self._get_outcome_marker() in text:
            raise UserError(
                self.env._(
                    "Complete the part in square brackets, or delete it with its "
                    "heading: this letter goes to the leaver as it stands."
                )
            )
        letter.write({"outcome_text": text})

    def _tell_outcome(self, channel, date, person):
        """Note that one letter went out; called after the caller was checked.

        :param str channel: `letter`, `mail` or `told`
        :param date: from outside; today if empty
        :param person: ``exit.interview.participant``, may be empty
        """
        self.ensure_one()
        self._check_outcome_channel(channel)
        # Whoever sends was checked; letter and contacts stay with the server.
        case_sudo = self.sudo()
        letter = case_sudo._get_letter(person)
        case_sudo._check_outcome_open(person)
        if channel != "told" and not letter.outcome_text:
            raise UserError(self.env._("%s: write the letter first.", case_sudo.name))
        people = case_sudo._get_letter_people(person)
        case_sudo._note_told(case_sudo._read_told_date(date), people)
        letter.write({"outcome_channel": channel})
        self._log("outcome_told")
        if channel == "mail":
            case_sudo._queue_messages(people, "outcome")
        case_sudo._close_if_settled()
        case_sudo.duty_update()

    def _check_outcome_channel(self, channel):
        """Check by which way a leaver of this population can be told.

        :param str channel: from outside
        :raise ValidationError: naming the ways that are possible
        """
        self.ensure_one()
        self._check_value("outcome_channel", channel)

    def _read_told_date(self, date):
        """Return the day on which somebody was told; today if it is not said.

        :param date: from outside
        :rtype: datetime.date
        :raise UserError: for a day that lies ahead
        """
        date = self._read_date(date, self.env._("the letter or conversation"))
        date = date or get_today(self)
        if date > get_today(self):
            raise UserError(self.env._("This day lies ahead."))
        return date

    def _note_told(self, date, people):
        """Keep when people were told; the case is, once everybody heard was.

        :param datetime.date date: the day
        :param people: ``exit.interview.participant``
        """
        self.ensure_one()
        if self.is_apart:
            people.write({"date_outcome_sent": date})
            if not all(self._get_interviewed().mapped("date_outcome_sent")):
                return
        self.write({"date_outcome_sent": date})

    # === WHAT IS OWED === #

    def _check_outcome_open(self, person=None):
        """Check that all is answered and the leaver has not been told yet.

        :param person: ``exit.interview.participant``, where each was heard alone
        """
        self.ensure_one()
        if person and self._get_letter(person).date_outcome_sent:
            raise UserError(self.env._("%s: this letter went out already.", self.name))
        if self.state != "shared" or self._awaits_answer(person):
            raise UserError(
                self.env._(
                    "%s: wait for the approved response, so that there is something "
                    "to tell.",
                    self.name,
                )
            )

    def _owes_letter(self, person=None):
        """Return whether one letter is owed now, and there is something to tell.

        :param person: ``exit.interview.participant``, where each was heard alone
        :rtype: bool
        """
        self.ensure_one()
        if self.state != "shared" or not self.policy_id.outcome_letter:
            return False
        if self._awaits_answer(person) or self.date_outcome_sent:
            return False
        if not self.is_apart:
            return True
        people = self._get_letter_people(person) if person else person
        return bool(people) and not people.date_outcome_sent

    def _get_letter_shares(self):
        """Return the copies whose readers have a letter to write or to send now.

        :rtype: ``exit.interview.share``
        """
        self.ensure_one()
        return self.share_ids.filtered(lambda share: share._owes_outcome_part())

    def _get_outcome_duties(self):
        """Return the letters that lie with the coordinator; the rest lies with a copy.

        Requirement: S-27.

        :return: dictionaries of ``_prepare_duty``
        :rtype: list[dict]
        """
        self.ensure_one()
        if not self.is_apart:
            owed = self._owes_outcome_letter() and not self._get_letter_shares()
        else:
            people = self._get_interviewed().filtered(
                lambda one: self._owes_letter(one)
            )
            owed = people - self._get_letter_shares().participant_id
        if not owed:
            return []
        due = self._get_outcome_due()
        return [self._prepare_duty("write", "coordinator", due)]

    def _get_outcome_due(self):
        """Return by when the letters of this case are owed.

        :rtype: datetime.date
        """
        self.ensure_one()
        policy = self.policy_id
        return policy._plan_working_days(policy.outcome_days, self._get_date_settled())

    @api.private
    def duty_update(self):
        """Override of the duty mixin: letters that lie with whoever answered, too."""
        result = super().duty_update()
        self._update_letter_duties()
        return result

    def _update_letter_duties(self):
        # The caller's step was checked; what is owed is counted by the server.
        for case in self.sudo():
            policy = case.policy_id
            who = {policy.outcome_writer, policy.outcome_sender} - {"coordinator"}
            case.share_ids.filtered(
                lambda share, who=who: any(map(share._plays_outcome_part, who))
            ).duty_update()

    # === WORDS === #

    def _get_outcome_marker(self):
        """Return what stands where the coordinator has to write."""
        return self.env._("[What we cannot change, and the reason: please complete.]")

    def _prepare_outcome_text(self, person=None, shares=None):
        """Return the proposed letter: the policy's frame around what was approved.

        Of people only whoever signs is named: managers' own words are what they are,
        and the dialog says which known names occur in them.

        Note: self.ensure_one(), as superuser

        :param person: ``exit.interview.participant``, where each was heard alone
        :param shares: the copies whose answers go in; all of this letter if empty
        :rtype: str
        """
        self.ensure_one()
        shares = shares or self._get_shares_of(person)
        changes, cannot = self._get_outcome_lines(shares)
        marker = f"- {self._get_outcome_marker()}"
        return self._fill_offer(
            self._get_outcome_body(),
            changes="\n".join(changes) or self._get_no_changes_text(),
            cannot_change="\n".join(cannot) or marker,
            **self._get_signatures(),
        )

    def _get_outcome_body(self):
        """Return the policy's words of the letter for this leaver, as they are kept.

        :rtype: str
        """
        self.ensure_one()
        return self.policy_id.outcome_body or ""

    def _get_no_changes_text(self):
        """Return what the letter says where nobody was asked to answer.

        :rtype: str
        """
        self.ensure_one()
        return self.env._(
            "You asked us to pass on themes only, so no manager was asked to "
            "answer. What you said goes, without your name, into the report."
        )

    def _gives_codes(self):
        """Return whether letters hold a code for the leaver's own page.

        :rtype: bool
        """
        self.ensure_one()
        return True

    def _get_signatures(self):
        """Return who may sign the letter: the name, or the role while it is vacant.

        Requirement: S-27.

        :return: {role: text}
        :rtype: dict[str, str]
        """
        self.ensure_one()
        labels = dict(self.share_ids._fields["role"]._description_selection(self.env))
        return {
            role: self._get_role_user(role).name or labels[role]
            for role in self.policy_id._get_signing_roles()
        }

    def _get_signatories(self):
        """Return who signs the letter, by the words of the policy.

        :rtype: ``res.users``
        """
        self.ensure_one()
        body = self._get_outcome_body()
        users = self.env["res.users"]
        for role in self.policy_id._get_signing_roles():
            if f"{{{role}}}" in body:
                users |= self._get_role_user(role)
        return users

    def _get_outcome_lines(self, shares):
        """Return what changes and what does not, one line each.

        :param shares: the copies whose answers go in
        :rtype: tuple[list[str], list[str]]
        """
        approved = shares.filtered(lambda share: share.state == "approved")
        changes, cannot = [], []
        for share in approved.filtered("owes_response"):
            if share.response_action:
                changes.append(f"- {' '.join(share.response_action.split())}")
            for action in share.action_ids:
                if action.state == "dropped":
                    line = ": ".join(filter(None, (action.name, action.outcome)))
                    cannot.append(f"- {' '.join(line.split())}")
                elif action.state == "done":
                    line = self.env._(
                        "%(action)s. Done: %(outcome)s",
                        action=action.name,
                        outcome=action.outcome,
                    )
                    changes.append(f"- {' '.join(line.split())}")
                else:
                    line = self.env._(
                        "%(action)s, by %(date)s",
                        action=action.name,
                        date=self._format_date(action.date_due),
                    )
                    changes.append(f"- {line}")
        return changes, cannot

    def _find_names(self, text):
        """Return the names of people of this case that occur in `text`.

        The leaver and the coordinator, who write to each other, are left out, and so is
        whoever signs.

        Note: self.ensure_one(), as superuser

        :param str text: words for the leaver
        :rtype: list[str]
        """
        self.ensure_one()
        users = (
            self.interviewer_id
            | self.manager_user_id
            | self.line_user_ids
            | self.share_ids.user_id
            | self.share_ids.approver_id
            | self.action_ids.owner_id
        ) - (self.coordinator_id | self._get_signatories())
        names = {*users.mapped("name"), self.manager_name or ""} - {""}
        words = {word.casefold() for word in re.findall(r"[\w'’-]+", text or "")}
        own = {
            part.casefold()
            for name in [self.leaver_name, self.coordinator_id.name]
            for part in (name or "").split()
        }
        return sorted(
            name
            for name in names
            if any(
                len(part) > 2 and part.casefold() in words - own
                for part in name.split()
            )
        )
