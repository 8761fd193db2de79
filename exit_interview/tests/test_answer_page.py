# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The leaver answers on a page: L-04, B-04, P-10, R-01, R-02, R-23, X-34, X-35."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import ExitInterviewCommon

HOME = "/exit-interview/answer"
HOSTILE = "<script>alert(1)</script> {{7*7}} ${x} %s 😀 ŵŷ עברית"


@tagged("post_install", "-at_install")
class TestAnswerPage(ExitInterviewCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.form = self._create_questionnaire()
        self.policy.questionnaire_id = self.form
        self.case = self._create_case(until="offered")
        self.case.with_user(self.cora).action_record_reply("accepted")
        self.case.with_user(self.cora).action_let_write()
        self.session = self.case.session_ids
        self.participant = self.case.participant_ids
        self.main, self.more = self.form.section_ids

    def _create_questionnaire(self):
        form = self.env["exit.interview.questionnaire"].create(
            {
                "name": "All kinds",
                "code": "all_kinds",
                "introduction": "Thank you for your time.",
                "section_ids": [
                    fields.Command.create(
                        {"name": "First part", "code": "main", "sequence": 1}
                    ),
                    fields.Command.create(
                        {
                            "name": "About you",
                            "code": "more",
                            "sequence": 2,
                            "is_protected": True,
                        }
                    ),
                ],
            }
        )
        main, more = form.section_ids
        Question = self.env["exit.interview.question"]
        common = {"guidance": "Ask gently, says the handbook"}
        for sequence, (code, kind, section, vals) in enumerate(
            [
                ("scale", "scale", main, {"comment_label": "Why?"}),
                ("yes", "yes_no", main, {}),
                ("one", "choice", main, {"choice_ids": self._choices("abc")}),
                ("many", "choices", main, {"choice_ids": self._choices("xyz")}),
                ("text", "text", main, {}),
                ("day", "date", main, {}),
                ("kept", "text", more, {"is_protected": True}),
            ],
            start=1,
        ):
            Question.create(
                {
                    "section_id": section.id,
                    "sequence": sequence * 10,
                    "code": code,
                    "kind": kind,
                    "name": f"Question {code}",
                    **common,
                    **vals,
                }
            )
        yes = form.question_ids.filtered(lambda question: question.code == "yes")
        Question.create(
            {
                "section_id": main.id,
                "sequence": 25,
                "code": "impact",
                "kind": "text",
                "name": "Question impact",
                "parent_id": yes.id,
                "depends_question_id": yes.id,
                "depends_value": "yes",
            }
        )
        form.action_publish()
        return form

    def _choices(self, names):
        return [
            fields.Command.create({"name": f"Option {name}", "code": name})
            for name in names
        ]

    # === THE LEAVER'S BROWSER === #

    def _open(self, participant=None, acknowledge=True):
        """Come in by a new link, as in another browser."""
        link, secret = self.env["exit.interview.link"]._issue(
            participant or self.participant, "answer", "mail"
        )
        self.env.flush_all()
        self.opener.cookies.clear()
        self.url_open(f"/exit-interview/l/{secret}", data={"x": "1"})
        if acknowledge:
            self._post("", {"read": "1"})
        return link

    def _get(self, path=""):
        return self.url_open(f"{HOME}{path}", allow_redirects=False)

    def _read(self, page):
        """Return the fields of a page as a browser would post them."""
        tree = html.fromstring(page.text)
        (form,) = tree.xpath("//form[not(contains(@action, '/exit-interview/l'))]")
        data = {}
        for field in form.xpath(".//input[@name] | .//textarea[@name]"):
            name, kind = field.get("name"), field.get("type")
            if kind in ("radio", "checkbox"):
                if field.get("checked") is None:
                    continue
                if kind == "checkbox":
                    data.setdefault(name, []).append(field.get("value"))
                    continue
            if field.tag == "textarea":
                # As a browser does: the first line end of the source does not count.
                data[name] = (field.text or "").removeprefix("\n")
            else:
                data[name] = field.get("value") or ""
        return data

    def _post(self, path, data=None, page=None):
        page = self._get(path) if page is None else page
        fields_ = self._read(page) | (data or {})
        response = self.url_open(f"{HOME}{path}", fields_, allow_redirects=False)
        self.env.invalidate_all()
        return response

    def _save(self, page=None, section=None, go="next", **typed):
        """Type into fields named by question code: ``text_value="..."``."""
        data = {"go": go}
        for name, value in typed.items():
            code, _sep, part = name.rpartition("_")
            question = self._get_question(self.session, code)
            data[f"q{question.id}_{part}"] = value
        return self._post(f"/{(section or self.main).id}", data, page)

    def _get_page(self, section=None):
        return self._get(f"/{(section or self.main).id}")

    def _get_answer(self, code):
        self.env.invalidate_all()
        return self.session.answer_ids.filtered(
            lambda answer: answer.question_id.code == code
        )

    def _get_choice(self, code, name):
        return self._get_question(self.session, code).choice_ids.filtered(
            lambda choice: choice.code == name
        )

    # === NOTICE === #

    def test_the_notice_comes_before_the_first_question(self):
        self._open(acknowledge=False)

        home = self._get()
        self.assertIn("stop whenever you like", home.text)
        for path in (f"/{self.main.id}", "/finish"):
            self.assertNotIn("Question", self._get(path).text)
        refused = self._post(
            f"/{self.main.id}",
            {f"q{self._get_question(self.session, 'text').id}_text": "Too early"},
            page=home,
        )
        self.assertEqual(refused.status_code, 422)
        self.assertIn("stop whenever you like", refused.text)
        self.assertFalse(self.session.answer_ids)
        self.assertFalse(self.participant.date_notice)

        self._post("", {"read": "1"})
        self.assertIn("stop whenever", self.participant.notice_wording)
        self.assertEqual(self.participant.notice_lang, "en_US")
        self.assertTrue(self.participant.date_notice)
        self.assertIn("Question scale", self._get_page().text)

    # === ANSWERS === #

    def test_every_kind_comes_back_as_it_was_given(self):
        self._open()
        one = self._get_choice("one", "b")
        many = self._get_choice("many", "x") + self._get_choice("many", "z")

        response = self._save(
            scale_value="0",
            scale_comment=HOSTILE,
            yes_value="0",
            one_value=str(one.id),
            many_choice=[str(choice.id) for choice in many],
            text_text="\n first line\r\nsecond\x00 line ",
            day_text="2026-11-30",
        )

        self.assertEqual(response.status_code, 303)
        self.assertIn(f"{HOME}/{self.more.id}?saved=", response.headers["Location"])
        scale = self._get_answer("scale")
        self.assertEqual((scale.score, scale.status), (0, "answered"))
        self.assertIsNot(scale.score, False)
        self.assertEqual(scale.comment, HOSTILE)
        self.assertEqual(self._get_answer("yes").score, 0)
        self.assertEqual(self._get_answer("one").choice_ids, one)
        self.assertEqual(self._get_answer("many").choice_ids, many)
        self.assertEqual(self._get_answer("text").text, "\n first line\nsecond line ")
        self.assertEqual(self._get_answer("day").text, "2026-11-30")
        # The page shows the same, and sends nothing that nobody touched.
        version = self.session.version
        page = self._get_page()
        self.assertNotIn("<script>alert", page.text)
        self._save(page)
        self.assertEqual(self.session.version, version)
        self.assertFalse(self._get_answer("text").revision_ids)

    def test_nothing_is_required_and_everything_can_be_taken_back(self):
        self._open()
        self.assertEqual(self._save().status_code, 303)
        self.assertFalse(self.session.answer_ids)
        self._save(
            scale_value="7",
            yes_value="not_applicable",
            text_text="Words",
            many_aside="rather_not_say",
        )
        self.assertEqual(self._get_answer("yes").status, "not_applicable")
        self.assertEqual(self._get_answer("many").status, "rather_not_say")

        self._save(scale_value="", yes_value="", text_text="  \u200b\n", many_aside=[])
        self.assertFalse(self._get_answer("scale") + self._get_answer("text"))
        self.assertFalse(self._get_answer("yes") + self._get_answer("many"))

    def test_too_long_a_text_is_given_back_and_the_rest_saved(self):
        self._open()
        self._save(text_text="x" * 10000)
        self.assertEqual(len(self._get_answer("text").text), 10000)

        response = self._save(text_text="y" * 10001, scale_value="4")

        self.assertEqual(response.status_code, 422)
        self.assertIn("10001 characters", response.text)
        self.assertIn("y" * 10001, response.text)
        self.assertIn('role="alert"', response.text)
        self.assertEqual(self._get_answer("scale").score, 4)
        self.assertEqual(self._get_answer("text").text[0], "x")

    def test_an_answer_and_rather_not_say_is_asked_about(self):
        self._open()
        response = self._save(text_text="Words", text_aside="rather_not_say")
        self.assertEqual(response.status_code, 422)
        self.assertIn("take one of the two away", response.text)
        self.assertIn("Words", response.text)
        self.assertFalse(self._get_answer("text"))

    def test_a_question_opens_after_its_answer(self):
        self._open()
        page = self._get_page()
        block = html.fromstring(page.text).get_element_by_id(
            f"q{self._get_question(self.session, 'impact').id}"
        )
        self.assertIsNotNone(block.get("hidden"))

        opened = self._save(page, yes_value="1")
        self.assertEqual(opened.status_code, 200, "stays, to ask")
        self.assertIn("there is something more to ask", opened.text)
        self.assertEqual(self._save(opened, impact_text="So").status_code, 303)
        self.assertEqual(self._get_answer("impact").text, "So")
        # With a script the question was seen already: the page goes on.
        self._save(yes_value="0")
        response = self._save(yes_value="1", impact_shown="1")
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self._get_answer("impact").text, "So", "kept while closed")

    # === IN TURN === #

    def test_resumed_in_another_browser(self):
        self._open()
        response = self._save(go="later", text_text="Half of it")
        self.assertIn(f"{HOME}/later", response.headers["Location"])
        self.assertIn("until", self._get("/later").text)

        self._open(acknowledge=False)
        self.assertIn("1 of 6 answered", " ".join(self._get().text.split()))
        self.assertIn("Half of it", self._get_page().text)

    def test_interviewer_and_leaver_fill_in_turn(self):
        self._open()
        version = self.session.version
        self._save(text_text="The leaver's words")
        self._answer(self.session, "scale", score=3)

        changes = self.session.with_user(self.ivy).get_changes(version)
        answer = changes["answers"][self._get_question(self.session, "text").id]
        self.assertEqual(answer["author"], "Lea Quill")
        self.assertTrue(answer["by_leaver"])
        form = self.session.with_user(self.ivy).get_form()["answers"]
        scale = form[self._get_question(self.session, "scale").id]
        self.assertEqual((scale["author"], scale["by_leaver"]), ("Ivy", False))
        page = self._read(self._get_page())
        name = f"q{self._get_question(self.session, 'scale').id}_value"
        self.assertEqual(page[name], "3")
        # What one hand wrote before the other is kept.
        self._answer(self.session, "text", text="Ivy's words")
        answer = self._get_answer("text")
        self.assertEqual(answer.author_id, self.ivy)
        self.assertFalse(answer.participant_id)
        self.assertEqual(answer.revision_ids.wording, "The leaver's words")
        self.assertEqual(answer.revision_ids.participant_id, self.participant)

    def test_the_leaver_comes_second(self):
        self._open()
        page = self._get_page()
        self._answer(self.session, "text", text="Ivy's words")
        self._answer(self.session, "yes", score=0)

        response = self._save(page, text_text="My words", scale_value="9")

        self.assertEqual(response.status_code, 422)
        for words in ("Ivy", "Ivy&#39;s words", "My words"):
            self.assertIn(words, response.text)
        self.assertEqual(self._get_answer("text").text, "Ivy's words")
        self.assertEqual(self._get_answer("scale").score, 9, "the rest is saved")
        self.assertEqual(self._get_answer("yes").score, 0, "untouched stays")
        refused = self.env["exit.interview.answer.revision"].search(
            [("session_id", "=", self.session.id), ("is_refused", "=", True)]
        )
        self.assertEqual(refused.wording, "My words")
        self.assertEqual(refused.participant_id, self.participant)
        self.assertFalse(refused.author_id)
        # Saving again decides.
        self.assertEqual(self._save(response).status_code, 303)
        self.assertEqual(self._get_answer("text").text, "My words")

    def test_the_interviewer_comes_second(self):
        self._open()
        version = self.session.version
        self._save(text_text="My words")
        with self.assertRaisesRegex(UserError, "Lea Quill changed this answer"):
            self._answer(self.session, "text", version=version, text="Ivy's words")
        self.assertEqual(self._get_answer("text").text, "My words")

    # === WHAT A STRANGER SENDS === #

    def test_foreign_ids_and_fields_change_nothing(self):
        self._open()
        other = self._create_case(
            self._create_employee("Bo", department_id=self.north.id), "scheduled"
        )
        reason = other.session_ids.questionnaire_id.question_ids
        page = self._get_page()
        many = self._get_choice("many", "x").id

        response = self._post(
            f"/{self.main.id}",
            {
                "state": "done",
                "company_id": "99",
                "user_id": "2",
                "participant_id": "1",
                "session_id": str(other.session_ids.id),
                "case_id": str(other.id),
                f"q{reason[0].id}_seen": "x",
                f"q{reason[0].id}_text": "Foreign",
                f"q{self._get_question(self.session, 'kept').id}_seen": "x",
                f"q{self._get_question(self.session, 'kept').id}_text": "Elsewhere",
                f"q{self._get_question(self.session, 'one').id}_value": str(many),
            },
            page,
        )

        self.assertEqual(response.status_code, 422)
        self.assertIn("not one of its options", response.text)
        self.assertFalse(self.session.answer_ids)
        self.assertFalse(other.session_ids.answer_ids)
        self.assertEqual(self.case.state, "scheduled")
        for path in (f"/{reason[0].section_id.id + 999}", "/0"):
            self.assertEqual(self._get(path).status_code, 303)

    def test_ten_thousand_keys_change_nothing(self):
        self._open()
        data = {f"q{number}_text": "x" for number in range(10000, 20000)}
        response = self._post(f"/{self.main.id}", data)
        self.assertLess(response.status_code, 500)
        self.assertFalse(self.session.answer_ids)

    def test_odd_values_are_refused_in_words(self):
        self._open()
        for value in ("11", "-1", "x", "9" * 5000, "７", "1e3"):
            response = self._save(scale_value=value)
            self.assertEqual(response.status_code, 422, value[:9])
            self.assertIn("whole number from 0 to 10", response.text)
        response = self._save(day_text="30/11/2026")
        self.assertIn("year-month-day", response.text)
        self.assertIn("30/11/2026", response.text)
        self.assertFalse(self.session.answer_ids)
        # A version that is no number is an old one; nobody is overwritten by it.
        self._save(text_text="Mine")
        self._post(f"/{self.main.id}", {"version": "x" * 99, "go": "next"})
        self.assertEqual(self._get_answer("text").text, "Mine")

    def test_another_link_does_not_reach_this_case(self):
        self._open()
        self._save(text_text="Private words")
        other = self._create_case(
            self._create_employee("Bo", department_id=self.north.id), "offered"
        )
        other.with_user(self.cora).action_record_reply("accepted")
        self._open(other.participant_ids)
        for path in ("", f"/{self.main.id}", "/finish"):
            self.assertNotIn("Private words", self._get(path).text)

    def test_no_form_of_ours_no_change(self):
        self._open()
        page = self._read(self._get_page()) | {"form_token": "x"}
        response = self.url_open(f"{HOME}/{self.main.id}", page)
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.session.answer_ids)

    def test_guidance_is_for_interviewers_and_protected_parts_say_so(self):
        self._open()
        self.assertNotIn("handbook", self._get_page().text)
        self.assertIn("kept apart", self._get_page(self.more).text)

    # === TIME IS OVER === #

    def test_words_typed_into_a_page_that_ended_come_back(self):
        self._open()
        page = self._get_page()
        with freeze_time(fields.Datetime.now() + timedelta(hours=5)):
            response = self._save(page, text_text=HOSTILE)
        self.assertEqual(response.status_code, 401)
        self.assertIn("😀 ŵŷ", response.text)
        self.assertNotIn("<script>alert", response.text)
        self.assertNotIn(self.case.name, response.text)
        self.assertFalse(self.session.answer_ids)
        # Without the cookie it is the page that everybody gets.
        self.opener.cookies.clear()
        response = self._save(page, text_text=HOSTILE)
        self.assertEqual(response.status_code, 404)
        self.assertNotIn("😀", response.text)

    def test_words_come_back_when_the_link_was_opened_in_another_window(self):
        self._open()
        page = self._get_page()
        self._open(acknowledge=False)
        response = self._save(page, text_text=HOSTILE)
        self.assertEqual(response.status_code, 400)
        self.assertIn("😀 ŵŷ", response.text)
        self.assertNotIn("<script>alert", response.text)
        self.assertFalse(self.session.answer_ids)

    # === HAND IN === #

    def test_handing_in_and_reading_afterwards(self):
        self._open()
        self._save(text_text="All I have to say")
        page = self._get_page()
        finish = self._get("/finish")
        self.assertIn("6 questions have no answer", " ".join(finish.text.split()))
        self.assertRegex(finish.text, r"<h1>\s*Have you finished\?\s*</h1>")

        self._post("/finish")

        self.assertEqual(self.session.state, "held")
        self.assertTrue(self.session.date_handed_in)
        self.assertEqual(self.case.state, "interviewed")
        self.assertTrue(self.case.share_ids)
        duty = self._get_open_duties(self.case).filtered(lambda d: d.kind == "confirm")
        self.assertEqual(duty.user_id, self.ivy)
        journal = self.case.with_user(self.cora).journal_ids
        handed = journal.filtered(lambda line: line.event == "handed_in")
        self.assertEqual(handed.user_name, "The leaver")
        # Read-only now; typed words are given back, not saved.
        self.assertIn("All I have to say", self._get("/finish").text)
        self.assertEqual(self._get_page().status_code, 303)
        late = self._save(page, text_text="One more thing")
        self.assertEqual(late.status_code, 422)
        self.assertIn("One more thing", late.text)
        self.assertEqual(self._get_answer("text").text, "All I have to say")
        # The interviewer goes on until the record is confirmed; then it is closed.
        self._answer(self.session, "scale", score=5)
        self._permit(self.case)
        self.case.with_user(self.ivy).action_confirm("agreed")
        self._refresh()
        for path in ("", "/finish"):
            page = self._get(path)
            self.assertIn("Your answers are with us", page.text)
            self.assertNotIn("All I have to say", page.text)

    def test_handing_in_does_not_hold_a_planned_conversation(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        self.case.with_user(self.ivy).action_schedule(tomorrow, "phone")
        self._open()
        self._save(text_text="To begin with")
        self._post("/finish")
        self.assertEqual(self.session.state, "planned")
        self.assertEqual(self.case.state, "scheduled")
        self.assertTrue(self.session.date_written)
        self.assertIn("still takes place", self._get("/finish").text)

    def test_a_late_answer_opens_the_case_again(self):
        self._open()
        self._save(text_text="Before")
        page = self._get("/finish")
        self.case.with_user(self.cora).action_record_reply("no_reply")
        self._refresh()
        self.assertEqual(self.session.state, "cancelled")

        self._post("/finish", page=page)

        self.assertEqual(self.case.state, "interviewed")
        self.assertFalse(self.case.outcome)
        self.assertEqual(self.case.session_ids, self.session)
        self.assertEqual(self.session.state, "held")
        self.assertEqual(self._get_answer("text").text, "Before")
        journal = self.case.with_user(self.cora).journal_ids
        reopened = journal.filtered(lambda line: line.event == "reopened")
        self.assertEqual(reopened.subject, "Late answer")

    def test_a_newer_questionnaire_does_not_change_what_was_begun(self):
        self._open()
        page = self._get_page()
        newer = self.form.browse(self.form.action_new_version()["res_id"])
        newer.action_publish()
        self.policy.questionnaire_id = newer
        self._refresh()
        self.assertEqual(self._save(page, text_text="Mine").status_code, 303)
        self.assertEqual(self.session.questionnaire_id, self.form)

    def test_from_the_page_of_the_offer(self):
        case = self._create_case(
            self._create_employee("Bo", department_id=self.north.id), "offered"
        )
        participant = case.participant_ids.sudo()
        link = participant._write_from_page()
        self.assertEqual((link.purpose, link.channel), ("answer", "page"))
        self.assertEqual((case.state, case.session_ids.mode), ("scheduled", "written"))
        self.assertFalse(participant.date_notice, "only a page tells, by what it shows")
        # A conversation that was planned instead is given up, what was written is not.
        session = case.session_ids
        question = self._get_question(session, "text")
        values = [{"question_id": question.id, "text": "First words"}]
        session._save_leaver_answers(participant, values, 0)
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        case.with_user(self.ivy).action_schedule(tomorrow, "phone")
        self.assertEqual(session.mode, "phone")
        participant.preferred_mode = "phone"
        participant._write_from_page()
        self._refresh()
        self.assertEqual(case.session_ids, session)
        self.assertEqual((session.state, session.mode), ("planned", "written"))
        self.assertEqual(session.answer_ids.text, "First words")

    # === STAFF === #

    def test_who_lets_the_leaver_write(self):
        other = self._create_case(
            self._create_employee(
                "Bo", department_id=self.north.id, private_email="bo@home.example"
            ),
            "offered",
        )
        for user in (self.peg, self.lin, self.hal, self.adm):
            with self.assertRaises(AccessError):
                other.with_user(user).action_let_write()
        with self.assertRaisesRegex(UserError, "said yes"):
            other.with_user(self.cora).action_let_write()
        other.with_user(self.cora).action_record_reply("accepted")
        other.with_user(self.ivy).action_let_write()
        session = other.session_ids
        self.assertEqual((session.mode, session.state), ("written", "planned"))
        self.assertEqual(other.state, "scheduled")
        self.assertEqual(other.leaver_message_ids.mapped("kind"), ["answer"])
        other.with_user(self.cora).action_let_write()
        self.assertEqual(other.session_ids, session, "the same one")

    def test_writing_is_no_appointment(self):
        session, case = self.session, self.case
        self.assertFalse(session.missing)
        self.assertFalse(session.date_meeting)
        self.assertFalse(case.date_planned)
        self.assertFalse(case.date_ring)
        self.assertFalse(case.ring_reason)
        clashes = session._get_clashes(self.ivy, fields.Datetime.now(), 60)
        self.assertFalse(clashes)
        with self.assertRaisesRegex(UserError, "no meeting"):
            session.with_user(self.ivy).action_download_ics()
        with self.assertRaisesRegex(UserError, "Let the leaver write"):
            case.with_user(self.ivy).action_schedule(fields.Datetime.now(), "written")
        duty = self._get_open_duties(case)
        due = self.policy._plan_working_days(10, session.date_start)
        self.assertEqual(duty.mapped("date_due"), [due])
        for days, missing in ((0, False), (1, "Ask how far the leaver is")):
            with freeze_time(due + timedelta(days=days)):
                session.invalidate_recordset(["missing"])
                self.assertEqual(session.missing, missing)

    # === THE SURVEY === #

    def _offer_survey(self, until):
        """Offer an agency worker whatever their time here stands for."""
        self.policy.write(
            {"survey_questionnaire_id": self.form.id, "date_go_live": "2020-01-01"}
        )
        ada = self._create_employee(
            "Ada Agency",
            employee_type="contractor",
            department_id=self.north.id,
            private_email="ada@home.example",
            contract_date_start="2026-01-01",
            date_version="2026-01-01",
        )
        case = self._depart(ada, date=until)
        case.with_user(self.cora).action_offer("letter")
        self._refresh()
        return case

    def test_a_survey_is_answered_and_goes_to_the_coordinator(self):
        case = self._offer_survey("2026-09-30")
        self.assertEqual(case.route, "survey")
        case.with_user(self.cora).action_let_write()
        self.assertEqual(case.leaver_message_ids.mapped("kind"), ["answer"])
        self.assertEqual(case.state, "offered", "whoever starts to write says yes")

        self._open(case.participant_ids)
        self.assertEqual(case.state, "offered", "reading is no yes")
        name = f"q{self._get_question(self.session, 'text').id}_text"
        self._post(f"/{self.main.id}", {name: "A permanent post", "go": "next"})
        session = case.session_ids
        self.assertRecordValues(
            session,
            [{"kind": "survey", "mode": "written", "interviewer_id": self.cora.id}],
        )
        self.assertEqual((case.state, case.reply), ("scheduled", "accepted"))
        duty = self._get_open_duties(case)
        self.assertEqual((duty.kind, duty.user_id), ("interview", self.cora))

        self._post("/finish")
        self.assertEqual(case.state, "interviewed")
        duty = self._get_open_duties(case)
        self.assertEqual((duty.kind, duty.user_id), ("confirm", self.cora))
        form = session.with_user(self.cora).get_form()["answers"]
        self.assertEqual([one["text"] for one in form.values()], ["A permanent post"])

    def test_nine_months_are_an_interview(self):
        case = self._offer_survey("2026-10-01")
        self.assertEqual(case.route, "interview")
        with self.assertRaisesRegex(UserError, "said yes"):
            case.with_user(self.cora).action_let_write()

    def test_saving_a_page_costs_the_same_for_ten_questions_as_for_two(self):
        session, form = self.session, self.form
        questions = form.question_ids.filtered(lambda one: one.kind == "text")

        def save(version, count):
            self._refresh()
            before = self.env.cr.sql_log_count
            session._save_leaver_answers(
                self.participant,
                [{"question_id": one.id, "text": "Words"} for one in questions[:count]],
                version,
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        one = save(0, 1)
        session.answer_ids.unlink()
        self.assertLessEqual(save(session.version, 3), one + 1)
