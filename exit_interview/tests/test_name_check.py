# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import csv
import logging
import time
from collections import defaultdict
from pathlib import Path

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..models import name_check, name_words
from ..models.name_check import Known
from .test_finding import FindingCommon

_logger = logging.getLogger(__name__)

DATA = Path(__file__).parent / "data"
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
    Known("Kinship practitioner", "a role", False, True),
]
# Whom the later list is about: nobody of the first one.
LATER = [
    *(
        Known(name, "somebody of the case")
        for name in (
            "Margaret Ashworth",
            "William Fairclough",
            "Oluwaseun Adebayo",
            "Rose Kavanagh",
            "Mark Grant",
            "Faith Mbeki",
            "May Chong",
            "Elizabeth Thornton",
            "Aleksandra Nowak",
            "Nicholas Penhaligon",
            "Siobhan O'Connell",
            "Priya Ramanathan",
            "Hope Barker",
            "Joy Summers",
            "Muhammad Iqbal",
        )
    ),
    *(
        Known(name, "a team", False)
        for name in (
            "Family Safeguarding East",
            "Looked After Children Team 2",
            "Edge of Care Team",
            "Leaving Care Service",
            "Multi-Agency Safeguarding Hub",
            "Fostering Assessment",
            "Hillcrest House",
            "The Larches",
        )
    ),
    Known("Edge of care coordinator", "a role", False, True),
]
# Stories ("whoever sits by the lift"), which a person finds; the check finds few.
STORIES = "hard"


