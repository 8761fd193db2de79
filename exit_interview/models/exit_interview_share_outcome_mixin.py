# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ExitInterviewShareOutcomeMixin(models.AbstractModel):
    """Whoever answered writes to the leaver, or sends the letter, by the policy.

    They do so from their copy, without any right on the case. The coordinator sees
    that the letter is owed, and can write and send it, too.

    Requirement: S-27, F-24, F-25, decision 17.
    """

    _name = "exit.interview.share.outcome.mixin"
    _description = "Copy whose reader writes to the leaver"

    can_write_outcome = fields.Boolean(compute="_compute_can_write_outcome")

    @api.depends("state", "reader_id")
    @api.depends_context("uid")
    def _compute_can_write_outcome(self):
        for share in self:
            parts = share.sudo()._get_outcome_parts()
            share.can_write_outcome = bool(parts) and share._is_actor("recipient")

    def _get_outcome_parts(self):
        """Return what the reader of this copy has a part in, as long as it is owed.

        Note: self.ensure_one(), as superuser

        :return: any of `write`, `send`
        :rtype: set[str]
        """
        self.ensure_one()
        case, policy = self.case_id, self.case_id.policy_id
        parts = set()
        if self._plays_outcome_part(policy.outcome_writer):
            parts.add("write")
        if self._plays_outcome_part(policy.outcome_sender):
            parts.add("send")
        if (
            not parts
            or not self.reader_id
            or not case._owes_letter(self.participant_id)
        ):
            return set()
        return parts

    def _plays_outcome_part(self, who):
        """Return whether the reader of this copy is whom the policy means.

        Populations whose letters come from somebody else of theirs override it.

        Note: self.ensure_one(), as superuser

        :param str who: value of the policy's ``outcome_writer`` or ``outcome_sender``
        :rtype: bool
        """
        self.ensure_one()
        return who == "recipient" and self.owes_response and self.state == "approved"

    def _owes_outcome_part(self):
        """Return whether the letter lies with the reader of this copy now.

        Note: self.ensure_one(), as superuser

        :rtype: bool
        """
        self.ensure_one()
        parts = self._get_outcome_parts()
        if not parts:
            return False
        letter = self.participant_id or self.case_id
        return ("send" if letter.outcome_text else "write") in parts

    def _check_outcome_part(self, *parts):
        """Check that the letter is this reader's to write or to send.

        :param str parts: any of `write`, `send`
        :raise UserError: saying why not
        """
        self._check_actor("recipient")
        for share in self:
            # The reader was checked; policy and case are closed to recipients.
            if not share.sudo()._get_outcome_parts() & set(parts):
                raise UserError(
                    self.env._(
                        "%s: this letter is not yours to write or to send now: it went "
                        "out, an answer is still awaited, or the coordinator does it.",
                        share.display_name,
                    )
                )

    def _check_outcome_print(self):
        """Check that the letter is this reader's to print; populations may add who.

        :raise UserError: saying why not
        """
        self._check_outcome_part("send")

    def action_open_outcome(self):
        """Open the letter to the leaver.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_outcome_part("write", "send")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "exit_interview.exit_interview_outcome_action"
        )
        return {
            **action,
            "context": {
                "default_share_id": self.id,
                "default_case_id": False,
                "dialog_size": "large",
            },
        }

    def action_write_outcome(self, text=False):
        """Keep the words of the letter, so that it can be printed and sent.

        Requirement: S-27, F-24, F-25.

        :param str text: the letter without address and greeting
        :return: True
        :raise UserError: if it is not theirs to write, or unfinished
        """
        self._check_actor("recipient")
        self._check_outcome_part("write")
        # The reader was checked; the letter stands on the case, closed to recipients.
        for share in self.sudo():
            case = share.case_id.with_env(self.env)
            case.sudo()._keep_outcome(text, share.participant_id)
            case._log("outcome_written", share.role_label)
        self.sudo().case_id.duty_update()
        return True

    def action_send_outcome(self, channel=False, date=False):
        """Record that the letter went out; a mail with the link is sent now.

        Requirement: S-27, F-24, SEC-20.

        :param str channel: `letter`, `mail` or `told`
        :param date: day of the letter or conversation; today if empty
        :return: True
        :raise UserError: if it is not theirs to send, or there are no words yet
        """
        self._check_actor("recipient")
        self._check_outcome_part("send")
        for share in self:
            # As above.
            case = share.sudo().case_id.with_env(self.env)
            case._tell_outcome(channel, date, share.sudo().participant_id)
        return True

    # === DUTIES === #

    def _get_outcome_duties(self):
        """Return the letter to the leaver, where it lies with this reader (S-27).

        :return: dictionaries of ``_prepare_duty``
        :rtype: list[dict]
        """
        self.ensure_one()
        if not self._owes_outcome_part():
            return []
        due = self.case_id._get_outcome_due()
        return [self._prepare_duty("write", self.role, due, self.user_id)]
