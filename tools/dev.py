#!/usr/bin/env python3
# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run, test and check the addons of this repository.

Called by the Makefile. Needs nothing but Python's standard library; it makes
whatever else is needed (virtual environment, Odoo, PostgreSQL, database).
"""

import os
import sys

OLDEST_PYTHON = (3, 10)


def check_python():
    """Stop here, in words, on a Python that cannot read the other modules."""
    if sys.version_info < OLDEST_PYTHON:
        message = (
            "This needs Python {}.{} or newer; {} is {}.\n"
            "Install a newer one and say: make PYTHON=python3.12 ..."
        )
        version = sys.version.split()[0]
        sys.exit(message.format(*OLDEST_PYTHON, sys.executable, version))


def main():
    check_python()
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from tools import commands

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
