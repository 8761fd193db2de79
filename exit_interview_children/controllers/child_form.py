# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a page with one question posts, read back into an answer."""

from odoo.addons.exit_interview.controllers import answer_form

RADIO_KINDS = answer_form.RADIO_KINDS
UNSURE = ("unsure", "face_unsure")


def read_answer(form, step):
    """Return what the young person chose or typed.

    :param form: the posted fields, a ``MultiDict``
    :param dict step: the question, as described
    :return: values of ``action_save_answers``
    :rtype: dict
    """
    answer = _make_answer(step, read_field(form, step, "comment"))
    if step["kind"] in RADIO_KINDS:
        value = read_field(form, step, "value")
        if step["kind"] == "choice":
            answer["choice_ids"] = [_read_number(value)] if value else []
        elif value:
            answer["score"] = _read_number(value)
    elif step["kind"] == "choices":
        values = form.getlist(answer_form.get_name(step["id"], "choice"))
        answer["choice_ids"] = list(dict.fromkeys(map(_read_number, values)))
    else:
        answer["text"] = read_field(form, step, "text")
    if has_value(answer):
        answer["status"] = "answered"
    elif read_field(form, step, "aside") == "rather_not_say":
        # Said before on this page, and nothing was said since.
        answer["status"] = "rather_not_say"
    return answer


def make_unsure(typed, step, words):
    """Return the answer of whoever is not sure; what they wrote stays with it.

    :param dict typed: what stood in the page
    :param dict step: the question, as described
    :param str words: what is written down where no option says it
    :rtype: dict
    """
    answer = {**_make_answer(step, typed["comment"]), "status": "answered"}
    option = find_unsure(step)
    if option:
        return {**answer, "choice_ids": [option]}
    if step["kind"] == "text":
        return {**answer, "text": typed["text"].strip() or words}
    return {**answer, "comment": typed["comment"].strip() or words}


def find_unsure(step):
    """Return the id of the option that says "not sure"; 0 if there is none."""
    found = [one["id"] for one in step["choices"] if one.get("symbol") in UNSURE]
    return found[0] if found else 0


def read_field(form, step, part):
    """Return a text as the page showed it: forms send line ends of their own."""
    text = form.get(answer_form.get_name(step["id"], part)) or ""
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def has_value(answer):
    """Return whether an answer says anything."""
    return bool(
        answer["score"] is not False
        or answer["choice_ids"]
        or answer["text"].strip()
        or answer["comment"].strip()
    )


def _make_answer(step, comment):
    return {
        "question_id": step["id"],
        "status": False,
        "score": False,
        "choice_ids": [],
        "text": "",
        "comment": comment,
    }


def _read_number(text):
    """Return a whole number, or the text as it came: the model says what is wrong."""
    if len(text) <= 9 and text.isascii() and text.isdecimal():
        return int(text)
    return text
