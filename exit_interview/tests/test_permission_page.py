# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The leaver decides who reads the record, and takes it back: P-02, P-04, P-23."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_check_page import LeaverPageCommon


@tagged("post_install", "-at_install")
class TestPermissionPage(LeaverPageCommon):
    def setUp(self):
        super().setUp()
        self._answer(self.session, "improve", text="More help on Mondays")
        self.sam_share = self._get_share(self.case, "service_manager")
        self.hana_share = self._get_share(self.case, "head_of_service")
        self.lin_share = self._get_share(self.case, "team_manager")

    def _decide(self, **form):
        response = self._post("permission", **form)
        self.case.invalidate_recordset()
        return response

    def _send(self):
        """Let the leaver permit Sam alone, and the coordinator send it."""
        self._enter()
        self._decide(
            **{
                f"permission_{self.sam_share.id}": "full",
                f"permission_{self.hana_share.id}": "none",
                f"permission_{self.lin_share.id}": "none",
            }
        )
        self.case.with_user(self.ivy).action_confirm("agreed")
        self.case.with_user(self.cora).action_share()
        self._refresh()

    def _text(self, path="permission"):
        return " ".join(self._show(path).text.split())

    # === DECIDE === #

    def test_nothing_is_ticked_in_advance(self):
        self._enter()
        page = self._show("permission").text
        self.assertEqual(page.count('type="radio"'), 9)
        self.assertNotIn("checked=", page)
        self.assertIn(self.policy.permission_wording.split("\n")[0][:40], page)
        self._decide(**{f"permission_{self.sam_share.id}": "full"})
        self.assertNotIn("checked=", self._show("permission").text)
        self.assertIn("You decided on", self._show("permission").text)

    def test_each_for_themselves(self):
        section = self._get_question(self.session, "improve").section_id
        self._enter()
        response = self._decide(
            **{
                f"permission_{self.sam_share.id}": "parts",
                f"part_{self.sam_share.id}_{section.id}": "1",
                f"permission_{self.lin_share.id}": "none",
                f"part_{self.lin_share.id}_{section.id}": "1",
            }
        )
        self.assertEqual(response.status_code, 303)
        given = self.sam_share.permission_ids
        self.assertEqual(self.sam_share.permission, "parts")
        self.assertEqual(given.section_ids, section)
        self.assertEqual(given.recorded_by, "The leaver")
        self.assertEqual(given.how, "On their own page")
        self.assertEqual(self.lin_share.permission, "none")
        self.assertFalse(self.lin_share.permission_ids.section_ids)
        self.assertEqual(self.hana_share.permission, "undecided")
        self.assertEqual(self._get_events().count("permission"), 2)

    def test_words_are_kept_as_they_were(self):
        self._enter()
        words = self.policy.permission_wording
        self._decide(**{f"permission_{self.sam_share.id}": "full"})
        self.policy.permission_wording = "Other words"
        self._refresh()
        self.assertEqual(self.sam_share.permission_ids.wording, words)
        self._decide(**{f"permission_{self.hana_share.id}": "full"})
        self.assertEqual(self.hana_share.permission_ids.wording, "Other words")
        self.assertEqual(self.sam_share.permission_ids.wording, words)

    def test_words_that_changed_meanwhile_are_read_again(self):
        self._enter()
        hidden = self._get_hidden("permission")
        self.policy.permission_wording = "Other words"
        self._refresh()
        response = self.url_open(
            "/exit-interview/permission",
            data={**hidden, f"permission_{self.sam_share.id}": "full"},
        )
        self.assertEqual(response.status_code, 422)
        self.assertIn("read them once more", response.text)
        self.assertEqual(response.text.count("checked="), 1)
        self._refresh()
        self.assertEqual(self.sam_share.permission, "undecided")

    def test_protected_only_with_its_own_tick_and_where_allowed(self):
        self.assertTrue(self.sam_share.allow_protected)
        self.assertFalse(self.lin_share.allow_protected)
        self._enter()
        page = self._show("permission").text
        self.assertIn(f'name="protected_{self.sam_share.id}"', page)
        self.assertNotIn(f'name="protected_{self.lin_share.id}"', page)
        self._decide(
            **{
                f"permission_{self.sam_share.id}": "full",
                f"permission_{self.hana_share.id}": "full",
                f"protected_{self.hana_share.id}": "1",
            }
        )
        self.assertFalse(self.sam_share.is_protected_permitted)
        self.assertTrue(self.hana_share.is_protected_permitted)
        response = self._decide(
            **{
                f"permission_{self.lin_share.id}": "full",
                f"protected_{self.lin_share.id}": "1",
            }
        )
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self.lin_share.permission, "undecided")

    def test_what_does_not_fit_changes_nothing_and_stays_ticked(self):
        section = self._get_question(self.session, "improve").section_id
        self._enter()
        for form in (
            {f"permission_{self.sam_share.id}": "parts"},
            {f"permission_{self.sam_share.id}": "everything"},
            {f"permission_{self.sam_share.id}": "undecided"},
            {f"part_{self.sam_share.id}_{section.id}": "1"},
        ):
            form[f"permission_{self.hana_share.id}"] = "full"
            response = self._decide(**form)
            self.assertEqual(response.status_code, 422, form)
            self.assertIn("checked=", response.text)
            self.assertEqual(self.sam_share.permission, "undecided")
            self.assertEqual(self.hana_share.permission, "undecided")

    def test_who_is_meant_by_an_error_is_said(self):
        self._enter()
        response = self._decide(**{f"permission_{self.sam_share.id}": "parts"})
        self.assertIn("Service manager: tick at least one part", response.text)

    def test_foreign_recipients_and_parts(self):
        other = self._create_case(
            self._create_employee(
                "Tom", department_id=self.north.id, private_email="tom@home.example"
            ),
            until="interviewed",
        )
        foreign = self._get_share(other, "service_manager")
        section = self.env.ref(
            "exit_interview.questionnaire_staff_agency_survey"
        ).section_ids[0]
        self._enter()
        self._decide(
            **{
                f"permission_{foreign.id}": "full",
                f"permission_{self.sam_share.id}": "full",
                f"part_{self.sam_share.id}_{section.id}": "1",
            }
        )
        self.assertEqual(foreign.permission, "undecided")
        self.assertEqual(self.sam_share.permission, "full")
        self.assertFalse(self.sam_share.permission_ids.section_ids)
        seen = self.case._get_wording_digest()
        for decision in (
            {"share_id": foreign.id, "permission": "full"},
            {"share_id": 0, "permission": "full"},
            {
                "share_id": self.sam_share.id,
                "permission": "parts",
                "section_ids": [section.id],
            },
        ):
            with self.assertRaises(ValidationError):
                self.case._decide_permissions([decision], seen)
        with self.assertRaises(ValidationError):
            self.case._withdraw_permission(foreign.id)
        for odd in ("x", "-1", "9" * 30, "١"):
            response = self._decide(withdraw=odd)
            self.assertEqual(response.status_code, 422, odd)

    def test_out_of_the_circulation_is_not_hinted_at(self):
        self.hana_share.with_user(self.cora).action_limit("Not now")
        self._refresh()
        self._enter()
        page = self._show("permission").text
        self.assertNotIn("Head of Service", page)
        self._decide(**{f"permission_{self.hana_share.id}": "full"})
        self.assertEqual(self.hana_share.permission, "undecided")

    def test_the_same_twice(self):
        self._enter()
        for _time in range(2):
            self._decide(**{f"permission_{self.sam_share.id}": "full"})
        self.assertEqual(len(self.sam_share.permission_ids), 1)

    def test_only_by_a_link_to_check_or_to_the_outcome(self):
        for purpose, status in (
            ("offer", 404),
            ("answer", 404),
            ("check", 200),
            ("outcome", 200),
        ):
            self._enter(purpose)
            self.assertEqual(self._show("permission").status_code, status, purpose)

    # === TAKE BACK === #

    def test_taking_back_closes_at_once(self):
        self._send()
        page = self._text()
        self.assertIn("Received a copy on", page)
        self.assertIn("It has not been opened yet", page)
        self.assertNotIn("Sam", page, "a role, not a name")
        self.assertTrue(self.sam_share.line_ids.with_user(self.sam).read(["answer"]))
        self._refresh()
        self.assertIn("It was opened on", self._text())

        hidden = self._get_hidden("permission")
        taking = {**hidden, "withdraw": str(self.sam_share.id)}
        self.assertEqual(self._send_form("permission", taking).status_code, 303)

        self._refresh()
        with self.assertRaises(AccessError):
            self.sam_share.line_ids.with_user(self.sam).read(["answer"])
        with self.assertRaises(AccessError):
            self.sam_share.with_user(self.sam).action_submit("A", "B", "C")
        with self.assertRaises(AccessError):
            self.env["report.exit_interview.report_copy"].with_user(
                self.sam
            )._get_report_values(self.sam_share.ids)
        self.assertFalse(self._get_open_duties(self.sam_share))
        page = self._text()
        self.assertIn("Taken back.", page)
        self.assertIn("what was read cannot be unread", page)
        self.assertIn("copy_withdrawn", self._get_events())
        # Twice is once, and nobody sends it again by mistake.
        self.assertEqual(self._send_form("permission", taking).status_code, 303)
        self.assertEqual(self._get_events().count("copy_withdrawn"), 1)
        with self.assertRaises(UserError):
            self.sam_share.with_user(self.cora).action_send()
        self.assertEqual(self.sam_share.state, "withdrawn")

    def test_what_was_not_opened(self):
        self._send()
        self._decide(withdraw=str(self.sam_share.id))
        self.assertIn("It had not been opened.", self._text())

    def test_after_the_copies_nothing_new_is_decided(self):
        self._send()
        page = self._show("permission").text
        self.assertNotIn('type="radio"', page)
        with self._assertRefused(UserError, "Ring us"):
            self.case._decide_permissions(
                [{"share_id": self.hana_share.id, "permission": "full"}],
                self.case._get_wording_digest(),
            )

    def test_released_in_the_same_moment(self):
        self._enter()
        hidden = self._get_hidden("permission")
        self._permit(self.case)
        self.case.with_user(self.ivy).action_confirm("agreed")
        self.case.with_user(self.cora).action_share()
        self._refresh()
        response = self.url_open(
            "/exit-interview/permission",
            data={**hidden, f"permission_{self.sam_share.id}": "none"},
        )
        self._refresh()
        # The page as it is now, with the button that closes the copy at once.
        self.assertIn("Take it back", response.text)
        self.assertEqual(self.sam_share.state, "sent")
