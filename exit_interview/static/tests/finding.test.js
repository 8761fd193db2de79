// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {describe, expect, test} from "@odoo/hoot";
import {
    findThemes,
    getLines,
    joinLines,
    readKindKey,
    splitSentences,
} from "@exit_interview/components/finding_logic/finding_logic.esm";

const texts = (text) => splitSentences(text).map((sentence) => sentence.text);

describe("sentences", () => {
    test("end at a full stop before a capital letter", () => {
        expect(texts("Too much work. Nobody asked! Why? “Later,” they said.")).toEqual([
            "Too much work.",
            "Nobody asked!",
            "Why?",
            "“Later,” they said.",
        ]);
        expect(texts("More time, e.g. for visits. Élan was there.")).toEqual([
            "More time, e.g. for visits.",
            "Élan was there.",
        ]);
    });

    test("end at a line, too, and empty ones are none", () => {
        expect(texts("one\n\n  two\n")).toEqual(["one", "two"]);
        expect(texts("  ")).toEqual([]);
        expect(texts("")).toEqual([]);
    });

    test("stand in the text where they say", () => {
        const text = "One.  Two two. \n Three";
        for (const {text: words, start, end} of splitSentences(text)) {
            expect(text.slice(start, end)).toBe(words);
        }
    });

    test("join within one text only", () => {
        const lines = getLines([
            {id: 1, texts: ["One. Two.  Three."]},
            {id: 2, texts: ["Four."]},
        ]);
        expect(lines.length).toBe(4);
        expect(joinLines(lines, 0, 1)).toBe("One. Two.");
        expect(joinLines(lines, 2, 1)).toBe("Two.  Three.");
        expect(joinLines(lines, 2, 3)).toBe("Three.");
    });
});

describe("themes", () => {
    const themes = [
        {id: 1, name: "Workload", description: "How much"},
        {id: 2, name: "Workload: Caseload", description: "Number of cases"},
        {id: 3, name: "Tools: Case system", description: ""},
        {id: 4, name: "Pay", description: "What people get for their work"},
    ];
    const find = (suggested, query) =>
        findThemes(themes, suggested, query).map((theme) => theme.id);

    test("what fits comes first as long as nothing is typed", () => {
        expect(find([3, 4], "")).toEqual([3, 4, 1, 2]);
    });

    test("beginnings of words, the own name before the rest", () => {
        expect(find([], "case")).toEqual([2, 3]);
        expect(find([3], "case")).toEqual([3, 2]);
        expect(find([], "work")).toEqual([1, 2, 4]);
        expect(find([], "case wor")).toEqual([2]);
        expect(find([], "zz")).toEqual([]);
    });
});

test("keys of the sorts", () => {
    expect(readKindKey("w")).toBe("worry");
    expect(readKindKey("S")).toBe("strength");
    expect(readKindKey("x")).toBe(false);
});
