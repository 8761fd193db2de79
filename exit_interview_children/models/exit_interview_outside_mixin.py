# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from .exit_interview_population_mixin import POPULATION


class ExitInterviewOutsideMixin(models.AbstractModel):
    """Who interviews a young person: somebody independent of the authority.

    They have a portal login and stand in the register. Employees interview only with
    a reason, and whoever has a part in the young person's care never does.

    Requirement: C-04, C-14, decision 8.
    """

    _name = "exit.interview.outside.mixin"
    _inherit = [
        "exit.interview.outside.page.mixin",
        "exit.interview.outside.reader.mixin",
    ]
    _description = "Interviewer from outside the authority"

    # === WHO MAY === #

    def _has_interviewer_role(self, user):
        """Override of `exit_interview`: whoever stands in the register, too."""
        self.ensure_one()
        # Which register is asked follows from the case; only yes or no leaves.
        case_sudo = self.sudo()
        if case_sudo.population != POPULATION or not user.share:
            return super()._has_interviewer_role(user)
        return bool(
            self.env["exit.interview.outsider"]._find(user, case_sudo.company_id)
        )

    @api.model
    def _get_group_interviewers(self, population):
        """Override of `exit_interview`: those from outside come first."""
        users = super()._get_group_interviewers(population)
        if population != POPULATION:
            return users
        outside = self.env["exit.interview.outsider"]._get_users()
        return outside.sorted("name") | users

    def _read_interviewer(self, value, what):
        """Override of `exit_interview`: a login of the portal may be chosen, too."""
        user = self._read_record("res.users", value, what)
        children = self.filtered(lambda case: case.population == POPULATION)
        if not user.share or children != self:
            return super()._read_interviewer(value, what)
        if not user.active or not all(
            case._has_interviewer_role(user) for case in children
        ):
            raise ValidationError(
                self.env._(
                    "%s: choose somebody from the register of outside interviewers "
                    "who has access, and whose DBS certificate was seen.",
                    what,
                )
            )
        return user.with_env(self.env)

    def _get_independence_issues(self, user):
        """Override of `exit_interview`: nobody whom the authority employs.

        Requirement: C-04, decision 8.
        """
        issues = super()._get_independence_issues(user)
        if self.population != POPULATION:
            return issues
        issues += self._get_care_issues(user)
        if not user.share:
            issues.append(
                self.env._(
                    "%s works for the authority, so is not independent of it.",
                    user.name,
                )
            )
        return issues

    def _get_care_issues(self, user):
        """Return why `user` has a part in this young person's care, if they have.

        :param user: ``res.users`` record
        :rtype: list[str]
        """
        self.ensure_one()
        # Read to refuse, as in the engine.
        case_sudo = self.sudo()
        parts = [
            (
                case_sudo.social_worker_id,
                self.env._("the young person's social worker"),
            ),
            (
                case_sudo.officer_id,
                self.env._("the young person's independent reviewing officer"),
            ),
            (case_sudo.home_manager_id, self.env._("the manager of the home")),
        ]
        issues = [
            self.env._(
                "%(user)s is %(part)s and cannot interview.", user=user.name, part=part
            )
            for person, part in parts
            if person == user
        ]
        row = self.env["exit.interview.outsider"]._find(user, case_sudo.company_id)
        agency = case_sudo.home_id.sudo().child_home_agency_id.name
        if row and self._is_same_name(row.organisation, agency):
            issues.append(
                self.env._(
                    "%s works for the agency that runs the home and cannot interview.",
                    user.name,
                )
            )
        return issues

    @api.model
    def _is_same_name(self, first, second):
        """Return whether two names mean the same, however they are written."""

        def plain(text):
            return "".join(filter(str.isalnum, (text or "").casefold()))

        return bool(plain(first)) and plain(first) == plain(second)

    def _is_never_interviewer(self, user):
        """Override of `exit_interview`: no reason helps who has a part in the care."""
        never = super()._is_never_interviewer(user)
        if self.population != POPULATION:
            return never
        return never or bool(self._get_care_issues(user))

    def _is_outsider(self, user):
        """Override of `exit_interview`: whoever the authority does not employ."""
        if self.population != POPULATION:
            return super()._is_outsider(user)
        return user.share

    def _get_interviewer_note(self, user):
        """Override of `exit_interview`: languages, skills, when and where."""
        note = super()._get_interviewer_note(user)
        if not user.share:
            return note
        # Called for the coordinator's dialog, about people of the organisation.
        company = self.sudo().company_id[:1]
        row = self.env["exit.interview.outsider"]._find(user, company)
        return row._get_note() if row else note

    # === WHEN === #

    def _get_interviewer(self):
        """Override of `exit_interview`: nobody before the young person said yes.

        Requirement: C-10, C-14.
        """
        case_sudo = self.sudo()  # whether they agreed, to find nobody too early
        if case_sudo.population == POPULATION and not case_sudo._is_agreed():
            return self.env["res.users"]
        return super()._get_interviewer()

    def _schedule(self, date_start, mode, location, companion, person=None):
        """Override of `exit_interview`: elsewhere needs no reason (C-16, D2)."""
        planned = super()._schedule(date_start, mode, location, companion, person)
        if self.population == POPULATION and not self._is_in_home(mode, location):
            self.write({"meeting_reason": False})
        return planned

    def _is_agreed(self):
        """Return whether the young person's yes is on record.

        :rtype: bool
        """
        self.ensure_one()
        return self.state != "new" and self.reply == "accepted"

    def _assign(self, user, independence_reason=False):
        """Override of `exit_interview`: not before the agreement is recorded."""
        self.ensure_one()
        if self.population == POPULATION and not self._is_agreed():
            raise UserError(
                self.env._(
                    "%s: the young person has not agreed yet. An interviewer is "
                    "chosen, and learns of them, once the yes is recorded.",
                    self.name,
                )
            )
        return super()._assign(user, independence_reason)

    def _get_duty_user(self, role, user=None):
        """Override of the duty mixin: whoever lost the role owes nothing any more."""
        found = super()._get_duty_user(role, user)
        if (
            self.population == POPULATION
            and role == "interviewer"
            and found.share
            and not self._has_interviewer_role(found)
        ):
            return super()._get_duty_user("coordinator")
        return found
