# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A yes is one to the words that were shown (P-10); and whose words are whose."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .test_offer_page import DETAILS, OFFER, OfferPageCommon

ANSWER = "/exit-interview/answer"
CHANGED = "has changed since you opened this page"


@tagged("post_install", "-at_install")
class TestNoticeShown(OfferPageCommon):
    def _send(self, form, path=OFFER, **more):
        response = self.url_open(path, data={**form, **more}, allow_redirects=False)
        self._refresh()
        return response

    def test_both_times_are_kept(self):
        shown = fields.Datetime.now() + timedelta(hours=1)
        with freeze_time(shown):
            form = self._get_hidden()
        with freeze_time(shown + timedelta(minutes=9)):
            self._send(form, reply="accepted")
        self.assertEqual(self.participant.date_notice_shown, shown)
        self.assertEqual(
            self.participant.date_notice, shown + timedelta(minutes=9, seconds=0)
        )

    def test_words_that_changed_meanwhile_are_shown_again(self):
        for reply in ("accepted", "later"):
            form = self._get_hidden()
            self.policy.notice_wording = f"New words, {reply}. {{complaints}}"

            response = self._send(form, reply=reply)

            self.assertEqual(response.status_code, 422)
            self.assertIn(CHANGED, " ".join(response.text.split()))
            self.assertIn(f"New words, {reply}.", response.text)
            self.assertFalse(self.participant.reply)
            self.assertFalse(self.participant.date_notice)
        self.assertEqual(self._post(reply="accepted").status_code, 303)
        self.assertIn("New words, later.", self.participant.notice_wording)

    def test_a_no_is_a_no_whatever_stands_there(self):
        form = self._get_hidden()
        self.policy.notice_wording = "New words. {complaints}"
        self.assertEqual(self._send(form, reply="declined").status_code, 303)
        self.assertEqual(self.participant.reply, "declined")
        self.assertFalse(self.participant.notice_wording, "these were not shown")

    def test_a_no_that_becomes_a_yes_to_newer_words(self):
        self._post(reply="declined")
        form = self._get_hidden()
        self.policy.notice_wording = "New words. {complaints}"
        response = self._send(form, reply="accepted")
        self.assertEqual(response.status_code, 422)
        self.assertIn("New words.", response.text)
        self.assertEqual(self.participant.reply, "declined")
        self._post(reply="accepted")
        self.assertIn("New words.", self.participant.notice_wording)

    def test_a_mark_made_up_or_of_another_browser_counts_for_nothing(self):
        form = self._get_hidden()
        mark = form["notice_mark"]
        moment, digest, signature = mark.rsplit(".", 2)
        for wrong in (
            "",
            "x",
            "..",
            "é.ü.ß",
            f"2001-01-01 00:00:00.{digest}.{signature}",
            f"{moment}.{'0' * 64}.{signature}",
            mark[:-1],
        ):
            response = self._send({**form, "notice_mark": wrong}, reply="accepted")
            self.assertEqual(response.status_code, 422, wrong)
        self._enter()
        response = self._send(
            {**self._get_hidden(), "notice_mark": mark}, reply="later"
        )
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self.participant.reply)

    def test_changing_wishes_acknowledges_no_words_that_were_not_shown(self):
        self._post(reply="accepted")
        before = self.participant.notice_wording
        self.policy.notice_wording = "New words. {complaints}"
        response = self._post(DETAILS, topics="The rota")
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.participant.topics, "The rota")
        self.assertEqual(self.participant.notice_wording, before)

    def test_before_the_questions_too(self):
        self.case.with_user(self.cora).action_record_reply("accepted")
        self.case.with_user(self.ivy).action_let_write()
        _link, secret = self.Link._issue(self.participant, "answer", "letter")
        self.opener.cookies.clear()
        self.url_open("/exit-interview", data={"code": secret})
        self._refresh()
        form = self._get_hidden(ANSWER)
        self.policy.notice_wording = "New words. {complaints}"

        response = self._send(form, ANSWER, read="1")
        self.assertEqual(response.status_code, 422)
        self.assertIn("New words.", response.text)
        self.assertFalse(self.participant.date_notice)

        self._send(self._get_hidden(ANSWER), ANSWER, read="1")
        self.assertIn("New words.", self.participant.notice_wording)
        self.assertIsInstance(self.participant.date_notice_shown, datetime)

    # === WHOSE WORDS === #

    def test_what_staff_noted_is_not_shown_as_the_leavers_words(self):
        person = self.participant.with_user(self.cora)
        person.needs = "Hard of hearing"
        self._post(reply="accepted")
        self._post(DETAILS, needs_words="A ramp", need_time="1")

        self.assertEqual(person.needs, "Hard of hearing")
        self.assertEqual(person.needs_words, "A ramp")
        page = self._get()
        told = page.index("What you told us")
        self.assertIn("Extra time; A ramp", page[told:])
        self.assertNotIn("Hard of hearing", page[told:])
        noted = page.index("What we have noted for you")
        self.assertLess(noted, page.index("Hard of hearing"))
        self.assertNotIn("Hard of hearing", self._get(DETAILS))
        # Whoever prepares the conversation reads both.
        self.assertEqual(
            self.participant._get_needs_text(), "Extra time; A ramp; Hard of hearing"
        )

    def test_the_page_does_not_overwrite_what_staff_noted(self):
        self.participant.with_user(self.cora).needs = "Hard of hearing"
        self._post(reply="accepted")
        self._post(DETAILS, needs="Mine", needs_words="")
        self.assertEqual(self.participant.needs, "Hard of hearing")
        self.assertFalse(self.participant.needs_words)
