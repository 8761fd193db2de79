# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ExitInterviewChildLangMixin(models.AbstractModel):
    """The language in which a young person reads their pages and their letter.

    Requirement: C-24, decision 11.
    """

    _name = "exit.interview.child.lang.mixin"
    _description = "Language of a young person's pages"

    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language of the pages",
        default=lambda self: self.env.company.partner_id.lang or self.env.lang,
        help="Their pages, what they are told, and their letter come in this language, "
        "as far as the words are translated. An administrator can install more.",
    )

    def write(self, vals):
        """Override of the ORM: cases that go on follow."""
        result = super().write(vals)
        if "lang" in vals:
            self._follow_lang()
        return result

    def _follow_lang(self):
        """Let the pages of cases that go on come in the language of the record."""
        for child in self:
            # Called by `write` after its check; nothing else of the case is touched,
            # and nothing of it is told.
            cases_sudo = child.sudo().case_ids.filtered(
                lambda case: case.state not in ("done", "cancelled")
            )
            cases_sudo.participant_ids.write({"lang": child.lang})
