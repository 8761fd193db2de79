# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import os
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

# No model has this name: so the platform itself refuses these files on each of its own
# addresses and in each search, to everybody, and only our download leads to them.
FILE_MODEL = "exit.interview.document.file"


class ExitInterviewDocument(models.Model):
    """A file of the case: a signed paper form, notes, a letter of resignation.

    Coordinator and interviewer of the case add and download; a coordinator withdraws,
    which removes the content and keeps the line.
    """

    _name = "exit.interview.document"
    _inherit = ["exit.interview.case.mixin"]
    _description = "File of an exit interview case"
    _order = "date_added desc, id desc"

    kind = fields.Selection(
        selection=[
            ("paper_form", "Paper form"),
            ("signed_record", "Signed record"),
            ("notes", "Notes"),
            ("resignation", "Letter of resignation"),
            ("recording", "Recording"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
    )
    number = fields.Integer(readonly=True, required=True)
    name = fields.Char(string="File", readonly=True, required=True)
    ending = fields.Char(readonly=True, required=True)
    size = fields.Integer(string="Size (bytes)", readonly=True)
    size_text = fields.Char(string="Size", compute="_compute_size_text")
    is_locked = fields.Boolean(
        string="Cannot be checked",
        readonly=True,
        help="The file needs a password, so nobody could look inside.",
    )
    had_place = fields.Boolean(
        string="Place removed",
        readonly=True,
        help="The photograph said where it was taken; that was removed.",
    )
    date_added = fields.Datetime(
        string="Added on", required=True, readonly=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Login",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    user_name = fields.Char(string="Added by", required=True, readonly=True)
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=fields.NO_ACCESS,
    )
    state = fields.Selection(
        selection=[("kept", "Kept"), ("withdrawn", "Withdrawn")],
        default="kept",
        required=True,
        readonly=True,
    )
    withdraw_reason = fields.Char(string="Why withdrawn", readonly=True)
    is_missing = fields.Boolean(
        string="File lost",
        compute="_compute_is_missing",
        search="_search_is_missing",
        help="The server's disk does not hold the file any more.",
    )

    @api.depends("size")
    def _compute_size_text(self):
        for document in self:
            size = document.size / 1024
            document.size_text = (
                self.env._("%.1f MB", size / 1024)
                if size >= 1024
                else self.env._("%.0f KB", max(size, 1))
            )

    @api.depends("state")
    def _compute_is_missing(self):
        for document in self:
            # Whether a file of a readable line is there; not what it holds.
            document.is_missing = (
                document.state == "kept" and not document.sudo()._has_file()
            )

    def _search_is_missing(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        lost = self.search([("state", "=", "kept")]).filtered("is_missing")
        wanted = (True in value) == (operator == "in")
        return [("id", "in" if wanted else "not in", lost.ids)]

    def _has_file(self):
        """Return whether the content of a kept document is still on the server."""
        self.ensure_one()
        attachment = self.attachment_id
        if not attachment:
            return False
        if not attachment.store_fname:
            return bool(attachment.db_datas)
        return os.path.exists(attachment._full_path(attachment.store_fname))

    # === STORE === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the ORM: the content goes where only we find it."""
        contents = [vals.pop("content", b"") for vals in vals_list]
        documents = super().create(vals_list)
        for document, content in zip(documents, contents, strict=True):
            document._store(content)
        return documents

    def _store(self, content):
        """Keep the content: no name, no index, no address of its own (A-39).

        :param bytes content: checked by ``file_check``
        """
        self.ensure_one()
        # The platform would shrink pictures and index words; neither is wanted.
        Attachment = self.env["ir.attachment"].with_context(image_no_postprocess=True)
        attachment = Attachment.create(
            {
                "name": secrets.token_hex(16),
                "raw": content,
                "mimetype": "application/x-exit-interview",
                "res_model": FILE_MODEL,
                "res_id": self.id,
            }
        )
        if attachment.index_content:
            attachment.write({"index_content": False})
        self.write({"attachment_id": attachment.id})

    def _get_download_name(self):
        """Return the name a download gets: nobody's name in it (P-18)."""
        self.ensure_one()
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return f"{self.case_id.name} {label} {self.number}.{self.ending}"

    # === STEPS === #

    def action_download(self):
        """Return the way to the file; the download itself checks again.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        # Said here in a dialog rather than by the download.
        self.sudo()._check_file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/exit_interview/document/{self.id}",
            "target": "download",
        }

    def _get_content(self):
        """Return the content for whoever may have it, and note that it was taken.

        Requirement: SEC-14, R-22.

        :rtype: bytes
        :raise AccessError: in the same words whether the file is closed or missing
        :raise UserError: if it was withdrawn, or the disk lost it
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        # The reader was checked; nobody reads the platform's file itself.
        document_sudo = self.sudo()
        document_sudo._check_file()
        content = document_sudo.attachment_id.raw
        self.env["exit.interview.journal"]._log_taking(
            document_sudo.case_id, "document_read", document_sudo._get_label()
        )
        return content

    def _check_file(self):
        """Check that there is a file to send.

        :raise UserError: if it was withdrawn, or the disk lost it (R-22)
        """
        self.ensure_one()
        reference = self.case_id.name
        if self.state == "withdrawn":
            raise UserError(
                self.env._(
                    "%s: this file was withdrawn; its content is gone.", reference
                )
            )
        if not self._has_file():
            _logger.error(
                "Exit interview document %s: the file is not in the file store", self.id
            )
            raise UserError(
                self.env._(
                    "%(reference)s: the file is missing on the server (file "
                    "%(number)s). Tell your administrator, who can bring it back from "
                    "a backup.",
                    reference=reference,
                    number=self.id,
                )
            )

    def _get_label(self):
        """Return which file it is, in words that tell nothing of its content."""
        self.ensure_one()
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return f"{label} {self.number}"

    def action_withdraw(self, reason):
        """Take a file away: the content is removed, the line stays.

        :param str reason: why
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(reason, self.env._("the reason"))
        reason = self._read_line(reason, self.env._("the reason"), 300)
        # The coordinator was checked; nobody may write here.
        for document in self.sudo():
            if document.state == "withdrawn":
                raise UserError(
                    self.env._(
                        "%s: this file was withdrawn already.", document.case_id.name
                    )
                )
            document.attachment_id.unlink()
            document.write({"state": "withdrawn", "withdraw_reason": reason})
            document.case_id.with_env(self.env)._log(
                "document_withdrawn", document._get_label()
            )
        return True
