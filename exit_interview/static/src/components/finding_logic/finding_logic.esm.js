// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

// A full stop ends a sentence only before a capital letter: "e.g. this" goes on.
const BETWEEN = /(?<=[.!?…]["'”’)]*)\s+(?=["'“‘(]*\p{Lu})|\s*\n\s*/u;
const WORD = /[\p{L}\p{N}]+/gu;

/** Return the sentences of a text, as they stand there: [{text, start, end}]. */
export function splitSentences(text) {
    const sentences = [];
    let start = 0;
    for (const part of text.split(BETWEEN)) {
        const found = text.indexOf(part, start);
        if (part.trim()) {
            const from = found + part.length - part.trimStart().length;
            const words = part.trim();
            sentences.push({text: words, start: from, end: from + words.length});
        }
        start = found + part.length;
    }
    return sentences;
}

/** Return one line for each sentence of all answers, in order. */
export function getLines(answers) {
    return answers.flatMap((answer) =>
        answer.texts.flatMap((text, textIndex) =>
            splitSentences(text).map((sentence) => ({
                ...sentence,
                answer,
                source: text,
                key: `${answer.id}-${textIndex}-${sentence.start}`,
                textKey: `${answer.id}-${textIndex}`,
            }))
        )
    );
}

/** Return the words from one line to another, if they stand in the same text. */
export function joinLines(lines, from, to) {
    const [first, last] = from <= to ? [from, to] : [to, from];
    const same = lines
        .slice(first, last + 1)
        .filter((line) => line.textKey === lines[from].textKey);
    return same[0].source.slice(same[0].start, same.at(-1).end);
}

function getWords(text) {
    return (text.toLowerCase().match(WORD) || []).filter(Boolean);
}

/**
 * Return the themes to choose from: what was suggested first, as long as nothing is
 * typed; then those whose words begin with what is typed, names before descriptions.
 */
export function findThemes(themes, suggested, query, limit = 8) {
    const rank = new Map(suggested.map((id, index) => [id, index]));
    const order = (theme) => rank.get(theme.id) ?? suggested.length + 1;
    const wanted = getWords(query);
    const matches = (text) => {
        const words = getWords(text);
        return wanted.every((part) => words.some((word) => word.startsWith(part)));
    };
    const score = (theme) => {
        if (!wanted.length) {
            return 0;
        }
        const own = theme.name.split(": ").at(-1);
        if (matches(own)) {
            return 0;
        }
        return matches(theme.name) ? 1 : 2;
    };
    return themes
        .map((theme, index) => ({theme, index, score: score(theme)}))
        .filter(({theme}) => matches(`${theme.name} ${theme.description}`))
        .sort(
            (one, other) =>
                one.score - other.score ||
                order(one.theme) - order(other.theme) ||
                one.index - other.index
        )
        .slice(0, limit)
        .map(({theme}) => theme);
}

/** Return the sort of finding that a key stands for. */
export function readKindKey(key) {
    return {s: "strength", w: "worry", i: "idea"}[key.toLowerCase()] || false;
}
