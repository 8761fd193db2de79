# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bars of a review as SVG: drawn from what the tables show, and nothing else."""

from markupsafe import Markup

WIDTH = 640
LABEL = 250
ROW = 26
DARK = "#1F4E5F"
PALE = "#B9CDD4"
FONT = "DejaVu Sans, sans-serif"
LONGEST = 38


def draw_bars(rows, highest, hidden, before):
    """Return horizontal bars, this period over the one before.

    A hidden figure has no bar: its sign stands where the bar would begin, so that a
    chart tells no more than its table. The table below holds the same for those who
    read with their ears, so the picture itself is passed over by them.

    :param list rows: label, text, value or None, value before or None; one a bar
    :param float highest: value of the longest bar
    :param str hidden: what stands for a hidden figure
    :param str before: words of the legend for the period before; empty: no such bars
    :rtype: Markup
    """
    room = WIDTH - LABEL - 60
    scale = room / highest if highest else 0
    parts = []
    for number, (label, text, value, earlier) in enumerate(rows):
        top = number * ROW
        short = label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
        parts.append(_text(LABEL - 8, top + 17, short, "end"))
        if value is None:
            parts.append(_text(LABEL + 4, top + 17, text or hidden, "start", "#777"))
            continue
        width = value * scale
        if value:
            parts.append(_bar(top + 4, width, 12, DARK))
        if before and earlier:
            parts.append(_bar(top + 17, earlier * scale, 4, PALE))
        parts.append(_text(LABEL + width + 6, top + 15, text, "start"))
    height = len(rows) * ROW
    if before:
        parts.append(
            Markup('<rect x="%s" y="%s" width="18" height="4" fill="%s"/>')
            % (LABEL, height + 9, PALE)
        )
        parts.append(_text(LABEL + 24, height + 15, before, "start", "#555", 11))
        height += 22
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="bars" width="%s" height="%s"'
        ' viewBox="0 0 %s %s" aria-hidden="true">%s</svg>'
    ) % (WIDTH, height, WIDTH, height, Markup("").join(parts))


def _bar(top, width, height, colour):
    return Markup('<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>') % (
        LABEL,
        top,
        f"{width:.1f}",
        height,
        colour,
    )


def _text(left, top, words, anchor, colour="#222", size=12):
    return Markup(
        '<text x="%s" y="%s" text-anchor="%s" font-family="%s" font-size="%s"'
        ' fill="%s">%s</text>'
    ) % (f"{left:.1f}", top, anchor, FONT, size, colour, words)
