import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const WAIT = 1500;

/**
 * Saves what an interviewer writes while they write. Without it the page has buttons.
 *
 * The server compares: what somebody else changed meanwhile is not overwritten, and
 * this page then asks to save by hand, which shows both wordings.
 */
export class ExitInterviewRecord extends Interaction {
    static selector = ".o_exit_record";
    dynamicContent = {
        _root: {
            "t-on-input": () => this.plan(),
            "t-on-change": () => this.plan(),
            "t-on-submit": () => this.stop(),
        },
    };

    setup() {
        this.status = this.el.querySelector(".o_exit_saved");
        this.timer = null;
        this.isSaving = false;
        this.isStopped = false;
        this.registerCleanup(() => clearTimeout(this.timer));
    }

    plan() {
        clearTimeout(this.timer);
        if (!this.isStopped) {
            this.timer = setTimeout(() => this.save(), WAIT);
        }
    }

    stop() {
        this.isStopped = true;
        clearTimeout(this.timer);
    }

    async save() {
        if (this.isSaving) {
            this.plan();
            return;
        }
        this.isSaving = true;
        const form = new FormData(this.el);
        form.set("go", "save");
        try {
            const response = await fetch(this.el.action, {method: "POST", body: form});
            const isOurs = response.headers.get("Content-Type")?.includes("json");
            if (!isOurs) {
                throw new Error("not saved");
            }
            this.show(await response.json());
        } catch {
            this.say(_t("Not saved yet: no connection, or you were signed out."));
        } finally {
            this.isSaving = false;
        }
    }

    show({version, seen, refused, over}) {
        if (over) {
            this.stop();
            this.say(
                _t("The record is closed. Copy what you wrote since, and ring us.")
            );
            return;
        }
        this.el.elements.version.value = version;
        for (const [id, mark] of Object.entries(seen)) {
            this.el.elements[`q${id}_seen`].value = mark;
        }
        if (refused.length) {
            this.say(_t("Some answers could not be saved. Press “Save” to see."));
            return;
        }
        const time = new Date().toLocaleTimeString([], {
            hour: "2-digit",
            minute: "2-digit",
        });
        this.say(_t("Saved at %s.", time));
    }

    say(words) {
        this.status.textContent = words;
    }
}

registry
    .category("public.interactions")
    .add("exit_interview_children.record", ExitInterviewRecord);
