# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Words that children of an age can read, and pictures that need none: decision 11."""

import re
from pathlib import Path

import textstat
from lxml import etree

from odoo.tests import TransactionCase, tagged

ROOT = Path(__file__).resolve().parent.parent
# The grade of Flesch and Kincaid that no text goes above; a reader of grade 1 is six.
# The youngest have it read to them.
GRADES = {"young": 1, "middle": 3, "teenage": 5}
NOTICES = {
    "young": "young_notice_wording",
    "middle": "middle_notice_wording",
    "teenage": "notice_wording",
}
LETTERS = {
    "young": "young_letter_body",
    "middle": "middle_letter_body",
    "teenage": "outcome_body",
}


def measure(text):
    """Return the grade of a text, with a name of one syllable for what is filled in.

    Headings and items of a list count as sentences.

    :param str text: as it is kept, with words in braces
    :rtype: float
    """
    lines = [re.sub(r"\{\w+\}", "Ann", line).strip("- ") for line in text.splitlines()]
    sentences = [line if line[-1] in ".!?" else f"{line}." for line in lines if line]
    return textstat.textstat.flesch_kincaid_grade(" ".join(sentences))


@tagged("post_install", "-at_install")
class TestPlainWords(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        addon = "exit_interview_children"
        cls.policy = cls.env.ref(f"{addon}.exit_interview_policy_child")
        cls.questions = {
            band: cls.env.ref(f"{addon}.questionnaire_child_{band}").question_ids
            for band in GRADES
        }

    def test_the_measure_tells_hard_from_easy(self):
        easy = measure("- You can stop.\n- You can read it all.")
        hard = measure(
            "Confidentiality notwithstanding, safeguarding takes precedence."
        )
        self.assertLess(easy, 1)
        self.assertGreater(hard, max(GRADES.values()))

    def test_each_age_can_read_what_is_for_it(self):
        for band, limit in GRADES.items():
            asked = self.questions[band].filtered(lambda one: not one.is_observation)
            texts = {
                "questions": "\n".join(asked.mapped("name")),
                "notice": self.policy[NOTICES[band]],
                "letter": self.policy[LETTERS[band]],
            }
            for what, text in texts.items():
                with self.subTest(band=band, what=what):
                    grade = measure(text)
                    self.assertLessEqual(grade, limit)

    def test_pictures_have_no_words(self):
        """What is drawn is the same in each language."""
        files = [
            ROOT / "exit_interview_children" / "views" / "child_symbols.xml",
            *ROOT.glob("exit_interview*/static/**/*.svg"),
        ]
        self.assertGreater(len(files), 1)
        for path in files:
            names = {
                etree.QName(one).localname for one in etree.parse(path).iter("{*}*")
            }
            self.assertIn("path", names, path)
            self.assertFalse(names & {"text", "tspan", "textPath"}, path)
