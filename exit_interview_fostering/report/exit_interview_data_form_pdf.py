# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo import models
from odoo.exceptions import UserError

from ..models.exit_interview_population_mixin import POPULATION


class ExitInterviewDataFormPdf(models.AbstractModel):
    """The data collection form of one household, filled with what is known.

    Requirement: F-01, F-02, D4.
    """

    _name = "report.exit_interview_fostering.report_data_form"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Data collection form"

    _document_actors = ("coordinator",)

    def _get_title(self):
        return self.env._("Data collection form")

    def _get_permitted(self, docids):
        """Override of the document mixin: of foster carers only."""
        cases = super()._get_permitted(docids)
        others = cases.filtered(lambda case: case.population != POPULATION)
        if others:
            raise UserError(
                self.env._(
                    "%s is not about foster carers and has no data collection form.",
                    others[0].display_name,
                )
            )
        return cases

    def _prepare_documents(self, record):
        """Override of the document mixin: part by part, what is not known said so."""
        self.env.flush_all()
        parts = self.env["exit.interview.workbook.mixin"]._get_form_parts(record)
        return [
            {
                "reference": record.display_name,
                "date": self._get_today(),
                "missing": record.form_missing,
                "parts": [
                    (part, [(label, self._format(value)) for label, _k, value in rows])
                    for part, rows in parts.items()
                ],
            }
        ]

    def _format(self, value):
        """Return a value of the form as text, empty where it is not known."""
        if value is None or value is False or value == "":
            return ""
        if isinstance(value, date):
            return self.env["exit.interview"]._format_date(value)
        return str(value)

    def _get_marks(self, docids):
        """Override of the document mixin: whose paper this is, on each page."""
        return {
            "footer": self.env._(
                "Confidential   printed for %(name)s, %(date)s",
                name=self.env.user.name,
                date=self._get_today(),
            )
        }
