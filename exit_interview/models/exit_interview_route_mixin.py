# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .local_date import get_today


class ExitInterviewRouteMixin(models.AbstractModel):
    """What a leaver is offered: by the policy, or because somebody decided it.

    Requirement: L-03 to L-05, L-12 to L-14.
    """

    _name = "exit.interview.route.mixin"
    _description = "What an exit interview case offers"

    route_reason = fields.Text(
        string="Why this is offered",
        readonly=True,
        copy=False,
        help="Kept when a person decided, not the policy.",
    )
    is_transfer = fields.Boolean(
        string="Moves inside the organisation",
        readonly=True,
        copy=False,
        help="The person changes posts here. Somebody decides whether a conversation "
        "makes sense.",
    )
    is_promotion = fields.Boolean(
        string="Promotion",
        readonly=True,
        copy=False,
        help="The move is a promotion: an interview may not be needed.",
    )
    is_agency = fields.Boolean(string="Agency worker", readonly=True, copy=False)
    date_undone = fields.Date(
        string="Departure taken back on",
        readonly=True,
        copy=False,
        help="HR took the departure back. Somebody decides whether the case goes on.",
    )
    keep_reason = fields.Text(
        string="Why the case goes on",
        readonly=True,
        copy=False,
        help="Kept when HR took the departure back and a person decided otherwise.",
    )
    told_note = fields.Char(
        string="Told about the conversation",
        compute="_compute_told_note",
        groups="exit_interview.group_case_coordinator",
        help="Who told the leaver that a conversation will be offered.",
    )

    @api.depends("notice_ids.date_told")
    def _compute_told_note(self):
        for case in self:
            case.told_note = "; ".join(
                self.env._(
                    "%(name)s, on %(date)s",
                    name=notice.informant,
                    date=self._format_date(notice.date_told),
                )
                for notice in case.notice_ids
                if notice.date_told
            )

    # === BY THE POLICY === #

    def _update_route(self):
        """Say by the policy what new cases offer, unless a person has decided.

        Called when a case opens and when what the answer rests on has changed.
        """
        for case in self:
            if case.state != "new" or case.route_reason:
                continue
            route = case._get_route()
            if case.route != route:
                case.write({"route": route})
        return True

    def _decide_together(self):
        """Offer an interview where a question was answered for many moves at once."""
        decided = self.filtered(
            lambda case: case.state == "new" and case.route == "consider"
        )
        decided.write(
            {
                "route": "interview",
                "route_reason": self.env._("Decided together with other moves"),
            }
        )
        decided._log("route_decided", self._get_selection_label("route", "interview"))
        decided.duty_update()

    def _get_decision_duties(self):
        """Return what the case owes because a person has to decide, if anything.

        :rtype: list[dict]
        """
        self.ensure_one()
        if self.state in ("done", "cancelled"):
            return []
        start = self.date_undone
        if not start and self.state == "new" and self.route == "consider":
            start = self.date_notified
        if not start:
            return []
        due = self.policy_id._plan_working_days(self.policy_id.decide_days, start)
        return [self._prepare_duty("decide", "coordinator", due)]

    def _check_route_decided(self):
        """Check that it is known what is offered, before it is offered.

        :raise UserError: asking for the decision, or for the day that is missing
        """
        self.ensure_one()
        if self.date_undone:
            raise UserError(
                self.env._(
                    "%s: HR took the departure back. Decide first: withdraw the "
                    "notice, or keep the case.",
                    self.name,
                )
            )
        if self.route == "consider":
            raise UserError(self.env._("%s: decide first what is offered.", self.name))
        if self.route == "survey" and not self._get_questionnaire("survey"):
            raise UserError(
                self.env._(
                    "The policy “%s” has no published short survey yet.",
                    self.policy_id.name,
                )
            )

    # === STEPS === #

    def action_decide_route(self, route, reason):
        """Decide what new cases offer, with the reason kept.

        Requirement: L-12 to L-14, I-28, I-29.

        :param str route: `interview`, `survey`, or `none` if none is required
        :param str reason: why
        :return: True
        :raise UserError: once the offer is out, or if there is no survey to send
        """
        self._check_actor("coordinator")
        self._check_value("route", route)
        self._check_text(reason, self.env._("the reason"))
        reason = self._read_line(reason, self.env._("the reason"))
        if route == "consider":
            raise ValidationError(
                self.env._("Decide: an interview, the short survey, or none.")
            )
        # The coordinator was checked; people have no right to write here.
        for case in self.sudo():
            if case.state != "new":
                raise UserError(
                    self.env._(
                        "%s has been offered already. Record the reply, or withdraw "
                        "the notice.",
                        case.name,
                    )
                )
            case.write({"route": route, "route_reason": reason})
            if route == "survey":
                case._check_route_decided()
        self._log("route_decided", self._get_selection_label("route", route))
        if route == "none":
            return self.action_not_required(reason)
        self.duty_update()
        return True

    def action_keep(self, reason):
        """Keep cases although HR took the departure back.

        Requirement: L-09.

        :param str reason: why the case goes on
        :return: True
        :raise UserError: if HR did not take it back
        """
        self._check_actor("coordinator")
        self._check_text(reason, self.env._("the reason"))
        reason = self._read_line(reason, self.env._("the reason"))
        # The coordinator was checked; people have no right to write here.
        for case in self.sudo():
            if not case.date_undone:
                raise UserError(
                    self.env._(
                        "%s: the departure stands as it was told, so there is nothing "
                        "to decide.",
                        case.name,
                    )
                )
            case.write({"date_undone": False, "keep_reason": reason})
        self._log("departure_undone", self.env._("The case goes on"))
        self.duty_update()
        return True

    def action_record_survey(self, date=False):
        """Record that the short survey came back on paper; it is then typed in.

        The session opens as held on the true day, for the person who records it.

        Requirement: L-04.

        :param date: day on which it came back; today if empty
        :return: id of the session
        :rtype: int
        :raise UserError: if no survey is out, or the day is not possible
        """
        self.ensure_one()
        self._check_actor("coordinator")
        date = self._read_date(date, self.env._("the survey"))
        date = date or get_today(self)
        # The coordinator was checked; sessions are created by the server only.
        case_sudo = self.sudo()
        if case_sudo.route != "survey" or case_sudo.state != "offered":
            raise UserError(
                self.env._("%s: no short survey has been sent out.", case_sudo.name)
            )
        if not case_sudo.date_offered <= date <= get_today(self):
            raise UserError(
                self.env._(
                    "%s: the survey came back between the day it was sent and today.",
                    case_sudo.name,
                )
            )
        session = case_sudo._record_survey(date)
        self._log("handed_in")
        self.duty_update()
        return session.id

    def _record_survey(self, date):
        """Open the held session that a paper survey is typed into."""
        self.ensure_one()
        moment = min(self.policy_id._get_noon(date), fields.Datetime.now())
        vals = self._prepare_session_vals(
            "survey",
            state="held",
            date_start=moment,
            date_end=moment,
            interviewer_id=self.env.uid,
        )
        session = self.env["exit.interview.session"].create(vals)
        self._set_state("interviewed", reply="accepted", date_replied=date)
        self._ensure_shares()
        return session
