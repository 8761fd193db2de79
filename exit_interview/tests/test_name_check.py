# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import csv
import logging
from collections import defaultdict
from pathlib import Path

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..models import name_check
from ..models.name_check import Known
from .test_finding import FindingCommon

_logger = logging.getLogger(__name__)

CORPUS = Path(__file__).parent / "data" / "wordings.csv"
KNOWN = [
    Known("Catherine Rowlands", "the leaver"),
    Known("Siân Pritchard", "the manager"),
    Known("Mohammed Hussain", "the head"),
    Known("Grace Okafor", "the interviewer"),
    Known("Jonathan Westbrook", "a colleague"),
    Known("Will Hardy", "a colleague"),
    Known("Stephen Blackwood", "a colleague"),
    Known("Children in Need North", "a team", False),
    Known("Riverside Assessment Team", "a team", False),
    Known("Fieldwork", "a service", False),
    Known("Intake", "a team", False),
    Known("Kinship practitioner", "a role", False),
]


@tagged("post_install", "-at_install")
class TestNameCheck(FindingCommon):
    """What could tell a person apart is found, and little else (P-16, A-26)."""

    def _find(self, text, known=(), traits=()):
        labels = self.env["exit.interview"]._get_flag_labels()
        return name_check.find(text, list(known), list(traits), labels)

    def _read_corpus(self):
        with CORPUS.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_recall_and_false_alarms(self):
        traits = self.policy._get_trait_words()
        found, planted, clean, alarms = defaultdict(int), defaultdict(int), 0, 0
        for row in self._read_corpus():
            flags = self._find(row["wording"], KNOWN, traits)
            if not row["planted"]:
                clean += 1
                alarms += bool(flags)
                continue
            start = row["wording"].index(row["planted"])
            end = start + len(row["planted"])
            planted[row["kind"]] += 1
            found[row["kind"]] += any(
                flag.start < end and flag.end > start for flag in flags
            )
        recall = sum(found.values()) / sum(planted.values())
        _logger.info(
            "Wordings: %s of %s planted found (%.1f %%): %s; false alarms in %s of %s "
            "clean ones",
            sum(found.values()),
            sum(planted.values()),
            100 * recall,
            ", ".join(f"{kind} {found[kind]}/{planted[kind]}" for kind in planted),
            alarms,
            clean,
        )
        self.assertGreaterEqual(sum(planted.values()) + clean, 200)
        self.assertGreaterEqual(recall, 0.93)
        self.assertLessEqual(alarms / clean, 0.05)
        # The hard ones are stories and words in small letters: a person finds those.
        for kind in planted:
            least = 0.4 if kind == "hard" else 0.95
            self.assertGreaterEqual(found[kind] / planted[kind], least, kind)

    def test_spans_are_the_words(self):
        text = "So Siân, and later Mr Hussain’s deputy, left."
        flags = self._find(text, KNOWN)
        self.assertEqual(
            [text[flag.start : flag.end] for flag in flags], ["Siân", "Hussain’s"]
        )
        for one, other in zip(flags, flags[1:], strict=False):
            self.assertLessEqual(one.end, other.start)

    def test_words_that_are_names_too(self):
        known = [
            Known("May Hope", "x"),
            Known("Will Long", "y"),
            Known("Mark Day", "z"),
        ]
        for text in (
            "People may hope that it will not take long.",
            "Will it take long? May be. Hope remains.",
            "A long day leaves its mark.",
        ):
            self.assertFalse(self._find(text, known), text)
        for text, found in (
            ("Then May asked.", "May"),
            ("We told Will about it.", "Will"),
            ("Mark Day left.", "Mark Day"),
            ("Will's plan was good.", "Will's"),
        ):
            self.assertEqual(self._find(text, known)[0].text, found)

    def test_distance_and_sound(self):
        for one, other, distance in (
            ("rowlands", "rowlands", 0),
            ("rowlands", "rowland", 1),
            ("steven", "stephen", 2),
            ("brian", "brain", 1),
            ("", "abc", 3),
        ):
            self.assertEqual(name_check.get_distance(one, other), distance)
            self.assertEqual(name_check.get_distance(other, one), distance)
        for one, other in (
            ("stephen", "steven"),
            ("catherine", "kathryn"),
            ("philip", "fillip"),
        ):
            self.assertEqual(name_check.get_sound(one), name_check.get_sound(other))

    def test_odd_texts(self):
        for text in (
            "",
            " ",
            "\u200b",
            "....",
            "🙂" * 50,
            "a" * 2000,
            "'s ’s",
            "مرحبا",
        ):
            name_check.find(text, KNOWN, ["the only", "*", ""], self._get_labels())
        self.assertFalse(self._find(None, KNOWN))

    def _get_labels(self):
        return self.env["exit.interview"]._get_flag_labels()

    # === THE NAMES OF A CASE === #

    def test_names_known_to_the_case(self):
        self._create_employee("Tariq Aziz", department_id=self.north.id)
        gone = self._create_employee("Una Vale", department_id=self.north.id)
        gone.active = False
        case = self._create_answered_case()
        names = {known.text: known.why for known in case._get_known_names()}
        self.assertEqual(names["Lea Quill"], "the leaver")
        self.assertEqual(names["Lin"], "the leaver's manager")
        self.assertEqual(names["North"], "the leaver's team")
        self.assertEqual(names["Fieldwork"], "the leaver's service")
        for name in ("Ivy", "Cora", "Hana", "Tariq Aziz", "Una Vale", "Sam"):
            self.assertIn(name, names)

    def test_role_counts_only_where_few_hold_it(self):
        case = self._create_answered_case()
        case.sudo().job_title = "Keeper of the seal"
        self.assertTrue(case._get_wording_flags("The keeper of the seal was busy."))
        for number in range(5):
            self._create_employee(f"Nn {number}", job_title="Keeper of the seal")
        self.assertFalse(case._get_rare_role())

    def test_traits_are_the_policys(self):
        case = self._create_answered_case()
        self.assertFalse(case._get_wording_flags("The unicyclist had no desk."))
        self.policy.trait_words = "unicycl*"
        flags = case._get_wording_flags("The unicyclist had no desk.")
        self.assertEqual([flag["text"] for flag in flags], ["unicyclist"])

    def test_flags_while_typing(self):
        case = self._create_answered_case()
        flags = case.with_user(self.ivy).get_wording_flags("Lin said no.", "")
        self.assertEqual(flags[0]["start"], 0)
        self.assertEqual(flags[0]["text"], "Lin")
        with self.assertRaises(ValidationError):
            case.with_user(self.ivy).get_wording_flags(["x"])
        for user in (self.peg, self.hana, self.emp):
            with self.assertRaises(AccessError):
                case.with_user(user).get_wording_flags("Lin said no.")
