# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import binascii
import io

from PIL import Image, UnidentifiedImageError

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

PNG = "data:image/png;base64,"
MAX_IMAGE = 300_000  # characters of the address that holds the drawing
MAX_PIXELS = (2400, 1200)


class ExitInterviewSignature(models.Model):
    """That a leaver signed one version of the record, or would rather not. For ever.

    What was signed is the words: their digest is kept, so a word changed later shows.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | see it                                                          |
    | interviewer | see those of their own cases                                    |
    | nobody      | make, change or remove one: the leaver's page makes it          |
    +-------------+-----------------------------------------------------------------+

    Requirement: B-13, P-11.
    """

    _name = "exit.interview.signature"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Signature of the leaver"
    _order = "date desc, id desc"

    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="Leaver",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    session_id = fields.Many2one(
        comodel_name="exit.interview.session",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    case_id = fields.Many2one(
        related="session_id.case_id", store=True, precompute=True, required=True
    )
    version = fields.Integer(required=True, readonly=True)
    digest = fields.Char(
        required=True, readonly=True, help="Changes whenever a word of the record does."
    )
    how = fields.Selection(
        selection=[
            ("typed", "Name typed"),
            ("drawn", "Name typed and signature drawn"),
            ("declined", "Would rather not sign"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char(string="Name as typed", readonly=True)
    image = fields.Binary(string="Drawn", attachment=False, readonly=True)
    date = fields.Datetime(
        string="On", required=True, readonly=True, default=fields.Datetime.now
    )
    is_current = fields.Boolean(
        string="Record unchanged since", compute="_compute_is_current"
    )
    standing = fields.Char(string="Stands for", compute="_compute_is_current")

    _version_uniq = models.UniqueIndex(
        "(participant_id, session_id, version, (how = 'declined'))",
        "This version was signed already.",
    )
    _name_when_signed = models.Constraint(
        "CHECK(how = 'declined' OR name IS NOT NULL)", "A signature has a name."
    )

    @api.depends("digest", "session_id.version")
    @api.depends_context("lang")
    def _compute_is_current(self):
        for signature in self:
            # Who sees the signature may know whether the record was changed since.
            session = signature.sudo().session_id
            signature.is_current = signature.digest == session._get_record_digest()
            if signature.is_current:
                words = self.env._("Version %s, unchanged", signature.version)
            else:
                words = self.env._(
                    "Version %(then)s; now version %(now)s, changed after signing",
                    then=signature.version,
                    now=session.version,
                )
            signature.standing = words

    def write(self, vals):
        """Override of the ORM: a signature never changes, the server included."""
        if vals:
            raise UserError(self.env._("A signature is never changed."))
        return super().write(vals)

    @api.model
    def _read_drawing(self, value):
        """Return a signature drawn on the page, drawn anew so that it is a picture.

        :param str value: address of a PNG that holds its own bytes, or empty
        :return: base64 of a PNG, or False
        :rtype: bytes or bool
        :raise ValidationError: if it is anything else
        """
        if not value:
            return False
        wrong = ValidationError(
            self.env._(
                "The drawing could not be read. Clear it and draw again, or leave it: "
                "your typed name is enough."
            )
        )
        if not isinstance(value, str) or not value.startswith(PNG):
            raise wrong
        if len(value) > MAX_IMAGE:
            raise wrong
        try:
            content = base64.b64decode(value.removeprefix(PNG), validate=True)
            picture = Image.open(io.BytesIO(content), formats=["PNG"])
            if picture.width > MAX_PIXELS[0] or picture.height > MAX_PIXELS[1]:
                raise wrong
            clean = Image.new("RGBA", picture.size, "white")
            clean.alpha_composite(picture.convert("RGBA"))
        except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError) as error:
            raise wrong from error
        except (ValueError, Image.DecompressionBombError) as error:
            raise wrong from error
        stream = io.BytesIO()
        clean.convert("L").save(stream, "PNG", optimize=True)
        return base64.b64encode(stream.getvalue())

    def _get_label(self):
        """Return who signed, when and what, in one sentence for the paper.

        :rtype: str
        """
        self.ensure_one()
        policy = self.case_id.policy_id
        values = {
            "name": self.name or self.participant_id.name,
            "date": self.case_id._format_date(policy._get_local_date(self.date)),
            "version": self.version,
        }
        if self.how == "declined":
            return self.env._(
                "%(name)s would rather not sign (version %(version)s, %(date)s)",
                **values,
            )
        words = self.env._(
            "Signed by %(name)s on their own page, version %(version)s, %(date)s",
            **values,
        )
        if self.is_current:
            return words
        now = self.env._(
            "changed after signing, now version %s", self.session_id.version
        )
        return f"{words}; {now}"