@tagged("post_install", "-at_install")
class TestNameCheck(FindingCommon):
    """What could tell a person apart is found, and little else (P-16, A-26)."""

    def _find(self, text, known=(), traits=()):
        labels = self.env["exit.interview"]._get_flag_labels()
        return name_check.find(text, list(known), list(traits), labels)

    def _get_default_traits(self):
        """Return the words a new policy starts with, whatever this one has now."""
        self.policy.trait_words = self.policy._get_default_trait_words()
        return self.policy._get_trait_words()

    def _measure(self, rows, known, traits):
        """Count what is found of what was planted, by kind, and false alarms."""
        found, planted, clean, alarms = defaultdict(int), defaultdict(int), 0, 0
        for row in rows:
            flags = self._find(row["wording"], known, traits)
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
        return found, planted, clean, alarms

    def _report(self, title, found, planted, clean, alarms):
        recall = sum(found.values()) / sum(planted.values())
        _logger.info(
            "%s: %s of %s planted found (%.1f %%): %s; false alarms in %s of %s clean "
            "ones",
            title,
            sum(found.values()),
            sum(planted.values()),
            100 * recall,
            ", ".join(f"{kind} {found[kind]}/{planted[kind]}" for kind in planted),
            alarms,
            clean,
        )
        return recall

    def _read_list(self, name):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_recall_and_false_alarms(self):
        """The list by which the check was first made."""
        traits = self._get_default_traits()
        found, planted, clean, alarms = self._measure(
            self._read_list("wordings.csv"), KNOWN, traits
        )
        recall = self._report("First list", found, planted, clean, alarms)
        self.assertGreaterEqual(sum(planted.values()) + clean, 200)
        self.assertGreaterEqual(recall, 0.93)
        self.assertLessEqual(alarms / clean, 0.05)
        # The hard ones are stories and words in small letters: a person finds those.
        for kind in planted:
            least = 0.4 if kind == STORIES else 0.95
            self.assertGreaterEqual(found[kind] / planted[kind], least, kind)

    def test_later_list(self):
        """A list written before its author knew how the check works.

        The first time, the check found 240 of its 296 planted words (81.1 %), with
        false alarms in 9 of 150 clean wordings. Then one half was looked at and the
        check mended in general ways; of the half that was kept, only the figures by
        kind were read. It found 122 of 144 (84.7 %, 6 of 75 false alarms) before and
        138 (95.8 %, none) after. Expect such figures, not better ones, from new words.
        """
        traits = self._get_default_traits()
        rows = self._read_list("wordings_later.csv")
        for half, least, most in (("kept", 0.95, 2), ("looked at", 0.96, 2)):
            found, planted, clean, alarms = self._measure(
                [row for row in rows if row["half"] == half], LATER, traits
            )
            recall = self._report(f"Later, {half}", found, planted, clean, alarms)
            self.assertGreaterEqual(sum(planted.values()) + clean, 200)
            self.assertGreaterEqual(clean, 75)
            self.assertGreaterEqual(recall, least)
            self.assertLessEqual(alarms, most)
            for kind in planted.keys() - {STORIES}:
                self.assertGreaterEqual(found[kind] / planted[kind], 0.8, kind)
            self.assertGreaterEqual(found[STORIES], 1)

    def test_many_names_and_little_time(self):
        """A service of 400 people and 60 teams: a few milliseconds, few alarms more."""
        given = sorted(name_words.get_given_names())
        ends = ("son", "ham", "ton", "ley", "worth", "field", "croft", "by")
        known = LATER + [
            Known(f"{given[n * 3]} {given[-n * 2 - 1]}{ends[n % 8]}", "a colleague")
            for n in range(400)
        ]
        known += [
            Known(f"{topic} {tail}", "a team", False)
            for topic in ("Assessment", "Safeguarding", "Edge of Care", "Early Help")
            for tail in ("North", "South", "Hill", "Valley", *map(str, range(1, 12)))
        ]
        traits = self._get_default_traits()
        rows = [
            row for row in self._read_list("wordings_later.csv") if not row["planted"]
        ]
        self._measure(rows[:20], known, traits)  # what is kept for the next wording
        start = time.perf_counter()
        clean, alarms = self._measure(rows, known, traits)[2:]
        taken = (time.perf_counter() - start) / len(rows)
        _logger.info(
            "%s names: %.1f ms a wording; false alarms in %s of %s clean ones",
            len(known),
            taken * 1000,
            alarms,
            clean,
        )
        self.assertLess(taken, 0.05)  # measured: 0.005; the machine may be busy
        self.assertLessEqual(alarms / clean, 0.05)

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

    def test_names_at_the_beginning_of_a_sentence(self):
        known = [Known("Faith Mbeki", "x"), Known("Will Hardy", "y")]
        for text, found in (
            ("Faith said no.", "Faith"),
            ("Will cancelled it.", "Will"),
            ("Faith and the manager left.", "Faith"),
            # names that nobody told us
            ("Sandra, from finance, left.", "Sandra"),
            ("Ellie-Mae was moved.", "Ellie-Mae"),
        ):
            self.assertEqual(self._find(text, known)[0].text, found)
        for text in (
            "Faith in the plan was lost.",
            "Will it be better?",
            "Children's Services and Early Help should talk.",
            "Thursdays are full.",
        ):
            self.assertFalse(self._find(text, known), text)

    def test_teams_shortened(self):
        known = [
            Known("Looked After Children Team 2", "a team", False),
            Known("Leaving Care Service", "a team", False),
            Known("Hillcrest House", "a home", False),
        ]
        for text, found in (
            ("In LAC2 people leave.", "LAC2"),
            ("In LAC team 2 people leave.", "LAC team 2"),
            ("Moving to Leaving Care was hard.", "Leaving Care"),
            ("Nights at Hill Crest House are long.", "Hill Crest House"),
        ):
            self.assertEqual(self._find(text, known)[0].text, found)
        for text in (
            "LAC reviews are late.",
            "Leaving care planning starts late.",
            "The house was cold, and 2 children were ill.",
        ):
            self.assertFalse(self._find(text, known), text)

    def test_role_in_any_spelling(self):
        known = [Known("Edge of care coordinator", "a role", False, True)]
        for words in ("edge of care coordinator", "Edge-of-Care Co-ordinators"):
            flags = self._find(f"The {words} had no phone.", known)
            self.assertEqual([flag.text for flag in flags], [words])
        self.assertFalse(self._find("Coordinators work at the edge of care.", known))

    def test_age_of_a_person_not_of_a_caseload(self):
        for text, found in (
            ("The worker (63) left.", "worker (63)"),
            ("Nobody told Bill, 61, of it.", "Bill, 61,"),
            ("She was 55 when it began.", "She was 55"),
            ("He is nearly sixty.", "He is nearly sixty"),
        ):
            self.assertEqual(self._find(text)[0].text, found)
        for text in (
            "They were 25 cases over the limit.",
            "Thirty cases are too many.",
            "Half of them (20) said so.",
            "The line is open 24/7.",
        ):
            self.assertFalse(self._find(text), text)

    def test_distance_and_sound(self):
        for one, other, distance in (
            ("rowlands", "rowlands", 0),
            ("rowlands", "rowland", 1),
            ("steven", "stephen", 2),
            ("brian", "brain", 1),
            ("", "abc", 3),
        ):
            self.assertEqual(name_words.get_distance(one, other), distance)
            self.assertEqual(name_words.get_distance(other, one), distance)
        for one, other in (
            ("stephen", "steven"),
            ("catherine", "kathryn"),
            ("philip", "fillip"),
        ):
            self.assertEqual(name_words.get_sound(one), name_words.get_sound(other))

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

    def test_names_are_fetched_once_a_case(self):
        case = self._create_answered_case()
        one, two, three = (
            self._add(case, wording=f"Lin put it off {number} times.")
            for number in range(3)
        )
        counts = []
        for findings in (one, one | two | three):
            self._refresh()
            before = self.env.cr.sql_log_count
            findings.sudo().mapped("flag_text")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertIn("Lin", three.flag_text)

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
