# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the sample leavers said: voices.json, spoken by somebody in particular."""

# Who the question about the progression panel is for.
SOCIAL_WORK_JOBS = {
    "social_worker",
    "asye",
    "senior",
    "advanced",
    "fostering_sw",
    "iro",
    "educator",
}


class Speaker:
    """One leaver answering one questionnaire.

    The reasons come from one voice. Each further part may come from another voice of a
    similar temper, as a whole, so that scores, prompts and words belong together.

    :param voices: the content of voices.json
    :param rng: a seeded ``random.Random``
    :param int turn: whose turn it is; the next voice that fits to the years speaks
    :param str job: code of the job
    :param since: first day in post
    :param today: day of the conversation
    """

    def __init__(self, voices, rng, turn, job, since, today):
        self.voices = voices
        self.rng = rng
        self.job = job
        self.years = say_years(since, today)
        self.base = self._find_voice(turn, (today - since).days / 365)

    def _find_voice(self, turn, years):
        voices = self.voices["voices"]
        for number in range(turn, turn + len(voices)):
            voice = voices[number % len(voices)]
            low, high = voice["years"]
            if low <= years <= high:
                return voice
        return voices[turn % len(voices)]

    def speak(self, questionnaire):
        """Return the answers for ``action_save_answers``.

        :param questionnaire: ``exit.interview.questionnaire`` record
        :rtype: list[dict]
        """
        answers = []
        for section in questionnaire.section_ids:
            voice = self._choose_voice(section.code)
            questions = section.question_ids
            said = {}
            for question in questions:
                if self._is_left_out(question, said):
                    continue
                values = self._answer(question, voice)
                if values:
                    said[question.code] = values
                    answers.append({"question_id": question.id, **values})
        return answers

    def _choose_voice(self, section):
        if section == "about_leaving" or self.rng.random() < 0.6:
            return self.base
        near = [
            voice
            for voice in self.voices["voices"]
            if voice["lends"] and abs(voice["tone"] - self.base["tone"]) <= 1
        ]
        return self.rng.choice(near or [self.base])

    def _is_left_out(self, question, said):
        if question.depends_question_id:
            earlier = said.get(question.depends_question_id.code, {})
            return earlier.get("score") != 1 or self.rng.random() < 0.15
        return self.rng.random() < (0.12 if question.is_protected else 0.04)

    def _answer(self, question, voice):
        if question.is_protected:
            return self._answer_protected(question)
        code, rng = question.code, self.rng
        if code == "length_of_service":
            pattern = rng.choice(self.voices["length_of_service"])
            return {"text": pattern.format(years=self.years)}
        if code in ("reason", "reason_main"):
            chosen = voice["reasons"] if code == "reason" else [voice["reason_main"]]
            values = {
                "choice_ids": question.choice_ids.filtered(
                    lambda choice: choice.code in chosen
                ).ids
            }
            if code == "reason":
                values["comment"] = voice["texts"]["reason"]
            return values
        if code == "progression_panel" and self.job not in SOCIAL_WORK_JOBS:
            return {"status": "not_applicable"}
        if question.kind == "scale":
            score = voice["scores"][code] + rng.choice((-1, 0, 0, 0, 1))
            return {
                "score": min(10, max(0, score)),
                "comment": voice["texts"][code],
            }
        if code == "caseload":
            if self.job in ("educator", "iro") and rng.random() < 0.5:
                return {"status": "not_applicable"}
            chosen = question.choice_ids.filtered(
                lambda choice: choice.code == voice["caseload"]
            )
            return {"choice_ids": chosen.ids}
        if question.kind == "yes_no":
            is_yes = voice.get(code, code not in voice["no"])
            return {"score": int(is_yes), "comment": voice["texts"].get(code)}
        return {"text": voice["texts"][code]}

    def _answer_protected(self, question):
        if question.kind == "text":
            return {"text": self.rng.choice(self.voices[question.code])}
        draw = self.rng.random()
        if draw < 0.15:
            return {"status": "rather_not_say"}
        return {"score": int(draw < 0.5)}


def say_years(start, end):
    """Return the time between two dates as people say it."""
    months = (end.year - start.year) * 12 + end.month - start.month
    years, rest = divmod(months, 12)
    if not years:
        return f"{months} months"
    words = "One year" if years == 1 else f"{years} years"
    if rest >= 9:
        return f"Nearly {years + 1} years"
    if rest >= 4:
        return "A year and a half" if years == 1 else f"{years} and a half years"
    return words
