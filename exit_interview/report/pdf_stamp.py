# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Marks on the pages of a finished PDF."""

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

FONT = "ExitInterviewStamp"
# The second comes with reportlab, for systems that have no DejaVu.
FONT_FILES = (
    "DejaVuSans.ttf",
    "dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "Vera.ttf",
)
MARGIN = 51  # points: the 18 mm of our paper
DIAGONAL = 26
SMALL = 7.5


def stamp(pdf, footer="", watermark=""):
    """Return a PDF with marks on every page.

    :param bytes pdf: the document
    :param str footer: small, below the text, with the number of the page
    :param str watermark: large and pale, across the page
    :rtype: bytes
    """
    _register_font()
    writer = PdfFileWriter()
    pages = PdfFileReader(io.BytesIO(pdf)).pages
    boxes = [page.mediabox for page in pages]
    sizes = [(float(box.width), float(box.height)) for box in boxes]
    for page, marks in zip(pages, _draw(sizes, footer, watermark), strict=True):
        page.merge_page(marks)
        writer.add_page(page).compress_content_streams()
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def _register_font():
    if FONT in pdfmetrics.getRegisteredFontNames():
        return
    for name in FONT_FILES:
        try:
            pdfmetrics.registerFont(TTFont(FONT, name))
            return
        except TTFError:
            continue


def _draw(sizes, footer, watermark):
    """Return pages of these sizes that hold only the marks."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number, (width, height) in enumerate(sizes, 1):
        canvas.setPageSize((width, height))
        canvas.setFont(FONT, SMALL)
        canvas.setFillGray(0.35)
        canvas.drawString(MARGIN, MARGIN * 0.55, footer)
        count = f"{number} / {len(sizes)}"
        canvas.drawRightString(width - MARGIN, MARGIN * 0.55, count)
        if watermark:
            canvas.setFillGray(0.5)
            canvas.setFillAlpha(0.16)
            canvas.setFont(FONT, _fit(watermark, width * 1.1))
            canvas.translate(width / 2, height / 2)
            canvas.rotate(52)
            canvas.drawCentredString(0, 0, watermark)
        canvas.showPage()
    canvas.save()
    return PdfFileReader(io.BytesIO(stream.getvalue())).pages


def _fit(text, length):
    """Return the size in which a text is no longer than `length`."""
    full = pdfmetrics.stringWidth(text, FONT, DIAGONAL)
    return min(DIAGONAL, DIAGONAL * length / full)
