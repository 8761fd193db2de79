# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from .exit_interview_population_mixin import POPULATION


class ExitInterview(models.Model):
    """What foster carers need of the case: a household, as it was when it left.

    Requirement: S-15, S-16, S-30 to S-42, decisions 6, 8, 16, 17.
    """

    _name = "exit.interview"
    _inherit = [
        "exit.interview",
        "exit.interview.leaving.mixin",
        "exit.interview.briefing.case.mixin",
        "exit.interview.data.form.mixin",
    ]

    approval_text = fields.Text(string="Approval when they left", readonly=True)
    previous_approval_text = fields.Text(string="Approvals before", readonly=True)
    composition_text = fields.Text(string="Others in the household", readonly=True)
    care_text = fields.Text(string="Children cared for", readonly=True)

    _household_open_uniq = models.UniqueIndex(
        "(household_id) WHERE household_id IS NOT NULL"
        " AND state IN ('new', 'offered', 'scheduled', 'interviewed')",
        "This household has an open case already.",
    )

    # === PEOPLE === #

    def _get_role_user(self, role):
        """Override of `exit_interview`: who supervises this very household."""
        user = super()._get_role_user(role)
        case_sudo = self.sudo()  # who plays a role is asked for the case's own steps
        if (
            user
            or role != "supervising_social_worker"
            or case_sudo.population != POPULATION
        ):
            return user
        worker = case_sudo.manager_user_id
        if worker.active and worker not in case_sudo.conflict_user_ids:
            return worker.sudo(False)
        return user

    def _get_independence_issues(self, user):
        """Override of `exit_interview`: nobody of the supervising social worker's line.

        Requirement: S-11, F-14, decision 8.
        """
        issues = super()._get_independence_issues(user)
        # Read to refuse, as in the engine.
        if self.population == POPULATION and user in self.sudo().line_user_ids:
            issues.append(
                self.env._(
                    "%s is the household's supervising social worker, or manages them, "
                    "and is not independent.",
                    user.name,
                )
            )
        return issues

    def _is_outsider(self, user):
        """Override of `exit_interview`: nobody who works in the fostering service."""
        case_sudo = self.sudo()  # where somebody works, to tell "from elsewhere"
        if case_sudo.population != POPULATION:
            return super()._is_outsider(user)
        departments = user.sudo().employee_ids.department_id
        services = {self._get_service(department) for department in departments}
        return self._get_service(case_sudo.department_id) not in services

    # === WHAT CARERS READ === #

    def _get_page_words(self):
        """Override of `exit_interview`: in the words of foster carers.

        Requirement: F-27 to F-30.
        """
        words = super()._get_page_words()
        if self.population != POPULATION:
            return words
        return {
            "availability": self.env._(
                "Such as “Thursdays, when the children are at school”."
            ),
            "place": self.env._(
                "Your home, the fostering office, or somewhere neutral that is easy "
                "to reach for both of us; for a call the number. We agree it with you."
            ),
            "companion": self.env._(
                "Another foster carer, a colleague or a friend: as you like."
            ),
            "topics_label": self.env._(
                "Are there people or working relationships you would like to talk "
                "about?"
            ),
            "topics": self.env._(
                "Such as your supervising social worker, a child's social worker, or "
                "the wider service. A few words are enough. If you want to complain "
                "about somebody, that goes another way; we show you which."
            ),
        }

    # === WHAT IS OFFERED === #

    def _get_route(self):
        """Override of `exit_interview`: some cases want a thought before a contact.

        After an allegation somebody checks with the designated officer first, and
        nobody writes to a household in which a carer has just died.

        Requirement: F-20, S-04.
        """
        route = super()._get_route()
        if self.population != POPULATION:
            return route
        if self.is_after_allegation or self.leaving_route == "death":
            return "consider"
        return route

    def _get_reflected_date(self):
        """Override of `exit_interview`: some weeks after the letter or the decision.

        Requirement: S-21, decision 6.
        """
        if self.population != POPULATION:
            return super()._get_reflected_date()
        # Interviewers see the case and have no right on the policy.
        days = self.sudo().policy_id.reflection_days
        if not days or not self.date_decided:
            return False
        return self.date_decided + timedelta(days=days)

    # === SNAPSHOT === #

    @api.model
    def _prepare_snapshot_vals(self, notice):
        """Override of `exit_interview`: the household's record as it stands today.

        Requirement: S-15, S-16, S-36 to S-38, R-11.
        """
        vals = super()._prepare_snapshot_vals(notice)
        if notice.population != POPULATION:
            return vals
        household, team = notice.household_id, notice.department_id
        worker = household.foster_worker_id
        employee = worker.employee_ids[:1]
        approvals = household.foster_approval_ids
        # Until the household leaves, its approval is the one with the latest start.
        current = approvals[:1]
        year = notice.date_received.year
        members = household.foster_member_ids
        line = self._get_line_users(employee, team) | worker
        return {
            **vals,
            **{name: notice[name] for name in self._get_leaving_fields()},
            **self._prepare_form_vals(household),
            "job_title": self.env._("Foster carer"),
            "date_start_service": household.foster_date_from,
            "team_name": team.name,
            "service_name": self._get_service(team).name,
            "manager_name": worker.name,
            "manager_service_name": self._get_service(employee.department_id).name,
            "manager_user_id": worker.id,
            "approval_text": current._describe() if current else False,
            "previous_approval_text": "\n".join(
                approval._describe() for approval in approvals - current
            ),
            "composition_text": "\n".join(member._describe(year) for member in members),
            "care_text": household.foster_care_ids._describe(),
            "conflict_user_ids": [
                fields.Command.set(
                    (household | household.foster_carer_ids).user_ids.ids
                )
            ],
            "line_user_ids": [fields.Command.set(line.ids)],
        }

    @api.model
    def _prepare_participant_vals(self, notice):
        """Override of `exit_interview`: each carer who leaves (decision 16)."""
        if notice.population != POPULATION:
            return super()._prepare_participant_vals(notice)
        return [
            {
                "name": carer.name,
                "carer_id": carer.id,
                "email": carer.email,
                "phone": carer.phone,
                "address": self._get_postal_address(
                    carer if carer.street else notice.household_id
                ),
                "lang": carer.lang,
            }
            for carer in notice._get_leaving_carers()
        ]

    @api.model
    def _get_postal_address(self, partner):
        """Return an address as it stands on an envelope, without empty lines.

        :rtype: str
        """
        lines = partner._display_address(without_company=True).splitlines()
        return "\n".join(line.strip() for line in lines if line.strip())

    # === FACTS === #

    def _get_leaver_facts(self, person=None):
        """Override of `exit_interview`: the head of the carers' form (S-30 to S-39)."""
        if self.population != POPULATION:
            return super()._get_leaver_facts(person)
        return [
            (
                self.env._("How they leave"),
                self._get_selection_label("leaving_route", self.leaving_route),
            ),
            (self.env._("Letter or decision"), self._format_date(self.date_decided)),
            (self.env._("Approval ends"), self._format_date(self.date_departure)),
            (
                self.env._("Fostering since"),
                self._format_date(self.date_start_service),
            ),
            (self.env._("Approved as"), self.approval_text),
            (self.env._("Approved before as"), self.previous_approval_text),
            (self.env._("Others in the household"), self.composition_text),
            (self.env._("Children cared for"), self.care_text),
            (self.env._("Supervising social worker"), self.manager_name),
            (self.env._("Team"), self.team_name),
            (self.env._("Identity badge"), self._get_badge_text(person)),
        ]

    def _get_briefing_facts(self):
        """Override of `exit_interview`: what the service told the Agency Advisor.

        Requirement: S-40 to S-42.
        """
        facts = super()._get_briefing_facts()
        if self.population != POPULATION or not self.briefing_ids:
            return facts
        # Called where the case was checked: its own briefing and talks.
        return facts + self.sudo().briefing_ids[:1]._get_facts()

    # === DUTIES === #

    def _get_expected_duties(self):
        """Override of `exit_interview`: decide where they are said to stay."""
        return super()._get_expected_duties() + self._get_stays_duties()

    @api.private
    def duty_update(self):
        """Override of `exit_interview`: the briefing follows its case."""
        result = super().duty_update()
        # The caller's step was checked; cases of others have no briefing.
        carers = self.sudo().filtered(lambda case: case.population == POPULATION)
        carers.briefing_ids.duty_update()
        return result

    def _get_badge_text(self, person=None):
        """Return for each carer whether the badge came back (S-39).

        :param person: whoever is heard alone: their record names nobody else
        :rtype: str
        """
        self.ensure_one()
        return "\n".join(
            self.env._(
                "%(name)s: returned on %(date)s",
                name=one.name,
                date=self._format_date(one.date_badge_returned),
            )
            if one.date_badge_returned
            else self.env._("%s: not returned yet", one.name)
            for one in person or self.participant_ids
        )

    def _get_colleagues(self):
        """Override of `exit_interview`: who works in the fostering service (P-16)."""
        names = super()._get_colleagues()
        if self.population != POPULATION or not self.department_id:
            return names
        service = self._get_service(self.department_id)
        employees = self.env["hr.employee"].with_context(active_test=False)
        found = employees.search([("department_id", "child_of", service.ids)])
        return names + found.mapped("name")

    def _get_finding_department(self):
        """Override of `exit_interview`: the service, as reports look no closer."""
        department = super()._get_finding_department()
        if self.population != POPULATION:
            return department
        return self._get_service(department)
