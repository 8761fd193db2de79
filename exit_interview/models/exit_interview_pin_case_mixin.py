# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .local_date import get_today


class ExitInterviewPinCaseMixin(models.AbstractModel):
    """What the case owes so that no leaver waits in front of a closed page.

    Requirement: X-12, A-55.
    """

    _name = "exit.interview.pin.case.mixin"
    _description = "PINs of an exit interview case"

    lacks_pin = fields.Boolean(
        string="A PIN is to be told", compute="_compute_lacks_pin"
    )

    @api.depends("participant_ids.pin_state")
    def _compute_lacks_pin(self):
        for case in self:
            case.lacks_pin = "missing" in case.participant_ids.mapped("pin_state")

    def _get_pin_duties(self):
        """Return the duty to tell somebody the PIN that their page asks for.

        :return: dictionaries of ``_prepare_duty``
        :rtype: list[dict]
        """
        self.ensure_one()
        # Before an offer there is no link.
        if self.state in ("new", "cancelled") or not self.lacks_pin:
            return []
        known = self._get_open_duties().filtered(lambda duty: duty.kind == "pin")
        due = known.date_due or self.policy_id._plan_working_days(1, get_today(self))
        return [self._prepare_duty("pin", "coordinator", due)]

    def _is_pin_given(self):
        """Return whether somebody of the case was told a PIN that stands.

        :rtype: bool
        """
        self.ensure_one()
        return "told" in self.participant_ids.mapped("pin_state")
