# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# While the record is being made; later the coordinator has sent what was permitted.
DECIDE_STATES = ("scheduled", "interviewed", "confirmed")


class ExitInterviewPermissionCaseMixin(models.AbstractModel):
    """The leaver decides who may read the record: the case's part of the page.

    The private methods are called for the participant's own page, as superuser.

    Requirement: L-19, L-64, L-65, P-02, P-04, P-23.
    """

    _name = "exit.interview.permission.case.mixin"
    _description = "Case whose leaver decides who reads the record"

    has_normal_circulation = fields.Boolean(compute="_compute_has_normal_circulation")

    @api.depends("share_ids.is_normal")
    def _compute_has_normal_circulation(self):
        for case in self:
            case.has_normal_circulation = any(case.share_ids.mapped("is_normal"))

    # === WHO WAS TOLD === #

    def _get_interviewed(self):
        """Return who took part in a conversation; before it, who is to take part.

        :rtype: ``exit.interview.participant``
        """
        self.ensure_one()
        sessions = self.session_ids.filtered(lambda one: one.state != "cancelled")
        held = sessions.filtered(lambda one: one.state == "held")
        return (held or sessions).participant_ids or self._get_taking_part()

    # === PAGE === #

    def _prepare_permission_page(self, participant=None):
        """Return wording and recipients as plain values.

        :param participant: ``exit.interview.participant`` whose page it is; where each
            is heard alone, they decide on their own words only (decision 16)
        :rtype: dict
        """
        self.ensure_one()
        can_decide = self._may_decide(participant)
        wording = self.policy_id.permission_wording or ""
        recipients = [
            share._prepare_page(can_decide)
            for share in self._get_page_shares(participant)
        ]
        return {
            "wording": wording,
            "seen": self._get_wording_digest(),
            "can_decide": can_decide,
            "recipients": recipients,
            "has_normal": any(one["is_normal"] for one in recipients),
            "is_all_normal": bool(recipients)
            and all(one["is_normal"] for one in recipients),
        }

    def _may_decide(self, participant):
        """Return whether the page still takes decisions, while the record is made."""
        self.ensure_one()
        # Heard alone, while somebody else is still to be asked for a date.
        is_heard = participant and participant in self._get_heard()
        return self.state in DECIDE_STATES or (self.state == "offered" and is_heard)

    def _get_page_shares(self, participant=None):
        """Return the recipients that the leaver's page tells of, in order."""
        self.ensure_one()
        shares = self._get_shares_of(participant)
        return shares.filtered(lambda share: share._is_shown_to_leaver())

    def _get_wording_digest(self):
        """Return what tells that the words asked with have changed.

        :rtype: str
        """
        self.ensure_one()
        wording = self.policy_id.permission_wording or ""
        return hashlib.sha256(wording.encode()).hexdigest()

    def _decide_permissions(self, decisions, seen, participant=None):
        """Keep what the leaver decided, recipient by recipient; others stay as is.

        :param list[dict] decisions: ``share_id``, ``permission``, ``section_ids`` and
            ``protected``; for the normal circulation the parts are those kept back
        :param str seen: digest of the words that stood on the page
        :param participant: ``exit.interview.participant`` who decides
        :raise ValidationError: for copies or parts that are not of this record
        :raise UserError: if it is too late, or the words have changed
        """
        self.ensure_one()
        if not decisions:
            return
        if not self._may_decide(participant):
            raise UserError(
                self.env._(
                    "This cannot be decided here any more. Ring us if somebody else "
                    "should read the record; what is out can be taken back below."
                )
            )
        if seen != self._get_wording_digest():
            raise UserError(
                self.env._(
                    "The words of the question were changed while you had the page "
                    "open. Please read them once more."
                )
            )
        for decision in decisions:
            share = self._get_page_share(decision["share_id"], participant)
            sections = share._get_sections().filtered(
                lambda section: not section.is_protected
            )
            chosen = set(decision.get("section_ids") or [])
            if not chosen <= set(sections.ids):
                raise ValidationError(
                    self.env._(
                        "This part does not belong to the record. Please load the page "
                        "again."
                    )
                )
            parts = sections.filtered(lambda section, ids=chosen: section.id in ids)
            if decision["permission"] == "parts":
                parts = share._read_parts(parts, sections)
            share._decide_on_page(
                decision["permission"],
                parts,
                bool(decision.get("protected")),
                participant,
            )

    def _withdraw_permission(self, share_id, participant=None):
        """Take back the copy of one recipient, at once.

        :param int share_id: id of a copy of this case
        :param participant: ``exit.interview.participant`` who takes it back
        :raise ValidationError: if there is no such copy
        """
        self.ensure_one()
        self._get_page_share(share_id, participant)._withdraw_on_page(participant)

    def _get_page_share(self, share_id, participant=None):
        """Return the copy that the page means.

        :raise ValidationError: in the same words whether it is another's or hidden
        """
        shares = self._get_page_shares(participant)
        share = shares.filtered(lambda share: share.id == share_id)
        if not share:
            raise ValidationError(
                self.env._("There is no such recipient. Please load the page again.")
            )
        return share
