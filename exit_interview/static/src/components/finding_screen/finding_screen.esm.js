// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {
    Component,
    onMounted,
    onWillStart,
    useExternalListener,
    useRef,
    useState,
    useSubEnv,
} from "@odoo/owl";
import {getLines, joinLines} from "../finding_logic/finding_logic.esm";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {FindingEditor} from "../finding_editor/finding_editor.esm";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {getDefaultConfig} from "@web/views/view";
import {getErrorText} from "../interview_store/interview_store.esm";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const CASE = "exit.interview";
const FINDING = "exit.interview.finding";

/** From answers to findings: an interview in minutes, by keyboard or mouse. */
export class FindingScreen extends Component {
    static template = "exit_interview.FindingScreen";
    static components = {FindingEditor, Layout};
    static props = {...standardActionServiceProps};
    static path = "exit-learning";
    static displayName = _t("Findings");

    setup() {
        useSubEnv({config: {...getDefaultConfig(), ...this.env.config}});
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.listRef = useRef("list");
        this.kindLabels = {
            strength: _t("Strength"),
            worry: _t("Worry"),
            idea: _t("Idea"),
        };
        this.state = useState({
            form: null,
            cursor: 0,
            anchor: 0,
            editing: null,
            refused: {},
            isBusy: false,
        });
        useSetupAction({beforeLeave: (options) => this.beforeLeave(options)});
        useExternalListener(window, "keydown", (ev) => this.onWindowKey(ev));
        onWillStart(() => this.load());
        onMounted(() => this.focusList());
    }

    // === OPEN === //

    get caseId() {
        const {action, resId} = this.props;
        return action.params?.case_id || resId || action.context?.active_id;
    }

    async load() {
        if (!this.caseId) {
            return;
        }
        this.state.form = await this.orm.call(CASE, "get_finding_form", [
            [this.caseId],
        ]);
        this.lines = getLines(this.state.form.answers);
        this.env.config.setDisplayName(
            _t("%s: findings", this.state.form.case.reference)
        );
        this.props.updateActionState({resId: this.caseId, active_id: false});
    }

    async beforeLeave({forceLeave} = {}) {
        const {editing} = this.state;
        if (forceLeave || !editing || editing.wording === editing.startedWith) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialog.add(
                ConfirmationDialog,
                {
                    title: _t("This finding is not saved"),
                    body: _t("If you leave now, its words are lost."),
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

    openCase() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: CASE,
            res_id: this.caseId,
            views: [[false, "form"]],
        });
    }

    openCases() {
        this.action.doAction("exit_interview.exit_interview_action", {
            clearBreadcrumbs: true,
        });
    }

