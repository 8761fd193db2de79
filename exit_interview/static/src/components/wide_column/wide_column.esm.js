// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {ListRenderer} from "@web/views/list/list_renderer";
import {SIZES} from "@web/core/ui/ui_service";
import {browser} from "@web/core/browser/browser";
import {patch} from "@web/core/utils/patch";
import {useBus} from "@web/core/utils/hooks";

function isWideColumn(column) {
    return (column.className || "").includes("o_exit_interview_wide");
}

/**
 * Optional columns of that class are shown at first only from 992 pixels, so that the
 * others can be read on a tablet. Whoever wants them there ticks them, as any other.
 * A patch, because lists inside forms have no class to choose; it does nothing to
 * lists that do not use the class.
 */
patch(ListRenderer.prototype, {
    setup() {
        super.setup(...arguments);
        let hadRoom = this.hasRoom;
        useBus(this.uiService.bus, "resize", () => {
            if (hadRoom !== this.hasRoom) {
                hadRoom = this.hasRoom;
                if (this.props.archInfo.columns.some(isWideColumn)) {
                    this.render();
                }
            }
        });
    },
    get hasRoom() {
        return this.uiService.size >= SIZES.LG;
    },
    computeOptionalActiveFields() {
        const active = super.computeOptionalActiveFields(...arguments);
        const chosen = browser.localStorage.getItem(this.keyOptionalFields);
        if (chosen === null && !this.hasRoom) {
            for (const column of this.allColumns.filter(isWideColumn)) {
                active[column.name] = false;
            }
        }
        return active;
    },
});
