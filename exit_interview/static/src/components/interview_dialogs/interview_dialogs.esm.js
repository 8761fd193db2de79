// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, useState} from "@odoo/owl";
import {serializeDate, serializeDateTime} from "@web/core/l10n/dates";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {Dialog} from "@web/core/dialog/dialog";
import {getErrorText} from "../interview_store/interview_store.esm";
import {localization} from "@web/core/l10n/localization";

const {DateTime} = luxon;

/** Asks what a step needs and does it; a refusal is shown where it can be mended. */
class InterviewStepDialog extends Component {
    static components = {DateTimeInput, Dialog};
    static props = {
        close: Function,
        apply: Function,
        onDone: {type: Function, optional: true},
    };

    setup() {
        this.state = useState({error: "", isBusy: false, ...this.getDefaults()});
    }

    async onApply() {
        this.state.isBusy = true;
        this.state.error = "";
        try {
            await this.doApply();
        } catch (error) {
            this.state.error = getErrorText(error);
            this.state.isBusy = false;
            return;
        }
        this.props.close();
        this.props.onDone?.();
    }
}

/** When the conversation took place: planned start and now, to be corrected. */
export class HeldDialog extends InterviewStepDialog {
    static template = "exit_interview.HeldDialog";
    static props = {...InterviewStepDialog.props, planned: Object};

    /** The user's format, without the seconds that nobody knows. */
    get format() {
        const time = localization.timeFormat.replace(":ss", "");
        return `${localization.dateFormat} ${time}`;
    }

    getDefaults() {
        const now = DateTime.now().startOf("minute");
        const start = this.props.planned < now ? this.props.planned : now;
        const end = start.hasSame(now, "day") ? now : start.plus({hours: 1});
        return {start, end};
    }

    onStart(start) {
        this.state.start = start;
    }

    onEnd(end) {
        this.state.end = end;
    }

    async doApply() {
        const {start, end} = this.state;
        await this.props.apply(
            start && serializeDateTime(start),
            end && serializeDateTime(end)
        );
    }
}

/** How the leaver checked the record, and when. */
export class ConfirmDialog extends InterviewStepDialog {
    static template = "exit_interview.ConfirmDialog";
    static props = {...InterviewStepDialog.props, options: Array};

    getDefaults() {
        return {how: false, date: DateTime.now().startOf("day")};
    }

    onDate(date) {
        this.state.date = date;
    }

    async doApply() {
        const {how, date} = this.state;
        await this.props.apply(how, date && serializeDate(date));
    }
}
