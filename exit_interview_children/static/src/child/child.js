// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/* The pages of a child work without this. With it they save by themselves, wait for a
   connection that was lost, and read aloud where the browser has a voice. */
(function () {
    "use strict";

    const PREFIX = "exit_interview_draft:child:";
    const TIMEOUT = 10_000;
    const LONGEST_WAIT = 15_000;
    const mine = `${PREFIX}${document.body.dataset.key}:`;
    const form = document.getElementById("talk");

    // What is not saved yet lives as long as the tab, and no longer than until it is.

    function getStore() {
        try {
            return window.sessionStorage;
        } catch {
            return null;
        }
    }

    const store = getStore();

    function wipe(isOver) {
        for (const key of Object.keys(store || {})) {
            if (key.startsWith(PREFIX) && isOver(key)) {
                store.removeItem(key);
            }
        }
    }

    function tidyDrafts() {
        const {key, done, gone} = document.body.dataset;
        if (done || gone === "all") {
            wipe(() => true);
        } else if (key) {
            // Another child's words stay on no tablet.
            wipe((one) => !one.startsWith(mine));
        }
        if (gone) {
            wipe((one) => one === mine + gone);
        }
    }

    // Saving

    class Saver {
        constructor() {
            this.draftKey = mine + form.dataset.step;
            this.state = document.getElementById("save_state");
            this.saved = this.read(true);
            this.wait = 1000;
            this.timer = null;
            this.running = null;
            this.isLeaving = false;
        }

        /** Read what stands in the page, or what the server put there. */
        read(fromServer = false) {
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

        write(text) {
            for (const [name, value, content] of JSON.parse(text)) {
                const found = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
                for (const input of found) {
                    const isTick = input.type === "radio" || input.type === "checkbox";
                    if (!isTick) {
                        input.value = content;
                    } else if (input.value === value) {
                        input.checked = content;
                    }
                }
            }
            const more = form.querySelector("details.more");
            if (more && more.querySelector("textarea").value) {
                more.open = true;
            }
        }

        say(word) {
            const words = document.querySelector(`#save_words [data-word=${word}]`);
            this.state.className = `state ${word}`;
            const text = words.textContent.trim().replace(/\s+/g, " ");
            if (this.state.textContent !== text) {
                this.state.textContent = text;
            }
        }

        start() {
            const draft = store && store.getItem(this.draftKey);
            if (draft && draft !== this.saved) {
                try {
                    this.write(draft);
                    this.say("restored");
                    this.plan(0);
                } catch {
                    store.removeItem(this.draftKey);
                }
            } else if (this.read() !== this.saved) {
                // The browser itself put words back.
                this.plan(0);
            }
            form.addEventListener("input", (event) => {
                const isTyped = event.target.matches("textarea");
                this.keepDraft();
                this.plan(isTyped ? 800 : 0);
            });
            form.addEventListener("submit", (event) => {
                event.preventDefault();
                const button = event.submitter;
                this.leave((button && button.value) || "next");
            });
            window.addEventListener("online", () => this.plan(0));
        }

        keepDraft() {
            const now = this.read();
            try {
                if (now === this.saved) {
                    store.removeItem(this.draftKey);
                } else {
                    store.setItem(this.draftKey, now);
                }
            } catch {
                // A full or forbidden store: the words still stand in the page.
            }
        }

        plan(delay) {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.save(), delay);
        }

        later() {
            this.say("waiting");
            this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
        }

        send(go) {
            const data = new URLSearchParams(new FormData(form));
            data.set("go", go);
            const control = new AbortController();
            const timer = setTimeout(() => control.abort(), TIMEOUT);
            return fetch(form.action, {
                method: "POST",
                body: data,
                credentials: "same-origin",
                signal: control.signal,
            }).finally(() => clearTimeout(timer));
        }

        /** Save what stands in the page; one at a time, the latest last. */
        async save() {
            if (this.isLeaving) {
                return;
            }
            if (this.running) {
                await this.running;
            }
            if (this.read() === this.saved || this.isLeaving) {
                return;
            }
            this.running = this.saveNow();
            await this.running;
            this.running = null;
        }

        async saveNow() {
            const sent = this.read();
            try {
                const response = await this.send("save");
                if ([400, 401, 404].includes(response.status)) {
                    this.say("over");
                    return;
                }
                if (!response.ok || response.redirected) {
                    throw new Error(`status ${response.status}`);
                }
                const answer = await response.json();
                if (answer.refused) {
                    this.submitPlainly("next");
                    return;
                }
                form.elements.version.value = answer.version;
                form.querySelector("[name$=_seen]").value = answer.seen;
                this.saved = sent;
                this.wait = 1000;
                this.keepDraft();
                this.say("saved");
                if (this.read() !== sent) {
                    this.plan(0);
                }
            } catch {
                this.later();
                this.plan(this.wait);
            }
        }

        /** Save and go on; without a connection stay here, and try until there is one. */
        async leave(go) {
            if (this.isLeaving) {
                // The last touch counts.
                this.isLeaving = go;
                return;
            }
            clearTimeout(this.timer);
            this.isLeaving = go;
            if (this.running) {
                await this.running;
            }
            for (;;) {
                const answer = await this.send(this.isLeaving).catch(() => null);
                if (answer && answer.redirected) {
                    wipe((key) => key === this.draftKey);
                    window.location.assign(answer.url);
                    return;
                }
                if (answer && answer.status < 500) {
                    // A page that has something to say: have it shown.
                    this.submitPlainly(this.isLeaving);
                    return;
                }
                this.later();
                await new Promise((resolve) => {
                    setTimeout(resolve, this.wait);
                    window.addEventListener("online", resolve, {once: true});
                });
            }
        }

        submitPlainly(go) {
            const field = document.createElement("input");
            field.type = "hidden";
            field.name = "go";
            field.value = go;
            form.append(field);
            HTMLFormElement.prototype.submit.call(form);
        }
    }

    // Reading aloud

    function offerVoice() {
        const button = document.getElementById("aloud");
        const synth = window.speechSynthesis;
        if (!button || !synth || !window.SpeechSynthesisUtterance) {
            return;
        }
        const lang = document.documentElement.lang;
        const [off, on] = [button.querySelector(".off"), button.querySelector(".on")];

        function findVoice() {
            const voices = synth.getVoices();
            const language = lang.slice(0, 2).toLowerCase();
            return (
                voices.find((voice) => voice.lang.replace("_", "-") === lang) ||
                voices.find((voice) => voice.lang.toLowerCase().startsWith(language))
            );
        }

        function show(isReading) {
            off.hidden = isReading;
            on.hidden = !isReading;
        }

        function read() {
            const marked = "main [data-aloud], main .words p, main .words li";
            const texts = [...document.querySelectorAll(marked)]
                .filter((element) => element.offsetParent)
                .map((element) => element.textContent.trim().replace(/\s+/g, " "));
            const voice = findVoice();
            show(true);
            texts.forEach((text, index) => {
                const speech = new SpeechSynthesisUtterance(text);
                speech.voice = voice;
                speech.lang = voice.lang;
                speech.rate = document.body.matches(".band_young") ? 0.85 : 0.95;
                if (index === texts.length - 1) {
                    speech.onend = () => show(false);
                }
                synth.speak(speech);
            });
        }

        button.addEventListener("click", () => {
            if (on.hidden) {
                read();
            } else {
                synth.cancel();
                show(false);
            }
        });
        window.addEventListener("pagehide", () => synth.cancel());
        const offer = () => {
            button.hidden = !findVoice();
        };
        if (synth.addEventListener) {
            synth.addEventListener("voiceschanged", offer);
        }
        offer();
    }

    // A second touch on a button sends nothing twice.

    function guardForms() {
        for (const other of document.querySelectorAll("form:not(#talk)")) {
            other.addEventListener("submit", (event) => {
                if (other.dataset.sent) {
                    event.preventDefault();
                }
                other.dataset.sent = "1";
            });
        }
        window.addEventListener("pageshow", (event) => {
            for (const other of document.querySelectorAll("form[data-sent]")) {
                delete other.dataset.sent;
            }
            if (event.persisted) {
                // What the browser kept of a page may not be true any more.
                window.location.reload();
            }
        });
    }

    tidyDrafts();
    guardForms();
    offerVoice();
    if (form) {
        new Saver().start();
    }
    const alert = document.querySelector("[role=alert]");
    if (alert) {
        alert.setAttribute("tabindex", "-1");
        alert.focus();
    }
})();
