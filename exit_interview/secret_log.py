# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What opens a link must not stand in the log of requests (A-41)."""

import logging
import re

SECRET = re.compile(r"(/exit-interview/l/)[^\s\"?#]+")


class SecretFilter(logging.Filter):
    """Blots the secret out of the address of every request."""

    def filter(self, record):
        if isinstance(record.msg, str):
            record.msg = SECRET.sub(r"\1...", record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(
                SECRET.sub(r"\1...", arg) if isinstance(arg, str) else arg
                for arg in record.args
            )
        return True


def install():
    """Put the filter where requests are logged; once, however often it is called."""
    for name in (
        "werkzeug",
        "odoo.http",
        "odoo.service.server",
        # A mail server that refuses a mail may quote the address that it dislikes.
        "odoo.addons.base.models.ir_mail_server",
    ):
        logger = logging.getLogger(name)
        if not any(isinstance(one, SecretFilter) for one in logger.filters):
            logger.addFilter(SecretFilter())
