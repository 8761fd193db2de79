// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, onMounted, useEffect, useRef, useState} from "@odoo/owl";
import {findThemes, readKindKey} from "../finding_logic/finding_logic.esm";
import {_t} from "@web/core/l10n/translation";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

const CASE = "exit.interview";

/** One finding: sort, theme, service, words by which nobody can be recognised. */
export class FindingEditor extends Component {
    static template = "exit_interview.FindingEditor";
    static props = {
        caseId: Number,
        themes: Array,
        departments: Array,
        people: Array,
        finding: Object,
        save: Function,
        cancel: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.kindRef = useRef("kind");
        this.themeRef = useRef("theme");
        this.wordingRef = useRef("wording");
        this.kinds = [
            {value: "strength", label: _t("Strength"), key: "S"},
            {value: "worry", label: _t("Worry"), key: "W"},
            {value: "idea", label: _t("Idea"), key: "I"},
        ];
        this.state = useState({
            query: this.getThemeName(this.props.finding.theme_id),
            isChoosing: false,
            highlighted: 0,
            suggested: [],
            flags: [],
            error: "",
            isBusy: false,
        });
        this.checkSoon = useDebounced(() => this.check(), 350);
        onMounted(() => this.start());
        useEffect(
            (wording) => {
                this.checkSoon(wording);
            },
            () => [this.finding.wording]
        );
    }

    get finding() {
        return this.props.finding;
    }

    async start() {
        this.kindRef.el
            .querySelector(`[data-kind="${this.finding.kind || "worry"}"]`)
            .focus();
        this.state.suggested = await this.orm.silent.call(
            CASE,
            "get_theme_suggestions",
            [[this.props.caseId], this.finding.quote || this.finding.wording]
        );
    }

    async check() {
        const {wording, quote} = this.finding;
        const flags = await this.orm.silent.call(CASE, "get_wording_flags", [
            [this.props.caseId],
            wording,
            quote,
        ]);
        // Words typed since make the answer stale; another one is on its way.
        if (wording === this.finding.wording) {
            this.state.flags = flags;
        }
    }

    // === SORT === //

    setKind(kind) {
        this.finding.kind = kind;
        this.state.error = "";
    }

    toggleUrgent() {
        this.finding.triage = this.isUrgent ? "thematic" : "urgent";
    }

    get isUrgent() {
        return this.finding.triage === "urgent";
    }

    onKindKey(ev) {
        const kind = readKindKey(ev.key);
        if (kind && !ev.ctrlKey && !ev.altKey && !ev.metaKey) {
            ev.preventDefault();
            this.setKind(kind);
            this.themeRef.el.focus();
            this.themeRef.el.select();
        }
    }

    // === THEME === //

    getThemeName(id) {
        return this.props.themes.find((theme) => theme.id === id)?.name || "";
    }

    get matches() {
        const isChosen = this.state.query === this.getThemeName(this.finding.theme_id);
        return findThemes(
            this.props.themes,
            this.state.suggested,
            isChosen ? "" : this.state.query
        );
    }

    get highlightedTheme() {
        return this.matches[this.state.highlighted];
    }

    onThemeFocus() {
        this.state.isChoosing = true;
        this.state.highlighted = 0;
    }

    onThemeInput(ev) {
        this.state.query = ev.target.value;
        this.state.highlighted = 0;
        this.state.isChoosing = true;
        if (!ev.target.value.trim()) {
            this.finding.theme_id = false;
        }
    }

    onThemeBlur() {
        this.state.isChoosing = false;
        this.state.query = this.getThemeName(this.finding.theme_id);
    }

    onThemeKey(ev) {
        const last = this.matches.length - 1;
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            ev.preventDefault();
            const step = ev.key === "ArrowDown" ? 1 : -1;
            const next = this.state.highlighted + step;
            this.state.highlighted = Math.max(0, Math.min(last, next));
        } else if (ev.key === "Enter" && !ev.ctrlKey && !ev.metaKey) {
            ev.preventDefault();
            this.chooseTheme(this.highlightedTheme);
        } else if (ev.key === "Tab" && !ev.shiftKey && this.canTakeTyped) {
            ev.preventDefault();
            this.chooseTheme(this.highlightedTheme);
        }
    }

    /** Tab takes what was typed for, and leaves alone what was chosen before. */
    get canTakeTyped() {
        return Boolean(
            this.highlightedTheme &&
                (!this.finding.theme_id ||
                    this.state.query !== this.getThemeName(this.finding.theme_id))
        );
    }

    chooseTheme(theme) {
        if (theme) {
            this.finding.theme_id = theme.id;
            this.state.query = theme.name;
        }
        this.wordingRef.el.focus();
        this.wordingRef.el.select();
    }

    // === WORDS === //

    showFlag({start, end}) {
        this.wordingRef.el.focus();
        this.wordingRef.el.setSelectionRange(start, end);
    }

    // === SAVE === //

    onKey(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey) && !ev.shiftKey) {
            ev.preventDefault();
            ev.stopPropagation();
            this.onSave();
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.cancel();
        } else if (ev.altKey && ev.code === "KeyU") {
            ev.preventDefault();
            this.toggleUrgent();
        } else if (ev.key.toLowerCase() === "u" && this.isOnKind(ev)) {
            ev.preventDefault();
            this.toggleUrgent();
        }
    }

    isOnKind(ev) {
        return this.kindRef.el.contains(ev.target) && !ev.ctrlKey && !ev.metaKey;
    }

    async onSave() {
        if (!this.finding.kind) {
            this.state.error = _t("Say first what it is: strength, worry or idea.");
            this.kindRef.el.querySelector("button").focus();
            return;
        }
        this.state.isBusy = true;
        this.state.error = await this.props.save(this.finding);
        this.state.isBusy = false;
    }
}
