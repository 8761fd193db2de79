# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .exit_interview_population_mixin import POPULATION

# Who plays these roles stands on the case itself: as it was when the move was told.
ROLE_FIELDS = {
    "social_worker": "social_worker_id",
    "reviewing_officer": "officer_id",
    "home_manager": "home_manager_id",
}


class ExitInterview(models.Model):
    """What children need of the case: who moves, out of which home, as it was then.

    Requirement: C-01 to C-16, decisions 6, 8 to 11.
    """

    _name = "exit.interview"
    _inherit = [
        "exit.interview.consideration.case.mixin",
        "exit.interview.agreement.case.mixin",
        "exit.interview.outside.mixin",
        "exit.interview.pages.mixin",
        "exit.interview",
        "exit.interview.placement.mixin",
        "exit.interview.moving.mixin",
        "exit.interview.strike.case.mixin",
    ]

    # === PEOPLE === #

    def _get_role_user(self, role):
        """Override of `exit_interview`: the child's own people come first."""
        case_sudo = self.sudo()  # who plays a role is asked for the case's own steps
        if case_sudo.population != POPULATION or role not in ROLE_FIELDS:
            return super()._get_role_user(role)
        user = case_sudo[ROLE_FIELDS[role]]
        if user.active and user not in case_sudo.conflict_user_ids:
            return user.sudo(False)
        return super()._get_role_user(role)

    # === WHAT IS OFFERED === #

    def _get_route(self):
        """Override of `exit_interview`: for a grown-up somebody decides first."""
        route = super()._get_route()
        if self.population != POPULATION or self._is_young_enough():
            return route
        return "consider"

    def _get_questionnaire(self, kind, participant=None):
        """Override of `exit_interview`: the questions of the age band (decision 11)."""
        found = super()._get_questionnaire(kind, participant)
        if self.population != POPULATION or kind == "survey":
            return found
        # Interviewers plan the conversation and have no right on the policy.
        policy_sudo = self.sudo().policy_id
        by_band = {
            "young": policy_sudo.young_questionnaire_id,
            "middle": policy_sudo.middle_questionnaire_id,
        }
        own = by_band.get(self.age_band)
        return own.sudo(found.env.su) if own else found

    # === SNAPSHOT === #

    @api.model
    def _prepare_snapshot_vals(self, notice):
        """Override of `exit_interview`: the child and the home as they are today.

        Requirement: C-08, C-11, R-11.
        """
        vals = super()._prepare_snapshot_vals(notice)
        if notice.population != POPULATION:
            return vals
        child, home = notice.child_id, notice.home_id
        policy = self.env["exit.interview.policy"]._get_policies(
            POPULATION, notice.company_id
        )[notice.company_id]
        return {
            **vals,
            **{name: notice[name] for name in self._get_placement_fields()},
            **self._prepare_moving_vals(child, home, policy, notice.date_received),
            "home_id": home.id,
            "job_title": self.env._("Young person"),
            "team_name": home.name,
            "service_name": home.child_home_department_id.name
            or home.child_home_agency_id.name,
            "manager_name": home.child_home_manager_id.name,
            "manager_user_id": home.child_home_manager_id.id,
        }

    @api.model
    def _prepare_participant_vals(self, notice):
        """Override of `exit_interview`: the child, whom nobody writes to (P-19)."""
        if notice.population != POPULATION:
            return super()._prepare_participant_vals(notice)
        child = notice.child_id
        return [{"name": child.name, "needs": child.needs, "lang": child.lang}]

    # === FACTS === #

    def _get_leaver_facts(self, person=None):
        """Override of `exit_interview`: the head of a young person's record (C-15)."""
        if self.population != POPULATION:
            return super()._get_leaver_facts(person)
        return [
            (self.env._("Age"), str(self.age_at_notice)),
            (self.env._("Home"), self.home_name),
            (self.env._("Placed by"), self.authority_name),
            (self.env._("Moves to"), self._get_move_label()),
            (self.env._("Day of the move"), self._format_date(self.date_departure)),
            # Named on the record; whoever prints it may not read every login.
            (self.env._("Social worker"), self.sudo().social_worker_id.name),
            (
                self.env._("Independent reviewing officer"),
                self.sudo().officer_id.name,
            ),
        ]

    def _get_departure_word(self):
        """Override of `exit_interview`: young people move."""
        if self.population != POPULATION:
            return super()._get_departure_word()
        return self.env._("moves")

    def _get_move_label(self):
        """Return what kind of place the young person moves to, in words."""
        self.ensure_one()
        return self._get_selection_label("moving_to", self.moving_to) or ""

    def _get_colleagues(self):
        """Override of `exit_interview`: who works in the home, and around it (P-16)."""
        names = super()._get_colleagues()
        if self.population != POPULATION:
            return names
        people = self.social_worker_id | self.officer_id | self.home_manager_id
        found = people.mapped("name")
        if self.department_id:
            employees = self.env["hr.employee"].with_context(active_test=False)
            found += employees.search(
                [("department_id", "child_of", self.department_id.ids)]
            ).mapped("name")
        return names + found
