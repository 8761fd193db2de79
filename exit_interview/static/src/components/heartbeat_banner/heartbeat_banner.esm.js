// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, onWillStart, useState} from "@odoo/owl";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {ListRenderer} from "@web/views/list/list_renderer";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** Says above a list that a job has been silent; the server decides who is told. */
export class HeartbeatBanner extends Component {
    static template = "exit_interview.HeartbeatBanner";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.state = useState({lines: []});
        onWillStart(async () => {
            this.state.lines = await this.orm.call(
                "exit.interview.heartbeat",
                "get_banner",
                []
            );
        });
    }
}

export class BannerListRenderer extends ListRenderer {
    static template = "exit_interview.BannerListRenderer";
    static components = {...ListRenderer.components, HeartbeatBanner};
}

registry.category("views").add("exit_interview_list", {
    ...listView,
    Renderer: BannerListRenderer,
});

export class BannerKanbanRenderer extends KanbanRenderer {
    static template = "exit_interview.BannerKanbanRenderer";
    static components = {...KanbanRenderer.components, HeartbeatBanner};
}

registry.category("views").add("exit_interview_kanban", {
    ...kanbanView,
    Renderer: BannerKanbanRenderer,
});
