# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Find in a wording what tells who said it, or about whom: names and rare traits.

Pure functions of text. Nothing is decided here: people rewrite what is found, or say
why it may stand (P-16, A-26). It errs on the side of pointing at too much.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .name_match import TITLES, get_words

DIMINUTIVES = Path(__file__).parent.parent / "data" / "diminutives.csv"

WORD = re.compile(r"[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*")
SENTENCE_END = re.compile(
    r"(?:^|[.!?:;\n\u2026]|[-\u2013\u2014*\u2022]\s)[\s\"'\u201c\u2018(]*$"
)
# Names that are also words: only with a capital letter inside a sentence.
AMBIGUOUS = frozenset(
    """al amber april art august bell best bill bishop black bob brook brown bush carol
    chance chase chuck cliff cook cross dale dawn day dean dot drew early east em eve
    faith field fields forest fox frank gay gene gill glen good grace grant gray green
    guy hall harry hazel heather hill holly hope house hunt iris ivy jack jean jet joy
    june key king kit knight lake lane lily little long love major mark marsh mason
    max may mercy mike miles mill mills mo more moss nan new non north now page park pat
    pearl penny pen pip pond poll pool powers price prudence ray read reed rich rick
    ring rob robin rod rose rowe ruby rush sal salt sandy short shell silver si skip
    small snow south spring stew stone street stand strange strong sue summer swift
    tel temple trace underwood val van vic walker wall ward waters weal wells west white
    will win winter wise wood woods words worth young central team home homes intake
    duty help court access bridge first point star sun harbour gate care path""".split()
)
# In names of teams these tell nothing.
GENERIC = frozenset(
    """the a an and of in for at to team teams service services children childrens
    child family families social work worker workers care support assessment duty adult
    adults group hub office unit home homes house department young people fostering
    adoption residential council county borough city court intake early help leaving
    protection safeguarding need looked after short breaks contact quality practice
    management senior manager management business human resources training corporate
    directorate education health staff side placement placements one two three four
    community access point first central north south east west""".split()
)
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
    signs safety frontline sharepoint onedrive skype powerpoint asye act sir""".split()
)
NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
)
LARGE = (
    r"(?:[1-9]\d|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|(?:twenty|thirty|forty)(?:[- ]\w+)?)"
)
MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|"
    "december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)


@dataclass(frozen=True)
class Known:
    """A name that the check knows."""

    text: str
    why: str
    is_person: bool = True


@dataclass(frozen=True)
class Flag:
    """What was found: where, which words, and why."""

    start: int
    end: int
    text: str
    why: str
    kind: str


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


@dataclass(frozen=True)
class Labels:
    """The reasons in the user's language; each has one ``%s`` for the name meant."""

    exact: str
    short: str
    alike: str
    initials: str
    unknown: str
    trait: str
    date: str
    age: str
    children: str
    years: str
    address: str


def find(text, known, traits, labels):
    """Return what in `text` could tell a person apart, in order, not overlapping.

    :param str text: the wording
    :param list[Known] known: names of the case
    :param list[str] traits: words that tell people apart: a word, the beginning of a
        word ending in ``*``, or a phrase
    :param Labels labels: reasons in words
    :rtype: list[Flag]
    """
    text = text or ""
    tokens = _get_tokens(text)
    flags = _find_known(text, tokens, known, labels)
    flags += _find_initials(text, known, labels)
    flags += _find_traits(text, tokens, traits, labels)
    flags += _find_patterns(text, labels)
    flags += _find_unknown(tokens, labels)
    return _drop_overlaps(flags)


# === WORDS === #


def _fold(word):
    """Return a word without capitals, accents and possessive; a hyphen stays out."""
    word = re.sub(r"(['\u2019]s|s['\u2019])$", lambda m: "s" * (m[0][0] == "s"), word)
    return "".join(get_words(word))


def _get_tokens(text):
    tokens = []
    for match in WORD.finditer(text):
        word = match[0]
        tokens.append(
            Token(
                match.start(),
                match.end(),
                word,
                _fold(word),
                word[0].isupper(),
                bool(SENTENCE_END.search(text[: match.start()])),
            )
        )
    return tokens


@cache
def get_diminutives():
    """Return which short names belong to a name, and the other way round.

    :rtype: dict[str, frozenset[str]]
    """
    groups = {}
    with DIMINUTIVES.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            full, *short = row
            for name in row:
                # Two short names of one name need not mean each other's people, but
                # somebody called by one is often called by the other, too.
                groups.setdefault(name, set()).update(row)
            groups[full].update(short)
    return {name: frozenset(group - {name}) for name, group in groups.items()}


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


