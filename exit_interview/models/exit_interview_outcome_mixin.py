# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import fields, models
from odoo.exceptions import UserError


class ExitInterviewOutcomeMixin(models.AbstractModel):
    """Thanks, and what came of it: the letter that every interviewed leaver is owed.

    It is proposed from what was approved, edited by the coordinator, and kept as it
    was sent. The mail holds a link to the page, nothing of the letter (SEC-20).
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

    def action_write_outcome(self, text):
        """Keep the words of the letter, so that it can be printed and sent.

        Requirement: S-27, F-24, F-25.

        :param str text: the letter without address and greeting
        :return: True
        :raise UserError: before there is something to tell, or after it was told
        """
        self._check_actor("coordinator")
        text = self._read_line(text, self.env._("Letter about the outcome"), 20000)
        self._check_text(text, self.env._("the words of the letter"))
        for case in self.sudo():
            case._check_outcome_open()
        if self._get_outcome_marker() in text:
            raise UserError(
                self.env._(
                    "Complete the part in square brackets, or delete it with its "
                    "heading: this letter goes to the leaver as it stands."
                )
            )
        self.sudo().write({"outcome_text": text})
        self._log("outcome_written")
        return True

    def action_send_outcome(self, channel, date=False):
        """Record that the letter went out; a mail with the link is sent now.

        Requirement: S-27, F-24, SEC-20.

        :param str channel: `letter`, `mail` or `told`
        :param date: day of the letter or conversation; today if empty
        :return: True
        :raise UserError: if there are no words yet, or a mail has nowhere to go
        """
        self._check_actor("coordinator")
        self._check_value("outcome_channel", channel)
        for case in self.sudo():
            case._check_outcome_open()
            if channel != "told" and not case.outcome_text:
                raise UserError(self.env._("%s: write the letter first.", case.name))
        # What is sent is told: that step checks the day, closes and moves the duties.
        self.action_outcome_sent(date)
        self.sudo().write({"outcome_channel": channel})
        if channel == "mail":
            # Contacts are out of the coordinator's own rights by design.
            people = self.sudo().participant_ids.filtered(
                lambda person: person in person.case_id._get_interviewed()
            )
            self._queue_messages(people, "outcome")
        return True

    def _check_outcome_open(self):
        """Check that all is answered and the leaver has not been told yet."""
        self.ensure_one()
        if self.state != "shared" or self._get_unanswered_shares():
            raise UserError(
                self.env._(
                    "%s: wait for the approved response, so that there is something "
                    "to tell.",
                    self.name,
                )
            )

    # === WORDS === #

    def _get_outcome_marker(self):
        """Return what stands where the coordinator has to write."""
        return self.env._("[What we cannot change, and the reason: please complete.]")

    def _prepare_outcome_text(self):
        """Return the proposed letter: the policy's frame around what was approved.

        Of people only whoever signs is named: managers' own words are what they are,
        and the dialog says which known names occur in them.

        Note: self.ensure_one(), as superuser

        :rtype: str
        """
        self.ensure_one()
        changes, cannot = self._get_outcome_lines()
        marker = f"- {self._get_outcome_marker()}"
        return self._fill_offer(
            self.policy_id.outcome_body,
            changes="\n".join(changes)
            or self.env._(
                "You asked us to pass on themes only, so no manager was asked to "
                "answer. What you said goes, without your name, into the report."
            ),
            cannot_change="\n".join(cannot) or marker,
            **self._get_signatures(),
        )

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
        body = self.policy_id.outcome_body or ""
        users = self.env["res.users"]
        for role in self.policy_id._get_signing_roles():
            if f"{{{role}}}" in body:
                users |= self._get_role_user(role)
        return users

    def _get_outcome_lines(self):
        """Return what changes and what does not, one line each.

        :rtype: tuple[list[str], list[str]]
        """
        approved = self.share_ids.filtered(lambda share: share.state == "approved")
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
