# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import os

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ExitInterviewCommon
from .test_file_check import PDF, make_photo

PASSWORD = "a long pass phrase"
WORDS = b"Quarterly meadow, the words inside the file\n"


class DocumentCommon(ExitInterviewCommon):
    def _add(self, case, name="form.pdf", content=PDF, kind="paper_form", user=None):
        document_id = case.with_user(user or self.ivy).action_add_document(
            kind, name, base64.b64encode(content).decode()
        )
        return self.env["exit.interview.document"].browse(document_id)


@tagged("post_install", "-at_install")
class TestDocument(DocumentCommon):
    def test_adding_is_in_the_journal_and_names_nobody(self):
        case = self._create_case(until="interviewed")
        document = self._add(case)
        self.assertEqual((document.number, document.user_name), (1, "Ivy"))
        self.assertEqual(document.with_user(self.cora)._get_content(), PDF)
        self.assertIn("document_added", case.journal_ids.mapped("event"))
        self.assertEqual(document.display_name, case.name)
        self.assertEqual(document._get_download_name(), f"{case.name} Paper form 1.pdf")

    def test_only_coordinator_and_interviewer(self):
        case = self._create_case(until="shared")
        document = self._add(case)
        for user in (self.peg, self.sam, self.hana, self.hal, self.adm, self.lea_login):
            with self.assertRaises(AccessError):
                self._add(case, user=user)
            with self.assertRaises(AccessError):
                document.with_user(user)._get_content()
            with self.assertRaises(AccessError):
                document.with_user(user).read(["name"])

    def test_the_platform_leads_nobody_to_the_file(self):
        case = self._create_case(until="interviewed")
        document = self._add(case, "n.txt", WORDS)
        attachment = document.attachment_id
        self.assertFalse(attachment.index_content)
        self.assertFalse(attachment.access_token)
        self.assertFalse(attachment.public)
        self.assertNotIn("n.txt", attachment.name)
        system = new_test_user(
            self.env,
            "odd",
            groups="base.group_system,exit_interview.group_coordinator",
        )
        for user in (self.cora, self.ivy, self.emp, system):
            Attachment = self.env["ir.attachment"].with_user(user)
            for domain in (
                [("id", "=", attachment.id)],
                [("res_model", "=", attachment.res_model)],
                [("id", ">", 0), ("index_content", "ilike", "meadow")],
            ):
                self.assertNotIn(attachment.id, Attachment.search(domain).ids)
            self._refresh()
            with self.assertRaises(AccessError):
                attachment.with_user(user).read(["name", "raw"])
            with self.assertRaises(AccessError):
                attachment.with_user(user).generate_access_token()
            with self.assertRaises(AccessError):
                document.with_user(user).read(["attachment_id"])

    def test_refusals_keep_nothing_and_say_what_is_possible(self):
        case = self._create_case(until="interviewed")
        before = self.env["ir.attachment"].sudo().search_count([("id", ">", 0)])
        for name, content in (
            ("x.exe", b"MZ"),
            ("form.pdf", b"MZ\x90\x00"),
            ("x.svg", b"<svg/>"),
            ("x.html", b"<html/>"),
            ("x.docm", b"PK\x03\x04"),
            ("../../x.pdf", PDF),
            ("x\x00.pdf", PDF),
            ("form.pdf", b""),
            ("form.pdf.exe", PDF),
        ):
            with self.assertRaisesRegex(ValidationError, "Possible are.*pdf"):
                self._add(case, name, content)
        with self.assertRaisesRegex(ValidationError, "larger than 10 MB"):
            self._add(case, content=PDF + b" " * (11 * 1024 * 1024))
        for odd in (False, 7, "***", [], {}):
            with self.assertRaises(ValidationError):
                case.with_user(self.ivy).action_add_document("notes", "a.txt", odd)
        with self.assertRaisesRegex(ValidationError, "Choose one of"):
            self._add(case, kind="spell")
        self.assertFalse(case.document_ids)
        after = self.env["ir.attachment"].sudo().search_count([("id", ">", 0)])
        self.assertEqual(before, after)

    def test_limits_are_the_policys(self):
        case = self._create_case(until="interviewed")
        self.policy.write({"document_max_count": 2, "document_max_mb": 1})
        with self.assertRaisesRegex(ValidationError, "larger than 1 MB"):
            self._add(case, content=PDF + b" " * (1200 * 1024))
        self._add(case)
        second = self._add(case)
        with self.assertRaisesRegex(UserError, "holds 2 files"):
            self._add(case)
        second.with_user(self.cora).action_withdraw("Scanned twice")
        self.assertEqual(self._add(case).number, 3)

    def test_a_photograph_loses_its_place(self):
        case = self._create_case(until="interviewed")
        document = self._add(case, "photo.jpg", make_photo())
        self.assertTrue(document.had_place)
        self.assertNotIn(b"CameraMaker", document.with_user(self.ivy)._get_content())

    def test_withdrawing_removes_the_content_and_keeps_the_line(self):
        case = self._create_case(until="interviewed")
        document = self._add(case)
        attachment = document.attachment_id
        with self.assertRaises(AccessError):
            document.with_user(self.ivy).action_withdraw("Mine")
        with self.assertRaisesRegex(ValidationError, "reason"):
            document.with_user(self.cora).action_withdraw(" ")
        document.with_user(self.cora).action_withdraw("Wrong person's form")
        self.assertFalse(attachment.exists())
        self.assertEqual(document.state, "withdrawn")
        self.assertEqual(document.withdraw_reason, "Wrong person's form")
        self.assertIn("document_withdrawn", case.journal_ids.mapped("event"))
        with self.assertRaisesRegex(UserError, "withdrawn"):
            document.with_user(self.cora)._get_content()
        with self.assertRaisesRegex(UserError, "withdrawn already"):
            document.with_user(self.cora).action_withdraw("Again")

    @mute_logger(
        "odoo.addons.exit_interview.models.exit_interview_document",
        "odoo.addons.base.models.ir_attachment",
    )
    def test_a_lost_file_is_a_sentence(self):
        case = self._create_case(until="interviewed")
        document = self._add(case, "n.txt", os.urandom(8).hex().encode())
        attachment = document.attachment_id
        os.unlink(attachment._full_path(attachment.store_fname))
        self._refresh()
        self.assertTrue(document.is_missing)
        there = self._add(case, "m.txt", os.urandom(8).hex().encode())
        Document = self.env["exit.interview.document"].with_user(self.cora)
        self.assertEqual(Document.search([("is_missing", "=", True)]), document)
        self.assertEqual(Document.search([("is_missing", "=", False)]), there)
        with self.assertRaisesRegex(UserError, f"{case.name}: the file is missing"):
            document.with_user(self.cora)._get_content()


