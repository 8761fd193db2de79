# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the check of wordings knows of words: names, short names, slips, sounds."""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .name_match import get_words

DATA = Path(__file__).parent.parent / "data"

WORD = re.compile(r"[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*")
# Words, numbers, and the parts of words with a hyphen.
PIECE = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)?")
# Names that are also words: only with a capital letter inside a sentence, or where a
# person does something.
AMBIGUOUS = frozenset(
    """al amber april art august bell best bill bishop black bob brook brown bush carol
    chance chase chuck cliff cook cross dale dawn day dean dot drew early east em eve
    faith field fields forest fox frank gay gene gill glen good grace grant gray green
    guy hall harry hazel heather hill holly hope house hunt iris ivy jack jean jet joy
    june key king kit knight lake lane lily little long love major mark marsh mason
    max may mercy mike miles mill mills mo more moss nan new non north now page park pat
    pearl penny pen pip pond poll pool powers price prudence ray read reed rich rick
    ring rob robin rod rose rowe ruby rush sal salt sandy short shell silver si skip
    small snow south spring stew stone street stand strange strong sue summer summers
    swift tel temple trace underwood val van vic walker wall ward waters weal wells west
    white will win winter wise wood woods words worth young central team home homes
    intake duty help court access bridge first point star sun harbour gate care path
    an as at be by do go he her him his in is it me my no of on or our so son the to us
    we you any hang see say low lay yes ten bank banks church friend gardener hand hands
    head law light lock lord marks moody nurse parks patience poor precious pride quick
    rain sharp speed trust weeks wild winters work""".split()
)
# In names of teams and roles these tell nothing.
GENERIC = frozenset(
    """the a an and of in for at to team teams service services children childrens child
    family families social work worker workers care support assessment duty adult
    adults group hub office unit home homes house department young people fostering
    adoption residential council county borough city court intake early help
    leaving protection safeguarding need looked after short breaks contact quality
    practice management senior manager business human resources training corporate
    directorate education health staff side placement placements one two three four
    community access point first central north south east west multi agency edge
    response rapid targeted specialist permanence permanency through transition
    transitions participation engagement exploitation missing emergency review
    reviews reviewing independent commissioning finance legal performance data
    systems project programme locality localities area areas intensive therapeutic
    therapy wellbeing parenting parent parents connected carer carers recruitment
    private youth justice offending inclusion disability disabilities disabled
    complex needs virtual school schools coordinator co officer lead deputy
    principal advanced practitioner supervisor assistant director head
    administrator admin advisor adviser consultant educator apprentice student
    trainee qualified newly professional learning development information advice
    referral referrals hours out day night centre center outreach prevention
    intervention interventions strategic operational general public""".split()
)
# Points of the compass and numbers tell one team from its sisters.
QUALIFIERS = frozenset(
    "north south east west northern southern eastern western central".split()
)
# Nouns that names of teams end in, and people leave out.
TAILS = frozenset(
    "team teams service services hub unit office house home homes".split()
)
STOPS = frozenset("the a an and of in for at to".split())
AFTER_PLACE = frozenset(
    "team teams office service services hub unit side locality area area's".split()
)
# Abbreviations of the field that are nobody's initials.
ABBREVIATIONS = frozenset(
    """AM PM OK UK EU NHS HR IT CV SW SWS TM SM HOS PSW IRO LADO MASH CIN CP LAC CLA
    EHCP EHC ASYE AYSE NQSW DBS GDPR PA CPD SEND SEN TV PC ID FAQ KPI AI DIY LA MP QA
    ADHD SENCO CAMHS GP TOIL EDT SGO PLO ICT VPN USB PDF URL ETA FTE WFH B&B M25
    OFSTED COVID CSE CCE DV DA EAP SMT CEO FGC PEP IFA SSW CSM""".split()
)
# Words that are written with a capital letter and name nobody of ours.
NOT_NAMES = frozenset(
    """i ofsted teams zoom word excel outlook microsoft windows google whatsapp covid
    christmas easter english england wales britain british mosaic liquidlogic monday
    tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december council wifi internet unison
    signs safety frontline sharepoint onedrive skype powerpoint asye act sir section
    government parliament authority board panel police internet intranet""".split()
)
# After a name at the beginning of a sentence, and hardly after the word it also is.
DOES = frozenset(
    """said says told asked did does took made ran kept wrote left was were had has gave
    went came knew thought felt found got held led let lost meant met paid put read
    said sat saw sent sold spent spoke stood taught understood won began became brought
    built bought caught chose cut dealt drove fell fought forgot froze grew heard hid
    never always also often and who whose is isnt wasnt didnt hadnt couldnt wouldnt
    would could should used tried""".split()
)
DETERMINERS = frozenset(
    """the a an another i me my our his her their others everybody everyone all both
    two three one""".split()
)


