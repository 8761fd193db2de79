# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewQuestionnaireForm(models.AbstractModel):
    """The questions as a leaver reads them: no case, no guidance, nobody's answer."""

    _name = "report.exit_interview.report_questionnaire"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Questions of an exit interview, on paper"

    _document_model = "exit.interview.questionnaire"

    def _get_title(self):
        return self.env._("Exit interview: questions")

    def _get_permitted(self, docids):
        """Override of the document mixin: questions are configuration."""
        questionnaires = self.sudo(False).env[self._document_model].browse(docids or [])
        questionnaires.check_access("read")
        if not questionnaires or questionnaires.exists() != questionnaires:
            raise self.env["exit.interview"]._make_access_error()
        return questionnaires

    def _log_printed(self, records):
        """Override of the document mixin: there is no case to note it on."""

    def _prepare_company(self, records):
        """Override of the document mixin: questions belong to no organisation."""
        return super()._prepare_company(self.env["exit.interview"])

    def _prepare_documents(self, record):
        return [
            {
                "name": record.name,
                "version": record.version,
                "is_draft": record.state == "draft",
                "introduction": self._split(record.introduction),
                "closing": self._split(record.closing),
                "sections": record._get_leaver_sections(),
                "conditions": record._get_conditions(),
            }
        ]

    def _split(self, text):
        return [part for part in (text or "").split("\n\n") if part.strip()]
