// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, onWillStart, useState, useSubEnv} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {getDefaultConfig} from "@web/views/view";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const CASE = "exit.interview";
const DUTY = "exit.interview.duty";

/** The coordinator's first page: what waits, who was reached, what was in time. */
export class Overview extends Component {
    static template = "exit_interview.Overview";
    static components = {Layout};
    static props = {...standardActionServiceProps};
    static path = "exit-overview";
    static displayName = _t("Overview");

    setup() {
        useSubEnv({config: {...getDefaultConfig(), ...this.env.config}});
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({quarter: "this"});
        onWillStart(async () => {
            this.data = await this.orm.call(CASE, "get_overview", []);
        });
    }

    get quarter() {
        return this.data.uptake.quarters.find(
            (quarter) => quarter.key === this.state.quarter
        );
    }

    /** Return a median as people say it: 3, 3.5, or a dash. */
    formatMedian(median) {
        return median === null ? "–" : String(Math.round(median * 10) / 10);
    }

    openList(model, name, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
            context: {},
        });
    }

    openFigure(figure) {
        return this.openList(figure.model, figure.label, figure.domain);
    }

    openUptake(column, row) {
        const quarter = this.quarter;
        return this.openList(
            CASE,
            _t("%(column)s, %(quarter)s", {
                column: column.label,
                quarter: quarter.label,
            }),
            [...quarter.domain, ...column.domain, ...(row ? row.domain : [])]
        );
    }

    openTimeliness(column, row) {
        return this.openList(DUTY, `${row.label}: ${column.label}`, [
            ...row.domain,
            ...column.domain,
        ]);
    }

    openChart(name) {
        return this.action.doAction(`exit_interview.${name}`);
    }
}

registry.category("actions").add("exit_interview.overview", Overview);
