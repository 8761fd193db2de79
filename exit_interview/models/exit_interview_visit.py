# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS


class ExitInterviewVisit(models.Model):
    """A browser in which a participant has opened a link. Nobody reads this table.

    The platform's own session is left alone: on a shared computer somebody else may be
    logged in, and neither may become the other (SEC-07).
    """

    _name = "exit.interview.visit"
    _description = "Visit of a participant"
    _log_access = False

    link_id = fields.Many2one(
        comodel_name="exit.interview.link",
        required=True,
        index=True,
        ondelete="cascade",
    )
    key_hash = fields.Char(required=True, groups=NO_ACCESS)
    date_expires = fields.Datetime(required=True, index=True)
    is_proven = fields.Boolean()

    _key_uniq = models.UniqueIndex("(key_hash)", "Visits do not repeat.")

    @api.model
    def _open(self, link, is_proven=False):
        """Note that a link was opened, and return the key for the browser's cookie.

        :param link: ``exit.interview.link``, as ``_find`` returned it
        :param bool is_proven: whether a PIN that the link asks for was given
        :rtype: str
        """
        key = secrets.token_urlsafe(32)
        # Whoever holds the link is the participant; nobody else reaches this table.
        self.sudo().create(
            [
                {
                    "link_id": link.id,
                    "key_hash": self._hash(key),
                    "date_expires": self._get_end(link),
                    "is_proven": is_proven,
                }
            ]
        )
        link.sudo().write({"date_opened": fields.Datetime.now()})
        return key

    @api.model
    def _find(self, key):
        """Return the visit that a browser's cookie stands for; empty if it is over.

        :param str key: from anywhere
        :return: superuser recordset of at most one
        """
        visits = self.sudo().browse()
        if not isinstance(key, str) or not 20 <= len(key) <= 100:
            return visits
        # The key is the proof; what it opens is decided by its link.
        visit = self.sudo().search(
            [
                ("key_hash", "=", self._hash(key)),
                ("date_expires", ">", fields.Datetime.now()),
            ]
        )
        link = visit.link_id
        return visit if link and not link.date_revoked and link._is_wanted() else visits

    def _waits_for_pin(self):
        """Return whether the PIN has to be typed before anything is shown (A-55).

        :rtype: bool
        """
        return bool(self.link_id.needs_pin) and not self.is_proven

    def _extend(self):
        """Go on: whoever is still writing is not sent away."""
        for visit in self:
            visit.write({"date_expires": self._get_end(visit.link_id)})

    @api.model
    def _close(self, links):
        """End all visits of some links."""
        self.search([("link_id", "in", links.ids)]).unlink()

    @api.model
    def _get_end(self, link):
        hours = link.sudo().case_id.policy_id.visit_hours
        return fields.Datetime.now() + timedelta(hours=hours)

    @api.model
    def _hash(self, key):
        return hashlib.sha256(key.encode()).hexdigest()

    @api.model
    def _get_form_token(self, key):
        """Return what a form of our own page carries, and no other page knows.

        :param str key: the browser's cookie
        :rtype: str
        """
        return hashlib.sha256(f"form {key}".encode()).hexdigest()

    @api.model
    def _sign(self, key, text):
        """Return a signature under what a form of ours brings back to us.

        :param str key: the browser's cookie
        :param str text: what the form holds
        :rtype: str
        """
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()

    @api.autovacuum
    def _gc_visits(self):
        """Forget visits that are over."""
        self.search([("date_expires", "<", fields.Datetime.now())]).unlink()
