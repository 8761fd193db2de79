# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo databases: make, copy, drop, install, update; and Odoo's settings file."""

import json
import os
import shutil
import subprocess

from . import addons, python_env
from .config import LOCAL, LOGS, ROOT, Failure, digest, run, step, tail

ODOO = ROOT / "tools" / "bin" / "odoo"
DATA = LOCAL / "data"
STAMPS = LOCAL / "stamps"
# Odoo warns about these at every start; they are not about our addons.
SECRET = "exit-interview-development"


class Databases:
    """The databases of one PostgreSQL, worked on with one Odoo.

    :param odoo: an :class:`odoo_source.Odoo`
    :param connection: a :class:`postgres.Connection`
    """

    def __init__(self, odoo, connection):
        self.odoo = odoo
        self.connection = connection
        self.env = {**python_env.environment(), **connection.environment()}
        if connection.bin_dir:
            self.env["PATH"] = f"{connection.bin_dir}{os.pathsep}{self.env['PATH']}"

    # === SETTINGS ===#

    def write_config(self, name, **options):
        """Write a settings file for Odoo and return its path."""
        options = {
            "addons_path": ",".join(map(str, [ROOT, *self.odoo.addons])),
            "admin_passwd": SECRET,
            "data_dir": DATA,
            **self.connection.odoo_options(),
            "http_interface": "127.0.0.1",
            "list_db": False,
            "proxy_mode": False,
            "workers": 0,
            **options,
        }
        path = LOCAL / f"{name}.conf"
        lines = [f"{key} = {value}" for key, value in options.items()]
        path.touch(mode=0o600)
        path.write_text("\n".join(["[options]", *lines, ""]))
        DATA.mkdir(exist_ok=True)
        return path

    # === POSTGRESQL ===#

    def query(self, database, sql, *parameters):
        """Run one statement and return its rows."""
        script = (
            "import json, sys, psycopg2\n"
            "c = psycopg2.connect(dbname=sys.argv[1])\n"
            "c.autocommit = True\n"
            "k = c.cursor()\n"
            "k.execute(sys.argv[2], sys.argv[3:] or None)\n"
            "print(json.dumps(k.fetchall() if k.description else []))\n"
        )
        done = subprocess.run(
            [python_env.PYTHON, "-c", script, database, sql, *parameters],
            env=self.env,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:]
            raise Failure(f"PostgreSQL says: {' '.join(last)}")
        return json.loads(done.stdout)

    def exists(self, database):
        sql = "SELECT 1 FROM pg_database WHERE datname = %s"
        return bool(self.query("postgres", sql, database))

    def drop(self, database):
        """Delete a database and its files, whoever is connected to it."""
        self.query("postgres", f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        shutil.rmtree(DATA / "filestore" / database, ignore_errors=True)
        self._stamp(database).unlink(missing_ok=True)

    def create(self, database, template="template0"):
        """Make a database: an empty one, or a copy with the template's files."""
        self.drop(database)
        sql = f'CREATE DATABASE "{database}" TEMPLATE "{template}"'
        if template == "template0":
            sql += " ENCODING 'UTF8' LC_COLLATE 'C'"
        self.query("postgres", sql)
        files = DATA / "filestore" / template
        if files.is_dir():
            shutil.copytree(files, DATA / "filestore" / database)

    def rename(self, old, new):
        """Give a database and its files another name."""
        self.drop(new)
        self.query("postgres", f'ALTER DATABASE "{old}" RENAME TO "{new}"')
        files = DATA / "filestore" / old
        if files.is_dir():
            files.rename(DATA / "filestore" / new)

    def make_volatile(self, database):
        """Trade safety at a power cut for speed: right for tests, and only there."""
        self.query(
            "postgres", f'ALTER DATABASE "{database}" SET synchronous_commit = off'
        )

    # === ODOO ===#

    def odoo_command(self, config, *arguments):
        return [python_env.PYTHON, ODOO, *arguments[:1], f"--config={config}"] + list(
            arguments[1:]
        )

    def install(self, config, database, modules, *options, log="install"):
        """Install modules in a database."""
        self._change(config, database, "--init", modules, options, log)

    def update(self, config, database, modules, log="update"):
        """Update installed modules (and install ours that are new)."""
        self._change(config, database, "--update", modules, (), log)

    def _change(self, config, database, action, modules, options, log):
        path = LOGS / f"{log}.log"
        path.unlink(missing_ok=True)
        run(
            self.odoo_command(
                config,
                "server",
                f"--database={database}",
                action,
                ",".join(modules),
                "--no-http",
                "--stop-after-init",
                *options,
            ),
            log=path,
            env=self.env,
            stdin=subprocess.DEVNULL,
            failure=f"Odoo could not {action[2:]} {', '.join(modules)}.",
        )
        written = tail(path, 100000)
        if "demo data failed to install" in written:
            # Odoo goes on without; then nobody could log in with what `make run` says.
            raise Failure(f"The sample organisation could not be made; see {path}.")
        if "CRITICAL" in written:
            raise Failure(f"Odoo reports an error; the end of {path}:\n{tail(path)}")

    def build_bundles(self, config, database):
        """Build the web client's scripts and styles, so that no user waits for them."""
        source = 'env["ir.qweb"]._pregenerate_assets_bundles()\nenv.cr.commit()\n'
        self.script(config, database, source)

    def script(self, config, database, source):
        """Run Python source in Odoo's shell; return what it prints."""
        done = subprocess.run(
            self.shell_command(config, database),
            env=self.env,
            input=source,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Failure(f"A script failed in {database}:\n{done.stderr[-3000:]}")
        return done.stdout

    def shell_command(self, config, database):
        """Return the command of Odoo's shell, which logs to a file."""
        return [
            str(part)
            for part in self.odoo_command(
                config,
                "shell",
                f"--database={database}",
                "--no-http",
                "--max-cron-threads=0",
                f"--logfile={LOGS / 'shell.log'}",
            )
        ]

    # === FRESHNESS ===#

    def is_current(self, database):
        """Tell whether a database has our addons as they are on disk."""
        stamp = self._stamp(database)
        return stamp.exists() and stamp.read_text() == self._state()

    def mark_current(self, database):
        STAMPS.mkdir(exist_ok=True)
        self._stamp(database).write_text(self._state())

    def bring_up_to_date(self, config, database):
        """Update our addons in a database, if their sources have changed."""
        if self.is_current(database):
            return False
        step(f"Updating {', '.join(addons.names())}")
        installed = self.query(
            database, "SELECT name FROM ir_module_module WHERE state = 'installed'"
        )
        installed = {name for (name,) in installed}
        new = [name for name in addons.names() if name not in installed]
        known = [name for name in addons.names() if name in installed]
        # What a new addon stands on has to be as it is on disk first.
        if known:
            self.update(config, database, known)
        if new:
            self.install(config, database, new, "--with-demo", log="update")
        self.build_bundles(config, database)
        self.mark_current(database)
        return True

    def _stamp(self, database):
        return STAMPS / database

    def _state(self):
        return digest(addons.fingerprint(), self.odoo.package_parent)
