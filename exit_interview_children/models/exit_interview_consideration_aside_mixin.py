# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

OFFICER = "reviewing_officer"


class ExitInterviewConsiderationAsideMixin(models.AbstractModel):
    """What an officer does from a copy besides considering it.

    Reads the letter again, limits who else gets copies, and raises a concern, without
    any right on the case, on other copies or on concerns.

    Requirement: C-06, C-21, C-27; TRUST 1.4, G7.
    """

    _name = "exit.interview.consideration.aside.mixin"
    _description = "What an officer does beside considering"

    letter_text = fields.Text(
        string="The letter they got",
        compute="_compute_letter_text",
        help="As it was given to the young person: to read and to print again.",
    )
    circulation_text = fields.Text(
        string="Who else gets a copy", compute="_compute_circulation_text"
    )

    @api.depends("case_id")
    @api.depends_context("uid")
    def _compute_letter_text(self):
        for consideration in self:
            consideration.letter_text = False
            if consideration._is_actor("officer"):
                # The officer writes and gives this letter: it stands on the case.
                case_sudo = consideration.sudo().case_id
                is_given = bool(case_sudo.date_outcome_sent)
                consideration.letter_text = is_given and case_sudo.outcome_text

    @api.depends("case_id")
    @api.depends_context("uid", "lang")
    def _compute_circulation_text(self):
        for consideration in self:
            consideration.circulation_text = False
            if consideration._is_actor("officer"):
                # Who, and whether; never why, nor what stands in another copy.
                shares_sudo = consideration.sudo()._get_other_copies()
                lines = [
                    f"{share.role_label}: {share._get_circulation_word()}"
                    for share in shares_sudo
                ]
                consideration.circulation_text = "\n".join(lines)

    def _get_other_copies(self):
        """Return everybody else's copies of this record; as superuser.

        :rtype: ``exit.interview.share``
        """
        self.ensure_one()
        return self.case_id.share_ids.filtered(lambda share: share.role != OFFICER)

    # === STEPS === #

    def action_print_letter(self):
        """Print the letter again that the young person got.

        Requirement: C-21.

        :return: report action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("officer")
        report = self.env.ref(
            "exit_interview.exit_interview_outcome_share_letter_report"
        )
        return report.report_action(self.share_id, config=False)

    def action_limit(self, role, reason):
        """Take somebody out of the circulation of this record; an open copy closes.

        Only the Children's Services Manager takes them in again.

        Requirement: C-27, TRUST 1.4.

        :param str role: role of whoever gets no copy, such as `home_manager`
        :param str reason: why
        :return: True
        :raise UserError: if nobody in this role gets a copy
        """
        self._check_actor("officer")
        self._check_text(reason, self.env._("the reason"))
        reason = self._read_line(reason, self.env._("the reason"))
        # The officer was checked; other copies are closed to them, and stay so.
        for consideration in self.sudo():
            shares = consideration._get_other_copies().filtered(
                lambda share: share.role == role and not share.is_limited
            )
            if not shares:
                raise UserError(
                    self.env._(
                        "%s: they get no copy of this record, or are left out of the "
                        "circulation already.",
                        consideration.display_name,
                    )
                )
            shares.with_env(self.env)._limit(reason)
        return True

    def action_raise_concern(
        self,
        category,
        text,
        severity="significant",
        is_about_home=True,
        named_ids=None,
    ):
        """Pass on a concern about what the officer read; nothing of it is read back.

        The clock starts now: it was the officer who noticed.

        Requirement: C-06, TRUST G7.

        :param str category: as of ``exit.interview.concern.raise_concern``
        :param str text: the least that others must know to act
        :param str severity: `significant`, or `immediate` danger
        :param bool is_about_home: whether it is kept from the home's manager
        :param list[int] named_ids: ids of the users it is about; they are shut out
        :return: True
        """
        self.ensure_one()
        self._check_actor("officer")
        # The officer was checked; only what they write goes to the case.
        case = self.sudo().case_id.with_env(self.env)
        self.env["exit.interview.concern"]._raise_checked(
            case,
            category,
            text,
            date=fields.Datetime.now(),
            severity=severity,
            named_ids=named_ids,
            details={"is_about_home": bool(is_about_home)},
        )
        return True
