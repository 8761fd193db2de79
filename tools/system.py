# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Programs that come from the system's packages, not from PyPI."""

import os
import shutil
import subprocess

from .config import LOGS, Failure, is_root, step, tail

PDF_PACKAGES = ("wkhtmltopdf", "fonts-dejavu-core")
BROWSER_PACKAGES = ("chromium", "fonts-dejavu-core")
NODE_PACKAGES = ("nodejs", "npm")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def wkhtmltopdf():
    """Return the program that makes PDFs, or None."""
    return shutil.which("wkhtmltopdf")


def browser():
    """Return a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    return None


def node():
    """Return npx, or None: the linters of views and scripts run on node."""
    return shutil.which("npx") if shutil.which("npm") else None


def can_install():
    """Tell whether packages may be installed without asking anybody."""
    return is_root() and shutil.which("apt-get") is not None


def install(*packages):
    """Install Debian or Ubuntu packages, as root."""
    step(f"Installing {', '.join(packages)}")
    log = LOGS / "apt.log"
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-y", "-q", "--no-install-recommends"]
    with open(log, "ab") as stream:
        for command in (["update", "-q"], ["install", *options, *packages]):
            done = subprocess.run(
                ["apt-get", *command],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                env=env,
            )
    if done.returncode:
        raise Failure(
            f"{', '.join(packages)} could not be installed; the end of {log}:\n"
            f"{tail(log, 8)}"
        )


def ensure(find, packages):
    """Return what find() finds, after installing packages if that is allowed.

    :param find: one of the functions above
    :param packages: the packages that bring the program
    :return: the program's path, or None if it is missing and may not be installed
    """
    found = find()
    if found or not can_install():
        return found
    install(*packages)
    return find()


def how_to_get(packages):
    """Return the command that brings packages, for a message."""
    return f"sudo apt-get install {' '.join(packages)}"
