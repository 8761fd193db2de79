# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The leaver's page of the offer: B-01, B-10, F-11, F-12, F-22, F-27 to F-30."""

import re
from datetime import timedelta
from html import unescape
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import (
    AccessError,
    ConcurrencyError,
    UserError,
    ValidationError,
)
from odoo.tests import HttpCase, TransactionCase, tagged

from .common import ExitInterviewCommon

OFFER = "/exit-interview/offer"
DETAILS = f"{OFFER}/details"
CANCEL = f"{OFFER}/cancel"


class OfferPageCommon(ExitInterviewCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.case = self._create_case(until="offered")
        self.participant = self.case.participant_ids
        self.Link = self.env["exit.interview.link"]
        self._enter()

    def _enter(self, participant=None):
        """Come in by a link, as from the mail."""
        _link, secret = self.Link._issue(
            participant or self.participant, "offer", "mail"
        )
        self.opener.cookies.clear()
        self.url_open(f"/exit-interview/l/{secret}", data={"x": "1"})
        self._refresh()

    def _get(self, path=OFFER):
        return " ".join(unescape(self.url_open(path).text).split())

    def _token(self, path=OFFER):
        page = self.url_open(path).text
        return re.search(r'name="form_token"[^>]*value="(\w+)"', page).group(1)

    def _get_hidden(self, path=OFFER):
        """Return what the forms of a page bring back by themselves."""
        hidden = r'type="hidden" name="(\w+)"[^>]*value="([^"]*)"'
        return dict(re.findall(hidden, self.url_open(path).text))

    def _post(self, path=OFFER, token=None, **form):
        hidden = self._get_hidden() if token is None else {"form_token": token}
        response = self.url_open(path, data={**hidden, **form}, allow_redirects=False)
        self._refresh()
        return response

    def _get_offered_times(self, path=DETAILS):
        return re.findall(r'name="proposal" value="([\d :-]+)"', self._get(path))

    def _get_duties(self):
        duties = self._get_open_duties(self.case)
        return {duty.kind: duty.user_id for duty in duties}

    def _get_last_events(self):
        lines = self.case.with_user(self.cora).journal_ids
        return [(line.event, line.user_name) for line in lines.sorted("id")]


@tagged("post_install", "-at_install")
class TestOfferPage(OfferPageCommon):
    # === NOTICE === #

    def test_the_notice_stands_before_anything_is_asked(self):
        page = self._get()

        notice = page.index("What happens with what you say")
        self.assertLess(notice, page.index("<form"))
        self.assertIn("who may read it: Team manager, Service manager", page)
        self.assertIn("cannot promise to keep everything confidential", page)
        self.assertIn("Complaints go another way", page)
        self.assertIn("have it put right at any time", page)
        self.assertIn("Ivy", page)

    def test_nobody_is_named_if_the_policy_says_so(self):
        self.policy.offer_names_interviewer = False
        self._post(reply="accepted")
        for path in (OFFER, DETAILS):
            self.assertNotIn("Ivy", self._get(path))

    def test_the_notice_is_kept_as_shown(self):
        self.assertFalse(self.participant.date_notice)
        self._post(reply="accepted")

        kept = self.participant
        self.assertIn("Complaints go another way", kept.notice_wording)
        self.assertNotIn("{", kept.notice_wording)
        self.assertEqual(kept.notice_lang, "en_US")
        self.assertTrue(kept.date_notice)
        before = kept.date_notice, kept.notice_wording
        self.policy.notice_wording = "Other words."
        self._post(reply="accepted")
        self.assertEqual((kept.date_notice, kept.notice_wording), before)

    def test_no_promise_that_nobody_can_keep(self):
        for name in ("notice_wording", "offer_page_body"):
            for words in ("It is completely confidential.", "You stay ANONYMOUS."):
                with self._assertRefused(ValidationError, "anybody can keep"):
                    self.policy[name] = words
            with self._assertRefused(ValidationError, "not known"):
                self.policy[name] = "{leaver_name}"
            self.policy[name] = "We keep it confidential where possible. {complaints}"

    # === THREE CHOICES === #

    def test_a_no_is_one_click_and_no_question(self):
        response = self._post(reply="declined")

        self.assertEqual(response.status_code, 303)
        self.assertEqual(response.headers["Location"], OFFER)
        page = self._get()
        self.assertIn("nothing happens, and nobody asks you why", page)
        self.assertIn("I have changed my mind", page)
        self.assertNotIn("<textarea", page)
        case = self.case.with_user(self.cora)
        self.assertEqual((case.state, case.outcome), ("done", "declined"))
        self.assertFalse(case.outcome_reason)
        self.assertEqual(case.participant_ids.reply, "declined")
        self.assertEqual(self._get_last_events()[-1], ("reply", "The leaver"))
        self.assertFalse(self._get_duties())

    def test_a_late_yes_opens_the_case_again(self):
        self._post(reply="declined")
        self._post(reply="accepted")

        self.assertEqual((self.case.state, self.case.reply), ("offered", "accepted"))
        self.assertFalse(self.case.outcome)
        self.assertEqual(self._get_duties(), {"interview": self.ivy})

    def test_not_now_asks_nothing_and_is_left_alone(self):
        self._post(reply="later")

        expected = self.policy._plan_working_days(10)
        self.assertEqual(self.participant.date_ask_again, expected)
        self.assertEqual((self.case.state, self.case.reply), ("offered", False))
        duty = self._get_open_duties(self.case)
        self.assertEqual((duty.kind, duty.date_due), ("contact", expected))
        self.assertGreaterEqual(self.case.date_ring, expected)
        self.assertIn("Nobody reminds you before then", self._get())
        self.assertEqual(self._get_last_events()[-1], ("reply", "The leaver"))

    def test_not_now_with_a_day(self):
        self._post(reply="later")
        today = fields.Date.today()
        for days, possible in ((0, False), (1, True), (366, True), (367, False)):
            day = str(today + timedelta(days=days))
            response = self._post(reply="later", date_ask_again=day)
            self.assertEqual(response.status_code, 303 if possible else 422, days)
            if possible:
                self.assertEqual(str(self.participant.date_ask_again), day)
            else:
                self.assertIn(f'value="{day}"', response.text)
                self.assertIn('role="alert"', response.text)
        response = self._post(reply="later", date_ask_again="soon")
        self.assertEqual(response.status_code, 422)

    def test_a_yes_is_taken_at_once(self):
        response = self._post(reply="accepted")

        self.assertEqual(response.headers["Location"], DETAILS)
        self.assertEqual((self.case.state, self.case.reply), ("offered", "accepted"))
        self.assertIn("Your yes has reached us", self._get(DETAILS))
        self.assertEqual(self._get_duties(), {"interview": self.ivy})

    def test_the_same_form_twice_counts_once(self):
        form = self._get_hidden()
        for reply in ("accepted", "accepted", "declined", "declined"):
            self._post(**form, reply=reply)
        replies = [line for line in self._get_last_events() if line[0] == "reply"]
        self.assertEqual(len(replies), 2)

    # === WISHES === #

    def test_everything_is_optional(self):
        self._post(reply="accepted")
        self.assertEqual(self._post(DETAILS).headers["Location"], OFFER)
        self.assertIn("There is no date yet", self._get())

    def test_wishes_are_seen_by_those_who_need_them(self):
        self._post(reply="accepted")
        self._post(
            DETAILS,
            preferred_mode="phone",
            preferred_place="My sister's flat",
            companion="My rep",
            topics="Rota,\nand Lin",
            wish_words="Somebody from outside",
            availability="Thursdays after 4",
            need_interpreter="1",
            needs_words="A ramp",
        )
        for user in (self.cora, self.ivy):
            seen = self.participant.with_user(user)
            self.assertEqual(seen.preferred_mode, "phone")
            self.assertEqual(seen.preferred_place, "My sister's flat")
            self.assertEqual(seen.companion, "My rep")
            self.assertIn("and Lin", seen.topics)
            self.assertEqual(seen.wish_words, "Somebody from outside")
            self.assertTrue(seen.need_interpreter)
            self.assertFalse(seen.need_time)
        self.assertEqual(self.case.wish_note, "Somebody from outside")
        self.assertEqual(self._get_duties()["assign"], self.cora)
        with self.assertRaises(AccessError):
            self.participant.with_user(self.sam).read(["topics"])

        self.case.with_user(self.cora).action_record_wish(
            unwanted_user_ids=self.ivy.ids
        )
        self.assertNotIn("assign", self._get_duties())
        self.assertEqual(self.case.interviewer_id, self.peg)

    def test_a_wish_known_before_is_not_overwritten(self):
        self.case.with_user(self.cora).action_record_wish(note="Told by telephone")
        self._post(reply="accepted")
        self._post(DETAILS, wish_words="Not Ivy")
        self.assertEqual(self.case.wish_note, "Told by telephone")
        self.assertEqual(self.participant.wish_words, "Not Ivy")
        self.assertIn("assign", self._get_duties())

    def test_words_are_kept_when_something_is_wrong(self):
        self._post(reply="accepted")
        response = self._post(
            DETAILS, topics="Long thoughts & more", companion="x" * 301
        )
        self.assertEqual(response.status_code, 422)
        page = unescape(response.text)
        self.assertIn("Long thoughts & more", page)
        self.assertIn("x" * 301, page)
        self.assertIn('role="alert"', page)
        self.assertFalse(self.participant.topics)
        response = self._post(DETAILS, companion="x" * 300, preferred_mode="pigeon")
        self.assertEqual(response.status_code, 422)
        self._post(DETAILS, companion="x" * 300)
        self.assertEqual(len(self.participant.companion), 300)

    def test_staff_do_not_type_into_the_reply(self):
        for values in ({"reply": "accepted"}, {"topics": "x"}, {"companion": "x"}):
            for user in (self.cora, self.ivy):
                with self.assertRaises(UserError):
                    self.participant.with_user(user).write(values)

    def test_what_staff_record_shows_on_the_page(self):
        self.case.with_user(self.cora).action_record_reply("accepted")
        self._refresh()
        self.assertEqual(self.participant.reply, "accepted")
        self.assertIn("Thank you for saying yes", self._get())
        self.case.with_user(self.cora).action_record_reply("declined")
        self._refresh()
        self.assertIn("nobody asks you why", self._get())

    # === A DATE === #

    def _book(self, at=0, **form):
        self._post(reply="accepted")
        times = self._get_offered_times()
        self._post(DETAILS, proposal=times[at], **form)
        return fields.Datetime.to_datetime(times[at])

    def test_choosing_a_proposal_plans_the_conversation(self):
        self._post(reply="accepted")
        self.assertEqual(len(self._get_offered_times()), 3)
        moment = self._book(preferred_mode="video", companion="Sis")

        session = self.case.session_ids
        self.assertEqual(
            (session.state, session.date_start, session.mode, session.companion),
            ("planned", moment, "video", "Sis"),
        )
        self.assertEqual(session.interviewer_id, self.ivy)
        self.assertEqual(self.case.state, "scheduled")
        page = self._get()
        local = self.case._format_day_and_hour(self.policy, moment)
        for words in (local, "Video call", "Sis", "Ivy", "meeting.ics"):
            self.assertIn(words, page)
        self.assertRegex(local, r"day \d+ \w+ 20\d\d, 1[04]:00")
        duties = self._get_duties()
        self.assertEqual(duties["interview"], self.ivy)
        self.assertEqual(duties["news"], self.ivy)
        news = self._get_open_duties(self.case).filtered(lambda d: d.kind == "news")
        activity = self._get_activities(news)
        self.assertEqual(activity.user_id, self.ivy)
        self.assertNotIn("Lea", activity.summary)
        self.assertIn(("scheduled", "The leaver"), self._get_last_events())
        self.assertEqual(self.case.leaver_message_ids.mapped("kind"), ["planned"])
        # Seen: the duty is done; nobody else may say so.
        with self.assertRaises(AccessError):
            self.case.with_user(self.peg).action_see_news()
        self.case.with_user(self.ivy).action_see_news()
        self.assertNotIn("news", self._get_duties())

    def test_proposals_stay_away_from_the_next_days(self):
        self._post(reply="accepted")
        first = self.policy._plan_working_days(self.policy.proposal_days)
        for moment in self._get_offered_times():
            self.assertGreaterEqual(moment[:10], str(first))

    def test_taken_meanwhile(self):
        self._post(reply="accepted")
        times = self._get_offered_times()
        other = self._create_case(
            self._create_employee("Otto", department_id=self.north.id), "offered"
        )
        other.with_user(self.cora).action_record_reply("accepted")
        other.with_user(self.ivy).action_schedule(times[0], "phone")
        self._refresh()

        response = self._post(DETAILS, proposal=times[0], topics="My words")

        self.assertEqual(response.status_code, 422)
        page = unescape(response.text)
        self.assertIn("not free any more", page)
        self.assertIn("My words", page)
        self.assertEqual(self.participant.topics, "My words")
        self.assertFalse(self.case.session_ids)
        fresh = re.findall(r'name="proposal" value="([\d :-]+)"', page)
        self.assertEqual(len(fresh), 3)
        self.assertNotIn(times[0], fresh)
        self._post(DETAILS, proposal=fresh[0], topics="My words")
        self.assertEqual(self.case.state, "scheduled")

    def test_the_interview_screen_knows_what_they_want(self):
        self._book(topics="The rota", need_time="1", needs_words="A ramp")
        form = self.case.session_ids.with_user(self.ivy).get_form()
        known = form["participants"][0]
        self.assertEqual(known["topics"], "The rota")
        self.assertEqual(known["needs"], "Extra time; A ramp")

    def test_staff_plan_from_the_wishes(self):
        self._post(reply="accepted")
        self._post(
            DETAILS, preferred_mode="phone", preferred_place="0123", companion="Sis"
        )
        vals = (
            self.env["exit.interview.step"]
            .with_user(self.ivy)
            .with_context(
                active_model="exit.interview",
                active_ids=self.case.ids,
                default_step="schedule",
            )
            .default_get(["step", "mode", "location", "companion"])
        )
        wished = {"mode": "phone", "location": "0123", "companion": "Sis"}
        self.assertEqual({name: vals[name] for name in wished}, wished)

    def test_somebody_away_is_not_proposed(self):
        self._post(reply="accepted")
        times = self._get_offered_times()
        self.env["exit.interview.absence"].create(
            {
                "user_id": self.ivy.id,
                "date_from": times[0][:10],
                "date_to": times[-1][:10],
            }
        )
        fresh = self._get_offered_times()
        self.assertFalse(set(times) & set(fresh))
        self.assertEqual(len(fresh), 3)

    def test_no_time_of_ones_own_making(self):
        self._post(reply="accepted")
        good = fields.Datetime.to_datetime(self._get_offered_times()[0])
        day = timedelta(days=1)
        for moment in (
            good + timedelta(minutes=30),
            good - 30 * day,
            good + 90 * day,
            "tomorrow",
            "9999-01-01 00:00:00",
        ):
            response = self._post(DETAILS, proposal=str(moment))
            self.assertEqual(response.status_code, 422, moment)
        self.assertFalse(self.case.session_ids)

    def test_another_date_moves_the_conversation(self):
        self._book()
        session = self.case.session_ids
        self.case.with_user(self.ivy).action_see_news()
        other = self._get_offered_times()[1]
        self._post(DETAILS, proposal=other)

        self.assertEqual(self.case.session_ids, session)
        self.assertEqual(str(session.date_start), other)
        self.assertEqual(session.times_planned, 2)
        self.assertIn("news", self._get_duties())
        self._post(DETAILS, proposal=other)
        self.assertEqual(session.times_planned, 2)

    def test_without_an_interviewer_nothing_is_proposed(self):
        self.case.sudo().interviewer_id = False
        self._post(reply="accepted")
        self.assertFalse(self._get_offered_times())
        self.assertNotIn("Ivy", self._get(DETAILS))
        response = self._post(DETAILS, proposal="2026-12-01 10:00:00")
        self.assertIn("cannot be chosen here", response.text)

    def test_calendar_file_names_nobody(self):
        self._book(preferred_place="Lea's flat", companion="Sis")
        response = self.url_open(f"{OFFER}/meeting.ics")
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        for name in ("Lea", "Ivy", "Sis", "interview"):
            self.assertNotIn(name, response.text)

    def test_no_calendar_file_without_a_date(self):
        response = self.url_open(f"{OFFER}/meeting.ics", allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    # === CANCEL === #

    def test_cancelling_needs_no_reason(self):
        self._book()
        self.assertIn("You need not say anything", self._get(CANCEL))
        self._post(CANCEL)

        session = self.case.session_ids
        self.assertEqual(
            (session.state, session.cancelled_by, session.cancel_reason),
            ("cancelled", "leaver", False),
        )
        self.assertEqual((self.case.state, self.case.reply), ("offered", "accepted"))
        self.assertIn("is cancelled", self._get())
        self.assertEqual(self._get_duties()["news"], self.ivy)
        self.assertIn(("session_cancelled", "The leaver"), self._get_last_events())
        self.assertEqual(self._post(CANCEL).status_code, 303, "the form again")

    def test_cancelling_and_rebooking_in_one_step(self):
        self._book(preferred_mode="phone")
        new = self._get_offered_times(CANCEL)[2]
        self._post(CANCEL, reason="Child is ill", proposal=new)

        planned = self.case._get_planned_session()
        self.assertEqual(str(planned.date_start), new)
        self.assertEqual(planned.mode, "phone")
        cancelled = self.case._get_cancelled_session()
        self.assertEqual(cancelled.cancel_reason, "Child is ill")
        self.assertEqual(self.case.state, "scheduled")

    def test_a_new_time_that_is_gone_cancels_nothing(self):
        self._book()
        response = self._post(
            CANCEL, reason="Flu & cold", proposal="2026-01-01 10:00:00"
        )
        self.assertEqual(response.status_code, 422)
        self.assertIn("Flu & cold", unescape(response.text))
        self.assertEqual(self.case.state, "scheduled")

    def test_after_the_start_it_is_not_cancelled_here(self):
        moment = self._book()
        for seconds, possible in ((0, False), (-1, True)):
            with freeze_time(moment + timedelta(seconds=seconds)):
                if possible:
                    self.assertTrue(self.participant.sudo()._cancel_from_page(False))
                else:
                    with self._assertRefused(UserError, "begin already"):
                        self.participant.sudo()._cancel_from_page(False)

    def test_our_cancellation_shows_with_the_reason(self):
        self._book()
        session = self.case.session_ids
        session.with_user(self.ivy).action_cancel("I have the flu")
        self._refresh()
        page = self._get()
        self.assertIn("We are sorry", page)
        self.assertIn("I have the flu", page)
        self.assertEqual(len(self._get_offered_times()), 3)

    def test_our_cancellation_shows_the_new_date(self):
        self._book()
        new = fields.Datetime.to_datetime(self._get_offered_times()[2])
        self.case.session_ids.with_user(self.ivy).action_cancel("A hearing", str(new))
        self._refresh()
        page = self._get()
        self.assertIn("A hearing", page)
        self.assertIn(self.case._format_day_and_hour(self.policy, new), page)

    def test_from_yes_to_no_before_anything_was_held(self):
        self._book()
        self._post(reply="declined")
        self.assertEqual((self.case.state, self.case.outcome), ("done", "declined"))
        self.assertEqual(self.case.session_ids.state, "cancelled")
        self.assertEqual(self._get_duties()["news"], self.ivy, "or Ivy turns up")

    def test_after_it_was_held_nothing_is_answered_here(self):
        self._book()
        session = self.case.session_ids
        with freeze_time(session.date_start + timedelta(hours=1)):
            session.with_user(self.ivy).action_mark_held()
        self._refresh()
        self.assertIn("nothing to answer here any more", self._get())
        token = self.env["exit.interview.visit"]._get_form_token(
            self.opener.cookies["exit_interview"]
        )
        response = self._post(token=token, reply="declined")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self.case.state, "interviewed")

    # === IN WRITING === #

    def test_writing_opens_the_questions_in_this_browser(self):
        self._post(reply="accepted")
        response = self._post(DETAILS, preferred_mode="written")
        self.assertEqual(response.status_code, 303)
        self.assertEqual(response.headers["Location"], "/exit-interview/answer")
        self.assertIn("exit_interview=", response.headers["Set-Cookie"])
        links = self.case.link_ids
        self.assertEqual(
            links.filtered(lambda link: link.purpose == "answer").channel, "page"
        )
        self.assertIn("answer", self.case.leaver_message_ids.mapped("kind"))

    def test_writing_gives_up_the_date(self):
        self._book()
        self._post(DETAILS, preferred_mode="written")
        states = self.case.session_ids.mapped("state")
        self.assertEqual(sorted(states), ["cancelled", "planned"])
        session = self.case._get_planned_session()
        self.assertEqual(session.mode, "written")
        self._enter()
        self.assertIn("You chose to answer in writing", self._get())
        for path in (CANCEL, f"{OFFER}/meeting.ics"):
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.headers["Location"], OFFER)
        # From writing to talking: only with a date.
        self._post(DETAILS, preferred_mode="phone")
        self.assertEqual(session.mode, "written")
        times = self._get_offered_times()
        self._post(DETAILS, preferred_mode="phone", proposal=times[0])
        self.assertEqual((session.mode, str(session.date_start)), ("phone", times[0]))

    def test_the_survey_goes_straight_to_the_questions(self):
        self.case.sudo().route = "survey"
        page = self._get()
        self.assertIn("answer the questions now", page)
        self.assertNotIn("Ivy", page)
        response = self._post(reply="accepted")
        self.assertEqual(response.headers["Location"], "/exit-interview/answer")
        self._enter()
        response = self.url_open(DETAILS, allow_redirects=False)
        self.assertEqual(response.headers["Location"], OFFER)

    # === WHO, AND WHAT THEY SEND === #

    def test_a_wrong_token_changes_nothing(self):
        for token in ("x", "0" * 64):
            self.assertEqual(self._post(token=token, reply="declined").status_code, 400)
        self.assertFalse(self.participant.reply)

    def test_without_the_link_there_is_no_page(self):
        self.opener.cookies.clear()
        for path in (OFFER, DETAILS, CANCEL, f"{OFFER}/meeting.ics"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_looking_changes_nothing(self):
        before = self.case.read(), self.participant.read()
        for path in (OFFER, DETAILS, CANCEL, f"{OFFER}/meeting.ics") * 5:
            self.url_open(path)
        self._refresh()
        self.assertEqual((self.case.read(), self.participant.read()), before)

    def test_a_head_request_is_a_look(self):
        self._book(companion="Sis")
        for path in (OFFER, f"{OFFER}?reply=declined", DETAILS, CANCEL):
            self.url_open(path, method="HEAD")
            self._get(path)
        self._refresh()
        self.assertEqual(self.case.state, "scheduled")
        self.assertEqual(self.participant.companion, "Sis")

    def test_fields_of_others_are_ignored(self):
        other = self._create_case(
            self._create_employee("Otto", department_id=self.north.id), "offered"
        )
        self._post(
            reply="accepted",
            participant_id=other.participant_ids.id,
            case_id=other.id,
            state="done",
            company_id="2",
            link="1",
            user_id=str(self.lin.id),
        )
        self._post(DETAILS, email="x@example.org", name="X", id=str(other.id))
        self.assertFalse(other.participant_ids.reply)
        self.assertEqual(self.participant.name, "Lea Quill")
        self.assertEqual(self.case.state, "offered")

    def test_ten_thousand_keys(self):
        data = {f"key{at}": "1" for at in range(10000)}
        response = self._post(DETAILS, **data)
        self.assertLess(response.status_code, 500)
        for name in ("link", "reply", "form"):
            response = self.url_open(
                OFFER, data={"form_token": self._token(), name: "x"}
            )
            self.assertLess(response.status_code, 500, name)
        response = self._post(reply="maybe")
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self.participant.reply)

    def test_a_login_in_the_same_browser_is_not_used(self):
        cookie = self.opener.cookies["exit_interview"]
        self.authenticate("lin", "lin")
        self.opener.cookies["exit_interview"] = cookie
        page = self._get()
        self.assertNotIn(">Lin<", page)
        self._post(reply="accepted")
        self.assertEqual(self._get_last_events()[-1], ("reply", "The leaver"))
        self.assertEqual(self.session.uid, self.lin.id)

    def test_a_withdrawn_notice_closes_the_page(self):
        self.case.with_user(self.cora).action_cancel("By mistake")
        self.assertEqual(self.url_open(OFFER).status_code, 404)

    def test_a_no_after_no_reply_is_kept(self):
        self.case.with_user(self.cora).action_record_reply("no_reply")
        self._post(reply="declined")
        self.assertEqual((self.case.state, self.case.outcome), ("done", "declined"))

    def test_headers_of_every_page(self):
        self._book()
        for path in (OFFER, DETAILS, CANCEL):
            response = self.url_open(path)
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertIn(
                "default-src 'none'", response.headers["Content-Security-Policy"]
            )
            self.assertNotRegex(response.text, r"<script(?! defer)|style=|onclick")
            found = re.findall(r'(?:src|href)="([^"]+)"', response.text)
            for address in found:
                self.assertRegex(address, r"^(/|#|tel:|mailto:)")


