# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import file_check


class ExitInterviewDocumentCaseMixin(models.AbstractModel):
    """The files of a case: how one is added."""

    _name = "exit.interview.document.case.mixin"
    _description = "Files of an exit interview case"

    document_ids = fields.One2many(
        comodel_name="exit.interview.document", inverse_name="case_id", readonly=True
    )

    def action_open_add_document(self):
        """Open the dialog that adds a file.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        return {
            "type": "ir.actions.client",
            "tag": "exit_interview.add_file",
            "target": "new",
            "name": self.env._("Add a file"),
            "params": {"record_id": self.id},
            "context": {"dialog_size": "medium"},
        }

    def get_document_options(self):
        """Return what the dialog that adds a file needs: kinds, endings, limits.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        return self._get_document_options()

    def _get_document_options(self):
        """Return the options for a caller who was checked elsewhere.

        :rtype: dict
        """
        self.ensure_one()
        # Limits are configuration; an interviewer has no right on the policy.
        policy_sudo = self.sudo().policy_id
        kinds = self.env["exit.interview.document"]._fields["kind"]
        return {
            "kinds": kinds._description_selection(self.env),
            "endings": file_check.get_endings(),
            "max_mb": policy_sudo.document_max_mb,
            "reference": self.sudo().name,
        }

    def action_add_document(self, kind, name, content):
        """Keep a file of the case, if it is what its name says.

        Requirement: SEC-14, I-58 to I-62.

        :param str kind: a value of ``exit.interview.document`` ``kind``
        :param str name: name of the file, without folders
        :param str content: the whole file in base64
        :return: id of the document
        :rtype: int
        :raise ValidationError: saying what is possible; nothing is kept then
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        return self._add_document(kind, name, content).id

    def _add_document(self, kind, name, content):
        """Keep a file; private twin of :meth:`action_add_document`.

        For steps that have checked their caller: whoever owes a file of the case need
        not be somebody who reads its files.

        :return: the document, as superuser
        :rtype: ``exit.interview.document``
        """
        Document = self.env["exit.interview.document"]
        Document._check_value("kind", kind)
        # The caller was checked; files are kept by the server only.
        case_sudo = self.sudo()
        case_sudo._check_document_room()
        try:
            shown, ending = file_check.clean_name(name)
            checked = file_check.check(case_sudo._decode_document(content), ending)
        except file_check.FileRefused as refusal:
            raise ValidationError(self._get_refusal(refusal.code)) from refusal
        document = Document.sudo().create(
            {
                "case_id": self.id,
                "kind": kind,
                "number": len(case_sudo.document_ids) + 1,
                "name": shown,
                "ending": ending,
                "size": len(checked.content),
                "is_locked": checked.is_locked,
                "had_place": checked.had_place,
                "user_id": self.env.uid,
                "user_name": self.env.user.name,
                "content": checked.content,
            }
        )
        self._log("document_added", document._get_label())
        return document

    def _check_document_room(self):
        """Check that the case may hold another file."""
        kept = self.document_ids.filtered(lambda document: document.state == "kept")
        limit = self.policy_id.document_max_count
        if len(kept) >= limit:
            raise UserError(
                self.env._(
                    "%(reference)s holds %(limit)s files already. Put pages into one "
                    "file, or ask the coordinator to withdraw one.",
                    reference=self.name,
                    limit=limit,
                )
            )

    def _decode_document(self, content):
        """Return the bytes of a file that came in base64.

        :raise FileRefused: if it is nothing, or came broken
        :raise ValidationError: if it is too large
        """
        limit = self.policy_id.document_max_mb
        if isinstance(content, bytes):
            content = content.decode("ascii", errors="replace")
        if not isinstance(content, str) or not content.strip():
            raise file_check.FileRefused("empty")
        if len(content) > limit * 1024 * 1024 * 4 // 3 + 4:
            raise ValidationError(
                self.env._(
                    "The file is larger than %s MB. Scan it with fewer dots an inch, "
                    "or split it.",
                    limit,
                )
            )
        try:
            return base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise file_check.FileRefused("broken") from error

    @api.model
    def _get_refusal(self, code):
        """Return what to tell whoever sent a file that is not kept.

        :param str code: a code of ``file_check.FileRefused``
        :rtype: str
        """
        words = {
            "empty": self.env._("The file is empty."),
            "name": self.env._(
                "The name of the file is not possible: give it a plain one, without "
                "folders, odd signs or a second ending."
            ),
            "kind": self.env._("This kind of file is not kept here."),
            "content": self.env._("The file is not what its name says."),
            "locked": self.env._("The file needs a password and cannot be checked."),
            "macro": self.env._(
                "The document holds a program (macro). Save it without, or as PDF."
            ),
            "bomb": self.env._("The file unpacks to far more than it shows."),
            "broken": self.env._(
                "The file is broken, or did not arrive whole. Please try again."
            ),
        }
        return self.env._(
            "%(why)s Nothing was kept. Possible are: %(endings)s.",
            why=words[code],
            endings=", ".join(file_check.get_endings()),
        )