    openFinding(finding) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: FINDING,
            res_id: finding.id,
            views: [[false, "form"]],
        });
    }

    // === WHAT WAS SAID === //

    /** Return the answers with their lines, by section. */
    get sections() {
        const sections = [];
        for (const answer of this.state.form.answers) {
            if (sections.at(-1)?.name !== answer.section) {
                sections.push({name: answer.section, answers: []});
            }
            sections.at(-1).answers.push({
                ...answer,
                lines: this.lines.filter((line) => line.answer.id === answer.id),
            });
        }
        return sections;
    }

    getLineIndex(line) {
        return this.lines.indexOf(line);
    }

    isCurrent(line) {
        return this.getLineIndex(line) === this.state.cursor;
    }

    isChosen(line) {
        const {cursor, anchor} = this.state;
        const index = this.getLineIndex(line);
        return (
            index >= Math.min(cursor, anchor) &&
            index <= Math.max(cursor, anchor) &&
            line.textKey === this.lines[anchor].textKey
        );
    }

    getUses(line) {
        return this.state.form.findings.filter(
            ({answer_id, quote}) =>
                answer_id === line.answer.id &&
                quote &&
                (quote.includes(line.text) || line.text.includes(quote))
        );
    }

    getThemeName({theme_id}) {
        const theme = this.state.form.themes.find(({id}) => id === theme_id);
        return theme ? theme.name : _t("No theme yet");
    }

    // === CHOOSE === //

    focusList() {
        this.listRef.el?.focus({preventScroll: true});
        this.showCursor();
    }

    showCursor() {
        this.listRef.el
            ?.querySelector(`[data-line="${this.state.cursor}"]`)
            ?.scrollIntoView({block: "nearest"});
    }

    moveTo(index, isExtending = false) {
        const last = this.lines.length - 1;
        const target = Math.max(0, Math.min(last, index));
        if (isExtending) {
            const anchor = this.lines[this.state.anchor];
            if (this.lines[target].textKey !== anchor.textKey) {
                return;
            }
        } else {
            this.state.anchor = target;
        }
        this.state.cursor = target;
        this.showCursor();
    }

    onListKey(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const {cursor} = this.state;
        const steps = {
            ArrowDown: () => this.moveTo(cursor + 1, ev.shiftKey),
            ArrowUp: () => this.moveTo(cursor - 1, ev.shiftKey),
            Home: () => this.moveTo(0),
            End: () => this.moveTo(this.lines.length - 1),
            Enter: () => this.startFromLines(),
            o: () => this.startObservation(),
        };
        if (this.lines.length || ev.key === "o") {
            const step = steps[ev.key];
            if (step) {
                ev.preventDefault();
                step();
            }
        }
    }

    onWindowKey(ev) {
        if (ev.key === "Enter" && ev.shiftKey && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            if (!this.state.editing) {
                this.onFinish();
            }
        }
    }

    onLineClick(ev, line) {
        this.moveTo(this.getLineIndex(line), ev.shiftKey);
    }

    /** Words chosen by mouse become a finding; a plain click only moves. */
    onMouseUp(ev, line) {
        const chosen = window.getSelection();
        const words = chosen.toString().trim();
        if (
            words.split(/\s+/).length > 1 &&
            ev.currentTarget.contains(chosen.anchorNode) &&
            ev.currentTarget.contains(chosen.focusNode)
        ) {
            this.moveTo(this.getLineIndex(line));
            this.start(words, line.answer);
        }
    }

    startFromLines() {
        const {cursor, anchor} = this.state;
        const line = this.lines[cursor];
        this.start(joinLines(this.lines, anchor, cursor), line.answer);
    }

    startObservation() {
        this.start("", null);
    }

    start(quote, answer) {
        const {department_id, people} = this.state.form.case;
        this.state.editing = {
            quote,
            answer_id: answer ? answer.id : false,
            question: answer ? answer.question : "",
            kind: false,
            triage: "thematic",
            theme_id: false,
            department_id,
            participant_id: people.length === 1 ? people[0].id : false,
            wording: quote,
            startedWith: quote,
        };
    }

    edit(finding) {
        this.state.editing = {...finding, startedWith: finding.wording};
    }

    cancel() {
        this.state.editing = null;
        this.focusList();
    }

    // === SAVE === //

    async save(finding) {
        const values = {
            kind: finding.kind,
            triage: finding.triage,
            theme_id: finding.theme_id,
            department_id: finding.department_id,
            wording: finding.wording,
        };
        try {
            if (finding.id) {
                await this.orm.silent.call(FINDING, "action_update_finding", [
                    [finding.id],
                    values,
                ]);
                delete this.state.refused[finding.id];
            } else {
                const source = finding.answer_id
                    ? {answer_id: finding.answer_id, quote: finding.quote}
                    : {};
                const person = finding.participant_id
                    ? {participant_id: finding.participant_id}
                    : {};
                await this.orm.silent.call(CASE, "action_add_findings", [
                    [this.caseId],
                    [{...values, ...source, ...person}],
                ]);
            }
            await this.refresh();
        } catch (error) {
            return getErrorText(error);
        }
        const isNew = !finding.id && finding.answer_id;
        this.state.editing = null;
        this.focusList();
        if (isNew) {
            this.moveTo(Math.max(this.state.cursor, this.state.anchor) + 1);
        }
        return "";
    }

    async refresh() {
        const form = await this.orm.silent.call(CASE, "get_finding_form", [
            [this.caseId],
        ]);
        Object.assign(this.state.form, {findings: form.findings, case: form.case});
    }

    async attempt(step) {
        this.state.isBusy = true;
        try {
            await step();
            await this.refresh();
        } catch (error) {
            this.notification.add(getErrorText(error), {type: "warning", sticky: true});
        } finally {
            this.state.isBusy = false;
        }
    }

    get drafts() {
        return this.state.form.findings.filter(({state}) =>
            ["draft", "returned"].includes(state)
        );
    }

    get isLearned() {
        return Boolean(this.state.form.case.date_learned) && !this.drafts.length;
    }

    /** Send what is ready; say beside each of the others what is missing. */
    async send(finding, ...words) {
        try {
            await this.orm.silent.call(FINDING, "action_submit", [
                [finding.id],
                ...words,
            ]);
            delete this.state.refused[finding.id];
        } catch (error) {
            this.state.refused[finding.id] = {
                text: getErrorText(error),
                statement: "rewritten",
                reason: "",
                // The check found something, and the author may answer it.
                isFlagged: Boolean(finding.theme_id && finding.wording),
            };
        }
    }

    onSendOne(finding) {
        const {statement, reason} = this.state.refused[finding.id];
        return this.attempt(() => this.send(finding, statement, reason));
    }

    /** All that is ready goes to the second person; then everything is noted. */
    onFinish() {
        return this.attempt(async () => {
            for (const finding of this.drafts) {
                await this.send(finding);
            }
            await this.refresh();
            if (!this.drafts.length) {
                await this.orm.silent.call(CASE, "action_finish_findings", [
                    [this.caseId],
                ]);
                this.notification.add(
                    _t("Noted. A second person reads the wordings."),
                    {
                        type: "success",
                    }
                );
            }
        });
    }

    onNothing() {
        return this.attempt(async () => {
            await this.orm.silent.call(CASE, "action_finish_findings", [[this.caseId]]);
            this.notification.add(_t("Noted: there is nothing to learn here."), {
                type: "success",
            });
        });
    }

    onWithdraw(finding) {
        return this.attempt(() =>
            this.orm.silent.call(FINDING, "action_withdraw", [[finding.id]])
        );
    }
}

registry.category("actions").add("exit_interview.findings", FindingScreen);
