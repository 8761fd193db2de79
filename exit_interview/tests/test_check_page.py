# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The leaver reads the record, has it corrected, signs it or does not: B-12, B-13."""

import base64
import io
import re
from datetime import timedelta

from freezegun import freeze_time
from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .common import ExitInterviewCommon


class LeaverPageCommon(ExitInterviewCommon, HttpCase):
    """A leaver in front of one of their pages."""

    def setUp(self):
        super().setUp()
        self.case = self._create_case(until="interviewed")
        self.session = self.case.session_ids
        self.participant = self.case.participant_ids

    def _enter(self, purpose="check"):
        """Come in by a link, as from a mail; return the link."""
        self.opener.cookies.clear()
        Link = self.env["exit.interview.link"]
        link, secret = Link._issue(self.participant, purpose, "mail")
        self.url_open(f"/exit-interview/l/{secret}", data={"x": "1"})
        return link

    def _show(self, path="check"):
        return self.url_open(f"/exit-interview/{path}")

    def _post(self, path="check", **form):
        """Send the form of a page as it stands there, with what the leaver adds."""
        return self._send_form(path, {**self._get_hidden(path), **form})

    def _get_hidden(self, path="check"):
        """Return what the form of a page carries unseen."""
        page = self._show(path).text
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        return dict(found)

    def _send_form(self, path, form):
        response = self.url_open(
            f"/exit-interview/{path}", data=form, allow_redirects=False
        )
        self._refresh()
        return response

    def _get_events(self):
        return self.case.with_user(self.cora).journal_ids.mapped("event")


