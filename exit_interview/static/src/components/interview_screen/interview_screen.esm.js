// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    useRef,
    useState,
    useSubEnv,
} from "@odoo/owl";
import {AddFileDialog} from "../add_file/add_file.esm";
import {ConfirmDialog, HeldDialog} from "../interview_dialogs/interview_dialogs.esm";
import {
    createInterviewStore,
    getErrorText,
} from "../interview_store/interview_store.esm";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {InterviewCorrection} from "../interview_correction/interview_correction.esm";
import {InterviewPermission} from "../interview_permission/interview_permission.esm";
import {InterviewQuestion} from "../interview_question/interview_question.esm";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {choosesConcern, containsWord} from "../interview_logic/interview_logic.esm";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {getDefaultConfig} from "@web/views/view";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const {DateTime} = luxon;
const REFRESH_INTERVAL = 30000;
const GUIDANCE_KEY = "exit_interview.guidance";
const APP = "exit_interview.exit_interview_menu_root";
const INTRODUCTION = "introduction";
const CLOSING = "closing";
const PERMISSIONS = "permissions";

/** The one screen of the interviewer: who, when, where, what is known, the questions. */
export class InterviewScreen extends Component {
    static template = "exit_interview.InterviewScreen";
    static components = {
        InterviewCorrection,
        InterviewPermission,
        InterviewQuestion,
        Layout,
    };
    static props = {...standardActionServiceProps};
    static path = "exit-conversation";
    static displayName = _t("Conversation");

    setup() {
        useSubEnv({config: {...getDefaultConfig(), ...this.env.config}});
        this.orm = useService("orm");
        this.action = useService("action");
        this.menu = useService("menu");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.contentRef = useRef("content");
        this.state = useState({
            part: INTRODUCTION,
            showFacts: null,
            showBriefing: false,
            showGuidance: browser.sessionStorage.getItem(GUIDANCE_KEY) !== "no",
        });
        this.live = useState({store: null});
        this.suggestions = [
            _t("In the conversation"),
            _t("In writing"),
            _t("By e-mail"),
            _t("By telephone"),
        ];
        useSetupAction({
            beforeLeave: (options) => this.beforeLeave(options),
            beforeUnload: (ev) => this.beforeUnload(ev),
            beforeVisibilityChange: () => this.onVisibilityChange(),
        });
        onWillStart(() => this.load());
        onMounted(() => this.watch());
        onWillUnmount(() => this.unwatch());
    }

    // === OPEN === //

    get store() {
        return this.live.store;
    }

    get sessionId() {
        const {action, resId} = this.props;
        return action.params?.session_id || resId || action.context?.active_id;
    }

    async load() {
        if (!this.sessionId) {
            return;
        }
        const form = await this.orm.call("exit.interview.session", "get_form", [
            [this.sessionId],
        ]);
        this.live.store = createInterviewStore(this.orm, form);
        this.parts = this.getParts(form.questionnaire);
        const wanted = this.props.action.params?.part;
        this.state.part = this.parts.some((part) => part.code === wanted)
            ? wanted
            : this.getFirstPart();
        this.env.config.setDisplayName(_t("Conversation"));
        this.updateUrl();
    }

    /** A link from a mail opens the screen; the menus of our app belong above it. */
    showApp() {
        const app = this.menu.getApps().find((one) => one.xmlid === APP);
        if (app && this.menu.getCurrentApp()?.id !== app.id) {
            this.menu.setCurrentMenu(app);
        }
    }

    getParts({introduction, guidance, closing, sections}) {
        const parts = sections.map((section) => ({
            code: section.code,
            name: section.name,
            isProtected: section.is_protected,
            section,
        }));
        if (introduction || guidance) {
            parts.unshift({code: INTRODUCTION, name: _t("Before you begin")});
        }
        if (closing) {
            parts.push({code: CLOSING, name: _t("To finish")});
        }
        return [...parts, {code: PERMISSIONS, name: _t("Permissions")}];
    }

    /** Begin at the beginning; later, where the writing stopped. */
    getFirstPart() {
        if (this.store.isFollowUp) {
            // It is answered already: what matters is to go through it again.
            return this.parts[0].code;
        }
        const hasAnswers = Object.keys(this.store.answers).length > 0;
        const isOpen = ({section}) => {
            const {answered, total} = this.store.getProgress(section);
            return answered < total;
        };
        const sections = this.parts.filter((part) => part.section);
        const part =
            hasAnswers && this.store.isWritable
                ? sections.find(isOpen) || this.parts.at(-1)
                : this.parts[0];
        return part.code;
    }

