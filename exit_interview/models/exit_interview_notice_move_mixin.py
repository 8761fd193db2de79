# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.fields import Domain


class ExitInterviewNoticeMoveMixin(models.AbstractModel):
    """Moves inside the organisation: a case each, or one question for many.

    A move to another service opens a case that somebody decides about. Moves inside
    one service, and many moves out of one department on one day (a reorganisation),
    wait together in the list of departures without a case: one question, one duty.

    Requirement: L-12 to L-14, decision 19, I-29.
    """

    _name = "exit.interview.notice.move.mixin"
    _inherit = ["exit.interview.notice.duty.mixin"]
    _description = "Notice of a move inside the organisation"

    department_to_id = fields.Many2one(
        comodel_name="hr.department",
        string="Moves to",
        readonly=True,
        ondelete="set null",
    )
    transfer_reason = fields.Selection(
        selection=[("promotion", "Promotion"), ("other", "Another reason")],
        string="Why the move",
        readonly=True,
    )
    waits_for = fields.Selection(
        selection=[
            ("before_go_live", "Left before the go-live date"),
            ("no_policy", "No policy yet"),
            ("inside", "Move inside a service"),
            ("reorganisation", "Reorganisation"),
        ],
        string="Why no case",
        readonly=True,
        help="What has to be decided before a case opens, if one does.",
    )
    question = fields.Char(
        string="Decide together",
        readonly=True,
        index="btree_not_null",
        help="Moves with the same words here are one question.",
    )

    # === SORTING === #

    def _set_moves_aside(self, policies):
        """Let the moves that are one question wait; return the other notices.

        :param dict policies: {population: {company: policy}}
        :return: the notices that look for a case
        """
        moves = self.filtered(
            lambda notice: notice.source == "transfer"
            and notice.department_to_id
            and notice.department_id
            and notice.company_id in policies[notice.population]
        )
        aside = self.browse()
        for move in moves:
            policy = policies[move.population][move.company_id]
            if move._is_inside_service():
                move._wait_together("inside")
                aside |= move
            elif move not in aside:
                same = move._find_same_moves()
                if len(same) >= policy.reorganisation_moves:
                    same._fold_into_reorganisation()
                    aside |= same & self
        aside._get_same_question().duty_update()
        return self - aside

    def _is_inside_service(self):
        self.ensure_one()
        Case = self.env["exit.interview"]
        return Case._get_service(self.department_id) == Case._get_service(
            self.department_to_id
        )

    def _find_same_moves(self):
        """Return the moves out of the same department on the same day, self too."""
        self.ensure_one()
        return self.search(
            [
                ("source", "=", "transfer"),
                ("company_id", "=", self.company_id.id),
                ("department_id", "=", self.department_id.id),
                ("department_to_id", "!=", False),
                ("date_departure", "=", self.date_departure),
                ("state", "!=", "dismissed"),
            ]
        ).filtered(lambda notice: not notice._is_inside_service())

    def _fold_into_reorganisation(self):
        """Make one question of moves, also of those that have a fresh case already.

        Nobody has heard of such a case, so it is withdrawn quietly; a case that was
        offered, decided or told by somebody else stays.
        """
        for notice in self:
            case = notice.case_id
            if notice.state == "waiting" and not notice.question:
                notice._wait_together("reorganisation")
            elif (
                case.state == "new"
                and case.route == "consider"
                and case.notice_ids == notice
            ):
                case._set_state(
                    "cancelled",
                    outcome="withdrawn",
                    outcome_reason=self.env._("Part of a reorganisation"),
                )
                case._log("cancelled", self.env._("Part of a reorganisation"))
                notice.write({"case_id": False, "state": "waiting"})
                notice._wait_together("reorganisation")
                case.duty_update()

    def _wait_together(self, waits_for):
        self.ensure_one()
        day = self.env["exit.interview"]._format_date(self.date_departure)
        if waits_for == "inside":
            service = self.env["exit.interview"]._get_service(self.department_id)
            question = self.env._(
                "Inside %(service)s, %(day)s", service=service.name, day=day
            )
        else:
            question = self.env._(
                "Out of %(team)s, %(day)s", team=self.department_id.name, day=day
            )
        self.write({"waits_for": waits_for, "question": question})

    # === DUTIES: ONE A QUESTION === #

    def _get_same_question(self):
        """Return the notices that are one question with these."""
        questions = [notice.question for notice in self if notice.question]
        return self.search(
            [
                ("question", "in", questions),
                ("company_id", "in", self.company_id.ids),
            ]
        )

    def _get_expected_duties(self):
        """Override of the duty mixin: the first of one question owes the decision."""
        duties = super()._get_expected_duties()
        policy = self._get_notice_policy()
        if self.state != "waiting" or not self.question or not policy:
            return duties
        first = self.search(
            [
                ("question", "=", self.question),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "waiting"),
            ],
            order="id",
            limit=1,
        )
        if first != self:
            return duties
        due = policy._plan_working_days(policy.decide_days, self.date_received)
        return [*duties, self._prepare_duty("decide", "coordinator", due)]

    def _get_duty_action(self, kind):
        """Override of the duty mixin: the whole question, to be answered in bulk."""
        self.ensure_one()
        if not self.question:
            return super()._get_duty_action(kind)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "exit_interview.exit_interview_notice_action"
        )
        return {
            **action,
            "domain": Domain("question", "=", self.question)
            & Domain("company_id", "=", self.company_id.id),
        }

    def _is_duty_void(self, kind):
        """Override of the duty mixin: HR took the move back, nothing was decided."""
        self.ensure_one()
        return bool(self.date_undone) or super()._is_duty_void(kind)
