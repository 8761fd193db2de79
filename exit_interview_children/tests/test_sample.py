# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open


@tagged("post_install", "-at_install")
class TestSample(TransactionCase):
    """What the sample's young people say fits what they are asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.voices = cls._read("voices")
        cls.words = cls._read("stories")

    @classmethod
    def _read(cls, name):
        with file_open(f"exit_interview_children/demo/{name}.json") as stream:
            return json.load(stream)

    def _get_questions(self, band):
        name = f"exit_interview_children.questionnaire_child_{band}"
        return {one.code: one for one in self.env.ref(name).question_ids}

    def test_voices_answer_what_is_asked(self):
        for band, voices in self.voices["voices"].items():
            questions = self._get_questions(band)
            self.assertGreaterEqual(len(voices), 10, band)
            for voice in voices:
                for code, said in voice["says"].items():
                    self.assertIn(code, questions, f"{band}: {said}")
                for code, choice in voice["codes"].items():
                    known = questions[code].choice_ids.mapped("code")
                    self.assertIn(choice, known, f"{band}: {code}")

    def test_what_is_learned_was_said(self):
        for band, voices in self.voices["voices"].items():
            for voice in voices:
                for _kind, theme, code, wording in voice["learned"]:
                    self.assertIn(code, voice["says"], f"{band}: {wording}")
                    self.env.ref(f"exit_interview_children.theme_{theme}")

    def test_observations_stand_apart(self):
        for band, observed in self.voices["observations"].items():
            questions = self._get_questions(band)
            for code in observed:
                self.assertTrue(questions[code].is_observation, f"{band}: {code}")

    def test_everybody_who_moves_lives_somewhere(self):
        children = [one["name"] for one in self.words["children"]]
        homes = [one["key"] for one in self.words["homes"]]
        self.assertEqual(len(children), len(set(children)))
        for child in self.words["children"]:
            self.assertIn(child["home"], homes)
        for move in self.words["moves"]:
            self.assertIn(move["child"], children)
            for key in move.get("recs", ()):
                self.assertIn(key, self.words["recommendations"])
