// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {InterviewScreen} from "../interview_screen/interview_screen.esm";
import {_t} from "@web/core/l10n/translation";
import {createInterviewStore} from "../interview_store/interview_store.esm";
import {registry} from "@web/core/registry";

/** What the store saves goes nowhere: each save succeeds as the next version. */
const nowhere = {
    silent: {
        call: (model, method, [, , version]) => Promise.resolve(version + 1),
    },
};

/** The interview screen with nobody in it, to try a questionnaire. */
export class InterviewPreview extends InterviewScreen {
    static template = "exit_interview.InterviewPreview";
    static path = "exit-preview";
    static displayName = _t("Preview");

    get sessionId() {
        const {action, resId} = this.props;
        return action.params?.questionnaire_id || resId || action.context?.active_id;
    }

    async load() {
        if (!this.sessionId) {
            return;
        }
        const form = await this.orm.call(
            "exit.interview.questionnaire",
            "get_preview",
            [[this.sessionId]]
        );
        this.live.store = createInterviewStore(nowhere, form);
        this.parts = this.getParts(form.questionnaire);
        const wanted = this.props.action.params?.part;
        this.state.part = this.parts.some((part) => part.code === wanted)
            ? wanted
            : this.parts[0].code;
        this.env.config.setDisplayName(_t("Preview"));
        this.updateUrl();
    }

    get saveState() {
        return {
            icon: "fa-eye",
            text: _t("Preview: nothing you enter is kept"),
            color: "info",
        };
    }

    onRaiseConcern() {
        this.notification.add(
            _t("In a conversation, the dialog to pass on a concern opens here."),
            {type: "info"}
        );
    }

    refresh() {
        // There is nobody to hear news from.
    }

    beforeUnload() {
        // There is nothing to lose.
    }

    beforeLeave() {
        return Promise.resolve(true);
    }

    openList() {
        this.action.doAction("exit_interview.exit_interview_questionnaire_action", {
            clearBreadcrumbs: true,
        });
    }

    openQuestionnaire() {
        const breadcrumb = this.env.config.breadcrumbs?.at(-2);
        if (breadcrumb?.isFormView) {
            breadcrumb.onSelected();
            return;
        }
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "exit.interview.questionnaire",
            res_id: this.sessionId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("exit_interview.preview", InterviewPreview);