@tagged("post_install", "-at_install")
class TestTwoParticipants(ExitInterviewCommon, TransactionCase):
    """Two of a departure, as carers will be: one yes is a yes (I-22)."""

    def setUp(self):
        super().setUp()
        self.case = self._create_case(until="offered").sudo()
        self.fay = self.case.participant_ids
        self.fred = self.fay.create([{"case_id": self.case.id, "name": "Fred"}])

    def test_the_case_follows(self):
        self.fay._reply_from_page("declined")
        self.assertEqual((self.case.state, self.case.reply), ("offered", False))
        self.fred._reply_from_page("accepted")
        self.assertEqual(self.case.reply, "accepted")
        self.fred._reply_from_page("declined")
        self.assertEqual((self.case.state, self.case.outcome), ("done", "declined"))
        self.fay._reply_from_page("later")
        self.assertEqual((self.case.state, self.case.reply), ("offered", False))
        self.assertTrue(self.fay.date_ask_again)

    def test_a_joint_conversation_needs_both(self):
        self.fay._reply_from_page("accepted")
        moment = self.fay._get_proposals()[0]
        session = self.fay._plan_from_page(moment)
        self.assertEqual(session.participant_ids, self.fay)
        self.fred._reply_from_page("accepted")
        self.assertFalse(self.fred._get_proposals(), "nobody moves Fay's")
        self.assertFalse(self.fred._get_own_session())

    def test_one_leaves_the_other_stays(self):
        self.fay._reply_from_page("accepted")
        self.fred._reply_from_page("accepted")
        session = self.fay._plan_from_page(self.fay._get_proposals()[0])
        self.assertEqual(session.participant_ids, self.fay | self.fred)
        self.fred._reply_from_page("declined")
        self.assertEqual(session.participant_ids, self.fay)
        self.assertEqual(session.state, "planned")
        self.assertEqual(self.case.reply, "accepted")

    def test_staff_record_for_both(self):
        self.case.with_user(self.cora).action_record_reply("accepted")
        self.assertEqual(set((self.fay | self.fred).mapped("reply")), {"accepted"})
        self.case.with_user(self.cora).action_record_reply("declined")
        self.assertEqual(set((self.fay | self.fred).mapped("reply")), {"declined"})


@tagged("post_install", "-at_install")
class TestSameTime(ExitInterviewCommon, TransactionCase):
    """Two leavers of one interviewer choose one time at the same moment (R-08)."""

    def test_whoever_is_second_begins_again(self):
        """What this transaction has not seen would be proposed once more."""
        cases = self._create_case(until="offered")
        cases |= self._create_case(self._create_employee("Leo"), until="offered")
        first, second = cases.sudo().participant_ids
        (first | second).write({"reply": "accepted"})
        cases.sudo().write({"reply": "accepted", "interviewer_id": self.ivy.id})
        moment = first._get_proposals()[0]
        self.assertIn(moment, second._get_proposals())
        taken = first._plan_from_page(moment)
        with self._assertRefused(UserError, "not free any more"):
            second._plan_from_page(moment)
        # As a transaction sees it that began before the first one ended: free to
        # itself, taken to one that looks now.
        with (
            patch.object(type(second), "_is_proposal", lambda *_arguments: True),
            patch.object(type(taken), "_get_clashes", lambda *_arguments: taken),
            self.assertRaises(ConcurrencyError),
        ):
            second._plan_from_page(moment)
        self.assertNotIn(moment, second._get_proposals())
