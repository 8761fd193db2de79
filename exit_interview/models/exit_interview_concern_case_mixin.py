# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_datetime

from .local_date import get_today


class ExitInterviewConcernCaseMixin(models.AbstractModel):
    """What a case shows of its concerns, and what is referred to another process."""

    _name = "exit.interview.concern.case.mixin"
    _description = "Case with concerns"

    # Interviewers read the state of what they raised in `my_concerns`, and no more.
    concern_ids = fields.One2many(
        comodel_name="exit.interview.concern",
        inverse_name="case_id",
        readonly=True,
        groups="exit_interview.group_case_coordinator",
    )
    has_late_concern = fields.Boolean(
        string="Concern overdue",
        compute="_compute_has_late_concern",
        search="_search_has_late_concern",
    )
    my_concerns = fields.Text(
        string="Concerns you raised", compute="_compute_my_concerns"
    )
    # complaints and advocacy: no clock, another process (C-28 to C-30, F-28)
    referral_complaint_date = fields.Date(string="Shown the way on", readonly=True)
    referral_complaint_note = fields.Text(string="Complaint", readonly=True)
    referral_advocacy_date = fields.Date(string="Put in touch on", readonly=True)
    referral_advocacy_note = fields.Text(string="Advocacy", readonly=True)

    def _compute_has_late_concern(self):
        late = self._get_late_concern_cases()
        for case in self:
            case.has_late_concern = case.id in late

    def _get_late_concern_cases(self):
        """Return the ids of cases with an overdue concern that the user coordinates.

        Read at this moment: no job need run for the banner (R-05).

        :rtype: set[int]
        """
        mine = self.filtered(lambda case: case._is_actor("coordinator"))
        Concern = self.env["exit.interview.concern"]
        if not Concern.has_access("read"):
            return set()
        domain = Concern._get_overdue_domain() & Domain("case_id", "in", mine.ids)
        return {case.id for (case,) in Concern._read_group(domain, ["case_id"])}

    def _search_has_late_concern(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        late = self.env["exit.interview.concern"]._get_overdue_domain()
        wanted = (True in value) == (operator == "in")
        return [("concern_ids", "any" if wanted else "not any", late)]

    @api.depends("concern_ids.state")
    @api.depends_context("uid")
    def _compute_my_concerns(self):
        # Whoever raised a concern sees where it stands, and no more of it (write-only).
        Concern = self.env["exit.interview.concern"].sudo()
        raised = Concern.search(
            [("case_id", "in", self.ids), ("raised_by_id", "=", self.env.uid)],
            order="date_raised, id",
        ).grouped("case_id")
        for case in self:
            case.my_concerns = "\n".join(
                self.env._(
                    "%(moment)s: %(state)s",
                    moment=format_datetime(
                        self.env, concern.date_raised, dt_format="d MMM yyyy, HH:mm"
                    ),
                    state=concern._get_selection_label("state"),
                )
                for concern in raised.get(case.sudo(), Concern)
            )

    def _get_concern_start(self):
        """Return from when the hours of a concern count, unless somebody says it.

        From the end of the conversation. While another one goes on, a follow-up or
        that of the next person, it is what was heard there: now.

        Requirement: S-28, decision 5.

        :rtype: datetime.datetime
        """
        self.ensure_one()
        now = fields.Datetime.now()
        held = self._get_held_session()
        goes_on = self.session_ids.filtered(
            lambda one: one.state == "planned" and one.date_start <= now
        )
        return now if goes_on or not held.date_end else held.date_end

    def action_raise_concern(self):
        """Open the dialog that raises a concern.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "exit_interview.exit_interview_concern_raise_action"
        )
        return {
            **action,
            "context": {"default_case_id": self.id, "dialog_size": "large"},
        }

    def action_refer(self, kind, note, date=False):
        """Note that the leaver was shown the way to another process.

        Requirement: C-28, C-29, C-30, F-28.

        :param str kind: `complaint` or `advocacy`
        :param str note: where to, and by whom
        :param date: when; today if empty
        :return: True
        """
        self._check_actor("coordinator", "interviewer")
        labels = self._get_referral_labels()
        if not isinstance(kind, str) or kind not in labels:
            raise ValidationError(
                self.env._("A referral is one of: %s.", ", ".join(sorted(labels)))
            )
        self._check_text(note, self.env._("where the leaver was shown to"))
        date = self._read_date(date, self.env._("the day"))
        date = date or get_today(self)
        if date > get_today(self):
            raise UserError(self.env._("This day lies ahead."))
        # The caller has a part in the case; people have no right to write here.
        self.sudo().write(
            {
                f"referral_{kind}_date": date,
                f"referral_{kind}_note": self._read_line(
                    note, self.env._("The note"), 2000
                ),
            }
        )
        self._log("referred", labels[kind])
        self._follow_referral(kind)
        return True

    def _follow_referral(self, kind):
        """Do what follows once somebody was shown the way to another process.

        Requirement: C-28 to C-30.

        :param str kind: a key of :meth:`_get_referral_labels`
        """

    @api.model
    def _get_referral_labels(self):
        """Return where an exit interview may refer to.

        :return: {kind: words}
        :rtype: dict
        """
        return {
            "complaint": self.env._("Complaints"),
            "advocacy": self.env._("Advocacy"),
        }
