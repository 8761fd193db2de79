# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Find in a wording what tells who said it, or about whom: names and rare traits.

Pure functions of text. Nothing is decided here: people rewrite what is found, or say
why it may stand (P-16, A-26). It errs on the side of pointing at too much.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from .name_match import TITLES
from .name_patterns import PATTERNS
from .name_place import find_places
from .name_words import (
    ABBREVIATIONS,
    AMBIGUOUS,
    DETERMINERS,
    DOES,
    GENERIC,
    NOT_NAMES,
    PIECE,
    fold,
    get_common_words,
    get_diminutives,
    get_given_names,
    get_name_words,
    get_tokens,
    is_slip,
)

DOTTED = re.compile(r"\b([A-Z])\.\s?(?:[A-Z]\.\s?)?(?:[A-Z]['\u2019])?([A-Z])(?:\.|\b)")
PLAIN_INITIALS = re.compile(r"\b([A-Z])[\s\-]?([A-Z])\b")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s([A-Z])\b")


@dataclass(frozen=True)
class Known:
    """A name that the check knows."""

    text: str
    why: str
    is_person: bool = True
    is_role: bool = False  # a job title, which nobody writes with capital letters


@dataclass(frozen=True)
class Flag:
    """What was found: where, which words, and why."""

    start: int
    end: int
    text: str
    why: str
    kind: str


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
    tokens, pieces = get_tokens(text), get_tokens(text, PIECE)
    people = read_people(tuple(name for name in known if name.is_person))
    places = tuple(name for name in known if not name.is_person)
    flags = _find_people(tokens, people, labels)
    flags += _find_joined(text, people, labels)
    flags += _find_initials(text, people, labels)
    flags += [
        Flag(start, end, text[start:end], getattr(labels, how) % name.why, "place")
        for start, end, how, name in find_places(text, pieces, places)
    ]
    flags += _find_traits(text, pieces, traits, labels)
    flags += _find_patterns(text, labels)
    flags += _find_unknown(tokens, labels)
    return _drop_overlaps(flags)


# === NAMES THAT ARE KNOWN === #


@dataclass(frozen=True)
class People:
    """Known people, by what somebody could call them."""

    exact: dict  # part of a name -> names
    short: dict  # short name -> names
    parts: tuple  # of all names
    pairs: tuple  # first and last part, and the name
    initials: dict  # both letters -> name
    last_letters: dict


@lru_cache(maxsize=16)
def read_people(known):
    """Return what to look for; kept, as somebody types in one case for a while.

    :param tuple[Known] known: people
    :rtype: People
    """
    people = People({}, {}, (), (), {}, {})
    pairs = []
    for name in known:
        words = get_name_words(name.text)
        for part in words:
            if len(part) < 2:
                continue
            people.exact.setdefault(part, []).append(name)
            for short in get_diminutives(part):
                people.short.setdefault(short, []).append(name)
        if len(words) > 1:
            pairs.append((words[0], words[-1], name))
            first, last = words[0][0].upper(), words[-1][0].upper()
            people.initials.setdefault(first + last, name)
            people.last_letters.setdefault(last, name)
    return replace(people, parts=tuple(people.exact), pairs=tuple(pairs))


def _find_people(tokens, people, labels):
    """Find words that could be a part of somebody's name."""
    flags = []
    for index, token in enumerate(tokens):
        reason, names = _match_person(token, people)
        if not reason:
            continue
        if token.folded in AMBIGUOUS:
            words = {word for name in names for word in get_name_words(name.text)}
            if not _is_clearly_name(tokens, index, words):
                continue
        why = getattr(labels, reason) % names[0].why
        flags.append(Flag(token.start, token.end, token.text, why, "name"))
    return flags


def _find_joined(text, people, labels):
    """Find first and last name written together: leaquill, lea.quill."""
    flags, lower = [], text.lower()
    for first, last, name in people.pairs:
        if first not in lower or last not in lower:
            continue
        joined = r"[._\-\s]?".join(map(re.escape, (first, last)))
        is_plain = {first, last} <= AMBIGUOUS
        for match in re.finditer(rf"(?<!\w){joined}", text, re.IGNORECASE):
            if not is_plain or text[match.start()].isupper():
                why = labels.exact % name.why
                flags.append(_make_flag(text, match, why, "name"))
    return flags


def _match_person(token, people):
    """Return why a word could be a part of a name, `exact`, `short` or `alike`, and
    whose."""
    word = token.folded
    if word in people.exact:
        return "exact", people.exact[word]
    if word in people.short:
        return "short", people.short[word]
    if len(word) > 3:
        if token.is_capital and word not in get_common_words():
            for part in people.parts:
                if _is_cut(word, part):
                    return "short", people.exact[part]
        for part in people.parts:
            if is_slip(token, part):
                return "alike", people.exact[part]
    return "", ()


