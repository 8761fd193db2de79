# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewToldMixin(models.AbstractModel):
    """What a participant was told, before the conversation, of who reads the record.

    Requirement: F-22, S-25, P-02.
    """

    _name = "exit.interview.told.mixin"
    _description = "Participant who was told who reads the record"

    told_roles = fields.Char(
        string="Readers told of",
        readonly=True,
        copy=False,
        help="Roles of the normal circulation that this person was told of.",
    )
    date_told = fields.Datetime(string="Readers told of on", readonly=True, copy=False)
    told_how = fields.Char(string="Readers told of how", readonly=True, copy=False)
    told_by = fields.Char(string="Readers told of by", readonly=True, copy=False)

    def _get_told_roles(self):
        """Return the roles that this person was told of.

        :rtype: set[str]
        """
        self.ensure_one()
        return set(filter(None, (self.told_roles or "").split(",")))

    def _is_told_of(self, role):
        """Return whether this person knew, before they spoke, that a role reads it.

        :param str role: code of a role
        :rtype: bool
        """
        self.ensure_one()
        limit = self._get_date_spoken()
        return role in self._get_told_roles() and (not limit or self.date_told <= limit)

    def _get_date_spoken(self):
        """Return when they first spoke, if they have.

        Pages that are filled in show the notice before their first question, so for
        these it is when they were handed in.

        :return: naive UTC datetime, or False
        """
        self.ensure_one()
        held = self.case_id.session_ids.filtered(
            lambda one: one.state == "held" and self in one.participant_ids
        )
        return min(
            (
                (one.mode == "written" and one.date_end) or one.date_start
                for one in held
            ),
            default=False,
        )

    def _note_told(self, role, how, moment):
        """Keep that somebody told them of a role; what they knew before stays.

        :param str role: code of a role
        :param str how: by telephone, in the letter ...
        :param datetime.datetime moment: when, naive UTC
        """
        recorded_by = self.env["exit.interview.journal"]._get_actor_name()
        for person in self:
            roles = person._get_told_roles() | {role}
            person.write(
                {
                    "told_roles": ",".join(sorted(roles)),
                    "date_told": moment,
                    "told_how": how,
                    "told_by": recorded_by,
                }
            )

    def _prepare_told_vals(self):
        """Return what the notice that was just acknowledged tells of.

        Only words that name the normal circulation tell of it.

        :rtype: dict
        """
        self.ensure_one()
        policy = self.case_id.policy_id
        wording = self.case_id._get_notice_wording() or ""
        names_them = "{normal_circulation}" in wording
        roles = names_them and policy._get_normal_recipients().mapped("role")
        if roles and set(roles) <= self._get_told_roles():
            # Known before: the earlier day counts.
            return {}
        if not roles:
            return dict.fromkeys(
                ("told_roles", "date_told", "told_how", "told_by"), False
            )
        return {
            "told_roles": ",".join(sorted(roles)),
            "date_told": fields.Datetime.now(),
            "told_how": self.env._("In the notice on their own page"),
            "told_by": self.env["exit.interview.journal"]._get_actor_name(),
        }
