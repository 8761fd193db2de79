# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What children read and are asked: decision 11, D2, C-21, C-24 to C-30."""

import re

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import POPULATION, ChildrenCommon

BANDS = ("young", "middle", "teenage")
# Regulations 6 to 14; before them arriving, after them what is open.
STANDARDS = [
    "quality",
    "views",
    "education",
    "enjoyment",
    "health",
    "relationships",
    "protection",
    "leadership",
    "moving_on",
]
WORDS_A_QUESTION = {"young": 10, "middle": 16, "teenage": 17}


class QuestionnaireCommon(ChildrenCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.questionnaires = {
            band: cls.env.ref(f"exit_interview_children.questionnaire_child_{band}")
            for band in BANDS
        }

    def _get_asked(self, band):
        """Return what the child is asked: all but the observations."""
        return self.questionnaires[band].question_ids.filtered(
            lambda question: not question.is_observation
        )

    def _get_question(self, band, code):
        found = self.questionnaires[band].question_ids.filtered(
            lambda question: question.code == code
        )
        self.assertEqual(len(found), 1, f"{band}: {code}")
        return found


@tagged("post_install", "-at_install")
class TestQuestionnaires(QuestionnaireCommon):
    def test_each_age_is_asked_its_own_questions(self):
        for date_birth, band in (
            ("2020-02-02", "young"),
            ("2016-02-02", "middle"),
            ("2011-02-02", "teenage"),
        ):
            child = self._create_child(f"Kid {band}", date_birth)
            case = self._register_move(child)
            self.assertEqual(case.age_band, band)
            found = case.sudo()._get_questionnaire("interview")
            self.assertEqual(found, self.questionnaires[band])
            self.assertEqual(found.state, "published")

    def test_younger_children_are_asked_less(self):
        counts = [len(self._get_asked(band)) for band in BANDS]
        self.assertEqual(counts, sorted(counts))
        self.assertLessEqual(counts[0], 18)
        self.assertLessEqual(counts[1], 26)
        self.assertLessEqual(counts[2], 40)

    def test_every_quality_standard_has_its_part(self):
        for band in BANDS:
            sections = self.questionnaires[band].section_ids.sorted("sequence")
            self.assertEqual(
                sections.mapped("code"),
                ["arriving", *STANDARDS, "open", "observation"],
                band,
            )
            for section in sections:
                self.assertTrue(section.question_ids, section.name)

    def test_what_the_interviewer_saw_stands_apart_at_the_end(self):
        for band in BANDS:
            questionnaire = self.questionnaires[band]
            last = questionnaire.section_ids.sorted("sequence")[-1]
            self.assertTrue(last.is_observation)
            self.assertEqual(len(last.question_ids), 4)
            self.assertTrue(all(last.question_ids.mapped("is_protected")))
            self.assertFalse(any(last.question_ids.mapped("symbol")))
            others = questionnaire.section_ids - last
            self.assertFalse(any(others.mapped("is_observation")))
            form = questionnaire._get_form()["sections"]
            self.assertEqual(
                [section["is_observation"] for section in form],
                [False] * len(others) + [True],
            )
            self.assertIn("apart", form[-1]["note"])
            self.assertFalse(form[0]["note"])

    def test_the_questions_on_paper_leave_out_what_the_interviewer_saw(self):
        for band, questionnaire in self.questionnaires.items():
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                "exit_interview.report_questionnaire", questionnaire.ids
            )
            text = html.decode()
            self.assertIn("Did you feel safe in the home?", text, band)
            self.assertNotIn("How did the child seem to you?", text, band)
            self.assertNotIn("What the interviewer saw", text, band)

    def test_observations_that_a_copy_could_take_in_are_refused(self):
        draft = self.questionnaires["young"].copy({"code": "mine", "version": 1})
        last = draft.section_ids.sorted("sequence")[-1]
        with self.assertRaisesRegex(ValidationError, "Mark it as protected"):
            last.is_protected = False

    def test_observations_in_the_middle_are_not_published(self):
        draft = self.questionnaires["young"].copy({"code": "mine", "version": 1})
        last = draft.section_ids.sorted("sequence")[-1]
        last.sequence = 5
        self.assertRaisesRegex(
            ValidationError, "Drag it to the end", draft.action_publish
        )
        last.sequence = 500
        draft.action_publish()
        self.assertEqual(draft.state, "published")

    def test_what_shall_be_kept_back_is_in_no_copy(self):
        for band in BANDS:
            question = self._get_question(band, "keep_back")
            self.assertTrue(question.is_protected)
            self.assertFalse(question.section_id.is_protected)
        recipients = self.child_policy.recipient_ids
        self.assertEqual(
            set(recipients.mapped("role")),
            {"reviewing_officer", "home_manager", "social_worker"},
        )
        self.assertEqual(set(recipients.mapped("basis")), {"normal_circulation"})
        self.assertFalse(any(recipients.mapped("allow_protected")))
        self.assertFalse(any(recipients.mapped("owes_response")))

    def test_every_question_and_every_option_has_its_picture(self):
        for band in BANDS:
            asked = self._get_asked(band)
            self.assertTrue(all(asked.mapped("symbol")), band)
            self.assertTrue(all(asked.choice_ids.mapped("symbol")), band)
            form = self.questionnaires[band]._get_form()["sections"]
            for question in [one for part in form[:-1] for one in part["questions"]]:
                self.assertTrue(question["symbol"])
                self.assertTrue(all(one["symbol"] for one in question["choices"]))

    def test_no_two_options_of_a_question_share_a_picture(self):
        for question in self.env["exit.interview.question"].search(
            [("questionnaire_id.population", "=", POPULATION)]
        ):
            symbols = question.choice_ids.mapped("symbol")
            self.assertEqual(len(symbols), len(set(symbols)), question.name)

    def test_a_metric_means_the_same_at_every_age(self):
        seen = {}
        for band in BANDS:
            for question in self.questionnaires[band].question_ids:
                metric = question.metric_id
                self.assertEqual(question.code, metric.code)
                self.assertEqual(question.kind, metric.kind)
                self.assertEqual(metric.population, POPULATION)
                options = question.choice_ids.sorted("sequence").mapped(
                    lambda choice: (choice.code, choice.symbol)
                )
                shape = (
                    options,
                    set(question.choice_ids.filtered("prompts_concern").mapped("code")),
                    question.is_protected,
                    question.section_id.code,
                )
                self.assertEqual(seen.setdefault(metric, shape), shape, question.name)
        codes = {metric.code for metric in seen}
        self.assertEqual(
            codes,
            set(
                self.env["exit.interview.metric"]
                .search([("population", "=", POPULATION)])
                .mapped("code")
            ),
        )
        # What the younger are asked, the older are asked as well.
        young, middle, teenage = (
            set(self.questionnaires[band].question_ids.mapped("code")) for band in BANDS
        )
        self.assertLess(young, middle)
        self.assertLess(middle, teenage)
        # What a home's review of the quality of care counts (regulation 45).
        self.assertLessEqual(
            {"safe", "listened_to", "staff", "food", "family_contact", "goodbye"}, young
        )
        self.assertLessEqual({"rules_fair", "bullied", "know_complain"}, middle)

    def test_a_child_who_did_not_feel_safe_prompts_the_interviewer(self):
        for band in BANDS:
            prompting = self._get_question(band, "safe").choice_ids.filtered(
                "prompts_concern"
            )
            self.assertEqual(prompting.mapped("code"), ["no"])
            happened = self._get_question(band, "not_ok").choice_ids.filtered(
                "prompts_concern"
            )
            self.assertEqual(happened.mapped("code"), ["yes"])
            part = next(
                part
                for part in self.questionnaires[band]._get_form()["sections"]
                if part["code"] == "protection"
            )
            chosen = {
                (question["code"], choice["code"])
                for question in part["questions"]
                for choice in question["choices"]
                if choice["prompts_concern"]
            }
            self.assertIn(("safe", "no"), chosen)
            self.assertNotIn(("safe", "yes"), chosen)
        words = self.child_policy._get_concern_words()
        for word in ("touched", "hit me", "scared", "hungry", "run away"):
            self.assertIn(word, words)

    def test_only_those_who_complained_are_asked_how_it_went(self):
        question = self._get_question("teenage", "complaint_sorted")
        self.assertEqual(question.depends_question_id.code, "complained")
        self.assertEqual(question.depends_value, "yes")

    def test_questions_are_short_and_ask_one_thing(self):
        for band in BANDS:
            for question in self._get_asked(band):
                sentences = re.split(r"(?<=[.?]) ", question.name)
                self.assertEqual(question.name.count("?"), 1, question.name)
                for sentence in sentences:
                    self.assertLessEqual(
                        len(sentence.split()), WORDS_A_QUESTION[band], sentence
                    )

    def test_a_new_version_keeps_pictures_prompts_and_observations(self):
        source = self.questionnaires["young"]
        source.action_new_version()
        draft = self.env["exit.interview.questionnaire"].search(
            [("code", "=", source.code), ("version", "=", 2)]
        )
        for one in (source, draft):
            one.question_ids.invalidate_recordset()

        def describe(questionnaire):
            return [
                (
                    section.code,
                    section.is_observation,
                    [
                        (
                            question.code,
                            question.symbol,
                            [
                                (choice.code, choice.symbol, choice.prompts_concern)
                                for choice in question.choice_ids.sorted("sequence")
                            ],
                        )
                        for question in section.question_ids.sorted("sequence")
                    ],
                )
                for section in questionnaire.section_ids.sorted("sequence")
            ]

        self.assertEqual(describe(draft), describe(source))
        # The policy goes on with the version that replaces its own, in its place.
        draft.action_publish()
        self.assertEqual(draft.outdated_policy_ids, self.child_policy)
        draft.action_switch_policies()
        self.assertEqual(self.child_policy.young_questionnaire_id, draft)
        self.assertEqual(
            self.child_policy.questionnaire_id, self.questionnaires["teenage"]
        )
        draft.invalidate_recordset()
        self.assertEqual(draft.policy_ids, self.child_policy)
        source.action_retire()
        with self.assertRaisesRegex(UserError, "still asked by"):
            draft.action_retire()

    def test_what_was_published_stays_as_it_is(self):
        question = self._get_question("middle", "safe")
        with self.assertRaisesRegex(UserError, "New version"):
            question.symbol = "home"
        with self.assertRaisesRegex(UserError, "New version"):
            question.choice_ids[:1].symbol = "no"
        with self.assertRaisesRegex(UserError, "New version"):
            question.section_id.is_observation = True