def _is_cut(word, part):
    """Return whether a word is the beginning or end of a name: Oluwaseun, Seun."""
    return len(part) >= len(word) + 2 and (part.startswith(word) or part.endswith(word))


def _is_clearly_name(tokens, index, words):
    """Return whether a word that is also a name is meant as one here."""
    token = tokens[index]
    if token.looks_like_name:
        return True
    after = tokens[index + 1 : index + 3]
    before = tokens[index - 1 : index] if index else []
    if token.is_capital and (
        token.text.endswith(("'s", "\u2019s")) or _is_doing(after)
    ):
        return True
    return any(
        other.folded in TITLES
        or other.folded in words
        and other.folded != token.folded
        and (other.is_capital or other.folded not in AMBIGUOUS)
        for other in (*before, *after[:1])
    )


def _is_doing(after):
    """Return whether what follows a word is what a person does or did."""
    if not after:
        return False
    word = after[0].folded
    if word == "and":
        return len(after) > 1 and (
            after[1].is_capital or after[1].folded in DETERMINERS
        )
    is_past = word.endswith("ed") and len(word) > 4 and word not in ("need", "indeed")
    return word in DOES or is_past


def _find_initials(text, people, labels):
    """Find L.Q., LQ, L Q, and Mrs Q for somebody called Lea Quill."""
    flags = []
    for pattern, names in (
        (DOTTED, people.initials),
        (PLAIN_INITIALS, people.initials),
        (TITLED, people.last_letters),
    ):
        for match in pattern.finditer(text):
            found = "".join(match.groups())
            if found not in names:
                continue
            if pattern is PLAIN_INITIALS and found in ABBREVIATIONS:
                continue
            why = labels.initials % names[found].why
            flags.append(_make_flag(text, match, why, "name"))
    return flags


# === WHAT TELLS PEOPLE APART WITHOUT A NAME === #


@lru_cache(maxsize=64)
def _read_traits(traits):
    """Return what to look for by its first word, and beginnings of single words.

    :param tuple[str] traits: see :func:`find`
    """
    phrases, starts = {}, []
    for trait in traits:
        words = tuple(fold(word) for word in PIECE.findall(trait))
        if not words:
            continue
        is_start = trait.endswith("*")
        phrases.setdefault(words[0], []).append((words, is_start))
        if len(words) > 1:
            # Written in one word.
            phrases.setdefault("".join(words), []).append((("".join(words),), is_start))
        if is_start and len(words) < 3:
            starts.append("".join(words))
    return phrases, tuple(starts)


def _find_traits(text, pieces, traits, labels):
    phrases, starts = _read_traits(tuple(traits))
    folded = [piece.folded for piece in pieces]
    flags = []
    for index, piece in enumerate(pieces):
        size = max(
            (
                len(words)
                for words, is_start in phrases.get(piece.folded, ())
                if _is_phrase(folded[index : index + len(words)], words, is_start)
            ),
            default=1 if starts and piece.folded.startswith(starts) else 0,
        )
        if size:
            end = pieces[index + size - 1].end
            flags.append(
                Flag(piece.start, end, text[piece.start : end], labels.trait, "trait")
            )
    return flags


def _is_phrase(run, words, is_start):
    return (
        len(run) == len(words)
        and tuple(run[:-1]) == words[:-1]
        and (run[-1].startswith(words[-1]) if is_start else run[-1] == words[-1])
    )


def _find_patterns(text, labels):
    return [
        _make_flag(text, match, getattr(labels, reason), reason)
        for pattern, reason in PATTERNS
        for match in pattern.finditer(text)
    ]


def _find_unknown(tokens, labels):
    """Find words that look like names of people the case does not know.

    At the beginning of a sentence a capital letter says nothing, so only names that
    many people bear are found there.
    """
    return [
        Flag(token.start, token.end, token.text, labels.unknown, "unknown")
        for index, token in enumerate(tokens)
        if _is_unknown(tokens, index, token)
    ]


def _is_unknown(tokens, index, token):
    if not token.is_capital or token.folded in TITLES:
        return False
    if {token.folded, token.folded.removesuffix("s")} & NOT_NAMES:
        return False
    parts = [fold(part) for part in re.split(r"-", token.text)]
    is_given = any(part in get_given_names() for part in parts)
    if token.is_first or token.text.isupper():
        return is_given and len(token.text) > 2
    if re.split("['\u2019]", token.text)[0] == "I":
        return False
    # "Children's Services", "Early Help": words of the field, written large.
    is_field = all(part in GENERIC or part in NOT_NAMES for part in parts)
    return is_given or not is_field


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
