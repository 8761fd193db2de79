# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewPublicationPdf(models.AbstractModel):
    """You said, we did, on paper: the words of the public page and nothing else.

    Requirement: F-26.
    """

    _name = "report.exit_interview.report_publication"
    _inherit = ["exit.interview.document.mixin"]
    _description = "You said, we did, on paper"

    _document_model = "exit.interview.publication"
    _document_actors = ("coordinator",)

    def _get_title(self):
        return self.env._("You said, we did")

    def _log_printed(self, records):
        """Override of the document mixin: it is about no case, and for everybody."""
        return True

    def _prepare_documents(self, record):
        """Override of the document mixin: what is not public yet is not printed.

        :raise UserError: if it is not approved, or its review not published
        """
        if record.state != "approved" or record.review_state != "published":
            raise UserError(
                self.env._(
                    "Only words that everybody may read are printed: approved, and of "
                    "a published review. Choose those in the list."
                )
            )
        return [
            {
                "period": record.review_id.name,
                "said": record.said,
                "did": record.did,
            }
        ]
