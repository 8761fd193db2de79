# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Compare names as people write them: accents, order, titles, a slip of the pen."""

import re
import unicodedata
from difflib import SequenceMatcher

TITLES = frozenset(
    "mr mrs ms miss mx dr doctor prof professor rev reverend sir dame lord lady".split()
)
# Letters that have no accent to take off.
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}
)
# Above this two names are alike enough to ask whether they mean one person.
ALIKE = 0.82


def get_words(name):
    """Return the words of a name, as far as they tell who is meant.

    :param str name: "Dr. Quill, Léa" gives ["lea", "quill"]
    :rtype: list[str]
    """
    text = str(name or "").casefold().translate(LETTERS)
    if text.count(",") == 1:
        last, first = text.split(",")
        text = f"{first} {last}"
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"[\u2018\u2019'`\u00b4]", "", text)
    words = [word for word in re.split(r"\W+|_", text) if word]
    return [word for word in words if word not in TITLES] or words


def get_key(name):
    """Return what is the same for all ways to write one name.

    :rtype: str
    """
    return " ".join(sorted(get_words(name)))


def is_alike(one, other):
    """Return whether two keys could mean one person: one word more, or a slip.

    :param str one: see :func:`get_key`
    :param str other: see :func:`get_key`
    :rtype: bool
    """
    if not one or not other:
        return False
    words, others = set(one.split()), set(other.split())
    common = words & others
    # A middle name more or less; a first name alone says nothing.
    if len(common) >= 2 and (words <= others or others <= words):
        return True
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def get_number(number):
    """Return a staff number without what spreadsheets do to it, but its zeros.

    :rtype: str
    """
    return re.sub(r"[\s.\-/]", "", str(number or "")).casefold()
