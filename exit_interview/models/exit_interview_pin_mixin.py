# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import email_normalize

from .local_date import get_today

PIN_DIGITS = 6


class ExitInterviewPinMixin(models.AbstractModel):
    """A second secret of a participant, where a link alone may fall into other hands.

    The server makes six digits, shows them once to whoever tells the leaver, by
    telephone or in person, and keeps a salted slow hash. Wrong ones are counted here
    before they are judged, one after the other, and too many end the PIN: six digits
    could be guessed otherwise, however slowly.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | give a PIN, which ends the one before; see that there is one    |
    | interviewer | the same, for their own cases                                   |
    | nobody      | read it afterwards                                              |
    +-------------+-----------------------------------------------------------------+

    Requirement: SEC-06, X-12, A-55, I-22, DESIGN decision 8.
    """

    _name = "exit.interview.pin.mixin"
    _description = "PIN of a participant"

    email_normalized = fields.Char(
        string="Mailbox",
        compute="_compute_email_normalized",
        store=True,
        index="btree_not_null",
        groups=NO_ACCESS,
        help="To see whether two people share one.",
    )
    pin_hash = fields.Char(string="PIN", readonly=True, copy=False, groups=NO_ACCESS)
    pin_tries = fields.Integer(
        string="Wrong PINs", readonly=True, copy=False, groups=NO_ACCESS
    )
    date_pin = fields.Datetime(
        string="PIN given on",
        readonly=True,
        copy=False,
        help="From then on every link of this person asks for it.",
    )
    pin_state = fields.Selection(
        selection=[
            ("none", "No PIN needed"),
            ("missing", "A PIN is needed, and not told yet"),
            ("told", "PIN told"),
        ],
        string="PIN needed",
        compute="_compute_pin_state",
        compute_sudo=True,
    )
    takes_pin = fields.Boolean(
        string="A PIN can be given", compute="_compute_takes_pin"
    )

    @api.depends("population")
    def _compute_takes_pin(self):
        for participant in self:
            participant.takes_pin = not participant._get_pin_obstacle()

    @api.depends("email")
    def _compute_email_normalized(self):
        for participant in self:
            address = email_normalize(participant.email or "")
            participant.email_normalized = address

    @api.depends("pin_hash", "link_ids.needs_pin", "link_ids.state")
    def _compute_pin_state(self):
        for participant in self:
            if participant.pin_hash:
                participant.pin_state = "told"
            elif participant.link_ids.filtered(lambda one: one._waits_for_pin()):
                participant.pin_state = "missing"
            else:
                participant.pin_state = "none"

    # === NEEDED? === #

    def _needs_pin(self, channel):
        """Return whether a link that goes out this way is to ask for a PIN.

        Called as superuser.

        :param str channel: of ``exit.interview.link``
        :rtype: bool
        """
        self.ensure_one()
        if channel == "page":
            # Opened by whoever has just been let in; nothing is on its way.
            return False
        when = self.case_id.policy_id.pin_when
        if self.date_pin or when == "always":
            return True
        # A letter goes to a person, a mail to whoever reads the mailbox.
        if when == "never" or channel != "mail":
            return False
        last_day = self.case_id.date_departure
        is_late = bool(last_day) and last_day < get_today(self)
        return self._shares_mailbox() or (when == "late" and is_late)

    def _may_get_pin(self):
        """Return whether a mail to a mailbox that others read would ask for a PIN.

        :rtype: bool
        """
        self.ensure_one()
        # Interviewers send messages and have no right on the policy.
        policy_sudo = self.sudo().case_id.policy_id
        return bool(self.date_pin) or policy_sudo.pin_when != "never"

    def _shares_mailbox(self):
        """Return whether somebody else of an open case, or of this one, reads it.

        :rtype: bool
        """
        self.ensure_one()
        # Cases of whomever, but only whether there is one.
        person_sudo = self.sudo()
        if not person_sudo.email_normalized:
            return False
        domain = Domain("case_id.state", "not in", ("done", "cancelled"))
        domain |= Domain("case_id", "=", person_sudo.case_id.id)
        domain &= Domain("email_normalized", "=", person_sudo.email_normalized)
        domain &= Domain("id", "!=", person_sudo.id)
        return bool(person_sudo.search_count(domain, limit=1))

    # === GIVE === #

    def _get_pin_obstacle(self):
        """Return why this person gets no PIN, in words; empty if they can have one.

        Populations whose leavers get no link by themselves override it.

        :rtype: str
        """
        self.ensure_one()
        return ""

    def action_issue_pin(self):
        """Give a participant a PIN, and show it this once.

        The one before ends, and so do the pages that are open.

        Requirement: SEC-06, A-55.

        :return: client action of the dialog
        :rtype: dict
        :raise UserError: if the case was withdrawn, or this person gets none
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        # The caller was checked; nobody writes a PIN by hand.
        participant_sudo = self.sudo()
        obstacle = participant_sudo._get_pin_obstacle()
        if obstacle:
            raise UserError(obstacle)
        if participant_sudo.case_id.state == "cancelled":
            raise UserError(
                self.env._(
                    "%s was withdrawn: there is no page to open.",
                    participant_sudo.case_id.name,
                )
            )
        pin = participant_sudo._issue_pin()
        case = participant_sudo.case_id.with_env(self.env)
        case._log("pin_issued")
        case.duty_update()
        middle = PIN_DIGITS // 2
        return {
            "type": "ir.actions.client",
            "tag": "exit_interview.show_pin",
            "name": self.env._("PIN"),
            "params": {
                "pin": f"{pin[:middle]} {pin[middle:]}",
                "leaver": participant_sudo.name,
                "phone": participant_sudo.phone or "",
            },
        }

    def _issue_pin(self):
        """Make a PIN, keep its hash, close what is open; return it to be shown once.

        :rtype: str
        """
        self.ensure_one()
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        self.write(
            {
                "pin_hash": self._get_pin_context().hash(pin),
                "pin_tries": 0,
                "date_pin": fields.Datetime.now(),
            }
        )
        self.link_ids.filtered(
            lambda link: link.state == "open" and link.channel != "page"
        ).write({"needs_pin": True})
        self.env["exit.interview.visit"]._close(self.link_ids)
        return pin

    @api.model
    def _get_pin_context(self):
        """Return what hashes: salted and slow, as the platform keeps passwords."""
        return self.env["res.users"]._crypt_context()

    # === ASK === #

    def _check_pin(self, typed):
        """Return whether somebody typed the PIN; a wrong one is counted.

        In a transaction of its own that holds the row: many at once are judged one
        after the other, and none of them goes uncounted.

        :param str typed: from anywhere
        :rtype: bool
        :raise ConcurrencyError: while another one is judged; the platform tries again
        """
        self.ensure_one()
        with self.env.registry.cursor() as cr:
            participant = self.with_env(self.env(cr=cr))
            try:
                participant.lock_for_update(allow_referencing=True)
            except LockError as error:
                raise ConcurrencyError("Another PIN is being judged") from error
            return participant._judge_pin(typed)

    def _judge_pin(self, typed):
        """Judge what was typed, and count; private part of :meth:`_check_pin`."""
        self.ensure_one()
        words = typed[:100] if isinstance(typed, str) else ""
        digits = re.sub(r"[^0-9]", "", words)
        context = self._get_pin_context()
        if not self.pin_hash:
            # As long as if there were one: how long it takes tells nothing.
            context.hash(digits)
            return False
        if context.verify(digits, self.pin_hash):
            if self.pin_tries:
                self.write({"pin_tries": 0})
            return True
        self.write({"pin_tries": self.pin_tries + 1})
        if self.pin_tries >= self.case_id.policy_id.pin_max_tries:
            self.write({"pin_hash": False, "pin_tries": 0})
            case = self._get_staff_case()
            case._log("pin_ended")
            case.duty_update()
        return False