@dataclass(frozen=True)
class Token:
    """A word of the wording."""

    start: int
    end: int
    text: str
    folded: str  # without accent, capital letters and possessive
    is_capital: bool
    is_first: bool  # of a sentence, where a capital letter says nothing

    @property
    def looks_like_name(self):
        return self.is_capital and not self.is_first


def fold(word):
    """Return a word without capitals, accents and possessive; a hyphen stays out.

    :rtype: str
    """
    word = re.sub(r"(['\u2019]s|s['\u2019])$", lambda m: "s" * (m[0][0] == "s"), word)
    return "".join(get_words(word))


def get_tokens(text, pattern=WORD):
    """Return the words of a text.

    :param pattern: what counts as a word
    :rtype: list[Token]
    """
    return [
        Token(
            match.start(),
            match.end(),
            match[0],
            fold(match[0]),
            match[0][0].isupper(),
            _begins_sentence(text, match.start()),
        )
        for match in pattern.finditer(text)
    ]


def _begins_sentence(text, start):
    before = text[:start].rstrip(" \t\"'\u201c\u2018(")
    if not before or before[-1] in ".!?:;\n\u2026":
        return True
    return before[-1] in "-\u2013\u2014*\u2022" and text[start - 1].isspace()


@lru_cache(maxsize=8192)
def get_name_words(name):
    """Return the words of a known name; kept, as the same names are asked for often.

    :rtype: tuple[str]
    """
    return tuple(get_words(name))


@cache
def get_given_names():
    """Return first names that are no words of the language.

    :rtype: frozenset[str]
    """
    return frozenset((DATA / "given_names.csv").read_text(encoding="utf-8").split())


@cache
def get_common_words():
    """Return everyday words, which are nobody's name with a slip of the pen.

    :rtype: frozenset[str]
    """
    return frozenset((DATA / "common_words.csv").read_text(encoding="utf-8").split())


@lru_cache(maxsize=16384)
def get_letters(word):
    """Return which letters a word has, as bits: far apart, no slip joins two words.

    :rtype: int
    """
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits


@cache
def _get_diminutive_table():
    groups, sounds = {}, {}
    path = DATA / "diminutives.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            for name in row:
                # Two short names of one name need not mean each other's people, but
                # somebody called by one is often called by the other, too.
                groups.setdefault(name, set()).update(row)
            sounds.setdefault(get_sound(row[0]), set()).add(row[0])
    return groups, sounds


@lru_cache(maxsize=8192)
def get_diminutives(name):
    """Return by which other names somebody of that name may be called.

    A name written otherwise than the list has it is looked up by its sound.

    :param str name: folded
    :rtype: frozenset[str]
    """
    groups, sounds = _get_diminutive_table()
    found = set(groups.get(name, ()))
    if not found and len(name) > 4:
        for other in sounds.get(get_sound(name), ()):
            if name[0] == other[0] and get_distance(name, other) <= 2:
                found |= groups[other]
    return frozenset(found - {name})


@lru_cache(maxsize=65536)
def get_distance(one, other):
    """Return how many slips of the pen lie between two words (a swap is one).

    :rtype: int
    """
    before, row = [], list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before_last, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
    return row[-1]


SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^kn", "n"),
        (r"^wr", "r"),
        (r"ph|(?<=[aeiou])[bm]h", "f"),
        (r"v", "f"),
        (r"gh", ""),
        (r"sh|si(?=[ao])|sch", "S"),
        (r"x", "ks"),
        (r"ck|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"^ge|^gi|dg", "j"),
        (r"z", "s"),
        (r"(?<=.)[aeiouywh]", ""),
        (r"^[aeiouy]", "a"),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=16384)
def get_sound(word):
    """Return roughly how a word sounds, so that Stephen meets Steven.

    :rtype: str
    """
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word


def is_slip(token, part):
    """Return whether a word is a name with a slip of the pen, or as it sounds.

    :param Token token: of the wording
    :param str part: of a name, folded
    :rtype: bool
    """
    word = token.folded
    if len(part) < 4 or len(word) < 4 or word in AMBIGUOUS:
        return False
    if word in NOT_NAMES or not token.looks_like_name and word in get_common_words():
        return False
    return _is_misspelt(word, part, token.is_capital, token.looks_like_name)


def _is_misspelt(word, part, is_capital, looks_like_name):
    shorter = min(len(word), len(part))
    if abs(len(word) - len(part)) <= 2:
        # In small letters most near misses are simply other words.
        limit = 2 if shorter >= 6 or looks_like_name and len(part) > 5 else 1
        if looks_like_name or shorter >= 5 and word[0] == part[0]:
            if _is_near(word, part, limit):
                return True
        elif len(word) >= 5 and word[:2] == part[:2] and _is_near(word, part, 1):
            return True
    if not is_capital:
        return False
    sound = get_sound(word)
    return len(sound) > 2 and sound == get_sound(part)


def _is_near(word, part, limit):
    differing = (get_letters(word) ^ get_letters(part)).bit_count()
    return differing <= 2 * limit and get_distance(word, part) <= limit
