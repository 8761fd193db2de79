# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Find names of teams, services, homes and rare roles in a wording: written out,
shortened, or with a slip of the pen."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from .name_words import (
    ABBREVIATIONS,
    AFTER_PLACE,
    AMBIGUOUS,
    GENERIC,
    QUALIFIERS,
    STOPS,
    TAILS,
    get_name_words,
    is_slip,
)

# Between initials and the rest of a name: "FS East", "FS(E)", "LAC2", "LAC team 2".
GAP = r"[\s(\-]{0,3}(?:(?i:team|service)\s)?"


@dataclass(frozen=True)
class Place:
    """What a name of a team gives to look for."""

    whole: frozenset  # written together, without blanks
    plain: frozenset  # the same for what only capital letters tell from plain words
    single: str  # the one word that is left without "team", if it is a plain one
    words: tuple
    own: tuple  # words that no other team has
    qualifiers: frozenset
    short: object  # pattern of its abbreviations


@lru_cache(maxsize=4096)
def read_place(name, is_role=False):
    """Return what to look for where a team has this name, or somebody this role.

    :rtype: Place
    """
    words = get_name_words(name)
    if words[:1] == ("the",):
        words = words[1:]
    core = words[:-1] if len(words) > 1 and words[-1] in TAILS else words
    whole, plain = set(), set()
    for variant in (words, core):
        text = "".join(variant)
        is_plain = set(variant) <= GENERIC | AMBIGUOUS and not set(variant) & TAILS
        if is_plain and not is_role and not any(map(str.isdigit, variant)):
            plain.add(text)
        else:
            whole.add(text)
    return Place(
        whole=frozenset(whole - plain),
        plain=frozenset(plain if len(core) > 1 else ()),
        single=core[0] if len(core) == 1 and core[0] in GENERIC | AMBIGUOUS else "",
        words=words,
        own=tuple(word for word in words if word not in GENERIC and len(word) > 2),
        qualifiers=frozenset(
            word for word in words if word in QUALIFIERS or word.isdigit()
        ),
        short=_get_short_pattern(words),
    )


def _get_short_pattern(words):
    """Return a pattern of the ways to shorten a name, or None."""
    core = words[:-1] if words and words[-1] in TAILS else words
    patterns = []
    for variant in dict.fromkeys((words, core)):
        for kept in dict.fromkeys(
            (variant, tuple(word for word in variant if word not in STOPS))
        ):
            patterns += _get_short_patterns(kept, is_whole=variant == words)
    if not patterns:
        return None
    return re.compile(rf"(?<![\w.])(?:{'|'.join(patterns)})(?!\w)")


def _get_short_patterns(words, is_whole):
    letters = "".join(word if word.isdigit() else word[0].upper() for word in words)
    patterns = []
    is_common = letters in ABBREVIATIONS and not (is_whole and len(letters) > 3)
    if len(letters) > 2 and not is_common:
        patterns.append(_spread(words))
    # Initials of the first words, and what tells the team apart written out.
    head = list(words)
    rest = []
    while head and (head[-1] in QUALIFIERS or head[-1].isdigit()):
        rest.insert(0, head.pop())
    head = [word for word in head if word not in TAILS]
    if rest and len(head) > 1:
        ending = r"[\s\-]?".join(
            rf"(?i:{re.escape(word)}|{re.escape(word[0])}(?=\)))" for word in rest
        )
        patterns.append(_spread(head) + GAP + ending)
    return patterns


def _spread(words):
    """Return a pattern of initials, with or without full stops."""
    parts = []
    for word in words:
        letter = re.escape(word if word.isdigit() else word[0].upper())
        parts.append(f"(?i:{letter})" if word in STOPS else letter)
    return r"\.?".join(parts) + r"\.?"


@dataclass(frozen=True)
class Places:
    """Known teams, services, homes and roles, by what somebody could call them."""

    whole: dict
    plain: dict
    own: dict
    single: dict
    qualifiers: dict  # north -> pairs of name and the words it must stand beside
    shorts: tuple  # pairs of pattern and name
    longest: int


