# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The server of `make run`: its database, its process, and what it tells the user."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import addons, system
from .config import (
    LOCAL,
    LOGS,
    RUN_DATABASE,
    Failure,
    pid_alive,
    say,
    step,
    tail,
    wait_until,
)

STATE = LOCAL / "server.json"
LOG = LOGS / "server.log"
FIRST_PORT = 8069
LANGUAGE = "en_GB"
TIMEZONE = "Europe/London"
# Demo users see dates and words as an English organisation does; reports find
# their style sheets at the address that the server really listens on.
LOCALISE = f"""
users = env["res.users"].with_context(active_test=False).search([("share", "=", False)])
users.partner_id.write({{"lang": {LANGUAGE!r}, "tz": {TIMEZONE!r}}})
env["ir.default"].set("res.partner", "lang", {LANGUAGE!r})
env["ir.default"].set("res.partner", "tz", {TIMEZONE!r})
env.cr.commit()
"""


def running():
    """Return the state of the running server, or None."""
    try:
        state = json.loads(STATE.read_text())
    except (OSError, ValueError):
        return None
    if not pid_alive(state["pid"]) or not _is_ours(state["pid"]):
        STATE.unlink(missing_ok=True)
        return None
    return state


def create_database(databases, config):
    """Make the database with our addons and the sample organisation."""
    step(f"Making the database {RUN_DATABASE} with a sample organisation")
    unfinished = f"{RUN_DATABASE}_new"
    databases.create(unfinished)
    options = ["--with-demo", f"--load-language={LANGUAGE}"]
    databases.install(config, unfinished, addons.names(), *options)
    databases.script(config, unfinished, LOCALISE)
    databases.build_bundles(config, unfinished)
    databases.rename(unfinished, RUN_DATABASE)
    databases.mark_current(RUN_DATABASE)


def start(databases):
    """Start the server in the background; return when pages come."""
    port = choose_port()
    url = f"http://127.0.0.1:{port}"
    config = configure(databases, port)
    set_address(databases, RUN_DATABASE, url)
    step("Starting the server")
    LOG.unlink(missing_ok=True)
    process = spawn(databases, config, LOG)
    state = {"pid": process.pid, "port": port, "url": url}
    STATE.write_text(json.dumps(state))
    try:
        wait_for_pages(url, process, LOG)
    except Failure:
        stop()
        raise
    return state


def set_address(databases, database, url):
    """Tell Odoo its own address: links and the style sheets of PDFs use it.

    Written before the server starts: Odoo reads parameters into a cache.
    """
    parameters = {"web.base.url": url, "web.base.url.freeze": "True", "report.url": url}
    for key, value in parameters.items():
        databases.query(
            database,
            "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s) "
            "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
            key,
            value,
        )


def configure(databases, port=None):
    """Write the settings of the served database and return their path."""
    options = {"db_name": RUN_DATABASE, "dbfilter": f"^{RUN_DATABASE}$"}
    if port:
        options["http_port"] = port
        options["gevent_port"] = port
    path = system.wkhtmltopdf()
    if path:
        options["bin_path"] = os.path.dirname(path)
    return databases.write_config("odoo", **options)


def spawn(databases, config, log, *options):
    """Start an Odoo server that outlives this program; return its process."""
    command = databases.odoo_command(config, "server", *options)
    with open(log, "ab") as stream:
        return subprocess.Popen(
            [str(part) for part in command],
            env=databases.env,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_for_pages(url, process, log, seconds=180):
    """Wait until the login page and its style sheets and scripts are served."""

    def answered():
        if process.poll() is not None:
            raise Failure(f"The server ended; the end of {log}:\n{tail(log)}")
        return _fetch(f"{url}/web/login")

    if not wait_until(answered, seconds):
        raise Failure(
            f"No login page after {seconds} s; the end of {log}:\n{tail(log)}"
        )
    page = _fetch(f"{url}/web/login")
    for asset in re.findall(r'(?:href|src)="(/web/assets/[^"]+)"', page):
        if _fetch(url + asset) is None:
            raise Failure(f"{asset} is not served; the end of {log}:\n{tail(log)}")


def stop(seconds=20):
    """Stop the server; return whether there was one."""
    state = running()
    if not state:
        return False
    terminate(state["pid"], seconds)
    STATE.unlink(missing_ok=True)
    return True


def terminate(pid, seconds=20):
    """End a server and what it started, gently at first."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            return
        if wait_until(lambda: not pid_alive(pid), seconds):
            return


def report(state):
    """Print where the server is and who can log in."""
    logins = addons.logins()
    width = max(len(login.login) for login in logins)
    secret = max(len(login.password) for login in logins)
    role = max(len(login.role) for login in logins)
    say()
    say(f"Exit interviews: {state['url']}")
    say()
    for login in logins:
        say(
            f"  {login.login:{width}}  {login.password:{secret}}  "
            f"{login.role:{role}}  {login.what}".rstrip()
        )
    say()
    say(f"  (login, password, role)   Log: {LOG}   To stop: make stop")


def choose_port():
    """Return PORT, or the first free port from 8069 on."""
    wanted = os.environ.get("PORT")
    if wanted:
        if not wanted.isdigit() or not 0 < int(wanted) < 65536:
            raise Failure(f"PORT={wanted} is not a port.")
        if not _is_free(int(wanted)):
            raise Failure(f"Port {wanted} is taken; choose another: make run PORT=...")
        return int(wanted)
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        if _is_free(port):
            return port
    raise Failure("No port from 8069 to 8168 is free; choose one: make run PORT=...")


def free_port():
    """Return a port that nobody listens on, chosen by the system."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _is_ours(pid):
    """Tell whether a process is a server of this checkout, not a reused number."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as stream:
            return str(LOCAL).encode() in stream.read()
    except OSError:
        return not os.path.isdir("/proc/self")


def _fetch(url):
    """Return a page's text, or None if it does not come."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=60) as answer:
            return answer.read().decode(errors="replace")
    except (urllib.error.URLError, OSError):
        time.sleep(0.1)
        return None
