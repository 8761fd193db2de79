// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {registry} from "@web/core/registry";

/** Shows a PIN this once: the server keeps only what it can be recognised by. */
export class ShowPinDialog extends Component {
    static template = "exit_interview.ShowPinDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        pin: String,
        leaver: String,
        phone: {type: String, optional: true},
    };
}

/** Lets a button of a form show the PIN, and read the case anew afterwards. */
function showPin(env, action) {
    const {pin, leaver, phone} = action.params;
    return new Promise((resolve) => {
        env.services.dialog.add(
            ShowPinDialog,
            {pin, leaver, phone},
            {onClose: () => resolve({type: "ir.actions.act_window_close"})}
        );
    });
}

registry.category("actions").add("exit_interview.show_pin", showPin);
