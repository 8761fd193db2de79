// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {_t} from "@web/core/l10n/translation";
import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/** A review as people read it: the server says what stands in it, this draws it. */
export class ReviewPaper extends Component {
    static template = "exit_interview.ReviewPaper";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({paper: null});
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => this.load(next));
    }

    async load({record}) {
        // What the words mean is typed above and drawn here once it is saved.
        this.state.paper = record.resId
            ? await this.orm.call("exit.interview.review", "get_paper", [record.resId])
            : null;
    }

    /** Return in one sentence what is not shown. */
    getHiddenWords(names) {
        return _t("Not shown, so that nobody can be recognised: %s.", names.join(", "));
    }

    /** Return how wide a bar is, in percent of the widest one of its table. */
    getWidth(table, row) {
        const cell = row.cells[0];
        if (cell.is_hidden || cell.value === undefined) {
            return 0;
        }
        if (table.is_grid) {
            // The share that was in time: of how many stands before it.
            const inTime = row.cells[1].value || 0;
            return Math.min(100, (100 * inTime) / (cell.value || 1));
        }
        const top = {rate: 100, mean: 10}[table.kind];
        const values = table.rows.map((other) => other.cells[0].value || 0);
        return (100 * cell.value) / (top || Math.max(1, ...values));
    }
}

registry.category("view_widgets").add("exit_interview_review", {
    component: ReviewPaper,
});
