# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import logging
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Addresses are kept as a hash that no other start of the server can repeat: who tried
# is nobody's business, only whether one address tries and tries.
SALT = secrets.token_bytes(16)
FREE_TRIES = 10
ALARM_TRIES = 200
SLOWEST = 3.0


class ExitInterviewAttempt(models.Model):
    """Wrong links and codes, counted by hour and address; nobody reads this table.

    Whoever tries on is answered later and later, nobody is shut out: a leaver behind
    the same address must still come in (SEC-06, X-39).
    """

    _name = "exit.interview.attempt"
    _description = "Wrong links of an address"
    _log_access = False

    address_hash = fields.Char(required=True)
    hour = fields.Datetime(required=True, index=True)
    tries = fields.Integer(required=True, default=1)

    _hour_uniq = models.Constraint("UNIQUE(address_hash, hour)", "Counted once.")

    @api.model
    def _count(self, address):
        """Count a wrong try and return how long its answer is to wait.

        :param str address: where it came from
        :return: seconds
        :rtype: float
        """
        digest = hashlib.sha256(SALT + (address or "").encode()).hexdigest()
        hour = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO exit_interview_attempt (address_hash, hour, tries)
                     VALUES (%(digest)s, %(hour)s, 1)
                ON CONFLICT (address_hash, hour)
                  DO UPDATE SET tries = exit_interview_attempt.tries + 1
                  RETURNING tries
                """,
                digest=digest,
                hour=hour,
            )
        )
        (tries,) = self.env.cr.fetchone()
        if tries == ALARM_TRIES:
            _logger.warning("%s wrong exit interview links from one address", tries)
        return min(max(tries - FREE_TRIES, 0) * 0.25, SLOWEST)

    @api.autovacuum
    def _gc_attempts(self):
        """Forget what was counted before yesterday."""
        limit = fields.Datetime.now() - timedelta(days=1)
        # Nobody's own rows; the platform's daily clean-up runs this.
        self.search([("hour", "<", limit)]).unlink()
