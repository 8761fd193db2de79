# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""H-7: a promise whose test has never failed is not proved.

Each test breaks one lock, runs the sweep for those whom the lock holds back, and
expects it to tell. The same users are swept unbroken first, and nothing is told.
"""

from unittest.mock import patch

from odoo.models import BaseModel
from odoo.tests import TransactionCase, tagged

from .matrix_case import MatrixCase


@tagged("post_install", "-at_install")
class TestMutations(MatrixCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()

    def _told(self, login, scenario):
        """Return what the sweep tells about one user."""
        scenarios = [(self.lea, scenario), *self.beside]
        return self.report(login, self.sweep(login), scenarios)

    def _assert_green(self, scenario, *logins):
        for login in logins:
            self.assertFalse(self._told(login, scenario), "unbroken, but red")

    def _assert_red(self, scenario, login, word):
        lines = self._told(login, scenario)
        self.assertTrue(
            any("sees too much" in line and word in line for line in lines),
            f"The sweep did not notice; it told {lines}",
        )

    def _switch_off(self, xmlid):
        self.env.ref(f"exit_interview.{xmlid}").active = False
        self.env.registry.clear_cache()

    def _class_of(self, model):
        return type(self.env[model])

    # === (a) a record rule is gone === #

    def test_without_the_conflict_rule_of_answers(self):
        self.bring_to(self.lea, "full")
        self.shut_out["LEA"] = {"lea", "cody"}
        self.lea.case.conflict_user_ids |= self.users["cody"]
        self._assert_green("conflict", "cody")

        self._switch_off("exit_interview_answer_rule_conflict")

        self._assert_red("conflict", "cody", "cnry-lea-induction-")

    def test_without_the_recipients_rule_of_copies(self):
        self.bring_to(self.lea, "partial")
        self._assert_green("partial", "hana", "lin")
        self._grant("hana", "exit_interview.group_responder")

        self._switch_off("exit_interview_share_line_rule_responder")
        self._switch_off("exit_interview_share_line_rule_coordinator")

        self._assert_red("partial", "hana", "cnry-lea-support-")

    def test_without_the_company_rule_of_cases(self):
        self.bring_to(self.lea, "before")
        self._assert_green("before", "bea")

        self._switch_off("exit_interview_participant_rule_company")

        self._assert_red("before", "bea", "cnry-lea-phone-")

    def test_without_the_rule_of_published_figures(self):
        self.bring_to(self.lea, "before")
        self._assert_green("before", "dee")

        self._switch_off("exit_interview_review_line_rule_leadership")

        self._assert_red("before", "dee", "cnry-rev-review_draft_text-")

    def test_without_the_rule_of_workbooks(self):
        self.bring_to(self.lea, "before")
        self._assert_green("before", "cody")

        self._switch_off("exit_interview_export_rule_owner")

        self._assert_red("before", "cody", "cnry-rev-export-")

    def test_without_the_rule_that_parts_interviewers(self):
        self.bring_to(self.lea, "before")
        self._assert_green("before", "peg")

        self._switch_off("exit_interview_answer_rule_interviewer")
        self._switch_off("exit_interview_answer_rule_coordinator")

        self._assert_red("before", "peg", "cnry-lea-ethnicity-")

    # === (b) an access line too many, a check too few === #

    def test_with_an_access_line_too_many(self):
        self.bring_to(self.lea, "full")
        self._assert_green("full", "sam")

        # Without a rule of its own for the group, a line opens every row.
        self.env["ir.model.access"].create(
            {
                "name": "a slip",
                "model_id": self.env["ir.model"]._get_id("exit.interview.answer"),
                "group_id": self.env.ref("exit_interview.group_responder").id,
                "perm_read": True,
            }
        )
        self.env["ir.rule"].search(
            [
                ("model_id.model", "=", "exit.interview.answer"),
                ("groups", "!=", False),
            ]
        ).active = False
        self.env.registry.clear_cache()

        self._assert_red("full", "sam", "cnry-lea-late-")

    def test_without_the_check_of_the_interview_screen(self):
        self.bring_to(self.lea, "before")
        self._assert_green("before", "dee", "peg")

        session = self._class_of("exit.interview.session")
        with patch.object(session, "_check_actor", lambda *args: None):
            self._assert_red("before", "dee", "cnry-lea-support-")
            self._assert_red("before", "peg", "cnry-lea-support-")

    def test_without_the_refusal_in_fetch(self):
        """A hole this sweep found: reading what the superuser left in the cache."""
        self.bring_to(self.lea, "full")
        self._assert_green("full", "peg")

        participant = self._class_of("exit.interview.participant")
        with patch.object(participant, "fetch", BaseModel.fetch):
            self._assert_red("full", "peg", "exi-")

    # === (c) a door that is not closed again, a copy that is not frozen === #

    def test_without_closing_at_withdrawal(self):
        share = self._class_of("exit.interview.share")
        with patch.object(share, "_close_access", lambda shares: None):
            self.bring_to(self.lea, "withdrawn")

        self._assert_red("withdrawn", "sam", "cnry-lea-support-")
        self._assert_red("withdrawn", "hana", "cnry-lea-support-")

    def test_with_protected_answers_in_every_copy(self):
        share = self._class_of("exit.interview.share")
        with patch.object(share, "_is_permitted", lambda share, question: True):
            self.bring_to(self.lea, "full")

        self._assert_red("full", "lin", "cnry-lea-ethnicity-")
        self._assert_red("full", "hana", "cnry-lea-ethnicity-")

    def test_with_a_copy_that_follows_the_record(self):
        self.bring_to(self.lea, "full")
        self._assert_green("full", "sam")

        self.share_of(self.lea, "service_manager")._freeze_copy()

        self._assert_red("full", "sam", "cnry-lea-late-")

    def test_with_the_name_in_the_display_name(self):
        self.bring_to(self.lea, "full")
        self._assert_green("full", "sam")

        def name_of(duties):
            for duty in duties:
                person = duty.sudo().case_id.participant_ids.phone
                duty.display_name = f"{duty.kind}: {person}"

        duty = self._class_of("exit.interview.duty")
        with patch.object(duty, "_compute_display_name", name_of):
            self._assert_red("full", "sam", "cnry-lea-phone-")

    # === (d) somebody sees too little === #

    def test_with_an_access_line_too_few(self):
        self.bring_to(self.lea, "full")
        self._assert_green("full", "sam")

        self.env.ref(
            "exit_interview.access_exit_interview_share_line_responder"
        ).unlink()

        lines = self._told("sam", "full")
        self.assertTrue(any("does not see" in line for line in lines), lines)

    def _grant(self, login, group):
        self.users[login].group_ids |= self.env.ref(group)
