// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {getDataURLFromFile} from "@web/core/utils/urls";
import {getErrorText} from "../interview_store/interview_store.esm";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** Adds files to a case: what is refused is said, and nothing of it is kept. */
export class AddFileDialog extends Component {
    static template = "exit_interview.AddFileDialog";
    static components = {Dialog};
    static defaultProps = {model: "exit.interview"};
    static props = {
        close: Function,
        // The case, or another record that takes files for it.
        model: {type: String, optional: true},
        recordId: Number,
        kind: {type: String, optional: true},
        onAdded: {type: Function, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.inputRef = useRef("input");
        this.state = useState({
            kind: this.props.kind || "paper_form",
            file: null,
            error: "",
            isBusy: false,
            added: [],
        });
        onWillStart(async () => {
            this.options = await this.orm.call(
                this.props.model,
                "get_document_options",
                [[this.props.recordId]]
            );
        });
    }

    get accept() {
        return this.options.endings.map((ending) => `.${ending}`).join(",");
    }

    get possible() {
        return _t("Possible: %(endings)s, up to %(size)s MB.", {
            endings: this.options.endings.join(", "),
            size: this.options.max_mb,
        });
    }

    onFile(ev) {
        const [file] = ev.target.files;
        this.state.file = file || null;
        this.state.error = "";
        if (file && file.size > this.options.max_mb * 1024 * 1024) {
            this.state.file = null;
            this.inputRef.el.value = "";
            this.state.error = _t(
                "The file is larger than %s MB. Scan it with fewer dots an inch, or split it.",
                this.options.max_mb
            );
        }
    }

    async onAdd() {
        const {file, kind} = this.state;
        this.state.isBusy = true;
        this.state.error = "";
        try {
            const url = await getDataURLFromFile(file);
            await this.orm.silent.call(this.props.model, "action_add_document", [
                [this.props.recordId],
                kind,
                file.name,
                url.split(",")[1] || "",
            ]);
            this.state.added.push(file.name);
            this.state.file = null;
            this.inputRef.el.value = "";
            this.props.onAdded?.();
        } catch (error) {
            this.state.error = getErrorText(error);
        } finally {
            this.state.isBusy = false;
        }
    }
}

/** Lets a button of a form open the dialog, and read the case anew afterwards. */
function addFile(env, action) {
    const {model = "exit.interview", record_id: recordId, kind} = action.params;
    return new Promise((resolve) => {
        env.services.dialog.add(
            AddFileDialog,
            {model, recordId, kind},
            {onClose: () => resolve({type: "ir.actions.act_window_close"})}
        );
    });
}

registry.category("actions").add("exit_interview.add_file", addFile);
