// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {
    emptyAnswer,
    getProgress,
    indexQuestions,
    isSameAnswer,
    isVisible,
    joinAnswers,
    patchAnswer,
    readAnswer,
} from "../interview_logic/interview_logic.esm";
import {AnswerQueue} from "../interview_queue/interview_queue.esm";
import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {_t} from "@web/core/l10n/translation";
import {markRaw, reactive} from "@odoo/owl";

const MODEL = "exit.interview.session";
// Refusals that come in words; everything else is a fault that may pass.
const REFUSALS = [
    "odoo.exceptions.AccessDenied",
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.RedirectWarning",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
];

function isRefusal(error) {
    return error instanceof RPCError && REFUSALS.includes(error.exceptionName);
}

function isSignedOut(error) {
    return error instanceof RPCError && error.code === 100;
}

/** Return what to tell the user about a failed call, in words. */
export function getErrorText(error) {
    if (isRefusal(error)) {
        return error.data.message;
    }
    if (isSignedOut(error)) {
        return _t(
            "You have been signed out. Sign in again in another tab, then retry."
        );
    }
    if (error instanceof ConnectionLostError) {
        return _t("The server cannot be reached just now. Please try again.");
    }
    return _t("Something went wrong on the server. Please try again in a moment.");
}

function classifyError(error) {
    const details = error.data?.context?.exit_interview_conflict;
    if (details) {
        return {kind: "conflict", details};
    }
    if (isRefusal(error)) {
        return {kind: "refused", message: error.data.message};
    }
    if (isSignedOut(error)) {
        return {kind: "signed_out"};
    }
    return {kind: error instanceof ConnectionLostError ? "offline" : "failed"};
}

/** One open conversation: what the server told, what was typed, what is saved. */
export class InterviewStore {
    constructor(orm, form) {
        this.orm = orm;
        this.session = form.session;
        this.case = form.case;
        this.participants = form.participants;
        this.questionnaire = form.questionnaire;
        this.permissions = form.permissions;
        this.corrections = form.corrections || [];
        // What was said in the first conversation, beside which a follow-up is written.
        this.first = form.first || {};
        this.permissionDrafts = {};
        this.questions = indexQuestions(form.questionnaire.sections);
        this.answers = {};
        // Which answers the leaver wrote, on a page of their own.
        this.leaverNames = {};
        for (const [id, values] of Object.entries(form.answers)) {
            this._read(id, values);
        }
        this.stash = {};
        this.save = {status: "saved", isUnsaved: false, savedAt: null};
        this.conflicts = {};
        this.refused = {};
    }

    /** Begin to save; called on the reactive store, so that changes are drawn. */
    start() {
        this.lastSync = Date.now();
        this.queue = markRaw(
            new AnswerQueue({
                version: this.session.version,
                send: (answers, version) =>
                    this.orm.silent.call(MODEL, "action_save_answers", [
                        [this.session.id],
                        answers,
                        version,
                    ]),
                classify: classifyError,
                onChange: () => this._onQueueChange(),
                onGap: () => this.refreshSoon(),
            })
        );
    }

    _onQueueChange() {
        const {queue} = this;
        this.save = {
            status: queue.status,
            isUnsaved: queue.isUnsaved,
            savedAt: queue.savedAt,
        };
        this.conflicts = Object.fromEntries(queue.conflicts);
        this.refused = Object.fromEntries(queue.refused);
    }

    // Read

    _read(id, values) {
        this.answers[id] = readAnswer(values);
        this.leaverNames[id] = values.by_leaver ? values.author : "";
    }

    getAnswer(questionId) {
        return this.answers[questionId] || emptyAnswer();
    }

    get isFollowUp() {
        return this.session.kind === "follow_up";
    }

    /**
     * Return what was said the first time, and how the follow-up stands to it:
     * "same", "changed", "added" or "taken_back"; nothing where nothing was ever said.
     */
    getFirst(questionId) {
        if (!this.isFollowUp) {
            return null;
        }
        const first = this.first[questionId];
        const answer = this.getAnswer(questionId);
        if (!first) {
            return answer.status ? {said: "", standing: "added"} : null;
        }
        if (!answer.status) {
            return {said: first.said, standing: "taken_back"};
        }
        const isSame = isSameAnswer(readAnswer(first), answer);
        return {said: first.said, standing: isSame ? "same" : "changed"};
    }

    /** Count what the follow-up changed, added or took back. */
    get alteredCount() {
        const ids = new Set([...Object.keys(this.first), ...Object.keys(this.answers)]);
        return [...ids].filter((id) => {
            const first = this.getFirst(Number(id));
            return first && first.standing !== "same";
        }).length;
    }

    isVisible(question) {
        return isVisible(this.questions[question.id], this.questions, this.answers);
    }

    getProgress(section) {
        return getProgress(section, this.questions, this.answers);
    }

    get isWritable() {
        return this.session.can_write;
    }

    /** Tell whether there is an answer, and it can be taken away for good. */
    canStrike(questionId) {
        return Boolean(
            this.session.can_strike &&
                (this.getAnswer(questionId).status || this.conflicts[questionId])
        );
    }

    /** What the leaver asks to have put right: of one question, or of the whole. */
    getCorrections(questionId) {
        return this.corrections.filter((one) => one.question_id === questionId);
    }

    get openCorrections() {
        return this.corrections.filter((one) => one.state === "open");
    }

    get hasUnrecordedPermission() {
        return Object.keys(this.permissionDrafts).length > 0;
    }

    get isUnsaved() {
        return this.save.isUnsaved || this.hasUnrecordedPermission;
    }

