# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.tests import freeze_time, new_test_user

from .common import POPULATION, ChildrenCommon

SAID = "The garden was the best, CNRY-SAID"
WORRY = "The door was locked at night, CNRY-WORRY"
SEEN = "Looked away when asked about the nights, CNRY-SEEN"
KEPT = "My brother's new school, CNRY-KEPT"


class OfficerCommon(ChildrenCommon):
    """A child's record that was confirmed, and everybody whom the copies go to.

    ned: a manager elsewhere who is asked to act; nia: another one; emp: nobody.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login in ("ned", "nia"):
            user = new_test_user(
                cls.env,
                login,
                groups="base.group_user",
                name=login.capitalize(),
                email=f"{login}@example.org",
            )
            setattr(cls, login, user)
        cls._create_questions()
        cls.child_policy.recipient_ids.unlink()
        cls.child_policy.write(
            {
                "questionnaire_id": cls.questions.id,
                "young_questionnaire_id": False,
                "middle_questionnaire_id": False,
                "outcome_letter": True,
                "outcome_writer": "reviewing_officer",
                "outcome_sender": "reviewing_officer",
                "middle_letter_body": "Thank you for talking to us.\n\n{changes}\n\n"
                "{cannot_change}\n\nFrom {reviewing_officer}",
                "consideration_days": 10,
                "recommendation_days": 15,
                "notice_wording": "Who reads it: {normal_circulation}",
                "recipient_ids": [
                    fields.Command.create(
                        {
                            "role": role,
                            "basis": "normal_circulation",
                            "allow_protected": allow_protected,
                        }
                    )
                    for role, allow_protected in (
                        # As open as a policy can be: what is kept back stays back.
                        ("reviewing_officer", True),
                        ("home_manager", True),
                        ("social_worker", True),
                    )
                ],
            }
        )

    @classmethod
    def _create_questions(cls):
        create = fields.Command.create

        def section(code, *questions, **vals):
            return create(
                {
                    "name": code.capitalize(),
                    "code": code,
                    "question_ids": [
                        create(
                            {
                                "name": f"{question}?",
                                "code": question,
                                "kind": "text",
                                "is_protected": vals.get("is_protected", False),
                            }
                        )
                        for question in questions
                    ],
                    **vals,
                }
            )

        cls.questions = cls.env["exit.interview.questionnaire"].create(
            {
                "name": "Officer",
                "population": POPULATION,
                "kind": "interview",
                "section_ids": [
                    section("home", "garden"),
                    section("nights", "nights_safe"),
                    section("closing", "keep_back", is_protected=True),
                    section(
                        "observations", "seen", is_protected=True, is_observation=True
                    ),
                ],
            }
        )
        cls.questions.action_publish()

    # === STEPS, each as the person who takes it === #

    def _go_to(self, moment):
        """Let the clock say `moment` until the next one, or the end of the test."""
        freezer = freeze_time(moment)
        freezer.start()
        self.addCleanup(freezer.stop)
        self._refresh()

    def _talk(self, child=None, user=None):
        """Register a move and hold the conversation; return the case."""
        self._go_to("2026-11-02 10:00:00")
        case = self._agree(self._register_move(child, user))
        case.with_user(self.sue).action_assign(self.ivan.id, "Nobody from outside")
        session_id = case.with_user(self.ivan).action_schedule(
            fields.Datetime.now(), "in_person", "The library"
        )
        session = self.env["exit.interview.session"].browse(session_id)
        session.with_user(self.ivan).action_mark_held()
        for code, text in (
            ("garden", SAID),
            ("nights_safe", WORRY),
            ("keep_back", KEPT),
            ("seen", SEEN),
        ):
            self._answer(session, code, self.ivan, text=text)
        for share in case.share_ids:
            share.with_user(self.ivan).action_record_told("By the social worker")
        self._refresh()
        return case

    def _share(self, case=None):
        """Confirm the record and send the copies; return the case."""
        case = case or self._talk()
        case.with_user(self.sue).action_confirm("agreed")
        case.with_user(self.sue).action_share()
        self._refresh()
        return case

    def _consider(self, case=None):
        """Return what the officer decides about a case, as the officer sees it."""
        case = case or self._share()
        consideration = self.env["exit.interview.consideration"].search(
            [("case_id", "=", case.id)]
        )
        return consideration.with_user(self.ira)

    def _draft(self, consideration, user, text):
        consideration.write(
            {
                "recommendation_ids": [
                    fields.Command.create({"text": text, "user_id": user.id})
                ]
            }
        )
        return consideration.recommendation_ids[-1]

    def _recommend(self, consideration, *pairs):
        """Recommend to each of `pairs` (user, text); return the recommendations."""
        for user, text in pairs or ((self.ned, "Mend the garden gate"),):
            self._draft(consideration, user, text)
        consideration.action_recommend()
        self._refresh()
        return consideration.recommendation_ids

    def _get_duty(self, record, kind):
        return self._get_open_duties(record.sudo()).filtered(
            lambda duty: duty.kind == kind
        )

    def _get_words(self, share, user):
        """Return all that a copy says to its reader."""
        lines = share.with_user(user).line_ids
        return "\n".join(filter(None, lines.mapped("answer")))
