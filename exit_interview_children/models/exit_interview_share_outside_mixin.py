# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewShareOutsideMixin(models.AbstractModel):
    """One reader at the hand-in: as usual, without some parts, or nothing.

    The methods are called for the interviewer's own page, as superuser in their name.

    Requirement: C-24, C-25, C-27.
    """

    _name = "exit.interview.share.outside.mixin"
    _description = "Copy as the interviewer hands it in"

    def _get_outside_sections(self):
        """Return the parts that can be left out of this copy.

        :rtype: ``exit.interview.section``
        """
        self.ensure_one()
        return self._get_sections().filtered(lambda part: not part.is_protected)

    def _get_outside_choice(self):
        """Return what stands now: `usual`, `parts`, `none`; empty: not asked yet.

        :rtype: str
        """
        self.ensure_one()
        choices = {"undecided": "", "parts": "parts", "none": "none"}
        return choices.get(self.permission, "usual")

    def _get_outside_left_out(self):
        """Return the parts that are left out of this copy now.

        :rtype: ``exit.interview.section``
        """
        self.ensure_one()
        parts = self._get_outside_sections()
        if self.permission != "parts":
            return parts.browse()
        return parts - self.permission_ids.section_ids

    def _decide_from_outside(self, choice, left_out):
        """Keep what the young person said to the interviewer about this reader.

        Requirement: C-24, C-25, C-27.

        :param str choice: `usual`, `parts` or `none`
        :param list[int] left_out: ids of the parts that are left out, for `parts`
        :raise UserError: if nothing is said, or no part
        """
        self.ensure_one()
        if choice not in ("usual", "parts", "none"):
            raise UserError(
                self.env._(
                    "Say for this reader whether they get a copy: %s.", self.role_label
                )
            )
        parts = self._get_outside_sections()
        kept = parts.filtered(lambda part: part.id in left_out)
        if choice == "parts" and not kept:
            raise UserError(
                self.env._(
                    "Tick the parts that this reader does not get: %s.", self.role_label
                )
            )
        if choice == "parts" and kept == parts:
            choice = "none"
        is_same = choice == self._get_outside_choice()
        if is_same and (choice != "parts" or kept == self._get_outside_left_out()):
            # What was recorded before stays, with how it was given.
            return
        permission = choice
        if choice == "usual":
            permission = "normal" if self._is_told() else "full"
        sections = (parts - kept).ids if choice == "parts" else False
        words = self.env._("Said to the interviewer")
        self.action_record_permission(permission, sections=sections, how=words)
