# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import groupby
from odoo.tools.misc import format_date


class ExitInterviewHomePeriodPdf(models.AbstractModel):
    """Six months of a home on paper: copies and recommendations, for one reader.

    Nothing is counted: one home has so few beds that every number is personal (A-31).
    What stands in it is found by the rights of whoever prints it, on that day.

    Requirement: C-17, C-22, A-31, A-49, M-10.
    """

    _name = "report.exit_interview_children.report_home_period"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Six months of a home"

    _document_model = "exit.interview.home.period"
    # Copies: with the reader's name on each page, so on paper only.
    _document_formats = ("pdf",)

    def _get_title(self):
        return self.env._("Six months of a home")

    def _get_permitted(self, docids):
        """Override of the document mixin: the dialog is theirs, and so is the home."""
        ids = set(docids or [])
        Period = self.sudo(False).env[self._document_model]
        found = Period if Period.env.su else Period.search([("id", "in", list(ids))])
        if not ids or set(found.ids) != ids:
            raise self.env["exit.interview"]._make_access_error()
        if len(found) > 1:
            raise UserError(self.env._("Please print one at a time."))
        found._check_reader()
        return found

    def _log_printed(self, records):
        """Override of the document mixin: each young person's case says who read it."""
        # Only ids of the cases go into the journal; their readers may not open them.
        cases = records._get_copies().sudo().case_id
        cases |= records._get_recommendations().sudo().case_id
        return super()._log_printed(cases)

    def _get_watermark(self):
        return self.env._(
            "For %(name)s, %(date)s", name=self.env.user.name, date=self._get_today()
        )

    def _get_marks(self, docids):
        """Override of the document mixin: the reader's name on and across each page."""
        mark = self._get_watermark()
        return {
            "footer": self.env._("%s   Confidential: do not pass on", mark),
            "watermark": mark,
        }

    def _prepare_documents(self, record):
        """Override of the document mixin: young person by young person.

        :rtype: list[dict]
        """
        copies = record._get_copies()
        recommendations = record._get_recommendations()
        order = [*copies, *recommendations]
        order.sort(key=lambda one: (one.date_sent, one.reference))
        references = list(dict.fromkeys(one.reference for one in order))
        home = record.home_id
        return [
            {
                "home": home.name,
                "number": home.child_home_number,
                "period": self.env._(
                    "%(first)s to %(last)s",
                    first=self._format_day(record.date_from),
                    last=self._format_day(record.date_to),
                ),
                "watermark": self._get_watermark(),
                "is_for_coordinator": record._is_for_coordinator(),
                "people": [
                    {
                        "reference": reference,
                        "copies": [
                            self._prepare_copy(one)
                            for one in copies
                            if one.reference == reference
                        ],
                        "recommendations": [
                            self._prepare_recommendation(one)
                            for one in recommendations
                            if one.reference == reference
                        ],
                    }
                    for reference in references
                ],
            }
        ]

    def _prepare_copy(self, share):
        """Return a copy as its reader finds it: frozen lines, nothing added."""
        parts = [
            {
                "name": name,
                "lines": [(line.question, line.answer) for line in lines],
            }
            for name, lines in groupby(share.line_ids, lambda line: line.section)
        ]
        return {
            "date_sent": self._format_day(share.date_sent),
            # Named on the copy; whoever prints it may not read every login.
            "reader": share.sudo().reader_id.name,
            # A copy begins with its head: who, when, where.
            "facts": parts[0]["lines"] if parts else [],
            "sections": parts[1:],
        }

    def _prepare_recommendation(self, recommendation):
        """Return a recommendation and what was answered, in words."""
        answers = dict(
            recommendation._fields["answer"]._description_selection(self.env)
        )
        is_answered = recommendation.state == "answered"
        return {
            "text": recommendation.text,
            "asked": recommendation.user_id.name,
            "date_sent": self._format_day(recommendation.date_sent),
            "answer": answers[recommendation.answer] if is_answered else "",
            "reply": recommendation.reply if is_answered else "",
            "date_answered": self._format_day(recommendation.date_answered),
            "date_planned": self._format_day(
                is_answered and recommendation.date_planned
            ),
            "date_due": self._format_day(recommendation.date_due),
        }

    def _format_day(self, day):
        return format_date(self.env, day, date_format="d MMMM y") if day else ""
