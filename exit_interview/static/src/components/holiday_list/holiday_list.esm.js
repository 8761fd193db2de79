// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";
import {onWillStart} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** A list of days that are owed: it says when these days may still move. */
export class HolidayListController extends ListController {
    static template = "exit_interview.HolidayList";

    setup() {
        super.setup();
        const orm = useService("orm");
        this.holidayWarnings = [];
        onWillStart(async () => {
            this.holidayWarnings = await orm.call(
                "exit.interview.policy",
                "get_holiday_warnings",
                []
            );
        });
    }
}

registry.category("views").add("exit_interview_holiday_list", {
    ...listView,
    Controller: HolidayListController,
});
