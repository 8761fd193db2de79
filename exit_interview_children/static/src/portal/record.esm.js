import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {drafts} from "./record_drafts.esm";
import {registry} from "@web/core/registry";

const WAIT = 1500;
const LONGEST_WAIT = 15_000;
const TIMEOUT = 20_000;

/** What came back is no answer of ours: the login has ended. */
class SignedOut extends Error {}

/** The page is not there for this user (any more). */
class Closed extends Error {}

/**
 * Saves what an interviewer writes while they write, and keeps trying where the
 * connection is bad. Without it the page has buttons.
 *
 * The server compares: what somebody else changed meanwhile is not overwritten, and
 * this page then asks to save by hand, which shows both wordings.
 */
export class ExitInterviewRecord extends Interaction {
    static selector = ".o_exit_record";
    dynamicContent = {
        _root: {
            "t-on-input": this.onChange,
            "t-on-change": this.onChange,
            "t-on-submit": this.onSubmit,
        },
        _window: {
            "t-on-online": () => this.plan(0),
            // What the browser kept of a page may not be true any more.
            "t-on-pageshow": (event) => event.persisted && window.location.reload(),
        },
    };

    setup() {
        this.status = this.el.querySelector(".o_exit_saved");
        this.reference = new URL(this.el.action).pathname.split("/").at(-2);
        this.blocks = [...this.el.querySelectorAll(".o_exit_question")];
        this.timer = null;
        this.wait = WAIT;
        this.isSaving = false;
        this.isOver = false;
        // Where to go once everything is saved: the value of the button.
        this.goal = null;
        // As it stands on the server; what the server refused stands nowhere yet.
        this.saved = Object.fromEntries(
            this.blocks.map((block) => [
                block.id,
                block.querySelector(".alert-danger") ? "" : this.read(block, true),
            ])
        );
        this.registerCleanup(() => clearTimeout(this.timer));
    }

    start() {
        const isRestored = this.restore();
        this.keepDraft();
        if (isRestored) {
            this.say(_t("What was not saved before is put back."));
            this.plan(0);
        }
    }

    // What stands in the page

    read(block, fromServer = false) {
        const fields = [];
        for (const input of block.querySelectorAll("input, textarea")) {
            if (input.type === "hidden") {
                continue;
            }
            const isTick = ["radio", "checkbox"].includes(input.type);
            const [ticked, text] = fromServer
                ? [input.defaultChecked, input.defaultValue]
                : [input.checked, input.value];
            const content = isTick ? ticked : text;
            fields.push([input.name, isTick ? input.value : "", content]);
        }
        return JSON.stringify(fields);
    }

    write(block, text) {
        for (const [name, value, content] of JSON.parse(text)) {
            for (const input of block.querySelectorAll(
                `[name="${CSS.escape(name)}"]`
            )) {
                const isTick = ["radio", "checkbox"].includes(input.type);
                if (!isTick) {
                    input.value = content;
                } else if (input.value === value) {
                    input.checked = content;
                }
            }
        }
    }

    readAll() {
        return Object.fromEntries(
            this.blocks.map((block) => [block.id, this.read(block)])
        );
    }

    getUnsaved() {
        return this.blocks.filter((block) => this.read(block) !== this.saved[block.id]);
    }

    getSeen(block) {
        return this.el.elements[`${block.id}_seen`];
    }

    // Drafts

    keepDraft() {
        const questions = Object.fromEntries(
            this.getUnsaved().map((block) => [
                block.id,
                {fields: this.read(block), seen: this.getSeen(block).value},
            ])
        );
        drafts.keep(this.reference, this.el.elements.version.value, questions);
    }

    /**
     * Put back what was not saved, as of the record that it was written upon: the server
     * then finds what others changed since, and overwrites none of it.
     *
     * @returns {Boolean} whether there is anything to save
     */
    restore() {
        const draft = drafts.find(this.reference);
        for (const block of this.blocks) {
            const kept = draft?.questions[block.id];
            if (kept && kept.fields !== this.read(block, true)) {
                this.write(block, kept.fields);
                this.getSeen(block).value = kept.seen;
                this.el.elements.version.value = draft.version;
            }
        }
        return this.blocks.some((block) => this.read(block) !== this.read(block, true));
    }

    // Saving

    onChange() {
        // Whoever goes on writing stays.
        this.goal = null;
        this.keepDraft();
        this.plan(WAIT);
    }

    onSubmit(event) {
        event.preventDefault();
        this.goal = event.submitter?.value || "more";
        this.save();
    }

