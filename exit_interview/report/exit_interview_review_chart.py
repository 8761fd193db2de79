# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bars of a review as SVG: drawn from what the tables show, and nothing else.

A hidden figure has no bar. The figure stands in the same row for those who read with
their ears, so the picture itself is passed over by them.
"""

from markupsafe import Markup

WIDTH = 230
HEIGHT = 16
DARK = "#1F4E5F"
PALE = "#B9CDD4"
STACK = (DARK, "#D9A441", "#B4503C")


def draw_bar(value, before, highest):
    """Return a bar for a figure, over a thin one for the period before.

    :param float value: None where it is hidden
    :param float before: of the period before; None where there is none
    :param float highest: value of the longest bar
    :rtype: Markup
    """
    if value is None or not highest:
        return Markup("")
    scale = WIDTH / highest
    thick = 9 if before else 12
    bars = [_bar(0, 1, value * scale, thick, DARK)]
    if before:
        bars.append(_bar(0, 11, before * scale, 4, PALE))
    return _draw(bars)


def draw_stack(values):
    """Return parts of a whole beside each other; nothing where one is hidden.

    :param list values: a number or None each
    :rtype: Markup
    """
    total = sum(value or 0 for value in values)
    if None in values or not total:
        return Markup("")
    bars, left = [], 0
    for value, colour in zip(values, STACK, strict=False):
        width = WIDTH * value / total
        bars.append(_bar(left, 2, width, 12, colour))
        left += width
    return _draw(bars)


def _draw(bars):
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="bar" width="%s" height="%s"'
        ' viewBox="0 0 %s %s" aria-hidden="true">%s</svg>'
    ) % (WIDTH, HEIGHT, WIDTH, HEIGHT, Markup("").join(bars))


def _bar(left, top, width, height, colour):
    if not width:
        return Markup("")
    return Markup('<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>') % (
        f"{left:.1f}",
        top,
        f"{width:.1f}",
        height,
        colour,
    )
