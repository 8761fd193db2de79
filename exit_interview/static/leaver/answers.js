// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/* Pages with questions: opens questions at once, and keeps what is not saved yet. */
(function () {
    "use strict";

    const marks = document.getElementById("drafts");
    const form = document.querySelector("form.questions");
    const PREFIX = "exit_interview_draft:";

    // A conditional question opens as soon as it is asked for.

    function isChosen(questionId, value) {
        const names = [`q${questionId}_value`, `q${questionId}_choice`];
        return names.some((name) =>
            [...form.querySelectorAll(`[name="${name}"]`)].some(
                (input) => input.checked && input.value === value
            )
        );
    }

    function isAsked(block) {
        const {depends, parent, value} = block.dataset;
        const above = parent && document.getElementById(`q${parent}`);
        if (above && above.hidden) {
            return false;
        }
        const earlier = depends && document.getElementById(`q${depends}`);
        if (!earlier) {
            // What it waits for stands on another page: the server has decided.
            return !depends || !block.hidden;
        }
        return !earlier.hidden && isChosen(depends, value);
    }

    function openQuestions() {
        for (const block of form.querySelectorAll(".question")) {
            block.hidden = !isAsked(block);
            if (!block.hidden) {
                block.querySelector(".shown").value = "1";
            }
        }
    }

    // Drafts live as long as the tab, and no longer than until they are saved.

    function getStore() {
        try {
            return window.sessionStorage;
        } catch {
            return null;
        }
    }

    const store = getStore();

    function getKey(part) {
        return `${PREFIX}${marks.dataset.key}:${part}`;
    }

    function wipe(start) {
        for (const key of Object.keys(store || {})) {
            if (key.startsWith(start)) {
                store.removeItem(key);
            }
        }
    }

    /** Read what stands in the form, or what the server put there. */
    function readFields(fromServer = false) {
        const fields = [];
        for (const input of form.querySelectorAll("input, textarea")) {
            if (input.type === "hidden") {
                continue;
            }
            const isTick = input.type === "radio" || input.type === "checkbox";
            const [ticked, text] = fromServer
                ? [input.defaultChecked, input.defaultValue]
                : [input.checked, input.value];
            fields.push([
                input.name,
                isTick ? input.value : "",
                isTick ? ticked : text,
            ]);
        }
        return JSON.stringify(fields);
    }

    function writeFields(text) {
        for (const [name, value, content] of JSON.parse(text)) {
            for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
                const isTick = input.type === "radio" || input.type === "checkbox";
                if (!isTick) {
                    input.value = content;
                } else if (input.value === value) {
                    input.checked = content;
                }
            }
        }
    }

    function keepDraft(shown) {
        const now = readFields();
        try {
            if (now === shown) {
                store.removeItem(getKey(form.dataset.part));
            } else {
                store.setItem(getKey(form.dataset.part), now);
            }
        } catch {
            // A full or forbidden store: the page is saved by its button all the same.
        }
    }

    function offerDraft(draft, shown) {
        const note = document.getElementById("draft_note");
        note.hidden = false;
        note.querySelector(".take").addEventListener("click", () => {
            writeFields(draft);
            openQuestions();
            keepDraft(shown);
            note.hidden = true;
            form.querySelector("input:not([type=hidden]), textarea").focus();
        });
        note.querySelector(".drop").addEventListener("click", () => {
            store.removeItem(getKey(form.dataset.part));
            note.hidden = true;
        });
    }

    document.addEventListener(
        "click",
        (event) => {
            if (event.target.closest("a.exit")) {
                wipe(PREFIX);
            }
        },
        true
    );
    if (!marks) {
        return;
    }
    if (marks.dataset.done) {
        wipe(PREFIX);
    } else if (marks.dataset.saved) {
        wipe(getKey(marks.dataset.saved));
    }
    if (!form) {
        return;
    }
    form.addEventListener("change", openQuestions);
    openQuestions();
    if (store) {
        const shown = readFields(true);
        const draft = store.getItem(getKey(form.dataset.part));
        // A browser that was only reloaded has put the words back by itself.
        if (draft && draft !== shown && draft !== readFields()) {
            offerDraft(draft, shown);
        }
        form.addEventListener("input", () => keepDraft(shown));
        form.addEventListener("change", () => keepDraft(shown));
    }
})();
