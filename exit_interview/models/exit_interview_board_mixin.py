# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .local_date import get_today


class ExitInterviewBoardMixin(models.AbstractModel):
    """What the coordinator's board shows of a case, and what is typed there."""

    _name = "exit.interview.board.mixin"
    _inherit = ["exit.interview.loss.mixin"]
    _description = "Case on the coordinator's board"

    next_step = fields.Char(string="Next", compute="_compute_next")
    next_user_id = fields.Many2one(
        comodel_name="res.users", string="Who has it", compute="_compute_next"
    )
    departure_word = fields.Char(
        string="What the day is", compute="_compute_departure_word"
    )
    date_planned = fields.Datetime(
        string="Conversation planned", compute="_compute_date_planned"
    )
    date_closed = fields.Date(
        string="Closed on",
        compute="_compute_date_closed",
        store=True,
        index="btree_not_null",
    )

    # === COMPUTES === #

    @api.depends("date_due", "duty_ids.state", "duty_ids.user_id")
    @api.depends_context("uid", "lang")
    def _compute_next(self):
        """Say what is due first and who has it, as far as the user may know."""
        Duty = self.env["exit.interview.duty"]
        words = {
            population: Duty._get_board_labels(population)
            for population in set(self.mapped("population"))
        }
        first = {}
        for duty in Duty.search_fetch(
            [("case_id", "in", self.ids), ("state", "=", "open")],
            ["case_id", "kind", "user_id"],
            order="date_due, id",
        ):
            first.setdefault(duty.case_id.id, duty)
        for case in self:
            duty = first.get(case._origin.id, Duty)
            # Something is owed, and whoever asks may not see what.
            hidden = self.env._("With somebody else") if case.date_due else False
            case.next_step = words[case.population].get(duty.kind, hidden)
            case.next_user_id = duty.user_id

    @api.depends("population")
    @api.depends_context("lang")
    def _compute_departure_word(self):
        for case in self:
            case.departure_word = case._get_departure_word()

    def _get_departure_word(self):
        """Return what stands before the day of the departure; populations override it.

        :rtype: str
        """
        self.ensure_one()
        return self.env._("last day")

    @api.depends("session_ids.state", "session_ids.date_meeting")
    def _compute_date_planned(self):
        planned = dict(
            self.env["exit.interview.session"]._read_group(
                [("case_id", "in", self.ids), ("state", "=", "planned")],
                ["case_id"],
                ["date_meeting:min"],
            )
        )
        for case in self:
            case.date_planned = planned.get(case._origin, False)

    @api.depends("state")
    def _compute_date_closed(self):
        today = get_today(self)
        for case in self:
            is_closed = case.state in ("done", "cancelled")
            case.date_closed = (case.date_closed or today) if is_closed else False

    # === WHAT IS TYPED === #

    @api.model
    def _get_user_writable_fields(self):
        """Override of the record mixin: the facts, and contacts by their own rules."""
        return super()._get_user_writable_fields() | {
            *self._get_loss_fields(),
            "participant_ids",
        }

    def write(self, vals):
        """Override of the ORM: the coordinator states the facts, and it is noted."""
        stated = [name for name in self._get_loss_fields() if name in vals]
        if not stated or self.env.su:
            return super().write(vals)
        self._check_actor("coordinator")
        result = super().write(vals)
        self._log_loss(stated)
        return result

    def _log_loss(self, names):
        """Note which facts were stated, never how.

        :param list[str] names: fields of ``exit.interview.loss.mixin``
        """
        labels = [self._fields[name]._description_string(self.env) for name in names]
        self._log("loss_stated", ", ".join(labels))
