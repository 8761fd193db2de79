// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/**
 * What the interview screen decides without touching page or server, so that it can be
 * tested by itself. An answer is `{status, score, choice_ids, text, comment}` as in
 * `exit.interview.answer`; `false` means "nothing", because 0 is a score.
 */

export function emptyAnswer() {
    return {status: false, score: false, choice_ids: [], text: "", comment: ""};
}

/** Take what the server says of an answer, without author and version. */
export function readAnswer(values) {
    const {status, score, choice_ids, text, comment} = values || emptyAnswer();
    return {status, score, choice_ids: [...choice_ids], text, comment};
}

function sortedIds(answer) {
    return [...answer.choice_ids].sort((a, b) => a - b).join();
}

export function isSameAnswer(a, b) {
    return (
        a.status === b.status &&
        a.score === b.score &&
        sortedIds(a) === sortedIds(b) &&
        a.text === b.text &&
        a.comment === b.comment
    );
}

/** Set the status that the values stand for; "does not apply" and its like stay. */
export function completeAnswer(answer) {
    if (answer.status && answer.status !== "answered") {
        return answer;
    }
    const hasValue =
        answer.score !== false ||
        answer.choice_ids.length > 0 ||
        Boolean(answer.text.trim()) ||
        Boolean(answer.comment.trim());
    return {...answer, status: hasValue ? "answered" : false};
}

/**
 * Change some values of an answer.
 *
 * Choosing a value takes "does not apply" back; a comment may stand beside it.
 */
export function patchAnswer(answer, patch) {
    const hasMain = ["score", "choice_ids", "text"].some((name) => name in patch);
    const status = hasMain ? false : answer.status;
    return completeAnswer({...answer, status, ...patch});
}

/** Tell whether an answer is the one that a later question waits for. */
export function matchesValue(question, answer, value) {
    if (!question || !answer || answer.status !== "answered") {
        return false;
    }
    if (question.kind === "yes_no") {
        return answer.score === (value === "yes" ? 1 : 0);
    }
    return question.choices.some(
        (choice) => choice.code === value && answer.choice_ids.includes(choice.id)
    );
}

/**
 * Tell whether a question is asked.
 *
 * @param {Object} question
 * @param {Object} questions all questions by id, each with its `parent_id`
 * @param {Object} answers by question id
 * @returns {Boolean}
 */
export function isVisible(question, questions, answers) {
    const parent = question.parent_id && questions[question.parent_id];
    if (parent && !isVisible(parent, questions, answers)) {
        return false;
    }
    if (!question.depends) {
        return true;
    }
    const earlier = questions[question.depends.question_id];
    return (
        Boolean(earlier) &&
        isVisible(earlier, questions, answers) &&
        matchesValue(earlier, answers[earlier.id], question.depends.value)
    );
}

/** Return all questions by id, prompts with the id of their question. */
export function indexQuestions(sections) {
    const questions = {};
    for (const section of sections) {
        for (const question of section.questions) {
            questions[question.id] = {...question, parent_id: false};
            for (const child of question.children) {
                questions[child.id] = {...child, parent_id: question.id, children: []};
            }
        }
    }
    return questions;
}

/** Count the asked questions of a part, prompts included, and the answered ones. */
export function getProgress(section, questions, answers) {
    const asked = section.questions
        .flatMap((question) => [question, ...question.children])
        .filter((question) => isVisible(questions[question.id], questions, answers));
    const answered = asked.filter((question) => answers[question.id]?.status);
    return {answered: answered.length, total: asked.length};
}

function joinTexts(theirs, mine) {
    if (!theirs.trim() || mine.includes(theirs)) {
        return mine;
    }
    if (!mine.trim() || theirs.includes(mine)) {
        return theirs;
    }
    return `${theirs}\n\n${mine}`;
}

/**
 * Put two answers to one question together: all words, all ticks; where only one value
 * is possible, mine.
 */
export function joinAnswers(kind, theirs, mine) {
    const joined = {
        ...mine,
        status: false,
        text: kind === "text" ? joinTexts(theirs.text, mine.text) : mine.text,
        comment: joinTexts(theirs.comment, mine.comment),
    };
    if (kind === "choices") {
        joined.choice_ids = [...new Set([...theirs.choice_ids, ...mine.choice_ids])];
    }
    const completed = completeAnswer(joined);
    return completed.status ? completed : {...completed, status: mine.status};
}

/**
 * Return the score that a number key means: 1 and then, quickly, 0 is 10.
 *
 * @param {String} key
 * @param {{score: Number, time: Number}|null} last the key before
 * @param {Number} time in milliseconds
 * @returns {Number|null}
 */
export function readScoreKey(key, last, time) {
    if (!/^[0-9]$/.test(key)) {
        return null;
    }
    if (key === "0" && last && last.score === 1 && time - last.time < 800) {
        return 10;
    }
    return parseInt(key, 10);
}

/**
 * Return whether an option was chosen that prompts to consider a concern.
 *
 * @param {Object} question as the server describes it
 * @param {Object} answer its values
 * @returns {Boolean}
 */
export function choosesConcern(question, answer) {
    const chosen = answer.choice_ids || [];
    return question.choices.some(
        (choice) => choice.prompts_concern && chosen.includes(choice.id)
    );
}

/**
 * Return whether one of the words begins a word in one of the texts.
 *
 * @param {String[]} texts what somebody typed; may hold empty ones
 * @param {String[]} words lower case
 * @returns {Boolean}
 */
export function containsWord(texts, words) {
    const text = texts.filter(Boolean).join(" ").toLowerCase();
    return words.some((word) => {
        const literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        return new RegExp(`(^|[^\\p{L}])${literal}`, "u").test(text);
    });
}
