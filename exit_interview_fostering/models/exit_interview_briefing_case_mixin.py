# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.exit_interview.models.local_date import get_today

from .exit_interview_population_mixin import POPULATION


class ExitInterviewBriefingCaseMixin(models.AbstractModel):
    """What a household's case knows of its briefing, and of carers who stay after all.

    Requirement: S-10, S-13 to S-19, S-40 to S-42.
    """

    _name = "exit.interview.briefing.case.mixin"
    _description = "Case with a briefing"

    briefing_ids = fields.One2many(
        comodel_name="exit.interview.briefing",
        inverse_name="case_id",
        readonly=True,
        # Others have no right on briefings: the field would refuse them any case.
        groups="exit_interview_fostering.group_coordinator,"
        "exit_interview_fostering.group_interviewer",
    )
    briefing_text = fields.Text(
        string="Briefing of the service", compute="_compute_briefing_text"
    )
    is_briefing_missing = fields.Boolean(compute="_compute_briefing_text")
    date_stays = fields.Date(
        string="Said to stay on",
        readonly=True,
        copy=False,
        help="The fostering service has said that the household stays.",
    )
    stays_text = fields.Text(string="What made the difference", readonly=True)

    @api.depends("population", "briefing_ids.missing_text", "briefing_ids.state")
    def _compute_briefing_text(self):
        # Whoever sees only other people's cases has no right on briefings.
        carers = self.filtered(lambda case: case.population == POPULATION)
        others = self - carers
        others.briefing_text = False
        others.is_briefing_missing = False
        for case in carers:
            briefing = case.briefing_ids[:1]
            case.briefing_text = briefing.missing_text
            case.is_briefing_missing = briefing.is_open

    def action_open_briefing(self):
        """Open the briefing of the fostering service.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        # Staff's coordinators have no right on briefings, not even to find none.
        if self.population != POPULATION or not self.briefing_ids:
            raise UserError(self.env._("%s has no briefing.", self.display_name))
        return self.briefing_ids[:1]._get_duty_action("brief")

    # === THEY STAY === #

    def _note_stays(self, text):
        """Note that the fostering service says the household stays.

        Called as superuser by steps that have checked their caller.

        :param str text: what made the difference
        """
        for case in self:
            case.write({"date_stays": get_today(case), "stays_text": text})
        self._log("stays_told")
        self.duty_update()

    def action_confirm_stays(self):
        """Close the cases as retained, with what the fostering service said.

        Requirement: S-10.

        :return: True
        """
        self._check_actor("coordinator")
        self._check_stays()
        for case in self:
            case.action_mark_retained(case.stays_text)
        return True

    def action_goes_on(self):
        """Say that the carers leave all the same: the case goes on.

        :return: True
        """
        self._check_actor("coordinator")
        self._check_stays()
        # The coordinator was checked; people have no right to write here.
        cases_sudo = self.sudo()
        # Not retained after all: reports count them among those who left.
        cases_sudo.briefing_ids.talk_ids.filtered("is_retained").write(
            {"is_overtaken": True}
        )
        cases_sudo.write({"date_stays": False, "stays_text": False})
        self._log("goes_on")
        self.duty_update()
        return True

    def _check_stays(self):
        """Check that the fostering service said they stay, and nobody decided yet."""
        for case in self:
            if not case.date_stays or case.state in ("done", "cancelled"):
                raise UserError(
                    self.env._("%s: nobody has said that they stay.", case.display_name)
                )

    def _get_stays_duties(self):
        """Return the duty to decide on what the fostering service said.

        :return: dictionaries of ``_prepare_duty``
        :rtype: list[dict]
        """
        self.ensure_one()
        if not self.date_stays or self.state in ("done", "cancelled"):
            return []
        due = self.policy_id._plan_working_days(
            self.policy_id.change_days, self.date_stays
        )
        return [self._prepare_duty("retained", "coordinator", due)]
