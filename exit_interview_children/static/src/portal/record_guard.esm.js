import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {drafts} from "./record_drafts.esm";
import {registry} from "@web/core/registry";

const PLACE = /^\/my\/conversations\/([^/]+)(?:\/([\w-]+))?$/;
// From here on others hold the device, or the record is closed.
const LAST_STEPS = ["start", "hand-in"];

/**
 * Sees to it that nobody gives the device away, hands in or signs out with words that
 * are not saved; and that none stay behind when the record is closed.
 */
export class ExitInterviewRecordGuard extends Interaction {
    static selector = "#wrapwrap";
    dynamicContent = {
        "a[href*='/web/session/logout']": {"t-on-click": this.onSignOut},
        ".o_exit_portal form": {"t-on-submit": this.onSubmit},
    };

    setup() {
        const {pathname, search} = window.location;
        const [, reference, step] = pathname.match(PLACE) || [];
        const isHandedIn = new URLSearchParams(search).get("done") === "handed";
        const isClosed = step === "record" && !this.el.querySelector(".o_exit_record");
        if (reference && (isHandedIn || isClosed)) {
            drafts.keep(reference, 0, {});
        }
    }

    onSignOut(event) {
        if (!drafts.exist()) {
            return;
        }
        event.preventDefault();
        const {href} = event.currentTarget;
        this.services.dialog.add(ConfirmationDialog, {
            title: _t("Something is not saved yet"),
            body: _t(
                "What you wrote last has not arrived yet. If you sign out now, it is lost."
            ),
            confirmLabel: _t("Sign out and lose it"),
            confirmClass: "btn-danger",
            confirm: () => {
                drafts.wipe();
                window.location.assign(href);
            },
            cancelLabel: _t("Stay"),
            cancel: () => undefined,
        });
    }

    onSubmit(event) {
        const {pathname} = new URL(event.currentTarget.action);
        const [, reference, step] = pathname.match(PLACE) || [];
        if (LAST_STEPS.includes(step) && drafts.find(reference)) {
            event.preventDefault();
            // There it is put back and saved.
            window.location.assign(`/my/conversations/${reference}/record`);
        }
    }
}

registry
    .category("public.interactions")
    .add("exit_interview_children.record_guard", ExitInterviewRecordGuard);
