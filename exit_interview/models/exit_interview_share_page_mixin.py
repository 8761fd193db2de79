# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import ValidationError

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
        return {
            "id": self.id,
            "role": self.role_label,
            "is_out": self.state in OUT,
            "is_withdrawn": self.state == "withdrawn",
            "is_decided": self.permission != "undecided",
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

    def _decide_on_page(self, permission, sections, protected):
        """Keep what the leaver decided about this recipient.

        :param str permission: `full`, `parts` or `none`
        :param sections: ``exit.interview.section`` recordset, for `parts`
        :param bool protected: the separate tick for protected answers
        :raise ValidationError: if it does not fit, in words
        """
        self.ensure_one()
        if permission not in ("full", "parts", "none"):
            raise ValidationError(
                self.env._("%s: choose how much they may read.", self.role_label)
            )
        self._record_permission(
            permission,
            sections,
            protected and permission != "none",
            self._get_page_how(),
            self.case_id.policy_id._get_local_date(),
        )

    def _withdraw_on_page(self):
        """Take a copy back at once, and the permission with it.

        Without the permission nobody sends the copy again by mistake, or at the same
        moment (X-22).

        Requirement: P-04, I-50.
        """
        self.ensure_one()
        if self.state == "withdrawn":
            return
        self._take_back(self.env._("Taken back by the leaver on their own page"))
        self._decide_on_page("none", self._get_sections().browse(), False)
