// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, useRef} from "@odoo/owl";
import {useAutoresize} from "@web/core/utils/autoresize";

/** A box for words that grows with them. */
export class InterviewText extends Component {
    static template = "exit_interview.InterviewText";
    static props = {
        value: String,
        label: {type: String, optional: true},
        labelledBy: {type: String, optional: true},
        placeholder: {type: String, optional: true},
        onInput: Function,
        onLeave: Function,
        rows: {type: Number, optional: true},
        name: String,
    };
    static defaultProps = {rows: 1};

    setup() {
        this.textRef = useRef("text");
        useAutoresize(this.textRef, {minimumHeight: this.props.rows > 1 ? 66 : 42});
    }
}
