// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {FormCompiler} from "@web/views/form/form_compiler";
import {FormRenderer} from "@web/views/form/form_renderer";
import {SIZES} from "@web/core/ui/ui_service";
import {StatusBarButtons} from "@web/views/form/status_bar_buttons/status_bar_buttons";
import {formView} from "@web/views/form/form_view";
import {browser} from "@web/core/browser/browser";
import {onPatched} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** Marks the buttons of the header by their class, so that they can be told apart. */
export class StepFormCompiler extends FormCompiler {
    compileHeader() {
        const header = super.compileHeader(...arguments);
        for (const slot of header.querySelectorAll("StatusBarButtons > t")) {
            const words = slot.firstElementChild.getAttribute("className") || "";
            const has = (name) => String(words.includes(`o_exit_interview_${name}`));
            slot.setAttribute("isRare", has("rare"));
            slot.setAttribute("isAlways", has("always"));
        }
        return header;
    }
}

/** Header of a form with many steps: one row, what is seldom needed under “More”. */
export class StepStatusBarButtons extends StatusBarButtons {
    static template = "exit_interview.StepStatusBarButtons";

    setup() {
        super.setup(...arguments);
        this.ui = useService("ui");
        let shown = this.usualSlotNames.length;
        onPatched(() => {
            // The status beside the steps fits itself to its room on a resize only.
            if (shown !== this.usualSlotNames.length) {
                shown = this.usualSlotNames.length;
                browser.dispatchEvent(new Event("resize"));
            }
        });
    }
    get usualSlotNames() {
        const {slots} = this.props;
        const names = this.visibleSlotNames.filter((name) => !slots[name].isRare);
        if (this.ui.size >= SIZES.LG) {
            return names;
        }
        // A tablet has room for two and what must always be at hand; a telephone for
        // one, as everywhere.
        const first = names.slice(0, this.env.isSmall ? 1 : 2);
        return names.filter((name) => first.includes(name) || slots[name].isAlways);
    }
    get moreSlotNames() {
        const usual = this.usualSlotNames;
        return this.visibleSlotNames.filter((name) => !usual.includes(name));
    }
}

export class StepFormRenderer extends FormRenderer {
    static components = {
        ...FormRenderer.components,
        StatusBarButtons: StepStatusBarButtons,
    };
}

registry.category("views").add("exit_interview_form", {
    ...formView,
    Compiler: StepFormCompiler,
    Renderer: StepFormRenderer,
});
