# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A child talks on a page: C-16, C-24 to C-30, I-16, R-01, R-02, R-23, decision 11."""

import json
from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import ChildrenCommon

HOME = "/exit-interview/tablet"
HOSTILE = "<script>alert(1)</script> {{7*7}} ${x} %s 😀 ŵŷ עברית"
AGES = {
    "young": "2021-05-04",
    "middle": "2017-05-04",
    "teenage": "2011-05-04",
}


@tagged("post_install", "-at_install")
class TestChildPages(ChildrenCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self._talk(self.kit)

    def _talk(self, child, interviewer=None):
        """Bring a child to where the conversation begins."""
        interviewer = interviewer or self.ivan
        self.case = self._agree(self._register_move(child))
        if interviewer == self.ivan:
            self.case._assign(interviewer, "They asked for Ivan.")
        self.talk = self._hold(
            self.case, interviewer=interviewer, date=fields.Datetime.now()
        )
        self.person = self.talk.participant_ids

    # === THE CHILD'S BROWSER === #

    def _come(self, begin=True):
        """Come in by the interviewer's button, on a tablet of its own."""
        # As their own page does it, which knows whose conversation it is.
        talk = self.talk.with_user(self.talk.interviewer_id).sudo()
        url = talk._open_child_pages()
        self.env.flush_all()
        self.opener.cookies.clear()
        page = self.url_open(url)
        if begin:
            page = self._post(page, read="1")
        return page

    def _get(self, path=""):
        return self.url_open(f"{HOME}{path}", allow_redirects=False)

    def _read(self, page, number=0):
        """Return the address and the fields of a form as a browser would post them."""
        form = html.fromstring(page.text).xpath("//form")[number]
        data = {}
        for field in form.xpath(".//input[@name] | .//textarea[@name]"):
            if field.get("type") in ("radio", "checkbox") and not field.get("checked"):
                continue
            if field.tag == "textarea":
                data[field.get("name")] = (field.text or "").removeprefix("\n")
            else:
                data[field.get("name")] = field.get("value") or ""
        return form.get("action"), data

    def _post(self, page, number=0, follow=True, **typed):
        action, data = self._read(page, number)
        response = self.url_open(action, data | typed, allow_redirects=follow)
        self.env.invalidate_all()
        return response

    def _get_step(self, kind="choice", skip=0):
        steps = [one for one in self.talk._get_child_steps() if one["kind"] == kind]
        return steps[skip]

    def _say(self, step, go="next", page=None, follow=True, **typed):
        """Type into a question's page: ``text="..."``."""
        page = page or self._get(f"/{step['id']}")
        names = {f"q{step['id']}_{part}": value for part, value in typed.items()}
        return self._post(page, go=go, follow=follow, **names)

    def _get_answer(self, step):
        self.env.invalidate_all()
        return self.talk.answer_ids.filtered(
            lambda answer: answer.question_id.id == step["id"]
        )

    # === THE WAY IN === #

    def test_the_way_in_works_once_and_signs_the_interviewer_out(self):
        self.authenticate("ivan", "ivan")
        self.assertEqual(self.url_open("/odoo").url.split("?")[0][-5:], "/odoo")
        url = self.talk.with_user(self.ivan)._open_child_pages()
        self.env.flush_all()

        page = self.url_open(url)

        self.assertIn("Hello", page.text)
        self.assertIn("/web/login", self.url_open("/odoo").url)
        self.assertIn("Hello", self._get().text)
        # Whoever finds the address in the history of the browser opens nothing.
        self.opener.cookies.clear()
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self._get("/said").status_code, 404)

    def test_the_way_in_ends_after_minutes(self):
        url = self.talk.with_user(self.ivan)._open_child_pages()
        link = self.person.link_ids
        self.assertLess(link.date_expires, fields.Datetime.now() + timedelta(minutes=6))
        link.date_expires = fields.Datetime.now() - timedelta(minutes=1)
        self.env.flush_all()
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_only_who_interviews_hands_the_tablet_over(self):
        for user in (self.mia, self.saul, self.ira, self.olu, self.sue):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.talk.with_user(user)._open_child_pages()
        action = self.talk.with_user(self.ivan).action_open_child_pages()
        self.assertIn(f"{HOME}/start/", action["url"])

    def test_an_outside_interviewer_hands_it_over_too(self):
        child = self._create_child("Jo")
        self._talk(child, interviewer=self.olu)
        self.assertIn("Hello", self._come(begin=False).text)

    def test_the_pages_come_in_the_language_of_the_young_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        child = self._create_child("Lou", date_birth=AGES["middle"])
        self.assertEqual(child.lang, self.env.company.partner_id.lang)
        child.with_user(self.mia).lang = "fr_FR"
        words = "Tu peux dire non."
        self.child_policy.with_context(lang="fr_FR").middle_notice_wording = words
        self._talk(child)
        self.assertEqual(self.person.lang, "fr_FR")
        page = self._come(begin=False)
        self.assertIn('lang="fr-FR"', page.text)
        self.assertIn(words, page.text)
        # The social worker learns later what is easier for them; strangers say nothing.
        child.with_user(self.saul).lang = "en_US"
        page = self._come(begin=False)
        self.assertIn('lang="en-US"', page.text)
        self.assertNotIn(words, page.text)
        for stranger in (self.max, self.sky, self.ivan, self.olu):
            with self.subTest(user=stranger.login), self.assertRaises(AccessError):
                child.with_user(stranger).lang = "fr_FR"
        self.assertEqual(self.person.lang, "en_US")

    def test_staff_and_carers_have_other_pages(self):
        session = self._create_case(until="scheduled").session_ids
        with self._assertRefused(UserError, "made for children"):
            session.with_user(self.ivy)._open_child_pages()

    def test_opened_elsewhere_the_page_before_is_closed(self):
        self._come()
        before = dict(self.opener.cookies)
        self._come()
        self.opener.cookies.clear()
        self.opener.cookies.update(before)
        self.assertEqual(self._get("/said").status_code, 404)

    def test_a_tablet_that_lies_about_closes_within_the_hour(self):
        self._come()
        visit = self.env["exit.interview.visit"].search(
            [("link_id", "in", self.person.link_ids.ids)]
        )
        limit = fields.Datetime.now() + timedelta(hours=1, minutes=1)
        self.assertLess(visit.date_expires, limit)

    def test_pages_say_nothing_without_a_way_in(self):
        for path in ("", "/said", "/help", "/stop", "/again", "/1", "/start/abc"):
            response = self._get(path)
            with self.subTest(path=path):
                self.assertEqual(response.status_code, 404)
                self.assertNotIn(self.kit.name, response.text)

    # === BEFORE === #

    def test_what_happens_with_it_is_said_first_in_the_words_of_the_age(self):
        self._come(begin=False)
        step = self._get_step()
        notice = self.case._get_band_text("notice")
        first = notice.split("\n")[0].removeprefix("- ")
        self.assertIn(first, html.fromstring(self._get().text).text_content())
        self.assertEqual(self._get(f"/{step['id']}").status_code, 303)
        self.assertFalse(self.person.date_notice)

        self._post(self._get(), read="1")

        self.assertIn(first, self.person.notice_wording)
        self.assertEqual(self._get(f"/{step['id']}").status_code, 200)

    # === ONE QUESTION AT A TIME === #

    def test_three_versions_each_ask_one_question(self):
        for band, born in AGES.items():
            with self.subTest(band=band):
                self._talk(self._create_child(f"Kid {band}", date_birth=born))
                self.assertEqual(self.case.age_band, band)
                page = self._come()
                tree = html.fromstring(page.text)
                self.assertEqual(len(tree.xpath("//fieldset")), 1)
                self.assertTrue(tree.xpath(f"//body[@class='band_{band}']"))
                far = tree.xpath("//p[@class='far']")[0].text_content().strip()
                # The young count nothing.
                self.assertEqual(any(map(str.isdigit, far)), band != "young", far)
                used = {one.get("href") for one in tree.iter("use")}
                drawn = {f"#{one.get('id')}" for one in tree.iter("symbol")}
                self.assertFalse(used - drawn)

    def test_every_symbol_that_can_be_chosen_is_drawn(self):
        page = html.fromstring(self._come().text)
        drawn = {one.get("id").removeprefix("sym_") for one in page.iter("symbol")}
        for model in ("exit.interview.question", "exit.interview.choice"):
            symbols = dict(self.env[model]._fields["symbol"].selection)
            self.assertFalse(set(symbols) - drawn, model)
        for symbol in page.iter("symbol"):
            self.assertFalse(symbol.text_content().strip(), "words in a picture")

    def test_observations_are_not_asked(self):
        questions = self.talk.questionnaire_id.question_ids
        observed = questions.filtered(lambda one: one.section_id.is_observation)
        self.assertTrue(observed)
        asked = {one["id"] for one in self.talk._get_child_steps()}
        self.assertFalse(asked & set(observed.ids))
        self._come()
        response = self._get(f"/{observed[0].id}")
        self.assertEqual(response.status_code, 303)
        self.talk.with_user(self.ivan).action_save_answers(
            [{"question_id": observed[0].id, "text": "Looked at the door a lot"}],
            self.talk.version,
        )
        self.assertNotIn("Looked at the door", self._get("/said").text)

    def test_all_that_can_be_said_comes_back(self):
        self._come()
        step, text = self._get_step(), self._get_step("text")
        choice = step["choices"][1]
        self._say(step, value=str(choice["id"]), comment=HOSTILE)
        self._say(text, text="\n first line\r\nsecond\x00 line ")

        answer = self._get_answer(step)
        self.assertEqual(answer.choice_ids.ids, [choice["id"]])
        self.assertEqual(answer.comment, HOSTILE)
        self.assertEqual(answer.participant_id, self.person)
        self.assertEqual(self._get_answer(text).text, "\n first line\nsecond line ")
        page = self._get(f"/{step['id']}")
        self.assertNotIn("<script>alert", page.text)
        version = self.talk.version
        self._say(step, page=page)
        self.env.invalidate_all()
        self.assertEqual(self.talk.version, version)

    def test_back_skip_not_sure_and_rather_not(self):
        self._come()
        first, second = (self._get_step(skip=number) for number in (0, 1))
        text = self._get_step("text")
        response = self._say(first, go="skip", follow=False)
        self.assertTrue(response.headers["Location"].endswith(f"/{second['id']}"))
        self.assertFalse(self._get_answer(first))
        response = self._say(second, go="back", follow=False)
        self.assertTrue(response.headers["Location"].endswith(f"/{first['id']}"))

        self._say(text, go="unsure")
        self.assertEqual(self._get_answer(text).text, "I am not sure.")
        self._say(text, go="rather", text="I typed this before")
        self.assertEqual(self._get_answer(text).status, "rather_not_say")
        self.assertFalse(self._get_answer(text).text)
        # Going past it changes nothing; saying something does.
        self._say(text)
        self.assertEqual(self._get_answer(text).status, "rather_not_say")
        self._say(text, text="All right, the dog")
        self.assertEqual(self._get_answer(text).text, "All right, the dog")

    def test_a_wrong_option_is_told_and_nothing_is_lost(self):
        self._come()
        step = self._get_step()
        response = self._say(step, value="999999", comment="Still here")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Still here", response.text)
        self.assertFalse(self._get_answer(step))

    # === SAVED BY ITSELF === #

    def test_saving_by_itself_answers_what_is_saved(self):
        self._come()
        step = self._get_step("text")
        page = self._get(f"/{step['id']}")
        response = self._say(step, go="save", page=page, text="The d")
        answer = json.loads(response.text)
        self.assertEqual(answer["version"], self.talk.version)
        self.assertFalse(answer["refused"])
        self.assertEqual(self._get_answer(step).text, "The d")
        # The answer got lost: the page knows the old version and says more.
        response = self._say(step, go="save", page=page, text="The dog")
        self.assertFalse(json.loads(response.text)["refused"])
        self.assertEqual(self._get_answer(step).text, "The dog")
        self.assertFalse(self._get_answer(step).revision_ids)

    def test_what_the_interviewer_wrote_meanwhile_is_not_overwritten(self):
        self._come()
        step = self._get_step("text")
        page = self._get(f"/{step['id']}")
        self.talk.with_user(self.ivan).action_save_answers(
            [{"question_id": step["id"], "text": "Words of Ivan"}], self.talk.version
        )
        response = self._say(step, page=page, text="My words")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Words of Ivan", response.text)
        self.assertIn("My words", response.text)
        self.assertEqual(self._get_answer(step).text, "Words of Ivan")
        self._say(step, page=response, text="My words")
        self.assertEqual(self._get_answer(step).text, "My words")
        self.assertIn(
            "Words of Ivan", self._get_answer(step).revision_ids.mapped("wording")
        )

    def test_a_page_that_was_open_too_long_gives_the_words_back(self):
        self._come()
        step = self._get_step("text")
        page = self._get(f"/{step['id']}")
        self.env["exit.interview.visit"].search([]).write(
            {"date_expires": fields.Datetime.now() - timedelta(minutes=1)}
        )
        self.env.flush_all()
        response = self._say(step, go="save", page=page, text="My words")
        self.assertEqual(response.status_code, 401)
        response = self._say(step, page=page, text="My words")
        self.assertIn("My words", response.text)
        self.assertIn("This page is closed", response.text)
        self.assertFalse(self._get_answer(step))

    def test_a_form_of_another_page_is_refused(self):
        self._come()
        step = self._get_step("text")
        action, data = self._read(self._get(f"/{step['id']}"))
        for token in ("", "wrong"):
            data = {**data, "form_token": token, f"q{step['id']}_text": "Mine"}
            response = self.url_open(action, data)
            self.assertEqual(response.status_code, 401)
            self.assertFalse(self._get_answer(step))

    # === WHAT YOU SAID === #

    def test_the_child_takes_an_answer_away(self):
        self._come()
        step, text = self._get_step(), self._get_step("text")
        self._say(step, value=str(step["choices"][0]["id"]))
        self._say(text, text="Not for the record")
        page = self._get("/said")
        self.assertIn("Not for the record", page.text)
        forms = html.fromstring(page.text).xpath("//form")
        number = next(
            at
            for at, form in enumerate(forms)
            if form.xpath(f".//button[@value='{text['id']}']")
        )

        page = self._post(page, number, strike=str(text["id"]))

        self.assertIn("It is gone", page.text)
        self.assertNotIn("Not for the record", page.text)
        self.assertFalse(self._get_answer(text))
        self.assertTrue(self._get_answer(step))
        self.assertEqual(self.talk.struck_count, 1)

    def test_start_again_asks_once(self):
        self._come()
        text = self._get_step("text")
        self._say(text, text="Words")
        page = self._get("/again")
        self.assertTrue(self._get_answer(text))
        page = self._post(page, sure="1")
        self.assertIn("We start again", page.text)
        self.assertFalse(self.talk.answer_ids)

    # === HELP === #

    def test_asking_for_an_advocate_is_owed_until_it_is_done(self):
        self._come()
        kinds = self._get_open_duties(self.case).mapped("kind")
        self.assertNotIn("advocate", kinds)
        page = self._get("/help")
        forms = html.fromstring(page.text).xpath("//form")
        number = next(
            at
            for at, form in enumerate(forms)
            if form.xpath(".//button[@value='advocacy']")
        )
        page = self._post(page, number, ask="advocacy")
        self.assertIn("Thank you for asking", page.text)
        duty = self._get_open_duties(self.case).filtered(
            lambda one: one.kind == "advocate"
        )
        self.assertEqual(duty.user_id, self.sue)
        self.assertIn("asked_for", self.case.journal_ids.mapped("event"))

        self.case.with_user(self.sue).action_refer("advocacy", "NYAS, by telephone")

        self.assertFalse(self.case.date_advocate_asked)
        self.assertEqual(duty.state, "done")

    def test_help_says_who_helps_in_words_for_their_age(self):
        self.child_policy.write(
            {
                "advocacy_wording": "For grown-ups only.",
                "child_advocacy_wording": "Ring the advocates.",
                "young_advocacy_wording": "Somebody just for you.",
                "complaints_wording": "Somebody looks into it.",
                "young_complaints_wording": "Tell us if you are cross.",
            }
        )
        self._refresh()
        older = ("Ring the advocates.", "Somebody looks into it.")
        youngest = ("Somebody just for you.", "Tell us if you are cross.")
        for band, shown, hidden in (
            ("middle", older, youngest),
            ("young", youngest, older),
        ):
            if band != "middle":
                self._talk(self._create_child("Bo", AGES[band]))
            self._come()
            page = self._get("/help").text
            for words in shown:
                self.assertIn(words, page, band)
            for words in ("For grown-ups only.", *hidden):
                self.assertNotIn(words, page, band)

    def test_help_stands_on_the_pages_that_are_closed(self):
        self.sue.partner_id.phone = "01632 960111"
        self.child_policy.child_advocacy_wording = "Ring the advocates."
        self._come()
        stopped = self._post(self._get("/stop"))
        self.assertIn("The page is closed", stopped.text)
        self._come(begin=False)
        self._say(self._get_step("text"), text="The dog")
        page = self._get("/said")
        actions = [
            form.get("action") for form in html.fromstring(page.text).xpath("//form")
        ]
        end = self._post(page, actions.index(f"{HOME}/finish"))
        self.assertIn("What happens next", end.text)
        for page in (stopped, end):
            self.assertIn("0800 1111", page.text)
            self.assertIn("Ring the advocates.", page.text)
            self.assertIn("01632 960111", page.text)
            # Plain words: nothing leads out of a page that is closed.
            self.assertFalse(html.fromstring(page.text).xpath("//main//a"))
        over = self._get("/said")
        self.assertEqual(over.status_code, 404)
        self.assertIn("0800 1111", over.text)
        # Who is not in hears of nobody.
        self.assertNotIn("01632 960111", over.text)

    def test_asking_how_to_complain_is_owed_too(self):
        self.case._ask_for("complaint")
        self.case._ask_for("complaint")
        kinds = self._get_open_duties(self.case).mapped("kind")
        self.assertEqual(kinds.count("complain"), 1)
        events = self.case.journal_ids.mapped("event")
        self.assertEqual(events.count("asked_for"), 1)

    # === STOP AND END === #

    def test_stop_keeps_what_was_said_and_closes_the_tablet(self):
        self._come()
        text = self._get_step("text")
        page = self._say(text, go="stop", text="Half a sentence")
        self.assertIn("We stop here", page.text)
        page = self._post(page)
        self.assertIn("The page is closed", page.text)
        self.assertEqual(self._get("/said").status_code, 404)
        self.assertEqual(self._get_answer(text).text, "Half a sentence")
        self.assertFalse(self.talk.date_written)

        page = self._come(begin=False)
        self.assertIn("Hello again", page.text)
        self.assertIn("Half a sentence", self._get("/said").text)

    def test_the_end_thanks_and_says_what_happens_next(self):
        self._come()
        text = self._get_step("text")
        self._say(text, text="The dog")
        page = self._get("/said")
        number = [
            form.get("action") for form in html.fromstring(page.text).xpath("//form")
        ].index(f"{HOME}/finish")
        page = self._post(page, number)
        self.assertIn("What happens next", page.text)
        self.assertIn("Ira, your reviewing officer", page.text)
        self.assertIn("#sym_thanks", page.text)
        self.assertNotIn("The dog", page.text)
        self.assertTrue(self.talk.date_written)
        self.assertEqual(self._get("/said").status_code, 404)
        # A change of mind: the interviewer opens it again.
        self._come()
        self._say(text, text="The cat")
        self.assertEqual(self._get_answer(text).text, "The cat")

    def test_a_finished_record_closes_the_page(self):
        self._come()
        self.talk.with_user(self.ivan).action_mark_held()
        self.talk.with_user(self.ivan).action_hand_in()
        self.case.with_user(self.ivan).action_confirm("agreed")
        self.env.flush_all()
        self.assertEqual(self._get("/said").status_code, 404)
        with self._assertRefused(UserError, "this record is finished"):
            self.talk.with_user(self.ivan)._open_child_pages()

    # === WORDS THAT PROMPT === #

    def test_words_that_may_mean_a_concern_prompt_only_the_interviewer(self):
        word = self.case.policy_id._get_concern_words()[0]
        self._come()
        text, other = self._get_step("text"), self._get_step("text", 1)
        page = self._say(text, go="said", text=f"Somebody {word} me")
        plain = self._say(other, go="said", text="The dog")
        self.assertEqual(self.talk._get_risk_answers().question_id.ids, [text["id"]])
        before = html.fromstring(page.text).xpath("//*[@role='alert']")
        self.assertFalse(before)
        self.assertFalse(html.fromstring(plain.text).xpath("//*[@role='alert']"))
        self.assertFalse(self.case.concern_ids)

    def test_headers_keep_pages_out_of_caches_frames_and_foreign_hands(self):
        for response in (self._come(), self._get("/said"), self._get("/nothing")):
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertEqual(response.headers["X-Frame-Options"], "DENY")
            self.assertIn("default-src 'none'", str(response.headers))
