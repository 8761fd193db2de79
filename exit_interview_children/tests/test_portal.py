# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pages of interviewers from outside: C-15, C-16, C-24, C-25, SEC-08, P-19."""

from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.translate import code_translations

from .common import ChildrenCommon

HOME = "/my/conversations"
CANARY = "Zyxomma"
NOBODYS = (
    "res.partner",
    "res.users",
    "calendar.event",
    "mail.message",
    "mail.followers",
)


@tagged("post_install", "-at_install")
class TestPortal(ChildrenCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kit.write(
            {
                "meeting_note": "After school",
                "address": "9 New Street",
                "needs": "Likes to draw",
                "languages": "English, Polish",
            }
        )
        cls.sue.partner_id.phone = "01632 960111"
        # Another child of the same home, of whom nobody here may hear.
        cls.other = cls._create_child(
            f"{CANARY} name",
            needs=f"{CANARY} needs",
            languages=f"{CANARY} languages",
            meeting_note=f"{CANARY} note",
            address=f"{CANARY} address",
        )

    def setUp(self):
        super().setUp()
        self.case = self._give(self.kit, self.olu)
        self.hidden = self._give(self.other, self.fern)
        self.hidden.wish_note = f"{CANARY} wish"
        self.url = f"{HOME}/{self.case.name}"

    def _give(self, child, interviewer):
        case = self._agree(self._register_move(child))
        case.with_user(self.sue).action_assign(interviewer.id)
        self._refresh()
        return case

    # === BROWSE === #

    def _open(self, url, status=200, login="olu"):
        self.authenticate(login, login)
        with mute_logger("odoo.http"):
            response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, status, url)
        self.assertNotIn(CANARY, response.text)
        return response

    def _post(self, url, status=303, login="olu", **form):
        self.authenticate(login, login)
        form["csrf_token"] = http.Request.csrf_token(self)
        with mute_logger("odoo.http"):
            response = self.url_open(url, data=form, allow_redirects=False)
        self.assertEqual(response.status_code, status, response.text[-2000:])
        self.assertNotIn(CANARY, response.text)
        self._refresh()
        return response

    def _plan(self, days=1):
        """Plan the conversation as superuser; a past one for what comes after it."""
        moment = fields.Datetime.now() + timedelta(days=days)
        session = self.case._schedule(moment, "in_person", "The library", False)
        self._refresh()
        return session

    def _held(self):
        session = self._plan(days=-1)
        session.action_mark_held(False, session.date_start + timedelta(hours=1))
        self._refresh()
        return session

    def _handed_in(self, days=0):
        session = self._held()
        readers = ("reviewing_officer", "home_manager", "social_worker")
        self.case.with_user(self.olu).sudo()._hand_in_from_outside(
            "agreed", [{"role": role, "choice": "usual"} for role in readers]
        )
        session.date_handed_in = fields.Datetime.now() - timedelta(days=days)
        self._refresh()
        return session

    def _question(self, session, kind="text", observation=False):
        return session.questionnaire_id.question_ids.filtered(
            lambda one: one.kind == kind
            and one.is_observation == observation
            and not one.depends_question_id
            and not one.parent_id
        )[:1]

    def _words(self, response):
        return " ".join(html.fromstring(response.text).text_content().split())

    # === WHOSE === #

    def test_no_right_on_any_model(self):
        for name in self.env.registry:
            if not name.startswith("exit.interview") or self.env[name]._abstract:
                continue
            model = self.env[name].with_user(self.olu)
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(model.has_access(operation), (name, operation))
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            self.case.with_user(self.olu).read(["name"])

    def test_the_list_holds_the_own_cases_only(self):
        words = self._words(self._open(HOME))
        self.assertIn(self.case.name, words)
        self.assertIn("Kit", words)
        self.assertIn("To arrange", words)
        self.assertNotIn(self.hidden.name, words)

    def test_home_of_the_portal_has_a_card_for_interviewers(self):
        self.assertIn(HOME, self._open("/my").text)
        self.env["exit.interview.outsider"].search(
            [("user_id", "=", self.olu.id)]
        ).active = False
        self._refresh()
        self.assertNotIn(HOME, self._open("/my").text)
        self._open(HOME, status=404)

    def test_sign_in_leads_to_the_conversations(self):
        def sign_in(login):
            self.authenticate(None, None)
            token = http.Request.csrf_token(self)
            response = self.url_open(
                "/web/login",
                data={
                    "login": login,
                    "password": login + "x" * (8 - len(login)),
                    "csrf_token": token,
                },
                allow_redirects=False,
            )
            return response.headers["Location"]

        self.assertTrue(sign_in("olu").endswith(HOME))
        self.case.with_user(self.sue).action_assign(self.fern.id)
        self._refresh()
        self.assertTrue(sign_in("olu").endswith("/my"), "nothing waits for them")
        self.assertNotIn("/my", sign_in("sue"))

    def test_own_case_shows_what_is_needed(self):
        response = self._open(self.url)
        words = self._words(response)
        for known in (
            "Kit",
            "9 years",
            "After school",
            "9 New Street",
            "Likes to draw",
            "English, Polish",
            "01632 960111",
        ):
            self.assertIn(known, words)
        for unknown in ("Saul", "Ira", "Mia", "Willow", str(self.kit.date_birth)):
            self.assertNotIn(unknown, words)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    def test_the_case_of_somebody_else_is_not_there(self):
        for path in (
            "",
            "/arrange",
            "/cancel",
            "/questions",
            "/record",
            "/held",
            "/concern",
            "/refer",
            "/hand-in",
        ):
            with self.subTest(path=path):
                self._open(f"{HOME}/{self.hidden.name}{path}", status=404)
                self._open(f"{HOME}/EXI-XXXXX-26{path}", status=404)
        for path in ("/start", "/strike", "/arrange", "/concern", "/refer", "/hand-in"):
            self._post(f"{HOME}/{self.hidden.name}{path}", status=404)

    def test_nobody_else_comes_in(self):
        for login in ("fern", "sue", "mia", "saul", "cora"):
            with self.subTest(login=login):
                self._open(self.url, status=404, login=login)

    def test_before_the_agreement_there_is_nothing(self):
        child = self._create_child("Bo")
        case = self._register_move(child)
        case.interviewer_id = self.olu
        self._refresh()
        self._open(f"{HOME}/{case.name}", status=404)
        self._agree(case)
        case.interviewer_id = self.olu
        self._refresh()
        self._open(f"{HOME}/{case.name}")

    def test_after_another_was_assigned(self):
        self._open(self.url)
        self.case.with_user(self.sue).action_assign(self.fern.id)
        self._refresh()
        self._open(self.url, status=404)
        self._open(self.url, login="fern")

    def test_after_the_register_was_left(self):
        self.env["exit.interview.outsider"].search(
            [("user_id", "=", self.olu.id)]
        ).active = False
        self._refresh()
        self._open(self.url, status=404)

    def test_whoever_is_shut_out(self):
        self.case._shut_out(self.olu)
        self._refresh()
        self._open(self.url, status=404)

    def test_access_ends_some_days_after_the_hand_in(self):
        days = self.child_policy.access_days
        session = self._handed_in(days)
        words = self._words(self._open(self.url))
        self.assertIn("Handed in", words)
        # Nobody has to find them any more.
        self.assertNotIn("9 New Street", words)
        self._open(f"{self.url}/record")
        session.date_handed_in = fields.Datetime.now() - timedelta(days=days + 1)
        self._refresh()
        self._open(self.url, status=404)
        self._open(f"{self.url}/record", status=404)
        self.assertNotIn(self.case.name, self._words(self._open(HOME)))

    def test_a_declined_case_is_closed_at_once(self):
        self.case.with_user(self.sue).action_record_reply("declined")
        self._refresh()
        self._open(self.url, status=404)

    # === NOTHING BY ACCIDENT === #

    def test_no_get_changes_anything(self):
        self._plan()
        before = self.case.read(["state", "write_date", "reply"])
        for path in (
            "",
            "/arrange",
            "/cancel",
            "/questions",
            "/record",
            "/held",
            "/concern",
            "/refer",
        ):
            self._open(self.url + path)
        self._refresh()
        self.assertEqual(self.case.read(["state", "write_date", "reply"]), before)
        for path in ("/start", "/strike"):
            self.authenticate("olu", "olu")
            with mute_logger("odoo.http"):
                response = self.url_open(self.url + path)
            self.assertEqual(response.status_code, 405)

    def test_a_form_from_elsewhere_is_refused(self):
        self.authenticate("olu", "olu")
        with mute_logger("odoo.http"):
            response = self.url_open(
                f"{self.url}/cancel", data={"why": "stop"}, allow_redirects=False
            )
        self.assertEqual(response.status_code, 400)
        self._refresh()
        self.assertEqual(self.case.state, "offered")

    def test_no_contact_event_follower_or_message_comes_of_it(self):
        def count():
            return {
                name: self.env[name].with_context(active_test=False).search_count([])
                for name in NOBODYS
                if name in self.env
            }

        before = count()
        latest = self.env["mail.activity"].search([], order="id desc", limit=1).id or 0
        self._arrange()
        self._post(f"{self.url}/cancel", why="leaver", reason="At the dentist")
        self._arrange(place="The park")
        session = self.case._get_planned_session()
        session.date_start = fields.Datetime.now() - timedelta(hours=2)
        self._refresh()
        self._record(session, "I liked the garden")
        self._hold()
        self._post(f"{self.url}/hand-in", how="agreed", **self._choose("usual"))
        self.assertEqual(self.case.state, "confirmed")
        self.assertEqual(count(), before)
        # What is owed next stands in the lists of those who work here, in fixed words.
        owed = self.env["mail.activity"].search([("id", ">", latest)])
        self.assertNotIn(self.olu, owed.user_id)
        for activity in owed:
            self.assertTrue(activity.summary.startswith(self.case.name))
            self.assertFalse(activity.note)
            self.assertNotIn("Kit", activity.summary)

    # === ARRANGE === #

    def _arrange(self, status=303, **form):
        day = fields.Date.today() + timedelta(days=3)
        values = {
            "date": str(day),
            "time": "15:30",
            "mode": "in_person",
            "place": "The library",
        }
        return self._post(f"{self.url}/arrange", status, **(values | form))

    def test_arrange(self):
        self._arrange(companion="Her friend")
        session = self.case.session_ids
        self.assertRecordValues(
            session,
            [
                {
                    "state": "planned",
                    "mode": "in_person",
                    "location": "The library",
                    "companion": "Her friend",
                    "interviewer_id": self.olu.id,
                }
            ],
        )
        local = self.case._get_outside_local(session.date_start)
        self.assertEqual(local.strftime("%H:%M"), "15:30")
        self.assertEqual(self.case.state, "scheduled")
        words = self._words(self._open(self.url))
        self.assertIn("The library", words)
        self.assertIn("15:30", words)
        # Anew: the same session at another time.
        self._arrange(time="10:00")
        self.assertEqual(len(self.case.session_ids), 1)
        self.assertEqual(session.times_planned, 2)

    def test_arrange_keeps_what_was_typed(self):
        response = self._arrange(422, date="2020-01-01", place="The pier")
        self.assertIn("past", self._words(response))
        self.assertIn("The pier", response.text)
        self._arrange(422, date="soon")
        self._arrange(422, mode="written")
        self._arrange(422, place="")
        self.assertFalse(self.case.session_ids)

    def test_not_in_the_home_being_left(self):
        for place in ("willow house", "At Willow-House, upstairs", "1 Willow Lane"):
            with self.subTest(place=place):
                response = self._arrange(422, place=place)
                self.assertIn("home they are leaving", self._words(response))
                self.assertIn('name="reason"', response.text)
        self.assertFalse(self.case.session_ids)
        self._arrange(place="Willow House", reason="She broke her leg")
        self.assertEqual(self.case.meeting_reason, "She broke her leg")
        self._arrange(place="The library")
        self.assertFalse(self.case.meeting_reason)

    def test_cancel_with_a_reason_and_rebook(self):
        self._plan()
        response = self._post(f"{self.url}/cancel", 422, why="us")
        self.assertIn("reason", self._words(response))
        day = fields.Date.today() + timedelta(days=9)
        self._post(
            f"{self.url}/cancel", why="us", reason="Ill", date=str(day), time="11:00"
        )
        states = self.case.session_ids.sorted("id").mapped("state")
        self.assertEqual(states, ["cancelled", "planned"])
        self._post(f"{self.url}/cancel", why="absent")
        self.assertEqual(self.case.state, "offered")
        self.assertIn("To arrange", self._words(self._open(self.url)))

    def test_they_do_not_want_to_talk(self):
        response = self._post(f"{self.url}/cancel", why="stop")
        self.assertRecordValues(self.case, [{"state": "done", "outcome": "declined"}])
        self.assertTrue(response.headers["Location"].endswith(HOME))
        self._open(self.url, status=404)

    # === THE CONVERSATION === #

    def test_the_blank_questions(self):
        words = self._words(self._open(f"{self.url}/questions"))
        form = self.case._get_questionnaire("first")
        self.assertIn(self._question_of(form).name, words)
        self.assertIn("Say this first", words)
        # What the interviewer has to know, and what is said at the end.
        self.assertTrue(form.guidance and form.closing)
        for text in (form.guidance, form.closing):
            self.assertIn(self._first_line(text), words)
        self.assertLess(
            words.index("Say this at the end"), words.index("What the interviewer saw")
        )
        self._plan()
        record = self._words(self._open(f"{self.url}/record"))
        self.assertIn(self._first_line(form.guidance), record)
        self.assertIn(self._first_line(form.closing), record)

    def _first_line(self, text):
        return " ".join(text.split("\n")[0].split())

    def _question_of(self, form):
        return form.question_ids.filtered(lambda one: not one.is_observation)[:1]

    def test_start_signs_the_interviewer_out(self):
        self._plan()
        response = self._post(f"{self.url}/start")
        self.assertIn("/exit-interview/", response.headers["Location"])
        # The same browser: nobody is signed in any more.
        after = self.url_open(self.url, allow_redirects=False)
        self.assertEqual(after.status_code, 303)
        self.assertIn("/web/login", after.headers["Location"])

    def test_the_pages_open_again_until_the_hand_in(self):
        session = self._held()
        self.assertIn("Open the pages for them again", self._open(self.url).text)
        response = self._post(f"{self.url}/start")
        self.assertIn("/exit-interview/", response.headers["Location"])
        # In this very browser, which is the young person's from now on.
        page = self.url_open(response.headers["Location"])
        self.assertEqual(page.status_code, 200)
        self.assertIn("I understand. Let us begin", page.text)
        session.date_handed_in = fields.Datetime.now()
        self._refresh()
        self.assertNotIn("Open the pages for them again", self._open(self.url).text)
        self._post(f"{self.url}/start", 422)

    def test_start_needs_an_arrangement(self):
        response = self._post(f"{self.url}/start", 422)
        self.assertIn("cannot be done now", self._words(response))

    def _record(self, session, text, question=None, status=303, go="done", **form):
        question = question or self._question(session)
        key = f"q{question.id}"
        shown = html.fromstring(self._open(f"{self.url}/record").text)
        seen = shown.xpath(f"//input[@name='{key}_seen']/@value")[0]
        version = shown.xpath("//input[@name='version']/@value")[0]
        values = {
            "version": version,
            f"{key}_seen": seen,
            f"{key}_text": text,
            "go": go,
        }
        return self._post(f"{self.url}/record", status, **(values | form))

    def test_record_it_myself(self):
        session = self._plan()
        question = self._question(session)
        self._record(session, "I liked\r\nthe garden")
        answer = session.answer_ids
        self.assertRecordValues(
            answer,
            [
                {
                    "question_id": question.id,
                    "text": "I liked\nthe garden",
                    "author_id": self.olu.id,
                    "participant_id": False,
                }
            ],
        )
        # Nothing was touched: nothing is written.
        version = session.version
        self._record(session, "I liked\nthe garden", go="more")
        self.assertEqual(session.version, version)

    def test_observations_stand_apart(self):
        session = self._plan()
        question = self._question(session, observation=True)
        self.assertTrue(question, "the questionnaire has no observations")
        text = self._open(f"{self.url}/record").text
        last = self._question(session)
        self.assertLess(text.index(f"q{last.id}_seen"), text.index(question.name))
        self._record(session, "Looked at the door", question)
        self.assertEqual(session.answer_ids.text, "Looked at the door")
        self.assertTrue(session.answer_ids.is_protected)

    def test_nobody_is_overwritten(self):
        session = self._plan()
        question = self._question(session)
        stale = session.version
        session.with_user(self.ivan).sudo()._save_page_answers(
            [{"question_id": question.id, "text": "Ivan's words"}], session.version
        )
        self._refresh()
        response = self._post(
            f"{self.url}/record",
            422,
            version=str(stale),
            go="done",
            **{f"q{question.id}_seen": "", f"q{question.id}_text": "Olu wrote this"},
        )
        words = self._words(response)
        self.assertIn("Ivan's words", words)
        self.assertIn("Olu wrote this", response.text)
        self.assertEqual(session.answer_ids.text, "Ivan's words")

    def test_saving_while_writing(self):
        session = self._plan()
        question = self._question(session)
        response = self._record(session, "Half a sent", status=200, go="save")
        data = response.json()
        self.assertEqual(data["version"], session.version)
        self.assertFalse(data["refused"])
        self.assertEqual(session.answer_ids.text, "Half a sent")
        response = self._post(
            f"{self.url}/record",
            200,
            go="save",
            version=str(data["version"]),
            **{
                f"q{question.id}_seen": data["seen"][str(question.id)],
                f"q{question.id}_text": "Half a sentence",
            },
        )
        self.assertEqual(session.answer_ids.text, "Half a sentence")

    def test_what_was_lost_on_the_way_back_is_no_conflict(self):
        """The page sends again, as of the version that it had seen last."""
        session = self._plan()
        question = self._question(session)
        shown = {
            "version": str(session.version),
            f"q{question.id}_seen": "",
            "go": "save",
        }
        for text in ("Half a sent", "Half a sentence"):
            typed = {f"q{question.id}_text": text}
            response = self._post(f"{self.url}/record", 200, **shown, **typed)
            self.assertFalse(response.json()["refused"], text)
        self.assertEqual(session.answer_ids.text, "Half a sentence")
        # Taken away meanwhile: it does not come back.
        session._strike(question)
        self._post(f"{self.url}/record", 200, **shown, **typed)
        self.assertFalse(session.answer_ids)

    def test_the_scripts_speak_the_language_of_the_interviewer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        words = {"Saved at %s.": "Enregistré à %s."}
        known = {("exit_interview_children", "fr_FR"): {"messages": words}}
        self.env.registry.clear_cache()
        self.addCleanup(self.env.registry.clear_cache)
        with patch.dict(code_translations.web_translations, known):
            response = self.url_open("/website/translations?lang=fr_FR")
        modules = response.json()["modules"]
        self.assertEqual(modules["exit_interview_children"]["messages"], words)

    def test_strike(self):
        session = self._plan()
        question = self._question(session)
        self._record(session, "Please not this")
        response = self._post(f"{self.url}/strike", 200, question=question.id)
        self.assertIn("Please not this", self._words(response))
        self.assertTrue(session.answer_ids)
        self._post(f"{self.url}/strike", question=question.id, sure="1")
        self.assertFalse(session.answer_ids)
        self.assertFalse(
            self.env["exit.interview.answer.revision"].search(
                [("session_id", "=", session.id)]
            )
        )

    def _hold(self, **form):
        shown = html.fromstring(self._open(f"{self.url}/held").text)
        values = {
            name: shown.xpath(f"//input[@name='{name}']/@value")[0]
            for name in ("date", "start", "end")
        }
        return self._post(f"{self.url}/held", **(values | form))

    def test_it_has_taken_place(self):
        session = self._plan(days=-1)
        day = str(self.case.policy_id._get_local_date(session.date_start))
        self._post(f"{self.url}/held", date=day, start="10:00", end="10:40", told="1")
        self.assertRecordValues(
            session, [{"state": "held", "interviewer_name": self.olu.name}]
        )
        self.assertEqual(self.case.state, "interviewed")
        shares = self.case.share_ids
        self.assertTrue(shares)
        self.assertEqual(set(shares.mapped("permission")), {"normal"})

    def test_whoever_was_not_told_is_asked(self):
        session = self._plan(days=-1)
        day = str(self.case.policy_id._get_local_date(session.date_start))
        self._post(f"{self.url}/held", date=day, start="10:00", end="10:40")
        self.assertEqual(set(self.case.share_ids.mapped("permission")), {"undecided"})
        # They are asked on the page, and nothing is answered for them.
        page = html.fromstring(self._open(f"{self.url}/hand-in").text)
        self.assertFalse(page.xpath("//input[starts-with(@name, 'choice_')]/@checked"))
        response = self._post(f"{self.url}/hand-in", 422, how="agreed")
        self.assertIn("whether they get a copy", self._words(response))
        self.assertFalse(self.case.session_ids.date_handed_in)

        choices = self._choose("usual") | {"choice_home_manager": "none"}
        self._post(f"{self.url}/hand-in", how="agreed", **choices)

        self.assertRecordValues(
            self.case.share_ids.sorted("role"),
            [
                {"role": role, "permission": permission, "basis": "permission"}
                for role, permission in (
                    ("home_manager", "none"),
                    ("reviewing_officer", "full"),
                    ("social_worker", "full"),
                )
            ],
        )
        # Nothing is missing for whoever sends the copies.
        self.case.with_user(self.sue).action_share()
        self.assertEqual(self.case.share_ids.reader_id, self.ira | self.saul)

    def _choose(self, choice):
        roles = ("reviewing_officer", "home_manager", "social_worker")
        return {f"choice_{role}": choice for role in roles}

    # === COMPLAINT, ADVOCATE === #

    def test_the_way_to_complaints_and_advocacy(self):
        words = self._words(self._open(f"{self.url}/refer"))
        policy = self.case.policy_id
        for text in (policy.advocacy_wording, policy.complaints_wording):
            self.assertIn(self._first_line(text), words)
        response = self._post(f"{self.url}/refer", 422, note="Rang with them")
        self.assertIn("Choose what they asked for", self._words(response))
        self.assertIn("Rang with them", response.text)
        self.assertFalse(self.case.referral_advocacy_date)

        self._post(
            f"{self.url}/refer", kind="advocacy", note="Rang with them", is_open="1"
        )

        self.assertEqual(self.case.referral_advocacy_note, "Rang with them")
        self.assertTrue(self.case.date_advocate_asked)
        duty = self._get_open_duties(self.case).filtered(
            lambda one: one.kind == "advocate"
        )
        self.assertEqual(duty.user_id, self.sue)
        self.assertIn("Sue sees to it", self._words(self._open(self.url)))
        # Done: nothing is left to do.
        self._post(f"{self.url}/refer", kind="advocacy")
        self.assertFalse(self.case.date_advocate_asked)
        self.assertEqual(duty.state, "done")
        self.assertTrue(self.case.referral_advocacy_note)
        self.assertFalse(self.case.referral_complaint_date)

    def test_the_way_is_shown_until_access_ends(self):
        days = self.child_policy.access_days
        session = self._handed_in(days)
        self._post(f"{self.url}/refer", kind="complaint")
        self.assertTrue(self.case.referral_complaint_date)
        session.date_handed_in = fields.Datetime.now() - timedelta(days=days + 1)
        self._refresh()
        self._open(f"{self.url}/refer", status=404)
        self._post(f"{self.url}/refer", status=404, kind="advocacy")
        self.assertFalse(self.case.referral_advocacy_date)

    # === CONCERN === #

    def test_a_concern_is_written_and_never_read(self):
        self._plan(days=-1)
        self._post(
            f"{self.url}/concern",
            category="safeguarding",
            text="Somebody locks the doors at night",
            about="home_manager",
            home="1",
            told="1",
        )
        concern = self.env["exit.interview.concern"].search(
            [("case_id", "=", self.case.id)]
        )
        self.assertRecordValues(
            concern,
            [
                {
                    "category": "safeguarding",
                    "extract": "Somebody locks the doors at night",
                    "raised_by_id": self.olu.id,
                    "named_user_ids": self.mia.ids,
                    "tell_state": "told",
                    "is_about_home": True,
                }
            ],
        )
        self.assertIn(self.mia, self.case.conflict_user_ids)
        for path in ("", "/concern", "/record"):
            words = self._words(self._open(self.url + path))
            self.assertNotIn("locks the doors", words)
        self.assertIn("You passed something on:", self._words(self._open(self.url)))

    def test_a_concern_about_something_else_keeps_nothing_from_the_home(self):
        session = self._plan(days=-1)
        shown = self._open(f"{self.url}/concern").text
        box = html.fromstring(shown).xpath("//input[@name='home']/@checked")
        self.assertTrue(box, "about the home unless they say that it is not")
        part = session.questionnaire_id.section_ids[:1]
        self._post(f"{self.url}/concern", text="At school", part=part.id)
        self._post(f"{self.url}/concern", text="At home", part=part.id, home="1")
        concerns = self.env["exit.interview.concern"].search(
            [("case_id", "=", self.case.id)], order="id"
        )
        self.assertEqual(concerns.mapped("is_about_home"), [False, True])
        self.assertFalse(concerns[0].section_ids)
        self.assertEqual(concerns[1].section_ids, part)

    def test_an_empty_concern_is_asked_for_again(self):
        response = self._post(f"{self.url}/concern", 422, text=" ")
        self.assertIn("Write what others must know", self._words(response))
        self.assertFalse(self.env["exit.interview.concern"].search([]))

    def test_answers_that_sound_unsafe_prompt(self):
        session = self._plan()
        self.assertNotIn('id="risks"', self._open(self.url).text)
        self._record(session, "He hit me twice")
        for path in ("", "/record"):
            response = self._open(self.url + path)
            self.assertIn('id="risks"', response.text)
            self.assertIn("He hit me twice", self._words(response))
            self.assertIn(f"{self.url}/concern", response.text)
        self.assertFalse(self.env["exit.interview.concern"].search([]))

    # === HAND IN === #

    def test_hand_in(self):
        session = self._told()
        self._record(session, "The garden was nice")
        page = html.fromstring(self._open(f"{self.url}/hand-in").text)
        self.assertEqual(
            page.xpath("//input[starts-with(@name, 'choice_') and @checked]/@value"),
            ["usual"] * 3,
            "nothing to do where they were told and say nothing",
        )
        response = self._post(f"{self.url}/hand-in", 422)
        self.assertIn("Say whether they know", self._words(response))
        self._post(f"{self.url}/hand-in", how="agreed", choice_home_manager="none")
        self.assertTrue(session.date_handed_in)
        self.assertRecordValues(
            self.case, [{"state": "confirmed", "confirm_how": "agreed"}]
        )
        shares = {share.role: share.permission for share in self.case.share_ids}
        self.assertEqual(
            shares,
            {
                "home_manager": "none",
                "reviewing_officer": "normal",
                "social_worker": "normal",
            },
        )
        self.assertFalse(
            self._get_open_duties(self.case).filtered(
                lambda duty: duty.user_id == self.olu
            )
        )

    def _told(self):
        """Plan, and hold, with a child who was told beforehand who reads it."""
        session = self._plan(days=-1)
        day = str(self.case.policy_id._get_local_date(session.date_start))
        self._post(f"{self.url}/held", date=day, start="10:00", end="10:40", told="1")
        return session

    def test_what_they_want_kept_back_is_done_at_the_hand_in(self):
        session = self._told()
        question = session.questionnaire_id.question_ids.filtered(
            lambda one: one.code == "keep_back"
        )
        garden = self._question(session)
        self.assertNotIn('id="kept_back"', self._open(f"{self.url}/hand-in").text)
        self._record(session, "The garden was nice", question=garden)
        self._record(session, "Not about my room", question=question)
        response = self._open(f"{self.url}/hand-in")
        self.assertIn('id="kept_back"', response.text)
        self.assertIn("Not about my room", self._words(response))

        part = garden.section_id
        parts = self._choose("usual") | {"choice_home_manager": "parts"}
        response = self._post(f"{self.url}/hand-in", 422, how="agreed", **parts)
        self.assertIn("Tick the parts", self._words(response))
        foreign = self.env["exit.interview.section"].search(
            [("questionnaire_id", "!=", session.questionnaire_id.id)], limit=1
        )
        parts["out_home_manager"] = foreign.id
        self._post(f"{self.url}/hand-in", 422, how="agreed", **parts)
        parts["out_home_manager"] = part.id
        self._post(f"{self.url}/hand-in", how="agreed", **parts)

        home = self.case.share_ids.filtered(lambda one: one.role == "home_manager")
        self.assertRecordValues(
            home, [{"permission": "parts", "basis": "normal_circulation"}]
        )
        self.assertEqual(home._get_kept_sections(), part)
        self.assertEqual(home.permission_ids.how, "Said to the interviewer")
        self.assertEqual(home.permission_ids.recorded_by, "Olu")
        # The manager of the service sees their words before sending; nobody else does.
        case = self.case.with_user(self.sue)
        self.assertEqual(case.kept_back_words, "Not about my room")
        arch = case.get_view(view_type="form")["arch"]
        self.assertIn('name="kept_back"', arch)
        with self.assertRaises(AccessError):
            self.case.with_user(self.mia).read(["kept_back_words"])
        case.action_share()
        self._refresh()
        self.assertFalse(case.kept_back_words)
        officer = self.case.share_ids.filtered(
            lambda one: one.role == "reviewing_officer"
        )
        for share, user, is_in in ((home, self.mia, False), (officer, self.ira, True)):
            lines = share.with_user(user).line_ids.mapped("answer")
            self.assertEqual("The garden was nice" in lines, is_in, share.role)
            self.assertNotIn("Not about my room", lines)

    def test_all_parts_left_out_is_nothing(self):
        session = self._told()
        share = self.case.share_ids[:1]
        parts = session.questionnaire_id.section_ids.filtered(
            lambda one: not one.is_protected
        )
        case = self.case.with_user(self.olu).sudo()
        case._decide_from_outside(
            [{"role": share.role, "choice": "parts", "left_out": parts.ids}]
        )
        self.assertEqual(share.permission, "none")
        case._decide_from_outside([{"role": share.role, "choice": "usual"}])
        self.assertEqual(share.permission, "normal")

    def test_whoever_is_left_out_is_not_hinted_at(self):
        self._told()
        home = self.case.share_ids.filtered(lambda one: one.role == "home_manager")
        home.with_user(self.sue).action_limit("CNRY reason")
        self._refresh()
        text = self._open(f"{self.url}/hand-in").text
        self.assertNotIn("choice_home_manager", text)
        self.assertIn("choice_social_worker", text)

    def test_after_the_hand_in_it_is_only_read(self):
        session = self._told()
        question = self._question(session)
        self._record(session, "The garden was nice")
        self._post(f"{self.url}/hand-in", how="agreed")
        response = self._open(f"{self.url}/record")
        self.assertIn("The garden was nice", self._words(response))
        self.assertNotIn("<textarea", response.text)
        self._post(
            f"{self.url}/record",
            200,
            version=str(session.version),
            go="done",
            **{f"q{question.id}_seen": "", f"q{question.id}_text": "Something else"},
        )
        self.assertEqual(session.answer_ids.text, "The garden was nice")
        with self.assertRaises(UserError):
            self.case.with_user(self.olu).sudo()._strike_from_outside(question.id)

    def test_what_is_due_stands_on_the_page(self):
        words = self._words(self._open(HOME))
        self.assertIn("Due by", words)
        duty = self._get_open_duties(self.case)
        duty.write({"date_due": "2026-01-02"})
        self._refresh()
        self.assertIn("Was due on 2 January 2026", self._words(self._open(HOME)))
