# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the sample carers said: voices.json, for one questionnaire."""


def say(questionnaire, voice):
    """Return the answers for ``action_save_answers``.

    :param questionnaire: ``exit.interview.questionnaire`` record
    :param dict voice: one of the voices
    :rtype: list[dict]
    """
    answers = []
    for question in questionnaire.question_ids:
        values = _answer(question, voice)
        if values:
            answers.append({"question_id": question.id, **values})
    return answers


def say_again(session, changes):
    """Return what is different the second time.

    :param session: ``exit.interview.session`` of the follow-up
    :param dict changes: values by code of the question
    :rtype: list[dict]
    """
    questions = session.questionnaire_id.question_ids
    before = {one.question_id.id: one for one in session.previous_id.answer_ids}
    answers = []
    for question in questions.filtered(lambda one: one.code in changes):
        values = dict(changes[question.code])
        known = before.get(question.id)
        if known and known.comment:
            values.setdefault("comment", known.comment)
        answers.append({"question_id": question.id, **values})
    return answers


def _answer(question, voice):
    code, texts = question.code, voice["texts"]
    if question.kind in ("choice", "choices"):
        chosen = {
            "reason": voice["reasons"],
            "reason_main": [voice["main"]],
            "foster_again": [voice["again"]],
        }.get(code, [])
        choices = question.choice_ids.filtered(lambda choice: choice.code in chosen)
        return choices and {"choice_ids": choices.ids}
    if question.kind == "scale":
        return {"score": voice["scores"][code], "comment": texts.get(code)}
    if question.kind == "yes_no":
        if code == "support_allegation" and code not in voice["no"]:
            return {"status": "not_applicable"}
        is_yes = code not in voice["no"]
        if code == "preventable":
            is_yes = voice.get("preventable", False)
        return {"score": int(is_yes), "comment": texts.get(code)}
    return texts.get(code) and {"text": texts[code]}
