# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError, ValidationError

OUT = ("sent", "submitted", "returned", "approved")


class ExitInterviewSharePageMixin(models.AbstractModel):
    """One recipient on the leaver's page: the choice, the copy, taking it back.

    The private methods are called for the participant's own page, as superuser.

    Requirement: P-02, P-04, P-06, P-09, P-23, I-50.
    """

    _name = "exit.interview.share.page.mixin"
    _description = "Copy as the leaver sees it"

    def _is_shown_to_leaver(self):
        """Return whether the leaver's page tells of this recipient at all.

        Whoever was taken out of the circulation, and what had to be passed on against
        the leaver's wish, is not hinted at (P-09, P-23).

        :rtype: bool
        """
        self.ensure_one()
        return not self.is_limited and self.basis != "override"

    def _prepare_page(self, can_decide):
        """Return the recipient as plain values: a role, never a name (P-23).

        :param bool can_decide: whether a choice can still be made
        :rtype: dict
        """
        self.ensure_one()
        given = self.permission_ids
        labels = dict(self._fields["permission"]._description_selection(self.env))
        sections = self._get_sections()
        protected = sections.question_ids.filtered("is_protected")
        case = self.case_id
        is_normal = self.is_normal and self._is_told()
        return {
            "id": self.id,
            "is_normal": is_normal,
            "told_on": is_normal and case._format_date(self._get_told_day()),
            "is_none": self.permission == "none",
            "kept": self._get_kept_sections().mapped("name"),
            "role": self.role_label,
            "is_out": self.state in OUT,
            "is_withdrawn": self.state == "withdrawn",
            "is_decided": self.permission not in ("undecided", "normal"),
            "can_decide": can_decide and self.state in ("draft", "withdrawn"),
            "decision": labels[self.permission],
            "parts": given.section_ids.mapped("name")
            if self.permission == "parts"
            else [],
            "is_protected": self.is_protected_permitted,
            "decided_on": case._format_date(given.date),
            "sections": [
                {"id": section.id, "name": section.name}
                for section in sections
                if not section.is_protected
            ],
            "asks_protected": bool(self.allow_protected and protected),
            "received_on": case._format_date(self.date_sent)
            if self.state != "draft"
            else "",
            "opened_on": self._get_opened_on(),
        }

    def _get_kept_sections(self):
        """Return the parts that the leaver keeps back from the normal circulation."""
        self.ensure_one()
        sections = self._get_sections()
        if self.basis != "normal_circulation" or self.permission != "parts":
            return sections.browse()
        return (
            sections.filtered(lambda section: not section.is_protected)
            - self.permission_ids.section_ids
        )

    def _get_opened_on(self):
        """Return the day on which a recipient first opened the copy, in words.

        :rtype: str
        """
        self.ensure_one()
        if self.state == "draft" or not self.date_sent:
            return ""
        rows = self.env["exit.interview.journal"].search(
            [
                ("case_id", "=", self.case_id.id),
                ("event", "=", "copy_read"),
                ("subject", "in", self._get_role_labels()),
                ("date", ">=", self.date_sent),
            ],
            order="id",
            limit=1,
        )
        if not rows:
            return ""
        day = self.case_id.policy_id._get_local_date(rows.date)
        return self.case_id._format_date(day)

    def _get_role_labels(self):
        """Return the role in all languages: the journal notes it as a reader has it."""
        langs = [code for code, _name in self.env["res.lang"].get_installed()]
        return [
            dict(share._fields["role"]._description_selection(share.env))[share.role]
            for share in (self.with_context(lang=lang) for lang in langs)
        ]

    @api.model
    def _get_page_how(self):
        return self.env._("On their own page")

    def _decide_on_page(self, permission, sections, protected, participant=None):
        """Keep what a leaver decided about this recipient.

        :param str permission: `full`, `parts`, `none`, or `normal` where it may be
        :param sections: ``exit.interview.section`` recordset, for `parts`
        :param bool protected: the separate tick for protected answers
        :param participant: whose page it is
        :raise ValidationError: if it does not fit, in words
        :raise UserError: if somebody else who took part keeps back what this one opens
        """
        self.ensure_one()
        if permission not in ("full", "parts", "none", "normal"):
            raise ValidationError(
                self.env._("%s: choose how much they may read.", self.role_label)
            )
        protected = protected and permission != "none"
        participant = participant or self.permission_ids.participant_id.browse()
        self._check_nobody_overruled(permission, sections, protected, participant)
        self._record_permission(
            permission,
            sections,
            protected,
            self._get_page_how(),
            self.case_id.policy_id._get_local_date(),
            participant_id=participant.id,
        )

    def _read_parts(self, ticked, sections):
        """Return the parts that go out, of those ticked on the page.

        Asked, a leaver ticks what may be read; of the normal circulation, what is kept
        back.

        :param ticked: ``exit.interview.section`` recordset
        :param sections: all that could be ticked
        :raise ValidationError: if that is nothing, or everything
        """
        self.ensure_one()
        is_normal = self.is_normal and self._is_told()
        if is_normal and ticked and ticked != sections:
            return sections - ticked
        if is_normal:
            raise ValidationError(
                self.env._(
                    "%s: tick the parts to keep back, or choose one of the other "
                    "answers if it is all of them, or none.",
                    self.role_label,
                )
            )
        if not ticked:
            raise ValidationError(
                self.env._(
                    "%s: tick at least one part, or choose “No, themes only”.",
                    self.role_label,
                )
            )
        return ticked

    def _check_nobody_overruled(self, permission, sections, protected, participant):
        """Check that nobody opens what another of those who spoke keeps back (I-22)."""
        other = self.permission_ids.participant_id
        if not other or other == participant:
            return
        protected_before = self.is_protected_permitted
        before = self._get_readable_sections(
            self.permission, self.permission_ids.section_ids
        )
        after = self._get_readable_sections(permission, sections)
        if after - before or (protected and not protected_before):
            raise UserError(
                self.env._(
                    "%s: somebody else who took part keeps something back here. You "
                    "can keep back more. If you would both like it otherwise, ring us.",
                    self.role_label,
                )
            )

    def _get_readable_sections(self, permission, sections):
        """Return the parts that go out with a permission; protected ones apart."""
        everything = self._get_sections().filtered(lambda one: not one.is_protected)
        if permission == "parts":
            return everything & sections
        return everything.browse() if permission == "none" else everything

    def _withdraw_on_page(self, participant=None):
        """Take a copy back at once, and the permission with it.

        Without the permission nobody sends the copy again by mistake, or at the same
        moment (X-22).

        Requirement: P-04, I-50.
        """
        self.ensure_one()
        if self.state == "withdrawn":
            return
        self._take_back(self.env._("Taken back by the leaver on their own page"))
        nothing = self._get_sections().browse()
        self._decide_on_page("none", nothing, False, participant)
