// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, useRef, useState} from "@odoo/owl";
import {
    deserializeDate,
    deserializeDateTime,
    serializeDate,
} from "@web/core/l10n/dates";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {InterviewCorrection} from "../interview_correction/interview_correction.esm";
import {InterviewText} from "../interview_text/interview_text.esm";
import {_t} from "@web/core/l10n/translation";
import {readScoreKey} from "../interview_logic/interview_logic.esm";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;
// Longer than a pause between words, shorter than a pause for thought.
const TYPING_DELAY = 800;
const NEXT_KEYS = ["ArrowRight", "ArrowDown"];
const PREVIOUS_KEYS = ["ArrowLeft", "ArrowUp"];

/** One question with its prompts below it. */
export class InterviewQuestion extends Component {
    static template = "exit_interview.InterviewQuestion";
    static components = {DateTimeInput, InterviewCorrection, InterviewText};
    static props = {
        store: Object,
        question: Object,
        isPrompt: {type: Boolean, optional: true},
        showLock: {type: Boolean, optional: true},
        showGuidance: {type: Boolean, optional: true},
    };

    setup() {
        this.store = useState(this.props.store);
        this.dialog = useService("dialog");
        this.state = useState({showHint: false});
        this.groupRef = useRef("group");
        this.scores = Array.from({length: 11}, (_value, score) => score);
        this.yesNo = [
            {score: 1, label: _t("Yes")},
            {score: 0, label: _t("No")},
        ];
        this.statuses = [
            {status: "not_applicable", label: _t("Does not apply")},
            {status: "rather_not_say", label: _t("Rather not say")},
        ];
        this.lastKey = null;
    }

    // What is shown

    get answer() {
        return this.store.getAnswer(this.props.question.id);
    }

    get conflict() {
        return this.store.conflicts[this.props.question.id];
    }

    get refusal() {
        return this.store.refused[this.props.question.id];
    }

    get isReadonly() {
        return !this.store.isWritable;
    }

    /** Words and long lists need a line of their own; yes and no stand beside. */
    get isWide() {
        return this.props.question.kind !== "yes_no";
    }

    get isSetAside() {
        return ["not_applicable", "rather_not_say"].includes(this.answer.status);
    }

    get prompts() {
        return (this.props.question.children || []).filter((child) =>
            this.store.isVisible(child)
        );
    }

    get showsGuidance() {
        const {question, showGuidance} = this.props;
        return question.guidance && (showGuidance || this.state.showHint);
    }

    get asksForWords() {
        return this.props.question.choices.some(
            (choice) => choice.is_other && this.answer.choice_ids.includes(choice.id)
        );
    }

    get hasComment() {
        const {question} = this.props;
        return Boolean(
            question.comment_label || this.asksForWords || this.answer.comment
        );
    }

    get commentLabel() {
        return this.props.question.comment_label || _t("In their own words");
    }

    get date() {
        return this.answer.text ? deserializeDate(this.answer.text) : false;
    }

    /** Return the place in the Tab order: one stop for a row of buttons. */
    getTabIndex(isChosen, index) {
        const {score, choice_ids} = this.answer;
        const hasChoice = score !== false || choice_ids.length > 0;
        return isChosen || (!hasChoice && index === 0) ? 0 : -1;
    }

    get myText() {
        const {question} = this.props;
        const {status, score, choice_ids, text, comment} = this.answer;
        const aside = this.statuses.find((one) => one.status === status);
        let main = text;
        if (aside) {
            main = aside.label;
        } else if (question.kind === "scale" && score !== false) {
            main = _t("%s out of 10", score);
        } else if (question.kind === "yes_no" && score !== false) {
            main = score ? _t("Yes") : _t("No");
        } else if (question.choices.length) {
            main = question.choices
                .filter((choice) => choice_ids.includes(choice.id))
                .map((choice) => choice.name)
                .join(", ");
        } else if (question.kind === "date" && this.date) {
            main = this.date.toLocaleString(DateTime.DATE_MED);
        }
        return [main, comment].filter(Boolean).join("\n");
    }

