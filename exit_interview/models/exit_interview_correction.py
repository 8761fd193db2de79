# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewCorrection(models.Model):
    """What a leaver asks to have put right in the record; only their page makes one.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | see it; say that it is done, or why nothing is changed          |
    | interviewer | the same, for their own cases                                   |
    | recipients  | nothing                                                         |
    +-------------+-----------------------------------------------------------------+

    Requirement: B-12, P-11.
    """

    _name = "exit.interview.correction"
    _inherit = ["exit.interview.case.mixin", "exit.interview.state.mixin"]
    _description = "Correction asked for by the leaver"
    _order = "date desc, id desc"

    _state_steps = {"open": {"done", "declined"}, "done": set(), "declined": set()}

    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="Asked by",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    session_id = fields.Many2one(
        comodel_name="exit.interview.session",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    case_id = fields.Many2one(
        related="session_id.case_id", store=True, precompute=True, required=True
    )
    question_id = fields.Many2one(
        comodel_name="exit.interview.question",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: about the record as a whole.",
    )
    question_text = fields.Char(string="About", compute="_compute_question_text")
    wording = fields.Text(string="The leaver asks", required=True, readonly=True)
    version = fields.Integer(
        readonly=True, help="The version of the record that the leaver had read."
    )
    state = fields.Selection(
        selection=[
            ("open", "To do"),
            ("done", "Done"),
            ("declined", "Not changed"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    reply = fields.Text(
        string="Why not", readonly=True, help="The leaver reads this on their page."
    )
    date = fields.Datetime(
        string="Asked on", required=True, readonly=True, default=fields.Datetime.now
    )
    date_settled = fields.Datetime(string="Settled on", readonly=True)
    settled_by = fields.Char(readonly=True)

    @api.depends("question_id")
    def _compute_question_text(self):
        whole = self.env._("The record as a whole")
        for correction in self:
            # Who sees the correction sees the record; questions are configuration.
            question = correction.sudo().question_id
            correction.question_text = question.name or whole

    # === STEPS === #

    def action_done(self):
        """Say that the record now says what the leaver asked for.

        Requirement: P-11.

        :return: True
        """
        self._check_actor("interviewer", "coordinator")
        # The caller was checked; nobody writes corrections by hand.
        self.sudo()._settle("done")
        return True

    def action_decline(self, reason):
        """Say that nothing is changed, and why; the leaver reads the reason.

        Requirement: P-11.

        :param str reason: in the interviewer's words
        :return: True
        """
        self._check_actor("interviewer", "coordinator")
        self._check_text(reason, self.env._("the reason; the leaver reads it"))
        reason = self._read_line(reason, self.env._("The reason"), 2000)
        # As above.
        self.sudo()._settle("declined", reason)
        return True

    def _settle(self, state, reply=False):
        """Close corrections after the checks of the steps above."""
        self._set_state(
            state,
            reply=reply,
            date_settled=fields.Datetime.now(),
            settled_by=self.env.user.name,
        )
        labels = dict(self._fields["state"]._description_selection(self.env))
        for correction in self:
            correction.case_id._log("correction", labels[state])
        self.case_id.duty_update()

    # === SHOW === #

    def action_open(self):
        """Open the record at the part that the correction is about.

        :return: client action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("interviewer", "coordinator")
        action = self.session_id.action_open_interview()
        # Questions are configuration, closed to interviewers.
        section = self.sudo().question_id.section_id
        if section:
            action["params"]["part"] = section.code
        return action

    def _get_form(self):
        """Return the correction for the interview screen.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "id": self.id,
            "question_id": self.question_id.id,
            "question": self.question_text,
            "wording": self.wording,
            "state": self.state,
            "reply": self.reply or "",
            "date": fields.Datetime.to_string(self.date),
        }
