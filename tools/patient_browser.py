# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A pytest plugin: give Chromium time to start, and start it anew if it did not.

Odoo's tests wait a few seconds for the browser and then skip, in silence; on a cold and
busy machine its first start takes longer.
"""

import functools
from unittest import SkipTest

from odoo.tests import common

SECONDS = 60
STARTS = 3

common.CHECK_BROWSER_ITERATIONS = int(SECONDS / common.CHECK_BROWSER_SLEEP)
common.BROWSER_WAIT = SECONDS
_start = common.ChromeBrowser.__init__


@functools.wraps(_start)
def start_patiently(self, *args, **kwargs):
    """Start the browser; the last refusal stands, so that a missing one is told."""
    for _time in range(STARTS - 1):
        try:
            return _start(self, *args, **kwargs)
        except SkipTest:
            chrome = getattr(self, "chrome", None)
            if chrome and chrome.poll() is None:
                chrome.kill()
                chrome.wait()
    return _start(self, *args, **kwargs)


common.ChromeBrowser.__init__ = start_patiently
