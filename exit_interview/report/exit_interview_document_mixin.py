# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ExitInterviewDocumentMixin(models.AbstractModel):
    """A document on paper: who may print it, and that it was printed.

    Anybody can ask for a report by its address, with any ids and options: a report's
    groups hide its menu and lock nothing (M-10). So every document checks again here,
    and its template gets plain texts, never records to wander through.
    """

    _name = "exit.interview.document.mixin"
    _description = "Exit interview document"

    # Model of the records that are printed, who may, and what the journal says.
    _document_model = "exit.interview"
    _document_actors = ()
    _document_single = False
    # Whatever is secret on paper does not come as a page on a screen.
    _document_formats = ("pdf", "html")

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return what the template shows, after checks, and note it in the journal.

        :param list[int] docids: ids of the records
        :raise AccessError: if one of them is not for this user to print
        """
        records = self._get_permitted(docids)
        values = {
            "documents": [
                document
                for record in records
                for document in self._prepare_documents(record)
            ],
            "title": self._get_title(),
            "lang": (self.env.lang or "en_GB").replace("_", "-"),
            "company": self._prepare_company(records),
        }
        self._log_printed(records)
        return values

    def _get_permitted(self, docids):
        """Return the records of `docids`, if the user may print every one.

        :param list[int] docids: ids from anywhere
        :raise AccessError: in the same words whether they are closed or missing
        """
        # Whoever calls: what counts is the right of the user, not of the caller.
        records = self.sudo(False).env[self._document_model].browse(docids or [])
        if records.env.su or not records:
            raise records._make_access_error()
        records._check_actor(*self._document_actors)
        if self._document_single and len(records) > 1:
            raise UserError(self.env._("Please print one at a time."))
        return records

    def _log_printed(self, records):
        return self.env["exit.interview.journal"]._log_taking(
            records, "printed", self._get_title()
        )

    def _get_title(self):
        """Return what kind of document this is, without any name."""
        raise NotImplementedError()

    def _prepare_documents(self, record):
        """Return the texts of what is printed for one record: one page set each.

        :rtype: list[dict]
        """
        raise NotImplementedError()

    def _get_marks(self, docids):
        """Return what stands on every page besides, or False.

        Called after the document was made, so after the checks.

        :return: arguments of ``pdf_stamp.stamp``
        :rtype: dict
        """
        return False

    def _prepare_company(self, records):
        """Return who writes, for the head of the page: identity stands in the body."""
        company = records.company_id[:1] or self.env.company
        # The organisation's own address and telephone are no secret.
        partner = company.sudo().partner_id
        lines = partner._display_address(without_company=True).splitlines()
        lines += [partner.phone, partner.email]
        return {
            "name": company.name,
            "lines": [line for line in lines if line and line.strip()],
        }

    def _get_today(self):
        return self.env["exit.interview"]._format_date(fields.Date.context_today(self))
