# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewGuide(models.AbstractModel):
    """The guide for who leaves, on paper: the policy's words, and nobody's name.

    Requirement: F-01.
    """

    _name = "report.exit_interview.report_guide"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Guide for who leaves"

    _document_actors = ("coordinator", "interviewer")

    def _get_title(self):
        return self.env._("Before you leave: a short guide")

    def _prepare_documents(self, record):
        """Override of the document mixin: in the language of whoever prints."""
        blocks = record._get_guide_blocks()
        if not blocks:
            raise UserError(
                self.env._(
                    "%s: the policy has no guide. Whoever keeps the policy can write "
                    "one, beside its other words.",
                    record.display_name,
                )
            )
        return [{"blocks": blocks}]

    def _make_for_case(self, case):
        """Return the guide as a PDF, for whoever came in by a link.

        :param case: ``exit.interview``, as superuser in the reader's language
        :rtype: bytes
        """
        values = {
            "documents": self._prepare_documents(case),
            "title": self._get_title(),
            "lang": (self.env.lang or "en_GB").replace("_", "-"),
            "company": self._prepare_company(case),
        }
        # Views and reports are configuration; the words are the policy's.
        html = self.env["ir.qweb"].sudo()._render("exit_interview.report_guide", values)
        Report = self.env["ir.actions.report"].sudo()
        return Report._run_wkhtmltopdf(
            [str(html)], report_ref="exit_interview.report_guide"
        )