def get_sound(word):
    """Return roughly how a word sounds, so that Stephen meets Steven.

    :rtype: str
    """
    for pattern, sound in (
        (r"^kn", "n"),
        (r"^wr", "r"),
        (r"ph", "f"),
        (r"v", "f"),
        (r"gh", ""),
        (r"sh|si(?=[ao])|sch", "x"),
        (r"ck|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"^ge|^gi|dg", "j"),
        (r"z", "s"),
        (r"(?<=.)[aeiouywh]", ""),
        (r"^[aeiouy]", "a"),
        (r"(.)\1+", r"\1"),
    ):
        word = re.sub(pattern, sound, word)
    return word


# === NAMES THAT ARE KNOWN === #


def _find_known(text, tokens, known, labels):
    flags = []
    for name in known:
        words = get_words(name.text)
        if name.is_person:
            flags += _find_person(text, tokens, name, words, labels)
        else:
            flags += _find_place(tokens, name, words, labels)
    return flags


def _find_person(text, tokens, name, words, labels):
    flags = []
    for index, token in enumerate(tokens):
        reason = _match_person(token, words)
        if not reason:
            continue
        if token.folded in AMBIGUOUS and not _is_clearly_name(tokens, index, words):
            continue
        why = getattr(labels, reason) % name.why
        flags.append(Flag(token.start, token.end, token.text, why, "name"))
    if len(words) > 1:
        joined = r"[._\-\s]?".join(map(re.escape, (words[0], words[-1])))
        is_plain = {words[0], words[-1]} <= AMBIGUOUS
        for match in re.finditer(rf"(?<!\w){joined}", text, re.IGNORECASE):
            if not is_plain or text[match.start()].isupper():
                why = labels.exact % name.why
                flags.append(_make_flag(text, match, why, "name"))
    return flags


def _match_person(token, words):
    """Return why a word could be a part of a name: `exact`, `short`, `alike`."""
    word = token.folded
    for part in words:
        if len(part) < 2:
            continue
        if word == part:
            return "exact"
        if word in get_diminutives().get(part, ()):
            return "short"
        if part.startswith(word) and len(word) >= 4 and len(part) > len(word) + 1:
            if token.is_capital:
                return "short"
    if any(_is_slip(token, part) for part in words):
        return "alike"
    return ""


def _is_slip(token, part):
    """Return whether a word is a name with a slip of the pen, or as it sounds."""
    word = token.folded
    if len(part) < 4 or len(word) < 4 or word in AMBIGUOUS:
        return False
    if abs(len(word) - len(part)) <= 2:
        distance = get_distance(word, part)
        # In small letters most near misses are simply other words.
        limit = 2 if len(part) >= 7 or token.looks_like_name and len(part) > 5 else 1
        if token.looks_like_name or len(part) >= 6 and word[0] == part[0]:
            if distance <= limit:
                return True
        elif distance <= 1 and len(word) >= 5 and word[:2] == part[:2]:
            return True
    sound = get_sound(word)
    return token.is_capital and len(sound) > 2 and sound == get_sound(part)


def _is_clearly_name(tokens, index, words):
    """Return whether a word that is also a name is meant as one here."""
    token = tokens[index]
    if token.looks_like_name:
        return True
    after = tokens[index + 1 : index + 2]
    before = tokens[index - 1 : index] if index else []
    if token.is_capital and token.text.endswith(("'s", "\u2019s")):
        return True
    return any(
        other.folded in TITLES
        or other.folded in words
        and other.folded != token.folded
        and (other.is_capital or other.folded not in AMBIGUOUS)
        for other in (*before, *after)
    )


def _find_place(tokens, name, words, labels):
    """Find a team, service, home or rare role: whole, or by what is its own in it."""
    flags, size = [], len(words)
    if not words:
        return flags
    why = labels.exact % name.why
    own = [word for word in words if word not in GENERIC and len(word) > 2]
    for index, token in enumerate(tokens):
        run = tokens[index : index + size]
        if [one.folded for one in run] == words:
            if size > 1 or _is_place(tokens, index):
                flags.append(
                    Flag(
                        token.start,
                        run[-1].end,
                        " ".join(one.text for one in run),
                        why,
                        "place",
                    )
                )
        elif token.folded in own and (
            token.folded not in AMBIGUOUS or _is_place(tokens, index)
        ):
            flags.append(Flag(token.start, token.end, token.text, why, "place"))
        elif any(len(part) > 5 and _is_slip(token, part) for part in own):
            alike = labels.alike % name.why
            flags.append(Flag(token.start, token.end, token.text, alike, "place"))
        elif _is_short_place(token, words):
            short = labels.initials % name.why
            flags.append(Flag(token.start, token.end, token.text, short, "place"))
    return flags


def _is_place(tokens, index):
    """Return whether a plain word is used as the name of a team here."""
    token = tokens[index]
    if token.folded not in AMBIGUOUS | GENERIC:
        return True
    after = tokens[index + 1 : index + 2]
    return token.looks_like_name or bool(after and after[0].folded in AFTER_PLACE)


def _is_short_place(token, words):
    letters = "".join(word[0] for word in words if word not in ("the", "and", "of"))
    return (
        len(letters) > 2
        and token.text.upper() == letters.upper()
        and token.text[0].isupper()
        and token.text[-1].isupper()
        and token.text.upper() not in ABBREVIATIONS
    )


def _find_initials(text, known, labels):
    """Find L.Q., LQ, L Q, and Mrs Q for somebody called Lea Quill."""
    flags = []
    for name in known:
        words = get_words(name.text)
        if not name.is_person or len(words) < 2:
            continue
        first, last = words[0][0].upper(), words[-1][0].upper()
        dotted = rf"\b{first}\.\s?(?:[A-Z]\.\s?)?{last}(?:\.|\b)"
        titled = rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s{last}\b"
        patterns = [dotted, titled]
        if first + last not in ABBREVIATIONS:
            patterns.append(rf"\b{first}\s?{last}\b")
        for match in re.finditer("|".join(patterns), text):
            why = labels.initials % name.why
            flags.append(_make_flag(text, match, why, "name"))
    return flags


# === WHAT TELLS PEOPLE APART WITHOUT A NAME === #


def _find_traits(text, tokens, traits, labels):
    flags = []
    folded = [token.folded for token in tokens]
    for trait in traits:
        is_start = trait.endswith("*")
        words = [
            part for part in (_fold(w) for w in re.split(r"[\s\-]+", trait)) if part
        ]
        size = len(words)
        for index in range(len(folded) - size + 1 if words else 0):
            run = folded[index : index + size]
            last = run[-1].startswith(words[-1]) if is_start else run[-1] == words[-1]
            if run[:-1] == words[:-1] and last:
                start, end = tokens[index].start, tokens[index + size - 1].end
                flags.append(Flag(start, end, text[start:end], labels.trait, "trait"))
        if size > 1 and is_start or "-" in trait:
            joined = re.escape("".join(words))
            for match in re.finditer(rf"\b{joined}", " ".join(folded)):
                token = tokens[" ".join(folded)[: match.start()].count(" ")]
                flags.append(
                    Flag(token.start, token.end, token.text, labels.trait, "trait")
                )
    return flags


def _find_patterns(text, labels):
    patterns = (
        (
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{MONTHS})\b(?:\s\d{{4}})?",
            "date",
        ),
        (rf"\b(?:{MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?", "date"),
        (rf"\b(?:{MONTHS})\s(?:19|20)\d\d\b", "date"),
        (r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b", "date"),
        (r"\b(?:19|20)\d\d\b", "date"),
        (r"\bon the \d{1,2}(?:st|nd|rd|th)\b", "date"),
        (r"\bat (?:the age of )?\d{2}\b(?! ?%|\s?per|\s?cases)", "age"),
        (rf"\bage[ds]? (?:of )?(?:\d+|(?:{NUMBERS})\w*)", "age"),
        (rf"\b(?:\d+|(?:{NUMBERS})\w*)[- ]years?[- ]olds?\b", "age"),
        (r"\bin (?:my|her|his|their) (?:early |mid |late )?\w+ties\b", "age"),
        (r"\b(?:turned|turning) \w*(?:\d\d|ty)\b", "age"),
        (
            rf"\b(?:my|her|his|their|of|with|has|have|had) (?:\d+|{NUMBERS}) "
            r"(?:\w+ )?(?:children|kids|sons|daughters|boys|girls|babies)\b",
            "children",
        ),
        (r"\b(?:mother|father|mum|dad|parent) of (?:\w+)\b", "children"),
        (
            r"\b(?:my|her|his) (?:\w+ )?(?:son|daughter|twins|baby|toddler)\b",
            "children",
        ),
        (
            rf"\b(?:after|for|over|nearly|almost|with|of|his|her|my|their) {LARGE}"
            r"(?: \w+)? years\b",
            "years",
        ),
        (r"\b[\w.+-]+@[\w-]+\.[\w.]+\b|\bhttps?://\S+|\bwww\.\S+", "address"),
        (r"(?<!\w)(?:\+\d{2}|0)\d[\d\s]{7,12}\d\b", "address"),
        (r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", "address"),
        (r"\bEXI-\w{5}-\d\d\b", "address"),
    )
    return [
        _make_flag(text, match, getattr(labels, reason), reason)
        for pattern, reason in patterns
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]


def _find_unknown(tokens, labels):
    """Find words that look like names of people the case does not know."""
    return [
        Flag(token.start, token.end, token.text, labels.unknown, "unknown")
        for token in tokens
        if token.looks_like_name
        and not token.text.isupper()
        and token.folded not in NOT_NAMES | TITLES
        and token.text.split("'")[0].split("\u2019")[0] != "I"
    ]


# === RESULT === #


def _make_flag(text, match, why, kind):
    return Flag(
        match.start(), match.end(), text[match.start() : match.end()], why, kind
    )


def _drop_overlaps(flags):
    """Keep one flag a place: what is known before what only looks like something."""
    kept = []
    flags = sorted(
        flags,
        key=lambda flag: (flag.kind == "unknown", flag.start - flag.end, flag.start),
    )
    for flag in flags:
        if all(flag.end <= other.start or flag.start >= other.end for other in kept):
            kept.append(flag)
    return sorted(kept, key=lambda flag: flag.start)
