# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Command


class ExitInterviewAssign(models.TransientModel):
    """Shows who could interview, and why not, then lets the cases assign."""

    _name = "exit.interview.assign"
    _inherit = ["exit.interview.dialog.mixin"]
    _description = "Choose an interviewer"

    case_ids = fields.Many2many(
        comodel_name="exit.interview", string="Cases", required=True, readonly=True
    )
    wish = fields.Char(string="The leaver's wishes", readonly=True)
    candidate_ids = fields.One2many(
        comodel_name="exit.interview.assign.candidate", inverse_name="assign_id"
    )
    has_issues = fields.Boolean(compute="_compute_has_issues")
    has_away = fields.Boolean(compute="_compute_has_issues")
    has_notes = fields.Boolean(compute="_compute_has_issues")
    independence_reason = fields.Char(
        string="If not independent, why this person",
        help="Kept on the case and counted as an exception. Needed only for people in "
        "the leaver's line of management, whom the leaver asks for.",
    )

    @api.depends("candidate_ids.state", "candidate_ids.away", "candidate_ids.note")
    def _compute_has_issues(self):
        for dialog in self:
            candidates = dialog.candidate_ids
            dialog.has_issues = "issues" in candidates.mapped("state")
            dialog.has_away = any(candidates.mapped("away"))
            dialog.has_notes = any(candidates.mapped("note"))

    @api.model
    def default_get(self, fields):
        """Override of the ORM: everybody who could, the likeliest first."""
        vals = super().default_get(fields)
        if self.env.context.get("active_model") != "exit.interview":
            return vals
        cases = self.env["exit.interview"].browse(self.env.context["active_ids"])
        cases._check_actor("coordinator")
        wishes = [case._get_wish_text() for case in cases if case._get_wish_text()]
        return {
            **vals,
            "case_ids": [Command.set(cases.ids)],
            "wish": "; ".join(wishes),
            "candidate_ids": [
                Command.create(self._prepare_candidate(one, cases))
                for one in cases._get_candidates()
            ],
        }

    @api.model
    def _open_for(self, cases):
        """Return the action that opens the dialog for cases.

        :param cases: ``exit.interview`` recordset
        :rtype: dict
        """
        context = {"active_model": cases._name, "active_ids": cases.ids}
        dialog = self.with_context(**context).create({})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assign an interviewer"),
            "res_model": self._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def _prepare_candidate(self, candidate, cases):
        issues = candidate["issues"]
        return {
            "user_id": candidate["user"].id,
            "role": candidate["role"],
            "independence": " ".join(issues) or self.env._("Independent"),
            "state": "never"
            if candidate["never"]
            else ("issues" if issues else "fine"),
            "open_count": candidate["open_count"],
            "away": candidate["away"],
            "note": candidate["note"],
            "is_current": all(
                case.interviewer_id == candidate["user"] for case in cases
            ),
        }
