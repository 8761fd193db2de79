# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .exit_interview_population_mixin import POPULATION
from .exit_interview_share import KEPT_BACK


class ExitInterviewOutsideReaderMixin(models.AbstractModel):
    """Who gets a copy, and which parts: what a young person said to the interviewer.

    What they want kept back is shown to whoever hands in and to whoever sends, and is
    done with the engine's own permission of each copy.

    Requirement: C-24, C-25, C-27, C-28 to C-30.
    """

    _name = "exit.interview.outside.reader.mixin"
    _description = "Case whose interviewer says who gets a copy"

    kept_back_words = fields.Text(
        string="What they want kept back",
        compute="_compute_kept_back_words",
        help="What the young person answered when asked what must not be written down "
        "or sent to the home. Until it is sent, the copies can still be changed.",
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_kept_back_words(self):
        # Under the rights of whoever looks: others than readers of the record see none.
        may_read = self.env["exit.interview.answer"].has_access("read")
        for case in self:
            is_waiting = case.population == POPULATION and case.state == "confirmed"
            case.kept_back_words = (
                may_read and is_waiting and case._get_kept_back_words()
            )

    def _get_kept_back_words(self):
        """Return what the young person wants kept back, in their own words.

        Requirement: C-25, C-27.

        :return: empty if they were not asked, or said nothing
        :rtype: str
        """
        self.ensure_one()
        answers = self.env["exit.interview.answer"].search(
            Domain("case_id", "=", self.id)
            & Domain("session_id.state", "!=", "cancelled")
            & Domain("status", "=", "answered")
            & (
                Domain("question_id.code", "=", KEPT_BACK)
                | Domain("question_id.metric_id.code", "=", KEPT_BACK)
            )
        )
        return "\n".join(filter(None, (answer._get_text() for answer in answers)))

    # === HAND IN === #

    def _get_outside_readers(self):
        """Return who can get a copy, and what stands for each of them now.

        Whoever was taken out of the circulation is not hinted at.

        Requirement: C-24, C-27.

        :return: dictionaries with ``role``, ``label``, ``is_told``, ``choice`` (empty
            while nobody asked the young person), ``left_out`` (ids of parts) and
            ``parts`` (pairs of id and name)
        :rtype: list[dict]
        """
        self.ensure_one()
        return [
            {
                "role": share.role,
                "label": share.role_label,
                "is_told": share._is_told(),
                "choice": share._get_outside_choice(),
                "left_out": share._get_outside_left_out().ids,
                "parts": [
                    (part.id, part.name) for part in share._get_outside_sections()
                ],
            }
            for share in self._get_outside_shares()
        ]

    def _get_outside_shares(self):
        """Return the copies that the interviewer still decides on with them."""
        self.ensure_one()
        return self.share_ids.filtered(
            lambda share: not share.is_limited and share.state == "draft"
        )

    def _decide_from_outside(self, decisions):
        """Keep what the young person said about each reader.

        Requirement: C-24, C-25, C-27.

        :param list[dict] decisions: ``role``, ``choice`` (`usual`, `parts` or `none`)
            and, for `parts`, ``left_out``: ids of the parts that this reader does not
            get
        :raise UserError: while a reader of whom they were not told is not answered for
        """
        self.ensure_one()
        shares = self._get_outside_shares()
        given = {one["role"]: one for one in decisions}
        for share in shares:
            decision = given.get(share.role) or {"choice": share._get_outside_choice()}
            share._decide_from_outside(
                decision["choice"],
                decision.get("left_out", share._get_outside_left_out().ids),
            )

    # === COMPLAINT, ADVOCATE === #

    def _get_outside_referrals(self):
        """Return what they asked for, and what was noted: kind, label, day and wish.

        Requirement: C-28 to C-30.

        :rtype: list[dict]
        """
        self.ensure_one()
        asked = {
            "complaint": self.date_complaint_asked,
            "advocacy": self.date_advocate_asked,
        }
        return [
            {
                "kind": kind,
                "label": label,
                "noted": self._format_date(self[f"referral_{kind}_date"]),
                "is_asked": bool(asked[kind]),
            }
            for kind, label in self._get_referral_labels().items()
        ]

    def _refer_from_outside(self, kind, note, is_open):
        """Note that they were shown the way to complaints or advocacy.

        Requirement: C-28 to C-30.

        :param str kind: `complaint` or `advocacy`
        :param str note: what was done, in a few words; may be empty
        :param bool is_open: the Children's Services Manager still has to see to it
        :raise UserError: if nothing is chosen
        """
        self.ensure_one()
        if kind not in self._get_referral_labels():
            raise UserError(self.env._("Choose what they asked for."))
        self.action_refer(kind, note or self.env._("By the interviewer, in the talk"))
        if is_open:
            # Noted as asked for, so that it stands on a list until it is done.
            self._ask_for(kind)
