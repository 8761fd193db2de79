# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the sample's young people said: voices.json, for one questionnaire."""

GOOD, YES, NO = "good", "yes", "no"


def say(questionnaire, voice, observed, words):
    """Return the answers as an interviewer types them.

    :param questionnaire: ``exit.interview.questionnaire`` record
    :param dict voice: ``codes`` of options and ``says``, by code of the question
    :param dict observed: what the interviewer saw, by code of the question
    :param dict words: ``not_by_default``: what most young people say no to
    :rtype: list[dict]
    """
    answers = []
    for question in questionnaire.question_ids:
        said = voice["says"].get(question.code)
        if question.kind == "text":
            text = said or observed.get(question.code)
            values = text and {"text": text}
        else:
            values = _choose(question, voice, words["not_by_default"])
            if values and said:
                values["comment"] = said
        if values:
            answers.append({"question_id": question.id, **values})
    return answers


def _choose(question, voice, usually_no):
    codes = {choice.code: choice.id for choice in question.choice_ids}
    wanted = voice["codes"].get(question.code)
    if question.depends_question_id and not wanted:
        return False
    if not wanted:
        usual = NO if question.code in usually_no else YES
        wanted = GOOD if GOOD in codes else usual
    return {"choice_ids": [codes[wanted]]}