@lru_cache(maxsize=16)
def read_places(known):
    """Return what to look for, of all names at once.

    :param tuple[Known] known: no people
    :rtype: Places
    """
    places = Places({}, {}, {}, {}, {}, (), 0)
    shorts = []
    for name in known:
        place = read_place(name.text, name.is_role)
        for found, words in (
            (places.whole, place.whole),
            (places.plain, place.plain),
            (places.own, place.own),
            (places.single, filter(None, [place.single])),
        ):
            for word in words:
                found.setdefault(word, name)
        beside = frozenset(place.words) - STOPS - place.qualifiers | AFTER_PLACE
        for word in place.qualifiers:
            places.qualifiers.setdefault(word, []).append((name, beside))
        if place.short:
            shorts.append((place.short, name))
    return replace(
        places,
        shorts=tuple(shorts),
        longest=max(map(len, (*places.whole, *places.plain)), default=0),
    )


def find_places(text, pieces, known):
    """Return where a team, service, home or rare role is meant.

    :param str text: the wording
    :param list[Token] pieces: its words, numbers and parts of words with a hyphen
    :param tuple[Known] known: no people
    :return: start, end, how (`exact`, `alike` or `initials`), and the name
    :rtype: list[tuple]
    """
    if not known:
        return []
    places = read_places(known)
    found = []
    for index, piece in enumerate(pieces):
        end, name = _find_whole(pieces, index, places)
        how = "exact"
        if not name:
            end = index
            how, name = _match_piece(pieces, index, places)
        if name:
            found.append((piece.start, pieces[end].end, how, name))
    for pattern, name in places.shorts:
        found += [
            (match.start(), match.end(), "initials", name)
            for match in pattern.finditer(text)
        ]
    return found


def _match_piece(pieces, index, places):
    """Return how one word could mean a place, and which."""
    piece = pieces[index]
    word = piece.folded
    is_plain = word in GENERIC or word in AMBIGUOUS
    name = places.own.get(word) or places.single.get(word)
    if name and (not is_plain or _is_meant(pieces, index)):
        return "exact", name
    for name, beside in places.qualifiers.get(word, ()):
        if _is_beside(pieces, index, beside):
            return "exact", name
    if len(word) > 5 and not is_plain:
        for part, name in places.own.items():
            if len(part) > 5 and is_slip(piece, part):
                return "alike", name
    return "", None


def _find_whole(pieces, index, places):
    """Return the last piece of a name that begins here, however it is hyphenated."""
    joined, best = "", (index, None)
    for end in range(index, len(pieces)):
        joined += pieces[end].folded
        if len(joined) > places.longest + 1:
            break
        name = places.whole.get(joined)
        if not name and joined.endswith("s"):
            name = places.whole.get(joined[:-1])
        if not name and _is_written_large(pieces, index, end):
            name = places.plain.get(joined)
        if name:
            best = end, name
    return best


def _is_written_large(pieces, index, end):
    """Return whether plain words are a name: "Leaving Care", "leaving care team"."""
    run, after = pieces[index : end + 1], pieces[end + 1 : end + 2]
    return all(one.is_capital for one in run if one.folded not in STOPS) or any(
        one.folded in AFTER_PLACE for one in after
    )


def _is_beside(pieces, index, words):
    """Return whether the north, or the 2, of a team stands beside a word of it."""
    after = 0 if pieces[index].folded.isdigit() else 2
    near = pieces[max(0, index - 1) : index] + pieces[index + 1 : index + 1 + after]
    return any(one.folded in words for one in near)


def _is_meant(pieces, index):
    """Return whether a plain word is used as the name of a team here."""
    after = pieces[index + 1 : index + 2]
    return pieces[index].looks_like_name or bool(
        after and after[0].folded in AFTER_PLACE
    )
