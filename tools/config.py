# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Places, names and small helpers that every other module uses."""

import contextlib
import fcntl
import hashlib
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
LOGS = LOCAL / "logs"
RUN_DATABASE = "exit_interview"
SERIES = "19.0"


class Failure(Exception):
    """Something expected went wrong; the message says what to do about it."""


def say(message=""):
    print(message, flush=True)


def step(message):
    """Tell what begins now; these lines are what a waiting person sees."""
    say(f"-- {message}")


def cache_dir():
    """Return the folder, shared by all checkouts of this user, for downloads."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "exit-interview"


def in_ci():
    """Tell whether nothing may be left out (CI=true)."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def is_root():
    return os.geteuid() == 0


def prepare_local():
    """Make the folder that holds all state of this checkout."""
    LOGS.mkdir(parents=True, exist_ok=True)


def digest(*parts):
    """Return a short, stable name for these values."""
    value = hashlib.sha256()
    for part in parts:
        value.update(part if isinstance(part, bytes) else str(part).encode())
        value.update(b"\0")
    return value.hexdigest()[:16]


def tail(path, lines=25):
    """Return the last lines of a log, for a message about a failure."""
    try:
        return "\n".join(Path(path).read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"


def run(command, *, log=None, failure=None, **kwargs):
    """Run a command to its end; a failing one becomes a :class:`Failure`.

    :param list command: program and arguments
    :param Path log: file that gets all the output; its end is shown on failure
    :param str failure: what to tell the user instead of the bare command
    :return: the completed process
    """
    command = [str(part) for part in command]
    try:
        if log:
            with open(log, "ab") as stream:
                done = subprocess.run(
                    command, stdout=stream, stderr=subprocess.STDOUT, **kwargs
                )
        else:
            done = subprocess.run(command, **kwargs)
    except FileNotFoundError as error:
        raise Failure(f"{command[0]} is not there ({error}).") from error
    if done.returncode:
        message = failure or f"This command failed: {shlex.join(command)}"
        if log:
            message += f"\nThe end of {log}:\n{tail(log)}"
        elif done.stderr:
            message += f"\n{done.stderr if isinstance(done.stderr, str) else ''}"
        raise Failure(message)
    return done


@contextlib.contextmanager
def lock(path):
    """Hold a lock, so that two processes do not prepare the same thing twice."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say(f"Waiting for another process that holds {path} ...")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def wait_until(condition, seconds, pause=0.2):
    """Call condition() until it is true; return whether it became so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(pause)
    return bool(condition())


def pid_alive(pid):
    """Tell whether a process of ours still runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z"
    except (OSError, IndexError):
        pass
    try:
        os.kill(pid, 0)
        return not sys.platform.startswith("linux")
    except OSError:
        return False
