# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import consteq

# Typed in from a letter: nothing that reads like something else, 74 bits.
CODE_ALPHABET = "2346789BCDFGHJKMPQRTVWXYZ"
CODE_GROUPS, CODE_GROUP_LENGTH = 4, 4


class ExitInterviewLink(models.Model):
    """A private way in for a participant without a login: one purpose, for a time.

    What opens it (256 random bits in a mail, a code of 16 characters in a letter) is
    shown once, to the mail or the paper; here is only its hash.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | see that there is a link and when it was opened; revoke it      |
    | interviewer | the same, for their own cases, without revoking                 |
    | nobody      | read what opens it                                              |
    +-------------+-----------------------------------------------------------------+

    Requirement: SEC-06, A-41, A-42, DESIGN decision 8.
    """

    _name = "exit.interview.link"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Link of a participant"
    _order = "date_issued desc, id desc"

    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    # As the user: names are for whoever may see the person.
    person_name = fields.Char(
        related="participant_id.name", string="Whose", related_sudo=False
    )
    case_id = fields.Many2one(
        related="participant_id.case_id", store=True, precompute=True, required=True
    )
    purpose = fields.Selection(
        selection="_selection_purpose", string="For", required=True, readonly=True
    )
    channel = fields.Selection(
        selection=[
            ("mail", "Mail"),
            ("letter", "Letter with a code"),
            ("page", "From the page before"),
        ],
        required=True,
        readonly=True,
    )
    secret_hash = fields.Char(required=True, readonly=True, groups=NO_ACCESS)
    date_issued = fields.Datetime(
        string="Issued", required=True, readonly=True, default=fields.Datetime.now
    )
    date_expires = fields.Datetime(string="Ends", required=True, readonly=True)
    date_opened = fields.Datetime(string="Opened last", readonly=True)
    date_replaced = fields.Datetime(
        string="Replaced",
        readonly=True,
        help="A newer one was issued; this one opens nothing any more.",
    )
    date_revoked = fields.Datetime(
        string="Revoked",
        readonly=True,
        help="Opens nothing from then on; pages that were open are closed too.",
    )
    needs_pin = fields.Boolean(
        string="Asks for the PIN",
        readonly=True,
        help="The link opens nothing by itself: the PIN is told by telephone or in "
        "person.",
    )
    state = fields.Selection(
        selection=[
            ("open", "Can be used"),
            ("expired", "Time is over"),
            ("replaced", "Replaced"),
            ("revoked", "Revoked"),
        ],
        compute="_compute_state",
    )

    _secret_uniq = models.UniqueIndex("(secret_hash)", "Links do not repeat.")
    _live_uniq = models.UniqueIndex(
        "(participant_id, purpose)"
        " WHERE date_replaced IS NULL AND date_revoked IS NULL",
        "There is one link for each purpose; a new one replaces the old.",
    )

    @api.model
    def _selection_purpose(self):
        """Return what links are for; each opens its own pages and no other."""
        return [
            ("offer", "Answer the offer"),
            ("answer", "Answer the questions"),
            ("check", "Check, sign, decide who reads it"),
            ("outcome", "Read what came of it"),
        ]

    @api.depends("date_expires", "date_replaced", "date_revoked")
    def _compute_state(self):
        now = fields.Datetime.now()
        for link in self:
            if link.date_revoked:
                link.state = "revoked"
            elif link.date_replaced:
                link.state = "replaced"
            else:
                link.state = "expired" if link.date_expires <= now else "open"

    # === ISSUE === #

    @api.model
    def _issue(self, participant, purpose, channel):
        """Make a new way in; the one before for this purpose stops working.

        Who has a page open goes on with it: the page was opened rightfully.

        Called after the caller was checked.

        :param participant: ``exit.interview.participant``, as superuser
        :param str purpose: a value of :meth:`_selection_purpose`
        :param str channel: `mail`, `letter` or `page`
        :return: the link, and what opens it, to be shown once and kept nowhere
        :rtype: tuple
        """
        earlier = self.sudo().search(self._get_live_domain(participant, purpose))
        earlier.write({"date_replaced": fields.Datetime.now()})
        earlier.flush_recordset()
        secret = self._make_code() if channel == "letter" else secrets.token_urlsafe(32)
        policy = participant.case_id.policy_id
        days = policy._get_link_days(purpose)
        # The caller was checked; nobody writes links by hand.
        link = self.sudo().create(
            [
                {
                    "participant_id": participant.id,
                    "purpose": purpose,
                    "channel": channel,
                    "secret_hash": self._hash(secret),
                    "date_expires": fields.Datetime.now() + timedelta(days=days),
                    "needs_pin": participant.sudo()._needs_pin(channel),
                }
            ]
        )
        # What the platform precomputed the row from must not count as one of them.
        participant.invalidate_recordset(["link_ids"])
        participant.case_id.invalidate_recordset(["link_ids"])
        labels = dict(self._selection_purpose())
        participant.case_id.with_env(self.env)._log("link_issued", labels[purpose])
        if link._waits_for_pin():
            # Whoever gets it would stand before a closed page.
            participant.case_id.duty_update()
        return link, secret

    @api.model
    def _get_live_domain(self, participants, purpose=None):
        domain = Domain("participant_id", "in", participants.ids)
        domain &= Domain("date_replaced", "=", False)
        domain &= Domain("date_revoked", "=", False)
        return domain & Domain("purpose", "=", purpose) if purpose else domain

    @api.model
    def _make_code(self):
        """Return a code that can be typed in from paper: K7QP-3XMD-92HR-TT4C."""
        return "-".join(
            "".join(secrets.choice(CODE_ALPHABET) for _i in range(CODE_GROUP_LENGTH))
            for _j in range(CODE_GROUPS)
        )

    @api.model
    def _hash(self, secret):
        return hashlib.sha256(secret.encode()).hexdigest()

    @api.model
    def _get_url(self, secret):
        """Return the address that a mail holds.

        :param str secret: as :meth:`_issue` returned it
        :rtype: str
        """
        return f"{self.get_base_url()}/exit-interview/l/{secret}"

    # === OPEN === #

    @api.model
    def _find(self, secret):
        """Return the link that `secret` opens now; empty if there is none.

        Reads only: what a mail scanner opens stays as it is (I-76).

        :param str secret: from anywhere
        :return: superuser recordset of at most one
        """
        links = self.sudo().browse()
        if not isinstance(secret, str) or not 16 <= len(secret) <= 100:
            return links
        digest = self._hash(self._normalize(secret))
        # Nobody is logged in here; whoever holds the secret is the participant.
        link = self.sudo().search([("secret_hash", "=", digest)])
        if (
            link
            and consteq(link.secret_hash, digest)
            and link.state == "open"
            and link._is_wanted()
        ):
            return link
        return links

    @api.model
    def _normalize(self, secret):
        """Return a code as it was made, however it was typed; other texts as is."""
        letters = re.sub(r"[\s\-–—]", "", secret).upper()
        length = CODE_GROUPS * CODE_GROUP_LENGTH
        if len(letters) != length or set(letters) - set(CODE_ALPHABET):
            return secret
        size = CODE_GROUP_LENGTH
        return "-".join(letters[at : at + size] for at in range(0, length, size))

    def _is_wanted(self):
        """Return whether there is still something to do or to read at this link.

        :rtype: bool
        """
        self.ensure_one()
        return self.case_id.state != "cancelled"

    # === PIN === #

    def _asks_for_pin(self):
        """Return whether the PIN has to be typed after the link.

        A mailbox may have become a shared one since the mail went out.

        :rtype: bool
        """
        self.ensure_one()
        return self.needs_pin or self.participant_id._needs_pin(self.channel)

    def _waits_for_pin(self):
        """Return whether the link asks for a PIN that nobody was told yet.

        :rtype: bool
        """
        self.ensure_one()
        return (
            self.needs_pin
            and self.state == "open"
            and not self.participant_id.sudo().pin_hash
        )

    def _update_pin_need(self):
        """Note that the link asks for a PIN from now on, where that has changed."""
        self.ensure_one()
        if not self.needs_pin and self._asks_for_pin():
            self.write({"needs_pin": True})
            self.case_id.duty_update()

    # === REVOKE === #

    def action_revoke(self):
        """Close links at once, with every page that they opened.

        Requirement: SEC-06, A-41.

        :return: True
        """
        self._check_actor("coordinator")
        # The coordinator was checked; nobody writes links by hand.
        self.sudo()._revoke()
        return True

    def _revoke(self):
        """Close links and what is open by them; private twin of `action_revoke`."""
        links = self.filtered(lambda link: not link.date_revoked)
        links.write({"date_revoked": fields.Datetime.now()})
        self.env["exit.interview.visit"].sudo()._close(links)
        labels = dict(self._selection_purpose())
        for link in links:
            link.case_id.with_env(self.env)._log("link_revoked", labels[link.purpose])
