// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {getErrorText} from "../interview_store/interview_store.esm";

const {DateTime} = luxon;

/** What the leaver asks to have put right, beside the answer it is about. */
export class InterviewCorrection extends Component {
    static template = "exit_interview.InterviewCorrection";
    static props = {store: Object, correction: Object};

    setup() {
        this.store = useState(this.props.store);
        this.state = useState({
            isDeclining: false,
            reason: "",
            error: "",
            isBusy: false,
        });
    }

    get isOpen() {
        return this.props.correction.state === "open";
    }

    get dateText() {
        const date = deserializeDateTime(this.props.correction.date);
        return date.toLocaleString(DateTime.DATE_MED);
    }

    get inputId() {
        return `correction_${this.props.correction.id}`;
    }

    onDeclining() {
        this.state.isDeclining = !this.state.isDeclining;
        this.state.error = "";
    }

    onReason(ev) {
        this.state.reason = ev.target.value;
    }

    onDone() {
        return this.settle();
    }

    onDecline() {
        return this.settle(this.state.reason);
    }

    async settle(reason) {
        this.state.isBusy = true;
        this.state.error = "";
        try {
            await this.store.settleCorrection(this.props.correction, reason);
        } catch (error) {
            this.state.error = getErrorText(error);
        }
        this.state.isBusy = false;
    }
}
