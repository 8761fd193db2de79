# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The virtual environment: made once, refreshed when a requirement file changes."""

import importlib.util
import os
import shutil
import subprocess
import sys

from .config import LOCAL, LOGS, ROOT, Failure, digest, lock, run, step

VENV = LOCAL / "venv"
PYTHON = VENV / "bin" / "python"
NEWEST_PYTHON = (3, 13)
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"


def ensure(development=False):
    """Make the virtual environment and install what the requirement files pin.

    :param bool development: also install what tests and linters need
    """
    with lock(LOCAL / "venv.lock"):
        _ensure_venv()
        _ensure_installed(RUNTIME)
        if development:
            _ensure_installed(DEVELOPMENT)


def executable(name):
    """Return the path of a program that the virtual environment brings."""
    return VENV / "bin" / name


def site_packages():
    """Return the folder that pip installs into."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return VENV / "lib" / version / "site-packages"


def environment():
    """Return the environment for programs of ours: no foreign Python settings."""
    env = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME", "ODOO_RC", "OPENERP_SERVER"):
        env.pop(name, None)
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    env["VIRTUAL_ENV"] = str(VENV)
    env["PYTHONUNBUFFERED"] = "1"
    env["LC_ALL"] = "C.UTF-8"
    return env


def _fingerprint(requirements):
    return digest(sys.version, VENV, requirements.read_bytes())


def _ensure_venv():
    stamp = VENV / "made-for"
    made_for = digest(sys.version, VENV)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == made_for:
        return
    _check_venv_module()
    step("Making a virtual environment")
    shutil.rmtree(VENV, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", VENV],
        log=LOGS / "pip.log",
        failure="The virtual environment could not be made.",
    )
    stamp.write_text(made_for)


def _check_venv_module():
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if sys.version_info[:2] > NEWEST_PYTHON:
        raise Failure(
            f"Python {version} is newer than what Odoo 19 and its pinned packages "
            f"know. Use 3.10 to {NEWEST_PYTHON[0]}.{NEWEST_PYTHON[1]}, for example: "
            "make PYTHON=python3.12 run"
        )
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Failure(
            f"This Python ({sys.executable}) cannot make virtual environments.\n"
            f"On Debian or Ubuntu: sudo apt-get install python{version}-venv"
        )


def _ensure_installed(requirements):
    """Install a requirement file, unless it is the one installed last time.

    The files list every package that is needed, so pip need not (and, because
    addons ask for an `odoo` that is not on PyPI, must not) look for more.
    """
    stamp = VENV / f"installed-{requirements.stem}"
    wanted = _fingerprint(requirements)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    step(f"Installing {requirements.name}")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install"]
    options = ["--no-deps", "--only-binary=:all:", "--no-warn-script-location"]
    run(
        [*pip, *options, "-r", requirements],
        log=LOGS / "pip.log",
        stdin=subprocess.DEVNULL,
        env=environment(),
        failure=(
            f"{requirements.name} could not be installed from PyPI. Is there a "
            "network? pip reads its settings (proxy, mirror) from its own files."
        ),
    )
    stamp.write_text(wanted)
