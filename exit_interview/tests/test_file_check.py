# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""SEC-14: what a file really is, each trick with its refusal."""

import io
import zipfile

from PIL import Image, PngImagePlugin

from odoo.tests import BaseCase, tagged

from odoo.addons.exit_interview import file_check

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def make_zip(parts, **options):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


DOCX_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
DOCM_TYPES = (
    '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.'
    'main+xml"/></Types>'
)


def make_docx(**more):
    return make_zip(
        {"[Content_Types].xml": DOCX_TYPES, "word/document.xml": "<w/>", **more}
    )


def make_photo(kind="JPEG", place=True):
    image = Image.new("RGB", (40, 30), "red")
    exif = Image.Exif()
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (53.0, 47.0, 0.0)
        exif[0x010F] = "CameraMaker"
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif)
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestFileCheck(BaseCase):
    def _refuse(self, code, content, ending):
        with self.assertRaises(file_check.FileRefused) as caught:
            file_check.check(content, ending)
        self.assertEqual(caught.exception.code, code)

    def test_names(self):
        for good, shown in (
            ("form.pdf", ("form.pdf", "pdf")),
            ("Form Seite 2.PDF", ("Form Seite 2.pdf", "pdf")),
            ("report.v2.docx", ("report.v2.docx", "docx")),
            ("Erklärung.txt", ("Erklärung.txt", "txt")),
        ):
            self.assertEqual(file_check.clean_name(good), shown)
        for bad, code in (
            ("../../x.pdf", "name"),
            ("C:\\x.pdf", "name"),
            ("x.pdf\x00.exe", "name"),
            ("x\x00.pdf", "name"),
            ("x\u202efdp.exe.pdf", "name"),
            ("x.exe.pdf", "name"),
            (".pdf", "name"),
            ("", "name"),
            (None, "name"),
            (7, "name"),
            ("x.exe", "kind"),
            ("x.html", "kind"),
            ("x.svg", "kind"),
            ("x.docm", "kind"),
            ("x.lnk", "kind"),
            ("x.zip", "kind"),
            ("x", "kind"),
            ("pdf", "kind"),
        ):
            with self.assertRaises(file_check.FileRefused, msg=bad) as caught:
                file_check.clean_name(bad)
            self.assertEqual(caught.exception.code, code, bad)

    def test_pdf(self):
        self.assertFalse(file_check.check(PDF, "pdf").is_locked)
        locked = PDF.replace(b"trailer<<>>", b"trailer<</Encrypt 5 0 R>>")
        self.assertTrue(file_check.check(locked, "pdf").is_locked)
        self._refuse("content", b"MZ\x90\x00" + PDF, "pdf")
        self._refuse("broken", PDF[:20], "pdf")
        self._refuse("empty", b"", "pdf")

    def test_documents_of_word_processors(self):
        file_check.check(make_docx(), "docx")
        odt = make_zip({"mimetype": "application/vnd.oasis.opendocument.text"})
        file_check.check(odt, "odt")
        self._refuse("content", odt, "docx")
        self._refuse("content", make_docx(), "odt")
        self._refuse("content", make_zip({"evil.exe": "MZ"}), "docx")
        self._refuse("content", PDF, "docx")
        docm = make_zip({"[Content_Types].xml": DOCM_TYPES})
        self._refuse("macro", docm, "docx")
        self._refuse("macro", make_docx(**{"word/vbaProject.bin": "x"}), "docx")
        self._refuse("broken", make_docx()[:60], "docx")

    def test_bombs_and_locked_archives(self):
        bomb = make_docx(**{"word/media.xml": b"\0" * 30_000_000})
        self._refuse("bomb", bomb, "docx")
        many = make_zip(dict.fromkeys((f"{n}.xml" for n in range(2100)), ""))
        self._refuse("bomb", many, "docx")
        locked = bytearray(make_docx())
        # The bit that says "encrypted", in the list at the end of the archive.
        at = locked.find(b"PK\x01\x02") + 8
        locked[at] |= 1
        self._refuse("locked", bytes(locked), "docx")

    def test_photographs_forget_where_they_were_taken(self):
        photo = make_photo()
        self.assertIn(b"CameraMaker", photo)
        checked = file_check.check(photo, "jpg")
        self.assertTrue(checked.had_place)
        self.assertNotIn(b"CameraMaker", checked.content)
        exif = Image.open(io.BytesIO(checked.content)).getexif()
        self.assertFalse(exif.get_ifd(0x8825))
        self.assertFalse(exif)

        stream, words = io.BytesIO(), PngImagePlugin.PngInfo()
        words.add_text("Author", "Somebody")
        Image.new("RGBA", (4, 4)).save(stream, "PNG", pnginfo=words)
        self.assertIn(b"Somebody", stream.getvalue())
        checked = file_check.check(stream.getvalue(), "png")
        self.assertNotIn(b"Somebody", checked.content)

        plain = make_photo("PNG", place=False)
        self.assertFalse(file_check.check(plain, "png").had_place)
        self._refuse("content", make_photo("PNG", place=False), "jpg")
        self._refuse("content", photo[:100], "jpg")
        self._refuse("content", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "png")

    def test_text_and_sound(self):
        file_check.check("Grüße, ja.\r\n".encode(), "txt")
        file_check.check("Grüße".encode("cp1252"), "txt")
        for bad in (b"MZ\x00\x01", b"<html><script>", b"\x1b[31m", b"<?xml version"):
            self._refuse("content", bad, "txt")
        file_check.check(b"\x00\x00\x00\x20ftypM4A \x00", "m4a")
        file_check.check(b"ID3\x03\x00", "mp3")
        file_check.check(b"\xff\xfb\x90\x00", "mp3")
        self._refuse("content", b"MZ\x90\x00....M4A ", "m4a")
        self._refuse("content", b"MZ\x90", "mp3")
