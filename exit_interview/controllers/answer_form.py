# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a page of questions posts, read back into answers.

A page posts all its fields; an answer is sent on only if it is not what the page showed
(``seen``), so nobody overwrites what they never touched.
"""

import hashlib
import json

RADIO_KINDS = ("scale", "yes_no", "choice")
ASIDES = ("not_applicable", "rather_not_say")


def get_name(question_id, part):
    """Return the name of a field of a question."""
    return f"q{question_id}_{part}"


def get_seen(answer):
    """Return a fingerprint of an answer as a page shows it.

    :param dict answer: values of ``exit.interview.answer``
    :rtype: str
    """
    plain = [
        answer["status"] or False,
        answer["score"],
        sorted(answer["choice_ids"], key=str),
        _clean(answer["text"]),
        _clean(answer["comment"]),
    ]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:16]


def read_part(form, questions):
    """Return what was typed into a page, and which of it is new.

    :param form: the posted fields, a ``MultiDict``
    :param list[dict] questions: the questions of the page, as described
    :return: {question id: values} of all, the ids of those that changed, and the ids
        that have both an answer and a "rather not say"
    :rtype: tuple[dict, list[int], list[int]]
    """
    typed, changed, twofold = {}, [], []
    for question in questions:
        seen = form.get(get_name(question["id"], "seen"))
        if seen is None:
            # This question did not stand on the page.
            continue
        answer, is_twofold = _read_question(form, question)
        typed[question["id"]] = answer
        if is_twofold:
            twofold.append(question["id"])
        elif get_seen(answer) != seen:
            changed.append(question["id"])
    return typed, changed, twofold


def _read_question(form, question):
    def read(part):
        return _clean(form.get(get_name(question["id"], part)))

    answer = {
        "status": False,
        "score": False,
        "choice_ids": [],
        "text": "",
        "comment": read("comment"),
    }
    kind = question["kind"]
    if kind in RADIO_KINDS:
        value = read("value")
        if value in ASIDES:
            answer["status"] = value
        elif kind == "choice":
            answer["choice_ids"] = [_read_number(value)] if value else []
        elif value:
            answer["score"] = _read_number(value)
        is_twofold = False
    else:
        asides = form.getlist(get_name(question["id"], "aside"))
        chosen = [one for one in ASIDES if one in asides]
        # Whoever ticked both would rather not say.
        answer["status"] = chosen[-1] if chosen else False
        if kind == "choices":
            values = form.getlist(get_name(question["id"], "choice"))
            answer["choice_ids"] = list(dict.fromkeys(map(_read_number, values)))
        else:
            answer["text"] = read("text")
        is_twofold = bool(
            answer["status"] and (answer["choice_ids"] or answer["text"].strip())
        )
    has_value = (
        answer["score"] is not False
        or answer["choice_ids"]
        or answer["text"].strip()
        or answer["comment"].strip()
    )
    if has_value and not answer["status"]:
        answer["status"] = "answered"
    return answer, is_twofold


def _read_number(text):
    """Return a whole number, or the text as it came: the model says what is wrong."""
    if len(text) <= 9 and text.isascii() and text.isdecimal():
        return int(text)
    return text


def _clean(text):
    """Return a text as the page showed it: forms send line ends of their own."""
    return (text or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