@tagged("post_install", "-at_install")
class TestCheckPage(LeaverPageCommon):
    def setUp(self):
        super().setUp()
        self._answer(self.session, "support", score=7)
        self._answer(self.session, "improve", text="More <b>help</b> on Mondays")
        self.session.with_user(self.ivy).action_hand_in()
        self.question = self._get_question(self.session, "improve")

    def _correct(self, wording="It was Tuesdays"):
        field = f"correction_{self.question.id}"
        return self._post(step="correct", **{field: wording})

    def _sign(self, name="Lea Quill", **form):
        return self._post(step="sign", sign_name=name, **form)

    def _get_duties(self):
        return self._get_open_duties(self.case)

    # === READ === #

    def test_the_record_as_it_was_written(self):
        self._enter()
        page = self._show()
        self.assertEqual(page.status_code, 200)
        self.assertIn("7 out of 10", page.text)
        self.assertIn("More &lt;b&gt;help&lt;/b&gt; on Mondays", page.text)
        self.assertIn("Lea Quill", page.text)
        self.assertNotIn("checked=", page.text)

    def test_nothing_before_it_is_handed_in(self):
        self.session.date_handed_in = False
        self._enter()
        self.assertIn("is not ready yet", self._show().text)
        self.assertNotIn("Mondays", self._show().text)
        self.assertNotEqual(self._show("check/record.pdf").status_code, 200)
        with self.assertRaises(UserError):
            self.participant._sign("Lea", self.session._get_record_digest())

    def test_only_by_a_link_to_check(self):
        for purpose in ("offer", "answer", "outcome"):
            self._enter(purpose)
            self.assertEqual(self._show().status_code, 404, purpose)
            self.assertEqual(self._show("check/record.pdf").status_code, 404)

    def test_looking_changes_nothing(self):
        self._enter()
        before = self.case.journal_ids
        for _time in range(3):
            self._show()
        self._refresh()
        self.assertEqual(self.case.journal_ids, before)
        self.assertEqual(self.session.version_seen, 0)

    # === CORRECT === #

    def test_a_correction_goes_its_round(self):
        self._enter()
        self.assertEqual(self._correct().status_code, 303)

        correction = self.case.correction_ids
        self.assertEqual(correction.wording, "It was Tuesdays")
        self.assertEqual(correction.question_id, self.question)
        self.assertEqual(correction.version, self.session.version)
        duty = self._get_duties().filtered(lambda one: one.kind == "correct")
        self.assertEqual(duty.user_id, self.ivy)
        policy = self.case.policy_id
        today = policy._get_local_date()
        self.assertEqual(duty.date_due, policy._plan_working_days(3, today))
        self.assertNotIn("Tuesdays", duty.display_name)
        self.assertIn("You have asked for corrections", self._show().text)
        self.assertNotIn('value="sign"', self._show().text)

        with self._assertRefused(UserError, "Settle each of them"):
            self.case.with_user(self.ivy).action_confirm("signed")
        with self._assertRefused(UserError, "Settle each of them"):
            self.case.with_user(self.cora).action_send_check()

        self._answer(self.session, "improve", text="More help on Tuesdays")
        correction.with_user(self.ivy).action_done()
        self._refresh()
        self.assertNotIn("correct", self._get_duties().mapped("kind"))
        self.case.with_user(self.ivy).action_send_check()
        self._refresh()
        message = self.case.leaver_message_ids
        self.assertEqual((message.kind, message.state), ("check", "queued"))
        self.case.with_user(self.ivy).action_send_check()
        self._refresh()
        self.assertEqual(self.case.leaver_message_ids, message, "one waits already")

        page = self._show().text
        self.assertIn("Changed since you last answered", page)
        self.assertRegex(page, r"Before: More &lt;b&gt;help&lt;/b&gt; on Mondays")
        self.assertIn("More help on Tuesdays", page)

        self.assertEqual(self._sign().status_code, 303)
        self.assertEqual(self.case.state, "confirmed")
        self.assertEqual(self.case.confirm_how, "signed_online")
        events = self._get_events()
        for event in ("correction", "signed", "confirmed"):
            self.assertIn(event, events)

    def test_not_changed_because(self):
        self._enter()
        self._correct()
        correction = self.case.correction_ids
        for bad in ("", "  ", False, 3):
            with self.assertRaises(ValidationError):
                correction.with_user(self.ivy).action_decline(bad)
        correction.with_user(self.ivy).action_decline("My notes say Mondays, twice.")
        self._refresh()
        page = self._show().text
        self.assertIn("My notes say Mondays, twice.", page)
        self.assertIn("Not changed", page)
        with self.assertRaises(UserError):
            correction.with_user(self.ivy).action_done()

    def test_the_same_twice_stands_once(self):
        self._enter()
        self._correct()
        self._correct()
        self.assertEqual(len(self.case.correction_ids), 1)

    def test_nothing_typed_is_lost(self):
        self._enter()
        response = self._correct("x" * 5001)
        self.assertEqual(response.status_code, 422)
        self.assertIn("x" * 5001, response.text)
        self.assertIn('role="alert"', response.text)

        field = f"correction_{self.question.id}"
        response = self._sign(**{field: "Not Mondays"})
        self.assertEqual(response.status_code, 422)
        self.assertIn("Not Mondays", response.text)
        self.assertFalse(self.case.signature_ids)
        self.assertFalse(self.case.correction_ids)

    def test_words_typed_into_a_page_that_ended_come_back(self):
        self._enter()
        field = f"correction_{self.question.id}"
        form = {**self._get_hidden(), "step": "correct", field: "<i>Tuesdays</i>"}
        attempts = self.env["exit.interview.attempt"]
        before = sum(attempts.search([]).mapped("tries"))
        with freeze_time(fields.Datetime.now() + timedelta(hours=5)):
            response = self._send_form("check", form)
        self.assertEqual(response.status_code, 401)
        # Words in a form are no way round the count of those who guess.
        self.assertEqual(sum(attempts.search([]).mapped("tries")), before + 1)
        self.assertIn("&lt;i&gt;Tuesdays", response.text)
        self.assertNotIn(self.case.name, response.text)
        self.assertFalse(self.case.correction_ids)
        # Without the cookie it is the page that everybody gets.
        self.opener.cookies.clear()
        response = self._send_form("check", form)
        self.assertEqual(response.status_code, 404)
        self.assertNotIn("Tuesdays", response.text)

    def test_empty_corrections_and_foreign_questions(self):
        self._enter()
        self.assertEqual(self._correct("  \u200b ").status_code, 422)
        foreign = self.env.ref(
            "exit_interview.questionnaire_staff_agency_survey"
        ).question_ids[0]
        response = self._post(step="correct", **{f"correction_{foreign.id}": "Mine"})
        self.assertEqual(response.status_code, 422)
        with self.assertRaises(ValidationError):
            self.participant._ask_corrections({foreign.id: "Mine"})
        self.assertFalse(self.case.correction_ids)

    def test_ten_thousand_fields_change_nothing(self):
        self._enter()
        many = {f"correction_9{number}": "x" for number in range(900)}
        self.assertEqual(self._post(step="correct", **many).status_code, 422)
        self.assertFalse(self.case.correction_ids)

    def test_a_correction_after_signing_opens_the_record(self):
        self._enter()
        self._sign()
        self.assertEqual(self.case.state, "confirmed")
        signature = self.case.signature_ids
        self._correct()
        self.assertEqual(self.case.state, "interviewed")
        self.assertFalse(self.case.confirm_how)
        self.assertFalse(self.case.date_confirmed)
        self.assertIn("reopened", self._get_events())
        self.assertIn("correct", self._get_duties().mapped("kind"))
        self.assertEqual(self.case.signature_ids, signature)

    def test_too_late_once_copies_are_out(self):
        self._enter()
        self._sign()
        self._permit(self.case)
        self.case.with_user(self.cora).action_share()
        self._refresh()
        page = self._show().text
        self.assertIn("More &lt;b&gt;help", page)
        self.assertNotIn("<textarea", page)
        with self._assertRefused(UserError, "Ring us"):
            self.participant._ask_corrections({False: "Late"})
        self.assertEqual(self.case.state, "shared")

    # === SIGN === #

    def test_signing_confirms(self):
        self._enter()
        self.assertEqual(self._sign("  Lea Quill ").status_code, 303)
        signature = self.case.signature_ids
        self.assertEqual(signature.name, "Lea Quill")
        self.assertEqual(signature.how, "typed")
        self.assertEqual(signature.version, self.session.version)
        self.assertTrue(signature.is_current)
        self.assertEqual(self.case.confirm_how, "signed_online")
        self._refresh()
        self.assertIn("You signed this record", self._show().text)

    def test_a_name_is_needed(self):
        self._enter()
        for name in ("", "   "):
            self.assertEqual(self._sign(name).status_code, 422)
        self.assertFalse(self.case.signature_ids)

    def test_signing_twice_is_once(self):
        self._enter()
        hidden = self._get_hidden()
        form = {**hidden, "step": "sign", "sign_name": "Lea"}
        for _time in range(2):
            response = self.url_open(
                "/exit-interview/check", data=form, allow_redirects=False
            )
            self.assertEqual(response.status_code, 303)
        self._refresh()
        self.assertEqual(len(self.case.signature_ids), 1)
        self.assertEqual(self._get_events().count("confirmed"), 1)

    def test_what_changed_meanwhile_is_not_signed(self):
        self._enter()
        hidden = self._get_hidden()
        self._answer(self.session, "improve", text="Something else")
        self._refresh()
        response = self.url_open(
            "/exit-interview/check",
            data={**hidden, "step": "sign", "sign_name": "Lea"},
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, 422)
        self.assertIn("changed while you had it open", response.text)
        self._refresh()
        self.assertFalse(self.case.signature_ids)

    def test_changed_after_signing_shows(self):
        self._enter()
        self._sign()
        signature = self.case.signature_ids
        then = signature.version
        self._correct()
        self._answer(self.session, "improve", text="Nothing at all")
        self._refresh()
        for user in (self.cora, self.ivy):
            mine = signature.with_user(user)
            mine.invalidate_recordset()
            self.assertFalse(mine.is_current)
            self.assertIn(f"Version {then}; now version {then + 1}", mine.standing)
            self.assertIn("changed after signing", mine.standing)
        self.case.correction_ids.with_user(self.ivy).action_done()
        self._refresh()
        page = " ".join(self._show().text.split())
        self.assertIn(f"You signed version {then}", page)
        self.assertIn(f"this is version {then + 1}", page)
        self._answer(self.session, "improve", text="More <b>help</b> on Mondays")
        self._refresh()
        self.assertTrue(signature.is_current, "the same words again")
        self.assertNotIn("Changed since", self._show().text)

    def test_the_digest_is_the_same_in_every_language(self):
        digest = self.session._get_record_digest()
        self.env["res.lang"]._activate_lang("fr_FR")
        for user in (self.ivy, self.cora):
            mine = self.session.with_user(user).with_context(lang="fr_FR")
            self.assertEqual(mine._get_record_digest(), digest)
        self.env["res.lang"]._get_data(code="en_US")
        self.env["res.lang"].search([]).write({"date_format": "%Y.%m.%d"})
        self.env.registry.clear_cache()
        self.assertEqual(self.session._get_record_digest(), digest)

    def test_a_signature_never_changes(self):
        self._enter()
        self._sign()
        signature = self.case.signature_ids
        for vals in ({"name": "Ivy"}, {"version": 9}):
            with self.assertRaises(UserError):
                signature.write(vals)
        with self.assertRaises(UserError):
            signature.unlink()
        with self.assertRaises(UserError):
            signature.with_user(self.cora).write({"name": "Cora"})

    def test_a_drawing(self):
        stream = io.BytesIO()
        Image.new("RGBA", (300, 90), "navy").save(stream, "PNG")
        drawn = "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()
        self._enter()
        self._sign(drawn=drawn)
        signature = self.case.signature_ids
        self.assertEqual(signature.how, "drawn")
        picture = Image.open(io.BytesIO(base64.b64decode(signature.image)))
        self.assertEqual((picture.format, picture.size), ("PNG", (300, 90)))
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", "exit.interview.signature")]
            )
        )

    def test_what_is_no_drawing(self):
        Signature = self.env["exit.interview.signature"]
        stream = io.BytesIO()
        Image.new("RGB", (9, 9)).save(stream, "JPEG")
        jpeg = base64.b64encode(stream.getvalue()).decode()
        stream = io.BytesIO()
        Image.new("L", (2401, 9)).save(stream, "PNG")
        wide = base64.b64encode(stream.getvalue()).decode()
        for bad in (
            "https://elsewhere.example/a.png",
            "data:image/svg+xml;base64,PHN2Zy8+",
            "data:image/png;base64,",
            "data:image/png;base64,%%%",
            f"data:image/png;base64,{jpeg}",
            f"data:image/png;base64,{wide}",
            "data:image/png;base64," + "A" * 300_000,
            7,
        ):
            with self.assertRaises(ValidationError):
                Signature._read_drawing(bad)
        self.assertFalse(Signature._read_drawing(""))

    def test_rather_not(self):
        self._enter()
        self.assertEqual(self._post(step="decline").status_code, 303)
        self.assertEqual(self.case.signature_ids.how, "declined")
        self.assertEqual(self.case.state, "confirmed")
        self.assertEqual(self.case.confirm_how, "declined")
        self.assertIn("That is fine", self._show().text)
        # A change of mind is one more signature, and the case says so.
        self._sign()
        self.assertEqual(self.case.confirm_how, "signed_online")
        self.assertEqual(len(self.case.signature_ids), 2)

    def test_nobody_with_a_login_signs_for_the_leaver(self):
        for user in (self.cora, self.ivy):
            with self._assertRefused(UserError, "only leavers themselves"):
                self.case.with_user(user).action_confirm("signed_online")
        options = self.case._get_form_case()["confirm_options"]
        self.assertNotIn("signed_online", [option["value"] for option in options])

    # === KEEP === #

    def test_the_own_paper(self):
        self._enter()
        self._sign()
        response = self._show("check/record.pdf")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.content.startswith(b"%PDF"))
        headers = response.headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("record.pdf", headers["Content-Disposition"])
        self.assertNotIn("Quill", headers["Content-Disposition"])
        self._refresh()
        line = self.case.with_user(self.cora).journal_ids.filtered(
            lambda row: row.event == "printed"
        )
        self.assertEqual(line.user_name, "The leaver")
        html = self.env["ir.qweb"]._render(
            "exit_interview.report_record",
            {
                "documents": [
                    self.env["report.exit_interview.report_record"]._prepare_document(
                        self.case, self.session
                    )
                ],
                "title": "Record",
                "lang": "en",
                "company": {"name": "", "lines": []},
            },
        )
        self.assertIn("Signed by Lea Quill on their own page", html)

    # === SEND, SILENCE === #

    def test_sending(self):
        self.session.date_handed_in = False
        with self._assertRefused(UserError, "hand in the record first"):
            self.case.with_user(self.ivy).action_send_check()
        self.session.with_user(self.ivy).action_hand_in()
        for user in (self.peg, self.sam, self.hal, self.adm, self.emp):
            with self.assertRaises(AccessError, msg=user.login):
                self.case.with_user(user).action_send_check()
        self.participant.email = False
        with self._assertRefused(UserError, "nobody can be reached by mail"):
            self.case.with_user(self.cora).action_send_check()

    def test_silence_is_silence_after_the_last_second(self):
        link = self._enter()
        self.env["exit.interview.visit"].search([]).unlink()
        Case = self.env["exit.interview"]
        with freeze_time(link.date_expires - timedelta(seconds=1)):
            Case._cron_silence()
            self.assertEqual(self.case.state, "interviewed")
        with freeze_time(link.date_expires):
            Case._cron_silence()
        self.assertEqual(self.case.state, "confirmed")
        self.assertEqual(self.case.confirm_how, "not_returned")
        subjects = self.case.with_user(self.cora).journal_ids.mapped("subject")
        self.assertIn("Not returned, by the passing of time", subjects)
        self.assertFalse(self.case.signature_ids)

    def test_no_silence_while_somebody_is_at_it(self):
        Case = self.env["exit.interview"]
        after = fields.Datetime.now() + timedelta(days=15)
        with freeze_time(after):
            Case._cron_silence()
            self.assertEqual(self.case.state, "interviewed", "never sent")
        link = self._enter()
        link.date_issued = fields.Datetime.now() - timedelta(hours=1)
        visit = self.env["exit.interview.visit"].search([("link_id", "=", link.id)])
        with freeze_time(after):
            visit.date_expires = after + timedelta(minutes=1)
            Case._cron_silence()
            self.assertEqual(self.case.state, "interviewed", "the page is open")
        self._correct()
        visit.unlink()
        with freeze_time(after):
            Case._cron_silence()
            self.assertEqual(self.case.state, "interviewed", "a correction waits")
        self.case.correction_ids.with_user(self.ivy).action_done()
        with freeze_time(after):
            Case._cron_silence()
            self.assertEqual(self.case.state, "interviewed", "not sent again")
        self._enter()
        self.env["exit.interview.visit"].search([]).unlink()
        self.case.policy_id.auto_not_returned = False
        with freeze_time(after):
            Case._cron_silence()
            self.assertEqual(self.case.state, "interviewed", "switched off")
            self.case.policy_id.auto_not_returned = True
            Case._cron_silence()
            self.assertEqual(self.case.state, "confirmed")

    # === WHO SEES WHAT === #

    def test_who_sees_corrections_and_signatures(self):
        self._enter()
        self._sign()
        self._correct()
        for record in (self.case.correction_ids, self.case.signature_ids):
            self.assertTrue(record)
            for user in (self.cora, self.ivy):
                self._refresh()
                self.assertTrue(record.with_user(user).read())
            for user in (
                self.peg,
                self.sam,
                self.hana,
                self.lin,
                self.hal,
                self.adm,
                self.emp,
                self.lea_login,
            ):
                self._refresh()
                with self.assertRaises(AccessError, msg=user.login):
                    record.with_user(user).read()
                for step in ("action_done", "action_open"):
                    if hasattr(record, step):
                        with self.assertRaises(AccessError, msg=user.login):
                            getattr(record.with_user(user), step)()
        self.case._shut_out(self.ivy)
        self._refresh()
        with self.assertRaises(AccessError):
            self.case.correction_ids.with_user(self.ivy).action_done()

    def test_the_screen_shows_what_the_leaver_asks(self):
        self._enter()
        self._correct()
        form = self.session.with_user(self.ivy).get_form()
        self.assertEqual(
            [
                (one["question_id"], one["wording"], one["state"])
                for one in form["corrections"]
            ],
            [(self.question.id, "It was Tuesdays", "open")],
        )
        self.assertFalse(form["session"]["can_send_check"])
        changes = self.session.with_user(self.ivy).get_changes(self.session.version)
        self.assertEqual(changes["corrections"], form["corrections"])
        self.case.correction_ids.with_user(self.ivy).action_done()
        form = self.session.with_user(self.ivy).get_form()
        self.assertTrue(form["session"]["can_send_check"])
        action = self.case.correction_ids.with_user(self.ivy).action_open()
        self.assertEqual(
            action["params"]["part"], self.question.section_id.code, action
        )
