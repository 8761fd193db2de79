// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/**
 * The way of answers to the server: one save at a time, the latest words of each
 * question, again and again until the server has them. Nothing is kept outside memory.
 *
 * A save says which version its writer had seen. Other people's saves may lie between
 * two of ours, so each question remembers what its writer saw:
 * `version` for all questions, `own` for those saved since by ourselves, `pins` for
 * those that somebody else changed while we were writing.
 */
const MAX_WAIT = 3000;
const RETRY_DELAYS = [1000, 2000, 4000, 8000, 15000];

export class AnswerQueue {
    /**
     * @param {Object} params
     * @param {Number} params.version the version that the screen shows
     * @param {Function} params.send (answers, version) => promise of the new version
     * @param {Function} params.classify (error) => {kind: "conflict", details} or
     *     {kind: "refused", message} or {kind: "offline" | "signed_out" | "failed"}
     * @param {Function} params.onChange called whenever something is worth drawing
     * @param {Function} params.onGap called when somebody else saved in between
     * @param {Object} [params.clock] setTimeout, clearTimeout, now
     */
    constructor({version, send, classify, onChange, onGap, clock}) {
        this.version = version;
        this.send = send;
        this.classify = classify;
        this.onChange = onChange;
        this.onGap = onGap;
        this.clock = clock || {
            setTimeout: (fn, delay) => setTimeout(fn, delay),
            clearTimeout: (timer) => clearTimeout(timer),
            now: () => Date.now(),
        };
        this.pending = new Map();
        this.inFlight = new Map();
        this.own = new Map();
        this.pins = new Map();
        this.alone = new Set();
        this.conflicts = new Map();
        this.refused = new Map();
        this.trouble = false;
        this.attempt = 0;
        this.running = null;
        this.timer = null;
        this.waitingSince = null;
        this.savedAt = null;
    }

    // What stands where

    isDirty(questionId) {
        return [this.pending, this.inFlight, this.conflicts, this.refused].some((map) =>
            map.has(questionId)
        );
    }

    get isUnsaved() {
        return [this.pending, this.inFlight, this.conflicts, this.refused].some(
            (map) => map.size > 0
        );
    }

    get status() {
        if (this.trouble) {
            return this.trouble;
        }
        if (this.conflicts.size) {
            return "conflict";
        }
        if (this.refused.size) {
            return "refused";
        }
        return this.pending.size || this.inFlight.size ? "saving" : "saved";
    }

    getSeenVersion(questionId) {
        return (
            this.pins.get(questionId) ??
            Math.max(this.version, this.own.get(questionId) ?? 0)
        );
    }

    // What comes in

    put(questionId, answer, delay = 0) {
        this.refused.delete(questionId);
        this.pending.set(questionId, answer);
        const now = this.clock.now();
        this.waitingSince ??= now;
        const latest = this.waitingSince + MAX_WAIT - now;
        this._schedule(Math.max(0, Math.min(delay, latest)));
        this.onChange();
    }

    /** Take the words off the queue: the question is in conflict, or was given back. */
    drop(questionId) {
        this.pending.delete(questionId);
        this.conflicts.delete(questionId);
        this.refused.delete(questionId);
        this.onChange();
    }

    /** Decide a conflict: from now on the writer has seen the other's version. */
    settle(questionId, version) {
        this.conflicts.delete(questionId);
        this.pins.delete(questionId);
        this.own.set(questionId, version);
        this.onChange();
    }

    /**
     * Hear that the server is at `version`, and which answers changed since.
     *
     * @param {Number} version
     * @param {Object} versions question id => version of its answer
     */
    catchUp(version, versions) {
        for (const [id, answerVersion] of Object.entries(versions)) {
            const questionId = Number(id);
            const seen = this.getSeenVersion(questionId);
            if (this.isDirty(questionId) && answerVersion > seen) {
                this.pins.set(questionId, seen);
            }
        }
        this.version = Math.max(this.version, version);
    }

    // What goes out

    /** Send what waits, now; resolve when it is saved or has failed. */
    flush() {
        this._clearTimer();
        this.running ??= this._run().finally(() => {
            this.running = null;
            if (this.pending.size && !this.timer && !this.isStopped) {
                this._schedule(0);
            }
        });
        return this.running;
    }

    stop() {
        this._clearTimer();
        this.isStopped = true;
    }

    async _run() {
        while (this.pending.size && !this.isStopped) {
            const {ids, version} = this._nextBatch();
            for (const id of ids) {
                this.inFlight.set(id, this.pending.get(id));
                this.pending.delete(id);
            }
            this.onChange();
            const answers = ids.map((id) => ({
                question_id: id,
                ...this.inFlight.get(id),
            }));
            let goesOn = true;
            try {
                this._onSaved(ids, await this.send(answers, version));
            } catch (error) {
                goesOn = this._onFailed(ids, this.classify(error));
            }
            this.onChange();
            if (!goesOn) {
                return;
            }
        }
        this.waitingSince = null;
    }

    /** Return waiting questions that one save can carry: the same version was seen. */
    _nextBatch() {
        const [first] = this.pending.keys();
        const version = this.getSeenVersion(first);
        if (this.alone.has(first)) {
            return {ids: [first], version};
        }
        const ids = [...this.pending.keys()].filter(
            (id) => !this.alone.has(id) && this.getSeenVersion(id) === version
        );
        return {ids, version};
    }

    _onSaved(ids, newVersion) {
        for (const id of ids) {
            this.inFlight.delete(id);
            this.alone.delete(id);
            this.pins.delete(id);
            this.own.set(id, newVersion);
        }
        this.trouble = false;
        this.attempt = 0;
        this.savedAt = this.clock.now();
        if (newVersion === this.version + 1) {
            this.version = newVersion;
        } else if (newVersion > this.version) {
            this.onGap();
        }
    }

    /** Sort a failed save; return whether the rest may go on at once. */
    _onFailed(ids, {kind, details, message}) {
        const sent = new Map(this.inFlight);
        this.inFlight.clear();
        if (kind === "conflict") {
            for (const detail of details) {
                this.conflicts.set(detail.question_id, detail);
                this.pending.delete(detail.question_id);
                sent.delete(detail.question_id);
            }
        } else if (kind === "refused" && ids.length === 1) {
            // Words typed meanwhile may be better ones; else it waits for new ones.
            if (!this.pending.has(ids[0])) {
                this.refused.set(ids[0], message);
            }
            sent.clear();
        } else if (kind === "refused") {
            // One bad answer must not hold up the others.
            ids.forEach((id) => this.alone.add(id));
        }
        const newer = this.pending;
        this.pending = new Map([...sent, ...newer]);
        if (kind === "conflict" || kind === "refused") {
            this.trouble = false;
            return true;
        }
        this.trouble = kind;
        const delay = RETRY_DELAYS[Math.min(this.attempt, RETRY_DELAYS.length - 1)];
        this.attempt++;
        this._schedule(delay);
        return false;
    }

    _schedule(delay) {
        this._clearTimer();
        if (!this.isStopped) {
            this.timer = this.clock.setTimeout(() => this.flush(), delay);
        }
    }

    _clearTimer() {
        this.clock.clearTimeout(this.timer);
        this.timer = null;
    }
}
