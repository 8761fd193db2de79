# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A real Odoo server on a database of its own, for tests that go through it."""

import os
import signal
import subprocess

from tools import server, system
from tools.config import LOGS


class OdooServer:
    """One server process and its database, a copy of the template.

    :param databases: a :class:`tools.database.Databases`
    :param str database: name of the copy to make
    :param str template: database to copy
    """

    def __init__(self, databases, database, template):
        self.databases = databases
        self.database = database
        self.port = server.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = LOGS / f"{database}.log"
        self.process = None
        self._api_keys = {}
        databases.create(database, template)
        databases.make_volatile(database)
        server.set_address(databases, database, self.url)
        self.config = databases.write_config(database, **self._options())
        self.log.unlink(missing_ok=True)

    def _options(self):
        options = {
            "db_name": self.database,
            "dbfilter": f"^{self.database}$",
            "http_port": self.port,
            "gevent_port": self.port,
            # Scheduled jobs run when a test asks for them, not in between.
            "max_cron_threads": 0,
        }
        if system.wkhtmltopdf():
            options["bin_path"] = os.path.dirname(system.wkhtmltopdf())
        return options

    def start(self):
        """Start the process and wait until it serves pages."""
        self.process = server.spawn(self.databases, self.config, self.log)
        server.wait_for_pages(self.url, self.process, self.log)
        return self

    def stop(self):
        """End the process as an administrator would."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        """End the process as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)

    def restart(self):
        """Stop and start; pages that are open lose nothing that was saved."""
        self.stop()
        return self.start()

    def remove(self):
        """End the process, and delete the database: nobody waits for its end."""
        self.kill()
        self.databases.drop(self.database)
        self.config.unlink(missing_ok=True)

    def shell(self, script):
        """Run Python source in Odoo's shell; return what it prints.

        ``env`` is the superuser's; end with ``env.cr.commit()`` to keep changes.
        """
        return self.databases.script(self.config, self.database, script)

    def query(self, sql, *parameters):
        """Run one SQL statement and return its rows."""
        return self.databases.query(self.database, sql, *map(str, parameters))

    def api_key(self, login):
        """Return a key to the external API, made for a user as he would himself."""
        if login not in self._api_keys:
            script = (
                f"user = env['res.users'].search([('login', '=', {login!r})])\n"
                "import datetime\n"
                "until = datetime.datetime.now() + datetime.timedelta(days=1)\n"
                "keys = env(user=user)['res.users.apikeys']\n"
                "print(keys.sudo()._generate('rpc', 'tests', until))\n"
                "env.cr.commit()\n"
            )
            self._api_keys[login] = self.shell(script).split()[-1]
        return self._api_keys[login]