    /** A reload of the page opens the same part of the same conversation. */
    updateUrl() {
        this.props.updateActionState({
            resId: this.sessionId,
            active_id: false,
            part: this.state.part,
        });
    }

    openList() {
        this.action.doAction("exit_interview.exit_interview_session_action", {
            clearBreadcrumbs: true,
        });
    }

    openCase() {
        const breadcrumb = this.env.config.breadcrumbs?.at(-2);
        if (breadcrumb?.isFormView) {
            breadcrumb.onSelected();
            return;
        }
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "exit.interview",
            res_id: this.store.case.id,
            views: [[false, "form"]],
        });
    }

    // === STAY UP TO DATE, LEAVE === //

    watch() {
        // The web client sets the menus of the last app used once we are mounted.
        browser.setTimeout(() => this.showApp());
        this.onOnline = () => this.store?.queue.flush();
        browser.addEventListener("online", this.onOnline);
        this.interval = browser.setInterval(() => this.refresh(), REFRESH_INTERVAL);
    }

    unwatch() {
        browser.removeEventListener("online", this.onOnline);
        browser.clearInterval(this.interval);
        this.store?.queue.stop();
    }

    refresh() {
        const isTroubled = ["offline", "signed_out", "failed"].includes(
            this.store?.save.status
        );
        if (this.store && !document.hidden && !isTroubled) {
            this.store.refreshSoon();
        }
    }

    onVisibilityChange() {
        if (!this.store) {
            return;
        }
        this.store.queue.flush();
        if (!document.hidden && Date.now() - this.store.lastSync > REFRESH_INTERVAL) {
            this.refresh();
        }
    }

    beforeUnload(ev) {
        if (this.store?.isUnsaved) {
            this.store.queue.flush();
            ev.preventDefault();
            ev.returnValue = "";
        }
    }

    async beforeLeave({forceLeave} = {}) {
        if (!this.store || forceLeave) {
            return true;
        }
        await this.store.flush();
        if (!this.store.isUnsaved) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Not everything is saved"),
                    body: this.store.save.isUnsaved
                        ? _t(
                              "Some words have not reached the server yet. If you leave now, they are lost."
                          )
                        : _t("A permission was chosen and not recorded."),
                    confirmLabel: _t("Stay here"),
                    cancelLabel: _t("Leave all the same"),
                    confirm: () => resolve(false),
                    cancel: () => resolve(true),
                    dismiss: () => resolve(false),
                },
                {onClose: () => resolve(false)}
            );
        });
    }

    // === SHOW === //

    get start() {
        return deserializeDateTime(this.store.session.date_start);
    }

    get dateText() {
        return this.start.toLocaleString(DateTime.DATE_HUGE);
    }

    get timeText() {
        const start = this.start.toLocaleString(DateTime.TIME_SIMPLE);
        const {date_end} = this.store.session;
        if (!date_end) {
            return start;
        }
        const end = deserializeDateTime(date_end);
        const format = end.hasSame(this.start, "day")
            ? DateTime.TIME_SIMPLE
            : DateTime.DATETIME_MED;
        return `${start} – ${end.toLocaleString(format)}`;
    }

    get place() {
        const {mode, location} = this.store.session;
        return [mode, location].filter(Boolean).join(", ");
    }

    /** What is known stands open until the questions begin. */
    get showsFacts() {
        return this.state.showFacts ?? this.part.code === INTRODUCTION;
    }

    get facts() {
        const facts = [
            {label: _t("Interviewer"), text: this.store.session.interviewer},
        ];
        return [...facts, ...this.store.case.facts].filter((fact) => fact.text);
    }

    /**
     * What the interviewer knows beforehand, for them alone: closed until they open it,
     * and again as soon as the questions begin. The leaver may sit beside them.
     */
    get showsBriefing() {
        return this.state.showBriefing && this.part.code === INTRODUCTION;
    }

    /** How many answers the follow-up left other than they were at first. */
    get alteredText() {
        const count = this.store.alteredCount;
        return count
            ? _t("Differs from the first conversation: %s", count)
            : _t("Nothing differs from the first conversation yet");
    }

    /** The two versions lead to each other. */
    get otherVersion() {
        const {first_id, follow_up_id} = this.store.session;
        if (first_id) {
            return {id: first_id, label: _t("Read the first conversation")};
        }
        return follow_up_id && {id: follow_up_id, label: _t("Open the follow-up")};
    }

    openOtherVersion() {
        this.action.doAction({
            type: "ir.actions.client",
            tag: "exit_interview.interview",
            params: {session_id: this.otherVersion.id},
        });
    }

    get kindLabel() {
        return {follow_up: _t("Follow-up"), survey: _t("Survey")}[
            this.store.session.kind
        ];
    }

    /** Telephone numbers to tap on; a dial takes digits only. */
    get phones() {
        return this.store.participants
            .filter(({phone}) => phone)
            .map((one) => ({...one, number: one.phone.replace(/[^+\d]/g, "")}));
    }

    /** Typed in later: when, beside the day on which it took place. */
    get recordedText() {
        const {date_recorded} = this.store.session;
        if (!date_recorded) {
            return "";
        }
        const date = deserializeDateTime(date_recorded);
        return _t("entered on %s", date.toLocaleString(DateTime.DATE_MED));
    }

    get topics() {
        return this.store.participants.filter((participant) => participant.topics);
    }

    get needs() {
        return this.store.participants.filter((participant) => participant.needs);
    }

    get stage() {
        const {session} = this.store;
        const case_ = this.store.case;
        if (session.state === "cancelled") {
            return {label: _t("Cancelled"), color: "secondary"};
        }
        if (session.state === "planned") {
            return {label: _t("Planned"), color: "info"};
        }
        // Each version of the record is confirmed by itself.
        const confirmed = session.confirmed ?? case_.confirmed;
        if (confirmed) {
            return {label: _t("Confirmed: %s", confirmed), color: "success"};
        }
        if (session.date_handed_in) {
            return {label: _t("Handed in"), color: "success"};
        }
        return {label: _t("Held"), color: "success"};
    }

    get saveState() {
        const {status, savedAt} = this.store.save;
        if (!this.store.isWritable && status === "saved") {
            return {icon: "fa-eye", text: _t("To read only"), color: "muted"};
        }
        const time =
            savedAt &&
            DateTime.fromMillis(savedAt).toLocaleString(DateTime.TIME_SIMPLE);
        return {
            saved: {
                icon: "fa-check",
                text: time ? _t("All saved %s", time) : _t("All saved"),
                color: "success",
            },
            saving: {icon: "fa-refresh", text: _t("Saving…"), color: "muted"},
            conflict: {
                icon: "fa-users",
                text: _t("Not saved: two people wrote the same answer"),
                color: "danger",
            },
            refused: {
                icon: "fa-exclamation-triangle",
                text: _t("Not saved: please look at the marked answer"),
                color: "danger",
            },
            offline: {
                icon: "fa-plug",
                text: _t("Not saved yet, trying again: keep this page open"),
                color: "danger",
            },
            failed: {
                icon: "fa-exclamation-triangle",
                text: _t("Not saved yet, trying again: keep this page open"),
                color: "danger",
            },
            signed_out: {
                icon: "fa-sign-in",
                text: _t("Not saved yet: you were signed out. Keep this page open and"),
                color: "danger",
            },
        }[status];
    }

    get part() {
        return this.parts.find((part) => part.code === this.state.part);
    }

    get partIndex() {
        return this.parts.indexOf(this.part);
    }

    get previousPart() {
        return this.parts[this.partIndex - 1];
    }

    get nextPart() {
        return this.parts[this.partIndex + 1];
    }

    get visibleQuestions() {
        return this.part.section.questions.filter((question) =>
            this.store.isVisible(question)
        );
    }

    get hasGuidance() {
        return Boolean(
            this.part.section?.questions.some(
                (question) =>
                    question.guidance ||
                    question.children.some((child) => child.guidance)
            )
        );
    }

    /** Return how far a part is: {done, total} to draw, or nothing to count. */
    getPartProgress(part) {
        if (part.section) {
            const {answered, total} = this.store.getProgress(part.section);
            return {done: answered, total};
        }
        if (part.code === PERMISSIONS) {
            const {shares} = this.store.permissions;
            const done = shares.filter((share) => share.permission !== "undecided");
            return {done: done.length, total: shares.length};
        }
        return {done: 0, total: 0};
    }

    getPartLabel(part) {
        const {done, total} = this.getPartProgress(part);
        return total ? `${part.name} (${done}/${total})` : part.name;
    }

    /** Return whether a part holds an answer that could not be saved. */
    isTroubled(part) {
        const ids = [
            ...Object.keys(this.store.conflicts),
            ...Object.keys(this.store.refused),
        ].map(Number);
        return Boolean(
            part.section?.questions
                .flatMap((question) => [question, ...question.children])
                .some((question) => ids.includes(question.id))
        );
    }

    /** Return the open corrections whose question is asked in a part. */
    getPartCorrections(part) {
        const ids = (part.section?.questions || [])
            .filter((question) => this.store.isVisible(question))
            .flatMap((question) => [
                question,
                ...question.children.filter((child) => this.store.isVisible(child)),
            ])
            .map((question) => question.id);
        return this.store.openCorrections.filter((one) =>
            ids.includes(one.question_id)
        );
    }

    get correctedParts() {
        return this.parts.filter((part) => this.getPartCorrections(part).length);
    }

    /** What stands beside no question: the whole record, or one not asked any more. */
    get looseCorrections() {
        const beside = this.correctedParts.flatMap((part) =>
            this.getPartCorrections(part)
        );
        return this.store.openCorrections.filter((one) => !beside.includes(one));
    }

    get totals() {
        return this.parts
            .filter((part) => part.section)
            .map((part) => this.store.getProgress(part.section))
            .reduce(
                (sum, {answered, total}) => ({
                    done: sum.done + answered,
                    total: sum.total + total,
                }),
                {done: 0, total: 0}
            );
    }

    /** What may mean a concern: a prompt for the interviewer, no decision. */
    get promptsConcern() {
        const questions = this.part.section.questions.flatMap((question) => [
            question,
            ...question.children,
        ]);
        const answers = questions.map(({id}) => this.store.getAnswer(id));
        const texts = answers.flatMap(({text, comment}) => [text, comment]);
        return (
            containsWord(texts, this.store.case.concern_words) ||
            questions.some((question, index) =>
                choosesConcern(question, answers[index])
            )
        );
    }

    // === DO === //

    openPart(code) {
        this.store.queue.flush();
        this.state.part = code;
        this.state.showBriefing = false;
        this.updateUrl();
        this.contentRef.el?.closest(".o_content")?.scrollTo(0, 0);
    }

    onSelectPart(ev) {
        this.openPart(ev.target.value);
    }

    onToggleFacts() {
        this.state.showFacts = !this.showsFacts;
    }

    onToggleBriefing() {
        this.state.showBriefing = !this.state.showBriefing;
    }

    onToggleGuidance() {
        this.state.showGuidance = !this.state.showGuidance;
        browser.sessionStorage.setItem(
            GUIDANCE_KEY,
            this.state.showGuidance ? "yes" : "no"
        );
    }

    async onMarkHeld() {
        await this.store.flush();
        this.dialog.add(HeldDialog, {
            planned: this.start,
            apply: (start, end) => this.store.markHeld(start, end),
            onDone: () => this.openPart(PERMISSIONS),
        });
    }

    async onRaiseConcern() {
        await this.store.flush();
        this.action.doAction("exit_interview.exit_interview_concern_raise_action", {
            additionalContext: {default_case_id: this.store.case.id},
        });
    }

    async onHandIn() {
        if (!(await this.isAllSaved())) {
            return;
        }
        const {done, total} = this.totals;
        this.dialog.add(ConfirmationDialog, {
            title: _t("Hand in the record"),
            body: _t(
                "%(done)s of %(total)s questions have an answer. You can still correct the record until it is confirmed.",
                {done, total}
            ),
            confirmLabel: _t("Hand in"),
            cancelLabel: _t("Not yet"),
            confirm: () => this.attempt(() => this.store.handIn()),
            cancel: () => {
                // Nothing to take back.
            },
        });
    }

    async onSendCheck() {
        if (!(await this.isAllSaved())) {
            return;
        }
        await this.attempt(async () => {
            await this.store.sendCheck();
            this.notification.add(
                _t("The leaver gets a link to read, correct and sign the record."),
                {type: "success"}
            );
        });
    }

    onAddFile() {
        this.dialog.add(AddFileDialog, {
            recordId: this.store.case.id,
            kind: "paper_form",
        });
    }

    async onConfirm() {
        if (!(await this.isAllSaved())) {
            return;
        }
        this.dialog.add(ConfirmDialog, {
            options: this.store.case.confirm_options,
            apply: (how, date) => this.store.confirm(how, date),
        });
    }

    async isAllSaved() {
        const isSaved = await this.store.flush();
        if (!isSaved) {
            this.notification.add(
                _t("Some answers are not saved yet. Look at them first."),
                {type: "warning"}
            );
        }
        return isSaved;
    }

    async attempt(step) {
        try {
            await step();
        } catch (error) {
            this.notification.add(getErrorText(error), {type: "warning", sticky: true});
        }
    }
}

registry.category("actions").add("exit_interview.interview", InterviewScreen);
