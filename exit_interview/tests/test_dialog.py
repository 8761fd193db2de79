# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is typed into a dialog is its author's, and links to readable records only."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ExitInterviewCommon

WORDS = "Xyzzy-Quokka-4711"


@tagged("post_install", "-at_install")
class TestDialog(ExitInterviewCommon):
    def setUp(self):
        super().setUp()
        self.case = self._create_case(until="scheduled")
        session = self.case.session_ids
        self._answer(session, "improve", text="Smaller caseloads")
        session.with_user(self.ivy).action_mark_held()
        self._permit(self.case, service_manager="full")
        self.case.with_user(self.ivy).action_confirm("agreed")
        self.case.with_user(self.cora).action_share()
        self._refresh()
        self.share = self._get_share(self.case, "service_manager")

    def _ask(self, user, model, values, *names):
        """Ask as the web client does when somebody types into a form."""
        self._refresh()
        Model = self.env[model].with_user(user)
        spec = {name: {} for name in [*values, *names]}
        return Model.onchange(values, list(values), spec)

    def test_a_dialog_is_its_authors_alone(self):
        dialog = (
            self.env["exit.interview.concern.raise"]
            .with_user(self.ivy)
            .create(
                {
                    "case_id": self.case.id,
                    "category": "safeguarding",
                    "text": WORDS,
                }
            )
        )
        self._refresh()

        for user in (self.cora, self.peg):
            other = dialog.with_user(user)
            self.assertFalse(other.search([]))
            for use in (
                lambda other=other: other.read(["text"]),
                lambda other=other: other.write({"text": "something else"}),
                lambda other=other: other.unlink(),
            ):
                self._refresh()
                with self.assertRaises(AccessError):
                    use()
        self.assertEqual(dialog.with_user(self.ivy).text, WORDS)

    def test_a_dialog_links_to_nothing_its_author_may_not_read(self):
        Step = self.env["exit.interview.share.step"]
        self.assertTrue(
            Step.with_user(self.sam).create(
                {"step": "return", "share_id": self.share.id, "reason": "Why?"}
            )
        )
        for user in (self.tess, self.hana):
            user.group_ids |= self.env.ref("exit_interview.group_responder")
            self._refresh()
            with self.assertRaises(AccessError):
                Step.with_user(user).create(
                    {"step": "return", "share_id": self.share.id, "reason": "Why?"}
                )
            with self.assertRaises(AccessError):
                self._ask(
                    user,
                    "exit.interview.share.step",
                    {"share_id": self.share.id},
                    "allow_protected",
                )

    def test_no_row_that_is_never_saved_tells_of_a_closed_one(self):
        names = ("case_id", "reader_id", "population")
        values = {"share_id": self.share.id}
        self.tess.group_ids |= self.env.ref("exit_interview.group_responder")
        for sent in (values, {"share_id": {"id": self.share.id, "display_name": "x"}}):
            with self.assertRaises(AccessError):
                self._ask(self.tess, "exit.interview.action", sent, *names)
        missing = {"share_id": self.env["exit.interview.share"].search([])[-1:].id + 99}
        with self.assertRaises(AccessError):
            self._ask(self.tess, "exit.interview.action", missing, *names)

        self._ask(self.sam, "exit.interview.action", values, "case_id")

    def test_a_reader_does_not_learn_who_is_shut_out(self):
        self.case.conflict_user_ids = self.tess
        self._refresh()
        self.assertTrue(self.share.with_user(self.sam).read(["state"]))
        for model in ("share", "share.line", "duty", "action", "session"):
            Model = self.env[f"exit.interview.{model}"]
            for user in (self.sam, self.cora, self.ivy):
                with self.subTest(model=model, user=user.login):
                    self._refresh()
                    self.assertNotIn(
                        "conflict_user_ids", Model.with_user(user).fields_get()
                    )
                    with self.assertRaises(AccessError):
                        Model.with_user(user).search_read([], ["conflict_user_ids"])
                    with self.assertRaises(AccessError):
                        Model.with_user(user).search(
                            [("conflict_user_ids", "=", self.tess.id)]
                        )
        # The rule itself goes on working.
        self.case.conflict_user_ids |= self.sam
        self._refresh()
        self.assertFalse(
            self.env["exit.interview.share"].with_user(self.sam).search([])
        )