    plan(delay) {
        clearTimeout(this.timer);
        if (!this.isOver) {
            this.timer = setTimeout(() => this.save(), delay);
        }
    }

    /** Save what is new; one at a time, the latest last, until it has arrived. */
    async save() {
        clearTimeout(this.timer);
        if (this.isSaving || this.isOver || !(this.goal || this.getUnsaved().length)) {
            return;
        }
        this.isSaving = true;
        try {
            const sent = this.readAll();
            this.show(await this.send(), sent);
            this.wait = WAIT;
        } catch (error) {
            this.showProblem(error);
            if (!this.isOver) {
                this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
                this.plan(this.wait);
            }
        } finally {
            this.isSaving = false;
        }
    }

    async send(isSecond = false) {
        const data = new FormData(this.el);
        data.set("go", "save");
        const response = await this.fetch({method: "POST", body: data});
        if (response.headers.get("Content-Type")?.includes("json")) {
            return response.json();
        }
        if (response.status === 400 && !isSecond) {
            // Signed in anew, perhaps in another window: this page's mark is too old.
            await this.renewMark();
            return this.send(true);
        }
        throw new Error(`status ${response.status}`);
    }

    async renewMark() {
        const response = await this.fetch({});
        const page = new DOMParser().parseFromString(
            await response.text(),
            "text/html"
        );
        const mark = page.querySelector(".o_exit_record [name=csrf_token]")?.value;
        if (!mark) {
            throw new Error("no mark");
        }
        for (const input of document.querySelectorAll("[name=csrf_token]")) {
            input.value = mark;
        }
    }

    async fetch(options) {
        const control = new AbortController();
        const timer = setTimeout(() => control.abort(), TIMEOUT);
        const response = await fetch(this.el.action, {
            ...options,
            signal: control.signal,
        }).finally(() => clearTimeout(timer));
        if (new URL(response.url).pathname.startsWith("/web/login")) {
            throw new SignedOut();
        }
        if (response.status === 404) {
            throw new Closed();
        }
        return response;
    }

    // What the writer is told

    show({version, seen, refused, over}, sent) {
        if (over) {
            throw new Closed();
        }
        this.el.elements.version.value = version;
        for (const [id, mark] of Object.entries(seen)) {
            const key = `q${id}`;
            this.el.elements[`${key}_seen`].value = mark;
            this.saved[key] = sent[key];
        }
        this.keepDraft();
        if (refused.length && this.goal) {
            this.submitPlainly();
            return;
        }
        if (refused.length) {
            this.say(_t("Some answers could not be saved. Press “Save” to see."));
            return;
        }
        const isMore = this.getUnsaved().length > 0;
        if (isMore) {
            this.plan(this.goal ? 0 : WAIT);
        } else if (this.goal) {
            this.leave();
            return;
        }
        const time = new Date().toLocaleTimeString([], {
            hour: "2-digit",
            minute: "2-digit",
        });
        this.say(_t("Saved at %s.", time));
    }

    showProblem(error) {
        if (error instanceof Closed) {
            this.isOver = true;
            drafts.keep(this.reference, 0, {});
            this.warn(
                _t("The record is closed. Copy what you wrote since, and ring us.")
            );
        } else if (error instanceof SignedOut) {
            this.warn(
                _t("You were signed out. What you wrote is kept in this window.")
            );
            const link = document.createElement("a");
            const {pathname} = new URL(this.el.action);
            link.href = `/web/login?redirect=${encodeURIComponent(pathname)}`;
            link.className = "ms-1";
            link.textContent = _t("Sign in again");
            this.status.append(link);
        } else {
            this.warn(
                _t(
                    "There is no connection just now. What you wrote is kept here, and we keep trying."
                )
            );
        }
    }

    say(words, isWarning = false) {
        this.status.classList.toggle("o_exit_waiting", isWarning);
        if (this.status.textContent !== String(words)) {
            this.status.textContent = words;
        }
    }

    warn(words) {
        this.say(words, true);
    }

    // On to the next page

    leave() {
        this.isOver = true;
        const {pathname} = new URL(this.el.action);
        const place =
            this.goal === "done" ? pathname.replace(/\/record$/, "") : pathname;
        window.location.assign(`${place}?done=saved`);
    }

    /** Let the server show what it refused, beside what stands there. */
    submitPlainly() {
        this.isOver = true;
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "go";
        field.value = this.goal;
        this.el.append(field);
        HTMLFormElement.prototype.submit.call(this.el);
    }
}

registry
    .category("public.interactions")
    .add("exit_interview_children.record", ExitInterviewRecord);