    get leaverName() {
        return this.answer.status ? this.store.leaverNames[this.props.question.id] : "";
    }

    /** What was said the first time, and a word for what became of it. */
    get first() {
        const first = this.store.getFirst(this.props.question.id);
        return (
            first && {
                ...first,
                label: {
                    same: "",
                    changed: _t("Changed"),
                    added: _t("New"),
                    taken_back: _t("Taken back"),
                }[first.standing],
            }
        );
    }

    /** Which of the many buttons of that name this is, for those who hear it. */
    get strikeLabel() {
        return _t("Take this away: %s", this.props.question.name);
    }

    get theirName() {
        return this.conflict.author || _t("Somebody else");
    }

    get conflictTitle() {
        const date = deserializeDateTime(this.conflict.date);
        return _t("%(author)s changed this answer at %(time)s", {
            author: this.theirName,
            time: date.toLocaleString(
                date.hasSame(DateTime.now(), "day")
                    ? DateTime.TIME_SIMPLE
                    : DateTime.DATETIME_MED
            ),
        });
    }

    // What is done

    /** Take the answer away for good, once they say so twice (C-25). */
    onStrike() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Take this answer away?"),
            body: _t(
                "The answer to “%s” is deleted for good, also its earlier wordings. Nobody can bring it back.",
                this.props.question.name
            ),
            confirmLabel: _t("Take it away"),
            confirmClass: "btn-danger",
            cancelLabel: _t("Keep it"),
            confirm: () => this.store.strike(this.props.question),
            cancel: () => {
                // Nothing to take back.
            },
        });
    }

    onToggleHint() {
        this.state.showHint = !this.state.showHint;
    }

    edit(patch, delay) {
        this.store.edit(this.props.question, patch, delay);
    }

    onScore(score) {
        this.edit({score: this.answer.score === score ? false : score});
    }

    onChoice(choice) {
        const chosen = this.answer.choice_ids;
        const rest = chosen.filter((id) => id !== choice.id);
        if (rest.length < chosen.length) {
            this.edit({choice_ids: rest});
        } else if (this.props.question.kind === "choice") {
            this.edit({choice_ids: [choice.id]});
        } else {
            this.edit({choice_ids: [...chosen, choice.id]});
        }
    }

    onText(text) {
        this.edit({text}, TYPING_DELAY);
    }

    onComment(comment) {
        this.edit({comment}, TYPING_DELAY);
    }

    onDate(date) {
        this.edit({text: date ? serializeDate(date) : ""});
    }

    onLeave() {
        if (this.store.save.status === "saving") {
            this.store.queue.flush();
        }
    }

    /** Arrow keys move in a row of buttons; number keys choose on a scale. */
    onGroupKeydown(ev) {
        const buttons = [...this.groupRef.el.querySelectorAll("button:not(:disabled)")];
        const index = buttons.indexOf(ev.target);
        if (index < 0 || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        const step = NEXT_KEYS.includes(ev.key) - PREVIOUS_KEYS.includes(ev.key);
        if (step) {
            buttons[(index + step + buttons.length) % buttons.length].focus();
            ev.preventDefault();
        } else if (this.props.question.kind === "scale") {
            this.onScaleKey(ev, buttons);
        }
    }

    onScaleKey(ev, buttons) {
        if (["Backspace", "Delete"].includes(ev.key)) {
            this.edit({score: false});
            ev.preventDefault();
            return;
        }
        const time = Date.now();
        const score = readScoreKey(ev.key, this.lastKey, time);
        if (score !== null) {
            this.lastKey = {score, time};
            this.edit({score});
            buttons[score].focus();
            ev.preventDefault();
        }
    }
}
InterviewQuestion.components.InterviewQuestion = InterviewQuestion;
