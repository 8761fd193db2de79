// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, useState} from "@odoo/owl";
import {deserializeDate, formatDate, serializeDate, today} from "@web/core/l10n/dates";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {_t} from "@web/core/l10n/translation";
import {getErrorText} from "../interview_store/interview_store.esm";

/** What the leaver decided about one recipient. */
export class InterviewPermission extends Component {
    static template = "exit_interview.InterviewPermission";
    static components = {DateTimeInput};
    static props = {store: Object, share: Object, suggestions: Array};

    setup() {
        this.store = useState(this.props.store);
        this.state = useState({error: "", isBusy: false});
        this.permissions = [
            {
                value: "full",
                label: _t("The whole record"),
                hint: _t("They read all of it"),
            },
            {
                value: "parts",
                label: _t("Chosen parts"),
                hint: _t("They read only the parts ticked"),
            },
            {
                value: "none",
                label: _t("Themes only"),
                hint: _t("They read none of it"),
            },
        ];
    }

    get isReadonly() {
        const {share} = this.props;
        return (
            !this.store.session.can_permit ||
            !["draft", "withdrawn"].includes(share.state)
        );
    }

    get isOut() {
        return !["draft", "withdrawn"].includes(this.props.share.state);
    }

    get isRecorded() {
        return this.props.share.permission !== "undecided";
    }

    get draft() {
        return this.store.permissionDrafts[this.props.share.id];
    }

    get isDirty() {
        return Boolean(this.draft);
    }

    /** Reads every record, but nobody wrote down that the leaver knew of it. */
    get canRecordTold() {
        const {normal, state} = this.props.share;
        return normal && state === "draft" && !this.isRecorded && !this.isReadonly;
    }

    get isNormal() {
        return this.props.share.permission === "normal";
    }

    get values() {
        const {share} = this.props;
        return (
            this.draft || {
                permission: share.permission,
                section_ids: share.section_ids,
                protected: share.protected,
                // How they were told is not how they decide.
                how: this.isNormal ? "" : share.how,
                date: (!this.isNormal && share.date) || serializeDate(today()),
            }
        );
    }

    get date() {
        return this.values.date ? deserializeDate(this.values.date) : false;
    }

    get sections() {
        return this.store.questionnaire.sections.filter(
            (section) => !section.is_protected
        );
    }

    get hasProtected() {
        return Object.values(this.store.questions).some(
            (question) => question.is_protected
        );
    }

    get hasCopy() {
        return ["full", "parts", "normal"].includes(this.values.permission);
    }

    get canRecord() {
        const {permission, section_ids} = this.values;
        return (
            this.isDirty &&
            permission !== "undecided" &&
            (permission !== "parts" || section_ids.length > 0)
        );
    }

    get recordedText() {
        const {recorded_by, date, how} = this.props.share;
        const values = {
            name: recorded_by,
            date: date && formatDate(deserializeDate(date)),
            how,
        };
        if (this.isNormal) {
            return _t("Told in advance on %(date)s: %(how)s", values);
        }
        return how
            ? _t("Recorded by %(name)s for %(date)s: %(how)s", values)
            : _t("Recorded by %(name)s for %(date)s", values);
    }

    edit(patch) {
        this.state.error = "";
        this.store.permissionDrafts[this.props.share.id] = {...this.values, ...patch};
    }

    onPermission(permission) {
        const {protected: tick} = this.values;
        this.edit({permission, protected: permission === "none" ? false : tick});
    }

    onSection(section) {
        const {section_ids} = this.values;
        this.edit({
            section_ids: section_ids.includes(section.id)
                ? section_ids.filter((id) => id !== section.id)
                : [...section_ids, section.id],
        });
    }

    onProtected(ev) {
        this.edit({protected: ev.target.checked});
    }

    onHow(ev) {
        this.edit({how: ev.target.value});
    }

    onDate(date) {
        this.edit({date: date ? serializeDate(date) : false});
    }

    onDiscard() {
        this.state.error = "";
        delete this.store.permissionDrafts[this.props.share.id];
    }

    async onRecord() {
        await this.record(() =>
            this.store.recordPermission(this.props.share, this.values)
        );
    }

    async onRecordTold() {
        await this.record(() => this.store.recordTold(this.props.share, this.values));
    }

    async record(step) {
        this.state.isBusy = true;
        this.state.error = "";
        try {
            await step();
        } catch (error) {
            this.state.error = getErrorText(error);
        }
        this.state.isBusy = false;
    }
}