@tagged("post_install", "-at_install")
class TestDocumentAddresses(DocumentCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.cora, cls.ivy, cls.peg, cls.emp):
            user.password = PASSWORD

    def _get(self, user, url):
        self.authenticate(user.login, PASSWORD)
        return self.url_open(url, allow_redirects=False)

    def test_the_file_comes_as_a_download_that_nothing_keeps(self):
        case = self._create_case(until="interviewed")
        document = self._add(case)
        url = f"/exit_interview/document/{document.id}"
        response = self._get(self.ivy, url)
        self.assertEqual((response.status_code, response.content), (200, PDF))
        headers = response.headers
        self.assertEqual(headers["Content-Type"], "application/octet-stream")
        self.assertIn("attachment", headers["Content-Disposition"])
        self.assertNotIn("Quill", headers["Content-Disposition"])
        self.assertIn("no-store", headers["Cache-Control"])
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertIn("sandbox", headers["Content-Security-Policy"])
        self.assertIn("document_read", case.journal_ids.mapped("event"))

        missing = "/exit_interview/document/999999"
        huge = "/exit_interview/document/99999999999"
        for user in (self.peg, self.emp):
            answers = {
                (answer.status_code, answer.text.replace(str(document.id), ""))
                for answer in (self._get(user, url), self._get(user, missing))
            }
            self.assertEqual(len(answers), 1)
            self.assertEqual(answers.pop()[0], 404)
        self.assertEqual(self._get(self.ivy, huge).status_code, 404)
        self.authenticate(None, None)
        self.assertEqual(self.url_open(url, allow_redirects=False).status_code, 303)

        attachment = document.attachment_id.id
        for address in (
            f"/web/content/{attachment}",
            f"/web/image/{attachment}",
            f"/web/content/exit.interview.document/{document.id}/name",
            f"/web/content?model=exit.interview.document&id={document.id}"
            "&field=attachment_id",
        ):
            response = self._get(self.cora, address)
            self.assertNotIn(b"%PDF", response.content, address)

        document.with_user(self.cora).action_withdraw("Twice")
        self.env.flush_all()
        response = self._get(self.ivy, url)
        self.assertEqual(response.status_code, 410)
        self.assertIn("withdrawn", response.text)

    def test_the_calendar_entry_names_nobody(self):
        case = self._create_case(until="scheduled")
        session = case.session_ids
        url = f"/exit_interview/session/{session.id}/meeting.ics"
        response = self._get(self.ivy, url)
        self.assertEqual(response.status_code, 200)
        text = response.text
        self.assertIn("SUMMARY:Meeting", text)
        self.assertIn(case.name, text)
        self.assertRegex(text, r"DTSTART:\d{8}T\d{6}Z")
        for secret in ("Quill", "Lea", "Room 4", "Ivy", "exit"):
            self.assertNotIn(secret, text)
        self.assertIn("no-store", response.headers["Cache-Control"])
        for user in (self.peg, self.emp):
            self.assertEqual(self._get(user, url).status_code, 404)
