# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail server that keeps what it is given, for journeys that follow a link."""

import email
import email.policy
import re

from aiosmtpd.controller import Controller

from tools import server as ports

LINK = re.compile(r"https?://\S+/exit-interview/l/[\w-]+")


class _Keeper:
    def __init__(self):
        self.mails = []
        self.refused = set()

    async def handle_RCPT(  # noqa: N802
        self, _server, _session, envelope, address, _options
    ):
        if address in self.refused:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 Yes"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(mail)
        return "250 Kept"


class Postbox:
    """The mailboxes of all leavers."""

    def __init__(self, server, admin):
        self._server, self._admin = server, admin
        self._keeper = _Keeper()
        port = ports.free_port()
        self._controller = Controller(self._keeper, hostname="127.0.0.1", port=port)
        self._controller.start()
        self._mail_server = admin["ir.mail_server"].create(
            {
                "name": "Postbox",
                "smtp_host": "127.0.0.1",
                "smtp_port": port,
                "smtp_encryption": "none",
                "smtp_authentication": "login",
            }
        )
        [[self._cron_id]] = server.query(
            "SELECT res_id FROM ir_model_data"
            " WHERE module = 'exit_interview' AND name = 'ir_cron_message_send'"
        )

    @property
    def mails(self):
        return self._keeper.mails

    @property
    def refused(self):
        """Addresses that have no mailbox, a set to add to."""
        return self._keeper.refused

    def let_leave(self):
        """Let the mails leave that wait."""
        self._admin["ir.cron"].browse(int(self._cron_id)).method_direct_trigger()

    def open(self):
        """Let the mails leave; return the link of the newest."""
        known = len(self.mails)
        self.let_leave()
        assert len(self.mails) > known, "no mail came"
        text = self.mails[-1].get_body(("plain",)).get_content()
        return LINK.search(text).group()

    def close(self):
        """Take the mail server away, from here and from the settings."""
        self._mail_server.unlink()
        self._controller.stop()