@tagged("post_install", "-at_install")
class TestChildWords(QuestionnaireCommon):
    def test_notices_say_what_has_to_be_said(self):
        policy = self.child_policy
        for name in (
            "young_notice_wording",
            "middle_notice_wording",
            "notice_wording",
        ):
            words = policy[name]
            # C-24: who gets a copy; C-26: not all of it is confidential; C-10.
            self.assertIn("{normal_circulation}", words)
            self.assertIn("not safe" if name != "notice_wording" else "at risk", words)
            self.assertIn("skip", words)
            self.assertNotRegex(words.lower(), "secret safe|anonym")
        self.assertFalse(policy.circulation_warning)
        # C-29, C-30
        self.assertIn("complain", policy.middle_notice_wording)
        self.assertIn("advocate", policy.middle_notice_wording)
        self.assertIn("{complaints}", policy.notice_wording)
        self.assertIn("advocate", policy.notice_wording)

    def test_help_says_who_helps(self):
        policy = self.child_policy
        # C-29, C-30: a right, whom to ask, whom to ring; one sentence for the youngest.
        self.assertIn("0800 528 0731", policy.child_advocacy_wording)
        for name in ("young_advocacy_wording", "young_complaints_wording"):
            self.assertLess(len(policy[name].split()), 15, name)

    def test_letters_say_thanks_what_changes_and_what_cannot(self):
        policy = self.child_policy
        for name in ("young_letter_body", "middle_letter_body", "outcome_body"):
            words = policy[name]
            self.assertIn("Thank you", words)
            for key in ("changes", "cannot_change", "reviewing_officer"):
                self.assertIn(f"{{{key}}}", words)
        self.assertEqual(policy.outcome_writer, "reviewing_officer")
        self.assertEqual(policy.outcome_sender, "reviewing_officer")
        self.assertFalse(policy._asks_follow_up())

    def test_promises_and_unknown_braces_are_refused_for_every_age(self):
        for name, words, refusal in (
            ("young_notice_wording", "This is strictly confidential.", "promises"),
            ("middle_notice_wording", "This is strictly confidential.", "promises"),
            ("young_notice_wording", "For {child}.", "not known"),
            ("middle_notice_wording", "For {child}.", "not known"),
            ("young_advocacy_wording", "This is strictly confidential.", "promises"),
            ("young_letter_body", "Dear {leaver}", "not known"),
            ("middle_letter_body", "Dear {leaver}", "not known"),
        ):
            with (
                self.subTest(name=name, words=words),
                self.assertRaisesRegex(ValidationError, refusal),
            ):
                self.child_policy[name] = words
            self.child_policy.invalidate_recordset()

    def test_words_of_children_stay_with_children(self):
        company = self.env["res.company"].create({"name": "Other council"})
        Policy = self.env["exit.interview.policy"]
        children, staff = (
            Policy.create(
                {
                    "name": population,
                    "population": population,
                    "company_id": company.id,
                    "resource_calendar_id": self.calendar.id,
                }
            )
            for population in (POPULATION, "staff")
        )
        self.assertIn("county lines", children.trait_words or "")
        self.assertNotIn("county lines", staff.trait_words or "")
        child_words = children._get_message_template("check").body
        self.assertIn("You can change it", child_words)
        self.assertNotIn("You can change it", staff._get_message_template("check").body)

    def test_nobody_is_missed_whom_the_child_brings(self):
        self.assertFalse(self.child_policy.role_warning)
        self.child_policy.role_ids = [Command.clear()]
        self.child_policy.invalidate_recordset()
        warning = self.child_policy.role_warning or ""
        self.assertIn("Coordinator", warning)
        self.assertNotIn("Social worker", warning)

    def test_the_procedure_fills_a_policy(self):
        policy = self.child_policy
        policy.write({"recipient_ids": [Command.clear()], "recommendation_days": 99})
        wizard = self.env["exit.interview.policy.template"].create(
            {"policy_id": policy.id, "template": "nottinghamshire"}
        )
        self.assertEqual(wizard.template_codes, ["nottinghamshire"])
        wizard.action_apply()
        self.assertEqual(policy.recommendation_days, 15)
        self.assertEqual(
            policy.recipient_ids.sorted("sequence").mapped("role"),
            ["reviewing_officer", "home_manager", "social_worker"],
        )

    def test_themes_follow_the_quality_standards(self):
        themes = self.env["exit.interview.theme"].search(
            [("population", "=", POPULATION), ("parent_id", "=", False)]
        )
        self.assertEqual(
            themes.mapped("code"),
            [
                "arriving",
                "care",
                "views",
                "education",
                "enjoyment",
                "health",
                "relationships",
                "protection",
                "leadership",
                "planning",
            ],
        )
        for number in range(6, 15):
            found = themes.filtered(
                lambda one, n=number: f"regulation {n})" in one.name
            )
            self.assertEqual(len(found), 1)
        self.assertTrue(all(theme.child_ids for theme in themes))