    // Answer

    edit(question, patch, delay = 0) {
        this._take(question, patchAnswer(this.getAnswer(question.id), patch), delay);
    }

    /** Say "does not apply" or "rather not say", or take it back with what stood there. */
    toggleStatus(question, status) {
        const answer = this.getAnswer(question.id);
        if (answer.status === status) {
            const before = this.stash[question.id] || emptyAnswer();
            const {comment} = answer;
            this._take(question, patchAnswer({...before, status: false}, {comment}), 0);
            return;
        }
        if (!["not_applicable", "rather_not_say"].includes(answer.status)) {
            this.stash[question.id] = answer;
        }
        const {comment} = answer;
        this._take(question, {...emptyAnswer(), status, comment}, 0);
    }

    _take(question, answer, delay) {
        if (!this.isWritable || isSameAnswer(answer, this.getAnswer(question.id))) {
            return;
        }
        this.answers[question.id] = answer;
        this.leaverNames[question.id] = "";
        if (!this.conflicts[question.id]) {
            this.queue.put(question.id, answer, delay);
        }
    }

    /** Decide between two writers: keep "theirs", "mine" or "both". */
    resolveConflict(question, choice) {
        const detail = this.conflicts[question.id];
        const theirs = readAnswer(detail.theirs);
        let answer = this.getAnswer(question.id);
        this.queue.settle(question.id, detail.version);
        if (choice === "theirs") {
            this._read(question.id, detail.theirs);
            return;
        }
        if (choice === "both") {
            answer = joinAnswers(question.kind, theirs, answer);
            this.answers[question.id] = answer;
        }
        if (!isSameAnswer(answer, theirs)) {
            this.queue.put(question.id, answer);
        }
    }

    /** Tell whether keeping both differs from keeping one. */
    canJoin(question) {
        const theirs = readAnswer(this.conflicts[question.id].theirs);
        const mine = this.getAnswer(question.id);
        const joined = joinAnswers(question.kind, theirs, mine);
        return !isSameAnswer(joined, mine) && !isSameAnswer(joined, theirs);
    }

    /** Take an answer away for good; what waits to be saved goes with it. */
    async strike(question) {
        await this.flush();
        await this.orm.call(MODEL, "action_strike", [[this.session.id], question.id]);
        this.queue.drop(question.id);
        delete this.stash[question.id];
        delete this.answers[question.id];
        await this.refresh();
    }

    /** Save what waits; resolve to whether all is saved. */
    async flush() {
        await this.queue.flush();
        return !this.save.isUnsaved;
    }

    // Stay up to date

    /** Refresh once the saves are through; a failure is nobody's business. */
    refreshSoon() {
        if (!this.refreshing) {
            this.refreshing = Promise.resolve()
                .then(() => this.refresh())
                .catch(() => {})
                .finally(() => {
                    this.refreshing = null;
                });
        }
    }

    async refresh() {
        await this.queue.running;
        const changes = await this.orm.silent.call(MODEL, "get_changes", [
            [this.session.id],
            this.queue.version,
        ]);
        this._applyChanges(changes);
    }

    _applyChanges({session, case: case_, answers, answered, permissions, corrections}) {
        const {queue} = this;
        const versions = {};
        for (const [id, values] of Object.entries(answers)) {
            versions[id] = values.version;
            const isNewer = values.version >= (queue.own.get(Number(id)) ?? 0);
            if (isNewer && !queue.isDirty(Number(id))) {
                this._read(id, values);
            }
        }
        for (const id of Object.keys(this.answers).map(Number)) {
            const isOld = (queue.own.get(id) ?? 0) > session.version;
            if (!answered.includes(id) && !isOld && !queue.isDirty(id)) {
                delete this.answers[id];
            }
        }
        queue.catchUp(session.version, versions);
        this.session = session;
        this.case = case_;
        this.permissions = permissions;
        this.corrections = corrections || [];
        this.lastSync = Date.now();
    }

    // Steps

    async markHeld(start, end) {
        await this._step(MODEL, "action_mark_held", this.session.id, start, end);
    }

    async handIn() {
        await this._step(MODEL, "action_hand_in", this.session.id);
    }

    async confirm(how, date) {
        await this._step(MODEL, "action_confirm", this.session.id, how, date);
    }

    async recordPermission(
        share,
        {permission, section_ids, protected: tick, how, date}
    ) {
        await this._step(
            "exit.interview.share",
            "action_record_permission",
            share.id,
            permission,
            permission === "parts" ? section_ids : [],
            permission === "none" ? false : tick,
            how,
            date
        );
        delete this.permissionDrafts[share.id];
    }

    /** Say that the leaver was told in advance that this recipient reads it. */
    async recordTold(share, {how, date}) {
        await this._step(
            "exit.interview.share",
            "action_record_told",
            share.id,
            how,
            date
        );
        delete this.permissionDrafts[share.id];
    }

    /** Say that a correction is done, or why nothing is changed. */
    async settleCorrection(correction, reason) {
        await this.flush();
        const model = "exit.interview.correction";
        if (reason === undefined) {
            await this._step(model, "action_done", correction.id);
        } else {
            await this._step(model, "action_decline", correction.id, reason);
        }
    }

    async sendCheck() {
        await this._step("exit.interview", "action_send_check", this.case.id);
    }

    async _step(model, method, id, ...args) {
        await this.orm.call(model, method, [[id], ...args]);
        await this.refresh();
    }
}

export function createInterviewStore(orm, form) {
    const store = reactive(new InterviewStore(orm, form));
    store.start();
    return store;
}
