# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A clock for the sample: each step is taken on the day on which it was taken."""

import contextlib
import sys
from datetime import datetime

from odoo import fields

# Where the fields of the platform take the time from.
TIME_SOURCE = sys.modules[fields.Datetime.__module__]


class _AnyDatetime(type):
    """Lets the platform's own checks take every datetime for one of ours."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, datetime)


class Clock:
    """Tells the platform another time than now, while the sample is made.

    Steps read the time from the fields of the platform, so that what they write,
    dates in the journal and deadlines included, is what it would have been.
    """

    def __init__(self):
        self.moment = None

    @contextlib.contextmanager
    def running(self):
        """Rule the time until the block ends."""
        clock = self

        class SampleDatetime(datetime, metaclass=_AnyDatetime):
            @classmethod
            def now(cls, tz=None):
                return clock.moment if clock.moment else datetime.now(tz)

            @classmethod
            def strptime(cls, *args):
                return datetime.strptime(*args)

            @classmethod
            def combine(cls, *args, **kwargs):
                return datetime.combine(*args, **kwargs)

        TIME_SOURCE.datetime = SampleDatetime
        try:
            yield
        finally:
            TIME_SOURCE.datetime = datetime
