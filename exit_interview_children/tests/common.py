# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.exit_interview.tests.common import ExitInterviewCommon

POPULATION = "child"


class ChildrenCommon(ExitInterviewCommon):
    """The cast of the engine's tests, and a children's home beside it.

    sue: Children's Services Manager; saul, sky: social workers; mia, max: managers of
    homes; ira, ike: independent reviewing officers; olu, fern: interviewers from
    outside (portal); ivan: an employee who may interview; kit: a child of nine.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_children_users()
        cls._create_homes()
        cls._create_children()
        cls._create_children_policy()

    @classmethod
    def _create_children_users(cls):
        for login, groups in (
            ("sue", "group_coordinator"),
            ("ivan", "group_interviewer"),
            ("mia", "group_home_manager"),
            ("max", "group_home_manager"),
            ("saul", "group_social_worker"),
            ("sky", "group_social_worker"),
            ("ira", "group_officer"),
            ("ike", "group_officer"),
        ):
            user = new_test_user(
                cls.env,
                login,
                groups=f"base.group_user,exit_interview_children.{groups}",
                name=login.capitalize(),
                email=f"{login}@example.org",
            )
            setattr(cls, login, user)
        for login in ("olu", "fern"):
            user = new_test_user(
                cls.env,
                login,
                groups="exit_interview_children.group_outside_interviewer",
                name=login.capitalize(),
                email=f"{login}@outside.example",
            )
            setattr(cls, login, user)
            cls.env["exit.interview.outsider"].create(
                {"user_id": user.id, "date_checked": "2026-01-05"}
            )

    @classmethod
    def _create_homes(cls):
        cls.residential = cls.env["hr.department"].create({"name": "Residential care"})
        cls.willow = cls._create_home(
            "Willow House",
            child_home_department_id=cls.residential.id,
            child_home_manager_id=cls.mia.id,
            child_home_number="SC001",
            street="1 Willow Lane",
            city="Marlow",
        )
        cls.birch = cls._create_home(
            "Birch House",
            child_home_department_id=cls.residential.id,
            child_home_manager_id=cls.max.id,
        )
        cls.agency = cls.env["res.partner"].create(
            {"name": "Harbour Care", "is_company": True}
        )
        cls.harbour = cls._create_home(
            "Harbour Lodge",
            child_home_kind="agency",
            child_home_agency_id=cls.agency.id,
        )
        cls.authority = cls.env["res.partner"].create(
            {"name": "Marlow Council", "is_company": True, "is_placing_authority": True}
        )

    @classmethod
    def _create_home(cls, name, **vals):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_child_home": True,
                "child_home_kind": "own",
                "child_home_company_id": cls.company.id,
                **vals,
            }
        )

    @classmethod
    def _create_child(cls, name, date_birth="2017-05-04", **vals):
        return cls.env["exit.interview.child"].create(
            {
                "name": name,
                "date_birth": date_birth,
                "home_id": cls.willow.id,
                "authority_id": cls.authority.id,
                "social_worker_id": cls.saul.id,
                "officer_id": cls.ira.id,
                **vals,
            }
        )

    @classmethod
    def _create_children(cls):
        cls.kit = cls._create_child(
            "Kit", needs="Likes to draw", languages="English", address="9 New Street"
        )

    @classmethod
    def _create_children_policy(cls):
        cls.child_policy = cls.env.ref(
            "exit_interview_children.exit_interview_policy_child"
        )
        cls.child_policy.write(
            {
                "resource_calendar_id": cls.calendar.id,
                "date_go_live": "2026-01-01",
                "role_ids": [fields.Command.clear()],
            }
        )
        cls.env["exit.interview.policy.role"].create(
            {
                "policy_id": cls.child_policy.id,
                "role": "coordinator",
                "user_id": cls.sue.id,
            }
        )

    # === STEPS, each as the person who takes it === #

    def _register_move(self, child=None, user=None, **vals):
        """Tell in the dialog that a young person moves; return the case."""
        child = child or self.kit
        dialog = (
            self.env["exit.interview.child.report"]
            .with_user(user or self.mia)
            .create(
                {
                    "child_id": child.id,
                    "moving_to": "foster",
                    "date_move_decided": "2026-11-02",
                    "date_departure": "2026-12-14",
                    **vals,
                }
            )
        )
        dialog.action_tell()
        self._refresh()
        return self._get_child_cases(child)

    def _get_child_cases(self, child):
        return self.env["exit.interview"].search([("child_id", "=", child.id)])

    def _get_agreement(self, case):
        return case.agreement_ids

    def _agree(self, case, user=None, agreement="yes", **vals):
        """Record in the dialog what the young person says."""
        dialog = (
            self.env["exit.interview.agreement.answer"]
            .with_user(user or self.saul)
            .with_context(active_id=self._get_agreement(case).id)
            .create({"agreement": agreement, **vals})
        )
        dialog.action_record()
        self._refresh()
        return case

    def _hold(self, case, interviewer=None, date="2026-12-16 15:00:00", answers=None):
        """Have a young person interviewed, as the interviewer; return the session.

        :param case: ``exit.interview`` record that somebody agreed to
        :param interviewer: ``res.users``; olu if empty
        :param str date: UTC start, in the past of the frozen clock, or now
        :param dict answers: {code of a question: values of an answer}
        """
        interviewer = interviewer or self.olu
        case_sudo = case.sudo()
        if case_sudo.interviewer_id != interviewer:
            case_sudo._assign(interviewer)
        session = case_sudo._schedule(
            fields.Datetime.to_datetime(date), "in_person", "The library", False
        )
        for code, values in (answers or {}).items():
            question = session.questionnaire_id.question_ids.filtered(
                lambda one, wanted=code: one.code == wanted
            )
            self.env["exit.interview.answer"].sudo().create(
                {"session_id": session.id, "question_id": question.id, **values}
            )
        self._refresh()
        return session

    # === LOOK === #

    def _find_everywhere(self, words):
        """Return the columns of the whole database in which some words stand."""
        self._refresh()
        self.env.cr.execute(
            """
            SELECT table_name, column_name, data_type
              FROM information_schema.columns
              JOIN information_schema.tables USING (table_schema, table_name)
             WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
               AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea')
            """
        )
        found = []
        for table, column, kind in self.env.cr.fetchall():
            name = SQL.identifier(column)
            if kind == "bytea":
                test = SQL("position(%s::bytea in %s) > 0", words.encode(), name)
            else:
                test = SQL("%s::text LIKE %s", name, f"%{words}%")
            self.env.cr.execute(
                SQL("SELECT 1 FROM %s WHERE %s LIMIT 1", SQL.identifier(table), test)
            )
            if self.env.cr.fetchone():
                found.append(f"{table}.{column}")
        return found
