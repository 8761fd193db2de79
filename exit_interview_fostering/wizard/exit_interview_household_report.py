# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.exit_interview.models.local_date import get_today

from ..models.exit_interview_population_mixin import POPULATION
from ..models.res_partner import FOSTERING


class ExitInterviewHouseholdReport(models.TransientModel):
    """Tells the Agency Advisor that a household leaves; `register` decides who may.

    Requirement: S-12, decision 16.
    """

    _name = "exit.interview.household.report"
    _inherit = ["exit.interview.dialog.mixin", "exit.interview.leaving.mixin"]
    _description = "Tell the Agency Advisor of a household that leaves"

    household_id = fields.Many2one(
        readonly=False,
        required=True,
        domain="[('is_foster_household', '=', True)]",
        ondelete="cascade",
    )
    leaving_route = fields.Selection(readonly=False, required=True)
    date_decided = fields.Date(readonly=False, required=True, default=get_today)
    is_after_allegation = fields.Boolean(readonly=False)
    all_carer_ids = fields.One2many(related="household_id.foster_carer_ids")
    carer_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="exit_interview_household_report_carer_rel",
        string="Carers who leave",
        domain="[('id', 'in', all_carer_ids)]",
        help="Leave it empty where the whole household leaves.",
    )
    date_departure = fields.Date(
        string="Approval ends on",
        help="Empty after a letter of resignation: 28 days after it arrived, or what "
        "your policy says.",
    )
    talk_id = fields.Many2one(
        comodel_name="exit.interview.retention.talk",
        string="After the talk",
        readonly=True,
        ondelete="cascade",
    )
    reason = fields.Char(
        string="What they have said",
        help="In a few words, as they put it. Do not name a child.",
    )
    told = fields.Boolean(
        string="They know that a conversation will be offered", default=False
    )

    @api.onchange("household_id")
    def _onchange_household_id(self):
        # Who leaves may be known already where the dialog follows a talk.
        carers = self.household_id._origin.foster_carer_ids
        self.carer_ids = self.carer_ids._origin & carers

    def action_tell(self):
        """Register the notice; thank whoever told us.

        :return: a client action
        :rtype: dict
        """
        self.ensure_one()
        groups = FOSTERING.split(",")
        if not any(self.env.user.has_group(group) for group in groups):
            raise ValidationError(
                self.env._("This is for the fostering service and the Agency Advisor.")
            )
        self.env["exit.interview.notice"].register(
            [
                {
                    "population": POPULATION,
                    "source": self._get_source(),
                    "household_id": self.household_id.id,
                    "carer_ids": self.carer_ids.ids,
                    "date_departure": self.date_departure,
                    "reason": self.reason,
                    "told": self.told,
                    **{name: self[name] for name in self._get_leaving_fields()},
                }
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Thank you"),
                "message": self.env._(
                    "The Agency Advisor knows that this household leaves, and will "
                    "offer a conversation."
                ),
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_source(self):
        """Return where the word came from: a talk, a letter, or a decision.

        :return: a value of ``exit.interview.notice`` ``source``
        :rtype: str
        """
        self.ensure_one()
        if self.talk_id and self.talk_id.household_id == self.household_id:
            return "retention_talk"
        is_letter = self.leaving_route == "resignation"
        return "letter" if is_letter else "service_decision"
