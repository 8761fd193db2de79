# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError

DUTY = "exit.interview.duty"


class MailActivity(models.Model):
    """Activities of duties: a copy in fixed words that only the duty changes."""

    _inherit = "mail.activity"

    def _filter_duty(self):
        return self.filtered(lambda activity: activity.res_model == DUTY)

    def _check_not_duty(self):
        """Check that none is a duty's, whose own step ticks it.

        :raise UserError: telling what to do instead
        """
        if not self.env.su and self.sudo()._filter_duty():
            raise UserError(
                self.env._(
                    "This activity closes by itself once the step is done. Open it and "
                    "do the step there; to pass it to somebody else, ask the exit "
                    "interview coordinator."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        duties = activities.sudo()._filter_duty()
        if duties and not self.env.su:
            raise UserError(
                self.env._("What is owed in an exit interview follows from its steps.")
            )
        # Whoever else creates one in code: the words stay ours (P-18, M-7).
        for activity in duties:
            summary = self.env[DUTY].sudo().browse(activity.res_id).display_name
            if activity.summary != summary or activity.note:
                activity.write({"summary": summary, "note": False})
        return activities

    def write(self, vals):
        self._check_not_duty()
        return super().write(vals)

    def unlink(self):
        self._check_not_duty()
        return super().unlink()

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_not_duty()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def action_open_document(self):
        """Override of `mail`: a duty opens the record it is about."""
        self.ensure_one()
        if self.res_model == DUTY:
            duty = self.env[DUTY].browse(self.res_id)
            if duty.has_access("read"):
                return duty.action_open()
        return super().action_open_document()
