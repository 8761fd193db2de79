# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What comes from npm: formatter and linter of views and scripts, and axe-core."""

import subprocess

from . import system
from .config import LOCAL, LOGS, ROOT, Failure, digest, lock, run, step

MODULES = ROOT / "node_modules"
LOCKFILE = ROOT / "package-lock.json"


def ensure():
    """Install what package-lock.json pins, unless it is there already."""
    if not system.ensure(system.node, system.NODE_PACKAGES):
        raise Failure(
            "node and npm are missing: views, scripts and pages cannot be checked.\n"
            f"  {system.how_to_get(system.NODE_PACKAGES)}"
        )
    with lock(LOCAL / "node.lock"):
        stamp = MODULES / ".installed"
        wanted = digest(LOCKFILE.read_bytes())
        if stamp.exists() and stamp.read_text() == wanted:
            return
        step("Installing package-lock.json")
        run(
            ["npm", "ci", "--no-audit", "--no-fund"],
            cwd=ROOT,
            log=LOGS / "npm.log",
            stdin=subprocess.DEVNULL,
            failure="prettier, eslint and axe-core could not be installed by npm.",
        )
        stamp.write_text(wanted)


def axe():
    """Return the script that checks pages for barriers, or None if it is not there."""
    path = MODULES / "axe-core" / "axe.min.js"
    return path if path.exists() else None


def executable(name):
    return MODULES / ".bin" / name
