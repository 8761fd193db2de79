# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ExitInterviewCirculationMixin(models.AbstractModel):
    """Takes one recipient out of the circulation of one case, with the reason."""

    _name = "exit.interview.circulation.mixin"
    _description = "Limited circulation of a copy"

    is_limited = fields.Boolean(
        string="Out of the circulation",
        readonly=True,
        help="This recipient gets no copy of this case, whatever the leaver permits.",
    )
    limit_reason = fields.Text(string="Why out of the circulation", readonly=True)
    # Whoever is taken in again becomes a reader of this row: the reason is not theirs.
    include_reason = fields.Text(
        string="Why taken in again",
        readonly=True,
        groups="exit_interview.group_case_coordinator",
    )

    def action_limit(self, reason):
        """Take recipients out of the circulation; a copy that is out closes at once.

        Requirement: C-27, P-09, DESIGN "Permission and share".

        :param str reason: why
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(reason, self.env._("the reason"))
        reason = self._read_line(reason, self.env._("the reason"))
        self._limit(reason)
        return True

    def _limit(self, reason):
        """Take recipients out; private twin of :meth:`action_limit`.

        Whoever calls has checked who asks, and what they wrote: the coordinator's step
        above, or that of somebody whom a population lets limit the circulation.

        :param str reason: why
        """
        shares = self.sudo()  # checked by the caller's public step
        shares.write({"is_limited": True, "limit_reason": reason})
        shares.filtered(
            lambda share: share.state not in ("draft", "withdrawn")
        )._withdraw(reason)
        self._follow_circulation("limited")

    def action_include(self, reason):
        """Take recipients into the circulation again; nothing is sent by this.

        :param str reason: why
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(reason, self.env._("the reason"))
        reason = self._read_line(reason, self.env._("the reason"))
        for share in self.sudo():
            if not share.is_limited:
                raise UserError(
                    self.env._(
                        "%s is in the circulation already: send the copy when it is "
                        "its turn.",
                        share.display_name,
                    )
                )
        self.sudo().write(
            {"is_limited": False, "limit_reason": False, "include_reason": reason}
        )
        self._follow_circulation("included")
        return True

    def _follow_circulation(self, event):
        """Note it, and let the duties and the case follow."""
        # The public step has checked its caller.
        shares = self.sudo()
        for share in shares:
            share.case_id.with_env(self.env)._log(event, share.role_label)
        shares.duty_update()
        shares.case_id._close_if_settled()
        shares.case_id.duty_update()
