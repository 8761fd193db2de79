# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Field types of the engine."""

from odoo import fields


class Score(fields.Integer):
    """An integer that tells "nothing" from 0.

    The platform's Integer stores an empty value as 0; on a scale whose 0 means "not
    supported at all" this would turn silence into the worst mark. Here empty stays
    NULL in the database and reads as ``False``.
    """

    falsy_value = None

    def convert_to_column(self, value, record, values=None, validate=True):
        return self.convert_to_cache(value, record, validate)

    def convert_to_cache(self, value, record, validate=True):
        if value is None or value is False or value == "":
            return None
        return self._strict(value)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_read(self, value, record, use_display_name=True):
        return value

    def convert_to_export(self, value, record):
        return "" if value is False or value is None else value

    @staticmethod
    def _strict(value):
        """Return `value` as int, refusing what merely looks like one.

        :raise ValueError: for booleans, fractions and text that is no whole number
        """
        if isinstance(value, bool) or value != value:
            raise ValueError("A score is a whole number")
        number = int(value)
        if isinstance(value, float) and number != value:
            raise ValueError("A score is a whole number")
        return number


class Figure(fields.Float):
    """A number that tells "hidden" from 0: empty stays NULL, as in :class:`Score`."""

    falsy_value = None

    def convert_to_column(self, value, record, values=None, validate=True):
        return self.convert_to_cache(value, record, validate)

    def convert_to_cache(self, value, record, validate=True):
        if value is None or value is False or value == "":
            return None
        return float(value)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_read(self, value, record, use_display_name=True):
        return value

    def convert_to_export(self, value, record):
        return "" if value is False or value is None else value
