# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ExitInterviewParticipantApartMixin(models.AbstractModel):
    """One person of several: heard alone, or not wishing to be heard.

    Requirement: decision 16, I-22.
    """

    _name = "exit.interview.participant.apart.mixin"
    _description = "Participant heard alone"

    wants_apart = fields.Boolean(
        string="Would rather talk alone",
        readonly=True,
        copy=False,
        help="Said on their own page: nobody else of the case is there, or sees what "
        "they say.",
    )
    wants_sooner = fields.Boolean(
        string="Would rather talk sooner",
        readonly=True,
        copy=False,
        help="Does not wish to wait until the time for reflection is over.",
    )
    can_plan_alone = fields.Boolean(compute="_compute_can_plan_alone")

    def _compute_can_plan_alone(self):
        for person in self:
            # Whoever sees the participant may know how far the case is.
            person_sudo = person._origin.sudo()
            case = person_sudo.case_id
            person.can_plan_alone = (
                case.is_apart
                and case.reply == "accepted"
                and case.state in ("offered", "scheduled")
                and person_sudo.reply != "declined"
                and person_sudo not in case._get_heard()
            )

    def action_plan_alone(self):
        """Open the dialog that plans the conversation with this person alone.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "exit_interview.exit_interview_step_action_schedule"
        )
        return {
            **action,
            "context": {
                "active_model": "exit.interview",
                "active_ids": self.case_id.ids,
                "default_step": "schedule",
                "default_participant_id": self.id,
                "dialog_size": "medium",
            },
        }

    def action_decline_part(self):
        """Record that this person does not wish to take part. Nobody asks why.

        The others' conversations stay; once each was heard or has declined, the case
        goes on.

        Requirement: decision 16, B-01.

        :return: True
        :raise UserError: once they were heard, or where nobody waits for them
        """
        self._check_actor("coordinator", "interviewer")
        # The caller was checked; replies are not typed into a participant.
        people_sudo = self.sudo()
        for person in people_sudo:
            person._check_answerable_part()
            person.write(
                {
                    "reply": "declined",
                    "date_replied": fields.Datetime.now(),
                    "date_ask_again": False,
                }
            )
            person.case_id._follow_reply(person)
        people_sudo.case_id.duty_update()
        return True

    def _check_answerable_part(self):
        self.ensure_one()
        case = self.case_id
        if len(case.participant_ids) < 2:
            raise UserError(
                self.env._("%s: record the reply on the case itself.", case.name)
            )
        if case.state not in ("offered", "scheduled") or self in case._get_heard():
            raise UserError(
                self.env._(
                    "%s: a no is the answer to an open offer. What was held stays.",
                    case.name,
                )
            )
