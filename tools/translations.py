# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make pot`: the templates that translators start from."""

import subprocess

from . import addons, testing
from .config import LOGS, ROOT, run, say


def export(databases):
    """Write i18n/<addon>.pot of each addon of ours."""
    testing.prepare(databases, keep=True, names=(testing.TESTED,))
    config = testing.configure(databases, testing.TESTED)
    for name in addons.names():
        (ROOT / name / "i18n").mkdir(exist_ok=True)
        command = databases.odoo_command(config, "i18n")
        # This command of Odoo takes its settings after the word "export".
        command = [*command[:-1], "export", *command[-1:], name]
        run(
            command,
            log=LOGS / "pot.log",
            env=databases.env,
            stdin=subprocess.DEVNULL,
            failure=f"The template of {name} could not be written.",
        )
        say(f"   {name}/i18n/{name}.pot")
