# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .local_date import get_today

# What a copy can go out on.
COPY = ("full", "parts", "normal")


class ExitInterviewShareNormalMixin(models.AbstractModel):
    """A recipient of the normal circulation: told in advance, not asked one by one.

    Who reads the record is said before anything is asked. So a recipient of the normal
    circulation gets the copy unless the leaver keeps it, or parts of it, back. Told
    afterwards is not told in advance: whoever spoke without knowing is asked, as for
    any other recipient. Everybody who took part must have known.

    Requirement: S-25, F-22, F-23, C-27, decisions 2, 9, 17.
    """

    _name = "exit.interview.share.normal.mixin"
    _description = "Copy in the normal circulation"

    is_normal = fields.Boolean(
        string="Normal circulation",
        readonly=True,
        help="The policy counts this recipient among those who read every record, "
        "unless the leaver keeps something back or was not told in advance.",
    )
    date_told = fields.Date(
        string="Told in advance on",
        readonly=True,
        help="The day on which the last of those who took part was told that this "
        "recipient reads the record.",
    )
    can_record_told = fields.Boolean(compute="_compute_can_record_told")

    _normal_only_if_told = models.Constraint(
        "CHECK((permission != 'normal' AND basis != 'normal_circulation')"
        " OR (basis = 'normal_circulation' AND is_normal IS TRUE"
        " AND date_told IS NOT NULL))",
        "In the normal circulation a copy goes only where the leaver was told in "
        "advance.",
    )

    @api.depends("is_normal", "state", "permission")
    @api.depends_context("uid")
    def _compute_can_record_told(self):
        for share in self:
            share.can_record_told = (
                share.is_normal
                and share.state == "draft"
                and share.permission == "undecided"
                and (share._is_actor("coordinator") or share._is_actor("interviewer"))
            )

    def _get_speakers(self):
        """Return whose words the copy holds: one person's, or everybody's as one.

        :rtype: ``exit.interview.participant``
        """
        self.ensure_one()
        return self.participant_id or self.case_id._get_interviewed()

    def _is_told(self):
        """Return whether everybody who takes part knew of this recipient in advance.

        :rtype: bool
        """
        self.ensure_one()
        people = self._get_speakers()
        return (
            self.is_normal
            and bool(people)
            and all(person._is_told_of(self.role) for person in people)
        )

    def _check_settled(self):
        """Check that nobody gets a copy, or none, of whom the leaver knows nothing.

        Requirement: I-47, S-25.

        :raise UserError: saying what to record
        """
        waiting = self.filtered(
            lambda share: share.permission == "undecided" and not share.is_limited
        )
        if not waiting:
            return
        message = self.env._(
            "%(reference)s: record first what the leaver decided about %(roles)s.",
            reference=waiting[0].case_id.name,
            roles=", ".join(waiting.mapped("role_label")),
        )
        if waiting.filtered("is_normal"):
            message += " " + self.env._(
                "For the normal circulation it is enough to record that they were told "
                "in advance."
            )
        raise UserError(message)

    # === RECORD === #

    def action_record_told(self, how=False, date=False):
        """Record that the leaver was told in advance that these recipients read it.

        Not needed where the leaver saw the notice on the own page, which keeps it by
        itself. With two adults, say it of both: whoever takes part is meant.

        Requirement: S-25, F-22.

        :param str how: how they were told
        :param date: when; today if empty, and not after the conversation
        :return: True
        :raise UserError: after the conversation; then the leaver is asked
        """
        self._check_actor("interviewer", "coordinator")
        date = self._read_date(date, self.env._("telling"))
        date = date or get_today(self)
        what = self.env._("How they were told")
        self._check_text(how, self.env._("how they were told"))
        how = self._read_line(how, what, 300)
        for share in self.sudo():
            share._record_told(how, date)
        return True

    def _record_told(self, how, date):
        """Keep that everybody who takes part was told; after the checks, as superuser.

        :param str how: how they were told
        :param datetime.date date: when
        """
        self.ensure_one()
        case = self.case_id
        if not self.is_normal:
            raise UserError(
                self.env._(
                    "%s: the policy has this recipient ask for the leaver's "
                    "permission. Record what the leaver decides.",
                    self.display_name,
                )
            )
        if self.state != "draft":
            raise UserError(
                self.env._("%s: the copy has been out already.", self.display_name)
            )
        if date > get_today(self):
            raise UserError(self.env._("The day on which they were told lies ahead."))
        policy = case.policy_id
        people = self._get_speakers().filtered(
            lambda one: not one._is_told_of(self.role)
        )
        spoken = [moment for one in people if (moment := one._get_date_spoken())]
        if spoken and date > policy._get_local_date(min(spoken)):
            raise UserError(
                self.env._(
                    "%s: this was after the conversation, so they spoke without "
                    "knowing it. Ask them now, and record what they decide.",
                    self.display_name,
                )
            )
        people._note_told(self.role, how, policy._get_start_of_day(date))
        case._log("told", self.role_label)
        self._follow_told()

    def _follow_told(self):
        """Let drafts of the normal circulation follow what the leavers know of.

        What a leaver decided stays decided. Called as superuser.
        """
        for share in self.filtered(lambda one: one.is_normal and one.state == "draft"):
            is_told = share._is_told()
            if share.permission == "undecided" and is_told:
                share._keep_permission("normal", **share._prepare_told())
            elif share.permission == "normal" and not is_told:
                # Somebody joined who does not know yet.
                share.write(
                    {
                        "permission": "undecided",
                        "basis": "permission",
                        "date_told": False,
                    }
                )

    def _prepare_told(self):
        """Return how and when the last of those who take part was told."""
        people = self._get_speakers().sorted("date_told")
        return {
            "how": "; ".join(dict.fromkeys(filter(None, people.mapped("told_how")))),
            "date": self._get_told_day(),
            "recorded_by": people[-1:].told_by,
            "wording": people[-1:].notice_wording
            or self.case_id.policy_id.notice_wording,
        }

    def _get_told_day(self):
        """Return the day on which the last of those who take part was told."""
        policy = self.case_id.policy_id
        moments = self._get_speakers().mapped("date_told")
        return policy._get_local_date(max(moments))

    # === ON WHAT THE COPY RESTS === #

    def _prepare_basis_vals(self, permission):
        """Return on what a copy rests with which `permission`.

        A leaver who only keeps parts back leaves the rest in the normal circulation.

        :param str permission: value of ``permission``
        :return: ``basis`` and ``date_told``
        :rtype: dict
        """
        self.ensure_one()
        if permission in ("normal", "parts") and self._is_told():
            return {"basis": "normal_circulation", "date_told": self._get_told_day()}
        return {"basis": "permission", "date_told": False}

    def _check_normal(self, permission):
        """Check that `normal` is only said where the leaver was told in advance.

        :param str permission: value of ``permission``
        """
        self.ensure_one()
        if permission != "normal" or self._is_told():
            return
        raise ValidationError(
            self.env._(
                "%s: not everybody who took part was told in advance that this "
                "recipient reads the record. Ask them, and record what they decide.",
                self.display_name,
            )
        )
