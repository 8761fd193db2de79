// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {CalendarController} from "@web/views/calendar/calendar_controller";
import {SIZES} from "@web/core/ui/ui_service";
import {browser} from "@web/core/browser/browser";
import {calendarView} from "@web/views/calendar/calendar_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/**
 * On a tablet the side panel would take the room in which references can be read: it
 * is folded until somebody opens it, which the platform remembers.
 */
export class NarrowCalendarController extends CalendarController {
    setup() {
        super.setup(...arguments);
        const ui = useService("ui");
        const chosen = browser.sessionStorage.getItem("calendar.showSideBar");
        if (chosen === null && ui.size < SIZES.LG) {
            this.state.showSideBar = false;
        }
    }
}

registry.category("views").add("exit_interview_calendar", {
    ...calendarView,
    Controller: NarrowCalendarController,
});
